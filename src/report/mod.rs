//! A finished report as plain data: base units, unrounded, ready for any format.

use crate::account::Book;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a number counts in; machine formats print base units, people get a readable form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things.
    Count,
    /// Seconds.
    Seconds,
    /// A fraction 0–1.
    Rate,
    /// A mean of stars 1–5.
    Score,
    /// −100…100.
    Nps,
    /// One count divided by another.
    Ratio,
    /// Money in the currency's unit.
    Money,
    /// Relative change: 0.25 is +25 %.
    Change,
    /// Difference of two rates in fractions: 0.05 is +5 percentage points.
    Points,
    /// Difference of two scores.
    Difference,
    /// An instant, ISO 8601 with offset.
    Instant,
    /// Yes or no.
    Flag,
    /// Text, dimensions among them.
    Text,
}

impl Unit {
    /// What the numbers of machine formats count in, in words.
    pub fn about(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Seconds => "seconds",
            Unit::Rate => "fraction 0–1",
            Unit::Score => "stars 1–5",
            Unit::Nps => "−100 to 100",
            Unit::Ratio => "one count divided by another",
            Unit::Money => "money",
            Unit::Change | Unit::Points | Unit::Difference => "change",
            Unit::Instant => "instant",
            Unit::Flag => "yes or no",
            Unit::Text => "text",
        }
    }
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value: empty in CSV, null in JSON, "–" for people.
    Missing,
    /// Nothing to compare with (it was 0 before): null in machine output, "new" for people.
    New,
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A text as found in the data: hostile until escaped.
    Text(String),
}

/// The group in which people see a column of a single-row table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// What rows are told apart by: bucket, channel, agent…
    Dimension,
    /// How much.
    Volume,
    /// How fast.
    Speed,
    /// Against targets and the messaging window.
    Targets,
    /// How good.
    Quality,
    /// AI agent, sales.
    Ai,
}

/// What stands beside a duration's median in small print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A column of its own.
    Own,
    /// `_n`
    Count,
    /// `_mean_s`
    Mean,
    /// `_median_s`: what people see first
    Median,
    /// `_p90_s`
    P90,
    /// `_previous` of the column before
    Previous,
    /// `_change` against the column before `_previous`
    Change,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name in machine formats: the KPI's or dimension's id.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What its numbers count in.
    pub unit: Unit,
    /// Where it stands among the cards.
    pub theme: Theme,
    /// Its role beside other columns of the same KPI.
    pub part: Part,
    /// 0 is shown first, 9 is left out first where a terminal is too narrow.
    pub importance: u8,
}

impl Column {
    /// A column of a value that tells rows apart.
    pub fn dimension(name: &str, label: &str, unit: Unit) -> Column {
        Column {
            name: name.to_owned(),
            label: label.to_owned(),
            unit,
            theme: Theme::Dimension,
            part: Part::Own,
            importance: 0,
        }
    }
}

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
    /// The columns to head the cards with, in order; empty: no headline.
    pub headline: Vec<String>,
}

impl Table {
    /// A table without trends and headline.
    pub fn new(name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        Table { name: name.to_owned(), columns, rows, trends: Vec::new(), headline: Vec::new() }
    }
}

/// A figure over the period, bucket by bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The column it belongs to.
    pub column: String,
    /// One value a bucket, in order.
    pub values: Vec<Option<f64>>,
}

/// What the report covers; printed on top and under `scope` in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scope {
    /// First day, inclusive.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// IANA zone.
    pub tz: String,
    /// event, created, closed or answered.
    pub anchor: String,
    /// calendar or business.
    pub clock: String,
    /// The "now" of the run, ISO 8601 with offset.
    pub as_of: String,
    /// monday … sunday.
    pub week_start: String,
    /// Dimensions asked for with `--by`.
    pub by: Vec<String>,
    /// Bucket size, if any.
    pub every: Option<String>,
    /// previous or year, if any.
    pub compare: Option<String>,
    /// The period compared with: first and last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<(String, String)>,
    /// Dimension → values as given (`!` negates).
    pub filters: BTreeMap<String, Vec<String>>,
}

/// What was read and what became of it; under `input` in JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Input {
    /// Files read.
    pub files: u64,
    /// Records found, by table.
    pub rows: BTreeMap<&'static str, u64>,
    /// Records used, by table.
    pub used: BTreeMap<&'static str, u64>,
    /// Conversations left out by a rule, by reason.
    pub excluded: BTreeMap<&'static str, u64>,
    /// Records that stood in the input before, by table.
    pub duplicates: BTreeMap<&'static str, u64>,
    /// Records used after a repair, by table.
    pub repaired: BTreeMap<&'static str, u64>,
    /// Records that could not be used, by table.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Lines and files that hold no records.
    pub set_aside: BTreeMap<&'static str, u64>,
    /// Conversations by what their figures were derived from.
    pub derivation: BTreeMap<&'static str, u64>,
}

impl Input {
    /// What the book says, and what figures were derived from.
    pub fn of(book: &Book, derivation: &BTreeMap<&'static str, u64>) -> Input {
        let counts = book.counts.clone();
        Input {
            files: counts.files,
            rows: counts.rows,
            used: counts.used,
            excluded: counts.excluded,
            duplicates: counts.duplicates,
            repaired: counts.repaired,
            rejected: counts.rejected,
            set_aside: counts.set_aside,
            derivation: derivation.clone(),
        }
    }
}

/// One finished report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The command that made it.
    pub name: String,
    /// What it covers.
    pub scope: Scope,
    /// What it was made from.
    pub input: Input,
    /// Its sections; the first is what formats of one table show.
    pub sections: Vec<Table>,
}
