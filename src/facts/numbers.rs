//! Which telephone numbers are one and the same.

use crate::dataset::{Dictionary, NONE};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// What some exchanges write where a caller hides the number: ANONYMOUS on a keypad.
const ANONYMOUS: &str = "266696687";

/// What others write, in the languages of our users.
const WITHHELD: &[&str] = &[
    "anonymous",
    "restricted",
    "unknown",
    "private",
    "withheld",
    "blocked",
    "unavailable",
    "hidden",
    "no caller id",
    "anoniem",
    "onbekend",
    "afgeschermd",
    "privé",
    "anonimowy",
    "nieznany",
    "zastrzeżony",
    "prywatny",
    "anonym",
    "ukjent",
    "skjult",
    "hemmelig",
    "unbekannt",
    "unterdrückt",
    "anonyme",
    "masqué",
    "inconnu",
    "anónimo",
    "oculto",
    "privado",
    "desconocido",
    "anônimo",
    "desconhecido",
    "anonimo",
    "nascosto",
    "privato",
    "sconosciuto",
    "okänt",
    "dolt",
    "hemligt",
    "skyddat",
    "ukendt",
    "hemmeligt",
    "neznámé",
    "skryté",
    "tuntematon",
    "salainen",
    "gizli",
    "bilinmeyen",
    "非通知",
    "不明",
    "未知",
    "隐藏",
];

/// Words beside those above that say no more.
const BESIDE: [&str; 11] =
    ["number", "caller", "nummer", "numer", "call", "id", "numéro", "número", "numero", "číslo", "numara"];

/// For each code of the numbers the code of the first of them that is the same number; [`NONE`]: nobody's.
pub fn same_numbers(numbers: &Dictionary) -> Vec<u32> {
    let mut first: HashMap<String, u32, RandomState> = HashMap::default();
    let same = |(text, code)| number_key(text).map_or(NONE, |key| *first.entry(key).or_insert(code));
    numbers.texts().zip(0..).map(same).collect()
}

/// A number without the `.0` of a program that took it for a quantity.
fn without_fraction(text: &str) -> &str {
    let whole = text.strip_suffix(".0").filter(|whole| whole.len() > 6);
    whole.filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text)
}

/// What a number is compared by: its digits, `00` and `+` alike and without `(0)`; what is not written as a number is
/// compared as it stands. None for numbers withheld.
fn number_key(text: &str) -> Option<String> {
    let text = without_fraction(text.trim());
    let is_number = text.chars().all(|letter| {
        letter.is_ascii_digit() || matches!(letter, '+' | '-' | '/' | '.' | ' ' | '(' | ')' | '\u{a0}')
    });
    if !is_number {
        return (!is_withheld(text)).then(|| text.to_owned());
    }
    let mut digits: String = match text.contains("(0)") {
        true => text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect(),
        false => text.chars().filter(char::is_ascii_digit).collect(),
    };
    if digits.starts_with("00") {
        digits.drain(..2);
    }
    (!digits.is_empty() && digits != ANONYMOUS).then_some(digits)
}

/// Whether a text says that the number is hidden: `Anonymous`, `Private number`, `Nummer unterdrückt`.
fn is_withheld(text: &str) -> bool {
    let lower = text.to_lowercase();
    let all = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let all = all.collect::<Vec<_>>();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !BESIDE.contains(word)).collect();
    WITHHELD.contains(&telling.join(" ").as_str()) || WITHHELD.contains(&all.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_their_digits() {
        for (text, key) in [
            ("+31 6 1234", Some("3161234")),
            ("0031-6-1234", Some("3161234")),
            ("+31 (0)6/1234", Some("3161234")),
            ("06 1234", Some("061234")),
            ("client:ann2", Some("client:ann2")),
            ("Anonymous", None),
            ("+266696687", None),
            (" - ", None),
            ("Private Number", None),
            ("<unknown>", None),
            ("Numer zastrzeżony", None),
            ("Unterdrückt", None),
            ("No caller ID", None),
            ("Unknown Pleasures Ltd", Some("Unknown Pleasures Ltd")),
            ("", None),
        ] {
            assert_eq!(number_key(text).as_deref(), key, "{text:?}");
        }
    }
}
