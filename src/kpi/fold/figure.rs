//! What one key figure comes to in one bucket and group.

use crate::fitting::signed;
use crate::kpi::definition::Kpi;
use crate::report::Unit;

/// The value of one key figure in one bucket and group, exact where it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// No value.
    Empty,
    /// A number of things, or of ten-thousandths of money.
    Count(i64),
    /// Durations.
    Duration {
        /// How many.
        n: i64,
        /// Their sum in milliseconds.
        sum: i64,
        /// Their median in seconds.
        median: f64,
        /// Their 90th percentile in seconds.
        p90: f64,
    },
    /// One whole number divided by another.
    Fraction {
        /// The dividend.
        part: i64,
        /// The divisor, not 0.
        whole: i64,
    },
}

impl Figure {
    /// The figure of a group that has no rows.
    pub fn none(kpi: &Kpi) -> Figure {
        match kpi.unit() {
            Unit::Count | Unit::Money => Figure::Count(0),
            _ => Figure::Empty,
        }
    }

    /// The figure of durations in milliseconds, which are brought into another order.
    fn of_durations<T: Copy + Ord + Into<i64>>(durations: &mut [T]) -> Figure {
        let sum: i128 = durations.iter().map(|&duration| i128::from(duration.into())).sum();
        let Some(sum) = i64::try_from(sum).ok().filter(|_| !durations.is_empty()) else {
            return Figure::Empty;
        };
        Figure::Duration {
            n: signed(durations.len()),
            sum,
            median: quantile(durations, 1, 2),
            p90: quantile(durations, 9, 10),
        }
    }

    /// The figure of durations in milliseconds that are short, and of others, if there are any.
    pub fn of_all(short: &mut [u32], long: &[i64]) -> Figure {
        if long.is_empty() {
            return Figure::of_durations(short);
        }
        let all = short.iter().map(|&value| i64::from(value)).chain(long.iter().copied());
        Figure::of_durations(&mut all.collect::<Vec<i64>>())
    }

    /// Whether it is neither empty nor zero.
    pub fn is_something(&self) -> bool {
        match self {
            Figure::Empty => false,
            Figure::Count(count) => *count != 0,
            Figure::Duration { n, .. } => *n != 0,
            Figure::Fraction { part, .. } => *part != 0,
        }
    }

    /// Its whole number, where it is one.
    pub fn known_count(&self) -> Option<i64> {
        match self {
            Figure::Count(count) => Some(*count),
            Figure::Empty | Figure::Duration { .. } | Figure::Fraction { .. } => None,
        }
    }

    /// Its whole number; 0 where it is none.
    pub fn count(&self) -> i64 {
        self.known_count().unwrap_or(0)
    }
}

/// The value that lies `parts` of `whole` of the way through the sorted values, on the line between its neighbours:
/// milliseconds in, seconds out. All is whole numbers up to the one division, so that it is the same everywhere.
fn quantile<T: Copy + Ord + Into<i64>>(values: &mut [T], parts: usize, whole: usize) -> f64 {
    let steps = parts * (values.len() - 1);
    let (_, &mut below, above) = values.select_nth_unstable(steps / whole);
    let (rest, below) = ((steps % whole) as i128, i128::from(below.into()));
    let gap = above.iter().min().map_or(0, |&next| i128::from(next.into()) - below);
    let in_parts = whole as i128 * below + rest * gap;
    in_parts as f64 / (whole as f64 * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Median and 90th percentile in seconds, worked out by hand from the sorted values in milliseconds.
    #[test]
    fn percentiles_lie_on_the_line_between_two_values() {
        for (mut durations, median, p90) in [
            (vec![7000], 7.0, 7.0),
            // halfway between both; nine tenths of the way from the first to the second
            (vec![2000, 1000], 1.5, 1.9),
            // the third of five; 9 · 4 / 10 = 3 rest 6: 4 s and six tenths of the way to 10 s
            (vec![10_000, 3000, 1000, 4000, 2000], 3.0, 7.6),
            // 9 · 10 / 10 = 9 rest 0: the tenth of eleven itself
            ((0..11).rev().map(|second| second * 1000).collect(), 5.0, 9.0),
            // one millisecond apart: half a millisecond, nine tenths of one
            (vec![1, 2], 0.0015, 0.0019),
            (vec![i64::MAX, i64::MAX], i64::MAX as f64 / 1000.0, i64::MAX as f64 / 1000.0),
        ] {
            assert_eq!((quantile(&mut durations, 1, 2), quantile(&mut durations, 9, 10)), (median, p90));
        }
    }

    #[test]
    fn durations_keep_number_and_sum() {
        let figure = Figure::of_durations(&mut [3000, 1000, 2000]);
        assert_eq!(figure, Figure::Duration { n: 3, sum: 6000, median: 2.0, p90: 2.8 });
        assert_eq!(Figure::of_durations::<i64>(&mut []), Figure::Empty);
    }
}
