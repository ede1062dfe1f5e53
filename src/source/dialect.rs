//! Finds out how a CSV file is written, and opens it so that only clean records of one form reach who reads them.

use super::csv::{Marks, Watch};
use super::encoding::{encoding_of, lossy, of_western, Decoded, TextEncoding};
use super::found::findings::Findings;
use super::found::{first_rows, form_of, is_odd, starts, Escape, Forced, Form, LineEnd, Normaliser};
use super::packed::Stream;
use super::tidy::is_tidy;
use anyhow::{bail, Result};
use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Mutex};

/// How a CSV file is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialect {
    /// Delimiter and line end of what is read.
    pub marks: Marks,
    /// The names in its header, without blanks around them.
    pub header: Vec<String>,
    /// Bytes before the first record behind the header, in what is read.
    pub start: usize,
    /// Lines up to and with the header.
    pub lines: u64,
    /// How its letters are written.
    pub encoding: TextEncoding,
    /// How it was found.
    pub form: Arc<Form>,
    /// Whether it is read as it is, or made clean while it is read.
    pub is_plain: bool,
}

/// Bytes of the head by which it is decided whether a file is read as it is.
const LOOKED_AT: usize = 1 << 18;

/// Reads the dialect off the head of a file, all of which it is if it is `whole`. Errors: no text in it, or none at all;
/// an encoding that does not exist.
pub fn dialect(head: &[u8], whole: bool, forced: &Forced) -> Result<Dialect> {
    let encoding = encoding_of(head, forced.encoding.as_deref())?;
    let (text, is_utf8) = text_of(head, encoding);
    if text.trim().is_empty() {
        bail!("the file is empty");
    }
    let form = form_of(&text, forced);
    let is_usual = is_utf8 && !text.as_bytes().contains(&0) && form.is_usual(&text);
    let mut dialect = Dialect {
        marks: Marks::default(),
        header: form.names(),
        start: 0,
        lines: form.lines,
        encoding,
        form: Arc::new(form),
        is_plain: false,
    };
    let form = &dialect.form;
    let line_end = if form.shape.line_end == LineEnd::Cr { b'\r' } else { b'\n' };
    let delimiter = form.shape.delimiter.as_bytes().first().copied().unwrap_or(b',');
    let marks = Marks { delimiter, line_end };
    let end = text.floor_char_boundary(LOOKED_AT);
    let (looked_at, whole) = (&text[..end], whole && end == text.len());
    let is_clean = || {
        let rows = looked_at.get(form.start..).unwrap_or_default();
        is_tidy(form, marks, rows, whole) || form.is_clean(looked_at, whole)
    };
    if is_usual && is_clean() {
        let mark = if encoding.is_utf8() { encoding.mark } else { 0 };
        dialect.start = mark + form.start;
        dialect.marks = marks;
        dialect.is_plain = true;
    }
    Ok(dialect)
}

/// A head as text without its mark, and whether it is text as it stands or from a decoder that leaves nothing to be said.
fn text_of(head: &[u8], encoding: TextEncoding) -> (Cow<'_, str>, bool) {
    if !encoding.is_utf8() {
        let mut text = String::new();
        // A letter that the head cuts off is left out or replaced: it stands at the very end.
        let read = Decoded::new(head, encoding).read_to_string(&mut text);
        return (Cow::Owned(text), read.is_ok());
    }
    let head = &head[encoding.mark.min(head.len())..];
    match std::str::from_utf8(head) {
        Ok(text) => (Cow::Borrowed(text), true),
        Err(error) if error.error_len().is_none() => (lossy(&head[..error.valid_up_to()]), true),
        Err(_) => {
            let mut text = String::new();
            for line in head.split_inclusive(|&byte| byte == b'\n') {
                match std::str::from_utf8(line) {
                    Ok(line) => text.push_str(line),
                    Err(_) => text.push_str(&of_western(line)),
                }
            }
            (Cow::Owned(text), false)
        }
    }
}

/// A stream of what is to be read, and its first bytes.
pub struct CleanStream {
    /// The first bytes, about as many as were given.
    pub head: Vec<u8>,
    /// What follows.
    pub stream: Stream,
    /// What was done to make it clean, as far as it was read.
    pub findings: Arc<Mutex<Findings>>,
}

impl Dialect {
    /// The cells of the first rows, headers and titles among them.
    pub fn first_rows(&self, head: &[u8]) -> Vec<Vec<String>> {
        first_rows(&text_of(head, self.encoding).0, &self.form.shape)
    }

    /// The dialect of the same file, whose columns are known by their places alone.
    pub fn without_header(&self, names: &[String]) -> Dialect {
        let form = Arc::new(self.form.without_header(names.len()));
        let header = names.to_vec();
        Dialect { marks: Marks::default(), header, start: 0, lines: 0, form, is_plain: false, ..*self }
    }

    /// Whether its bytes are read just as they stand.
    pub fn is_untouched(&self) -> bool {
        self.is_plain && self.encoding.is_utf8()
    }

