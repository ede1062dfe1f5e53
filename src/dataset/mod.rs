//! The canonical tables in memory: typed columns, one row a record, texts as codes of shared dictionaries.

pub mod column;
mod dates;
pub mod dictionary;
pub mod distinct;
pub mod frame;
mod kind;
mod legs;
pub mod lists;
pub mod merge;
mod parts;
mod same_customers;
pub mod schema;
mod unite;
pub mod vocabulary;

pub use column::{Data, Lists, Texts};
pub use dates::DateRows;
pub use dictionary::{text_hasher, Dictionary, NONE};
pub use kind::{ColumnKind, ColumnSchema, Domain, DOMAINS};
pub use schema::{Reads, TableName};
pub use unite::{unite, SourceData};

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The stored form of a missing instant, duration or number.
pub const MISSING: i64 = i64::MIN;
/// The stored form of an instant of something that happened nobody knows when.
pub const UNDATED: i64 = i64::MIN + 1;
/// The stored form of a missing choice or flag.
pub const UNKNOWN: u8 = u8::MAX;
/// [`ColumnKind::Number`] columns count in these: 10,000 is 1.
pub const NUMBER_SCALE: i64 = 10_000;

/// Makes room for so many more at once. Where there is none, they find theirs as they come: what a file's length promises is
/// not always there.
fn make_room<T>(values: &mut Vec<T>, more: usize) {
    let _ = values.try_reserve_exact(more);
}

/// `times` times a length, to make room for: what one block of a file holds tells what all of it will.
fn enlarged(length: usize, times: f64) -> usize {
    (length as f64 * times) as usize
}

/// Where rows came from: runs of consecutive rows of one file.
#[derive(Debug, Default, Clone)]
pub struct Origins {
    runs: Vec<OriginRun>,
}

#[derive(Debug, Clone, Copy)]
struct OriginRun {
    first: usize,
    file: u32,
    row: u64,
}

impl OriginRun {
    /// File and row of the table row `index`, which lies in this run; 0: its rows have no number.
    fn row_of(&self, index: usize) -> (u32, u64) {
        if self.row == 0 {
            return (self.file, 0);
        }
        (self.file, self.row + (index - self.first) as u64)
    }
}

impl Origins {
    /// Notes that the table's row `index` (ascending) is row `row` of file `file`.
    pub fn note(&mut self, index: usize, file: u32, row: u64) {
        let goes_on = self.runs.last().is_some_and(|run| run.row_of(index) == (file, row));
        if !goes_on {
            self.runs.push(OriginRun { first: index, file, row });
        }
    }

    /// Every run of rows of one file: its first row here, the file, its row there.
    pub fn runs(&self) -> impl Iterator<Item = (usize, u32, u64)> + '_ {
        self.runs.iter().map(|run| (run.first, run.file, run.row))
    }

    /// All rows of a table come from one file, which numbers none.
    pub fn of_one_file(file: u32) -> Origins {
        Origins { runs: vec![OriginRun { first: 0, file, row: 0 }] }
    }

    /// The first row of the file whose rows came last.
    pub fn last_file_from(&self) -> usize {
        let Some(last) = self.runs.last() else { return 0 };
        let own = self.runs.iter().rev().take_while(|run| run.file == last.file);
        own.last().map_or(0, |run| run.first)
    }

    /// Tells the same as [`Self::of`], faster, for ascending rows.
    pub fn walk(&self) -> impl FnMut(usize) -> Option<(u32, u64)> + '_ {
        let mut at = 0;
        move |index| {
            while self.runs.get(at + 1).is_some_and(|next| next.first <= index) {
                at += 1;
            }
            self.runs.get(at).filter(|run| run.first <= index).map(|run| run.row_of(index))
        }
    }

    /// The runs of rows that come from one file, of a table of `rows` rows, and which file it is.
    pub fn files(&self, rows: usize) -> impl Iterator<Item = (std::ops::Range<usize>, u32)> + '_ {
        let ends = self.runs.iter().skip(1).map(|run| run.first).chain([rows]);
        self.runs.iter().zip(ends).map(|(run, end)| (run.first.min(end)..end, run.file))
    }

    /// File (its place in [`Dataset::files`]) and row of a table row.
    pub fn of(&self, index: usize) -> Option<(u32, u64)> {
        let runs = &self.runs[..self.runs.partition_point(|run| run.first <= index)];
        runs.last().map(|run| run.row_of(index))
    }
}

