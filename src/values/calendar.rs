//! Dates as exports write them: `2026-03-31`, `31.03.2026`, `03/31/2026`, `31 Mar 2026`, `Tue Mar 31 2026`.

use super::day_names::{month_name, without_separators, without_weekday};
use super::{beginning, Wrong};

const UNDECIDED: Wrong = Wrong::new(
    "day and month can not be told apart",
    "say which comes first with --date-order dmy or --date-order mdy",
);
const CONTRADICTED: Wrong = Wrong::new(
    "some dates of the column have the day first, others the month, and this one could be either",
    "write all of them as 2026-12-31, or say which comes first with --date-order dmy or --date-order mdy",
);
const RELATIVE: Wrong = Wrong::new(
    "a time relative to the day of the export, such as today",
    "export the column with full dates",
);
const NO_DATE: Wrong = Wrong::new("not an instant", "write it as 2026-03-01T09:00:00Z");
const NO_DAY: Wrong = Wrong::new("no such day in the calendar", "write it as 2026-03-01T09:00:00Z");

/// The order of day, month and year in the dates of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// The year comes first, or the column holds no such dates.
    Iso,
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
    /// No date of the column decides it: neither part is ever over 12.
    Undecided,
    /// Some dates have the day first, others the month: those that could be either mean nothing.
    Contradicted,
}

impl DayOrder {
    /// The order of that name in flags and profiles.
    pub fn from_name(name: &str) -> Option<DayOrder> {
        match name.to_ascii_lowercase().as_str() {
            "dmy" => Some(DayOrder::DayFirst),
            "mdy" => Some(DayOrder::MonthFirst),
            "ymd" => Some(DayOrder::Iso),
            _ => None,
        }
    }

    /// The order that a header names: `Created (MM/DD/YYYY)`, `Créé le (jj/mm/aaaa)`, `Datum [tt.mm.jjjj]`.
    pub fn in_header(header: &str) -> Option<DayOrder> {
        let header = beginning(header).to_lowercase();
        let mut parts: Vec<&str> = Vec::new();
        for word in header.split(|c: char| !c.is_alphabetic() && !"-/.".contains(c)) {
            parts.clear();
            parts.extend(word.trim_matches('.').split(['-', '/', '.']));
            let [first, second, third] = parts[..] else { continue };
            if !parts.iter().all(|part| is_repeated(part)) {
                continue;
            }
            let is_month = |part: &str| part.starts_with(['m', 'k']) || part == "aa";
            return match (is_month(first), is_month(second)) {
                (true, false) if third.len() != 1 => Some(DayOrder::MonthFirst),
                (false, true) if first.chars().count() > 2 => Some(DayOrder::Iso),
                (false, true) => Some(DayOrder::DayFirst),
                (true, _) | (false, false) => None,
            };
        }
        None
    }

    /// Its name in flags and profiles; empty where nothing is decided.
    pub fn name(self) -> &'static str {
        match self {
            DayOrder::Iso => "ymd",
            DayOrder::DayFirst => "dmy",
            DayOrder::MonthFirst => "mdy",
            DayOrder::Undecided | DayOrder::Contradicted => "",
        }
    }
}

