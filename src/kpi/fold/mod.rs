//! Folding: the chosen rows of any number of portions become one figure a group.

mod code_marks;
mod counts;
mod figure;
mod folded_figure;
mod grouped;
mod values;

pub use figure::Figure;

use super::asked::Asked;
use super::axis::{Axis, AxisCodes, Classes, Key};
use super::select::{batches, select, Groups, RowChoice, Selection, View};
use crate::threads::side_by_side_on;
use counts::FlagCounts;
use folded_figure::FoldedFigure;
use std::ops::Range;
use values::{ChosenRows, GatheredFigure};

/// What figures come to so far. Tallies of different conversations add up, in any order.
pub struct Tally {
    groups: Groups,
    batches: Vec<BatchTally>,
    empty: Vec<Figure>,
    /// The rows chosen last.
    selection: Selection,
}

/// Figures that are gathered at once.
#[derive(Clone, Copy)]
pub struct Round {
    /// Which round it is.
    pub number: usize,
    /// So many figures made of values are gathered in each.
    pub at_once: usize,
}

impl Round {
    /// The only round: all figures at once.
    pub const WHOLE: Round = Round { number: 0, at_once: usize::MAX };

    /// The numbers of its figures among those that are gathered.
    fn figures(self) -> Range<usize> {
        let first = self.number.saturating_mul(self.at_once);
        first..first.saturating_add(self.at_once)
    }
}

/// The figures of a run of groups: bucket and axes. Groups may be millions, so they stand as what they were folded to, and
/// those of a group are put together when somebody looks at it.
pub struct GroupFigures {
    /// The groups met.
    pub keys: Vec<Key>,
    counts: Vec<FlagCounts>,
    /// Each with its place among the figures asked for.
    gathered: Vec<(usize, FoldedFigure)>,
    empty: Vec<Figure>,
}

impl GroupFigures {
    /// The figures of the group of that number, in the order of those asked for.
    pub fn of(&self, group: usize) -> Vec<Figure> {
        let mut figures = self.empty.clone();
        for counts in &self.counts {
            counts.write(group, &mut figures);
        }
        for (place, column) in &self.gathered {
            if let Some(figure) = column.get(group) {
                figures[*place] = figure;
            }
        }
        figures
    }

    /// Adds the figures of the same groups that came in a later round.
    pub fn extend(&mut self, later: GroupFigures) {
        self.gathered.extend(later.gathered);
    }

    /// The whole number of a figure that is gathered and not counted; 0 where a group has none.
    pub fn gathered_count(&self, group: usize, place: usize) -> i64 {
        let column = self.gathered.iter().find(|(other, _)| *other == place);
        column.and_then(|(_, column)| column.get(group)).map_or(0, |figure| figure.count())
    }
}

/// The figures that are made from the same rows.
struct BatchTally {
    source: RowChoice,
    counts: FlagCounts,
    gathered: Vec<GatheredFigure>,
}

impl Tally {
    /// How many rounds figures take of which so many that are made of values are gathered at once.
    pub fn rounds(figures: &[Asked], at_once: usize) -> usize {
        let all: usize = Tally::of_round(figures, Round::WHOLE, &[])
            .batches
            .iter()
            .map(|batch| batch.gathered.len())
            .sum();
        all.div_ceil(at_once).max(1)
    }

    /// Nothing yet of the figures of a round: the first counts flags as well, and meets all groups; later ones are told
    /// these.
    pub fn of_round(figures: &[Asked], round: Round, met: &[Key]) -> Tally {
        let (is_first, own) = (round.number == 0, round.figures());
        let (mut tallies, mut number) = (Vec::new(), 0);
        for batch in batches(figures) {
            let counts = FlagCounts::new(if is_first { &batch.kpis } else { &[] });
            let mut gathered: Vec<GatheredFigure> = Vec::new();
            for figure in batch.kpis.iter().filter_map(|(place, kpi)| GatheredFigure::new(*place, *kpi)) {
                if !gathered.iter_mut().any(|own| own.take(&figure)) {
                    gathered.push(figure);
                }
            }
            let first = number;
            number += gathered.len();
            let gathered = gathered.into_iter().zip(first..).filter(|(_, number)| own.contains(number));
            let gathered: Vec<GatheredFigure> = gathered.map(|(figure, _)| figure).collect();
            if is_first || !gathered.is_empty() {
                tallies.push(BatchTally { source: batch.source, counts, gathered });
            }
        }
        let mut groups = Groups::default();
        for &key in met {
            groups.number(key);
        }
        let empty = figures.iter().map(|kpi| Figure::none(kpi)).collect();
        Tally { groups, batches: tallies, empty, selection: Selection::default() }
    }

    /// Folds the rows that count of more facts, before which there were so many conversations.
    ///
    /// What only counts flags is counted in one pass over the rows for all figures together.
    pub fn add(&mut self, view: &View, axes: &[Axis], before: u32) {
        let facts = view.facts;
        let classes: Vec<Option<Classes>> = axes.iter().map(|axis| axis.classes(facts)).collect();
        let axes = axes.iter().zip(&classes);
        let axes: Vec<AxisCodes> = axes.map(|(axis, classes)| axis.codes(facts, classes.as_ref())).collect();
        for batch in &mut self.batches {
            let selection = &mut self.selection;
            select(batch.source, view, (&axes, &mut self.groups), selection);
            if selection.rows.is_empty() {
                continue;
            }
            let (table, groups) = (batch.source.grain.table(), self.groups.keys.len());
            batch.counts.add((table.held)(facts), selection, groups);
            let rows = ChosenRows { facts, table, selection, before };
            for gathered in &mut batch.gathered {
                gathered.add(&rows, groups);
            }
        }
    }

    /// What all came to, with other tallies of the same figures: as many figures at once as there are tallies, so that the
    /// values of no more stand there twice.
    pub fn finish(mut self, others: Vec<Tally>) -> GroupFigures {
        let mut rest = Vec::with_capacity(others.len());
        for other in others {
            let numbers: Vec<u32> = other.groups.keys.iter().map(|&key| self.groups.number(key)).collect();
            rest.push((numbers, other.batches.into_iter()));
        }
        let (groups, threads) = (self.groups.keys.len(), rest.len() + 1);
        let (mut counts, mut jobs) = (Vec::new(), Vec::new());
        for mut batch in self.batches {
            let mut more = Vec::with_capacity(rest.len());
            for (numbers, batches) in &mut rest {
                let other = batches.next();
                other.iter().for_each(|other| batch.counts.merge(&other.counts, numbers, groups));
                more.push(other.into_iter().flat_map(|other| other.gathered));
            }
            counts.push(batch.counts);
            for gathered in batch.gathered {
                jobs.push((gathered, more.iter_mut().map(Iterator::next).collect::<Vec<_>>()));
            }
        }
        let gathered = side_by_side_on(threads, jobs, |(mut gathered, others)| {
            for ((numbers, _), other) in rest.iter().zip(others) {
                other.into_iter().for_each(|other| gathered.merge(other, numbers, groups));
            }
            gathered.finish(groups)
        });
        let gathered = gathered.into_iter().flatten().collect();
        GroupFigures { keys: self.groups.keys, counts, gathered, empty: self.empty }
    }
}
