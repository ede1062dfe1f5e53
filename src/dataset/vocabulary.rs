//! The closed and open lists of values: channels, statuses, authors, events and the rest.

/// A closed list of values; a choice is stored as its place in the list.
#[derive(Debug)]
pub struct Vocabulary {
    /// What the values are called in messages: `status`, `event kind`…
    pub name: &'static str,
    /// The machine values, in the order of their codes.
    pub values: &'static [&'static str],
}

impl Vocabulary {
    /// The code of a machine value.
    pub fn code(&self, value: &str) -> Option<u8> {
        self.values.iter().position(|v| *v == value).map(|at| at as u8)
    }

    /// The machine value of a code; empty where the code is none of the list.
    pub fn value(&self, code: u8) -> &'static str {
        self.values.get(code as usize).copied().unwrap_or("")
    }
}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $word:literal, $module:ident { $($constant:ident = $value:literal),* $(,)? }) => {
        $(#[$doc])*
        pub static $name: Vocabulary = Vocabulary { name: $word, values: &[$($value),*] };
        $(#[$doc])*
        pub mod $module {
            vocabulary!(@count 0u8, $($constant = $value),*);
        }
    };
    (@count $at:expr, $constant:ident = $value:literal $(, $rest:ident = $other:literal)*) => {
        #[doc = concat!("`", $value, "`")]
        pub const $constant: u8 = $at;
        vocabulary!(@count $at + 1, $($rest = $other),*);
    };
    (@count $at:expr,) => {};
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
        OPEN = "open", PENDING = "pending", BOT = "bot", RESOLVED = "resolved", CLOSED = "closed",
        SPAM = "spam", DELETED = "deleted", MERGED = "merged", TEST = "test",
    }
}

vocabulary! {
    /// Who opened the conversation or call.
    DIRECTION, "direction", direction { INCOMING = "incoming", OUTGOING = "outgoing", PROACTIVE = "proactive" }
}

vocabulary! {
    /// Who wrote a message.
    AUTHOR, "author type", author { CUSTOMER = "customer", AGENT = "agent", AI = "ai", SYSTEM = "system" }
}

vocabulary! {
    /// How the conversation of an AI agent ended.
    AI_STATUS, "AI status", ai_status { RESOLVED = "resolved", ROUTED = "routed", CLOSED = "closed", OPEN = "open" }
}

vocabulary! {
    /// What happened to a conversation, in the order in which events of one instant take place.
    EVENT, "event kind", event {
        CREATED = "created", ASSIGNED = "assigned", TEAM_CHANGED = "team_changed", REOPENED = "reopened",
        RESUMED = "resumed", HANDOFF = "handoff", FORWARDED = "forwarded", LIVE_TIMEOUT = "live_timeout",
        SNOOZED = "snoozed", LIVE_REASSIGN_FAILED = "live_reassign_failed", LIVE_REASSIGNED = "live_reassigned",
        MESSAGE_SENT = "message_sent", OFFLINE_REASSIGNED = "offline_reassigned",
        OFFLINE_UNASSIGNABLE = "offline_unassignable", REASSIGN_FAILED = "reassign_failed",
        REASSIGNED = "reassigned", RESUMED_REASSIGN_FAILED = "resumed_reassign_failed",
        RESUMED_REASSIGNED = "resumed_reassigned", UNASSIGNED = "unassigned", PRODUCT_CLICK = "product_click",
        SMS_TOUCH = "sms_touch", CLOSED = "closed", ENDED = "ended", AUTOCLOSE = "autoclose", MERGED = "merged",
    }
}

vocabulary! {
    /// What kind of answer a rating is.
    RATING, "rating kind", rating { STARS = "stars", THUMBS = "thumbs", THREE = "three", NPS = "nps", FEEDBACK = "feedback" }
}

vocabulary! {
    /// How a call or leg ended.
    OUTCOME, "call outcome", outcome {
        ANSWERED = "answered", MISSED = "missed", ABANDONED = "abandoned", VOICEMAIL = "voicemail", BUSY = "busy",
        FAILED = "failed", TRANSFERRED = "transferred",
    }
}

vocabulary! {
    /// A thumb given to an article.
    VOTE, "vote", vote { UP = "up", DOWN = "down" }
}

vocabulary! {
    /// How a text sounds, as the export or the scorer says.
    SENTIMENT, "sentiment", sentiment { POSITIVE = "positive", NEUTRAL = "neutral", NEGATIVE = "negative" }
}

vocabulary! {
    /// What kind of post comments stand under.
    POST, "post kind", post { POST = "post", AD = "ad" }
}

/// The closed vocabularies, by the name that messages and value synonyms use.
pub static VOCABULARIES: &[&Vocabulary] =
    &[&STATUS, &DIRECTION, &AUTHOR, &AI_STATUS, &EVENT, &RATING, &OUTCOME, &VOTE, &SENTIMENT, &POST];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_places_in_their_list() {
        assert_eq!(STATUS.value(status::TEST), "test");
        assert_eq!(EVENT.value(event::MERGED), "merged");
        assert_eq!(EVENT.code("handoff"), Some(event::HANDOFF));
        assert_eq!(DIRECTION.value(200), "");
    }
}
