//! Ids of conversations that one file writes behind a `#` and another without.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::{ColumnKind, Domain, TableName};
use crate::profile::model::{Rule, Take};
use crate::profile::recognise::Recognised;

/// Notes whether all ids of conversations stand behind a `#`.
pub fn look(one: &mut Recognised, survey: &Survey) {
    let table = one.mapping.into;
    for (_, rule) in one.mapping.columns.iter_mut().filter(|(place, _)| holds_ids(table, *place)) {
        let Take::Field(field) = &rule.take else { continue };
        let mut ids = survey.texts(field).filter(|text| !text.trim().is_empty()).peekable();
        rule.writing.is_hashed = ids.peek().is_some() && ids.all(|id| is_hashed(id.trim()));
    }
}

/// Where some files of a run write ids behind a `#` and others do not, they are the same without it.
pub fn take<'r>(all: impl Iterator<Item = (&'r str, &'r mut Vec<Recognised>)>) -> Vec<(&'r str, Decisions)> {
    let mut all: Vec<_> = all.collect();
    let rules = || all.iter().flat_map(|(_, recognised)| recognised.iter()).flat_map(rules_of);
    if !rules().any(|rule| rule.writing.is_hashed) || rules().all(|rule| rule.writing.is_hashed) {
        return Vec::new();
    }
    let mut said = Vec::new();
    for (name, recognised) in &mut all {
        let mut decisions = Decisions::default();
        for one in recognised.iter_mut() {
            strip(one, &mut decisions);
        }
        said.push((*name, decisions));
    }
    said
}

/// Takes what stands behind the `#`.
fn strip(one: &mut Recognised, decisions: &mut Decisions) {
    let table = one.mapping.into;
    for (_, rule) in one.mapping.columns.iter_mut().filter(|(_, rule)| rule.writing.is_hashed) {
        let header = rule.take.own_field().unwrap_or_default().to_owned();
        let bare = Rule { after: Some("#".to_owned()), ..rule.clone() };
        rule.take = Take::FirstOf(vec![bare, rule.clone()]);
        rule.writing.is_hashed = false;
        let what = "ids behind a #, which other files write without; they are the same";
        decisions.add(Outcome::Noted, table, &header, what, "");
    }
}

fn rules_of(one: &Recognised) -> impl Iterator<Item = &Rule> {
    let table = one.mapping.into;
    one.mapping.columns.iter().filter(move |(place, _)| holds_ids(table, *place)).map(|(_, rule)| rule)
}

fn holds_ids(table: TableName, place: usize) -> bool {
    let column = table.schema().columns.get(place);
    column.is_some_and(|column| matches!(column.kind, ColumnKind::Code(Domain::Conversation)))
}

/// `#101`
fn is_hashed(id: &str) -> bool {
    id.strip_prefix('#').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric()))
}
