//! What things of a list are to hold: `first_response > 4h`.

use super::columns::ListColumns;
use super::things::Thing;
use std::cmp::Ordering;

/// How a value is set against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
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
pub struct FigureCondition {
    /// How they stand to the limit.
    pub comparison: Relation,
    /// The limit; durations and ages in seconds, rates as fractions.
    pub limit: f64,
}

impl FigureCondition {
    /// Whether it holds of a thing; it does of none whose value is unknown.
    pub(super) fn holds(&self, columns: &ListColumns, thing: &Thing) -> bool {
        let value = match columns.unit {
            Some(_) => thing.value.amount(),
            None => columns.age(thing),
        };
        value.is_some_and(|value| self.comparison.holds(value.total_cmp(&self.limit)))
    }
}

impl Relation {
    /// What it is written as, the longer before those that begin alike.
    pub const WRITTEN: [(&'static str, Relation); 7] = [
        ("<=", Relation::AtMost),
        ("≤", Relation::AtMost),
        ("<", Relation::Below),
        (">=", Relation::AtLeast),
        ("≥", Relation::AtLeast),
        (">", Relation::Above),
        ("=", Relation::Equal),
    ];

    fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Below => order.is_lt(),
            Relation::AtMost => order.is_le(),
            Relation::Above => order.is_gt(),
            Relation::AtLeast => order.is_ge(),
            Relation::Equal => order.is_eq(),
        }
    }
}
