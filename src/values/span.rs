//! Durations as exports write them: bare numbers, `HH:MM:SS`, `1h 3m`, `2 days 03:04:05`, `PT5M`.

use super::number::Decimal;
use super::span_unit::{ClockForm, SpanUnit};
use super::{is_null, DecimalMark, Wrong};
use crate::time::{DAY, HOUR, MINUTE, SECOND};

const NO_DURATION: Wrong = Wrong::new("not a duration", "write it in seconds or as 01:30:00");
const TOO_LONG: Wrong = Wrong::new("a duration of more than 100 years", "it counts as missing");

/// The longest duration: 100 years.
const LONGEST: i64 = 36_525 * DAY;

/// Reads the durations of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanReader {
    /// What a bare number counts.
    pub unit: SpanUnit,
    /// What stands before the decimals, if the column tells.
    pub mark: Option<DecimalMark>,
    /// What a clock of two parts says.
    pub clock: ClockForm,
}

impl SpanReader {
    /// Reads every value by itself; clocks of two parts are hours and minutes.
    pub fn plain(unit: SpanUnit) -> SpanReader {
        SpanReader { unit, mark: None, clock: ClockForm::HoursMinutes }
    }

    /// A duration in milliseconds, negative ones too; `None` where the text means "no value". Errors: it is none, or of
    /// more than 100 years.
    pub fn read(&self, text: &[u8]) -> Result<Option<i64>, Wrong> {
        let span = self.of_any_length(text)?;
        if span.is_some_and(|millis| !(-LONGEST..=LONGEST).contains(&millis)) {
            return Err(TOO_LONG);
        }
        Ok(span)
    }

    fn of_any_length(&self, text: &[u8]) -> Result<Option<i64>, Wrong> {
        let text = text.trim_ascii();
        match Decimal::read_with(text, self.mark) {
            Ok(number) => {
                let millis = number.map(|number| number.times(self.unit.millis())).transpose();
                return millis.map_err(|_| TOO_LONG);
            }
            Err(wrong) if self.mark == Some(DecimalMark::Both) && !text.contains(&b':') => return Err(wrong),
            Err(_) => {}
        }
        if is_null(text) {
            return Ok(None);
        }
        let text = std::str::from_utf8(text).map_err(|_| NO_DURATION)?;
        let (negative, body) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let millis = match body.strip_prefix(['P', 'p']) {
            Some(rest) => iso(rest),
            None => worded(body, self.clock),
        };
        millis.map(|millis| Some(if negative { -millis } else { millis })).ok_or(NO_DURATION)
    }
}

/// The first part of a clock of two parts (`75:10` → 75); `None` for any other text.
pub fn two_parts(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let colon = text.iter().position(|byte| *byte == b':')?;
    let (first, second) = (&text[..colon], &text[colon + 1..]);
    let are_digits = first.iter().chain(second).all(u8::is_ascii_digit);
    let is_clock = are_digits && second.len() == 2 && (1..=5).contains(&first.len());
    is_clock.then(|| first.iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0')))
}

/// A length of time as a setting is written, in milliseconds: `30s`, `2m`, `1h 30m`, `2d`. Every whole number has its unit:
/// where [`SpanReader`] takes what an export may have meant, a setting says exactly what it means.
pub fn span_setting(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let mut total = 0i64;
    while !rest.is_empty() {
        let unit_at = rest.find(|character: char| !character.is_ascii_digit())?;
        let number: i64 = rest[..unit_at].parse().ok()?;
        let tail = rest[unit_at..].trim_start();
        let length = tail.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(tail.len());
        let unit = match &tail[..length] {
            "s" => SECOND,
            "m" | "min" => MINUTE,
            "h" => HOUR,
            "d" => DAY,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = tail[length..].trim_start();
    }
    Some(total)
}

/// `1DT2H3M4.5S`; months and years have no length.
fn iso(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't']).unwrap_or((text, ""));
    let mut sum = 0i64;
    for (part, units) in [(date, &[('W', 7 * DAY), ('D', DAY)][..]), (time, TIMES)] {
        let mut rest = part;
        while !rest.is_empty() {
            let (amount, letter, after) = amount_and_letter(rest)?;
            let (_, millis) = units.iter().find(|(name, _)| *name == letter.to_ascii_uppercase())?;
            sum = sum.checked_add(amount.times(*millis).ok()?)?;
            rest = after;
        }
    }
    (!date.is_empty() || !time.is_empty()).then_some(sum)
}

const TIMES: &[(char, i64)] = &[('H', HOUR), ('M', MINUTE), ('S', SECOND)];

