//! The facts of conversations themselves.

use super::place::{against_target, FIRST_RESPONSE_TARGET};
use super::rows::ConversationRows;
use super::subject::{Desk, Subject};
use super::Kernel;
use crate::dataset::vocabulary::event;
use crate::dataset::{MISSING, NONE, NUMBER_SCALE};
use crate::facts::messages::Voice;
use crate::facts::state::Close;
use crate::facts::tables::*;
use crate::facts::talk::Answer;
use crate::facts::{stored, Facts};

impl Kernel<'_> {
    /// Writes one conversation down.
    pub fn push_conversation(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let (row, history, outline) = (subject.row, &desk.history, &desk.outline);
        let (created_at, clock) = (self.rows.created_at[row], subject.place.clock);
        let table = &mut facts.conversations;
        table.created_at.push(created_at);
        table.push_answer(subject.answered);
        table.first_response.push(subject.first_response);
        let handed = outline.handed.filter(|_| subject.incoming);
        let handoff = desk.events.first(event::HANDOFF).map(|event| event.at);
        table.handed_at.push(stored(handed.map(|answer| answer.at)));
        table.handed_by.push(handed.map_or(NONE, |answer| answer.by));
        table
            .after_handoff
            .push(stored(handed.zip(handoff).map(|(answer, at)| clock.between(at, answer.at))));
        let waited = outline.waiting(clock);
        table.waited_at.push(stored(waited.map(|(_, answer)| answer.at)));
        table.waited_by.push(waited.map_or(NONE, |(_, answer)| answer.by));
        table.waiting.push(stored(waited.map(|(lasted, _)| lasted)));
        let last_close = history.last_close.filter(|_| history.is_closed);
        table.push_closes(history.first_close, last_close);
        let first = history.first_close.and_then(|close| clock.lasted(created_at, close.at));
        let last = last_close.and_then(|close| clock.lasted(created_at, close.at));
        table.first_resolution.push(stored(first));
        table.resolution.push(stored(last));
        let handle = ConversationRows::given(self.rows.handle, row).filter(|_| history.is_closed);
        table.handle.push(stored(handle));
        table.reopened_at.push(stored(history.reopened_at));
        table.helped_at.push(helped_at(desk));
        table.flags.push(self.flags(subject, desk));
    }

    fn flags(&self, subject: &Subject, desk: &Desk) -> u32 {
        let (row, closed) = (subject.row, desk.history.is_closed);
        let unanswered = subject.incoming && !subject.has_human;
        let one_reply = if desk.thread.any {
            desk.outline.humans == 1
        } else {
            ConversationRows::given(self.rows.replies, row) == Some(NUMBER_SCALE)
        };
        let row_reopened =
            !desk.events.any && ConversationRows::given(self.rows.reopens, row).is_some_and(|n| n > 0);
        let reopened = desk.history.reopened_at.is_some() || row_reopened;
        let tagged = self.rows.tags.is_some_and(|tags| !tags.get(row).is_empty());
        let closed_incoming = closed && subject.incoming;
        let marks = [
            (&INCOMING, subject.incoming),
            (&OUTGOING, !subject.incoming),
            (&TAGGED, tagged),
            (&UNANSWERED, unanswered),
            (&UNANSWERED_OPEN, unanswered && !closed),
            (&UNANSWERED_CLOSED, unanswered && closed),
            (&CLOSED, closed),
            (&CLOSED_INCOMING, closed_incoming),
            (&FIRST_RESPONDED, subject.first_response != MISSING),
            (&FIRST_CONTACT, closed_incoming && one_reply && !reopened),
        ];
        let flags = marks.iter().filter(|(_, holds)| *holds).fold(0, |flags, (flag, _)| flags | flag.mask);
        flags | against_target(subject.first_response, subject.place.target, &FIRST_RESPONSE_TARGET)
    }
}

/// The last message, if customers wrote the first and the last one and an agent one between.
fn helped_at(desk: &Desk) -> i64 {
    let spoken = &desk.thread.spoken;
    match (spoken.first(), spoken.last()) {
        (Some(first), Some(last))
            if first.voice == Voice::Customer && last.voice == Voice::Customer && desk.outline.humans > 0 =>
        {
            last.at
        }
        _ => MISSING,
    }
}

fn closed_by(close: Option<Close>) -> u32 {
    close.and_then(|close| close.by).unwrap_or(NONE)
}

impl ConversationFacts {
    fn push_answer(&mut self, answer: Option<Answer>) {
        self.answered_at.push(stored(answer.map(|answer| answer.at)));
        self.answered_by.push(answer.map_or(NONE, |answer| answer.by));
    }

    fn push_closes(&mut self, first: Option<Close>, last: Option<Close>) {
        self.first_closed_at.push(stored(first.map(|close| close.at)));
        self.first_closed_by.push(closed_by(first));
        self.closed_at.push(stored(last.map(|close| close.at)));
        self.closed_by.push(closed_by(last));
    }

    /// A row that only keeps places.
    pub fn push_unused(&mut self) {
        self.created_at.push(MISSING);
        self.push_answer(None);
        self.push_closes(None, None);
        for instants in [
            &mut self.first_response,
            &mut self.handed_at,
            &mut self.after_handoff,
            &mut self.waited_at,
            &mut self.waiting,
            &mut self.first_resolution,
            &mut self.resolution,
            &mut self.handle,
            &mut self.reopened_at,
            &mut self.helped_at,
        ] {
            instants.push(MISSING);
        }
        self.handed_by.push(NONE);
        self.waited_by.push(NONE);
        self.flags.push(0);
    }
}
