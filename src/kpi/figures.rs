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
    groups: BTreeMap<Group, GroupRow>,
    /// Those of a bucket in which nothing happened.
    empty: Box<[Figure]>,
    buckets: usize,
}

/// The figures of a group.
struct GroupRow {
    /// One list a bucket, in the order of what is kept; `None` where nothing happened.
    buckets: Vec<Option<Box<[Figure]>>>,
    /// Which figures asked for say something in any bucket, those that are not kept among them.
    telling: Box<[bool]>,
}

/// What is asked of a grid.
#[derive(Clone, Copy)]
pub struct FigureQuery<'a> {
    /// What tells groups apart.
    pub axes: &'a [Axis],
    /// The figures asked for, then the parts they are made from.
    pub figures: &'a [Asked],
    /// How many figures are asked for.
    pub asked: usize,
    /// The places of those of them that are kept.
    pub kept: &'a [usize],
    /// How many buckets there are.
    pub buckets: usize,
    /// What places facts.
    pub anchor: Anchor,
}

impl Grid {
    /// The figures of every bucket and group. Each group is made whole by itself, and what is not kept of it goes.
    pub fn new(query: &FigureQuery, answer: &QueryAnswer, facts: &Facts) -> Grid {
        let nothing: Vec<Figure> = query.figures.iter().map(|kpi| Figure::none(kpi)).collect();
        let whole = WholeFigures::of(query, facts);
        let mut empty = vec![nothing.clone()];
        whole.make(&mut empty);
        let empty = query.kept.iter().map(|&place| empty[0][place]).collect();
        let mut grid = Grid { groups: BTreeMap::new(), empty, buckets: query.buckets };
        let QueryAnswer::Figures(met) = answer else { return grid };
        let mut order: Vec<usize> = (0..met.keys.len()).collect();
        order.sort_unstable_by_key(|&place| &met.keys[place][1..]);
        for places in order.chunk_by(|&a, &b| met.keys[a][1..] == met.keys[b][1..]) {
            let mut figures = vec![nothing.clone(); query.buckets];
            for &place in places {
                figures[met.keys[place][0] as usize].clone_from(&met.figures[place]);
            }
            whole.make(&mut figures);
            let codes = query.axes.iter().zip(&met.keys[places[0]][1..]);
            let group = codes.map(|(axis, &code)| label(facts, axis, code)).collect();
            let row = grid.kept(query, &figures);
            grid.groups.insert(group, row);
        }
        grid
    }

    /// What is kept of a group's figures, bucket by bucket.
    fn kept(&self, query: &FigureQuery, figures: &[Vec<Figure>]) -> GroupRow {
        let mut row = GroupRow { buckets: Vec::new(), telling: vec![false; query.asked].into() };
        for figures in figures {
            for (telling, figure) in row.telling.iter_mut().zip(figures) {
                *telling |= figure.is_something();
            }
            let kept: Box<[Figure]> = query.kept.iter().map(|&place| figures[place]).collect();
            row.buckets.push(Some(kept).filter(|kept| *kept != self.empty));
        }
        row
    }

    /// Figures of a group that nobody may have met.
    pub fn get(&self, group: &Group, bucket: usize) -> &[Figure] {
        let met = self.groups.get(group).and_then(|row| row.buckets.get(bucket));
        met.and_then(Option::as_deref).unwrap_or(&self.empty)
    }

    /// Figures of a group in the bucket at that place; none where there are fewer buckets.
    pub fn paired(&self, group: &Group, bucket: usize) -> Option<&[Figure]> {
        (bucket < self.buckets).then(|| self.get(group, bucket))
    }

    /// Groups of which any figure says something in any bucket.
    pub fn known(&self) -> BTreeSet<Group> {
        self.known_by(&|_| true)
    }

    /// Groups of which any figure asked for at these places says something in any bucket.
    pub fn known_by(&self, decides: &dyn Fn(usize) -> bool) -> BTreeSet<Group> {
        let mut known = BTreeSet::new();
        for (group, row) in &self.groups {
            if row.telling.iter().enumerate().any(|(place, telling)| *telling && decides(place)) {
                known.insert(group.clone());
            }
        }
        known
    }
}

/// What makes figures of a group whole that were folded bucket by bucket.
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

    /// A stock is the sum of all steps so far, what nothing was read of is not 0, and figures made from others come last.
    fn make(&self, buckets: &mut [Vec<Figure>]) {
        for &place in &self.stocks {
            let mut stock = 0;
            for figures in &mut *buckets {
                stock += figures[place].count();
                figures[place] = Figure::Count(stock);
            }
        }
        for figures in buckets {
            for &place in &self.untold {
                figures[place] = Figure::Empty;
            }
            for (place, combine, parts) in &self.combined {
                let parts: Option<Vec<i64>> = parts.iter().map(|&at| figures[at].known_count()).collect();
                figures[*place] = parts.map_or(Figure::Empty, |parts| combined(*combine, &parts));
            }
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
