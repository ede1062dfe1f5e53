//! The kinds of facts there are: one file each, one line each in the list below.

mod action;
mod ai;
mod call;
mod case;
mod comment;
mod contact;
mod conversation;
mod exchange;
mod faq_case;
mod faq_search;
mod faq_view;
mod handling;
mod lapse;
mod message;
mod order;
mod passage;
mod rating;

pub use action::*;
pub use ai::*;
pub use call::*;
pub use case::*;
pub use comment::*;
pub use contact::*;
pub use conversation::*;
pub use exchange::*;
pub use faq_case::*;
pub use faq_search::*;
pub use faq_view::*;
pub use handling::*;
pub use lapse::*;
pub use message::*;
pub use order::*;
pub use passage::*;
pub use rating::*;

use super::columns::{StoredColumn, StoredTable, OF_CONVERSATION, TOUCHES};
use super::folded_away::FoldedAway;
use super::left_out::LeftOutCases;
use super::sales::TouchRows;
use super::sources::Source;
use super::table::FactTable;
use super::unused::{Unused, UnusedCounts};
use crate::account::Book;
use crate::dataset::{DateRows, Dictionary, Domain, Lists, DOMAINS};
use std::collections::BTreeMap;

/// Declares the kinds of facts, and the facts of a run: a table a kind, and what belongs to none.
macro_rules! facts {
    (
        kinds { $($(#[$doc:meta])* $grain:ident: $table:ident = $module:ident::$columns:ident;)* }
        beside { $($(#[$field_doc:meta])* $visibility:vis $field:ident: $type:ty,)* }
    ) => {
        /// What one row of a fact table is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Grain {
            $($(#[$doc])* $grain,)*
        }

        impl Grain {
            /// All there are.
            pub const ALL: &[Grain] = &[$(Grain::$grain,)*];

            /// All that is true of it.
            pub fn table(self) -> &'static FactTable {
                match self {
                    $(Grain::$grain => &$module::TABLE,)*
                }
            }
        }

        /// All fact tables of a run, with what their codes mean.
        #[derive(Default)]
        pub struct Facts {
            $($(#[$doc])* pub $table: $columns,)*
            $($(#[$field_doc])* $visibility $field: $type,)*
        }

        impl Facts {
            /// Makes room in the table of one kind.
            pub(super) fn reserve(&mut self, grain: Grain, rows: usize) {
                match grain {
                    $(Grain::$grain => self.$table.reserve(rows),)*
                }
            }

            /// Gives back room that is not used.
            pub(super) fn give_back_room(&mut self) {
                $(self.$table.shrink();)*
            }

            /// Drops all rows of all tables and keeps their room.
            pub(super) fn clear_tables(&mut self) {
                $(self.$table.clear();)*
            }

            /// Moves places of conversations so that the one that was `from` is `to`.
            pub fn move_places(&mut self, from: u32, to: u32) {
                $(self.$table.move_places(from, to);)*
                self.touches.move_places(from, to);
            }

            /// The columns of all tables where they are stored.
            pub(super) fn stored_tables(&mut self) -> Vec<StoredTable<'_>> {
                let sources = vec![("source", StoredColumn::Codes(&mut self.sources, Domain::Source))];
                vec![
                    $(StoredTable {
                        name: Grain::$grain.table().name,
                        grain: Grain::$grain,
                        columns: self.$table.stored(),
                    },)*
                    StoredTable { name: OF_CONVERSATION, grain: Grain::Conversation, columns: sources },
                    StoredTable { name: TOUCHES, grain: Grain::Order, columns: self.touches.stored() },
                ]
            }

            /// Moves the rows of all tables of `later` behind the own ones.
            pub(super) fn append_tables(&mut self, later: &mut Facts) {
                $(self.$table.append(&mut later.$table);)*
            }
        }
    };
}

facts! {
    kinds {
    /// A conversation.
    Conversation: conversations = conversation::ConversationFacts;
    /// A case: a conversation, or a part of one that never ends.
    Case: cases = case::CaseFacts;
    /// A public message.
    Message: messages = message::MessageFacts;
    /// A run of customer messages and its answer.
    Exchange: exchanges = exchange::ExchangeFacts;
    /// Something by which an agent handled a conversation.
    Handling: handlings = handling::HandlingFacts;
    /// A customer who got in touch, at an instant.
    Contact: contacts = contact::ContactFacts;
    /// A passage between open and closed.
    Passage: passages = passage::PassageFacts;
    /// A rating, vote or piece of feedback.
    Rating: ratings = rating::RatingFacts;
    /// An action of the inactivity protection, or a returning contact whose agent was away.
    Action: actions = action::ActionFacts;
    /// A conversation left unanswered at a limit.
    Lapse: lapses = lapse::LapseFacts;
    /// A comment by a customer.
    Comment: comments = comment::CommentFacts;
    /// A conversation that an AI agent took part in.
    Ai: ai = ai::AiFacts;
    /// An order that followed an AI agent's touch.
    Order: orders = order::OrderFacts;
    /// A call with all its legs.
    Call: calls = call::CallFacts;
    /// Views of a help article.
    FaqView: faq_views = faq_view::FaqViewFacts;
    /// Searches.
    FaqSearch: faq_searches = faq_search::FaqSearchFacts;
    /// A case that a customer opened soon after reading an article.
    FaqCase: faq_cases = faq_case::FaqCaseFacts;
    }
    beside {
        /// What orders may follow.
        pub(super) touches: TouchRows,
        /// Currencies of all orders, by name; [`crate::dataset::NONE`] last.
        pub currencies: Vec<u32>,
        /// Who called or was called: numbers that are the same share a code, withheld ones are nobody's.
        pub callers: Vec<u32>,
        /// Tags of each call, where they were asked for.
        pub call_tags: Lists,
        /// Whether any reader of an article is known as a customer.
        pub faq_ids_join: bool,
        /// The source of each conversation; empty where all files are one.
        pub sources: Vec<u32>,
        /// The source of each rating of no conversation, which are the last of all ratings; empty where all files are one.
        pub sources_of_nobodys: Vec<u32>,
        /// The brand of the source of each of them; empty where all files are one.
        pub brands_of_nobodys: Vec<u32>,
        /// The source of each call; empty where all files are one.
        pub call_sources: Vec<u32>,
        /// The source of each view; empty where all files are one.
        pub view_sources: Vec<u32>,
        /// The source of each search; empty where all files are one.
        pub search_sources: Vec<u32>,
        /// What help articles are called, by their code; those without a title are not there.
        pub titles: BTreeMap<u32, String>,
        /// Tags of each conversation.
        pub tags: Lists,
        /// What codes mean, by [`crate::dataset::Domain`].
        pub dictionaries: [Dictionary; DOMAINS],
        /// People whose id is known by a name: code of the name by code of the id.
        pub people: super::people::NamesOfPeople,
        /// Rows of conversations and ratings of which a figure leaves something out, until they are told.
        pub(super) left_out: Vec<(u32, Unused)>,
        /// How many there are of a kind and where the first of them stand, until they are counted.
        pub(super) left_out_cases: BTreeMap<Unused, LeftOutCases>,
        /// Rows that are placed by a date without a time of day.
        pub(super) placed_by_date: BTreeMap<(Grain, &'static str), DateRows>,
        /// What is known of rows that were folded and dropped.
        pub(super) folded: FoldedAway,
        /// How many values figures leave out.
        pub unused: UnusedCounts,
        /// What figures are told by and nothing was read of.
        pub untold: Vec<Source>,
        /// Conversations by what their figures were derived from.
        pub derivation: BTreeMap<&'static str, u64>,
        /// What became of rows that were used until then: their trouble shows only beside other columns or rows.
        pub book: Book,
    }
}

impl Default for Grain {
    /// What everything else is made from.
    fn default() -> Grain {
        Grain::Conversation
    }
}

impl Grain {
    /// The kind that `facts --grain` takes by that name.
    pub fn named(name: &str) -> Option<Grain> {
        Grain::ALL.iter().copied().find(|grain| grain.table().name == name)
    }
}
