//! What a fact table is: all that is true of one kind of fact.

use super::columns::Listed;
use super::sources::Source;
use super::words::{Credit, Flag, Measure, Moment};
use super::{Dimension, Facts, Grain};
use crate::dataset::{Domain, Lists, Reads, TableName, NONE};
use crate::fitting::numbered;

/// All that is true of one kind of fact, so that a new kind is written in one place.
pub struct FactTable {
    /// The kind.
    pub grain: Grain,
    /// Its name, as `facts --grain` takes it.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// Whose its rows are.
    pub belongs: Belongs,
    /// The instant that places each row; every row has an entry, excluded conversations one that is missing.
    pub at: fn(&Facts) -> &[i64],
    /// Whose each row is.
    pub credit: Credit,
    /// The flags of each row; empty where rows have none.
    pub held: fn(&Facts) -> &[u32],
    /// Its columns, as declared.
    pub columns: fn(&Facts) -> Vec<Listed<'_>>,
    /// The tags of each row, where they are listed.
    pub tags: Option<fn(&Facts) -> &Lists>,
    /// What its rows are told by, other than their conversation.
    pub id: Option<OwnId>,
    /// What `held` can hold.
    pub flags: &'static [&'static Flag],
    /// Its numbers that figures are made of.
    pub measures: &'static [&'static Measure],
    /// When its rows can count.
    pub moments: &'static [&'static Moment],
    /// Dimensions that rows hold themselves, where they have no conversation to ask.
    pub dimensions: &'static [OwnDimension],
    /// The fact tables that this one is made from.
    pub made_from: &'static [Grain],
    /// What its rows are found by comparing over all conversations: columns as facts are kept, by table; none: nothing.
    pub compares: &'static [(&'static str, &'static [&'static str])],
    /// Without all of these nothing is known of its rows; it is not that there are none.
    pub told_by: &'static [Source],
    /// Canonical columns that are read for it, besides those that all facts need.
    pub reads: &'static [Reads],
    /// Canonical instants that say which days the data cover; none: the creation of conversations.
    pub covers: &'static [(TableName, &'static str)],
    /// How many rows there can be, of so much data: room for them is made at once.
    pub room: fn(&Amounts) -> usize,
}

/// Whose the rows of a fact table are.
#[derive(Clone, Copy)]
pub enum Belongs {
    /// Each is a conversation.
    Itself,
    /// Each belongs to the conversation at that place ([`NONE`]: to none that is known).
    ToConversation(fn(&Facts) -> &[u32]),
    /// They have nothing to do with conversations.
    Alone,
}

/// What rows are told by.
pub struct OwnId {
    /// The column's name in `--list`.
    pub column: &'static str,
    /// What the codes mean.
    pub domain: Domain,
    /// The code of each row.
    pub of: fn(&Facts) -> &[u32],
}

/// A dimension of conversations that rows without one hold themselves.
pub struct OwnDimension {
    /// Which.
    pub dimension: &'static Dimension,
    /// Where.
    pub held: HeldIn,
    /// Canonical columns that are read for nothing else.
    pub reads: &'static [Reads],
}

/// Where rows hold a dimension.
#[derive(Clone, Copy)]
pub enum HeldIn {
    /// Every row has the same value.
    Value(&'static str),
    /// The agent that a row is credited to.
    Credit,
    /// A column.
    Codes(fn(&Facts) -> &[u32]),
    /// Several values at once.
    Lists(fn(&Facts) -> &Lists),
}

/// How much there is to make facts from.
pub struct Amounts {
    /// Conversations.
    pub conversations: usize,
    /// Messages.
    pub messages: usize,
}

impl FactTable {
    /// A table of columns and instants and nothing else.
    pub const fn new(
        grain: Grain,
        columns: fn(&Facts) -> Vec<Listed<'_>>,
        at: fn(&Facts) -> &[i64],
    ) -> FactTable {
        FactTable {
            grain,
            name: "",
            about: "",
            belongs: Belongs::Alone,
            at,
            credit: Credit::Assignee,
            held: |_| &[],
            columns,
            tags: None,
            id: None,
            flags: &[],
            measures: &[],
            moments: &[],
            dimensions: &[],
            made_from: &[],
            compares: &[],
            told_by: &[Source::Table(TableName::Conversations)],
            reads: &[],
            covers: &[],
            room: |_| 0,
        }
    }

    /// Number of rows.
    pub fn rows(&self, facts: &Facts) -> usize {
        (self.at)(facts).len()
    }

    /// Whether a row is a conversation or belongs to one.
    pub fn is_of_conversations(&self) -> bool {
        !matches!(self.belongs, Belongs::Alone)
    }

    /// Whether its rows have a dimension, so that they can be filtered by it.
    pub fn has(&self, dimension: &Dimension) -> bool {
        self.is_of_conversations() || self.dimensions.iter().any(|own| own.dimension.id == dimension.id)
    }

    /// The conversation of each row.
    pub fn conversations<'a>(&self, facts: &'a Facts) -> ConversationOf<'a> {
        match self.belongs {
            Belongs::Itself => ConversationOf::Itself,
            Belongs::ToConversation(of) => ConversationOf::Column(of(facts)),
            Belongs::Alone => ConversationOf::Nobody,
        }
    }
}

/// The conversation of each row of a fact table.
#[derive(Clone, Copy)]
pub enum ConversationOf<'a> {
    /// The row itself.
    Itself,
    /// As a column says.
    Column(&'a [u32]),
    /// None.
    Nobody,
}

impl ConversationOf<'_> {
    /// Its place in the conversation table ([`NONE`]: there is none).
    #[inline]
    pub fn at(self, row: usize) -> u32 {
        match self {
            ConversationOf::Itself => numbered(row),
            ConversationOf::Column(places) => places.get(row).copied().unwrap_or(NONE),
            ConversationOf::Nobody => NONE,
        }
    }
}
