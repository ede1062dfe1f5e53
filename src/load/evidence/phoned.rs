//! What the rows of a call table say that its names leave open: whether a plain call was answered, and whose number it is.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::calls;
use crate::dataset::vocabulary::{outcome, DIRECTION, OUTCOME};
use crate::dataset::TableName;
use crate::load::word;
use crate::profile::model::{Rule, Take};
use crate::profile::recognise::{is_anybodys_number, Recognised};
use crate::values::is_null;
use std::collections::BTreeSet;

/// Settles what the values of a call table tell.
pub fn settle(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    if one.mapping.into == TableName::Calls && one.profile.is_none() {
        tell_answered(one, survey, decisions);
        tell_whose_number(one, survey, decisions);
    }
}

/// Where one column says missed of some calls and nothing but incoming of others, these were answered.
fn tell_answered(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let has =
        |name| place(name).is_some_and(|place| one.mapping.columns.iter().any(|(other, _)| *other == place));
    if has(calls::TALK_S) || has(calls::ANSWERED_AT) {
        return;
    }
    let Some(at) = one.mapping.columns.iter().position(|(own, _)| Some(*own) == place(calls::OUTCOME)) else {
        return;
    };
    let rule = &mut one.mapping.columns[at].1;
    let Take::Word { field, of: None } = &rule.take else { return };
    let ended: Vec<Option<&str>> = survey.texts(field).map(|text| word::of(&OUTCOME, text)).collect();
    let unanswered =
        [outcome::MISSED, outcome::ABANDONED, outcome::VOICEMAIL].map(|code| OUTCOME.value(code));
    let tells_missed = ended.iter().flatten().any(|value| unanswered.contains(value));
    let tells_answered = ended.iter().flatten().any(|value| *value == OUTCOME.value(outcome::ANSWERED));
    if !tells_missed || tells_answered || !ended.contains(&None) {
        return;
    }
    let field = field.clone();
    let mut plain = Rule::plain(Take::Word { field: field.clone(), of: Some(&DIRECTION) });
    plain.values = vec![("incoming".to_owned(), OUTCOME.value(outcome::ANSWERED).to_owned())];
    plain.only_values = true;
    rule.take = Take::FirstOf(vec![rule.clone(), plain]);
    let what = "says which incoming calls were missed; the others are taken for answered";
    decisions.add(Outcome::Noted, TableName::Calls, &field, what, "");
}

/// A column of numbers that are another in most rows holds those of the customers, not our lines.
fn tell_whose_number(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    let (Some(ours), Some(theirs)) = (place(calls::NUMBER), place(calls::CUSTOMER_NUMBER)) else { return };
    // A table of our own names says what it means.
    if is_canonical(one) || one.mapping.columns.iter().any(|(other, _)| *other == theirs) {
        return;
    }
    let Some((place, rule)) = one.mapping.columns.iter_mut().find(|(other, _)| *other == ours) else {
        return;
    };
    let Take::Field(header) = &rule.take else { return };
    if !is_anybodys_number(header) {
        return;
    }
    let numbers: Vec<&str> = survey.texts(header).filter(|text| !is_null(text.as_bytes())).collect();
    let different: BTreeSet<&str> = numbers.iter().copied().collect();
    if different.len() < 2 || different.len() * 2 <= numbers.len() {
        return;
    }
    let what = "holds another number in most rows: they are taken for the customers'";
    decisions.add(
        Outcome::Noted,
        TableName::Calls,
        header,
        what,
        "a profile can say that they are our lines",
    );
    *place = theirs;
}

/// Whether every column that is read bears the name of the canonical one.
fn is_canonical(one: &Recognised) -> bool {
    let columns = TableName::Calls.schema().columns;
    one.mapping.columns.iter().all(|(place, rule)| rule.take.fields() == [columns[*place].name])
}

fn place(name: &str) -> Option<usize> {
    TableName::Calls.schema().column(name)
}
