//! The facts of what a conversation is made of: cases, messages, exchanges, handlings, passages.

use super::place::{against_target, RESPONSE_TARGET};
use super::subject::{Desk, Subject};
use super::Kernel;
use crate::dataset::vocabulary::{event, sentiment};
use crate::dataset::{NONE, NUMBER_SCALE};
use crate::facts::messages::{Spoken, Voice};
use crate::facts::occasion::Occasion;
use crate::facts::state::History;
use crate::facts::tables::*;
use crate::facts::{stored, Facts, Grain, Wanted};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;

impl Kernel<'_> {
    pub fn push_cases(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let first = std::iter::once(self.rows.created(subject.row));
        for start in first.chain(desk.outline.later_cases.iter().copied()) {
            if !self.wanted.has(Grain::Case, &[start.at]) {
                continue;
            }
            facts.cases.conversation.push(numbered(subject.row));
            facts.cases.started_at.push(start.at);
            facts.cases.agent.push(subject.agent);
            facts.cases.flags.push(if desk.thread.any { CASE_WITH_MESSAGES.mask } else { 0 });
            facts.mark_date(&AT_CASE, Some(start));
        }
    }

    pub fn push_messages(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let customer = self.rows.customer.get(subject.row).is_some_and(|&code| code != NONE);
        let created = self.rows.created(subject.row);
        if !desk.thread.any && customer && self.wanted.has(Grain::Contact, &[created.at]) {
            push_contact(facts, subject, created);
        }
        for (message, &opens) in desk.thread.spoken.iter().zip(&desk.outline.opens) {
            if message.voice == Voice::Customer && customer && self.wanted.has(Grain::Contact, &[message.at])
            {
                push_contact(facts, subject, message.occasion());
            }
            if !self.wanted.has(Grain::Message, &[message.at]) {
                continue;
            }
            let (flags, agent) = match message.voice {
                Voice::Customer if opens => (FROM_CUSTOMER.mask | SPOKEN.mask, subject.agent),
                Voice::Customer => (FROM_CUSTOMER.mask | SPOKEN.mask | CUSTOMER_REPLY.mask, subject.agent),
                Voice::Human => (FROM_AGENT.mask | SPOKEN.mask, message.author.unwrap_or(subject.agent)),
                Voice::Ai => (FROM_AI.mask, subject.agent),
            };
            facts.messages.conversation.push(numbered(subject.row));
            facts.messages.at.push(message.at);
            facts.messages.agent.push(agent);
            facts.messages.flags.push(flags | self.sentiment(message));
            facts.mark_date(&AT_MESSAGE, Some(message.occasion()));
        }
    }

    /// How a customer's message sounds, where that is asked.
    fn sentiment(&self, message: &Spoken) -> u32 {
        let asked = self.wanted.sentiment && message.voice == Voice::Customer;
        let flag = match message.sentiment {
            _ if !asked => return 0,
            Some(sentiment::POSITIVE) => &SOUNDS_POSITIVE,
            Some(sentiment::NEUTRAL) => &SOUNDS_NEUTRAL,
            Some(sentiment::NEGATIVE) => &SOUNDS_NEGATIVE,
            _ => &SOUNDS_UNSCORED,
        };
        flag.mask
    }

    pub fn push_exchanges(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        for exchange in &desk.outline.exchanges {
            let answer = exchange.answer.map(|answer| answer.occasion());
            let answered_at = stored(answer.map(|answer| answer.at));
            if !self.wanted.has(Grain::Exchange, &[answered_at, exchange.last_asked.at]) {
                continue;
            }
            let response = stored(exchange.response(subject.place.clock));
            let mut flags = against_target(response, subject.place.target, &RESPONSE_TARGET);
            if subject.place.windowed {
                flags |= self.window(exchange.last_asked, answer, &desk.history);
            }
            let table = &mut facts.exchanges;
            table.conversation.push(numbered(subject.row));
            table.first_asked_at.push(exchange.first_asked.at);
            table.last_asked_at.push(exchange.last_asked.at);
            table.answered_at.push(answered_at);
            table.response.push(response);
            table.answered_by.push(exchange.answer.map_or(NONE, |answer| answer.by));
            table.agent.push(subject.agent);
            table.flags.push(flags);
            facts.mark_date(&AT_LAST_ASKED, Some(exchange.last_asked));
            facts.mark_date(&AT_RESPONSE, answer);
        }
    }

    fn window(&self, asked: Occasion, answer: Option<Occasion>, history: &History) -> u32 {
        let ends = asked.until(self.rules.window, self.rules.zone);
        let until = answer.map_or(self.rules.as_of, |answer| answer.at);
        let missed = until > ends && !history.closed_between(asked, ends, self.rules.zone);
        let left = REAL_TIME.between(self.rules.as_of, ends);
        // of a date nobody knows how many hours are left
        let closing = answer.is_none()
            && !asked.is_date
            && !history.is_closed
            && (0..self.rules.window_closing).contains(&left);
        WINDOWED.mask
            | if missed { WINDOW_MISSED.mask } else { 0 }
            | if closing { WINDOW_CLOSING.mask } else { 0 }
    }

    pub fn push_handlings(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let mut handled = Handled { wanted: self.wanted, row: subject.row, facts };
        for message in desk.thread.spoken.iter().filter(|message| message.voice == Voice::Human) {
            handled.push(message.occasion(), message.author.unwrap_or(subject.agent));
        }
        if let Some(close) = desk.history.last_close.filter(|_| desk.history.is_closed) {
            let closed = Occasion { at: close.at, is_date: close.is_date };
            handled.push(closed, close.by.unwrap_or(NONE));
            handled.push(closed, subject.agent);
        }
        if subject.agent == NONE {
            for event in desk.events.list.iter().filter(|event| event.kind == event::FORWARDED) {
                handled.push(event.occasion(), NONE);
            }
        }
    }

    pub fn push_passages(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        if !self.wanted.grains.contains(Grain::Passage) {
            return;
        }
        for &(from, to) in &desk.history.open {
            // what was over before the range begins counts in no part of it
            if self.wanted.range.zip(to).is_some_and(|((begins, _), to)| to < begins) {
                continue;
            }
            for (at, step) in std::iter::once((from, 1)).chain(to.map(|to| (to, -1))) {
                facts.passages.conversation.push(numbered(subject.row));
                facts.passages.at.push(at);
                facts.passages.step.push(step * NUMBER_SCALE);
            }
        }
    }
}

/// What agents did with one conversation, as it is written down.
struct Handled<'a> {
    wanted: &'a Wanted,
    row: usize,
    facts: &'a mut Facts,
}

impl Handled<'_> {
    fn push(&mut self, done: Occasion, agent: u32) {
        if self.wanted.has(Grain::Handling, &[done.at]) {
            let table = &mut self.facts.handlings;
            table.conversation.push(numbered(self.row));
            table.at.push(done.at);
            table.agent.push(agent);
            self.facts.mark_date(&AT_HANDLING, Some(done));
        }
    }
}

fn push_contact(facts: &mut Facts, subject: &Subject, met: Occasion) {
    facts.contacts.conversation.push(numbered(subject.row));
    facts.contacts.at.push(met.at);
    facts.mark_date(&AT_CONTACT, Some(met));
}
