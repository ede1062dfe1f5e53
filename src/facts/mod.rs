//! Everything derived from one conversation, exchange, message or rating, computed once and kept as typed columns.

mod accounting;
mod across;
mod ai;
pub mod calls;
mod conversation;
pub mod dimension;
pub mod engagement;
mod events;
pub mod faq;
mod kernel;
mod legs;
mod messages;
mod needed;
mod order;
pub mod quality;
mod ratings;
pub mod rules;
mod sales;
pub mod sentiment;
mod state;
pub mod table;
mod talk;
mod threads;
mod wanted;
mod words;

pub use ai::*;
pub use conversation::*;
pub use dimension::{Dimension, DIMENSIONS};
pub use kernel::derive;
pub use rules::{Rules, Target};
pub use sales::{OrderFacts, AT_ORDER, CURRENCY, NET};
pub use threads::*;
pub use wanted::Wanted;
pub use words::*;

use crate::account::Book;
pub use crate::dataset::{Dictionary, Domain, MISSING, NONE, NUMBER_SCALE};
use crate::dataset::{Lists, DOMAINS};
use std::collections::BTreeMap;

/// All fact tables of a run, with what their codes mean.
#[derive(Default)]
pub struct Facts {
    /// One row a loaded conversation, excluded ones (without instants) among them.
    pub conversations: ConversationFacts,
    /// Cases.
    pub cases: CaseFacts,
    /// Messages.
    pub messages: MessageFacts,
    /// Exchanges.
    pub exchanges: ExchangeFacts,
    /// Handlings.
    pub handlings: HandlingFacts,
    /// Contacts.
    pub contacts: ContactFacts,
    /// Passages.
    pub passages: PassageFacts,
    /// Ratings.
    pub ratings: RatingFacts,
    /// Actions.
    pub actions: quality::ActionFacts,
    /// Lapses.
    pub lapses: quality::LapseFacts,
    /// Comments.
    pub comments: engagement::CommentFacts,
    /// AI conversations.
    pub ai: AiFacts,
    /// What orders may follow.
    touches: Vec<sales::Touch>,
    /// Orders that followed a touch.
    pub orders: OrderFacts,
    /// Currencies of all orders, by name; [`NONE`] last.
    pub currencies: Vec<u32>,
    /// Calls.
    pub calls: calls::CallFacts,
    /// Tags of each call, where they were asked for.
    pub call_tags: Lists,
    /// Views of help articles.
    pub faq_views: faq::FaqViewFacts,
    /// Searches.
    pub faq_searches: faq::FaqSearchFacts,
    /// Cases opened soon after reading.
    pub faq_cases: faq::FaqCaseFacts,
    /// Whether any reader of an article is known as a customer.
    pub faq_ids_join: bool,
    /// Tags of each conversation.
    pub tags: Lists,
    /// What codes mean, by [`Domain`].
    pub dictionaries: [Dictionary; DOMAINS],
    /// People whose id is known by a name: code of the name by code of the id.
    pub people: BTreeMap<u32, u32>,
    /// Conversations by what their figures were derived from.
    pub derivation: BTreeMap<&'static str, u64>,
    /// What became of rows that were used until then: their trouble shows only beside other columns or rows.
    pub book: Book,
}

impl Facts {
    /// Number of rows of a grain.
    pub fn rows(&self, grain: Grain) -> usize {
        match grain {
            Grain::Conversation => self.conversations.created_at.len(),
            Grain::Case => self.cases.started_at.len(),
            Grain::Message => self.messages.at.len(),
            Grain::Exchange => self.exchanges.last_asked_at.len(),
            Grain::Handling => self.handlings.at.len(),
            Grain::Contact => self.contacts.at.len(),
            Grain::Passage => self.passages.at.len(),
            Grain::Rating => self.ratings.at.len(),
            Grain::Action => self.actions.at.len(),
            Grain::Lapse => self.lapses.at.len(),
            Grain::Comment => self.comments.at.len(),
            Grain::Ai => self.ai.started_at.len(),
            Grain::Order => self.orders.at.len(),
            Grain::Call => self.calls.started_at.len(),
            Grain::FaqView => self.faq_views.at.len(),
            Grain::FaqSearch => self.faq_searches.at.len(),
            Grain::FaqCase => self.faq_cases.started_at.len(),
        }
    }

    /// Place of the conversation of each row; empty for the conversations themselves, and for what has none.
    pub fn conversation_of(&self, grain: Grain) -> &[u32] {
        match grain {
            Grain::Conversation | Grain::Comment => &[],
            Grain::Case => &self.cases.conversation,
            Grain::Message => &self.messages.conversation,
            Grain::Exchange => &self.exchanges.conversation,
            Grain::Handling => &self.handlings.conversation,
            Grain::Contact => &self.contacts.conversation,
            Grain::Passage => &self.passages.conversation,
            Grain::Rating => &self.ratings.conversation,
            Grain::Action => &self.actions.conversation,
            Grain::Lapse => &self.lapses.conversation,
            Grain::Ai => &self.ai.conversation,
            Grain::Order => &self.orders.conversation,
            Grain::FaqCase => &self.faq_cases.conversation,
            Grain::Call | Grain::FaqView | Grain::FaqSearch => &[],
        }
    }

    /// Place of the conversation of one row ([`NONE`]: it has none).
    pub fn conversation_at(&self, grain: Grain, row: usize) -> u32 {
        match grain {
            Grain::Conversation => row as u32,
            _ => self.conversation_of(grain).get(row).copied().unwrap_or(NONE),
        }
    }

    /// Flags of each row; empty for grains without any.
    pub fn flags(&self, grain: Grain) -> &[u32] {
        match grain {
            Grain::Conversation => &self.conversations.flags,
            Grain::Message => &self.messages.flags,
            Grain::Exchange => &self.exchanges.flags,
            Grain::Rating => &self.ratings.flags,
            Grain::Action => &self.actions.flags,
            Grain::Lapse => &self.lapses.flags,
            Grain::Comment => &self.comments.flags,
            Grain::Ai => &self.ai.flags,
            Grain::Call => &self.calls.flags,
            Grain::FaqView => &self.faq_views.flags,
            Grain::FaqSearch => &self.faq_searches.flags,
            Grain::Case
            | Grain::Handling
            | Grain::Contact
            | Grain::Passage
            | Grain::Order
            | Grain::FaqCase => &[],
        }
    }

    /// What the codes of a domain mean.
    pub fn dictionary(&self, domain: Domain) -> &Dictionary {
        &self.dictionaries[domain as usize]
    }

    fn give_back_room(&mut self) {
        self.cases.shrink();
        self.messages.shrink();
        self.exchanges.shrink();
        self.handlings.shrink();
        self.contacts.shrink();
        self.passages.shrink();
    }

    /// Moves the rows of `later` behind the own ones.
    fn append(&mut self, later: &mut Facts) {
        self.conversations.append(&mut later.conversations);
        self.cases.append(&mut later.cases);
        self.messages.append(&mut later.messages);
        self.exchanges.append(&mut later.exchanges);
        self.handlings.append(&mut later.handlings);
        self.contacts.append(&mut later.contacts);
        self.passages.append(&mut later.passages);
        self.ratings.append(&mut later.ratings);
        self.actions.append(&mut later.actions);
        self.lapses.append(&mut later.lapses);
        self.ai.append(&mut later.ai);
        self.touches.append(&mut later.touches);
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
    (value != MISSING).then_some(value)
}

/// A stored code.
pub(crate) fn known_code(code: u32) -> Option<u32> {
    (code != NONE).then_some(code)
}
