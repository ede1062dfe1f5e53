//! Instants as exports write them: ISO 8601, epoch numbers, RFC 2822 and local dates with a time.

use super::calendar::{self, pair};
use super::clock::{self, Zone};
use super::number::Decimal;
use super::{day_names, ideographs};
use super::{is_null, DayOrder, Wrong};
use crate::time::local::in_zone;
use crate::time::{Doubt, Instant, DAY, HOUR, MINUTE, SECOND};

const NO_INSTANT: Wrong = Wrong::new("not an instant", "write it as 2026-03-01T09:00:00Z");
const SERIAL: Wrong = Wrong::new(
    "a spreadsheet's day number in a column of other moments",
    "format the column as date and time before exporting",
);
/// A text that stands for "never": `0`, `-1`, `0000-00-00`, `1900-01-01`, `9999-12-31`.
pub const NEVER: Wrong =
    Wrong::new("a moment that can not be, before 1970-01-02 or after 2100", "it counts as missing");

/// The first moment that can be: 1970-01-02. The day before is what programs make of nothing.
const FIRST: i64 = DAY;
/// The last: 2100-01-01.
const LAST: i64 = 47_482 * DAY;
/// 9999-12-31 in seconds, from its first to its last.
const LAST_DAY_OF_SECONDS: i128 = 253_402_214_400;
const LAST_SECOND: i128 = 253_402_300_799;
/// Days from the day that spreadsheets call 0 to 1970.
const SPREADSHEET_EPOCH: i64 = 25_569;

/// What a bare number means in a column of moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BareNumbers {
    /// Seconds since 1970, or parts of them by magnitude.
    Epoch,
    /// Days of a spreadsheet, with the time of day as fraction.
    DayNumbers,
    /// The same without a fraction anywhere: dates alone.
    WholeDayNumbers,
    /// `260901`: year, month and day of two digits each.
    ShortDates,
}

impl BareNumbers {
    /// What it is called where a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            BareNumbers::Epoch => "seconds since 1970",
            BareNumbers::DayNumbers => "day numbers with a time",
            BareNumbers::WholeDayNumbers => "day numbers",
            BareNumbers::ShortDates => "yymmdd",
        }
    }
}

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

/// UTC milliseconds, if there can be such a moment.
#[inline]
pub fn possible_millis(at: i64) -> Option<i64> {
    (FIRST..LAST).contains(&at).then_some(at)
}

/// Milliseconds of a spreadsheet's day number, to the second: its fraction has no more.
fn day_number(text: &[u8]) -> Option<i64> {
    let is_number = text.iter().all(|byte| byte.is_ascii_digit() || b".,".contains(byte));
    let plain: Vec<u8> = text.iter().map(|byte| if *byte == b',' { b'.' } else { *byte }).collect();
    let number = Decimal::read(&plain).ok().flatten().filter(|_| is_number)?;
    let seconds = number.times(DAY / SECOND).ok()?;
    (20_000..80_000).contains(&(seconds / (DAY / SECOND))).then(|| seconds * SECOND)
}

