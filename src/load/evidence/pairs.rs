//! A date in one column and the time of day in another: together they are a moment.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::ColumnKind;
use crate::profile::model::{Rule, Take};
use crate::profile::recognise::Recognised;
use crate::profile::synonyms::fold;

/// Words for the day in headers.
const DATE_WORDS: &[&str] = &[
    "date",
    "datum",
    "dato",
    "data",
    "dag",
    "day",
    "tag",
    "dzień",
    "fecha",
    "jour",
    "päivä",
    "päivämäärä",
    "pvm",
    "tarih",
    "日付",
    "日期",
    "giorno",
    "dia",
    "día",
];
/// Words for the time of day.
const TIME_WORDS: &[&str] = &[
    "time",
    "tijd",
    "tijdstip",
    "uur",
    "uhrzeit",
    "zeit",
    "uhr",
    "klokkeslett",
    "klokkeslæt",
    "tid",
    "kl",
    "klokke",
    "godzina",
    "czas",
    "hour",
    "clock",
    "hora",
    "heure",
    "ora",
    "čas",
    "aika",
    "kello",
    "saat",
    "時刻",
    "时间",
];
/// What a header of days ends with that has no word for them: `Opened on`.
const DATE_ENDS: &[&str] = &["on", "op", "am", "den"];
/// What a header of times of day ends with: `Opened at`.
const TIME_ENDS: &[&str] = &["at", "om", "um"];
/// What joins words to a stem and means nothing.
const FILLERS: &[&str] = &["at", "of", "on", "op", "om", "am", "um", "den", "the"];

/// A column of dates and the column of times of day that belongs to it.
struct Pair {
    date: String,
    time: String,
}

/// Joins each date with the time beside it, whichever of the two the names chose.
pub fn join(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    let columns = table.schema().columns;
    let mut pairs: Vec<Pair> = Vec::new();
    for (place, rule) in &mut one.mapping.columns {
        let column = &columns[*place];
        if !matches!(column.kind, ColumnKind::Instant) {
            continue;
        }
        let mut found = Vec::new();
        match &mut rule.take {
            Take::EarliestOf { ends, .. } => {
                ends.iter_mut().for_each(|end| found.extend(joined(end, survey)))
            }
            _ => found.extend(joined(rule, survey)),
        }
        for pair in found {
            let what = format!(
                "a date whose time of day stands in {:?}: together they are {}",
                pair.time, column.name
            );
            if !pairs.iter().any(|known| known.date == pair.date) {
                decisions.add(Outcome::Noted, table, &pair.date, what, "");
            }
            pairs.push(pair);
        }
    }
    // A time of day alone is no length of time and no moment, and of two ends that are the same pair one is enough.
    let is_half = |rule: &Rule| match &rule.take {
        Take::Field(field) => pairs.iter().any(|pair| pair.time == *field || pair.date == *field),
        _ => false,
    };
    for (_, rule) in &mut one.mapping.columns {
        if let Take::EarliestOf { ends, .. } = &mut rule.take {
            ends.retain(|end| !is_half(end));
            ends.dedup();
        }
    }
    one.mapping.columns.retain(|(_, rule)| !is_half(rule));
}

/// Makes a rule that reads half of a pair read both; a date without a time stays one.
fn joined(rule: &mut Rule, survey: &Survey) -> Option<Pair> {
    let Take::Field(header) = &rule.take else { return None };
    let pair = pair_of(survey, header)?;
    let with = if are_short(survey, &pair) { "" } else { " " };
    let both = Take::Joined { fields: vec![pair.date.clone(), pair.time.clone()], with: with.to_owned() };
    let alone = Rule::plain(Take::Field(pair.date.clone()));
    rule.take = Take::FirstOf(vec![Rule::plain(both), alone]);
    Some(pair)
}

/// The pair that a column is half of.
fn pair_of(survey: &Survey, header: &str) -> Option<Pair> {
    if holds_dates(survey, header) {
        let time = time_beside(survey, header)?;
        return Some(Pair { date: header.to_owned(), time });
    }
    if !is_time(header) || !holds_times(survey, header) {
        return None;
    }
    let own = stem(header, TIME_WORDS);
    let dates = survey.fields.iter().filter(|field| *field != header && is_date(field));
    let mut same = dates.filter(|field| stem(field, DATE_WORDS) == own);
    let date = same.find(|field| holds_dates(survey, field))?;
    Some(Pair { date: date.clone(), time: header.to_owned() })
}

