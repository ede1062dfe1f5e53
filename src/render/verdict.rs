//! What a change says: which way it went, whether that is for the better, and whether it stands on enough.

use super::paint::Tone;
use crate::report::{Better, Cell, Column, Part, Table, Unit, Versus};

/// A change of fewer things than this on either side says nothing.
const FEW: i64 = 10;

/// Which way a figure went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It grew.
    Up,
    /// It fell.
    Down,
    /// It stayed as it was, as far as people are shown.
    Same,
}

/// What a change says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Which way.
    pub way: Way,
    /// Whether that is good.
    pub tone: Tone,
}

impl Way {
    /// Its sign.
    pub fn arrow(self) -> char {
        match self {
            Way::Up => '▲',
            Way::Down => '▼',
            Way::Same => '=',
        }
    }
}

impl Verdict {
    /// What the cell of a row at the place of a change says; `None` where there is nothing to compare.
    pub fn of(table: &Table, row: &[Cell], place: usize) -> Option<Verdict> {
        let column = &table.columns[place];
        if column.versus != Versus::Change {
            return None;
        }
        let way = match &row[place] {
            Cell::New => Way::Up,
            cell => way(cell.amount()?, column.unit),
        };
        let tone = if is_of_few(table, row, place) { Tone::Muted } else { tone(way, column.better) };
        Some(Verdict { way, tone })
    }
}

/// What people are shown as 0 is no change.
fn way(change: f64, unit: Unit) -> Way {
    let least = match unit {
        Unit::Difference => 0.005,
        _ => 0.0005,
    };
    if change.abs() < least {
        Way::Same
    } else if change > 0.0 {
        Way::Up
    } else {
        Way::Down
    }
}

fn tone(way: Way, better: Better) -> Tone {
    match (way, better) {
        (Way::Same, _) | (_, Better::Neither) => Tone::Plain,
        (Way::Up, Better::Up) | (Way::Down, Better::Down) => Tone::Good,
        (Way::Up, Better::Down) | (Way::Down, Better::Up) => Tone::Bad,
    }
}

/// Whether either side of a comparison is of few; what is not known is taken for enough.
fn is_of_few(table: &Table, row: &[Cell], place: usize) -> bool {
    let column = &table.columns[place];
    if let (true, Some(base)) = (column.of.is_none(), table.aside.base(&column.figure)) {
        return base.now < FEW || base.before.is_some_and(|before| before < FEW);
    }
    [Versus::Now, Versus::Previous].into_iter().any(|versus| {
        let counted = count_of(&table.columns, column, versus).and_then(|count| row[count].amount());
        counted.is_some_and(|count| count < FEW as f64)
    })
}

/// The place of the number that a figure is of: its own where it counts.
fn count_of(columns: &[Column], column: &Column, versus: Versus) -> Option<usize> {
    columns.iter().position(|other| {
        let is_count = other.part == Part::Count || (other.part == column.part && other.unit == Unit::Count);
        other.figure == column.figure && other.of == column.of && other.versus == versus && is_count
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::report::{Base, Theme};

    /// One figure with 40 against 50, a fifth less.
    fn compared(better: Better, now: i64, before: i64) -> Table {
        let column = sample::figure(("late", "Late"), Unit::Count, Theme::Targets, 0);
        let column = Column { better, ..column };
        let columns = vec![column.clone(), column.previous(), column.change(Unit::Change)];
        let row = vec![Cell::Whole(now), Cell::Whole(before), Cell::Number(-0.2)];
        sample::table("totals", columns, vec![row])
    }

    fn judged(table: &Table) -> Verdict {
        Verdict::of(table, &table.rows[0], 2).unwrap()
    }

    #[test]
    fn whether_less_is_good_depends_on_the_figure() {
        for (better, tone) in
            [(Better::Down, Tone::Good), (Better::Up, Tone::Bad), (Better::Neither, Tone::Plain)]
        {
            assert_eq!(judged(&compared(better, 40, 50)), Verdict { way: Way::Down, tone });
        }
    }

    #[test]
    fn a_change_of_few_says_nothing() {
        assert_eq!(judged(&compared(Better::Down, 9, 50)).tone, Tone::Muted);
        assert_eq!(judged(&compared(Better::Down, 40, 9)).tone, Tone::Muted);
        let mut table = compared(Better::Down, 40, 50);
        table.aside.bases = vec![Base { figure: "late".into(), now: 10, before: Some(4) }];
        assert_eq!(judged(&table).tone, Tone::Muted);
    }

    #[test]
    fn what_is_shown_as_nothing_is_no_change() {
        let mut table = compared(Better::Down, 40, 50);
        table.rows[0][2] = Cell::Number(-0.0004);
        assert_eq!(judged(&table), Verdict { way: Way::Same, tone: Tone::Plain });
        table.rows[0][2] = Cell::Missing;
        assert_eq!(Verdict::of(&table, &table.rows[0], 2), None);
        assert_eq!(Verdict::of(&table, &table.rows[0], 1), None);
    }
}
