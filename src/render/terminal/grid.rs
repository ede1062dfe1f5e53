//! A table of many rows: columns chosen by importance to fit the width, numbers aligned right.

use super::layout::{Layout, Placed};
use super::{spark, Page};
use crate::render::{escape, heading, heatmap, number};
use crate::report::{Cell, Column, Part, Table, Theme, Unit};
use std::io::{self, Write};

/// Blanks between columns.
pub const GAP: usize = 2;
/// Columns a share's bar takes.
pub const BAR: usize = 8;
/// Figures drawn under a table of buckets.
const DRAWN: usize = 3;

/// Writes header, rows, what was left out, and how main figures went where each row is a bucket.
pub fn write(table: &Table, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let layout = Layout::of(table, page);
    write_header(&layout, page, out)?;
    for row in &table.rows {
        write_row(table, row, &layout, page, out)?;
    }
    write_trends(table, &layout, page, out)?;
    if layout.left_out > 0 {
        let (noun, verb) = if layout.left_out == 1 { ("column", "it") } else { ("columns", "them") };
        let note = format!("{} more {noun}: --columns or --format csv shows {verb}", layout.left_out);
        writeln!(out, "{}", page.paint.dim(&note))?;
    }
    Ok(())
}

fn write_header(layout: &Layout, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let height = layout.placed.iter().map(|placed| placed.header.len()).max().unwrap_or(0);
    for line in 0..height {
        let cells = layout.placed.iter().map(|placed| {
            let skipped = height - placed.header.len();
            let text = line.checked_sub(skipped).map_or("", |own| placed.header[own].as_str());
            placed.aligned(text)
        });
        let line = cells.collect::<Vec<String>>().join(&" ".repeat(GAP));
        writeln!(out, "{}", page.paint.bold(line.trim_end()))?;
    }
    writeln!(out, "{}", page.paint.dim(&"─".repeat(layout.width())))
}

fn write_row(
    table: &Table,
    row: &[Cell],
    layout: &Layout,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let total = is_total(table, row);
    if total {
        writeln!(out, "{}", page.paint.dim(&"─".repeat(layout.width())))?;
    }
    let cells = layout.placed.iter().map(|placed| {
        let cell = &row[placed.column];
        let text = shown(cell, table.columns[placed.column].unit);
        let text = placed.aligned(&escape::cut(&text, placed.width));
        let text = match cell {
            Cell::Missing => page.paint.dim(&text),
            _ if total => page.paint.bold(&text),
            _ => text,
        };
        text + &bar(cell, placed, page)
    });
    let line = cells.collect::<Vec<String>>().join(&" ".repeat(GAP));
    writeln!(out, "{}", line.trim_end())
}

/// The bar behind a share, a blank before it.
fn bar(cell: &Cell, placed: &Placed, page: Page) -> String {
    if placed.bar == 0 {
        return String::new();
    }
    let bar = spark::bar(heatmap::amount(cell).unwrap_or(0.0), BAR);
    format!(" {}", page.paint.drawing(&escape::left(&bar, BAR)))
}

/// The cell as it stands in the grid.
pub fn shown(cell: &Cell, unit: Unit) -> String {
    number::human(cell, unit)
}

/// Whether a column holds shares of a whole, which are drawn as bars.
pub fn is_share(column: &Column) -> bool {
    column.unit == Unit::Rate && (column.name == "share" || column.name.ends_with("_share"))
}

fn is_total(table: &Table, row: &[Cell]) -> bool {
    let dimensions = table.columns.iter().zip(row).filter(|(column, _)| column.theme == Theme::Dimension);
    dimensions.into_iter().any(|(_, cell)| matches!(cell, Cell::Text(text) if text == "(total)"))
}

/// Where each row is a bucket: the most important figures drawn over the buckets.
fn write_trends(table: &Table, layout: &Layout, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let mut dimensions = table.columns.iter().filter(|column| column.theme == Theme::Dimension);
    let by_bucket =
        dimensions.next().is_some_and(|column| column.name == "bucket") && dimensions.next().is_none();
    if !by_bucket || table.rows.len() < 3 {
        return Ok(());
    }
    let mut figures: Vec<usize> = layout.placed.iter().map(|placed| placed.column).collect();
    figures.retain(|place| {
        let column = &table.columns[*place];
        column.theme != Theme::Dimension && matches!(column.part, Part::Own | Part::Median)
    });
    figures.sort_by_key(|place| table.columns[*place].importance);
    figures.truncate(DRAWN);
    let labels: Vec<String> = figures.iter().map(|place| heading::label(&table.columns[*place])).collect();
    let widest = labels.iter().map(|label| escape::width(label)).max().unwrap_or(0);
    let room = page.width.saturating_sub(widest + GAP).max(1);
    let mut started = false;
    for (label, place) in labels.iter().zip(figures) {
        let values: Vec<Option<f64>> = table.rows.iter().map(|row| heatmap::amount(&row[place])).collect();
        let line = spark::line(&values, room);
        if !line.is_empty() {
            if !started {
                writeln!(out)?;
            }
            started = true;
            writeln!(out, "{}  {}", page.paint.dim(&escape::left(label, widest)), page.paint.drawing(&line))?;
        }
    }
    Ok(())
}
