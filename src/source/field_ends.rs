//! Finds the ends of fields in CSV that is written as it should be, 64 bytes at a look.

use super::places::{Places, WINDOWS};
pub use super::windows::Marks;
use super::windows::{found_at_end, found_in, from_odd_to_even, WindowMarks, WINDOW};
use crate::fitting::numbered;
use memchr::memchr_iter;

/// The end before the first field of a text: its start is one more.
const BEFORE: u32 = u32::MAX;

/// How quotes stand at the start of a window; of what tells one of two, the lowest bit or all bits are set.
#[derive(Debug, Clone, Copy)]
struct QuoteState {
    /// All bits: it begins inside quotes.
    inside: u64,
    /// Lowest bit: a mark or a quote stands before it, or nothing; a quote may open here.
    may_open: u64,
    /// Lowest bit: a quote stands before it.
    after_quote: u64,
    /// Lowest bit: a quote stands before it that closes, or the first of a doubled one.
    after_close: u64,
}

/// The ends of fields in a text, record after record: the marks outside quotes.
///
/// Quotes stand as they should where each opens a field, closes one or is doubled inside one. Then an odd number of them
/// before a byte means that it stands inside quotes, and no field has to be looked at byte by byte.
#[derive(Debug)]
pub struct FieldEnds {
    marks: Marks,
    /// Where the next window begins.
    next: usize,
    quotes: QuoteState,
    /// Ends of fields, behind the end of the record taken last.
    fields: Places,
    /// Ends of records.
    records: Places,
    /// Windows in which a line end stands inside quotes.
    lines: Places,
    /// Windows in which a doubled quote does.
    doubled: Places,
}

impl FieldEnds {
    /// The ends in a text that begins with a record; places in it lie below 2 GiB.
    pub fn new(marks: Marks) -> FieldEnds {
        let quotes = QuoteState { inside: 0, may_open: 1, after_quote: 0, after_close: 0 };
        // The first field stands behind an end before the text.
        let fields = Places { list: vec![BEFORE], taken: 0, found: 1 };
        let [records, lines, doubled] = [(); 3].map(|()| Places::default());
        FieldEnds { marks, next: 0, quotes, fields, records, lines, doubled }
    }

    /// Whether the next record has `width` fields, more than one, no doubled quotes in them and no line that looks like a
    /// record.
    #[inline(always)]
    pub fn is_regular(&mut self, text: &[u8], width: usize) -> bool {
        if self.records.left().is_empty() && !self.look_on(text) {
            return false;
        }
        let Some(&end) = self.records.left().first() else { return false };
        width > 1
            && self.fields.left().get(width) == Some(&end)
            && (self.doubled.left().is_empty() && self.lines.left().is_empty()
                || self.is_plain(text, end, width))
    }

    /// The end before the next record and those of its fields, for the next `records` records of `width` fields.
    #[inline(always)]
    pub fn take(&mut self, width: usize) -> &[u32] {
        let from = self.fields.taken;
        self.fields.taken += width;
        self.records.taken += 1;
        &self.fields.list[from..=from + width]
    }

    /// The same of the next record, whatever is in it; `None` where quotes do not stand as they should.
    pub fn take_any(&mut self, text: &[u8]) -> Option<&[u32]> {
        if self.records.left().is_empty() && !self.look_on(text) {
            return None;
        }
        let end = self.records.left().first()?;
        let width = self.fields.left().iter().skip(1).position(|field| field == end)? + 1;
        Some(self.take(width))
    }

    /// Whether the next record, of `width` fields and ending there, has neither a doubled quote nor a line that looks like
    /// a record; what shares a window with it may be taken for its own.
    #[inline(never)]
    fn is_plain(&mut self, text: &[u8], end: u32, width: usize) -> bool {
        self.pass_windows();
        let is_in = |windows: &Places| windows.left().first().is_some_and(|&window| window <= end);
        if is_in(&self.doubled) {
            return false;
        }
        // A line that looks like a record has as many delimiters as one: the record has twice as many then.
        let record = text.get(self.start()..end as usize).unwrap_or_default();
        !is_in(&self.lines) || memchr_iter(self.marks.delimiter, record).count() < 2 * (width - 1)
    }

    /// Where the next record starts.
    fn start(&self) -> usize {
        self.fields.left().first().map_or(0, |before| before.wrapping_add(1)) as usize
    }

    /// Passes the windows before the next record.
    fn pass_windows(&mut self) {
        let start = self.start();
        for windows in [&mut self.lines, &mut self.doubled] {
            while windows.left().first().is_some_and(|&window| window as usize + WINDOW <= start) {
                windows.taken += 1;
            }
        }
    }

    /// Looks on until a record ends; `false` if none does whose quotes stand as they should.
    #[inline(never)]
    fn look_on(&mut self, text: &[u8]) -> bool {
        while self.records.left().is_empty() {
            if self.next >= text.len() {
                return self.end(text);
            }
            self.pass_windows();
            for places in [&mut self.fields, &mut self.records, &mut self.lines, &mut self.doubled] {
                places.make_room();
            }
            for _ in 0..WINDOWS {
                if self.next < text.len() && !self.look(text) {
                    return !self.records.left().is_empty();
                }
            }
        }
        true
    }

