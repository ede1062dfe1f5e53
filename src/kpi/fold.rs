//! Folding with polars: the chosen rows of one fact table become one figure a group.

use super::query::{Batch, Groups, Selection};
use super::tally::{is_counted, tally};
use super::{Asked, Calculation, Fold, Kpi};
use crate::facts::dimension::Place;
use crate::facts::{Dimension, Facts, Flag, Grain};
use crate::facts::{MISSING, NONE};
use anyhow::Result;
use polars::prelude::*;

/// The value of one key figure in one bucket and group, exact where it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// No value.
    Empty,
    /// A number of things, or of ten-thousandths of money.
    Count(i64),
    /// A duration: how many, their sum, median and 90th percentile in milliseconds.
    Duration { n: i64, sum: i64, median: f64, p90: f64 },
    /// One whole number divided by another.
    Fraction { part: i64, whole: i64 },
}

impl Figure {
    /// The figure of a group that has no rows.
    pub fn none(kpi: &Kpi) -> Figure {
        match kpi.unit() {
            crate::report::Unit::Count | crate::report::Unit::Money => Figure::Count(0),
            _ => Figure::Empty,
        }
    }

    /// Whether it is neither empty nor zero.
    pub fn is_something(&self) -> bool {
        match self {
            Figure::Empty => false,
            Figure::Count(count) => *count != 0,
            Figure::Duration { n, .. } => *n != 0,
            Figure::Fraction { part, .. } => *part != 0,
        }
    }

    /// Its whole number, where it is one.
    pub fn count(&self) -> i64 {
        match self {
            Figure::Count(count) => *count,
            _ => 0,
        }
    }
}

/// Folds one batch; `figures[group][place]` takes the results.
pub fn fold(
    facts: &Facts,
    batch: &Batch,
    selection: Selection,
    groups: &Groups,
    figures: &mut Vec<Vec<Figure>>,
    empty: &[Figure],
) -> Result<()> {
    figures.resize(groups.keys.len(), empty.to_vec());
    if selection.rows.is_empty() {
        return Ok(());
    }
    tally(facts.flags(batch.grain), &selection, &batch.kpis, figures);
    let kpis: Vec<&(usize, Asked)> = batch.kpis.iter().filter(|(_, kpi)| !is_counted(kpi)).collect();
    if kpis.is_empty() {
        return Ok(());
    }
    let rows = Rows { facts, grain: batch.grain, places: &selection.rows };
    let group = UInt32Chunked::from_vec("group".into(), selection.groups).into_column();
    let mut needs = Needs { columns: vec![group], ..Needs::default() };
    for (place, kpi) in &kpis {
        rows.prepare(*place, kpi, &mut needs);
    }
    let Needs { columns, asked } = needs;
    let frame = DataFrame::new(selection.rows.len(), columns)?.lazy();
    let folded = match groups.keys.len() {
        1 => frame.clone().select(asked).collect()?.with_group_zero()?,
        _ => frame.clone().group_by([col("group")]).agg(asked).collect()?,
    };
    let numbers = folded.column("group")?.u32()?.clone();
    for (place, kpi) in kpis {
        let read = Folded::of(*place, kpi, &folded, &frame)?;
        for (at, number) in numbers.into_no_null_iter().enumerate() {
            figures[number as usize][*place] = read.figure(at, number);
        }
    }
    Ok(())
}

trait WithGroup: Sized {
    fn with_group_zero(self) -> Result<Self>;
}

impl WithGroup for DataFrame {
    fn with_group_zero(mut self) -> Result<Self> {
        self.with_column(Column::new("group".into(), [0u32]))?;
        Ok(self)
    }
}

fn name(place: usize, part: &str) -> PlSmallStr {
    format!("{place}{part}").into()
}

/// The columns that figures need, and what is asked of them.
#[derive(Default)]
struct Needs {
    columns: Vec<Column>,
    asked: Vec<Expr>,
}

/// The rows to fold, and how to get at their columns.
struct Rows<'a> {
    facts: &'a Facts,
    grain: Grain,
    places: &'a [u32],
}

