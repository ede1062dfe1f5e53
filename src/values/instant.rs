//! Instants as exports write them: ISO 8601, epoch numbers, RFC 2822 and local dates with a time.

use super::clock::{self, Zone};
use super::iso::iso;
use super::moment_numbers::{
    compact, compact_time, day_number, epoch, scientific, short_date, wrapped, BareNumbers, NEVER,
    NO_INSTANT, SPREADSHEET_EPOCH,
};
use super::{calendar, day_names, ideographs};
use super::{is_null, DayOrder, Wrong};
use crate::time::local::in_zone;
use crate::time::{Doubt, Instant, DAY};

/// The first moment that can be: 1970-01-02. The day before is what programs make of nothing.
const FIRST: i64 = DAY;
/// The last: 2100-01-01.
const LAST: i64 = 47_482 * DAY;
/// Reads the instants of one column.
#[derive(Debug, Clone, Copy)]
pub struct InstantReader {
    /// Zone of texts that name none.
    pub zone: Zone,
    /// Zone whose days dates without a time are: that of the run.
    pub date_zone: chrono_tz::Tz,
    /// Order of day and month in texts such as `03/04/2026`.
    pub order: DayOrder,
    /// What a bare number means.
    pub numbers: BareNumbers,
    /// The number 0 means "no value".
    pub zero_is_null: bool,
}

impl InstantReader {
    /// The instant a text names; `None` where the text means "no value".
    pub fn read(&self, text: &[u8]) -> Result<Option<Instant>, Wrong> {
        let text = text.trim_ascii();
        if let Some((local, rest)) = iso(text) {
            return self.place(local, rest).map(Some);
        }
        if is_null(text) {
            return Ok(None);
        }
        if text.starts_with(b"0000-00-00") {
            return Err(NEVER);
        }
        if let Some(read) = self.bare_number(text) {
            return read.map(Some);
        }
        if let Some(number) = epoch(text) {
            let millis = number?;
            if millis == 0 && self.zero_is_null {
                return Ok(None);
            }
            return possible(Instant { millis, doubtful: None }).map(Some);
        }
        self.written(text).map(Some)
    }

    /// A number that is no epoch, as the column has decided; `None` for other texts.
    fn bare_number(&self, text: &[u8]) -> Option<Result<Instant, Wrong>> {
        match self.numbers {
            BareNumbers::Epoch => None,
            BareNumbers::ShortDates => {
                let day = short_date(text)?;
                Some(self.date_alone(day, &[]))
            }
            BareNumbers::DayNumbers | BareNumbers::WholeDayNumbers => {
                let millis = day_number(text)?;
                let local = millis - SPREADSHEET_EPOCH * DAY;
                Some(if self.numbers == BareNumbers::WholeDayNumbers {
                    self.date_alone(local.div_euclid(DAY), &[])
                } else {
                    self.place(local, &[])
                })
            }
        }
    }

    /// The forms with a date in front of the time.
    fn written(&self, text: &[u8]) -> Result<Instant, Wrong> {
        if let Some(millis) = wrapped(text).and_then(|inner| epoch(inner)?.ok()).or_else(|| scientific(text))
        {
            return possible(Instant { millis, doubtful: None });
        }
        let plain;
        // No-break blanks stand between time and AM in the exports of some browsers.
        let text = if text.is_ascii() {
            text
        } else {
            let spaced =
                std::str::from_utf8(text).map_err(|_| NO_INSTANT)?.replace(['\u{a0}', '\u{202f}'], " ");
            plain = ideographs::without_words(&spaced).unwrap_or(spaced);
            plain.trim_ascii().as_bytes()
        };
        let turned = clock_last(text);
        let text = turned.as_deref().unwrap_or(text);
        if let Some((day, between)) = year_last(text) {
            let (time, zone) = clock::time(between)?;
            return self.place(day * DAY + time, zone.trim_ascii());
        }
        let (day, rest) = match compact(text) {
            Some(found) => found,
            None => calendar::date(text, self.order)?,
        };
        let rest = between(rest)?;
        if !rest.first().is_some_and(u8::is_ascii_digit) {
            return self.date_alone(day, rest);
        }
        let (time, rest) = match rest {
            [h, i, m, n] if compact(text).is_some() => {
                (compact_time([*h, *i, *m, *n, b'0', b'0']).ok_or(NO_INSTANT)?, &[][..])
            }
            [h, i, m, n, s, t, after @ ..] if compact(text).is_some() => {
                (compact_time([*h, *i, *m, *n, *s, *t]).ok_or(NO_INSTANT)?, after)
            }
            _ => clock::time(rest)?,
        };
        self.place(day * DAY + time, rest)
    }

