//! Sums, durations, means and distinct values, gathered from the chosen rows of any number of portions.

use super::folded_figure::{FoldedFigure, KnownFigures};
use super::grouped::Grouped;
use super::Figure;
use crate::facts::dimension::DimensionCodes;
use crate::facts::table::FactTable;
use crate::facts::{Facts, Flag, MISSING, NONE, NUMBER_SCALE};
use crate::kpi::asked::Asked;
use crate::kpi::definition::{Calculation, Fold};
use crate::kpi::select::Selection;

/// What one figure that is no count of flags needs of the rows so far.
pub struct GatheredFigure {
    /// Its place among the figures asked for.
    pub place: usize,
    kpi: Asked,
    values: GatheredValues,
}

enum GatheredValues {
    /// Durations in milliseconds: those under 50 days, which nearly all are, in half the room.
    Durations { short: Grouped<u32>, long: Grouped<i64> },
    /// Sum and number of the known values of each group.
    Sums(Vec<Sum>),
    /// Codes, or places of conversations.
    Codes(Grouped<u32>),
}

/// The known values of one group.
#[derive(Default, Clone, Copy)]
struct Sum {
    /// In ten-thousandths.
    sum: i128,
    /// How many.
    n: i64,
}

/// The chosen rows of one portion.
pub struct ChosenRows<'a> {
    /// The facts they stand in.
    pub facts: &'a Facts,
    /// Their fact table.
    pub table: &'static FactTable,
    /// Which rows, and the group of each.
    pub selection: &'a Selection,
    /// How many conversations all portions before this one have.
    pub before: u32,
}

impl GatheredFigure {
    /// Nothing yet; `None` for a figure that is a matter of counting flags alone.
    pub fn new(place: usize, kpi: Asked) -> Option<GatheredFigure> {
        let Calculation::Fold { fold, .. } = &kpi.calculation else { return None };
        let values = match fold {
            Fold::Count | Fold::Share(_) => return None,
            Fold::Duration(_) => {
                GatheredValues::Durations { short: Grouped::default(), long: Grouped::default() }
            }
            Fold::Sum(_) | Fold::Mean(_) | Fold::Stock(_) | Fold::PerValue(..) => {
                GatheredValues::Sums(Vec::new())
            }
            Fold::Distinct(_) | Fold::DistinctConversations | Fold::Repeated(_) => {
                GatheredValues::Codes(Grouped::default())
            }
        };
        Some(GatheredFigure { place, kpi, values })
    }

    /// Gathers from more rows.
    pub fn add(&mut self, rows: &ChosenRows, groups: usize) {
        let Calculation::Fold { among, fold, .. } = &self.kpi.calculation else { return };
        match (&mut self.values, fold) {
            (GatheredValues::Durations { short, long }, Fold::Duration(measure)) => {
                let values = (measure.values)(rows.facts);
                for (row, group) in rows.counting(among) {
                    match values[row] {
                        MISSING => {}
                        value => match u32::try_from(value) {
                            Ok(value) => short.push(group, value),
                            Err(_) => long.push(group, value),
                        },
                    }
                }
            }
            (GatheredValues::Sums(sums), Fold::Sum(measure) | Fold::Mean(measure) | Fold::Stock(measure)) => {
                sums.resize(groups, Sum::default());
                let values = (measure.values)(rows.facts);
                for (row, group) in rows.counting(among) {
                    sums[group as usize].add(values[row]);
                }
            }
            (GatheredValues::Sums(sums), Fold::PerValue(split, measure)) => {
                sums.resize(groups, Sum::default());
                let (codes, values) = ((split.codes)(rows.facts), (measure.values)(rows.facts));
                for (row, group) in rows.counting(among) {
                    if Some(codes[row]) == self.kpi.value {
                        sums[group as usize].add(values[row]);
                    }
                }
            }
            (GatheredValues::Codes(met), Fold::Distinct(dimension) | Fold::Repeated(dimension)) => {
                rows.gather_codes(among, dimension.codes(rows.facts), met);
            }
            (GatheredValues::Codes(met), Fold::DistinctConversations) => {
                rows.gather_conversations(among, met)
            }
            (
                GatheredValues::Durations { .. } | GatheredValues::Sums(_) | GatheredValues::Codes(_),
                Fold::Count
                | Fold::Share(_)
                | Fold::Duration(_)
                | Fold::Sum(_)
                | Fold::Mean(_)
                | Fold::Stock(_)
                | Fold::PerValue(..)
                | Fold::Distinct(_)
                | Fold::Repeated(_)
                | Fold::DistinctConversations,
            ) => {}
        }
    }

    /// Adds what another gathered for the same figure; `numbers` says which of so many groups each of its groups is here.
    pub fn merge(&mut self, other: GatheredFigure, numbers: &[u32], groups: usize) {
        match (&mut self.values, other.values) {
            (
                GatheredValues::Durations { short, long },
                GatheredValues::Durations { short: more_short, long: more_long },
            ) => {
                short.merge(more_short, numbers);
                long.merge(more_long, numbers);
            }
            (GatheredValues::Sums(sums), GatheredValues::Sums(more)) => {
                sums.resize(groups, Sum::default());
                for (sum, &group) in more.into_iter().zip(numbers) {
                    let own = &mut sums[group as usize];
                    *own = Sum { sum: own.sum + sum.sum, n: own.n + sum.n };
                }
            }
            (GatheredValues::Codes(codes), GatheredValues::Codes(more)) => codes.merge(more, numbers),
            (GatheredValues::Durations { .. } | GatheredValues::Sums(_) | GatheredValues::Codes(_), _) => {}
        }
    }

