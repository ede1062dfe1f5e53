//! An archive: exports of any time merged and kept as Parquet files by month, so that reports need no export again.
//!
//! ```text
//! insights-archive.json                          the manifest: the files that count, what they hold, what was imported
//! messages/2026-03/00-1f2e3d4c5b6a7988.parquet   a table, the month of the conversation's creation, its part file
//! calls/2026-03/alone-….parquet                  what belongs to no conversation: its own month
//! facts/5f1c2b7a90d3e846/2026-03-00-….part       what was derived from a part, so that it is not derived again
//! ```
//!
//! A conversation and all that belongs to it have one home, so that equal rows meet there. Files never change: a part
//! that does is written under another name, and the manifest, renamed over the old one, puts it into force.

mod apart;
mod aside;
mod fact_files;
mod fact_names;
mod folder;
mod form;
mod home;
mod known_months;
mod manifest;
mod meeting;
mod merging;
mod moments;
mod part_files;
mod pseudonyms;
mod raw_rows;
mod read;
mod runs;
mod sorted;
mod stored;
mod upkeep;
mod write;

pub use apart::AsideRows;
pub use aside::{AsideOptions, Divisions, RowsAside};
pub use fact_files::{FactFiles, FactsLock};
pub use fact_names::{count_facts, this_build};
pub use folder::{is_archive, Archive, Writer};
pub use manifest::{ArchiveFile, ImportedFile};
pub use meeting::RepeatedRow;
pub use merging::{add, ImportOutcome, Incoming};
pub use pseudonyms::PseudonymKey;
pub use read::{outlines, rows, GroupOutline, RowSelection};
pub use runs::Tables;
pub use upkeep::{compact, forget, verify};
pub use write::table_file;
