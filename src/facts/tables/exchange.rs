//! The fact table of exchanges: a run of customer messages and the answer that ended it.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, measures, moments, Credit, Flag, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Runs of customer messages, each with the answer that ended it.
    ExchangeFacts {
        conversation: Conversation, "its conversation";
        first_asked_at: Instant, "first customer message of the run";
        last_asked_at: Instant, "last customer message of the run";
        answered_at: Instant, "the agent's message that ended it; empty: still waiting";
        response: Duration, "from the first customer message to the answer";
        answered_by: Code(Person), "author of the answer";
        agent: Code(Person), "assignee of the conversation";
        flags: Flags, "targets and messaging window";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "exchange",
    about: "a run of customer messages and its answer",
    belongs: Belongs::ToConversation(|facts| &facts.exchanges.conversation),
    credit: Credit::Own(|facts| &facts.exchanges.agent),
    held: |facts| &facts.exchanges.flags,
    flags: EXCHANGE_FLAGS,
    measures: EXCHANGE_MEASURES,
    moments: EXCHANGE_MOMENTS,
    room: |data| data.messages,
    told_by: &[Source::Table(TableName::Messages)],
    ..FactTable::new(
        Grain::Exchange,
        |facts| facts.exchanges.columns(),
        |facts| &facts.exchanges.last_asked_at,
    )
};

flags! { EXCHANGE_FLAGS of Exchange:
    RESPONSE_HAS_OPTIMAL = 0, "has_optimal", "answered, with an optimal target";
    RESPONSE_WITHIN_OPTIMAL = 1, "within_optimal", "answered within the optimal target";
    RESPONSE_HAS_ACCEPTABLE = 2, "has_acceptable", "answered, with an acceptable target";
    RESPONSE_WITHIN_ACCEPTABLE = 3, "within_acceptable", "answered within the acceptable target";
    RESPONSE_LATE = 4, "late", "answered beyond the acceptable target";
    WINDOWED = 5, "windowed", "in a channel with a messaging window";
    WINDOW_MISSED = 6, "window_missed", "not answered within the messaging window";
    WINDOW_CLOSING = 7, "window_closing", "open, and the messaging window ends soon";
}

measures! { EXCHANGE_MEASURES of Exchange in exchanges:
    RESPONSE = response;
}

moments! { EXCHANGE_MOMENTS of Exchange in exchanges:
    AT_RESPONSE = "the agent message", answered_at, answered_by;
    AT_LAST_ASKED = "last customer message of the run", last_asked_at, agent;
}
