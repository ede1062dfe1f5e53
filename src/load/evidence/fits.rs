//! Whether what a column holds can be what its name says.

use super::portrait::Portrait;
use super::survey::Survey;
use crate::dataset::schema::ratings;
use crate::dataset::{ColumnKind, ColumnSchema, Domain};
use crate::load::word::in_text;
use crate::profile::synonyms;
use crate::values::{flag, is_null, SpanUnit};
use std::collections::BTreeSet;

/// What the values say to the meaning that a column's name gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFit {
    /// Nothing against it.
    Good,
    /// They are moments, and the name says a length of time.
    Moments,
    /// They are lengths of time, and the name says a moment.
    Lengths,
    /// They are what is left of a promised time, below zero once it is broken.
    TimeLeft,
    /// They are something else.
    Other,
}

/// So few values do not speak against a column: each that can not be read is named with its row.
const FEW: usize = 5;

/// Words of a value that says more than one thing: `Closed (Support pipeline)`.
const WORDS_OF_VALUES: usize = 4;

/// Whether the values of a header fit a canonical column.
pub fn fit(column: &ColumnSchema, header: &str, survey: &Survey) -> ValueFit {
    match fit_of_all(column, header, survey) {
        ValueFit::Other if is_measured(column) && reads_few(column, &survey.portrait(header)) => {
            ValueFit::Good
        }
        found => found,
    }
}

/// Whether so few values can not be read that their rows are named instead: of none that can, the column itself is.
fn reads_few(column: &ColumnSchema, portrait: &Portrait) -> bool {
    let readable = match column.kind {
        ColumnKind::Instant => portrait.instants() + portrait.numbers,
        ColumnKind::Duration => portrait.lengths(),
        _ => portrait.numbers,
    };
    portrait.filled < FEW && (readable > 0 || column.required)
}

/// Whether a column's few values are none of what another column of the same meaning holds.
pub fn is_better(column: &ColumnSchema, header: &str, other: &str, survey: &Survey) -> bool {
    is_measured(column)
        && fit_of_all(column, header, survey) != ValueFit::Good
        && fit_of_all(column, other, survey) == ValueFit::Good
        && survey.portrait(other).filled >= survey.portrait(header).filled
}

/// Whether values are read as numbers, moments or lengths of time.
fn is_measured(column: &ColumnSchema) -> bool {
    matches!(column.kind, ColumnKind::Instant | ColumnKind::Duration)
        || matches!(column.kind, ColumnKind::Number) && column.name != ratings::SCORE
}

/// The same by however few values.
fn fit_of_all(column: &ColumnSchema, header: &str, survey: &Survey) -> ValueFit {
    let told = |found: fn(&str, &Portrait) -> ValueFit| found(header, &survey.portrait(header));
    match column.kind {
        ColumnKind::Instant => told(|header, portrait| match instants(portrait) {
            // `First reply time in minutes` says a length, whatever moments are called so too.
            _ if SpanUnit::in_header(header).is_some()
                && portrait.filled > 0
                && portrait.are_most(portrait.numbers) =>
            {
                ValueFit::Lengths
            }
            found => found,
        }),
        ColumnKind::Duration => told(lengths),
        ColumnKind::Number if column.name != ratings::SCORE => {
            told(|_, portrait| most(portrait, |portrait| portrait.numbers))
        }
        ColumnKind::Choice(vocabulary) => {
            // What is longer is prose, in which any word may stand.
            let among_few = |text: &str| {
                text.split_whitespace().nth(WORDS_OF_VALUES).is_none() && in_text(vocabulary, text).is_some()
            };
            known(survey, header, |text| synonyms::value(vocabulary, text).is_some() || among_few(text))
        }
        ColumnKind::Flag => known(survey, header, |text| flag(text.as_bytes()).is_ok()),
        ColumnKind::Code(Domain::Channel) => channels(survey, header),
        ColumnKind::Number
        | ColumnKind::Code(_)
        | ColumnKind::List(_)
        | ColumnKind::Text
        | ColumnKind::Prose => ValueFit::Good,
    }
}

fn most(portrait: &Portrait, count: fn(&Portrait) -> usize) -> ValueFit {
    if portrait.filled == 0 || portrait.are_most(count(portrait)) {
        ValueFit::Good
    } else {
        ValueFit::Other
    }
}

