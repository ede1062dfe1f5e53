//! Shapes that are no plain fold: rankings of tags, shares of a total, trends over the period.

use super::columns::compared;
use super::compare::change;
use super::definition::Kpi;
use super::families::volume::CONVERSATIONS;
use super::figures::{Group, Label};
use super::fold::Figure;
use super::layout::{plain, Layout};
use super::section::Section;
use super::select::{Axis, AXES};
use super::table::{Run, Side};
use crate::facts::{Dimension, Domain};
use crate::report::{Cell, Column, Part, Table, Theme, Trend, Unit};
use crate::scope::bucket::{Buckets, Every};
use crate::scope::period::Period;
use anyhow::{bail, Result};
use std::collections::BTreeSet;

/// The table of a section that is told apart by dimensions alone.
///
/// # Errors
/// As [`Run::table`].
pub fn grouped(run: &Run, section: &Section, own: &[&'static Dimension]) -> Result<Table> {
    run.table(section.name, &Layout::of(&run.dimensions(own)?), section.kpis)
}

/// Tags with the most conversations first, each with its share of all conversations; untagged ones are no row.
///
/// # Errors
/// As [`Run::table`].
pub fn ranked_tags(run: &Run, section: &Section) -> Result<Table> {
    let tags = |conversation: usize| run.facts.tags.get(conversation);
    let names = run.facts.dictionary(Domain::Tag);
    let naming = |_: usize, label: &Label| match label {
        Label::Class(code) => Cell::Text(names.text(*code).to_string()),
        _ => Cell::Missing,
    };
    let layout = Layout {
        columns: vec![("tag".to_string(), "Tag".to_string())],
        axes: vec![Axis::Several(&tags)],
        naming: &naming,
        always: Vec::new(),
        total: None,
        buckets: Some(None),
    };
    let mut table = run.table(section.name, &layout, section.kpis)?;
    with_share(run, &mut table)?;
    table.rows.sort_by(|a, b| whole(&b[1]).cmp(&whole(&a[1])).then_with(|| text(&a[0]).cmp(text(&b[0]))));
    cut(&mut table.rows, run.limit.unwrap_or(FIRST));
    Ok(table)
}

/// Rows shown of tags where nobody asks for more.
const FIRST: usize = 10;

/// Leaves the first rows of a ranking; 0: all.
pub fn cut<T>(rows: &mut Vec<T>, limit: usize) {
    if limit > 0 {
        rows.truncate(limit);
    }
}

/// A row a class, zeros kept, within each group of the dimensions asked for.
///
/// # Errors
/// As [`Run::table`]; also if there are too many dimensions.
pub fn classified(
    run: &Run,
    section: &Section,
    (column, label): (&str, &str),
    names: &[String],
    class: &dyn Fn(usize, i64) -> u32,
) -> Result<Table> {
    let outer = Layout::of(&run.dimensions(&[])?);
    if outer.axes.len() >= AXES {
        bail!("section {} has room for two dimensions\nhint: leave one out of --by", section.name);
    }
    let naming = |axis: usize, label: &Label| match label {
        Label::Class(class) => Cell::Text(names[*class as usize].clone()),
        label => plain(axis, label),
    };
    let mut known: BTreeSet<Group> = outer.always.iter().cloned().collect();
    for side in std::iter::once(&run.now).chain(&run.before) {
        known.extend(run.grid(side, &outer.axes, section.kpis).known());
    }
    let classes = |group: &Group| -> Vec<Group> {
        (0..names.len() as u32).map(|class| [group.as_slice(), &[Label::Class(class)]].concat()).collect()
    };
    let layout = Layout {
        columns: [outer.columns, vec![(column.to_string(), label.to_string())]].concat(),
        axes: [outer.axes, vec![Axis::Class(class)]].concat(),
        naming: &naming,
        always: known.iter().flat_map(classes).collect(),
        total: None,
        buckets: None,
    };
    run.table(section.name, &layout, section.kpis)
}

/// The number of a cell that holds a whole one.
pub fn whole(cell: &Cell) -> i64 {
    match cell {
        Cell::Whole(number) => *number,
        _ => 0,
    }
}

/// The text of a cell that holds one.
pub fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        _ => "",
    }
}

