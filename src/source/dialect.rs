//! Finds out how a CSV file is written: marks, header, where the data begins.

use super::cells::{Cells, ROWS};
use super::csv::{CsvLayout, Marks, Splitter};
use anyhow::{bail, Result};
use memchr::memchr;

/// How a CSV file is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialect {
    /// Delimiter and line end.
    pub marks: Marks,
    /// The names in its header, without blanks around them.
    pub header: Vec<String>,
    /// Bytes before the first record behind the header.
    pub start: usize,
    /// Lines up to and with the header.
    pub lines: u64,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that are compared while looking for the delimiter: as many as [`Cells`] take.
const RECORDS: usize = ROWS - 1;

/// Reads the dialect off the head of a file. Errors: no text in it, or none that is UTF-8 at heart.
pub fn dialect(head: &[u8]) -> Result<Dialect> {
    let mark = byte_order_mark(head)?;
    let text = String::from_utf8_lossy(&head[mark..]);
    if text.trim().is_empty() {
        bail!("the file is empty");
    }
    let marks = marks(&text);
    let header = header(&text, marks);
    let start = mark + before_replacing(&head[mark..], header.end);
    Ok(Dialect { marks, header: header.names, start, lines: header.lines })
}

/// The delimiter by which the records are most alike; of equals the one that makes most columns, then the first.
fn marks(text: &str) -> Marks {
    let is_mac = memchr(b'\n', text.as_bytes()).is_none() && text.contains('\r');
    let line_end = if is_mac { b'\r' } else { b'\n' };
    let mut best = (0.0, 1);
    let mut marks = Marks { delimiter: b',', line_end };
    for delimiter in DELIMITERS {
        let tried = Marks { delimiter, line_end };
        let (agreement, columns) = consistency(text, tried);
        if columns > 1 && (agreement, columns) > best {
            best = (agreement, columns);
            marks = tried;
        }
    }
    marks
}

fn byte_order_mark(head: &[u8]) -> Result<usize> {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        bail!("the file is UTF-16 (it begins with that mark)\nhint: save it as \"CSV UTF-8\"");
    }
    if memchr(0, head).is_some() {
        bail!("the file holds NUL bytes: it is no text, or UTF-16 without a mark\nhint: save it as \"CSV UTF-8\"");
    }
    Ok(if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 })
}

/// The share of records that have as many fields as the first, and how many that has.
fn consistency(text: &str, marks: Marks) -> (f64, usize) {
    let counts = field_counts(text, marks);
    let Some(&first) = counts.first() else { return (0.0, 0) };
    let alike = counts.iter().filter(|&&count| count == first).count();
    (alike as f64 / counts.len() as f64, first)
}

/// Numbers of fields of the first records; a last one that may be cut off does not count.
fn field_counts(text: &str, marks: Marks) -> Vec<usize> {
    let layout = CsvLayout { marks, slots: Vec::new() };
    let mut splitter = Splitter::new(&layout, text, &[]);
    let mut cells = Cells::new(0);
    let mut counts: Vec<usize> = std::iter::from_fn(|| splitter.step(&mut cells)).take(RECORDS).collect();
    let whole = counts.len() == RECORDS || text.as_bytes().ends_with(&[marks.line_end]);
    counts.retain(|&count| count > 0);
    if !whole {
        counts.truncate(counts.len().saturating_sub(1).max(1));
    }
    counts
}

/// The first record with anything in it.
struct HeaderRecord {
    names: Vec<String>,
    /// Bytes up to its end.
    end: usize,
    /// Lines up to its end.
    lines: u64,
}

fn header(text: &str, marks: Marks) -> HeaderRecord {
    let width = field_counts(text, marks).first().copied().unwrap_or(1);
    let layout = CsvLayout { marks, slots: (0..width).map(Some).collect() };
    let mut splitter = Splitter::new(&layout, text, &[]);
    let mut cells = Cells::new(width);
    while splitter.step(&mut cells) == Some(0) {}
    let rows = cells.rows(text);
    let names = (0..width).map(|slot| rows.text(slot, 0).unwrap_or_default().trim().to_owned()).collect();
    HeaderRecord { names, end: splitter.position(), lines: splitter.records }
}

/// How many of the bytes became the first `end` bytes of text, where bytes that are no UTF-8 were replaced.
fn before_replacing(bytes: &[u8], end: usize) -> usize {
    let mut raw = 0;
    let mut text = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().len();
        if text + valid >= end {
            return raw + end - text;
        }
        raw += valid + chunk.invalid().len();
        text += valid + if chunk.invalid().is_empty() { 0 } else { '\u{fffd}'.len_utf8() };
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_headers() {
        let cases: [(&str, u8, u8, &[&str]); 8] = [
            ("a,b\n1,2\n", b',', b'\n', &["a", "b"]),
            ("a;b,c\n1;2\n3;4\n", b';', b'\n', &["a", "b,c"]),
            ("a\tb c\r\nx, y\tz, w\r\n", b'\t', b'\n', &["a", "b c"]),
            ("a|b\rx|y\r", b'|', b'\r', &["a", "b"]),
            ("\u{feff}\"a\", \"b;c\" \n1,2\n", b',', b'\n', &["a", "\"b;c\""]),
            ("query\nhow, when and where\n", b',', b'\n', &["query"]),
            ("\n\nid,at", b',', b'\n', &["id", "at"]),
            ("a;b\n\"1;5, and, more\";2\n", b';', b'\n', &["a", "b"]),
        ];
        for (text, delimiter, line_end, header) in cases {
            let found = dialect(text.as_bytes()).unwrap();
            assert_eq!(found.marks, Marks { delimiter, line_end }, "{text:?}");
            assert_eq!(found.header, header, "{text:?}");
        }
        assert_eq!(dialect(b"\n\nid,at\n1,2").unwrap().lines, 3);
        assert_eq!(dialect(b"\xef\xbb\xbfid,at\r\n1,2").unwrap().start, 10);
        assert_eq!(dialect(b"id,\xe9t\n1,2").unwrap().start, 6);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let message = |bytes: &[u8]| dialect(bytes).unwrap_err().to_string();
        assert!(message(b"").contains("empty") && message(b"\xef\xbb\xbf \n").contains("empty"));
        assert!(message(b"\xff\xfea\0").contains("UTF-16"));
        assert!(message(b"a\0b\0").contains("NUL"));
    }
}
