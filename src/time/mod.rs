//! Instants, lengths of time, zones and local clocks.

pub mod clock;
pub mod face;
pub mod local;
pub mod weekday;
pub mod zone;

/// Milliseconds of a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds of a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds of an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds of a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// A moment read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    /// UTC milliseconds since 1970.
    pub millis: i64,
    /// What had to be decided because the text does not name one moment.
    pub doubtful: Option<Doubt>,
}

/// Why a text does not name one moment, and what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It falls into the hour that spring leaves out: moved forward by the gap.
    Gap,
    /// It falls into the hour that autumn has twice: the first one.
    Fold,
    /// It is a date without a time of day: the midnight that the date begins with.
    Date,
}
