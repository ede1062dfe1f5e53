//! Reads one CSV file with several threads: blocks are taken apart side by side and their rows put in order again.

use super::batch::RowBatch;
use super::filler::Filler;
use super::intake::{Intake, PlannedFile, TableStore};
use super::layout::layout;
use super::reading_line::{BlockReader, ReadingLine};
use crate::fitting::index;
use crate::source::blocks::RecordBlocks;
use crate::source::cells::Cells;
use crate::source::csv::{CsvLayout, Marks, Splitter};
use crate::source::dialect::Dialect;
use crate::source::found::findings::{Finding, Findings};
use crate::source::found::Normaliser;
use crate::source::packed::Stream;
use crate::threads::lock;
use anyhow::Result;
use std::io::Read;
use std::sync::{Arc, Mutex};

/// One file and the table it is read into.
pub struct Task<'a> {
    /// How the file is written.
    pub dialect: &'a Dialect,
    /// The file, with one plan.
    pub file: PlannedFile<'a>,
    /// Threads that take blocks apart.
    pub threads: usize,
    /// Bytes a block.
    pub block: usize,
    /// Whether faults of the file's shape are noted: only once if it is read for several tables.
    pub faults: bool,
    /// What was done to make the file clean, where that was needed.
    pub findings: Arc<Mutex<Findings>>,
}

impl Task<'_> {
    /// Reads all rows; `head` is what was read of the stream before.
    pub fn read(&self, head: Vec<u8>, stream: Stream, store: &mut TableStore) -> Result<()> {
        let layout = layout(self.dialect, &self.file.plans[0]);
        let length = stream.length;
        let start = head[self.dialect.start.min(head.len())..].to_vec();
        drop(head);
        // A file of less than a block needs no more memory than it has bytes, and no second thread.
        let small = length.map(|length| index(length) + 1).filter(|&size| size < self.block);
        let size = small.unwrap_or(self.block);
        let early_end = stream.early_end.clone();
        let blocks =
            RecordBlocks::new(start, stream, self.dialect.marks, size).of_width(self.dialect.header.len());
        let blocks = if self.dialect.is_plain { blocks.cut_by(early_end) } else { blocks };
        let threads = if small.is_some() { 1 } else { self.threads };
        let intake = Intake::new(store, self.file, self.dialect.lines + 1);
        let line = ReadingLine::new(self.file.name, length, blocks, intake);
        let plan = &self.file.plans[0];
        let begin = || CsvReader {
            layout: &layout,
            dialect: self.dialect,
            notes_faults: self.faults && self.dialect.is_plain,
            cells: Cells::new(plan.selection.fields.len()),
            filler: Filler::new(plan, self.file.dictionaries),
        };
        let mut read = line.run(threads, begin, &|intake, batch| {
            if self.faults && !self.dialect.is_plain {
                intake.note_found(batch, &mut lock(&self.findings));
            }
        })?;
        if read.cutter.left_half && self.faults {
            read.intake.note_cut();
        }
        read.intake.finish();
        Ok(())
    }
}

/// Takes blocks apart, one after the other.
struct CsvReader<'a> {
    layout: &'a CsvLayout,
    dialect: &'a Dialect,
    /// Whether what is out of shape is noted.
    notes_faults: bool,
    cells: Cells,
    filler: Filler<'a>,
}

impl BlockReader for CsvReader<'_> {
    fn read(&mut self, bytes: &[u8]) -> Result<bool> {
        let is_whole = memchr::memchr(0, bytes).is_none();
        let text = simdutf8::basic::from_utf8(bytes).ok().filter(|_| is_whole);
        let layout = self.layout;
        match text.and_then(|text| self.fill(text, layout)) {
            Some(blank) => {
                for number in blank.into_iter().filter(|_| self.notes_faults) {
                    self.filler.batch.note_found(number, Finding::Blank);
                }
            }
            None => self.read_with_care(bytes)?,
        }
        self.filler.batch.finish();
        Ok(true)
    }

    fn batch(&mut self) -> &mut RowBatch {
        &mut self.filler.batch
    }
}

impl CsvReader<'_> {
    /// Fills the batch and gives the numbers of blank lines; nothing if a record is out of shape.
    fn fill(&mut self, text: &str, layout: &CsvLayout) -> Option<Vec<u64>> {
        let mut splitter = Splitter::new(layout, text);
        loop {
            splitter.fill(&mut self.cells);
            if self.dialect.is_plain && splitter.is_odd() {
                return None;
            }
            if self.cells.is_empty() {
                break;
            }
            self.filler.fill(self.cells.rows(text));
        }
        self.filler.batch.records = splitter.records;
        self.filler.batch.rejects.read_again(text, layout.marks, &self.dialect.header);
        Some(splitter.blank())
    }

    /// Reads a block again in which records are out of shape.
    fn read_with_care(&mut self, bytes: &[u8]) -> Result<()> {
        self.filler.batch.start_anew();
        let findings = Arc::new(Mutex::new(Findings::default()));
        let mut text = String::new();
        Normaliser::of_middle(bytes, self.dialect.form.clone(), findings.clone())
            .read_to_string(&mut text)?;
        let layout = CsvLayout { marks: Marks::default(), watch: None, ..self.layout.clone() };
        let mut splitter = Splitter::new(&layout, &text);
        loop {
            splitter.fill(&mut self.cells);
            if self.cells.is_empty() {
                break;
            }
            self.filler.fill(self.cells.rows(&text));
        }
        let batch = &mut self.filler.batch;
        batch.records = splitter.records;
        batch.rejects.read_again(&text, layout.marks, &self.dialect.header);
        if self.notes_faults {
            let mut findings = lock(&findings);
            for (finding, number) in findings.take_before(u64::MAX) {
                batch.note_found(number, finding);
                if let Some(text) = findings.take_text(number) {
                    batch.rejects.give_text(number, text);
                }
            }
        }
        Ok(())
    }
}
