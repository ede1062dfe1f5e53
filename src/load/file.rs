//! One input file on its way in: opened, its form found out, recognised.

use super::options::LoadOptions;
use super::pending::shown;
use crate::account::Outcome;
use crate::advice::Advised;
use crate::profile::catalog::Catalog;
use crate::profile::recognise::Recognised;
use crate::source::dialect::{dialect, CleanStream, Dialect};
use crate::source::encoding::{encoding_of, Decoded, TextEncoding};
use crate::source::found::Forced;
use crate::source::inputs::{InputFile, Origin};
use crate::source::json;
use crate::source::members::Member;
use crate::source::open::open;
use crate::source::packed::{ReadProgress, Stream};
use crate::source::KeyedRecords;
use anyhow::{bail, Context, Result};
use std::io::Read;
use std::sync::Arc;

/// Bytes by which the form of a file is found out…
pub const HEAD: u64 = 1 << 20;
/// …and at most, if its first record is longer than that.
const LONGEST_HEAD: u64 = 1 << 26;

/// Columns named in a message.
const COLUMNS: usize = 8;

/// How a file is written.
#[derive(Debug)]
pub enum FileForm {
    /// Delimited text.
    Csv(Dialect),
    /// JSON in any arrangement; the places of records in its head and their keys.
    Json(Vec<KeyedRecords>),
}

/// A file whose form is known.
pub struct KnownFile {
    /// Which file.
    pub file: InputFile,
    /// How it is written.
    pub form: FileForm,
    /// Its first bytes.
    head: Vec<u8>,
    /// The stream behind the head, of inputs that can be read once only.
    stream: Option<Stream>,
    /// The encoding of JSON that is no UTF-8.
    pub encoding: Option<TextEncoding>,
    /// What is wrapped around its records, outermost first.
    pub wrappings: Vec<json::Wrapping>,
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
        let mut known = KnownFile { head: Vec::new(), file, form, stream: None, encoding, wrappings, peeled };
        if known.once() {
            (known.head, known.stream) = (head, Some(stream));
        }
        Ok(known)
    }

    /// What the file is. The error says why that is not known.
    pub fn recognise(&mut self, catalog: &Catalog) -> Result<Vec<Recognised>> {
        if self.has_no_header() {
            self.name_columns(catalog)?;
        }
        let stem = stem(&self.file);
        let own;
        let candidates = match &self.form {
            FileForm::Csv(dialect) => {
                own = [KeyedRecords::of_file(dialect.header.clone())];
                &own[..]
            }
            FileForm::Json(places) => places,
        };
        let recognised = catalog.recognise(candidates, &stem, &self.file.name);
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
        let silent: ReadProgress = Arc::new(|_| {});
        let head = if self.once() { self.head.clone() } else { self.open(&silent, false)?.0 };
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
        let silent: ReadProgress = Arc::new(|_| {});
        let Some(ended) = self.stream.as_ref().map(Stream::ended) else {
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

/// The first bytes: so many that the first record is among them.
fn head(stream: &mut Stream) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut wanted = HEAD;
    loop {
        let missing = wanted - head.len() as u64;
        let read = stream.take(missing).read_to_end(&mut head)? as u64;
        let ended = read < missing;
        if ended || wanted >= LONGEST_HEAD || holds_record(&head) {
            return Ok(head);
        }
        wanted *= 4;
    }
}

/// Wrappings inside each other, at most.
const WRAPPINGS: usize = 4;

/// The wrapping that is outermost now.
fn next_wrapping(known: &[json::Wrapping], head: &[u8]) -> Option<json::Wrapping> {
    if known.len() < WRAPPINGS {
        json::Wrapping::of(head).filter(|wrapping| !known.contains(wrapping))
    } else {
        None
    }
}

/// The encoding of a file that is JSON but no UTF-8.
fn json_encoding(file: &InputFile, head: &[u8], forced: &Forced) -> Option<TextEncoding> {
    let encoding = encoding_of(head, forced.encoding.as_deref()).ok().filter(|found| !found.is_utf8())?;
    let start = &head[..head.len().min(1 << 10)];
    let mut text = String::new();
    // A letter that the sample cuts off is of no account.
    let _ = Decoded::new(start, encoding).read_to_string(&mut text);
    let begins_so = text.trim_start().starts_with(['{', '[']);
    (begins_so || is_named_json(file)).then_some(encoding)
}

/// A file as UTF-8: its first bytes, and the stream behind them.
fn decoded(encoding: TextEncoding, (bytes, stream): (Vec<u8>, Stream)) -> std::io::Result<(Vec<u8>, Stream)> {
    let early_end = stream.early_end.clone();
    let whole = std::io::Cursor::new(bytes).chain(stream);
    let mut decoded = Stream::of(Decoded::new(whole, encoding), early_end);
    Ok((head(&mut decoded)?, decoded))
}

/// A file without a wrapping: its first bytes, and the stream behind them.
fn without(
    wrapping: &json::Wrapping,
    (bytes, stream): (Vec<u8>, Stream),
    faults: &json::PeelFaults,
) -> std::io::Result<(Vec<u8>, Stream)> {
    let early_end = stream.early_end.clone();
    let whole = std::io::Cursor::new(bytes).chain(stream);
    let mut peeled = Stream::of(json::Peeled::new(whole, wrapping.clone(), faults.clone()), early_end);
    Ok((head(&mut peeled)?, peeled))
}

/// Whether the first record stands in the head to its end, as far as can be told.
fn holds_record(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.contains(&b'\n') && (!matches!(text.first(), Some(b'{' | b'[')) || json::holds_record(text))
}

fn form(file: &InputFile, head: &[u8], forced: &Forced) -> Result<FileForm> {
    let whole = (head.len() as u64) < HEAD;
    // What was taken out of sheets and columns is written by ourselves.
    if matches!(file.origin, Origin::Sheet(_)) {
        return dialect(head, whole, &Forced::default()).map(FileForm::Csv);
    }
    let is_json = is_named_json(file);
    let is_csv = matches!(ending(file).as_str(), "csv" | "tsv");
    let first = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().first();
    if is_json || !is_csv && matches!(first, Some(b'{' | b'[')) {
        if first.is_none() {
            bail!("the file is empty");
        }
        return Ok(FileForm::Json(json::survey(head)));
    }
    dialect(head, whole, forced).map(FileForm::Csv)
}

/// Whether the file's name says that it is JSON.
fn is_named_json(file: &InputFile) -> bool {
    matches!(ending(file).as_str(), "json" | "jsonl" | "ndjson")
}

/// The ending of a file's name in small letters, without that of a packed file.
fn ending(file: &InputFile) -> String {
    let name = file.name.to_lowercase();
    let packed = [".gz", ".zst", ".xz", ".bz2"].iter().find_map(|ending| name.strip_suffix(ending));
    packed.unwrap_or(&name).rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_owned())
}

/// The name without folders and endings.
fn stem(file: &InputFile) -> String {
    file.stem.split('.').next().unwrap_or_default().to_owned()
}
