//! One input file on its way in: opened, its form found out, recognised.

pub use super::opening::FileForm;
use super::opening::{
    decoded, form, head, json_encoding, next_wrapping, rows_as_json, stem, without, without_statement,
    words_before_json, HEAD,
};
use super::options::LoadOptions;
use super::pending::shown;
use crate::account::Outcome;
use crate::advice::Advised;
use crate::profile::catalog::{AroundRecords, Catalog};
use crate::profile::recognise::Recognised;
use crate::source::dialect::{CleanStream, Dialect};
use crate::source::encoding::TextEncoding;
use crate::source::inputs::InputFile;
use crate::source::json;
use crate::source::members::Member;
use crate::source::open::open;
use crate::source::packed::{ReadProgress, Stream};
use crate::source::KeyedRecords;
use crate::values::are_values;
use anyhow::{bail, Context, Result};
use std::io::Read;
use std::sync::Arc;

mod cells;

use cells::met;

/// Columns named in a message.
const COLUMNS: usize = 8;

/// A file whose form is known.
pub struct KnownFile {
    /// Which file.
    pub file: InputFile,
    /// How it is written.
    pub form: FileForm,
    /// Its first bytes as they were found, where they are kept.
    head: Vec<u8>,
    /// The stream behind the head, of inputs that can be read once only.
    stream: Option<Stream>,
    /// The encoding of JSON that is no UTF-8.
    pub encoding: Option<TextEncoding>,
    /// The words before its JSON, in bytes, where a program is written around it.
    statement: Option<usize>,
    /// What is wrapped around its records, outermost first.
    pub wrappings: Vec<json::Wrapping>,
    /// How the CSV file is written whose rows are read as JSON, because its cells hold whole records.
    rows_as_json: Option<Box<Dialect>>,
    /// What was met when the wrappings were taken off, of the stream opened last.
    pub peeled: json::PeelFaults,
}

impl KnownFile {
    /// Opens a file and finds out its form. Errors name the file and say what was seen.
    pub fn new(member: Member, options: &LoadOptions) -> Result<KnownFile> {
        let Member { file, stream } = member;
        let mut stream = match stream {
            Some(stream) => stream,
            None => open(&file, Arc::new(|_| {}))?,
        };
        let mut head = head(&mut stream).with_context(|| format!("cannot read {}", file.name))?;
        let encoding = json_encoding(&file, &head, &options.forced);
        if let Some(encoding) = encoding {
            (head, stream) =
                decoded(encoding, (head, stream)).with_context(|| format!("cannot read {}", file.name))?;
        }
        let statement = words_before_json(&file, &head);
        if let Some(words) = statement {
            (head, stream) = without_statement(words, (head, stream))
                .with_context(|| format!("cannot read {}", file.name))?;
        }
        let mut form = form(&file, &head, &options.forced).with_context(|| file.name.clone())?;
        let mut wrappings = Vec::new();
        let peeled = json::PeelFaults::default();
        while matches!(form, FileForm::Json(_)) {
            let Some(wrapping) = next_wrapping(&wrappings, &head) else { break };
            (head, stream) = without(&wrapping, (head, stream), &peeled)
                .with_context(|| format!("cannot read {}", file.name))?;
            form = FileForm::Json(json::survey(&head));
            wrappings.push(wrapping);
        }
        let stream = (!file.lasting).then_some(stream);
        let rows_as_json = None;
        Ok(KnownFile { head, file, form, stream, encoding, statement, wrappings, rows_as_json, peeled })
    }

    /// Forgets the first bytes of a file that can be read again, where there is no room for them.
    pub fn keep_head(&mut self, room: &mut usize) {
        if !self.once() && self.head.len() > *room {
            self.head = Vec::new();
        }
        *room = room.saturating_sub(self.head.len());
    }

    /// The first bytes of a CSV file as they stand in it.
    fn csv_head(&mut self) -> Result<Vec<u8>> {
        if self.once() || !self.head.is_empty() {
            return Ok(self.head.clone());
        }
        let silent: ReadProgress = Arc::new(|_| {});
        Ok(self.open(&silent, false)?.0)
    }

    /// What the file is, of no profile in `except`. The error says why that is not known.
    pub fn recognise(&mut self, catalog: &Catalog, except: &[String]) -> Result<Vec<Recognised>> {
        if self.has_no_header() {
            self.name_columns(catalog)?;
        }
        let stem = stem(&self.file);
        let own;
        let (candidates, above) = match &self.form {
            FileForm::Csv(dialect) => {
                own = [KeyedRecords::of_file(dialect.header.clone())];
                (&own[..], &dialect.form.above[..])
            }
            FileForm::Json(places) => (&places[..], &[][..]),
        };
        let around = AroundRecords { stem: &stem, name: &self.file.name, above };
        let recognised = catalog.recognise(candidates, &around, except);
        let fields = recognised.as_ref().map_or(0, |found| met(found, candidates));
        if recognised.is_err() && self.reads_rows_as_json()? {
            return self.recognise(catalog, except);
        }
        let name = self.file.name.clone();
        let opened = self.opens_cells(|places| {
            let around = AroundRecords { stem: &stem, name: &name, above: &[] };
            let found = catalog.recognise(places, &around, except).ok()?;
            (met(&found, places) > fields).then_some(found)
        })?;
        if let Some(found) = opened {
            return Ok(found);
        }
        if let (Err(_), Some(cause)) = (&recognised, self.cause_in_json()?) {
            bail!(cause);
        }
        Ok(recognised.map_err(|why| {
            if self.has_no_header() {
                return Advised::new(
                    "the file has no header: its first line holds data",
                    "put the names of the columns into a first line; if that line is one, --header-rows 1",
                );
            }
            why.saying(&self.columns())
        })?)
    }

