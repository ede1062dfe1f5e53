//! Folding: the chosen rows of one fact table become one figure a group.

mod counts;
mod figure;
mod grouped;
mod values;

pub use figure::Figure;

use super::definition::{Calculation, Fold};
use super::select::{Batch, Selection};
use crate::facts::Facts;
use grouped::GroupedRows;
use values::FactValues;

/// The figures of every group met so far, in the order of the figures asked for.
pub struct GroupFigures {
    /// One list a group.
    pub groups: Vec<Vec<Figure>>,
    /// The figures of a group without rows.
    empty: Vec<Figure>,
}

impl GroupFigures {
    /// No group yet; one that has no rows gets the empty figures.
    pub fn new(empty: &[Figure]) -> GroupFigures {
        GroupFigures { groups: Vec::new(), empty: empty.to_vec() }
    }

    /// Makes room for that many groups.
    pub fn make_room(&mut self, groups: usize) {
        self.groups.resize(groups, self.empty.clone());
    }

    /// Folds the chosen rows of one batch, for whose groups there is room.
    ///
    /// What only counts flags is counted in one pass over the rows for all figures together. Everything else looks
    /// at the rows group by group, so they are brought into that order once.
    pub fn fold(&mut self, facts: &Facts, batch: &Batch, chosen: Selection) {
        if chosen.rows.is_empty() {
            return;
        }
        counts::count((batch.grain.table().held)(facts), &chosen, &batch.kpis, &mut self.groups);
        if batch.kpis.iter().all(|(_, kpi)| counts::is_counted(kpi)) {
            return;
        }
        let rows = GroupedRows::new(chosen, self.groups.len());
        for (place, kpi) in &batch.kpis {
            let Calculation::Fold { among, fold, .. } = &kpi.calculation else { continue };
            let values = FactValues { facts, grain: batch.grain, among, rows: &rows };
            let figures = match fold {
                Fold::Count | Fold::Share(_) => continue,
                Fold::Duration(measure) => values.durations(measure),
                Fold::Mean(measure) => values.means(measure),
                Fold::Sum(measure) | Fold::Stock(measure) => values.sums(measure),
                Fold::PerValue(split, measure) => values.sums_of(split, kpi.value, measure),
                Fold::Distinct(dimension) => values.distinct(Some(dimension)),
                Fold::DistinctConversations => values.distinct(None),
                Fold::Repeated(dimension) => values.repeated(dimension),
            };
            for (group, figure) in figures {
                self.groups[group][*place] = figure;
            }
        }
    }
}
