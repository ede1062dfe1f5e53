//! The conversation's own columns go on as the dimensions of its facts.

use crate::dataset::vocabulary::{direction, DIRECTION, STATUS};
use crate::dataset::{Data, Dataset, Domain, TableName, NONE};
use crate::facts::tables::INCOMING;
use crate::facts::Facts;

/// Takes ids, dimensions, tags and dictionaries out of the dataset; the rest of it is dropped first. A dimension that
/// was not loaded stays empty.
pub fn take_dimensions(mut dataset: Dataset, facts: &mut Facts) {
    let table = TableName::Conversations;
    let rows = dataset.table(table).rows;
    dataset.tables[1..].iter_mut().for_each(|other| *other = Default::default());
    let mut choices = |name| match dataset.take(table, name) {
        Some(Data::Bytes(codes)) => codes,
        _ => Vec::new(),
    };
    let (directions, states) = (choices("direction"), choices("status"));
    let mut codes = |name| match dataset.take(table, name) {
        Some(Data::Codes(codes)) => codes,
        _ => Vec::new(),
    };
    let own = &mut facts.conversations;
    own.conversation_id = codes("conversation_id");
    own.channel = codes("channel");
    own.subchannel = codes("subchannel");
    own.brand = codes("brand");
    own.team = codes("team");
    own.agent = codes("agent");
    own.customer = codes("customer_id");
    own.category = codes("category");
    own.language = codes("language");
    own.priority = codes("priority");
    if let Some(Data::Lists(tags)) = dataset.take(table, "tags") {
        facts.tags = tags;
    }
    let mut dictionaries = std::mem::take(&mut dataset.dictionaries);
    drop(dataset);
    let values = &mut dictionaries[Domain::Value as usize];
    let flags = &own.flags;
    let of_direction = [direction::INCOMING, direction::OUTGOING, direction::PROACTIVE]
        .map(|code| values.intern(DIRECTION.value(code)));
    own.direction = (0..rows)
        .map(|row| match flags[row] {
            _ if directions.get(row) == Some(&direction::PROACTIVE) => of_direction[2],
            held if INCOMING.holds(held) => of_direction[0],
            _ => of_direction[1],
        })
        .collect();
    let of_status: Vec<u32> = STATUS.values.iter().map(|value| values.intern(value)).collect();
    own.status = (0..rows)
        .map(|row| states.get(row).and_then(|&code| of_status.get(code as usize)).copied().unwrap_or(NONE))
        .collect();
    facts.dictionaries = dictionaries;
}
