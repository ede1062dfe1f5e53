//! The fact tables of what a conversation is made of.

use super::table::fact_table;

fact_table! {
    /// Cases: every conversation has one, threads that are split have more.
    CaseFacts {
        conversation: Conversation, "the conversation it is a part of";
        started_at: Instant, "start of the case";
        agent: Code(Person), "assignee of the conversation";
    }
}

fact_table! {
    /// Public messages.
    MessageFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when it was written";
        agent: Code(Person), "author of an agent's message, else the assignee";
        flags: Flags, "what kind of message it is";
    }
}

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

fact_table! {
    /// What an agent did for a conversation: wrote, closed, was assigned at the close, forwarded.
    HandlingFacts {
        conversation: Conversation, "the conversation handled";
        at: Instant, "when";
        agent: Code(Person), "who; empty: the team";
    }
}

fact_table! {
    /// Customers who got in touch.
    ContactFacts {
        conversation: Conversation, "where";
        at: Instant, "when";
    }
}

fact_table! {
    /// Passages between open and closed: the number of open conversations is the sum of the steps so far.
    PassageFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when";
        step: Number, "1: opened, −1: closed";
    }
}

fact_table! {
    /// Ratings, votes and feedback that count.
    RatingFacts {
        conversation: Conversation, "its conversation, if one is known";
        at: Instant, "when it was given";
        agent: Code(Person), "the agent assigned at that moment";
        score: Number, "the score given";
        flags: Flags, "what kind of rating it is";
    }
}
