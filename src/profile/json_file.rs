//! Reads one JSON file into all tables that it feeds.

use super::fill::Filler;
use super::gather::{Gather, Store};
use super::plan::Plan;
use super::shared::Shared;
use crate::source::grid::Grid;
use crate::source::packed::Stream;
use crate::source::{json, Fields};
use std::io::{self, Read};

/// Takes the records of a JSON file, a grid and a filler for each table.
pub struct JsonTarget<'a> {
    plans: &'a [Plan],
    grids: Vec<Grid>,
    lists: Vec<Vec<bool>>,
    fillers: Vec<Filler<'a>>,
    gather: Gather<'a>,
}

impl<'a> JsonTarget<'a> {
    /// Begins a file.
    pub fn new(
        plans: &'a [Plan],
        shared: &'a Shared,
        file: (u32, &'a str),
        store: &'a mut Store,
    ) -> JsonTarget<'a> {
        JsonTarget {
            plans,
            grids: plans.iter().map(|plan| Grid::new(plan.selection.fields.len())).collect(),
            lists: plans.iter().map(Plan::list_slots).collect(),
            fillers: plans.iter().map(|plan| Filler::new(plan, shared)).collect(),
            gather: Gather::new(store, plans, file, shared, 0),
        }
    }

    /// Reads all records; what is wrong with the file itself is returned.
    pub fn read(&mut self, head: Vec<u8>, stream: Stream) -> io::Result<Vec<json::Fault>> {
        let selections: Vec<_> = self.plans.iter().map(|plan| plan.selection.clone()).collect();
        let mut faults = Vec::new();
        let mut input = (&head[..]).chain(stream);
        let mut sink = |at: usize, number: u64, record: &dyn Fields| {
            self.grids[at].copy(number, record, &self.lists[at]);
            if self.grids[at].is_full() {
                self.flush(at);
            }
        };
        json::read(&mut input, &selections, &mut sink, &mut |fault| faults.push(fault))?;
        (0..self.plans.len()).for_each(|at| self.flush(at));
        Ok(faults)
    }

    fn flush(&mut self, at: usize) {
        let filler = &mut self.fillers[at];
        filler.fill(self.grids[at].rows(""));
        filler.batch.finish();
        self.gather.append(at, &mut filler.batch, 0.0);
        filler.batch.clear();
        self.grids[at].clear();
    }

    /// Ends the file.
    pub fn finish(self) {
        self.gather.finish();
    }
}
