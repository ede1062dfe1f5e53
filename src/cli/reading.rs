//! What people wrote: the texts of a dataset, kept while everything else becomes facts.

use super::Order;
use crate::dataset::vocabulary::{author, AUTHOR};
use crate::dataset::{Data, Dataset, Domain, TableName, Texts, MISSING, NONE};
use crate::facts::Facts;
use crate::language::Labels;
use crate::render::Audience;
use crate::report::{Cell, Column, Table, Unit};

/// Texts of conversations and all their messages; rows are those of the canonical tables.
pub struct Reading {
    names: Option<Texts>,
    emails: Option<Texts>,
    phones: Option<Texts>,
    subjects: Option<Texts>,
    questions: Option<Texts>,
    updated: Vec<i64>,
    counts: Vec<i64>,
    /// All message rows.
    pub messages: MessageRows,
}

/// The message rows, column by column.
pub struct MessageRows {
    conversation: Vec<u32>,
    ids: Option<Texts>,
    at: Vec<i64>,
    voice: Vec<u8>,
    author: Vec<u32>,
    private: Vec<u8>,
    automated: Vec<u8>,
    bodies: Option<Texts>,
}

impl Reading {
    /// Takes the texts out of a dataset and copies what facts need too.
    pub fn keep(dataset: &mut Dataset) -> Reading {
        let messages = MessageRows::all(dataset);
        Reading::with(messages, dataset)
    }

    /// The same with no message but the first public one by a customer in each conversation.
    pub fn keep_questions(dataset: &mut Dataset) -> Reading {
        let messages = MessageRows::of(dataset, &first_questions(dataset));
        dataset.take_texts(TableName::Messages, "body");
        Reading::with(messages, dataset)
    }

    fn with(messages: MessageRows, dataset: &mut Dataset) -> Reading {
        let own = TableName::Conversations;
        let updated = dataset.whole(own, "updated_at").to_vec();
        let counts = match dataset.take(own, "messages") {
            Some(Data::Whole(counts)) => counts,
            _ => Vec::new(),
        };
        Reading {
            names: dataset.take_texts(own, "customer_name"),
            emails: dataset.take_texts(own, "customer_email"),
            phones: dataset.take_texts(own, "customer_phone"),
            subjects: dataset.take_texts(own, "subject"),
            questions: dataset.take_texts(own, "first_question"),
            updated,
            counts,
            messages,
        }
    }

    /// Who the customer of a conversation is: name, else e-mail address, else phone number.
    pub fn profile(&self, row: usize) -> &str {
        let known = [&self.names, &self.emails, &self.phones];
        known.into_iter().find_map(|texts| said(texts, row)).unwrap_or("Anonymous")
    }

    /// The first question, as the export gives it.
    pub fn question(&self, row: usize) -> Option<&str> {
        said(&self.questions, row)
    }

    /// The subject.
    pub fn subject(&self, row: usize) -> Option<&str> {
        said(&self.subjects, row)
    }

    /// How many messages the export says there are, in ten-thousandths.
    pub fn count(&self, row: usize) -> Option<i64> {
        self.counts.get(row).copied().filter(|&count| count != MISSING)
    }

    /// When the row was last changed.
    pub fn updated_at(&self, row: usize) -> Option<i64> {
        self.updated.get(row).copied().filter(|&at| at != MISSING)
    }
}

/// The rows of messages that come first among the public ones by customers in their conversation.
fn first_questions(dataset: &Dataset) -> Vec<usize> {
    let table = TableName::Messages;
    let ids = dataset.texts(table, "message_id");
    let (at, private) = (dataset.whole(table, "at"), dataset.bytes(table, "private"));
    let place = |row: usize| (at[row], ids.and_then(|ids| ids.get_bytes(row)).unwrap_or_default());
    let mut firsts: Vec<Option<usize>> = vec![None; dataset.dictionary(Domain::Conversation).len()];
    let voices = dataset.bytes(table, "author_type").iter().enumerate();
    for (row, _) in voices.filter(|(row, voice)| is_question(**voice, private, *row)) {
        let code = dataset.codes(table, "conversation_id").get(row);
        if let Some(first) = code.and_then(|&code| firsts.get_mut(code as usize)) {
            *first = first.filter(|&first| place(first) <= place(row)).or(Some(row));
        }
    }
    let mut rows: Vec<usize> = firsts.into_iter().flatten().collect();
    rows.sort_unstable();
    rows
}

