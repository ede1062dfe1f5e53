//! Clocks that lengths of time between instants are measured by.

use serde::{Deserialize, Serialize};

/// A clock: how much of the time between two instants counts. All instants and lengths are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// All of it.
    Calendar,
}

/// The clock of what really passes, whoever is at work: messaging windows, silences, what follows within a time, limits
/// that a product keeps. How long people took to do their work is measured by the clock of the rules instead.
pub const REAL_TIME: Clock = Clock::Calendar;

impl Clock {
    /// The time that counts from one instant to another; negative where `to` lies before `from`.
    #[inline]
    pub fn between(self, from: i64, to: i64) -> i64 {
        match self {
            Clock::Calendar => to.saturating_sub(from),
        }
    }

    /// The same where it can be a duration: none where `to` lies before `from`.
    #[inline]
    pub fn lasted(self, from: i64, to: i64) -> Option<i64> {
        (from <= to).then(|| self.between(from, to))
    }

    /// The instant at which `span` of the time that counts has passed since `from`.
    #[inline]
    pub fn after(self, from: i64, span: i64) -> i64 {
        match self {
            Clock::Calendar => from.saturating_add(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_and_the_instant_after_it_agree() {
        assert_eq!(REAL_TIME.between(1_000, 4_500), 3_500);
        assert_eq!(REAL_TIME.after(1_000, 3_500), 4_500);
        assert_eq!(REAL_TIME.between(4_500, 1_000), -3_500);
        assert_eq!(REAL_TIME.after(i64::MAX - 1, 5), i64::MAX);
    }

    #[test]
    fn nothing_lasts_backwards() {
        assert_eq!(REAL_TIME.lasted(1_000, 1_000), Some(0));
        assert_eq!(REAL_TIME.lasted(1_000, 999), None);
    }
}
