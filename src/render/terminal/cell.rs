//! What sets a cell of a grid apart from a line of text.

use crate::report::{Column, Unit};

/// Blanks between columns.
pub const GAP: usize = 2;
/// Columns a share's bar takes.
pub const BAR: usize = 8;

/// Whether a column holds shares of a whole, which are drawn as bars.
pub fn is_share(column: &Column) -> bool {
    column.figure == "share" && column.is_main() && column.unit == Unit::Rate
}
