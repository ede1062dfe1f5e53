//! The wall clock of a zone → the moment it names. A time that spring leaves out moves forward by the gap; of two
//! moments in autumn the first is meant.

use super::{Doubt, Instant, DAY};
use crate::fitting::{index, signed};
use chrono::{
    DateTime, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::Tz;
use std::cell::Cell;

/// A local day that has one offset from its first to its last moment.
#[derive(Clone, Copy)]
struct Even {
    zone: Tz,
    day: i64,
    ahead: i64,
}

/// Days kept, each at its number modulo this: two years without a clash.
const KEPT: usize = 1024;

thread_local! {
    /// Looking an offset up takes longer than everything else about an instant, and exports hold few days.
    static DAYS: [Cell<Option<Even>>; KEPT] = const { [const { Cell::new(None) }; KEPT] };
}

/// The moment of local milliseconds in a zone; `None` where no calendar goes that far.
pub fn in_zone(zone: Tz, local: i64) -> Option<Instant> {
    if zone == Tz::UTC {
        return Some(Instant { millis: local, doubtful: None });
    }
    let day = local.div_euclid(DAY);
    let place = index(day.rem_euclid(signed(KEPT)));
    let kept = DAYS.with(|days| days[place].get()).filter(|even| even.zone == zone && even.day == day);
    if let Some(even) = kept {
        return Some(Instant { millis: local - even.ahead, doubtful: None });
    }
    if let Some(ahead) = even(zone, day) {
        DAYS.with(|days| days[place].set(Some(Even { zone, day, ahead })));
    }
    looked_up(zone, local)
}

/// The instant (UTC milliseconds since 1970) of a wall-clock time in a zone.
pub fn instant_of(zone: Tz, local: NaiveDateTime) -> i64 {
    let local = local.and_utc().timestamp_millis();
    in_zone(zone, local).map_or(local, |instant| instant.millis)
}

/// The first instant of a local day: its midnight.
pub fn start_of_day(zone: Tz, day: NaiveDate) -> i64 {
    instant_of(zone, day.and_time(NaiveTime::MIN))
}

/// The instant after a local day: the first one of the next.
pub fn end_of_day(zone: Tz, day: NaiveDate) -> i64 {
    start_of_day(zone, day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// The offset of a day that has one only. No zone changes its clock twice in a day.
fn even(zone: Tz, day: i64) -> Option<i64> {
    let first = ahead(zone, &naive(day * DAY)?).single()?;
    let last = ahead(zone, &naive(day * DAY + DAY - 1)?).single()?;
    (first == last).then_some(first)
}

fn naive(local: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(local).map(|at| at.naive_utc())
}

/// Milliseconds that a local time is ahead of UTC.
fn ahead(zone: Tz, at: &NaiveDateTime) -> MappedLocalTime<i64> {
    zone.offset_from_local_datetime(at).map(|offset| i64::from(offset.fix().local_minus_utc()) * 1000)
}

fn looked_up(zone: Tz, local: i64) -> Option<Instant> {
    let at = naive(local)?;
    match ahead(zone, &at) {
        MappedLocalTime::Single(ahead) => Some(Instant { millis: local - ahead, doubtful: None }),
        MappedLocalTime::Ambiguous(first, _) => {
            Some(Instant { millis: local - first, doubtful: Some(Doubt::Fold) })
        }
        // The offset from before the gap moves the time forward by it; the longest gap ever was a day.
        MappedLocalTime::None => (1..=30)
            .find_map(|hours| ahead(zone, &(at - TimeDelta::hours(hours))).latest())
            .map(|ahead| Instant { millis: local - ahead, doubtful: Some(Doubt::Gap) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{
        America::{New_York, Santiago},
        Asia::Beirut,
        Australia::Lord_Howe,
        Europe::Amsterdam,
        Pacific::Apia,
    };

    fn utc(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn a_time_that_does_not_exist_moves_forward_by_the_gap() {
        for (zone, local, expected) in [
            // 01:59 +01:00 is followed by 03:00 +02:00.
            (Amsterdam, "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
            (Amsterdam, "2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
            (Amsterdam, "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
            (Amsterdam, "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            // 01:59 -05:00 is followed by 03:00 -04:00.
            (New_York, "2026-03-08T02:15:00", "2026-03-08T07:15:00Z"),
            (New_York, "2026-03-08T03:15:00", "2026-03-08T07:15:00Z"),
            // Half an hour: 01:59 +10:30 is followed by 02:30 +11:00.
            (Lord_Howe, "2026-10-04T02:10:00", "2026-10-03T15:40:00Z"),
            // Midnight itself: 23:59 -04:00 is followed by 01:00 -03:00, and 23:59 +02:00 by 01:00 +03:00.
            (Santiago, "2025-09-07T00:00:00", "2025-09-07T04:00:00Z"),
            (Santiago, "2025-09-07T00:20:00", "2025-09-07T04:20:00Z"),
            (Beirut, "2026-03-29T00:20:00", "2026-03-28T22:20:00Z"),
            // A whole day: 29 December -10:00 is followed by the 31st +14:00.
            (Apia, "2011-12-30T09:00:00", "2011-12-30T19:00:00Z"),
        ] {
            assert_eq!(instant_of(zone, local.parse().unwrap()), utc(expected), "{zone} {local}");
        }
    }

    #[test]
    fn of_two_moments_the_first_is_meant() {
        for (zone, local, expected) in [
            (Amsterdam, "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            (Amsterdam, "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
            (New_York, "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
            (New_York, "2026-11-01T02:00:00", "2026-11-01T07:00:00Z"),
        ] {
            assert_eq!(instant_of(zone, local.parse().unwrap()), utc(expected), "{zone} {local}");
        }
    }

    #[test]
    fn a_day_starts_at_its_first_instant() {
        for (zone, date, expected) in [
            (Amsterdam, "2026-03-29", "2026-03-28T23:00:00Z"),
            (Amsterdam, "2026-03-30", "2026-03-29T22:00:00Z"),
            (Amsterdam, "2026-10-26", "2026-10-25T23:00:00Z"),
            // Santiago goes from 24:00 (UTC-4) to 01:00 (UTC-3): midnight does not exist.
            (Santiago, "2025-09-07", "2025-09-07T04:00:00Z"),
            // … and back from 24:00 to 23:00 of the day before.
            (Santiago, "2025-04-06", "2025-04-06T04:00:00Z"),
            (Beirut, "2026-03-29", "2026-03-28T22:00:00Z"),
            // A day that Samoa left out: it starts, and ends, with the next.
            (Apia, "2011-12-30", "2011-12-30T10:00:00Z"),
            (Apia, "2011-12-31", "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(start_of_day(zone, date.parse().unwrap()), utc(expected), "{zone} {date}");
        }
        assert_eq!(end_of_day(Apia, "2011-12-29".parse().unwrap()), utc("2011-12-30T10:00:00Z"));
    }

    #[test]
    fn days_kept_at_hand_change_nothing() {
        for zone in [Amsterdam, Tz::America__St_Johns, Lord_Howe, Apia] {
            // Every 47 minutes from 2009 to 2012, twice: Apia left out 30 December 2011.
            for step in (0..40_000).chain(0..40_000) {
                let local = 1_230_768_000_000 + step * 47 * 60_000;
                assert_eq!(in_zone(zone, local), looked_up(zone, local), "{zone} {local}");
            }
        }
    }
}
