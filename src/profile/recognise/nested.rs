//! Lists inside JSON conversations that are tables of their own: messages, events, ratings.

use super::columns::{columns, mapping};
use super::found::FoundColumn;
use super::Recognised;
use crate::dataset::schema::{conversations, messages};
use crate::dataset::TableName;
use crate::profile::model::{Mapping, Rule, Take};
use crate::source::KeyedRecords;

/// Tables whose rows may stand inside their conversation.
const INSIDE: &[TableName] = &[TableName::Messages, TableName::Events, TableName::Ratings];

/// The mappings of the lists inside the conversations that `own` reads.
pub fn mappings(own: &Mapping, keys: &[String]) -> Vec<Mapping> {
    let schema = TableName::Conversations.schema();
    if own.into != TableName::Conversations {
        return Vec::new();
    }
    let id =
        own.columns.iter().find(|(column, _)| Some(*column) == schema.column(conversations::CONVERSATION_ID));
    let Some(Take::Field(id)) = id.map(|(_, rule)| &rule.take) else { return Vec::new() };
    lists(keys).into_iter().filter_map(|(path, inner)| inside(&path, &inner, id)).collect()
}

/// The lists inside records that only say which conversation they belong to: its messages under its id.
pub fn alone(candidates: &[KeyedRecords]) -> Vec<Recognised> {
    let mut found = Vec::new();
    for candidate in candidates {
        let ids = columns(TableName::Messages, &candidate.keys);
        let is_id = |column: &&FoundColumn| ids.schema(column).name == conversations::CONVERSATION_ID;
        let Some(id) = ids.columns.iter().find(is_id) else { continue };
        for (path, inner) in lists(&candidate.keys) {
            let records = (!candidate.path.is_empty()).then(|| candidate.path.clone());
            found.extend(inside(&path, &inner, &id.header).map(|mapping| Recognised {
                profile: None,
                zone: None,
                mapping: Mapping { records, ..mapping },
            }));
        }
    }
    found
}

/// The lists of objects with the keys of their elements.
fn lists(keys: &[String]) -> Vec<(String, Vec<String>)> {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for (path, key) in keys.iter().filter_map(|key| key.split_once("[].")) {
        match lists.iter_mut().find(|(other, _)| other == path) {
            Some((_, keys)) => keys.push(key.to_string()),
            None => lists.push((path.to_string(), vec![key.to_string()])),
        }
    }
    lists
}

/// The table that a list's elements are rows of, if one has all that its rows need.
fn inside(path: &str, keys: &[String], parent_id: &str) -> Option<Mapping> {
    let mut best: Option<Mapping> = None;
    for table in INSIDE {
        let mut mapping = mapping(columns(*table, keys));
        take_instead(
            &mut mapping,
            conversations::CONVERSATION_ID,
            Take::Field(format!("parent.{parent_id}")),
        );
        take_instead(&mut mapping, messages::MESSAGE_ID, Take::Index);
        mapping.explode = Some(path.to_string());
        let is_better = best.as_ref().is_none_or(|best| mapping.columns.len() > best.columns.len());
        if is_better && is_whole(&mapping) {
            best = Some(mapping);
        }
    }
    best
}

/// Takes a column, which the table may not have, from elsewhere if nothing was found for it.
fn take_instead(mapping: &mut Mapping, name: &str, take: Take) {
    let Some(place) = mapping.into.schema().column(name) else { return };
    if !mapping.columns.iter().any(|(other, _)| *other == place) {
        mapping.columns.push((place, Rule::plain(take)));
    }
}

/// Whether all that a row needs is there.
fn is_whole(mapping: &Mapping) -> bool {
    let columns = mapping.into.schema().columns.iter().enumerate();
    let mut required = columns.filter(|(_, column)| column.required);
    required.all(|(place, _)| mapping.columns.iter().any(|(other, _)| *other == place))
}
