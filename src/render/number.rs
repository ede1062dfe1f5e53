//! Numbers as people read them and as machines do.

use super::escape;
use crate::fitting::truncated;
use crate::report::Unit;
use chrono::DateTime;

/// The signs that numbers are written with.
#[derive(Debug, PartialEq, Eq)]
pub struct NumberSigns {
    /// Stands between thousands.
    pub thousands: char,
    /// Digits from which on a number has its thousands set apart.
    pub grouped_from: usize,
    /// Stands before decimals.
    pub point: char,
    /// Stands where there is no value.
    pub missing: &'static str,
    /// Stands behind a percentage.
    pub percent: &'static str,
    /// Stands behind a difference of percentages.
    pub points: &'static str,
    /// Units of durations.
    pub durations: DurationSigns,
    /// How an instant is written, as `strftime` says it.
    pub instant: &'static str,
}

/// What stands behind the numbers of a duration: short, as four of them stand side by side.
#[derive(Debug, PartialEq, Eq)]
pub struct DurationSigns {
    /// Days.
    pub day: &'static str,
    /// Hours.
    pub hour: &'static str,
    /// Minutes.
    pub minute: &'static str,
    /// Seconds.
    pub second: &'static str,
}

/// A whole number in its unit.
pub fn whole(whole: i64, unit: Unit, signs: &NumberSigns) -> String {
    match unit {
        Unit::Count | Unit::Ratio | Unit::Text | Unit::Flag | Unit::Instant => grouped(whole, signs),
        Unit::Seconds
        | Unit::Rate
        | Unit::Score
        | Unit::Nps
        | Unit::Money
        | Unit::Change
        | Unit::Points
        | Unit::Difference => measured(whole as f64, unit, signs),
    }
}

/// The shortest text that reads back as the same number, a decimal point always among it (`412.0`);
/// nothing where it is not finite.
pub fn machine(number: f64) -> Option<String> {
    number.is_finite().then(|| format!("{number:?}"))
}

/// An ISO 8601 instant as `2026-09-30 23:59`; any other text as it stands.
pub fn instant(text: &str, signs: &NumberSigns) -> String {
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => instant.format(signs.instant).to_string(),
        Err(_) => escape::visible(text).into_owned(),
    }
}

/// Seconds in the two greatest fitting steps: `4.2s`, `45s`, `2m 30s`, `1h 05m`, `3d 4h`.
fn duration(seconds: f64, signs: &NumberSigns) -> String {
    let DurationSigns { day, hour, minute, second } = signs.durations;
    let sign = if seconds < 0.0 { "−" } else { "" };
    let seconds = seconds.abs();
    let tenths = (seconds * 10.0).round();
    if tenths < 100.0 {
        let places = usize::from(tenths % 10.0 != 0.0);
        return if tenths == 0.0 && seconds > 0.0 {
            format!("{sign}<{}{second}", decimal(0.1, 1, signs))
        } else {
            format!("{sign}{}{second}", decimal(tenths / 10.0, places, signs))
        };
    }
    let (whole, minutes, hours) = (
        truncated(seconds.round()).cast_unsigned(),
        truncated((seconds / 60.0).round()).cast_unsigned(),
        truncated((seconds / 3600.0).round()).cast_unsigned(),
    );
    if whole < 60 {
        format!("{sign}{whole}{second}")
    } else if whole < 3600 {
        format!("{sign}{}{minute} {:02}{second}", whole / 60, whole % 60)
    } else if minutes < 24 * 60 {
        format!("{sign}{}{hour} {:02}{minute}", minutes / 60, minutes % 60)
    } else {
        format!("{sign}{}{day} {}{hour}", hours / 24, hours % 24)
    }
}

/// A length of time in its largest whole unit: `5m`, `90s`, `24h`.
pub fn length(millis: i64, signs: &NumberSigns) -> String {
    let DurationSigns { hour, minute, second, .. } = signs.durations;
    let units = [(3_600_000, hour), (60_000, minute), (1_000, second)];
    match units.into_iter().find(|(size, _)| millis % size == 0) {
        _ if millis == 0 => "0".to_owned(),
        Some((size, unit)) => format!("{}{unit}", millis / size),
        None => format!("{millis}ms"),
    }
}

/// A whole number, its thousands set apart.
pub fn grouped(whole: i64, signs: &NumberSigns) -> String {
    let sign = if whole < 0 { "−" } else { "" };
    format!("{sign}{}", thousands(&whole.unsigned_abs().to_string(), signs))
}

