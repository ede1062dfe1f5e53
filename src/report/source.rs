//! Rows that are made while they are written, a piece at a time: a table of millions needs no memory for its cells.

use super::{Cell, Table};
use std::borrow::Cow;
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
        write!(to, "{} rows", self.0.count())
    }
}

/// Rows of some columns of others.
struct ChosenColumns {
    rows: RowSource,
    places: Vec<usize>,
}

impl MakeRows for ChosenColumns {
    fn count(&self) -> usize {
        self.rows.0.count()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let rows = self.rows.0.rows(which);
        rows.iter().map(|row| self.places.iter().map(|&place| row[place].clone()).collect()).collect()
    }
}

/// Rows that are made at once.
pub const PIECE: usize = 4_096;

impl Table {
    /// How many rows there are, made or not.
    pub fn row_count(&self) -> usize {
        self.rows.len() + self.later.as_ref().map_or(0, |later| later.0.count())
    }

    /// All rows, at most so many at a time.
    pub fn pieces(&self, most: usize) -> impl Iterator<Item = Cow<'_, [Vec<Cell>]>> {
        let count = self.later.as_ref().map_or(0, |later| later.0.count());
        let made = self.later.iter().flat_map(move |later| {
            let starts = (0..count).step_by(most);
            starts.map(move |from| Cow::Owned(later.0.rows(from..count.min(from + most))))
        });
        self.rows.chunks(most).map(Cow::Borrowed).chain(made)
    }

    /// Makes the rows there are yet to be made, at most so many; the number of those left out.
    pub fn settle(&mut self, most: usize) -> usize {
        let Some(later) = self.later.take() else { return 0 };
        let count = later.0.count();
        self.rows.append(&mut later.0.rows(0..count.min(most)));
        count.saturating_sub(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers from 0 on, with their squares.
    struct Squares(usize);

    impl MakeRows for Squares {
        fn count(&self) -> usize {
            self.0
        }

        fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
            let row = |number: i64| vec![Cell::Whole(number), Cell::Whole(number * number)];
            which.map(|number| row(i64::try_from(number).unwrap())).collect()
        }
    }

    #[test]
    fn rows_come_in_pieces_and_are_made_at_once_where_they_must_be() {
        let stored = vec![vec![Cell::Missing, Cell::Missing]];
        let mut table = Table::new("squares", Vec::new(), stored);
        table.later = Some(RowSource::new(Squares(5)));
        assert_eq!(table.row_count(), 6);
        assert_eq!(table.pieces(2).map(|piece| piece.len()).collect::<Vec<_>>(), [1, 2, 2, 1]);
        let all: Vec<Vec<Cell>> = table.pieces(2).flat_map(Cow::into_owned).collect();
        table.later = table.later.map(|later| later.of_columns(vec![1]));
        assert_eq!((table.clone().settle(4), table.settle(9)), (1, 0));
        assert_eq!((table.rows.len(), &table.rows[5]), (6, &all[5][1..].to_vec()));
    }
}
