//! Finds the ends of fields in CSV that is written as it should be, 64 bytes at a look.

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

/// Bytes looked at together.
const WINDOW: usize = 64;

/// Told instead of a place where quotes do not stand as they should.
pub const UNTIDY: usize = usize::MAX;

/// The ends of fields in a text, one after the other: the marks outside quotes.
///
/// Quotes stand as they should where each opens a field, closes one or is doubled inside one. Then an odd number of them
/// before a byte means that it stands inside quotes, and no field has to be looked at byte by byte.
#[derive(Debug)]
pub struct FieldEnds {
    marks: Marks,
    /// Where the next window begins.
    next: usize,
    /// Ends of fields in the window before it that were not told yet, a bit each.
    ends: u64,
    /// Whether that window ends inside quotes.
    is_inside: bool,
    /// Whether a field with quotes goes on behind it.
    goes_on: bool,
    /// Whether its last byte is a mark or a quote, or there is none: a quote behind it may open.
    may_open: bool,
    /// Whether its last byte is a quote.
    after_quote: bool,
    /// Whether its last byte is a quote that closes, or the first of a doubled one.
    after_close: bool,
    /// Whether a line end stands inside quotes, in this window or before it in the same field.
    pub has_inner_line: bool,
    /// Whether a doubled quote does.
    pub has_doubled: bool,
}

impl FieldEnds {
    /// The ends in a text that begins with a record.
    pub fn new(marks: Marks) -> FieldEnds {
        FieldEnds {
            marks,
            next: 0,
            ends: 0,
            is_inside: false,
            goes_on: false,
            may_open: true,
            after_quote: false,
            after_close: false,
            has_inner_line: false,
            has_doubled: false,
        }
    }

    /// The place of the mark that ends the next field; the length of the text if none does, [`UNTIDY`] if that can not
    /// be told so.
    #[inline(always)]
    pub fn next(&mut self, text: &[u8]) -> usize {
        while self.ends == 0 {
            if self.next >= text.len() {
                return if self.is_inside { UNTIDY } else { text.len() };
            }
            if !self.look(text) {
                return UNTIDY;
            }
        }
        let end = self.ends.trailing_zeros() as usize;
        self.ends &= self.ends - 1;
        self.next - WINDOW + end
    }

    /// Looks at the next window; `false` if quotes do not stand as they should.
    #[inline(never)]
    fn look(&mut self, text: &[u8]) -> bool {
        let rest = &text[self.next..];
        let found = match rest.first_chunk::<WINDOW>() {
            Some(window) => found_in(window, self.marks),
            None => {
                let mut window = [0; WINDOW];
                window[..rest.len()].copy_from_slice(rest);
                // What stands behind the text is no mark, also where the mark is the byte 0.
                found_in(&window, self.marks).among((1 << rest.len()) - 1)
            }
        };
        let WindowMarks { marks, line_ends, quotes } = found;
        let inside = from_odd_to_even(quotes) ^ if self.is_inside { u64::MAX } else { 0 };
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let may_open = (marks | quotes) << 1 | u64::from(self.may_open);
        let behind_closing = closing << 1 | u64::from(self.after_close);
        if opening & !may_open != 0 || !self.are_ended(behind_closing & !(marks | quotes), text) {
            return false;
        }
        self.ends = marks & !inside;
        let doubled = opening & (quotes << 1 | u64::from(self.after_quote)) != 0;
        self.has_inner_line = line_ends & inside != 0 || self.goes_on && self.has_inner_line;
        self.has_doubled = doubled || self.goes_on && self.has_doubled;
        let is_last = |bits: u64| bits >> (WINDOW - 1) != 0;
        self.is_inside = is_last(inside);
        self.goes_on = self.is_inside || quotes.leading_zeros() < self.ends.leading_zeros();
        self.may_open = is_last(marks | quotes);
        self.after_quote = is_last(quotes);
        self.after_close = is_last(closing);
        self.next += WINDOW;
        true
    }

    /// Whether each of these places behind closing quotes is the end of the text or of a line.
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

/// What stands in a window, a bit a byte.
struct WindowMarks {
    /// Delimiters and line ends.
    marks: u64,
    line_ends: u64,
    quotes: u64,
}

impl WindowMarks {
    /// What stands at some of the places.
    fn among(self, places: u64) -> WindowMarks {
        WindowMarks {
            marks: self.marks & places,
            line_ends: self.line_ends & places,
            quotes: self.quotes & places,
        }
    }
}

#[inline(always)]
fn found_in(window: &[u8; WINDOW], marks: Marks) -> WindowMarks {
    let [delimiter, line_end, quote] = [marks.delimiter, marks.line_end, b'"'].map(u8x16::splat);
    let mut found = WindowMarks { marks: 0, line_ends: 0, quotes: 0 };
    for (place, part) in window.as_chunks::<16>().0.iter().enumerate() {
        let part = u8x16::new(*part);
        let line_ends = part.simd_eq(line_end);
        let marks = part.simd_eq(delimiter) | line_ends;
        let at = 16 * place;
        found.marks |= u64::from(marks.to_bitmask()) << at;
        found.line_ends |= u64::from(line_ends.to_bitmask()) << at;
        found.quotes |= u64::from(part.simd_eq(quote).to_bitmask()) << at;
    }
    found
}

/// A bit for every place with an odd number of bits at it and before.
#[inline]
fn from_odd_to_even(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, by| bits ^ bits << by)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends in a text, up to where quotes are untidy.
    fn ends(text: &str) -> Vec<usize> {
        let mut fields = FieldEnds::new(Marks::default());
        let mut ends = Vec::new();
        loop {
            let end = fields.next(text.as_bytes());
            ends.push(end);
            if end >= text.len() {
                return ends;
            }
        }
    }

    #[test]
    fn marks_inside_quotes_end_nothing() {
        assert_eq!(ends("a,\"b,\n\"\"c\",d\n"), [1, 10, 12, 13]);
        assert_eq!(ends("\"\",\"\"\r\n\"\"\"\""), [2, 6, 11]);
        assert_eq!(ends(""), [0]);
    }

    #[test]
    fn quotes_that_neither_open_nor_close_are_untidy() {
        for text in ["5\" disk,a", "\"a\"b,c", "\"a\" ,b", "\"a\"\rb,c", "\"a", "a,\"\"\"", "a \"b\",c"] {
            assert_eq!(ends(text).last(), Some(&UNTIDY), "{text}");
        }
    }

    #[test]
    fn marks_are_found_wherever_windows_end() {
        for length in 0..400 {
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