impl Rows<'_> {
    /// Adds the columns that a figure needs and what is to be asked of them.
    fn prepare(&self, place: usize, kpi: &Asked, needs: &mut Needs) {
        let Calculation::Fold { among, fold, .. } = &kpi.calculation else { return };
        match fold {
            Fold::Count | Fold::Share(_) => {}
            Fold::Duration(measure) | Fold::Mean(measure) | Fold::Sum(measure) | Fold::Stock(measure) => {
                let value = || col(name(place, ""));
                needs.columns.push(self.measure(name(place, ""), among, (measure.of)(self.facts)));
                needs.asked.push(value().sum().alias(name(place, "")));
                needs.asked.push(value().count().alias(name(place, "w")));
                if matches!(fold, Fold::Duration(_)) {
                    let quantile = |at: f64| value().quantile(lit(at), QuantileMethod::Linear);
                    needs.asked.push(quantile(0.5).alias(name(place, "m")));
                    needs.asked.push(quantile(0.9).alias(name(place, "p")));
                }
            }
            Fold::PerValue(split, measure) => {
                let (codes, measured) = ((split.of)(self.facts), (measure.of)(self.facts));
                let counts = |row: u32| Some(codes[row as usize]) == kpi.value && self.holds(among, row);
                needs.columns.push(self.values(name(place, ""), counts, measured));
                needs.asked.push(col(name(place, "")).sum().alias(name(place, "")));
            }
            Fold::Distinct(_) | Fold::DistinctConversations | Fold::Repeated(_) => {
                needs.columns.push(self.codes(name(place, ""), among, fold));
                needs.asked.push(col(name(place, "")).drop_nulls().n_unique().alias(name(place, "")));
            }
        }
    }

    fn holds(&self, among: &Flag, row: u32) -> bool {
        among.mask == 0 || among.holds(self.facts.flags(self.grain)[row as usize])
    }

    fn measure(&self, name: PlSmallStr, among: &Flag, values: &[i64]) -> Column {
        self.values(name, |row| self.holds(among, row), values)
    }

    fn values(&self, name: PlSmallStr, counts: impl Fn(u32) -> bool, values: &[i64]) -> Column {
        let rows = self.places.iter();
        let value = |&row: &u32| {
            let value = values[row as usize];
            (value != MISSING && counts(row)).then_some(value)
        };
        Int64Chunked::from_iter_options(name, rows.map(value)).into_column()
    }

    fn codes(&self, name: PlSmallStr, among: &Flag, fold: &Fold) -> Column {
        let conversations = self.facts.conversation_of(self.grain);
        let of_row = |row: u32| conversations.get(row as usize).copied().unwrap_or(row);
        let code = |row: u32| match fold {
            Fold::Distinct(dimension) | Fold::Repeated(dimension) => {
                code_of(dimension, self.facts, row, of_row(row))
            }
            _ => of_row(row),
        };
        let rows = self.places.iter();
        let known = rows.map(|&row| Some(code(row)).filter(|&code| code != NONE && self.holds(among, row)));
        UInt32Chunked::from_iter_options(name, known).into_column()
    }
}

fn code_of(dimension: &Dimension, facts: &Facts, row: u32, conversation: u32) -> u32 {
    match dimension.place {
        Place::Row(of) => of(facts).get(row as usize).copied().unwrap_or(NONE),
        Place::Conversation(of) | Place::Path(of) => {
            of(facts).get(conversation as usize).copied().unwrap_or(NONE)
        }
        Place::Credit | Place::Tags => NONE,
    }
}

/// The folded columns of one figure.
struct Folded<'a> {
    fold: &'a Fold,
    value: Int64Chunked,
    whole: Option<Int64Chunked>,
    median: Option<Float64Chunked>,
    p90: Option<Float64Chunked>,
    repeated: PlHashMap<u32, i64>,
}

impl<'a> Folded<'a> {
    fn of(place: usize, kpi: &'a Kpi, folded: &DataFrame, frame: &LazyFrame) -> Result<Folded<'a>> {
        let Calculation::Fold { fold, .. } = &kpi.calculation else {
            anyhow::bail!("{} is not folded", kpi.id)
        };
        let whole = |part: &str| -> Result<Int64Chunked> {
            Ok(folded.column(&name(place, part))?.cast(&DataType::Int64)?.i64()?.clone())
        };
        let float = |part: &str| -> Result<Float64Chunked> {
            Ok(folded.column(&name(place, part))?.cast(&DataType::Float64)?.f64()?.clone())
        };
        let is_duration = matches!(fold, Fold::Duration(_));
        let has_whole = matches!(fold, Fold::Duration(_) | Fold::Mean(_));
        Ok(Folded {
            fold,
            value: whole("")?,
            whole: has_whole.then(|| whole("w")).transpose()?,
            median: is_duration.then(|| float("m")).transpose()?,
            p90: is_duration.then(|| float("p")).transpose()?,
            repeated: match fold {
                Fold::Repeated(_) => repeated(place, frame)?,
                _ => PlHashMap::default(),
            },
        })
    }

    fn figure(&self, at: usize, group: u32) -> Figure {
        let value = self.value.get(at).unwrap_or(0);
        let whole = self.whole.as_ref().and_then(|whole| whole.get(at)).unwrap_or(0);
        let float = |column: &Option<Float64Chunked>| column.as_ref().and_then(|c| c.get(at)).unwrap_or(0.0);
        match self.fold {
            Fold::Duration(_) if whole == 0 => Figure::Empty,
            Fold::Duration(_) => {
                Figure::Duration { n: whole, sum: value, median: float(&self.median), p90: float(&self.p90) }
            }
            Fold::Mean(_) if whole != 0 => {
                Figure::Fraction { part: value, whole: whole * crate::facts::NUMBER_SCALE }
            }
            Fold::Mean(_) | Fold::Share(_) | Fold::Count => Figure::Empty,
            Fold::Sum(_) | Fold::Stock(_) => Figure::Count(value / crate::facts::NUMBER_SCALE),
            Fold::Repeated(_) => Figure::Count(self.repeated.get(&group).copied().unwrap_or(0)),
            Fold::Distinct(_) | Fold::DistinctConversations | Fold::PerValue(..) => Figure::Count(value),
        }
    }
}

/// How many values occur more than once, by group.
fn repeated(place: usize, frame: &LazyFrame) -> Result<PlHashMap<u32, i64>> {
    let value = name(place, "");
    let counted = frame
        .clone()
        .filter(col(value.clone()).is_not_null())
        .group_by([col("group"), col(value)])
        .agg([len().alias("times")])
        .filter(col("times").gt(lit(1u32)))
        .group_by([col("group")])
        .agg([len().cast(DataType::Int64).alias("values")])
        .collect()?;
    let values = counted.column("values")?.i64()?.clone();
    let groups = counted.column("group")?.u32()?.clone();
    Ok(groups.into_no_null_iter().zip(values.into_no_null_iter()).collect())
}