    /// Why nothing is recognised in JSON that is none or holds no records.
    fn cause_in_json(&mut self) -> Result<Option<Advised>> {
        if !matches!(self.form, FileForm::Json(_)) {
            return Ok(None);
        }
        let (head, goes_on) = self.peek()?;
        let peeled = self.peeled.lock().ok();
        let rejected = peeled.and_then(|faults| {
            faults
                .iter()
                .find(|fault| fault.outcome == Outcome::Rejected)
                .map(|fault| fault.trouble.to_string())
        });
        if let Some(fault) = rejected.or_else(|| json::first_fault(&head, !goes_on)) {
            return Ok(Some(Advised::new(fault, "")));
        }
        Ok(json::without_records(&head))
    }

    /// How a CSV file is written, in words.
    pub fn described(&self) -> Option<String> {
        let FileForm::Csv(dialect) = &self.form else { return None };
        Some(dialect.described_in_full())
    }

    /// Names the columns of a file without a header, if a profile knows its rows.
    fn name_columns(&mut self, catalog: &Catalog) -> Result<()> {
        let head = self.csv_head()?;
        if let FileForm::Csv(dialect) = &mut self.form {
            if let Some(layout) = catalog.layout(&dialect.first_rows(&head)) {
                *dialect = dialect.without_header(&layout.columns);
            }
        }
        Ok(())
    }

    fn has_no_header(&self) -> bool {
        matches!(&self.form, FileForm::Csv(dialect) if dialect.form.header_rows == 0)
    }

    /// The first columns, for messages; none that may be data, as in a file without a header.
    fn columns(&self) -> String {
        let FileForm::Csv(dialect) = &self.form else { return String::new() };
        if are_values(dialect.header.iter().map(String::as_str)) {
            return String::new();
        }
        let named: Vec<String> = dialect.header.iter().filter_map(|name| shown(name)).take(COLUMNS).collect();
        let more = if dialect.header.len() > named.len() { "…" } else { "" };
        format!(" (columns: {}{more})", named.join(", "))
    }

    /// The first bytes again and the stream behind them, made clean where the file is not: as its form says.
    pub fn open_clean(&mut self, progress: &ReadProgress, again: bool) -> Result<CleanStream> {
        let (head, stream) = self.open(progress, again)?;
        match &self.form {
            FileForm::Csv(dialect) => {
                dialect.open(head, stream).with_context(|| format!("cannot read {}", self.file.name))
            }
            FileForm::Json(_) => Ok(CleanStream { head, stream, findings: Arc::default() }),
        }
    }

    /// The first bytes again, made clean, and whether the file goes on behind them; nothing of the stream is used up.
    pub fn peek(&mut self) -> Result<(Vec<u8>, bool)> {
        if matches!(&self.form, FileForm::Csv(dialect) if dialect.is_untouched()) {
            let head = self.csv_head()?;
            let goes_on = head.len() as u64 >= HEAD;
            return Ok((head, goes_on));
        }
        let Some(ended) = self.stream.as_ref().map(Stream::ended) else {
            let silent: ReadProgress = Arc::new(|_| {});
            let (head, stream) = self.open(&silent, false)?;
            return self.cleaned(head, stream);
        };
        self.cleaned(self.head.clone(), ended)
    }

    fn cleaned(&self, head: Vec<u8>, stream: Stream) -> Result<(Vec<u8>, bool)> {
        let goes_on = head.len() as u64 >= HEAD;
        let FileForm::Csv(dialect) = &self.form else { return Ok((head, goes_on)) };
        let opened = dialect.open(head, stream);
        let opened = opened.with_context(|| format!("cannot read {}", self.file.name))?;
        Ok((opened.head, goes_on))
    }

    /// The first bytes again, and the stream behind them. A stream that can be read once only is given once, unless
    /// `again`: then it is kept in memory.
    pub fn open(&mut self, progress: &ReadProgress, again: bool) -> Result<(Vec<u8>, Stream)> {
        if self.once() {
            return self.open_once(again);
        }
        let mut stream = open(&self.file, progress.clone())?;
        let mut head = head(&mut stream).with_context(|| format!("cannot read {}", self.file.name))?;
        if let Some(encoding) = self.encoding {
            (head, stream) = decoded(encoding, (head, stream))
                .with_context(|| format!("cannot read {}", self.file.name))?;
        }
        if let Some(words) = self.statement {
            (head, stream) = without_statement(words, (head, stream))
                .with_context(|| format!("cannot read {}", self.file.name))?;
        }
        if let Some(dialect) = &self.rows_as_json {
            (head, stream) = rows_as_json(dialect, (head, stream))
                .with_context(|| format!("cannot read {}", self.file.name))?;
        }
        self.peeled = json::PeelFaults::default();
        for wrapping in &self.wrappings {
            (head, stream) = without(wrapping, (head, stream), &self.peeled)
                .with_context(|| format!("cannot read {}", self.file.name))?;
        }
        Ok((head, stream))
    }

    /// Whether its records stand beside the names of their streams.
    pub fn has_streams(&self) -> bool {
        self.wrappings.iter().any(|wrapping| matches!(wrapping, json::Wrapping::Streams(_)))
    }

    /// Whether it can be read once only.
    pub fn once(&self) -> bool {
        !self.file.lasting
    }

    fn open_once(&mut self, again: bool) -> Result<(Vec<u8>, Stream)> {
        let Some(mut stream) = self.stream.take() else { bail!("{} can be read once only", self.file.name) };
        if !again {
            return Ok((std::mem::take(&mut self.head), stream));
        }
        stream.read_to_end(&mut self.head).with_context(|| format!("cannot read {}", self.file.name))?;
        self.stream = Some(Stream::ended(&stream));
        Ok((self.head.clone(), stream))
    }
}
