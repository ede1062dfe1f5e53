//! What stands above a list: how many things there are, the oldest of them, and what their values come to.

use super::columns::ListColumns;
use super::things::Thing;
use crate::facts::UNDATED;
use crate::report::{Cell, ListHead, Unit};

/// The head of these things.
pub fn of<'t>(columns: &ListColumns, things: impl Iterator<Item = &'t Thing>) -> ListHead {
    let (mut count, mut counted, mut oldest) = (0, 0, None);
    let mut values = Vec::new();
    for thing in things {
        count += 1;
        counted += usize::from(thing.value == Cell::Whole(1));
        if thing.at != UNDATED {
            oldest = Some(oldest.map_or(thing.at, |oldest: i64| oldest.min(thing.at)));
        }
        let value = match columns.unit {
            Some(_) => thing.value.amount(),
            None => columns.age(thing),
        };
        values.extend(value);
    }
    let is_rate = columns.unit == Some(Unit::Rate);
    let is_middling = !is_rate && columns.unit != Some(Unit::Money);
    let unit = columns.unit.unwrap_or(Unit::Seconds);
    ListHead {
        label: columns.kpi.label.into(),
        count,
        counted: is_rate.then_some(counted),
        oldest: oldest.map(|at| columns.instant(at)),
        median: if is_middling { median(values).map(|median| (median, unit)) } else { None },
        is_of_ages: columns.unit.is_none(),
    }
}

/// The middle of values, on the line between both where there are two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    let is_even = values.len().is_multiple_of(2);
    let (_, &mut below, above) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let next = above.iter().copied().min_by(f64::total_cmp).filter(|_| is_even).unwrap_or(below);
    Some((below + next) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn a_median_is_the_middle_or_halfway_between_two() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(median(vec![9.0, 1.0, 4.0, 2.0]), Some(3.0));
    }
}
