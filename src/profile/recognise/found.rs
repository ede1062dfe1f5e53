//! Columns found by canonical names and synonyms.

use crate::dataset::{ColumnSchema, TableName};

/// A canonical column and the header that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundColumn {
    /// Its place in the schema.
    pub place: usize,
    /// How sure the meaning is: 0 for the canonical name, then the synonyms in their order.
    pub rank: usize,
    /// The header.
    pub header: String,
}

/// The columns of one table that headers stand for.
#[derive(Debug)]
pub struct FoundColumns {
    /// The table.
    pub table: TableName,
    /// Its columns, each once.
    pub columns: Vec<FoundColumn>,
}

impl FoundColumns {
    /// The column of the schema that was found.
    pub fn schema(&self, column: &FoundColumn) -> &'static ColumnSchema {
        &self.table.schema().columns[column.place]
    }

    /// Whether a column was found.
    pub fn has(&self, name: &str) -> bool {
        self.count(&[name]) > 0
    }

    /// How many of some columns were found.
    pub fn count(&self, names: &[&str]) -> usize {
        self.columns.iter().filter(|column| names.contains(&self.schema(column).name)).count()
    }

    /// How likely the table is: canonical names count more than synonyms.
    pub fn score(&self) -> usize {
        self.columns.iter().map(|column| if column.rank == 0 { 3 } else { 2 }).sum()
    }
}
