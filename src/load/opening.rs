//! The stages that stand between the bytes of a file and its records, and how its form is told.

use crate::fitting::index;
use crate::source::dialect::{dialect, Dialect};
use crate::source::encoding::{encoding_of, Decoded, TextEncoding};
use crate::source::found::Forced;
use crate::source::inputs::{InputFile, Origin};
use crate::source::json;
use crate::source::packed::Stream;
use crate::source::KeyedRecords;
use anyhow::{bail, Result};
use std::io::Read;

/// Bytes by which the form of a file is found out; more if its first record is longer than that.
pub const HEAD: u64 = 1 << 20;
/// Bytes of the head at most, if the first record is longer than usual.
const LONGEST_HEAD: u64 = 1 << 26;

/// How a file is written.
#[derive(Debug)]
pub enum FileForm {
    /// Delimited text.
    Csv(Dialect),
    /// JSON in any arrangement; the places of records in its head and their keys.
    Json(Vec<KeyedRecords>),
}

/// The first bytes: so many that the first record is among them.
pub fn head(stream: &mut Stream) -> std::io::Result<Vec<u8>> {
    let mut wanted = HEAD;
    let length = index(stream.length.unwrap_or(0).min(wanted));
    // One more byte tells the end.
    let mut head = Vec::with_capacity(length + 1);
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
pub fn next_wrapping(known: &[json::Wrapping], head: &[u8]) -> Option<json::Wrapping> {
    if known.len() < WRAPPINGS {
        json::Wrapping::of(head).filter(|wrapping| !known.contains(wrapping))
    } else {
        None
    }
}

/// The encoding of a file that is JSON but no UTF-8.
pub fn json_encoding(file: &InputFile, head: &[u8], forced: &Forced) -> Option<TextEncoding> {
    let encoding = encoding_of(head, forced.encoding.as_deref()).ok().filter(|found| !found.is_utf8())?;
    let start = &head[..head.len().min(1 << 10)];
    let mut text = String::new();
    // A letter that the sample cuts off is of no account.
    let _ = Decoded::new(start, encoding).read_to_string(&mut text);
    let begins_so = text.trim_start().starts_with(['{', '[']);
    (begins_so || is_named_json(file)).then_some(encoding)
}

/// A file as UTF-8: its first bytes, and the stream behind them.
pub fn decoded(
    encoding: TextEncoding,
    (bytes, stream): (Vec<u8>, Stream),
) -> std::io::Result<(Vec<u8>, Stream)> {
    let early_end = stream.early_end.clone();
    let whole = std::io::Cursor::new(bytes).chain(stream);
    let mut decoded = Stream::of(Decoded::new(whole, encoding), early_end);
    Ok((head(&mut decoded)?, decoded))
}

/// The words before the JSON of a program, in bytes, where a file is one.
pub fn words_before_json(file: &InputFile, head: &[u8]) -> Option<usize> {
    let may_be = file.origin.container().is_none() && !matches!(ending(file).as_str(), "csv" | "tsv");
    may_be.then(|| json::words_before(head))?
}

/// A file without the statement around its JSON: its first bytes, and the stream behind them.
pub fn without_statement(
    words: usize,
    (bytes, stream): (Vec<u8>, Stream),
) -> std::io::Result<(Vec<u8>, Stream)> {
    let early_end = stream.early_end.clone();
    let whole = std::io::Cursor::new(json::without_words(bytes, words)).chain(stream);
    let mut bare = Stream::of(json::Unended::new(whole), early_end);
    Ok((head(&mut bare)?, bare))
}

/// The rows of a CSV file as lines of JSON: its first bytes, and the stream behind them.
pub fn rows_as_json(
    dialect: &Dialect,
    (bytes, stream): (Vec<u8>, Stream),
) -> std::io::Result<(Vec<u8>, Stream)> {
    let early_end = stream.early_end.clone();
    let (table, _) = dialect.open_raw(bytes, stream);
    let mut lines = Stream::of(json::RowsAsJson::new(table), early_end);
    Ok((head(&mut lines)?, lines))
}

/// A file without a wrapping: its first bytes, and the stream behind them.
pub fn without(
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

/// How a file is written, by its first bytes. Errors: it is empty, or no text.
pub fn form(file: &InputFile, head: &[u8], forced: &Forced) -> Result<FileForm> {
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
pub fn stem(file: &InputFile) -> String {
    file.stem.split('.').next().unwrap_or_default().to_owned()
}
