//! Exports larger than memory: what was put aside on the way comes back division by division, each row once.

use super::intake::TableStore;
use super::merge::merge;
use super::options::Loaded;
use crate::archive::{Divisions, Tables};
use crate::dataset::{Dataset, Dictionary, TableName, DOMAINS};
use anyhow::Result;
use std::collections::BTreeSet;
use std::ops::Range;

/// Rows that were put aside: all of one conversation are in one division, other tables are whole.
pub struct DividedRows {
    divisions: Divisions,
    /// Tables and places of the files whose equal rows are one.
    repeating: Vec<(TableName, u32)>,
    /// Places of the files whose rows of one call id are legs.
    legs: Vec<u32>,
    files: Vec<String>,
    absent: BTreeSet<TableName>,
    dictionaries: [Dictionary; DOMAINS],
}

impl DividedRows {
    /// What was put aside of what was loaded, which keeps all else; `None` if nothing was.
    ///
    /// # Errors
    /// If the disk took no rows.
    pub fn take(loaded: &mut Loaded) -> Result<Option<DividedRows>> {
        let Some(aside) = loaded.aside.take() else { return Ok(None) };
        let dataset = &mut loaded.dataset;
        let mut dictionaries = std::mem::take(&mut dataset.dictionaries);
        dictionaries.iter_mut().for_each(Dictionary::close);
        dataset.take_own_texts(&dictionaries);
        Ok(Some(DividedRows {
            divisions: Divisions::of(aside.rows)?,
            repeating: aside.repeating,
            legs: aside.legs,
            files: dataset.files.clone(),
            absent: dataset.absent.clone(),
            dictionaries,
        }))
    }

    /// What the divisions are called.
    pub fn numbers() -> Range<u32> {
        Divisions::numbers()
    }

    /// The rows of one, and what became of them; the files that they come from are those of the whole.
    ///
    /// # Errors
    /// If they can't be read.
    pub fn division(&self, number: u32) -> Result<Loaded> {
        Ok(self.loaded(self.divisions.tables(number)?))
    }

    /// The tables that are not about conversations of which rows were put aside.
    pub fn others(&self) -> Vec<TableName> {
        self.divisions.others()
    }

    /// The rows of such a table, as those of a division.
    ///
    /// # Errors
    /// As [`Self::division`].
    pub fn other(&self, table: TableName) -> Result<Loaded> {
        Ok(self.loaded(self.divisions.other(table)?))
    }

    /// Rows as if they had been loaded.
    fn loaded(&self, tables: Tables) -> Loaded {
        let absent = self.absent.clone();
        let mut dataset = Dataset { tables, files: self.files.clone(), absent, ..Dataset::default() };
        dataset.take_own_texts(&self.dictionaries);
        let mut store = TableStore {
            tables: std::mem::take(&mut dataset.tables),
            once_files: self.repeating.clone(),
            leg_files: self.legs.clone(),
            ..TableStore::default()
        };
        merge(&mut store, &self.files);
        let TableStore { tables, dropped, book, .. } = store;
        let dataset = Dataset { tables, dropped, ..dataset };
        Loaded { dataset, aside: None, book, ignored: Vec::new(), files: Vec::new() }
    }
}
