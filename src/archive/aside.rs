//! Rows of conversations put aside while exports are read that are larger than memory: what belongs to one conversation
//! comes together again.

use super::home::{spread, OF_CONVERSATIONS};
use super::runs::{Runs, Tables};
use crate::advice::Advised;
use crate::dataset::schema::conversations::CONVERSATION_ID;
use crate::dataset::{Data, DataTable, Dictionary, TableName, NONE};
use crate::threads::lock;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Mutex;

/// Divisions of conversations: what belongs to those of one of them is in memory at once.
pub const DIVISIONS: u32 = 64;

/// Where rows are put aside, and when.
#[derive(Debug, Clone)]
pub struct AsideOptions {
    /// The folder on whose disk.
    pub folder: PathBuf,
    /// Bytes of rows that stay in memory.
    pub most: usize,
    /// What helps where the disk takes no more.
    pub advice: &'static str,
}

impl AsideOptions {
    /// What is said where the disk takes no more.
    pub fn refused(&self, fault: &dyn Display) -> Advised {
        let what = format!(
            "rows take more memory than there may be, and can't be put aside in {}: {fault}",
            self.folder.display()
        );
        Advised::new(what, self.advice)
    }
}

/// The rows put aside.
pub struct RowsAside {
    options: AsideOptions,
    runs: Option<Runs<u32>>,
    /// What went wrong on the way.
    fault: Option<io::Error>,
    /// The columns that any of the rows gives.
    pub columns: BTreeSet<(TableName, usize)>,
}

impl RowsAside {
    /// Nothing yet.
    pub fn new(options: &AsideOptions) -> RowsAside {
        RowsAside { options: options.clone(), runs: None, fault: None, columns: BTreeSet::new() }
    }

    /// What is said if the disk took no more.
    pub fn refusal(&self) -> Option<Advised> {
        self.fault.as_ref().map(|fault| self.options.refused(fault))
    }

    /// Whether any rows are here.
    pub fn has_rows(&self) -> bool {
        self.runs.is_some() || self.fault.is_some()
    }

    /// Takes the rows of a table where those of conversations take too much memory; `ids` are the conversations'.
    pub fn relieve(&mut self, table: TableName, tables: &mut Tables, ids: &Dictionary) {
        let size: usize = OF_CONVERSATIONS.iter().map(|&table| tables[table as usize].size()).sum();
        if size > self.options.most {
            self.take(table, &mut tables[table as usize], ids);
        }
    }

    /// Takes all rows of a table that belong to a conversation; the others stay.
    pub fn take(&mut self, table: TableName, own: &mut DataTable, ids: &Dictionary) {
        if !OF_CONVERSATIONS.contains(&table) || own.rows == 0 || self.fault.is_some() {
            return;
        }
        let given = own.columns.iter().enumerate().filter(|(_, data)| data.is_some());
        self.columns.extend(given.map(|(place, _)| (table, place)));
        let folder = &self.options.folder;
        let taken = match &mut self.runs {
            Some(runs) => divide(table, own, ids, runs),
            None => Runs::begin(folder).and_then(|runs| divide(table, own, ids, self.runs.insert(runs))),
        };
        // What can't be put aside stays, and the run ends with the fault.
        self.fault = taken.err();
    }

    /// The rows by division, in the order in which they came. Errors: they could not be put aside.
    fn into_runs(self) -> Result<Runs<u32>> {
        match (self.runs, self.fault) {
            (Some(runs), None) => Ok(runs),
            (_, Some(fault)) => Err(fault.into()),
            (None, None) => Ok(Runs::begin(&self.options.folder)?),
        }
    }
}

/// Rows put aside, to be had division by division.
pub struct Divisions {
    runs: Mutex<Runs<u32>>,
}

impl Divisions {
    /// Those of rows. Errors: they could not be put aside.
    pub fn of(rows: RowsAside) -> Result<Divisions> {
        rows.into_runs().map(Divisions::of_runs)
    }

    /// Those of rows that lie by division.
    pub fn of_runs(runs: Runs<u32>) -> Divisions {
        Divisions { runs: Mutex::new(runs) }
    }

    /// What they are called.
    pub fn numbers() -> Range<u32> {
        0..DIVISIONS
    }

    /// The rows of one, in the order in which they came. Errors: they can't be read.
    pub fn tables(&self, division: u32) -> Result<Tables> {
        let mut tables = Tables::default();
        lock(&self.runs).add_to(&mut tables, division)?;
        Ok(tables)
    }
}

/// Puts the rows of a table that belong to a conversation aside by division; the others stay.
///
/// # Errors
/// If they can't be written; the table is then as it was.
pub fn divide(table: TableName, own: &mut DataTable, ids: &Dictionary, to: &mut Runs<u32>) -> io::Result<()> {
    own.pad();
    let codes = own.column(table, CONVERSATION_ID).map_or(&[][..], Data::codes);
    let mut divisions: Vec<Vec<u32>> = vec![Vec::new(); DIVISIONS as usize];
    let mut stays = Vec::with_capacity(own.rows);
    let mut last = (NONE, 0);
    for row in 0..own.rows {
        let code = codes.get(row).copied().unwrap_or(NONE);
        stays.push(code == NONE);
        if code == NONE {
            continue;
        }
        if code != last.0 {
            last = (code, spread(ids.text(code)) % DIVISIONS);
        }
        divisions[last.1 as usize].extend(u32::try_from(row));
    }
    for (division, rows) in (0..).zip(&divisions).filter(|(_, rows)| !rows.is_empty()) {
        to.put(division, table, (own, rows))?;
    }
    if stays.contains(&true) {
        own.retain(&stays);
    } else {
        *own = DataTable::default();
    }
    Ok(())
}
