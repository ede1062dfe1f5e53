//! From records to the canonical tables: profiles say which column means what.

pub mod model;
