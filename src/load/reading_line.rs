//! Blocks of one file taken apart by several threads side by side, their rows put in order again.

use super::batch::RowBatch;
use super::intake::Intake;
use crate::source::blocks::{Block, CutsBlocks};
use crate::source::json::ReadSoFar;
use crate::threads::lock;
use anyhow::{anyhow, Context, Result};
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::Builder;

/// Turns blocks into finished batches.
pub trait BlockReader {
    /// Reads a block; `false`: it holds what this reader does not understand, and nothing of it or behind it is read.
    ///
    /// # Errors
    /// If the file can't be read on.
    fn read(&mut self, bytes: &[u8]) -> Result<bool>;

    /// The rows of the block read last.
    fn batch(&mut self) -> &mut RowBatch;

    /// How much the block read last held, where somebody wants to know.
    fn amount(&self) -> ReadSoFar {
        ReadSoFar::default()
    }
}

/// What the threads share.
pub struct ReadingLine<'a, C> {
    name: &'a str,
    /// Bytes of the file, if that is known.
    length: Option<u64>,
    source: Mutex<BlockSource<C>>,
    target: Mutex<RowTarget<'a>>,
    turn: Condvar,
}

struct BlockSource<C> {
    cutter: C,
    taken: u64,
}

struct RowTarget<'a> {
    intake: Intake<'a>,
    /// The block whose rows come next.
    next: u64,
    /// A thread broke down: its block will never come.
    broken: bool,
    /// The first block that was not understood and those behind it that had been taken by then.
    unread: BTreeMap<u64, Vec<u8>>,
    read: ReadSoFar,
}

/// Where rows are told what else is known of them, when their turn has come.
type Settle<'s> = &'s (dyn Fn(&mut Intake, &mut RowBatch) + Sync);

/// What is left when all threads have ended.
pub struct ReadLine<'a, C> {
    /// What cut the file.
    pub cutter: C,
    /// Where the rows went.
    pub intake: Intake<'a>,
    /// What was taken and not read.
    pub unread: Vec<u8>,
    /// How much was read.
    pub read: ReadSoFar,
}

/// Tells the others when its thread breaks down.
struct BreakdownWatch<'a, 'b, C>(&'b ReadingLine<'a, C>);

impl<C> Drop for BreakdownWatch<'_, '_, C> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.target).broken = true;
            self.0.turn.notify_all();
        }
    }
}

impl<'a, C: CutsBlocks + Send> ReadingLine<'a, C> {
    /// A line for the blocks of a file of that name and length.
    pub fn new(name: &'a str, length: Option<u64>, cutter: C, intake: Intake<'a>) -> Self {
        let target =
            RowTarget { intake, next: 0, broken: false, unread: BTreeMap::new(), read: ReadSoFar::default() };
        let source = BlockSource { cutter, taken: 0 };
        ReadingLine {
            name,
            length,
            source: Mutex::new(source),
            target: Mutex::new(target),
            turn: Condvar::new(),
        }
    }

    /// Reads all blocks with so many threads, a reader each.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn run<R: BlockReader>(
        self,
        threads: usize,
        begin: impl Fn() -> R + Sync,
        settle: Settle,
    ) -> Result<ReadLine<'a, C>> {
        let work = || self.work(begin(), settle);
        if threads <= 1 {
            work()?;
        } else {
            std::thread::scope(|scope| {
                let start = |_| Builder::new().spawn_scoped(scope, work).ok();
                let workers: Vec<_> = (1..threads).map_while(start).collect();
                let mut all = work();
                for worker in workers {
                    let one = worker.join().unwrap_or_else(|_| Err(anyhow!("a reading thread broke down")));
                    all = all.and(one);
                }
                all
            })?;
        }
        let cutter = self.source.into_inner().unwrap_or_else(PoisonError::into_inner).cutter;
        let RowTarget { intake, unread, read, .. } =
            self.target.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(ReadLine { cutter, intake, unread: unread.into_values().collect::<Vec<_>>().concat(), read })
    }

    /// Takes one block after the other until there is none.
    fn work<R: BlockReader>(&self, mut reader: R, settle: Settle) -> Result<()> {
        let _watch = BreakdownWatch(self);
        let mut block = Block::default();
        while let Some(order) = self.take_block(&mut block)? {
            let is_read = reader.read(block.bytes())?;
            self.hand_over(order, (is_read, &block), (&mut reader, settle))?;
            reader.batch().clear();
            if !is_read {
                break;
            }
        }
        Ok(())
    }

    /// Reads the next block and gives its place in the file; `None` at the end, or behind a block that was not read.
    fn take_block(&self, block: &mut Block) -> Result<Option<u64>> {
        let mut source = lock(&self.source);
        if !lock(&self.target).unread.is_empty() {
            return Ok(None);
        }
        let read = source.cutter.next(block).with_context(|| self.name.to_owned())?;
        let order = source.taken;
        source.taken += 1;
        Ok(read.then_some(order))
    }

    /// Waits for the block's turn and adds its rows.
    fn hand_over<R: BlockReader>(
        &self,
        order: u64,
        (is_read, block): (bool, &Block),
        (reader, settle): (&mut R, Settle),
    ) -> Result<()> {
        let mut target = lock(&self.target);
        while target.next != order {
            if target.broken {
                return Err(anyhow!("{}: a reading thread broke down", self.name));
            }
            target = self.turn.wait(target).unwrap_or_else(PoisonError::into_inner);
        }
        if is_read && target.unread.is_empty() {
            // The first block of a file tells how many rows all of it will have, and one in a hundred more.
            let times = match self.length {
                Some(length) if order == 0 => length as f64 / block.bytes().len() as f64 * 1.01,
                _ => 0.0,
            };
            target.read.add(reader.amount());
            settle(&mut target.intake, reader.batch());
            target.intake.append(0, reader.batch(), times);
        } else {
            target.unread.insert(order, block.bytes().to_vec());
        }
        target.next += 1;
        self.turn.notify_all();
        Ok(target.intake.check_room()?)
    }
}
