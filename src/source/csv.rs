//! Takes blocks of CSV apart into records: finds fields without copying them, and says which records are out of shape.

use super::cells::{CellSpan, Cells};
use super::found::Form;
use memchr::{memchr, memchr2};
use std::sync::Arc;
use wide::u8x16;

/// The bytes that give a file its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Stands between fields.
    pub delimiter: u8,
    /// Ends a record: LF, or CR where a file has no LF.
    pub line_end: u8,
}

impl Default for Marks {
    fn default() -> Self {
        Marks { delimiter: b',', line_end: b'\n' }
    }
}

/// Whether the quote at `at` opens a quoted field: only at the start of one.
pub fn opens(bytes: &[u8], at: usize, marks: Marks) -> bool {
    at == 0 || bytes[at - 1] == marks.delimiter || bytes[at - 1] == marks.line_end
}

/// Whether the quote at `at`, which is no doubled one, closes its field: only before a delimiter or line end.
pub fn closes(bytes: &[u8], at: usize, marks: Marks) -> bool {
    match bytes.get(at + 1) {
        None => true,
        Some(&b'\r') => {
            bytes.get(at + 2).is_none_or(|&next| next == marks.line_end) || marks.line_end == b'\r'
        }
        Some(&next) => next == marks.delimiter || next == marks.line_end,
    }
}

/// Which columns of a file go into which slots.
#[derive(Debug, Clone, Default)]
pub struct CsvLayout {
    /// The file's marks.
    pub marks: Marks,
    /// One entry a column of the header: its slot.
    pub slots: Vec<Option<usize>>,
    /// Beginnings of records that are looked at closely.
    pub watch: Option<Arc<Watch>>,
}

/// Words of 64 bits that hold one bit for every pair of bytes.
const PAIRS: usize = 1 << 10;

/// What begins records that may be none: a mark, a word for totals, the header once more.
#[derive(Debug)]
pub struct Watch {
    /// By first and second byte, a bit each: whether a record that begins so is looked at.
    starts: Box<[u64; PAIRS]>,
    /// Tells whether the rest of a text begins with such a record.
    is_odd: fn(&Form, &str) -> bool,
    form: Arc<Form>,
}

impl Watch {
    /// Looks at records that begin with one of `starts`: a byte, and the one behind it unless any may stand there.
    pub fn new(starts: &[(u8, Option<u8>)], form: Arc<Form>, is_odd: fn(&Form, &str) -> bool) -> Watch {
        let mut bits = Box::new([0; PAIRS]);
        for &(first, second) in starts {
            for second in second.map_or(0..=u8::MAX, |second| second..=second) {
                let pair = usize::from(first) << 8 | usize::from(second);
                bits[pair / 64] |= 1_u64 << (pair % 64);
            }
        }
        Watch { starts: bits, is_odd, form }
    }

    /// Whether the record at the start of a text may be none.
    #[inline]
    fn finds(&self, rest: &str) -> bool {
        let Some([first, second]) = rest.as_bytes().first_chunk() else { return self.is_odd(rest) };
        let pair = usize::from(*first) << 8 | usize::from(*second);
        self.starts[pair / 64] & 1_u64 << (pair % 64) != 0 && self.is_odd(rest)
    }

    #[cold]
    fn is_odd(&self, rest: &str) -> bool {
        (self.is_odd)(&self.form, rest)
    }
}

/// What is out of shape about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CsvFault {
    /// Nothing in it.
    Blank,
    /// Fewer fields than the header.
    Short,
    /// More fields than the header, and something in them.
    Long,
    /// A quote inside quotes that is not doubled.
    LooseQuote,
    /// A quote that the end of the file leaves open.
    OpenQuote,
    /// Lines inside quotes that look like records.
    Swallowed,
    /// Perhaps no row: totals, a header.
    Suspect,
}

/// One field of a record.
struct Field {
    span: CellSpan,
    /// The position of the mark behind it.
    end: usize,
    /// Whether the record ends with it.
    is_last: bool,
}

/// Takes one block apart.
pub struct Splitter<'a> {
    layout: &'a CsvLayout,
    text: &'a str,
    at: usize,
    window: MarkWindow,
    /// Records met so far, blank ones too.
    pub records: u64,
    /// Record number and fault.
    pub faults: Vec<(u64, CsvFault)>,
}

