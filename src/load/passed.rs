//! Records that the conditions of a profile leave out of every table that their file feeds.

use super::plan::Plan;
use crate::account::counts::add;
use crate::account::{Book, Outcome, ProblemKind, Spot, Trouble};

/// Records of one file that are no rows of one table, a bit each.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct PassedRecords {
    words: Vec<u64>,
}

impl PassedRecords {
    /// Notes a record by its number in the file.
    pub fn mark(&mut self, number: u64) {
        let word = (number / BITS) as usize;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (number % BITS);
    }

    /// Keeps the records that are among others too.
    fn meet(&mut self, others: &PassedRecords) {
        self.words.truncate(others.words.len());
        self.words.iter_mut().zip(&others.words).for_each(|(own, other)| *own &= other);
    }

    fn numbers(&self) -> impl Iterator<Item = u64> + '_ {
        let is_marked = |number: &u64| self.words[(number / BITS) as usize] & 1 << (number % BITS) != 0;
        (0..self.words.len() as u64 * BITS).filter(is_marked)
    }
}

const BITS: u64 = u64::BITS as u64;

/// The name under which records are counted that are rows of no table.
const OTHER_RECORDS: &str = "other records";
const OTHER: Trouble = Trouble::new("a record of another kind", "the profile makes a row of no table of it");

/// Counts the records of a file that are rows of none of its tables; each plan comes with the records it passed over.
///
/// Where lists inside records are rows too, and where not all tables are read, that can not be told.
pub fn settle(book: &mut Book, file: &str, plans: &[(&Plan, PassedRecords)]) {
    let Some((first, passed)) = plans.first() else { return };
    let are_alike = plans.iter().all(|(plan, _)| {
        plan.selection.explode.is_none() && plan.selection.records == first.selection.records
    });
    if !are_alike {
        return;
    }
    let mut left = passed.clone();
    plans.iter().skip(1).for_each(|(_, passed)| left.meet(passed));
    let numbers: Vec<u64> = left.numbers().collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_pass_over_is_left() {
        let of = |numbers: &[u64]| {
            let mut passed = PassedRecords::default();
            numbers.iter().for_each(|number| passed.mark(*number));
            passed
        };
        let mut left = of(&[1, 63, 64, 200]);
        left.meet(&of(&[63, 64, 65]));
        assert_eq!(left.numbers().collect::<Vec<_>>(), [63, 64]);
        left.meet(&PassedRecords::default());
        assert_eq!(left.numbers().count(), 0);
    }
}
