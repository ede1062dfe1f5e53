//! From figures to cells, and the columns they stand in.

use super::asked::Asked;
use super::compare::{beside, compared};
use super::definition::Kpi;
use super::fold::Figure;
use crate::facts::{Facts, NONE, NUMBER_SCALE};
use crate::report::{Better, Cell, Column, Part, Unit};

/// What stands opposite to the figures of a bucket.
pub(super) enum Before {
    /// There is no comparison.
    NotAsked,
    /// The period compared with has no such bucket.
    Nothing,
    /// The figures of its bucket.
    Figures(Vec<Figure>),
}

/// Each value, followed by the one before and the change if there is a comparison.
pub(super) fn cells(kpis: &[Asked], now: &[Figure], before: &Before) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (place, kpi) in kpis.iter().enumerate() {
        let current = figure_cells(kpi, &now[place]);
        let previous = match before {
            Before::NotAsked => {
                cells.extend(current);
                continue;
            }
            Before::Nothing => vec![Cell::Missing; current.len()],
            Before::Figures(figures) => figure_cells(kpi, &figures[place]),
        };
        for (now, previous) in current.into_iter().zip(previous) {
            cells.extend(beside(kpi.unit(), now, Some(previous)));
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

/// The columns of figures as they are asked of the data, with those of a comparison beside them.
pub(super) fn columns(facts: &Facts, kpis: &[Asked], is_compared: bool) -> Vec<Column> {
    let columns = kpis.iter().flat_map(|asked| asked_columns(facts, asked));
    columns.flat_map(|column| compared(column, is_compared)).collect()
}

/// The columns of one figure, each for the value it is asked for.
fn asked_columns(facts: &Facts, asked: &Asked) -> Vec<Column> {
    let value = asked.kpi.split().zip(asked.value).filter(|(_, code)| *code != NONE);
    let of = value.map(|(split, code)| facts.dictionary(split.domain).text(code).to_string());
    kpi_columns(asked.kpi).into_iter().map(|column| Column { of: of.clone(), ..column }).collect()
}

/// The columns of one figure.
pub fn kpi_columns(kpi: &Kpi) -> Vec<Column> {
    kpi.parts().iter().map(|part| part_column(kpi, *part)).collect()
}

fn part_column(kpi: &Kpi, part: Part) -> Column {
    let unit = if part == Part::Count { Unit::Count } else { kpi.unit() };
    let less = match part {
        Part::Own | Part::Median => 0,
        Part::P90 => 2,
        Part::Mean => 3,
        Part::Count => 4,
    };
    let column = Column::of_figure(kpi.id, kpi.label, unit, kpi.theme);
    let better = if part == Part::Count { Better::Neither } else { kpi.better };
    Column { part, better, importance: kpi.importance + less, ..column }
}
