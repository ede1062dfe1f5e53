//! Inputs of which nothing is read, and why: from the one that may matter most to the one that surely does not.

use super::kind::Trouble;
use super::words::{word, Word};
use crate::advice::Advised;
use serde::{Deserialize, Serialize};

/// An input of which nothing is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its display name.
    pub file: String,
    /// Whether it was named itself, and not found in a folder or by a pattern.
    pub named: bool,
    /// What kind of input it is.
    pub cause: Cause,
    /// What is wrong with it, and what to do.
    pub trouble: Trouble,
}

/// Why nothing is read of an input; the first is the loudest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cause {
    /// A part of an archive that is damaged or missing: what it held is in no figure.
    Damaged,
    /// A table or records, but of no export that is known.
    Unrecognised,
    /// Damaged, or it may not be read.
    Unreadable,
    /// Packed in a way that is not opened here.
    Packed,
    /// An answer or a page that came instead of the export.
    Instead,
    /// A container that holds no table.
    NoTable,
    /// It holds nothing.
    Empty,
    /// Something else, in words for one and for several: a picture, pictures.
    Other(#[serde(deserialize_with = "word")] Word, #[serde(deserialize_with = "word")] Word),
    /// Its ending is none of an export's.
    Ending,
}

impl LeftOut {
    /// What is wrong, behind the name, and what to do.
    pub fn error(&self) -> Advised {
        Advised::new(format!("{}: {}", self.file, self.trouble.what), &self.trouble.advice)
    }
}

impl Trouble {
    /// What is wrong by an error and what to do; without the file's name in front.
    pub fn of_error(error: &anyhow::Error, file: &str) -> Trouble {
        let Advised { mut what, advice } = Advised::of(error);
        for before in [format!("cannot read {file}: "), format!("{file}: ")] {
            while let Some(rest) = what.strip_prefix(&before) {
                what = rest.to_owned();
            }
        }
        Advised { what, advice }.into()
    }
}

impl From<Advised> for Trouble {
    fn from(error: Advised) -> Trouble {
        Trouble { what: error.what.into(), advice: error.advice.join("; ").into() }
    }
}
