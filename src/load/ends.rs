//! Of several ends of one conversation the earliest counts that is not before its beginning.

use super::batch::RowBatch;
use super::plan::{ColumnPart, Plan};
use crate::dataset::schema::conversations;
use crate::dataset::{Data, MISSING};

/// Puts the end that counts into the first column of ends, for the batch's rows from `from` on.
///
/// It is the earliest that is neither before the creation nor before the conversation was opened again; where none is,
/// the earliest that is not before the creation; where none is either, the latest, which is then said to be too early.
pub fn settle(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let places = |part: ColumnPart| {
        let of_part = plan.columns.iter().enumerate().filter(move |(_, column)| column.part == part);
        of_part.map(|(at, _)| at)
    };
    let ends: Vec<usize> = places(ColumnPart::End).collect();
    let Some(&first) = ends.first() else { return };
    let since = places(ColumnPart::Since).next();
    let created = plan.find(conversations::CREATED_AT);
    let instant = |batch: &RowBatch, at: Option<usize>, row: usize| {
        at.and_then(|at| batch.columns[at].whole().get(row).copied()).unwrap_or(MISSING)
    };
    for row in from..batch.numbers.len() {
        let ends = ends.iter().map(|&end| instant(batch, Some(end), row)).filter(|&end| end != MISSING);
        let created = instant(batch, created, row);
        let end = counting(ends, created, instant(batch, since, row));
        if let Data::Whole(values) = &mut batch.columns[first] {
            values[row] = end;
        }
    }
}

/// The end that counts; [`MISSING`] where there is none. A beginning that is missing bounds nothing.
fn counting(ends: impl Iterator<Item = i64>, created: i64, since: i64) -> i64 {
    let mut ends: Vec<i64> = ends.collect();
    ends.sort_unstable();
    let from = |at: i64| ends.iter().copied().find(|&end| end >= at);
    from(created.max(since)).or_else(|| from(created)).or(ends.last().copied()).unwrap_or(MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_end_behind_the_beginning_counts() {
        for (ends, created, since, expected) in [
            (&[30, 20][..], 10, MISSING, 20),
            (&[5, 30][..], 10, MISSING, 30),
            (&[5, 3][..], 10, MISSING, 5),
            (&[20, 50][..], 10, 40, 50),
            (&[20, 30][..], 10, 40, 20),
            (&[][..], 10, MISSING, MISSING),
        ] {
            assert_eq!(counting(ends.iter().copied(), created, since), expected, "{ends:?}");
        }
    }
}
