//! Which span of time the rows of each file cover, table by table.

use crate::dataset::{ColumnKind, Dataset, TableName, MISSING};

/// The rows that one file has in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The file's place in [`Dataset::files`].
    pub file: u32,
    /// The table.
    pub table: TableName,
    /// Rows that stayed after merging.
    pub rows: u64,
    /// Their first and last instant, milliseconds; `None` where no row has one.
    pub span: Option<(i64, i64)>,
}

/// The instants that every row of a table must have; empty where there is no such column, or it was not loaded.
pub fn instants(dataset: &Dataset, table: TableName) -> &[i64] {
    let columns = table.schema().columns.iter();
    let mut required = columns.filter(|column| column.required && matches!(column.kind, ColumnKind::Instant));
    required.next().map_or(&[], |column| dataset.whole(table, column.name))
}

/// What each file covers, by table, then by file.
pub fn covered(dataset: &Dataset) -> Vec<Covered> {
    let mut covered: Vec<Covered> = Vec::new();
    for table in TableName::ALL {
        let instants = instants(dataset, table);
        let first_of_table = covered.len();
        for (rows, file) in dataset.table(table).origins.files(dataset.table(table).rows) {
            let known = covered[first_of_table..].iter().position(|one| one.file == file);
            let place = known.map_or(covered.len(), |place| first_of_table + place);
            if place == covered.len() {
                covered.push(Covered { file, table, rows: 0, span: None });
            }
            let one = &mut covered[place];
            one.rows += rows.len() as u64;
            for &at in instants.get(rows).unwrap_or_default().iter().filter(|&&at| at != MISSING) {
                let (first, last) = one.span.unwrap_or((at, at));
                one.span = Some((first.min(at), last.max(at)));
            }
        }
    }
    for (&file, &(first, last)) in &dataset.passed_over.created {
        let is_own = |one: &&mut Covered| (one.file, one.table) == (file, TableName::Conversations);
        if let Some(one) = covered.iter_mut().find(is_own) {
            let (from, to) = one.span.unwrap_or((first, last));
            one.span = Some((first.min(from), last.max(to)));
        } else {
            let span = Some((first, last));
            covered.push(Covered { file, table: TableName::Conversations, rows: 0, span });
        }
    }
    covered
}
