//! What people are told beside figures: of how many they are, which limits they are judged by, which days a bucket has.

use super::asked::Asked;
use super::columns::Before;
use super::definition::Kpi;
use super::families::targets::{Bound, JUDGED};
use super::families::volume::ANSWERED;
use super::figures::Label;
use super::fold::Figure;
use super::select::Axis;
use super::table::Run;
use crate::facts::dimension::CHANNEL;
use crate::facts::{Target, NUMBER_SCALE};
use crate::report::{Base, BucketSpan, Judged, Limit, Unit};
use crate::scope::bucket::{cut_buckets, Every};
use std::collections::BTreeMap;

/// Of how many each figure of a row is, where that can be said.
pub(super) fn bases(kpis: &[Asked], now: &[Figure], before: Before) -> Vec<Base> {
    let mut bases = Vec::new();
    for (place, kpi) in kpis.iter().enumerate().filter(|(_, kpi)| kpi.split().is_none()) {
        let before = match before {
            Before::NotAsked => None,
            Before::Nothing => Some(0),
            Before::Figures(figures) => Some(size(kpi, &figures[place])),
        };
        bases.push(Base { figure: kpi.id.to_owned(), now: size(kpi, &now[place]), before });
    }
    bases
}

/// The values of a median, what a fraction is of, a count itself.
fn size(kpi: &Kpi, figure: &Figure) -> i64 {
    match figure {
        Figure::Empty => 0,
        Figure::Count(count) if kpi.unit() == Unit::Count => *count,
        Figure::Count(_) => 0,
        Figure::Duration { n, .. } => *n,
        Figure::Fraction { whole, .. } if kpi.unit() == Unit::Score => whole / NUMBER_SCALE,
        Figure::Fraction { whole, .. } => *whole,
    }
}

/// Durations with the rates that tell how they kept to targets, and the limits of the channels in scope.
pub(super) fn judged(run: &Run, kpis: &[&'static Kpi]) -> Vec<Judged> {
    let mut judged = Vec::new();
    let mut channels = None;
    for (duration, rate, bound) in JUDGED.iter().filter(|(_, rate, _)| kpis.contains(rate)) {
        let channels = channels.get_or_insert_with(|| channels_in_scope(run));
        let limits = limits(&run.targets, channels, *bound);
        judged.push(Judged { figure: duration.id.to_owned(), rate: rate.id.to_owned(), limits });
    }
    judged
}

/// The channels on which anybody was answered.
fn channels_in_scope(run: &Run) -> Vec<String> {
    if run.targets.is_empty() {
        return Vec::new();
    }
    let grid = run.grid(&run.now.whole(), &[Axis::Dimension(&CHANNEL)], &[&ANSWERED]);
    let mut channels = Vec::new();
    for group in grid.known() {
        if let [Label::Name(channel)] = group.as_slice() {
            channels.push(channel.clone());
        }
    }
    channels
}

fn limits(targets: &BTreeMap<String, Target>, channels: &[String], bound: Bound) -> Vec<Limit> {
    let mut limits = Vec::new();
    for channel in channels {
        let length = targets.get(channel).and_then(|target| match bound {
            Bound::Optimal => target.optimal,
            Bound::Acceptable => target.acceptable,
        });
        limits.extend(length.map(|length| Limit { channel: channel.clone(), length }));
    }
    limits
}

/// The days of the buckets of a period; none where a bucket is a day or less, or the whole.
pub(super) fn spans(run: &Run, every: Option<Every>) -> Vec<BucketSpan> {
    let Some(every) = every else { return Vec::new() };
    let buckets = cut_buckets(&run.now.period, every, run.question.week_start);
    let spans = buckets.into_iter().map(|bucket| BucketSpan {
        label: bucket.label,
        first: bucket.first.to_string(),
        days: bucket.days,
        whole: bucket.whole,
    });
    spans.collect()
}
