//! Rows and columns as asked for: `--columns`, `--sort`, `--limit`.

use super::args::Sort;
use super::choice::OutputChoice;
use crate::advice::Advised;
use crate::nearest;
use crate::render::Audience;
use crate::report::{Cell, Column, Part, Table, Versus, PIECE, TITLE};
use anyhow::{bail, Result};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts the rows of all sections, leaves `limit` of each and chooses columns, in this order. Rows of the team and totals
/// stay, and stay last. A section that lacks a column does without it; one that has none of those named is left out.
///
/// # Errors
/// If no section has a column of a name.
pub fn arrange(tables: &mut Vec<Table>, output: &OutputChoice, limit: Option<usize>) -> Result<()> {
    if let Some(sort) = &output.sort {
        check(tables, &sort.column)?;
        tables.iter_mut().for_each(|table| sort_rows(table, sort));
    }
    for name in &output.columns {
        check(tables, plain(name))?;
    }
    if let Some(limit) = limit.filter(|limit| *limit > 0) {
        tables.iter_mut().for_each(|table| cut(table, limit));
    }
    let names: Vec<&str> = output.columns.iter().map(|name| plain(name)).collect();
    if !names.is_empty() && output.columns.iter().all(|name| name.starts_with('+')) {
        tables.iter_mut().for_each(|table| bring_forward(table, &names));
    } else if !names.is_empty() {
        let for_people = output.format.audience() != Audience::Programs;
        tables.retain(|table| names.iter().any(|name| !places(table, name).is_empty()));
        tables.iter_mut().for_each(|table| choose(table, &names, for_people));
    }
    if names.is_empty() && output.format.audience() != Audience::Programs {
        tables.iter_mut().for_each(set_titles);
    }
    Ok(())
}

/// People read what a thing is called right beside its id; where nothing has a title, they read of none.
fn set_titles(table: &mut Table) {
    let Some(from) = table.columns.iter().position(|column| column.figure == TITLE) else { return };
    let is_titled = table.pieces(PIECE).any(|rows| rows.iter().any(|row| !is_missing(&row[from])));
    let to = table.columns.iter().position(Column::is_id).filter(|_| is_titled);
    move_cell(&mut table.columns, from, to);
    table.change_rows(move |row| move_cell(row, from, to));
}

/// Moves what stands at one place behind another one, or out of the row where there is none.
fn move_cell<T>(row: &mut Vec<T>, from: usize, behind: Option<usize>) {
    let moved = row.remove(from);
    if let Some(place) = behind {
        row.insert(place + 1, moved);
    }
}

/// The name of a column that is added to those shown without asking.
fn plain(name: &str) -> &str {
    name.strip_prefix('+').unwrap_or(name).trim()
}

/// Refuses a name that no section has.
///
/// # Errors
/// If it is one; the nearest names are in it.
fn check(tables: &[Table], name: &str) -> Result<()> {
    if tables.iter().any(|table| !places(table, name).is_empty()) {
        return Ok(());
    }
    let mut names: Vec<String> = Vec::new();
    for column in tables.iter().flat_map(|table| table.columns.iter().chain(&table.unasked)) {
        names.extend([column.name(), column.figure.clone()]);
    }
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    let what = match tables {
        [only] => format!("section {} has no column \"{name}\"", only.name),
        _ => format!("no section has a column \"{name}\""),
    };
    bail!(Advised::new(what, nearest::advice(name, names.iter().map(String::as_str))));
}

/// The columns of that name: the one called so, with or without its unit, else the main columns of the figure: of a
/// duration the median, of money one a currency.
fn places(table: &Table, name: &str) -> Vec<usize> {
    let in_seconds = format!("{name}_s");
    if let Some(place) = table.place(name).or_else(|| table.place(&in_seconds)) {
        return vec![place];
    }
    let is_of_figure = |column: &Column| match column.versus {
        Versus::Now => column.figure == name,
        Versus::Previous => name.strip_suffix("_previous") == Some(column.figure.as_str()),
        Versus::Change => name.strip_suffix("_change") == Some(column.figure.as_str()),
    };
    let mut places = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        if matches!(column.part, Part::Own | Part::Median) && is_of_figure(column) {
            places.push(place);
        }
    }
    places
}

fn sort_rows(table: &mut Table, sort: &Sort) {
    let Some(&place) = places(table, &sort.column).first() else { return };
    let key = |row: &[Cell]| (is_summed_up(row), row[place].clone());
    table.sort_by(key, |(a_is_sum, a), (b_is_sum, b)| {
        if *a_is_sum && *b_is_sum {
            return Ordering::Equal;
        }
        let missing = is_missing(a).cmp(&is_missing(b));
        let order = compare(a, b);
        a_is_sum.cmp(b_is_sum).then(missing).then(if sort.descending { order.reverse() } else { order })
    });
}

/// Leaves the first rows, and those of the team and totals.
fn cut(table: &mut Table, limit: usize) {
    let all = table.row_count();
    if table.later.as_ref().is_some_and(|later| !later.has_sums()) {
        table.settle(limit);
    }
    let mut shown = 0;
    let mut kept = Vec::new();
    for row in table.pieces(PIECE).flat_map(Cow::into_owned) {
        shown += usize::from(!is_summed_up(&row));
        if is_summed_up(&row) || shown <= limit {
            kept.push(row);
        }
    }
    (table.rows, table.later) = (kept, None);
    table.rest += all - table.rows.len();
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
        Cell::Missing | Cell::New | Cell::Text(_) | Cell::Interval(_) | Cell::Row(_) | Cell::Class(_) => 0.0,
    }
}

/// Leaves the columns named, in that order. People are told besides what the figures of a row are of.
fn choose(table: &mut Table, names: &[&str], for_people: bool) {
    let mut chosen: Vec<usize> = Vec::new();
    for place in names.iter().flat_map(|name| places(table, name)) {
        if !chosen.contains(&place) {
            chosen.push(place);
        }
    }
    if for_people && !table.columns.iter().all(Column::is_dimension) {
        let own = (0..table.columns.len()).filter(|place| table.columns[*place].is_dimension());
        let unnamed: Vec<usize> = own.filter(|place| !chosen.contains(place)).collect();
        chosen.splice(0..0, unnamed);
    }
    table.columns = chosen.iter().map(|&at| table.columns[at].clone()).collect();
    for row in &mut table.rows {
        *row = chosen.iter().map(|&at| row[at].clone()).collect();
    }
    table.later = table.later.take().map(|later| later.of_columns(chosen));
    let columns = &table.columns;
    table.headline.retain(|id| columns.iter().any(|column| column.figure == *id && column.is_main()));
}

/// Puts columns before all others that a narrow terminal may leave out.
fn bring_forward(table: &mut Table, names: &[&str]) {
    let asked: Vec<usize> = names.iter().flat_map(|name| places(table, name)).collect();
    for (place, column) in table.columns.iter_mut().enumerate() {
        column.importance = if asked.contains(&place) { 0 } else { (column.importance + 1).min(9) };
    }
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
            sort_rows(&mut table, &Sort { column: "closed".to_owned(), descending });
            assert_eq!(first_cells(&table)[..3], order);
            assert_eq!(first_cells(&table)[3..], ["(team)", "(total)"]);
        }
    }
}
