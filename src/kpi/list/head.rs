//! What stands above a list: how many things there are, the oldest of them, and what their values come to.

use super::columns::ListColumns;
use super::things::Thing;
use crate::facts::UNDATED;
use crate::kpi::definition::{Calculation, Combine, Fold, Kpi};
use crate::report::{Cell, ListHead, Unit};

/// The head of these things.
pub fn of<'t>(columns: &ListColumns, things: impl Iterator<Item = &'t Thing>) -> ListHead {
    let kpi = columns.kpi;
    let (mut count, mut counted, mut oldest) = (0, 0, None);
    let mut parts: Vec<(&'static Kpi, usize)> = Vec::new();
    let mut values = Vec::new();
    for thing in things {
        count += things_of(kpi, thing);
        counted += usize::from(thing.value == Cell::Whole(1));
        if thing.at != UNDATED {
            oldest = Some(oldest.map_or(thing.at, |oldest: i64| oldest.min(thing.at)));
        }
        if let Some(part) = thing.part {
            match parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, times)) => *times += 1,
                None => parts.push((part, 1)),
            }
        }
        values.extend(match columns.unit {
            Some(_) => thing.value.amount(),
            None => columns.age(thing),
        });
    }
    // The middle of how often something happened, of yes and no, or of several currencies says nothing.
    let unit = columns.unit.unwrap_or(Unit::Seconds);
    let has_middle = parts.is_empty() && matches!(unit, Unit::Seconds | Unit::Ratio);
    ListHead {
        label: answered(kpi).label.into(),
        count,
        is_figure: kpi.unit() == Unit::Count || kpi.unit() == Unit::Nps,
        counted: (unit == Unit::Rate).then_some(counted),
        parts: parts.into_iter().map(|(part, times)| (part.label.into(), times)).collect(),
        oldest: oldest.map(|at| columns.instant(at)),
        median: if has_middle { median(values).map(|median| (median, unit)) } else { None },
        is_of_ages: columns.unit.is_none(),
    }
}

/// How many things a row of a list stands for.
fn things_of(kpi: &Kpi, thing: &Thing) -> usize {
    match (&kpi.calculation, &thing.value) {
        (Calculation::Fold { fold: Fold::Sum(_), .. }, Cell::Whole(times)) => {
            usize::try_from(*times).unwrap_or(1)
        }
        _ => 1,
    }
}

/// The figure that a list is the number of: that of a score such as NPS are its answers.
fn answered(kpi: &'static Kpi) -> &'static Kpi {
    match &kpi.calculation {
        Calculation::Of(Combine::Nps, parts) => parts.last().copied().unwrap_or(kpi),
        Calculation::Of(..) | Calculation::Fold { .. } => kpi,
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