fn holds_dates(survey: &Survey, header: &str) -> bool {
    let portrait = survey.portrait(header);
    portrait.filled > 0 && portrait.are_most(portrait.dates) && portrait.moments == 0
}

/// The column of times of day that belongs to a column of dates: the words for date and time in their headers apart, both
/// are called the same.
fn time_beside(survey: &Survey, date: &str) -> Option<String> {
    let own = stem(date, DATE_WORDS);
    let times = survey.fields.iter().filter(|field| *field != date && is_time(field));
    let mut same = times.filter(|field| stem(field, TIME_WORDS) == own);
    let time = same.find(|field| holds_times(survey, field))?;
    Some(time.clone())
}

fn is_date(header: &str) -> bool {
    is_of(header, DATE_WORDS, DATE_ENDS)
}

fn is_time(header: &str) -> bool {
    is_of(header, TIME_WORDS, TIME_ENDS)
}

/// Whether a header has a word of a kind, or ends as such headers do.
fn is_of(header: &str, kind: &[&str], ends: &[&str]) -> bool {
    let is_compound = |word: &String| kind.iter().any(|end| end.len() > 3 && word.ends_with(end));
    let words = words(header);
    words.iter().any(|word| kind.contains(&word.as_str()) || is_compound(word))
        || words.last().is_some_and(|word| ends.contains(&word.as_str()))
}

/// Whether both are written in digits alone: `20260302` and `101500`.
fn are_short(survey: &Survey, pair: &Pair) -> bool {
    let time = survey.portrait(&pair.time);
    let is_date =
        |text: &str| text.trim().len() == 8 && text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let mut dates = survey.texts(&pair.date).filter(|text| !text.trim().is_empty());
    time.filled > 0 && time.short_times == time.filled && dates.all(is_date)
}

fn holds_times(survey: &Survey, header: &str) -> bool {
    let portrait = survey.portrait(header);
    if portrait.filled > 0 && portrait.short_times == portrait.filled {
        return true;
    }
    portrait.filled > 0
        && portrait.clocks == portrait.filled
        && portrait.negatives == 0
        && portrait.first_part < 25
}

fn words(header: &str) -> Vec<String> {
    let before_brackets = header.split(['(', '[']).next().unwrap_or_default();
    fold(before_brackets).split(' ').map(str::to_owned).collect()
}

/// The words of a header but those for date or time. German and Norwegian write both as one word: `Anrufdatum`.
fn stem(header: &str, kind: &[&str]) -> Vec<String> {
    let mut stem = Vec::new();
    for word in words(header) {
        if kind.contains(&word.as_str()) || FILLERS.contains(&word.as_str()) {
            continue;
        }
        let compound = kind.iter().filter(|end| end.len() > 3).find_map(|end| word.strip_suffix(end));
        let plain = compound.unwrap_or(&word);
        stem.push(plain.trim_end_matches('s').to_owned());
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_of_one_stem_belong_together() {
        for (date, time) in [
            ("Date", "Time"),
            ("Start date", "Start time"),
            ("Created Date", "Created Time"),
            ("Datum", "Uhrzeit"),
            ("Dato", "Klokkeslett"),
            ("Data", "Godzina"),
            ("date_started", "time_started"),
            ("Date of call", "Time of call"),
            ("Anrufdatum", "Anrufzeit"),
            ("Created", "Created time"),
            ("Date (UTC)", "Time (UTC)"),
            ("Opened On", "Opened At"),
            ("Geopend op", "Geopend om"),
            ("Geöffnet am", "Geöffnet um"),
        ] {
            assert_eq!(stem(date, DATE_WORDS), stem(time, TIME_WORDS), "{date} {time}");
            assert!(is_time(time), "{time}");
        }
        assert_ne!(stem("Date", DATE_WORDS), stem("Talk time", TIME_WORDS));
        assert_ne!(stem("Start date", DATE_WORDS), stem("End time", TIME_WORDS));
    }
}
