//! The conversation's own columns go on as the dimensions of its facts.

use crate::dataset::vocabulary::{direction, DIRECTION, STATUS};
use crate::dataset::{Data, Dataset, Domain, TableName, NONE};
use crate::facts::tables::INCOMING;
use crate::facts::{taken, Facts};

/// Takes ids, dimensions, tags and dictionaries out of the dataset; the rest of it is dropped first. A dimension that
/// was not loaded stays empty.
pub fn take_dimensions(mut dataset: Dataset, facts: &mut Facts) {
    let table = TableName::Conversations;
    let rows = dataset.table(table).rows;
    facts.sources = dataset.sources_of(table);
    // their room is free before the dimensions grow
    for other in &mut dataset.tables[1..] {
        *other = Default::default();
    }
    let directions = taken::bytes(&mut dataset, table, "direction");
    let states = taken::bytes(&mut dataset, table, "status");
    let own = &mut facts.conversations;
    own.conversation_id = taken::codes(&mut dataset, table, "conversation_id");
    own.channel = taken::codes(&mut dataset, table, "channel");
    own.subchannel = taken::codes(&mut dataset, table, "subchannel");
    own.brand = taken::codes(&mut dataset, table, "brand");
    own.team = taken::codes(&mut dataset, table, "team");
    own.agent = taken::codes(&mut dataset, table, "agent");
    own.customer = taken::codes(&mut dataset, table, "customer_id");
    own.category = taken::codes(&mut dataset, table, "category");
    own.language = taken::codes(&mut dataset, table, "language");
    own.priority = taken::codes(&mut dataset, table, "priority");
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
