//! What tells of quality besides ratings: inactivity and offline events, conversations left unanswered.

use super::events::{Event, Events};
use super::occasion::Occasion;
use super::state::Close;
use super::tables::*;
use super::{Facts, Flag};
use crate::dataset::vocabulary::event;
use chrono_tz::Tz;

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

impl Facts {
    /// Adds the actions among a conversation's events.
    pub(super) fn add_actions(&mut self, conversation: u32, assignee: u32, events: &Events) {
        for event in &events.list {
            let flags = flags_of(event);
            if flags != 0 {
                let table = &mut self.actions;
                table.conversation.push(conversation);
                table.at.push(event.at);
                table.agent.push(event.agent.unwrap_or(assignee));
                table.flags.push(flags);
                self.mark_date(&AT_ACTION, Some(event.occasion()));
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

    fn at_end(self, end: Close, zone: Tz) -> bool {
        match (self, end.occasion()) {
            (Heard::InMessages(at), Some(end)) => at.is_some_and(|at| at <= end.latest(zone)),
            // of an end that nobody knows the instant of, whatever was said came before
            (Heard::InMessages(at), None) => at.is_some(),
            (Heard::InRow(_, ever), _) => ever,
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
    pub limit: Option<Occasion>,
    /// How it first ended, if it did.
    pub ended: Option<Close>,
    /// When an agent was first heard.
    pub heard: Heard,
    /// The zone of dates without a time of day.
    pub zone: Tz,
}

impl Facts {
    /// Adds what a conversation missed.
    pub(super) fn add_lapses(&mut self, watched: &Watched) {
        let (heard, zone) = (watched.heard, watched.zone);
        if let Some(limit) = watched.limit.filter(|limit| !heard.at_limit(limit.latest(zone))) {
            self.add_lapse(watched, limit, &UNANSWERED_LIVE);
        }
        if let Some(end) = watched.ended.filter(|&end| !heard.at_end(end, zone)) {
            let end = Occasion { at: end.at, is_date: end.is_date };
            self.add_lapse(watched, end, &UNANSWERED_ENDED);
        }
    }

    fn add_lapse(&mut self, watched: &Watched, reached: Occasion, missed: &Flag) {
        let table = &mut self.lapses;
        table.conversation.push(watched.conversation);
        table.at.push(reached.at);
        table.agent.push(watched.assignee);
        table.flags.push(missed.mask);
        self.mark_date(&AT_LAPSE, Some(reached));
    }
}