    /// What to look at closely where records are read as they are.
    pub fn watch(&self) -> Option<Arc<Watch>> {
        let starts = starts(&self.form);
        self.is_plain.then(|| Arc::new(Watch::new(&starts, self.form.clone(), is_odd)))
    }

    /// The delimiter in words, and the encoding: `semicolon, windows-1252`.
    pub fn described(&self) -> String {
        let delimiter = match self.form.shape.delimiter.as_str() {
            "," => "comma".to_owned(),
            ";" => "semicolon".to_owned(),
            "\t" => "tab".to_owned(),
            "|" => "bar".to_owned(),
            " " => "blank".to_owned(),
            other => format!("{other:?}"),
        };
        format!("{delimiter}, {}", self.encoding.encoding.name())
    }

    /// All that was found out: `semicolon, UTF-8, quote ", header of 1 line, 3 lines above it`.
    pub fn described_in_full(&self) -> String {
        let form = &self.form;
        let mut text = self.described();
        match form.shape.quote {
            Some(quote) => text.push_str(&format!(", quote {}", char::from(quote))),
            None => text.push_str(", no quotes"),
        }
        match form.shape.escape {
            Escape::Doubled => {}
            Escape::Backslash => text.push_str(" behind a backslash"),
            Escape::Bare => text.push_str(" not escaped"),
        }
        let lines = |count: usize| if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
        match form.header_rows {
            0 => text.push_str(", no header"),
            count => text.push_str(&format!(", header of {}", lines(count))),
        }
        if form.skip > 0 {
            text.push_str(&format!(", {} above it", lines(form.skip)));
        }
        text
    }

    /// The name of the encoding where it is not UTF-8.
    pub fn unusual_encoding(&self) -> Option<&'static str> {
        (!self.encoding.is_utf8()).then(|| self.encoding.encoding.name())
    }

    /// Turns the bytes of a file, of which `head` was read, into what this dialect's marks and start are of.
    pub fn open(&self, head: Vec<u8>, stream: Stream) -> io::Result<CleanStream> {
        let findings = Arc::new(Mutex::new(Findings::default()));
        if self.is_untouched() {
            return Ok(CleanStream { head, stream, findings });
        }
        let wanted = head.len().max(1) as u64;
        let (form, noted, early_end) = (self.form.clone(), findings.clone(), stream.early_end.clone());
        let mut stream = stream.through(|rest| {
            let text = self.decoded(head, rest);
            if self.is_plain {
                text
            } else {
                Box::new(Normaliser::new(text, form, noted).cut_by(early_end))
            }
        });
        let mut head = Vec::new();
        (&mut stream).take(wanted).read_to_end(&mut head)?;
        Ok(CleanStream { head, stream, findings })
    }

    /// The table with all its cells, as CSV of RFC 4180 in UTF-8; `head` was read of the stream before.
    pub fn open_raw(&self, head: Vec<u8>, stream: Stream) -> (impl Read, Arc<Mutex<Findings>>) {
        let findings = Arc::new(Mutex::new(Findings::default()));
        let text = self.decoded(head, Box::new(stream));
        let header = Cursor::new(self.form.header_line());
        (header.chain(Normaliser::new(text, self.form.clone(), findings.clone()).raw()), findings)
    }

    /// The text in UTF-8, without a mark.
    fn decoded(&self, head: Vec<u8>, rest: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        let mut start = Cursor::new(head);
        if !self.encoding.is_utf8() {
            return Box::new(Decoded::new(start.chain(rest), self.encoding));
        }
        start.set_position(self.encoding.mark as u64);
        Box::new(start.chain(rest))
    }

    /// The dialect as JSON members, for who asks how a file is written.
    pub fn described_as_json(&self) -> String {
        let shape = &self.form.shape;
        let quote = shape.quote.map(|quote| char::from(quote).to_string()).unwrap_or_default();
        let escape = match shape.escape {
            Escape::Doubled => quote.clone(),
            Escape::Backslash => "\\".to_owned(),
            Escape::Bare => String::new(),
        };
        serde_json::json!({
            "delimiter": shape.delimiter,
            "quote": quote,
            "escape": escape,
            "encoding": self.encoding.encoding.name().to_lowercase(),
            "header_rows": self.form.header_rows,
            "skip": self.form.skip,
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Dialect {
        dialect(text.as_bytes(), true, &Forced::default()).unwrap()
    }

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
            let found = found(text);
            let form = &found.form.shape;
            assert_eq!(form.delimiter.as_bytes(), [delimiter], "{text:?}");
            assert_eq!(form.line_end == LineEnd::Cr, line_end == b'\r', "{text:?}");
            assert_eq!(found.header, header, "{text:?}");
        }
        assert_eq!(found("\n\nid,at\n1,2").lines, 3);
        assert_eq!(found("\u{feff}id,at\r\n1,2").start, 10);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let message = |bytes: &[u8]| dialect(bytes, true, &Forced::default()).unwrap_err().to_string();
        assert!(message(b"").contains("empty") && message(b"\xef\xbb\xbf \n").contains("empty"));
        assert!(message(&[0, 1, 2, 3, 4, 5, 6, 7]).contains("no text"));
    }
}
