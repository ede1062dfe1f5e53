//! The messages of all conversations, brought into order once: by conversation, then by instant.

use super::occasion::Occasion;
use super::order::ByConversation;
use super::{known_code, taken};
use crate::dataset::vocabulary::author;
use crate::dataset::{Dataset, DateRows, TableName, Texts, NONE, UNKNOWN};
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
    /// Whether that is a date without a time of day.
    pub is_date: bool,
    /// Who speaks.
    pub voice: Voice,
    /// The author, if the export names one.
    pub author: Option<u32>,
    /// How it sounds, if that was asked and can be told.
    pub sentiment: Option<u8>,
}

/// All messages in order; what each conversation's are, tells its place.
#[derive(Default)]
pub struct Messages {
    starts: Vec<u32>,
    at: Vec<i64>,
    dates: DateRows,
    voices: Vec<u8>,
    authors: Vec<u32>,
    sentiments: Vec<u8>,
    /// Messages that stood in the input before.
    pub duplicates: u64,
    /// Messages of conversations nobody knows.
    pub orphans: Vec<u32>,
}

/// The public messages of one conversation.
#[derive(Default)]
pub struct Thread {
    /// In order.
    pub spoken: Vec<Spoken>,
    /// It has a message row, be it a note.
    pub any: bool,
}

impl Spoken {
    /// When it was said.
    pub fn occasion(&self) -> Occasion {
        Occasion { at: self.at, is_date: self.is_date }
    }
}

impl Thread {
    /// Whether that voice is among them.
    pub fn speaks(&self, voice: Voice) -> bool {
        self.spoken.iter().any(|message| message.voice == voice)
    }
}

/// The voice of notes, activity lines and automated messages: none.
const SILENT: u8 = u8::MAX;

impl Messages {
    /// Takes the messages out of a dataset; `places` and `conversations` as for [`ByConversation::new`].
    pub fn arrange(dataset: &mut Dataset, places: &[u32], conversations: usize, threads: usize) -> Messages {
        let table = TableName::Messages;
        // ids only order messages: they are gone before anything else needs room
        let ids = dataset.take_texts(table, "message_id");
        let voices = voices(dataset);
        let read_dates = dataset.dates(table, "at").cloned();
        let at = taken::whole(dataset, table, "at");
        let mut grouped = ByConversation::new(dataset.codes(table, "conversation_id"), places, conversations);
        dataset.take(table, "conversation_id");
        let columns = Columns { at: &at, voices: &voices, ids: ids.as_ref() };
        let duplicates = grouped.arrange(threads, |rows| columns.sort(rows));
        drop(ids);
        let orphans = std::mem::take(&mut grouped.orphans);
        let (starts, rows) = grouped.into_order();
        let authors = in_order(taken::codes(dataset, table, "author"), &rows);
        let sentiments = in_order(taken::bytes(dataset, table, "sentiment"), &rows);
        let (at, voices) = (in_order(at, &rows), in_order(voices, &rows));
        let mut dates = DateRows::default();
        if let Some(read) = read_dates {
            (0..rows.len())
                .filter(|&place| read.is(rows[place] as usize))
                .for_each(|place| dates.mark(place));
        }
        Messages { starts, at, dates, voices, authors, sentiments, duplicates, orphans }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Reads the messages of one conversation up to as-of.
    pub fn read(&self, conversation: usize, as_of: i64, thread: &mut Thread) {
        thread.spoken.clear();
        thread.any = false;
        for row in self.starts[conversation] as usize..self.starts[conversation + 1] as usize {
            let at = self.at[row];
            if at > as_of {
                break;
            }
            thread.any = true;
            if let Some(voice) = Voice::of(self.voices[row]) {
                let author = self.authors.get(row).copied().and_then(known_code);
                let sentiment = self.sentiments.get(row).copied().filter(|&code| code != UNKNOWN);
                let is_date = self.dates.is(row);
                thread.spoken.push(Spoken { at, is_date, voice, author, sentiment });
            }
        }
    }
}

impl Voice {
    fn of(code: u8) -> Option<Voice> {
        [Voice::Customer, Voice::Ai, Voice::Human].get(code as usize).copied()
    }
}

/// Who speaks in each message, taken out of the dataset.
fn voices(dataset: &mut Dataset) -> Vec<u8> {
    let table = TableName::Messages;
    let mut voices = taken::bytes(dataset, table, "author_type");
    let private = taken::bytes(dataset, table, "private");
    let automated = taken::bytes(dataset, table, "automated");
    for (row, voice) in voices.iter_mut().enumerate() {
        *voice = match *voice {
            _ if is_yes(&private, row) => SILENT,
            author::CUSTOMER => Voice::Customer as u8,
            author::AI => Voice::Ai as u8,
            author::AGENT if !is_yes(&automated, row) => Voice::Human as u8,
            _ => SILENT,
        };
    }
    voices
}

fn is_yes(column: &[u8], row: usize) -> bool {
    column.get(row) == Some(&1)
}

/// The values of these rows, in their order.
fn in_order<T: Copy>(values: Vec<T>, rows: &[u32]) -> Vec<T> {
    let is_ordered =
        rows.len() == values.len() && rows.iter().enumerate().all(|(at, &row)| at == row as usize);
    if is_ordered || values.is_empty() {
        values
    } else {
        rows.iter().map(|&row| values[row as usize]).collect()
    }
}

/// What messages are ordered by.
struct Columns<'a> {
    at: &'a [i64],
    voices: &'a [u8],
    ids: Option<&'a Texts>,
}

