//! What the messages of one conversation come to, read once in order: first response, exchanges, cases.

use super::messages::{Spoken, Voice};
use crate::time::clock::{Clock, REAL_TIME};

/// An agent's message as a moment: when and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// UTC milliseconds.
    pub at: i64,
    /// Author, else the assignee.
    pub by: u32,
}

/// A run of customer messages with the agent's message that ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// First customer message of the run.
    pub first_asked_at: i64,
    /// Last one.
    pub last_asked_at: i64,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
}

/// What the messages of one conversation come to.
#[derive(Debug, Default)]
pub struct Outline {
    /// Every run of customer messages.
    pub exchanges: Vec<Exchange>,
    /// Start of each case after the first one.
    pub later_cases: Vec<i64>,
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
    pub handoff: Option<i64>,
    /// Who an agent's message without author belongs to.
    pub assignee: u32,
}

impl Manner {
    /// Whether a customer message starts a new case after the message before.
    fn splits_after(&self, before: Option<i64>, at: i64) -> bool {
        self.case_gap.zip(before).is_some_and(|(gap, before)| REAL_TIME.between(before, at) > gap)
    }
}

impl Exchange {
    /// How long the customer waited for the answer, if there is one.
    pub fn response(&self, clock: Clock) -> Option<i64> {
        self.answer.map(|answer| clock.between(self.first_asked_at, answer.at))
    }
}

impl Outline {
    /// Reads the messages in order.
    pub fn draw(&mut self, spoken: &[Spoken], manner: &Manner) {
        self.clear();
        let mut run: Option<(i64, i64)> = None;
        let mut customer_spoke = false;
        let mut before: Option<i64> = None;
        for message in spoken {
            let mut opens = false;
            match message.voice {
                Voice::Customer => {
                    let split = manner.splits_after(before, message.at);
                    opens = split || (manner.incoming && !customer_spoke);
                    if split {
                        self.later_cases.push(message.at);
                    }
                    customer_spoke = true;
                    run = Some((run.map_or(message.at, |(first, _)| first), message.at));
                }
                Voice::Human => {
                    let answer = Answer { at: message.at, by: message.author.unwrap_or(manner.assignee) };
                    self.humans += 1;
                    self.answer(run.take(), answer);
                    if customer_spoke && manner.handoff.is_some_and(|at| answer.at >= at) {
                        self.handed.get_or_insert(answer);
                    }
                }
                Voice::Ai => {}
            }
            self.opens.push(opens);
            before = Some(message.at);
        }
        if let Some((first_asked_at, last_asked_at)) = run {
            self.exchanges.push(Exchange { first_asked_at, last_asked_at, answer: None });
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

    fn answer(&mut self, run: Option<(i64, i64)>, answer: Answer) {
        let Some((first_asked_at, last_asked_at)) = run else { return };
        self.answered.get_or_insert(answer);
        self.exchanges.push(Exchange { first_asked_at, last_asked_at, answer: Some(answer) });
    }

    /// Sum of all finished exchanges and the answer of the last one.
    pub fn waiting(&self, clock: Clock) -> Option<(i64, Answer)> {
        let last = self.exchanges.iter().rev().find_map(|exchange| exchange.answer)?;
        Some((self.exchanges.iter().filter_map(|exchange| exchange.response(clock)).sum(), last))
    }

    /// First response: from the first customer message to the answer.
    pub fn first_response(&self, clock: Clock) -> Option<i64> {
        self.exchanges.first()?.response(clock)
    }
}
