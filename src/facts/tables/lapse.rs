//! The fact table of conversations left unanswered at a limit.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, moments, Credit, Flag, Moment};
use crate::facts::Grain;

fact_table! {
    /// Conversations left unanswered: at the reply time limit, or at the first end.
    LapseFacts {
        conversation: Conversation, "the conversation";
        at: Instant, "when the limit or the end was reached";
        agent: Code(Person), "assignee of the conversation";
        flags: Flags, "what was reached";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "lapse",
    about: "a conversation left unanswered at a limit",
    belongs: Belongs::ToConversation(|facts| &facts.lapses.conversation),
    credit: Credit::Own(|facts| &facts.lapses.agent),
    held: |facts| &facts.lapses.flags,
    flags: LAPSE_FLAGS,
    moments: LAPSE_MOMENTS,
    reads: &[(TableName::Conversations, &["live"])],
    ..FactTable::new(Grain::Lapse, |facts| facts.lapses.columns(), |facts| &facts.lapses.at)
};

flags! { LAPSE_FLAGS of Lapse:
    UNANSWERED_LIVE = 0, "unanswered_live", "the reply time limit passed without an agent's message";
    UNANSWERED_ENDED = 1, "unanswered_ended", "ended without an agent's message";
}

moments! { LAPSE_MOMENTS of Lapse in lapses:
    AT_LAPSE = "time limit or first end", at, agent;
}
