//! One section of a report.

use super::{Aside, Cell, Column, RowSource, Unit, PIECE};
use crate::language::Caption;
use std::borrow::Cow;
use std::cmp::Ordering;

/// One section: a row per bucket and group.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name within the report.
    pub name: String,
    /// Columns, dimensions first.
    pub columns: Vec<Column>,
    /// As many cells a row as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Rows behind these, made while they are written; `None`: there are none.
    pub later: Option<RowSource>,
    /// How the main figures went over the period, for people; empty where the table has more than one row.
    pub trends: Vec<Trend>,
    /// Of how many conversations its figures of messages, exchanges and cases are; `None`: of all.
    pub coverage: Option<Coverage>,
    /// The figures to head the cards with, in order; empty: no headline.
    pub headline: Vec<String>,
    /// What stands above the things behind a figure; `None`: its rows are no such things.
    pub list: Option<ListHead>,
    /// Columns of all figures where only those are made that somebody asked for.
    pub unasked: Vec<Column>,
    /// How many rows a limit left out.
    pub rest: usize,
    /// What people are told beside its figures.
    pub aside: Aside,
    /// The report it belongs to in a document of several; `None`: the one that it stands in.
    pub report: Option<&'static str>,
}

/// What the things behind a figure come to.
#[derive(Debug, Clone, PartialEq)]
pub struct ListHead {
    /// What people call the figure.
    pub label: Caption,
    /// How many there are.
    pub count: usize,
    /// Whether the figure is that number, and no value of its own.
    pub is_figure: bool,
    /// How many of them are in the numerator of a rate.
    pub counted: Option<usize>,
    /// How many of them each of several figures counts that make it up side by side.
    pub parts: Vec<(Caption, usize)>,
    /// The instant of the first.
    pub oldest: Option<String>,
    /// The middle of their values, and what these count in.
    pub median: Option<(f64, Unit)>,
    /// Whether it is the middle of how long ago they were.
    pub is_of_ages: bool,
}

/// Of how many conversations the messages are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Those whose messages are known.
    pub covered: i64,
    /// All of them.
    pub all: i64,
}

/// A figure over the period, bucket by bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The figure it belongs to.
    pub figure: String,
    /// One value a bucket, in order.
    pub values: Vec<Option<f64>>,
}

impl Table {
    /// A table without trends and headline, of all conversations.
    pub fn new(name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        let (trends, headline) = (Vec::new(), Vec::new());
        Table {
            name: name.to_owned(),
            columns,
            rows,
            later: None,
            trends,
            coverage: None,
            headline,
            list: None,
            unasked: Vec::new(),
            rest: 0,
            aside: Aside::default(),
            report: None,
        }
    }

    /// Its name among the sections of all reports of a document: `summary_totals`; alone, its own.
    pub fn full_name(&self) -> Cow<'_, str> {
        match self.report {
            Some(report) if report != self.name => Cow::Owned(format!("{report}_{}", self.name)),
            Some(_) | None => Cow::Borrowed(&self.name),
        }
    }

    /// The place of the column of that name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name() == name)
    }

    /// How many rows there are, made or not.
    pub fn row_count(&self) -> usize {
        self.rows.len() + self.later.as_ref().map_or(0, |later| later.count())
    }

    /// All rows, at most so many at a time.
    pub fn pieces(&self, most: usize) -> impl Iterator<Item = Cow<'_, [Vec<Cell>]>> {
        let count = self.later.as_ref().map_or(0, |later| later.count());
        let made = self.later.iter().flat_map(move |later| {
            let starts = (0..count).step_by(most);
            starts.map(move |from| Cow::Owned(later.rows(from..count.min(from + most))))
        });
        self.rows.chunks(most).map(Cow::Borrowed).chain(made)
    }

    /// Changes every row, those that are yet to be made as well.
    pub fn change_rows(&mut self, change: impl Fn(&mut Vec<Cell>) + Send + Sync + 'static) {
        self.rows.iter_mut().for_each(&change);
        self.later = self.later.take().map(|later| later.changed(change));
    }

    /// Puts the rows in the order of what `key` finds in them, those alike in the order they have. Rows that are yet to be
    /// made stay so.
    pub fn sort_by<K>(&mut self, key: impl Fn(&[Cell]) -> K, order: impl Fn(&K, &K) -> Ordering) {
        if !self.rows.is_empty() {
            self.settle(usize::MAX);
        }
        let mut keys: Vec<(K, u32)> = Vec::with_capacity(self.row_count());
        for (row, place) in self.pieces(PIECE).flat_map(Cow::into_owned).zip(0..) {
            keys.push((key(&row), place));
        }
        keys.sort_by(|(a, _), (b, _)| order(a, b));
        let places: Vec<u32> = keys.into_iter().map(|(_, place)| place).collect();
        match self.later.take() {
            Some(later) => self.later = Some(later.in_order(places)),
            None => {
                let mut rows = std::mem::take(&mut self.rows);
                self.rows = places.iter().map(|&place| std::mem::take(&mut rows[place as usize])).collect();
            }
        }
    }

    /// Makes the rows there are yet to be made, at most so many; the number of those left out.
    pub fn settle(&mut self, most: usize) -> usize {
        let Some(later) = self.later.take() else { return 0 };
        let count = later.count();
        self.rows.append(&mut later.rows(0..count.min(most)));
        count.saturating_sub(most)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MakeRows;
    use super::*;
    use std::ops::Range;

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

    #[test]
    fn rows_yet_to_be_made_are_sorted_and_changed_without_being_made() {
        let mut table = Table::new("squares", Vec::new(), Vec::new());
        table.later = Some(RowSource::new(Squares(5)));
        let is_odd = |row: &[Cell]| matches!(row[0], Cell::Whole(number) if number % 2 == 1);
        table.sort_by(is_odd, |a, b| b.cmp(a));
        table.change_rows(|row| row.truncate(1));
        assert!(table.rows.is_empty());
        let made: Vec<Vec<Cell>> = table.pieces(2).flat_map(Cow::into_owned).collect();
        assert_eq!(made, [1, 3, 0, 2, 4].map(|number| vec![Cell::Whole(number)]));
        table.settle(usize::MAX);
        table.sort_by(is_odd, Ord::cmp);
        assert_eq!(table.rows, [0, 2, 4, 1, 3].map(|number| vec![Cell::Whole(number)]));
    }
}
