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
    /// Where the figure of each group stands among these; [`NOWHERE`]: it has none.
    places: Vec<u32>,
    figures: Vec<Figure>,
}

/// The place of what is not there.
const NOWHERE: u32 = u32::MAX;

/// The figure of each group, in their order.
impl FromIterator<Figure> for KnownFigures {
    fn from_iter<I: IntoIterator<Item = Figure>>(all: I) -> KnownFigures {
        let (mut places, mut figures) = (Vec::new(), Vec::new());
        for figure in all {
            if figure == Figure::Empty {
                places.push(NOWHERE);
            } else {
                places.push(numbered(figures.len()));
                figures.push(figure);
            }
        }
        KnownFigures { places, figures }
    }
}

impl FoldedFigure {
    /// The figure of a group; `None`: nothing was gathered of it.
    pub fn get(&self, group: usize) -> Option<Figure> {
        match self {
            FoldedFigure::Counts(counts) => counts.get(group).map(|&count| Figure::Count(count)),
            FoldedFigure::Known(known) => {
                let place = *known.places.get(group)?;
                Some(known.figures.get(place as usize).copied().unwrap_or(Figure::Empty))
            }
        }
    }
}
