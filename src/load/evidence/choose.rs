//! Which column of a file each meaning is read from: that of the surest name whose values can be what the name says.

use super::fits::{fit, is_better, ValueFit};
use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::{calls, conversations, ratings};
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::{Mapping, Take, NTH};
use crate::profile::recognise::{kind_of_scores, meaning_of, rule_of, Recognised};
use crate::values::is_null;
use std::collections::BTreeSet;

/// Moments and lengths of time that say the same: the name of the one, that of the other.
const COUNTERPARTS: [(TableName, &str, &str); 3] = [
    (TableName::Conversations, conversations::FIRST_RESPONSE_S, conversations::FIRST_REPLY_AT),
    (TableName::Conversations, conversations::RESOLUTION_S, conversations::CLOSED_AT),
    (TableName::Calls, calls::WAIT_S, calls::ANSWERED_AT),
];

/// Tries every column that is read as it stands, and takes another where its values contradict.
pub fn choose(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    let columns = table.schema().columns;
    let mut moved = Vec::new();
    drop_odd_ends(one, survey, decisions);
    join_lists(one, survey, decisions);
    for at in 0..one.mapping.columns.len() {
        let (place, rule) = &one.mapping.columns[at];
        let Take::Field(header) = &rule.take else { continue };
        if !rule.values.is_empty() || rule.after.is_some() || rule.before.is_some() {
            continue;
        }
        let (place, header) = (*place, header.clone());
        let mut found = fit(&columns[place], &header, survey);
        if columns[place].name == conversations::CONVERSATION_ID && table == TableName::Conversations {
            found = if are_words(survey, &header) { ValueFit::Other } else { found };
        }
        if found == ValueFit::Good && one.profile.is_none() {
            let other = next(&one.mapping, place, &header, survey);
            if other.is_some_and(|other| is_better(&columns[place], &header, &other, survey)) {
                found = ValueFit::Other;
            }
        }
        if found != ValueFit::Good {
            moved.push((place, header, found));
        }
    }
    // First they leave their places, so that others can take them.
    for (place, header, found) in &moved {
        let next = if one.profile.is_none() { next(&one.mapping, *place, header, survey) } else { None };
        let rules = &mut one.mapping.columns;
        let Some(at) = rules.iter().position(|(other, _)| other == place) else { continue };
        let name = columns[*place].name;
        if let Some(next) = next {
            rules[at].1 = rule_of(&next, columns[*place].kind);
            let what = format!(
                "its values are no {}; {next:?} is taken for {name} instead",
                named(columns[*place].kind)
            );
            decisions.add(Outcome::Noted, table, header, what, "");
        } else if table == TableName::Ratings && name == ratings::KIND && one.profile.is_none() {
            // Any list of things has a type; the scores tell what kind of rating they are.
            rules[at].1 = kind_of_scores(&[]);
            say_unused(decisions, (table, name), header, *found);
        } else if name == conversations::CONVERSATION_ID {
            let what = "holds words and no numbers of tickets; rows of the same words are one";
            decisions.add(Outcome::Warned, table, header, what, "export the number of the ticket too");
        } else if !columns[*place].required {
            rules.remove(at);
            let is_moved =
                matches!(found, ValueFit::Moments | ValueFit::Lengths) && counterpart(table, name).is_some();
            if !is_moved {
                say_unused(decisions, (table, name), header, *found);
            }
        }
    }
    for (place, header, found) in moved {
        take_as_counterpart(&mut one.mapping, (place, &header, found), decisions);
    }
}

/// Whether ids are words that stand again and again: `Login`, `Where is my order`.
fn are_words(survey: &Survey, header: &str) -> bool {
    let filled = survey.texts(header).map(str::trim).filter(|text| !is_null(text.as_bytes()));
    let (mut all, mut worded, mut different) = (0, 0, BTreeSet::new());
    for text in filled {
        all += 1;
        worded += usize::from(!text.bytes().any(|byte| byte.is_ascii_digit()));
        different.insert(text);
    }
    all >= 3 && worded * 10 >= all * 9 && different.len() * 4 <= all * 3
}

