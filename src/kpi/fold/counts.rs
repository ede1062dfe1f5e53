//! Counting: how many of the chosen rows hold flags, in one pass for all figures that ask for nothing else.

use super::Figure;
use crate::kpi::asked::Asked;
use crate::kpi::definition::{Calculation, Fold};
use crate::kpi::select::Selection;

/// The flags of so many rows of a group are looked at mask by mask.
const AT_ONCE: usize = 256;

/// How many rows of each group hold flags, for all figures that are a matter of that.
pub struct FlagCounts {
    /// The sets of flags that are counted, each once however many figures ask for it.
    masks: Vec<u32>,
    figures: Vec<CountedFigure>,
    /// A count a mask, group by group.
    counts: Vec<i64>,
}

/// A figure, and which counts it is made from.
struct CountedFigure {
    /// Its place among the figures asked for.
    place: usize,
    /// The count that it is a share of `whole`; `None`: it is `whole` itself.
    part: Option<usize>,
    /// The count of all its rows.
    whole: usize,
}

impl CountedFigure {
    fn of(&self, counts: &[i64]) -> Figure {
        let whole = counts[self.whole];
        match self.part {
            None => Figure::Count(whole),
            Some(_) if whole == 0 => Figure::Empty,
            Some(part) => Figure::Fraction { part: counts[part], whole },
        }
    }
}

impl FlagCounts {
    /// Nothing counted yet, for those of the figures that only count.
    pub fn new(kpis: &[(usize, Asked)]) -> FlagCounts {
        let mut counts = FlagCounts { masks: Vec::new(), figures: Vec::new(), counts: Vec::new() };
        for (place, kpi) in kpis {
            let Calculation::Fold { among, fold, .. } = &kpi.calculation else { continue };
            let (whole, part) = match fold {
                Fold::Count => (among.mask, None),
                Fold::Share(part) => (among.mask, Some(among.mask | part.mask)),
                Fold::Distinct(_)
                | Fold::DistinctConversations
                | Fold::Repeated(_)
                | Fold::Duration(_)
                | Fold::Sum(_)
                | Fold::Mean(_)
                | Fold::Stock(_)
                | Fold::PerValue(..) => continue,
            };
            let whole = counts.place(whole);
            let part = part.map(|mask| counts.place(mask));
            counts.figures.push(CountedFigure { place: *place, part, whole });
        }
        counts
    }

    fn place(&mut self, mask: u32) -> usize {
        let known = self.masks.iter().position(|&known| known == mask);
        known.unwrap_or_else(|| {
            self.masks.push(mask);
            self.masks.len() - 1
        })
    }

    /// Counts more rows; `flags` are those of their fact table, empty where its rows have none.
    pub fn add(&mut self, flags: &[u32], chosen: &Selection, groups: usize) {
        let width = self.masks.len();
        if width == 0 {
            return;
        }
        self.counts.resize(groups * width, 0);
        let mut held = [0; AT_ONCE];
        let mut start = 0;
        for of_group in chosen.groups.chunk_by(|group, next| group == next) {
            let own = &mut self.counts[of_group[0] as usize * width..][..width];
            let rows = &chosen.rows[start..][..of_group.len()];
            start += of_group.len();
            for some in rows.chunks(AT_ONCE) {
                let held = &mut held[..some.len()];
                for (held, &row) in held.iter_mut().zip(some) {
                    *held = flags.get(row as usize).copied().unwrap_or(0);
                }
                for (count, mask) in own.iter_mut().zip(&self.masks) {
                    let holding: u32 = held.iter().map(|held| u32::from(held & mask == *mask)).sum();
                    *count += i64::from(holding);
                }
            }
        }
    }

    /// Adds what another counted of the same figures; `numbers` says which of so many groups each of its groups is here.
    pub fn merge(&mut self, other: &FlagCounts, numbers: &[u32], groups: usize) {
        let width = self.masks.len();
        if width == 0 {
            return;
        }
        self.counts.resize(groups * width, 0);
        for (counts, &group) in other.counts.chunks(width).zip(numbers) {
            let own = &mut self.counts[group as usize * width..][..width];
            own.iter_mut().zip(counts).for_each(|(own, other)| *own += other);
        }
    }

    /// Writes the figures of a group, if it was counted.
    pub fn write(&self, group: usize, figures: &mut [Figure]) {
        let width = self.masks.len();
        let Some(counts) = self.counts.get(group * width..(group + 1) * width) else { return };
        for figure in &self.figures {
            figures[figure.place] = figure.of(counts);
        }
    }
}
