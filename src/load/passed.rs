//! Records that the conditions of a profile leave out of every table that their file feeds.

use super::plan::Plan;
use crate::account::counts::add;
use crate::account::{Book, Outcome, ProblemKind, RowSet, Spot, Trouble};

/// The name under which records are counted that are rows of no table.
const OTHER_RECORDS: &str = "other records";
const OTHER: Trouble = Trouble::new("a record of another kind", "the profile makes a row of no table of it");

/// Counts the records of a file that are rows of none of its tables; each plan comes with the records it passed over.
///
/// Where lists inside records are rows too, and where not all tables are read, that can not be told.
pub fn settle(book: &mut Book, file: &str, plans: &[(&Plan, RowSet)]) {
    let Some((first, passed)) = plans.first() else { return };
    let are_alike = plans.iter().all(|(plan, _)| {
        plan.selection.explode.is_none() && plan.selection.records == first.selection.records
    });
    if !are_alike {
        return;
    }
    let mut left = passed.clone();
    plans.iter().skip(1).for_each(|(_, passed)| left.meet(passed));
    let numbers: Vec<u64> = left.iter().collect();
    let kind = ProblemKind {
        outcome: Outcome::SetAside,
        table: first.table.schema().name,
        column: String::new(),
        trouble: OTHER,
    };
    for &row in &numbers {
        book.note(kind.clone(), Spot { file: file.to_owned(), row, value: None });
    }
    add(&mut book.counts.set_aside, OTHER_RECORDS, numbers.len() as u64);
}
