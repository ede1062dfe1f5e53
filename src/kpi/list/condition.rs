//! What things of a list are to hold: `first_response > 4h`.

use super::columns::ListColumns;
use super::things::Thing;
use std::cmp::Ordering;

/// How a value is set against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
}

/// A demand on the values of things; where they have none, on their age.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// How they stand to the limit.
    pub comparison: Comparison,
    /// The limit; durations and ages in seconds, rates as fractions.
    pub limit: f64,
}

impl Condition {
    /// Whether it holds of a thing; it does of none whose value is unknown.
    pub(super) fn holds(&self, columns: &ListColumns, thing: &Thing) -> bool {
        let value = match columns.unit {
            Some(_) => thing.value.amount(),
            None => columns.age(thing),
        };
        value.is_some_and(|value| self.comparison.holds(value.total_cmp(&self.limit)))
    }
}

impl Comparison {
    /// What it is written as, the longer before those that begin alike.
    pub const WRITTEN: [(&'static str, Comparison); 7] = [
        ("<=", Comparison::AtMost),
        ("≤", Comparison::AtMost),
        ("<", Comparison::Below),
        (">=", Comparison::AtLeast),
        ("≥", Comparison::AtLeast),
        (">", Comparison::Above),
        ("=", Comparison::Equal),
    ];

    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Below => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Above => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::Equal => order.is_eq(),
        }
    }
}
