//! The columns, flags, measures and moments of conversations and of what stands beside them.

use super::table::fact_table;
use super::{Credit, Flag, Measure, Moment};

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

macro_rules! flags {
    ($list:ident: $($name:ident = $bit:expr, $text:literal, $about:literal;)*) => {
        $(#[doc = $about] pub static $name: Flag = Flag { name: $text, about: $about, mask: 1 << $bit };)*
        /// All flags of that table.
        pub static $list: &[&Flag] = &[$(&$name),*];
    };
}

flags! { CONVERSATION_FLAGS:
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
}

flags! { MESSAGE_FLAGS:
    FROM_CUSTOMER = 0, "from_customer", "written by a customer";
    FROM_AGENT = 1, "from_agent", "written by a human agent";
    FROM_AI = 2, "from_ai", "written by an AI agent or bot";
    SPOKEN = 3, "spoken", "written by a customer or a human agent";
    CUSTOMER_REPLY = 4, "customer_reply", "a customer message that opens no case";
    SOUNDS_POSITIVE = 5, "positive", "a customer message that sounds positive";
    SOUNDS_NEUTRAL = 6, "neutral", "a customer message that sounds neutral";
    SOUNDS_NEGATIVE = 7, "negative", "a customer message that sounds negative";
    SOUNDS_UNSCORED = 8, "unscored", "a customer message of which nobody can tell how it sounds";
}

flags! { EXCHANGE_FLAGS:
    RESPONSE_HAS_OPTIMAL = 0, "has_optimal", "answered, with an optimal target";
    RESPONSE_WITHIN_OPTIMAL = 1, "within_optimal", "answered within the optimal target";
    RESPONSE_HAS_ACCEPTABLE = 2, "has_acceptable", "answered, with an acceptable target";
    RESPONSE_WITHIN_ACCEPTABLE = 3, "within_acceptable", "answered within the acceptable target";
    RESPONSE_LATE = 4, "late", "answered beyond the acceptable target";
    WINDOWED = 5, "windowed", "in a channel with a messaging window";
    WINDOW_MISSED = 6, "window_missed", "not answered within the messaging window";
    WINDOW_CLOSING = 7, "window_closing", "open, and the messaging window ends soon";
}

flags! { RATING_FLAGS:
    STARS = 0, "stars", "1 to 5 stars";
    STARS_1 = 1, "rating_1", "1 star";
    STARS_2 = 2, "rating_2", "2 stars";
    STARS_3 = 3, "rating_3", "3 stars";
    STARS_4 = 4, "rating_4", "4 stars";
    STARS_5 = 5, "rating_5", "5 stars";
    JUDGED = 6, "judged", "stars, thumbs or one of three";
    SATISFIED = 7, "satisfied", "4 or 5 stars, thumb up, best of three";
    FEEDBACK = 8, "feedback", "a piece of feedback text";
    VOTE = 9, "vote", "a thumb";
    VOTE_UP = 10, "vote_up", "thumb up";
    VOTE_DOWN = 11, "vote_down", "thumb down";
    NPS = 12, "nps", "an answer 0 to 10";
    PROMOTER = 13, "promoter", "9 or 10";
    PASSIVE = 14, "passive", "7 or 8";
    DETRACTOR = 15, "detractor", "0 to 6";
    AI_RATED = 20, "ai_rated", "stars in an AI conversation without any message by a human agent";
    HUMAN_RATED = 21, "human_rated", "stars that count in a conversation with a message by a human agent";
}

pub(super) use flags;

macro_rules! measures {
    ($($name:ident = $text:literal, $table:ident.$field:ident;)*) => {
        $(#[doc = concat!("`", $text, "`")] pub static $name: Measure = Measure { name: $text, of: |facts| &facts.$table.$field };)*
    };
}

measures! {
    FIRST_RESPONSE = "first_response", conversations.first_response;
    AFTER_HANDOFF = "after_handoff", conversations.after_handoff;
    WAITING = "waiting", conversations.waiting;
    RESOLUTION = "resolution", conversations.resolution;
    FIRST_RESOLUTION = "first_resolution", conversations.first_resolution;
    HANDLE = "handle", conversations.handle;
    RESPONSE = "response", exchanges.response;
    STEP = "step", passages.step;
    SCORE = "score", ratings.score;
}

pub(super) use measures;

macro_rules! moments {
    ($($name:ident = $text:literal, $table:ident: $at:ident, $credit:ident;)*) => {
        $(#[doc = $text] pub static $name: Moment = Moment {
            name: $text, at: |facts| &facts.$table.$at, credit: moments!(@credit $table, $credit),
        };)*
    };
    (@credit $table:ident, assignee) => { Credit::Assignee };
    (@credit $table:ident, $credit:ident) => { Credit::Own(|facts| &facts.$table.$credit) };
}

pub(super) use moments;

moments! {
    AT_CREATION = "created_at", conversations: created_at, agent;
    AT_ANSWER = "first agent message", conversations: answered_at, answered_by;
    AT_HANDED = "first agent message after the hand-off", conversations: handed_at, handed_by;
    AT_WAITED = "answer of the last exchange", conversations: waited_at, waited_by;
    AT_CLOSE = "closed_at", conversations: closed_at, closed_by;
    AT_FIRST_CLOSE = "first close", conversations: first_closed_at, first_closed_by;
    AT_REOPENING = "last reopen", conversations: reopened_at, agent;
    AT_HELPED = "last message", conversations: helped_at, agent;
    AT_CASE = "case start", cases: started_at, agent;
    AT_MESSAGE = "message", messages: at, agent;
    AT_RESPONSE = "the agent message", exchanges: answered_at, answered_by;
    AT_LAST_ASKED = "last customer message of the run", exchanges: last_asked_at, agent;
    AT_HANDLING = "handling", handlings: at, agent;
    AT_CONTACT = "customer message", contacts: at, assignee;
    AT_PASSAGE = "end of the bucket", passages: at, assignee;
    AT_RATING = "rating", ratings: at, agent;
}
