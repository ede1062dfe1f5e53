//! The closed and open lists of values: channels, statuses, authors, events and the rest.

use crate::fitting::small;

/// A closed list of values; a choice is stored as its place in the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// What the values are called in messages: `status`, `event kind`…
    pub name: &'static str,
    /// The machine values, in the order of their codes.
    pub values: &'static [&'static str],
}

impl Vocabulary {
    /// The code of a machine value.
    pub fn code(&self, value: &str) -> Option<u8> {
        self.values.iter().position(|v| *v == value).map(small)
    }

    /// The machine value of a code; empty where the code is none of the list.
    pub fn value(&self, code: u8) -> &'static str {
        self.values.get(code as usize).copied().unwrap_or("")
    }
}

/// A closed list in the order of its codes; `"value" as NAME` gives the value's code a name where the program asks for it.
macro_rules! vocabulary {
    (
        $(#[$doc:meta])*
        $name:ident, $word:literal, $module:ident { $($value:literal $(as $constant:ident)?),* $(,)? }
    ) => {
        $(#[$doc])*
        pub static $name: Vocabulary = Vocabulary { name: $word, values: &[$($value),*] };
        $(#[$doc])*
        pub mod $module {
            vocabulary!(@codes 0u8, $($value $(as $constant)?,)*);
        }
    };
    (@codes $code:expr, $value:literal as $constant:ident, $($rest:tt)*) => {
        #[doc = concat!("`", $value, "`")]
        pub const $constant: u8 = $code;
        vocabulary!(@codes $code + 1, $($rest)*);
    };
    (@codes $code:expr, $value:literal, $($rest:tt)*) => {
        vocabulary!(@codes $code + 1, $($rest)*);
    };
    (@codes $code:expr,) => {};
}

/// Channels with a meaning of their own; any other text is a channel too and stays as it is, in lower case.
pub const CHANNELS: &[&str] = &[
    "chat",
    "email",
    "phone",
    "sms",
    "whatsapp",
    "messenger",
    "facebook",
    "instagram",
    "telegram",
    "x",
    "bol.com",
    "web form",
    "review",
    "other",
];

vocabulary! {
    /// The state the export gives a conversation.
    STATUS, "status", status {
        "open" as OPEN, "pending" as PENDING, "bot", "resolved" as RESOLVED, "closed" as CLOSED,
        "spam" as SPAM, "deleted", "merged", "test",
    }
}

vocabulary! {
    /// Who opened the conversation or call.
    DIRECTION, "direction", direction { "incoming" as INCOMING, "outgoing" as OUTGOING, "proactive" as PROACTIVE }
}

vocabulary! {
    /// Who wrote a message.
    AUTHOR, "author type", author { "customer" as CUSTOMER, "agent" as AGENT, "ai" as AI, "system" as SYSTEM }
}

vocabulary! {
    /// What kind of entry of a conversation a message is, as products write it in a column of its own.
    MESSAGE_KIND, "message kind", message_kind {
        "message", "note", "customer", "agent", "ai", "system", "automated",
    }
}

vocabulary! {
    /// Who may read a message.
    VISIBILITY, "visibility", visibility { "public", "private" }
}

vocabulary! {
    /// How the conversation of an AI agent ended.
    AI_STATUS, "AI status", ai_status { "resolved" as RESOLVED, "routed" as ROUTED, "closed" as CLOSED, "open" as OPEN }
}

vocabulary! {
    /// What happened to a conversation, in the order in which events of one instant take place.
    EVENT, "event kind", event {
        "created", "assigned" as ASSIGNED, "team_changed", "reopened" as REOPENED,
        "resumed" as RESUMED, "handoff" as HANDOFF, "forwarded" as FORWARDED, "live_timeout" as LIVE_TIMEOUT,
        "snoozed", "live_reassign_failed" as LIVE_REASSIGN_FAILED, "live_reassigned" as LIVE_REASSIGNED,
        "message_sent" as MESSAGE_SENT, "offline_reassigned" as OFFLINE_REASSIGNED,
        "offline_unassignable" as OFFLINE_UNASSIGNABLE, "reassign_failed" as REASSIGN_FAILED,
        "reassigned" as REASSIGNED, "resumed_reassign_failed" as RESUMED_REASSIGN_FAILED,
        "resumed_reassigned" as RESUMED_REASSIGNED, "unassigned" as UNASSIGNED, "product_click" as PRODUCT_CLICK,
        "sms_touch" as SMS_TOUCH, "closed" as CLOSED, "ended" as ENDED, "autoclose" as AUTOCLOSE, "merged",
    }
}

vocabulary! {
    /// What kind of answer a rating is.
    RATING, "rating kind", rating { "stars" as STARS, "thumbs" as THUMBS, "three" as THREE, "nps" as NPS, "feedback" as FEEDBACK }
}

vocabulary! {
    /// How a call or leg ended.
    OUTCOME, "call outcome", outcome {
        "answered" as ANSWERED, "missed" as MISSED, "abandoned" as ABANDONED, "voicemail" as VOICEMAIL, "busy",
        "failed", "transferred" as TRANSFERRED,
    }
}

vocabulary! {
    /// A thumb given to an article.
    VOTE, "vote", vote { "up" as UP, "down" as DOWN }
}

vocabulary! {
    /// How a text sounds, as the export or the scorer says.
    SENTIMENT, "sentiment", sentiment { "positive" as POSITIVE, "neutral" as NEUTRAL, "negative" as NEGATIVE }
}

vocabulary! {
    /// What kind of post comments stand under.
    POST, "post kind", post { "post", "ad" }
}

/// The closed vocabularies, by the name that messages and value synonyms use.
pub static VOCABULARIES: &[&Vocabulary] = &[
    &STATUS,
    &DIRECTION,
    &AUTHOR,
    &MESSAGE_KIND,
    &VISIBILITY,
    &AI_STATUS,
    &EVENT,
    &RATING,
    &OUTCOME,
    &VOTE,
    &SENTIMENT,
    &POST,
];

/// Whether an event of that kind closes a conversation.
pub fn closes(kind: u8) -> bool {
    matches!(kind, event::CLOSED | event::ENDED | event::AUTOCLOSE)
}

/// Whether an event of that kind opens it again.
pub fn reopens(kind: u8) -> bool {
    matches!(kind, event::REOPENED | event::RESUMED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_places_in_their_list() {
        assert_eq!(STATUS.value(status::CLOSED), "closed");
        assert_eq!(EVENT.value(event::AUTOCLOSE), "autoclose");
        assert_eq!(EVENT.code("handoff"), Some(event::HANDOFF));
        assert_eq!(DIRECTION.value(200), "");
    }
}
