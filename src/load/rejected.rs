//! The rows of a block that could not be used, with their records as they stand in the file, where somebody asked.

use super::pending::{Incident, PlacedBlock};
use super::plan::Plan;
use crate::account::{Book, Outcome, ProblemKind, RejectedRow, Trouble};
use crate::source::cells::Cells;
use crate::source::csv::{CsvLayout, Marks, Splitter};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Those of one block.
#[derive(Default)]
pub struct RejectedRecords {
    /// Whether somebody asked; else there are none.
    is_asked: bool,
    records: Vec<RejectedRecord>,
}

/// One of them.
struct RejectedRecord {
    /// Record number from the start of the block.
    number: u64,
    /// Its row of the batch, where it became one; later its place among the cells.
    row: Option<usize>,
    column: Option<usize>,
    trouble: Trouble,
    text: Option<String>,
}

impl RejectedRecords {
    /// None yet, of a block that is read by that plan.
    pub fn new(plan: &Plan) -> RejectedRecords {
        RejectedRecords { is_asked: plan.lists_rejected, records: Vec::new() }
    }

    /// Notes a record, by its number from the start of the block and the row of the batch that it became, if any.
    pub fn note(&mut self, number: u64, row: Option<usize>, incident: Incident) {
        if self.is_asked && incident.outcome == Outcome::Rejected {
            let (column, trouble) = (incident.column, incident.trouble.clone());
            self.records.push(RejectedRecord { number, row, column, trouble, text: None });
        }
    }

    /// Gives the record of that number its text.
    pub fn give_text(&mut self, number: u64, text: String) {
        if let Some(record) = self.records.iter_mut().find(|record| record.number == number) {
            record.text = Some(text);
        }
    }

    /// Turns rows of the batch from `from` on into places among the cells that they were made of.
    pub fn place(&mut self, from: usize, picked: &[usize]) {
        for record in &mut self.records {
            let place = record.row.and_then(|row| picked.get(row.checked_sub(from)?));
            record.row = place.copied().or(record.row);
        }
    }

    /// Gives each record of a batch of one filling the text of its place among the cells.
    pub fn take_texts(&mut self, texts: &[Option<String>]) {
        for record in self.records.iter_mut().filter(|record| record.text.is_none()) {
            record.text = record.row.and_then(|place| texts.get(place)).cloned().flatten();
        }
    }

    /// Reads the records once more from the block of CSV that they stand in: as objects, by the names of the header.
    pub fn read_again(&mut self, text: &str, marks: Marks, header: &[String]) {
        if self.records.iter().all(|record| record.text.is_some()) {
            return;
        }
        let slots = (0..header.len()).map(Some).collect();
        let layout = CsvLayout { marks, slots, watch: None };
        let wanted: BTreeMap<u64, usize> =
            self.records.iter().enumerate().map(|(at, record)| (record.number, at)).collect();
        let names = names(header);
        let (mut cells, mut splitter) = (Cells::new(header.len()), Splitter::new(&layout, text));
        loop {
            splitter.fill(&mut cells);
            let rows = cells.rows(text);
            for row in 0..rows.len() {
                let Some(&at) = wanted.get(&rows.number(row)) else { continue };
                let texts =
                    (0..names.len()).map(|slot| rows.text(slot, row).map_or(Value::Null, Value::from));
                let record: Map<String, Value> = names.iter().cloned().zip(texts).collect();
                self.records[at].text = Some(Value::Object(record).to_string());
            }
            if rows.len() == 0 {
                return;
            }
        }
    }

    /// Tells all of them to the book, in the order of the file, and forgets them.
    pub fn settle(&mut self, block: &PlacedBlock, book: &mut Book) {
        self.records.sort_by_key(|record| record.number);
        for record in self.records.drain(..) {
            let column = record.column.map(|at| block.plan.header(at).to_owned()).unwrap_or_default();
            let (outcome, table) = (Outcome::Rejected, block.plan.table.schema().name);
            let kind = ProblemKind { outcome, table, column, trouble: record.trouble };
            let row = block.first_row + record.number;
            book.tell_rejected(RejectedRow {
                file: block.file,
                row,
                kind: &kind,
                record: record.text.as_deref(),
            });
        }
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.records.clear();
    }
}

/// The names of a header, of several that are alike the later ones with their number.
fn names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in header {
        let count = counts.entry(name).or_default();
        *count += 1;
        names.push(if *count == 1 { name.clone() } else { format!("{name} ({count})") });
    }
    names
}