fn amount_and_letter(text: &str) -> Option<(Decimal, char, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let amount = Decimal::read(text[..end].replace(',', ".").as_bytes()).ok()??;
    let letter = text[end..].chars().next()?;
    Some((amount, letter, &text[end + letter.len_utf8()..]))
}

/// `1h 3m`, `2 days 03:04:05`, `1 day, 2:03:04`, `26:10:00`, `1.02:03:04`, `1h30`.
fn worded(text: &str, form: ClockForm) -> Option<i64> {
    let mut rest = text.trim();
    let mut sum = 0i64;
    let mut finest = None;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !".,:".contains(c)).unwrap_or(rest.len());
        let amount = rest[..end].trim_end_matches([',', '.']);
        let behind = rest[end..].trim_start();
        let word_end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let (word, after) = behind.split_at(word_end);
        let (millis, unit) = match (amount.contains(':'), word) {
            (true, "") => (clock(amount, form)?, SpanUnit::Milliseconds),
            (false, "") => {
                let unit = finest.and_then(next_finer)?;
                (Decimal::read(amount.as_bytes()).ok()??.times(unit.millis()).ok()?, unit)
            }
            (false, word) => {
                let (millis, unit) = unit_of(word)?;
                (Decimal::read(amount.replace(',', ".").as_bytes()).ok()??.times(millis).ok()?, unit)
            }
            (true, _) => return None,
        };
        sum = sum.checked_add(millis)?;
        finest = Some(unit);
        rest = after.trim_start_matches([' ', ',', '.', '\u{a0}']);
        rest = ["and ", "en ", "und ", "og ", "i ", "et ", "y ", "e ", "och "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
    }
    finest.map(|_| sum)
}

/// The milliseconds of a word inside a duration, where `m` is a minute and `w` a week.
fn unit_of(word: &str) -> Option<(i64, SpanUnit)> {
    match word.to_lowercase().as_str() {
        "m" => Some((MINUTE, SpanUnit::Minutes)),
        "t" | "ora" => Some((HOUR, SpanUnit::Hours)),
        "j" => Some((DAY, SpanUnit::Days)),
        "w" | "week" | "weeks" | "weken" | "woche" | "wochen" | "uke" | "uker" | "tydz" | "tygodni"
        | "tygodnie" => Some((7 * DAY, SpanUnit::Days)),
        word => SpanUnit::from_name(word).map(|unit| (unit.millis(), unit)),
    }
}

/// `1h30`: the bare number behind counts the next finer unit.
fn next_finer(unit: SpanUnit) -> Option<SpanUnit> {
    match unit {
        SpanUnit::Days => Some(SpanUnit::Hours),
        SpanUnit::Hours => Some(SpanUnit::Minutes),
        SpanUnit::Minutes => Some(SpanUnit::Seconds),
        _ => None,
    }
}

