//! Portions of conversations, worked out side by side: their facts are kept, or folded and dropped.

use super::dimensions::DimensionColumns;
use super::subject::Desk;
use super::Kernel;
use crate::facts::folded_away::FoldedAway;
use crate::facts::table::Amounts;
use crate::facts::{Facts, Grain, Wanted};
use crate::fitting::numbered;
use crate::threads::side_by_side;
use anyhow::Result;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Conversations that one thread works out before their facts are joined to the others, or folded.
const PORTION: usize = 1 << 14;

/// Conversations whose facts are had portion by portion.
pub trait Portions: Sync {
    /// What a portion is worked out with.
    type Desk: Default + Send;

    /// How many portions there are.
    fn count(&self) -> usize;

    /// The number of conversations before a portion.
    fn before(&self, portion: usize) -> u32;

    /// Puts the facts of a portion into empty ones; places of conversations count from its first.
    ///
    /// # Errors
    /// If they can't be read.
    fn make(&self, portion: usize, desk: &mut Self::Desk, facts: &mut Facts) -> Result<()>;
}

/// What one thread works with, kept from one portion to the next to spare allocations.
#[derive(Default)]
struct Bench<D> {
    desk: D,
    facts: Facts,
    /// What is known of the portions that it folded.
    folded: FoldedAway,
}

/// What is known only when all conversations were gone through.
#[derive(Default)]
pub struct Told(Vec<Facts>);

/// Portions are had side by side, whichever comes next by whoever is free, and each is folded into the share of its
/// thread; nothing depends on which that is.
///
/// # Errors
/// As [`Portions::make`].
pub fn fold_portions<P: Portions, T: Send>(
    portions: &P,
    wanted: &Wanted,
    shares: &mut [T],
    fold: impl Fn(&Facts, u32, &mut T) + Sync,
) -> Result<Told> {
    let next = AtomicUsize::new(0);
    let benches: Vec<Bench<P::Desk>> = shares.iter().map(|_| Bench::default()).collect();
    let jobs = benches.into_iter().zip(shares).collect();
    let done = side_by_side(jobs, |(mut bench, share)| -> Result<Facts> {
        loop {
            let portion = next.fetch_add(1, Ordering::Relaxed);
            if portion >= portions.count() {
                return Ok(Facts { folded: bench.folded, ..bench.facts });
            }
            portions.make(portion, &mut bench.desk, &mut bench.facts)?;
            fold(&bench.facts, portions.before(portion), share);
            bench.folded.note(&bench.facts, wanted);
            bench.facts.drop_rows();
        }
    });
    Ok(Told(done.into_iter().collect::<Result<_>>()?))
}

/// The portions of a dataset.
pub struct KernelPortions<'a> {
    /// What makes the facts.
    pub kernel: &'a Kernel<'a>,
    /// What stands beside them.
    pub columns: &'a DimensionColumns<'a>,
}

impl Portions for KernelPortions<'_> {
    type Desk = Desk;

    fn count(&self) -> usize {
        self.kernel.rows.id.len().div_ceil(PORTION)
    }

    fn before(&self, portion: usize) -> u32 {
        numbered(portion * PORTION)
    }

    fn make(&self, portion: usize, desk: &mut Desk, facts: &mut Facts) -> Result<()> {
        let first = portion * PORTION;
        let rows = first..(first + PORTION).min(self.kernel.rows.id.len());
        self.kernel.portion(rows.clone(), desk, facts);
        self.columns.copy(rows, facts);
        facts.move_places(numbered(first), 0);
        Ok(())
    }
}

impl Kernel<'_> {
    /// Portions are worked out side by side and joined in their order, into tables that never have to move.
    pub fn run(&self, threads: usize, facts: &mut Facts) {
        let (count, threads) = (self.rows.id.len(), threads.max(1));
        self.make_room(facts, count);
        let mut benches: Vec<Bench<Desk>> = (0..threads).map(|_| Bench::default()).collect();
        for from in (0..count).step_by(PORTION * threads) {
            let mut portions = Vec::with_capacity(threads);
            for (at, bench) in benches.iter_mut().enumerate() {
                let first = from + at * PORTION;
                portions.push((first.min(count)..(first + PORTION).min(count), bench));
            }
            side_by_side(portions, |(portion, bench)| {
                self.portion(portion, &mut bench.desk, &mut bench.facts)
            });
            for bench in &mut benches {
                facts.append(&mut bench.facts);
            }
        }
        facts.give_back_room();
    }

    fn portion(&self, conversations: Range<usize>, desk: &mut Desk, facts: &mut Facts) {
        for row in conversations {
            if self.rows.is_used(row) {
                self.conversation(row, desk, facts);
            } else {
                facts.conversations.push_unused();
            }
        }
    }

    /// Room for all there can be: what is not used costs nothing, and nothing has to move while tables grow.
    fn make_room(&self, facts: &mut Facts, conversations: usize) {
        let amounts = Amounts { conversations, messages: self.messages.len() };
        for grain in self.wanted.grains.iter().chain([Grain::Conversation]) {
            facts.reserve(grain, (grain.table().room)(&amounts));
        }
    }
}

impl Facts {
    /// Drops the rows of a portion that was folded; what they were derived from and left out stays.
    pub fn drop_rows(&mut self) {
        self.clear_tables();
        self.sources.clear();
        self.tags = Default::default();
        self.touches.clear();
        self.placed_by_date.clear();
    }

    /// Adds what is known of conversations that were folded.
    pub(in crate::facts) fn hear(&mut self, told: Told) {
        for mut other in told.0 {
            self.left_out.append(&mut other.left_out);
            for (kind, count) in other.derivation {
                *self.derivation.entry(kind).or_default() += count;
            }
            self.folded.add(other.folded);
        }
    }
}
