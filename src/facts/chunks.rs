//! Conversations that follow each other, with all that belongs to them: facts are kept by such chunks, so that those of
//! which nothing happened lately need not be read.

use super::table::{Belongs, Values, OF_CONVERSATION};
use super::{Facts, Grain, MISSING, UNDATED};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Conversations of a chunk, at most.
const CHUNK: usize = 8_192;

/// Where a chunk begins, and when the last of it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactChunk {
    /// Its first row in each table.
    pub rows: BTreeMap<String, usize>,
    /// The greatest of all its instants; of one with an open conversation, the greatest there is.
    pub last: i64,
    /// The least and the greatest instant that places a row, by table.
    pub placed: BTreeMap<String, (i64, i64)>,
}

impl FactChunk {
    fn of_last(last: i64) -> FactChunk {
        FactChunk { rows: BTreeMap::new(), last, placed: BTreeMap::new() }
    }

    /// Its first row in a table.
    pub fn first(&self, table: &str) -> usize {
        self.rows.get(table).copied().unwrap_or(0)
    }
}

impl Facts {
    /// The chunks of what is kept; a single one where a table does not stand in the order of conversations.
    pub fn chunks(&self) -> Vec<FactChunk> {
        let conversations = self.conversations.created_at.len();
        let firsts: Vec<usize> = (0..conversations.max(1)).step_by(CHUNK).collect();
        let mut chunks = vec![FactChunk::of_last(i64::MIN); firsts.len()];
        for table in Grain::ALL.iter().map(|grain| grain.table()) {
            match table.belongs {
                Belongs::Itself => {
                    for (chunk, &first) in chunks.iter_mut().zip(&firsts) {
                        chunk.rows.insert(table.name.to_owned(), first);
                        chunk.rows.insert(OF_CONVERSATION.to_owned(), first);
                    }
                }
                Belongs::ToConversation(of) => {
                    let places = of(self);
                    if !places.is_sorted() {
                        return vec![FactChunk::of_last(i64::MAX)];
                    }
                    for (chunk, &first) in chunks.iter_mut().zip(&firsts) {
                        let row = places.partition_point(|&place| (place as usize) < first);
                        chunk.rows.insert(table.name.to_owned(), row);
                    }
                }
                Belongs::Alone => {}
            }
        }
        self.meet_instants(&mut chunks);
        self.meet_placed(&mut chunks);
        self.meet_open(&mut chunks);
        chunks
    }

    fn meet_instants(&self, chunks: &mut [FactChunk]) {
        for table in Grain::ALL.iter().map(|grain| grain.table()).filter(|table| table.is_of_conversations())
        {
            let places = table.conversations(self);
            for column in (table.columns)(self) {
                let Values::Instants(instants) = column.values else { continue };
                let known = |at: i64| at != MISSING && at != UNDATED;
                for (row, &at) in instants.iter().enumerate().filter(|(_, at)| known(**at)) {
                    let chunk = chunk_of(chunks, places.at(row));
                    chunk.last = chunk.last.max(at);
                }
            }
        }
    }

    fn meet_placed(&self, chunks: &mut [FactChunk]) {
        for table in Grain::ALL.iter().map(|grain| grain.table()).filter(|table| table.is_of_conversations())
        {
            let places = table.conversations(self);
            for (row, &at) in (table.at)(self).iter().enumerate() {
                if at != MISSING && at != UNDATED {
                    let placed = &mut chunk_of(chunks, places.at(row)).placed;
                    widen(placed, table.name, (at, at));
                }
            }
        }
    }

    fn meet_open(&self, chunks: &mut [FactChunk]) {
        let mut open = vec![0i64; chunks.len()];
        for (&place, &step) in self.passages.conversation.iter().zip(&self.passages.step) {
            open[(place as usize / CHUNK).min(chunks.len() - 1)] += step;
        }
        for (chunk, _) in chunks.iter_mut().zip(open).filter(|(_, open)| *open != 0) {
            chunk.last = i64::MAX;
        }
    }
}

fn widen(placed: &mut BTreeMap<String, (i64, i64)>, table: &str, (first, last): (i64, i64)) {
    match placed.get_mut(table) {
        Some(own) => *own = (own.0.min(first), own.1.max(last)),
        None => {
            placed.insert(table.to_owned(), (first, last));
        }
    }
}

/// The chunk of a conversation; what belongs to none is in the last.
fn chunk_of(chunks: &mut [FactChunk], place: u32) -> &mut FactChunk {
    let last = chunks.len() - 1;
    &mut chunks[(place as usize / CHUNK).min(last)]
}
