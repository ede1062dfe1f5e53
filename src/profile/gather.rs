//! Puts the rows of blocks behind each other, in the order of the file, under the codes of the dataset.

use super::batch::Batch;
use super::plan::Plan;
use crate::dataset::{Data, Dataset, Dictionary, Table, TableName, DOMAINS, NONE};
use crate::problem::Problems;
use std::collections::BTreeMap;

/// What was read and what became of it, by table: rows = used + duplicates + rejected + set aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Files read.
    pub files: u64,
    /// Records found.
    pub rows: BTreeMap<&'static str, u64>,
    /// Records used.
    pub used: BTreeMap<&'static str, u64>,
    /// Records that stood in the input before.
    pub duplicates: BTreeMap<&'static str, u64>,
    /// Of those read, used only after a repair or without a value that could not be read.
    pub repaired: BTreeMap<&'static str, u64>,
    /// Records that could not be used.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Records that say nothing, by table; also `blank lines` and `files`.
    pub set_aside: BTreeMap<&'static str, u64>,
}

/// Adds to a count; a count of nothing is no entry.
pub fn add(counts: &mut BTreeMap<&'static str, u64>, key: &'static str, count: u64) {
    if count > 0 {
        *counts.entry(key).or_default() += count;
    }
}

/// The tables being filled.
#[derive(Default)]
pub struct Store {
    /// Tables and the files they come from; the dictionaries stand apart.
    pub tables: [Table; TableName::ALL.len()],
    /// What went wrong.
    pub problems: Problems,
    /// What became of the rows.
    pub counts: Counts,
}

/// Takes the rows of one file.
pub struct Gather<'a> {
    store: &'a mut Store,
    plans: &'a [Plan],
    /// Place of the file in the dataset, and its name.
    file: (u32, &'a str),
    /// The dictionaries as they were when the file was begun.
    base: &'a [Dictionary],
    added: Vec<Dictionary>,
    /// Row number of the next block's first record.
    first_row: u64,
}

impl<'a> Gather<'a> {
    /// Begins a file whose first record is row `first_row`.
    pub fn new(
        store: &'a mut Store,
        plans: &'a [Plan],
        file: (u32, &'a str),
        base: &'a [Dictionary],
        first_row: u64,
    ) -> Self {
        Gather { store, plans, file, base, added: vec![Dictionary::default(); DOMAINS], first_row }
    }

    /// Adds a finished batch; room is made for `times` times its rows.
    pub fn append(&mut self, plan: usize, batch: &mut Batch, times: f64) {
        let recoded = self.recode(&batch.locals);
        let plan = &self.plans[plan];
        let table = &mut self.store.tables[plan.table as usize];
        let schema = plan.table.schema();
        table.columns.resize_with(schema.columns.len(), || None);
        for (column, data) in plan.columns.iter().zip(&batch.columns) {
            let kind = schema.columns[column.place].kind;
            let own = table.columns[column.place].get_or_insert_with(|| Data::new(kind));
            own.pad(table.rows - own.len());
            own.reserve(data, times);
            let domain = column.reader.domain().map_or(0, |domain| domain as usize);
            let (known, codes) = (self.base[domain].len() as u32, &recoded[domain]);
            own.append(data, |code| {
                if code < known || code == NONE {
                    code
                } else {
                    codes[(code - known) as usize]
                }
            });
        }
        for (at, number) in batch.numbers.iter().enumerate() {
            table.origins.note(table.rows + at, self.file.0, self.first_row + number);
        }
        table.rows += batch.numbers.len();
        let counts = &mut self.store.counts;
        add(&mut counts.rows, schema.name, batch.rows);
        add(&mut counts.rejected, schema.name, batch.rejected);
        add(&mut counts.set_aside, schema.name, batch.set_aside);
        add(&mut counts.set_aside, "blank lines", batch.blank);
        add(&mut counts.repaired, schema.name, batch.repaired);
        batch.notes.settle(plan, self.file.1, self.first_row, &mut self.store.problems);
        self.first_row += batch.records;
    }

    /// The dataset's codes of the texts of a batch.
    fn recode(&mut self, locals: &[Dictionary]) -> Vec<Vec<u32>> {
        let domains = locals.iter().zip(&mut self.added).zip(self.base);
        domains
            .map(|((local, added), base)| {
                let known = base.len() as u32;
                local.texts().map(|text| known + added.intern(text)).collect()
            })
            .collect()
    }

    /// Ends the file: every column has as many values as its table rows. The texts that were new are returned.
    pub fn finish(self) -> Vec<Dictionary> {
        for plan in self.plans {
            let table = &mut self.store.tables[plan.table as usize];
            for data in table.columns.iter_mut().flatten() {
                data.pad(table.rows - data.len());
            }
        }
        self.added
    }
}

/// Adds the texts of a file to the dictionaries, in the order of their codes.
pub fn adopt(dataset: &mut Dataset, added: Vec<Dictionary>) {
    for (own, added) in dataset.dictionaries.iter_mut().zip(added) {
        if own.is_empty() {
            *own = added;
        } else {
            added.texts().for_each(|text| {
                own.intern(text);
            });
        }
    }
}
