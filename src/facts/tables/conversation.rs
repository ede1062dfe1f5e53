//! The fact table of conversations: one row each.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, measures, moments, Credit, Flag, Measure, Moment};
use crate::facts::Grain;

fact_table! {
    /// Conversations: one row each; excluded ones hold no instants, so nothing of theirs counts.
    ConversationFacts {
        conversation_id: Code(Conversation), "its id";
        created_at: Instant, "when it was opened";
        answered_at: Instant, "first agent message after the first customer message";
        answered_by: Code(Person), "who wrote that";
        first_response: Duration, "from the first customer message to that answer (incoming)";
        handed_at: Instant, "first agent message at or after the first hand-off (incoming)";
        handed_by: Code(Person), "who wrote that";
        after_handoff: Duration, "from the hand-off to that message";
        waited_at: Instant, "answer of the last finished exchange";
        waited_by: Code(Person), "who wrote that";
        waiting: Duration, "sum of all finished exchanges";
        first_closed_at: Instant, "first close";
        first_closed_by: Code(Person), "who closed it first";
        first_resolution: Duration, "from opening to the first close";
        closed_at: Instant, "last close, if it is closed";
        closed_by: Code(Person), "who closed it last";
        resolution: Duration, "from opening to the last close, if it is closed";
        handle: Duration, "working time the export gives";
        reopened_at: Instant, "last reopening";
        helped_at: Instant, "last message, if customers wrote first and last and an agent between";
        channel: Code(Channel), "channel";
        subchannel: Code(Subchannel), "sub-channel";
        brand: Code(Brand), "shop, inbox";
        team: Code(Team), "team";
        agent: Code(Person), "assignee";
        customer: Code(Customer), "customer";
        direction: Code(Value), "who opened it";
        status: Code(Value), "status the export gives";
        category: Code(Category), "category path";
        language: Code(Language), "language";
        priority: Code(Priority), "priority";
        flags: Flags, "yes/no facts";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "conversation",
    about: "a conversation",
    belongs: Belongs::Itself,
    credit: Credit::Own(|facts| &facts.conversations.agent),
    held: |facts| &facts.conversations.flags,
    tags: Some(|facts| &facts.tags),
    flags: CONVERSATION_FLAGS,
    measures: CONVERSATION_MEASURES,
    moments: CONVERSATION_MOMENTS,
    reads: &[
        (
            TableName::Messages,
            &["message_id", "conversation_id", "at", "author_type", "author", "private", "automated"],
        ),
        (TableName::Events, &["conversation_id", "at", "kind", "agent", "value"]),
    ],
    room: |data| data.conversations,
    ..FactTable::new(
        Grain::Conversation,
        |facts| facts.conversations.columns(),
        |facts| &facts.conversations.created_at,
    )
};

flags! { CONVERSATION_FLAGS of Conversation:
    INCOMING = 0, "incoming", "opened by the customer";
    OUTGOING = 1, "outgoing", "opened by us";
    TAGGED = 2, "tagged", "has at least one tag";
    NEW_CUSTOMER = 3, "new_customer", "the first conversation of its customer";
    UNANSWERED = 4, "unanswered", "incoming, without any agent message";
    UNANSWERED_OPEN = 5, "unanswered_open", "unanswered and open";
    UNANSWERED_CLOSED = 6, "unanswered_closed", "unanswered and closed";
    CLOSED = 7, "closed", "closed at as-of";
    CLOSED_INCOMING = 8, "closed_incoming", "incoming and closed";
    FIRST_CONTACT = 9, "fcr", "incoming, closed, exactly one agent message, never reopened";
    HAS_OPTIMAL = 10, "has_optimal", "a first response with an optimal target";
    WITHIN_OPTIMAL = 11, "within_optimal", "first response within the optimal target";
    HAS_ACCEPTABLE = 12, "has_acceptable", "a first response with an acceptable target";
    WITHIN_ACCEPTABLE = 13, "within_acceptable", "first response within the acceptable target";
    LATE = 14, "late", "first response beyond the acceptable target";
    FIRST_RESPONDED = 15, "first_responded", "has a first response";
    WITH_MESSAGES = 16, "with_messages", "its messages are known";
}

measures! { CONVERSATION_MEASURES of Conversation in conversations:
    FIRST_RESPONSE = first_response;
    AFTER_HANDOFF = after_handoff;
    WAITING = waiting;
    RESOLUTION = resolution;
    FIRST_RESOLUTION = first_resolution;
    HANDLE = handle;
}

moments! { CONVERSATION_MOMENTS of Conversation in conversations:
    AT_CREATION = "created_at", created_at, agent;
    AT_ANSWER = "first agent message", answered_at, answered_by;
    AT_HANDED = "first agent message after the hand-off", handed_at, handed_by;
    AT_WAITED = "answer of the last exchange", waited_at, waited_by;
    AT_CLOSE = "closed_at", closed_at, closed_by;
    AT_FIRST_CLOSE = "first close", first_closed_at, first_closed_by;
    AT_REOPENING = "last reopen", reopened_at, agent;
    AT_HELPED = "last message", helped_at, agent;
}
