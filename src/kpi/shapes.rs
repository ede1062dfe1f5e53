//! Shapes that are no plain fold: rankings of tags, shares of a total.

use super::axis::{Axis, Classing, AXES};
use super::compare::{beside, compared};
use super::definition::Kpi;
use super::families::volume::CONVERSATIONS;
use super::figures::{Group, EVERYTHING};
use super::layout::{Cut, GroupNames, Layout};
use super::section::Section;
use super::table::{Run, Side};
use crate::advice::Advised;
use crate::facts::dimension::TAG;
use crate::facts::Dimension;
use crate::fitting::numbered;
use crate::language::Labels;
use crate::report::{Cell, Column, Table, Theme, Unit, Versus};
use anyhow::{bail, Result};
use std::borrow::Cow;
use std::cmp::Reverse;
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
    let tags = Axis::Valued(&TAG);
    let layout = Layout::along("tag", ["Tag", "Tag", "Tag", "Tagg", "Schlagwort"], tags).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    with_share(run, &mut table);
    rank(&mut table, run.limit.unwrap_or(TAGS_SHOWN));
    Ok(table)
}

/// Rows shown of tags where nobody asks for more.
const TAGS_SHOWN: usize = 10;

/// Puts the rows with the greatest first figure first, those alike by name, and leaves `limit` of them; 0: all.
pub fn rank(table: &mut Table, limit: usize) {
    let key = |row: &[Cell]| (Reverse(whole(&row[1])), row[0].text().map(Cow::into_owned));
    table.sort_by(key, Ord::cmp);
    if limit > 0 {
        table.rest = table.settle(limit);
        table.rest += cut(&mut table.rows, limit);
    }
}

/// Leaves the first rows; 0: all. Says how many are gone.
pub fn cut<T>(rows: &mut Vec<T>, limit: usize) -> usize {
    let rest = if limit > 0 { rows.len().saturating_sub(limit) } else { 0 };
    rows.truncate(rows.len() - rest);
    rest
}

/// Classes that rows are told apart by, with what people call them.
pub struct NamedClasses {
    /// What people call their column.
    pub label: Labels,
    /// What they are called themselves.
    pub names: Vec<Cell>,
    /// The place of each row's class; it has the name of the column.
    pub classing: Classing,
}

/// A row a class, zeros kept, within each group of the dimensions asked for.
///
/// # Errors
/// As [`Run::table`]; also if there are too many dimensions.
pub fn classified(run: &Run, section: &Section, own: &NamedClasses) -> Result<Table> {
    let outer = Layout::of(&run.dimensions(&[])?);
    if outer.axes.len() >= AXES {
        let what = format!("section {} has room for two dimensions", section.name);
        bail!(Advised::new(what, "leave one out of --by"));
    }
    let mut known: BTreeSet<Group> = outer.always.iter().copied().collect();
    for side in std::iter::once(&run.now).chain(&run.before) {
        known.extend(run.grid(side, &outer.axes, section.kpis).known());
    }
    let mut always = Vec::new();
    for mut group in known {
        for class in 0..numbered(own.names.len()) {
            group[outer.axes.len()] = class;
            always.push(group);
        }
    }
    let inner = Layout::along(own.classing.name, own.label, Axis::Classed(own.classing.clone()));
    let layout = Layout { always, ..outer.and(inner).named(GroupNames::Listed(&own.names)) };
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
    Column::of_figure("share", ["Share", "Aandeel", "Udział", "Andel", "Anteil"], Unit::Rate, Theme::Volume)
}

/// The column of a count.
fn place(table: &Table, kpi: &Kpi, versus: Versus) -> Option<usize> {
    table.columns.iter().position(|column| column.figure == kpi.id && column.versus == versus)
}

/// Adds each row's share of all conversations in scope.
pub fn with_share(run: &Run, table: &mut Table) {
    let now =
        WholeOf { column: place(table, &CONVERSATIONS, Versus::Now), all: conversations(run, &run.now) };
    let before = run.before.as_ref().map(|side| WholeOf {
        column: place(table, &CONVERSATIONS, Versus::Previous),
        all: conversations(run, side),
    });
    table.columns.extend(compared(share_column(), before.is_some()));
    table.change_rows(move |row| {
        let previous = before.as_ref().map(|before| before.share(row));
        row.extend(beside(Unit::Rate, now.share(row), previous));
    });
}

/// All conversations in scope.
fn conversations(run: &Run, side: &Side) -> i64 {
    run.grid(&side.whole(), &[], &[&CONVERSATIONS]).get(&EVERYTHING, 0)[0].count()
}

/// What the numbers of a column are shares of.
struct WholeOf {
    /// The column; without one, its numbers are 0.
    column: Option<usize>,
    all: i64,
}

impl WholeOf {
    fn share(&self, row: &[Cell]) -> Cell {
        share_of(self.column.map_or(0, |column| whole(&row[column])), self.all)
    }
}

/// Adds each row's share of the `size` rows it stands among.
pub fn share_within(table: &mut Table, kpi: &Kpi, size: usize) {
    let Some(now) = place(table, kpi, Versus::Now) else { return };
    let before = place(table, kpi, Versus::Previous);
    table.settle(usize::MAX);
    for rows in table.rows.chunks_mut(size) {
        let now = WholeOf { column: Some(now), all: sum(rows, now) };
        let before = before.map(|column| WholeOf { column: Some(column), all: sum(rows, column) });
        for row in rows {
            let previous = before.as_ref().map(|before| before.share(row));
            row.extend(beside(Unit::Rate, now.share(row), previous));
        }
    }
    table.columns.extend(compared(share_column(), before.is_some()));
}

/// The sum of a column of counts.
fn sum(rows: &[Vec<Cell>], column: usize) -> i64 {
    rows.iter().map(|row| whole(&row[column])).sum()
}
