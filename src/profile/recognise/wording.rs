//! What a header means once the zone, unit, word or noun in it that says no more is left out.

use crate::dataset::schema::ratings;
use crate::dataset::{ColumnKind, TableName};
use crate::profile::synonyms::{exact, fold, synonym};
use crate::values::{zone_text_in_header, ClockForm, SpanUnit};

/// Place and rank of the column that a folded header spells or is a synonym of.
pub fn meaning(table: TableName, folded: &str) -> Option<(usize, usize)> {
    if let Some(place) = exact(table, folded) {
        return Some((place, 0));
    }
    synonym(table, folded).map(|(place, rank)| (place, rank + 1))
}

/// The meaning of a header, folded too, without the zone or unit in it, a rank less sure: `Created (Europe/Oslo)`,
/// `Resolution time (in hrs)`, `talk_time_ms`.
pub fn bare(table: TableName, name: &str, folded: &str) -> Option<(usize, usize)> {
    if folded.is_empty() {
        return None;
    }
    let before_brackets = name.find(['(', '[']).map(|at| fold(&name[..at])).filter(|text| !text.is_empty());
    let mut found = None;
    if let Some(before) = before_brackets.as_deref().filter(|before| *before != folded) {
        found = meaning(table, before).or_else(|| without_zone(table, before));
    }
    if found.is_none() {
        found = without_unit(table, name, folded).or_else(|| without_zone(table, name));
    }
    if found.is_none() {
        let text = before_brackets.as_deref().unwrap_or(folded);
        found = done(table, text).or_else(|| without_day(table, text)).or_else(|| without_noun(table, text));
        found = found.or_else(|| without_scale(table, text)).or_else(|| question(table, folded));
        found = found.or_else(|| numbered(table, text));
    }
    found.map(|(place, rank)| (place, rank + 1))
}

/// The meaning of a header whose last word is a unit or a form of clocks: `talk_time_ms`, `Wait in minutes`, `Talk mm:ss`.
fn without_unit(table: TableName, name: &str, folded: &str) -> Option<(usize, usize)> {
    let mut before = folded;
    if SpanUnit::in_header(name).is_some() {
        before = before.rsplit_once(' ')?.0;
    } else if ClockForm::in_header(name).is_some() {
        before = before.rsplit_once(' ')?.0.rsplit_once(' ')?.0;
    } else {
        return None;
    }
    let bare = before.strip_suffix(" in").unwrap_or(before);
    meaning(table, before).or_else(|| meaning(table, bare))
}

/// The meaning of a header of moments that ends with a zone: `Created at UTC`.
fn without_zone(table: TableName, name: &str) -> Option<(usize, usize)> {
    let zone = zone_text_in_header(name)?;
    let before = fold(&name[..name.rfind(zone)?]);
    let found = meaning(table, &before)?;
    matches!(table.schema().columns[found.0].kind, ColumnKind::Instant).then_some(found)
}

/// The meaning of a header of moments that says what was done and not when: `First replied`.
fn done(table: TableName, folded: &str) -> Option<(usize, usize)> {
    if !folded.ends_with("ed") {
        return None;
    }
    let found = meaning(table, &format!("{folded} at"))?;
    matches!(table.schema().columns[found.0].kind, ColumnKind::Instant).then_some(found)
}

/// The meaning of a header of moments without a word for day or time: `Datum aangemaakt`, `Date received`.
fn without_day(table: TableName, folded: &str) -> Option<(usize, usize)> {
    let (words, days): (Vec<&str>, Vec<&str>) = folded.split(' ').partition(|word| !DAY_WORDS.contains(word));
    if words.is_empty() || days.is_empty() {
        return None;
    }
    let rest = words.join(" ");
    let mut found = meaning(table, &rest).or_else(|| done(table, &rest));
    for rest in [rest.clone(), format!("{rest} date")] {
        found = found.or_else(|| without_noun(table, &rest));
    }
    let found = found?;
    matches!(table.schema().columns[found.0].kind, ColumnKind::Instant).then_some(found)
}

/// The meaning of a header of scores without the highest one: `Score out of 10`, `Note sur 20`.
fn without_scale(table: TableName, folded: &str) -> Option<(usize, usize)> {
    const OF: [&str; 8] = [" out of", " of", " von", " sur", " van", " av", " su", " sobre"];
    let (rest, most) = folded.rsplit_once(' ')?;
    most.parse::<u8>().ok().filter(|_| table == TableName::Ratings)?;
    OF.iter().find_map(|of| meaning(table, rest.strip_suffix(of)?))
}

/// The meaning of a header behind the number of its question: `Q1_NPS`.
fn numbered(table: TableName, folded: &str) -> Option<(usize, usize)> {
    let (number, rest) = folded.split_once(' ')?;
    let digits = number.strip_prefix('q')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (table == TableName::Ratings && is_number).then(|| meaning(table, rest))?
}

