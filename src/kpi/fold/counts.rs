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
    let mut masks: Vec<u32> = Vec::new();
    let mut asked: Vec<(usize, Option<usize>, usize)> = Vec::new();
    let mut mask_at = |mask: u32| {
        masks.iter().position(|&known| known == mask).unwrap_or_else(|| {
            masks.push(mask);
            masks.len() - 1
        })
    };
    for (place, kpi) in kpis {
        let Calculation::Fold { among, fold, .. } = &kpi.calculation else { continue };
        match fold {
            Fold::Count => asked.push((*place, None, mask_at(among.mask))),
            Fold::Share(part) => {
                asked.push((*place, Some(mask_at(among.mask | part.mask)), mask_at(among.mask)));
            }
            _ => {}
        }
    }
    let counts = counts(flags, chosen, &masks, figures.len());
    for (figures, counts) in figures.iter_mut().zip(counts.chunks(masks.len().max(1))) {
        for (place, part, whole) in &asked {
            figures[*place] = match part.map(|part| counts[part]) {
                None => Figure::Count(counts[*whole]),
                Some(_) if counts[*whole] == 0 => Figure::Empty,
                Some(part) => Figure::Fraction { part, whole: counts[*whole] },
            };
        }
    }
}

/// How many rows of each group hold all flags of each mask.
fn counts(flags: &[u32], chosen: &Selection, masks: &[u32], groups: usize) -> Vec<i64> {
    let mut counts = vec![0i64; groups * masks.len()];
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
