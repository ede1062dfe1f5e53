//! Files of a record a line, taken apart by blocks of lines: only where every line is a plain record.

use super::late::KnownKeys;
use super::path::Doc;
use super::pattern::LinePattern;
use super::row::RecordPlan;
use super::shapes::Shapes;
use super::tape::{NodeKind, Tape};
use crate::source::{FieldSelection, Fields, KeyedRecords};
use memchr::memchr_iter;

/// Reads blocks of lines.
pub struct LineReader {
    tape: Tape,
    plans: [RecordPlan; 1],
    known: KnownKeys,
    pattern: LinePattern,
}

/// Takes the records of a block: their number in it, from 0, where they begin, and their fields.
pub type LineSink<'s> = dyn FnMut(u64, usize, &dyn Fields) + 's;

/// How much was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadSoFar {
    /// Records.
    pub records: u64,
    /// Bytes.
    pub bytes: u64,
    /// Ends of lines.
    pub lines: u64,
}

impl ReadSoFar {
    /// Adds what was read behind it.
    pub fn add(&mut self, more: ReadSoFar) {
        self.records += more.records;
        self.bytes += more.bytes;
        self.lines += more.lines;
    }
}

/// Whether the first line of a file is a record of its own.
pub fn begins_with_line(head: &[u8]) -> bool {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.first() == Some(&b'{') && Tape::default().is_whole(line)
}

impl LineReader {
    /// A reader of the records themselves; keys that are none of `known` are news.
    pub fn new(selection: &FieldSelection, known: &[KeyedRecords]) -> LineReader {
        let tape = Tape { shapes: Some(Shapes::default()), ..Tape::default() };
        let (plans, known) = ([RecordPlan::new(selection)], KnownKeys::new(known));
        LineReader { tape, plans, known, pattern: LinePattern::default() }
    }

    /// Gives the records of a block and tells how much it holds; `None` where anything is no plain record, or has a key
    /// that is news.
    pub fn read(&mut self, text: &str, sink: &mut LineSink) -> Option<ReadSoFar> {
        let mut read = ReadSoFar { bytes: text.len() as u64, ..ReadSoFar::default() };
        let mut start = 0;
        let ends = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        for end in ends.chain([text.len()]) {
            let (at, line) = (start, &text[start..end]);
            start = end;
            read.lines += u64::from(line.ends_with('\n'));
            let record = line.trim_ascii();
            if record.is_empty() {
                continue;
            }
            let begins = at + line.len() - line.trim_ascii_start().len();
            if let Some(row) = self.pattern.read(record.as_bytes()) {
                sink(read.records, begins, &row);
                read.records += 1;
                continue;
            }
            self.tape.unfamiliar = 0;
            if !self.tape.is_whole(record.as_bytes()) || self.tape.is_odd() {
                return None;
            }
            let doc = Doc { nodes: &self.tape.nodes, bytes: record.as_bytes() };
            if self.tape.unfamiliar > 0 && !self.known.news(doc, &[], &self.plans).is_empty() {
                return None;
            }
            self.plans[0].within(doc, &[], &mut |fields| sink(read.records, begins, fields));
            self.pattern.learn(doc, &mut self.plans[0]);
            read.records += 1;
        }
        Some(read)
    }
}

impl Tape {
    /// Reads bytes that should be one value and nothing else.
    fn is_whole(&mut self, bytes: &[u8]) -> bool {
        let length = self.read(bytes, true);
        length.is_ok_and(|length| bytes[length..].trim_ascii().is_empty())
    }

    /// Whether there is anything to be said of the value.
    fn is_odd(&self) -> bool {
        self.nodes[0].kind != NodeKind::Object || self.repeated > 0 || self.lone_surrogates > 0
    }
}
