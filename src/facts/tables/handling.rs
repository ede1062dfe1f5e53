//! The fact table of what agents did for conversations.

use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{moments, Credit, Moment};
use crate::facts::Grain;

fact_table! {
    /// What an agent did for a conversation: wrote, closed, was assigned at the close, forwarded.
    HandlingFacts {
        conversation: Conversation, "the conversation handled";
        at: Instant, "when";
        agent: Code(Person), "who; empty: the team";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "handling",
    about: "something by which an agent handled a conversation",
    belongs: Belongs::ToConversation(|facts| &facts.handlings.conversation),
    credit: Credit::Own(|facts| &facts.handlings.agent),
    moments: HANDLING_MOMENTS,
    room: |data| data.messages,
    ..FactTable::new(Grain::Handling, |facts| facts.handlings.columns(), |facts| &facts.handlings.at)
};

moments! { HANDLING_MOMENTS of Handling in handlings:
    AT_HANDLING = "handling", at, agent;
}
