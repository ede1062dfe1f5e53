//! Trouble with rows, as data: grouped by what is wrong, counted, with the first places kept.

use std::collections::BTreeMap;

/// What became of the row or value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The row could not be used.
    Rejected,
    /// The row was used after something was put right or chosen, or without a value that could not be read.
    Repaired,
    /// Neither used nor wrong: preamble, blank and footer lines, files of another kind.
    SetAside,
    /// Used as it is; worth a word (an unknown channel, columns nobody knows).
    Noted,
}

/// One kind of trouble in one column of one table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// What became of it.
    pub outcome: Outcome,
    /// Canonical table, empty where none is known.
    pub table: &'static str,
    /// Column as the file calls it, empty where no single one is at fault.
    pub column: String,
    /// What is wrong and what to do, in one line without the place: `not an instant; write it as 2026-03-01T09:00:00Z`.
    pub what: String,
}

/// Where it was seen, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Display name of the file.
    pub file: String,
    /// Line or record number, from 1 (the header is a line too); 0 for the file as a whole.
    pub row: u64,
    /// The value as found, cut to 60 characters, only where it is no personal data.
    pub value: Option<String>,
}

/// All trouble of a run, by kind.
#[derive(Debug, Default, Clone)]
pub struct Problems {
    kinds: BTreeMap<Kind, (u64, Vec<Place>)>,
}

/// Places kept of each kind.
const KEPT: usize = 3;

impl Problems {
    /// Notes one more case; the earliest places by order of noting are kept.
    pub fn note(&mut self, kind: Kind, place: Place) {
        let (count, places) = self.kinds.entry(kind).or_default();
        *count += 1;
        if places.len() < KEPT {
            places.push(place);
        }
    }

    /// Notes `count` more cases, of which the first `places` are known.
    pub fn note_many(&mut self, kind: Kind, count: u64, places: impl Iterator<Item = Place>) {
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
    pub fn iter(&self) -> impl Iterator<Item = (&Kind, u64, &[Place])> {
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
