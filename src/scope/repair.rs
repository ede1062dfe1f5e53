//! What somebody meant who wrote a date or a period in a form that is not read.

use chrono::NaiveDate;

/// Beginnings of the names of months in the languages that people write dates in; of several the first that fits.
const MONTHS: [&[&str]; 12] = [
    &["jan", "sty"],
    &["feb", "lut"],
    &["mar", "maa", "mrt", "mär"],
    &["apr", "kwi"],
    &["may", "mai", "mei", "maj"],
    &["jun", "cze"],
    &["jul", "lip"],
    &["aug", "sie"],
    &["sep", "wrz"],
    &["oct", "okt", "paź"],
    &["nov", "lis"],
    &["dec", "dez", "des", "gru"],
];

/// What to write instead of a start of a period, where periods have these names, as a flag with its value where it is known.
pub fn since<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if let Some(name) = named(text, names) {
        return Some(format!("try --period {name}"));
    }
    if let Some(length) = length(text) {
        return Some(format!("try --since {length}"));
    }
    date(text).map(|date| date.advice("--since "))
}

/// What to write instead of a date.
pub fn day(text: &str) -> Option<String> {
    date(text).map(|date| date.advice(""))
}

/// What to write instead of one of the names of periods.
pub fn period<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if let Some(name) = named(text, names) {
        return Some(format!("did you mean {name}?"));
    }
    if let Some(length) = length(text) {
        return Some(format!("try --since {length} instead of --period"));
    }
    date(text).map(|date| date.advice(""))
}

/// The name of a period written with blanks, underscores or nothing between its words.
fn named<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |text: &str| text.to_lowercase().replace([' ', '_', '-'], "");
    let meant = letters(text);
    names.into_iter().find(|name| letters(name) == meant)
}

/// A length of time in words, or without its unit: `3 months` is `3m`, `90` is `90d`.
fn length(text: &str) -> Option<String> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let number: u32 = text[..end].parse().ok().filter(|number| (1..=999).contains(number))?;
    let unit = match text[end..].trim().to_lowercase().trim_end_matches('s') {
        "" | "d" | "day" => 'd',
        "w" | "week" | "wk" => 'w',
        "m" | "month" | "mo" => 'm',
        "y" | "year" | "yr" => 'y',
        _ => return None,
    };
    Some(format!("{number}{unit}"))
}

/// A date as somebody wrote it; its month and day may not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WrittenDate {
    /// The year, if it was written.
    year: Option<i32>,
    month: u32,
    day: u32,
    /// Whether the day could be the month.
    is_open: bool,
}

fn date(text: &str) -> Option<WrittenDate> {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = words.iter().find_map(|word| month_named(word));
    let mut numbers = Vec::new();
    for word in words.iter().filter(|word| word.starts_with(|first: char| first.is_ascii_digit())) {
        let digits = word.trim_end_matches(char::is_alphabetic);
        numbers.push((digits.parse::<u32>().ok()?, digits.len() == 4));
    }
    let written = |year: Option<u32>, month, day, is_open| {
        let year = year.map(|year| i32::try_from(year).unwrap_or(i32::MAX));
        Some(WrittenDate { year, month, day, is_open })
    };
    match (named, numbers.as_slice()) {
        (Some(month), [(day, false)]) => written(None, month, *day, false),
        (Some(month), [(day, false), (year, true)] | [(year, true), (day, false)]) => {
            written(Some(*year), month, *day, false)
        }
        (None, [(year, true), (month, false), (day, false)]) => written(Some(*year), *month, *day, false),
        (None, [(month, false), (day, false), (year, true)]) if *day > 12 => {
            written(Some(*year), *month, *day, false)
        }
        (None, [(day, false), (month, false), (year, true)]) => {
            written(Some(*year), *month, *day, *day <= 12 && day != month)
        }
        _ => None,
    }
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(place + 1).ok()
}

impl WrittenDate {
    fn advice(self, flag: &str) -> String {
        let WrittenDate { month, day, .. } = self;
        let Some(year) = self.year else {
            return format!("write it with its year: {flag}YYYY-{month:02}-{day:02}");
        };
        if !(1..=12).contains(&month) {
            return "there are twelve months: year, month and day, as in 2026-03-01".to_owned();
        }
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
            let most = (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some());
            let most = most.unwrap_or(28);
            return format!("{year}-{month:02} has {most} days: try {flag}{year}-{month:02}-{most}");
        };
        match NaiveDate::from_ymd_opt(year, day, month).filter(|_| self.is_open) {
            Some(other) => format!("try {flag}{date}, or {other} if the month stands first"),
            None => format!("try {flag}{date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["yesterday", "this-week", "last-month"];

    #[test]
    fn starts_are_repaired() {
        for (text, advice) in [
            ("31-12-2026", "try --since 2026-12-31"),
            ("31.12.2026", "try --since 2026-12-31"),
            ("12/31/2026", "try --since 2026-12-31"),
            ("5/3/2026", "try --since 2026-03-05, or 2026-05-03 if the month stands first"),
            ("2026/3/1", "try --since 2026-03-01"),
            ("2026-02-30", "2026-02 has 28 days: try --since 2026-02-28"),
            ("1 sept", "write it with its year: --since YYYY-09-01"),
            ("1st of March 2026", "try --since 2026-03-01"),
            ("3 września 2026", "try --since 2026-09-03"),
            ("yesterday", "try --period yesterday"),
            ("last month", "try --period last-month"),
            ("90", "try --since 90d"),
            ("3 months", "try --since 3m"),
            ("2weeks", "try --since 2w"),
        ] {
            assert_eq!(since(text, NAMES).as_deref(), Some(advice), "{text}");
        }
        for text in ["soon", "", "0", "-5"] {
            assert_eq!(since(text, NAMES), None, "{text}");
        }
    }

    #[test]
    fn periods_and_days_are_repaired() {
        for (text, advice) in [
            ("lastmonth", "did you mean last-month?"),
            ("Last Month", "did you mean last-month?"),
            ("this_week", "did you mean this-week?"),
            ("90d", "try --since 90d instead of --period"),
            ("3 weeks", "try --since 3w instead of --period"),
            ("31-12-2026", "try 2026-12-31"),
        ] {
            assert_eq!(period(text, NAMES).as_deref(), Some(advice), "{text}");
        }
        assert_eq!(period("soon", NAMES), None);
        assert_eq!(day("2026-04-31").as_deref(), Some("2026-04 has 30 days: try 2026-04-30"));
        assert_eq!(day("90"), None);
    }
}
