//! CSV files whose cells hold JSON: whole records, or details of them.

use super::{FileForm, KnownFile};
use crate::load::opening::{next_wrapping, rows_as_json, without};
use crate::profile::recognise::Recognised;
use crate::source::dialect::Dialect;
use crate::source::json;
use crate::source::packed::{ReadProgress, Stream};
use crate::source::KeyedRecords;
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::sync::Arc;

impl KnownFile {
    /// Takes a CSV file whose cells hold whole records for lines of JSON; whether it is one.
    pub(super) fn reads_rows_as_json(&mut self) -> Result<bool> {
        let Some((dialect, _)) = self.csv_where(json::hold_records)? else { return Ok(false) };
        self.read_as_json(dialect, next_wrapping)?;
        Ok(true)
    }

    /// How a CSV file is written, and its start, where its first rows hold something.
    fn csv_where(
        &mut self,
        holds: impl Fn(&[Vec<String>]) -> bool,
    ) -> Result<Option<(Box<Dialect>, Vec<u8>)>> {
        if !matches!(&self.form, FileForm::Csv(dialect) if dialect.form.header_rows == 1) {
            return Ok(None);
        }
        let start = self.csv_head()?;
        let FileForm::Csv(dialect) = &self.form else { return Ok(None) };
        // Cells that hold JSON begin with it, in whatever encoding.
        let is_held = memchr::memchr(b'{', &start).is_some() && holds(&dialect.first_rows(&start));
        Ok(is_held.then(|| (Box::new(dialect.clone()), start)))
    }

    /// Takes the details in the cells of a CSV file apart, where something is found in the records that they make.
    pub(super) fn opens_cells<T>(
        &mut self,
        find: impl FnOnce(&[KeyedRecords]) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some((dialect, start)) = self.csv_where(json::hold_details)? else { return Ok(None) };
        let context = || format!("cannot read {}", self.file.name);
        let nothing = Stream::plain(Box::new(std::io::empty()), None);
        let rows = rows_as_json(&dialect, (start, nothing)).with_context(context)?;
        let Some(wrapping) = json::Wrapping::of_cells(&rows.0) else { return Ok(None) };
        let (records, _) = without(&wrapping, rows, &json::PeelFaults::default()).with_context(context)?;
        let found = find(&json::survey(&records));
        if found.is_some() {
            self.read_as_json(dialect, |known, _| known.is_empty().then(|| wrapping.clone()))?;
        }
        Ok(found)
    }

    /// Reads the rows of a CSV file as lines of JSON, without what `next` says is wrapped around their records.
    fn read_as_json(
        &mut self,
        dialect: Box<Dialect>,
        next: impl Fn(&[json::Wrapping], &[u8]) -> Option<json::Wrapping>,
    ) -> Result<()> {
        let silent: ReadProgress = Arc::new(|_| {});
        let (mut bytes, mut stream) = self.open(&silent, false)?;
        let context = || format!("cannot read {}", self.file.name);
        (bytes, stream) = rows_as_json(&dialect, (bytes, stream)).with_context(context)?;
        while let Some(wrapping) = next(&self.wrappings, &bytes) {
            (bytes, stream) = without(&wrapping, (bytes, stream), &self.peeled).with_context(context)?;
            self.wrappings.push(wrapping);
        }
        self.form = FileForm::Json(json::survey(&bytes));
        self.rows_as_json = Some(dialect);
        if self.once() {
            (self.head, self.stream) = (bytes, Some(stream));
        }
        Ok(())
    }
}

/// How many fields of a file the tables of a profile are made from.
pub(super) fn met(found: &[Recognised], places: &[KeyedRecords]) -> usize {
    let known = found.iter().filter(|one| one.profile.is_some());
    let fields: HashSet<&str> = known.flat_map(|one| one.mapping.fields()).collect();
    let is_there = |field: &&str| places.iter().any(|place| place.keys.iter().any(|key| key == field));
    fields.iter().filter(|field| is_there(field)).count()
}
