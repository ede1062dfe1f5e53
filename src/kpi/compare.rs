//! How a figure changed against the period before.

use crate::report::{Cell, Column, Unit};

/// What a change of a figure counts in: rates and scores in points, everything else relative.
fn change_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Rate => Unit::Points,
        Unit::Score | Unit::Nps => Unit::Difference,
        _ => Unit::Change,
    }
}

/// A column, with those of a comparison beside it if there is one.
pub fn compared(column: Column, is_compared: bool) -> Vec<Column> {
    if !is_compared {
        return vec![column];
    }
    let (previous, change) = (column.previous(), column.change(change_unit(column.unit)));
    vec![column, previous, change]
}

/// A value of this unit, followed by the one before and the change if there is a comparison.
pub fn beside(unit: Unit, now: Cell, before: Option<Cell>) -> Vec<Cell> {
    let Some(before) = before else { return vec![now] };
    let changed = change(unit, &now, &before);
    vec![now, before, changed]
}

/// The change from one value to another.
fn change(unit: Unit, now: &Cell, before: &Cell) -> Cell {
    let (Some(now), Some(before)) = (now.amount(), before.amount()) else { return Cell::Missing };
    match change_unit(unit) {
        Unit::Change if before == 0.0 && now == 0.0 => Cell::Missing,
        Unit::Change if before == 0.0 => Cell::New,
        Unit::Change => Cell::Number((now - before) / before),
        _ => Cell::Number(now - before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_change_relatively_and_rates_in_points() {
        assert_eq!(change(Unit::Count, &Cell::Whole(5), &Cell::Whole(4)), Cell::Number(0.25));
        assert_eq!(change(Unit::Count, &Cell::Whole(5), &Cell::Whole(0)), Cell::New);
        assert_eq!(change(Unit::Count, &Cell::Whole(0), &Cell::Whole(0)), Cell::Missing);
        assert_eq!(change(Unit::Rate, &Cell::Number(0.75), &Cell::Number(0.5)), Cell::Number(0.25));
        assert_eq!(change(Unit::Seconds, &Cell::Number(30.0), &Cell::Missing), Cell::Missing);
    }
}
