//! Rows put aside while exports are read that are larger than memory: what belongs to one conversation comes together
//! again, and the rows of each table that belong to none.

use super::home::{spread, Month, DIVISIONS, OF_CONVERSATIONS};
use super::known_months::KnownMonths;
use super::runs::{Runs, Tables};
use crate::advice::Advised;
use crate::dataset::schema::conversations::CONVERSATION_ID;
use crate::dataset::{Data, DataTable, Dictionary, TableName, NONE};
use crate::fitting::numbered;
use crate::threads::lock;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Where rows are put aside, and when.
#[derive(Debug, Clone)]
pub struct AsideOptions {
    /// The folder on whose disk.
    pub folder: PathBuf,
    /// Bytes of rows that stay in memory.
    pub most: usize,
    /// Whether what belongs to the conversations of one month is wanted together.
    pub by_month: bool,
    /// Whether rows that belong to no conversation go as well.
    pub others: bool,
    /// Has the allocator return what rows took; `None` where it can't be told.
    pub give_back: Option<fn()>,
    /// What helps where the disk takes no more.
    pub advice: &'static str,
}

impl AsideOptions {
    /// Returns memory that rows took to the system.
    pub fn give_back(&self) {
        self.give_back.iter().for_each(|give_back| give_back());
    }

    /// What is said where the disk takes no more.
    pub fn refused(&self, fault: &dyn Display) -> Advised {
        let what = format!(
            "rows take more memory than there may be, and can't be put aside in {}: {fault}",
            self.folder.display()
        );
        Advised::new(what, self.advice)
    }
}

/// Rows by their division, and in it by the month of their conversation, as far as that was known when they came. Behind
/// the divisions of conversations each other table has its own.
pub type DivisionRuns = Runs<(u32, Option<Month>)>;

/// The part of their memory that rows of conversations always may take.
const LEAST: usize = 4;
/// Rows of other tables that are written at once.
const AT_ONCE: usize = 1 << 16;

/// The rows put aside.
pub struct RowsAside {
    options: AsideOptions,
    runs: Option<DivisionRuns>,
    /// The months of conversations, where they are asked for.
    pub months: KnownMonths,
    /// What went wrong on the way.
    fault: Option<io::Error>,
    /// The columns that any of the rows gives.
    pub columns: BTreeSet<(TableName, usize)>,
}

impl RowsAside {
    /// Nothing yet.
    pub fn new(options: &AsideOptions) -> RowsAside {
        let (options, months) = (options.clone(), KnownMonths::default());
        RowsAside { options, runs: None, months, fault: None, columns: BTreeSet::new() }
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
        if tables[table as usize].rows > 0 && self.has_no_room(tables) {
            if self.options.by_month {
                self.months.learn(&tables[TableName::Conversations as usize], ids);
            }
            self.take(table, &mut tables[table as usize], ids);
            self.options.give_back();
        }
    }

    /// Whether rows that may go take too much memory: what has to stay takes of theirs, but for a part, lest every few rows
    /// go by themselves.
    fn has_no_room(&self, tables: &Tables) -> bool {
        let may_go = TableName::ALL.into_iter().filter(|&table| self.may_go(table));
        let own: usize = may_go.map(|table| tables[table as usize].size()).sum();
        let all: usize = tables.iter().map(DataTable::size).sum();
        own > self.options.most.saturating_sub(all - own).max(self.options.most / LEAST)
    }

    /// Whether rows of a table may be put aside: people tell others who wrote.
    fn may_go(&self, table: TableName) -> bool {
        OF_CONVERSATIONS.contains(&table) || self.options.others && table != TableName::People
    }

    /// Takes all rows of a table that may go; of conversations those of none that is known stay.
    pub fn take(&mut self, table: TableName, own: &mut DataTable, ids: &Dictionary) {
        if !self.may_go(table) || own.rows == 0 || self.fault.is_some() {
            return;
        }
        let given = own.columns.iter().enumerate().filter(|(_, data)| data.is_some());
        self.columns.extend(given.map(|(place, _)| (table, place)));
        if !OF_CONVERSATIONS.contains(&table) {
            let runs = begun(&mut self.runs, &self.options.folder);
            self.fault = runs.and_then(|runs| put_whole(table, own, runs)).err();
            return;
        }
        let by_month = self.options.by_month;
        let is_of_conversations = by_month && table == TableName::Conversations;
        if is_of_conversations {
            self.months.learn(own, ids);
        }
        let months = &mut self.months;
        let key = |division, code| (division, if by_month { months.of_row(code, division) } else { None });
        let runs = begun(&mut self.runs, &self.options.folder);
        let taken = runs.and_then(|runs| divide((table, own), ids, key, runs));
        if is_of_conversations {
            self.months.begin_table(own.rows);
        }
        // What can't be put aside stays, and the run ends with the fault.
        self.fault = taken.err();
    }

