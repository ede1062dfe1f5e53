//! What conversations say themselves, which is their first message where the export has messages of theirs.

use super::intake::TableStore;
use super::merge::JoinedRows;
use crate::dataset::schema::{conversations, messages};
use crate::dataset::{Data, DataTable, TableName, MISSING, NONE};
use crate::profile::model::{Mapping, Take};
use std::collections::{BTreeMap, HashSet};

/// The id of the messages that a mapping makes of what conversations say.
pub fn of(mapping: &Mapping) -> Option<String> {
    let place = TableName::Messages.schema().column(messages::MESSAGE_ID)?;
    let (_, rule) = mapping.columns.iter().find(|(other, _)| mapping.opening && *other == place)?;
    match &rule.take {
        Take::Constant(id) => Some(id.clone()),
        _ => None,
    }
}

/// Drops those of conversations without other messages, where their own row tells of an answer or the run has no other
/// messages at all: the row tells what is known then. How many of which file.
pub fn settle(store: &mut TableStore) -> Vec<JoinedRows> {
    let Some(openings) = openings(store) else { return Vec::new() };
    let replied = replied(&store.tables[TableName::Conversations as usize]);
    let table = &mut store.tables[TableName::Messages as usize];
    let Some(Data::Codes(of)) = table.column(TableName::Messages, messages::CONVERSATION_ID) else {
        return Vec::new();
    };
    let rows = 0..openings.len();
    let others: HashSet<u32> =
        rows.clone().filter(|&row| openings[row].is_none()).map(|row| of[row]).collect();
    let counts = |row: usize| others.contains(&of[row]) || !others.is_empty() && !replied.contains(&of[row]);
    let keep: Vec<bool> = rows.map(|row| openings[row].is_none() || counts(row)).collect();
    let mut dropped: BTreeMap<u32, u64> = BTreeMap::new();
    for file in openings.iter().zip(&keep).filter(|(_, is_kept)| !**is_kept).filter_map(|(file, _)| *file) {
        *dropped.entry(file).or_default() += 1;
    }
    table.retain(&keep);
    let name = TableName::Messages.schema().name;
    // They are no rows of the table.
    for rows in dropped.values() {
        *store.book.counts.rows.entry(name).or_default() -= rows;
    }
    dropped.into_iter().map(|(file, rows)| JoinedRows { table: TableName::Messages, file, rows }).collect()
}

/// The file of each message that a conversation says itself; `None`: there is none.
fn openings(store: &TableStore) -> Option<Vec<Option<u32>>> {
    let table = &store.tables[TableName::Messages as usize];
    let Some(Data::Texts(ids)) = table.column(TableName::Messages, messages::MESSAGE_ID) else { return None };
    if store.opening_files.is_empty() {
        return None;
    }
    let mut origin = table.origins.walk();
    let file_of = |row: usize| {
        let (file, _) = origin(row)?;
        let is_own = |(place, id): &(u32, String)| *place == file && ids.get(row) == Some(id.as_str());
        store.opening_files.iter().any(is_own).then_some(file)
    };
    Some((0..table.rows).map(file_of).collect())
}

/// Conversations whose rows tell of an answer.
fn replied(table: &DataTable) -> HashSet<u32> {
    let column = |name| table.column(TableName::Conversations, name);
    let (Some(Data::Codes(ids)), Some(Data::Whole(replies))) =
        (column(conversations::CONVERSATION_ID), column(conversations::FIRST_REPLY_AT))
    else {
        return HashSet::new();
    };
    let told = ids.iter().zip(replies).filter(|(id, at)| **id != NONE && **at != MISSING);
    told.map(|(id, _)| *id).collect()
}
