//! The fact table of conversations that an AI agent took part in.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, measures, moments, Flag, Measure, Moment};
use crate::facts::Grain;

fact_table! {
    /// Conversations that an AI agent took part in.
    AiFacts {
        conversation: Conversation, "the conversation";
        started_at: Instant, "when it was opened";
        answered_at: Instant, "first message of the AI agent after the first customer message";
        first_response: Duration, "from the first customer message to that answer";
        handed_at: Instant, "first hand-off";
        flags: Flags, "how it ended";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "ai",
    about: "a conversation that an AI agent took part in",
    belongs: Belongs::ToConversation(|facts| &facts.ai.conversation),
    held: |facts| &facts.ai.flags,
    flags: AI_FLAGS,
    measures: AI_MEASURES,
    moments: AI_MOMENTS,
    reads: &[(TableName::Conversations, &["ai_status"])],
    ..FactTable::new(Grain::Ai, |facts| facts.ai.columns(), |facts| &facts.ai.started_at)
};

flags! { AI_FLAGS of Ai:
    AI_INVOLVED = 0, "involved", "the AI agent answered a customer";
    AI_RESOLVED = 1, "resolved", "the AI agent had the last word, nobody took over, and it is closed or long silent";
    AI_ROUTED = 2, "routed", "handed over to a person or a ticket";
    AI_CLOSED = 3, "closed", "given up with the closing message";
    AI_OPEN = 4, "open", "none of these";
}

measures! { AI_MEASURES of Ai in ai:
    AI_FIRST_RESPONSE = first_response;
}

moments! { AI_MOMENTS of Ai in ai:
    AT_AI_START = "created_at", started_at, assignee;
    AT_AI_ANSWER = "first AI message", answered_at, assignee;
    AT_HANDOFF = "first hand-off", handed_at, assignee;
}