/// `HH:MM` or `MM:SS`, `HH:MM:SS.fff` (hours over 24 too), `D.HH:MM:SS`, `D:HH:MM:SS`.
fn clock(text: &str, form: ClockForm) -> Option<i64> {
    let (days, text) = match text.split_once('.') {
        Some((days, rest)) if rest.contains(':') => (days.parse::<i64>().ok()?, rest),
        _ => (0, text),
    };
    let text = text.replace(',', ".");
    let parts: Vec<&str> = text.split(':').collect();
    let (days, hours, minutes, seconds) = match parts[..] {
        [minutes, seconds] if form == ClockForm::MinutesSeconds && days == 0 => {
            let minutes: i64 = minutes.parse().ok().filter(|minutes| *minutes >= 0)?;
            let seconds = Decimal::read(seconds.as_bytes()).ok()??.times(1_000).ok()?;
            return minutes
                .checked_mul(MINUTE)?
                .checked_add(seconds)
                .filter(|_| (0..MINUTE).contains(&seconds));
        }
        [hours, minutes] => (days, hours, minutes, "0"),
        [hours, minutes, seconds] => (days, hours, minutes, seconds),
        [more, hours, minutes, seconds] if days == 0 => (more.parse().ok()?, hours, minutes, seconds),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = Decimal::read(seconds.as_bytes()).ok()??.times(1_000).ok()?;
    let valid = (0..60).contains(&minutes) && (0..MINUTE).contains(&seconds) && hours >= 0 && days >= 0;
    let whole = days.checked_mul(24)?.checked_add(hours)?.checked_mul(60)?.checked_add(minutes)?;
    valid.then(|| whole.checked_mul(MINUTE)?.checked_add(seconds)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_every_form() {
        for (text, expected) in [
            ("90", 90_000),
            ("90.5", 90_500),
            ("0,25", 250),
            ("1,234", 1_234_000),
            ("-90", -90_000),
            ("00:02:53", 173_000),
            ("26:10:00", 26 * HOUR + 10 * MINUTE),
            ("100:00:00", 100 * HOUR),
            ("-01:30:00", -90 * MINUTE),
            ("01:30", 90 * MINUTE),
            ("00:00:01.5", 1_500),
            ("1.02:03:04", 26 * HOUR + 3 * MINUTE + 4_000),
            ("1:02:03:04", 26 * HOUR + 3 * MINUTE + 4_000),
            ("2 days 03:04:05", 51 * HOUR + 4 * MINUTE + 5_000),
            ("1 day, 2:03:04", 26 * HOUR + 3 * MINUTE + 4_000),
            ("1h 3m", 63 * MINUTE),
            ("1h3m", 63 * MINUTE),
            ("1h30", 90 * MINUTE),
            ("2d", 48 * HOUR),
            ("1 day 2 hours", 26 * HOUR),
            ("5 min", 5 * MINUTE),
            ("1,5 uur", 90 * MINUTE),
            ("3 godz. 5 min", 185 * MINUTE),
            ("2 Std. 5 Min.", 125 * MINUTE),
            ("1 time og 5 minutter", 65 * MINUTE),
            ("2 heures et 5 minutes", 125 * MINUTE),
            ("1 día 2 horas", 26 * HOUR),
            ("3 j 4 h", 76 * HOUR),
            ("1m 30s", 90_000),
            ("250 ms", 250),
            ("1w", 168 * HOUR),
            ("PT5M", 5 * MINUTE),
            ("P1DT2H3M4.5S", 26 * HOUR + 3 * MINUTE + 4_500),
            ("-PT5M", -5 * MINUTE),
            ("P2W", 336 * HOUR),
            ("PT0S", 0),
        ] {
            assert_eq!(
                SpanReader::plain(SpanUnit::Seconds).read(text.as_bytes()),
                Ok(Some(expected)),
                "{text}"
            );
        }
    }

    #[test]
    fn bare_numbers_count_the_unit() {
        assert_eq!(SpanReader::plain(SpanUnit::Milliseconds).read(b"1500"), Ok(Some(1_500)));
        assert_eq!(SpanReader::plain(SpanUnit::Minutes).read(b"1.5"), Ok(Some(90_000)));
        assert_eq!(SpanReader::plain(SpanUnit::Hours).read(b"0.25"), Ok(Some(900_000)));
        // 398.48 days are 34,428,672 seconds.
        assert_eq!(SpanReader::plain(SpanUnit::Days).read(b"398.48"), Ok(Some(34_428_672_000)));
        assert_eq!(SpanReader::plain(SpanUnit::Hours).read(b"00:01:00"), Ok(Some(60_000)));
    }

    #[test]
    fn nothing_and_nonsense() {
        for text in ["", "--", "N/A", "null"] {
            assert_eq!(SpanReader::plain(SpanUnit::Seconds).read(text.as_bytes()), Ok(None), "{text}");
        }
        for text in
            ["soon", "1:99", "12:60:00", "P1M", "P", "PT", "5 apples", "1h 3x", "10:20 min", "-12:14:20.:"]
        {
            assert!(SpanReader::plain(SpanUnit::Seconds).read(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn clocks_of_two_parts_follow_their_column() {
        let reader = SpanReader { clock: ClockForm::MinutesSeconds, ..SpanReader::plain(SpanUnit::Seconds) };
        for (text, expected) in
            [("05:30", 330_000), ("75:10", 4_510_000), ("-0:45", -45_000), ("1:00:00", HOUR)]
        {
            assert_eq!(reader.read(text.as_bytes()), Ok(Some(expected)), "{text}");
        }
        assert!(reader.read(b"05:60").is_err());
        assert_eq!(two_parts(b"75:10"), Some(75));
        assert_eq!(two_parts(b"1:15:10"), None);
        for (header, form) in [
            ("First response time (mm:ss)", Some(ClockForm::MinutesSeconds)),
            ("Wachttijd [min:sec]", Some(ClockForm::MinutesSeconds)),
            ("Talk (m:ss)", Some(ClockForm::MinutesSeconds)),
            ("Gesprächsdauer (Min.)", Some(ClockForm::MinutesSeconds)),
            ("Resolution time (hh:mm)", Some(ClockForm::HoursMinutes)),
            ("Resolution time (in hrs)", Some(ClockForm::HoursMinutes)),
            ("Talk time (hh:mm:ss)", None),
            ("talk_s", None),
        ] {
            assert_eq!(ClockForm::in_header(header), form, "{header}");
        }
    }
}
