//! Counts what figures leave out, and tells the book.

use super::accounting::ColumnTrouble;
use super::unused::{Unused, UnusedKind};
use super::{Facts, Wanted};
use crate::dataset::Dataset;

impl Facts {
    /// Remembers a row of which a figure leaves something out.
    pub(super) fn leave_out(&mut self, row: usize, unused: Unused) {
        self.left_out.push((row as u32, unused));
    }

    /// Counts what the figures asked for leave out, and tells the book.
    pub(super) fn settle_left_out(&mut self, dataset: &Dataset, wanted: &Wanted) {
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.sort_unstable_by_key(|(row, _)| *row);
        for unused in Unused::ALL {
            let UnusedKind { figure, reason, table, column, told } = unused.kind();
            let rows: Vec<usize> =
                left_out.iter().filter(|(_, own)| *own == unused).map(|(row, _)| *row as usize).collect();
            if rows.is_empty() || !wanted.has_figure(figure) {
                continue;
            }
            self.count_unused(figure, reason, rows.len() as u64);
            if let Some((outcome, trouble)) = told.clone() {
                self.note(
                    dataset,
                    ColumnTrouble { table: *table, column, outcome, trouble },
                    rows.into_iter(),
                );
            }
        }
    }

    /// Counts values that a figure leaves out.
    pub(super) fn count_unused(&mut self, figure: &'static str, reason: &'static str, count: u64) {
        if count > 0 {
            *self.unused.entry(figure).or_default().entry(reason).or_default() += count;
        }
    }
}
