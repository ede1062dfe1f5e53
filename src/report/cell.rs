//! One value of a table, and how machines read those that are words.

use crate::language::Labels;
use crate::time::{HOUR, MINUTE, SECOND};
use std::borrow::Cow;
use std::fmt;

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
    /// A range of durations: `[5m,15m)` for machines.
    Interval(Box<Interval>),
    /// What a row is called that stands for no value of the data.
    Row(RowName),
    /// One of a closed list of things that the program itself tells apart.
    Class(&'static ClassName),
}

/// Tables have millions of them.
const _: () = assert!(std::mem::size_of::<Cell>() == 24);

/// What a class is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassName {
    /// For machines.
    pub id: &'static str,
    /// For people.
    pub label: Labels,
}

/// Rows that stand for no value of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowName {
    /// What belongs to nobody.
    Team,
    /// Everything.
    Total,
}

/// Durations from one length up to another, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least of them.
    pub from: i64,
    /// The first that is too long; `None`: no end.
    pub to: Option<i64>,
}

impl Cell {
    /// The words of a cell that is no number, as machines read them.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Cell::Text(text) => Some(Cow::Borrowed(text)),
            Cell::Interval(interval) => Some(Cow::Owned(interval.to_string())),
            Cell::Row(RowName::Team) => Some(Cow::Borrowed("(team)")),
            Cell::Row(RowName::Total) => Some(Cow::Borrowed("(total)")),
            Cell::Class(class) => Some(Cow::Borrowed(class.id)),
            Cell::Missing | Cell::New | Cell::Whole(_) | Cell::Number(_) | Cell::Flag(_) => None,
        }
    }

    /// The number of a cell that holds a finite one.
    pub fn amount(&self) -> Option<f64> {
        match self {
            Cell::Whole(whole) => Some(*whole as f64),
            Cell::Number(number) if number.is_finite() => Some(*number),
            Cell::Number(_)
            | Cell::Missing
            | Cell::New
            | Cell::Flag(_)
            | Cell::Text(_)
            | Cell::Interval(_)
            | Cell::Row(_)
            | Cell::Class(_) => None,
        }
    }
}

impl From<Option<&str>> for Cell {
    /// A text that may be missing.
    fn from(text: Option<&str>) -> Cell {
        text.map_or(Cell::Missing, |text| Cell::Text(text.to_owned()))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = self.to.map_or("∞".to_owned(), length);
        write!(f, "[{},{to})", length(self.from))
    }
}

/// A length of time in its largest whole unit: `5m`, `90s`, `24h`, `0`.
pub fn length(millis: i64) -> String {
    if millis == 0 {
        return "0".to_owned();
    }
    let units = [(HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1, "ms")];
    let (size, unit) = units.into_iter().find(|(size, _)| millis % size == 0).unwrap_or((1, "ms"));
    format!("{}{unit}", millis / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_named_by_their_limits() {
        let named = |from, to| Interval { from, to }.to_string();
        assert_eq!(named(0, Some(300_000)), "[0,5m)");
        assert_eq!(named(300_000, Some(900_000)), "[5m,15m)");
        assert_eq!(named(30_000, Some(90_000)), "[30s,90s)");
        assert_eq!(named(86_400_000, None), "[24h,∞)");
        assert_eq!(named(1_500, Some(3_600_000)), "[1500ms,1h)");
    }
}
