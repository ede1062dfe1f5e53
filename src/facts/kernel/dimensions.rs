//! The conversation's own columns go on as the dimensions of its facts: all of them at the end, or those of a portion.

use crate::dataset::vocabulary::{direction, DIRECTION, STATUS};
use crate::dataset::{Data, Dataset, Dictionary, Domain, Lists, TableName, NONE};
use crate::facts::tables::INCOMING;
use crate::facts::{taken, Facts};
use std::ops::Range;

/// The codes of directions and states.
pub struct ChoiceCodes {
    /// Of incoming, outgoing and proactive.
    directions: [u32; 3],
    /// Of each state.
    states: Vec<u32>,
}

impl ChoiceCodes {
    /// Gives each a code.
    pub fn of(values: &mut Dictionary) -> ChoiceCodes {
        let directions = [direction::INCOMING, direction::OUTGOING, direction::PROACTIVE];
        ChoiceCodes {
            directions: directions.map(|code| values.intern(DIRECTION.value(code))),
            states: STATUS.values.iter().map(|value| values.intern(value)).collect(),
        }
    }

    /// The direction of a row: as given, else as its flags say.
    fn direction(&self, given: Option<&u8>, flags: u32) -> u32 {
        match given {
            Some(&direction::PROACTIVE) => self.directions[2],
            _ if INCOMING.holds(flags) => self.directions[0],
            _ => self.directions[1],
        }
    }

    fn status(&self, given: Option<&u8>) -> u32 {
        given.and_then(|&code| self.states.get(code as usize)).copied().unwrap_or(NONE)
    }
}

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
    let choices = ChoiceCodes::of(&mut dictionaries[Domain::Value as usize]);
    let flags = &own.flags;
    own.direction = (0..rows).map(|row| choices.direction(directions.get(row), flags[row])).collect();
    own.status = (0..rows).map(|row| choices.status(states.get(row))).collect();
    facts.dictionaries = dictionaries;
}

/// The conversation's own columns where they stand.
pub struct DimensionColumns<'a> {
    dataset: &'a Dataset,
    choices: &'a ChoiceCodes,
    tags: Option<&'a Lists>,
    sources: Vec<u32>,
}

impl<'a> DimensionColumns<'a> {
    /// Those of a dataset.
    pub fn of(dataset: &'a Dataset, choices: &'a ChoiceCodes) -> DimensionColumns<'a> {
        let table = TableName::Conversations;
        DimensionColumns {
            dataset,
            choices,
            tags: dataset.lists(table, "tags"),
            sources: dataset.sources_of(table),
        }
    }

    /// Copies the dimensions of some conversations beside their facts, which stand there already.
    pub fn copy(&self, rows: Range<usize>, facts: &mut Facts) {
        let table = TableName::Conversations;
        let own = &mut facts.conversations;
        for (name, column) in [
            ("conversation_id", &mut own.conversation_id),
            ("channel", &mut own.channel),
            ("subchannel", &mut own.subchannel),
            ("brand", &mut own.brand),
            ("team", &mut own.team),
            ("agent", &mut own.agent),
            ("customer_id", &mut own.customer),
            ("category", &mut own.category),
            ("language", &mut own.language),
            ("priority", &mut own.priority),
        ] {
            column.extend_from_slice(part(self.dataset.codes(table, name), &rows));
        }
        let (directions, states) =
            (self.dataset.bytes(table, "direction"), self.dataset.bytes(table, "status"));
        for (row, &flags) in rows.clone().zip(&own.flags) {
            own.direction.push(self.choices.direction(directions.get(row), flags));
            own.status.push(self.choices.status(states.get(row)));
        }
        facts.sources.extend_from_slice(part(&self.sources, &rows));
        if let Some(tags) = self.tags {
            rows.for_each(|row| facts.tags.push(tags.get(row)));
        }
    }
}

/// Some rows of a column; none of one that was not loaded.
fn part<'a>(codes: &'a [u32], rows: &Range<usize>) -> &'a [u32] {
    codes.get(rows.clone()).unwrap_or_default()
}
