//! Local time → the moment it names in a zone, with the days met before kept at hand.

use super::{Doubt, Instant, DAY};
use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone};
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
    let place = day.rem_euclid(KEPT as i64) as usize;
    let kept = DAYS.with(|days| days[place].get()).filter(|even| even.zone == zone && even.day == day);
    if let Some(even) = kept {
        return Some(Instant { millis: local - even.ahead, doubtful: None });
    }
    if let Some(ahead) = even(zone, day) {
        DAYS.with(|days| days[place].set(Some(Even { zone, day, ahead })));
    }
    looked_up(zone, local)
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

    #[test]
    fn days_kept_at_hand_change_nothing() {
        let zones =
            [Tz::Europe__Amsterdam, Tz::America__St_Johns, Tz::Australia__Lord_Howe, Tz::Pacific__Apia];
        for zone in zones {
            // Every 47 minutes from 2009 to 2012, twice: Apia left out 30 December 2011.
            for step in (0..40_000).chain(0..40_000) {
                let local = 1_230_768_000_000 + step * 47 * 60_000;
                assert_eq!(in_zone(zone, local), looked_up(zone, local), "{zone} {local}");
            }
        }
    }
}
