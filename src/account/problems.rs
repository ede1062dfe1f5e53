//! Trouble with rows, as data: grouped by what is wrong, counted, with the first places kept.

use super::counts::grow;
use super::kind::{Outcome, ProblemKind, Spot};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Examples kept of each kind.
pub const EXAMPLES: usize = 3;

/// One kind of trouble, and how much of it there was.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// What kind.
    pub kind: &'a ProblemKind,
    /// How many cases: values, or rows where no single value is at fault.
    pub cases: u64,
    /// The first of them.
    pub spots: &'a [Spot],
}

/// All trouble of a run, by kind.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(ProblemKind, ProblemCases)>", into = "Vec<(ProblemKind, ProblemCases)>")]
pub struct Problems {
    kinds: BTreeMap<ProblemKind, ProblemCases>,
}

#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct ProblemCases {
    count: u64,
    spots: Vec<Spot>,
}

impl From<Problems> for Vec<(ProblemKind, ProblemCases)> {
    fn from(problems: Problems) -> Self {
        problems.kinds.into_iter().collect()
    }
}

impl From<Vec<(ProblemKind, ProblemCases)>> for Problems {
    fn from(kinds: Vec<(ProblemKind, ProblemCases)>) -> Problems {
        Problems { kinds: kinds.into_iter().collect() }
    }
}

/// Adds places of other rows, some perhaps of the same files, and keeps the earliest: of a file that comes first those of
/// its first rows. `files` are in their order; others come behind them as they are met.
pub fn keep_earliest(spots: &mut Vec<Spot>, others: impl IntoIterator<Item = Spot>, files: &[String]) {
    spots.extend(others);
    let met: Vec<String> = spots.iter().map(|spot| spot.file.clone()).collect();
    let place = |file: &str| files.iter().chain(&met).position(|own| own == file);
    spots.sort_by_key(|spot| (place(&spot.file), spot.row));
    spots.truncate(EXAMPLES);
}

impl Problems {
    /// Notes `count` more cases, of which the first `spots` are known; the earliest by order of noting are kept.
    pub fn note(&mut self, kind: ProblemKind, count: u64, spots: impl IntoIterator<Item = Spot>) {
        let cases = self.kinds.entry(kind).or_default();
        grow(&mut cases.count, count);
        let room = EXAMPLES.saturating_sub(cases.spots.len());
        cases.spots.extend(spots.into_iter().take(room));
    }

    /// Adds all of `later` behind the own ones.
    pub fn append(&mut self, later: Problems) {
        for (kind, cases) in later.kinds {
            self.note(kind, cases.count, cases.spots);
        }
    }

    /// Adds those of other rows, some perhaps of the same files; the earliest places by the order of `files` are kept.
    pub fn unite(&mut self, others: Problems, files: &[String]) {
        for (kind, others) in others.kinds {
            let cases = self.kinds.entry(kind).or_default();
            grow(&mut cases.count, others.count);
            keep_earliest(&mut cases.spots, others.spots, files);
        }
    }

    /// Calls a file otherwise.
    pub fn rename(&mut self, file: &str, name: &str) {
        let spots = self.kinds.values_mut().flat_map(|cases| &mut cases.spots);
        spots.for_each(|spot| spot.rename(file, name));
    }

    /// Forgets the tables that are not meant; trouble with none stays.
    pub fn retain(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.kinds.retain(|kind, _| is_meant(kind.table));
    }

    /// Every kind, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Problem<'_>> {
        self.kinds.iter().map(|(kind, cases)| Problem { kind, cases: cases.count, spots: &cases.spots })
    }

    /// The kinds that ended that way, those with most cases first.
    pub fn loudest(&self, outcome: Outcome) -> Vec<Problem<'_>> {
        let mut problems: Vec<Problem> = self.ended(outcome).collect();
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.cases));
        problems
    }

    /// The kinds that ended that way.
    pub fn ended(&self, outcome: Outcome) -> impl Iterator<Item = Problem<'_>> {
        self.iter().filter(move |problem| problem.kind.outcome == outcome)
    }
}
