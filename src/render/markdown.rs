//! The report as Markdown: title, scope, and a pipe table a section with numbers for people.

use super::figures::{self, ShownFigure};
use super::heatmap::HeatMap;
use super::{escape, Manuscript, Words, WriteReport};
use crate::report::{Cell, Table, Unit, PIECE};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes title, scope line and every section, its title above it where there are several.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, style } = manuscript;
    let words = style.words;
    writeln!(out, "# {}\n", escape::markdown(&words.title(&report.name)))?;
    let scope: Vec<String> = words.scope(&report.scope).iter().map(|piece| escape::markdown(piece)).collect();
    writeln!(out, "{}", scope.join(" · "))?;
    for table in sections {
        if sections.len() > 1 {
            writeln!(out, "\n## {}", escape::markdown(&words.title(&table.name)))?;
        }
        writeln!(out)?;
        write_table(table, words, out)?;
        if let Some(coverage) = table.coverage {
            writeln!(out, "\n{}", escape::markdown(&words.coverage(coverage)))?;
        }
    }
    Ok(WriteReport::default())
}

fn write_table(table: &Table, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    if let Some(map) = HeatMap::of(table) {
        return write_map(&map, words, out);
    }
    if figures::is_single(table) {
        return write_figures(table, words, out);
    }
    let labels: Vec<String> =
        table.columns.iter().map(|column| escape::markdown(&words.label(column))).collect();
    let rules: Vec<&str> = table.columns.iter().map(|column| rule(column.unit)).collect();
    write_row(&labels, out)?;
    write_row(&rules, out)?;
    for row in table.pieces(PIECE).flat_map(Cow::into_owned) {
        let cells = row.iter().zip(&table.columns).map(|(cell, column)| text(cell, column.unit, words));
        write_row(&cells.collect::<Vec<String>>(), out)?;
    }
    Ok(())
}

fn write_map(map: &HeatMap, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let hours = (0..24).map(|hour| hour.to_string());
    write_row(
        &std::iter::once(escape::markdown(map.label.of(words.language))).chain(hours).collect::<Vec<_>>(),
        out,
    )?;
    write_row(&std::iter::once("---").chain([("---:"); 24]).collect::<Vec<_>>(), out)?;
    for (name, hours) in words.days.iter().zip(&map.days) {
        let mut row = vec![(*name).to_owned()];
        for value in hours {
            row.push(text(&value.map_or(Cell::Missing, Cell::Number), Unit::Count, words));
        }
        write_row(&row, out)?;
    }
    Ok(())
}

fn write_figures(table: &Table, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let figures = figures::of(table);
    let compared = figures.iter().any(|figure| figure.change.is_some() || figure.previous.is_some());
    let shown = if compared { 4 } else { 2 };
    write_row(&words.figures[..shown], out)?;
    write_row(&["---", "---:", "---:", "---:"][..shown], out)?;
    for figure in &figures {
        let label = escape::markdown(&words.label(&table.columns[figure.main]));
        let mut cells = vec![label, value(table, figure, words)];
        if compared {
            for place in [figure.previous, figure.change] {
                cells.push(place.map_or_else(String::new, |place| shown_at(table, place, words)));
            }
        }
        write_row(&cells, out)?;
    }
    Ok(())
}

/// The main value, and what stands small beside it in brackets.
fn value(table: &Table, figure: &ShownFigure, words: &Words) -> String {
    let main = shown_at(table, figure.main, words);
    let mut beside = Vec::new();
    for (name, place) in figure.small_print(words) {
        beside.extend(place.map(|place| format!("{name} {}", shown_at(table, place, words))));
    }
    if beside.is_empty() || table.rows[0][figure.main] == Cell::Missing {
        main
    } else {
        format!("{main} ({})", beside.join(", "))
    }
}

fn shown_at(table: &Table, place: usize, words: &Words) -> String {
    text(&table.rows[0][place], table.columns[place].unit, words)
}

fn text(cell: &Cell, unit: Unit, words: &Words) -> String {
    match cell {
        Cell::Text(text) if unit != Unit::Instant => escape::markdown(text),
        other => escape::markdown(&words.cell(other, unit)),
    }
}

fn rule(unit: Unit) -> &'static str {
    match unit {
        Unit::Text | Unit::Instant | Unit::Flag => "---",
        Unit::Count
        | Unit::Seconds
        | Unit::Rate
        | Unit::Score
        | Unit::Nps
        | Unit::Ratio
        | Unit::Money
        | Unit::Change
        | Unit::Points
        | Unit::Difference => "---:",
    }
}

fn write_row(cells: &[impl AsRef<str>], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}