/// Any other number in its unit.
pub fn measured(number: f64, unit: Unit, signs: &NumberSigns) -> String {
    if !number.is_finite() {
        return signs.missing.to_owned();
    }
    match unit {
        Unit::Seconds => duration(number, signs),
        Unit::Rate => format!("{}{}", decimal(number * 100.0, 1, signs), signs.percent),
        Unit::Nps => signed(number, 0, signs),
        Unit::Change => change(number, signs),
        Unit::Points => format!("{}{}", signed(number * 100.0, 1, signs), signs.points),
        Unit::Difference => signed(number, decimals_of_difference(number), signs),
        Unit::Count if number.fract() == 0.0 => decimal(number, 0, signs),
        Unit::Count | Unit::Score | Unit::Ratio | Unit::Money | Unit::Instant | Unit::Flag | Unit::Text => {
            decimal(number, 2, signs)
        }
    }
}

/// What stands before an amount of a currency: its sign where everybody knows it, else its code.
pub fn currency_sign(code: &str) -> &str {
    match code {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        _ => code,
    }
}

/// How large a change is, whichever way it went: `25%`, `2.5 pp`, `0.13`.
pub fn size(number: f64, unit: Unit, signs: &NumberSigns) -> String {
    let size = number.abs();
    match unit {
        Unit::Change => percent(size, signs),
        Unit::Points => format!("{}{}", decimal(size * 100.0, 1, signs), signs.points),
        Unit::Difference => decimal(size, decimals_of_difference(size), signs),
        Unit::Count
        | Unit::Seconds
        | Unit::Rate
        | Unit::Score
        | Unit::Nps
        | Unit::Ratio
        | Unit::Money
        | Unit::Instant
        | Unit::Flag
        | Unit::Text => measured(size, unit, signs),
    }
}

/// A percentage with a decimal where it is below ten.
fn percent(fraction: f64, signs: &NumberSigns) -> String {
    let percent = fraction * 100.0;
    format!("{}{}", decimal(percent, usize::from(percent.abs() < 9.95), signs), signs.percent)
}

fn change(fraction: f64, signs: &NumberSigns) -> String {
    let percent = fraction * 100.0;
    let places = usize::from(percent.abs() < 9.95);
    format!("{}{}", signed(percent, places, signs), signs.percent)
}

/// With `places` decimals and an explicit sign unless it rounds to zero.
fn signed(number: f64, places: usize, signs: &NumberSigns) -> String {
    let text = decimal(number, places, signs);
    let zero = !text.contains(|digit: char| ('1'..='9').contains(&digit));
    if zero || number < 0.0 {
        text
    } else {
        format!("+{text}")
    }
}

/// With `places` decimals and grouped thousands; what rounds to zero has no sign.
pub fn decimal(number: f64, places: usize, signs: &NumberSigns) -> String {
    let text = format!("{:.places$}", number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if number < 0.0 && text.contains(|digit| ('1'..='9').contains(&digit)) { "−" } else { "" };
    let whole = thousands(whole, signs);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{}{fraction}", signs.point)
    }
}

fn thousands(digits: &str, signs: &NumberSigns) -> String {
    if digits.len() < signs.grouped_from {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(signs.thousands);
        }
        text.push(digit);
    }
    text
}

