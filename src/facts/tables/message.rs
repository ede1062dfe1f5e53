//! The fact table of public messages.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, moments, Credit, Flag, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Public messages.
    MessageFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when it was written";
        agent: Code(Person), "author of an agent's message, else the assignee";
        flags: Flags, "what kind of message it is";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "message",
    about: "a public message",
    belongs: Belongs::ToConversation(|facts| &facts.messages.conversation),
    credit: Credit::Own(|facts| &facts.messages.agent),
    held: |facts| &facts.messages.flags,
    flags: MESSAGE_FLAGS,
    moments: MESSAGE_MOMENTS,
    room: |data| data.messages,
    told_by: &[Source::Table(TableName::Messages)],
    ..FactTable::new(Grain::Message, |facts| facts.messages.columns(), |facts| &facts.messages.at)
};

flags! { MESSAGE_FLAGS of Message:
    FROM_CUSTOMER = 0, "from_customer", "written by a customer";
    FROM_AGENT = 1, "from_agent", "written by a human agent";
    FROM_AI = 2, "from_ai", "written by an AI agent or bot";
    SPOKEN = 3, "spoken", "written by a customer or a human agent";
    CUSTOMER_REPLY = 4, "customer_reply", "a customer message that opens no case";
    SOUNDS_POSITIVE = 5, "positive", "a customer message that sounds positive", Sentiment;
    SOUNDS_NEUTRAL = 6, "neutral", "a customer message that sounds neutral", Sentiment;
    SOUNDS_NEGATIVE = 7, "negative", "a customer message that sounds negative", Sentiment;
    SOUNDS_UNSCORED = 8, "unscored", "a customer message of which nobody can tell how it sounds", Sentiment;
}

moments! { MESSAGE_MOMENTS of Message in messages:
    AT_MESSAGE = "message", at, agent;
}
