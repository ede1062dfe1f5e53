//! Reads instants that are written as one of the same day was: most moments of a column share few days and one form.

use super::clock::{self, Zone};
use super::instant::possible_millis;
use super::iso::{thousandths, time_of_day};

/// Days remembered: one for each that a month can have.
const DAYS: usize = 32;

/// Bytes of a date and the mark behind it: `2026-03-01T`.
const DATE_LENGTH: usize = 11;

/// How an instant was written, and what its day stands for.
#[derive(Debug, Clone, Copy, Default)]
struct WrittenDay {
    /// Bytes of the whole text; 0 where nothing is remembered.
    length: usize,
    date: [u8; DATE_LENGTH],
    /// Whether three digits of a second stand behind the time.
    has_fraction: bool,
    /// Its zone, which ends the text, and how many bytes that has.
    zone: [u8; 6],
    zone_length: usize,
    /// The first millisecond of the day in that zone, UTC.
    midnight: i64,
}

/// The days that the instants of one column were read of last.
#[derive(Debug)]
pub struct RecentDays(Box<[WrittenDay; DAYS]>);

impl Default for RecentDays {
    fn default() -> Self {
        RecentDays(Box::new([WrittenDay::default(); DAYS]))
    }
}

impl RecentDays {
    /// UTC milliseconds of a text that is written like one of its day before; `None` says nothing about it.
    #[inline]
    pub fn read(&self, text: &[u8]) -> Option<i64> {
        let (date, rest) = text.split_first_chunk()?;
        let known = &self.0[place(date)];
        if known.length != text.len() || known.date != *date {
            return None;
        }
        let (of_day, zone) = split(rest, known.has_fraction)?;
        let is_same = match zone {
            [one] => known.zone[0] == *one,
            _ => known.zone.get(..known.zone_length)? == zone,
        };
        possible_millis(known.midnight + of_day).filter(|_| is_same)
    }

    /// Remembers how the instant `at` is written, if that tells how others of its day are; `given` is the zone of texts
    /// that name none.
    pub fn learn(&mut self, text: &[u8], given: Zone, at: i64) {
        let Some((date, rest)) = text.split_first_chunk() else { return };
        let has_fraction = rest.get(8) == Some(&b'.');
        let Some((of_day, zone)) = split(rest, has_fraction) else { return };
        // The days of a named zone are not all of one length.
        let is_fixed = match zone {
            [] => matches!(given, Zone::Offset(_)),
            [b'Z'] => true,
            [b'+' | b'-', ..] => matches!(clock::zone(zone), Ok(Zone::Offset(_))),
            _ => false,
        };
        let mut own = [0; 6];
        let Some(room) = own.get_mut(..zone.len()).filter(|_| is_fixed && is_date(date)) else { return };
        room.copy_from_slice(zone);
        self.0[place(date)] = WrittenDay {
            length: text.len(),
            date: *date,
            has_fraction,
            zone: own,
            zone_length: zone.len(),
            midnight: at - of_day,
        };
    }
}

/// Where a date is remembered: by the digits of its day.
#[inline]
fn place(date: &[u8; DATE_LENGTH]) -> usize {
    (usize::from(date[8] & 3) * 10 + usize::from(date[9] & 15)) % DAYS
}

/// Whether it is a date of digits with its mark, `2026-03-01T`.
fn is_date(date: &[u8; DATE_LENGTH]) -> bool {
    let is_apt = |(place, &byte): (usize, &u8)| match place {
        4 | 7 => byte == b'-',
        10 => byte == b'T' || byte == b' ',
        _ => byte.is_ascii_digit(),
    };
    date.iter().enumerate().all(is_apt)
}

/// Milliseconds of `09:00:00`, with the fraction if there is one, and the zone behind.
#[inline]
fn split(time: &[u8], has_fraction: bool) -> Option<(i64, &[u8])> {
    let (time, rest) = time.split_first_chunk()?;
    let of_day = time_of_day(time)?;
    if !has_fraction {
        return Some((of_day, rest));
    }
    let (fraction, zone) = rest.split_first_chunk()?;
    Some((of_day + thousandths(fraction)?, zone))
}

#[cfg(test)]
mod tests {
    use super::super::{BareNumbers, DayOrder, InstantReader};
    use super::*;
    use chrono_tz::Europe;
    use proptest::prelude::*;

    fn reader(zone: Zone) -> InstantReader {
        let (date_zone, order) = (Europe::Oslo, DayOrder::Iso);
        InstantReader { zone, date_zone, order, numbers: BareNumbers::Epoch, zero_is_null: false }
    }

    /// The moment, read the slow way; learnt where that is done for columns.
    fn slow(reader: &InstantReader, text: &str) -> Option<i64> {
        let at = reader.read(text.as_bytes()).ok().flatten()?;
        Some(at.millis).filter(|_| at.doubtful.is_none())
    }

    #[test]
    fn a_moment_of_a_day_that_is_known_is_read_at_once() {
        let reader = reader(Zone::Offset(0));
        let mut days = RecentDays::default();
        days.learn(b"2026-03-01T09:00:00.000Z", reader.zone, 1_772_355_600_000);
        assert_eq!(days.read(b"2026-03-01T09:00:01.250Z"), Some(1_772_355_601_250));
        for other in ["2026-03-01T24:00:00.000Z", "2026-03-02T09:00:00.000Z", "2026-03-01T09:00:00.000A", ""]
        {
            assert_eq!(days.read(other.as_bytes()), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_at_once_is_what_is_read_slowly(
            texts in proptest::collection::vec(
                "(2026-03-(01|29)|1970-01-0[12]|2099-12-31|2026-02-30)[T ](0[0-9]|2[34]):[05][09]:[056][09](|\\.[0-9]{3}|\\.[0-9]{2})(|Z|\\+02:00|-11:30|\\+0200|z| PM| Z)",
                1..40,
            ),
            is_fixed in any::<bool>(),
        ) {
            let zone = if is_fixed { Zone::Offset(3_600_000) } else { Zone::Named(Europe::Oslo) };
            let reader = reader(zone);
            let mut days = RecentDays::default();
            for text in &texts {
                if let Some(at) = days.read(text.as_bytes()) {
                    prop_assert_eq!(Some(at), slow(&reader, text), "{}", text);
                } else if let Some(at) = slow(&reader, text) {
                    days.learn(text.as_bytes(), reader.zone, at);
                }
            }
        }
    }
}
