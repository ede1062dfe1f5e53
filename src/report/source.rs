//! Rows that are made while they are written, a piece at a time: a table of millions needs no memory for its cells.

use super::Cell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Makes rows, as often as they are asked for.
pub trait MakeRows: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// Some of them, each with as many cells as the table has columns.
    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>>;
}

/// The rows of a table that are made while they are written.
#[derive(Clone)]
pub struct RowSource(Arc<dyn MakeRows>);

impl RowSource {
    /// The rows that something makes.
    pub fn new(rows: impl MakeRows + 'static) -> RowSource {
        RowSource(Arc::new(rows))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// Some of them.
    pub fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        self.0.rows(which)
    }

    /// The same rows with the cells of these places, in this order.
    pub fn of_columns(self, places: Vec<usize>) -> RowSource {
        RowSource::new(ChosenColumns { rows: self, places })
    }
}

/// Two are equal if they are one.
impl PartialEq for RowSource {
    fn eq(&self, other: &RowSource) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for RowSource {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} rows", self.count())
    }
}

/// Rows of some columns of others.
struct ChosenColumns {
    rows: RowSource,
    places: Vec<usize>,
}

impl MakeRows for ChosenColumns {
    fn count(&self) -> usize {
        self.rows.count()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let rows = self.rows.rows(which);
        rows.iter().map(|row| self.places.iter().map(|&place| row[place].clone()).collect()).collect()
    }
}

/// Rows that are made at once.
pub const PIECE: usize = 4_096;
