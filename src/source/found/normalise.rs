//! Makes clean records of a file as it was found, while it streams: commas, quotes where needed, one line end.

use super::fields::{line_at, Unclosed};
use super::findings::{Finding, Findings};
use super::kinds::kind_of;
use super::records::{Record, RecordReader, AHEAD};
use super::totals::{is_blank, is_comment, is_header, is_like_header, is_text, is_total};
use super::written::{unwrap, write_record};
use super::Form;
use crate::source::encoding::of_western;
use crate::source::handed::hand_out;
use crate::source::packed::EarlyEnd;
use crate::threads::lock;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// Bytes read at a time.
const CHUNK: usize = 1 << 18;

/// Reads a file as found and gives clean records: as many cells each as the header, without the header itself.
///
/// A record that is no row stands there as an empty line, so that records keep their numbers.
pub struct Normaliser<R> {
    input: R,
    form: Arc<Form>,
    findings: Arc<Mutex<Findings>>,
    /// Whether it begins at the start of a file, and not in the middle of one.
    whole: bool,
    /// Whether cells stay as they are, also those too many.
    is_raw: bool,
    raw: Vec<u8>,
    window: String,
    at: usize,
    /// What is known of the window's end.
    unclosed: Unclosed,
    /// Places in the window of lines that were no UTF-8.
    damaged: Vec<usize>,
    ended: bool,
    out: Vec<u8>,
    given: usize,
    /// Number of the next record.
    number: u64,
    /// Bytes still to be passed over: those above the data.
    above: usize,
    /// Whether another table has begun, and how many cells its rows have.
    other_table: Option<usize>,
    /// Tells why the input ended before its end, if it did.
    early_end: EarlyEnd,
}

/// What becomes of a record.
enum RecordFate {
    Row,
    Aside(Finding),
    Rejected(Finding),
}

impl<R: Read> Normaliser<R> {
    /// Cleans a whole file in UTF-8, without a mark; notes go to `findings`, by row number as people see it.
    pub fn new(input: R, form: Arc<Form>, findings: Arc<Mutex<Findings>>) -> Normaliser<R> {
        let above = form.start;
        let number = form.lines + 1;
        Normaliser {
            input,
            form,
            findings,
            whole: true,
            is_raw: false,
            raw: Vec::new(),
            window: String::new(),
            at: 0,
            unclosed: Unclosed::default(),
            damaged: Vec::new(),
            ended: false,
            out: Vec::new(),
            given: 0,
            number,
            above,
            other_table: None,
            early_end: EarlyEnd::default(),
        }
    }

    /// Cleans whole records out of the middle of a file; they are numbered from 0.
    pub fn of_middle(input: R, form: Arc<Form>, findings: Arc<Mutex<Findings>>) -> Normaliser<R> {
        Normaliser { above: 0, number: 0, whole: false, ..Normaliser::new(input, form, findings) }
    }

    /// Knows where it is told that the input ended early: half a record at the end is none then.
    pub fn cut_by(self, early_end: EarlyEnd) -> Normaliser<R> {
        Normaliser { early_end, ..self }
    }

    /// Whether a record that goes up to the end of the window is half of one.
    fn is_half(&self, window: &str, end: usize) -> bool {
        let is_last = self.ended && end == window.len() && !window.ends_with(['\n', '\r']);
        is_last && self.early_end.lock().is_ok_and(|why| why.is_some())
    }

    /// The rows with all their cells as they were read, and no lines in place of what is no row.
    pub fn raw(self) -> Normaliser<R> {
        Normaliser { is_raw: true, ..self }
    }

    fn note(&self, finding: Finding) {
        lock(&self.findings).note(finding, self.number);
    }

    fn keep_text(&self, text: &str) {
        lock(&self.findings).keep_text(self.number, text);
    }

    /// Fills the output with some records; it stays empty at the end.
    fn produce(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        while self.out.len() < CHUNK {
            if self.window.len() - self.at < AHEAD && !self.ended {
                self.fill()?;
                continue;
            }
            // Lines that are no UTF-8 are other text here than where the table was found in them.
            let behind = self.window.ceil_char_boundary(self.at.saturating_add(self.above));
            self.above = self.above.saturating_sub(behind - self.at);
            self.at = behind;
            if self.at >= self.window.len() {
                return Ok(());
            }
            if !self.take() {
                self.fill()?;
            }
        }
        Ok(())
    }

    /// Reads more text.
    fn fill(&mut self) -> io::Result<()> {
        self.unclosed = Unclosed::default();
        self.window.drain(..self.at);
        let passed = self.at;
        self.damaged.retain_mut(|place| {
            let is_ahead = *place >= passed;
            *place = place.wrapping_sub(passed);
            is_ahead
        });
        self.at = 0;
        if self.window.len() > 1 << 30 {
            return Err(io::Error::other("a record is longer than 1 GB: this is no table"));
        }
        let wanted = CHUNK.max(self.window.len());
        let count = (&mut self.input).take(wanted as u64).read_to_end(&mut self.raw)?;
        self.ended = count < wanted;
        let end = match memchr::memrchr2(b'\n', b'\r', &self.raw) {
            Some(found) if !self.ended => found + 1,
            _ if self.ended => self.raw.len(),
            // A line of more than a chunk: up to the start of its last letter.
            _ => self.raw.len() - cut_letter(&self.raw),
        };
        let rest = self.raw.split_off(end);
        self.decode();
        self.raw = rest;
        Ok(())
    }

