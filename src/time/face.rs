//! Instants → the wall clock of a zone: over a stretch of time the offsets are found once, then looked up.

use super::{DAY, HOUR};
use crate::fitting::small;
use chrono::{DateTime, Datelike, NaiveDate, Offset, SecondsFormat, TimeZone, Timelike};
use chrono_tz::Tz;

/// The offsets of a zone between two instants.
#[derive(Debug, Clone)]
pub struct Clockface {
    starts: Vec<i64>,
    offsets: Vec<i64>,
}

impl Clockface {
    /// The clock of `zone` from `from` to `to` (milliseconds since 1970, UTC); outside, the nearest offset goes on.
    pub fn new(zone: Tz, from: i64, to: i64) -> Self {
        let mut face = Clockface { starts: vec![from], offsets: vec![offset_at(zone, from)] };
        let mut at = from;
        while at < to {
            let next = (at + DAY).min(to);
            let (before, after) = (offset_at(zone, at), offset_at(zone, next));
            if before != after {
                face.starts.push(first_instant(at, next, |instant| offset_at(zone, instant) != before));
                face.offsets.push(after);
            }
            at = next;
        }
        face
    }

    /// The local wall clock at an instant, in milliseconds since 1970-01-01T00:00 local.
    pub fn local(&self, instant: i64) -> i64 {
        instant + self.offsets[self.span(instant)]
    }

    /// The local weekday (1 = Monday … 7) and hour (0–23) of an instant.
    pub fn weekday_and_hour(&self, instant: i64) -> (u8, u8) {
        let local = self.local(instant);
        let weekday = (local.div_euclid(DAY) + 3).rem_euclid(7) + 1; // 1970-01-01 was a Thursday
        let hour = local.rem_euclid(DAY) / HOUR;
        (small(weekday), small(hour))
    }

    /// Every span of one offset: its first instant and the offset, in milliseconds.
    pub fn spans(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.starts.iter().copied().zip(self.offsets.iter().copied())
    }

    fn span(&self, instant: i64) -> usize {
        self.starts.partition_point(|start| *start <= instant).saturating_sub(1)
    }
}

/// The local day of an instant.
pub fn day_of(zone: Tz, instant: i64) -> NaiveDate {
    let local = instant.saturating_add(offset_at(zone, instant));
    DateTime::from_timestamp_millis(local).unwrap_or_default().date_naive()
}

/// An instant as ISO 8601 with the zone's offset; milliseconds only where they are not 0.
pub fn iso(zone: Tz, instant: i64) -> String {
    let at = DateTime::from_timestamp_millis(instant).unwrap_or_default().with_timezone(&zone);
    let (local, offset) = (at.naive_local(), at.offset().fix().local_minus_utc());
    let (year, milliseconds) = (u32::try_from(local.year()), local.and_utc().timestamp_subsec_millis());
    let Some(year) = year.ok().filter(|year| *year <= 9999 && offset % 60 == 0) else {
        let digits = if milliseconds == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
        return at.to_rfc3339_opts(digits, false);
    };
    // Lists have millions of instants, and the general way reads a pattern for each.
    let mut text = *b"0000-00-00T00:00:00.000+00:00";
    let minutes = offset.unsigned_abs() / 60;
    for (place, number) in [
        (0..4, year),
        (5..7, local.month()),
        (8..10, local.day()),
        (11..13, local.hour()),
        (14..16, local.minute()),
        (17..19, local.second()),
        (20..23, milliseconds),
        (24..26, minutes / 60),
        (27..29, minutes % 60),
    ] {
        put_digits(&mut text[place], number);
    }
    if offset < 0 {
        text[23] = b'-';
    }
    let mut text = String::from_utf8_lossy(&text).into_owned();
    if milliseconds == 0 {
        text.replace_range(19..23, "");
    }
    text
}

