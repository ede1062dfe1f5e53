//! What the values of a file say about its columns before a row is read: what they mean, and how they are written.

mod above;
mod again;
mod authors;
mod choose;
mod counted;
mod fits;
mod hashed;
mod pairs;
mod phoned;
mod portrait;
mod rated;
mod rows;
mod survey;
mod twice;
mod users;
mod whole;
mod writing;
mod zones;

use super::file::KnownFile;
use super::options::LoadOptions;
use super::pending::shown;
use super::row_filter::RowFilter;
use crate::account::{Outcome, Trouble};
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::Mapping;
use crate::profile::recognise::Recognised;
use crate::source::FieldSelection;
use crate::values::{both, DayOrder};
use anyhow::Result;
pub use authors::of_known_authors;
pub use hashed::take as take_hashes;
pub use portrait::is_rounded;
pub use rated::{leave as leave_ratings, rates_of_its_own};
pub use rows::{between, TOLERANCE};
use survey::Survey;

/// Something that was decided about a column because of its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// How loud it is said.
    pub outcome: Outcome,
    /// The table.
    pub table: TableName,
    /// The column as the file calls it.
    pub column: String,
    /// What was decided, and what to do if it is wrong.
    pub trouble: Trouble,
}

/// Decisions as they are made.
#[derive(Debug, Default)]
pub struct Decisions {
    /// All so far.
    pub made: Vec<Decision>,
}

impl Decisions {
    /// Adds one.
    fn add(
        &mut self,
        outcome: Outcome,
        table: TableName,
        column: &str,
        what: impl Into<String>,
        advice: &str,
    ) {
        let trouble = Trouble { what: what.into().into(), advice: advice.to_owned().into() };
        self.made.push(Decision { outcome, table, column: column.to_owned(), trouble });
    }
}

/// Tries the mappings of a file on its values: columns go to what they hold, and how they are written is put down in
/// the rules. A small part of the file is read; all of it only where that leaves two readings open.
pub fn decide(
    known: &mut KnownFile,
    recognised: &mut Vec<Recognised>,
    options: &LoadOptions,
) -> Result<Decisions> {
    let mut decisions = Decisions::default();
    let head = known.peek()?;
    let mut empty = Vec::new();
    for (place, one) in recognised.iter_mut().enumerate() {
        let Some(survey) = Survey::of_head(&known.form, (&head.0, head.1), &one.mapping) else { continue };
        if rated::holds_no_scores(one, &survey) {
            empty.push(place);
            continue;
        }
        rated::drop_odd_moments(one, &survey);
        pairs::join(one, &survey, &mut decisions);
        choose::choose(one, &survey, &mut decisions);
        phoned::settle(one, &survey, &mut decisions);
        users::settle(one, &survey, &mut decisions);
        rated::say_whose(one, &mut decisions);
        twice::say(one, &known.form, &mut decisions);
        above::take_zone(one, &known.form, &mut decisions);
        zones::say(one, &survey, &mut decisions);
        again::say(one, &survey, &mut decisions);
        counted::say(one, &survey, &mut decisions);
        hashed::look(one, &survey);
        writing::settle(known, one, &survey, (options, &mut decisions))?;
    }
    for place in empty.into_iter().rev() {
        recognised.remove(place);
    }
    Ok(decisions)
}

/// Headers by which a file may be told by chance.
const FEW: usize = 5;

/// Whether the first records of a file are there, and none of them is what a mapping picks by its conditions. Mappings that
/// are told by many headers are sure all the same: an export may hold none of the rows that count.
pub fn picks_nothing(known: &mut KnownFile, recognised: &[Recognised]) -> Result<bool> {
    let head = known.peek()?;
    let mut are_records = false;
    for one in recognised {
        if one.mapping.filter.is_empty() || one.mapping.recognise.len() > FEW {
            return Ok(false);
        }
        let Some(survey) = Survey::of_head(&known.form, (&head.0, head.1), &one.mapping) else { continue };
        are_records = true;
        let mut selection = FieldSelection { fields: survey.fields.clone(), ..FieldSelection::default() };
        let filter = RowFilter::all(&one.mapping.filter, &mut selection);
        let rows = survey.rows();
        if (0..rows.len()).any(|row| filter.iter().all(|filter| filter.passes(rows, row))) {
            return Ok(false);
        }
    }
    Ok(are_records)
}

