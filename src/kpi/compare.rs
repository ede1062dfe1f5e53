//! How a figure changed against the period before.

use crate::report::{Cell, Unit};

/// What a change of a figure counts in: rates and scores in points, everything else relative.
pub fn change_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Rate => Unit::Points,
        Unit::Score | Unit::Nps => Unit::Difference,
        _ => Unit::Change,
    }
}

/// The change from one value to another.
pub fn change(unit: Unit, now: &Cell, before: &Cell) -> Cell {
    let (Some(now), Some(before)) = (number(now), number(before)) else { return Cell::Missing };
    match change_unit(unit) {
        Unit::Change if before == 0.0 && now == 0.0 => Cell::Missing,
        Unit::Change if before == 0.0 => Cell::New,
        Unit::Change => Cell::Number((now - before) / before),
        _ => Cell::Number(now - before),
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        _ => None,
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