/// One number as a fraction of another; nothing if that is 0.
pub fn share_of(part: i64, whole: i64) -> Cell {
    match whole {
        0 => Cell::Missing,
        whole => Cell::Number(part as f64 / whole as f64),
    }
}

fn share_column() -> Column {
    Column {
        name: "share".to_string(),
        label: "Share".to_string(),
        unit: Unit::Rate,
        theme: Theme::Volume,
        part: Part::Own,
        importance: 0,
    }
}

fn place(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// Adds each row's share of all conversations in scope.
///
/// # Errors
/// As [`Run::grid`].
pub fn with_share(run: &Run, table: &mut Table) -> Result<()> {
    let all = |side: &Side| -> Result<i64> {
        let side = Side { period: side.period, buckets: Buckets::whole(&side.period) };
        Ok(run.grid(&side, &[], &[&CONVERSATIONS]).get(&Vec::new(), 0)[0].count())
    };
    let now = all(&run.now)?;
    let before = run.before.as_ref().map(all).transpose()?;
    let places = (place(table, "conversations"), place(table, "conversations_previous"));
    for row in &mut table.rows {
        let share = |at: Option<usize>, all: i64| share_of(at.map_or(0, |at| whole(&row[at])), all);
        let current = share(places.0, now);
        let previous = before.map(|all| share(places.1, all));
        push_share(row, current, previous);
    }
    push_share_columns(table, before.is_some());
    Ok(())
}

/// Adds each row's share of the `size` rows it stands among.
pub fn share_within(table: &mut Table, column: &str, size: usize) {
    let (Some(now), before) = (place(table, column), place(table, &format!("{column}_previous"))) else {
        return;
    };
    for rows in table.rows.chunks_mut(size) {
        let sum = |at: usize, rows: &[Vec<Cell>]| rows.iter().map(|row| whole(&row[at])).sum::<i64>();
        let all = (sum(now, rows), before.map(|at| sum(at, rows)));
        for row in rows {
            let current = share_of(whole(&row[now]), all.0);
            let previous = before.zip(all.1).map(|(at, all)| share_of(whole(&row[at]), all));
            push_share(row, current, previous);
        }
    }
    push_share_columns(table, before.is_some());
}

fn push_share(row: &mut Vec<Cell>, now: Cell, before: Option<Cell>) {
    let Some(before) = before else { return row.push(now) };
    let changed = change(Unit::Rate, &now, &before);
    row.extend([now, before, changed]);
}

fn push_share_columns(table: &mut Table, is_compared: bool) {
    let column = share_column();
    table.columns.push(column.clone());
    if is_compared {
        table.columns.extend(compared(&column));
    }
}

/// Bucket size of a trend: days up to 45 of them, weeks up to a year, else months.
pub fn auto_bucket(period: &Period) -> Every {
    match period.days() {
        0..=45 => Every::Day,
        46..=366 => Every::Week,
        _ => Every::Month,
    }
}

/// How figures went over the period.
///
/// # Errors
/// As [`Run::grid`].
pub fn trends(run: &Run, kpis: &[&'static Kpi], every: Every) -> Result<Vec<Trend>> {
    let side = Side::new(run.now.period, Some(every), run.week_start)?;
    let grid = run.grid(&side, &[], kpis);
    let value = |figure: &Figure| match figure {
        Figure::Empty => None,
        Figure::Count(count) => Some(*count as f64),
        Figure::Duration { median, .. } => Some(*median),
        Figure::Fraction { part, whole } => Some(*part as f64 / *whole as f64),
    };
    let everything = Vec::new();
    let trend = |(at, kpi): (usize, &&'static Kpi)| Trend {
        column: main_column(kpi),
        values: (0..side.buckets.len()).map(|bucket| value(&grid.get(&everything, bucket)[at])).collect(),
    };
    Ok(kpis.iter().enumerate().map(trend).collect())
}

/// The column people see first.
pub fn main_column(kpi: &Kpi) -> String {
    match kpi.unit() {
        Unit::Seconds => format!("{}_median_s", kpi.id),
        _ => kpi.id.to_string(),
    }
}