impl<'a> Columns<'a> {
    /// Brings the messages of one conversation into order: by instant, at one instant customers, AI agents, human
    /// agents and the rest, then by id. Of those with one id only the last one read stays; the places left over at
    /// the end become [`NONE`]. Gives back how many those are.
    fn sort(&self, rows: &mut [u32]) -> usize {
        let left_over = self.unite(rows);
        let kept = rows.len() - left_over;
        if !rows[..kept].is_sorted_by(|a, b| self.order(*a, *b) != Ordering::Greater) {
            rows[..kept].sort_unstable_by(|a, b| self.order(*a, *b));
        }
        rows[kept..].fill(NONE);
        left_over
    }

    /// Moves the last row of each id to the front; gives back how many are left over.
    fn unite(&self, rows: &mut [u32]) -> usize {
        // without ids rows are others as they stand, in the order of their ids
        if self.ids.is_none() {
            return 0;
        }
        // ids that count up are told apart at a glance
        if rows.is_sorted_by(|a, b| self.by_length(*a, *b) == Ordering::Less) {
            return 0;
        }
        // of one id the row read last comes first, and stays
        rows.sort_unstable_by(|a, b| self.by_length(*a, *b).then(b.cmp(a)));
        let mut kept = 0;
        for at in 0..rows.len() {
            if at == 0 || self.id(rows[at]) != self.id(rows[kept - 1]) {
                rows[kept] = rows[at];
                kept += 1;
            }
        }
        rows.len() - kept
    }

    #[inline]
    fn id(&self, row: u32) -> &'a [u8] {
        self.ids.and_then(|ids| ids.get_bytes(row as usize)).unwrap_or_default()
    }

    #[inline]
    fn order(&self, a: u32, b: u32) -> Ordering {
        let (first, second) = (a as usize, b as usize);
        let by_instant = (self.at[first], self.voices[first]).cmp(&(self.at[second], self.voices[second]));
        by_instant.then_with(|| self.id(a).cmp(self.id(b))).then(a.cmp(&b))
    }

    /// Ids by length, then by text.
    #[inline]
    fn by_length(&self, a: u32, b: u32) -> Ordering {
        let (a, b) = (self.id(a), self.id(b));
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    }
}
