//! From grids to tables: columns from figures, rows from buckets and groups, the comparison beside them.

use super::compare::{change, change_unit};
use super::fold::Figure;
use super::grid::{name_of, Grid, Group, Label};
use super::query::{Anchor, Axis, View, AXES};
use super::{Asked, Kpi, Section};
use crate::facts::{Dimension, Facts, NONE, NUMBER_SCALE};
use crate::report::{Cell, Column, Part, Table, Theme, Unit};
use crate::scope::bucket::{Buckets, Every};
use crate::scope::clockface::Clockface;
use crate::scope::filter::Sieve;
use crate::scope::period::Period;
use anyhow::{bail, Result};
use chrono::Weekday;

/// One side of a comparison: a period and its buckets.
pub struct Side {
    /// The period.
    pub period: Period,
    /// Its buckets; one without a name where no size was asked for.
    pub buckets: Buckets,
}

/// Everything a section is made from.
pub struct Run<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The filters.
    pub sieve: &'a Sieve,
    /// What places facts.
    pub anchor: Anchor,
    /// The period looked at.
    pub now: Side,
    /// The period compared with.
    pub before: Option<Side>,
    /// Dimensions asked for.
    pub by: Vec<&'static Dimension>,
    /// Bucket size asked for.
    pub every: Option<Every>,
    /// First day of the week.
    pub week_start: Weekday,
    /// Rows shown of a ranking, if asked for; 0: all.
    pub limit: Option<usize>,
    /// Whether the main figures are followed over the period, for people.
    pub trends: bool,
    /// Upper limits of the first-response groups in milliseconds, ascending; one more group has no end.
    pub groups: Vec<i64>,
}

impl Side {
    /// A period cut into buckets.
    ///
    /// # Errors
    /// If there would be too many.
    pub fn new(period: Period, every: Option<Every>, week_start: Weekday) -> Result<Side> {
        let buckets = match every {
            Some(every) => Buckets::new(&period, every, week_start)?,
            None => Buckets::whole(&period),
        };
        Ok(Side { period, buckets })
    }

    /// The same period as one bucket.
    fn whole(&self) -> Side {
        Side { period: self.period, buckets: Buckets::whole(&self.period) }
    }
}

/// What tells the rows of a table apart.
pub struct Layout<'a> {
    /// Column name and label of each axis.
    pub columns: Vec<(String, String)>,
    /// The axes.
    pub axes: Vec<Axis<'a>>,
    /// What classes and rows without a value are called.
    pub naming: &'a dyn Fn(usize, &Label) -> Cell,
    /// Groups that stand there even if nothing happened.
    pub always: Vec<Group>,
    /// A row over everything at the end of each bucket.
    pub total: Option<Cell>,
    /// Cut into buckets by `--every`.
    pub buckets: Option<Option<Every>>,
}

/// The name of a value, nothing for no value.
pub fn plain(_: usize, label: &Label) -> Cell {
    match label {
        Label::Name(name) => Cell::Text(name.clone()),
        Label::Class(class) => Cell::Whole(i64::from(*class)),
        Label::Nobody => Cell::Missing,
    }
}