/// Joins the columns of one name that feed a list.
fn join_lists(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    for (place, rule) in &mut one.mapping.columns {
        let Take::Field(header) = &rule.take else { continue };
        if !matches!(table.schema().columns[*place].kind, ColumnKind::List(_)) {
            continue;
        }
        let header = header.clone();
        let is_same = |field: &&String| {
            **field == header || field.split_once(NTH).is_some_and(|(name, _)| name == header)
        };
        let fields: Vec<String> = survey.fields.iter().filter(is_same).cloned().collect();
        if fields.len() > 1 {
            let what = format!("stands in {} columns; their items are one list", fields.len());
            rule.take = Take::Lists(fields);
            decisions.add(Outcome::Noted, table, &header, what, "");
        }
    }
}

/// Leaves out of several ends those that are no moments.
fn drop_odd_ends(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    let columns = table.schema().columns;
    for (place, rule) in &mut one.mapping.columns {
        let Take::EarliestOf { ends, .. } = &mut rule.take else { continue };
        let name = columns[*place].name;
        let mut odd = Vec::new();
        for end in ends.iter() {
            let Take::Field(header) = &end.take else { continue };
            let found = fit(&columns[*place], header, survey);
            if found != ValueFit::Good {
                odd.push((header.clone(), found));
            }
        }
        if odd.len() < ends.len() {
            ends.retain(|end| !odd.iter().any(|(header, _)| end.take.fields() == [header]));
            for (header, found) in &odd {
                say_unused(decisions, (table, name), header, *found);
            }
        }
    }
}

/// The next header that means the same and whose values fit.
fn next(mapping: &Mapping, place: usize, header: &str, survey: &Survey) -> Option<String> {
    let used: Vec<&str> = mapping.fields();
    let mut candidates = Vec::new();
    for field in survey.fields.iter().filter(|field| *field != header && !used.contains(&field.as_str())) {
        if let Some((_, rank)) = meaning_of(mapping.into, field).filter(|(other, _)| *other == place) {
            candidates.push((rank, field));
        }
    }
    candidates.sort_by_key(|(rank, _)| *rank);
    let column = &mapping.into.schema().columns[place];
    let fitting = candidates.into_iter().map(|(_, field)| field);
    fitting.into_iter().find(|field| fit(column, field, survey) == ValueFit::Good).cloned()
}

/// The column of the other kind that says the same.
fn counterpart(table: TableName, name: &str) -> Option<usize> {
    let pair = COUNTERPARTS
        .iter()
        .find(|(of, length, moment)| *of == table && (*length == name || *moment == name))?;
    table.schema().column(if pair.1 == name { pair.2 } else { pair.1 })
}

/// Reads a column as what it holds: moments where its name says a length of time, and the other way round.
fn take_as_counterpart(mapping: &mut Mapping, moved: (usize, &str, ValueFit), decisions: &mut Decisions) {
    let (place, header, found) = moved;
    let (what, table) = match found {
        ValueFit::Moments => ("moments", mapping.into),
        ValueFit::Lengths => ("lengths of time", mapping.into),
        ValueFit::Good | ValueFit::TimeLeft | ValueFit::Other => return,
    };
    let columns = table.schema().columns;
    let Some(other) = counterpart(table, columns[place].name) else { return };
    let name = columns[other].name;
    if mapping.columns.iter().any(|(taken, _)| *taken == other) {
        let advice = "it is not used: another column says the same";
        decisions.add(Outcome::Noted, table, header, format!("holds {what}, as {name} does"), advice);
        return;
    }
    mapping.columns.push((other, rule_of(header, columns[other].kind)));
    decisions.add(Outcome::Noted, table, header, format!("holds {what}, so it is taken for {name}"), "");
}

fn say_unused(decisions: &mut Decisions, of: (TableName, &str), header: &str, found: ValueFit) {
    let (table, name) = of;
    let (outcome, what) = match found {
        ValueFit::TimeLeft => (
            Outcome::Noted,
            format!("holds what is left of a promised time (negative once it is broken), which is no {name}"),
        ),
        ValueFit::Moments | ValueFit::Lengths | ValueFit::Good | ValueFit::Other => {
            (Outcome::Warned, format!("most of its values can not be {name}"))
        }
    };
    decisions.add(outcome, table, header, what, "it is not used; a profile can say what it means");
}

fn named(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Instant => "moments",
        ColumnKind::Duration => "lengths of time",
        ColumnKind::Number => "numbers",
        ColumnKind::Choice(vocabulary) => vocabulary.name,
        ColumnKind::Flag => "yes or no",
        ColumnKind::Code(_) | ColumnKind::List(_) | ColumnKind::Text | ColumnKind::Prose => {
            "values of that kind"
        }
    }
}
