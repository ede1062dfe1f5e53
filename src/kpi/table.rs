//! From grids to tables: columns from figures, rows from buckets and groups, the comparison beside them.

use super::answers::{Answers, Query, QueryAnswer, Sought};
use super::aside;
use super::asked::Asked;
use super::axis::{Axis, AXES};
use super::columns::columns;
use super::definition::Kpi;
use super::figures::{in_order, with_parts, FigureQuery, Grid, Group};
use super::group_rows::{Grids, GroupRows};
use super::layout::{Cut, Layout};
use super::select::{RowChoice, View};
use crate::advice::Advised;
use crate::facts::{Dimension, Facts, Target};
use crate::report::{Cell, Column, RowSource, Table, Unit, BUCKET, PIECE};
use crate::scope::bucket::{Buckets, Every};
use crate::scope::filter::Sieve;
use crate::scope::period::Period;
use crate::scope::question::Question;
use crate::time::face::Clockface;
use anyhow::{bail, Result};
use chrono::Weekday;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One side of a comparison: a period and its buckets.
#[derive(Clone)]
pub struct Side {
    /// The period.
    pub period: Period,
    /// Its buckets; one without a name where no size was asked for.
    pub buckets: Buckets,
}

/// Where main figures head a table, drawn as they went over the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadlinePlace {
    /// Programs and plain documents have figures alone.
    Nowhere,
    /// In boxes at a terminal.
    AtTerminal,
    /// On the cards of a page.
    OnPages,
}

/// Everything a section is made from.
#[derive(Clone)]
pub struct Run<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The filters, over these facts.
    pub sieve: &'a Sieve<'a>,
    /// What was asked of the facts, and the answers.
    pub answers: &'a Answers,
    /// What is asked: as it was given, or as far as it bears on the facts of the report.
    pub question: Cow<'a, Question>,
    /// The period looked at.
    pub now: Side,
    /// The period compared with.
    pub before: Option<Side>,
    /// Rows shown of a ranking, if asked for; 0: all.
    pub limit: Option<usize>,
    /// Where the main figures are drawn as they went over the period, for people.
    pub drawn: HeadlinePlace,
    /// Whether a row over everything is added where programs, which add up rows, find none; for people.
    pub totals: bool,
    /// The columns and figures that are shown or sorted by, by their names; `None`: all.
    pub named: Option<&'a [String]>,
    /// Upper limits of the first-response groups in milliseconds, ascending; one more group has no end.
    pub groups: Vec<i64>,
    /// The targets of channels, for people; empty where teams have targets of their own.
    pub targets: BTreeMap<String, Target>,
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
    pub fn whole(&self) -> Side {
        Side { period: self.period, buckets: Buckets::whole(&self.period) }
    }
}