    /// A date without a time of day; what stands behind it may be a zone, which tells nothing of a day.
    fn date_alone(&self, day: i64, zone: &[u8]) -> Result<Instant, Wrong> {
        clock::zone(zone)?;
        let midnight = in_zone(self.date_zone, day * DAY).ok_or(NO_INSTANT)?;
        possible(Instant { doubtful: Some(Doubt::Date), ..midnight })
    }

    /// Local milliseconds and the text of the zone → the moment.
    fn place(&self, local: i64, zone: &[u8]) -> Result<Instant, Wrong> {
        let zone = match zone {
            b"Z" => Zone::Offset(0),
            [] => self.zone,
            _ => match clock::zone(zone)? {
                Zone::Unnamed => self.zone,
                named => named,
            },
        };
        possible(match zone {
            Zone::Unnamed => Instant { millis: local, doubtful: None },
            Zone::Offset(ahead) => Instant { millis: local - ahead, doubtful: None },
            Zone::Named(zone) => in_zone(zone, local).ok_or(NO_INSTANT)?,
        })
    }
}

/// The instant, if there can be such a moment.
fn possible(at: Instant) -> Result<Instant, Wrong> {
    possible_millis(at.millis).map(|_| at).ok_or(NEVER)
}

/// Whether a text is a date that stands for "never", as databases write it.
pub fn is_never(text: &[u8]) -> bool {
    const UTC: chrono_tz::Tz = chrono_tz::UTC;
    let text = text.trim_ascii();
    let reader = InstantReader {
        zone: Zone::Named(UTC),
        date_zone: UTC,
        order: DayOrder::Iso,
        numbers: BareNumbers::Epoch,
        zero_is_null: false,
    };
    let is_date = matches!(text, [_, _, _, _, b'-', _, _, b'-', _, _, ..]);
    is_date && reader.read(text) == Err(NEVER)
}

/// UTC milliseconds, if there can be such a moment.
#[inline]
pub fn possible_millis(at: i64) -> Option<i64> {
    (FIRST..LAST).contains(&at).then_some(at)
}

/// A text with the time of day behind the date, of one that begins with it: `10:15 02.03.2026`, `9:05 AM, 2 March 2026`.
fn clock_last(text: &[u8]) -> Option<Vec<u8>> {
    let (_, rest) = calendar::digits(text, 2)?;
    let colon = rest.strip_prefix(b":")?;
    let end = colon.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b',')?;
    let mut clock = text[..text.len() - colon.len() + end].to_vec();
    let mut date = colon[end..].trim_ascii_start();
    for half in [&b"AM"[..], b"PM"] {
        if date.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(half)) {
            clock.extend(half);
            date = &date[2..];
        }
    }
    let is_start = |byte: &u8| byte.is_ascii_whitespace() || b",-".contains(byte);
    let start = date.iter().position(|byte| !is_start(byte))?;
    let mut turned = date[start..].to_vec();
    turned.push(b' ');
    turned.extend(clock);
    Some(turned)
}

/// A date of the form that ends with the year, `Sep 01 08:00:00 +0000 2026` behind its weekday: the day, and the text
/// between with the time of day and the zone.
fn year_last(text: &[u8]) -> Option<(i64, &[u8])> {
    let (month, rest) = day_names::month_name(day_names::without_weekday(text))?;
    let (day, rest) = calendar::digits(rest.trim_ascii_start(), 2)?;
    let rest = rest.trim_ascii();
    let last = rest.iter().rposition(|byte| *byte == b' ')?;
    let (year, behind) = calendar::digits(&rest[last + 1..], 4)?;
    if !behind.is_empty() || rest.len() - last != 5 || !rest[..last].contains(&b':') {
        return None;
    }
    Some((calendar::days(year, month, day)?, &rest[..last]))
}

