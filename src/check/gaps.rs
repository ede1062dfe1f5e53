//! Holes in time: a week without a row in an export that has rows nearly every day.

use super::coverage::instants;
use crate::dataset::{Dataset, Domain, TableName, MISSING, NONE};
use crate::fitting::signed;
use crate::time::face::day_of;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Days without a row that are a hole.
const HOLE: i64 = 7;
/// Days with rows, of all days outside holes, that make an export a daily one: of seven at least four.
const DAILY: (i64, i64) = (4, 7);
/// Days with rows below which nothing can be said.
const LEAST: usize = 14;

/// Days in a row without any row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The table.
    pub table: TableName,
    /// The source; `None` where all files are one.
    pub source: Option<String>,
    /// The first day without a row.
    pub first: NaiveDate,
    /// The last one.
    pub last: NaiveDate,
}

/// The holes of every table of a source that otherwise has rows nearly every day, in the days of a zone.
pub fn gaps(dataset: &Dataset, zone: Tz) -> Vec<Gap> {
    let names = dataset.dictionary(Domain::Source);
    let mut gaps = Vec::new();
    for table in TableName::ALL {
        let sources = dataset.sources_of(table);
        let mut days: BTreeMap<u32, BTreeSet<NaiveDate>> = BTreeMap::new();
        for (row, &at) in instants(dataset, table).iter().enumerate().filter(|(_, at)| **at != MISSING) {
            let source = sources.get(row).copied().unwrap_or(NONE);
            days.entry(source).or_default().insert(day_of(zone, at));
        }
        for (code, days) in days {
            let source = (code != NONE).then(|| names.text(code).to_owned());
            for (first, last) in holes(&days) {
                gaps.push(Gap { table, source: source.clone(), first, last });
            }
        }
    }
    gaps
}

/// First and last day of each hole between days with rows.
fn holes(days: &BTreeSet<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let mut holes = Vec::new();
    let mut missing = 0;
    for (before, after) in days.iter().zip(days.iter().skip(1)) {
        let between = (*after - *before).num_days() - 1;
        if let (true, Some(from), Some(to)) = (between >= HOLE, before.succ_opt(), after.pred_opt()) {
            holes.push((from, to));
            missing += between;
        }
    }
    let outside = (*last - *first).num_days() + 1 - missing;
    let is_daily = signed(days.len()) * DAILY.1 >= outside * DAILY.0;
    if days.len() < LEAST || !is_daily {
        holes.clear();
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::Days::new(u64::from(day) - 1)
    }

    #[test]
    fn a_week_without_rows_is_a_hole_of_a_daily_export() {
        // 1–10 and 18–31 March: 24 days with rows, 7 without, none missing otherwise.
        let days: BTreeSet<NaiveDate> = (1..=10).chain(18..=31).map(day).collect();
        assert_eq!(holes(&days), [(day(11), day(17))]);
        // Six days are none: weekends and bank holidays in a row.
        let days: BTreeSet<NaiveDate> = (1..=10).chain(17..=31).map(day).collect();
        assert_eq!(holes(&days), []);
    }

    #[test]
    fn an_export_with_rows_now_and_then_has_no_holes() {
        // Every third day of 60, then a fortnight without.
        let days: BTreeSet<NaiveDate> = (1..=60).step_by(3).chain([80, 83, 86]).map(day).collect();
        assert_eq!(holes(&days), []);
        let few: BTreeSet<NaiveDate> = [1, 2, 3, 20, 21].map(day).into();
        assert_eq!(holes(&few), []);
    }
}
