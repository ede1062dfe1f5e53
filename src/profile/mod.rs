//! What the columns of an export mean: profiles, canonical names and synonyms.

pub mod catalog;
pub mod layout;
pub mod mark;
pub mod model;
pub mod recognise;
pub mod synonyms;
pub mod toml;
