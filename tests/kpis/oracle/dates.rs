//! Instants of which only the date is known: what lies between them, and which of two came first (rulings 44).

use super::calendar::local;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeSet;

const DAY: i64 = 86_400_000;

/// The instants of a world that are dates: midnights of the zone of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    pub zone: Tz,
    pub midnights: BTreeSet<i64>,
}

impl Dates {
    /// Whether nothing is known of its time of day.
    pub fn is(&self, at: i64) -> bool {
        self.midnights.contains(&at)
    }

    /// The day it lies on.
    pub fn day(&self, at: i64) -> NaiveDate {
        local(at, self.zone).date()
    }

    /// The whole days between two of them, if one is a date.
    fn days(&self, from: i64, to: i64) -> Option<i64> {
        (self.is(from) || self.is(to)).then(|| (self.day(to) - self.day(from)).num_days())
    }

    /// Whether one comes before another; where either is a date, on an earlier day.
    pub fn before(&self, one: i64, other: i64) -> bool {
        self.days(one, other).map_or(one < other, |days| days > 0)
    }

    /// Whether more than a span lies between two; where either is a date, more days.
    pub fn further(&self, from: i64, to: i64, span: i64) -> bool {
        self.days(from, to).map_or(to - from, |days| days * DAY) > span
    }

    /// The time from one to another that is not earlier: whole days between dates, none between a date and a moment.
    pub fn lasted(&self, from: i64, to: i64) -> Option<i64> {
        if self.is(from) != self.is(to) {
            return None;
        }
        let lasted = self.days(from, to).map_or(to - from, |days| days * DAY);
        (lasted >= 0).then_some(lasted)
    }
}
