//! From records to the canonical tables: profiles say which column means what.

mod batch;
mod catalog;
mod checks;
pub mod convert;
mod entry;
mod file;
mod fill;
mod gather;
pub mod inspect;
mod json_file;
pub mod judge;
mod legs;
mod list;
pub mod load;
mod loader;
mod memo;
mod merge;
pub mod model;
mod notes;
mod order;
mod people;
mod plan;
mod read;
pub mod recognise;
mod roles;
mod shared;
mod step;
pub mod synonyms;
pub mod toml;

pub use gather::Counts;
pub use load::{load, LoadOptions, Loaded};
