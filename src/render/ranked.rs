//! Rows in the order that people read them in on a page: the greatest first, sums last.

use super::followed::FOLLOWED;
use crate::report::{Cell, RowName, Table};

/// The figure that rows of a section of a document are ranked by, so that bars show it.
pub fn ranked_by(section: &str) -> Option<&'static str> {
    match section {
        "channels" | "top_tags" | "tags" => Some("conversations"),
        "agents" => Some(FOLLOWED),
        _ => None,
    }
}

/// The same table with the rows of the greatest figure first, sums last.
pub fn by_greatest(table: &Table, figure: &str) -> Table {
    let mut sorted = table.clone();
    let place = table.columns.iter().position(|column| column.figure == figure && column.is_main());
    if let Some(place) = place {
        let amount = |row: &Vec<Cell>| row[place].amount().unwrap_or(-1.0);
        // What nobody is called and has nothing of the figure is no row to look at.
        sorted.rows.retain(|row| row[0] != Cell::Missing || amount(row) > 0.0);
        let (mut own, sums): (Vec<_>, Vec<_>) = sorted.rows.into_iter().partition(|row| !is_sum(row));
        own.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
        own.extend(sums);
        sorted.rows = own;
    }
    sorted
}

/// Whether a row stands for no value of the data.
pub fn is_sum(row: &[Cell]) -> bool {
    row.iter().any(|cell| matches!(cell, Cell::Row(RowName::Team | RowName::Total)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::report::{Theme, Unit};

    #[test]
    fn the_greatest_stands_first_sums_last_and_nobody_with_nothing_nowhere() {
        let columns = vec![
            sample::dimension("channel", "Channel"),
            sample::figure(("conversations", "Conversations"), Unit::Count, Theme::Volume, 0),
        ];
        let rows = vec![
            vec![sample::text("chat"), Cell::Whole(2)],
            vec![Cell::Missing, Cell::Whole(0)],
            vec![Cell::Row(RowName::Total), Cell::Whole(9)],
            vec![sample::text("email"), Cell::Whole(7)],
        ];
        let table = sample::table("channels", columns, rows);
        let first =
            |figure| by_greatest(&table, figure).rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(
            first("conversations"),
            [sample::text("email"), sample::text("chat"), Cell::Row(RowName::Total)]
        );
        assert_eq!(first("elsewhere").len(), 4);
    }
}
