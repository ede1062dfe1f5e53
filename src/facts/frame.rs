//! Fact tables as data frames: ids and names as texts, flags as booleans, instants and durations as milliseconds in
//! columns that end in `_ms`, numbers as fractions; what is missing is null.

use super::listing::{conversation_id, of_conversation, HandedColumn, HandedValues};
use super::{Facts, Grain};
use crate::dataset::frame::{booleans, coded, fractions, in_order, lists_of, texts, wholes};
use polars::prelude::{Column, DataFrame, PolarsResult};

impl Facts {
    /// The rows of one kind of fact: the columns of these names in their order, or all. Only what is wanted is built.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn frame(&self, grain: Grain, wanted: &[&str]) -> PolarsResult<DataFrame> {
        let table = grain.table();
        let rows = table.rows(self);
        let mut columns = Vec::new();
        for column in table.handed(self) {
            let name = frame_name(&column);
            let is_wanted = wanted.is_empty() || wanted.contains(&name.as_str());
            columns.extend(is_wanted.then(|| frame_column(&name, &column.values, rows)));
        }
        in_order(rows, columns, wanted)
    }
}

fn frame_name(column: &HandedColumn) -> String {
    match column.values {
        HandedValues::Instants(_) | HandedValues::Durations(_) => format!("{}_ms", column.name),
        HandedValues::Numbers(_)
        | HandedValues::Texts(..)
        | HandedValues::Conversations(..)
        | HandedValues::OfConversations(..)
        | HandedValues::Lists(..)
        | HandedValues::Flag(..) => column.name.to_owned(),
    }
}

fn frame_column(name: &str, values: &HandedValues, rows: usize) -> Column {
    match values {
        HandedValues::Instants(values) | HandedValues::Durations(values) => wholes(name, values, rows),
        HandedValues::Numbers(values) => fractions(name, values, rows),
        HandedValues::Texts(codes, names) => coded(name, codes, names, rows),
        HandedValues::Conversations(places, facts) => {
            texts(name, (0..rows).map(|row| conversation_id(places, facts, row)))
        }
        HandedValues::OfConversations(places, codes, names) => {
            texts(name, (0..rows).map(|row| of_conversation(places, (*codes, names), row)))
        }
        HandedValues::Lists(lists, names) => lists_of(name, lists, names, rows),
        HandedValues::Flag(held, flag) => booleans(name, held.iter().map(|held| Some(flag.holds(*held)))),
    }
}