impl<'a> Splitter<'a> {
    /// A splitter at the start of a block.
    pub fn new(layout: &'a CsvLayout, text: &'a str) -> Splitter<'a> {
        Splitter { layout, text, at: 0, window: MarkWindow::default(), records: 0, faults: Vec::new() }
    }

    /// Whether any record was out of shape.
    pub fn is_odd(&self) -> bool {
        self.faults.iter().any(|(_, fault)| *fault != CsvFault::Blank)
    }

    /// The numbers of the blank lines.
    pub fn blank(&self) -> Vec<u64> {
        let blank = self.faults.iter().filter(|(_, fault)| *fault == CsvFault::Blank);
        blank.map(|(number, _)| *number).collect()
    }

    /// Fills the cells with the next records; they stay empty at the end of the block.
    pub fn fill(&mut self, cells: &mut Cells) {
        cells.clear();
        while !cells.is_full() && self.step(cells).is_some() {}
    }

    /// Adds the next record to the cells and tells how many fields it has, 0 for a blank line; `None` at the end.
    #[inline]
    pub fn step(&mut self, cells: &mut Cells) -> Option<usize> {
        if self.at >= self.text.len() {
            return None;
        }
        let number = self.records;
        self.records += 1;
        if self.steps_over_blank() {
            self.faults.push((number, CsvFault::Blank));
            return Some(0);
        }
        if let Some(watch) = &self.layout.watch {
            if watch.finds(&self.text[self.at..]) {
                self.faults.push((number, CsvFault::Suspect));
            }
        }
        let columns = self.record(number, cells);
        cells.finish_row(number);
        Some(columns)
    }

    /// Steps over a line without anything in it.
    fn steps_over_blank(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let end = self.layout.marks.line_end;
        let length = match bytes[self.at] {
            first if first == end => 1,
            b'\r' if bytes.get(self.at + 1).is_none_or(|&next| next == end) => 2,
            _ => return false,
        };
        self.at += length;
        true
    }

    #[inline]
    fn record(&mut self, number: u64, cells: &mut Cells) -> usize {
        let bytes = self.text.as_bytes();
        let marks = self.layout.marks;
        let mut column = 0;
        let mut extra = false;
        loop {
            let start = self.at;
            let slot = self.layout.slots.get(column).copied();
            let field = if bytes.get(start) == Some(&b'"') {
                self.quoted(number, slot.flatten().is_some(), cells)
            } else {
                let end = self.window.next(bytes, start, marks);
                let is_last = end >= bytes.len() || bytes[end] == marks.line_end;
                let cut = is_last && end > start && bytes[end - 1] == b'\r';
                Field { span: CellSpan::of_block(start, end - usize::from(cut)), end, is_last }
            };
            match slot {
                Some(Some(slot)) => cells.put(slot, field.span),
                Some(None) => {}
                // What stands behind the columns of the header.
                None => extra |= field.end > start,
            }
            column += 1;
            self.at = field.end + 1;
            if field.is_last {
                break;
            }
        }
        if column < self.layout.slots.len() {
            self.faults.push((number, CsvFault::Short));
            for &slot in self.layout.slots[column..].iter().flatten() {
                cells.put(slot, CellSpan::ABSENT);
            }
        } else if extra {
            self.faults.push((number, CsvFault::Long));
        }
        column
    }

    /// Reads a quoted field. Out of line, so that the loop over plain fields stays small.
    #[inline(never)]
    fn quoted(&mut self, number: u64, wanted: bool, cells: &mut Cells) -> Field {
        let bytes = self.text.as_bytes();
        let marks = self.layout.marks;
        let start = self.at + 1;
        let mut at = start;
        let mut doubled = false;
        let close = loop {
            let quote = next_quote(bytes, at);
            if quote >= bytes.len() {
                self.faults.push((number, CsvFault::OpenQuote));
                break bytes.len();
            }
            if bytes.get(quote + 1) == Some(&b'"') {
                doubled = true;
                at = quote + 2;
            } else if closes(bytes, quote, marks) {
                break quote;
            } else {
                self.faults.push((number, CsvFault::LooseQuote));
                at = quote + 1;
            }
        };
        if memchr(marks.line_end, &bytes[start.min(close)..close]).is_some() && self.swallows(start, close) {
            self.faults.push((number, CsvFault::Swallowed));
        }
        let span = if doubled && wanted {
            cells.keep(undoubled(&self.text[start..close]))
        } else {
            CellSpan::of_block(start.min(close), close)
        };
        let mut end = (close + 1).min(bytes.len());
        if bytes.get(end) == Some(&b'\r') && marks.line_end != b'\r' {
            end += 1;
        }
        Field { span, end, is_last: end >= bytes.len() || bytes[end] == marks.line_end }
    }

    /// Whether a line inside quotes has the delimiters of a record.
    #[cold]
    fn swallows(&self, start: usize, close: usize) -> bool {
        let marks = self.layout.marks;
        let width = self.layout.slots.len();
        let lines = self.text.as_bytes()[start..close].split(|&byte| byte == marks.line_end).skip(1);
        let mut lines = lines.take(LINES);
        width > 1 && lines.any(|line| memchr::memchr_iter(marks.delimiter, line).count() + 1 >= width)
    }
}

