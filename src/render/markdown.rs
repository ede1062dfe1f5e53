//! The report as Markdown: title, scope, and a pipe table a section with numbers for people.

use super::figures::{self, ShownFigure};
use super::heatmap::{HeatMap, DAYS};
use super::{escape, heading, number, Manuscript, WriteReport};
use crate::report::{Cell, Column, Table, Theme, Unit};
use std::io::{self, Write};

/// Writes title, scope line and every section, its title above it where there are several.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, .. } = manuscript;
    writeln!(out, "# {}\n", escape::markdown(&heading::title(&report.name)))?;
    let scope: Vec<String> =
        heading::scope(&report.scope).iter().map(|piece| escape::markdown(piece)).collect();
    writeln!(out, "{}", scope.join(" · "))?;
    for table in sections {
        if sections.len() > 1 {
            writeln!(out, "\n## {}", escape::markdown(&heading::title(&table.name)))?;
        }
        writeln!(out)?;
        write_table(table, out)?;
    }
    Ok(WriteReport::default())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if let Some(map) = HeatMap::of(table) {
        return write_map(&map, out);
    }
    if figures::is_single(table) {
        return write_figures(table, out);
    }
    let labels: Vec<String> =
        table.columns.iter().map(|column| escape::markdown(&heading::label(column))).collect();
    let rules = table.columns.iter().map(|column| rule(column.unit).to_owned()).collect::<Vec<_>>();
    write_row(&labels, out)?;
    write_row(&rules, out)?;
    for row in &table.rows {
        let cells: Vec<String> =
            row.iter().zip(&table.columns).map(|(cell, column)| cell_text(cell, column)).collect();
        write_row(&cells, out)?;
    }
    Ok(())
}

fn write_map(map: &HeatMap, out: &mut dyn Write) -> io::Result<()> {
    let hours = (0..24).map(|hour| hour.to_string());
    write_row(&std::iter::once(escape::markdown(&map.label)).chain(hours).collect::<Vec<_>>(), out)?;
    write_row(&std::iter::once("---").chain([("---:"); 24]).collect::<Vec<_>>(), out)?;
    for (name, hours) in DAYS.iter().zip(&map.days) {
        let cells = hours.iter().map(|value| text(&value.map_or(Cell::Missing, Cell::Number), Unit::Count));
        write_row(&std::iter::once((*name).to_owned()).chain(cells).collect::<Vec<_>>(), out)?;
    }
    Ok(())
}

fn write_figures(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let figures = figures::of(table);
    let compared = figures.iter().any(|figure| figure.change.is_some() || figure.previous.is_some());
    match compared {
        true => out.write_all(b"| Figure | Value | Previous | Change |\n| --- | ---: | ---: | ---: |\n")?,
        false => out.write_all(b"| Figure | Value |\n| --- | ---: |\n")?,
    }
    for figure in &figures {
        let mut cells =
            vec![escape::markdown(&heading::label(&table.columns[figure.main])), value(table, figure)];
        if compared {
            let at = |place: Option<usize>| place.map_or_else(String::new, |place| shown(table, place));
            cells.extend([at(figure.previous), at(figure.change)]);
        }
        write_row(&cells, out)?;
    }
    Ok(())
}

/// The main value, and what stands small beside it in brackets.
fn value(table: &Table, figure: &ShownFigure) -> String {
    let main = shown(table, figure.main);
    let beside: Vec<String> = [("n", figure.count), ("mean", figure.mean), ("p90", figure.p90)]
        .into_iter()
        .filter_map(|(name, place)| Some(format!("{name} {}", shown(table, place?))))
        .collect();
    match beside.is_empty() || table.rows[0][figure.main] == Cell::Missing {
        true => main,
        false => format!("{main} ({})", beside.join(", ")),
    }
}

fn shown(table: &Table, place: usize) -> String {
    text(&table.rows[0][place], table.columns[place].unit)
}

fn cell_text(cell: &Cell, column: &Column) -> String {
    match cell {
        Cell::Text(range) if column.name == "group" && column.theme == Theme::Dimension => {
            escape::markdown(&heading::interval(range).unwrap_or_else(|| range.clone()))
        }
        cell => text(cell, column.unit),
    }
}

fn text(cell: &Cell, unit: Unit) -> String {
    match cell {
        Cell::Text(text) if unit != Unit::Instant => escape::markdown(text),
        other => escape::markdown(&number::human(other, unit)),
    }
}

fn rule(unit: Unit) -> &'static str {
    match unit {
        Unit::Text | Unit::Instant | Unit::Flag => "---",
        _ => "---:",
    }
}

fn write_row(cells: &[impl AsRef<str>], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}
