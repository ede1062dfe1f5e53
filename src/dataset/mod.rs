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
mod of_conversations;
mod origins;
mod own_texts;
mod parts;
mod same_customers;
pub mod schema;
mod table;
mod unite;
pub mod vocabulary;

pub use column::{Data, Lists, Texts};
pub use dates::DateRows;
pub use dictionary::{hash_of, text_hasher, Dictionary, NONE};
pub use kind::{ColumnKind, ColumnSchema, Domain, DOMAINS};
pub use of_conversations::ConversationCodes;
pub use origins::Origins;
pub use schema::{Reads, TableName};
pub use table::DataTable;
pub use unite::{unite, SourceData};

use crate::fitting::truncated_size;
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

/// Empties values and makes room for so many others. Where room has to grow, what stood there is not moved along.
pub fn empty_for<T>(count: usize, values: &mut Vec<T>) {
    if values.capacity() < count {
        *values = Vec::with_capacity(count);
    }
    values.clear();
}

/// `times` times a length, to make room for: what one block of a file holds tells what all of it will.
fn enlarged(length: usize, times: f64) -> usize {
    truncated_size(length as f64 * times)
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
