//! JSON records: arrays, lines, envelopes and concatenated pages, read one record at a time.

mod alike;
mod cause;
mod faulty;
mod give;
mod head;
mod keys;
mod late;
mod lines;
mod parser;
mod path;
mod pattern;
mod peel;
mod repeated;
mod row;
mod rows;
mod script;
mod shapes;
mod stream;
mod survey;
mod tape;
mod text;
mod walk;
mod wrapping;

pub use cause::{first_fault, without_records};
pub use head::holds_record;
pub use late::LateKeys;
pub use lines::{begins_with_line, LineReader, ReadSoFar};
pub use peel::{PeelFaults, Peeled};
pub use rows::{hold_details, hold_records, RowsAsJson};
pub use script::{without_words, words_before, Unended};
pub use survey::survey;
pub use walk::Walk;
pub use wrapping::Wrapping;

use super::{FieldSelection, Sink};
use crate::account::{Outcome, Trouble};
use std::io::Read;

/// Trouble met while reading, for the caller to note as a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// What became of the record.
    pub outcome: Outcome,
    /// Number of the record, from 1.
    pub record: u64,
    /// What is wrong, with line and byte where the file itself is broken.
    pub trouble: Trouble,
}

/// Gives every record of a JSON file to `sink`, once for each selection it belongs to; the row number counts the
/// records of the file from 1. What is wrong goes to `note`; only a failing read is an error.
pub fn read(
    input: &mut dyn Read,
    selections: &[FieldSelection],
    sink: &mut Sink<'_>,
    note: &mut dyn FnMut(JsonFault),
) -> std::io::Result<()> {
    let mut walk = Walk::new(input, selections);
    while walk.next()? {
        walk.give(sink);
        walk.faults.drain(..).for_each(&mut *note);
    }
    walk.faults.drain(..).for_each(&mut *note);
    Ok(())
}

#[cfg(test)]
mod peel_tests;
#[cfg(test)]
mod tests;
