//! Takes one record apart in a given shape, and lines into all the ways in which their quotes can be read.

use super::{Escape, LineEnd, Shape};
use memchr::{memchr, memchr2, memchr3};
use std::borrow::Cow;
use std::cell::Cell;

/// One record as a shape reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitRecord<'a> {
    /// Its cells, without quotes around them; one that stays open is as it stands there.
    pub cells: Vec<Cow<'a, str>>,
    /// Where the next record begins.
    pub end: usize,
    /// Whether it goes over several lines.
    pub is_long: bool,
    /// Whether a quote stands where none should.
    pub loose: bool,
    /// Whether the text ends inside quotes.
    pub open: bool,
}

/// A line: where its content ends, and where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineExtent {
    /// Behind its last character.
    pub content: usize,
    /// Behind its line end.
    pub next: usize,
}

/// The line that begins at `from`.
pub fn line_at(text: &str, from: usize, line_end: LineEnd) -> LineExtent {
    let bytes = text.as_bytes();
    let rest = &bytes[from.min(bytes.len())..];
    let found = match line_end {
        LineEnd::Lf => memchr(b'\n', rest),
        LineEnd::Cr => memchr(b'\r', rest),
        LineEnd::Any => memchr2(b'\n', b'\r', rest),
    };
    let Some(found) = found else { return LineExtent { content: bytes.len(), next: bytes.len() } };
    let at = from + found;
    let content = at - usize::from(line_end == LineEnd::Lf && found > 0 && bytes[at - 1] == b'\r');
    let is_pair = line_end == LineEnd::Any && bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    LineExtent { content, next: at + 1 + usize::from(is_pair) }
}

impl Shape {
    /// Whether a cell ends at `at`: a delimiter, a line end or the end of the text.
    fn ends_at(&self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        match bytes.get(at) {
            None => true,
            Some(b'\n') => self.line_end != LineEnd::Cr,
            Some(b'\r') => {
                self.line_end != LineEnd::Lf || bytes.get(at + 1).is_none_or(|next| *next == b'\n')
            }
            Some(_) => self.delimits(bytes, at),
        }
    }

    fn delimits(&self, bytes: &[u8], at: usize) -> bool {
        bytes[at..].starts_with(self.delimiter.as_bytes())
            // `a, ` at the end of a line may have lost its blank.
            || self.delimiter.len() == 2 && self.delimiter.ends_with(' ') && bytes[at] == self.delimiter.as_bytes()[0]
                && matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r'))
    }

    /// The length of the delimiter that stands at `at`.
    fn delimiter_at(&self, bytes: &[u8], at: usize) -> usize {
        if bytes[at..].starts_with(self.delimiter.as_bytes()) {
            self.delimiter.len()
        } else {
            1
        }
    }

    /// Where the cell without quotes that begins at `from` ends.
    fn plain_end(&self, text: &str, from: usize) -> usize {
        let bytes = text.as_bytes();
        let first = self.delimiter.as_bytes().first().copied().unwrap_or(b'\n');
        let mut at = from;
        loop {
            let rest = &bytes[at..];
            let found = match self.line_end {
                LineEnd::Lf => memchr2(first, b'\n', rest),
                LineEnd::Cr => memchr2(first, b'\r', rest),
                LineEnd::Any => memchr3(first, b'\n', b'\r', rest),
            };
            let Some(found) = found else { return bytes.len() };
            at += found;
            if bytes[at] != first || self.delimits(bytes, at) {
                return at;
            }
            at += 1;
        }
    }
}

/// A cell in quotes.
struct Quoted {
    /// Its content.
    content: std::ops::Range<usize>,
    /// Behind the closing quote.
    end: usize,
    /// Whether a quote is escaped in it.
    escaped: bool,
    loose: bool,
    open: bool,
}

/// How many bytes at the end of a text hold no quote that closes a cell, by the way in which quotes are escaped: one record
/// after the other is read of it, and a quote that stays open in each is not followed to the end each time.
#[derive(Debug, Default)]
pub struct Unclosed([Cell<usize>; 3]);

impl Unclosed {
    /// Whether a cell is not closed that goes on at a place behind what may be a doubled quote.
    fn holds(&self, text: &str, at: usize, escape: Escape) -> bool {
        text.len() - at <= self.0[escape as usize].get()
    }

    /// Nothing closes a cell from that place on.
    fn learn(&self, text: &str, from: usize, escape: Escape) {
        let known = &self.0[escape as usize];
        known.set(known.get().max(text.len() - from));
    }
}

