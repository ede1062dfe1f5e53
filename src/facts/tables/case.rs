//! The fact table of cases: conversations, cut where a thread never ends.

use crate::facts::table::{fact_table, Belongs, FactTable};
use crate::facts::words::{moments, Credit, Moment};
use crate::facts::Grain;

fact_table! {
    /// Cases: every conversation has one, threads that are split have more.
    CaseFacts {
        conversation: Conversation, "the conversation it is a part of";
        started_at: Instant, "start of the case";
        agent: Code(Person), "assignee of the conversation";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "case",
    about: "a conversation, or a part of one that never ends",
    belongs: Belongs::ToConversation(|facts| &facts.cases.conversation),
    credit: Credit::Own(|facts| &facts.cases.agent),
    moments: CASE_MOMENTS,
    room: |data| data.conversations,
    ..FactTable::new(Grain::Case, |facts| facts.cases.columns(), |facts| &facts.cases.started_at)
};

moments! { CASE_MOMENTS of Case in cases:
    AT_CASE = "case start", started_at, agent;
}
