//! What tells rows apart: values of a dimension, classes of a section's own, hours.

use crate::facts::dimension::DimensionCodes;
use crate::facts::{each_once, Dictionary, Dimension, Facts, Lists, NONE};
use crate::time::face::Clockface;
use std::sync::Arc;

/// Bucket, then a code an axis.
pub type Key = [u32; 4];
/// Most axes of a query.
pub const AXES: usize = 3;

/// Keys have room for the bucket and every axis.
const _: () = assert!(std::mem::size_of::<Key>() / 4 == AXES + 1);

/// One way of telling rows apart.
#[derive(Clone)]
pub enum Axis {
    /// A dimension; rows without a value form a group of their own.
    Dimension(&'static Dimension),
    /// A dimension; rows without a value belong nowhere.
    Valued(&'static Dimension),
    /// Classes; rows without any belong nowhere.
    Classed(Classing),
    /// The local hour, 0 to 23, of the instant that places a row.
    Hour(Arc<Clockface>),
    /// The local hour of the week, 0 to 167 from Monday on, of the instant that places a row.
    HourOfWeek(Arc<Clockface>),
}

/// Classes that rows are told apart by, found for any facts at hand.
#[derive(Clone)]
pub struct Classing {
    /// What tells it from the others of a run.
    pub name: &'static str,
    /// The classes of these facts.
    pub of: Arc<dyn Fn(&Facts) -> Classes + Send + Sync>,
}

/// Classes of some facts; [`NONE`]: belongs nowhere.
pub enum Classes {
    /// A class a row of the fact table that is folded.
    OfRows(Vec<u32>),
    /// A class a conversation.
    OfConversations(Vec<u32>),
    /// Any number of classes a conversation.
    Lists(Lists),
}

impl Classing {
    /// Classes that a function finds; in one run no other has the same name.
    pub fn new(name: &'static str, of: impl Fn(&Facts) -> Classes + Send + Sync + 'static) -> Classing {
        Classing { name, of: Arc::new(of) }
    }
}

impl PartialEq for Axis {
    /// In one run there is one clock, and one classing of a name.
    fn eq(&self, other: &Axis) -> bool {
        match (self, other) {
            (Axis::Dimension(own), Axis::Dimension(other)) | (Axis::Valued(own), Axis::Valued(other)) => {
                own == other
            }
            (Axis::Classed(own), Axis::Classed(other)) => own.name == other.name,
            (Axis::Hour(_), Axis::Hour(_)) | (Axis::HourOfWeek(_), Axis::HourOfWeek(_)) => true,
            (
                Axis::Dimension(_) | Axis::Valued(_) | Axis::Classed(_) | Axis::Hour(_) | Axis::HourOfWeek(_),
                _,
            ) => false,
        }
    }
}

impl Axis {
    /// Whether it tells values of a dimension apart.
    pub fn is_of_dimension(&self) -> bool {
        match self {
            Axis::Dimension(_) | Axis::Valued(_) => true,
            Axis::Classed(_) | Axis::Hour(_) | Axis::HourOfWeek(_) => false,
        }
    }

    /// What its codes stand for; `None`: they are the numbers of classes.
    pub fn names<'a>(&self, facts: &'a Facts) -> Option<&'a Dictionary> {
        match self {
            Axis::Dimension(dimension) | Axis::Valued(dimension) => Some(facts.dictionary(dimension.domain)),
            Axis::Classed(_) | Axis::Hour(_) | Axis::HourOfWeek(_) => None,
        }
    }

    /// Its classes of these facts, where it has any of its own.
    pub fn classes(&self, facts: &Facts) -> Option<Classes> {
        match self {
            Axis::Classed(classing) => Some((classing.of)(facts)),
            Axis::Dimension(_) | Axis::Valued(_) | Axis::Hour(_) | Axis::HourOfWeek(_) => None,
        }
    }

