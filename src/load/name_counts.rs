//! How names are spelled in rows that are not kept: which spelling is used most is told by all rows of an input.

use crate::dataset::{ColumnKind, Data, DataTable, Domain, TableName, NONE};
use std::collections::BTreeMap;

/// Adds up the names in the rows of a table that are meant.
pub fn count_names(
    (name, table): (TableName, &DataTable),
    is_meant: impl Fn(usize) -> bool,
    counts: &mut BTreeMap<(Domain, u32), u64>,
) {
    for (column, data) in name.schema().columns.iter().zip(&table.columns) {
        let Some(domain) = name_domain(name, column.name) else { continue };
        let codes = data.as_ref().map_or(&[][..], Data::codes).iter().enumerate();
        for (_, &code) in codes.filter(|(row, code)| **code != NONE && is_meant(*row)) {
            *counts.entry((domain, code)).or_default() += 1;
        }
    }
}

/// Whose names a column holds, where spellings of names are counted.
pub fn name_domain(table: TableName, column: &str) -> Option<Domain> {
    let schema = table.schema();
    match schema.columns[schema.column(column)?].kind {
        ColumnKind::Code(domain) if domain.holds_names() => Some(domain),
        ColumnKind::Code(_)
        | ColumnKind::Instant
        | ColumnKind::Duration
        | ColumnKind::Number
        | ColumnKind::Choice(_)
        | ColumnKind::Flag
        | ColumnKind::List(_)
        | ColumnKind::Text
        | ColumnKind::Prose => None,
    }
}
