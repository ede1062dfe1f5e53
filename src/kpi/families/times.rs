//! `times`: when cases come in, how first responses spread, and how response goes over time.

use super::speed::RESPONSE_TIME;
use super::volume::CASES;
use crate::facts::*;
use crate::facts::{MISSING, NONE};
use crate::fitting::{numbered, signed};
use crate::kpi::axis::{Axis, Classes, Classing};
use crate::kpi::columns::kpi_columns;
use crate::kpi::compare::{beside, compared};
use crate::kpi::definition::{kpis, over, Fold, Kpi};
use crate::kpi::figures::Grid;
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::{classified, grouped, share_of, share_within, NamedClasses};
use crate::kpi::table::{Run, Side};
use crate::report::{Cell, Column, Interval, Table, Theme, Unit};
use crate::time::MINUTE;
use anyhow::Result;

kpis! {
    FIRST_RESPONSES = "first_response_n", ["First responses", "Eerste reacties", "Pierwsze odpowiedzi", "Første svar", "Erstantworten"], "S", Speed 1,
        over(Grain::Conversation, &FIRST_RESPONDED, &AT_ANSWER, Fold::Count),
        [
            "Incoming conversations with a first response, by how long it took.",
            "Inkomende gesprekken met een eerste reactie, naar hoe lang die duurde.",
            "Rozmowy przychodzące z pierwszą odpowiedzią, według tego, ile na nią czekano.",
            "Innkommende samtaler med et første svar, etter hvor lang tid det tok.",
            "Eingehende Konversationen mit einer ersten Antwort, nach deren Dauer.",
        ];
}

use Theme::Speed;

/// The report.
pub static FAMILY: Family = Family {
    name: "times",
    about: "Heat map of cases, first-response groups, response over time",
    dimensions: &["first_response"],
    has_rankings: false,
    own: OF_CONVERSATIONS,
    things: "conversations",
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
    let axes = [Axis::HourOfWeek(clock)];
    let now = WeekHours::new(run, &run.now, &axes, section);
    let before = run.before.as_ref().map(|side| WeekHours::new(run, side, &axes, section));
    let mut rows = Vec::new();
    for hour in 0..7 * 24 {
        let start = [Cell::Whole(i64::from(hour / 24 + 1)), Cell::Whole(i64::from(hour % 24))];
        let previous = before.as_ref().map(|before| before.cells(hour));
        rows.push(start.into_iter().chain(pairs(now.cells(hour), previous)).collect());
    }
    Ok(Table::new(section.name, heatmap_columns(before.is_some()), rows))
}

/// Cases by hour of the week.
struct WeekHours {
    cases: Grid,
    /// How many Mondays, Tuesdays… the period has.
    weekdays: [u64; 7],
}

impl WeekHours {
    fn new(run: &Run, side: &Side, axes: &[Axis], section: &Section) -> WeekHours {
        WeekHours { cases: run.grid(&side.whole(), axes, section.kpis), weekdays: side.period.weekdays() }
    }

    /// Cases of an hour of the week, and their mean a day.
    fn cells(&self, hour: u32) -> [Cell; 2] {
        let days = self.weekdays[(hour / 24) as usize];
        match self.cases.get(&[hour, NONE, NONE], 0)[0].known_count() {
            Some(cases) => [Cell::Whole(cases), share_of(cases, signed(days))],
            None => [Cell::Missing, Cell::Missing],
        }
    }
}

/// Each value followed by the one before and the change, where there is one before.
fn pairs(now: [Cell; 2], before: Option<[Cell; 2]>) -> Vec<Cell> {
    let Some(before) = before else { return now.into() };
    let pairs = now.into_iter().zip(before);
    pairs.flat_map(|(now, before)| beside(Unit::Count, now, Some(before))).collect()
}

fn heatmap_columns(is_compared: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::dimension(
            "weekday",
            ["Weekday", "Weekdag", "Dzień tygodnia", "Ukedag", "Wochentag"],
            Unit::Text,
        ),
        Column::dimension("hour", ["Hour", "Uur", "Godzina", "Time", "Stunde"], Unit::Text),
    ];
    let cases = kpi_columns(&CASES).remove(0);
    let mean = Column {
        figure: "cases_mean".to_string(),
        label: [
            "Cases, mean per day",
            "Cases, gemiddeld per dag",
            "Sprawy, średnio dziennie",
            "Saker, snitt per dag",
            "Fälle, Mittel je Tag",
        ]
        .into(),
        unit: Unit::Ratio,
        ..cases.clone()
    };
    columns.extend([cases, mean].into_iter().flat_map(|column| compared(column, is_compared)));
    columns
}

/// Upper limits of the first-response groups in milliseconds.
pub fn default_groups() -> Vec<i64> {
    [5, 15, 60, 4 * 60, 8 * 60, 24 * 60].map(|minutes: i64| minutes * MINUTE).into()
}

fn first_response_groups(run: &Run, section: &Section) -> Result<Table> {
    let limits = run.groups.clone();
    let classing = Classing::new("group", move |facts| {
        let group_of = |&lasted: &i64| match lasted {
            MISSING => NONE,
            lasted => numbered(limits.partition_point(|limit| *limit <= lasted)),
        };
        Classes::OfRows(facts.conversations.first_response.iter().map(group_of).collect())
    });
    let groups = NamedClasses {
        label: [
            "First response in",
            "Eerste reactie in",
            "Pierwsza odpowiedź w",
            "Første svar etter",
            "Erste Antwort in",
        ],
        names: intervals(&run.groups),
        classing,
    };
    let mut table = classified(run, section, &groups)?;
    share_within(&mut table, &FIRST_RESPONSES, groups.names.len());
    Ok(table)
}

/// From 0 to each limit and on without end.
fn intervals(limits: &[i64]) -> Vec<Cell> {
    let starts = std::iter::once(0).chain(limits.iter().copied());
    let ends = limits.iter().copied().map(Some).chain([None]);
    starts.zip(ends).map(|(from, to)| Cell::Interval(Box::new(Interval { from, to }))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_their_limits() {
        let names: Vec<_> =
            intervals(&default_groups()).iter().filter_map(|cell| cell.text().map(String::from)).collect();
        assert_eq!(names, ["[0,5m)", "[5m,15m)", "[15m,1h)", "[1h,4h)", "[4h,8h)", "[8h,24h)", "[24h,∞)"]);
    }
}
