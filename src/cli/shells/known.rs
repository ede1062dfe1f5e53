//! The values of flags that can be named without any file.

use crate::facts::{Dimension, Grain, DIMENSIONS};
use crate::kpi::{self, Family, Kpi};
use crate::profile::toml::builtin;

/// What a flag takes, as far as it can be known without any file.
pub fn values(flag: &str, command: &str) -> Vec<String> {
    let family = kpi::family(command);
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_string()).collect();
    let kpis = || family.map(Family::kpis).unwrap_or_default();
    match (command, flag) {
        (_, "profile") | ("profiles", "name") => builtin().iter().map(|known| known.name.clone()).collect(),
        ("explain", "name") => explained(),
        (_, "section") => family.map(|family| owned(&names(family))).unwrap_or_default(),
        (_, "list") => kpis().iter().map(|kpi| kpi.id.to_string()).collect(),
        (_, "columns" | "sort") => kpis().iter().flat_map(|kpi| columns(kpi)).collect(),
        (_, "period") => owned(PERIODS),
        (_, "since") => owned(&["7d", "30d", "90d", "12w", "6m", "1y"]),
        (_, "as_of") => owned(&["latest"]),
        (_, "date_order") => owned(&["dmy", "mdy", "ymd"]),
        (_, "week_start") => owned(WEEKDAYS),
        _ => Dimension::named(flag).map(|found| owned(found.vocabulary)).unwrap_or_default(),
    }
}

/// Periods by name that need no number.
const PERIODS: &[&str] = &[
    "today",
    "yesterday",
    "last-7-days",
    "last-30-days",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
];

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A figure by its own name and by those of its columns.
fn columns(kpi: &Kpi) -> Vec<String> {
    let columns = kpi.columns().into_iter().filter(|column| column != kpi.id);
    std::iter::once(kpi.id.to_owned()).chain(columns).collect()
}

fn names(family: &Family) -> Vec<&'static str> {
    family.sections.iter().map(|section| section.name).collect()
}

/// Everything that `explain` knows by its own name.
fn explained() -> Vec<String> {
    let kpis = kpi::all();
    let figures = kpis.iter().map(|kpi| kpi.id);
    let dimensions = DIMENSIONS.iter().map(|dimension| dimension.id);
    let grains = Grain::ALL.iter().map(|grain| grain.table().name);
    let mut all: Vec<String> = figures.chain(dimensions).chain(grains).map(str::to_string).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::period::{Named, Since};
    use crate::time::weekday::parse_week_start;

    #[test]
    fn what_is_offered_is_understood() {
        for period in PERIODS {
            assert!(period.parse::<Named>().is_ok(), "{period}");
        }
        for since in values("since", "summary") {
            assert!(since.parse::<Since>().is_ok(), "{since}");
        }
        for day in WEEKDAYS {
            assert!(parse_week_start(day).is_ok(), "{day}");
        }
        let is_offered = |flag, command, name: &str| values(flag, command).iter().any(|known| known == name);
        assert!(is_offered("channel", "summary", "whatsapp"));
        assert_eq!(values("section", "summary"), ["totals", "top_tags"]);
        assert!(is_offered("list", "summary", "first_response"));
        assert!(is_offered("columns", "summary", "first_response"));
        assert!(is_offered("columns", "summary", "first_response_median_s"));
        assert_eq!(values("sort", "summary").iter().filter(|name| *name == "conversations").count(), 1);
        assert!(is_offered("name", "explain", "channel"));
    }
}
