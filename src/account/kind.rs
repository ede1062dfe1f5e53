//! One kind of trouble with rows: what became of them, in which column, what was wrong, and where it was seen.

use super::words::{word, Word};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// What became of the row or value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// The row could not be used.
    Rejected,
    /// The row was used after something was put right or chosen, or without a value that could not be read.
    Repaired,
    /// One with another row that stands in the input too; counted once.
    United,
    /// Neither used nor wrong: preamble, blank and footer lines, files of another kind.
    SetAside,
    /// Figures differ from what the file may have meant: a column that is not understood or not used though a report
    /// leans on it, rows that a rule leaves out. Said at once, and a failure of a strict run.
    Warned,
    /// Used as it is; worth a word (an unknown channel, columns nobody knows).
    Noted,
}

/// What is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trouble {
    /// What is wrong, in one line without the place: `not an instant`.
    pub what: Cow<'static, str>,
    /// What to do or what was done: `write it as 2026-03-01T09:00:00Z`; empty where that is plain.
    pub advice: Cow<'static, str>,
}

impl Trouble {
    /// Trouble and what to do about it.
    pub const fn new(what: &'static str, advice: &'static str) -> Trouble {
        Trouble { what: Cow::Borrowed(what), advice: Cow::Borrowed(advice) }
    }

    /// Trouble that says all there is to say.
    pub fn plain(what: impl Into<Cow<'static, str>>) -> Trouble {
        Trouble { what: what.into(), advice: Cow::Borrowed("") }
    }
}

/// `not an instant; write it as 2026-03-01T09:00:00Z`
impl fmt::Display for Trouble {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.what)?;
        if self.advice.is_empty() {
            return Ok(());
        }
        write!(to, "; {}", self.advice)
    }
}

/// One kind of trouble in one column of one table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProblemKind {
    /// What became of it.
    pub outcome: Outcome,
    /// Canonical table, empty where none is known.
    #[serde(deserialize_with = "word")]
    pub table: Word,
    /// Column as the file calls it, empty where no single one is at fault.
    pub column: String,
    /// What is wrong and what to do.
    pub trouble: Trouble,
}

/// Where it was seen, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Display name of the file.
    pub file: String,
    /// Line or record number, from 1 (the header is a line too); 0 for the file as a whole.
    pub row: u64,
    /// The value as found, cut to 60 characters, only where it is no personal data.
    pub value: Option<String>,
}

impl Spot {
    /// Calls the file otherwise, if it is that one.
    pub fn rename(&mut self, file: &str, name: &str) {
        if self.file == file {
            name.clone_into(&mut self.file);
        }
    }

    /// A file as a whole.
    pub fn whole(file: &str) -> Spot {
        Spot { file: file.to_owned(), row: 0, value: None }
    }
}
