//! Of several ends of one conversation the earliest counts that is not before its beginning.

use super::batch::RowBatch;
use super::plan::{ColumnPart, Plan};
use crate::dataset::schema::conversations;
use crate::dataset::{Data, DateRows, MISSING};
use crate::time::DAY;

/// One end of a conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
struct End {
    /// UTC milliseconds, of a date its first.
    at: i64,
    /// Whether it is a date without a time.
    is_date: bool,
}

impl End {
    /// The last moment that it may mean: a date without a time is over when its day is.
    fn latest(self) -> i64 {
        if self.is_date {
            self.at + DAY - 1
        } else {
            self.at
        }
    }
}

/// Puts the end that counts into the first column of ends, for the batch's rows from `from` on.
///
/// It is the earliest that is neither before the creation nor before the conversation was opened again; where none is,
/// the earliest that is not before the creation; where none is either, the latest, which is then said to be too early.
pub fn settle(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let places = |part: ColumnPart| {
        let of_part = plan.columns.iter().enumerate().filter(move |(_, column)| column.part == part);
        of_part.map(|(at, _)| at)
    };
    let columns: Vec<usize> = places(ColumnPart::End).collect();
    let Some(&first) = columns.first() else { return };
    let since = places(ColumnPart::Since).next();
    let created = plan.find(conversations::CREATED_AT);
    let instant = |batch: &RowBatch, at: Option<usize>, row: usize| {
        at.and_then(|at| batch.columns[at].whole().get(row).copied()).unwrap_or(MISSING)
    };
    let mut dates = DateRows::default();
    batch.dates[first].rows().filter(|&row| row < from).for_each(|row| dates.mark(row));
    for row in from..batch.numbers.len() {
        let ends = columns.iter().map(|&column| End {
            at: instant(batch, Some(column), row),
            is_date: batch.dates[column].is(row),
        });
        let given = ends.filter(|end| end.at != MISSING).collect();
        let end = counting(given, instant(batch, created, row), instant(batch, since, row));
        if let Data::Whole(values) = &mut batch.columns[first] {
            values[row] = end.map_or(MISSING, |end| end.at);
        }
        if end.is_some_and(|end| end.is_date) {
            dates.mark(row);
        }
    }
    batch.dates[first] = dates;
}

/// The end that counts. A beginning that is missing bounds nothing.
fn counting(mut ends: Vec<End>, created: i64, since: i64) -> Option<End> {
    ends.sort_by_key(|end| end.latest());
    let from = |at: i64| ends.iter().copied().find(|end| end.latest() >= at);
    from(created.max(since)).or_else(|| from(created)).or(ends.last().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_end_behind_the_beginning_counts() {
        for (ends, created, since, expected) in [
            (&[30, 20][..], 10, MISSING, Some(20)),
            (&[5, 30][..], 10, MISSING, Some(30)),
            (&[5, 3][..], 10, MISSING, Some(5)),
            (&[20, 50][..], 10, 40, Some(50)),
            (&[20, 30][..], 10, 40, Some(20)),
            (&[][..], 10, MISSING, None),
        ] {
            let given = ends.iter().map(|&at| End { at, is_date: false }).collect();
            assert_eq!(counting(given, created, since).map(|end| end.at), expected, "{ends:?}");
        }
    }

    #[test]
    fn a_date_ends_with_its_day() {
        let (date, moment) = (End { at: 0, is_date: true }, End { at: DAY + 5, is_date: false });
        // The day of the creation is not before it, and a moment of the same day says more.
        assert_eq!(counting(vec![date, moment], 50_000, MISSING), Some(date));
        assert_eq!(
            counting(vec![date, End { at: 7, is_date: false }], 1, MISSING).map(|end| end.at),
            Some(7)
        );
        assert_eq!(counting(vec![date, moment], DAY, MISSING), Some(moment));
    }
}
