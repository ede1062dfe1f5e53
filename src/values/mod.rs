//! Raw text → value: instants, durations, numbers and flags in every form that exports are known to write.

mod calendar;
mod clock;
mod day_names;
mod day_order;
mod decimal;
mod ideographs;
mod instant;
mod iso;
mod moment_numbers;
mod number;
mod privacy;
mod recent_days;
mod shape;
mod span;
mod span_unit;

pub use calendar::DayOrder;
pub use clock::{zone_of, zone_text_in_header, Zone};
pub use day_names::month_name;
pub use day_order::{both, DayOrderEvidence};
pub use decimal::{DecimalEvidence, DecimalMark};
pub use instant::{is_never, InstantReader};
pub use moment_numbers::{short_date, BareNumbers, NEVER};
pub use number::number;
pub use privacy::{are_values, is_label, is_mistyped, is_personal};
pub use recent_days::RecentDays;
pub use shape::{shape, ValueShape};
pub use span::{span_setting, two_parts, SpanReader};
pub use span_unit::{ClockForm, SpanUnit};

/// What is wrong with a text, without the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub what: &'static str,
    /// What to write instead; empty where that is plain.
    pub advice: &'static str,
}

impl Wrong {
    /// A text that is wrong, and what to write instead.
    pub const fn new(what: &'static str, advice: &'static str) -> Wrong {
        Wrong { what, advice }
    }
}

/// The letters within the first 512 bytes of a text, which are all there are to any name, word or unit.
pub fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(512)]
}

/// The words for "no value", in lower case; the empty text is one of them too.
const NULLS: &[&str] = &[
    "-",
    "--",
    "---",
    "–",
    "—",
    "n/a",
    "#n/a",
    "null",
    "(null)",
    "<null>",
    "\\n",
    "none",
    "nil",
    "nan",
    "undefined",
];

/// Whether a text means "no value": empty, blank, `-`, `--`, `–`, `N/A`, `null`, `none`…
pub fn is_null(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    // No such word is longer than nine bytes; most texts are.
    text.is_empty() || (text.len() <= 9 && is_one_of(text, NULLS))
}

const YES: &[&str] = &[
    "true",
    "1",
    "yes",
    "y",
    "t",
    "on",
    "ja",
    "j",
    "ano",
    "kyllä",
    "evet",
    "はい",
    "是",
    "真",
    "tosi",
    "doğru",
    "pravda",
    "tak",
    "waar",
    "wahr",
    "sant",
    "prawda",
    "oui",
    "vrai",
    "sí",
    "si",
    "sì",
    "sim",
    "verdadero",
    "verdadeiro",
    "vero",
    "x",
    "✓",
    "✔",
    "☑",
    "1.0",
];
const NO: &[&str] = &[
    "false",
    "0",
    "no",
    "n",
    "f",
    "off",
    "nee",
    "nein",
    "nei",
    "nie",
    "onwaar",
    "falsch",
    "usant",
    "fałsz",
    "non",
    "faux",
    "não",
    "nao",
    "falso",
    "nej",
    "falskt",
    "ne",
    "ei",
    "hayır",
    "いいえ",
    "否",
    "假",
    "epätosi",
    "yanlış",
    "nepravda",
    "☐",
    "✗",
    "✘",
    "0.0",
];

/// Yes or no; `None` where the text means "no value".
pub fn flag(text: &[u8]) -> Result<Option<bool>, Wrong> {
    let text = text.trim_ascii();
    if is_one_of(text, YES) {
        Ok(Some(true))
    } else if is_one_of(text, NO) {
        Ok(Some(false))
    } else if is_null(text) {
        Ok(None)
    } else {
        Err(Wrong::new("not yes or no", "write true or false"))
    }
}

fn is_one_of(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
        || !text.is_ascii()
            && std::str::from_utf8(text).is_ok_and(|text| words.contains(&&*text.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing() {
        for text in ["", "  ", "-", "--", "–", "N/A", "null", "NULL", " None ", "\\N", "NaN"] {
            assert!(is_null(text.as_bytes()), "{text:?}");
        }
        for text in ["0", "false", "no", "nobody", "NA", "a-b", "---- ----"] {
            assert!(!is_null(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn yes_and_no_in_five_languages() {
        for text in ["true", "TRUE", "1", "yes", "Ja", "tak", "wahr", "Y", "SÍ", "Sim"] {
            assert_eq!(flag(text.as_bytes()), Ok(Some(true)), "{text}");
        }
        for text in ["false", "0", "No", "nee", "nei", "Nein", "nie", "fałsz", "FAŁSZ", "Não"] {
            assert_eq!(flag(text.as_bytes()), Ok(Some(false)), "{text}");
        }
        assert_eq!(flag(b"-"), Ok(None));
        assert!(flag(b"2").is_err());
        assert!(flag(b"maybe").is_err());
    }
}
