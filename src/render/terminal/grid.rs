//! A table of many rows: columns chosen by importance to fit the width, numbers aligned right.

use super::cell::{shown, BAR, GAP};
use super::layout::PageLayout;
use super::{spark, trends, TerminalPage};
use crate::render::{escape, heatmap, prose};
use crate::report::{Cell, Table, Theme};
use comfy_table as comfy;
use std::io::{self, Write};

/// Rows set at once: a long table starts to appear at once and is never held in memory twice.
const PIECE: usize = 1_000;
/// Stands between the cells of a line until they are painted; no cell holds it, as hidden characters are
/// written out.
const JOINT: char = '\u{1f}';

/// Writes header, rows, what was left out, and how main figures went where each row is a bucket.
pub fn write(table: &Table, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    let layout = PageLayout::of(table, page);
    let mut header = Some(header(&layout));
    for rows in table.rows.chunks(PIECE) {
        write_piece(table, rows, header.take(), &layout, page, out)?;
    }
    trends::write(table, &layout, page, out)?;
    if layout.left_out > 0 {
        let (noun, verb) = if layout.left_out == 1 { ("column", "it") } else { ("columns", "them") };
        let note = format!("{} more {noun}: --columns or --format csv shows {verb}", layout.left_out);
        for line in prose::wrapped(&note, page.width) {
            writeln!(out, "{}", page.paint.dim(&line))?;
        }
    }
    Ok(())
}

/// Sets and writes some of the rows, below the header if it is given.
fn write_piece(
    table: &Table,
    rows: &[Vec<Cell>],
    header: Option<Vec<comfy::Cell>>,
    layout: &PageLayout,
    page: TerminalPage,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut grid = comfy::Table::new();
    grid.load_style(style());
    let height = header.as_ref().map_or(0, |_| layout.header_height());
    if let Some(header) = header {
        grid.set_header(header);
    }
    grid.add_rows(rows.iter().map(|row| cells(table, row, layout)));
    stand(&mut grid, layout);
    let mut lines = grid.lines();
    for line in lines.by_ref().take(height) {
        writeln!(out, "{}", page.paint.bold(&plain(&line)))?;
    }
    let rule = page.paint.dim(&"─".repeat(layout.width()));
    if height > 0 {
        writeln!(out, "{rule}")?;
    }
    for (row, line) in rows.iter().zip(lines) {
        let total = is_total(table, row);
        if total {
            writeln!(out, "{rule}")?;
        }
        writeln!(out, "{}", painted(&line, row, layout, total, page))?;
    }
    Ok(())
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
        let columns = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        column.set_padding((0, columns(gap)));
        column.set_constraint(comfy::ColumnConstraint::Absolute(comfy::Width::Fixed(columns(width + gap))));
        column.set_cell_alignment(match right {
            true => comfy::CellAlignment::Right,
            false => comfy::CellAlignment::Left,
        });
    }
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

fn cells(table: &Table, row: &[Cell], layout: &PageLayout) -> Vec<comfy::Cell> {
    let cells = layout.placed.iter().flat_map(|placed| {
        let cell = &row[placed.column];
        let text = shown(cell, &table.columns[placed.column]);
        let text = comfy::Cell::new_owned(escape::cut(&text, placed.width).into_owned());
        std::iter::once(text).chain((placed.bar > 0).then(|| comfy::Cell::new_owned(bar(cell))))
    });
    cells.collect()
}

fn bar(cell: &Cell) -> String {
    spark::bar(heatmap::amount(cell).unwrap_or(0.0), BAR)
}

fn plain(line: &str) -> String {
    line.replace(JOINT, " ").trim_end().to_owned()
}

/// The line with what it is made of in its colours.
fn painted(line: &str, row: &[Cell], layout: &PageLayout, total: bool, page: TerminalPage) -> String {
    if !page.paint.color {
        return plain(line);
    }
    let roles = layout.placed.iter().flat_map(|placed| {
        let drawn = (placed.bar > 0).then_some((placed, true));
        std::iter::once((placed, false)).chain(drawn)
    });
    let line = line.trim_end_matches([JOINT, ' ']);
    let parts = line.split(JOINT).zip(roles).map(|(part, (placed, drawing))| match &row[placed.column] {
        _ if drawing => page.paint.drawing(part),
        Cell::Missing => page.paint.dim(part),
        _ if total => page.paint.bold(part),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<String>>().join(" ")
}

fn is_total(table: &Table, row: &[Cell]) -> bool {
    let dimensions = table.columns.iter().zip(row).filter(|(column, _)| column.theme == Theme::Dimension);
    dimensions.into_iter().any(|(_, cell)| matches!(cell, Cell::Text(text) if text == "(total)"))
}
