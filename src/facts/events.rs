//! The events of one conversation in their order, and who was assigned when.

use super::known_code;
use super::occasion::Occasion;
use crate::dataset::vocabulary::{closes, event};
use crate::dataset::{Dataset, DateRows, Dictionary, Domain, TableName, DOMAINS, NONE};

/// The event columns that facts need.
pub struct EventColumns<'a> {
    at: &'a [i64],
    dates: Option<&'a DateRows>,
    kind: &'a [u8],
    agent: &'a [u32],
    value: &'a [u32],
    people: &'a Dictionary,
    values: &'a Dictionary,
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// UTC milliseconds.
    pub at: i64,
    /// Whether that is a date without a time of day.
    pub is_date: bool,
    /// Code of [`crate::dataset::vocabulary::EVENT`].
    pub kind: u8,
    /// Who did it or was given it.
    pub agent: Option<u32>,
    value: u32,
    /// What its value says, as far as it matters.
    pub says: Says,
}

/// What the value of an event says, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// `closing_message`: how a hand-off was answered.
    ClosingMessage,
    /// `click`: what the customer did with a text message.
    Click,
    /// Anything else, or nothing.
    Other,
}

/// The events of one conversation up to as-of, in order.
#[derive(Default)]
pub struct Events {
    /// Ordered by instant, kind, agent and value.
    pub list: Vec<Event>,
    /// The file has an event of it, at whatever instant.
    pub any: bool,
    /// A close after as-of is known.
    pub closes_later: bool,
    assigned: bool,
}

impl<'a> EventColumns<'a> {
    /// The columns of a dataset, and what its codes mean.
    pub fn of(dataset: &'a Dataset, dictionaries: &'a [Dictionary; DOMAINS]) -> EventColumns<'a> {
        let table = TableName::Events;
        EventColumns {
            at: dataset.whole(table, "at"),
            dates: dataset.dates(table, "at"),
            kind: dataset.bytes(table, "kind"),
            agent: dataset.codes(table, "agent"),
            value: dataset.codes(table, "value"),
            people: &dictionaries[Domain::Person as usize],
            values: &dictionaries[Domain::Value as usize],
        }
    }

    /// Reads the events of one conversation into `events`.
    pub fn read(&self, rows: &[u32], as_of: i64, events: &mut Events) {
        events.list.clear();
        events.any = !rows.is_empty();
        events.closes_later = false;
        for &row in rows {
            let row = row as usize;
            let (at, kind) = (self.at[row], self.kind[row]);
            if at > as_of {
                events.closes_later |= closes(kind);
                continue;
            }
            let agent = self.agent.get(row).copied().and_then(known_code);
            let value = self.value.get(row).copied().unwrap_or(NONE);
            let is_date = Occasion::of(at, self.dates, row).is_date;
            events.list.push(Event { at, is_date, kind, agent, value, says: self.says(kind, value) });
        }
        events.list.sort_by(|a, b| {
            (a.at, a.kind)
                .cmp(&(b.at, b.kind))
                .then_with(|| text_order(self.people, a.agent.unwrap_or(NONE), b.agent.unwrap_or(NONE)))
                .then_with(|| text_order(self.values, a.value, b.value))
        });
        events.assigned = events.list.iter().any(|event| event.kind == event::ASSIGNED);
    }
}

impl EventColumns<'_> {
    fn says(&self, kind: u8, value: u32) -> Says {
        match kind {
            event::HANDOFF if self.is(value, "closing_message") => Says::ClosingMessage,
            event::SMS_TOUCH if self.is(value, "click") => Says::Click,
            _ => Says::Other,
        }
    }

    fn is(&self, value: u32, word: &str) -> bool {
        self.values.text(value).eq_ignore_ascii_case(word)
    }
}

/// By text, a missing one last.
fn text_order(dictionary: &Dictionary, a: u32, b: u32) -> std::cmp::Ordering {
    (a == NONE).cmp(&(b == NONE)).then_with(|| dictionary.text(a).cmp(dictionary.text(b)))
}

impl Event {
    /// When it happened.
    pub fn occasion(&self) -> Occasion {
        Occasion { at: self.at, is_date: self.is_date }
    }
}

impl Events {
    /// Who was assigned at an instant: the last assignment at or before it, nobody before the first one; where
    /// nothing was ever assigned, the assignee of the row. Of a date, ask for its last instant.
    pub fn assignee_at(&self, instant: i64, of_the_row: Option<u32>) -> Option<u32> {
        if !self.assigned {
            return of_the_row;
        }
        let until = self.list.partition_point(|event| event.at <= instant);
        self.list[..until].iter().rev().find(|event| event.kind == event::ASSIGNED)?.agent
    }

    /// Every hand-off is answered with the closing message.
    pub fn all_closing_messages(&self) -> bool {
        let mut handoffs = self.list.iter().filter(|event| event.kind == event::HANDOFF);
        handoffs.all(|event| event.says == Says::ClosingMessage)
    }

    /// The first event of that kind.
    pub fn first(&self, kind: u8) -> Option<&Event> {
        self.list.iter().find(|event| event.kind == kind)
    }
}
