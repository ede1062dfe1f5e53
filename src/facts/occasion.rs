//! Instants, some of which are dates without a time of day, and what lies between two of them.

use crate::dataset::DateRows;
use crate::time::clock::{Clock, REAL_TIME};
use crate::time::face::day_of;
use crate::time::local::end_of_day;
use crate::time::DAY;
use chrono::Days;
use chrono_tz::Tz;

/// An instant, or a date: the midnight that it begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Occasion {
    /// UTC milliseconds.
    pub at: i64,
    /// Whether nothing is known of the time of day.
    pub is_date: bool,
}

impl Occasion {
    /// An instant with its time of day.
    pub fn moment(at: i64) -> Occasion {
        Occasion { at, is_date: false }
    }

    /// An instant of a column, some of which may be dates.
    pub fn of(at: i64, dates: Option<&DateRows>, row: usize) -> Occasion {
        Occasion { at, is_date: dates.is_some_and(|dates| dates.is(row)) }
    }

    /// The time from here to there: whole days between two dates, nothing between a date and a moment.
    #[inline]
    pub fn lasted(self, to: Occasion, clock: Clock) -> Option<i64> {
        match (self.is_date, to.is_date) {
            (false, false) => clock.lasted(self.at, to.at),
            // the days on which clocks change are days too
            (true, true) => REAL_TIME.lasted(self.at, to.at).map(|lasted| (lasted + DAY / 2) / DAY * DAY),
            (true, false) | (false, true) => None,
        }
    }

    /// The last instant that it can have been: of a date, the end of its day.
    #[inline]
    pub fn latest(self, zone: Tz) -> i64 {
        if self.is_date {
            end_of_day(zone, day_of(zone, self.at)) - 1
        } else {
            self.at
        }
    }

    /// Whether it lies before another one; where the time of day of either is unknown, on an earlier day.
    #[inline]
    pub fn is_before(self, other: Occasion, zone: Tz) -> bool {
        self.at < other.at && (!self.is_date || self.latest(zone) < other.at)
    }

    /// The last instant within a span of it; where its time of day is unknown, the end of the last such day.
    #[inline]
    pub fn until(self, span: i64, zone: Tz) -> i64 {
        if !self.is_date {
            return REAL_TIME.after(self.at, span);
        }
        let days = Days::new(u64::try_from(span / DAY).unwrap_or_default());
        let day = day_of(zone, self.at);
        end_of_day(zone, day.checked_add_days(days).unwrap_or(day)) - 1
    }

    /// Whether more than a span lies between the two; where the time of day of either is unknown, more days.
    pub fn is_further_than(self, span: i64, to: Occasion, zone: Tz) -> bool {
        if !self.is_date && !to.is_date {
            return REAL_TIME.between(self.at, to.at) > span;
        }
        (day_of(zone, to.at) - day_of(zone, self.at)).num_days().saturating_mul(DAY) > span
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Amsterdam;

    /// Midnight of 29 March 2026 in Amsterdam, a day of 23 hours.
    const SUNDAY: i64 = 1_774_738_800_000;
    const HOUR: i64 = 3_600_000;

    fn date(at: i64) -> Occasion {
        Occasion { at, is_date: true }
    }

    #[test]
    fn nothing_lies_between_a_date_and_a_moment() {
        let monday = date(SUNDAY + 23 * HOUR);
        assert_eq!(date(SUNDAY).lasted(monday, REAL_TIME), Some(24 * HOUR));
        assert_eq!(date(SUNDAY).lasted(date(SUNDAY), REAL_TIME), Some(0));
        assert_eq!(monday.lasted(date(SUNDAY), REAL_TIME), None);
        assert_eq!(date(SUNDAY).lasted(Occasion::moment(SUNDAY + HOUR), REAL_TIME), None);
        assert_eq!(Occasion::moment(SUNDAY).lasted(monday, REAL_TIME), None);
    }

    #[test]
    fn dates_are_compared_by_day() {
        let before = |one: Occasion, other: Occasion| one.is_before(other, Amsterdam);
        assert!(!before(date(SUNDAY), Occasion::moment(SUNDAY + 22 * HOUR)));
        assert!(before(date(SUNDAY), Occasion::moment(SUNDAY + 23 * HOUR)));
        assert!(before(Occasion::moment(SUNDAY - 1), date(SUNDAY)));
        assert!(!before(Occasion::moment(SUNDAY), date(SUNDAY)));
        let late = Occasion::moment(SUNDAY + 46 * HOUR);
        assert!(!date(SUNDAY).is_further_than(24 * HOUR, late, Amsterdam));
        assert!(date(SUNDAY).is_further_than(24 * HOUR, Occasion::moment(SUNDAY + 47 * HOUR), Amsterdam));
    }

    #[test]
    fn a_date_lasts_until_the_end_of_its_day() {
        assert_eq!(date(SUNDAY).latest(Amsterdam), SUNDAY + 23 * HOUR - 1);
        assert_eq!(Occasion::moment(SUNDAY).latest(Amsterdam), SUNDAY);
        // a day later is Monday, all of it; an hour later is still Sunday
        assert_eq!(date(SUNDAY).until(24 * HOUR, Amsterdam), SUNDAY + 47 * HOUR - 1);
        assert_eq!(date(SUNDAY).until(HOUR, Amsterdam), SUNDAY + 23 * HOUR - 1);
        assert_eq!(Occasion::moment(SUNDAY).until(24 * HOUR, Amsterdam), SUNDAY + 24 * HOUR);
    }
}