/// Stars differ by hundredths; what differs by more than there are stars is an NPS, which people know in whole points.
fn decimals_of_difference(difference: f64) -> usize {
    if difference.abs() < 5.0 {
        2
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LANGUAGES;
    use crate::render::words::{Words, ENGLISH};
    use crate::report::Cell;

    #[test]
    fn durations_read_in_two_steps() {
        let cases = [
            (0.0, "0s"),
            (0.04, "<0.1s"),
            (0.25, "0.3s"),
            (4.0, "4s"),
            (9.94, "9.9s"),
            (9.96, "10s"),
            (59.4, "59s"),
            (59.5, "1m 00s"),
            (150.0, "2m 30s"),
            (412.0, "6m 52s"),
            (3599.6, "1h 00m"),
            (3900.0, "1h 05m"),
            (86_370.0, "1d 0h"),
            (273_600.0, "3d 4h"),
            (-150.0, "−2m 30s"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(duration(seconds, &ENGLISH.numbers), expected, "{seconds}");
        }
    }

    #[test]
    fn each_unit_has_its_reading() {
        let text = |text: &str| Cell::Text(text.into());
        let cases = [
            (Cell::Number(2.0 / 3.0), Unit::Rate, "66.7%"),
            (Cell::Number(4.321), Unit::Score, "4.32"),
            (Cell::Number(12.4), Unit::Nps, "+12"),
            (Cell::Number(-12.0), Unit::Nps, "−12"),
            (Cell::Number(0.2), Unit::Nps, "0"),
            (Cell::Number(0.25), Unit::Change, "+25%"),
            (Cell::Number(-0.034), Unit::Change, "−3.4%"),
            (Cell::Number(11.5), Unit::Change, "+1,150%"),
            (Cell::Number(-0.0), Unit::Change, "0.0%"),
            (Cell::Number(0.05), Unit::Points, "+5.0 pp"),
            (Cell::Number(-0.127), Unit::Difference, "−0.13"),
            (Cell::Number(27.27), Unit::Difference, "+27"),
            (Cell::Number(1234.5), Unit::Money, "1,234.50"),
            (Cell::Number(1.5), Unit::Ratio, "1.50"),
            (Cell::Number(f64::NAN), Unit::Ratio, "–"),
            (Cell::Whole(150), Unit::Seconds, "2m 30s"),
            (Cell::Whole(1_234_567), Unit::Count, "1,234,567"),
            (Cell::Whole(-123), Unit::Count, "−123"),
            (Cell::Whole(3), Unit::Ratio, "3"),
            (Cell::Missing, Unit::Rate, "–"),
            (Cell::New, Unit::Change, "new"),
            (Cell::Flag(true), Unit::Flag, "yes"),
            (text("2026-09-30T23:59:59+02:00"), Unit::Instant, "2026-09-30 23:59"),
            (text("a\x1bb"), Unit::Text, "a\\u{1b}b"),
        ];
        for (cell, unit, expected) in cases {
            assert_eq!(ENGLISH.cell(&cell, unit), expected, "{cell:?} {unit:?}");
        }
    }

    /// As people there write them: en, nl, pl (four digits stay together), nb, de.
    #[test]
    fn each_language_has_its_own_signs() {
        let cases = [
            (Cell::Whole(1234), Unit::Count, ["1,234", "1.234", "1234", "1\u{202f}234", "1.234"]),
            (
                Cell::Whole(12_345_678),
                Unit::Count,
                [
                    "12,345,678",
                    "12.345.678",
                    "12\u{202f}345\u{202f}678",
                    "12\u{202f}345\u{202f}678",
                    "12.345.678",
                ],
            ),
            (
                Cell::Number(2.0 / 3.0),
                Unit::Rate,
                ["66.7%", "66,7%", "66,7\u{a0}%", "66,7\u{a0}%", "66,7\u{a0}%"],
            ),
            (
                Cell::Number(-0.127),
                Unit::Points,
                ["−12.7 pp", "−12,7\u{a0}pp", "−12,7\u{a0}p.p.", "−12,7\u{a0}pp", "−12,7\u{a0}pp"],
            ),
            (
                Cell::Number(12_345.5),
                Unit::Money,
                ["12,345.50", "12.345,50", "12\u{202f}345,50", "12\u{202f}345,50", "12.345,50"],
            ),
            (Cell::Number(4.25), Unit::Seconds, ["4.3s", "4,3s", "4,3s", "4,3s", "4,3s"]),
            (Cell::Number(3900.0), Unit::Seconds, ["1h 05m", "1u 05m", "1h 05m", "1t 05m", "1h 05m"]),
            (Cell::Number(273_600.0), Unit::Seconds, ["3d 4h", "3d 4u", "3d 4h", "3d 4t", "3T 4h"]),
            (Cell::Flag(true), Unit::Flag, ["yes", "ja", "tak", "ja", "ja"]),
            (
                Cell::Text("2026-09-30T23:59:59+02:00".into()),
                Unit::Instant,
                [
                    "2026-09-30 23:59",
                    "30-09-2026 23:59",
                    "30.09.2026 23:59",
                    "30.09.2026 23:59",
                    "30.09.2026 23:59",
                ],
            ),
        ];
        for (cell, unit, expected) in cases {
            let shown = LANGUAGES.map(|language| Words::of(language).cell(&cell, unit));
            assert_eq!(shown, expected, "{cell:?} {unit:?}");
        }
    }

    #[test]
    fn machine_numbers_read_back_as_they_were() {
        assert_eq!(machine(412.0).as_deref(), Some("412.0"));
        assert_eq!(machine(0.1).as_deref(), Some("0.1"));
        assert_eq!(machine(2.0 / 3.0).as_deref(), Some("0.6666666666666666"));
        assert_eq!(machine(f64::INFINITY), None);
    }
}
