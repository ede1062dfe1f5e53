//! Counts what figures leave out, and tells the book.

use super::accounting::{spot, ColumnTrouble};
use super::unused::{Unused, UnusedKind};
use super::{Facts, Wanted};
use crate::account::counts::grow;
use crate::account::{keep_earliest, Spot, EXAMPLES};
use crate::dataset::Dataset;
use crate::fitting::numbered;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows of one kind of which a figure leaves something out.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct LeftOutCases {
    /// How many.
    count: u64,
    /// Where the first of them stand; none where people were told when they were read.
    spots: Vec<Spot>,
}

impl LeftOutCases {
    /// Calls a file otherwise.
    pub(super) fn rename(&mut self, file: &str, name: &str) {
        self.spots.iter_mut().for_each(|spot| spot.rename(file, name));
    }
}

impl Facts {
    /// Remembers a row of which a figure leaves something out.
    pub(super) fn leave_out(&mut self, row: usize, unused: Unused) {
        self.left_out.push((numbered(row), unused));
    }

    /// Finds out where the rows stand, while the dataset is at hand.
    pub(super) fn tell_left_out(&mut self, dataset: &Dataset) {
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.sort_unstable_by_key(|(row, _)| *row);
        for (row, unused) in left_out {
            let UnusedKind { table, told, .. } = unused.kind();
            let cases = self.left_out_cases.entry(unused).or_default();
            cases.count += 1;
            if told.is_some() && cases.spots.len() < EXAMPLES {
                cases.spots.push(spot(dataset, *table, row as usize));
            }
        }
    }

    /// Adds rows that were told elsewhere; `files` are in their order.
    pub(super) fn add_left_out(&mut self, others: &BTreeMap<Unused, LeftOutCases>, files: &[String]) {
        for (&unused, others) in others {
            let cases = self.left_out_cases.entry(unused).or_default();
            grow(&mut cases.count, others.count);
            keep_earliest(&mut cases.spots, others.spots.iter().cloned(), files);
        }
    }

    /// Counts what the figures asked for leave out, and tells the book.
    pub(super) fn count_left_out(&mut self, wanted: &Wanted) {
        for (unused, LeftOutCases { count, spots }) in std::mem::take(&mut self.left_out_cases) {
            let UnusedKind { figure, reason, table, column, told } = unused.kind();
            if !wanted.has_figure(figure) {
                continue;
            }
            self.count_unused(figure, reason, count);
            if let Some((outcome, trouble)) = told.clone() {
                let trouble = ColumnTrouble { table: *table, column, outcome, trouble };
                self.book.problems.note(trouble.into_kind(), count, spots);
            }
        }
    }

    /// Counts values that a figure leaves out.
    pub(super) fn count_unused(&mut self, figure: &'static str, reason: &'static str, count: u64) {
        if count > 0 {
            grow(self.unused.entry(figure).or_default().entry(reason).or_default(), count);
        }
    }
}
