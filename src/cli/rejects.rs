//! `--rejects FILE`: the rows that could not be used, each as it stands in its file, for its owner's eyes alone.
#![allow(clippy::disallowed_methods)] // Asks the system what stands where it writes.

use super::output::{behind_links, unwritten};
use super::spared::Spared;
use crate::account::{RejectSink, RejectedRow};
use crate::advice::Advised;
use crate::threads::lock;
use crate::whole_file::WholeFile;
use anyhow::{bail, Result};
use serde_json::json;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What the columns of the file are called.
const COLUMNS: [&str; 6] = ["file", "row", "table", "column", "reason", "record"];

/// Where rows go that could not be used, and in which form.
#[derive(Debug, Clone, PartialEq)]
pub struct RejectsChoice {
    path: PathBuf,
    form: RejectsForm,
    /// Whether the records themselves go with them: under pseudonyms they do not.
    pub has_records: bool,
}

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RejectsForm {
    Csv,
    JsonLines,
}

impl RejectsChoice {
    /// The file at that path, whose ending says how it is written.
    ///
    /// # Errors
    /// If the ending says nothing.
    pub fn of(path: &Path) -> Result<RejectsChoice> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let form = match ending.as_str() {
            "csv" => RejectsForm::Csv,
            "jsonl" | "ndjson" => RejectsForm::JsonLines,
            _ => {
                let what = format!("the ending of {} names no form for rejected rows", path.display());
                bail!(Advised::new(what, "end it in .csv, .jsonl or .ndjson"));
            }
        };
        Ok(RejectsChoice { path: path.to_path_buf(), form, has_records: true })
    }

    /// Refuses a file that is read, or that is none.
    ///
    /// # Errors
    /// As [`Spared::check`].
    pub fn check(&self, spared: &Spared) -> Result<()> {
        spared.check(&self.path)?;
        if self.path.exists() && !self.path.is_file() {
            let what = format!("{} is no file", self.path.display());
            bail!(Advised::new(what, "choose another --rejects"));
        }
        Ok(())
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The file of a run, once it is begun; it gets its name when the run is at its end.
#[derive(Default)]
pub struct RejectsFile {
    open: Arc<Mutex<Option<OpenRejects>>>,
}

/// A file being written.
struct OpenRejects {
    choice: RejectsChoice,
    out: RejectsWriter,
    rows: u64,
    /// What went wrong first; nothing is written after that.
    fault: Option<io::Error>,
}

/// Writes rows in one form.
enum RejectsWriter {
    Csv(Box<csv::Writer<WholeFile>>),
    JsonLines(Box<WholeFile>),
}

impl RejectsFile {
    /// Begins the file, anew if it was begun before, and gives what its rows are handed to.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn begin(&self, choice: &RejectsChoice) -> Result<RejectSink> {
        let out = RejectsWriter::begin(choice).map_err(|error| unwritten(&choice.path, &error))?;
        *lock(&self.open) = Some(OpenRejects { choice: choice.clone(), out, rows: 0, fault: None });
        let open = self.open.clone();
        Ok(RejectSink::new(move |row| {
            if let Some(open) = &mut *lock(&open) {
                open.take(row);
            }
        }))
    }

    /// Gives the file its name, if there is one: how many rows it holds, and where it is.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn publish(&self) -> Result<Option<(u64, PathBuf)>> {
        let Some(OpenRejects { choice, out, rows, fault }) = lock(&self.open).take() else { return Ok(None) };
        let written = match fault {
            Some(error) => Err(error),
            None => out.finish().and_then(|file| file.publish().map(drop)),
        };
        written.map_err(|error| unwritten(&choice.path, &error))?;
        Ok(Some((rows, choice.path)))
    }
}

impl OpenRejects {
    fn take(&mut self, row: RejectedRow) {
        if self.fault.is_some() {
            return;
        }
        let row = RejectedRow { record: row.record.filter(|_| self.choice.has_records), ..row };
        self.rows += 1;
        self.fault = self.out.write(row).err();
    }
}

impl RejectsWriter {
    fn begin(choice: &RejectsChoice) -> io::Result<RejectsWriter> {
        let file = WholeFile::begin_private(&behind_links(&choice.path)?)?;
        Ok(match choice.form {
            RejectsForm::Csv => {
                let mut out = csv::Writer::from_writer(file);
                out.write_record(COLUMNS)?;
                RejectsWriter::Csv(Box::new(out))
            }
            RejectsForm::JsonLines => RejectsWriter::JsonLines(Box::new(file)),
        })
    }

    fn write(&mut self, RejectedRow { file, row, kind, record }: RejectedRow) -> io::Result<()> {
        match self {
            RejectsWriter::Csv(out) => {
                let row = if row == 0 { String::new() } else { row.to_string() };
                let what = kind.trouble.what.as_ref();
                let cells = [file, &row, kind.table, &kind.column, what, record.unwrap_or_default()];
                out.write_record(cells).map_err(io::Error::from)
            }
            RejectsWriter::JsonLines(out) => {
                let row = (row > 0).then_some(row);
                let column = Some(&kind.column).filter(|column| !column.is_empty());
                let line = json!({
                    "file": file, "row": row, "table": kind.table, "column": column,
                    "reason": kind.trouble.what, "record": record,
                });
                writeln!(out, "{line}")
            }
        }
    }

    /// The file, with all that was written to it.
    fn finish(self) -> io::Result<WholeFile> {
        match self {
            RejectsWriter::Csv(out) => out.into_inner().map_err(csv::IntoInnerError::into_error),
            RejectsWriter::JsonLines(out) => Ok(*out),
        }
    }
}
