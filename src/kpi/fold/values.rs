//! Sums, durations, means and distinct values, gathered from the chosen rows of any number of portions.

use super::code_marks::{CodeMarks, Met};
use super::folded_figure::FoldedFigure;
use super::grouped::Grouped;
use super::Figure;
use crate::facts::dimension::DimensionCodes;
use crate::facts::table::FactTable;
use crate::facts::{Dimension, Facts, Flag, MISSING, NONE, NUMBER_SCALE};
use crate::kpi::asked::Asked;
use crate::kpi::definition::{Calculation, Fold};
use crate::kpi::select::Selection;

/// What a figure that is no count of flags needs of the rows so far; several, where they are made of the same values.
pub struct GatheredFigure {
    /// The places of the figures among those asked for, with what becomes of the values.
    places: Vec<(usize, Fold)>,
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
        Some(GatheredFigure { places: vec![(place, *fold)], kpi, values })
    }

    /// Takes the figures of another that are made of the same values, once for all; false if they are not.
    pub fn take(&mut self, other: &GatheredFigure) -> bool {
        let is_shared = match (&self.kpi.calculation, &other.kpi.calculation) {
            (Calculation::Fold { among, fold, .. }, Calculation::Fold { among: same, fold: too, .. }) => {
                let codes = codes_of(*fold).zip(codes_of(*too));
                std::ptr::eq(*among, *same) && codes.is_some_and(|(own, codes)| std::ptr::eq(own, codes))
            }
            _ => false,
        };
        self.places.extend(is_shared.then_some(&other.places).into_iter().flatten().copied());
        is_shared
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

    /// The figures of each of so many groups, with their places.
    pub fn finish(self, groups: usize) -> Vec<(usize, FoldedFigure)> {
        let mut of: Box<dyn FnMut(Fold) -> FoldedFigure> = match self.values {
            GatheredValues::Durations { short, long } => {
                let (mut short, mut long) = (short.arranged(groups), long.arranged(groups));
                let mut figure = move |group| Figure::of_all(short.of(group), long.of(group));
                Box::new(move |_| FoldedFigure::Known((0..groups).map(&mut figure).collect()))
            }
            GatheredValues::Sums(sums) => Box::new(move |fold| match fold {
                Fold::Mean(_) => FoldedFigure::Known(sums.iter().map(|sum| sum.mean()).collect()),
                fold => FoldedFigure::Counts(sums.iter().map(|sum| sum.count(fold)).collect()),
            }),
            GatheredValues::Codes(codes) => {
                let (mut arranged, mut marks) = (codes.arranged(groups), CodeMarks::default());
                let met: Vec<Met> = (0..groups).map(|group| marks.count(arranged.of(group))).collect();
                Box::new(move |fold| {
                    let is_repeated = matches!(fold, Fold::Repeated(_));
                    let counts = met.iter().map(|met| if is_repeated { met.again } else { met.once });
                    FoldedFigure::Counts(counts.collect())
                })
            }
        };
        self.places.into_iter().map(|(place, fold)| (place, of(fold))).collect()
    }
}

/// What is told apart by a figure of distinct values.
fn codes_of(fold: Fold) -> Option<&'static Dimension> {
    match fold {
        Fold::Distinct(dimension) | Fold::Repeated(dimension) => Some(dimension),
        _ => None,
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
