//! Parts: files with the facts of some conversations, from which reports are made as from the exports themselves.
//!
//! ```text
//! blocks     one after the other: the columns of facts, what their codes mean, other tables as Parquet; numbers in few bits, all else
//!            compressed
//! directory  as JSON: what the part says of itself, and name, place, size and checksum of every block
//! footer     the directory's length and checksum, and what tells a part from other files
//! ```
//!
//! A conversation and all that belongs to it is in one part. What no conversation knows by itself – the first of each
//! customer, how names are spelled most, orders, calls and articles – is found out when parts are brought together.

mod blocks;
mod customers;
mod folder;
mod head;
mod numbers;
mod open;
mod plan;
mod rest;
mod united;
mod write;

pub use customers::{are_named, PartCustomers};
pub use folder::PartFolder;
pub use head::{FileSpan, GreatestInstant, PartAccount, PartOrigin, PartPlace, Terms};
pub use open::OpenPart;
pub use plan::{Division, Plan};
pub use rest::RestTables;
pub use united::UnitedParts;
pub use write::{write, PartContents};
