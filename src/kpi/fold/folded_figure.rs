//! One figure of every group, in as little room as its values need.

use super::Figure;
use crate::fitting::numbered;

/// The values of one figure, group by group.
pub enum FoldedFigure {
    /// Whole numbers; groups beyond the last have none.
    Counts(Vec<i64>),
    /// Others, of which a group may have none.
    Known(KnownFigures),
}

/// The figures of those groups that have one.
#[derive(Default)]
pub struct KnownFigures {
    /// Where the figure of each group stands among these, or with [`ALONE`] among the durations; [`NOWHERE`]: it has none.
    places: Vec<u32>,
    figures: Vec<Figure>,
    /// Durations of which a group has one: where groups are many, most have no more.
    durations: Vec<i64>,
}

/// The place of what is not there.
const NOWHERE: u32 = u32::MAX;
/// Marks a place among the durations that are alone.
const ALONE: u32 = 1 << 31;

/// The figure of each group, in their order.
impl FromIterator<Figure> for KnownFigures {
    fn from_iter<I: IntoIterator<Item = Figure>>(all: I) -> KnownFigures {
        let mut known = KnownFigures::default();
        for figure in all {
            known.places.push(match figure {
                Figure::Empty => NOWHERE,
                Figure::Duration { n: 1, sum, .. } => {
                    known.durations.push(sum);
                    numbered(known.durations.len() - 1) | ALONE
                }
                Figure::Count(_) | Figure::Duration { .. } | Figure::Fraction { .. } => {
                    known.figures.push(figure);
                    numbered(known.figures.len() - 1)
                }
            });
        }
        known
    }
}

impl KnownFigures {
    /// The figure at a place.
    fn at(&self, place: u32) -> Figure {
        if place == NOWHERE {
            Figure::Empty
        } else if place & ALONE != 0 {
            Figure::of_all(&mut [], &[self.durations[(place ^ ALONE) as usize]])
        } else {
            self.figures[place as usize]
        }
    }
}

impl FoldedFigure {
    /// The figure of a group; `None`: nothing was gathered of it.
    pub fn get(&self, group: usize) -> Option<Figure> {
        match self {
            FoldedFigure::Counts(counts) => counts.get(group).map(|&count| Figure::Count(count)),
            FoldedFigure::Known(known) => known.places.get(group).map(|&place| known.at(place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_back_group_by_group() {
        let several = Figure::of_all(&mut [2_000, 5_000], &[]);
        let all =
            [Figure::of_all(&mut [1_500], &[]), Figure::Empty, several, Figure::of_all(&mut [], &[1 << 40])];
        let known = FoldedFigure::Known(all.into_iter().collect());
        let back: Vec<Figure> = (0..all.len()).filter_map(|group| known.get(group)).collect();
        assert_eq!((back.as_slice(), known.get(all.len())), (all.as_slice(), None));
    }
}
