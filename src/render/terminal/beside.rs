//! What stands beside a figure of a single row: its change, what it was, of how many it is, the limit it is judged by.

use crate::render::figures::ShownFigure;
use crate::render::fill::fill;
use crate::render::paint::Tone;
use crate::render::verdict::Verdict;
use crate::render::{escape, Words};
use crate::report::{Cell, Column, Judged, Part, Table, Unit};

/// What the main value is of many: a median, a mean; nothing where it is no such thing.
pub fn kind(table: &Table, figure: &ShownFigure, words: &Words) -> &'static str {
    let column = &table.columns[figure.main];
    match (column.part, column.unit) {
        (Part::Median, _) => words.median,
        (Part::Own, Unit::Score) | (Part::Mean, _) => words.mean,
        (Part::Own | Part::Count | Part::P90, _) => "",
    }
}

/// Whether a column counts things, so that nothing is 0.
pub fn is_count(column: &Column) -> bool {
    matches!(column.unit, Unit::Count | Unit::Money)
}

/// How the main value changed, `▲ 25%`, and what that says; empty where there is nothing to compare.
pub fn change(table: &Table, figure: &ShownFigure, words: &Words) -> (String, Tone) {
    let row = &table.rows[0];
    let judged = figure.change.and_then(|place| Some((place, Verdict::of(table, row, place)?)));
    let Some((place, verdict)) = judged else { return (String::new(), Tone::Plain) };
    let size = words.change_size(&row[place], table.columns[place].unit);
    (format!("{} {size}", verdict.way.arrow()), verdict.tone)
}

/// `was 25m 46s`, `of 67` and `88.7% in time`, in pieces; nothing of a figure without a value.
pub fn small_print(
    table: &Table,
    figure: &ShownFigure,
    kind_is_said: bool,
    room: usize,
    words: &Words,
) -> Vec<String> {
    if table.rows[0][figure.main] == Cell::Missing {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    pieces.extend(previous(table, figure, room, words));
    pieces.extend(many(table, figure, kind_is_said, words));
    pieces.extend(in_time(table, figure, words));
    pieces
}

/// What it was, and whether it is better or worse now where that has room.
fn previous(table: &Table, figure: &ShownFigure, room: usize, words: &Words) -> Option<String> {
    let row = &table.rows[0];
    let place = figure.previous.filter(|place| row[*place] != Cell::Missing)?;
    let value = words.valued(&row[place], &table.columns[place]);
    let verdict = figure.change.and_then(|place| Verdict::of(table, row, place));
    let beside = &words.beside;
    let than = match verdict.map(|verdict| verdict.tone) {
        Some(Tone::Good) => beside.better_than,
        Some(Tone::Bad) => beside.worse_than,
        Some(Tone::Plain | Tone::Muted) | None => beside.was,
    };
    let said = fill(than, &[("value", &value)]);
    Some(if escape::width(&said) <= room { said } else { fill(beside.was, &[("value", &value)]) })
}

/// Of how many a median or mean is: `median of 67`, or `n 67` where it is said elsewhere that it is one.
pub fn many(table: &Table, figure: &ShownFigure, kind_is_said: bool, words: &Words) -> Option<String> {
    let kind = kind(table, figure, words);
    if kind.is_empty() {
        return None;
    }
    let column = &table.columns[figure.main];
    let count = match figure.count {
        Some(place) => table.rows[0][place].clone(),
        None => table.aside.base(&column.figure).map_or(Cell::Missing, |base| Cell::Whole(base.now)),
    };
    let number = words.cell(&count, Unit::Count);
    match (count, kind_is_said) {
        (Cell::Missing, true) => None,
        (Cell::Missing, false) => Some(kind.to_owned()),
        (_, true) => Some(format!("{} {number}", words.count)),
        (_, false) => Some(fill(words.beside.of_many, &[("kind", kind), ("n", &number)])),
    }
}

/// How often a duration kept to its limit, and the limit.
fn in_time(table: &Table, figure: &ShownFigure, words: &Words) -> Option<String> {
    let id = &table.columns[figure.main].figure;
    let judged = table.aside.judged.iter().find(|judged| judged.figure == *id)?;
    let rate = table.place(&judged.rate)?;
    let cell = &table.rows[0][rate];
    if *cell == Cell::Missing {
        return None;
    }
    let rate = words.cell(cell, table.columns[rate].unit);
    let rate = fill(words.beside.in_time, &[("rate", &rate)]);
    Some(match words.limits(&judged.limits) {
        Some(limit) if judged.limits.len() == 1 => format!("{rate}, {limit}"),
        _ => rate,
    })
}

/// The limits that a rate is told by.
pub fn limits(table: &Table, figure: &ShownFigure, words: &Words) -> Option<String> {
    let id = &table.columns[figure.main].figure;
    let judged: Option<&Judged> = table.aside.judged.iter().find(|judged| judged.rate == *id);
    words.limits(&judged?.limits)
}