/// What stands between date and time: `T`, blanks, a comma, a short word.
fn between(text: &[u8]) -> Result<&[u8], Wrong> {
    let rest = match text {
        [b'T' | b't', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => rest,
        _ => {
            let rest = text.trim_ascii_start();
            // Web servers write a colon: `02/Mar/2026:10:15:00 +0100`.
            let mark = rest.strip_prefix(b",").or_else(|| rest.strip_prefix(b":"));
            mark.unwrap_or(rest).trim_ascii_start()
        }
    };
    const WORDS: [&str; 20] = [
        "at ",
        "klo ",
        "v ",
        "saat ",
        "om ",
        "um ",
        "kl. ",
        "kl ",
        "o godz. ",
        "o ",
        "- ",
        "– ",
        "à ",
        "a las ",
        "às ",
        "alle ore ",
        "alle ",
        "ore ",
        "| ",
        "@ ",
    ];
    for word in WORDS {
        if let Some(rest) = rest.strip_prefix(word.as_bytes()) {
            return Ok(rest.trim_ascii_start());
        }
    }
    if text.first().is_some_and(u8::is_ascii_digit)
        && rest.len() == text.len()
        && rest.len() != 6
        && rest.len() != 4
    {
        return Err(NO_INSTANT);
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;
    use chrono_tz::{Europe, UTC};

    fn reader(zone: chrono_tz::Tz, order: DayOrder) -> InstantReader {
        let numbers = BareNumbers::Epoch;
        InstantReader { zone: Zone::Named(zone), date_zone: zone, order, numbers, zero_is_null: false }
    }

    fn utc(text: &str) -> Result<Option<i64>, Wrong> {
        reader(UTC, DayOrder::Iso).read(text.as_bytes()).map(|at| at.map(|at| at.millis))
    }

    /// 2026-03-01T09:00:00Z: 20,513 days and 9 hours.
    const NINE: i64 = 20_513 * 86_400_000 + 9 * 3_600_000;

    #[test]
    fn a_number_with_a_unit_is_no_epoch() {
        for text in ["12s", "45h", "1772355600s", "1772355600,"] {
            assert!(utc(text).is_err_and(|wrong| wrong != NEVER), "{text}");
        }
    }

    #[test]
    fn a_number_beyond_every_day_is_no_day_number() {
        assert_eq!(day_number(b"46266.5"), Some((46_266 * 2 + 1) * DAY / 2));
        assert_eq!(day_number(b"106751991167300"), None);
    }

    #[test]
    fn one_moment_in_every_form() {
        for text in [
            "2026-03-01T09:00:00Z",
            "2026-03-01 09:00:00",
            "2026-03-01T09:00:00.000Z",
            "2026-03-01T10:00:00+01:00",
            "2026-03-01T10:00:00+0100",
            "2026-03-01T10:00:00+01",
            "2026-03-01 10:00:00 +0100",
            "2026-03-01T04:30:00-04:30",
            "2026-03-01 09:00:00 UTC",
            "2026-03-01 09:00:00 GMT",
            "2026-03-01 10:00:00 CET",
            "2026-03-01 10:00:00 Europe/Amsterdam",
            "2026-03-01T10:00:00+01:00[Europe/Amsterdam]",
            "2026-03-01 04:00:00 America/New_York",
            "2026-03-01 4:00 America/New_York",
            "2026-03-01T09:00",
            "2026-03-01T09:00Z",
            " 2026-03-01 09:00 ",
            "2026/03/01 09:00:00",
            "2026-3-1 9:00",
            "20260301090000",
            "202603010900",
            "Sun Mar 01 09:00:00 +0000 2026",
            "Sun Mar 1 09:00:00 2026",
            "1/Mar/26 9:00 AM",
            "1. März 2026 09:00",
            "1 mar 2026 09:00",
            "zo 1 maart 2026 09:00",
            "søn. 1. mars 2026 kl. 09:00",
            "01-Mar-2026 09:00:00",
            "2026.03.01 09:00",
            "1772355600",
            "1772355600000",
            "1772355600000000",
            "1772355600000000000",
            "1772355600.0",
            "1.7723556E9",
            "1.7723556E+12",
            "/Date(1772355600000)/",
            "/Date(1772355600000+0200)/",
            "Sun, 01 Mar 2026 09:00:00 +0000",
            "Sun, 1 Mar 2026 10:00:00 +0100",
            "1 Mar 2026 09:00:00 GMT",
            "Sun Mar 01 2026 10:00:00 GMT+0100 (Central European Standard Time)",
            "Mar 1, 2026 9:00 AM",
            "March 1, 2026 at 9:00 AM",
            "01.03.2026 09:00",
            "01.03.2026, 09:00:00",
            "1 maart 2026 09:00",
            "2026-03-01 09:00:00 AM",
            "2026-03-01, 9:00:00\u{202f}AM",
            "2026-02-28T24:00:00-09:00",
        ] {
            assert_eq!(utc(text), Ok(Some(NINE)), "{text}");
        }
    }

    #[test]
    fn fractions_are_rounded_to_milliseconds() {
        for (text, millis) in [
            ("2026-03-01T09:00:00.1Z", 100),
            ("2026-03-01T09:00:00.01+00:00", 10),
            ("2026-03-01T09:00:00,123", 123),
            ("2026-03-01T12:00:00.7888252+03:00", 789),
            ("2026-03-01T09:00:00.123456789Z", 123),
            ("2026-03-01T09:00:00.9995Z", 1000),
            ("1772355600.333", 333),
            ("1772355600.0006", 1),
            ("1772355600123.6", 124),
            ("1772355600123600", 124),
        ] {
            assert_eq!(utc(text), Ok(Some(NINE + millis)), "{text}");
        }
    }

    #[test]
    fn noon_and_midnight_by_the_half_day() {
        for (text, hours) in
            [("12:05 AM", 0), ("12:05 PM", 12), ("1:05 pm", 13), ("11:05 p.m.", 23), ("11:05 AM", 11)]
        {
            let midnight = NINE - 9 * 3_600_000;
            let expected = midnight + hours * 3_600_000 + 300_000;
            assert_eq!(utc(&format!("2026-03-01 {text}")), Ok(Some(expected)), "{text}");
        }
        assert!(utc("2026-03-01 13:05 PM").is_err());
    }

    #[test]
    fn a_date_alone_is_its_midnight_in_the_zone() {
        let oslo = reader(Europe::Oslo, DayOrder::DayFirst);
        for text in ["2026-07-01", "01-07-2026", "1/7/2026", "20260701", "01.07.26"] {
            let at = oslo.read(text.as_bytes()).unwrap().unwrap();
            // 2026-06-30T22:00:00Z
            assert_eq!(
                at,
                Instant { millis: 20_634 * 86_400_000 + 22 * 3_600_000, doubtful: Some(Doubt::Date) },
                "{text}"
            );
        }
    }

    #[test]
    fn day_and_month_follow_the_order_of_the_column() {
        let read =
            |order, text: &str| reader(UTC, order).read(text.as_bytes()).map(|at| at.map(|at| at.millis));
        assert_eq!(read(DayOrder::DayFirst, "01-03-2026 09:00"), Ok(Some(NINE)));
        assert_eq!(read(DayOrder::MonthFirst, "03/01/2026 9:00 AM"), Ok(Some(NINE)));
        assert_eq!(read(DayOrder::Undecided, "03/03/2026 09:00"), Ok(Some(NINE + 2 * 86_400_000)));
        assert_eq!(read(DayOrder::Undecided, "02/28/2026 09:00"), Ok(Some(NINE - 86_400_000)));
        assert!(read(DayOrder::Undecided, "03/01/2026 09:00")
            .is_err_and(|wrong| wrong.what.contains("day and month")));
        assert!(read(DayOrder::DayFirst, "02/28/2026").is_err());
    }

    #[test]
    fn summer_time_leaves_out_an_hour_and_doubles_one() {
        let home = reader(Europe::Amsterdam, DayOrder::Iso);
        let read = |text: &str| home.read(text.as_bytes()).unwrap().unwrap();
        let day = |days: i64, hours: i64, minutes: i64| days * 86_400_000 + (hours * 60 + minutes) * 60_000;
        // 29 March 2026: 02:30 does not exist; moved forward it is 03:30 summer time, 01:30 UTC.
        assert_eq!(
            read("2026-03-29 02:30:00"),
            Instant { millis: day(20_541, 1, 30), doubtful: Some(Doubt::Gap) }
        );
        // 25 October 2026: the first 02:30 is summer time, 00:30 UTC.
        assert_eq!(
            read("2026-10-25 02:30:00"),
            Instant { millis: day(20_751, 0, 30), doubtful: Some(Doubt::Fold) }
        );
        assert_eq!(read("2026-10-25 03:00:00"), Instant { millis: day(20_751, 2, 0), doubtful: None });
        assert_eq!(read("2026-10-25T02:30:00+01:00"), Instant { millis: day(20_751, 1, 30), doubtful: None });
    }

    #[test]
    fn nothing_zero_and_nonsense() {
        for text in ["", "-", "N/A", "null"] {
            assert_eq!(utc(text), Ok(None), "{text}");
        }
        let zero = InstantReader { zero_is_null: true, ..reader(UTC, DayOrder::Iso) };
        assert_eq!(zero.read(b"0"), Ok(None));
        assert_eq!(zero.read(b"0.0"), Ok(None));
        for text in [
            "yesterday",
            "2026-02-30 10:00:00",
            "2026-13-01",
            "0001-01-01T00:00:00",
            "2026-03-01 25:00:00",
            "2026-03-01 09:61:00",
            "2026-03-01T09:00:00 Nowhere",
            "2026-03-01x",
            "2026-03-01T09:00:00+99:00",
            "45384.34789351852",
            "12345678901234567890123",
            "09:00",
            "1.2.3.4",
        ] {
            assert!(utc(text).is_err(), "{text} → {:?}", utc(text));
        }
    }

    #[test]
    fn moments_that_can_not_be_are_none() {
        for text in [
            "0",
            "-1",
            "0.0",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "0001-01-01T00:00:00Z",
            "1900-01-01 00:00:00",
            "1970-01-01T00:00:00Z",
            "1970-01-01",
            "46266",
            "2162-01-01",
            "9999-12-31",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(utc(text), Err(NEVER), "{text}");
        }
        assert!(utc("1970-01-02T00:00:00Z").is_ok() && utc("2099-12-31T23:59:59Z").is_ok());
    }

    #[test]
    fn numbers_mean_what_their_column_says() {
        let read = |numbers, text: &str| {
            let reader = InstantReader { numbers, ..reader(UTC, DayOrder::Iso) };
            reader.read(text.as_bytes()).map(|at| at.map(|at| (at.millis, at.doubtful)))
        };
        // 46,082 is 1 March 2026; 0.375 of a day are nine hours.
        let midnight = NINE - 9 * HOUR;
        let nine = Ok(Some((NINE, None)));
        assert_eq!(read(BareNumbers::DayNumbers, "46082.375"), nine);
        assert_eq!(read(BareNumbers::DayNumbers, "46082,375"), nine);
        assert_eq!(read(BareNumbers::DayNumbers, "46082"), Ok(Some((midnight, None))));
        assert_eq!(read(BareNumbers::WholeDayNumbers, "46082"), Ok(Some((midnight, Some(Doubt::Date)))));
        assert_eq!(read(BareNumbers::ShortDates, "260301"), Ok(Some((midnight, Some(Doubt::Date)))));
        assert_eq!(read(BareNumbers::DayNumbers, "2026-03-01 09:00"), nine);
    }

    #[test]
    fn what_is_relative_is_called_so() {
        for text in ["Today 3:15 PM", "yesterday", "Vandaag", "gestern 10:00"] {
            assert!(utc(text).is_err_and(|wrong| wrong.what.contains("relative")), "{text}");
        }
    }
}
