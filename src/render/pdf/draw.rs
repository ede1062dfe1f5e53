//! Shapes of charts on paper: their colours in print, and where fractions of a box fall on the page.

use super::paper::{ink, Ink, Paper, PaperPoint, Type, DARK, SOFT};
use crate::fitting::narrowed;
use crate::render::chart::{Align, ChartPoint, ChartShape, Role};
use crate::render::paint::Tone;
use crate::render::verdict::Verdict;
use crate::report::{Cell, Table};

/// Points of a px.
const PX: f32 = 0.75;
/// A label of an axis.
const TICK: Type = Type::plain(6.5, SOFT);
/// A change for the better and for the worse.
const JUDGED: [Ink; 2] = [ink(0x0d, 0x6b, 0x5e), ink(0xa1, 0x44, 0x0f)];
/// White.
const WHITE: Ink = [1.0; 3];
/// The shades of a heat map.
const SHADES: [Ink; 8] = [
    ink(0xf3, 0xf5, 0xf8),
    ink(0xdb, 0xe7, 0xf4),
    ink(0xb9, 0xd2, 0xec),
    ink(0x8f, 0xb6, 0xde),
    ink(0x62, 0x96, 0xcd),
    ink(0x3d, 0x78, 0xba),
    ink(0x24, 0x5d, 0x9f),
    ink(0x12, 0x3f, 0x78),
];
/// The least shade that dark text cannot be read on.
const DEEP: u8 = 5;

/// Where a chart stands.
#[derive(Debug, Clone, Copy)]
pub struct PlotBox {
    /// Its upper left corner.
    pub at: PaperPoint,
    /// Points from left to right.
    pub width: f32,
    /// Points from top to bottom.
    pub height: f32,
}

impl PlotBox {
    fn place(&self, point: ChartPoint) -> PaperPoint {
        (self.at.0 + self.width * narrowed(point.x), self.at.1 + self.height * narrowed(point.y))
    }
}

/// Draws shapes into a box.
pub fn shapes(paper: &mut Paper, plot: PlotBox, shapes: &[ChartShape]) {
    for shape in shapes {
        draw(paper, plot, shape);
    }
}

fn draw(paper: &mut Paper, plot: PlotBox, shape: &ChartShape) {
    match shape {
        ChartShape::Rect { role: Role::Target, .. } => {}
        ChartShape::Rect { at, width, height, role, .. } => {
            let size = (plot.width * narrowed(*width), plot.height * narrowed(*height));
            paper.fill(plot.place(*at), size, colour(*role));
        }
        ChartShape::Line { points, role } => paper.line(&places(plot, points), 1.3, colour(*role)),
        ChartShape::Area { points, role } => paper.area(&places(plot, points), colour(*role)),
        ChartShape::Rule { from, to, role } => {
            paper.line(&[plot.place(*from), plot.place(*to)], 0.5, colour(*role));
        }
        ChartShape::Dot { at, radius, role, is_hollow } => {
            let (at, radius) = (plot.place(*at), narrowed(*radius) * PX);
            paper.dot(at, radius, colour(*role));
            if *is_hollow {
                paper.dot(at, radius - 1.0, WHITE);
            }
        }
        ChartShape::Text { at, off, align, text, on } => {
            let (x, y) = plot.place(*at);
            let is_deep = on.is_some_and(|shade| shade >= DEEP);
            let ink = if is_deep { WHITE } else { on.map_or(SOFT, |_| DARK) };
            let style = Type { ink, ..TICK };
            let width = paper.width(text, style);
            let before = match align {
                Align::Middle => width / 2.0,
                Align::End => width,
            };
            paper.text((x + narrowed(off.0) * PX - before, y + narrowed(off.1) * PX), text, style);
        }
    }
}

fn places(plot: PlotBox, points: &[ChartPoint]) -> Vec<PaperPoint> {
    points.iter().map(|point| plot.place(*point)).collect()
}

/// The colour of what a shape stands for.
pub fn colour(role: Role) -> Ink {
    match role {
        Role::First => ink(0x25, 0x5f, 0xad),
        Role::Second => ink(0xb4, 0x56, 0x1b),
        Role::Third => ink(0x2f, 0x9a, 0x89),
        Role::Pale => ink(0xa5, 0xd6, 0xcd),
        Role::Fourth => ink(0x6b, 0x2a, 0x55),
        Role::Neutral | Role::Axis => ink(0xb4, 0xbc, 0xc7),
        Role::Ground => ink(0xe4, 0xec, 0xf5),
        Role::Weekend => ink(0xf3, 0xf5, 0xf7),
        Role::Grid => ink(0xe8, 0xeb, 0xef),
        Role::Target => WHITE,
        Role::Shade(shade) => SHADES[usize::from(shade.min(7))],
    }
}

/// The colour of the change at a place of a row, in the figure's own direction; of few things it says nothing.
pub fn judged(table: &Table, row: &[Cell], place: usize) -> Ink {
    match Verdict::of(table, row, place).map(|verdict| verdict.tone) {
        Some(Tone::Good) => JUDGED[0],
        Some(Tone::Bad) => JUDGED[1],
        Some(Tone::Plain | Tone::Muted) | None => SOFT,
    }
}
