//! From records to the canonical tables: profiles say which column means what.

pub mod convert;
pub mod model;
pub mod recognise;
pub mod synonyms;
pub mod toml;
