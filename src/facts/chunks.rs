//! Conversations that follow each other, with all that belongs to them: facts are kept by such chunks, so that those of
//! which nothing happened lately need not be read.

use super::columns::{Values, OF_CONVERSATION};
use super::table::{Belongs, FactTable};
use super::{Facts, Grain, MISSING, UNDATED};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Into so many chunks conversations are divided…
const CHUNKS: usize = 8;
/// … of at least and at most so many.
const SIZES: RangeInclusive<usize> = 4..=8_192;

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

    fn widen(&mut self, table: &str, at: i64) {
        match self.placed.get_mut(table) {
            Some((first, last)) => (*first, *last) = ((*first).min(at), (*last).max(at)),
            None => {
                self.placed.insert(table.to_owned(), (at, at));
            }
        }
    }

    /// Its first row in a table.
    pub fn first(&self, table: &str) -> usize {
        self.rows.get(table).copied().unwrap_or(0)
    }
}

/// The chunks of some facts while they are made out.
struct Chunking<'a> {
    facts: &'a Facts,
    /// Conversations of each.
    size: usize,
    chunks: Vec<FactChunk>,
}

impl Facts {
    /// The chunks of what is kept; a single one where a table does not stand in the order of conversations.
    pub fn chunks(&self) -> Vec<FactChunk> {
        let conversations = self.conversations.created_at.len();
        let size = conversations.div_ceil(CHUNKS).clamp(*SIZES.start(), *SIZES.end());
        let many = conversations.div_ceil(size).max(1);
        let mut chunking = Chunking { facts: self, size, chunks: vec![FactChunk::of_last(i64::MIN); many] };
        if !chunking.begin_rows() {
            return vec![FactChunk::of_last(i64::MAX)];
        }
        chunking.meet_instants();
        chunking.meet_open();
        chunking.chunks
    }
}

impl Chunking<'_> {
    /// Finds out where chunks begin; false where a table does not stand in the order of conversations.
    fn begin_rows(&mut self) -> bool {
        for table in kinds() {
            let places = match table.belongs {
                Belongs::ToConversation(of) => Some(of(self.facts)),
                Belongs::Itself | Belongs::Alone => None,
            };
            if places.is_some_and(|places| !places.is_sorted()) {
                return false;
            }
            for (at, chunk) in self.chunks.iter_mut().enumerate() {
                let first = at * self.size;
                let row = match places {
                    Some(places) => places.partition_point(|&place| (place as usize) < first),
                    None => first,
                };
                chunk.rows.insert(table.name.to_owned(), row);
                chunk.rows.insert(OF_CONVERSATION.to_owned(), first);
            }
        }
        true
    }

    fn meet_instants(&mut self) {
        let facts = self.facts;
        for table in kinds() {
            let places = table.conversations(facts);
            for column in (table.columns)(facts) {
                let Values::Instants(instants) = column.values else { continue };
                for (row, &at) in instants.iter().enumerate().filter(|(_, at)| is_known(**at)) {
                    let chunk = self.chunk_of(places.at(row));
                    chunk.last = chunk.last.max(at);
                }
            }
            for (row, &at) in (table.at)(facts).iter().enumerate().filter(|(_, at)| is_known(**at)) {
                self.chunk_of(places.at(row)).widen(table.name, at);
            }
        }
    }

    /// A conversation that is open counts in any time to come.
    fn meet_open(&mut self) {
        let passages = &self.facts.passages;
        let mut open = vec![0i64; self.chunks.len()];
        for (&place, &step) in passages.conversation.iter().zip(&passages.step) {
            open[(place as usize / self.size).min(self.chunks.len() - 1)] += step;
        }
        for (chunk, _) in self.chunks.iter_mut().zip(open).filter(|(_, open)| *open != 0) {
            chunk.last = i64::MAX;
        }
    }

    /// The chunk of a conversation; what belongs to none is in the last.
    fn chunk_of(&mut self, place: u32) -> &mut FactChunk {
        let last = self.chunks.len() - 1;
        &mut self.chunks[(place as usize / self.size).min(last)]
    }
}

/// The kinds of facts that are conversations or belong to some.
fn kinds() -> impl Iterator<Item = &'static FactTable> {
    Grain::ALL.iter().map(|grain| grain.table()).filter(|table| table.is_of_conversations())
}

fn is_known(at: i64) -> bool {
    at != MISSING && at != UNDATED
}
