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

    /// Whether some of them sum up others.
    fn has_sums(&self) -> bool {
        false
    }
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

    /// Whether some of them sum up others.
    pub fn has_sums(&self) -> bool {
        self.0.has_sums()
    }

    /// The same rows with the cells of these places, in this order.
    pub fn of_columns(self, places: Vec<usize>) -> RowSource {
        self.changed(move |row| *row = places.iter().map(|&place| row[place].clone()).collect())
    }

    /// The same rows, each changed.
    pub fn changed(self, change: impl Fn(&mut Vec<Cell>) + Send + Sync + 'static) -> RowSource {
        RowSource::new(ChangedRows { rows: self, change })
    }

    /// The rows of these places, in this order.
    pub fn in_order(self, places: Vec<u32>) -> RowSource {
        RowSource::new(RowsInOrder { rows: self, places })
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

/// Rows that are others, changed.
struct ChangedRows<F> {
    rows: RowSource,
    change: F,
}

impl<F: Fn(&mut Vec<Cell>) + Send + Sync> MakeRows for ChangedRows<F> {
    fn count(&self) -> usize {
        self.rows.count()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let mut rows = self.rows.rows(which);
        rows.iter_mut().for_each(&self.change);
        rows
    }

    fn has_sums(&self) -> bool {
        self.rows.has_sums()
    }
}

/// Some of other rows.
struct RowsInOrder {
    rows: RowSource,
    places: Vec<u32>,
}

impl MakeRows for RowsInOrder {
    fn count(&self) -> usize {
        self.places.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let places = self.places[which].iter().map(|&place| place as usize);
        places.flat_map(|place| self.rows.rows(place..place + 1)).collect()
    }

    fn has_sums(&self) -> bool {
        self.rows.has_sums()
    }
}

/// Rows that are made at once.
pub const PIECE: usize = 4_096;
