//! Which rows of a table have trouble that shows only beside other columns or rows, told to the book.

use super::wanted::Wanted;
use super::Facts;
use crate::account::counts::add;
use crate::account::{Book, Outcome, ProblemKind, RejectedRow, Spot, Trouble, EXAMPLES};
use crate::dataset::{Dataset, TableName};

const NO_CONVERSATION: Trouble =
    Trouble::new("no such conversation among those loaded", "add the file that holds it");

/// A canonical column and what is wrong with it.
pub struct ColumnTrouble {
    /// The table.
    pub table: TableName,
    /// The column at fault.
    pub column: &'static str,
    /// Whether the row is left out altogether, or its value alone.
    pub outcome: Outcome,
    /// What is wrong.
    pub trouble: Trouble,
}

impl ColumnTrouble {
    /// The kind of problem that it is.
    pub fn into_kind(self) -> ProblemKind {
        ProblemKind {
            outcome: self.outcome,
            table: self.table.schema().name,
            column: self.column.to_owned(),
            trouble: self.trouble,
        }
    }
}

impl Facts {
    /// Notes the rows that have this trouble.
    pub(super) fn note(
        &mut self,
        dataset: &Dataset,
        trouble: ColumnTrouble,
        rows: impl Iterator<Item = usize>,
    ) {
        let table = trouble.table;
        self.book.note_rows(trouble.into_kind(), rows.map(|row| spot(dataset, table, row)));
    }

    /// Facts of which nothing is made yet; their book keeps what is wanted of it.
    pub(super) fn begun(wanted: &Wanted) -> Facts {
        let book = if wanted.each_rejected { Book::keeping_rejected() } else { Book::default() };
        Facts { book, ..Facts::default() }
    }

    /// Notes rows of conversations that nobody knows.
    pub(super) fn note_orphans(&mut self, dataset: &Dataset, table: TableName, rows: &[u32]) {
        if rows.is_empty() {
            return;
        }
        let (column, outcome) = ("conversation_id", Outcome::Rejected);
        let trouble = ColumnTrouble { table, column, outcome, trouble: NO_CONVERSATION };
        let kind = trouble.into_kind();
        if self.book.lists_rejected() {
            for &row in rows {
                let Spot { file, row, .. } = spot(dataset, table, row as usize);
                self.book.tell_rejected(RejectedRow { file: &file, row, kind: &kind, record: None });
            }
        }
        let count = rows.len() as u64;
        add(&mut self.book.counts.rejected, table.schema().name, count);
        let first = rows.iter().take(EXAMPLES).map(|&row| spot(dataset, table, row as usize));
        self.book.problems.note(kind, count, first);
    }
}

/// Where a row was read.
pub fn spot(dataset: &Dataset, table: TableName, row: usize) -> Spot {
    match dataset.table(table).origins.of(row) {
        Some((file, row)) => {
            let file = dataset.files.get(file as usize).cloned().unwrap_or_default();
            Spot { file, row, value: None }
        }
        None => Spot { file: String::new(), row: row as u64, value: None },
    }
}
