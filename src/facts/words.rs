//! The words figures are made of: grains, flags, measures, moments, and whom a fact is credited to.

use super::{Dimension, Domain, Facts, NONE};

/// What one row of a fact table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A conversation.
    Conversation,
    /// A case: a conversation, or a part of one that never ends.
    Case,
    /// A public message.
    Message,
    /// A run of customer messages and its answer.
    Exchange,
    /// Something by which an agent handled a conversation.
    Handling,
    /// A customer who got in touch, at an instant.
    Contact,
    /// A passage between open and closed.
    Passage,
    /// A rating, vote or piece of feedback.
    Rating,
    /// An action of the inactivity protection, or a returning contact whose agent was away.
    Action,
    /// A conversation left unanswered at a limit.
    Lapse,
    /// A comment by a customer.
    Comment,
    /// A conversation that an AI agent took part in.
    Ai,
    /// An order that followed an AI agent's touch.
    Order,
    /// A call with all its legs.
    Call,
    /// Views of a help article.
    FaqView,
    /// Searches.
    FaqSearch,
    /// A case that a customer opened soon after reading an article.
    FaqCase,
}

impl Grain {
    /// Whether a row is a conversation or belongs to one.
    pub fn is_of_conversations(self) -> bool {
        !matches!(self, Grain::Call | Grain::Comment | Grain::FaqView | Grain::FaqSearch | Grain::FaqCase)
    }

    /// Whether its rows have a dimension.
    pub fn has(self, dimension: &Dimension) -> bool {
        match self {
            Grain::Call => dimension.of_call().is_some(),
            grain => grain.is_of_conversations(),
        }
    }

    /// The fact tables that its own is made from.
    pub fn made_from(self) -> &'static [Grain] {
        match self {
            Grain::FaqView => &[Grain::Case],
            Grain::FaqCase => &[Grain::Case, Grain::FaqView],
            _ => &[],
        }
    }
}

/// A yes/no fact of a row, kept as a bit of the row's `flags`.
#[derive(Debug)]
pub struct Flag {
    /// Its name in `insights facts`.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Its bit; 0: every row has it.
    pub mask: u32,
}

impl Flag {
    /// Whether a row's flags hold it.
    #[inline]
    pub fn holds(&self, flags: u32) -> bool {
        flags & self.mask == self.mask
    }
}

/// Every row.
pub static ALL: Flag = Flag { name: "all", about: "every row", mask: 0 };

/// A number of a row: a duration in milliseconds or a number in ten-thousandths; missing is `i64::MIN`.
pub struct Measure {
    /// Its name in `insights facts`.
    pub name: &'static str,
    /// Its values.
    pub of: fn(&Facts) -> &[i64],
}

/// What a figure is worked out apart for, each value in a column of its own.
pub struct Split {
    /// What the codes mean.
    pub domain: Domain,
    /// The value of each row.
    pub of: fn(&Facts) -> &[u32],
    /// All values of the data, in the order of their columns; [`NONE`] stands for rows without one.
    pub values: fn(&Facts) -> &[u32],
}

/// When a fact counts, and whose it is.
pub struct Moment {
    /// What people call it: `created`, `first reply`…
    pub name: &'static str,
    /// The instant, UTC ms; rows without one don't count.
    pub at: fn(&Facts) -> &[i64],
    /// The agent credited.
    pub credit: Credit,
}

/// Whom a fact is credited to.
pub enum Credit {
    /// Whom a column of its own names.
    Own(fn(&Facts) -> &[u32]),
    /// The assignee of its conversation.
    Assignee,
}

impl Credit {
    /// The agent ([`NONE`]: nobody) of a row, which belongs to the conversation at that place.
    pub fn of<'a>(&self, facts: &'a Facts) -> impl Fn(usize, u32) -> u32 + 'a {
        let (codes, is_own) = match self {
            Credit::Own(column) => (column(facts), true),
            Credit::Assignee => (facts.conversations.agent.as_slice(), false),
        };
        move |row, conversation| {
            let at = if is_own { row } else { conversation as usize };
            codes.get(at).copied().unwrap_or(NONE)
        }
    }
}
