//! Rows that can not all be true: what one column says against another, or one table against another.

use crate::account::{Book, Outcome, ProblemKind, Spot, Trouble};
use crate::dataset::vocabulary::{author, closes, direction, reopens, status};
use crate::dataset::{Dataset, TableName, MISSING, NONE};
use crate::fitting::numbered;
use crate::time::MINUTE;

const REPLY_FIRST: Trouble = Trouble::new(
    "a first reply before the conversation was created",
    "compare the zones of the two columns (--source-tz, zone in the profile)",
);
const OPEN_BUT_CLOSED: Trouble = Trouble::new(
    "open, though it has a closing instant",
    "the instant is not used; is the status column the right one?",
);
const EVENTS_SAY_OPEN: Trouble = Trouble::new(
    "closed by its status, open by its last event",
    "the events decide; are all of them in the export?",
);
const EVENTS_SAY_CLOSED: Trouble = Trouble::new(
    "open by its status, closed by its last event",
    "the events decide; are all of them in the export?",
);
const BEFORE_ITS_CONVERSATION: Trouble = Trouble::new(
    "earlier than its conversation",
    "compare the zones of the two files (--source-tz, zone in the profile)",
);
const ANSWER_FIRST: Trouble = Trouble::new(
    "an incoming conversation that begins with an agent's message",
    "it counts as neither answered nor unanswered until the customer writes; is a first message missing?",
);
const ANSWERED_EARLY: Trouble = Trouble::new("answered before it began", "the time between is not used");
const IN_THE_FUTURE: Trouble =
    Trouble::new("later than now", "nothing later than --as-of is read; is the day and month order right?");

/// Earlier by no more than this is a matter of two clocks.
const TOLERANCE: i64 = MINUTE;

/// Every contradiction, as warnings with their rows.
pub fn contradictions(dataset: &Dataset, now: i64) -> Book {
    let mut found = Contradictions { dataset, book: Book::default() };
    found.conversations();
    found.messages();
    found.against_events();
    found.calls();
    found.future(now);
    found.book
}

struct Contradictions<'a> {
    dataset: &'a Dataset,
    book: Book,
}

impl Contradictions<'_> {
    fn warn(&mut self, table: TableName, row: usize, (column, trouble): (&str, &Trouble)) {
        let kind = ProblemKind {
            outcome: Outcome::Warned,
            table: table.schema().name,
            column: column.to_owned(),
            trouble: trouble.clone(),
        };
        let spot = match self.dataset.table(table).origins.of(row) {
            Some((file, row)) => {
                let file = self.dataset.files.get(file as usize).cloned().unwrap_or_default();
                Spot { file, row, value: None }
            }
            None => Spot::whole(""),
        };
        self.book.note_rows(kind, std::iter::once(spot));
    }

    fn conversations(&mut self) {
        let table = TableName::Conversations;
        let dataset = self.dataset;
        let created = dataset.whole(table, "created_at");
        let replied = dataset.whole(table, "first_reply_at");
        let closed = dataset.whole(table, "closed_at");
        let states = dataset.bytes(table, "status");
        for (row, &at) in created.iter().enumerate() {
            if replied.get(row).is_some_and(|&reply| reply != MISSING && reply < at) {
                self.warn(table, row, ("first_reply_at", &REPLY_FIRST));
            }
            let is_open =
                states.get(row).is_some_and(|&state| [status::OPEN, status::PENDING].contains(&state));
            if is_open && closed.get(row).is_some_and(|&closed| closed != MISSING) {
                self.warn(table, row, ("status", &OPEN_BUT_CLOSED));
            }
        }
    }

    /// The conversation's row by its code; [`NONE`]: of none.
    fn places(&self) -> Vec<u32> {
        let codes = self.dataset.codes(TableName::Conversations, "conversation_id");
        let highest = codes.iter().filter(|&&code| code != NONE).max().map_or(0, |&code| code as usize + 1);
        let mut places = vec![NONE; highest];
        for (row, &code) in codes.iter().enumerate().filter(|(_, &code)| code != NONE) {
            places[code as usize] = numbered(row);
        }
        places
    }

    fn messages(&mut self) {
        let table = TableName::Messages;
        let dataset = self.dataset;
        let places = self.places();
        let created = dataset.whole(TableName::Conversations, "created_at");
        let instants = dataset.whole(table, "at");
        let authors = dataset.bytes(table, "author_type");
        let private = dataset.bytes(table, "private");
        let mut firsts: Vec<Option<(i64, usize)>> = vec![None; created.len()];
        for (row, &code) in dataset.codes(table, "conversation_id").iter().enumerate() {
            let (Some(&at), Some(&place)) = (instants.get(row), places.get(code as usize)) else { continue };
            let (true, Some(&begins)) = (at != MISSING, created.get(place as usize)) else { continue };
            if at < begins - TOLERANCE {
                self.warn(table, row, ("at", &BEFORE_ITS_CONVERSATION));
            }
            let first = &mut firsts[place as usize];
            if private.get(row) != Some(&1) && first.is_none_or(|(earliest, _)| at < earliest) {
                *first = Some((at, row));
            }
        }
        let directions = dataset.bytes(TableName::Conversations, "direction");
        for (place, first) in firsts.into_iter().enumerate() {
            let Some((_, row)) = first else { continue };
            if directions.get(place) == Some(&direction::INCOMING) && authors.get(row) == Some(&author::AGENT)
            {
                self.warn(table, row, ("author_type", &ANSWER_FIRST));
            }
        }
    }

    fn against_events(&mut self) {
        let (table, dataset) = (TableName::Conversations, self.dataset);
        let places = self.places();
        let states = dataset.bytes(table, "status");
        let instants = dataset.whole(TableName::Events, "at");
        let kinds = dataset.bytes(TableName::Events, "kind");
        let mut last: Vec<Option<(i64, bool)>> = vec![None; dataset.table(table).rows];
        for (row, &code) in dataset.codes(TableName::Events, "conversation_id").iter().enumerate() {
            let closes = closes(kinds[row]);
            if !closes && !reopens(kinds[row]) {
                continue;
            }
            let Some(&place) = places.get(code as usize) else { continue };
            let Some(latest) = last.get_mut(place as usize) else { continue };
            if latest.is_none_or(|(at, _)| instants[row] >= at) {
                *latest = Some((instants[row], closes));
            }
        }
        for (row, latest) in last.into_iter().enumerate() {
            let (Some((_, closes)), Some(&state)) = (latest, states.get(row)) else { continue };
            let is_closed = [status::CLOSED, status::RESOLVED].contains(&state);
            if is_closed && !closes {
                self.warn(table, row, ("status", &EVENTS_SAY_OPEN));
            } else if [status::OPEN, status::PENDING].contains(&state) && closes {
                self.warn(table, row, ("status", &EVENTS_SAY_CLOSED));
            }
        }
    }

    fn calls(&mut self) {
        let (table, dataset) = (TableName::Calls, self.dataset);
        let answered = dataset.whole(table, "answered_at");
        for (row, &start) in dataset.whole(table, "started_at").iter().enumerate() {
            if answered.get(row).is_some_and(|&at| at != MISSING && at < start) {
                self.warn(table, row, ("answered_at", &ANSWERED_EARLY));
            }
        }
    }

    fn future(&mut self, now: i64) {
        for table in TableName::ALL {
            let late = super::coverage::instants(self.dataset, table).iter().enumerate();
            for (row, _) in late.filter(|(_, &at)| at > now) {
                self.warn(table, row, ("", &IN_THE_FUTURE));
            }
        }
    }
}
