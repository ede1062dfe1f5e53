//! One field of CSV whose quotes stand as they should.

use super::cells::{CellSpan, Cells};
use super::windows::Marks;
use memchr::{memchr, memchr_iter};

/// A field whose quotes stand as they should.
#[derive(Clone, Copy)]
pub struct Tidy {
    /// The position of its first byte.
    pub start: usize,
    /// The position of the mark behind it.
    pub end: usize,
    /// Whether the record ends with it.
    pub is_last: bool,
}

impl Tidy {
    /// Where its text stands, if no doubled quote is in it.
    #[inline(always)]
    pub fn plain_span(self, bytes: &[u8]) -> CellSpan {
        let end = self.behind(bytes);
        let quote = usize::from(end > self.start && bytes[self.start] == b'"');
        CellSpan::of_block(self.start + quote, end - quote)
    }

    /// Where its text stands.
    pub fn span(self, text: &str, cells: &mut Cells) -> CellSpan {
        let bytes = text.as_bytes();
        if bytes.get(self.start) == Some(&b'"') && memchr(b'"', self.quoted(bytes)).is_some() {
            return cells.keep(undoubled(&text[self.start + 1..self.behind(bytes) - 1]));
        }
        self.plain_span(bytes)
    }

    /// What stands between its quotes.
    pub fn quoted(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start + 1..self.behind(bytes) - 1]
    }

    /// The place behind its text: before the CR of a line end of two bytes.
    #[inline(always)]
    fn behind(self, bytes: &[u8]) -> usize {
        let is_cut = self.is_last && self.end > self.start && bytes[self.end - 1] == b'\r';
        self.end - usize::from(is_cut)
    }
}

/// A text with every doubled quote made one.
pub fn undoubled(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut skip = false;
    text.chars().filter(move |&char| {
        skip = char == '"' && !skip;
        char != '"' || skip
    })
}

/// Whether a line inside quotes has the delimiters of a record, which has `width` fields.
pub fn holds_a_record(quoted: &[u8], marks: Marks, width: usize) -> bool {
    let has_as_many = |text: &[u8]| memchr_iter(marks.delimiter, text).count() + 1 >= width;
    if width <= 1 || memchr(marks.line_end, quoted).is_none() || !has_as_many(quoted) {
        return false;
    }
    quoted.split(|&byte| byte == marks.line_end).skip(1).take(LINES).any(has_as_many)
}

/// Lines inside quotes that are looked at.
const LINES: usize = 24;
