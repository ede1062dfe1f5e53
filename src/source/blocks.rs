//! A stream cut into blocks of whole records, so that several threads can take them apart.

use super::csv::Marks;
use super::packed::EarlyEnd;
use super::quotes::{closes, opens, Quotes};
use memchr::{memchr, memchr_iter, memrchr};
use std::io::{self, Read};
use std::ops::Range;

/// Bytes read at a time.
pub const BLOCK: usize = 1 << 22;

/// Texts are found by 31-bit positions: a single record must stay below.
const LIMIT: usize = (1 << 31) - 2;

/// Cuts a stream at ends of records.
pub struct RecordBlocks<R> {
    input: BlockInput<R>,
    marks: Marks,
    /// Fields of a record, by which a stray quote is told; 0: not known.
    width: usize,
    /// Tells why the input ended before its end, if it did.
    early_end: EarlyEnd,
    /// Whether half a record stood there and was left out.
    pub left_half: bool,
}

/// Memory that one block after the other is read into.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    used: usize,
}

impl Block {
    /// The whole records read last.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.used]
    }

    /// All the room there is.
    pub(super) fn room(&self) -> &[u8] {
        &self.bytes
    }

    /// Makes twice the room.
    pub(super) fn double(&mut self) {
        self.bytes.resize(self.bytes.len() * 2, 0);
    }
}

/// A stream, and what was read of it and not given out.
pub(super) struct BlockInput<R> {
    input: R,
    size: usize,
    /// The start of the next block.
    carry: Vec<u8>,
    /// Whether nothing comes any more.
    pub ended: bool,
}

impl<R: Read> BlockInput<R> {
    /// `start`, then `input`.
    pub fn new(start: Vec<u8>, input: R, size: usize) -> BlockInput<R> {
        BlockInput { input, size: size.max(1), carry: start, ended: false }
    }

    /// Begins a block with what was not given out; how many bytes that is.
    pub fn begin(&mut self, block: &mut Block) -> usize {
        let need = self.size.max(self.carry.len());
        if block.bytes.len() < need {
            block.bytes.resize(need, 0);
        }
        block.bytes[..self.carry.len()].copy_from_slice(&self.carry);
        self.carry.len()
    }

