//! Lists inside JSON conversations that are tables of their own: messages, events, ratings.

use super::names::{columns, mapping, plain, Guess};
use crate::dataset::TableName;
use crate::profile::model::{Mapping, Take};

/// Tables whose rows may stand inside their conversation.
const INSIDE: &[TableName] = &[TableName::Messages, TableName::Events, TableName::Ratings];

/// The mappings of the lists inside the conversations that `guess` found.
pub fn mappings(guess: &Guess, keys: &[String]) -> Vec<Mapping> {
    let schema = TableName::Conversations.schema();
    let Some(own) = guess.mapping.as_ref().filter(|own| own.into == TableName::Conversations) else {
        return Vec::new();
    };
    let id = own.columns.iter().find(|(column, _)| Some(*column) == schema.column("conversation_id"));
    let Some(Take::Field(id)) = id.map(|(_, rule)| &rule.take) else { return Vec::new() };
    lists(keys).into_iter().filter_map(|(path, inner)| inside(&path, &inner, id)).collect()
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
    let fitting = INSIDE.iter().filter_map(|table| {
        let schema = table.schema();
        let mut mapping = mapping(*table, columns(*table, keys));
        let mut take_instead = |name: &str, take: Take| {
            let column = schema.column(name)?;
            let given = mapping.columns.iter().any(|(other, _)| *other == column);
            (!given).then(|| mapping.columns.push((column, plain(take))))
        };
        take_instead("conversation_id", Take::Field(format!("parent.{parent_id}")));
        take_instead("message_id", Take::Index);
        mapping.explode = Some(path.to_string());
        let required = schema.columns.iter().enumerate().filter(|(_, column)| column.required);
        let whole =
            required.into_iter().all(|(place, _)| mapping.columns.iter().any(|(column, _)| *column == place));
        whole.then_some(mapping)
    });
    fitting.reduce(|best, next| if next.columns.len() > best.columns.len() { next } else { best })
}