/// Days since 1970 of `260901`, of the years 2000 to 2099.
pub fn short_date(text: &[u8]) -> Option<i64> {
    let [y, z, m, n, d, e] = text.trim_ascii() else { return None };
    calendar::days(2000 + pair(*y, *z)?, pair(*m, *n)?, pair(*d, *e)?)
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

/// `2026-03-01T09:00:00` with its fraction, local milliseconds, and the text behind.
#[inline]
fn iso(text: &[u8]) -> Option<(i64, &[u8])> {
    let (head, rest) = text.split_first_chunk::<19>()?;
    let (date, behind) = head.split_first_chunk()?;
    let ([d, e, b'T' | b' ', ..], Some(time)) = (behind, behind.last_chunk()) else { return None };
    let [century, _, year, _, _, month, ..] = DATE.pairs(date)?;
    let of_day = time_of_day(time)?;
    let [century, year, month] = [century, year, month].map(i64::from);
    let day = calendar::days(century * 100 + year, month, pair(*d, *e)?)?;
    let local = day * DAY + of_day;
    if let [b'Z'] | [] = rest {
        return Some((local, rest));
    }
    if let Some((fraction, zone @ ([b'Z'] | []))) = rest.split_first_chunk() {
        if let Some(millis) = thousandths(fraction) {
            return Some((local + millis, zone));
        }
    }
    let (fraction, rest) = clock::fraction(rest);
    // ` PM` is for the slow way.
    let half_of_day = matches!(rest, [b' ', b'a' | b'A' | b'p' | b'P', ..] | [b'a' | b'A' | b'p' | b'P', ..]);
    (!half_of_day).then_some((local + fraction, rest))
}

/// Milliseconds of `09:00:00`.
#[inline]
pub fn time_of_day(time: &[u8; 8]) -> Option<i64> {
    let [hour, _, _, minute, _, _, second, _] = TIME.pairs(time)?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let [hour, minute, second] = [hour, minute, second].map(i64::from);
    is_time.then_some(hour * HOUR + minute * MINUTE + second * SECOND)
}

/// Milliseconds of `.123`.
#[inline]
pub fn thousandths(fraction: &[u8; 4]) -> Option<i64> {
    let [b'.', tens, ones, last @ b'0'..=b'9'] = fraction else { return None };
    Some(pair(*tens, *ones)? * 10 + i64::from(last - b'0'))
}

/// How eight bytes are written: digits at some places, certain bytes at the others.
struct DigitForm {
    /// The bytes, `0` for a digit.
    bytes: u64,
    /// All bits of the places of digits.
    digits: u64,
}

impl DigitForm {
    const fn new(text: &[u8; 8]) -> DigitForm {
        let (mut digits, mut place) = ([0; 8], 0);
        while place < text.len() {
            digits[place] = if text[place] == b'0' { u8::MAX } else { 0 };
            place += 1;
        }
        DigitForm { bytes: u64::from_le_bytes(*text), digits: u64::from_le_bytes(digits) }
    }

    /// Each digit with the one behind it as a number of two, at the place of the first; `None` for another form.
    #[inline]
    fn pairs(&self, text: &[u8; 8]) -> Option<[u8; 8]> {
        const HIGH_HALVES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
        const SIXES: u64 = 0x0606_0606_0606_0606;
        // The number of each digit, and 0 at the other places.
        let numbers = u64::from_le_bytes(*text) ^ self.bytes;
        // Six more take what is over 9 beyond 15.
        let beyond = (numbers | numbers.wrapping_add(SIXES & self.digits)) & HIGH_HALVES;
        if beyond | (numbers & !self.digits) != 0 {
            return None;
        }
        // Ten times a digit and one more stay in their byte.
        Some((numbers * 10 + (numbers >> 8)).to_le_bytes())
    }
}

const DATE: DigitForm = DigitForm::new(b"0000-00-");
const TIME: DigitForm = DigitForm::new(b"00:00:00");

/// `20260301090000`: the day, and the six digits behind it.
fn compact(text: &[u8]) -> Option<(i64, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (day, rest) = calendar::digits(text, 8).filter(|_| length == 14 || length == 12)?;
    Some((calendar::days(day / 10_000, day / 100 % 100, day % 100)?, rest))
}

fn compact_time([h, i, m, n, s, t]: [u8; 6]) -> Option<i64> {
    let (hour, minute, second) = (pair(h, i)?, pair(m, n)?, pair(s, t)?);
    (hour < 24 && minute < 60 && second < 60).then_some(hour * HOUR + minute * MINUTE + second * SECOND)
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

/// The milliseconds in `/Date(1777885200000+0200)/`, the offset of which is for showing only.
fn wrapped(text: &[u8]) -> Option<&[u8]> {
    let inner = text.strip_prefix(b"/Date(")?.strip_suffix(b")/")?;
    let end = inner.iter().skip(1).position(|byte| b"+-".contains(byte)).map_or(inner.len(), |at| at + 1);
    Some(&inner[..end])
}

/// Milliseconds of seconds or finer units since 1970 in scientific notation, with all their digits: `1.7778852E9`.
fn scientific(text: &[u8]) -> Option<i64> {
    let at = text.iter().position(|byte| b"eE".contains(byte))?;
    let (body, power) = (&text[..at], std::str::from_utf8(&text[at + 1..]).ok()?);
    let power: usize = power.parse().ok().filter(|power| (9..=18).contains(power))?;
    let (whole, fraction) = body.split_at_checked(1)?;
    let fraction = fraction.strip_prefix(b".")?;
    let is_number = whole[0].is_ascii_digit() && fraction.iter().all(u8::is_ascii_digit);
    if !is_number || fraction.len() < 5 {
        return None;
    }
    let mut plain = [whole, fraction].concat();
    if fraction.len() > power {
        plain.insert(1 + power, b'.');
    } else {
        plain.resize(1 + power, b'0');
    }
    epoch(&plain)?.ok()
}

/// Seconds, milli-, micro- or nanoseconds since 1970 by magnitude; `None` where the text is no number of that kind.
fn epoch(text: &[u8]) -> Option<Result<i64, Wrong>> {
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let whole = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let fraction = body[whole..].strip_prefix(b".").unwrap_or_default();
    let is_number = whole > 0
        && fraction.iter().all(u8::is_ascii_digit)
        && (whole == body.len() || body[whole] == b'.' && body.len() == whole + 1 + fraction.len());
    if !is_number || (whole == body.len() && !negative && looks_like_a_date(body)) {
        return None;
    }
    if whole > 19 {
        return Some(Err(NO_INSTANT));
    }
    let value = body[..whole].iter().fold(0i128, |value, byte| value * 10 + i128::from(byte - b'0'));
    if !fraction.is_empty() && (20_000..80_000).contains(&value) {
        return Some(Err(SERIAL));
    }
    // Read as one unit finer or coarser, each of these would lie outside the years 1973 to 5138.
    let millis = match value {
        // Programs write the last day of the year 9999 for "never".
        LAST_DAY_OF_SECONDS..=LAST_SECOND => return Some(Err(NEVER)),
        0..100_000_000_000 => value as i64 * 1000 + clock::fraction(&body[whole..]).0,
        100_000_000_000..100_000_000_000_000 => {
            value as i64 + i64::from(fraction.first().is_some_and(|digit| *digit >= b'5'))
        }
        100_000_000_000_000..100_000_000_000_000_000 => ((value + 500) / 1000) as i64,
        _ => ((value + 500_000) / 1_000_000) as i64,
    };
    Some(Ok(if negative { -millis } else { millis }))
}

/// `20260501` and `20260501093000` are dates: as seconds or milliseconds they would be no time any export holds.
fn looks_like_a_date(digits: &[u8]) -> bool {
    match digits.len() {
        8 => calendar::date(digits, DayOrder::Iso).is_ok(),
        // As milliseconds `202609010815` would lie in 1976.
        12 => compact(digits).is_some_and(|(day, rest)| {
            let time = <[u8; 4]>::try_from(rest).map(|[h, i, m, n]| [h, i, m, n, b'0', b'0']);
            day > 10_957 && time.is_ok_and(|time| compact_time(time).is_some())
        }),
        14 => compact(digits).is_some_and(|(_, rest)| {
            <[u8; 6]>::try_from(rest).is_ok_and(|time| compact_time(time).is_some())
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn eight_digits_are_read_at_once_and_nothing_else_is() {
        assert_eq!(TIME.pairs(b"09:58:07"), Some([9, 90, 5, 58, 80, 0, 7, 70]));
        assert_eq!(DATE.pairs(b"2026-03-").map(|pairs| [pairs[0], pairs[2], pairs[5]]), Some([20, 26, 3]));
        for place in 0..8 {
            for byte in 0..=u8::MAX {
                let mut text = *b"09:58:07";
                text[place] = byte;
                let is_time = if [2, 5].contains(&place) { byte == b':' } else { byte.is_ascii_digit() };
                assert_eq!(TIME.pairs(&text).is_some(), is_time, "{byte} at {place}");
            }
        }
    }

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
