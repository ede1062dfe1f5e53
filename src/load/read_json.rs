//! Reads one JSON file into all tables that it feeds.

use super::filler::Filler;
use super::intake::{Intake, PlannedFile, TableStore};
use super::plan::Plan;
use crate::account::Trouble;
use crate::source::cells::Cells;
use crate::source::{json, Fields};
use std::collections::HashSet;
use std::io;

const NO_NUMBER: Trouble =
    Trouble::new("a record whose --row-key is no number from 0 on", "it goes by its place in the file");
const SAME_NUMBER: Trouble =
    Trouble::new("a record whose --row-key another one has, too", "number the rows of the whole, each once");

/// Takes the records of a JSON file, cells and a filler for each table.
pub struct JsonTarget<'a> {
    plans: &'a [Plan],
    cells: Vec<Cells>,
    lists: Vec<Vec<bool>>,
    /// The records in the cells as they stand in the file, where somebody wants to see those that can't be used.
    texts: Vec<Vec<Option<String>>>,
    fillers: Vec<Filler<'a>>,
    /// Numbers that records have of their own, by table.
    own_numbers: Vec<HashSet<u64>>,
    intake: Intake<'a>,
}

impl<'a> JsonTarget<'a> {
    /// Begins a file.
    pub fn new(file: PlannedFile<'a>, store: &'a mut TableStore) -> JsonTarget<'a> {
        let PlannedFile { plans, dictionaries, .. } = file;
        JsonTarget {
            plans,
            cells: plans.iter().map(|plan| Cells::new(plan.selection.fields.len())).collect(),
            lists: plans.iter().map(Plan::list_slots).collect(),
            texts: vec![Vec::new(); plans.len()],
            fillers: plans.iter().map(|plan| Filler::new(plan, dictionaries)).collect(),
            own_numbers: vec![HashSet::new(); plans.len()],
            intake: Intake::new(store, file, 0),
        }
    }

    /// Reads records to the end of the file, or up to one with late keys of which `learn` says that they mean something.
    /// Whether that was met.
    pub fn read(
        &mut self,
        walk: &mut json::Walk,
        learn: &mut dyn FnMut(Vec<json::LateKeys>) -> bool,
    ) -> io::Result<bool> {
        let mut has_news = false;
        while !has_news && walk.next()? {
            let late = walk.late_keys();
            has_news = !late.is_empty() && learn(late);
            if !has_news {
                walk.give(&mut |at, number, record| self.take(at, number, record));
            }
        }
        for at in 0..self.plans.len() {
            self.flush(at);
        }
        Ok(has_news)
    }

    fn take(&mut self, at: usize, number: u64, record: &dyn Fields) {
        let number =
            self.plans[at].row_slot.map_or(number, |slot| self.own_number(at, number, record.get(slot)));
        self.cells[at].copy(number, record, &self.lists[at], None);
        if self.plans[at].lists_rejected {
            self.texts[at].push(record.whole().map(|text| String::from_utf8_lossy(text).into_owned()));
        }
        if self.cells[at].is_full() {
            self.flush(at);
        }
    }

    /// The number that a record gives itself, else the one of its place in the file.
    fn own_number(&mut self, at: usize, number: u64, text: Option<&[u8]>) -> u64 {
        let batch = &mut self.fillers[at].batch;
        let Some(own) = text.and_then(|text| std::str::from_utf8(text).ok()?.parse().ok()) else {
            batch.warn_of_record(number, &NO_NUMBER);
            return number;
        };
        if !self.own_numbers[at].insert(own) {
            batch.warn_of_record(number, &SAME_NUMBER);
        }
        own
    }

    /// Hands the rows of a table over; where texts are judged, those of the tables before it first, as they tell the
    /// languages of conversations.
    fn flush(&mut self, at: usize) {
        if self.plans[at].scorer.is_some() {
            (0..at).for_each(|before| self.hand_over(before));
        }
        self.hand_over(at);
    }

    fn hand_over(&mut self, at: usize) {
        let filler = &mut self.fillers[at];
        filler.fill(self.cells[at].rows(""));
        filler.batch.rejects.take_texts(&self.texts[at]);
        self.texts[at].clear();
        filler.batch.finish();
        self.intake.append(at, &mut filler.batch, 0.0);
        filler.batch.clear();
        self.cells[at].clear();
    }

    /// Ends the file.
    pub fn finish(self) {
        self.intake.finish();
    }
}