    /// The rows by division, in the order in which they came. Errors: they could not be put aside.
    fn into_runs(self) -> Result<DivisionRuns> {
        match (self.runs, self.fault) {
            (Some(runs), None) => Ok(runs),
            (_, Some(fault)) => Err(fault.into()),
            (None, None) => Ok(Runs::begin(&self.options.folder)?),
        }
    }
}

/// Rows put aside, to be had division by division.
pub struct Divisions {
    runs: Mutex<DivisionRuns>,
}

impl Divisions {
    /// Those of rows. Errors: they could not be put aside.
    pub fn of(rows: RowsAside) -> Result<Divisions> {
        rows.into_runs().map(Divisions::of_runs)
    }

    /// Those of rows that lie by division.
    pub fn of_runs(runs: DivisionRuns) -> Divisions {
        Divisions { runs: Mutex::new(runs) }
    }

    /// What they are called.
    pub fn numbers() -> Range<u32> {
        0..DIVISIONS
    }

    /// Tables that are not about conversations of which rows are here.
    pub fn others(&self) -> Vec<TableName> {
        let runs = lock(&self.runs);
        TableName::ALL.into_iter().filter(|&table| runs.has(all_of(DIVISIONS + table as u32))).collect()
    }

    /// The rows of such a table, in the order in which they came. Errors: they can't be read.
    pub fn other(&self, table: TableName) -> Result<Tables> {
        self.tables(DIVISIONS + table as u32)
    }

    /// The rows of one, in the order in which they came. Errors: they can't be read.
    pub fn tables(&self, division: u32) -> Result<Tables> {
        let mut tables = Tables::default();
        lock(&self.runs).add_to(&mut tables, all_of(division))?;
        Ok(tables)
    }

    /// Whether one has any rows.
    pub fn has_rows(&self, division: u32) -> bool {
        lock(&self.runs).has(all_of(division))
    }

    /// Adds the rows of one that came under a month to tables. Errors: they can't be read.
    pub fn add_month(&self, tables: &mut Tables, division: u32, month: Month) -> Result<()> {
        let key = (division, Some(month));
        lock(&self.runs).add_to(tables, key..=key)
    }
}

/// The keys of a division.
fn all_of(division: u32) -> Range<(u32, Option<Month>)> {
    (division, None)..(division + 1, None)
}

/// Where rows go, in a folder. Errors: nothing can be written there.
fn begun<'r>(runs: &'r mut Option<DivisionRuns>, folder: &Path) -> io::Result<&'r mut DivisionRuns> {
    match runs {
        Some(runs) => Ok(runs),
        none @ None => Ok(none.insert(Runs::begin(folder)?)),
    }
}

/// Puts the rows of a table that is not about conversations aside.
fn put_whole(table: TableName, own: &mut DataTable, to: &mut DivisionRuns) -> io::Result<()> {
    own.pad();
    let rows: Vec<u32> = (0..numbered(own.rows)).collect();
    for rows in rows.chunks(AT_ONCE) {
        to.put((DIVISIONS + table as u32, None), table, (own, rows))?;
    }
    *own = DataTable::default();
    Ok(())
}

/// Puts the rows of a table that belong to a conversation aside; the others stay. `key` tells under what, by division and
/// code of the conversation.
///
/// # Errors
/// If they can't be written; the table is then as it was.
pub fn divide<K: Ord + Copy>(
    (table, own): (TableName, &mut DataTable),
    ids: &Dictionary,
    mut key: impl FnMut(u32, u32) -> K,
    to: &mut Runs<K>,
) -> io::Result<()> {
    own.pad();
    let codes = own.column(table, CONVERSATION_ID).map_or(&[][..], Data::codes);
    let mut keyed: BTreeMap<K, Vec<u32>> = BTreeMap::new();
    let mut row = 0;
    // Neighbours are often of one conversation.
    for same in codes.chunk_by(|one, next| one == next) {
        let rows = row..row + numbered(same.len());
        row = rows.end;
        if same[0] != NONE {
            let division = spread(ids.text(same[0])) % DIVISIONS;
            keyed.entry(key(division, same[0])).or_default().extend(rows);
        }
    }
    for (key, rows) in &keyed {
        to.put(*key, table, (own, rows))?;
    }
    let mut stays: Vec<bool> = codes.iter().map(|&code| code == NONE).collect();
    stays.resize(own.rows, true);
    if stays.contains(&true) {
        own.retain(&stays);
    } else {
        *own = DataTable::default();
    }
    Ok(())
}
