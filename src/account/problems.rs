//! Trouble with rows, as data: grouped by what is wrong, counted, with the first places kept.

use super::kind::{Outcome, ProblemKind, Spot};
use std::collections::BTreeMap;

/// All trouble of a run, by kind.
#[derive(Debug, Default, Clone)]
pub struct Problems {
    kinds: BTreeMap<ProblemKind, (u64, Vec<Spot>)>,
}

/// Places kept of each kind.
const KEPT: usize = 3;

impl Problems {
    /// Notes one more case; the earliest places by order of noting are kept.
    pub fn note(&mut self, kind: ProblemKind, place: Spot) {
        let (count, places) = self.kinds.entry(kind).or_default();
        *count += 1;
        if places.len() < KEPT {
            places.push(place);
        }
    }

    /// Notes `count` more cases, of which the first `places` are known.
    pub fn note_many(&mut self, kind: ProblemKind, count: u64, places: impl Iterator<Item = Spot>) {
        let entry = self.kinds.entry(kind).or_default();
        entry.0 += count;
        let room = KEPT - entry.1.len().min(KEPT);
        entry.1.extend(places.take(room));
    }

    /// Adds all of `later` behind the own ones.
    pub fn append(&mut self, later: Problems) {
        for (kind, (count, places)) in later.kinds {
            let entry = self.kinds.entry(kind).or_default();
            entry.0 += count;
            let room = KEPT - entry.1.len().min(KEPT);
            entry.1.extend(places.into_iter().take(room));
        }
    }

    /// Every kind with its count and first places, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&ProblemKind, u64, &[Spot])> {
        self.kinds.iter().map(|(kind, (count, places))| (kind, *count, places.as_slice()))
    }

    /// How many cases ended that way, by table.
    pub fn count(&self, outcome: Outcome) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for (kind, count, _) in self.iter().filter(|(kind, ..)| kind.outcome == outcome) {
            *counts.entry(kind.table).or_default() += count;
        }
        counts
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}
