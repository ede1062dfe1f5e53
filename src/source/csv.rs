//! Takes blocks of CSV apart into records: finds fields without copying them, and says which records are out of shape.

use super::cells::{CellSpan, Cells};
use memchr::{memchr, memchr2};

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
    pub slots: Vec<Option<u32>>,
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
    /// Bytes that are no valid UTF-8.
    Encoding,
}

/// Takes one block apart.
pub struct Splitter<'a> {
    layout: &'a CsvLayout,
    text: &'a str,
    /// Positions of replaced bytes, ascending.
    damaged: &'a [usize],
    at: usize,
    /// Records met so far, blank ones too.
    pub records: u64,
    /// Record number and fault.
    pub faults: Vec<(u64, CsvFault)>,
}

impl<'a> Splitter<'a> {
    /// A splitter at the start of a block; `damaged` are the positions where invalid bytes were replaced.
    pub fn new(layout: &'a CsvLayout, text: &'a str, damaged: &'a [usize]) -> Splitter<'a> {
        Splitter { layout, text, damaged, at: 0, records: 0, faults: Vec::new() }
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
        if self.blank() {
            self.faults.push((number, CsvFault::Blank));
            return Some(0);
        }
        let columns = self.record(number, cells);
        if !self.damaged.is_empty() {
            self.note_damage(number);
        }
        cells.finish_row(number);
        Some(columns)
    }

    /// Where the next record begins.
    pub fn position(&self) -> usize {
        self.at.min(self.text.len())
    }

    /// Steps over a line without anything in it.
    fn blank(&mut self) -> bool {
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
            let (span, end, last) = if bytes.get(start) == Some(&b'"') {
                self.quoted(number, slot.flatten().is_some(), cells)
            } else {
                let end = find(bytes, start, marks);
                let last = end >= bytes.len() || bytes[end] == marks.line_end;
                let cut = last && end > start && bytes[end - 1] == b'\r';
                (CellSpan::of_block(start, end - usize::from(cut)), end, last)
            };
            match slot {
                Some(Some(slot)) => cells.put(slot as usize, span),
                Some(None) => {}
                None => extra |= end > start + 1,
            }
            column += 1;
            self.at = end + 1;
            if last {
                break;
            }
        }
        if column < self.layout.slots.len() {
            self.faults.push((number, CsvFault::Short));
            self.layout.slots[column..]
                .iter()
                .flatten()
                .for_each(|&slot| cells.put(slot as usize, CellSpan::ABSENT));
        } else if extra {
            self.faults.push((number, CsvFault::Long));
        }
        column
    }

    /// Reads a quoted field: its text, the position of the mark behind it, and whether the record ends there.
    #[inline(never)]
    fn quoted(&mut self, number: u64, wanted: bool, cells: &mut Cells) -> (CellSpan, usize, bool) {
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
        let span = if doubled && wanted {
            cells.keep(undoubled(&self.text[start..close]))
        } else {
            CellSpan::of_block(start.min(close), close)
        };
        let mut end = (close + 1).min(bytes.len());
        if bytes.get(end) == Some(&b'\r') && marks.line_end != b'\r' {
            end += 1;
        }
        (span, end, end >= bytes.len() || bytes[end] == marks.line_end)
    }

    fn note_damage(&mut self, number: u64) {
        let passed = self.damaged.iter().take_while(|&&position| position < self.at).count();
        if passed > 0 {
            self.faults.push((number, CsvFault::Encoding));
            self.damaged = &self.damaged[passed..];
        }
    }
}

/// A text with every doubled quote made one.
fn undoubled(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut skip = false;
    text.chars().filter(move |&char| {
        skip = char == '"' && !skip;
        char != '"' || skip
    })
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The position of the next delimiter or line end; the length if there is none.
///
/// Most fields are short: the first bytes are looked at eight at a time before a search with more to set up.
#[inline(always)]
fn find(bytes: &[u8], from: usize, marks: Marks) -> usize {
    let delimiters = LOW * u64::from(marks.delimiter);
    let line_ends = LOW * u64::from(marks.line_end);
    let mut at = from;
    for _ in 0..4 {
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else { break };
        let word = u64::from_le_bytes(*word);
        let (a, b) = (word ^ delimiters, word ^ line_ends);
        let hits = (a.wrapping_sub(LOW) & !a | b.wrapping_sub(LOW) & !b) & HIGH;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    memchr2(marks.delimiter, marks.line_end, rest).map_or(bytes.len(), |found| at + found)
}

/// The position of the next quote at or behind `from`; the length if there is none.
#[inline]
pub fn next_quote(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    for _ in 0..4 {
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else { break };
        let word = u64::from_le_bytes(*word) ^ (LOW * u64::from(b'"'));
        let hits = word.wrapping_sub(LOW) & !word & HIGH;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    memchr(b'"', rest).map_or(bytes.len(), |found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Record = Vec<Option<String>>;

    /// All fields of all records, and the faults.
    fn split(text: &str, columns: usize) -> (Vec<Record>, Vec<(u64, CsvFault)>) {
        let layout =
            CsvLayout { slots: (0..columns).map(|slot| Some(slot as u32)).collect(), ..CsvLayout::default() };
        let mut splitter = Splitter::new(&layout, text, &[]);
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
    fn a_record_of_a_trailing_delimiter_ends_with_an_empty_field() {
        assert_eq!(split("a,", 2).0, [texts(&["a", ""])]);
    }
}
