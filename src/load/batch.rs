//! The rows of one block in typed columns, before their codes are those of the dataset.

use super::pending::Pending;
use super::plan::Plan;
use crate::account::Outcome;
use crate::dataset::{Data, Dictionary, DOMAINS};

/// Rows of one block of one table.
#[derive(Default)]
pub struct RowBatch {
    /// One entry a column of the plan.
    pub columns: Vec<Data>,
    /// Record number of each row, from the start of the block.
    pub numbers: Vec<u64>,
    /// Texts that the dataset's dictionaries did not hold when the file was begun; codes go on behind theirs.
    pub locals: Vec<Dictionary>,
    /// What went wrong.
    pub pending: Pending,
    /// Rows found, used or not.
    pub rows: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// Rows that say nothing.
    pub set_aside: u64,
    /// Rows of use after a repair.
    pub repaired: u64,
    /// Records met, whether rows of this table or not.
    pub records: u64,
    /// Records without anything in them.
    pub blank: u64,
    fates: Vec<Fate>,
    repairs: Vec<u64>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Used,
    Rejected,
    SetAside,
}

impl RowBatch {
    /// An empty batch for a plan.
    pub fn new(plan: &Plan) -> RowBatch {
        let schema = plan.table.schema();
        let columns =
            plan.columns.iter().map(|column| Data::new(schema.columns[column.place].kind)).collect();
        RowBatch { columns, locals: vec![Dictionary::default(); DOMAINS], ..RowBatch::default() }
    }

    /// Adds a row that is used until something speaks against it.
    pub fn begin_row(&mut self, number: u64) {
        self.numbers.push(number);
        self.fates.push(Fate::Used);
    }

    /// The row can't be used; only the first reason is noted.
    pub fn reject(&mut self, row: usize, column: Option<usize>, what: &str, value: Option<&str>) {
        if self.fates[row] == Fate::Used {
            self.fates[row] = Fate::Rejected;
            self.pending.note(Outcome::Rejected, column, what, self.numbers[row], value);
        }
    }

    /// The row says nothing that counts.
    pub fn set_aside(&mut self, row: usize, column: Option<usize>, what: &str) {
        if self.fates[row] == Fate::Used {
            self.fates[row] = Fate::SetAside;
            self.pending.note(Outcome::SetAside, column, what, self.numbers[row], None);
        }
    }

    /// The row is used after a repair or without this value.
    pub fn repair(&mut self, row: usize, column: Option<usize>, what: &str, value: Option<&str>) {
        self.pending.note(Outcome::Repaired, column, what, self.numbers[row], value);
        self.repairs.push(self.numbers[row]);
    }

    /// Like [`Self::repair`], for a fault of the record that all its tables share; it is noted elsewhere.
    pub fn repaired_record(&mut self, number: u64) {
        self.repairs.push(number);
    }

    /// The row is used as it is, but this is worth a word.
    pub fn remark(&mut self, row: usize, column: Option<usize>, what: &str, value: Option<&str>) {
        self.pending.note(Outcome::Noted, column, what, self.numbers[row], value);
    }

    /// Drops the rows that are not used and counts the others.
    pub fn finish(&mut self) {
        self.rows = self.fates.len() as u64;
        self.rejected = self.count(Fate::Rejected);
        self.set_aside = self.count(Fate::SetAside);
        if self.rejected + self.set_aside > 0 {
            let keep: Vec<bool> = self.fates.iter().map(|fate| *fate == Fate::Used).collect();
            self.columns.iter_mut().for_each(|column| column.retain(&keep));
            let mut kept = keep.iter();
            self.numbers.retain(|_| kept.next() == Some(&true));
        }
        self.repairs.sort_unstable();
        self.repairs.dedup();
        let used = |number: &&u64| self.numbers.binary_search(number).is_ok();
        self.repaired = self.repairs.iter().filter(used).count() as u64;
    }

    fn count(&self, fate: Fate) -> u64 {
        self.fates.iter().filter(|&&own| own == fate).count() as u64
    }

    /// Forgets all rows, but keeps the memory.
    pub fn clear(&mut self) {
        self.columns.iter_mut().for_each(Data::clear);
        self.locals.iter_mut().for_each(Dictionary::clear);
        self.numbers.clear();
        self.fates.clear();
        self.repairs.clear();
        self.records = 0;
        self.blank = 0;
    }
}