impl<'a> Run<'a> {
    /// The same for facts that belong to no conversation: nothing filters them or tells them apart, their own moment
    /// places them, and the period is one bucket.
    pub fn without_conversations(&self) -> Run<'a> {
        let question = Question { every: None, filters: Vec::new(), ..self.question.of_lone_facts() };
        Run {
            question: Cow::Owned(question),
            sieve: Sieve::OPEN,
            now: self.now.whole(),
            before: self.before.as_ref().map(Side::whole),
            drawn: HeadlinePlace::Nowhere,
            ..self.clone()
        }
    }

    /// A command's own dimensions and those asked for, own first.
    ///
    /// # Errors
    /// If they are more than three.
    pub fn dimensions(&self, own: &[&'static Dimension]) -> Result<Vec<&'static Dimension>> {
        let mut dimensions = own.to_vec();
        for &dimension in &self.question.by {
            if !dimensions.contains(&dimension) {
                dimensions.push(dimension);
            }
        }
        if dimensions.len() > AXES {
            let names: Vec<&str> = dimensions.iter().map(|d| d.id).collect();
            let what = format!("{} are more than three dimensions", names.join(", "));
            bail!(Advised::new(what, "leave one out of --by"));
        }
        Ok(dimensions)
    }

    /// The buckets of a side, cut anew where a section has a size of its own.
    fn side(&self, side: &Side, cut: Cut) -> Result<Side> {
        match cut {
            Cut::AsAsked => Ok(side.clone()),
            Cut::Whole => Ok(side.whole()),
            Cut::Into(every) => Side::new(side.period, Some(every), self.question.week_start),
        }
    }

    /// What is looked at in these buckets.
    pub fn view<'b>(&'b self, buckets: &'b Buckets) -> View<'b> {
        View { facts: self.facts, buckets, sieve: self.sieve, anchor: self.question.anchor }
    }

    /// What is sought in these buckets comes to.
    fn answer(&self, sought: Sought, buckets: &Buckets) -> Arc<QueryAnswer> {
        let (anchor, is_filtered) = (self.question.anchor, !self.sieve.is_open());
        let query = Query { sought, buckets: buckets.clone(), anchor, is_filtered };
        self.answers.to(query, self.facts, self.sieve)
    }

    /// The figures of one side, in the order of `Asked::all`.
    pub fn grid(&self, side: &Side, axes: &[Axis], kpis: &[&'static Kpi]) -> Grid {
        let asked = Asked::all(kpis, self.facts);
        let all: Vec<usize> = (0..asked.len()).collect();
        self.grid_of(side, axes, (&asked, &all))
    }

    /// The figures of one side, shown at these places among those asked for.
    fn grid_of(&self, side: &Side, axes: &[Axis], (asked, shown): (&[Asked], &[usize])) -> Grid {
        let (figures, anchor) = (with_parts(asked), self.question.anchor);
        let sought = Sought::Figures { axes: axes.to_vec(), figures: figures.clone() };
        let answer = self.answer(sought, &side.buckets);
        let buckets = side.buckets.len();
        let query = FigureQuery { figures: &figures, asked: asked.len(), shown, buckets, anchor };
        Grid::new(&query, answer, self.facts)
    }

    /// The places of the figures that a table shows. Where groups are followed over buckets, rows may be millions, and what
    /// nobody asked to see of them is not made; elsewhere sections work out columns of theirs from all.
    fn shown(&self, layout: &Layout, asked: &[Asked]) -> Vec<usize> {
        let is_followed = layout.cut.every(self.question.every).is_some() && !layout.axes.is_empty();
        let named = self.named.filter(|_| is_followed && layout.axes.iter().all(Axis::is_of_dimension));
        let is_shown =
            |kpi: &Asked| named.is_none_or(|named| named.iter().any(|name| name.starts_with(kpi.id)));
        (0..asked.len()).filter(|&place| is_shown(&asked[place])).collect()
    }

    /// Whether any row of the period counts.
    pub fn is_met(&self, source: RowChoice) -> bool {
        matches!(*self.answer(Sought::Any(source), &self.now.buckets), QueryAnswer::Any(true))
    }

    /// The local clock over everything that is placed.
    pub fn clock(&self) -> Arc<Clockface> {
        let earliest = self.before.as_ref().map_or(self.now.period.from, |before| before.period.from);
        let from = earliest.min(self.now.period.from);
        Arc::new(Clockface::new(self.now.period.zone, from, self.now.period.to))
    }

    /// A table with a row a bucket and group.
    ///
    /// # Errors
    /// If a section has a bucket size of its own that is too small.
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
        let now = self.side(&self.now, layout.cut)?;
        let before = self.before.as_ref().map(|side| self.side(side, layout.cut)).transpose()?;
        let asked = Asked::all(kpis, self.facts);
        let shown = self.shown(layout, &asked);
        let of = |axes: &[Axis]| {
            let of = |side| self.grid_of(side, axes, (&asked, &shown));
            (of(&now), before.as_ref().map(of))
        };
        let total = layout.total.is_some().then(|| of(&[]));
        let (grid, opposite) = of(&layout.axes);
        let grids = Grids { now: grid, before: opposite, total };
        let is_single = layout.axes.is_empty() && layout.cut.every(self.question.every).is_none();
        let mut groups = grids.known(&|place| decides(&asked[place]));
        groups.extend(&layout.always);
        groups.sort_unstable_by(|a, b| in_order(self.facts, &layout.axes, a, b));
        groups.dedup();
        let kpis: Vec<Asked> = shown.iter().map(|&place| asked[place]).collect();
        let every = layout.cut.every(self.question.every);
        let mut heads: Vec<Column> = every.map(bucket_column).into_iter().collect();
        heads.extend(layout.columns.iter().cloned());
        heads.extend(columns(self.facts, &kpis, before.is_some()));
        let mut table = Table::new(name, heads, Vec::new());
        if shown.len() < asked.len() {
            table.unasked = columns(self.facts, &asked, before.is_some());
        }
        table.aside.groups = layout.columns.iter().map(|column| column.figure.clone()).collect();
        table.aside.spans = aside::spans(&self.now.period, every, self.question.week_start);
        if is_single {
            table.aside.bases = grids.bases(&kpis);
        }
        let stretches = every.map_or(vec![Vec::new()], |_| {
            now.buckets.labels.iter().map(|label| vec![Cell::Text(label.clone())]).collect()
        });
        let (axes, total) = (layout.axes.len(), layout.total);
        let names = groups.iter().flat_map(|group| group_cells(layout, self.facts, group)).collect();
        table.later = Some(RowSource::new(GroupRows { stretches, groups, names, axes, total, kpis, grids }));
        if table.row_count() <= PIECE || axes == 0 {
            table.settle(usize::MAX);
        }
        Ok(table)
    }
}

/// The cells that name a group.
fn group_cells(layout: &Layout, facts: &Facts, group: &Group) -> Vec<Cell> {
    let named = layout.axes.iter().zip(group);
    named.map(|(axis, &code)| layout.names.cell(axis.names(facts), code)).collect()
}

/// The column of what one bucket is.
fn bucket_column(every: Every) -> Column {
    let label = match every {
        Every::Hour => ["Hour", "Uur", "Godzina", "Time", "Stunde"],
        Every::Day => ["Day", "Dag", "Dzień", "Dag", "Tag"],
        Every::Week => ["Week", "Week", "Tydzień", "Uke", "Woche"],
        Every::Month => ["Month", "Maand", "Miesiąc", "Måned", "Monat"],
        Every::Quarter => ["Quarter", "Kwartaal", "Kwartał", "Kvartal", "Quartal"],
        Every::Year => ["Year", "Jaar", "Rok", "År", "Jahr"],
    };
    Column::dimension(BUCKET, label, Unit::Text)
}
