//! The book itself: every case of trouble is told to it once, and it counts cases and rows.

use super::counts::{add, Counts};
use super::kind::{Outcome, ProblemKind, Spot};
use super::left_out::{Cause, LeftOut};
use super::problems::Problems;
use super::rejected::{RejectSink, RejectedRow, RejectedRows};
use super::rows::RowSet;
use super::words::{word, Word};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of the rows of a run. What is said on standard error, what stands under `input` in JSON and whether
/// a strict run fails all come from here.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Book {
    /// How many rows, by table.
    pub counts: Counts,
    /// What was wrong, by kind.
    pub problems: Problems,
    /// Inputs of which nothing was read.
    pub left_out: Vec<LeftOut>,
    /// Which rows had trouble.
    faulty: FaultyFiles,
    /// Where rows go that could not be used.
    #[serde(skip)]
    rejected: RejectedRows,
}

/// Which rows had trouble, by table and file.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<FaultyFile>", into = "Vec<FaultyFile>")]
struct FaultyFiles(BTreeMap<(Word, String), FaultyRows>);

/// An entry of [`FaultyFiles`] as it is written.
#[derive(Serialize, Deserialize)]
struct FaultyFile {
    #[serde(deserialize_with = "word")]
    table: Word,
    file: String,
    rows: FaultyRows,
}

impl From<FaultyFiles> for Vec<FaultyFile> {
    fn from(files: FaultyFiles) -> Self {
        files.0.into_iter().map(|((table, file), rows)| FaultyFile { table, file, rows }).collect()
    }
}

impl From<Vec<FaultyFile>> for FaultyFiles {
    fn from(files: Vec<FaultyFile>) -> FaultyFiles {
        FaultyFiles(files.into_iter().map(|one| ((one.table, one.file), one.rows)).collect())
    }
}

/// Rows of one table in one file.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct FaultyRows {
    repaired: RowSet,
    rejected: RowSet,
}

impl Book {
    /// An empty book that tells every row that could not be used to `sink`, if there is one.
    pub fn telling(sink: Option<RejectSink>) -> Book {
        Book { rejected: sink.map_or_else(RejectedRows::default, RejectedRows::Told), ..Book::default() }
    }

    /// An empty book that keeps the numbers of rows that could not be used, for the book it is added to.
    pub fn keeping_rejected() -> Book {
        Book { rejected: RejectedRows::Kept(BTreeMap::new()), ..Book::default() }
    }

    /// Whether it matters which rows could not be used, not only how many.
    pub fn lists_rejected(&self) -> bool {
        !matches!(self.rejected, RejectedRows::Counted)
    }

    /// Tells a row that could not be used and is counted elsewhere.
    pub fn tell_rejected(&mut self, row: RejectedRow) {
        self.rejected.take(row);
    }

    /// Notes trouble with a file or a record of it that is no matter of rows.
    pub fn note(&mut self, kind: ProblemKind, spot: Spot) {
        self.problems.note(kind, 1, [spot]);
    }

    /// Notes trouble with these rows, a case each; a row counts once for its outcome, and not as repaired once
    /// it is rejected.
    pub fn note_rows(&mut self, kind: ProblemKind, spots: impl Iterator<Item = Spot>) {
        for spot in spots {
            match kind.outcome {
                Outcome::Rejected => {
                    self.reject(kind.table, &spot.file, spot.row);
                    self.rejected.take(RejectedRow {
                        file: &spot.file,
                        row: spot.row,
                        kind: &kind,
                        record: None,
                    });
                }
                Outcome::Repaired => self.repair(kind.table, &spot.file, [spot.row]),
                Outcome::SetAside => add(&mut self.counts.set_aside, kind.table, 1),
                Outcome::United | Outcome::Warned | Outcome::Noted => {}
            }
            self.problems.note(kind.clone(), 1, [spot]);
        }
    }

    /// Counts rows used after a repair, each once however much of it was repaired.
    pub fn repair(&mut self, table: &'static str, file: &str, rows: impl IntoIterator<Item = u64>) {
        let faulty = self.faulty(table, file);
        let mut count = 0;
        for row in rows {
            let is_first = !faulty.rejected.contains(row) && faulty.repaired.insert(row);
            count += u64::from(is_first);
        }
        add(&mut self.counts.repaired, table, count);
    }

    fn reject(&mut self, table: &'static str, file: &str, row: u64) {
        let is_first = self.faulty(table, file).rejected.insert(row);
        add(&mut self.counts.rejected, table, u64::from(is_first));
    }

    fn faulty(&mut self, table: &'static str, file: &str) -> &mut FaultyRows {
        self.faulty.0.entry((table, file.to_owned())).or_default()
    }

    /// Notes an input of which nothing is read.
    pub fn leave_out(&mut self, input: LeftOut) {
        add(&mut self.counts.set_aside, "files", 1);
        self.left_out.push(input);
    }

