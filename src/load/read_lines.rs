//! Reads JSON files of a record a line with several threads, as far as every line is a plain record.

use super::batch::RowBatch;
use super::filler::Filler;
use super::intake::{Intake, PlannedFile, TableStore};
use super::plan::Plan;
use super::reading_line::{BlockReader, ReadLine, ReadingLine};
use crate::fitting::index;
use crate::source::cells::Cells;
use crate::source::json::{begins_with_line, LineReader, ReadSoFar};
use crate::source::line_blocks::LineBlocks;
use crate::source::packed::Stream;
use crate::source::KeyedRecords;
use anyhow::Result;

/// A file of lines.
pub struct LinesTask<'a> {
    /// The file, with one plan.
    pub file: PlannedFile<'a>,
    /// The keys that its head told.
    pub known: &'a [KeyedRecords],
    /// Threads that take blocks apart.
    pub threads: usize,
    /// Bytes a block.
    pub block: usize,
}

/// What is left of a file: bytes that were read of its stream, the stream, and how much stood before.
pub struct RestOfLines {
    /// The bytes.
    pub head: Vec<u8>,
    /// The stream.
    pub stream: Stream,
    /// How much stood before.
    pub before: ReadSoFar,
}

/// Whether a file is of lines that are records of one table.
pub fn are_lines(head: &[u8], plans: &[Plan]) -> bool {
    let is_plain = |plan: &Plan| {
        let selection = &plan.selection;
        selection.records.as_deref().is_none_or(str::is_empty)
            && selection.explode.is_none()
            && plan.row_slot.is_none()
    };
    matches!(plans, [plan] if is_plain(plan)) && begins_with_line(head)
}

impl LinesTask<'_> {
    /// Reads up to the first block that holds anything but plain records; `head` is what was read of the stream before.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn read(&self, head: Vec<u8>, stream: Stream, store: &mut TableStore) -> Result<RestOfLines> {
        let length = stream.length;
        // A file of less than a block needs no more memory than it has bytes, and no second thread.
        let small = length.map(|length| index(length) + 1).filter(|&size| size < self.block);
        let threads = if small.is_some() { 1 } else { self.threads };
        let blocks = LineBlocks::new(head, stream, small.unwrap_or(self.block));
        let line = ReadingLine::new(self.file.name, length, blocks, Intake::new(store, self.file, 1));
        let plan = &self.file.plans[0];
        let begin = || LinesReader {
            plan,
            lists: plan.list_slots(),
            lines: LineReader::new(&plan.selection, self.known),
            cells: Cells::new(plan.selection.fields.len()),
            filler: Filler::new(plan, self.file.dictionaries),
            read: ReadSoFar::default(),
        };
        let ReadLine { cutter, intake, unread, read } = line.run(threads, begin, &|_, _| {})?;
        intake.finish();
        let (rest, stream) = cutter.rest();
        Ok(RestOfLines { head: [unread, rest].concat(), stream, before: read })
    }
}

/// Takes blocks apart, one after the other.
struct LinesReader<'a> {
    plan: &'a Plan,
    lists: Vec<bool>,
    lines: LineReader,
    cells: Cells,
    filler: Filler<'a>,
    read: ReadSoFar,
}

impl BlockReader for LinesReader<'_> {
    fn read(&mut self, bytes: &[u8]) -> Result<bool> {
        let Ok(text) = simdutf8::basic::from_utf8(bytes) else { return Ok(false) };
        let mut rows =
            CellsOfBlock { cells: &mut self.cells, texts: Vec::new(), filler: &mut self.filler, text };
        rows.cells.clear();
        let read = self.lines.read(text, &mut |number, begins, record| {
            rows.cells.copy(number, record, &self.lists, Some(begins));
            if self.plan.lists_rejected {
                rows.texts.push(record.whole().map(|text| String::from_utf8_lossy(text).into_owned()));
            }
            if rows.cells.is_full() {
                rows.fill();
            }
        });
        rows.fill();
        let Some(read) = read else { return Ok(false) };
        self.filler.batch.records = read.records;
        self.filler.batch.finish();
        self.read = read;
        Ok(true)
    }

    fn batch(&mut self) -> &mut RowBatch {
        &mut self.filler.batch
    }

    fn amount(&self) -> ReadSoFar {
        self.read
    }
}

/// A few records of a block.
struct CellsOfBlock<'a, 'f> {
    cells: &'a mut Cells,
    /// The records as they stand in the file, where somebody wants to see those that can't be used.
    texts: Vec<Option<String>>,
    filler: &'a mut Filler<'f>,
    text: &'a str,
}

impl CellsOfBlock<'_, '_> {
    fn fill(&mut self) {
        self.filler.fill(self.cells.rows(self.text));
        self.filler.batch.rejects.take_texts(&self.texts);
        self.texts.clear();
        self.cells.clear();
    }
}
