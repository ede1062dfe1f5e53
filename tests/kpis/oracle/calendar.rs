//! Local days as half-open ranges of instants, buckets with their labels, and the period compared with.

use super::setting::{Compare, Every, Setting};
use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
    Weekday,
};
use chrono_tz::Tz;

/// Offsets of the zones in use are multiples of a quarter of an hour.
const STEP: i64 = 15 * 60_000;

/// A stretch of the period with the label of its row; `end` is not part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    pub label: String,
    pub start: i64,
    pub end: i64,
}

/// The wall clock at an instant.
pub fn local(at: i64, tz: Tz) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(at).unwrap().with_timezone(&tz).naive_local()
}

/// The first instant of a local date; a midnight that the clock jumps over is the instant of the jump.
pub fn day_start(date: NaiveDate, tz: Tz) -> i64 {
    let mut wall = date.and_hms_opt(0, 0, 0).unwrap();
    loop {
        match tz.from_local_datetime(&wall).earliest() {
            Some(at) => return at.timestamp_millis(),
            None => wall += TimeDelta::milliseconds(STEP),
        }
    }
}

/// The first date of the week a date lies in.
pub fn week_first(date: NaiveDate, week_start: Weekday) -> NaiveDate {
    let mut day = date;
    while day.weekday() != week_start {
        day = day.pred_opt().unwrap();
    }
    day
}

fn label(date: NaiveDate, every: Every, week_start: Weekday) -> String {
    match every {
        Every::Hour => unreachable!("hours are labelled by instant"),
        Every::Day => date.to_string(),
        Every::Week if week_start == Weekday::Mon => date.format("%G-W%V").to_string(),
        Every::Week => week_first(date, week_start).to_string(),
        Every::Month => date.format("%Y-%m").to_string(),
        Every::Quarter => format!("{}-Q{}", date.year(), date.month().div_ceil(3)),
        Every::Year => date.year().to_string(),
    }
}

fn hours(from: NaiveDate, to: NaiveDate, tz: Tz) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = Vec::new();
    let end = day_start(to.succ_opt().unwrap(), tz);
    let mut at = day_start(from, tz);
    while at < end {
        let wall = local(at, tz);
        let offset = DateTime::<Utc>::from_timestamp_millis(at).unwrap().with_timezone(&tz).offset().fix();
        let label = format!(
            "{}:00:00{}",
            wall.date().and_hms_opt(wall.hour(), 0, 0).unwrap().format("%Y-%m-%dT%H"),
            offset
        );
        match buckets.last_mut() {
            Some(last) if last.label == label => last.end = at + STEP,
            _ => buckets.push(Bucket { label, start: at, end: at + STEP }),
        }
        at += STEP;
    }
    buckets
}

/// The buckets of a period, first and last cut at it; without `every` one bucket with an empty label.
pub fn buckets(from: NaiveDate, to: NaiveDate, every: Option<Every>, setting: &Setting) -> Vec<Bucket> {
    let tz = setting.tz;
    let Some(every) = every else {
        let end = day_start(to.succ_opt().unwrap(), tz);
        return vec![Bucket { label: String::new(), start: day_start(from, tz), end }];
    };
    if every == Every::Hour {
        return hours(from, to, tz);
    }
    let mut buckets: Vec<Bucket> = Vec::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        let label = label(date, every, setting.week_start);
        let end = day_start(date.succ_opt().unwrap(), tz);
        match buckets.last_mut() {
            Some(last) if last.label == label => last.end = end,
            _ => buckets.push(Bucket { label, start: day_start(date, tz), end }),
        }
    }
    buckets
}

fn year_before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_months(Months::new(12)).unwrap()
}

/// The whole months a period consists of, if it is a whole month, quarter or year.
fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let next = to.succ_opt().unwrap();
    let months = [(1, 1), (3, 3), (12, 12)];
    months
        .into_iter()
        .find(|(count, step)| {
            from.day() == 1 && (from.month() - 1).is_multiple_of(*step) && from + Months::new(*count) == next
        })
        .map(|(count, _)| count)
}

/// The period a comparison looks at: first and last day.
pub fn compared(setting: &Setting, compare: Compare) -> (NaiveDate, NaiveDate) {
    let (from, to) = (setting.from, setting.to);
    match compare {
        Compare::Year => (year_before(from), year_before(to)),
        Compare::Previous => {
            let before = from.pred_opt().unwrap();
            match whole_months(from, to) {
                Some(count) => (from - Months::new(count), before),
                None => (from - Days::new((to - from).num_days() as u64 + 1), before),
            }
        }
    }
}
