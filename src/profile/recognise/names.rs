//! The table that a file's headers resemble, by canonical names and synonyms.

use super::columns::columns;
use super::found::{FoundColumn, FoundColumns};
use super::lacking::{completed, lacks_kind, missing};
use super::telling::{are_parts, hold_messages, is_telling, named_after, OF_COURSE};
use super::wording::{ANY_NUMBER, LEAST_SURE};
use crate::advice::Advised;
use crate::dataset::schema::{conversations, ratings};
use crate::dataset::TableName;
use crate::profile::model::Mapping;

/// What names and synonyms make of a set of headers.
pub struct Guess {
    /// The table all of whose required columns were found, and most of the others.
    pub table: Option<TableName>,
    /// How sure that is.
    pub score: usize,
    /// Its columns.
    pub mapping: Option<Mapping>,
    exact: bool,
    /// Another table as likely as the one chosen.
    tie: Option<TableName>,
    /// The likeliest table with a required column missing.
    near: Option<NearTable>,
}

struct NearTable {
    table: TableName,
    score: usize,
    missing: &'static str,
    /// Whether it has a column that no other table would have.
    telling: bool,
}

impl NearTable {
    /// Whether it is conversations but for what tells them from anything else.
    fn is_anything(&self) -> bool {
        self.table == TableName::Conversations && self.missing == conversations::CHANNEL
    }
}

impl Guess {
    /// Whether every header is a canonical name of the one table chosen.
    pub fn all_exact(&self) -> bool {
        self.exact && self.tie.is_none()
    }

    /// How many columns were found.
    pub fn mapped(&self) -> usize {
        self.mapping.as_ref().map_or(0, |mapping| mapping.columns.len())
    }

    /// Whether another table is as likely or likelier.
    pub fn is_doubtful(&self) -> bool {
        self.tie.is_some() || self.near.as_ref().is_some_and(|near| near.telling && near.score > self.score)
    }

    /// The table chosen, else the likeliest incomplete one.
    pub fn nearest(&self) -> Option<TableName> {
        self.table.or(self.near.as_ref().map(|near| near.table))
    }

    /// How near the likeliest incomplete table came.
    pub fn near_score(&self) -> usize {
        self.near.as_ref().map_or(0, |near| near.score)
    }

    /// Notes a table with a required column missing, if it is likelier than the ones before.
    fn note_incomplete(&mut self, found: &FoundColumns, missing: &'static str) {
        let score = found.score();
        let is_nearer = self.near.as_ref().is_none_or(|near| score > near.score);
        if found.columns.len() > 1 && is_nearer {
            self.near = Some(NearTable { table: found.table, score, missing, telling: is_telling(found) });
        }
    }

    /// Why the headers decide nothing.
    pub fn message(&self) -> Advised {
        match (self.table, self.tie, &self.near) {
            (Some(table), Some(other), _) => {
                let (one, other) = (table.schema().name, other.schema().name);
                Advised::new(
                    format!("the file may hold {one} or {other}"),
                    format!(
                        "name the file after the table, {one}.csv, or give a profile with --profile FILE"
                    ),
                )
            }
            (_, _, Some(near)) if near.is_anything() => Advised::new(
                "the file may be a list of anything: an id and a moment tell nothing of conversations",
                "name the file after what it holds, such as tickets.csv, or say so with --profile FILE",
            ),
            (_, _, Some(near)) => lacks(near.table, near.missing),
            _ => Advised::new("no known export", ""),
        }
    }
}

/// Why a file is not taken for a table of which a required column is missing.
pub fn lacks(table: TableName, missing: &str) -> Advised {
    Advised::new(
        format!("the file looks like {}, but no column says {missing}", table.schema().name),
        format!(
            "name the column {missing}, or say where it is with --profile FILE; \
             `insights inspect FILE` writes one to begin with"
        ),
    )
}

/// The table that headers (or the keys of JSON records) resemble most.
pub fn guess(headers: &[String], file_stem: &str) -> Guess {
    let mut guess = Guess { table: None, score: 0, mapping: None, exact: false, tie: None, near: None };
    let mut chosen = None;
    for table in TableName::ALL {
        let found = columns(table, headers);
        let score = found.score();
        let is_named = named_after(table, file_stem);
        // whoever was asked has a name and an address too
        if table == TableName::People && !is_named && columns(TableName::Ratings, headers).has(ratings::SCORE)
        {
            continue;
        }
        // and whatever numbers answers numbers no tickets
        if found.columns.iter().any(|column| column.rank >= ANY_NUMBER)
            && !is_named
            && asks(&columns(TableName::Ratings, headers))
        {
            continue;
        }
        let is_sure = match table {
            TableName::Conversations => is_named || hold_messages(headers),
            TableName::Ratings => {
                is_named || asks(&found) || found.has(ratings::SCORE) && tell_nothing_else(headers)
            }
            _ => is_named,
        };
        if let Some(missing) = missing(&found, is_sure) {
            guess.note_incomplete(&found, missing);
        } else if score > guess.score {
            guess.table = Some(table);
            guess.score = score;
            guess.tie = None;
            chosen = Some(found);
        } else if let Some(other) = guess.table.filter(|_| score == guess.score) {
            match (is_named, named_after(other, file_stem)) {
                (true, false) => {
                    guess.table = Some(table);
                    chosen = Some(found);
                }
                (false, true) => {}
                (true, true) | (false, false) => guess.tie = Some(table),
            }
        }
    }
    if guess.table == Some(TableName::Conversations) && rates_without_scores(headers, file_stem) {
        guess.note_incomplete(&columns(TableName::Ratings, headers), ratings::SCORE);
        (guess.table, guess.score, chosen) = (None, 0, None);
    }
    if let Some(conversations) = chosen.as_ref().filter(|found| found.table == TableName::Conversations) {
        let messages = columns(TableName::Messages, headers);
        if missing(&messages, false).is_none() && are_parts(&messages, conversations) {
            (guess.table, guess.score, guess.tie) = (Some(TableName::Messages), messages.score(), None);
            chosen = Some(messages);
        }
    }
    if let Some(found) = chosen {
        let all_canonical = !lacks_kind(&found) && found.columns.iter().all(|column| column.rank == 0);
        guess.exact = all_canonical && found.columns.len() == headers.len();
        guess.mapping = Some(completed(found, file_stem));
    }
    guess
}

/// Whether a file that is named after ratings has neither scores nor words of customers, and nothing of conversations
/// but which it is, when, and whose.
fn rates_without_scores(headers: &[String], file_stem: &str) -> bool {
    let is_named = |table| named_after(table, file_stem);
    let told = || columns(TableName::Ratings, headers).count(&[ratings::SCORE, ratings::COMMENT]);
    is_named(TableName::Ratings)
        && !is_named(TableName::Conversations)
        && told() == 0
        && tell_nothing_else(headers)
}

/// Whether the score is the answer to a question that stands in the header.
fn asks(found: &FoundColumns) -> bool {
    let is_score = |column: &&FoundColumn| found.schema(column).name == ratings::SCORE;
    found.columns.iter().find(is_score).is_some_and(|score| score.rank >= LEAST_SURE)
}

/// Whether no header tells anything of a conversation but which it is, when, and whose.
fn tell_nothing_else(headers: &[String]) -> bool {
    columns(TableName::Conversations, headers).count(OF_COURSE) == 0
}