/// One canonical table: a column is `None` where no file gave it or nobody asked for it.
#[derive(Default, Clone)]
pub struct DataTable {
    /// Number of rows; every present column has as many values.
    pub rows: usize,
    /// One entry a column of the schema, in its order.
    pub columns: Vec<Option<Data>>,
    /// Where each row came from.
    pub origins: Origins,
    /// Which instants are dates without a time of day: one entry a column of the schema, or none at all.
    pub dates: Vec<DateRows>,
    /// Which leg of those with its id in its file each call is, counting from 1; empty: all are 1.
    pub legs: Vec<u32>,
}

impl DataTable {
    /// A column by name; `None` where it was not loaded.
    pub fn column(&self, table: TableName, name: &str) -> Option<&Data> {
        self.columns.get(table.schema().column(name)?)?.as_ref()
    }

    /// Bytes that its values take.
    pub fn size(&self) -> usize {
        self.columns.iter().flatten().map(Data::size).sum()
    }

    /// Gives every column a value for each row.
    pub fn pad(&mut self) {
        for data in self.columns.iter_mut().flatten() {
            data.pad(self.rows - data.len());
        }
    }

    /// Adds all rows of `other`, a table of the same schema and dictionaries, behind the own ones.
    pub fn append(&mut self, name: TableName, other: DataTable) {
        let columns = name.schema().columns;
        self.columns.resize_with(columns.len(), || None);
        let mut given = other.columns;
        given.resize_with(columns.len(), || None);
        for ((own, given), column) in self.columns.iter_mut().zip(&given).zip(columns) {
            if own.is_none() && given.is_none() {
                continue;
            }
            let own = own.get_or_insert_with(|| Data::new(column.kind));
            own.pad(self.rows - own.len());
            match given {
                Some(given) => own.append(given, |code| code),
                None => own.pad(other.rows),
            }
        }
        if !other.dates.is_empty() {
            self.dates.resize_with(columns.len(), DateRows::default);
        }
        for (own, given) in self.dates.iter_mut().zip(&other.dates) {
            own.append(given, self.rows);
        }
        if !(self.legs.is_empty() && other.legs.is_empty()) {
            self.legs.resize(self.rows, 1);
            self.legs.extend(&other.legs);
            self.legs.resize(self.rows + other.rows, 1);
        }
        for run in &other.origins.runs {
            self.origins.note(self.rows + run.first, run.file, run.row);
        }
        self.rows += other.rows;
    }

    /// Drops every row that is not to be kept.
    pub fn retain(&mut self, keep: &[bool]) {
        for data in self.columns.iter_mut().flatten() {
            data.retain(keep);
        }
        for dates in &mut self.dates {
            dates.retain(keep);
        }
        let mut kept = keep.iter().copied();
        self.legs.retain(|_| kept.next().unwrap_or(true));
        let before = std::mem::take(&mut self.origins);
        let mut walk = before.walk();
        for (index, row) in (0..self.rows).filter(|&row| keep[row]).enumerate() {
            if let Some((file, number)) = walk(row) {
                self.origins.note(index, file, number);
            }
        }
        self.rows = keep.iter().filter(|keep| **keep).count();
    }
}

/// Everything that was loaded.
#[derive(Default, Clone)]
pub struct Dataset {
    /// One entry a [`TableName`].
    pub tables: [DataTable; TableName::ALL.len()],
    /// One entry a [`Domain`].
    pub dictionaries: [Dictionary; DOMAINS],
    /// Display names of the files read, in the order given.
    pub files: Vec<String>,
    /// The source of each file, as a code of [`Domain::Source`]; empty where all files are one source.
    pub sources: Vec<u32>,
    /// The brand of what names none, as a code of [`Domain::Brand`], one a source; shorter where the last ones have none.
    pub brands: Vec<u32>,
    /// How often values of names stand in rows that were united with others: they are spellings too.
    pub dropped: BTreeMap<(Domain, u32), u64>,
    /// Tables of which no file holds a row, whatever became of it.
    pub absent: BTreeSet<TableName>,
    /// What is known of conversations of an archive that nothing asked needs.
    pub passed_over: PassedOver,
}

