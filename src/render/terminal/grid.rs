//! A table of many rows: columns chosen by importance to fit the width, numbers aligned right.

use super::cell::{text, BAR, GAP};
use super::layout::{PageLayout, Placed};
use super::{spark, trends, TerminalPage};
use crate::render::paint::Tone;
use crate::render::verdict::Verdict;
use crate::render::{escape, prose};
use crate::report::{Cell, RowName, Table};
use comfy_table as comfy;
use std::io::{self, Write};

/// Rows set at once: a long table starts to appear at once and is never held in memory twice.
const PIECE: usize = 1_000;
/// Lines that name columns without room.
const NAMING_LINES: usize = 2;
/// Stands between the cells of a line until they are painted; no cell holds it, as hidden characters are
/// written out.
const JOINT: char = '\u{1f}';

/// Writes header, rows, what was left out, and how main figures went where each row is a bucket.
pub fn write(table: &Table, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    let grid = TerminalGrid { table, page, layout: PageLayout::of(table, page) };
    for (place, rows) in table.pieces(PIECE).enumerate() {
        grid.write_piece(&rows, place == 0, out)?;
    }
    trends::write(table, &grid.layout, page, out)?;
    write_left_out(&grid.layout.left_out, page, out)
}

/// Names the columns that found no room, the most important first, as far as two lines hold them.
fn write_left_out(names: &[String], page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let text = format!("{} {}", page.words.left_out(names.len()), names.join(", "));
    let mut lines = prose::wrapped(&text, page.width);
    if lines.len() > NAMING_LINES {
        lines.truncate(NAMING_LINES);
        if let Some(last) = lines.last_mut() {
            let mut kept = last.trim_end_matches(',');
            while escape::width(kept) + 2 > page.width {
                kept = kept.rsplit_once(", ").map_or("", |(kept, _)| kept);
            }
            *last = format!("{kept} …");
        }
    }
    for line in &lines {
        writeln!(out, "{}", page.paint.dim(line))?;
    }
    Ok(())
}

/// A table and how it stands on the page.
struct TerminalGrid<'a> {
    table: &'a Table,
    page: TerminalPage,
    layout: PageLayout,
}

impl TerminalGrid<'_> {
    /// Sets and writes some of the rows, below the header if they are the first.
    fn write_piece(&self, rows: &[Vec<Cell>], is_first: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut grid = comfy::Table::new();
        grid.load_style(style());
        let height = if is_first { self.layout.header_height() } else { 0 };
        if is_first {
            grid.set_header(header(&self.layout));
        }
        grid.add_rows(rows.iter().map(|row| self.cells(row)));
        stand(&mut grid, &self.layout);
        let mut lines = grid.lines();
        for line in lines.by_ref().take(height) {
            writeln!(out, "{}", self.page.paint.bold(&plain(&line)))?;
        }
        let rule = self.page.paint.dim(&"─".repeat(self.layout.width()));
        if height > 0 {
            writeln!(out, "{rule}")?;
        }
        for (row, line) in rows.iter().zip(lines) {
            if is_total(row) {
                writeln!(out, "{rule}")?;
            }
            writeln!(out, "{}", self.painted(&line, row))?;
        }
        Ok(())
    }

    fn cells(&self, row: &[Cell]) -> Vec<comfy::Cell> {
        let mut cells = Vec::with_capacity(row.len());
        for placed in &self.layout.placed {
            let cell = &row[placed.column];
            let text = text(self.table, placed.column, cell, self.page);
            cells.push(comfy::Cell::new_owned(escape::cut(&text, placed.width).into_owned()));
            if placed.bar > 0 {
                cells.push(comfy::Cell::new_owned(spark::bar(
                    cell.amount().unwrap_or(0.0) / placed.greatest,
                    BAR,
                )));
            }
        }
        cells
    }

    /// The line with what it is made of in its colours.
    fn painted(&self, line: &str, row: &[Cell]) -> String {
        if !self.page.paint.color {
            return plain(line);
        }
        let mut parts = line.trim_end_matches([JOINT, ' ']).split(JOINT);
        let mut painted: Vec<String> = Vec::new();
        for placed in &self.layout.placed {
            painted.extend(parts.next().map(|part| self.painted_cell(part, placed, row)));
            if placed.bar > 0 {
                painted.extend(parts.next().map(|part| self.page.paint.drawing(part)));
            }
        }
        painted.join(" ")
    }

    fn painted_cell(&self, text: &str, placed: &Placed, row: &[Cell]) -> String {
        let paint = self.page.paint;
        if row[placed.column] == Cell::Missing {
            return paint.dim(text);
        }
        let tone = Verdict::of(self.table, row, placed.column).map_or(Tone::Plain, |verdict| verdict.tone);
        if is_total(row) && tone != Tone::Muted {
            paint.tone(tone, &paint.bold(text))
        } else {
            paint.tone(tone, text)
        }
    }
}

/// No borders; what stands between columns is one joint and the padding before it.
fn style() -> comfy::TableStyle {
    let joint = comfy::ContentLineStyle::none().junction(JOINT);
    comfy::TableStyle::new().header_lines(joint).content_lines(joint)
}

/// Gives each column its width and side. A bar stands in a column of its own.
fn stand(grid: &mut comfy::Table, layout: &PageLayout) {
    let widths = layout.placed.iter().flat_map(|placed| {
        let bar = (placed.bar > 0).then_some((BAR, GAP - 1, false));
        let gap = if bar.is_some() { 0 } else { GAP - 1 };
        std::iter::once((placed.width, gap, placed.right)).chain(bar)
    });
    for (column, (width, gap, right)) in grid.column_iter_mut().zip(widths) {
        column.set_padding((0, columns(gap)));
        column.set_constraint(comfy::ColumnConstraint::Absolute(comfy::Width::Fixed(columns(width + gap))));
        let side = if right { comfy::CellAlignment::Right } else { comfy::CellAlignment::Left };
        column.set_cell_alignment(side);
    }
}

/// A count of terminal columns as the grid takes it.
fn columns(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Labels, standing on the rule below them.
fn header(layout: &PageLayout) -> Vec<comfy::Cell> {
    let height = layout.header_height();
    let cells = layout.placed.iter().flat_map(|placed| {
        let above = "\n".repeat(height - placed.header.len());
        let label = comfy::Cell::new_owned(above + &placed.header.join("\n"));
        std::iter::once(label).chain((placed.bar > 0).then(|| comfy::Cell::new("")))
    });
    cells.collect()
}

fn plain(line: &str) -> String {
    line.replace(JOINT, " ").trim_end().to_owned()
}

fn is_total(row: &[Cell]) -> bool {
    row.contains(&Cell::Row(RowName::Total))
}
