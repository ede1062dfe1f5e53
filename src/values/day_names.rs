//! Names of days and months at the front of a date, in the languages of exports.

/// The text behind what stands between the parts of a date.
pub fn without_separators(text: &[u8]) -> &[u8] {
    let length = text.iter().take_while(|byte| b" ,.-/".contains(byte)).count();
    &text[length..]
}

/// The English day of the week that a text begins with, Monday as 0.
pub fn english_weekday(text: &[u8]) -> Option<i64> {
    let start = text.get(..3)?;
    DAYS.iter().zip(0..).find(|(day, _)| start.eq_ignore_ascii_case(day.as_slice())).map(|(_, place)| place)
}

const DAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

/// The text behind a leading `Tue,` or `Tuesday `.
pub fn without_weekday(text: &[u8]) -> &[u8] {
    let is_day = text.len() > 3 && english_weekday(text).is_some();
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
    let is_other_day = letters > 1 && WEEKDAYS.iter().any(|day| is_spelled(&text[..letters], day));
    if !is_day && !is_other_day {
        return text;
    }
    without_separators(&text[letters..])
}

/// Whether a text is a word that is given in small letters, in whatever case.
fn is_spelled(text: &[u8], word: &str) -> bool {
    text.eq_ignore_ascii_case(word.as_bytes())
        || !text.is_ascii() && !word.is_ascii() && String::from_utf8_lossy(text).to_lowercase() == word
}

/// Weekdays in the languages of exports besides English, and their short forms where those are no months.
const WEEKDAYS: &[&str] = &[
    "ma",
    "di",
    "wo",
    "do",
    "vr",
    "za",
    "zo",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "mo",
    "mi",
    "fr",
    "sa",
    "so",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "man",
    "tir",
    "ons",
    "tor",
    "fre",
    "lør",
    "søn",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
    "søndag",
    "pon",
    "wt",
    "śr",
    "czw",
    "pt",
    "sob",
    "niedz",
    "poniedziałek",
    "wtorek",
    "środa",
    "czwartek",
    "piątek",
    "sobota",
    "niedziela",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "mié",
    "jue",
    "vie",
    "sáb",
    "dom",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "måndag",
    "tisdag",
    "lördag",
    "söndag",
    "mån",
    "tis",
    "lör",
    "sön",
];

/// Month names and their usual short forms in the languages of exports, told by how they begin.
const MONTHS: &[(&str, i64)] = &[
    ("jan", 1),
    ("sty", 1),
    ("feb", 2),
    ("lut", 2),
    ("mar", 3),
    ("mrt", 3),
    ("maa", 3),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("kwi", 4),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("maj", 5),
    ("jun", 6),
    ("cze", 6),
    ("jul", 7),
    ("lip", 7),
    ("aug", 8),
    ("sie", 8),
    ("sep", 9),
    ("wrz", 9),
    ("oct", 10),
    ("okt", 10),
    ("paź", 10),
    ("paz", 10),
    ("jän", 1),
    ("maerz", 3),
    ("juil", 7),
    ("juin", 6),
    ("fév", 2),
    ("fev", 2),
    ("avr", 4),
    ("aoû", 8),
    ("aou", 8),
    ("déc", 12),
    ("nov", 11),
    ("lis", 11),
    ("dec", 12),
    ("dez", 12),
    ("des", 12),
    ("gru", 12),
    ("ene", 1),
    ("gen", 1),
    ("abr", 4),
    ("mag", 5),
    ("giu", 6),
    ("lug", 7),
    ("ago", 8),
    ("set", 9),
    ("ott", 10),
    ("out", 10),
    ("dic", 12),
];

/// The month whose name a text begins with, and the text behind the name.
pub fn month_name(text: &[u8]) -> Option<(i64, &[u8])> {
    let (name, month) =
        MONTHS.iter().find(|(name, _)| text.get(..name.len()).is_some_and(|head| is_spelled(head, name)))?;
    let rest = &text[name.len()..];
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
    Some((*month, &rest[letters..]))
}