    /// The figure of each of so many groups.
    pub fn finish(self, groups: usize) -> FoldedFigure {
        let fold = match &self.kpi.calculation {
            Calculation::Fold { fold, .. } => *fold,
            Calculation::Of(..) => return FoldedFigure::Counts(Vec::new()),
        };
        match self.values {
            GatheredValues::Durations { short, long } => {
                let (short, long) = (short.arranged(groups), long.arranged(groups));
                let (mut figures, mut known) = (KnownFigures::default(), Vec::new());
                for group in 0..groups {
                    known.clear();
                    known.extend(short.of(group).iter().map(|&value| i64::from(value)));
                    known.extend(long.of(group));
                    figures.push(Figure::of_durations(&mut known));
                }
                FoldedFigure::Known(figures)
            }
            GatheredValues::Sums(sums) if matches!(fold, Fold::Mean(_)) => {
                let mut means = KnownFigures::default();
                sums.into_iter().for_each(|sum| means.push(sum.mean()));
                FoldedFigure::Known(means)
            }
            GatheredValues::Sums(sums) => {
                FoldedFigure::Counts(sums.into_iter().map(|sum| sum.count(fold)).collect())
            }
            GatheredValues::Codes(codes) => {
                let is_repeated = matches!(fold, Fold::Repeated(_));
                let arranged = codes.arranged(groups);
                let mut marks = CodeMarks::default();
                let met = (0..groups).map(|group| marks.count(arranged.of(group)));
                FoldedFigure::Counts(met.map(|met| if is_repeated { met.again } else { met.once }).collect())
            }
        }
    }
}

impl ChosenRows<'_> {
    /// The rows that hold a flag, each with its group.
    fn counting<'a>(&'a self, among: &'static Flag) -> impl Iterator<Item = (usize, u32)> + 'a {
        let flags = (self.table.held)(self.facts);
        let every = among.mask == 0;
        let rows = self.selection.rows.iter().map(|&row| row as usize);
        let rows = rows.zip(self.selection.groups.iter().copied());
        rows.filter(move |&(row, _)| every || among.holds(flags[row]))
    }

    fn gather_codes(&self, among: &'static Flag, codes: DimensionCodes, met: &mut Grouped<u32>) {
        let conversations = self.table.conversations(self.facts);
        for (row, group) in self.counting(among) {
            if let Some(&code) = codes.at(row, conversations.at(row), &NONE).first() {
                met.push(group, code);
            }
        }
    }

    /// The places of conversations among those of all portions; rows of one stand beside each other.
    fn gather_conversations(&self, among: &'static Flag, met: &mut Grouped<u32>) {
        let conversations = self.table.conversations(self.facts);
        let mut last = (NONE, NONE);
        for (row, group) in self.counting(among) {
            let conversation = conversations.at(row);
            if conversation != NONE && (conversation, group) != last {
                last = (conversation, group);
                met.push(group, self.before + conversation);
            }
        }
    }
}

impl Sum {
    fn add(&mut self, value: i64) {
        if value != MISSING {
            self.sum += i128::from(value);
            self.n += 1;
        }
    }

    fn mean(self) -> Figure {
        if self.n == 0 {
            return Figure::Empty;
        }
        Figure::Fraction { part: whole(self.sum), whole: self.n * NUMBER_SCALE }
    }

    /// The sum, of money in ten-thousandths.
    fn count(self, fold: Fold) -> i64 {
        match fold {
            Fold::PerValue(..) => whole(self.sum),
            Fold::Sum(_)
            | Fold::Mean(_)
            | Fold::Stock(_)
            | Fold::Count
            | Fold::Share(_)
            | Fold::Duration(_)
            | Fold::Distinct(_)
            | Fold::Repeated(_)
            | Fold::DistinctConversations => whole(self.sum / i128::from(NUMBER_SCALE)),
        }
    }
}

/// A sum as a figure holds it; one that is out of reach stands at the end of it.
fn whole(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN + 1 } else { i64::MAX })
}

/// Which codes were met by the group at hand. A code's mark is odd where its group met it once and even where it met it
/// again; marks of later groups are greater, so nothing has to be cleared in between.
#[derive(Default)]
struct CodeMarks {
    marks: Vec<u32>,
    groups: u32,
}

/// Codes of one group.
#[derive(Default)]
struct Met {
    /// How many there are.
    once: i64,
    /// How many of them more than once.
    again: i64,
}

impl CodeMarks {
    fn count(&mut self, codes: &[u32]) -> Met {
        let (first, again) = (2 * self.groups + 1, 2 * self.groups + 2);
        self.groups += 1;
        let greatest = codes.iter().max().map_or(0, |&code| code as usize + 1);
        if self.marks.len() < greatest {
            self.marks.resize(greatest, 0);
        }
        let mut met = Met::default();
        for &code in codes {
            let mark = &mut self.marks[code as usize];
            if *mark < first {
                *mark = first;
                met.once += 1;
            } else if *mark == first {
                *mark = again;
                met.again += 1;
            }
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_counted_once_and_again_in_each_group() {
        let mut marks = CodeMarks::default();
        let met = marks.count(&[7, 3, 7, 7, 0, 3]);
        assert_eq!((met.once, met.again), (3, 2));
        let met = marks.count(&[7, 9]);
        assert_eq!((met.once, met.again), (2, 0));
        let met = marks.count(&[]);
        assert_eq!((met.once, met.again), (0, 0));
    }
}
