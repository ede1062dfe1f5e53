//! Open and closed over time: closes, reopens and who was assigned, from events or from the row.

use super::dates::Dates;
use super::rows::{Conversation, Event};

/// The order of events of one instant (rulings 10).
const ORDER: [&str; 25] = [
    "created",
    "assigned",
    "team_changed",
    "reopened",
    "resumed",
    "handoff",
    "forwarded",
    "live_timeout",
    "snoozed",
    "live_reassign_failed",
    "live_reassigned",
    "message_sent",
    "offline_reassigned",
    "offline_unassignable",
    "reassign_failed",
    "reassigned",
    "resumed_reassign_failed",
    "resumed_reassigned",
    "unassigned",
    "product_click",
    "sms_touch",
    "closed",
    "ended",
    "autoclose",
    "merged",
];

const CLOSING: [&str; 3] = ["closed", "ended", "autoclose"];
const REOPENING: [&str; 2] = ["reopened", "resumed"];

/// A passage from open to closed; `at` is missing where only the status tells of it.
#[derive(Clone, Debug)]
pub struct Close {
    pub at: Option<i64>,
    pub agent: Option<String>,
    /// The time from the creation that the row gives in place of an instant.
    pub given: Option<i64>,
}

/// What is known of a conversation's states at as-of.
#[derive(Clone, Debug)]
pub struct History {
    /// Its events until as-of, in order.
    pub events: Vec<Event>,
    /// Every passage from open to closed, in order.
    pub closes: Vec<Close>,
    /// Closed at as-of.
    pub closed: bool,
    from_events: bool,
    assignee: Option<String>,
    dates: Dates,
}

/// A text that may be missing; missing ones come last.
type Last<'a> = (bool, &'a Option<String>);

/// Where an event stands: instant, kind, agent, value.
fn place(event: &Event) -> (i64, usize, Last<'_>, Last<'_>) {
    let rank = ORDER.iter().position(|kind| *kind == event.kind).unwrap();
    (event.at, rank, (event.agent.is_none(), &event.agent), (event.value.is_none(), &event.value))
}

impl History {
    /// Replays the events of one conversation; `events` are all of them, later ones too.
    pub fn new(row: &Conversation, events: &[Event], as_of: i64, dates: &Dates) -> Self {
        let mut seen: Vec<Event> = events.iter().filter(|event| event.at <= as_of).cloned().collect();
        seen.sort_by(|one, other| place(one).cmp(&place(other)));
        let from_events = seen.iter().any(|event| CLOSING.contains(&event.kind.as_str()));
        let mut history = History {
            events: seen,
            closes: Vec::new(),
            closed: false,
            from_events,
            assignee: row.agent.clone(),
            dates: dates.clone(),
        };
        if from_events {
            history.replay();
        } else if let Some(at) = row_close(row, events, as_of) {
            let agent = history.assignee_at(at.unwrap_or(as_of));
            let given = row.resolution.filter(|ms| *ms >= 0 && row.closed.is_none());
            history.closes.push(Close { at, agent, given });
            history.closed = true;
        }
        history
    }

    fn replay(&mut self) {
        for event in self.events.clone() {
            if REOPENING.contains(&event.kind.as_str()) {
                self.closed = false;
            } else if CLOSING.contains(&event.kind.as_str()) && !self.closed {
                let agent = event.agent.clone().or_else(|| self.assignee_at(event.at));
                self.closes.push(Close { at: Some(event.at), agent, given: None });
                self.closed = true;
            }
        }
    }

    /// Who was assigned at an instant (rulings 17).
    pub fn assignee_at(&self, at: i64) -> Option<String> {
        let assigned: Vec<&Event> = self.events.iter().filter(|event| event.kind == "assigned").collect();
        if assigned.is_empty() {
            return self.assignee.clone();
        }
        assigned
            .iter()
            .rev()
            .find(|event| !self.dates.before(at, event.at))
            .and_then(|event| event.agent.clone())
    }

    /// The last close, of conversations closed at as-of.
    pub fn last_close(&self) -> Option<&Close> {
        self.closes.last().filter(|_| self.closed)
    }

    /// The instant of the last reopen.
    pub fn last_reopen(&self) -> Option<i64> {
        self.events.iter().rev().find(|event| REOPENING.contains(&event.kind.as_str())).map(|event| event.at)
    }

    /// Whether it was open just before an instant.
    pub fn open_before(&self, end: i64) -> bool {
        if !self.from_events {
            return !self.closes.iter().any(|close| close.at.is_none_or(|at| at < end));
        }
        let mut open = true;
        for event in self.events.iter().filter(|event| event.at < end) {
            if CLOSING.contains(&event.kind.as_str()) {
                open = false;
            } else if REOPENING.contains(&event.kind.as_str()) {
                open = true;
            }
        }
        open
    }

    /// The first event of a kind.
    pub fn first(&self, kind: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.kind == kind)
    }
}

/// The close that the row tells of, by as-of: nothing where it is open, no instant where none is given (rulings 3–5).
fn row_close(row: &Conversation, events: &[Event], as_of: i64) -> Option<Option<i64>> {
    let says_closed = match row.status.as_deref() {
        Some("closed" | "resolved") => true,
        Some(_) => false,
        None => row.closed.is_some(),
    };
    let closes_later = events.iter().any(|event| event.at > as_of && CLOSING.contains(&event.kind.as_str()));
    if !says_closed || (row.closed.is_none() && closes_later) {
        return None;
    }
    let at = row.closed.or_else(|| row.resolution.filter(|ms| *ms >= 0).map(|ms| row.created + ms));
    match at {
        Some(at) if at > as_of => None,
        at => Some(at),
    }
}