    /// Fills the room of a block; how many bytes there are then.
    pub fn fill(&mut self, block: &mut Block, mut filled: usize) -> io::Result<usize> {
        while filled < block.bytes.len() && !self.ended {
            match self.input.read(&mut block.bytes[filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Gives a block out but for bytes at its end.
    pub fn give(&mut self, block: &mut Block, rest: Range<usize>) {
        block.used = rest.start;
        self.carry.clear();
        self.carry.extend_from_slice(&block.bytes[rest]);
    }

    /// What was not given out: bytes that were read, and the rest of the stream.
    pub fn rest(self) -> (Vec<u8>, R) {
        (self.carry, self.input)
    }
}

/// Cuts a file into blocks of whole records.
pub trait CutsBlocks {
    /// Reads the next block; `false` at the end.
    ///
    /// # Errors
    /// If the file can't be read.
    fn next(&mut self, block: &mut Block) -> io::Result<bool>;
}

impl<R: Read> RecordBlocks<R> {
    /// Cuts `start`, then `input`, into blocks of about `size` bytes.
    pub fn new(start: Vec<u8>, input: R, marks: Marks, size: usize) -> RecordBlocks<R> {
        let input = BlockInput::new(start, input, size);
        RecordBlocks { input, marks, width: 0, early_end: EarlyEnd::default(), left_half: false }
    }

    /// Tells how many fields records have: lines of as many are not inside quotes that stand open for long.
    pub fn of_width(self, width: usize) -> RecordBlocks<R> {
        RecordBlocks { width, ..self }
    }

    /// Knows where it is told that the input ended early: half a record at the end is left out then.
    pub fn cut_by(self, early_end: EarlyEnd) -> RecordBlocks<R> {
        RecordBlocks { early_end, ..self }
    }

    /// Whether the input ended before its end.
    fn is_cut(&self) -> bool {
        self.early_end.lock().is_ok_and(|why| why.is_some())
    }
}

impl<R: Read> CutsBlocks for RecordBlocks<R> {
    fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut filled = self.input.begin(block);
        let mut search = LineEndSearch { marks: self.marks, ..LineEndSearch::default() };
        loop {
            filled = self.input.fill(block, filled)?;
            let mut end = search.last_record_end(&block.bytes[..filled], self.input.ended);
            while search.is_stray(&block.bytes[..filled], self.width) {
                search.take_as_text(&block.bytes[..filled]);
                end = search.last_record_end(&block.bytes[..filled], self.input.ended);
            }
            if self.input.ended || end > 0 {
                let whole = self.input.ended && !self.is_cut();
                let end = if whole { filled } else { end };
                if self.input.ended && end < filled {
                    self.left_half = true;
                    filled = end;
                }
                self.input.give(block, end..filled);
                return Ok(end > 0);
            }
            if block.bytes.len() * 2 > LIMIT {
                return Err(io::Error::other(
                    "a record is longer than 1 GB: a quote is opened and never closed, or this is no text file",
                ));
            }
            block.double();
        }
    }
}

/// Finds the last end of a record in a text that grows.
#[derive(Default)]
struct LineEndSearch {
    marks: Marks,
    quoted: bool,
    /// Where the quotes were opened.
    opened: usize,
    /// Where the search goes on.
    at: usize,
    /// Where the stretch without quotes began that `at` stands in.
    stretch: usize,
    /// Behind the last record end in the stretches before.
    found: usize,
    /// Stretches that `found` does not know of yet.
    stretches: Vec<(usize, usize)>,
    /// Up to here nothing closes quotes that are opened behind one taken as text.
    unclosed: usize,
    /// Up to here, the end of its line, quotes that stay open are text as the last such quote was.
    stray: usize,
}

/// Where the last whole record of a text ends; 0 if there is none.
pub fn whole_records(bytes: &[u8], marks: Marks) -> usize {
    LineEndSearch { marks, ..LineEndSearch::default() }.last_record_end(bytes, false)
}

/// Bytes that quotes must stand open before it is asked whether they are none.
const LONG: usize = 1 << 16;
/// Lines that are looked at then.
const LINES: usize = 20;

/// Stretches remembered before they are searched: only the last line end counts, and it mostly stands in the last one.
const STRETCHES: usize = 1024;

impl LineEndSearch {
    /// The position behind the last line end outside quotes; 0 if there is none.
    fn last_record_end(&mut self, bytes: &[u8], ended: bool) -> usize {
        let mut quotes = Quotes::from(self.at, bytes);
        loop {
            // Whatever quotes follow the opening one at once may close; those behind them were gone through.
            if self.at < self.unclosed && self.quoted && bytes[self.at] != b'"' {
                self.at = self.unclosed;
            }
            let quote = quotes.next(self.at, bytes);
            if quote >= bytes.len() {
                break;
            }
            // Whether it closes its field, the next two bytes tell.
            if self.quoted && quote + 2 >= bytes.len() && !ended {
                self.at = quote;
                return self.settle(bytes, quote);
            }
            self.at = quote + 1;
            if !self.quoted && opens(bytes, quote, self.marks) {
                self.quoted = true;
                self.opened = quote;
                self.end_stretch(bytes, quote);
            } else if self.quoted && bytes.get(quote + 1) == Some(&b'"') {
                self.at = quote + 2;
            } else if self.quoted && closes(bytes, quote, self.marks) {
                self.quoted = false;
                self.stretch = quote + 1;
            }
        }
        self.at = self.at.max(bytes.len());
        self.settle(bytes, bytes.len())
    }

    /// Whether the quotes are open at the end, have been for long, and the lines in them look like records.
    fn is_stray(&self, bytes: &[u8], width: usize) -> bool {
        if !self.quoted || width < 2 || bytes.len() - self.opened < LONG {
            return false;
        }
        if self.opened < self.stray {
            return true;
        }
        let lines = bytes[self.opened..].split(|&byte| byte == self.marks.line_end).skip(1).take(LINES);
        let alike = |line: &&[u8]| memchr_iter(self.marks.delimiter, line).count() + 1 >= width;
        lines.filter(alike).count() * 4 >= LINES * 3
    }

    /// The quote opens nothing: the search begins again behind it.
    fn take_as_text(&mut self, bytes: &[u8]) {
        self.unclosed = self.at;
        if self.opened >= self.stray {
            let rest = &bytes[self.opened..];
            self.stray = self.opened + memchr(self.marks.line_end, rest).unwrap_or(rest.len());
        }
        self.quoted = false;
        self.at = self.opened + 1;
        self.stretch = self.opened + 1;
    }

    fn end_stretch(&mut self, bytes: &[u8], end: usize) {
        self.stretches.push((self.stretch, end));
        if self.stretches.len() == STRETCHES {
            self.look_back(bytes);
        }
    }

    fn settle(&mut self, bytes: &[u8], end: usize) -> usize {
        if !self.quoted {
            if let Some(found) = memrchr(self.marks.line_end, &bytes[self.stretch..end]) {
                return self.stretch + found + 1;
            }
        }
        self.look_back(bytes);
        self.found
    }

    fn look_back(&mut self, bytes: &[u8]) {
        for (start, end) in self.stretches.drain(..).rev() {
            if let Some(found) = memrchr(self.marks.line_end, &bytes[start..end]) {
                self.found = self.found.max(start + found + 1);
                break;
            }
        }
        self.stretches.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::cells::Cells;
    use crate::source::csv::{CsvLayout, Splitter};
    use proptest::prelude::*;

    fn cut(text: &str, size: usize) -> Vec<String> {
        let mut blocks = RecordBlocks::new(Vec::new(), text.as_bytes(), Marks::default(), size);
        let mut block = Block::default();
        let mut texts = Vec::new();
        while blocks.next(&mut block).unwrap() {
            texts.push(String::from_utf8(block.bytes().to_vec()).unwrap());
        }
        texts
    }

    #[test]
    fn line_breaks_in_quotes_end_no_block() {
        let text = "a,\"x\ny\"\nb,\"p\"\"\nq\"\nc,d";
        let records = ["a,\"x\ny\"\n", "b,\"p\"\"\nq\"\n", "c,d"];
        assert_eq!(cut(text, 1000), [text]);
        for size in 1..text.len() {
            let blocks = cut(text, size);
            assert_eq!(blocks.concat(), text, "size {size}");
            for block in blocks {
                assert!(records.iter().any(|record| block.ends_with(record)), "size {size}: {block:?}");
            }
        }
    }

    /// Every field of every record, read in blocks of that size.
    fn fields(text: &str, size: usize) -> Vec<String> {
        let layout = CsvLayout { slots: vec![Some(0), Some(1), Some(2)], ..CsvLayout::default() };
        let mut found = Vec::new();
        let mut cells = Cells::new(3);
        for block in cut(text, size) {
            let mut splitter = Splitter::new(&layout, &block);
            loop {
                splitter.fill(&mut cells);
                if cells.is_empty() {
                    break;
                }
                let rows = cells.rows(&block);
                found.extend(
                    (0..rows.len()).map(|row| format!("{:?}", [0, 1, 2].map(|slot| rows.text(slot, row)))),
                );
            }
        }
        found
    }

    /// Takes all quotes as text that stay open; their places.
    fn strays(search: &mut LineEndSearch, text: &[u8]) -> Vec<usize> {
        let mut strays = Vec::new();
        loop {
            search.last_record_end(text, true);
            if !search.quoted {
                return strays;
            }
            strays.push(search.opened);
            search.take_as_text(text);
        }
    }

    #[test]
    fn what_stays_open_is_gone_through_once() {
        let row = "1,\"x,\"\"y\n";
        let mut text = row.repeat(3).into_bytes();
        let mut search = LineEndSearch::default();
        search.last_record_end(&text, true);
        search.take_as_text(&text);
        // The quotes of the last row would close now, if they were looked at again.
        let end = text.len() - row.len();
        text[end..].copy_from_slice(b"1,x\",xyz\n");
        search.last_record_end(&text, true);
        assert!(search.quoted && search.opened > 2 && search.opened < end);
    }

    proptest! {
        #[test]
        fn quotes_stay_open_whatever_is_known_of_those_before(text in "[a\",\r\n]{0,60}") {
            let text = text.as_bytes();
            let mut expected = Vec::new();
            let mut search = LineEndSearch::default();
            loop {
                search.last_record_end(text, true);
                if !search.quoted {
                    break;
                }
                expected.push(search.opened);
                search.take_as_text(text);
                search.unclosed = 0;
            }
            prop_assert_eq!(strays(&mut LineEndSearch::default(), text), expected);
        }

        #[test]
        fn blocks_of_any_size_hold_the_same_records(text in "[a\",\r\n]{0,60}", size in 1usize..40) {
            prop_assert_eq!(fields(&text, size), fields(&text, 1000));
        }
    }

    #[test]
    fn a_quote_inside_a_plain_field_opens_nothing() {
        assert_eq!(cut("5\" screen,a\nb,c\n", 14), ["5\" screen,a\n", "b,c\n"]);
    }
}
