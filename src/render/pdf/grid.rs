//! Tables on paper: as many columns as fit with bars beside them, rows that no page breaks, heads on every page.

use super::draw::{self, judged, PlotBox};
use super::is_first;
use super::paper::{Ink, Paper, Type, DARK, EDGE, MARGIN, ROOM, SOFT};
use crate::render::chart::{bars, ChartShape, Role};
use crate::render::escape;
use crate::render::figures::ShownFigure;
use crate::render::ranked::{is_sum, ranked_by};
use crate::render::target_shares;
use crate::render::words::Words;
use crate::report::{Cell, Column, Table, Unit};

/// A value.
const BODY: Type = Type::plain(7.5, DARK);
/// A head.
const HEAD: Type = Type::plain(7.0, SOFT);
/// Points between columns.
const GAP: f32 = 9.0;
/// Points of a row.
const ROW: f32 = 13.0;
/// Points of a line of the head.
const HEAD_LINE: f32 = 9.0;
/// Points of a column of texts at most.
const WIDEST: f32 = 190.0;
/// Points of a column of numbers at most, unless its values need more.
const WIDEST_HEAD: f32 = 62.0;
/// Rows that widths are taken from.
const MEASURED: usize = 400;
/// Points of a bar: from left to right, and from top to bottom.
const BAR: (f32, f32) = (56.0, 7.0);
/// Points between two halves of a list.
const APART: f32 = 6.0;

/// Rows of a half of a list at least.
const LEAST: usize = 4;

/// A column as it is printed.
struct PrintedColumn {
    head: Vec<String>,
    width: f32,
    is_number: bool,
    cells: Vec<(String, Ink)>,
    /// Drawings in place of words; empty: it has words.
    drawn: Vec<Vec<ChartShape>>,
}

/// A table as it is printed.
pub struct PaperGrid {
    columns: Vec<PrintedColumn>,
    rows: usize,
}

impl PaperGrid {
    /// What tells rows apart, then the most important figures in their own order as far as there is room.
    pub fn of(paper: &Paper, table: &Table, words: &Words) -> PaperGrid {
        let columns = &table.columns;
        let mut wanted: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].is_dimension()).collect();
        let mut figures: Vec<usize> = (0..columns.len()).filter(|&at| is_first(&columns[at])).collect();
        figures.retain(|&at| table.rows.iter().any(|row| row[at] != Cell::Missing));
        figures.sort_by_key(|&at| columns[at].importance);
        wanted.extend(figures);
        let mut printed = drawings(paper, table, words);
        let mut room = ROOM - printed.iter().map(|(_, column)| column.width + GAP).sum::<f32>();
        for at in wanted {
            let column = PrintedColumn::of(paper, table, at, words);
            if column.width > room {
                continue;
            }
            room -= column.width + GAP;
            printed.push((at, column));
        }
        printed.sort_by_key(|(at, column)| (*at, !column.drawn.is_empty()));
        PaperGrid { columns: printed.into_iter().map(|(_, column)| column).collect(), rows: table.rows.len() }
    }

    /// Figures of a section of one row, one below the other, in two halves where both have room.
    pub fn of_figures(paper: &Paper, table: &Table, figures: &[ShownFigure], words: &Words) -> PaperGrid {
        let half = figures.len().div_ceil(2);
        let (left, right) = figures.split_at(half);
        let mut halves = PaperGrid::listed(paper, table, left, words);
        let other = PaperGrid::listed(paper, table, right, words);
        if right.len() < LEAST || halves.width() + other.width() + APART + 2.0 * GAP > ROOM {
            return PaperGrid::listed(paper, table, figures, words);
        }
        halves.columns.push(PrintedColumn::empty(APART));
        halves.columns.extend(other.columns);
        halves
    }

    fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width + GAP).sum::<f32>() - GAP
    }

    /// Points that the head and the first rows take.
    pub fn beginning(&self) -> f32 {
        self.heads() as f32 * HEAD_LINE + 3.0 * ROW
    }

    /// Lines of the head.
    fn heads(&self) -> usize {
        self.columns.iter().map(|column| column.head.len()).max().unwrap_or(0)
    }

    fn listed(paper: &Paper, table: &Table, figures: &[ShownFigure], words: &Words) -> PaperGrid {
        let row = &table.rows[0];
        let shown = |at: usize| words.cell(&row[at], table.columns[at].unit);
        let mut cells: [Vec<(String, Ink)>; 4] = Default::default();
        for figure in figures {
            let column = &table.columns[figure.main];
            cells[0].push((words.label(column), DARK));
            cells[1].push((shown(figure.main), DARK));
            cells[2].push((figure.previous.map_or_else(String::new, shown), SOFT));
            let colour = figure.change.map_or(SOFT, |at| judged(table, row, at));
            cells[3].push((figure.change.map_or_else(String::new, shown), colour));
        }
        let is_compared = figures.iter().any(|figure| figure.change.is_some());
        let shown = if is_compared { 4 } else { 2 };
        let mut columns = Vec::new();
        for (at, (cells, head)) in cells.into_iter().zip(words.figures).take(shown).enumerate() {
            columns.push(PrintedColumn::new(paper, head, at > 0, cells));
        }
        PaperGrid { columns, rows: figures.len() }
    }

    /// Writes so many rows, the heads again on each page.
    pub fn write(&self, paper: &mut Paper, most: usize) {
        let heads = self.heads();
        paper.need(self.beginning());
        self.write_head(paper, heads);
        let shown = self.rows.min(most);
        for row in 0..shown {
            // The last row, which may be the total, stands on no page alone.
            let rows = if row + 2 == shown { 2.0 } else { 1.0 };
            if paper.need(rows * ROW) {
                self.write_head(paper, heads);
            }
            paper.y += ROW;
            let baseline = paper.y - 4.0;
            let mut x = MARGIN;
            for column in &self.columns {
                if let Some(shapes) = column.drawn.get(row) {
                    let plot = PlotBox { at: (x, paper.y - 10.0), width: column.width, height: BAR.1 };
                    draw::shapes(paper, plot, shapes);
                }
                let (text, ink) = column.cells.get(row).map_or(("", DARK), |(text, ink)| (text, *ink));
                let style = Type { ink, ..BODY };
                let text = paper.fitted(text, style, column.width);
                if column.is_number {
                    paper.text_to((x + column.width, baseline), &text, style);
                } else {
                    paper.text((x, baseline), &text, style);
                }
                x += column.width + GAP;
            }
            paper.line(&[(MARGIN, paper.y), (x - GAP, paper.y)], 0.4, EDGE);
        }
        paper.y += 8.0;
    }

    fn write_head(&self, paper: &mut Paper, lines: usize) {
        let top = paper.y;
        let mut x = MARGIN;
        for column in &self.columns {
            for (line, text) in column.head.iter().enumerate() {
                let baseline = top + (lines - column.head.len() + line + 1) as f32 * HEAD_LINE;
                if column.is_number {
                    paper.text_to((x + column.width, baseline), text, HEAD);
                } else {
                    paper.text((x, baseline), text, HEAD);
                }
            }
            x += column.width + GAP;
        }
        paper.y = top + lines as f32 * HEAD_LINE + 3.0;
        paper.line(&[(MARGIN, paper.y), (x - GAP, paper.y)], 0.9, SOFT);
    }
}