impl<'a> Layout<'a> {
    /// One row a group of these dimensions.
    pub fn of(dimensions: &[&'static Dimension]) -> Layout<'a> {
        Layout {
            columns: dimensions.iter().map(|d| (d.id.to_string(), d.label.to_string())).collect(),
            axes: dimensions.iter().map(|d| Axis::Dimension(d)).collect(),
            naming: &plain,
            always: if dimensions.is_empty() { vec![Vec::new()] } else { Vec::new() },
            total: None,
            buckets: None,
        }
    }
}

impl Run<'_> {
    /// A command's own dimensions and those asked for, own first.
    ///
    /// # Errors
    /// If they are more than three.
    pub fn dimensions(&self, own: &[&'static Dimension]) -> Result<Vec<&'static Dimension>> {
        let mut dimensions = own.to_vec();
        for dimension in &self.by {
            if !dimensions.iter().any(|other| std::ptr::eq(*other, *dimension)) {
                dimensions.push(dimension);
            }
        }
        if dimensions.len() > AXES {
            let names: Vec<&str> = dimensions.iter().map(|d| d.id).collect();
            bail!("{} are more than three dimensions\nhint: leave one out of --by", names.join(", "));
        }
        Ok(dimensions)
    }

    /// The buckets of a side, cut anew where a section has a size of its own.
    fn side(&self, side: &Side, own: Option<Option<Every>>) -> Result<Side> {
        match own {
            None => Ok(Side { period: side.period, buckets: side.buckets.clone() }),
            Some(None) => Ok(side.whole()),
            Some(every) => Side::new(side.period, every, self.week_start),
        }
    }

    /// What is looked at in these buckets.
    pub fn view<'b>(&'b self, buckets: &'b Buckets) -> View<'b> {
        View { buckets, sieve: self.sieve, anchor: self.anchor }
    }

    /// The figures of one side, in the order of [`Asked::all`].
    pub fn grid(&self, side: &Side, axes: &[Axis], kpis: &[&'static Kpi]) -> Result<Grid> {
        let naming = |axis: usize, code: u32| name_of(self.facts, &axes[axis], code);
        let asked = Asked::all(kpis, self.facts);
        Grid::new(self.facts, &self.view(&side.buckets), axes, &naming, &asked)
    }

    /// The local clock over everything that is placed.
    pub fn clock(&self) -> Clockface {
        let earliest = self.before.as_ref().map_or(self.now.period.from, |before| before.period.from);
        Clockface::new(self.now.period.zone, earliest.min(self.now.period.from), self.now.period.to)
    }

    /// A table with a row a bucket and group.
    ///
    /// # Errors
    /// If the query engine refuses; also if a section has a bucket size of its own that is too small.
    pub fn table(&self, name: &str, layout: &Layout, kpis: &[&'static Kpi]) -> Result<Table> {
        self.table_of(name, layout, kpis, &|_| true)
    }

    /// A table in which only groups stand of which a figure that `decides` says something.
    ///
    /// # Errors
    /// As [`Run::table`].
    pub fn table_of(
        &self,
        name: &str,
        layout: &Layout,
        kpis: &[&'static Kpi],
        decides: &dyn Fn(&Kpi) -> bool,
    ) -> Result<Table> {
        let now = self.side(&self.now, layout.buckets)?;
        let before = self.before.as_ref().map(|side| self.side(side, layout.buckets)).transpose()?;
        let grids = Grids::new(self, layout, kpis, &now, before.as_ref())?;
        let kpis = &Asked::all(kpis, self.facts);
        let mut groups = grids.known(&|place| decides(&kpis[place]));
        groups.extend(layout.always.iter().cloned());
        let every = layout.buckets.unwrap_or(self.every);
        let mut table = Table {
            name: name.to_string(),
            columns: columns(self.facts, layout, kpis, every, before.is_some()),
            rows: Vec::new(),
            trends: Vec::new(),
            headline: Vec::new(),
        };
        for (bucket, label) in now.buckets.labels.iter().enumerate() {
            let start: Vec<Cell> = if every.is_some() { vec![Cell::Text(label.clone())] } else { Vec::new() };
            for group in &groups {
                let names = group.iter().enumerate().map(|(axis, label)| (layout.naming)(axis, label));
                let figures = grids.row(group, bucket, kpis);
                table.rows.push(start.iter().cloned().chain(names).chain(figures).collect());
            }
            if let Some(total) = &layout.total {
                let figures = grids.total(bucket, kpis);
                table.rows.push(start.iter().cloned().chain([total.clone()]).chain(figures).collect());
            }
        }
        Ok(table)
    }
}

/// The figures of both sides, and their totals.
struct Grids {
    now: Grid,
    before: Option<Grid>,
    total: Option<(Grid, Option<Grid>)>,
}

impl Grids {
    fn new(
        run: &Run,
        layout: &Layout,
        kpis: &[&'static Kpi],
        now: &Side,
        before: Option<&Side>,
    ) -> Result<Grids> {
        let of = |axes: &[Axis]| -> Result<(Grid, Option<Grid>)> {
            let before = before.map(|side| run.grid(side, axes, kpis)).transpose()?;
            Ok((run.grid(now, axes, kpis)?, before))
        };
        let (now, before) = of(&layout.axes)?;
        let total = layout.total.is_some().then(|| of(&[])).transpose()?;
        Ok(Grids { now, before, total })
    }

    fn known(&self, decides: &dyn Fn(usize) -> bool) -> std::collections::BTreeSet<Group> {
        let mut groups = self.now.known_by(decides);
        groups.extend(self.before.iter().flat_map(|grid| grid.known_by(decides)));
        groups
    }

    fn row(&self, group: &Group, bucket: usize, kpis: &[Asked]) -> Vec<Cell> {
        let before = self.before.as_ref().map(|grid| grid.paired(group, bucket));
        cells(kpis, self.now.get(group, bucket), before)
    }

    fn total(&self, bucket: usize, kpis: &[Asked]) -> Vec<Cell> {
        let Some((now, before)) = &self.total else { return Vec::new() };
        let everything = Group::new();
        let before = before.as_ref().map(|grid| grid.paired(&everything, bucket));
        cells(kpis, now.get(&everything, bucket), before)
    }
}

/// Each value, followed by the one before (none where no bucket stands opposite) and the change if there is a comparison.
fn cells(kpis: &[Asked], now: &[Figure], before: Option<Option<&[Figure]>>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (place, kpi) in kpis.iter().enumerate() {
        let current = figure_cells(kpi, &now[place]);
        let opposite = |figures: &[Figure]| figure_cells(kpi, &figures[place]);
        let nothing = || vec![Cell::Missing; current.len()];
        let previous = before.map(|figures| figures.map_or_else(nothing, opposite));
        for (at, cell) in current.iter().cloned().enumerate() {
            let previous = previous.as_ref().map(|cells| cells[at].clone());
            cells.push(cell.clone());
            if let Some(previous) = previous {
                let changed = change(kpi.unit(), &cell, &previous);
                cells.extend([previous, changed]);
            }
        }
    }
    cells
}

fn figure_cells(kpi: &Kpi, figure: &Figure) -> Vec<Cell> {
    match (kpi.unit(), figure) {
        (Unit::Seconds, Figure::Duration { n, sum, median, p90 }) => vec![
            Cell::Whole(*n),
            Cell::Number(*sum as f64 / (*n as f64 * 1000.0)),
            Cell::Number(median / 1000.0),
            Cell::Number(p90 / 1000.0),
        ],
        (Unit::Seconds, _) => vec![Cell::Whole(0), Cell::Missing, Cell::Missing, Cell::Missing],
        (Unit::Money, Figure::Count(sum)) => vec![Cell::Number(*sum as f64 / NUMBER_SCALE as f64)],
        (_, Figure::Count(count)) => vec![Cell::Whole(*count)],
        (_, Figure::Fraction { part, whole }) => vec![Cell::Number(*part as f64 / *whole as f64)],
        _ => vec![Cell::Missing],
    }
}

fn columns(
    facts: &Facts,
    layout: &Layout,
    kpis: &[Asked],
    every: Option<Every>,
    is_compared: bool,
) -> Vec<Column> {
    let dimension = |name: &str, label: &str| Column {
        name: name.to_string(),
        label: label.to_string(),
        unit: Unit::Text,
        theme: Theme::Dimension,
        part: Part::Own,
        importance: 0,
    };
    let mut columns = Vec::new();
    columns.extend(every.map(|every| dimension("bucket", bucket_label(every))));
    columns.extend(layout.columns.iter().map(|(name, label)| dimension(name, label)));
    for column in kpis.iter().flat_map(|asked| asked_columns(facts, asked)) {
        columns.push(column.clone());
        if is_compared {
            columns.extend(compared(&column));
        }
    }
    columns
}

/// What one bucket is.
fn bucket_label(every: Every) -> &'static str {
    match every {
        Every::Hour => "Hour",
        Every::Day => "Day",
        Every::Week => "Week",
        Every::Month => "Month",
        Every::Quarter => "Quarter",
        Every::Year => "Year",
    }
}

/// The two columns beside one that is compared.
pub fn compared(column: &Column) -> [Column; 2] {
    [
        beside(column, "previous", "before", Part::Previous, column.unit),
        beside(column, "change", "change", Part::Change, change_unit(column.unit)),
    ]
}

fn beside(column: &Column, ending: &str, word: &str, part: Part, unit: Unit) -> Column {
    Column {
        name: format!("{}_{ending}", column.name),
        label: format!("{}, {word}", column.label),
        unit,
        part,
        importance: column.importance + 1,
        ..column.clone()
    }
}

/// The columns of one figure; a value it is asked for ends their names.
fn asked_columns(facts: &Facts, asked: &Asked) -> Vec<Column> {
    let mut columns = kpi_columns(asked.kpi);
    let value = asked.kpi.split().zip(asked.value).filter(|(_, code)| *code != NONE);
    if let Some((split, code)) = value {
        let text = facts.dictionary(split.domain).text(code);
        for column in &mut columns {
            column.name = format!("{}_{text}", column.name);
            column.label = format!("{}, {text}", column.label);
        }
    }
    columns
}

/// The columns of one figure.
pub fn kpi_columns(kpi: &Kpi) -> Vec<Column> {
    let column = |ending: &str, word: &str, unit: Unit, part: Part, less: u8| Column {
        name: format!("{}{ending}", kpi.id),
        label: format!("{}{word}", kpi.label),
        unit,
        theme: kpi.theme,
        part,
        importance: kpi.importance + less,
    };
    match kpi.unit() {
        Unit::Seconds => vec![
            column("_n", ", number", Unit::Count, Part::Count, 4),
            column("_mean_s", ", mean", Unit::Seconds, Part::Mean, 3),
            column("_median_s", ", median", Unit::Seconds, Part::Median, 0),
            column("_p90_s", ", p90", Unit::Seconds, Part::P90, 2),
        ],
        unit => vec![column("", "", unit, Part::Own, 0)],
    }
}

/// The table of a section that is told apart by dimensions alone.
///
/// # Errors
/// As [`Run::table`].
pub fn grouped(run: &Run, section: &Section, own: &[&'static Dimension]) -> Result<Table> {
    run.table(section.name, &Layout::of(&run.dimensions(own)?), section.kpis)
}
