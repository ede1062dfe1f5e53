//! Counting: how many of the chosen rows hold flags, in one pass for all figures that ask for nothing else.

use super::Figure;
use crate::kpi::asked::Asked;
use crate::kpi::definition::{Calculation, Fold};
use crate::kpi::select::Selection;

/// Whether a figure is a matter of counting flags alone.
pub fn is_counted(kpi: &Asked) -> bool {
    matches!(kpi.calculation, Calculation::Fold { fold: Fold::Count | Fold::Share(_), .. })
}

/// Counts for those figures that [`is_counted`]; `figures[group][place]` takes the results. `flags` are those of the
/// fact table, empty where its rows have none.
pub fn count(flags: &[u32], chosen: &Selection, kpis: &[(usize, Asked)], figures: &mut [Vec<Figure>]) {
    let mut masks = Masks::default();
    let mut counted = Vec::new();
    for (place, kpi) in kpis {
        let Calculation::Fold { among, fold, .. } = &kpi.calculation else { continue };
        let whole = match fold {
            Fold::Count | Fold::Share(_) => masks.place(among.mask),
            _ => continue,
        };
        let part = match fold {
            Fold::Share(part) => Some(masks.place(among.mask | part.mask)),
            _ => None,
        };
        counted.push(CountedFigure { place: *place, part, whole });
    }
    let width = masks.0.len();
    let counts = masks.count(flags, chosen, figures.len());
    for (group, figures) in figures.iter_mut().enumerate() {
        let counts = &counts[group * width..][..width];
        for figure in &counted {
            figures[figure.place] = figure.of(counts);
        }
    }
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

/// The sets of flags that are counted, each once however many figures ask for it.
#[derive(Default)]
struct Masks(Vec<u32>);

impl Masks {
    fn place(&mut self, mask: u32) -> usize {
        let known = self.0.iter().position(|&known| known == mask);
        known.unwrap_or_else(|| {
            self.0.push(mask);
            self.0.len() - 1
        })
    }

    /// How many rows of each group hold all flags of each mask, group by group.
    fn count(&self, flags: &[u32], chosen: &Selection, groups: usize) -> Vec<i64> {
        let masks = &self.0;
        let mut counts = vec![0; groups * masks.len()];
        if masks.is_empty() {
            return counts;
        }
        for (&row, &group) in chosen.rows.iter().zip(&chosen.groups) {
            let held = flags.get(row as usize).copied().unwrap_or(0);
            let own = &mut counts[group as usize * masks.len()..][..masks.len()];
            for (count, mask) in own.iter_mut().zip(masks) {
                *count += i64::from(held & mask == *mask);
            }
        }
        counts
    }
}
