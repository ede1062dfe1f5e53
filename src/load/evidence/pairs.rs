//! A date in one column and the time of day in another: together they are a moment.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::ColumnKind;
use crate::profile::model::{Rule, Take};
use crate::profile::recognise::Recognised;
use crate::profile::synonyms::fold;

/// Words for the day in headers.
const DATE_WORDS: &[&str] = &["date", "datum", "dato", "data", "dag", "day", "tag", "dzień", "fecha", "jour"];
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
];
/// What joins words to a stem and means nothing.
const FILLERS: &[&str] = &["at", "of", "op", "am", "um", "den", "the"];

/// Joins each date with the time beside it.
pub fn join(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    let columns = table.schema().columns;
    let mut joined = Vec::new();
    for (place, rule) in &mut one.mapping.columns {
        let Take::Field(date) = &rule.take else { continue };
        if !matches!(columns[*place].kind, ColumnKind::Instant) || !holds_dates(survey, date) {
            continue;
        }
        let date = date.clone();
        if let Some(time) = time_beside(survey, &date) {
            let with_time = Take::Joined { fields: vec![date.clone(), time.clone()], with: " ".to_owned() };
            let alone = Rule::plain(Take::Field(date.clone()));
            rule.take = Take::FirstOf(vec![Rule::plain(with_time), alone]);
            let what = format!(
                "a date whose time of day stands in {time:?}: together they are {}",
                columns[*place].name
            );
            decisions.add(Outcome::Noted, table, &date, what, "");
            joined.push(time);
        }
    }
    // A time of day alone is no length of time and no moment.
    one.mapping.columns.retain(|(_, rule)| match &rule.take {
        Take::Field(field) => !joined.contains(field),
        _ => true,
    });
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

fn is_time(header: &str) -> bool {
    let ends = |word: &String| TIME_WORDS.iter().any(|end| end.len() > 3 && word.ends_with(end));
    words(header).iter().any(|word| TIME_WORDS.contains(&word.as_str()) || ends(word))
}

fn holds_times(survey: &Survey, header: &str) -> bool {
    let portrait = survey.portrait(header);
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
        ] {
            assert_eq!(stem(date, DATE_WORDS), stem(time, TIME_WORDS), "{date} {time}");
            assert!(is_time(time), "{time}");
        }
        assert_ne!(stem("Date", DATE_WORDS), stem("Talk time", TIME_WORDS));
        assert_ne!(stem("Start date", DATE_WORDS), stem("End time", TIME_WORDS));
    }
}