/// Lines inside quotes that are looked at.
const LINES: usize = 24;

/// A text with every doubled quote made one.
fn undoubled(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut skip = false;
    text.chars().filter(move |&char| {
        skip = char == '"' && !skip;
        char != '"' || skip
    })
}

/// The lowest bit of every byte of a word, and the highest.
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Words looked at before a search with more to set up: most fields end within them.
const WORDS: usize = 4;

/// The highest bit of the first byte that is `byte`; what stands behind it means nothing.
///
/// Taking 1 from every byte borrows into the highest bit only where the byte was 0, or was over 127 and is masked out.
#[inline(always)]
fn bytes_that_are(word: u64, byte: u8) -> u64 {
    let zero_where_found = word ^ (LOW * u64::from(byte));
    zero_where_found.wrapping_sub(LOW) & !zero_where_found & HIGH
}

/// Bytes that are compared at once.
const WINDOW: usize = 64;

/// Windows without a mark after which a wider search goes on: long texts have few marks.
const BARREN: usize = 4;

/// The delimiters and line ends in 64 bytes of a block, a bit each; one look finds the ends of several fields.
#[derive(Debug)]
struct MarkWindow {
    /// Where it begins, a multiple of its length; no place at all before the first look.
    start: usize,
    bits: u64,
}

impl Default for MarkWindow {
    fn default() -> MarkWindow {
        MarkWindow { start: usize::MAX, bits: 0 }
    }
}

impl MarkWindow {
    /// The position of the next delimiter or line end at or behind `from`; the length if there is none.
    #[inline(always)]
    fn next(&mut self, bytes: &[u8], from: usize, marks: Marks) -> usize {
        let start = from - from % WINDOW;
        if start != self.start {
            self.look(bytes, start, marks);
        }
        match self.bits & u64::MAX << (from % WINDOW) {
            0 => self.search(bytes, marks),
            bits => self.start + bits.trailing_zeros() as usize,
        }
    }

    /// As [`MarkWindow::next`], behind this window.
    #[inline(never)]
    fn search(&mut self, bytes: &[u8], marks: Marks) -> usize {
        for _ in 0..BARREN {
            let start = self.start + WINDOW;
            if start >= bytes.len() {
                return bytes.len();
            }
            self.look(bytes, start, marks);
            if self.bits != 0 {
                return start + self.bits.trailing_zeros() as usize;
            }
        }
        let behind = self.start + WINDOW;
        let found = memchr2(marks.delimiter, marks.line_end, bytes.get(behind..).unwrap_or_default());
        found.map_or(bytes.len(), |found| behind + found)
    }

    /// Finds the marks in the window at `start`.
    #[inline]
    fn look(&mut self, bytes: &[u8], start: usize, marks: Marks) {
        let rest = bytes.get(start..).unwrap_or_default();
        self.start = start;
        self.bits = match rest.first_chunk::<WINDOW>() {
            Some(window) => marks_in(window, marks),
            None => {
                let mut window = [0; WINDOW];
                window[..rest.len()].copy_from_slice(rest);
                // What stands behind the text is no mark, also where the mark is the byte 0.
                marks_in(&window, marks) & ((1 << rest.len()) - 1)
            }
        };
    }
}

