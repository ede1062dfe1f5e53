//! Moments written as one number: seconds since 1970 and their parts, days of a spreadsheet, dates without marks.

use super::calendar::{self, pair};
use super::number::Decimal;
use super::{clock, DayOrder, Wrong};
use crate::fitting::signed;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// A text that names no moment.
pub const NO_INSTANT: Wrong = Wrong::new("not an instant", "write it as 2026-03-01T09:00:00Z");
const SERIAL: Wrong = Wrong::new(
    "a spreadsheet's day number in a column of other moments",
    "format the column as date and time before exporting",
);
/// A text that stands for "never": `0`, `-1`, `0000-00-00`, `1900-01-01`, `9999-12-31`.
pub const NEVER: Wrong =
    Wrong::new("a moment that can not be, before 1970-01-02 or after 2100", "it counts as missing");

/// 9999-12-31 in seconds, from its first to its last.
const LAST_DAY_OF_SECONDS: i128 = 253_402_214_400;
const LAST_SECOND: i128 = 253_402_300_799;
/// Days from the day that spreadsheets call 0 to 1970.
pub const SPREADSHEET_EPOCH: i64 = 25_569;

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

/// Milliseconds of a spreadsheet's day number, to the second: its fraction has no more.
pub fn day_number(text: &[u8]) -> Option<i64> {
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

/// `20260301090000`: the day, and the six digits behind it.
pub fn compact(text: &[u8]) -> Option<(i64, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (day, rest) = calendar::digits(text, 8).filter(|_| length == 14 || length == 12)?;
    Some((calendar::days(day / 10_000, day / 100 % 100, day % 100)?, rest))
}

/// Milliseconds of `090000`.
pub fn compact_time([h, i, m, n, s, t]: [u8; 6]) -> Option<i64> {
    let (hour, minute, second) = (pair(h, i)?, pair(m, n)?, pair(s, t)?);
    (hour < 24 && minute < 60 && second < 60).then_some(hour * HOUR + minute * MINUTE + second * SECOND)
}

/// The milliseconds in `/Date(1777885200000+0200)/`, the offset of which is for showing only.
pub fn wrapped(text: &[u8]) -> Option<&[u8]> {
    let inner = text.strip_prefix(b"/Date(")?.strip_suffix(b")/")?;
    let end = inner.iter().skip(1).position(|byte| b"+-".contains(byte)).map_or(inner.len(), |at| at + 1);
    Some(&inner[..end])
}

/// Milliseconds of seconds or finer units since 1970 in scientific notation, with all their digits: `1.7778852E9`.
pub fn scientific(text: &[u8]) -> Option<i64> {
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
pub fn epoch(text: &[u8]) -> Option<Result<i64, Wrong>> {
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
        0..100_000_000_000 => signed(value) * 1000 + clock::fraction(&body[whole..]).0,
        100_000_000_000..100_000_000_000_000 => {
            signed(value) + i64::from(fraction.first().is_some_and(|digit| *digit >= b'5'))
        }
        100_000_000_000_000..100_000_000_000_000_000 => signed((value + 500) / 1000),
        _ => signed((value + 500_000) / 1_000_000),
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
