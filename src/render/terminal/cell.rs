//! Cells of a table as people see them, and what sets a cell of a grid apart from a line of text.

use super::TerminalPage;
use crate::report::{Cell, Column, Table, Unit};

/// Blanks between columns.
pub const GAP: usize = 2;
/// Columns a share's bar takes.
pub const BAR: usize = 8;

/// Whether a column holds shares of a whole, which are drawn as bars.
pub fn is_share(column: &Column) -> bool {
    column.figure == "share" && column.is_main() && column.unit == Unit::Rate
}

/// The cell of the column at that place: a bucket with its first day, a group of what has no value by name, money with
/// its currency, a value with its title.
pub fn text(table: &Table, place: usize, cell: &Cell, page: TerminalPage) -> String {
    let (column, words) = (&table.columns[place], page.words);
    match cell {
        Cell::Text(label) if column.is_bucket() => table
            .aside
            .span(label)
            .map_or_else(|| words.cell(cell, column.unit), |span| words.dated_bucket(span)),
        Cell::Missing if table.aside.groups.contains(&column.figure) => words.nobody(column),
        _ => words.valued(cell, column),
    }
}