/// Some values of each field that a mapping reads, as far as they may be shown: the first that differ.
pub fn samples(known: &mut KnownFile, one: &Recognised) -> Result<Vec<(String, Vec<String>)>> {
    let head = known.peek()?;
    let Some(survey) = Survey::of_head(&known.form, (&head.0, head.1), &one.mapping) else {
        return Ok(Vec::new());
    };
    let mut samples: Vec<(String, Vec<String>)> = Vec::new();
    for field in one.mapping.fields() {
        let mut values: Vec<String> = Vec::new();
        let is_timed = is_timed(&one.mapping, field);
        let may_be_shown = |text: &str| shown(text).or_else(|| is_timed.then(|| bare_moment(text))?);
        for text in survey.texts(field).filter_map(may_be_shown) {
            if values.len() < SAMPLES && !values.contains(&text) {
                values.push(text);
            }
        }
        samples.push((field.to_owned(), values));
    }
    Ok(samples)
}

/// Whether a moment or a length of time is read from a field.
fn is_timed(mapping: &Mapping, field: &str) -> bool {
    let columns = mapping.into.schema().columns;
    mapping.columns.iter().any(|(place, rule)| {
        let is_time = matches!(columns[*place].kind, ColumnKind::Instant | ColumnKind::Duration);
        is_time && rule.take.fields().contains(&field)
    })
}

/// Digits of a moment since 1970, at most.
const DIGITS: usize = 16;

/// A moment as a number, which looks like one by which somebody is called.
fn bare_moment(text: &str) -> Option<String> {
    let text = text.trim();
    let is_bare = !text.is_empty() && text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    is_bare.then(|| text.to_owned())
}

/// Values shown of a column.
const SAMPLES: usize = 3;

/// The order of day and month that a file's columns have, together with that of the files before.
pub fn day_order(recognised: &[Recognised], before: DayOrder) -> DayOrder {
    let rules = recognised.iter().flat_map(|one| &one.mapping.columns);
    let orders = rules.filter_map(|(_, rule)| rule.writing.date_order);
    orders.filter(|order| *order != DayOrder::Undecided).fold(before, both)
}

/// Columns whose dates do not tell day and month apart take the order that the other files of the run have.
pub fn take_day_order(recognised: &mut [Recognised], of_run: DayOrder) -> Decisions {
    let mut decisions = Decisions::default();
    let first = match of_run {
        DayOrder::DayFirst => "day",
        DayOrder::MonthFirst => "month",
        DayOrder::Iso | DayOrder::Undecided | DayOrder::Contradicted => "",
    };
    for one in recognised {
        let table = one.mapping.into;
        for (_, rule) in &mut one.mapping.columns {
            if rule.writing.date_order != Some(DayOrder::Undecided) {
                continue;
            }
            let header = rule.take.fields().first().map_or("", |field| field).to_owned();
            if first.is_empty() {
                let what = "its dates do not tell day and month apart";
                decisions.add(
                    Outcome::Warned,
                    table,
                    &header,
                    what,
                    "say which comes first with --date-order dmy or --date-order mdy",
                );
            } else {
                rule.writing.date_order = Some(of_run);
                let what = format!("its dates do not tell day and month apart; the {first} comes first, as in the other files");
                decisions.add(
                    Outcome::Noted,
                    table,
                    &header,
                    what,
                    "--date-order dmy or mdy says it otherwise",
                );
            }
        }
    }
    decisions
}
