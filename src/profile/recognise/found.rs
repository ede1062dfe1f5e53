//! Columns found by canonical names and synonyms.

use super::wording::ANY_NUMBER;
use crate::dataset::schema::{calls, events, messages};
use crate::dataset::{ColumnSchema, TableName};
use crate::profile::mark::Mark;
use crate::profile::synonyms::{fold, unwrapped};

/// A canonical column and the header that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundColumn {
    /// Its place in the schema.
    pub place: usize,
    /// How sure the meaning is: 0 for the canonical name, then the synonyms in their order.
    pub rank: usize,
    /// The header.
    pub header: String,
}

/// A header that marks rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMark {
    /// What it tells.
    pub mark: Mark,
    /// The header.
    pub header: String,
}

/// The columns of one table that headers stand for.
#[derive(Debug)]
pub struct FoundColumns {
    /// The table.
    pub table: TableName,
    /// Its columns, each once.
    pub columns: Vec<FoundColumn>,
    /// Further headers of columns that are read together with another of the same meaning.
    pub more: Vec<FoundColumn>,
    /// Headers that say what a row is.
    pub marks: Vec<FoundMark>,
}

impl FoundColumns {
    /// The column of the schema that was found.
    pub fn schema(&self, column: &FoundColumn) -> &'static ColumnSchema {
        &self.table.schema().columns[column.place]
    }

    /// Whether a column was found.
    pub fn has(&self, name: &str) -> bool {
        self.count(&[name]) > 0
    }

    /// How many of some columns were found.
    pub fn count(&self, names: &[&str]) -> usize {
        self.columns.iter().filter(|column| names.contains(&self.schema(column).name)).count()
    }

    /// How likely the table is: canonical names count more than synonyms, and numbers of anything less.
    pub fn score(&self) -> usize {
        let weight = |column: &FoundColumn| match column.rank {
            0 => 3,
            ANY_NUMBER.. => 1,
            _ => 2,
        };
        let own: usize = self.columns.iter().map(weight).sum();
        let columns = self.table.schema().columns.iter().filter(|column| column.required);
        let stood_for = columns.filter(|column| !self.has(column.name) && stands_for(self, column.name));
        own + 2 * stood_for.count()
    }

    /// Whether moment, direction and number tell a call apart from others, where no column holds its id.
    fn marks_a_call(&self) -> bool {
        let numbers = [Mark::FromNumber, Mark::ToNumber];
        let has_number = self.count(&[calls::NUMBER, calls::CUSTOMER_NUMBER]) > 0
            || self.marks.iter().any(|found| numbers.contains(&found.mark));
        has_number
            && self.has(calls::STARTED_AT)
            && self.has(calls::DIRECTION)
            && self.count(OF_CALLS_ALONE) > 0
    }

    /// The header of whoever wrote a message that may hold names as well as kinds of authors: its values tell which.
    pub fn names_or_kinds(&self) -> Option<&str> {
        let own = |column: &&FoundColumn| self.schema(column).name == messages::AUTHOR;
        let author = self.columns.iter().find(own).filter(|_| self.table == TableName::Messages)?;
        NAMES_OR_KINDS.contains(&fold(unwrapped(&author.header)).as_str()).then_some(&author.header)
    }

    /// Whether all that tells a message from others is there, where no column holds its id.
    fn says_who_wrote_what_when(&self) -> bool {
        [messages::CONVERSATION_ID, messages::AT, messages::AUTHOR_TYPE, messages::BODY]
            .iter()
            .all(|name| self.has(name))
    }

    /// The required column that neither a header nor a mark stands for, if there is one. An id of calls comes last, for
    /// where nothing else is missing it can be made of the others.
    pub fn missing(&self) -> Option<&'static str> {
        let columns = self.table.schema().columns.iter();
        let missing = columns
            .filter(|column| column.required && !self.has(column.name) && !stands_for(self, column.name));
        missing.map(|column| column.name).min_by_key(|name| *name == calls::CALL_ID)
    }
}

/// What whoever wrote is called by name or by kind.
const NAMES_OR_KINDS: &[&str] = &[
    "author",
    "sender",
    "from",
    "written by",
    "user",
    "auteur",
    "afzender",
    "van",
    "autor",
    "nadawca",
    "od",
    "forfatter",
    "avsender",
    "fra",
    "absender",
    "verfasser",
    "von",
];

/// What nothing but a call has.
const OF_CALLS_ALONE: &[&str] =
    &[calls::OUTCOME, calls::TALK_S, calls::WAIT_S, calls::ANSWERED_AT, calls::QUEUE, calls::HOLD_S];

/// Whether marks stand for a required column that has none of its own.
fn stands_for(found: &FoundColumns, column: &str) -> bool {
    match found.table {
        TableName::Messages if column == messages::MESSAGE_ID => found.says_who_wrote_what_when(),
        TableName::Messages => {
            column == messages::AUTHOR_TYPE
                && (found.marks.iter().any(tells_author) || found.names_or_kinds().is_some())
        }
        TableName::Calls => column == calls::CALL_ID && found.marks_a_call(),
        TableName::Events => {
            column == events::KIND && found.marks.iter().any(|found| found.mark == Mark::NewStatus)
        }
        _ => false,
    }
}

/// A type of messages may say incoming and outgoing; of anything else that just has a type that is not likely.
fn tells_author(found: &FoundMark) -> bool {
    const MESSAGES: [&str; 11] = [
        "message",
        "msg",
        "bericht",
        "wiadomości",
        "melding",
        "nachricht",
        "mensaje",
        "mensagem",
        "messaggio",
        "meddelande",
        "besked",
    ];
    match found.mark {
        Mark::Direction | Mark::FromCustomer | Mark::FromAgent => true,
        Mark::Kind => fold(&found.header).split(' ').any(|word| MESSAGES.contains(&word)),
        _ => false,
    }
}
