//! The main figures as a row of boxes: label, value and change, what it was and is of, and how it went over the period.

use super::spark::SparkValues;
use super::{beside, TerminalPage};
use crate::render::escape;
use crate::render::figures::ShownFigure;
use crate::render::paint::Tone;
use crate::report::Table;
use std::io::{self, Write};

/// A box is never narrower inside than this or the longest label…
const NARROWEST: usize = 16;
/// …nor wider than this, unless the line of a trend has more values,
const WIDE: usize = 26;
/// of which so many get a column each.
const WIDEST: usize = 45;

struct HeadlineBlock {
    label: String,
    /// What the value is of many, in small print: a median.
    kind: &'static str,
    value: String,
    change: String,
    tone: Tone,
    /// Small print, in lines.
    small: Vec<String>,
    trend: Option<Vec<Option<f64>>>,
    counts: bool,
}

/// The figures heading the table, in order; columns the table lacks are passed over.
pub fn figures<'a>(table: &Table, figures: &'a [ShownFigure]) -> Vec<&'a ShownFigure> {
    let mut heading = Vec::new();
    for id in &table.headline {
        heading.extend(figures.iter().filter(|figure| {
            let column = &table.columns[figure.main];
            column.figure == *id && column.is_main()
        }));
    }
    heading
}

/// Writes the boxes; nothing without figures.
pub fn write(
    table: &Table,
    figures: &[&ShownFigure],
    page: TerminalPage,
    out: &mut dyn Write,
) -> io::Result<()> {
    if figures.is_empty() {
        return Ok(());
    }
    let (across, inside) = measure(table, figures, page);
    let blocks: Vec<HeadlineBlock> =
        figures.iter().map(|figure| block(table, figure, inside, page)).collect();
    let sides = vec!["─".repeat(inside + 2); across];
    writeln!(out, "{}", page.paint.dim(&format!("╭{}╮", sides.join("┬"))))?;
    for (place, row) in blocks.chunks(across).enumerate() {
        if place > 0 {
            writeln!(out, "{}", page.paint.dim(&format!("├{}┤", sides.join("┼"))))?;
        }
        write_row(row, across, inside, page, out)?;
    }
    writeln!(out, "{}", page.paint.dim(&format!("╰{}╯", sides.join("┴"))))
}

/// How many boxes stand beside each other, and how wide they are inside.
fn measure(table: &Table, figures: &[&ShownFigure], page: TerminalPage) -> (usize, usize) {
    let labels = figures.iter().map(|figure| page.words.card(&table.columns[figure.main]));
    let longest = labels.map(|label| escape::width(&label)).max().unwrap_or(0).clamp(NARROWEST, WIDE);
    let most = ((page.width - 1) / (longest + 3)).max(1);
    let across = figures.len().div_ceil(figures.len().div_ceil(most));
    let drawn = table.trends.iter().map(|trend| trend.values.len()).max().unwrap_or(0);
    let narrowest = NARROWEST.min(page.width - 4);
    let widest = drawn.clamp(WIDE, WIDEST);
    (across, ((page.width - 1) / across).saturating_sub(3).clamp(narrowest, widest))
}

fn write_row(
    row: &[HeadlineBlock],
    across: usize,
    inside: usize,
    page: TerminalPage,
    out: &mut dyn Write,
) -> io::Result<()> {
    let edge = page.paint.dim("│");
    let small = row.iter().map(|block| block.small.len()).max().unwrap_or(0);
    let drawn = usize::from(row.iter().any(|block| block.trend.is_some()));
    for line in 0..2 + small + drawn {
        let mut cells = String::new();
        for place in 0..across {
            let cell = match row.get(place) {
                Some(block) if line < 2 + small => block_line(block, line, inside, page),
                Some(block) => trend_line(block, inside, page),
                None => " ".repeat(inside),
            };
            cells.push_str(&format!("{edge} {cell} "));
        }
        writeln!(out, "{cells}{edge}")?;
    }
    Ok(())
}

fn block(table: &Table, figure: &ShownFigure, inside: usize, page: TerminalPage) -> HeadlineBlock {
    let column = &table.columns[figure.main];
    let trend = table.trends.iter().find(|trend| trend.figure == column.figure && column.of.is_none());
    let label = escape::cut(&page.words.card(column), inside).into_owned();
    let kind = beside::kind(table, figure, page.words);
    let has_room = escape::width(&label) + 1 + escape::width(kind) <= inside;
    let (change, tone) = beside::change(table, figure, page.words);
    let small = beside::small_print(table, figure, has_room, inside, page.words);
    HeadlineBlock {
        label,
        kind: if has_room { kind } else { "" },
        value: page.shown(table, figure.main),
        change,
        tone,
        small: escape::wrap(&small, " · ", inside),
        trend: trend.map(|trend| trend.values.clone()),
        counts: beside::is_count(column),
    }
}

fn block_line(block: &HeadlineBlock, line: usize, inside: usize, page: TerminalPage) -> String {
    let paint = page.paint;
    match line {
        0 => {
            let room = inside.saturating_sub(escape::width(&block.label));
            format!("{}{}", block.label, paint.dim(&escape::right(block.kind, room)))
        }
        1 => {
            let value = escape::cut(&block.value, inside);
            let room = inside.saturating_sub(escape::width(&value));
            let change = if escape::width(&block.change) < room { block.change.as_str() } else { "" };
            format!("{}{}", paint.bold(&value), paint.tone(block.tone, &escape::right(change, room)))
        }
        _ => {
            let text = block.small.get(line - 2).map_or("", String::as_str);
            paint.dim(&escape::left(&escape::cut(text, inside), inside))
        }
    }
}

fn trend_line(block: &HeadlineBlock, inside: usize, page: TerminalPage) -> String {
    let values = block.trend.as_deref().unwrap_or_default();
    let drawn = SparkValues { values, counts: block.counts, cut: [false; 2] };
    page.paint.drawing(&escape::left(&drawn.line(inside), inside))
}
