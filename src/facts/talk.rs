//! What the messages of one conversation come to, read once in order: first response, exchanges, cases.

use super::messages::{Spoken, Voice};
use super::occasion::Occasion;
use crate::time::clock::Clock;
use chrono_tz::Tz;

/// An agent's message as a moment: when and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// UTC milliseconds.
    pub at: i64,
    /// Whether that is a date without a time of day.
    pub is_date: bool,
    /// Author, else the assignee.
    pub by: u32,
}

impl Answer {
    /// When it was given.
    pub fn occasion(&self) -> Occasion {
        Occasion { at: self.at, is_date: self.is_date }
    }
}

/// A run of customer messages with the agent's message that ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// First customer message of the run.
    pub first_asked: Occasion,
    /// Last one.
    pub last_asked: Occasion,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
}

/// What the messages of one conversation come to.
#[derive(Debug, Default)]
pub struct Outline {
    /// Every run of customer messages.
    pub exchanges: Vec<Exchange>,
    /// Start of each case after the first one.
    pub later_cases: Vec<Occasion>,
    /// For each message: it opens a case.
    pub opens: Vec<bool>,
    /// Number of messages by human agents.
    pub humans: u64,
    /// First agent message after the first customer message.
    pub answered: Option<Answer>,
    /// First agent message at or after the hand-off and after the first customer message.
    pub handed: Option<Answer>,
}

/// What a conversation's messages are read with.
pub struct Manner {
    /// The customer opened it.
    pub incoming: bool,
    /// A longer silence before a customer message starts a new case (ms); none: never.
    pub case_gap: Option<i64>,
    /// First hand-off to a human, if there was one.
    pub handoff: Option<Occasion>,
    /// Who an agent's message without author belongs to.
    pub assignee: u32,
    /// The zone of dates without a time of day.
    pub zone: Tz,
}

impl Manner {
    /// Whether a customer message starts a new case after the message before.
    fn splits_after(&self, before: Option<Occasion>, now: Occasion) -> bool {
        self.case_gap.zip(before).is_some_and(|(gap, before)| before.is_further_than(gap, now, self.zone))
    }

    /// Whether the hand-off lies at or before that.
    fn is_handed_over(&self, now: Occasion) -> bool {
        self.handoff.is_some_and(|handoff| !now.is_before(handoff, self.zone))
    }
}

impl Exchange {
    /// How long the customer waited for the answer, if there is one.
    pub fn response(&self, clock: Clock) -> Option<i64> {
        self.first_asked.lasted(self.answer?.occasion(), clock)
    }
}

impl Outline {
    /// Reads the messages in order.
    pub fn draw(&mut self, spoken: &[Spoken], manner: &Manner) {
        self.clear();
        let mut run: Option<(Occasion, Occasion)> = None;
        let mut customer_spoke = false;
        let mut before: Option<Occasion> = None;
        for message in spoken {
            let mut opens = false;
            let now = message.occasion();
            match message.voice {
                Voice::Customer => {
                    let split = manner.splits_after(before, now);
                    opens = split || (manner.incoming && !customer_spoke);
                    if split {
                        self.later_cases.push(now);
                    }
                    customer_spoke = true;
                    run = Some((run.map_or(now, |(first, _)| first), now));
                }
                Voice::Human => {
                    let by = message.author.unwrap_or(manner.assignee);
                    let answer = Answer { at: now.at, is_date: now.is_date, by };
                    self.humans += 1;
                    self.answer(run.take(), answer);
                    if customer_spoke && manner.is_handed_over(now) {
                        self.handed.get_or_insert(answer);
                    }
                }
                Voice::Ai => {}
            }
            self.opens.push(opens);
            before = Some(now);
        }
        if let Some((first_asked, last_asked)) = run {
            self.exchanges.push(Exchange { first_asked, last_asked, answer: None });
        }
    }

    fn clear(&mut self) {
        self.exchanges.clear();
        self.later_cases.clear();
        self.opens.clear();
        self.humans = 0;
        self.answered = None;
        self.handed = None;
    }

    fn answer(&mut self, run: Option<(Occasion, Occasion)>, answer: Answer) {
        let Some((first_asked, last_asked)) = run else { return };
        self.answered.get_or_insert(answer);
        self.exchanges.push(Exchange { first_asked, last_asked, answer: Some(answer) });
    }

    /// Sum of all finished exchanges and the answer of the last one.
    pub fn waiting(&self, clock: Clock) -> Option<(i64, Answer)> {
        let last = self.exchanges.iter().rev().find_map(|exchange| exchange.answer)?;
        let mut waits = self.exchanges.iter().filter_map(|exchange| exchange.response(clock)).peekable();
        waits.peek()?;
        Some((waits.sum(), last))
    }

    /// First response: from the first customer message to the answer.
    pub fn first_response(&self, clock: Clock) -> Option<i64> {
        self.exchanges.first()?.response(clock)
    }
}
