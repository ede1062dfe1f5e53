//! What people are told beside figures: of how many they are, and which days a bucket has.

use super::asked::Asked;
use super::columns::Before;
use super::definition::Kpi;
use super::fold::Figure;
use crate::facts::NUMBER_SCALE;
use crate::report::{Base, BucketSpan, Unit};
use crate::scope::bucket::{cut_buckets, Every};
use crate::scope::period::Period;
use chrono::Weekday;

/// Of how many each figure of a row is, where that can be said.
pub(super) fn bases(kpis: &[Asked], now: &[Figure], before: &Before) -> Vec<Base> {
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

/// The days of the buckets of a period; none where a bucket is a day or less, or the whole.
pub(super) fn spans(period: &Period, every: Option<Every>, week_start: Weekday) -> Vec<BucketSpan> {
    let Some(every) = every else { return Vec::new() };
    let buckets = cut_buckets(period, every, week_start);
    let spans = buckets.into_iter().map(|bucket| BucketSpan {
        label: bucket.label,
        first: bucket.first.to_string(),
        days: bucket.days,
        whole: bucket.whole,
    });
    spans.collect()
}
