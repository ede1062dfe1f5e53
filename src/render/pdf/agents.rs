//! A small drawing for each of the busiest agents, on one scale.

use super::draw::{self, PlotBox};
use super::paper::{Paper, Type, DARK, EDGE, MARGIN, ROOM, SOFT};
use super::{open_section, prose, SMALL};
use crate::render::chart::{lines, Role};
use crate::render::followed::{busiest, Followed, FOLLOWED};
use crate::render::page_phrases::filled;
use crate::render::words::Words;
use crate::report::{Cell, Report, Table, Unit};

/// Agents that are drawn.
const DRAWN: usize = 20;
/// Drawings side by side.
const ABREAST: usize = 5;
/// Points between them.
const GAP: f32 = 12.0;
/// Points of a drawing.
const HEIGHT: f32 = 24.0;
/// Points of a drawing with its name.
const ROW: f32 = HEIGHT + 20.0;

/// Draws how it went for each; nothing where there are no two, or nobody was followed.
pub fn each(paper: &mut Paper, table: &Table, report: &Report, words: &Words) {
    let drawn = busiest(table, DRAWN);
    let Some(followed) = Followed::of(report, drawn.iter(), words) else { return };
    let Some(place) = table.place(FOLLOWED).filter(|_| drawn.len() > 1) else { return };
    let greatest = followed.greatest;
    let [title, scale] = words.page.charts.each_agent;
    open_section(paper, &filled(title, &followed.label), 2.0 * ROW);
    prose(paper, &filled(scale, &words.cell(&Cell::Number(greatest), Unit::Count)), SMALL);
    paper.y += 6.0;
    let width = (ROOM - GAP * (ABREAST - 1) as f32) / ABREAST as f32;
    for abreast in drawn.chunks(ABREAST) {
        paper.need(ROW);
        let top = paper.y;
        for (column, row) in abreast.iter().enumerate() {
            let x = MARGIN + column as f32 * (width + GAP);
            let total = words.cell(&row[place], Unit::Count);
            let room = width - paper.width(&total, SMALL) - 4.0;
            let name = paper.fitted(&words.cell(&row[0], Unit::Text), Type::plain(7.5, DARK), room);
            paper.text((x, top + 8.0), &name, Type::plain(7.5, DARK));
            paper.text_to((x + width, top + 8.0), &total, Type::plain(7.5, SOFT));
            let plot = PlotBox { at: (x, top + 11.0), width, height: HEIGHT };
            if let Some(values) = followed.values(&row[0]) {
                draw::shapes(paper, plot, &lines::columns(values, greatest, Role::First));
            }
            let floor = top + 11.0 + HEIGHT;
            paper.line(&[(x, floor), (x + width, floor)], 0.4, EDGE);
        }
        paper.y = top + ROW;
    }
}