/// Whether a customer wrote it for all to see.
fn is_question(voice: u8, private: &[u8], row: usize) -> bool {
    voice == author::CUSTOMER && !yes(private, row)
}

impl MessageRows {
    /// All messages; their texts are taken out.
    fn all(dataset: &mut Dataset) -> MessageRows {
        let table = TableName::Messages;
        MessageRows {
            conversation: dataset.codes(table, "conversation_id").to_vec(),
            ids: dataset.texts(table, "message_id").cloned(),
            at: dataset.whole(table, "at").to_vec(),
            voice: dataset.bytes(table, "author_type").to_vec(),
            author: dataset.codes(table, "author").to_vec(),
            private: dataset.bytes(table, "private").to_vec(),
            automated: dataset.bytes(table, "automated").to_vec(),
            bodies: dataset.take_texts(table, "body"),
        }
    }

    /// The messages of some rows.
    fn of(dataset: &Dataset, rows: &[usize]) -> MessageRows {
        let table = TableName::Messages;
        let texts = |name| dataset.texts(table, name).map(|texts| texts.of_rows(rows));
        MessageRows {
            conversation: picked(dataset.codes(table, "conversation_id"), rows),
            ids: texts("message_id"),
            at: picked(dataset.whole(table, "at"), rows),
            voice: picked(dataset.bytes(table, "author_type"), rows),
            author: picked(dataset.codes(table, "author"), rows),
            private: picked(dataset.bytes(table, "private"), rows),
            automated: picked(dataset.bytes(table, "automated"), rows),
            bodies: texts("body"),
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Code of the conversation.
    pub fn conversation(&self, row: usize) -> u32 {
        self.conversation.get(row).copied().unwrap_or(NONE)
    }

    /// When it was written, UTC milliseconds.
    pub fn at(&self, row: usize) -> i64 {
        self.at[row]
    }

    /// Its id; ids tell messages of one conversation apart.
    pub fn id(&self, row: usize) -> &str {
        self.ids.as_ref().and_then(|ids| ids.get(row)).unwrap_or_default()
    }

    /// Where it stands in the order of writing; of one instant, ids decide.
    pub fn place(&self, row: usize) -> (i64, &str) {
        (self.at(row), self.id(row))
    }

    /// What it says.
    pub fn body(&self, row: usize) -> Option<&str> {
        said(&self.bodies, row)
    }

    /// Whether a customer wrote it for all to see.
    pub fn is_question(&self, row: usize) -> bool {
        is_question(self.voice[row], &self.private, row)
    }

    /// The name of its author, if the export gives one.
    pub fn author<'a>(&self, row: usize, facts: &'a Facts) -> Option<&'a str> {
        let code = self.author.get(row).copied().filter(|&code| code != NONE)?;
        Some(facts.dictionary(Domain::Person).text(code))
    }

    /// `customer`, `agent`, `ai`, `system`, or `note` and `automated`.
    pub fn kind(&self, row: usize) -> &'static str {
        match self.voice[row] {
            _ if yes(&self.private, row) => "note",
            author::AGENT if yes(&self.automated, row) => "automated",
            voice => AUTHOR.value(voice),
        }
    }

    /// Where it stands among messages of one instant: customers, AI agents, human agents, the rest.
    pub fn rank(&self, row: usize) -> u8 {
        match self.kind(row) {
            "customer" => 0,
            "ai" => 1,
            "agent" => 2,
            _ => 3,
        }
    }
}

/// A text that says something.
fn said(texts: &Option<Texts>, row: usize) -> Option<&str> {
    texts.as_ref().and_then(|texts| texts.get(row)).filter(|text| !text.trim().is_empty())
}

/// The values of some rows; none of a column that is not there.
fn picked<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|&row| values.get(row).copied()).collect()
}

fn yes(column: &[u8], row: usize) -> bool {
    column.get(row) == Some(&1)
}

/// What a command found to read: texts as they are for programs, each in one line for people.
pub fn reading_table(order: &Order, columns: &[(&str, Labels, Unit)], mut rows: Vec<Vec<Cell>>) -> Table {
    if order.output.format.audience() != Audience::Programs {
        rows.iter_mut().flatten().for_each(in_one_line);
    }
    Table::new(order.name, Column::dimensions(columns), rows)
}

/// Puts a text in one line, each run of white space one blank.
pub fn in_one_line(cell: &mut Cell) {
    if let Cell::Text(text) = cell {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
