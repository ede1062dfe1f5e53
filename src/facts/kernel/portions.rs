//! Portions of conversations, worked out side by side: their facts are kept, or folded and dropped.

use super::dimensions::DimensionColumns;
use super::subject::Desk;
use super::Kernel;
use crate::facts::folded_away::FoldedAway;
use crate::facts::table::Amounts;
use crate::facts::{Facts, Grain};
use crate::threads::side_by_side;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Conversations that one thread works out before their facts are joined to the others, or folded.
const PORTION: usize = 1 << 14;

/// What one thread works with, kept from one portion to the next to spare allocations.
#[derive(Default)]
struct Bench {
    desk: Desk,
    facts: Facts,
    /// What is known of the portions that it folded.
    folded: FoldedAway,
}

/// What is known only when all conversations were gone through.
#[derive(Default)]
pub struct Told(Vec<Facts>);

impl Kernel<'_> {
    /// Portions are worked out side by side and joined in their order, into tables that never have to move.
    pub fn run(&self, threads: usize, facts: &mut Facts) {
        let (count, threads) = (self.rows.id.len(), threads.max(1));
        self.make_room(facts, count);
        let mut benches: Vec<Bench> = (0..threads).map(|_| Bench::default()).collect();
        for from in (0..count).step_by(PORTION * threads) {
            let mut portions = Vec::with_capacity(threads);
            for (at, bench) in benches.iter_mut().enumerate() {
                let first = from + at * PORTION;
                portions.push((first.min(count)..(first + PORTION).min(count), bench));
            }
            side_by_side(portions, |(portion, bench)| self.portion(portion, bench));
            for bench in &mut benches {
                facts.append(&mut bench.facts);
            }
        }
        facts.give_back_room();
    }

    /// Portions are worked out side by side, whichever comes next by whoever is free, and each is folded into the share
    /// of its thread; nothing depends on which that is.
    pub fn fold<T: Send>(
        &self,
        columns: &DimensionColumns,
        shares: &mut [T],
        fold: impl Fn(&Facts, u32, &mut T) + Sync,
    ) -> Told {
        let (count, next) = (self.rows.id.len(), AtomicUsize::new(0));
        let mut benches: Vec<Bench> = shares.iter().map(|_| Bench::default()).collect();
        side_by_side(benches.iter_mut().zip(shares).collect(), |(bench, share)| loop {
            let first = next.fetch_add(PORTION, Ordering::Relaxed);
            if first >= count {
                break;
            }
            let portion = first..(first + PORTION).min(count);
            self.portion(portion.clone(), bench);
            columns.copy(portion, &mut bench.facts);
            bench.facts.rebase(first as u32);
            fold(&bench.facts, first as u32, share);
            bench.folded.note(&bench.facts, self.wanted);
            bench.facts.drop_rows();
        });
        let hand_over = |bench: Bench| Facts { folded: bench.folded, ..bench.facts };
        Told(benches.into_iter().map(hand_over).collect())
    }

    fn portion(&self, conversations: Range<usize>, bench: &mut Bench) {
        for row in conversations {
            if self.rows.is_used(row) {
                self.conversation(row, &mut bench.desk, &mut bench.facts);
            } else {
                bench.facts.conversations.push_unused();
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
    fn drop_rows(&mut self) {
        self.clear_tables();
        self.sources.clear();
        self.tags = Default::default();
        self.touches.clear();
        self.placed_by_date.clear();
    }

    /// Adds what is known of conversations that were folded.
    pub(super) fn hear(&mut self, told: Told) {
        for mut other in told.0 {
            self.left_out.append(&mut other.left_out);
            for (kind, count) in other.derivation {
                *self.derivation.entry(kind).or_default() += count;
            }
            self.folded.add(other.folded);
        }
    }
}