fn quoted(text: &str, from: usize, (quote, shape): (u8, &Shape), known: &Unclosed) -> Quoted {
    let bytes = text.as_bytes();
    let start = from + 1;
    let mut cell =
        Quoted { content: start..bytes.len(), end: bytes.len(), escaped: false, loose: false, open: true };
    let mut at = start;
    loop {
        let rest = &bytes[at.min(bytes.len())..];
        let found = match shape.escape {
            Escape::Backslash => memchr2(quote, b'\\', rest),
            Escape::Doubled | Escape::Bare => memchr(quote, rest),
        };
        let is_known = found.is_some_and(|found| found > 0 && known.holds(text, at + found, shape.escape));
        let Some(found) = found.filter(|_| !is_known) else {
            known.learn(text, start, shape.escape);
            return cell;
        };
        at += found;
        if bytes[at] == b'\\' {
            cell.escaped = true;
            at += 2;
        } else if shape.ends_at(text, at + 1) {
            cell.content.end = at;
            cell.end = at + 1;
            cell.open = false;
            return cell;
        } else if bytes.get(at + 1) == Some(&quote) && shape.escape != Escape::Bare {
            cell.escaped = true;
            at += 2;
        } else {
            cell.loose |= shape.escape != Escape::Bare;
            at += 1;
        }
    }
}

/// A content with its escapes undone.
pub fn unescaped(content: &str, quote: u8, escape: Escape) -> String {
    let quote = char::from(quote);
    let mut text = String::with_capacity(content.len());
    let mut chars = content.chars().peekable();
    while let Some(char) = chars.next() {
        let next = chars.peek().copied();
        let hides = match escape {
            Escape::Backslash if char == '\\' => matches!(next, Some(next) if next == quote || next == '\\'),
            Escape::Backslash | Escape::Doubled => char == quote && next == Some(quote),
            Escape::Bare => false,
        };
        if hides {
            text.extend(chars.next());
        } else {
            text.push(char);
        }
    }
    text
}

/// Cells that most records do not exceed.
const FEW_CELLS: usize = 16;

/// The record that begins at the start of `text`.
pub fn split<'a>(text: &'a str, shape: &Shape) -> SplitRecord<'a> {
    split_knowing(text, shape, &Unclosed::default())
}

/// The same, where something is known of the end of the text.
pub fn split_knowing<'a>(text: &'a str, shape: &Shape, known: &Unclosed) -> SplitRecord<'a> {
    let bytes = text.as_bytes();
    let cells = Vec::with_capacity(FEW_CELLS);
    let mut record = SplitRecord { cells, end: 0, is_long: false, loose: false, open: false };
    let mut at = 0;
    loop {
        let opening = shape.quote.filter(|quote| bytes.get(at) == Some(quote));
        let end = if let Some(quote) = opening {
            let cell = quoted(text, at, (quote, shape), known);
            let content = &text[cell.content.clone()];
            let has_line_end = match shape.line_end {
                LineEnd::Cr => content.contains('\r'),
                LineEnd::Lf => content.contains('\n'),
                LineEnd::Any => content.contains(['\n', '\r']),
            };
            record.is_long |= has_line_end;
            record.loose |= cell.loose;
            record.open |= cell.open;
            // A cell that stays open mostly is none: what its escapes stand for is asked once it is known to be one.
            record.cells.push(if cell.escaped && !cell.open {
                Cow::Owned(unescaped(content, quote, shape.escape))
            } else {
                Cow::Borrowed(content)
            });
            cell.end
        } else {
            let end = shape.plain_end(text, at);
            let mut content = end;
            let ends_line = bytes.get(end).is_none_or(|byte| *byte == b'\n');
            if ends_line && shape.line_end == LineEnd::Lf && end > at && bytes[end - 1] == b'\r' {
                content -= 1;
            }
            record.cells.push(Cow::Borrowed(&text[at..content]));
            end
        };
        if end >= bytes.len() || !shape.delimits(bytes, end) {
            record.end = line_at(text, end, shape.line_end).next;
            return record;
        }
        at = end + shape.delimiter_at(bytes, end);
    }
}

/// A cell, and whether it stood in quotes.
pub type Token<'a> = (Cow<'a, str>, bool);

/// The cells of one line (without its end).
pub fn tokens<'a>(line: &'a str, shape: &Shape) -> Vec<Token<'a>> {
    let bytes = line.as_bytes();
    let known = Unclosed::default();
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let opening = shape.quote.filter(|quote| bytes.get(at) == Some(quote));
        let cell = opening
            .map(|quote| (quote, quoted(line, at, (quote, shape), &known)))
            .filter(|(_, cell)| !cell.open);
        let end = if let Some((quote, cell)) = cell {
            tokens.push((Cow::Owned(unescaped(&line[cell.content], quote, shape.escape)), true));
            cell.end
        } else {
            let end = shape.plain_end(line, at);
            tokens.push((Cow::Borrowed(&line[at..end]), false));
            end
        };
        if end >= bytes.len() {
            return tokens;
        }
        at = end + shape.delimiter_at(bytes, end);
    }
}

/// Most steps of a search through the readings of one line.
const STEPS: usize = 20_000;
/// Most readings of one line that are looked at.
const READINGS: usize = 16;

