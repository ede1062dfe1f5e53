//! The main figures of a section as cards.

use super::draw::{self, PlotBox};
use super::paper::{Paper, PaperPoint, Type, DARK, MARGIN, ROOM, SOFT};
use crate::render::chart::lines;
use crate::render::figures::{self, ShownFigure};
use crate::render::page_phrases::filled;
use crate::render::words::Words;
use crate::report::{Cell, Part, Table, Trend, Unit};

/// Cards of a section.
const CARDS: usize = 12;
/// Cards of a row.
const ABREAST: usize = 4;
/// Points between cards.
const GAP: f32 = 8.0;
/// Points of a card's height without and with a drawing.
const HEIGHTS: [f32; 2] = [48.0, 72.0];
/// Points within its edge.
const PAD: f32 = 7.0;

/// Writes the main figures of a section of one row; those that have no card are given back.
pub fn write(paper: &mut Paper, table: &Table, words: &Words) -> Vec<ShownFigure> {
    let (cards, others) = ordered(table);
    let width = (ROOM - GAP * (ABREAST as f32 - 1.0)) / ABREAST as f32;
    for row in cards.chunks(ABREAST) {
        let height = HEIGHTS[usize::from(row.iter().any(|figure| trend(table, figure).is_some()))];
        paper.need(height + GAP);
        let top = paper.y;
        for (place, figure) in row.iter().enumerate() {
            let x = MARGIN + place as f32 * (width + GAP);
            paper.edge((x, top), (width, height));
            card(paper, ((x, top), width), (table, figure), words);
        }
        paper.y = top + height + GAP;
    }
    others
}

/// How the figure went over the period.
fn trend<'a>(table: &'a Table, figure: &ShownFigure) -> Option<&'a Trend> {
    let id = &table.columns[figure.main].figure;
    table.trends.iter().find(|trend| trend.figure == *id)
}

/// The figures that head the section, then those with a value by importance; what has no card follows in the list.
fn ordered(table: &Table) -> (Vec<ShownFigure>, Vec<ShownFigure>) {
    let mut all = figures::of(table);
    let rank = |figure: &ShownFigure| {
        let column = &table.columns[figure.main];
        let head = table.headline.iter().position(|id| *id == column.figure).unwrap_or(usize::MAX);
        (table.rows[0][figure.main] == Cell::Missing, head, column.importance)
    };
    all.sort_by_key(rank);
    let known = all.iter().filter(|figure| table.rows[0][figure.main] != Cell::Missing).count();
    let rest = all.split_off(CARDS.min(known));
    (all, rest)
}

fn card(
    paper: &mut Paper,
    ((x, y), width): (PaperPoint, f32),
    (table, figure): (&Table, &ShownFigure),
    words: &Words,
) {
    let (row, column) = (&table.rows[0], &table.columns[figure.main]);
    let shown = |place: usize| words.cell(&row[place], table.columns[place].unit);
    let (small, room) = (Type::plain(7.0, SOFT), width - 2.0 * PAD);
    let name = if column.part == Part::Median { words.heading(column) } else { words.label(column) };
    let label = paper.fitted(&name, small, room);
    paper.text((x + PAD, y + 12.0), &label, small);
    let value = paper.fitted(&shown(figure.main), Type::bold(14.0), room);
    paper.text((x + PAD, y + 29.0), &value, Type::bold(14.0));
    if let Some(count) = figure.of_how_many(table) {
        let of = format!("{} {}", words.count, words.cell(&count, Unit::Count));
        let from = x + PAD + paper.width(&value, Type::bold(14.0)) + 4.0;
        if from + paper.width(&of, small) < x + width - PAD {
            paper.text((from, y + 29.0), &of, small);
        }
    }
    let mut right = x + PAD;
    if let Some(place) = figure.change.filter(|place| row[*place] != Cell::Missing) {
        let style = Type { ink: draw::judged(table, row, place), ..Type::plain(7.5, DARK) };
        let change = shown(place);
        paper.text((right, y + 41.0), &change, style);
        right += paper.width(&change, style) + 5.0;
    }
    if let Some(place) = figure.previous.filter(|place| row[*place] != Cell::Missing) {
        let was = paper.fitted(&filled(words.page.was, &shown(place)), small, x + width - PAD - right);
        paper.text((right, y + 41.0), &was, small);
    }
    if let Some(trend) = trend(table, figure) {
        let starts_at_zero = matches!(column.unit, Unit::Count | Unit::Rate | Unit::Money | Unit::Ratio);
        let plot = PlotBox { at: (x + PAD, y + 47.0), width: room, height: 19.0 };
        draw::shapes(paper, plot, &lines::spark(&trend.values, starts_at_zero));
    }
}
