//! The main figures of a table of buckets, drawn under it.

use super::cell::GAP;
use super::layout::PageLayout;
use super::spark::{most, SparkValues};
use super::{beside, TerminalPage};
use crate::render::escape;
use crate::report::{BucketSpan, Column, Table};
use std::io::{self, Write};

/// Figures drawn.
const DRAWN: usize = 3;

/// Where each row is a bucket: the most important figures drawn over the buckets.
pub fn write(table: &Table, layout: &PageLayout, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    let mut dimensions = table.columns.iter().filter(|column| column.is_dimension());
    let by_bucket = dimensions.next().is_some_and(Column::is_bucket) && dimensions.next().is_none();
    if !by_bucket || table.rows.len() < 3 {
        return Ok(());
    }
    let mut figures: Vec<usize> = layout.placed.iter().map(|placed| placed.column).collect();
    figures.retain(|place| is_drawn(&table.columns[*place]));
    figures.sort_by_key(|place| table.columns[*place].importance);
    figures.truncate(DRAWN);
    let labels: Vec<String> = figures.iter().map(|place| page.words.label(&table.columns[*place])).collect();
    let widest = labels.iter().map(|label| escape::width(label)).max().unwrap_or(0);
    let room = page.width.saturating_sub(widest + GAP).max(1);
    let cut = cut_ends(table);
    let mut started = false;
    for (label, place) in labels.iter().zip(figures) {
        let values: Vec<Option<f64>> = table.rows.iter().map(|row| row[place].amount()).collect();
        let drawn = SparkValues { values: &values, counts: beside::is_count(&table.columns[place]), cut };
        let line = drawn.line(room);
        if !line.is_empty() {
            if !started {
                writeln!(out)?;
            }
            started = true;
            writeln!(out, "{}  {}", page.paint.dim(&escape::left(label, widest)), page.paint.drawing(&line))?;
        }
    }
    if started && table.rows.len() > most(room) {
        writeln!(out, "{}", page.paint.dim(&page.words.last_drawn(most(room))))?;
    }
    Ok(())
}

/// Whether the period cuts the buckets of the first and the last row.
fn cut_ends(table: &Table) -> [bool; 2] {
    [table.rows.first(), table.rows.last()].map(|row| {
        let label = row.and_then(|row| row[0].text());
        label.is_some_and(|label| table.aside.span(&label).is_some_and(BucketSpan::is_cut))
    })
}

fn is_drawn(column: &Column) -> bool {
    !column.is_dimension() && column.is_main()
}
