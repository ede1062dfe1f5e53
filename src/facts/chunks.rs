//! Conversations that follow each other, with all that belongs to them: facts are kept by such chunks, so that those of
//! which nothing happened lately need not be read.

use super::columns::{Values, OF_CONVERSATION, TOUCHES};
use super::table::{Belongs, FactTable};
use super::{Facts, Grain, MISSING, NONE, UNDATED};
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
    /// The first conversation of each.
    firsts: Vec<usize>,
    chunks: Vec<FactChunk>,
}

impl Facts {
    /// The chunks of what is kept; a single one where a table does not stand in the order of conversations.
    pub fn chunks(&self) -> Vec<FactChunk> {
        let firsts = self.firsts();
        let chunks = vec![FactChunk::of_last(i64::MIN); firsts.len()];
        let mut chunking = Chunking { facts: self, firsts, chunks };
        if !chunking.begin_rows() {
            return vec![FactChunk::of_last(i64::MAX)];
        }
        chunking.meet_instants();
        chunking.meet_open();
        chunking.chunks
    }

    /// Where chunks begin: at every so many conversations, and where those begin that are open. They count in any time to
    /// come, so that their chunks are always read; where rows stand by their last moment, they are the last.
    fn firsts(&self) -> Vec<usize> {
        let conversations = self.conversations.created_at.len();
        let size = conversations.div_ceil(CHUNKS).clamp(*SIZES.start(), *SIZES.end());
        let open = self.open_places().min().map_or(conversations, |place| place as usize);
        let mut firsts: Vec<usize> = (0..conversations.max(1)).step_by(size).collect();
        if let Err(at) = firsts.binary_search(&open) {
            firsts.splice(at..at, (open < conversations).then_some(open));
        }
        firsts
    }

    /// The conversations that are open at the end.
    fn open_places(&self) -> impl Iterator<Item = u32> + '_ {
        let passages = &self.passages;
        let mut steps: BTreeMap<u32, i64> = BTreeMap::new();
        for (&place, &step) in passages.conversation.iter().zip(&passages.step) {
            *steps.entry(place).or_default() += step;
        }
        steps.into_iter().filter(|(_, step)| *step != 0).map(|(place, _)| place)
    }
}

impl Chunking<'_> {
    /// Finds out where chunks begin; false where a table does not stand in the order of conversations.
    fn begin_rows(&mut self) -> bool {
        let of_kinds = kinds().map(|table| match table.belongs {
            Belongs::ToConversation(of) => (table.name, Some(of(self.facts))),
            Belongs::Itself | Belongs::Alone => (table.name, None),
        });
        let touches = (TOUCHES, Some(self.facts.touches.conversation.as_slice()));
        for (table, places) in of_kinds.chain([touches]) {
            if places.is_some_and(|places| !places.is_sorted()) {
                return false;
            }
            for (&first, chunk) in self.firsts.iter().zip(&mut self.chunks) {
                let row = match places {
                    Some(places) => places.partition_point(|&place| (place as usize) < first),
                    None => first,
                };
                chunk.rows.insert(table.to_owned(), row);
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
        for place in self.facts.open_places() {
            self.chunk_of(place).last = i64::MAX;
        }
    }

    /// The chunk of a conversation; what belongs to none is in the last.
    fn chunk_of(&mut self, place: u32) -> &mut FactChunk {
        let behind = match place {
            NONE => self.chunks.len(),
            place => self.firsts.partition_point(|&first| first <= place as usize),
        };
        &mut self.chunks[behind.saturating_sub(1)]
    }
}

/// The kinds of facts that are conversations or belong to some.
fn kinds() -> impl Iterator<Item = &'static FactTable> {
    Grain::ALL.iter().map(|grain| grain.table()).filter(|table| table.is_of_conversations())
}

fn is_known(at: i64) -> bool {
    at != MISSING && at != UNDATED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_conversations_do_not_keep_closed_ones_from_being_left_out() {
        let mut facts = Facts::default();
        for place in 0..20u32 {
            facts.conversations.created_at.push(i64::from(place));
            let steps: &[i64] = if place < 17 { &[1, -1] } else { &[1] };
            for &step in steps {
                facts.passages.conversation.push(place);
                facts.passages.at.push(i64::from(place) + 50);
                facts.passages.step.push(step);
            }
        }
        let chunks = facts.chunks();
        let table = Grain::Conversation.table().name;
        let firsts: Vec<usize> = chunks.iter().map(|chunk| chunk.first(table)).collect();
        // Every fourth conversation, and the first that is open.
        assert_eq!(firsts, [0, 4, 8, 12, 16, 17]);
        let lasts: Vec<i64> = chunks.iter().map(|chunk| chunk.last).collect();
        assert_eq!(lasts, [53, 57, 61, 65, 66, i64::MAX]);
        // The passages of 17 closed conversations stand before those of the others.
        assert_eq!(chunks[5].first(Grain::Passage.table().name), 34);
    }
}
