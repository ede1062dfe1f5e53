//! The two axes of a chart: round steps upwards, days and weeks along.

use super::{point, rect, Align, ChartShape, Role};
use crate::fitting::truncated_size;
use crate::render::page_words::BucketUnit;
use crate::render::Words;
use crate::report::BucketSpan;
use chrono::{Datelike, NaiveDate, Weekday};

/// Steps at most.
const STEPS: f64 = 4.0;
/// Labels of buckets at most, where these are no days.
const LABELS: usize = 7;

/// What stands upwards: from which value to which, and the round values between.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueScale {
    /// At the bottom.
    pub from: f64,
    /// At the top.
    pub to: f64,
    /// The values that are named.
    pub ticks: Vec<f64>,
}

impl ValueScale {
    /// From 0 to a round value over the greatest; counts have no fractions.
    pub fn from_zero(greatest: f64, is_count: bool) -> ValueScale {
        ValueScale::stepped(0.0, if greatest > 0.0 { greatest } else { 1.0 }, is_count)
    }

    /// Between round values around the least and the greatest, for lines that need not start at 0.
    pub fn around(least: f64, greatest: f64) -> ValueScale {
        ValueScale::stepped(least, if greatest > least { greatest } else { least + 1.0 }, false)
    }

    fn stepped(least: f64, greatest: f64, is_count: bool) -> ValueScale {
        let step = step((greatest - least) / STEPS, is_count);
        let (first, last) = ((least / step).floor(), (greatest / step).ceil());
        let count = truncated_size(last - first);
        let ticks: Vec<f64> = (0..=count).map(|place| (first + place as f64) * step).collect();
        ValueScale { from: first * step, to: last * step, ticks }
    }

    /// How far from the top a value stands, 0 to 1.
    pub fn y(&self, value: f64) -> f64 {
        1.0 - (value - self.from) / (self.to - self.from)
    }

    /// The hairline and the name of each step, the lowest an axis.
    pub fn shapes(&self, named: &dyn Fn(f64) -> String) -> Vec<ChartShape> {
        let mut shapes = Vec::new();
        for (place, &tick) in self.ticks.iter().enumerate() {
            let y = self.y(tick);
            let role = if place == 0 { Role::Axis } else { Role::Grid };
            shapes.push(ChartShape::Rule { from: point(0.0, y), to: point(1.0, y), role });
            let (at, off) = (point(0.0, y), (-8.0, 4.0));
            shapes.push(ChartShape::Text { at, off, align: Align::End, text: named(tick), on: None });
        }
        shapes
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn step(rough: f64, is_count: bool) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    let fits = |step: f64| step >= rough * 0.999_999 && !(is_count && step.fract() != 0.0);
    let found = steps.into_iter().find(|&step| fits(step)).unwrap_or(10.0 * power);
    if is_count {
        found.max(1.0)
    } else {
        found
    }
}

/// What stands along: a slot a bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAxis {
    /// What each bucket is called in full.
    pub names: Vec<String>,
    /// The place of buckets that are named below the axis, and the name there.
    pub ticks: Vec<(usize, String)>,
    /// The first and the last bucket of what is shaded: weekends, and buckets that the period cuts.
    pub shaded: Vec<(usize, usize)>,
    /// What a bucket is.
    pub unit: BucketUnit,
}