/// All readings of one line (without its end) with exactly `width` cells, in which a quote opens a cell or is text.
pub fn readings<'a>(line: &'a str, shape: &Shape, width: usize) -> Vec<Vec<Cow<'a, str>>> {
    let mut search = FieldSearch {
        line,
        shape,
        width,
        steps: 0,
        cells: Vec::new(),
        found: Vec::new(),
        known: Unclosed::default(),
    };
    search.from(0);
    search.found
}

struct FieldSearch<'a, 's> {
    line: &'a str,
    shape: &'s Shape,
    width: usize,
    steps: usize,
    cells: Vec<Cow<'a, str>>,
    found: Vec<Vec<Cow<'a, str>>>,
    known: Unclosed,
}

impl<'a> FieldSearch<'a, '_> {
    /// Tries every reading of the cell at `at`; the one as quotes demand comes first.
    fn from(&mut self, at: usize) {
        self.steps += 1;
        if self.steps > STEPS || self.found.len() >= READINGS || self.cells.len() >= self.width {
            return;
        }
        let bytes = self.line.as_bytes();
        if let Some(quote) = self.shape.quote.filter(|quote| bytes.get(at) == Some(quote)) {
            let cell = quoted(self.line, at, (quote, self.shape), &self.known);
            if !cell.open {
                let content = &self.line[cell.content.clone()];
                let text = match cell.escaped {
                    true => Cow::Owned(unescaped(content, quote, self.shape.escape)),
                    false => Cow::Borrowed(content),
                };
                self.with(text, cell.end);
            }
        }
        let end = self.shape.plain_end(self.line, at);
        self.with(Cow::Borrowed(&self.line[at..end]), end);
    }

    /// Goes on behind a cell.
    fn with(&mut self, cell: Cow<'a, str>, end: usize) {
        let bytes = self.line.as_bytes();
        self.cells.push(cell);
        if end < bytes.len() {
            self.from(end + self.shape.delimiter_at(bytes, end));
        } else if self.cells.len() == self.width {
            self.found.push(self.cells.clone());
        }
        self.cells.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(delimiter: &str, escape: Escape) -> Shape {
        let quote = Some(b'"');
        Shape { delimiter: delimiter.into(), quote, escape, line_end: LineEnd::Lf, wrapped: false }
    }

    fn cells(text: &str, delimiter: &str, escape: Escape) -> Vec<String> {
        split(text, &shape(delimiter, escape)).cells.into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn cells_by_escape_and_delimiter() {
        assert_eq!(cells("1,\"a \"\"b\"\"\nc\",\r\n2", ",", Escape::Doubled), ["1", "a \"b\"\nc", ""]);
        assert_eq!(cells("1,\"48\\\"\",x", ",", Escape::Backslash), ["1", "48\"", "x"]);
        assert_eq!(cells("1,\"48\"\",x", ",", Escape::Bare), ["1", "48\"", "x"]);
        assert_eq!(cells("a||b|c||\"d||e\"", "||", Escape::Doubled), ["a", "b|c", "d||e"]);
        assert_eq!(cells("a, b,c, \"d, e\",\n", ", ", Escape::Doubled), ["a", "b,c", "d, e", ""]);
        assert_eq!(split("a,b\r\nc", &shape(",", Escape::Doubled)).end, 5);
    }

    #[test]
    fn a_stray_quote_is_text_in_the_reading_with_all_cells() {
        let line = "\"13,9,\"Pillow, Wood\",\"Add\"";
        let found = readings(line, &shape(",", Escape::Doubled), 4);
        assert_eq!(found[0], ["\"13", "9", "Pillow, Wood", "Add"]);
    }

    proptest::proptest! {
        #[test]
        fn records_are_the_same_whatever_is_known_of_the_end(text in "[a\",\n\\\\]{0,50}", line_end in "[\n,]") {
            for escape in [Escape::Doubled, Escape::Backslash, Escape::Bare] {
                let (shape, known) = (shape(",", escape), Unclosed::default());
                let starts = (0..text.len()).filter(|&at| at == 0 || text[..at].ends_with(&line_end));
                for text in starts.map(|at| &text[at..]) {
                    let (told, alone) = (split_knowing(text, &shape, &known), split(text, &shape));
                    // What is loose in a cell that stays open tells nothing.
                    let loose = told.loose || told.open;
                    proptest::prop_assert_eq!(SplitRecord { loose, ..told }, SplitRecord { loose: alone.loose || alone.open, ..alone });
                }
            }
        }
    }

    #[test]
    fn what_is_known_to_stay_open_is_not_gone_through_again() {
        let (shape, known) = (shape(",", Escape::Doubled), Unclosed::default());
        assert!(split_knowing("1,\"x\"\"y\n2,\"x\n3,z", &shape, &known).open);
        // It would be closed now, if it were looked at.
        assert!(split_knowing("2,\"x\n\",z", &shape, &known).open);
    }
}