/// What a survey asks where its questions are the headers: `How satisfied are you with our support?`.
fn question(table: TableName, folded: &str) -> Option<(usize, usize)> {
    // Some languages write a question without a blank.
    let is_long = folded.split(' ').count() > 2 || !folded.is_ascii() && folded.chars().count() > 10;
    if table != TableName::Ratings || !is_long {
        return None;
    }
    let asks = |of: &[&str]| of.iter().any(|words| folded.contains(words));
    let column = if asks(ASK_FOR_WORDS) {
        ratings::COMMENT
    } else if asks(ASK_FOR_SCORES) {
        ratings::SCORE
    } else {
        return None;
    };
    TableName::Ratings.schema().column(column).map(|place| (place, LEAST_SURE))
}

/// How sure the meaning of a question is.
pub const LEAST_SURE: usize = 5_000;

/// How sure a number is that may be of anything: behind all names that say of what it is.
pub const ANY_NUMBER: usize = 2 * LEAST_SURE;

/// What questions have in common that are answered in words.
const ASK_FOR_WORDS: &[&str] = &[
    "comments",
    "tell us",
    "anything else",
    "what could we",
    "how can we improve",
    "why did you",
    "opmerkingen",
    "toelichting",
    "anmerkungen",
    "was können wir",
    "komentarz",
    "kommentar",
    "commentaire",
    "comentario",
    "comentários",
    "motivo",
    "perché hai",
    "dlaczego",
    "varför",
    "hvorfor",
    "pourquoi",
    "waarom",
    "warum",
    "proč",
    "miksi",
    "neden",
    "理由",
    "为什么",
];

/// What questions have in common that are answered by a score.
const ASK_FOR_SCORES: &[&str] = &[
    "how satisfied",
    "how would you rate",
    "how do you rate",
    "please rate",
    "rate your",
    "how likely",
    "hoe tevreden",
    "wie zufrieden",
    "jak zadowol",
    "jak oceniasz",
    "hvor fornøyd",
    "hvor sannsynlig",
    "comment évaluez",
    "êtes vous satisfait",
    "recommanderiez",
    "qué tan satisfech",
    "recomendar",
    "quão satisfeit",
    "wie wahrscheinlich",
    "hoe waarschijnlijk",
    "probabilidad",
    "qué tan probable",
    "probabilidade",
    "quanto è probabile",
    "consigliere",
    "probabilité",
    "hur sannolikt",
    "hur troligt",
    "hvor sandsynligt",
    "jak prawdopodobn",
    "pravděpodobn",
    "todennäköis",
    "tavsiye eder",
    "可能性",
    "推荐",
    "推薦",
    "勧め",
    "すすめ",
    "hur nöjd",
    "hvor tilfreds",
    "quanto sei soddisfatt",
    "quanto è soddisfatt",
    "cuán satisfech",
    "jak spokojen",
    "kuinka tyytyväi",
    "ne kadar memnun",
    "满意程度",
    "満足して",
];

/// The meaning of a header without the noun it begins with, which its table is of: `Case status`, `Ticketeigenaar`,
/// `Review stars`, `Call queue`.
fn without_noun(table: TableName, folded: &str) -> Option<(usize, usize)> {
    let nouns = match table {
        TableName::Conversations => NOUNS,
        TableName::Ratings => RATING_NOUNS,
        TableName::Calls => CALL_NOUNS,
        _ => return None,
    };
    let noun = nouns.iter().find(|noun| folded.starts_with(**noun))?;
    let rest = &folded[noun.len()..];
    let is_apart = rest.starts_with(' ');
    let rest = rest.trim_start();
    // one word may be of two only where the noun is one that others are joined to
    let is_one = is_apart || *noun == NOUNS[0] && rest.len() > 3;
    is_one.then(|| meaning(table, rest).or_else(|| done(table, rest)))?
}

/// What ratings are called in headers.
const RATING_NOUNS: &[&str] = &["review", "rating", "survey", "feedback", "csat", "nps"];

/// What calls are called in headers.
const CALL_NOUNS: &[&str] =
    &["call", "anruf", "gesprek", "samtale", "appel", "llamada", "chamada", "chiamata"];

/// What conversations are called in headers.
const NOUNS: &[&str] = &[
    "ticket",
    "case",
    "conversation",
    "chat",
    "request",
    "incident",
    "issue",
    "gesprek",
    "zaak",
    "sak",
    "samtale",
    "anfrage",
    "vorgang",
    "fall",
    "zgłoszenie",
    "rozmowa",
    "demande",
    "caso",
    "chamado",
    "conversación",
    "conversa",
];

/// Words for days and times of day, and what joins them to others.
const DAY_WORDS: &[&str] = &[
    "date",
    "time",
    "datetime",
    "timestamp",
    "datum",
    "tijd",
    "tijdstip",
    "uhrzeit",
    "zeit",
    "zeitpunkt",
    "dato",
    "tidspunkt",
    "klokkeslett",
    "data",
    "czas",
    "godzina",
    "heure",
    "fecha",
    "hora",
    "ora",
    "tid",
    "and",
    "of",
    "de",
    "del",
    "della",
    "di",
    "da",
    "do",
    "der",
    "des",
    "van",
    "la",
    "the",
];
