//! The rows of one block in typed columns, before their codes are those of the dataset.

use super::pending::{shown, BlockSpot, Incident, Pending};
use super::plan::Plan;
use super::rejected::RejectedRecords;
use crate::account::counts::add;
use crate::account::{Outcome, Trouble};
use crate::dataset::{Data, DateRows, Dictionary, DOMAINS};
use crate::source::found::findings::Finding;
use std::collections::BTreeMap;

/// Rows of one block of one table.
#[derive(Default)]
pub struct RowBatch {
    /// One entry a column of the plan.
    pub columns: Vec<Data>,
    /// Which instants are dates without a time of day, one entry a column of the plan.
    pub dates: Vec<DateRows>,
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
    /// Records met, whether rows of this table or not.
    pub records: u64,
    /// Records that are no rows, by what they are.
    pub no_rows: BTreeMap<&'static str, u64>,
    /// Records that could not be taken apart into rows.
    pub lost: u64,
    /// Record numbers that the conditions of the plan pass over.
    pub passed: Vec<u64>,
    /// Record numbers with a repair, each once; after [`Self::finish`] those of rows that are used.
    pub repaired: Vec<u64>,
    /// Rows that could not be used, where somebody wants to see each.
    pub rejects: RejectedRecords,
    fates: Vec<Fate>,
}

/// A row of the batch, and the place of the column at fault in the plan; `None`: the row as a whole.
#[derive(Debug, Clone, Copy)]
pub struct CellPlace {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: Option<usize>,
}

impl CellPlace {
    fn met(self, outcome: Outcome, trouble: &Trouble) -> Incident<'_> {
        Incident { outcome, column: self.column, trouble }
    }
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
        let dates = vec![DateRows::default(); plan.columns.len()];
        let locals = vec![Dictionary::default(); DOMAINS];
        RowBatch { columns, dates, locals, rejects: RejectedRecords::new(plan), ..RowBatch::default() }
    }

    /// Adds rows that are used until something speaks against them.
    pub fn begin_rows(&mut self, numbers: impl Iterator<Item = u64>) {
        self.numbers.extend(numbers);
        self.fates.resize(self.numbers.len(), Fate::Used);
    }

    /// The row can't be used; only the first reason is noted.
    pub fn reject(&mut self, at: CellPlace, trouble: &Trouble, value: Option<&str>) {
        if self.fates[at.row] == Fate::Used {
            self.fates[at.row] = Fate::Rejected;
            self.rejects.note(self.numbers[at.row], Some(at.row), at.met(Outcome::Rejected, trouble));
            self.note(at.row, at.met(Outcome::Rejected, trouble), value);
        }
    }

    /// The row says nothing that counts.
    pub fn set_aside(&mut self, at: CellPlace, trouble: &Trouble) {
        if self.fates[at.row] == Fate::Used {
            self.fates[at.row] = Fate::SetAside;
            self.note(at.row, at.met(Outcome::SetAside, trouble), None);
        }
    }

    /// The row is used after a repair or without this value.
    pub fn repair(&mut self, at: CellPlace, trouble: &Trouble, value: Option<&str>) {
        self.note(at.row, at.met(Outcome::Repaired, trouble), value);
        self.repaired.push(self.numbers[at.row]);
    }

    /// The row is used as it is, but this is worth a word.
    pub fn remark(&mut self, at: CellPlace, trouble: &Trouble, value: Option<&str>) {
        self.note(at.row, at.met(Outcome::Noted, trouble), value);
    }

    /// The row is used as it is, but figures may differ from what it meant.
    pub fn warn(&mut self, at: CellPlace, trouble: &Trouble, value: Option<&str>) {
        self.note(at.row, at.met(Outcome::Warned, trouble), value);
    }

    /// The record is used as it is, but figures may differ from what it meant; by its number from the start of the block.
    pub fn warn_of_record(&mut self, number: u64, trouble: &Trouble) {
        let incident = Incident { outcome: Outcome::Warned, column: None, trouble };
        self.pending.note(incident, BlockSpot { number, value: None });
    }

    fn note(&mut self, row: usize, incident: Incident, value: Option<&str>) {
        let value = value.and_then(shown);
        self.pending.note(incident, BlockSpot { number: self.numbers[row], value });
    }

    /// Something about the shape of a record, by its number from the start of the block.
    pub fn note_found(&mut self, number: u64, finding: Finding) {
        let (outcome, trouble) = (finding.outcome(), finding.trouble());
        let incident = Incident { outcome, column: None, trouble: &trouble };
        self.rejects.note(number, None, incident);
        self.pending.note(incident, BlockSpot { number, value: None });
        match outcome {
            Outcome::SetAside => {
                if let Some(name) = finding.counted_as() {
                    add(&mut self.no_rows, name, 1);
                }
            }
            Outcome::Repaired => self.repaired.push(number),
            Outcome::Rejected => self.lost += 1,
            Outcome::United | Outcome::Warned | Outcome::Noted => {}
        }
    }

    /// Drops the rows that are not used and counts the others.
    pub fn finish(&mut self) {
        self.rows = self.fates.len() as u64;
        self.rejected = self.count(Fate::Rejected);
        self.set_aside = self.count(Fate::SetAside);
        if self.rejected + self.set_aside > 0 {
            let keep: Vec<bool> = self.fates.iter().map(|fate| *fate == Fate::Used).collect();
            for column in &mut self.columns {
                column.retain(&keep);
            }
            for dates in &mut self.dates {
                dates.retain(&keep);
            }
            let mut kept = keep.iter();
            self.numbers.retain(|_| kept.next() == Some(&true));
        }
        self.settle_repaired();
    }

    /// Counts each repaired row once, and none that is not used.
    pub fn settle_repaired(&mut self) {
        self.repaired.sort_unstable();
        self.repaired.dedup();
        self.repaired.retain(|number| self.numbers.binary_search(number).is_ok());
    }

    fn count(&self, fate: Fate) -> u64 {
        self.fates.iter().filter(|&&own| own == fate).count() as u64
    }

    /// Forgets all rows and what was noted of them.
    pub fn start_anew(&mut self) {
        self.clear();
        self.pending = Pending::default();
    }

    /// Forgets all rows, but keeps the memory.
    pub fn clear(&mut self) {
        for column in &mut self.columns {
            column.clear();
        }
        for dates in &mut self.dates {
            dates.clear();
        }
        for texts in &mut self.locals {
            texts.clear();
        }
        self.numbers.clear();
        self.fates.clear();
        self.repaired.clear();
        self.passed.clear();
        self.rejects.clear();
        self.records = 0;
        self.no_rows.clear();
        self.lost = 0;
    }
}
