//! How to load, and what comes of it.

use super::plan::Zones;
use crate::account::counts::grow;
use crate::account::{Book, RejectSink};
use crate::archive::{AsideOptions, AsideRows};
use crate::dataset::{Dataset, TableName};
use crate::source::blocks::BLOCK;
use crate::source::found::Forced;
use crate::source::packed::ReadProgress;
use crate::values::{DayOrder, Zone};
use crate::verdicts::TextScorer;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// Whether a column of a table is asked for.
pub type WantedColumns = Arc<dyn Fn(TableName, &str) -> bool + Send + Sync>;

/// How to load.
#[derive(Clone)]
pub struct LoadOptions {
    /// Profile files of the person's own, beside those that come with the program.
    pub profile_files: Vec<PathBuf>,
    /// The only profile to use: its name, or its file.
    pub profile: Option<String>,
    /// Zone of instants that name none.
    pub source_zone: Tz,
    /// Zone of the run: dates without a time are days of it.
    pub zone: Tz,
    /// The order of day and month in dates that leave it open, if the person says it.
    pub date_order: Option<DayOrder>,
    /// Which optional columns are asked for; required ones and keys are always read –
    /// but nothing of a table of which no column at all is asked for.
    pub wanted: WantedColumns,
    /// Of conversations in archives of which everything happened before this instant, nothing but their own rows has
    /// to be read.
    pub since: Option<i64>,
    /// The one part of an archive to read; `None`: all.
    pub part: Option<String>,
    /// The key of JSON records that says which row of the data as a whole they are; no table is made of it.
    pub row_key: Option<String>,
    /// Judges the texts of customers that carry no label; none of those texts is kept then.
    pub scorer: Option<TextScorer>,
    /// Whether of the texts of messages nobody looks at any but first questions.
    pub first_questions: bool,
    /// Bytes that may come out of one file; `None`: any number.
    pub max_input: Option<u64>,
    /// Where rows of conversations are put aside that there is no room for; `None`: all stay.
    pub aside: Option<AsideOptions>,
    /// Threads that read; at least one.
    pub threads: usize,
    /// Takes the rows that could not be used, if somebody wants to see each.
    pub rejects: Option<RejectSink>,
    /// Told how many more bytes were read.
    pub progress: ReadProgress,
    /// Bytes a block; what is loaded does not depend on it.
    pub block: usize,
    /// What the person says about how CSV files are written.
    pub forced: Forced,
}

impl LoadOptions {
    /// The zones that a file leaves open.
    pub fn zones(&self) -> Zones {
        Zones { source: Zone::Named(self.source_zone), run: self.zone }
    }
}

impl Default for LoadOptions {
    /// Everything, in UTC, with one thread.
    fn default() -> Self {
        LoadOptions {
            profile_files: Vec::new(),
            profile: None,
            source_zone: Tz::UTC,
            zone: Tz::UTC,
            date_order: None,
            wanted: Arc::new(|_, _| true),
            since: None,
            part: None,
            row_key: None,
            scorer: None,
            first_questions: false,
            max_input: None,
            aside: None,
            threads: 1,
            rejects: None,
            progress: Arc::new(|_| {}),
            block: BLOCK,
            forced: Forced::default(),
        }
    }
}

/// What was loaded.
pub struct Loaded {
    /// The canonical tables.
    pub dataset: Dataset,
    /// Rows of conversations that are not among them, for want of room.
    pub aside: Option<AsideRows>,
    /// What became of the rows.
    pub book: Book,
    /// Files in folders that were not looked at: their endings are none of the known ones.
    pub ignored: Vec<String>,
    /// What each file was taken for, in the order read.
    pub files: Vec<FileRecord>,
}

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its display name.
    pub name: String,
    /// The source it belongs to; `None` where all files are one.
    pub source: Option<String>,
    /// How it is written: `comma, UTF-8`, `JSON`.
    pub form: String,
    /// Zone of its instants that name none.
    #[serde(with = "crate::time::zone::by_name")]
    pub zone: Tz,
    /// The tables it feeds.
    pub tables: Vec<FedTable>,
}

impl FileRecord {
    /// Adds the rows of another record of the same file.
    pub fn add_rows(&mut self, other: &FileRecord) {
        for fed in &other.tables {
            match self.tables.iter_mut().find(|own| (own.table, &own.profile) == (fed.table, &fed.profile)) {
                Some(own) => {
                    grow(&mut own.rows, fed.rows);
                    own.is_read |= fed.is_read;
                }
                None => self.tables.push(fed.clone()),
            }
        }
        self.tables.sort_by_key(|fed| fed.table);
    }
}

/// A table that a file feeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FedTable {
    /// The table.
    pub table: TableName,
    /// The profile that says so; `None`: names and synonyms alone.
    pub profile: Option<String>,
    /// Rows found, used or not.
    pub rows: u64,
    /// Where names alone decided: the columns that the file calls otherwise, each with what it calls them.
    pub renamed: Vec<(String, Vec<String>)>,
    /// Whether it was read at all: a table of which nothing is asked for is not.
    pub is_read: bool,
}
