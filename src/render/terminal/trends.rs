//! The main figures of a table of buckets, drawn under it.

use super::cell::GAP;
use super::layout::PageLayout;
use super::{spark, TerminalPage};
use crate::render::{escape, heading, heatmap};
use crate::report::{Part, Table, Theme};
use std::io::{self, Write};

/// Figures drawn.
const DRAWN: usize = 3;

/// Where each row is a bucket: the most important figures drawn over the buckets.
pub fn write(table: &Table, layout: &PageLayout, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
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
