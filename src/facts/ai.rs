//! The AI agent's part in a conversation: how it ended, when it first answered, where it handed over.

use super::events::Events;
use super::messages::{Thread, Voice};
use super::occasion::Occasion;
use super::state::History;
use super::tables::{
    AI_CLOSED, AI_INVOLVED, AI_OPEN, AI_RESOLVED, AI_ROUTED, AT_AI_ANSWER, AT_AI_START, AT_HANDOFF,
};
use super::{stored, Facts, Flag, Rules};
use crate::dataset::vocabulary::{ai_status, event};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;

/// The four ways in which an AI conversation can stand.
pub static AI_STATUSES: [&Flag; 4] = [&AI_RESOLVED, &AI_ROUTED, &AI_CLOSED, &AI_OPEN];

/// What the AI agent did in one conversation.
#[derive(Debug, PartialEq, Eq)]
pub struct AiPart {
    /// Code of [`crate::dataset::vocabulary::AI_STATUS`].
    status: u8,
    /// It answered a customer.
    involved: bool,
    /// Its first answer, and the milliseconds it took.
    answer: Option<(Occasion, Option<i64>)>,
    handed: Option<Occasion>,
}

/// What happened in one conversation, up to as-of.
pub struct Course<'a> {
    /// Its messages.
    pub thread: &'a Thread,
    /// Its events.
    pub events: &'a Events,
    /// When it was open.
    pub history: &'a History,
}

impl Course<'_> {
    /// The AI agent had the last word: nobody can answer any more, or nobody did for that long or longer.
    fn ends_with_ai(&self, rules: &Rules) -> bool {
        let Some(last) = self.thread.spoken.last().filter(|last| last.voice == Voice::Ai) else {
            return false;
        };
        let as_of = Occasion::moment(rules.as_of);
        self.history.is_closed || last.occasion().is_further_than(rules.ai_autoclose - 1, as_of, rules.zone)
    }
}

impl AiPart {
    /// From messages and events up to as-of; where there are no messages, from the status the export gives.
    pub fn of(course: &Course, given: Option<u8>, rules: &Rules) -> Option<AiPart> {
        let (thread, events) = (course.thread, course.events);
        let handed = events.first(event::HANDOFF).map(|event| event.occasion());
        if !thread.any {
            return given.map(|status| AiPart { status, involved: true, answer: None, handed });
        }
        if !thread.speaks(Voice::Ai) {
            return None;
        }
        // a hand-off says how it ended, whoever wrote last
        let status = if handed.is_some() {
            if events.all_closing_messages() {
                ai_status::CLOSED
            } else {
                ai_status::ROUTED
            }
        } else if !thread.speaks(Voice::Human) && course.ends_with_ai(rules) {
            ai_status::RESOLVED
        } else {
            ai_status::OPEN
        };
        let answer = answer(thread);
        Some(AiPart { status, involved: answer.is_some(), answer, handed })
    }

    /// Adds the part it took in the conversation at that place.
    pub fn add(&self, conversation: usize, started: Occasion, facts: &mut Facts) {
        let ended = match self.status {
            ai_status::RESOLVED => &AI_RESOLVED,
            ai_status::ROUTED => &AI_ROUTED,
            ai_status::CLOSED => &AI_CLOSED,
            _ => &AI_OPEN,
        };
        let table = &mut facts.ai;
        table.conversation.push(numbered(conversation));
        let answered = self.answer.map(|(answered, _)| answered);
        table.started_at.push(started.at);
        table.answered_at.push(stored(answered.map(|answered| answered.at)));
        table.first_response.push(stored(self.answer.and_then(|(_, lasted)| lasted)));
        table.handed_at.push(stored(self.handed.map(|handed| handed.at)));
        table.flags.push(ended.mask | if self.involved { AI_INVOLVED.mask } else { 0 });
        facts.mark_date(&AT_AI_START, Some(started));
        facts.mark_date(&AT_AI_ANSWER, answered);
        facts.mark_date(&AT_HANDOFF, self.handed);
    }
}

/// The first message of the AI agent after the first one of a customer.
fn answer(thread: &Thread) -> Option<(Occasion, Option<i64>)> {
    let mut spoken = thread.spoken.iter();
    let asked = spoken.find(|message| message.voice == Voice::Customer)?;
    let answer = spoken.find(|message| message.voice == Voice::Ai)?;
    Some((answer.occasion(), asked.occasion().lasted(answer.occasion(), REAL_TIME)))
}
