//! The messages of one conversation, read once in order: first response, exchanges, cases, the messaging window.

use super::known_code;
use crate::dataset::vocabulary::author;
use crate::dataset::{Dataset, TableName, Texts, MISSING, NONE};
use std::cmp::Ordering;

/// Who speaks in a public message; at one instant they speak in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// A customer.
    Customer,
    /// An AI agent or bot.
    Ai,
    /// A human agent.
    Human,
}

/// A public message.
#[derive(Debug, Clone, Copy)]
pub struct Spoken {
    /// UTC milliseconds.
    pub at: i64,
    /// Who speaks.
    pub voice: Voice,
    /// The author, if the export names one.
    pub author: Option<u32>,
}

/// The message columns that facts need.
pub struct MessageColumns<'a> {
    at: &'a [i64],
    author_type: &'a [u8],
    author: &'a [u32],
    private: &'a [u8],
    automated: &'a [u8],
}

/// The public messages of one conversation.
#[derive(Default)]
pub struct Thread {
    /// In order.
    pub spoken: Vec<Spoken>,
    /// It has a message row, be it a note.
    pub any: bool,
}

impl<'a> MessageColumns<'a> {
    /// The columns of a dataset.
    pub fn of(dataset: &'a Dataset) -> MessageColumns<'a> {
        let table = TableName::Messages;
        MessageColumns {
            at: dataset.whole(table, "at"),
            author_type: dataset.bytes(table, "author_type"),
            author: dataset.codes(table, "author"),
            private: dataset.bytes(table, "private"),
            automated: dataset.bytes(table, "automated"),
        }
    }

    /// Reads the messages of one conversation, which stand in order, up to as-of.
    pub fn read(&self, rows: &[u32], as_of: i64, thread: &mut Thread) {
        thread.spoken.clear();
        thread.any = false;
        for row in rows.iter().map(|&row| row as usize) {
            let at = self.at[row];
            if at > as_of {
                break;
            }
            thread.any = true;
            if let Some(voice) = self.voice(row) {
                let author = self.author.get(row).copied().and_then(known_code);
                thread.spoken.push(Spoken { at, voice, author });
            }
        }
    }

    /// Brings the messages of one conversation into order: by instant, at one instant customers, AI agents, human
    /// agents and the rest, then by id. Of those with one id only the last one read stays; the places left over at
    /// the end become [`NONE`]. Gives back how many those are.
    pub fn sort(&self, ids: Option<&Texts>, rows: &mut [u32]) -> usize {
        let id = |row: u32| ids.and_then(|ids| ids.get_bytes(row as usize)).unwrap_or_default();
        let left_over = unite(rows, &id);
        let kept = rows.len() - left_over;
        let key =
            |row: u32| (self.at[row as usize], self.voice(row as usize).map_or(u8::MAX, |voice| voice as u8));
        let order = |a: &u32, b: &u32| key(*a).cmp(&key(*b)).then_with(|| id(*a).cmp(id(*b)));
        if !rows[..kept].is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            rows[..kept].sort_unstable_by(order);
        }
        rows[kept..].fill(NONE);
        left_over
    }

    fn voice(&self, row: usize) -> Option<Voice> {
        let yes = |column: &[u8]| column.get(row) == Some(&1);
        match self.author_type[row] {
            _ if yes(self.private) => None,
            author::CUSTOMER => Some(Voice::Customer),
            author::AI => Some(Voice::Ai),
            author::AGENT if !yes(self.automated) => Some(Voice::Human),
            _ => None,
        }
    }
}

/// Moves the last row of each id to the front; gives back how many are left over.
fn unite<'a>(rows: &mut [u32], id: &impl Fn(u32) -> &'a [u8]) -> usize {
    // ids that count up are told apart at a glance
    let by_length = |a: &u32, b: &u32| {
        let (a, b) = (id(*a), id(*b));
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    };
    if rows.is_sorted_by(|a, b| by_length(a, b) == Ordering::Less) {
        return 0;
    }
    rows.sort_unstable_by(|a, b| by_length(a, b).then(b.cmp(a)));
    let mut kept = 0;
    for at in 0..rows.len() {
        if at == 0 || id(rows[at]) != id(rows[kept - 1]) {
            rows[kept] = rows[at];
            kept += 1;
        }
    }
    rows.len() - kept
}

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
                    let split = manner.case_gap.zip(before).is_some_and(|(gap, at)| message.at - at > gap);
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
    pub fn waiting(&self) -> Option<(i64, Answer)> {
        let finished = self.exchanges.iter().filter_map(|e| Some((e.first_asked_at, e.answer?)));
        finished.fold(None, |sum, (asked, answer)| {
            Some((sum.map_or(0, |(waited, _)| waited) + answer.at - asked, answer))
        })
    }

    /// First response: from the first customer message to the answer.
    pub fn first_response(&self) -> i64 {
        match (self.exchanges.first(), self.answered) {
            (Some(first), Some(answer)) => answer.at - first.first_asked_at,
            _ => MISSING,
        }
    }
}
