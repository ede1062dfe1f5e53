//! A finished report as plain data: base units, unrounded, ready for any format.

mod aside;
mod cell;
mod column;
mod excerpt;
mod input;
mod source;
mod table;

pub use aside::{Aside, Base, BucketSpan, Judged, Limit};
pub use cell::{length, Cell, ClassName, Interval, RowName};
pub use column::{Better, Column, Part, Theme, Unit, Versus, BUCKET, TITLE};
pub use input::{Export, Input, InputProblem};
pub use source::{MakeRows, RowSource, PIECE};
pub use table::{Coverage, ListHead, Table, Trend};

use crate::language::{Caption, Labels};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the report covers; printed on top and under `scope` in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scope {
    /// First day, inclusive.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// Whether the period was moved to where the data end, as nobody asked for another.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
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
    /// What its figures mean, for people.
    pub definitions: Vec<Definition>,
}

/// What a figure means.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What people call it.
    pub label: Caption,
    /// Its definition.
    pub about: Labels,
}
