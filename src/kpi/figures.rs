//! Figures by bucket and group, of every group in every bucket.

use super::answers::QueryAnswer;
use super::asked::Asked;
use super::axis::{Axis, AXES};
use super::definition::{Calculation, Combine, Fold};
use super::fold::{Figure, GroupFigures};
use crate::facts::{Facts, NONE, NUMBER_SCALE};
use crate::fitting::numbered;
use crate::scope::question::Anchor;
use std::cmp::Ordering;
use std::sync::Arc;

/// What tells a group apart: a code an axis, [`NONE`] where it has no value and behind the last axis.
pub type Group = [u32; AXES];

/// The group of everything.
pub const EVERYTHING: Group = [NONE; AXES];

/// Figures by group and bucket, put together from what was folded whenever they are looked at.
pub struct Grid {
    answer: Arc<QueryAnswer>,
    /// The numbers of what was met, by group and then by bucket.
    order: Vec<u32>,
    whole: WholeFigures,
    /// The figures of a bucket in which nothing happened, before they are made whole.
    nothing: Vec<Figure>,
    /// How many figures are asked for; the others are parts of them.
    asked: usize,
    /// The places of those that are shown.
    shown: Vec<usize>,
    buckets: usize,
}

/// What is asked of a grid.
#[derive(Clone, Copy)]
pub struct FigureQuery<'a> {
    /// The figures asked for, then the parts they are made from.
    pub figures: &'a [Asked],
    /// How many figures are asked for.
    pub asked: usize,
    /// The places of those of them that are shown.
    pub shown: &'a [usize],
    /// How many buckets there are.
    pub buckets: usize,
    /// What places facts.
    pub anchor: Anchor,
}

impl Grid {
    /// The figures of every bucket and group.
    pub fn new(query: &FigureQuery, answer: Arc<QueryAnswer>, facts: &Facts) -> Grid {
        let mut grid = Grid {
            answer,
            order: Vec::new(),
            whole: WholeFigures::of(query, facts),
            nothing: query.figures.iter().map(|kpi| Figure::none(kpi)).collect(),
            asked: query.asked,
            shown: query.shown.to_vec(),
            buckets: query.buckets,
        };
        if let QueryAnswer::Figures(met) = &*grid.answer {
            grid.order = (0..numbered(met.keys.len())).collect();
            grid.order.sort_unstable_by_key(|&number| by_group(met, number));
        }
        grid
    }

    /// The figures shown of a group that nobody may have met.
    pub fn get(&self, group: &Group, bucket: usize) -> Vec<Figure> {
        let bucket = numbered(bucket);
        let figures = match &*self.answer {
            QueryAnswer::Any(_) => self.whole(None, &[], bucket),
            QueryAnswer::Figures(met) => {
                let from = self.order.partition_point(|&number| by_group(met, number) < (group, 0));
                let own = &self.order[from..];
                let to = own.partition_point(|&number| by_group(met, number) <= (group, bucket));
                self.whole(Some(met), &own[..to], bucket)
            }
        };
        self.shown.iter().map(|&place| figures[place]).collect()
    }

    /// Figures of a group in the bucket at that place; none where there are fewer buckets.
    pub fn paired(&self, group: &Group, bucket: usize) -> Option<Vec<Figure>> {
        (bucket < self.buckets).then(|| self.get(group, bucket))
    }

    /// Groups of which any figure says something in any bucket.
    pub fn known(&self) -> Vec<Group> {
        self.known_by(&|_| true)
    }

    /// Groups of which any figure asked for at these places says something in any bucket.
    pub fn known_by(&self, decides: &dyn Fn(usize) -> bool) -> Vec<Group> {
        let QueryAnswer::Figures(met) = &*self.answer else { return Vec::new() };
        let mut known = Vec::new();
        for own in self.order.chunk_by(|&a, &b| by_group(met, a).0 == by_group(met, b).0) {
            let is_told = (1..=own.len()).any(|to| {
                let bucket = by_group(met, own[to - 1]).1;
                let figures = self.whole(Some(met), &own[..to], bucket);
                (0..self.asked).any(|place| figures[place].is_something() && decides(place))
            });
            if is_told {
                known.push(*by_group(met, own[0]).0);
            }
        }
        known
    }

    /// All figures of a group in a bucket; `own` is what was met of it up to there.
    fn whole(&self, met: Option<&GroupFigures>, own: &[u32], bucket: u32) -> Vec<Figure> {
        let Some(met) = met else { return self.whole.made(self.nothing.clone(), |_| 0) };
        let last = own.last().filter(|&&number| by_group(met, number).1 == bucket);
        let figures = last.map_or_else(|| self.nothing.clone(), |&number| met.of(number as usize));
        let steps = |place| own.iter().map(|&number| met.gathered_count(number as usize, place)).sum();
        self.whole.made(figures, steps)
    }
}

/// The group and bucket of what was met under a number.
fn by_group(met: &GroupFigures, number: u32) -> (&Group, u32) {
    let [bucket, group @ ..] = &met.keys[number as usize];
    (group, *bucket)
}

/// Which of two groups comes first: values by their name, classes by their number, nobody last.
pub fn in_order(facts: &Facts, axes: &[Axis], a: &Group, b: &Group) -> Ordering {
    for (place, axis) in axes.iter().enumerate() {
        let (a, b) = (a[place], b[place]);
        let order = match axis.names(facts) {
            Some(names) if a != NONE && b != NONE => names.text(a).cmp(names.text(b)),
            Some(_) | None => a.cmp(&b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// What makes figures whole that were folded group by group and bucket by bucket.
struct WholeFigures {
    /// The places of stocks that steps lead to.
    stocks: Vec<usize>,
    /// The places of those that nothing was read of.
    untold: Vec<usize>,
    /// The places of those that are made from others, with how and the places of these.
    combined: Vec<(usize, Combine, Vec<usize>)>,
}

impl WholeFigures {
    /// What these figures need of these facts.
    fn of(query: &FigureQuery, facts: &Facts) -> WholeFigures {
        let figures = query.figures;
        let mut whole = WholeFigures { stocks: Vec::new(), untold: Vec::new(), combined: Vec::new() };
        for (place, kpi) in figures.iter().enumerate() {
            match &kpi.calculation {
                Calculation::Fold { fold: Fold::Stock(_), .. } if query.anchor == Anchor::Event => {
                    whole.stocks.push(place);
                }
                Calculation::Fold { .. } => {}
                Calculation::Of(combine, parts) => {
                    let parts = parts.iter().map(|part| kpi.part(part));
                    let places = parts.filter_map(|part| figures.iter().position(|other| *other == part));
                    whole.combined.push((place, *combine, places.collect()));
                }
            }
            if !kpi.is_told(facts) {
                whole.untold.push(place);
            }
        }
        whole
    }

    /// The figures of a group in a bucket, made whole: a stock is the sum of all steps so far, what nothing was read of is not
    /// 0, and figures made from others come last.
    fn made(&self, mut figures: Vec<Figure>, steps: impl Fn(usize) -> i64) -> Vec<Figure> {
        for &place in &self.stocks {
            figures[place] = Figure::Count(steps(place));
        }
        for &place in &self.untold {
            figures[place] = Figure::Empty;
        }
        for (place, combine, parts) in &self.combined {
            let parts: Option<Vec<i64>> = parts.iter().map(|&at| figures[at].known_count()).collect();
            figures[*place] = parts.map_or(Figure::Empty, |parts| combined(*combine, &parts));
        }
        figures
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
