//! What spreadsheets make of a text by themselves, and what of ours they are to read as dates.

use super::escape;
use crate::report::{Cell, Column, Unit};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// A value that a spreadsheet keeps as a day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// A whole day.
    Day(NaiveDate),
    /// A moment of the report's zone.
    Moment(NaiveDateTime),
}

impl Dated {
    /// The day or moment that a cell of an instant or a bucket stands for; `None`: the cell is no date.
    pub fn of(cell: &Cell, column: &Column) -> Option<Dated> {
        let Cell::Text(text) = cell else { return None };
        if column.unit == Unit::Instant || column.is_bucket() {
            moment(text).map(Dated::Moment).or_else(|| day(text).map(Dated::Day))
        } else {
            None
        }
    }
}

/// The wall clock of an instant that is written with its offset.
fn moment(text: &str) -> Option<NaiveDateTime> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.naive_local())
}

fn day(text: &str) -> Option<NaiveDate> {
    let is_whole = text.len() == "2026-01-31".len();
    is_whole.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())?
}

/// Whether a spreadsheet would run the text as a formula: `=`, `+`, `-`, `@` or a full-width form
/// of them at its beginning, blanks, quotes and marks aside, or a tab or line break there. Plain
/// numbers and numbers of phones are none.
pub fn is_formula(text: &str) -> bool {
    let rest = text.trim_start_matches(is_passed_over);
    let start = &text[..text.len() - rest.len()];
    if start.contains(['\t', '\r', '\n']) {
        return true;
    }
    rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        && !(start.is_empty() && (is_plain_number(rest) || is_phone_number(rest)))
}

/// Whether a spreadsheet may still see a formula behind the character.
fn is_passed_over(character: char) -> bool {
    character.is_whitespace()
        || escape::is_hidden(character)
        || matches!(character, '"' | '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '«' | '»')
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_all_digits(whole) && is_all_digits(fraction)
}

fn is_phone_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else { return false };
    rest.bytes().all(|byte| byte.is_ascii_digit() || b" ()-./".contains(&byte))
}

fn is_all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a spreadsheet of any language would not keep the text as it stands: it looks like a formula, a number, an
/// amount, a date, a time, a truth value or an error. Rather too many than one too few.
pub fn is_converted(text: &str) -> bool {
    let bare = text.trim_matches(is_passed_over);
    is_formula(text) || is_truth(bare) || is_error(bare) || is_number_or_date(bare)
}

/// What spreadsheets call true and false.
const TRUTHS: &[&str] = &[
    "true",
    "false",
    "waar",
    "onwaar",
    "prawda",
    "fałsz",
    "sann",
    "usann",
    "sant",
    "falskt",
    "wahr",
    "falsch",
    "vrai",
    "faux",
    "verdadero",
    "falso",
    "vero",
    "verdadeiro",
    "sand",
    "falsk",
    "tosi",
    "epätosi",
    "pravda",
    "nepravda",
    "igaz",
    "hamis",
    "doğru",
    "yanlış",
    "истина",
    "ложь",
];

fn is_truth(text: &str) -> bool {
    text.len() <= 24 && TRUTHS.contains(&text.to_lowercase().as_str())
}

/// `#N/A`, `#DIV/0!`, `#NAAM?`.
fn is_error(text: &str) -> bool {
    text.starts_with('#') && (text.ends_with(['!', '?']) || text.ends_with("/A") || text.ends_with("/D"))
}

/// Beginnings of the months' names in the languages of Europe, and what else stands among the digits of numbers, times and dates.
const WORDS: &[&str] = &[
    "jan", "feb", "mar", "maa", "mrt", "mär", "mrz", "apr", "may", "mai", "mei", "maj", "jun", "jui", "jul",
    "aug", "sep", "oct", "okt", "nov", "dec", "dez", "des", "sty", "lut", "kwi", "cze", "lip", "sie", "wrz",
    "paź", "lis", "gru", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott", "fév", "avr",
    "aoû", "déc", "out", "fev", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "eur", "usd", "gbp", "pln",
    "nok", "chf", "kr", "zł", "am", "pm", "a", "p", "e", "t", "z", "h", "m", "utc", "gmt", "of", "de", "st",
    "nd", "rd", "th",
];