/// The marks in a window, a bit each.
#[inline]
fn marks_in(window: &[u8; WINDOW], marks: Marks) -> u64 {
    let (delimiter, line_end) = (u8x16::splat(marks.delimiter), u8x16::splat(marks.line_end));
    let mut bits = 0;
    for (place, part) in window.as_chunks::<16>().0.iter().enumerate() {
        let part = u8x16::new(*part);
        let found = part.simd_eq(delimiter) | part.simd_eq(line_end);
        bits |= u64::from(found.to_bitmask()) << (16 * place);
    }
    bits
}

/// The position of the next quote at or behind `from`; the length if there is none.
///
/// Eight bytes at a time need no set-up, as the wide registers of a long search do.
#[inline]
pub fn next_quote(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    for _ in 0..WORDS {
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else { break };
        let found = bytes_that_are(u64::from_le_bytes(*word), b'"');
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    memchr(b'"', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Record = Vec<Option<String>>;

    /// All fields of all records, and the faults.
    fn split(text: &str, columns: usize) -> (Vec<Record>, Vec<(u64, CsvFault)>) {
        let layout = CsvLayout { slots: (0..columns).map(Some).collect(), ..CsvLayout::default() };
        let mut splitter = Splitter::new(&layout, text);
        let mut cells = Cells::new(columns);
        let mut records = Vec::new();
        loop {
            splitter.fill(&mut cells);
            if cells.is_empty() {
                return (records, splitter.faults);
            }
            let rows = cells.rows(text);
            for row in 0..rows.len() {
                records.push((0..columns).map(|slot| rows.text(slot, row).map(str::to_owned)).collect());
            }
        }
    }

    fn texts(fields: &[&str]) -> Vec<Option<String>> {
        fields.iter().map(|field| Some((*field).to_owned())).collect()
    }

    #[test]
    fn quotes_line_breaks_and_carriage_returns() {
        let text = "1,\"a \"\"b\"\"\r\nc\",x\r\n2,,\"\"\r\n3,a long field of over thirty-two bytes in all,é";
        let (records, faults) = split(text, 3);
        let long = "a long field of over thirty-two bytes in all";
        assert_eq!(
            records,
            [texts(&["1", "a \"b\"\r\nc", "x"]), texts(&["2", "", ""]), texts(&["3", long, "é"])]
        );
        assert_eq!(faults, []);
    }

    #[test]
    fn records_out_of_shape_are_named() {
        let (records, faults) = split("1\n\n2,b,more\n3,c,\n\"4\" 4\",d\n5,\"e", 2);
        assert_eq!(records[0], [Some("1".to_owned()), None]);
        assert_eq!(records[1], texts(&["2", "b"]));
        assert_eq!(records[3], texts(&["4\" 4", "d"]));
        assert_eq!(records[4], texts(&["5", "e"]));
        let expected = [
            (0, CsvFault::Short),
            (1, CsvFault::Blank),
            (2, CsvFault::Long),
            (4, CsvFault::LooseQuote),
            (5, CsvFault::OpenQuote),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn marks_are_found_wherever_windows_end() {
        let marks = Marks::default();
        for length in 0..400 {
            // Marks stand at multiples of 7 and 11, but none in a long stretch.
            let is_mark =
                |at: usize| (at.is_multiple_of(7) || at.is_multiple_of(11)) && !(20..340).contains(&at);
            let bytes: Vec<u8> = (0..length).map(|at| if is_mark(at) { b',' } else { b'x' }).collect();
            let mut window = MarkWindow::default();
            for from in 0..=length {
                let expected = (from..length).find(|&at| is_mark(at)).unwrap_or(length);
                assert_eq!(window.next(&bytes, from, marks), expected, "from {from} of {length}");
            }
        }
    }

    #[test]
    fn a_record_of_a_trailing_delimiter_ends_with_an_empty_field() {
        assert_eq!(split("a,", 2).0, [texts(&["a", ""])]);
    }
}