    /// Adds what a later stage found out about rows that were used until then.
    pub fn append(&mut self, mut later: Book) {
        // A row that was repaired before is not one more.
        later.counts.repaired.clear();
        for ((table, file), faulty) in &later.faulty.0 {
            self.repair(table, file, faulty.repaired.iter());
        }
        self.rejected.take_kept(later.rejected);
        self.counts.append(later.counts);
        self.problems.append(later.problems);
        self.left_out.append(&mut later.left_out);
    }

    /// Whether a part of an archive could not be read: figures are of the others alone.
    pub fn is_damaged(&self) -> bool {
        self.left_out.iter().any(|input| input.cause == Cause::Damaged)
    }

    /// Adds what another reading found out about other rows.
    pub fn unite(&mut self, mut other: Book, files: &[String]) {
        self.counts.unite(other.counts);
        self.problems.unite(other.problems, files);
        self.left_out.append(&mut other.left_out);
        for (file, others) in other.faulty.0 {
            let own = self.faulty.0.entry(file).or_default();
            own.repaired.unite(&others.repaired);
            own.rejected.unite(&others.rejected);
        }
    }

    /// Calls a file otherwise.
    pub fn rename(&mut self, file: &str, name: &str) {
        self.problems.rename(file, name);
        let faulty = std::mem::take(&mut self.faulty.0).into_iter();
        let renamed = faulty.map(|((table, own), rows)| {
            let own = if own == file { name.to_owned() } else { own };
            ((table, own), rows)
        });
        self.faulty.0 = renamed.collect();
    }

    /// Forgets the tables that are not meant; what is said of none stays.
    pub fn retain(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.counts.retain(&is_meant);
        self.problems.retain(&is_meant);
    }

    /// Whether anything changes a figure: a row or value that was lost or repaired, something not understood.
    pub fn has_faults(&self) -> bool {
        !self.left_out.is_empty()
            || self.problems.iter().any(|problem| match problem.kind.outcome {
                Outcome::Rejected | Outcome::Repaired | Outcome::Warned => true,
                Outcome::United | Outcome::SetAside | Outcome::Noted => false,
            })
    }

    /// Rows that ended that way; of those set aside or noted each case is one.
    pub fn rows(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Rejected => self.counts.rejected.values().sum(),
            Outcome::Repaired => self.counts.repaired.values().sum(),
            Outcome::United | Outcome::SetAside | Outcome::Warned | Outcome::Noted => self.cases(outcome),
        }
    }

    /// Cases that ended that way: values, and rows where no single value is at fault.
    pub fn cases(&self, outcome: Outcome) -> u64 {
        self.problems.ended(outcome).map(|problem| problem.cases).sum()
    }

    /// Values that ended that way.
    pub fn values(&self, outcome: Outcome) -> u64 {
        let of_values = self.problems.ended(outcome).filter(|problem| !problem.kind.column.is_empty());
        of_values.map(|problem| problem.cases).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Trouble;
    use super::*;

    fn kind(outcome: Outcome, column: &str) -> ProblemKind {
        ProblemKind { outcome, table: "calls", column: column.to_owned(), trouble: Trouble::plain("odd") }
    }

    fn spots(rows: &[u64]) -> impl Iterator<Item = Spot> + '_ {
        rows.iter().map(|&row| Spot { file: "calls.csv".to_owned(), row, value: None })
    }

    #[test]
    fn a_row_with_several_repairs_is_one_row_at_every_stage() {
        let mut book = Book::default();
        book.counts.used.insert("calls", 10);
        book.repair("calls", "calls.csv", [2, 5]);
        book.repair("calls", "calls.csv", [5, 6]);
        assert_eq!(book.rows(Outcome::Repaired), 3);
        let mut later = Book::default();
        later.note_rows(kind(Outcome::Rejected, "parent_id"), spots(&[8]));
        later.note_rows(kind(Outcome::Repaired, "talk_s"), spots(&[5, 7, 8]));
        later.note_rows(kind(Outcome::Repaired, "wait_s"), spots(&[7]));
        assert_eq!((later.rows(Outcome::Repaired), later.values(Outcome::Repaired)), (2, 4));
        book.append(later);
        // Rows 2, 5, 6 and 7 were repaired; row 8 is lost, and was used until then.
        assert_eq!((book.rows(Outcome::Repaired), book.rows(Outcome::Rejected)), (4, 1));
        assert_eq!(book.counts.used["calls"], 9);
        assert!(book.has_faults());
    }

    #[test]
    fn remarks_are_no_faults() {
        let mut book = Book::default();
        book.note_rows(kind(Outcome::Noted, "channel"), spots(&[1, 2]));
        book.note(kind(Outcome::SetAside, ""), Spot::whole("notes.txt"));
        assert!(!book.has_faults());
        assert_eq!((book.rows(Outcome::Noted), book.cases(Outcome::SetAside)), (2, 1));
    }
}
