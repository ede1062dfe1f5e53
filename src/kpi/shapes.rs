//! Shapes that are no plain fold: rankings of tags, shares of a total, trends over the period.

use super::compare::{beside, compared};
use super::definition::Kpi;
use super::families::volume::CONVERSATIONS;
use super::figures::{Group, Label};
use super::fold::Figure;
use super::layout::{plain, Cut, Layout};
use super::section::Section;
use super::select::{Axis, AXES};
use super::table::{Run, Side};
use crate::facts::{Dimension, Domain};
use crate::report::{Cell, Column, Table, Theme, Trend, Unit, Versus};
use crate::scope::bucket::Every;
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
    let layout = Layout::along("tag", "Tag", Axis::Several(&tags)).named(&naming).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    with_share(run, &mut table)?;
    rank(&mut table, run.limit.unwrap_or(TAGS_SHOWN));
    Ok(table)
}

/// Rows shown of tags where nobody asks for more.
const TAGS_SHOWN: usize = 10;

/// Puts the rows with the greatest first figure first, those alike by name, and leaves `limit` of them; 0: all.
pub fn rank(table: &mut Table, limit: usize) {
    table.rows.sort_by(|a, b| whole(&b[1]).cmp(&whole(&a[1])).then_with(|| a[0].text().cmp(&b[0].text())));
    cut(&mut table.rows, limit);
}

/// Leaves the first rows; 0: all.
pub fn cut<T>(rows: &mut Vec<T>, limit: usize) {
    if limit > 0 {
        rows.truncate(limit);
    }
}

/// Classes that rows are told apart by.
pub struct Classes<'a> {
    /// The name of their column.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What they are called themselves.
    pub names: Vec<Cell>,
    /// The place of a row's class by row and instant; `NONE`: it has none.
    pub class: &'a dyn Fn(usize, i64) -> u32,
}

/// A row a class, zeros kept, within each group of the dimensions asked for.
///
/// # Errors
/// As [`Run::table`]; also if there are too many dimensions.
pub fn classified(run: &Run, section: &Section, own: &Classes) -> Result<Table> {
    let outer = Layout::of(&run.dimensions(&[])?);
    if outer.axes.len() >= AXES {
        bail!("section {} has room for two dimensions\nhint: leave one out of --by", section.name);
    }
    let naming = |axis: usize, label: &Label| match label {
        Label::Class(class) => own.names[*class as usize].clone(),
        label => plain(axis, label),
    };
    let mut known: BTreeSet<Group> = outer.always.iter().cloned().collect();
    for side in std::iter::once(&run.now).chain(&run.before) {
        known.extend(run.grid(side, &outer.axes, section.kpis).known());
    }
    let classes = |group: &Group| -> Vec<Group> {
        (0..own.names.len() as u32).map(|class| [group.as_slice(), &[Label::Class(class)]].concat()).collect()
    };
    let always = known.iter().flat_map(classes).collect();
    let layout = Layout {
        always,
        ..outer.and(Layout::along(own.name, own.label, Axis::Class(own.class))).named(&naming)
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

/// One number as a fraction of another; nothing if that is 0.
pub fn share_of(part: i64, whole: i64) -> Cell {
    match whole {
        0 => Cell::Missing,
        whole => Cell::Number(part as f64 / whole as f64),
    }
}

fn share_column() -> Column {
    Column::of_figure("share", "Share", Unit::Rate, Theme::Volume)
}

/// The columns that hold a count of the period and of the one compared with.
fn places(table: &Table, kpi: &Kpi) -> (Option<usize>, Option<usize>) {
    let of =
        |versus| table.columns.iter().position(|column| column.figure == kpi.id && column.versus == versus);
    (of(Versus::Now), of(Versus::Previous))
}

/// Adds each row's share of all conversations in scope.
///
/// # Errors
/// As [`Run::grid`].
pub fn with_share(run: &Run, table: &mut Table) -> Result<()> {
    let all = |side: &Side| -> Result<i64> {
        Ok(run.grid(&side.whole(), &[], &[&CONVERSATIONS]).get(&Vec::new(), 0)[0].count())
    };
    let now = all(&run.now)?;
    let before = run.before.as_ref().map(all).transpose()?;
    let places = places(table, &CONVERSATIONS);
    for row in &mut table.rows {
        let share = |at: Option<usize>, all: i64| share_of(at.map_or(0, |at| whole(&row[at])), all);
        let current = share(places.0, now);
        let previous = before.map(|all| share(places.1, all));
        row.extend(beside(Unit::Rate, current, previous));
    }
    table.columns.extend(compared(share_column(), before.is_some()));
    Ok(())
}

/// Adds each row's share of the `size` rows it stands among.
pub fn share_within(table: &mut Table, kpi: &Kpi, size: usize) {
    let (Some(now), before) = places(table, kpi) else { return };
    for rows in table.rows.chunks_mut(size) {
        let sum = |at: usize, rows: &[Vec<Cell>]| rows.iter().map(|row| whole(&row[at])).sum::<i64>();
        let all = (sum(now, rows), before.map(|at| sum(at, rows)));
        for row in rows {
            let current = share_of(whole(&row[now]), all.0);
            let previous = before.zip(all.1).map(|(at, all)| share_of(whole(&row[at]), all));
            row.extend(beside(Unit::Rate, current, previous));
        }
    }
    table.columns.extend(compared(share_column(), before.is_some()));
}

/// Bucket size of a trend: days up to 45 of them, weeks up to a year, else months.
fn auto_bucket(period: &Period) -> Every {
    match period.days() {
        0..=45 => Every::Day,
        46..=366 => Every::Week,
        _ => Every::Month,
    }
}

/// Heads a table with figures and follows them over the period, where people are to see it undivided; a figure that is
/// split has a place for each value and is not followed.
///
/// # Errors
/// If the period has too many buckets.
pub fn head(run: &Run, table: &mut Table, headline: &[&'static Kpi]) -> Result<()> {
    if run.trends && run.by.is_empty() && run.every.is_none() {
        let followed: Vec<&Kpi> = headline.iter().copied().filter(|kpi| kpi.split().is_none()).collect();
        table.headline = headline.iter().map(|kpi| kpi.id.to_string()).collect();
        table.trends = trends(run, &followed, auto_bucket(&run.now.period))?;
    }
    Ok(())
}

fn trends(run: &Run, kpis: &[&'static Kpi], every: Every) -> Result<Vec<Trend>> {
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
        figure: kpi.id.to_string(),
        values: (0..side.buckets.len()).map(|bucket| value(&grid.get(&everything, bucket)[at])).collect(),
    };
    Ok(kpis.iter().enumerate().map(trend).collect())
}
