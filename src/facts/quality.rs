//! What tells of quality besides ratings: inactivity and offline events, conversations left unanswered.

use super::events::{Event, Events};
use super::state::History;
use super::table::fact_table;
use super::{Credit, Flag, Moment};
use crate::dataset::vocabulary::event;

fact_table! {
    /// Actions of the inactivity protection, and returning contacts whose agent was away.
    ActionFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when";
        agent: Code(Person), "agent of the event, else the assignee";
        flags: Flags, "what kind of action it is";
    }
}

fact_table! {
    /// Conversations left unanswered: at the reply time limit, or at the first end.
    LapseFacts {
        conversation: Conversation, "the conversation";
        at: Instant, "when the limit or the end was reached";
        agent: Code(Person), "assignee of the conversation";
        flags: Flags, "what was reached";
    }
}

/// The kinds of inactivity actions: event kind and flag.
pub static INACTIVITY: [(u8, Flag); 8] = [
    kind(event::UNASSIGNED, 0, "unassigned", "the conversation was taken from its agent"),
    kind(event::REASSIGNED, 1, "reassigned", "given to another agent"),
    kind(event::REASSIGN_FAILED, 2, "reassign_failed", "nobody to give it to"),
    kind(event::MESSAGE_SENT, 3, "message_sent", "the contact was sent a message"),
    kind(event::LIVE_REASSIGNED, 4, "live_reassigned", "a live conversation was given to another agent"),
    kind(event::LIVE_REASSIGN_FAILED, 5, "live_reassign_failed", "nobody to give a live conversation to"),
    kind(
        event::RESUMED_REASSIGNED,
        6,
        "resumed_reassigned",
        "a resumed conversation was given to another agent",
    ),
    kind(
        event::RESUMED_REASSIGN_FAILED,
        7,
        "resumed_reassign_failed",
        "nobody to give a resumed conversation to",
    ),
];

/// Any inactivity action.
pub static ACTED: Flag = Flag { name: "inactivity", about: "any inactivity action", mask: 1 << 8 };
/// A returning contact was given to an available agent.
pub static OFFLINE_REASSIGNED: Flag = Flag {
    name: "offline_reassigned",
    about: "a returning contact was given to an available agent",
    mask: 1 << 9,
};
/// Nobody was available for a returning contact.
pub static OFFLINE_UNASSIGNABLE: Flag = Flag {
    name: "offline_unassignable",
    about: "nobody was available for a returning contact",
    mask: 1 << 10,
};
/// The reply time limit of a live conversation passed without an agent's message.
pub static UNANSWERED_LIVE: Flag = Flag {
    name: "unanswered_live",
    about: "the reply time limit passed without an agent's message",
    mask: 1,
};
/// The conversation ended for the first time without an agent's message.
pub static UNANSWERED_ENDED: Flag =
    Flag { name: "unanswered_ended", about: "ended without an agent's message", mask: 2 };

/// When an action took place.
pub static AT_ACTION: Moment = Moment {
    name: "event",
    at: |facts| &facts.actions.at,
    credit: Credit::Own(|facts| &facts.actions.agent),
};
/// When the limit or the end was reached.
pub static AT_LAPSE: Moment = Moment {
    name: "time limit or first end",
    at: |facts| &facts.lapses.at,
    credit: Credit::Own(|facts| &facts.lapses.agent),
};

const fn kind(code: u8, bit: u8, name: &'static str, about: &'static str) -> (u8, Flag) {
    (code, Flag { name, about, mask: 1 << bit })
}

impl ActionFacts {
    /// Adds the actions among a conversation's events.
    pub fn add(&mut self, conversation: u32, assignee: u32, events: &Events) {
        for event in &events.list {
            let flags = flags_of(event);
            if flags != 0 {
                self.conversation.push(conversation);
                self.at.push(event.at);
                self.agent.push(event.agent.unwrap_or(assignee));
                self.flags.push(flags);
            }
        }
    }
}

fn flags_of(happened: &Event) -> u32 {
    match happened.kind {
        event::OFFLINE_REASSIGNED => OFFLINE_REASSIGNED.mask,
        event::OFFLINE_UNASSIGNABLE => OFFLINE_UNASSIGNABLE.mask,
        code => {
            let action = INACTIVITY.iter().find(|(kind, _)| *kind == code);
            action.map_or(0, |(_, flag)| flag.mask | ACTED.mask)
        }
    }
}

/// When a human agent was first heard.
#[derive(Debug, Clone, Copy)]
pub enum Heard {
    /// As the messages show.
    InMessages(Option<i64>),
    /// As the row tells: the first reply, and whether there was any.
    InRow(Option<i64>, bool),
}

impl Heard {
    fn at_limit(self, instant: i64) -> bool {
        let (Heard::InMessages(at) | Heard::InRow(at, _)) = self;
        at.is_some_and(|at| at <= instant)
    }

    fn at_end(self, instant: i64) -> bool {
        match self {
            Heard::InMessages(at) => at.is_some_and(|at| at <= instant),
            Heard::InRow(_, ever) => ever,
        }
    }
}

impl LapseFacts {
    /// Adds what a conversation missed. `limit` is when its reply time limit passed, if it did.
    pub fn add(
        &mut self,
        conversation: u32,
        assignee: u32,
        limit: Option<i64>,
        history: &History,
        heard: Heard,
    ) {
        let mut push = |at: i64, flag: &Flag| {
            self.conversation.push(conversation);
            self.at.push(at);
            self.agent.push(assignee);
            self.flags.push(flag.mask);
        };
        if let Some(at) = limit.filter(|&at| !heard.at_limit(at)) {
            push(at, &UNANSWERED_LIVE);
        }
        if let Some(close) = history.first_close.filter(|close| !heard.at_end(close.at)) {
            push(close.at, &UNANSWERED_ENDED);
        }
    }
}