/// Digits, with nothing but the signs and words of numbers and dates around them.
fn is_number_or_date(text: &str) -> bool {
    let has_digits = text.contains(char::is_numeric);
    let only_signs =
        text.chars().all(|sign| sign.is_alphanumeric() || !sign.is_alphabetic() && is_sign(sign));
    has_digits && only_signs && words(text).all(is_known_word)
}

/// What may stand in a number, an amount, a date or a time.
fn is_sign(character: char) -> bool {
    character.is_whitespace()
        || escape::is_hidden(character)
        || matches!(
            character,
            '.' | ',' | ':' | '/' | '\\' | '-' | '−' | '+' | '%' | '‰' | '(' | ')' | '\'' | '’' | '*'
        )
        || matches!(character, '$' | '€' | '£' | '¥' | '₽' | '₺' | '₹' | '¢')
}

/// The runs of letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty())
}

fn is_known_word(word: &str) -> bool {
    let word = word.to_lowercase();
    WORDS.iter().any(|known| if known.len() < 3 { *known == word } else { word.starts_with(known) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn formulas_are_known_in_their_disguises() {
        for text in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1", "\"=1", "\u{feff}=1", "＝1", "\tx", "\0=1"] {
            assert!(is_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "-5", "+31612345678", "+31 (0)6 1234", "-1.5", "+1,5", "tag", "'quoted'", "–"]
        {
            assert!(!is_formula(text), "{text:?}");
        }
    }

    #[test]
    fn what_a_spreadsheet_would_change_is_known() {
        for text in [
            "00123",
            "+31612345678",
            "+31 6 1234",
            "31-12-2026",
            "1.5",
            "1,5",
            "2026-03-01",
            "10:30",
            "10:30 PM",
            "TRUE",
            "waar",
            "=1+1",
            "-5",
            "1e5",
            "3/4",
            "jan 5",
            "5 mei",
            "Mar-26",
            "50%",
            "€ 5",
            "(5)",
            "1 234",
            " 7 ",
            "１２",
            "#N/A",
            "#NAAM?",
            "2026-03-01T10:30:00Z",
            "12345678901234567890",
            "kr 5",
            "1.2.3.4",
            "12 września 2026",
            "3rd of May 2026",
        ] {
            assert!(is_converted(text), "{text:?}");
        }
        for text in [
            "",
            "Ana Lima",
            "May",
            "jan",
            "k-00123",
            "W36",
            "2026-W36",
            "whatsapp",
            "order 1234",
            "[5m,15m)",
            "(team)",
            "a1b2c3",
            "#1234",
            "#returns",
            "Team 7",
            "日本",
            "–",
            "€",
            "0x1f",
        ] {
            assert!(!is_converted(text), "{text:?}");
        }
    }

    #[test]
    fn instants_and_days_of_buckets_are_dates() {
        let dated = |text: &str, column: &Column| Dated::of(&Cell::Text(text.into()), column);
        let bucket = sample::dimension("bucket", "Day");
        let instant = Column { unit: Unit::Instant, ..sample::dimension("created_at", "Created") };
        let day = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
        let moment = day.and_hms_milli_opt(10, 49, 47, 421).unwrap();
        assert_eq!(dated("2026-11-19", &bucket), Some(Dated::Day(day)));
        assert_eq!(dated("2026-11-19T10:49:47.421+01:00", &instant), Some(Dated::Moment(moment)));
        assert_eq!(dated("2026-W47", &bucket), None);
        assert_eq!(dated("2026-11", &bucket), None);
        assert_eq!(dated("2026-11-19", &sample::dimension("agent", "Agent")), None);
    }
}
