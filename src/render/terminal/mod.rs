//! The report for people at a terminal: scope, then cards, grids and heat maps.

mod beside;
mod cards;
mod cell;
mod flow;
mod grid;
mod headline;
mod layout;
mod spark;
mod trends;
mod week;

use super::heatmap::HeatMap;
use super::paint::Paint;
use super::prose::wrapped;
use super::{escape, figures, Manuscript, Words, WriteReport};
use crate::report::Table;
use std::io::{self, Write};

/// Columns assumed where output is piped.
const PIPED_WIDTH: usize = 200;

/// The room there is and whether it may be coloured.
#[derive(Debug, Clone, Copy)]
struct TerminalPage {
    words: &'static Words,
    width: usize,
    paint: Paint,
    all_columns: bool,
}

impl TerminalPage {
    /// What a single-row table holds at that place, as people read it.
    fn shown(self, table: &Table, place: usize) -> String {
        cell::text(table, place, &table.rows[0][place], self)
    }
}

/// Writes the scope and every section, its title above it where there are several.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, style } = manuscript;
    let page = TerminalPage {
        words: style.words,
        width: style.width.unwrap_or(PIPED_WIDTH).max(20),
        paint: Paint { color: style.color },
        all_columns: style.all_columns,
    };
    for line in escape::wrap(&page.words.scope(&report.scope), " · ", page.width) {
        writeln!(out, "{}", page.paint.dim(&line))?;
    }
    // What a report stands on is for the person who looks at it, not for who reads it through a pipe.
    let exports = report.input.exports.iter().filter(|_| style.width.is_some());
    for export in exports {
        for line in escape::wrap(&page.words.export(export), " · ", page.width) {
            writeln!(out, "{}", page.paint.dim(&line))?;
        }
    }
    for table in sections {
        writeln!(out)?;
        // Boxes need no title.
        if sections.len() > 1 && table.headline.is_empty() {
            writeln!(out, "{}\n", page.paint.bold(&page.words.title(&table.name)))?;
        }
        if let Some(head) = &table.list {
            for line in escape::wrap(&page.words.list_head(head), " · ", page.width) {
                writeln!(out, "{}", page.paint.bold(&line))?;
            }
            writeln!(out)?;
        }
        write_table(table, page, out)?;
        if table.rest > 0 {
            writeln!(out, "{}", page.paint.dim(&page.words.rest(table.rest)))?;
        }
        if let Some(coverage) = table.coverage {
            for line in wrapped(&page.words.coverage(coverage), page.width) {
                writeln!(out, "{}", page.paint.dim(&line))?;
            }
        }
    }
    Ok(WriteReport::default())
}

fn write_table(table: &Table, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    if table.row_count() == 0 {
        return writeln!(out, "{}", page.paint.dim(page.words.no_rows));
    }
    if let Some(map) = HeatMap::of(table) {
        return week::write(&map, page, out);
    }
    if figures::is_single(table) {
        cards::write(table, page, out)
    } else {
        grid::write(table, page, out)
    }
}
