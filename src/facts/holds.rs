//! As of when facts are the same: between two instants at which something happens, or is over.

use super::Rules;
use crate::dataset::{ColumnKind, Dataset, TableName, MISSING, UNDATED};
use crate::time::DAY;

/// Instants between which nothing changes.
struct Calm {
    as_of: i64,
    from: i64,
    until: i64,
}

impl Calm {
    /// Something changes at that instant, or right after it.
    fn meet(&mut self, at: i64) {
        if at < self.as_of {
            self.from = self.from.max(at.saturating_add(1));
        } else if at > self.as_of {
            self.until = self.until.min(at);
        } else {
            self.meet_between(at, at);
        }
    }

    /// Something changes at an instant in that time, nobody knows at which.
    fn meet_between(&mut self, first: i64, last: i64) {
        if last < self.as_of {
            self.meet(last);
        } else if first > self.as_of {
            self.meet(first);
        } else {
            (self.from, self.until) = (self.as_of, self.as_of.saturating_add(1));
        }
    }
}

/// From which instant to before which the facts of a dataset are those that come out as of the "now" of the rules.
pub fn holds(dataset: &Dataset, rules: &Rules) -> (i64, i64) {
    let mut calm = Calm { as_of: rules.as_of, from: i64::MIN, until: i64::MAX };
    let spans = spans(rules);
    let longest = spans.iter().copied().max().unwrap_or(0);
    for table in TableName::ALL {
        for column in
            table.schema().columns.iter().filter(|column| matches!(column.kind, ColumnKind::Instant))
        {
            let spans: &[i64] = if table.is_of_conversations() { &spans } else { &[0] };
            let dates = dataset.dates(table, column.name);
            for (row, &at) in dataset.whole(table, column.name).iter().enumerate() {
                if at == MISSING || at == UNDATED {
                    continue;
                }
                if dates.is_some_and(|dates| dates.is(row)) {
                    // The day it is, and days are counted to it.
                    calm.meet_between(at - 2 * DAY, at.saturating_add(longest + 2 * DAY));
                }
                spans.iter().for_each(|span| calm.meet(at.saturating_add(*span)));
            }
        }
    }
    meet_given(dataset, &mut calm);
    (calm.from, calm.until)
}

/// How long after something happened something else is over.
fn spans(rules: &Rules) -> Vec<i64> {
    let mut spans = vec![0, rules.window, rules.window - rules.window_closing, rules.ai_autoclose];
    spans.extend(rules.live_limits.values());
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Durations that exports give in place of the instant at which they were over.
fn meet_given(dataset: &Dataset, calm: &mut Calm) {
    let table = TableName::Conversations;
    let created = dataset.whole(table, "created_at");
    for column in table.schema().columns.iter().filter(|column| matches!(column.kind, ColumnKind::Duration)) {
        for (&created, &lasted) in created.iter().zip(dataset.whole(table, column.name)) {
            if created != MISSING && created != UNDATED && lasted != MISSING {
                calm.meet(created.saturating_add(lasted));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calm(as_of: i64, changes: &[i64], between: &[(i64, i64)]) -> (i64, i64) {
        let mut calm = Calm { as_of, from: i64::MIN, until: i64::MAX };
        changes.iter().for_each(|at| calm.meet(*at));
        between.iter().for_each(|(first, last)| calm.meet_between(*first, *last));
        (calm.from, calm.until)
    }

    #[test]
    fn facts_hold_between_the_changes_around_now() {
        assert_eq!(calm(100, &[3, 70, 140, 120], &[]), (71, 120));
        assert_eq!(calm(100, &[3, 70], &[]), (71, i64::MAX));
        assert_eq!(calm(100, &[99, 101], &[]), (100, 101));
        assert_eq!(calm(100, &[100], &[]), (100, 101));
        assert_eq!(calm(100, &[], &[(50, 80), (110, 130)]), (81, 110));
        assert_eq!(calm(100, &[], &[(50, 100)]), (100, 101));
    }
}
