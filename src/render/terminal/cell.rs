//! What stands in one cell of a grid and above its column.

use crate::render::{heading, number};
use crate::report::{Cell, Column, Part, Theme, Unit};

/// Blanks between columns.
pub const GAP: usize = 2;
/// Columns a share's bar takes.
pub const BAR: usize = 8;

/// The cell as it stands in the grid.
pub fn shown(cell: &Cell, column: &Column) -> String {
    let text = number::human(cell, column.unit);
    match column.name == "group" && column.theme == Theme::Dimension {
        true => heading::interval(&text).unwrap_or(text),
        false => text,
    }
}

/// What stands above a column: one that says how the column before changed need not name it again.
pub fn label(column: &Column) -> String {
    let label = heading::label(column);
    match (column.part, label.rsplit_once(", ")) {
        (Part::Previous | Part::Change, Some((_, word))) => word.to_owned(),
        _ => label,
    }
}

/// Whether a column holds shares of a whole, which are drawn as bars.
pub fn is_share(column: &Column) -> bool {
    let whole = matches!(column.part, Part::Own);
    whole && column.unit == Unit::Rate && (column.name == "share" || column.name.ends_with("_share"))
}
