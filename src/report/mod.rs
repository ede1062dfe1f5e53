//! A finished report as plain data: base units, unrounded, ready for any format.

mod cell;
mod column;
mod table;

pub use cell::{length, Cell, Interval, RowName};
pub use column::{Column, Part, Theme, Unit, Versus};
pub use table::{Table, Trend};

use crate::account::Book;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// Canonical tables of which no row was read, so that figures of theirs are unknown.
    pub absent: Vec<&'static str>,
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
    pub fn of(book: &Book, absent: Vec<&'static str>, derivation: &BTreeMap<&'static str, u64>) -> Input {
        let counts = book.counts.clone();
        Input {
            files: counts.files,
            absent,
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