    /// Ends the last record at the end of the text if no line end does; `false` if it is inside quotes.
    fn end(&mut self, text: &[u8]) -> bool {
        let is_ended = text.last() == Some(&self.marks.line_end);
        let end = numbered(text.len());
        if self.quotes.inside != 0 || is_ended || self.fields.left().last() == Some(&end) {
            return false;
        }
        self.fields.add(1, end);
        self.records.add(1, end);
        true
    }

    /// Looks at the next window; `false` if quotes do not stand as they should.
    #[inline(always)]
    fn look(&mut self, text: &[u8]) -> bool {
        let rest = &text[self.next..];
        let found = match rest.first_chunk::<WINDOW>() {
            Some(window) => found_in(window, self.marks),
            None => found_at_end(rest, self.marks),
        };
        let WindowMarks { marks, line_ends, quotes } = found;
        let before = self.quotes;
        if quotes | before.after_close == 0 {
            self.take_plain(marks, line_ends);
            return true;
        }
        let inside = from_odd_to_even(quotes) ^ before.inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let may_open = (marks | quotes) << 1 | before.may_open;
        let ended = (closing << 1 | before.after_close) & !(marks | quotes);
        if opening & !may_open != 0 || ended != 0 && !self.are_ended(ended, text) {
            return false;
        }
        let window = numbered(self.next);
        self.fields.add(marks & !inside, window);
        self.records.add(line_ends & !inside, window);
        if line_ends & inside != 0 {
            self.lines.add(1, window);
        }
        if opening & (quotes << 1 | before.after_quote) != 0 {
            self.doubled.add(1, window);
        }
        let last = WINDOW - 1;
        self.quotes = QuoteState {
            inside: if inside >> last == 0 { 0 } else { u64::MAX },
            may_open: (marks | quotes) >> last,
            after_quote: quotes >> last,
            after_close: closing >> last,
        };
        self.next += WINDOW;
        true
    }

    /// Takes what was found in the next window, in which no quote stands, nor one that closes before it.
    #[inline(always)]
    fn take_plain(&mut self, marks: u64, line_ends: u64) {
        let (window, inside) = (numbered(self.next), self.quotes.inside);
        self.fields.add(marks & !inside, window);
        self.records.add(line_ends & !inside, window);
        if line_ends & inside != 0 {
            self.lines.add(1, window);
        }
        self.quotes = QuoteState { inside, may_open: marks >> (WINDOW - 1), after_quote: 0, after_close: 0 };
        self.next += WINDOW;
    }

    /// Whether each of these places behind closing quotes is the end of the text or of a line.
    #[inline(never)]
    fn are_ended(&self, mut places: u64, text: &[u8]) -> bool {
        while places != 0 {
            let at = self.next + places.trailing_zeros() as usize;
            let is_ended = match text.get(at) {
                None => true,
                Some(b'\r') => text.get(at + 1).is_none_or(|&next| next == self.marks.line_end),
                Some(_) => false,
            };
            if !is_ended {
                return false;
            }
            places &= places - 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Told where quotes are untidy, as they are counted as well in a text that ends inside them.
    const UNTIDY: usize = usize::MAX;

    /// The ends in a text, up to the record in which quotes are untidy.
    fn ends(text: &str) -> Vec<usize> {
        let mut fields = FieldEnds::new(Marks::default());
        let (mut ends, mut at) = (Vec::new(), 0);
        while at < text.len() {
            let Some(edges) = fields.take_any(text.as_bytes()) else {
                ends.push(UNTIDY);
                break;
            };
            assert_eq!(edges[0].wrapping_add(1) as usize, at);
            ends.extend(edges[1..].iter().map(|&end| end as usize));
            at = ends.last().unwrap() + 1;
        }
        ends
    }

    #[test]
    fn marks_inside_quotes_end_nothing() {
        assert_eq!(ends("a,\"b,\n\"\"c\",d\n"), [1, 10, 12]);
        assert_eq!(ends("\"\",\"\"\r\n\"\"\"\""), [2, 6, 11]);
        assert!(ends("").is_empty());
    }

    #[test]
    fn quotes_that_neither_open_nor_close_are_untidy() {
        for text in ["5\" disk,a", "\"a\"b,c", "\"a\" ,b", "\"a\"\rb,c", "\"a", "a,\"\"\"", "a \"b\",c"] {
            assert_eq!(ends(text).last(), Some(&UNTIDY), "{text}");
        }
    }

    #[test]
    fn marks_are_found_wherever_windows_end() {
        for length in 1..400 {
            // Marks stand at multiples of 7 and 11, but none in a long stretch.
            let is_mark =
                |at: usize| (at.is_multiple_of(7) || at.is_multiple_of(11)) && !(20..340).contains(&at);
            let text: String = (0..length).map(|at| if is_mark(at) { ',' } else { 'x' }).collect();
            let expected: Vec<usize> = (0..length).filter(|&at| is_mark(at)).chain([length]).collect();
            assert_eq!(ends(&text), expected);
            let quoted = format!("\"{text}\",{text}");
            let behind = expected.iter().map(|end| end + length + 3);
            assert_eq!(ends(&quoted), [length + 2].into_iter().chain(behind).collect::<Vec<_>>());
        }
    }
}
