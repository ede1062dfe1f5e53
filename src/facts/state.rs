//! Open or closed: the history of one conversation, replayed from its events or taken from its row.

use super::events::Events;
use super::known;
use super::occasion::Occasion;
use super::rules::Rules;
use crate::dataset::vocabulary::status;
use crate::dataset::vocabulary::{closes, reopens};
use crate::dataset::UNDATED;
use crate::time::clock::{Clock, REAL_TIME};
use chrono_tz::Tz;

/// What the row says of a conversation's end.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowState {
    /// When it was opened.
    pub created: Occasion,
    /// Code of the status, if one is given.
    pub status: Option<u8>,
    /// As given.
    pub closed: Option<Occasion>,
    /// Duration from opening to close that the product gives, in milliseconds.
    pub resolution: Option<i64>,
    /// Assignee.
    pub agent: Option<u32>,
}

/// One close: when, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    /// UTC milliseconds; [`UNDATED`]: nobody knows.
    pub at: i64,
    /// Whether that is a date without a time of day.
    pub is_date: bool,
    /// The duration from the creation that the product gives in place of an instant.
    pub given: Option<i64>,
    /// The actor, else who was assigned.
    pub by: Option<u32>,
}

/// The history of one conversation up to as-of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct History {
    /// Closed at as-of.
    pub is_closed: bool,
    /// First passage from open to closed.
    pub first_close: Option<Close>,
    /// Last passage from open to closed.
    pub last_close: Option<Close>,
    /// Last event that opened it again.
    pub reopened: Option<Occasion>,
    /// All passages from open to closed whose instant is known.
    pub closes: Vec<Occasion>,
    /// From (inclusive) and to (exclusive) of each span in which it was open; no end: open at as-of.
    pub open: Vec<(i64, Option<i64>)>,
}

impl Close {
    /// When it was, if that is known.
    pub fn instant(self) -> Option<i64> {
        known(self.at)
    }

    /// The same with what is known of the time of day.
    pub fn occasion(self) -> Option<Occasion> {
        self.instant().map(|at| Occasion { at, is_date: self.is_date })
    }

    /// The time from the creation of its conversation.
    pub fn lasted(self, created: Occasion, clock: Clock) -> Option<i64> {
        self.given.or_else(|| created.lasted(self.occasion()?, clock))
    }
}

impl History {
    /// Replays events that were cut at as-of; without a closing one the row decides.
    pub fn replay(&mut self, events: &Events, row: &RowState, rules: &Rules) {
        self.clear();
        let reopen = events.list.iter().rev().find(|event| reopens(event.kind));
        self.reopened = reopen.map(|event| event.occasion());
        if events.list.iter().any(|event| closes(event.kind)) {
            self.replay_events(events, row, rules.zone);
        } else {
            self.believe(row, events, rules);
        }
    }

    fn clear(&mut self) {
        self.is_closed = false;
        self.first_close = None;
        self.last_close = None;
        self.closes.clear();
        self.open.clear();
    }

    fn replay_events(&mut self, events: &Events, row: &RowState, zone: Tz) {
        let mut opened = Some(row.created.at);
        for event in &events.list {
            if closes(event.kind) && !self.is_closed {
                self.is_closed = true;
                let assignee = || events.assignee_at(event.occasion().latest(zone), row.agent);
                let by = event.agent.or_else(assignee);
                self.close(Close { at: event.at, is_date: event.is_date, given: None, by });
                self.span(opened.take(), Some(event.at), row.created.at);
            } else if reopens(event.kind) && self.is_closed {
                self.is_closed = false;
                opened = Some(event.at);
            }
        }
        self.span(opened, None, row.created.at);
    }

    fn believe(&mut self, row: &RowState, events: &Events, rules: &Rules) {
        // a status was given when the export was made: a close known to come after as-of explains it
        let says_closed = match row.status {
            Some(status) => matches!(status, status::CLOSED | status::RESOLVED),
            None => row.closed.is_some(),
        } && !(row.closed.is_none() && events.closes_later);
        let given = row.resolution.filter(|_| row.closed.is_none());
        let after = given.map(|lasted| Occasion::moment(REAL_TIME.after(row.created.at, lasted)));
        let closed = row.closed.or(after);
        self.is_closed = says_closed && closed.is_none_or(|closed| closed.at <= rules.as_of);
        if !self.is_closed {
            self.span(Some(row.created.at), None, row.created.at);
        } else if let Some(Occasion { at, is_date }) = closed {
            let until = Occasion { at, is_date }.latest(rules.zone);
            self.close(Close { at, is_date, given, by: events.assignee_at(until, row.agent) });
            self.span(Some(row.created.at), Some(at), row.created.at);
        } else {
            let by = events.assignee_at(rules.as_of, row.agent);
            self.close(Close { at: UNDATED, is_date: false, given: None, by });
        }
    }

    fn close(&mut self, close: Close) {
        self.first_close.get_or_insert(close);
        self.last_close = Some(close);
        self.closes.extend(close.occasion());
    }

    /// A span counts from the creation on.
    fn span(&mut self, from: Option<i64>, to: Option<i64>, created_at: i64) {
        let Some(from) = from.map(|from| from.max(created_at)) else { return };
        if to.is_none_or(|to| to > from) {
            self.open.push((from, to));
        }
    }

    /// Whether a passage to closed lies at or after an occasion and at or before an instant.
    pub fn closed_between(&self, from: Occasion, to: i64, zone: Tz) -> bool {
        self.closes.iter().any(|close| !close.is_before(from, zone) && close.at <= to)
    }
}
