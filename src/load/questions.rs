//! Texts of messages of which only first questions are looked at: of no other one is kept.

use super::batch::RowBatch;
use super::plan::Plan;
use crate::dataset::schema::messages;
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, TableName};
use crate::profile::model::Mapping;

/// Whether it is known of the rows of a mapping while they are read what may be a first question: who wrote them, and
/// that they stay.
pub fn are_known(mapping: &Mapping, asks_roles: bool) -> bool {
    mapping.into == TableName::Messages && !asks_roles && !mapping.opening && !mapping.parts
}

/// Drops the texts of a finished batch but for the first public one by a customer among neighbours of one conversation.
pub fn thin(plan: &Plan, batch: &mut RowBatch) {
    let at = |name| plan.find(name);
    let Some(body) = at(messages::BODY) else { return };
    let column = |name| at(name).map(|at| &batch.columns[at]);
    let codes = column(messages::CONVERSATION_ID).map_or(&[][..], Data::codes);
    let voices = column(messages::AUTHOR_TYPE).map_or(&[][..], Data::bytes);
    let private = column(messages::PRIVATE).map_or(&[][..], Data::bytes);
    let moments = column(messages::AT).map_or(&[][..], Data::whole);
    let ids = match column(messages::MESSAGE_ID) {
        Some(Data::Texts(ids)) => Some(ids),
        Some(_) | None => None,
    };
    let id = |row: usize| ids.and_then(|ids| ids.get_bytes(row)).unwrap_or_default();
    let place = |row: usize| (moments.get(row), id(row));
    let mut firsts: Vec<usize> = Vec::new();
    for (row, &voice) in voices.iter().enumerate() {
        if voice != author::CUSTOMER || private.get(row) == Some(&1) {
            continue;
        }
        match firsts.last_mut() {
            Some(first) if codes.get(*first) == codes.get(row) => {
                if place(row) < place(*first) {
                    *first = row;
                }
            }
            Some(_) | None => firsts.push(row),
        }
    }
    if let Data::Texts(texts) = &mut batch.columns[body] {
        texts.keep_only(&firsts);
    }
}
