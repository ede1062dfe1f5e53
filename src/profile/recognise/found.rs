//! Columns found by canonical names and synonyms.

/// The columns of one table that headers stand for: `(column, rank, header)`; rank 0 is the canonical name.
pub type FoundColumns = Vec<(usize, usize, String)>;