/// What is known of conversations that were not read.
#[derive(Default, Clone)]
pub struct PassedOver {
    /// The first of each customer that is known otherwise: when it was opened, and its id.
    pub first: BTreeMap<u32, (i64, String)>,
    /// First and last instant of their creation, by file.
    pub created: BTreeMap<u32, (i64, i64)>,
}

impl PassedOver {
    /// Meets a conversation of a customer; of one instant the one with the smallest id is the first.
    pub fn meet(&mut self, customer: u32, created_at: i64, id: &str) {
        match self.first.entry(customer) {
            Entry::Vacant(new) => {
                new.insert((created_at, id.to_owned()));
            }
            Entry::Occupied(mut met) => {
                if (created_at, id) < (met.get().0, met.get().1.as_str()) {
                    met.insert((created_at, id.to_owned()));
                }
            }
        }
    }
}

impl Dataset {
    /// A table.
    pub fn table(&self, name: TableName) -> &DataTable {
        &self.tables[name as usize]
    }

    /// The dictionary of a domain.
    pub fn dictionary(&self, domain: Domain) -> &Dictionary {
        &self.dictionaries[domain as usize]
    }

    /// A typed column by name; `None` where it was not loaded.
    pub fn column(&self, table: TableName, name: &str) -> Option<&Data> {
        self.table(table).column(table, name)
    }

    /// An instant, duration or number column; empty where it was not loaded.
    pub fn whole(&self, table: TableName, name: &str) -> &[i64] {
        self.column(table, name).map_or(&[], Data::whole)
    }

    /// A column of codes; empty where it was not loaded.
    pub fn codes(&self, table: TableName, name: &str) -> &[u32] {
        self.column(table, name).map_or(&[], Data::codes)
    }

    /// A column of choices or flags; empty where it was not loaded.
    pub fn bytes(&self, table: TableName, name: &str) -> &[u8] {
        self.column(table, name).map_or(&[], Data::bytes)
    }

    /// The source of each row of a table, as a code of [`Domain::Source`]; empty where all files are one source.
    pub fn sources_of(&self, table: TableName) -> Vec<u32> {
        let mut sources = Vec::new();
        if !self.sources.is_empty() {
            let table = self.table(table);
            for (rows, file) in table.origins.files(table.rows) {
                sources.resize(rows.end, self.sources[file as usize]);
            }
        }
        sources
    }

    /// The greatest instant of all; when a row was last changed is none of its business.
    pub fn latest(&self) -> Option<i64> {
        let mut latest = None;
        for table in TableName::ALL {
            for column in table.schema().columns {
                if matches!(column.kind, ColumnKind::Instant) && column.name != "updated_at" {
                    let greatest = self.whole(table, column.name).iter().copied().max();
                    latest = latest.max(greatest.filter(|&at| at != MISSING));
                }
            }
        }
        latest
    }

    /// Which instants of a column are dates without a time of day; `None` where all of them have one. The value of such
    /// a row is the midnight that its date begins with in the zone of the run.
    pub fn dates(&self, table: TableName, name: &str) -> Option<&DateRows> {
        let dates = self.table(table).dates.get(table.schema().column(name)?)?;
        (!dates.is_empty()).then_some(dates)
    }

    /// Takes a column out of the dataset, if it was loaded.
    pub fn take(&mut self, table: TableName, name: &str) -> Option<Data> {
        let place = table.schema().column(name)?;
        self.tables[table as usize].columns.get_mut(place)?.take()
    }

    /// Takes a column of texts out of the dataset, if it was loaded.
    pub fn take_texts(&mut self, table: TableName, name: &str) -> Option<Texts> {
        match self.take(table, name) {
            Some(Data::Texts(values)) => Some(values),
            _ => None,
        }
    }

    /// A column of lists, if it was loaded.
    pub fn lists(&self, table: TableName, name: &str) -> Option<&Lists> {
        match self.column(table, name) {
            Some(Data::Lists(values)) => Some(values),
            _ => None,
        }
    }

    /// A column of texts, if it was loaded.
    pub fn texts(&self, table: TableName, name: &str) -> Option<&Texts> {
        match self.column(table, name) {
            Some(Data::Texts(values)) => Some(values),
            _ => None,
        }
    }
}
