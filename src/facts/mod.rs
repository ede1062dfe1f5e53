//! Everything derived from one conversation, exchange, message or rating, computed once and kept as typed columns.

mod accounting;
mod ai;
pub mod calls;
mod chunks;
pub mod columns;
mod compared;
mod compared_by;
pub mod dimension;
pub mod engagement;
mod events;
pub mod faq;
mod folded_away;
mod frame;
mod grain_set;
mod holds;
mod kept;
mod kernel;
mod left_out;
mod legs;
pub mod listing;
mod looked_at;
mod messages;
mod needed;
mod nobody;
mod numbers;
mod occasion;
mod order;
mod people;
mod placed;
pub mod quality;
mod ratings;
pub mod rules;
mod sales;
pub mod sentiment;
mod sources;
mod spelling;
mod state;
pub mod table;
mod tables;
mod taken;
mod talk;
mod unused;
mod wanted;
mod words;

pub use ai::AI_STATUSES;
pub use chunks::FactChunk;
pub use columns::{StoredColumn, TOUCHES};
pub use compared_by::ComparedBy;
pub use dimension::{Dimension, DIMENSIONS};
pub use grain_set::GrainSet;
pub use holds::holds;
pub use kept::{FactsBeside, StoredConversations, StoredFacts};
pub use kernel::{derive, derive_part, Conversations, Derivation};
pub use looked_at::FactColumns;
pub use people::{name_people, put_people, shown_people};
pub use rules::{Rules, Target};
pub use sales::CURRENCY;
pub use sources::Source;
pub use spelling::{folded, is_folded, name_counts, unite_spellings, NameCounts, Spellings};
pub use tables::*;
pub use wanted::Wanted;
pub use words::*;

pub use crate::dataset::distinct::each_once;
pub use crate::dataset::{
    empty_for, DateRows, Dictionary, Domain, Lists, TableName, MISSING, NONE, NUMBER_SCALE, UNDATED,
};

impl Facts {
    /// The id of the conversation at that place; empty for [`NONE`].
    pub fn conversation_id(&self, place: u32) -> &str {
        let code = self.conversations.conversation_id.get(place as usize);
        code.map_or("", |&code| self.dictionary(Domain::Conversation).text(code))
    }

    /// What the codes of a domain mean.
    pub fn dictionary(&self, domain: Domain) -> &Dictionary {
        &self.dictionaries[domain as usize]
    }

    /// Moves the rows of `later` behind the own ones.
    fn append(&mut self, later: &mut Facts) {
        self.append_dates(later);
        self.append_tables(later);
        self.touches.append(&mut later.touches);
        self.left_out.append(&mut later.left_out);
        for (kind, count) in std::mem::take(&mut later.derivation) {
            *self.derivation.entry(kind).or_default() += count;
        }
    }
}

/// An instant or number that may be missing, as it is stored.
pub(crate) fn stored(value: Option<i64>) -> i64 {
    value.unwrap_or(MISSING)
}

/// A stored instant or number.
pub(crate) fn known(value: i64) -> Option<i64> {
    (value != MISSING && value != UNDATED).then_some(value)
}

/// A stored code.
pub(crate) fn known_code(code: u32) -> Option<u32> {
    (code != NONE).then_some(code)
}

/// The code of a row; [`NONE`] in a column that was not loaded.
pub(crate) fn code_at(codes: &[u32], row: usize) -> u32 {
    codes.get(row).copied().unwrap_or(NONE)
}
