//! From figures to cells, and the columns they stand in.

use super::asked::Asked;
use super::compare::{change, change_unit};
use super::definition::Kpi;
use super::fold::Figure;
use super::layout::Layout;
use crate::facts::{Facts, NONE, NUMBER_SCALE};
use crate::report::{Cell, Column, Part, Unit};
use crate::scope::bucket::Every;

/// Each value, followed by the one before (none where no bucket stands opposite) and the change if there is a comparison.
pub(super) fn cells(kpis: &[Asked], now: &[Figure], before: Option<Option<&[Figure]>>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (place, kpi) in kpis.iter().enumerate() {
        let current = figure_cells(kpi, &now[place]);
        let opposite = |figures: &[Figure]| figure_cells(kpi, &figures[place]);
        let nothing = || vec![Cell::Missing; current.len()];
        let previous = before.map(|figures| figures.map_or_else(nothing, opposite));
        for (at, cell) in current.iter().cloned().enumerate() {
            let previous = previous.as_ref().map(|cells| cells[at].clone());
            cells.push(cell.clone());
            if let Some(previous) = previous {
                let changed = change(kpi.unit(), &cell, &previous);
                cells.extend([previous, changed]);
            }
        }
    }
    cells
}

fn figure_cells(kpi: &Kpi, figure: &Figure) -> Vec<Cell> {
    match (kpi.unit(), figure) {
        (Unit::Seconds, Figure::Duration { n, sum, median, p90 }) => vec![
            Cell::Whole(*n),
            Cell::Number(*sum as f64 / (*n as f64 * 1000.0)),
            Cell::Number(*median),
            Cell::Number(*p90),
        ],
        (Unit::Seconds, _) => vec![Cell::Whole(0), Cell::Missing, Cell::Missing, Cell::Missing],
        (Unit::Money, Figure::Count(sum)) => vec![Cell::Number(*sum as f64 / NUMBER_SCALE as f64)],
        (_, Figure::Count(count)) => vec![Cell::Whole(*count)],
        (_, Figure::Fraction { part, whole }) => vec![Cell::Number(*part as f64 / *whole as f64)],
        _ => vec![Cell::Missing],
    }
}

pub(super) fn columns(
    facts: &Facts,
    layout: &Layout,
    kpis: &[Asked],
    every: Option<Every>,
    is_compared: bool,
) -> Vec<Column> {
    let dimension = |name: &str, label: &str| Column::dimension(name, label, Unit::Text);
    let mut columns = Vec::new();
    columns.extend(every.map(|every| dimension("bucket", bucket_label(every))));
    columns.extend(layout.columns.iter().map(|(name, label)| dimension(name, label)));
    for column in kpis.iter().flat_map(|asked| asked_columns(facts, asked)) {
        columns.push(column.clone());
        if is_compared {
            columns.extend(compared(&column));
        }
    }
    columns
}

/// What one bucket is.
fn bucket_label(every: Every) -> &'static str {
    match every {
        Every::Hour => "Hour",
        Every::Day => "Day",
        Every::Week => "Week",
        Every::Month => "Month",
        Every::Quarter => "Quarter",
        Every::Year => "Year",
    }
}

/// The two columns beside one that is compared.
pub fn compared(column: &Column) -> [Column; 2] {
    [
        beside(column, "previous", "before", Part::Previous, column.unit),
        beside(column, "change", "change", Part::Change, change_unit(column.unit)),
    ]
}

fn beside(column: &Column, ending: &str, word: &str, part: Part, unit: Unit) -> Column {
    Column {
        name: format!("{}_{ending}", column.name),
        label: format!("{}, {word}", column.label),
        unit,
        part,
        importance: column.importance + 1,
        ..column.clone()
    }
}

/// The columns of one figure; a value it is asked for ends their names.
fn asked_columns(facts: &Facts, asked: &Asked) -> Vec<Column> {
    let mut columns = kpi_columns(asked.kpi);
    let value = asked.kpi.split().zip(asked.value).filter(|(_, code)| *code != NONE);
    if let Some((split, code)) = value {
        let text = facts.dictionary(split.domain).text(code);
        for column in &mut columns {
            column.name = format!("{}_{text}", column.name);
            column.label = format!("{}, {text}", column.label);
        }
    }
    columns
}

/// The columns of one figure.
pub fn kpi_columns(kpi: &Kpi) -> Vec<Column> {
    let column = |ending: &str, word: &str, unit: Unit, part: Part, less: u8| Column {
        name: format!("{}{ending}", kpi.id),
        label: format!("{}{word}", kpi.label),
        unit,
        theme: kpi.theme,
        part,
        importance: kpi.importance + less,
    };
    match kpi.unit() {
        Unit::Seconds => vec![
            column("_n", ", number", Unit::Count, Part::Count, 4),
            column("_mean_s", ", mean", Unit::Seconds, Part::Mean, 3),
            column("_median_s", ", median", Unit::Seconds, Part::Median, 0),
            column("_p90_s", ", p90", Unit::Seconds, Part::P90, 2),
        ],
        unit => vec![column("", "", unit, Part::Own, 0)],
    }
}
