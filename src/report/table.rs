//! One section of a report.

use super::{Aside, Cell, Column, Unit};
use crate::language::Caption;
use std::borrow::Cow;

/// One section: a row per bucket and group.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name within the report.
    pub name: String,
    /// Columns, dimensions first.
    pub columns: Vec<Column>,
    /// As many cells a row as there are columns.
    pub rows: Vec<Vec<Cell>>,
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
}