/// Whether a text is one letter, up to four times: `dd`, `YYYY`.
fn is_repeated(text: &str) -> bool {
    let mut letters = text.chars();
    let Some(first) = letters.next().filter(|letter| letter.is_alphabetic()) else { return false };
    text.chars().count() <= 4 && letters.all(|letter| letter == first)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar; `None` where there is no such day.
pub fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    // Years counted from March, so that the leap day is the last of its year.
    let (shifted, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    // From March on every five months have 153 days; 719,468 days lie between 1 March of the year 0 and 1970.
    let before_year = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400;
    Some(before_year + (153 * from_march + 2) / 5 + day - 1 - 719_468)
}

/// The two digits of a text, as a number.
#[inline]
pub fn pair(high: u8, low: u8) -> Option<i64> {
    let (high, low) = (high.wrapping_sub(b'0'), low.wrapping_sub(b'0'));
    (high < 10 && low < 10).then(|| i64::from(high) * 10 + i64::from(low))
}

/// Takes up to `most` digits off the front.
pub fn digits(text: &[u8], most: usize) -> Option<(i64, &[u8])> {
    let length = text.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    let value = text[..length].iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    (length > 0).then(|| (value, &text[length..]))
}

/// The day that a text begins with (days since 1970) and the text behind it.
pub fn date(text: &[u8], order: DayOrder) -> Result<(i64, &[u8]), Wrong> {
    let text = without_weekday(text);
    if let Some((day, rest)) = week_date(text) {
        return day.map(|day| (day, rest)).ok_or(NO_DAY);
    }
    let read = match text.first() {
        Some(byte) if byte.is_ascii_digit() => numeric(text, order),
        Some(_) => month_first(text).ok_or(NO_DATE),
        None => return Err(NO_DATE),
    };
    let (parts, rest) = read.map_err(|why| if is_relative(text) { RELATIVE } else { why })?;
    days(parts.0, parts.1, parts.2).map(|day| (day, rest)).ok_or(NO_DAY)
}

/// `2026-W10-1`: the day of a week of ISO 8601, Monday as 1; `None` inside where the year has no such week.
fn week_date(text: &[u8]) -> Option<(Option<i64>, &[u8])> {
    let (year, rest) = digits(text, 4).filter(|(_, rest)| text.len() - rest.len() == 4)?;
    let rest = rest.strip_prefix(b"-").unwrap_or(rest).strip_prefix(b"W")?;
    let (week, rest) = digits(rest, 2)?;
    let (weekday, rest) = digits(rest.strip_prefix(b"-")?, 1)?;
    // The first week is that of 4 January; 1970 began on a Thursday.
    let fourth = days(year, 1, 4)?;
    let monday = fourth - (fourth + 3).rem_euclid(7);
    let is_day = (1..=53).contains(&week) && (1..=7).contains(&weekday);
    Some((is_day.then_some(monday + (week - 1) * 7 + weekday - 1), rest))
}

type Parts = (i64, i64, i64);

fn numeric(text: &[u8], order: DayOrder) -> Result<(Parts, &[u8]), Wrong> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (first, rest) = digits(text, 8).ok_or(NO_DATE)?;
    match length {
        8 => return Ok(((first / 10_000, first / 100 % 100, first % 100), rest)),
        1 | 2 | 4 => {}
        _ => return Err(NO_DATE),
    }
    let rest_of_name = without_joints(without_ordinal(rest));
    if let Some((month, after)) = month_name(rest_of_name).filter(|_| length < 4) {
        let (year, rest) = year(without_joints(after)).ok_or(NO_DATE)?;
        return Ok(((year, month, first), rest));
    }
    let separator = *rest.first().ok_or(NO_DATE)?;
    if !b"-/.".contains(&separator) {
        return Err(NO_DATE);
    }
    let (second, rest) = digits(skip_blanks(&rest[1..]), 2).ok_or(NO_DATE)?;
    if rest.first() != Some(&separator) {
        return Err(NO_DATE);
    }
    let rest = skip_blanks(&rest[1..]);
    if length == 4 {
        let (day, rest) = digits(rest, 2).ok_or(NO_DATE)?;
        // `2026. 03. 31.`
        let rest = if separator == b'.' { rest.strip_prefix(b".").unwrap_or(rest) } else { rest };
        return Ok(((first, second, day), rest));
    }
    let (year, rest) = year(rest).ok_or(NO_DATE)?;
    let day_is_first = match order {
        DayOrder::DayFirst => true,
        DayOrder::MonthFirst => false,
        _ if first > 12 || first == second => true,
        _ if second > 12 => false,
        DayOrder::Contradicted => return Err(CONTRADICTED),
        // With dots the day comes first wherever dates are written so.
        _ if separator == b'.' => true,
        DayOrder::Iso | DayOrder::Undecided => return Err(UNDECIDED),
    };
    Ok((if day_is_first { (year, second, first) } else { (year, first, second) }, rest))
}