/// Bars of the figure that rows are ranked by, and shares of their targets, each with the place it stands behind.
fn drawings(paper: &Paper, table: &Table, words: &Words) -> Vec<(usize, PrintedColumn)> {
    let mut drawn = Vec::new();
    // Groups of durations stand in their own order.
    let grouped = (table.name == "first_response_groups").then_some("first_response_n");
    let by = table.report.and_then(|_| ranked_by(&table.name).or(grouped));
    let is_it = |column: &Column| is_first(column) && by == Some(column.figure.as_str());
    if let Some(at) = table.columns.iter().position(is_it) {
        let amount = |row: &Vec<Cell>| row[at].amount().filter(|_| !is_sum(row)).unwrap_or(0.0);
        let greatest = table.rows.iter().map(amount).fold(0.0, f64::max);
        let rows = table.rows.iter().map(|row| bars::bar(amount(row), greatest, Role::First));
        drawn.push((at, PrintedColumn { drawn: rows.collect(), ..PrintedColumn::empty(BAR.0) }));
    }
    if let Some(rows) = target_shares::of_channels(table, words) {
        let shares =
            rows.iter().map(|parts| parts.as_ref().map_or_else(Vec::new, |parts| bars::shares(parts)));
        let head = paper.lines(words.page.charts.targets[0], HEAD, BAR.0);
        let column = PrintedColumn { drawn: shares.collect(), head, ..PrintedColumn::empty(BAR.0) };
        drawn.push((table.columns.len(), column));
    }
    drawn
}

impl PrintedColumn {
    /// A column without a word.
    fn empty(width: f32) -> PrintedColumn {
        PrintedColumn { head: Vec::new(), width, is_number: false, cells: Vec::new(), drawn: Vec::new() }
    }

    fn of(paper: &Paper, table: &Table, at: usize, words: &Words) -> PrintedColumn {
        let column = &table.columns[at];
        let is_number = !matches!(column.unit, Unit::Text | Unit::Instant | Unit::Flag);
        let text = |cell: &Cell| match cell {
            Cell::Missing if table.aside.groups.contains(&column.figure) => (words.nobody(column), SOFT),
            Cell::Missing if column.is_dimension() => (words.numbers.missing.to_owned(), SOFT),
            // More than any column holds would only be measured.
            Cell::Text(text) if column.unit == Unit::Text => {
                (escape::cut(&escape::visible(text), 200).into_owned(), DARK)
            }
            cell => (words.cell(cell, column.unit), DARK),
        };
        let cells = table.rows.iter().map(|row| text(&row[at])).collect();
        PrintedColumn::new(paper, &words.label(column), is_number, cells)
    }

    fn new(paper: &Paper, head: &str, is_number: bool, cells: Vec<(String, Ink)>) -> PrintedColumn {
        let mut width = 18.0f32;
        for (text, _) in cells.iter().take(MEASURED) {
            width = width.max(paper.width(text, BODY));
        }
        let longest = head.split(' ').map(|word| paper.width(word, HEAD)).fold(0.0, f32::max);
        let width = width.max(longest.min(WIDEST_HEAD)).max(paper.width(head, HEAD).min(40.0)).min(WIDEST);
        let drawn = Vec::new();
        PrintedColumn { head: paper.lines(head, HEAD, width + 0.1), width, is_number, cells, drawn }
    }
}
