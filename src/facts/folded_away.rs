//! What is still known of fact rows that were folded into figures and dropped.

use super::{Facts, Grain, Moment, Wanted, MISSING, UNDATED};
use crate::dataset::PassedOver;
use std::collections::BTreeMap;

/// What is known of rows that are gone.
#[derive(Default)]
pub struct FoldedAway {
    /// First and last instant of each kind.
    covered: BTreeMap<Grain, (i64, i64)>,
    /// How many rows each moment placed by a date without a time of day.
    dates: BTreeMap<(Grain, &'static str), usize>,
}

impl FoldedAway {
    /// Notes rows that go.
    pub(super) fn note(&mut self, facts: &Facts, wanted: &Wanted) {
        for grain in wanted.grains.iter().chain([Grain::Conversation]) {
            if let Some(range) = range((grain.table().at)(facts)) {
                self.widen(grain, range);
            }
        }
        for (&moment, dates) in &facts.placed_by_date {
            *self.dates.entry(moment).or_default() += dates.rows().count();
        }
    }

    /// Adds what is known of other rows.
    pub(super) fn add(&mut self, other: FoldedAway) {
        for (grain, range) in other.covered {
            self.widen(grain, range);
        }
        self.count_dates(other.dates.into_iter());
    }

    /// Adds how many rows moments placed by a date without a time of day.
    pub(super) fn count_dates(&mut self, dates: impl Iterator<Item = ((Grain, &'static str), usize)>) {
        for (moment, count) in dates {
            *self.dates.entry(moment).or_default() += count;
        }
    }

    /// Adds what is known of conversations that were not read.
    pub(super) fn pass_over(&mut self, passed_over: &PassedOver) {
        for &range in passed_over.created.values() {
            self.widen(Grain::Conversation, range);
        }
    }

    pub(super) fn widen(&mut self, grain: Grain, (first, last): (i64, i64)) {
        let own = self.covered.entry(grain).or_insert((first, last));
        *own = (own.0.min(first), own.1.max(last));
    }
}

impl Facts {
    /// First and last instant of a kind of fact, of rows at hand and rows folded away.
    pub fn covered(&self, grain: Grain) -> Option<(i64, i64)> {
        let (here, gone) = (range((grain.table().at)(self)), self.folded.covered.get(&grain).copied());
        match (here, gone) {
            (Some(here), Some(gone)) => Some((here.0.min(gone.0), here.1.max(gone.1))),
            (here, gone) => here.or(gone),
        }
    }

    /// How many rows a moment places by a date without a time of day, at hand or folded away.
    pub fn count_dates(&self, moment: &Moment) -> usize {
        let here = self.dates_of(moment).map_or(0, |dates| dates.rows().count());
        here + self.folded.dates.get(&(moment.of, moment.name)).copied().unwrap_or(0)
    }
}

/// The least and the greatest of some instants.
fn range(instants: &[i64]) -> Option<(i64, i64)> {
    let known = instants.iter().filter(|at| **at != MISSING && **at != UNDATED);
    let range = known.fold((i64::MAX, i64::MIN), |(first, last), &at| (first.min(at), last.max(at)));
    (range.0 <= range.1).then_some(range)
}
