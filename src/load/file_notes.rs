//! What is said of a file as a whole, of its columns, and of records that no table could take.

use super::file::KnownFile;
use super::loader::Loader;
use super::{evidence, unused};
use crate::account::counts::add;
use crate::account::{LeftOut, Outcome, ProblemKind, Spot, Trouble};
use crate::profile::recognise::Recognised;
use crate::source::dialect::Dialect;
use crate::source::found::findings::Finding;
use crate::source::json;
use crate::source::members::Remark;

const UNKNOWN_COLUMN: Trouble = Trouble::new("a column that means nothing here", "it is not used");

const UNKNOWN_RECORDS: Trouble =
    Trouble::new("records that no table is like", "they are not used; --profile FILE can say what they are");

const UNNUMBERED: Trouble = Trouble::new(
    "CSV, whose rows no --row-key numbers",
    "they go by their place in the file; JSON has such keys",
);

/// Lines that are neither records nor wrong, such as the schemas of a stream.
const OTHER_LINES: &str = "other lines";

impl Loader<'_> {
    /// Notes a file that is not read.
    pub fn set_file_aside(&mut self, name: &str, what: String) {
        let (outcome, trouble) = (Outcome::SetAside, Trouble::plain(what));
        self.note_file(name, ProblemKind { outcome, table: "", column: String::new(), trouble });
        add(&mut self.store.book.counts.set_aside, "files", 1);
    }

    /// Notes an input of which nothing is read.
    pub fn leave_out(&mut self, input: LeftOut) {
        self.store.book.leave_out(input);
    }

    /// Notes an export of no rows.
    pub fn note_empty(&mut self, name: &str) {
        let (outcome, trouble) = (Outcome::Noted, Trouble::plain("an empty list: an export of no rows"));
        self.note_file(name, ProblemKind { outcome, table: "", column: String::new(), trouble });
        self.store.book.counts.files += 1;
    }

    /// Notes what is worth a word of a file that is read.
    pub fn remark(&mut self, Remark { file, outcome, trouble }: Remark) {
        self.note_file(&file, ProblemKind { outcome, table: "", column: String::new(), trouble });
    }

    /// Notes that a file ended before its end, and why.
    pub(super) fn note_early_end(&mut self, name: &str, table: &'static str, what: String) {
        let trouble = Trouble { what: what.into(), advice: "the rows before are used".into() };
        self.note_file(name, ProblemKind { outcome: Outcome::Warned, table, column: String::new(), trouble });
    }

    /// Notes something about a file as a whole, or about a column of a table in it.
    fn note_file(&mut self, file: &str, kind: ProblemKind) {
        self.store.book.note(kind, Spot::whole(file));
    }

    /// Notes what was decided about columns by their values.
    pub(super) fn note_decisions(&mut self, name: &str, decisions: evidence::Decisions) {
        for one in decisions.made {
            let evidence::Decision { outcome, table, column, trouble } = one;
            self.note_file(name, ProblemKind { outcome, table: table.schema().name, column, trouble });
        }
    }

    /// Notes the columns that nothing is made of, where no profile knows the file.
    pub(super) fn note_unknown(&mut self, known: &KnownFile, recognised: &[Recognised]) {
        let (name, form) = (&known.file.name, &known.form);
        if recognised.first().is_none_or(|one| one.profile.is_some()) {
            return;
        }
        let is_row_key = |column: &String| self.options.row_key.as_ref() == Some(column);
        for (table, column) in unused::columns(form, recognised.iter().map(|one| &one.mapping)) {
            let Some(table) = table.filter(|_| !is_row_key(&column)) else { continue };
            let are_records = column.ends_with("[]") && unused::is_place(form, &column);
            let trouble = if are_records { UNKNOWN_RECORDS } else { UNKNOWN_COLUMN };
            let is_stream = are_records && known.has_streams();
            let outcome = if is_stream { Outcome::Warned } else { Outcome::Noted };
            self.note_file(name, ProblemKind { outcome, table: table.schema().name, column, trouble });
        }
    }

    /// Notes that the rows of a CSV file have no numbers of their own where these are asked for.
    pub(super) fn note_unnumbered(&mut self, name: &str) {
        if self.options.row_key.is_some() {
            let (outcome, trouble) = (Outcome::Warned, UNNUMBERED);
            self.note_file(name, ProblemKind { outcome, table: "", column: String::new(), trouble });
        }
    }

    /// Notes how a CSV file was understood where it is not the usual way, and the lines above its header.
    pub(super) fn note_found(&mut self, name: &str, dialect: &Dialect) {
        if let Some(encoding) = dialect.unusual_encoding() {
            let trouble = Trouble::plain(format!("the file is no UTF-8; it was read as {encoding}"));
            let kind = ProblemKind { outcome: Outcome::Noted, table: "", column: String::new(), trouble };
            self.note_file(name, kind);
        }
        let trouble = Finding::Title.trouble();
        let kind =
            ProblemKind { outcome: Finding::Title.outcome(), table: "", column: String::new(), trouble };
        for &row in &dialect.form.titles {
            self.store.book.note(kind.clone(), Spot { file: name.to_owned(), row, value: None });
            add(&mut self.store.book.counts.set_aside, Finding::Title.counted_as().unwrap_or_default(), 1);
        }
    }

    /// Notes what is wrong with records of a JSON file; `table` is the one that it feeds first.
    pub(super) fn note_json_faults(&mut self, name: &str, table: &'static str, faults: Vec<json::JsonFault>) {
        for fault in faults {
            // A record that is no row of any table has been counted nowhere yet.
            let table = if fault.outcome == Outcome::SetAside { OTHER_LINES } else { table };
            if matches!(fault.outcome, Outcome::Rejected | Outcome::SetAside) {
                add(&mut self.store.book.counts.rows, table, 1);
            }
            let kind =
                ProblemKind { outcome: fault.outcome, table, column: String::new(), trouble: fault.trouble };
            let spot = Spot { file: name.to_owned(), row: fault.record, value: None };
            self.store.book.note_rows(kind, [spot].into_iter());
        }
    }
}