impl TimeAxis {
    /// Of buckets by their labels in machine formats (`2026-09-01`, `2026-W36`, `2026-09`, `2026`), and their days
    /// where these are known.
    pub fn of(labels: &[String], spans: &[BucketSpan], words: &Words) -> TimeAxis {
        let dates: Vec<Option<NaiveDate>> = labels.iter().map(|label| label.parse().ok()).collect();
        let days: Vec<NaiveDate> = dates.into_iter().flatten().collect();
        let is_daily =
            days.len() == labels.len() && days.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1]));
        if is_daily && !days.is_empty() {
            return TimeAxis::of_days(&days, words);
        }
        let mut names: Vec<String> = labels.iter().map(|label| words.bucket(label)).collect();
        let every = names.len().div_ceil(LABELS).max(1);
        let ticks = labels.iter().map(|label| words.bucket_tick(label)).enumerate().step_by(every).collect();
        let mut shaded = Vec::new();
        for (place, label) in labels.iter().enumerate() {
            let Some(span) = spans.iter().find(|span| span.label == *label) else { continue };
            names[place] = words.bucket_in_full(span);
            if span.is_cut() {
                shaded.push((place, place));
            }
        }
        TimeAxis { names, ticks, shaded, unit: unit_of(labels) }
    }

    fn of_days(days: &[NaiveDate], words: &Words) -> TimeAxis {
        let names = days.iter().map(|day| words.weekday_and_day(*day)).collect();
        let mut ticks: Vec<(usize, String)> = Vec::new();
        for (place, day) in days.iter().enumerate() {
            let (is_first, is_monday) = (place == 0, day.weekday() == Weekday::Mon);
            let is_due = days.len() <= LABELS || is_monday;
            let is_crowded = ticks.last().is_some_and(|(last, _)| place - last < 3 && days.len() > LABELS);
            if !(is_first || is_due) || is_crowded {
                continue;
            }
            let of_month = ticks.last().map(|(last, _)| days[*last].month());
            let named =
                if of_month == Some(day.month()) { day.day().to_string() } else { words.day_and_month(*day) };
            ticks.push((place, named));
        }
        TimeAxis { names, ticks, shaded: weekends(days), unit: BucketUnit::Day }
    }

    /// How many buckets there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The middle of a bucket's slot, 0 to 1.
    pub fn x(&self, bucket: usize) -> f64 {
        (bucket as f64 + 0.5) / self.len().max(1) as f64
    }

    /// The width of a bucket's slot.
    pub fn slot(&self) -> f64 {
        1.0 / self.len().max(1) as f64
    }

    /// The bands of what is shaded, to stand behind all else.
    pub fn bands(&self) -> Vec<ChartShape> {
        let mut bands = Vec::new();
        for &(first, last) in &self.shaded {
            let width = (last - first + 1) as f64 * self.slot();
            bands.push(rect(point(first as f64 * self.slot(), 0.0), width, 1.0, Role::Weekend));
        }
        bands
    }

    /// The names below the axis.
    pub fn shapes(&self) -> Vec<ChartShape> {
        let mut shapes = Vec::new();
        for (bucket, name) in &self.ticks {
            let (at, off) = (point(self.x(*bucket), 1.0), (0.0, 18.0));
            shapes.push(ChartShape::Text { at, off, align: Align::Middle, text: name.clone(), on: None });
        }
        shapes
    }

    /// Where the pointer finds what each bucket holds.
    pub fn targets(&self, says: &dyn Fn(usize) -> String) -> Vec<ChartShape> {
        let mut targets = Vec::new();
        for bucket in 0..self.len() {
            let says = format!("{}: {}", self.names[bucket], says(bucket));
            let at = point(bucket as f64 * self.slot(), 0.0);
            targets.push(ChartShape::Rect { at, width: self.slot(), height: 1.0, role: Role::Target, says });
        }
        targets
    }
}

/// What buckets are that are no days in a row.
fn unit_of(labels: &[String]) -> BucketUnit {
    let Some(label) = labels.first() else { return BucketUnit::Day };
    if label.contains('W') {
        return BucketUnit::Week;
    }
    if label.contains('Q') {
        return BucketUnit::Quarter;
    }
    match label.len() {
        0..=4 => BucketUnit::Year,
        5..=7 => BucketUnit::Month,
        // Weeks that begin on another day go by its date.
        8..=10 => BucketUnit::Week,
        _ => BucketUnit::Hour,
    }
}

fn weekends(days: &[NaiveDate]) -> Vec<(usize, usize)> {
    let mut weekends: Vec<(usize, usize)> = Vec::new();
    for (place, day) in days.iter().enumerate() {
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            continue;
        }
        match weekends.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            _ => weekends.push((place, place)),
        }
    }
    weekends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::ENGLISH;

    #[test]
    fn steps_are_round_and_at_most_five() {
        assert_eq!(ValueScale::from_zero(62.0, true).ticks, [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ValueScale::from_zero(3.0, true).ticks, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ValueScale::from_zero(0.0, true).ticks, [0.0, 1.0]);
        assert_eq!(ValueScale::from_zero(0.9, false).ticks, [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(ValueScale::from_zero(100.0, true).ticks, [0.0, 25.0, 50.0, 75.0, 100.0]);
        let scale = ValueScale::around(3.6, 4.4);
        assert_eq!((scale.from * 10.0).round(), 36.0);
        assert!(scale.ticks.len() <= 6 && scale.to >= 4.4, "{scale:?}");
        assert_eq!(ValueScale::from_zero(80.0, true).y(20.0), 0.75);
    }

    #[test]
    fn days_are_named_on_mondays_with_the_month_at_its_first() {
        let labels: Vec<String> = (28..=31).map(|day| format!("2026-08-{day}")).collect();
        let labels: Vec<String> =
            labels.into_iter().chain((1..=15).map(|day| format!("2026-09-{day:02}"))).collect();
        let axis = TimeAxis::of(&labels, &[], &ENGLISH);
        let named: Vec<(usize, &str)> =
            axis.ticks.iter().map(|(place, name)| (*place, name.as_str())).collect();
        assert_eq!(named, [(0, "28 Aug"), (3, "31"), (10, "7 Sep"), (17, "14")]);
        assert_eq!(axis.shaded, [(1, 2), (8, 9), (15, 16)]);
        assert_eq!(axis.names[0], "Fri 28 Aug");
    }

    #[test]
    fn other_buckets_are_named_by_every_so_many() {
        let labels: Vec<String> = (1..=20).map(|week| format!("2026-W{week:02}")).collect();
        let axis = TimeAxis::of(&labels, &[], &ENGLISH);
        let places: Vec<usize> = axis.ticks.iter().map(|(place, _)| *place).collect();
        assert_eq!((places, axis.shaded.len()), (vec![0, 3, 6, 9, 12, 15, 18], 0));
        assert_eq!(TimeAxis::of(&[], &[], &ENGLISH).len(), 0);
    }
}
