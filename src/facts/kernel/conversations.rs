//! The facts of conversations themselves.

use super::place::{against_target, FIRST_RESPONSE_TARGET};
use super::rows::ConversationRows;
use super::subject::{Desk, Subject};
use super::Kernel;
use crate::dataset::vocabulary::event;
use crate::dataset::{MISSING, NONE, NUMBER_SCALE, UNDATED};
use crate::facts::messages::Voice;
use crate::facts::occasion::Occasion;
use crate::facts::state::Close;
use crate::facts::tables::*;
use crate::facts::talk::Answer;
use crate::facts::unused::Unused;
use crate::facts::{stored, Facts};

impl Kernel<'_> {
    /// Writes one conversation down.
    pub fn push_conversation(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let (row, history, outline) = (subject.row, &desk.history, &desk.outline);
        let (created, clock) = (self.rows.created(row), subject.place.clock);
        let table = &mut facts.conversations;
        table.created_at.push(created.at);
        table.push_answer(subject.answered);
        table.first_response.push(subject.first_response);
        let handed = outline.handed.filter(|_| subject.incoming);
        let handoff = desk.events.first(event::HANDOFF).map(|event| event.occasion());
        table.handed_at.push(stored(handed.map(|answer| answer.at)));
        table.handed_by.push(handed.map_or(NONE, |answer| answer.by));
        table.after_handoff.push(stored(
            handed.zip(handoff).and_then(|(answer, from)| from.lasted(answer.occasion(), clock)),
        ));
        let waited = outline.waiting(clock);
        table.waited_at.push(stored(waited.map(|(_, answer)| answer.at)));
        table.waited_by.push(waited.map_or(NONE, |(_, answer)| answer.by));
        table.waiting.push(stored(waited.map(|(lasted, _)| lasted)));
        let last_close = history.last_close.filter(|_| history.is_closed);
        table.push_closes(history.first_close, last_close);
        let lasted = |close: Close| close.lasted(created, clock);
        let (first, last) = (history.first_close.and_then(lasted), last_close.and_then(lasted));
        table.first_resolution.push(stored(first));
        table.resolution.push(stored(last));
        let handle = ConversationRows::given(self.rows.handle, row).filter(|_| history.is_closed);
        table.handle.push(stored(handle));
        let helped = helped_at(desk);
        table.reopened_at.push(instant(history.reopened));
        table.helped_at.push(instant(helped));
        table.flags.push(self.flags(subject, desk));
        self.leave_out(subject, desk, facts);
        let answered = |answer: Answer| answer.occasion();
        for (moment, occasion) in [
            (&AT_CREATION, Some(created)),
            (&AT_ANSWER, subject.answered.map(answered)),
            (&AT_HANDED, handed.map(answered)),
            (&AT_WAITED, waited.map(|(_, answer)| answer.occasion())),
            (&AT_CLOSE, last_close.and_then(Close::occasion)),
            (&AT_FIRST_CLOSE, history.first_close.and_then(Close::occasion)),
            (&AT_REOPENING, history.reopened),
            (&AT_HELPED, helped),
        ] {
            facts.mark_date(moment, occasion);
        }
    }

    /// Remembers what of its end no figure can be made of.
    fn leave_out(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let (row, history) = (subject.row, &desk.history);
        let (created, zone) = (self.rows.created(row), self.rules.zone);
        let is_early = |close: Option<Close>| {
            close.and_then(Close::occasion).is_some_and(|at| at.is_before(created, zone))
        };
        let last_close = history.last_close.filter(|_| history.is_closed);
        let is_undated = last_close.is_some_and(|close| close.at == UNDATED);
        let is_apart = last_close.is_some_and(|close| {
            close.given.is_none() && close.occasion().is_some_and(|at| at.is_date != created.is_date)
        });
        let is_negative =
            |column: &[i64]| ConversationRows::instant(column, row).is_some_and(|lasted| lasted < 0);
        for (unused, holds) in [
            (Unused::EarlyClose, is_early(last_close)),
            (Unused::EarlyFirstClose, is_early(history.first_close)),
            (Unused::DatedClose, is_apart),
            (Unused::UndatedClose, is_undated),
            (Unused::NegativeResolution, is_undated && is_negative(self.rows.resolution)),
            (Unused::NegativeHandle, history.is_closed && is_negative(self.rows.handle)),
        ] {
            if holds {
                facts.leave_out(row, unused);
            }
        }
        for unused in subject.left_out.into_iter().flatten() {
            facts.leave_out(row, unused);
        }
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
        let reopened = desk.history.reopened.is_some() || row_reopened;
        let tagged = self.rows.tags.is_some_and(|tags| !tags.get(row).is_empty());
        let closed_incoming = closed && subject.incoming;
        let marks = [
            (&INCOMING, subject.incoming),
            (&OUTGOING, !subject.incoming),
            (&TAGGED, tagged),
            (&NEW_CUSTOMER, self.newcomers.contains(row as u64)),
            (&UNANSWERED, unanswered),
            (&UNANSWERED_OPEN, unanswered && !closed),
            (&UNANSWERED_CLOSED, unanswered && closed),
            (&CLOSED, closed),
            (&CLOSED_INCOMING, closed_incoming),
            (&WITH_MESSAGES, desk.thread.any),
            (&FIRST_RESPONDED, subject.first_response != MISSING),
            (&FIRST_CONTACT, closed_incoming && one_reply && !reopened),
        ];
        let flags = marks.iter().filter(|(_, holds)| *holds).fold(0, |flags, (flag, _)| flags | flag.mask);
        flags | against_target(subject.first_response, subject.place.target, &FIRST_RESPONSE_TARGET)
    }
}

/// The last message, if customers wrote the first and the last one and an agent one between.
fn helped_at(desk: &Desk) -> Option<Occasion> {
    let spoken = &desk.thread.spoken;
    match (spoken.first(), spoken.last()) {
        (Some(first), Some(last))
            if first.voice == Voice::Customer && last.voice == Voice::Customer && desk.outline.humans > 0 =>
        {
            Some(last.occasion())
        }
        _ => None,
    }
}

/// An instant as it is stored, with or without its time of day.
fn instant(occasion: Option<Occasion>) -> i64 {
    stored(occasion.map(|occasion| occasion.at))
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
