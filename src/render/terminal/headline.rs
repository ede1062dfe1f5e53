//! The main figures as a row of boxes: label, value, change, and how it went over the period.

use super::{spark, TerminalPage};
use crate::render::escape;
use crate::render::figures::ShownFigure;
use crate::report::{Cell, Table, Unit};
use std::io::{self, Write};

/// A box is never narrower inside than this…
const NARROWEST: usize = 16;
/// …nor wider than this, unless the line of a trend has more values,
const WIDE: usize = 26;
/// of which so many get a column each; more are averaged.
const WIDEST: usize = 45;

struct HeadlineBlock {
    label: String,
    value: String,
    beside: String,
    trend: Option<Vec<Option<f64>>>,
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
    let blocks: Vec<HeadlineBlock> = figures.iter().map(|figure| block(table, figure, page)).collect();
    let most = ((page.width - 1) / (NARROWEST + 3)).max(1);
    let rows = blocks.len().div_ceil(most);
    let across = blocks.len().div_ceil(rows);
    let drawn = blocks.iter().filter_map(|block| block.trend.as_ref().map(Vec::len)).max().unwrap_or(0);
    let narrowest = NARROWEST.min(page.width - 4);
    let inside = ((page.width - 1) / across).saturating_sub(3).clamp(narrowest, drawn.clamp(WIDE, WIDEST));
    let sides = vec!["─".repeat(inside + 2); across];
    writeln!(out, "{}", page.paint.dim(&format!("╭{}╮", sides.join("┬"))))?;
    for (place, row) in blocks.chunks(across).enumerate() {
        if place > 0 {
            writeln!(out, "{}", page.paint.dim(&format!("├{}┤", sides.join("┼"))))?;
        }
        let edge = page.paint.dim("│");
        let drawn = row.iter().any(|block| block.trend.is_some());
        for line in 0..if drawn { 3 } else { 2 } {
            let cells = (0..across).map(|place| match row.get(place) {
                Some(block) => block_line(block, line, inside, page),
                None => " ".repeat(inside),
            });
            let cells: Vec<String> = cells.map(|cell| format!("{edge} {cell} ")).collect();
            writeln!(out, "{}{edge}", cells.concat())?;
        }
    }
    writeln!(out, "{}", page.paint.dim(&format!("╰{}╯", sides.join("┴"))))
}

fn block(table: &Table, figure: &ShownFigure, page: TerminalPage) -> HeadlineBlock {
    let column = &table.columns[figure.main];
    let trend = table.trends.iter().find(|trend| trend.figure == column.figure);
    HeadlineBlock {
        label: page.words.label(column),
        value: page.shown(table, figure.main),
        beside: beside(table, figure, page),
        trend: trend.map(|trend| trend.values.clone()),
    }
}

/// The change where there is one, else of how many a duration tells.
fn beside(table: &Table, figure: &ShownFigure, page: TerminalPage) -> String {
    let row = &table.rows[0];
    let is_duration = table.columns[figure.main].unit == Unit::Seconds;
    match (figure.change, figure.count) {
        (Some(change), _) if row[change] != Cell::Missing => page.shown(table, change),
        (_, Some(count)) if is_duration && row[figure.main] != Cell::Missing => {
            format!("{} {}", page.words.count, page.shown(table, count))
        }
        (_, _) => String::new(),
    }
}

fn block_line(block: &HeadlineBlock, line: usize, inside: usize, page: TerminalPage) -> String {
    match line {
        0 => escape::left(&escape::cut(&block.label, inside), inside),
        1 => {
            let value = escape::cut(&block.value, inside);
            let room = inside.saturating_sub(escape::width(&value));
            let beside = if escape::width(&block.beside) < room { block.beside.as_str() } else { "" };
            format!("{}{}", page.paint.bold(&value), page.paint.dim(&escape::right(beside, room)))
        }
        _ => {
            let line = block.trend.as_ref().map(|values| spark::line(values, inside)).unwrap_or_default();
            page.paint.drawing(&escape::left(&line, inside))
        }
    }
}
