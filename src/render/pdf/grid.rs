//! Tables on paper: as many columns as fit, rows that no page breaks, heads on every page.

use super::draw::judged;
use super::is_first;
use super::paper::{Ink, Paper, Type, DARK, EDGE, MARGIN, ROOM, SOFT};
use crate::render::escape;
use crate::render::figures::ShownFigure;
use crate::render::words::Words;
use crate::report::{Cell, Table, Unit};

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

/// A column as it is printed.
struct PrintedColumn {
    head: Vec<String>,
    width: f32,
    is_number: bool,
    cells: Vec<(String, Ink)>,
}

/// A table as it is printed.
pub struct Grid {
    columns: Vec<PrintedColumn>,
    rows: usize,
}

impl Grid {
    /// What tells rows apart, then the most important figures in their own order as far as there is room.
    pub fn of(paper: &Paper, table: &Table, words: &Words) -> Grid {
        let columns = &table.columns;
        let mut wanted: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].is_dimension()).collect();
        let mut figures: Vec<usize> = (0..columns.len()).filter(|&at| is_first(&columns[at])).collect();
        figures.retain(|&at| table.rows.iter().any(|row| row[at] != Cell::Missing));
        figures.sort_by_key(|&at| columns[at].importance);
        wanted.extend(figures);
        let (mut room, mut printed) = (ROOM, Vec::new());
        for at in wanted {
            let column = PrintedColumn::of(paper, table, at, words);
            if column.width > room {
                continue;
            }
            room -= column.width + GAP;
            printed.push((at, column));
        }
        printed.sort_by_key(|(at, _)| *at);
        Grid { columns: printed.into_iter().map(|(_, column)| column).collect(), rows: table.rows.len() }
    }

    /// Figures of a section of one row, one below the other.
    pub fn of_figures(paper: &Paper, table: &Table, figures: &[ShownFigure], words: &Words) -> Grid {
        let row = &table.rows[0];
        let shown = |at: usize| words.cell(&row[at], table.columns[at].unit);
        let mut cells: [Vec<(String, Ink)>; 4] = Default::default();
        for figure in figures {
            let column = &table.columns[figure.main];
            cells[0].push((words.label(column), DARK));
            cells[1].push((shown(figure.main), DARK));
            cells[2].push((figure.previous.map_or_else(String::new, shown), SOFT));
            let colour = figure.change.map_or(SOFT, |at| judged(&row[at], column.better));
            cells[3].push((figure.change.map_or_else(String::new, shown), colour));
        }
        let is_compared = figures.iter().any(|figure| figure.change.is_some());
        let shown = if is_compared { 4 } else { 2 };
        let mut columns = Vec::new();
        for (at, (cells, head)) in cells.into_iter().zip(words.figures).take(shown).enumerate() {
            columns.push(PrintedColumn::new(paper, head, at > 0, cells));
        }
        Grid { columns, rows: figures.len() }
    }

    /// Writes so many rows, the heads again on each page.
    pub fn write(&self, paper: &mut Paper, most: usize) {
        let heads = self.columns.iter().map(|column| column.head.len()).max().unwrap_or(0);
        paper.need(heads as f32 * HEAD_LINE + 3.0 * ROW);
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
                let (text, ink) = &column.cells[row];
                let style = Type { ink: *ink, ..BODY };
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

impl PrintedColumn {
    fn of(paper: &Paper, table: &Table, at: usize, words: &Words) -> PrintedColumn {
        let column = &table.columns[at];
        let is_number = !matches!(column.unit, Unit::Text | Unit::Instant | Unit::Flag);
        let text = |cell: &Cell| match cell {
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
        PrintedColumn { head: paper.lines(head, HEAD, width + 0.1), width, is_number, cells }
    }
}
