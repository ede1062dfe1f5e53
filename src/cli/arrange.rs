//! Rows and columns as asked for: `--columns`, `--sort`, `--limit`.

use super::args::Sort;
use super::choice::OutputChoice;
use crate::advice::Advised;
use crate::nearest;
use crate::report::{Cell, Column, Part, Table};
use anyhow::{bail, Result};
use std::cmp::Ordering;

/// Sorts, cuts (where `cut` says so) and chooses, in this order. Rows of the team and totals stay, and stay last.
///
/// # Errors
/// If there is no column of a name.
pub fn arrange(table: &mut Table, output: &OutputChoice, cut: bool) -> Result<()> {
    if let Some(sort) = &output.sort {
        sort_rows(table, sort)?;
    }
    if let Some(limit) = output.limit.filter(|limit| cut && *limit > 0) {
        let mut shown = 0;
        table.rows.retain(|row| {
            shown += usize::from(!is_summed_up(row));
            is_summed_up(row) || shown <= limit
        });
    }
    if !output.columns.is_empty() {
        choose(table, &output.columns)?;
    }
    Ok(())
}

/// Columns of that name: one, or all parts of a duration.
fn places(table: &Table, name: &str) -> Result<Vec<usize>> {
    if let Some(place) = table.place(name) {
        return Ok(vec![place]);
    }
    let parts = Part::OF_DURATION.map(|part| part.name(name));
    let names: Vec<String> = table.columns.iter().map(Column::name).collect();
    let places: Vec<usize> = (0..names.len()).filter(|&at| parts.contains(&names[at])).collect();
    if places.is_empty() {
        let advice = nearest::advice(name, names.iter().map(String::as_str));
        bail!(Advised::new(format!("section {} has no column \"{name}\"", table.name), advice));
    }
    Ok(places)
}

fn sort_rows(table: &mut Table, sort: &Sort) -> Result<()> {
    let places = places(table, &sort.column)?;
    // of a duration, the median is what people mean
    let place =
        places.iter().copied().find(|&at| table.columns[at].part == Part::Median).unwrap_or(places[0]);
    table.rows.sort_by(|a, b| {
        let last = match (is_summed_up(a), is_summed_up(b)) {
            (true, true) => return Ordering::Equal,
            (a, b) => a.cmp(&b),
        };
        let (a, b) = (&a[place], &b[place]);
        let missing = is_missing(a).cmp(&is_missing(b));
        let order = compare(a, b);
        last.then(missing).then(if sort.descending { order.reverse() } else { order })
    });
    Ok(())
}

/// Whether a row stands for no value of the data: the team's, or the total, which are last whatever the order.
fn is_summed_up(row: &[Cell]) -> bool {
    row.iter().any(|cell| matches!(cell, Cell::Row(_)))
}

fn is_missing(cell: &Cell) -> bool {
    matches!(cell, Cell::Missing | Cell::New)
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (Cell::Whole(a), Cell::Whole(b)) => a.cmp(b),
        (a, b) => match (a.text(), b.text()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => number(a).total_cmp(&number(b)),
        },
    }
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Whole(number) => *number as f64,
        Cell::Number(number) => *number,
        Cell::Flag(yes) => f64::from(u8::from(*yes)),
        Cell::Missing | Cell::New | Cell::Text(_) | Cell::Interval(_) | Cell::Row(_) => 0.0,
    }
}

fn choose(table: &mut Table, names: &[String]) -> Result<()> {
    let chosen = names.iter().map(|name| places(table, name)).collect::<Result<Vec<_>>>()?.concat();
    table.columns = chosen.iter().map(|&at| table.columns[at].clone()).collect();
    for row in &mut table.rows {
        *row = chosen.iter().map(|&at| row[at].clone()).collect();
    }
    let columns = &table.columns;
    table.headline.retain(|id| columns.iter().any(|column| column.figure == *id && column.is_main()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{RowName, Unit};

    /// Agents with their closed conversations, the team's and all.
    fn agents() -> Table {
        let columns = vec![
            Column::dimension(
                "agent",
                ["Agent", "Medewerker", "Konsultant", "Kundebehandler", "Agent"],
                Unit::Text,
            ),
            Column::of_figure(
                "closed",
                ["Closed", "Gesloten", "Zamknięte", "Lukket", "Geschlossen"],
                Unit::Count,
                crate::report::Theme::Volume,
            ),
        ];
        let named = |name: &str, closed: i64| vec![Cell::Text(name.to_owned()), Cell::Whole(closed)];
        let (team, total) = (Cell::Row(RowName::Team), Cell::Row(RowName::Total));
        let rows = vec![
            named("Ada", 2),
            named("Bo", 5),
            named("Cy", 3),
            vec![team, Cell::Whole(4)],
            vec![total, Cell::Whole(14)],
        ];
        Table::new("agents", columns, rows)
    }

    fn first_cells(table: &Table) -> Vec<String> {
        table.rows.iter().map(|row| row[0].text().unwrap_or_default().into_owned()).collect()
    }

    #[test]
    fn team_and_total_stay_last_whatever_the_order() {
        for (descending, order) in [(true, ["Bo", "Cy", "Ada"]), (false, ["Ada", "Cy", "Bo"])] {
            let mut table = agents();
            sort_rows(&mut table, &Sort { column: "closed".to_owned(), descending }).unwrap();
            assert_eq!(first_cells(&table)[..3], order);
            assert_eq!(first_cells(&table)[3..], ["(team)", "(total)"]);
        }
    }
}
