//! A period cut into hours, days, weeks, months, quarters or years: `--every`.

use super::period::{Period, PeriodUnit};
use crate::advice::Advised;
use crate::time::face::{iso, Clockface};
use crate::time::local::start_of_day;
use crate::time::{HOUR, MINUTE};
use chrono::{Datelike, NaiveDate, Weekday};

/// The size of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// An hour of the local clock; a doubled hour is two, a missing one none.
    Hour,
    /// A local day.
    Day,
    /// Seven days from the week's first.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

impl Every {
    /// Its name for `--every`.
    pub fn name(self) -> &'static str {
        match self {
            Every::Hour => "hour",
            Every::Day => "day",
            Every::Week => "week",
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Year => "year",
        }
    }

    /// The unit of the calendar that it is, where it is longer than a day.
    fn unit(self) -> Option<PeriodUnit> {
        match self {
            Every::Hour | Every::Day => None,
            Every::Week => Some(PeriodUnit::Week),
            Every::Month => Some(PeriodUnit::Month),
            Every::Quarter => Some(PeriodUnit::Quarter),
            Every::Year => Some(PeriodUnit::Year),
        }
    }
}

/// Buckets of a period, in order, without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    /// First instant of each bucket, then the end of the last: one more than there are buckets.
    pub edges: Vec<i64>,
    /// Name of each bucket.
    pub labels: Vec<String>,
    /// Whether they are hours: dates without a time of day belong to none.
    pub are_hours: bool,
}

/// More buckets than this are a mistake.
const MOST: u64 = 1_000_000;

impl Buckets {
    /// Cuts a period; the first and last bucket end with it.
    ///
    /// # Errors
    /// If there would be more than a million.
    pub fn new(period: &Period, every: Every, week_start: Weekday) -> Result<Self, Advised> {
        let a_day = if every == Every::Hour { 24 } else { 1 };
        if period.days().saturating_mul(a_day) > MOST {
            return Err(Advised::new(
                "the period has more than a million buckets",
                "choose a larger --every or a later --since",
            ));
        }
        Ok(match every {
            Every::Hour => Buckets { are_hours: true, ..hours(period) },
            Every::Day => days(period),
            Every::Week => units(period, PeriodUnit::Week, week_start),
            Every::Month => units(period, PeriodUnit::Month, week_start),
            Every::Quarter => units(period, PeriodUnit::Quarter, week_start),
            Every::Year => units(period, PeriodUnit::Year, week_start),
        })
    }

