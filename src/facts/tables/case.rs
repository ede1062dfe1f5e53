//! The fact table of cases: conversations, cut where a thread never ends.

use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, moments, Credit, Flag, Moment};
use crate::facts::Grain;

fact_table! {
    /// Cases: every conversation has one, threads that are split have more.
    CaseFacts {
        conversation: Conversation, "the conversation it is a part of";
        started_at: Instant, "start of the case";
        agent: Code(Person), "assignee of the conversation";
        flags: Flags, "what is known of it";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "case",
    about: "a conversation, or a part of one that never ends",
    belongs: Belongs::ToConversation(|facts| &facts.cases.conversation),
    credit: Credit::Own(|facts| &facts.cases.agent),
    held: |facts| &facts.cases.flags,
    flags: CASE_FLAGS,
    moments: CASE_MOMENTS,
    room: |data| data.conversations,
    ..FactTable::new(Grain::Case, |facts| facts.cases.columns(), |facts| &facts.cases.started_at)
};

flags! { CASE_FLAGS of Case:
    CASE_WITH_MESSAGES = 0, "with_messages", "messages of its conversation are known";
}

moments! { CASE_MOMENTS of Case in cases:
    AT_CASE = "case start", started_at, agent;
}