/// Puts the last digits of a number where there is room for so many.
fn put_digits(room: &mut [u8], mut number: u32) {
    for digit in room.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

fn offset_at(zone: Tz, instant: i64) -> i64 {
    let at = DateTime::from_timestamp_millis(instant).unwrap_or_default();
    i64::from(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()) * 1000
}

/// The first whole second after `before` that fulfils `reached`, which `after` does and `before` does not.
fn first_instant(before: i64, after: i64, reached: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (before.div_euclid(1000), after.div_euclid(1000));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if reached(middle * 1000) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high * 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Amsterdam;

    #[test]
    fn instants_are_written_as_the_general_way_writes_them() {
        let zones = [
            chrono_tz::UTC,
            Amsterdam,
            chrono_tz::America::St_Johns,
            chrono_tz::Asia::Kathmandu,
            chrono_tz::Africa::Monrovia,
        ];
        let instants = (-5_000_000_000_000..4_102_444_800_000).step_by(98_765_432_101);
        for (zone, instant) in zones.into_iter().flat_map(|zone| instants.clone().map(move |at| (zone, at))) {
            for (instant, digits) in
                [(instant, SecondsFormat::Millis), (instant / 1000 * 1000, SecondsFormat::Secs)]
            {
                let at = DateTime::from_timestamp_millis(instant).unwrap().with_timezone(&zone);
                let digits = if instant % 1000 == 0 { SecondsFormat::Secs } else { digits };
                assert_eq!(iso(zone, instant), at.to_rfc3339_opts(digits, false));
            }
        }
        assert_eq!(iso(Amsterdam, 1_774_747_800_007), "2026-03-29T03:30:00.007+02:00");
    }

    fn utc(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn weekday_and_hour_follow_both_changes() {
        let face = Clockface::new(Amsterdam, utc("2025-12-31T23:00:00Z"), utc("2026-12-31T23:00:00Z"));
        assert_eq!(face.starts[1..], [utc("2026-03-29T01:00:00Z"), utc("2026-10-25T01:00:00Z")]);
        for (instant, expected) in [
            ("2026-03-29T00:59:59Z", (7, 1)),
            ("2026-03-29T01:00:00Z", (7, 3)),
            ("2026-10-25T00:30:00Z", (7, 2)),
            ("2026-10-25T01:30:00Z", (7, 2)),
            ("2026-10-25T02:00:00Z", (7, 3)),
            ("2026-10-25T23:00:00Z", (1, 0)),
            ("2026-12-31T22:59:59Z", (4, 23)),
        ] {
            assert_eq!(face.weekday_and_hour(utc(instant)), expected, "{instant}");
        }
        let before_1970 = Clockface::new(Tz::UTC, utc("1969-12-30T00:00:00Z"), utc("1970-01-01T00:00:00Z"));
        assert_eq!(before_1970.weekday_and_hour(utc("1969-12-31T23:30:00Z")), (3, 23));
    }

    #[test]
    fn the_precomputed_clock_agrees_with_the_zone_everywhere() {
        use chrono::{Datelike, Timelike};
        let (from, to) = (utc("2023-01-01T00:00:00Z"), utc("2026-12-31T00:00:00Z"));
        let zones = [
            "Europe/Amsterdam",
            "America/Santiago",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
        ];
        for zone in zones.map(|name| name.parse::<Tz>().unwrap()) {
            let face = Clockface::new(zone, from, to);
            for instant in (from..to).step_by(1_234_567) {
                let local = zone.timestamp_millis_opt(instant).unwrap();
                let expected = (small(local.weekday().number_from_monday()), small(local.hour()));
                assert_eq!(face.weekday_and_hour(instant), expected, "{zone} {local}");
            }
        }
    }

    #[test]
    fn instants_are_written_with_their_offset() {
        assert_eq!(iso(Amsterdam, utc("2026-03-29T01:00:00Z")), "2026-03-29T03:00:00+02:00");
        assert_eq!(iso(Tz::UTC, utc("2026-03-29T01:00:00.999Z")), "2026-03-29T01:00:00.999+00:00");
    }
}
