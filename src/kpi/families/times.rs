//! `times`: when cases come in, how first responses spread, and how response goes over time.

use super::speed::RESPONSE_TIME;
use super::volume::CASES;
use crate::facts::*;
use crate::facts::{MISSING, NONE};
use crate::kpi::columns::{compared, kpi_columns};
use crate::kpi::compare::change;
use crate::kpi::definition::{kpis, over, Fold, Kpi};
use crate::kpi::figures::{Grid, Label};
use crate::kpi::section::{Family, Section};
use crate::kpi::select::Axis;
use crate::kpi::shapes::{classified, grouped, share_of, share_within};
use crate::kpi::table::{Run, Side};
use crate::report::{Cell, Column, Table, Theme, Unit};
use crate::time::{HOUR, MINUTE, SECOND};
use anyhow::Result;

kpis! {
    FIRST_RESPONSES = "first_response_n", "First responses", "S", Speed 1,
        over(Grain::Conversation, &FIRST_RESPONDED, &AT_ANSWER, Fold::Count),
        "Incoming conversations with a first response, by how long it took.";
}

use Theme::Speed;

/// The report.
pub static FAMILY: Family = Family {
    name: "times",
    about: "Heat map of cases, first-response groups, response over time",
    dimensions: &[],
    sections: &[
        Section { name: "heatmap", at_first_sight: true, kpis: &[&CASES], build: heatmap },
        Section {
            name: "first_response_groups",
            at_first_sight: true,
            kpis: &[&FIRST_RESPONSES],
            build: first_response_groups,
        },
        Section {
            name: "response",
            at_first_sight: true,
            kpis: &[&RESPONSE_TIME],
            build: |run, section| grouped(run, section, &[]),
        },
    ],
};

fn heatmap(run: &Run, section: &Section) -> Result<Table> {
    let clock = run.clock();
    let class = |_: usize, at: i64| {
        let (weekday, hour) = clock.weekday_and_hour(at);
        u32::from(weekday - 1) * 24 + u32::from(hour)
    };
    let axes = [Axis::Class(&class)];
    let whole = |side: &Side| Side {
        period: side.period,
        buckets: crate::scope::bucket::Buckets::whole(&side.period),
    };
    let now = whole(&run.now);
    let before = run.before.as_ref().map(whole);
    let grid = run.grid(&now, &axes, section.kpis);
    let grid_before = before.as_ref().map(|side| run.grid(side, &axes, section.kpis));
    let cells = |grid: &Grid, side: &Side, class: u32| -> [Cell; 2] {
        let cases = grid.get(&vec![Label::Class(class)], 0)[0].count();
        let days = side.period.weekdays()[(class / 24) as usize];
        [Cell::Whole(cases), share_of(cases, days as i64)]
    };
    let rows = (0..7 * 24u32).map(|class| {
        let start = [Cell::Whole(i64::from(class / 24 + 1)), Cell::Whole(i64::from(class % 24))];
        let current = cells(&grid, &now, class);
        let previous = grid_before.as_ref().zip(before.as_ref()).map(|(grid, side)| cells(grid, side, class));
        start.into_iter().chain(beside(current, previous)).collect()
    });
    Ok(Table::new(section.name, heatmap_columns(before.is_some()), rows.collect()))
}

/// Each value followed by the one before and the change, where there is one before.
fn beside(now: [Cell; 2], before: Option<[Cell; 2]>) -> Vec<Cell> {
    let Some(before) = before else { return now.into() };
    let pairs = now.into_iter().zip(before);
    pairs
        .flat_map(|(now, before)| {
            let changed = change(Unit::Count, &now, &before);
            [now, before, changed]
        })
        .collect()
}

fn heatmap_columns(is_compared: bool) -> Vec<Column> {
    let dimension = |name: &str, label: &str| Column::dimension(name, label, Unit::Text);
    let mut columns = vec![dimension("weekday", "Weekday"), dimension("hour", "Hour")];
    let cases = kpi_columns(&CASES).remove(0);
    let mean = Column {
        name: "cases_mean".to_string(),
        label: "Cases, mean per day".to_string(),
        unit: Unit::Ratio,
        ..cases.clone()
    };
    for column in [cases, mean] {
        columns.push(column.clone());
        if is_compared {
            columns.extend(compared(&column));
        }
    }
    columns
}

/// Upper limits of the first-response groups in milliseconds.
pub fn default_groups() -> Vec<i64> {
    [5, 15, 60, 4 * 60, 8 * 60, 24 * 60].map(|minutes: i64| minutes * MINUTE).into()
}

fn first_response_groups(run: &Run, section: &Section) -> Result<Table> {
    let lasted = &run.facts.conversations.first_response;
    let class = |row: usize, _: i64| match lasted[row] {
        MISSING => NONE,
        lasted => run.groups.partition_point(|limit| *limit <= lasted) as u32,
    };
    let names: Vec<String> = (0..=run.groups.len()).map(|class| group_name(class, &run.groups)).collect();
    let mut table = classified(run, section, ("group", "First response in"), &names, &class)?;
    share_within(&mut table, "first_response_n", names.len());
    Ok(table)
}

/// `[5m,15m)`
fn group_name(class: usize, limits: &[i64]) -> String {
    let from = if class == 0 { "0".to_string() } else { length(limits[class - 1]) };
    let to = limits.get(class).map_or("∞".to_string(), |limit| length(*limit));
    format!("[{from},{to})")
}

/// A length of time in its largest whole unit: `5m`, `90s`, `24h`.
fn length(millis: i64) -> String {
    let units = [(HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1, "ms")];
    let (size, unit) = units.into_iter().find(|(size, _)| millis % size == 0).unwrap_or((1, "ms"));
    format!("{}{unit}", millis / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_their_limits() {
        let limits = default_groups();
        let names: Vec<String> = (0..=limits.len()).map(|class| group_name(class, &limits)).collect();
        assert_eq!(names, ["[0,5m)", "[5m,15m)", "[15m,1h)", "[1h,4h)", "[4h,8h)", "[8h,24h)", "[24h,∞)"]);
        assert_eq!(group_name(1, &[30_000, 90_000]), "[30s,90s)");
    }
}
