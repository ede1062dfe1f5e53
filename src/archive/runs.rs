//! Rows kept on the disk while exports are read, so that they need no memory, and found again by what they were put under.
#![allow(clippy::disallowed_methods)] // The room that owns the files of an archive.

use super::raw_rows;
use crate::dataset::{DataTable, TableName};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::RangeBounds;
use std::path::Path;

/// The tables of a dataset.
pub type Tables = [DataTable; TableName::ALL.len()];

/// Rows by a key, on the disk; nobody else sees the file, and it goes with the run.
pub struct Runs<K> {
    file: File,
    end: u64,
    segments: BTreeMap<K, Vec<Segment>>,
}

/// Where rows of a table lie in the file.
#[derive(Clone, Copy)]
struct Segment {
    table: TableName,
    at: u64,
    length: usize,
}

impl<K: Ord + Copy> Runs<K> {
    /// Nothing yet, to be kept in a folder. Errors: it can't be written.
    pub fn begin(folder: &Path) -> io::Result<Runs<K>> {
        Ok(Runs { file: tempfile::tempfile_in(folder)?, end: 0, segments: BTreeMap::new() })
    }

    /// Keeps rows of a table behind those that were put under the key before. Errors: they can't be written.
    pub fn put(&mut self, key: K, table: TableName, rows: (&DataTable, &[u32])) -> io::Result<()> {
        let mut bytes = Vec::new();
        raw_rows::write(rows.0, rows.1, &mut bytes);
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        let segment = Segment { table, at: self.end, length: bytes.len() };
        self.segments.entry(key).or_default().push(segment);
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Whether any rows were put under these keys.
    pub fn has(&self, keys: impl RangeBounds<K>) -> bool {
        self.segments.range(keys).next().is_some()
    }

    /// Adds the rows of keys to tables, in the order in which they were put. Errors: the file can't be read.
    pub fn add_to(&mut self, tables: &mut Tables, keys: impl RangeBounds<K>) -> Result<()> {
        let own = self.segments.range(keys).flat_map(|(_, segments)| segments);
        let mut segments: Vec<Segment> = own.copied().collect();
        segments.sort_unstable_by_key(|segment| segment.at);
        for segment in segments {
            let mut bytes = vec![0; segment.length];
            self.file.seek(SeekFrom::Start(segment.at))?;
            self.file.read_exact(&mut bytes)?;
            let rows = raw_rows::read(&bytes).context("rows that were put aside are damaged")?;
            tables[segment.table as usize].append(segment.table, rows);
        }
        Ok(())
    }
}