/// `Mar 31, 2026` and `Mar 31 2026`.
fn month_first(text: &[u8]) -> Option<(Parts, &[u8])> {
    let (month, rest) = month_name(text)?;
    let (day, rest) = digits(without_separators(rest), 2)?;
    let (year, rest) = year(without_separators(without_ordinal(rest)))?;
    Some(((year, month, day), rest))
}

/// The text behind the ending of an ordinal number: `2nd`, `1er`, `2º`.
fn without_ordinal(text: &[u8]) -> &[u8] {
    for ending in ["st", "nd", "rd", "th", "er", "º", "ª", "°"] {
        if let Some(rest) = text.strip_prefix(ending.as_bytes()) {
            let is_whole = !rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            return if is_whole { rest } else { text };
        }
    }
    text
}

/// The text behind what stands between the parts of a date: separators, `de` and its like.
fn without_joints(text: &[u8]) -> &[u8] {
    let rest = without_separators(text);
    for word in ["de ", "del ", "di ", "of "] {
        if let Some(rest) = rest.strip_prefix(word.as_bytes()) {
            return rest.trim_ascii_start();
        }
    }
    rest
}

/// A year of four digits, or of two (2000 to 2069, 1970 to 1999).
fn year(text: &[u8]) -> Option<(i64, &[u8])> {
    let (year, rest) = digits(text, 4)?;
    match text.len() - rest.len() {
        4 => Some((year, rest)),
        2 => Some((year + if year < 70 { 2000 } else { 1900 }, rest)),
        _ => None,
    }
}

fn skip_blanks(text: &[u8]) -> &[u8] {
    text.trim_ascii_start()
}

/// Whether a text is a day near the export: `Today 3:15 PM`, `yesterday`, `vandaag`, `2 days ago`.
fn is_relative(text: &[u8]) -> bool {
    const ENDS: [&str; 9] =
        [" ago", " geleden", " temu", " siden", " sedan", " fa", " atrás", " her", " from now"];
    let end = String::from_utf8_lossy(&text[text.len().saturating_sub(12)..]).to_lowercase();
    if ENDS.iter().any(|word| end.ends_with(word)) {
        return true;
    }
    const WORDS: [&str; 26] = [
        "today",
        "yesterday",
        "just now",
        "now",
        "a minute",
        "an hour",
        "a day",
        "last",
        "vandaag",
        "gisteren",
        "heute",
        "gestern",
        "vor ",
        "dzisiaj",
        "dziś",
        "wczoraj",
        "i dag",
        "i går",
        "aujourd",
        "hier",
        "il y a",
        "hoy",
        "ayer",
        "hoje",
        "hace ",
        "há ",
    ];
    // Longer than any of the words.
    let text = String::from_utf8_lossy(&text[..text.len().min(24)]).to_lowercase();
    WORDS.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_the_order() {
        for (header, order) in [
            ("Created (MM/DD/YYYY)", Some(DayOrder::MonthFirst)),
            ("Created (m/d/yy)", Some(DayOrder::MonthFirst)),
            ("Créé le (jj/mm/aaaa hh:mm)", Some(DayOrder::DayFirst)),
            ("Datum [TT.MM.JJJJ]", Some(DayOrder::DayFirst)),
            ("Tarih (gg.aa.yyyy)", Some(DayOrder::DayFirst)),
            ("Luotu (pp.kk.vvvv)", Some(DayOrder::DayFirst)),
            ("Date (YYYY-MM-DD)", Some(DayOrder::Iso)),
            ("Talk (mm:ss)", None),
            ("Created (Europe/Oslo)", None),
            ("c.d.e", None),
        ] {
            assert_eq!(DayOrder::in_header(header), order, "{header}");
        }
    }

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(days(1970, 1, 1), Some(0));
        assert_eq!(days(2000, 3, 1), Some(11_017));
        assert_eq!(days(2026, 2, 28), Some(20_512));
        assert_eq!(days(2026, 2, 29), None);
        assert_eq!(days(2024, 2, 29), Some(19_782));
        assert_eq!(days(2026, 13, 1), None);
        assert_eq!(days(1, 1, 1), Some(-719_162));
        assert_eq!(days(12_345, 1, 1), None);
    }
}