    /// What its codes are read from: the facts, or its classes of them.
    pub fn codes<'a>(&'a self, facts: &'a Facts, classes: Option<&'a Classes>) -> AxisCodes<'a> {
        let (codes, keeps_rest) = match (self, classes) {
            (Axis::Hour(clock), _) => return AxisCodes::Hour(clock),
            (Axis::HourOfWeek(clock), _) => return AxisCodes::HourOfWeek(clock),
            (Axis::Dimension(dimension), _) => (dimension.codes(facts), true),
            (Axis::Valued(dimension), _) => (dimension.codes(facts), false),
            (Axis::Classed(_), Some(Classes::OfRows(codes))) => (DimensionCodes::Row(codes), false),
            (Axis::Classed(_), Some(Classes::OfConversations(codes))) => {
                (DimensionCodes::Conversation(codes), false)
            }
            (Axis::Classed(_), Some(Classes::Lists(lists))) => (DimensionCodes::Lists(lists), false),
            (Axis::Classed(_), None) => (DimensionCodes::Row(&[]), false),
        };
        AxisCodes::Values { codes, keeps_rest }
    }
}

/// An axis with what its codes are read from.
pub enum AxisCodes<'a> {
    /// The values of rows.
    Values {
        /// The values.
        codes: DimensionCodes<'a>,
        /// Whether rows without a value form a group of their own; else they belong nowhere.
        keeps_rest: bool,
    },
    /// The local hour.
    Hour(&'a Clockface),
    /// The local hour of the week.
    HourOfWeek(&'a Clockface),
}

impl AxisCodes<'_> {
    /// Whether rows of one conversation that are credited to one agent have the same values; of those without a
    /// conversation it says nothing.
    pub fn is_by_conversation(&self) -> bool {
        match self {
            AxisCodes::Values { codes, .. } => match codes {
                DimensionCodes::Credit
                | DimensionCodes::Conversation(_)
                | DimensionCodes::Sourced(_)
                | DimensionCodes::Lists(_) => true,
                DimensionCodes::Row(_) => false,
            },
            AxisCodes::Hour(_) | AxisCodes::HourOfWeek(_) => false,
        }
    }

    /// Whether a row needs a time of day to have a value.
    pub fn is_by_hour(&self) -> bool {
        match self {
            AxisCodes::Hour(_) | AxisCodes::HourOfWeek(_) => true,
            AxisCodes::Values { .. } => false,
        }
    }
}

/// A row that counts.
pub struct PlacedRow {
    /// Its place in the fact table.
    pub row: usize,
    /// The place of its conversation.
    pub conversation: u32,
    /// Whose it is.
    pub agent: u32,
    /// The instant that places it.
    pub at: i64,
}

impl PlacedRow {
    /// Sets one place of every key, which is [`NONE`] before; where a row has several values, each key becomes several,
    /// and none is left of one that belongs nowhere.
    pub fn spread(&self, axis: &AxisCodes, place: usize, keys: &mut Vec<Key>) {
        match axis {
            AxisCodes::Values { codes, keeps_rest } => {
                match codes.at(self.row, self.conversation, &self.agent) {
                    [] if *keeps_rest => {}
                    [] => keys.clear(),
                    &[code] => set(keys, place, code),
                    several => multiply(keys, place, several),
                }
            }
            AxisCodes::Hour(clock) => set(keys, place, u32::from(clock.weekday_and_hour(self.at).1)),
            AxisCodes::HourOfWeek(clock) => {
                let (weekday, hour) = clock.weekday_and_hour(self.at);
                set(keys, place, u32::from(weekday - 1) * 24 + u32::from(hour));
            }
        }
    }

    /// The key of a row in that bucket, before any axis.
    pub fn key(bucket: u32) -> Key {
        [bucket, NONE, NONE, NONE]
    }
}

fn set(keys: &mut [Key], place: usize, code: u32) {
    for key in keys {
        key[place] = code;
    }
}

fn multiply(keys: &mut Vec<Key>, place: usize, codes: &[u32]) {
    let before = std::mem::take(keys);
    let codes = each_once(codes);
    for mut key in before {
        for &code in codes.iter() {
            key[place] = code;
            keys.push(key);
        }
    }
}
