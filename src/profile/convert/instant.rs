//! Instants as exports write them.
use super::{DayOrder, Wrong};

/// A moment read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    /// UTC milliseconds since 1970.
    pub millis: i64,
    /// What had to be decided because the local time does not name one moment.
    pub doubtful: Option<Doubt>,
}

/// Why a local time does not name one moment, and what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It falls into the hour that spring leaves out: moved forward by the gap.
    Gap,
    /// It falls into the hour that autumn has twice: the first one.
    Fold,
}

/// Reads the instants of one column.
#[derive(Debug, Clone, Copy)]
pub struct InstantReader {
    /// Zone of texts that name none.
    pub zone: chrono_tz::Tz,
    /// Order of day and month in texts such as `03/04/2026`.
    pub order: DayOrder,
    /// The number 0 means "no value".
    pub zero_is_null: bool,
}

impl InstantReader {
    /// The instant a text names; `None` where the text means "no value".
    pub fn read(&self, text: &[u8]) -> Result<Option<Instant>, Wrong> {
        let _ = text;
        Ok(None)
    }
}
