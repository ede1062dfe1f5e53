//! A single-row table for people: the headline in boxes, the rest in groups by theme.

use super::flow::{self, FlowEntry, FlowField};
use super::{beside, headline, TerminalPage};
use crate::render::escape;
use crate::render::figures::{self, ShownFigure};
use crate::report::{Cell, Table, Theme};
use std::io::{self, Write};

const THEMES: [Theme; 6] =
    [Theme::Dimension, Theme::Volume, Theme::Speed, Theme::Targets, Theme::Quality, Theme::Ai];

/// Writes the headline, then a group a theme. A duration of the headline stands in its group
/// too, where its count, mean and p90 have room.
pub fn write(table: &Table, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    let figures = figures::of(table);
    let heading = headline::figures(table, &figures);
    headline::write(table, &heading, page, out)?;
    let mut started = !heading.is_empty();
    let groups = groups(table, &figures, &heading);
    let alone = !started && groups.len() == 1;
    for (theme, rest) in groups {
        if started {
            writeln!(out)?;
        }
        started = true;
        if !alone {
            writeln!(out, "{}", page.paint.bold(page.words.theme(theme)))?;
        }
        write_group(table, &rest, page, out)?;
    }
    Ok(())
}

/// The figures that stand under the headline, by theme.
fn groups<'a>(
    table: &Table,
    figures: &'a [ShownFigure],
    heading: &[&'a ShownFigure],
) -> Vec<(Theme, Vec<&'a ShownFigure>)> {
    let mut groups = Vec::new();
    for theme in THEMES {
        let own = figures.iter().filter(|figure| table.columns[figure.main].theme == theme);
        let under: Vec<_> = own.filter(|figure| is_duration(figure) || !heading.contains(figure)).collect();
        if !under.is_empty() {
            groups.push((theme, under));
        }
    }
    groups
}

fn is_duration(figure: &ShownFigure) -> bool {
    figure.count.is_some() || figure.mean.is_some() || figure.p90.is_some()
}

fn write_group(
    table: &Table,
    figures: &[&ShownFigure],
    page: TerminalPage,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (empty, filled): (Vec<&ShownFigure>, Vec<&ShownFigure>) =
        figures.iter().partition(|figure| table.rows[0][figure.main] == Cell::Missing);
    let (durations, plain): (Vec<&ShownFigure>, Vec<&ShownFigure>) =
        filled.iter().partition(|figure| is_duration(figure));
    let plain: Vec<FlowEntry> = plain.iter().map(|figure| plain_entry(table, figure, page)).collect();
    let durations: Vec<FlowEntry> =
        durations.iter().map(|figure| duration_entry(table, figure, page)).collect();
    let width = page.width - 2;
    let kinds = [
        FlowField::Label,
        FlowField::Value,
        FlowField::Change,
        FlowField::Small,
        FlowField::Small,
        FlowField::Small,
    ];
    let lines = flow::lines(&plain, &kinds[..4], width, page.paint);
    for line in lines.into_iter().chain(flow::lines(&durations, &kinds, width, page.paint)) {
        writeln!(out, "  {line}")?;
    }
    write_empty(table, &empty, page, out)
}

/// Label, value and change.
fn entry(table: &Table, figure: &ShownFigure, page: TerminalPage) -> FlowEntry {
    let label = page.words.card(&table.columns[figure.main]);
    let (change, tone) = beside::change(table, figure, page.words);
    FlowEntry { fields: vec![label, page.shown(table, figure.main), change], tone }
}

/// With of how many a mean is, or the limit that a rate is told by.
fn plain_entry(table: &Table, figure: &ShownFigure, page: TerminalPage) -> FlowEntry {
    let mut entry = entry(table, figure, page);
    let small = beside::many(table, figure, false, page.words);
    entry.fields.push(small.or_else(|| beside::limits(table, figure, page.words)).unwrap_or_default());
    entry
}

/// With of how many it is the median, with mean and p90.
fn duration_entry(table: &Table, figure: &ShownFigure, page: TerminalPage) -> FlowEntry {
    let mut entry = entry(table, figure, page);
    entry.fields.push(beside::many(table, figure, false, page.words).unwrap_or_default());
    for (name, place) in [(page.words.mean, figure.mean), (page.words.p90, figure.p90)] {
        let text = place.map(|place| format!("{name} {}", page.shown(table, place)));
        entry.fields.push(text.unwrap_or_default());
    }
    entry
}

/// Names figures without a value together, as they have nothing else to tell.
fn write_empty(
    table: &Table,
    figures: &[&ShownFigure],
    page: TerminalPage,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<String> =
        figures.iter().map(|figure| page.words.label(&table.columns[figure.main])).collect();
    let indent = page.words.no_data;
    let blank = " ".repeat(escape::width(indent));
    let lines = escape::wrap(&names, ", ", page.width.saturating_sub(blank.len() + 3).max(1));
    for (place, line) in lines.iter().enumerate() {
        let start = if place == 0 { indent } else { &blank };
        let comma = if place + 1 < lines.len() { "," } else { "" };
        writeln!(out, "  {}", page.paint.dim(&format!("{start}{line}{comma}")))?;
    }
    Ok(())
}