    /// Adds what was read to the window, lines that are no UTF-8 as Windows-1252.
    fn decode(&mut self) {
        if let Ok(text) = std::str::from_utf8(&self.raw) {
            self.window.push_str(text);
            return;
        }
        for line in self.raw.split_inclusive(|&byte| byte == b'\n') {
            match std::str::from_utf8(line) {
                Ok(text) => self.window.push_str(text),
                Err(_) => {
                    self.damaged.push(self.window.len());
                    self.window.push_str(&of_western(line));
                }
            }
        }
    }

    /// Takes one record; false if more text is needed.
    fn take(&mut self) -> bool {
        let window = std::mem::take(&mut self.window);
        let mut out = std::mem::take(&mut self.out);
        let is_taken = self.take_from(&window, &mut out);
        self.window = window;
        self.out = out;
        is_taken
    }

    fn take_from(&mut self, window: &str, out: &mut Vec<u8>) -> bool {
        let form = self.form.clone();
        let text = &window[self.at..];
        let reader = RecordReader::new(&form, !self.is_raw);
        let unwrapped;
        let record = if form.shape.wrapped {
            let line = line_at(text, 0, form.shape.line_end);
            unwrapped = unwrap(&text[..line.content]);
            reader.read(&unwrapped, true).map(|record| Record { end: line.next, ..record })
        } else {
            reader.knowing(&self.unclosed).read(text, self.ended)
        };
        let Some(record) = record else { return false };
        let end = self.at + record.end;
        let has_hole = window[self.at..end].contains('\0');
        let fate = match (has_hole, self.is_half(window, end)) {
            (true, _) => RecordFate::Rejected(Finding::Hole),
            (false, true) => RecordFate::Rejected(Finding::Cut),
            (false, false) => self.fate(&record, &window[end..]),
        };
        match fate {
            RecordFate::Row => {
                for finding in &record.findings {
                    self.note(*finding);
                }
                if self.damaged.iter().any(|place| (self.at..end).contains(place)) {
                    self.note(Finding::Encoding);
                }
                let width = if self.is_raw { form.width.max(record.cells.len()) } else { form.width };
                write_record(out, &record.cells, width);
            }
            RecordFate::Aside(finding) | RecordFate::Rejected(finding) => {
                self.note(finding);
                if matches!(fate, RecordFate::Rejected(_)) {
                    self.keep_text(window[self.at..end].trim_end_matches(['\r', '\n']));
                }
                out.extend((!self.is_raw).then_some(b'\n'));
            }
        }
        self.number += 1;
        self.at = end;
        true
    }

    /// Whether a record is a row.
    fn fate(&mut self, record: &Record<'_>, behind: &str) -> RecordFate {
        let form = self.form.clone();
        let form = &*form;
        let cells = &record.cells;
        let reader = RecordReader::new(form, false);
        if is_blank(cells) {
            return RecordFate::Aside(Finding::Blank);
        }
        if let Some(count) = self.other_table {
            let is_back = record.findings.is_empty()
                && cells.len() == form.width
                && count != form.width
                && reader.fits_well(cells);
            if !is_back && !is_header(cells, form) {
                return RecordFate::Aside(Finding::OtherTable);
            }
            self.other_table = None;
        }
        if is_header(cells, form) {
            return RecordFate::Aside(Finding::Header);
        }
        if is_comment(cells, form) {
            return RecordFate::Aside(Finding::Comment);
        }
        if is_total(cells, form) {
            return RecordFate::Aside(Finding::Total);
        }
        if is_text(cells, form) {
            return RecordFate::Aside(Finding::Footer);
        }
        if self.whole && self.begins_table(record, behind) {
            self.other_table = Some(cells.len());
            return RecordFate::Aside(Finding::OtherTable);
        }
        if record.findings.contains(&Finding::Shifted) {
            return RecordFate::Rejected(Finding::Shifted);
        }
        RecordFate::Row
    }

    /// Whether another table begins: a header of other names, or a lasting change of the number of cells.
    fn begins_table(&self, record: &Record<'_>, behind: &str) -> bool {
        let cells = &record.cells;
        let form = &*self.form;
        let reader = RecordReader::new(form, false).knowing(&self.unclosed);
        let count = cells.len();
        let names = cells.iter().all(|cell| !cell.trim().is_empty() && !kind_of(cell).is_data());
        if form.is_ragged || count < 2 || count == form.width && !is_like_header(cells, form) {
            return false;
        }
        // Rows of more or fewer cells are rows all the same if they hold what the columns hold.
        if !names && reader.fits_well(&cells[..count.min(form.width)]) {
            return false;
        }
        let wanted = if names { 2 } else { MANY };
        let mut at = 0;
        let mut alike = 0;
        while alike < wanted && at < behind.len() {
            let Some(next) = reader.read(&behind[at..], true) else { break };
            at += next.end;
            if is_blank(&next.cells) {
                continue;
            }
            if next.cells.len() != count || count == form.width && reader.fits_well(&next.cells) {
                break;
            }
            alike += 1;
        }
        alike >= wanted || names && alike > 0 && self.ended && at >= behind.len()
    }
}

/// Rows of another width that make a change a lasting one.
const MANY: usize = 12;

/// Bytes of a letter that is cut off at the end.
fn cut_letter(bytes: &[u8]) -> usize {
    let back = bytes.iter().rev().take(4).take_while(|byte| **byte & 0xc0 == 0x80).count();
    if back < 4 && bytes.len() > back && bytes[bytes.len() - back - 1] >= 0xc0 {
        back + 1
    } else {
        0
    }
}

impl<R: Read> Read for Normaliser<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.out.len() {
            self.produce()?;
        }
        Ok(hand_out(&self.out, &mut self.given, buffer))
    }
}