    /// The whole period as one bucket without a name.
    pub fn whole(period: &Period) -> Self {
        Buckets { edges: vec![period.from, period.to], labels: vec![String::new()], are_hours: false }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none: a period of one day that the zone left out.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The bucket an instant (milliseconds) falls into.
    pub fn index_of(&self, instant: i64) -> Option<usize> {
        let after = self.edges.partition_point(|edge| *edge <= instant);
        (after > 0 && after < self.edges.len()).then(|| after - 1)
    }

    fn starting(starts: Vec<(i64, String)>, end: i64) -> Self {
        let mut buckets = Buckets { edges: Vec::new(), labels: Vec::new(), are_hours: false };
        let mut starts = starts.into_iter().peekable();
        while let Some((start, label)) = starts.next() {
            let next = starts.peek().map_or(end, |(next, _)| *next);
            if start < next {
                buckets.edges.push(start);
                buckets.labels.push(label);
            }
        }
        buckets.edges.push(end);
        buckets
    }
}

fn days(period: &Period) -> Buckets {
    let days = period.first.iter_days().take_while(|day| *day <= period.last);
    Buckets::starting(days.map(|day| (start_of_day(period.zone, day), day.to_string())).collect(), period.to)
}

fn units(period: &Period, unit: PeriodUnit, week_start: Weekday) -> Buckets {
    let mut starts = Vec::new();
    let mut start = unit.start(period.first, week_start);
    while start <= period.last {
        starts.push((start_of_day(period.zone, start.max(period.first)), label(unit, start, week_start)));
        start = unit.next(start);
    }
    Buckets::starting(starts, period.to)
}

/// A bucket of whole days as the period cuts it.
pub struct CutBucket {
    /// What it is called.
    pub label: String,
    /// Its first day, before the period cuts it.
    pub first: NaiveDate,
    /// Days of it that lie in the period.
    pub days: i64,
    /// Days it has.
    pub whole: i64,
}

/// The buckets of a period that are longer than a day; none where they are not.
pub fn cut_buckets(period: &Period, every: Every, week_start: Weekday) -> Vec<CutBucket> {
    let Some(unit) = every.unit() else { return Vec::new() };
    let mut cut = Vec::new();
    let mut first = unit.start(period.first, week_start);
    while first <= period.last {
        let next = unit.next(first);
        let to = next.min(period.last.succ_opt().unwrap_or(NaiveDate::MAX));
        cut.push(CutBucket {
            label: label(unit, first, week_start),
            first,
            days: (to - first.max(period.first)).num_days(),
            whole: (next - first).num_days(),
        });
        first = next;
    }
    cut
}

fn label(unit: PeriodUnit, start: NaiveDate, week_start: Weekday) -> String {
    match unit {
        PeriodUnit::Week if week_start == Weekday::Mon => {
            format!("{}-W{:02}", start.iso_week().year(), start.iso_week().week())
        }
        PeriodUnit::Week => start.to_string(),
        PeriodUnit::Month => start.format("%Y-%m").to_string(),
        PeriodUnit::Quarter => format!("{}-Q{}", start.year(), start.month0() / 3 + 1),
        PeriodUnit::Year => start.year().to_string(),
    }
}

/// Edges lie where the local clock shows a full hour and where its offset changes.
fn hours(period: &Period) -> Buckets {
    let face = Clockface::new(period.zone, period.from, period.to);
    let spans: Vec<(i64, i64)> = face.spans().collect();
    let mut starts = Vec::new();
    for (place, &(from, offset)) in spans.iter().enumerate() {
        let to = spans.get(place + 1).map_or(period.to, |next| next.0);
        let mut full_hour = (from + offset).div_euclid(HOUR) * HOUR - offset;
        while full_hour < to {
            starts.push((full_hour.max(from), hour_label(full_hour, offset)));
            full_hour += HOUR;
        }
    }
    Buckets::starting(starts, period.to)
}

/// The full hour with the offset that holds in the bucket, also where the bucket starts within the hour.
fn hour_label(full_hour: i64, offset: i64) -> String {
    let local = iso(chrono_tz::UTC, full_hour + offset);
    let minutes = offset.abs() / MINUTE;
    let sign = if offset < 0 { '-' } else { '+' };
    format!("{}{sign}{:02}:{:02}", local.trim_end_matches("+00:00"), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_buckets_tell_how_many_of_their_days_they_have() {
        let day = |text| parse_date(text).unwrap();
        // Thursday 3 September to Tuesday 22 September.
        let period = Period::new(Amsterdam, day("2026-09-03"), day("2026-09-22"));
        let cut = cut_buckets(&period, Every::Week, Weekday::Mon);
        let told: Vec<(&str, String, i64, i64)> = cut
            .iter()
            .map(|bucket| (bucket.label.as_str(), bucket.first.to_string(), bucket.days, bucket.whole))
            .collect();
        assert_eq!(told[0], ("2026-W36", "2026-08-31".into(), 4, 7));
        assert_eq!(told[1], ("2026-W37", "2026-09-07".into(), 7, 7));
        assert_eq!(told[3], ("2026-W39", "2026-09-21".into(), 2, 7));
        assert_eq!(told.len(), 4);
        assert_eq!(cut_buckets(&period, Every::Month, Weekday::Mon)[0].days, 20);
        assert!(cut_buckets(&period, Every::Day, Weekday::Mon).is_empty());
    }
    use crate::scope::period::parse_date;
    use chrono::DateTime;
    use chrono_tz::{Australia::Lord_Howe, Europe::Amsterdam, Pacific::Apia, Tz};

    fn utc(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn cut(zone: Tz, first: &str, last: &str, every: Every, week_start: Weekday) -> Buckets {
        let period = Period::new(zone, parse_date(first).unwrap(), parse_date(last).unwrap());
        let buckets = Buckets::new(&period, every, week_start).unwrap();
        assert_eq!(buckets.edges.len(), buckets.len() + 1);
        assert_eq!((buckets.edges[0], buckets.edges[buckets.len()]), (period.from, period.to));
        assert!(buckets.edges.is_sorted_by(|one, next| one < next));
        buckets
    }

    #[test]
    fn labels_name_the_bucket_and_edges_end_with_the_period() {
        use Weekday::{Mon, Sun};
        for (first, last, every, week_start, labels) in [
            ("2026-03-28", "2026-03-30", Every::Day, Mon, "2026-03-28 2026-03-29 2026-03-30"),
            ("2026-03-18", "2026-03-30", Every::Week, Mon, "2026-W12 2026-W13 2026-W14"),
            ("2026-03-18", "2026-03-30", Every::Week, Sun, "2026-03-15 2026-03-22 2026-03-29"),
            ("2020-12-31", "2021-01-04", Every::Week, Mon, "2020-W53 2021-W01"),
            ("2024-12-29", "2024-12-30", Every::Week, Mon, "2024-W52 2025-W01"),
            ("2025-12-31", "2026-02-01", Every::Month, Mon, "2025-12 2026-01 2026-02"),
            ("2025-11-15", "2026-04-01", Every::Quarter, Mon, "2025-Q4 2026-Q1 2026-Q2"),
            ("2025-11-15", "2026-04-01", Every::Year, Mon, "2025 2026"),
        ] {
            let buckets = cut(Amsterdam, first, last, every, week_start);
            assert_eq!(buckets.labels.join(" "), labels, "{first}..{last} {every:?}");
        }
    }

    #[test]
    fn edges_are_local_and_cut_at_the_period() {
        let weeks = cut(Amsterdam, "2026-03-25", "2026-04-01", Every::Week, Weekday::Mon);
        // Wednesday, Monday after the change to summer time, end of Wednesday.
        let expected = ["2026-03-24T23:00:00Z", "2026-03-29T22:00:00Z", "2026-04-01T22:00:00Z"].map(utc);
        assert_eq!(weeks.edges, expected);
        assert_eq!(weeks.index_of(expected[0] - 1), None);
        assert_eq!(weeks.index_of(expected[0]), Some(0));
        assert_eq!(weeks.index_of(expected[1] - 1), Some(0));
        assert_eq!(weeks.index_of(expected[1]), Some(1));
        assert_eq!(weeks.index_of(expected[2] - 1), Some(1));
        assert_eq!(weeks.index_of(expected[2]), None);
        assert_eq!(weeks.index_of(i64::MIN), None);
    }

    #[test]
    fn the_missing_hour_is_none_and_the_doubled_one_two() {
        let spring = cut(Amsterdam, "2026-03-29", "2026-03-29", Every::Hour, Weekday::Mon);
        assert_eq!(spring.len(), 23);
        assert_eq!(spring.labels[1..3], ["2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"]);
        let autumn = cut(Amsterdam, "2026-10-25", "2026-10-25", Every::Hour, Weekday::Mon);
        assert_eq!(autumn.len(), 25);
        assert_eq!(autumn.labels[2..4], ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]);
        assert_eq!(autumn.edges[3], utc("2026-10-25T01:00:00Z"));
    }

    #[test]
    fn changes_of_half_an_hour_and_days_left_out_are_met() {
        // Lord Howe goes from 02:00 (+11:00) back to 01:30 (+10:30).
        let autumn = cut(Lord_Howe, "2026-04-05", "2026-04-05", Every::Hour, Weekday::Mon);
        assert_eq!(
            autumn.labels[1..4],
            ["2026-04-05T01:00:00+11:00", "2026-04-05T01:00:00+10:30", "2026-04-05T02:00:00+10:30"]
        );
        assert_eq!(autumn.edges[2], utc("2026-04-04T15:00:00Z"));
        let samoa = cut(Apia, "2011-12-29", "2011-12-31", Every::Day, Weekday::Mon);
        assert_eq!(samoa.labels, ["2011-12-29", "2011-12-31"]);
    }

    #[test]
    fn too_many_buckets_are_refused() {
        let period =
            Period::new(Tz::UTC, parse_date("1800-01-01").unwrap(), parse_date("2026-01-01").unwrap());
        let error = Buckets::new(&period, Every::Hour, Weekday::Mon).unwrap_err().text();
        assert!(error.contains("more than a million buckets\nhint: choose a larger --every"), "{error}");
        assert_eq!(Buckets::whole(&period).index_of(0), Some(0));
    }
}