fn instants(portrait: &Portrait) -> ValueFit {
    // Numbers below any day may be zeros that stand for never.
    if portrait.filled == 0 || portrait.are_most(portrait.instants()) {
        ValueFit::Good
    } else if portrait.are_most(portrait.spans)
        || (portrait.are_most(portrait.clocks) && portrait.first_part > 24)
    {
        // Any other clock may be a time of day.
        ValueFit::Lengths
    } else if portrait.are_most(portrait.numbers) {
        // What a number counts would be a guess.
        ValueFit::Good
    } else {
        ValueFit::Other
    }
}

fn lengths(header: &str, portrait: &Portrait) -> ValueFit {
    if portrait.negatives > 0 && is_time_to(header) {
        ValueFit::TimeLeft
    } else if portrait.filled == 0 || portrait.are_most(portrait.lengths()) {
        ValueFit::Good
    } else if portrait.are_most(portrait.instants()) {
        ValueFit::Moments
    } else {
        ValueFit::Other
    }
}

/// Whether a header speaks of the time until something: `Time to first response`, `SLA`, `Zeit bis zur Lösung`.
fn is_time_to(header: &str) -> bool {
    const STARTS: [&str; 8] =
        ["time to ", "time left", "time until", "tijd tot", "zeit bis", "tid til", "czas do", "remaining"];
    const WORDS: [&str; 6] = ["sla", "remaining", "left", "resterend", "due", "breach"];
    let folded = synonyms::fold(header);
    STARTS.iter().any(|start| folded.contains(start)) || folded.split(' ').any(|word| WORDS.contains(&word))
}

fn known(survey: &Survey, header: &str, is_known: impl Fn(&str) -> bool) -> ValueFit {
    let mut all = BTreeSet::new();
    let (mut filled, mut good) = (0, 0);
    let mut before: Option<(&str, bool)> = None;
    for text in survey.texts(header).filter(|text| !is_null(text.as_bytes())) {
        let is_good = match before {
            Some((same, known)) if same == text => known,
            _ => is_known(text),
        };
        before = Some((text, is_good));
        filled += 1;
        good += usize::from(is_good);
        if !is_good {
            all.insert(text);
        }
    }
    // One unknown value of few rows may be a value of its own; values that differ from row to row are none of a list.
    if good * 2 >= filled || (good > 0 && all.len() <= 3) {
        ValueFit::Good
    } else {
        ValueFit::Other
    }
}

/// Channels may have names of their own, but are not addresses or sentences, and not another one in every row.
fn channels(survey: &Survey, header: &str) -> ValueFit {
    let mut different = BTreeSet::new();
    let (mut filled, mut odd, mut known) = (0, 0, 0);
    for text in survey.texts(header).map(str::trim).filter(|text| !is_null(text.as_bytes())) {
        filled += 1;
        if synonyms::channel(text).is_some() {
            known += 1;
            continue;
        }
        different.insert(text);
        odd += usize::from(is_address(text) || text.len() > 40 || text.contains('@'));
    }
    let is_free = filled >= 5 && different.len() * 5 > filled * 4;
    // Origins may be countries, and modes those of payment.
    let is_another = filled > 0 && known == 0 && !says_channel(header);
    if odd * 2 > filled || is_free || is_another {
        ValueFit::Other
    } else {
        ValueFit::Good
    }
}

/// Whether a header says channel and nothing that could be something else.
fn says_channel(header: &str) -> bool {
    const WORDS: [&str; 11] = [
        "channel", "kanaal", "kanał", "kanal", "canal", "via", "medium", "contact", "kontakt", "source",
        "network",
    ];
    let folded = synonyms::fold(header);
    WORDS.iter().any(|word| folded.contains(word))
}

/// `Canal Street 5`, `12 Rue de la Paix`: words and a house number.
fn is_address(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &&str| {
        word.trim_end_matches(|c: char| c.is_alphabetic() || c == ',').bytes().all(|b| b.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
    };
    let ends = [words.first(), words.last()];
    words.len() >= 2
        && ends.into_iter().flatten().any(is_number)
        && words.iter().any(|word| word.len() > 2 && !is_number(word))
}
