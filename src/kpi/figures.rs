//! Figures by bucket and group, with names in place of codes and every group in every bucket.

use super::answers::QueryAnswer;
use super::asked::Asked;
use super::axis::Axis;
use super::definition::{Calculation, Combine, Fold};
use super::fold::Figure;
use crate::facts::{Facts, NONE, NUMBER_SCALE};
use crate::scope::question::Anchor;
use std::collections::{BTreeMap, BTreeSet};

/// The name of a group on one axis; nobody comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A value.
    Name(String),
    /// The place of a class.
    Class(u32),
    /// No value.
    Nobody,
}

/// The names of a group, one an axis.
pub type Group = Vec<Label>;

/// Figures by group and bucket.
pub struct Grid {
    /// The figures of each group: one list a bucket, in the order asked for.
    pub groups: BTreeMap<Group, Vec<Vec<Figure>>>,
    empty: Vec<Figure>,
    buckets: usize,
}

/// What is asked of a grid.
#[derive(Clone, Copy)]
pub struct FigureQuery<'a> {
    /// What tells groups apart.
    pub axes: &'a [Axis],
    /// The figures, with the parts they are made from.
    pub figures: &'a [Asked],
    /// How many buckets there are.
    pub buckets: usize,
    /// What places facts.
    pub anchor: Anchor,
}

impl Grid {
    /// The figures of every bucket and group, of which the first are asked for and the others are parts of those.
    pub fn new(query: &FigureQuery, answer: &QueryAnswer, facts: &Facts, asked: &[Asked]) -> Grid {
        let FigureQuery { axes, figures: kpis, buckets, anchor } = *query;
        let empty: Vec<Figure> = kpis.iter().map(|kpi| Figure::none(kpi)).collect();
        let mut grid = Grid { groups: BTreeMap::new(), empty, buckets };
        if let QueryAnswer::Figures(met) = answer {
            for (key, figures) in met.keys.iter().zip(&met.figures) {
                let codes = axes.iter().zip(&key[1..]);
                let group = codes.map(|(axis, &code)| label(facts, axis, code)).collect();
                grid.buckets_of(group)[key[0] as usize].clone_from(figures);
            }
        }
        grid.accumulate(kpis, anchor);
        grid.forget_untold(kpis, facts);
        grid.combine(kpis);
        grid.keep(kpis, asked);
        grid
    }

    fn buckets_of(&mut self, group: Group) -> &mut Vec<Vec<Figure>> {
        self.groups.entry(group).or_insert_with(|| vec![self.empty.clone(); self.buckets])
    }

    /// A group with its figures, all empty where it has none.
    pub fn add(&mut self, group: &Group) {
        self.buckets_of(group.clone());
    }

    /// Figures of a group that nobody may have met.
    pub fn get(&self, group: &Group, bucket: usize) -> &[Figure] {
        self.groups.get(group).and_then(|buckets| buckets.get(bucket)).unwrap_or(&self.empty)
    }

    /// Figures of a group in the bucket at that place; none where there are fewer buckets.
    pub fn paired(&self, group: &Group, bucket: usize) -> Option<&[Figure]> {
        (bucket < self.buckets).then(|| self.get(group, bucket))
    }

    /// Groups of which any figure says something in any bucket.
    pub fn known(&self) -> BTreeSet<Group> {
        self.known_by(&|_| true)
    }

    /// Groups of which any figure at these places says something in any bucket.
    pub fn known_by(&self, decides: &dyn Fn(usize) -> bool) -> BTreeSet<Group> {
        let mut known = BTreeSet::new();
        for (group, buckets) in &self.groups {
            let mut figures = buckets.iter().flat_map(|figures| figures.iter().enumerate());
            if figures.any(|(place, figure)| decides(place) && figure.is_something()) {
                known.insert(group.clone());
            }
        }
        known
    }

    /// A stock is the sum of all steps so far.
    fn accumulate(&mut self, kpis: &[Asked], anchor: Anchor) {
        if anchor != Anchor::Event {
            return;
        }
        for (place, kpi) in kpis.iter().enumerate() {
            if !matches!(kpi.calculation, Calculation::Fold { fold: Fold::Stock(_), .. }) {
                continue;
            }
            for buckets in self.groups.values_mut() {
                let mut stock = 0;
                for figures in buckets {
                    stock += figures[place].count();
                    figures[place] = Figure::Count(stock);
                }
            }
        }
    }

    /// What nothing was read of is not 0.
    fn forget_untold(&mut self, kpis: &[Asked], facts: &Facts) {
        let untold = kpis.iter().enumerate().filter(|(_, kpi)| !kpi.is_told(facts));
        for (place, _) in untold {
            let all = self.groups.values_mut().flatten();
            for figures in all.chain(std::iter::once(&mut self.empty)) {
                figures[place] = Figure::Empty;
            }
        }
    }

    fn combine(&mut self, kpis: &[Asked]) {
        let all = self.groups.values_mut().flatten();
        for figures in all.chain(std::iter::once(&mut self.empty)) {
            for (place, kpi) in kpis.iter().enumerate() {
                let Calculation::Of(combine, parts) = &kpi.calculation else { continue };
                let parts = parts.iter().map(|part| kpi.part(part));
                let places = parts.filter_map(|part| kpis.iter().position(|other| *other == part));
                let parts: Option<Vec<i64>> = places.map(|at| figures[at].known_count()).collect();
                figures[place] = parts.map_or(Figure::Empty, |parts| combined(*combine, &parts));
            }
        }
    }

    /// Leaves only the figures asked for, in their order.
    fn keep(&mut self, kpis: &[Asked], asked: &[Asked]) {
        if kpis.len() == asked.len() {
            return;
        }
        let all = self.groups.values_mut().flatten();
        for figures in all.chain(std::iter::once(&mut self.empty)) {
            figures.truncate(asked.len());
        }
    }
}

fn combined(combine: Combine, parts: &[i64]) -> Figure {
    match (combine, parts) {
        (Combine::Sum, parts) => Figure::Count(parts.iter().sum()),
        (_, [.., 0]) => Figure::Empty,
        (Combine::Rest, [part, whole]) => Figure::Fraction { part: whole - part, whole: *whole },
        (Combine::Nps, [promoters, detractors, all]) => {
            Figure::Fraction { part: (promoters - detractors) * 100, whole: *all }
        }
        (Combine::MoneyEach, [part, whole]) => Figure::Fraction { part: *part, whole: whole * NUMBER_SCALE },
        (_, [part, whole]) => Figure::Fraction { part: *part, whole: *whole },
        _ => Figure::Empty,
    }
}

/// The figures asked for, then the parts they are made from that were not asked for.
pub fn with_parts(asked: &[Asked]) -> Vec<Asked> {
    let mut kpis = asked.to_vec();
    for whole in asked {
        let Calculation::Of(_, parts) = whole.calculation else { continue };
        for part in parts.iter().map(|part| whole.part(part)) {
            if !kpis.contains(&part) {
                kpis.push(part);
            }
        }
    }
    kpis
}

/// What a code of an axis stands for.
fn label(facts: &Facts, axis: &Axis, code: u32) -> Label {
    match axis {
        _ if code == NONE => Label::Nobody,
        Axis::Dimension(dimension) | Axis::Valued(dimension) => {
            Label::Name(facts.dictionary(dimension.domain).text(code).to_string())
        }
        Axis::Classed(_) | Axis::Hour(_) | Axis::HourOfWeek(_) => Label::Class(code),
    }
}
