//! Reads one CSV file with several threads: blocks are taken apart side by side and their rows put in order again.

use super::batch::RowBatch;
use super::filler::Filler;
use super::intake::{Intake, PlannedFile, Store};
use super::layout::layout;
use crate::source::blocks::{Block, Blocks};
use crate::source::cells::Cells;
use crate::source::csv::{CsvLayout, Marks, Splitter};
use crate::source::dialect::Dialect;
use crate::source::found::findings::{Finding, Findings};
use crate::source::found::Normaliser;
use crate::source::packed::Stream;
use anyhow::{anyhow, Context, Result};
use std::io::Read;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

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
    pub fn read(&self, head: Vec<u8>, stream: Stream, store: &mut Store) -> Result<()> {
        let layout = layout(self.dialect, &self.file.plans[0]);
        let length = stream.length;
        let start = head[self.dialect.start.min(head.len())..].to_vec();
        drop(head);
        // A file of less than a block needs no more memory than it has bytes, and no second thread.
        let small = length.map(|length| length as usize + 1).filter(|&size| size < self.block);
        let size = small.unwrap_or(self.block);
        let early_end = stream.early_end.clone();
        let blocks = Blocks::new(start, stream, self.dialect.marks, size).of_width(self.dialect.header.len());
        let blocks = if self.dialect.is_plain { blocks.cut_by(early_end) } else { blocks };
        let line = ReadingLine {
            task: self,
            layout: &layout,
            length,
            source: Mutex::new(BlockSource { blocks, taken: 0 }),
            target: Mutex::new(RowTarget {
                intake: Intake::new(store, self.file, self.dialect.lines + 1),
                next: 0,
                broken: false,
            }),
            turn: Condvar::new(),
        };
        if self.threads <= 1 || small.is_some() {
            line.work()?;
        } else {
            std::thread::scope(|scope| {
                let start = |_| Builder::new().spawn_scoped(scope, || line.work()).ok();
                let workers: Vec<_> = (1..self.threads).map_while(start).collect();
                let mut all = line.work();
                for worker in workers {
                    let one = worker.join().unwrap_or_else(|_| Err(anyhow!("a reading thread broke down")));
                    all = all.and(one);
                }
                all
            })?;
        }
        let left_half = lock(&line.source).blocks.left_half && self.faults;
        let mut target = line.target.into_inner().unwrap_or_else(PoisonError::into_inner);
        if left_half {
            target.intake.note_cut();
        }
        target.intake.finish();
        Ok(())
    }
}

/// What the threads share.
struct ReadingLine<'a> {
    task: &'a Task<'a>,
    layout: &'a CsvLayout,
    length: Option<u64>,
    source: Mutex<BlockSource>,
    target: Mutex<RowTarget<'a>>,
    turn: Condvar,
}

struct BlockSource {
    blocks: Blocks<Stream>,
    taken: u64,
}

struct RowTarget<'a> {
    intake: Intake<'a>,
    /// The block whose rows come next.
    next: u64,
    /// A thread broke down: its block will never come.
    broken: bool,
}

/// Tells the others when its thread breaks down.
struct BreakdownWatch<'a, 'b>(&'b ReadingLine<'a>);

impl Drop for BreakdownWatch<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.target).broken = true;
            self.0.turn.notify_all();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ReadingLine<'_> {
    /// Takes one block after the other until there is none.
    fn work(&self) -> Result<()> {
        let _watch = BreakdownWatch(self);
        let plan = &self.task.file.plans[0];
        let mut block = Block::default();
        let mut reader = BlockReader {
            layout: self.layout,
            dialect: self.task.dialect,
            notes_faults: self.task.faults && self.task.dialect.is_plain,
            cells: Cells::new(plan.selection.fields.len()),
            filler: Filler::new(plan, self.task.file.dictionaries),
        };
        while let Some(order) = self.take_block(&mut block)? {
            reader.read(block.bytes())?;
            // The first block of a file tells how many rows all of it will have, and one in a hundred more.
            let times = match self.length {
                Some(length) if order == 0 => length as f64 / block.bytes().len() as f64 * 1.01,
                _ => 0.0,
            };
            self.hand_over(order, &mut reader.filler.batch, times)?;
            reader.filler.batch.clear();
        }
        Ok(())
    }

    /// Reads the next block and gives its place in the file; `None` at the end.
    fn take_block(&self, block: &mut Block) -> Result<Option<u64>> {
        let mut source = lock(&self.source);
        let read = source.blocks.next(block).with_context(|| self.task.file.name.to_owned())?;
        let order = source.taken;
        source.taken += 1;
        Ok(read.then_some(order))
    }

    /// Waits for the block's turn and adds its rows.
    fn hand_over(&self, order: u64, batch: &mut RowBatch, times: f64) -> Result<()> {
        let mut target = lock(&self.target);
        while target.next != order {
            if target.broken {
                return Err(anyhow!("{}: a reading thread broke down", self.task.file.name));
            }
            target = self.turn.wait(target).unwrap_or_else(PoisonError::into_inner);
        }
        if self.task.faults && !self.task.dialect.is_plain {
            target.intake.note_found(batch, &mut lock(&self.task.findings));
        }
        target.intake.append(0, batch, times);
        target.next += 1;
        self.turn.notify_all();
        Ok(())
    }
}

/// Takes blocks apart, one after the other.
struct BlockReader<'a> {
    layout: &'a CsvLayout,
    dialect: &'a Dialect,
    /// Whether what is out of shape is noted.
    notes_faults: bool,
    cells: Cells,
    filler: Filler<'a>,
}

impl BlockReader<'_> {
    /// Turns a block into a finished batch.
    fn read(&mut self, bytes: &[u8]) -> Result<()> {
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
        Ok(())
    }

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
