//! What tells of quality besides ratings: inactivity and offline events, conversations left unanswered.

use super::events::{Event, Events};
use super::tables::*;
use super::{Flag, UNDATED};
use crate::dataset::vocabulary::event;

/// The kinds of inactivity actions: event kind and flag.
pub static INACTIVITY: [(u8, &Flag); 8] = [
    (event::UNASSIGNED, &UNASSIGNED),
    (event::REASSIGNED, &REASSIGNED),
    (event::REASSIGN_FAILED, &REASSIGN_FAILED),
    (event::MESSAGE_SENT, &MESSAGE_SENT),
    (event::LIVE_REASSIGNED, &LIVE_REASSIGNED),
    (event::LIVE_REASSIGN_FAILED, &LIVE_REASSIGN_FAILED),
    (event::RESUMED_REASSIGNED, &RESUMED_REASSIGNED),
    (event::RESUMED_REASSIGN_FAILED, &RESUMED_REASSIGN_FAILED),
];

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
            // of an end that nobody knows the instant of, whatever was said came before
            Heard::InMessages(at) if instant == UNDATED => at.is_some(),
            Heard::InMessages(at) => at.is_some_and(|at| at <= instant),
            Heard::InRow(_, ever) => ever,
        }
    }
}

/// A conversation that an agent may have left unanswered.
pub struct Watched {
    /// Its place.
    pub conversation: u32,
    /// Whose it is.
    pub assignee: u32,
    /// When its reply time limit passed, if it did.
    pub limit: Option<i64>,
    /// When it first ended, if it did.
    pub ended_at: Option<i64>,
    /// When an agent was first heard.
    pub heard: Heard,
}

impl LapseFacts {
    /// Adds what a conversation missed.
    pub fn add(&mut self, watched: &Watched) {
        if let Some(at) = watched.limit.filter(|&at| !watched.heard.at_limit(at)) {
            self.push(watched, at, &UNANSWERED_LIVE);
        }
        if let Some(at) = watched.ended_at.filter(|&at| !watched.heard.at_end(at)) {
            self.push(watched, at, &UNANSWERED_ENDED);
        }
    }

    fn push(&mut self, watched: &Watched, at: i64, missed: &Flag) {
        self.conversation.push(watched.conversation);
        self.at.push(at);
        self.agent.push(watched.assignee);
        self.flags.push(missed.mask);
    }
}
