//! The JSON texts that the head of a file begins with.

use super::faulty::FaultyValue;
use super::path::Doc;
use super::tape::{Stop, Tape};
use std::borrow::Cow;

/// One text of the head.
pub struct HeadText<'h> {
    tape: Tape,
    bytes: Cow<'h, [u8]>,
}

impl HeadText<'_> {
    /// Its nodes and bytes.
    pub fn doc(&self) -> Doc<'_> {
        Doc { nodes: &self.tape.nodes, bytes: &self.bytes }
    }
}

/// The first texts of a head; one that the head cuts off is closed behind its last whole member or element.
pub fn texts(head: &[u8], most: usize) -> Vec<HeadText<'_>> {
    let mut texts = Vec::new();
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    while texts.len() < most {
        let mut tape = Tape::default();
        rest = behind_separators(rest);
        match tape.read(rest, true) {
            Ok(length) => {
                texts.push(HeadText { tape, bytes: Cow::Borrowed(&rest[..length]) });
                rest = &rest[length..];
            }
            Err(Stop::End) if !rest.is_empty() => {
                let closed = closed(rest);
                if tape.read(&closed, true).is_ok() {
                    texts.push(HeadText { tape, bytes: Cow::Owned(closed) });
                }
                break;
            }
            Err(Stop::End) => break,
            Err(Stop::Bad(at, _)) => {
                if let Some(bytes) = without_faults(rest, at, &mut tape) {
                    texts.push(HeadText { tape, bytes: Cow::Owned(bytes) });
                    break;
                }
                match next_object_line(rest, at) {
                    Some(next) => rest = next,
                    None => break,
                }
            }
        }
    }
    texts
}

/// Faulty values that are left out of a head.
const FAULTS: usize = 32;

/// A text with `null` in place of its faulty values, the first of which has its fault at `at`; `None`
/// where that does not make it whole.
fn without_faults(text: &[u8], at: usize, tape: &mut Tape) -> Option<Vec<u8>> {
    let mut bytes = text.to_vec();
    let mut at = at;
    for _ in 0..FAULTS {
        let (start, close) = value_around(&bytes, at)?;
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |end| end + 1);
        let begins_line = close == b']' && bytes[line..start].trim_ascii().is_empty();
        let indent = begins_line.then_some(start - line);
        let faulty = FaultyValue { fault: at - start, close, indent, is_whole: true };
        let length = faulty.end(&bytes[start..])?;
        // Behind a value only a comma makes room for another.
        let is_behind = !matches!(bytes[..start].trim_ascii_end().last(), Some(b'[' | b',' | b':'));
        let stands_in: &[u8] = if is_behind && close == b']' { b",null" } else { b"null" };
        bytes.splice(start..start + length, stands_in.iter().copied());
        match tape.read(&bytes, true) {
            Ok(_) => return Some(bytes),
            Err(Stop::End) => {
                let closed = closed(&bytes);
                return tape.read(&closed, true).is_ok().then_some(closed);
            }
            Err(Stop::Bad(next, _)) => at = next,
        }
    }
    None
}

/// The start of the outermost object in a list around a place, else of the value at the place itself; and what closes
/// around it.
fn value_around(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    let mut brackets = Brackets::default();
    for (place, byte) in bytes.iter().enumerate().take(at) {
        brackets.pass(place, *byte);
    }
    let open = &brackets.open;
    if let Some(pair) = open.windows(2).find(|pair| pair[0].0 == b'[' && pair[1].0 == b'{') {
        return Some((pair[1].1, b']'));
    }
    let (around, _) = open.last()?;
    Some((at, if *around == b'[' { b']' } else { b'}' }))
}

/// The text from the next line that begins an object.
fn next_object_line(text: &[u8], at: usize) -> Option<&[u8]> {
    memchr::memchr_iter(b'\n', &text[at..])
        .map(|end| &text[at + end + 1..])
        .find(|rest| rest.starts_with(b"{"))
}

/// Whether the head holds its first record to its end: the first object in a list, else the file's first object.
pub fn holds_record(head: &[u8]) -> bool {
    let mut brackets = Brackets::default();
    let mut first = None;
    for (place, byte) in head.iter().enumerate() {
        brackets.pass(place, *byte);
        match (first, brackets.open.as_slice()) {
            (None, [.., (b'[', _), (b'{', start)]) => first = Some(*start),
            (Some(start), open) if open.iter().all(|(_, other)| *other != start) => return true,
            (None, []) if *byte == b'}' => return true,
            _ => {}
        }
    }
    false
}

/// The brackets that are open at a place of a text, outermost first, and where they stand.
#[derive(Default)]
struct Brackets {
    open: Vec<(u8, usize)>,
    inside: bool,
    escaped: bool,
}

impl Brackets {
    fn pass(&mut self, place: usize, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.inside => self.escaped = true,
            b'"' => self.inside = !self.inside,
            _ if self.inside => {}
            b'{' | b'[' => self.open.push((byte, place)),
            b'}' | b']' => drop(self.open.pop()),
            _ => {}
        }
    }
}

/// The text behind blanks, commas and the record separators of RFC 7464.
fn behind_separators(text: &[u8]) -> &[u8] {
    let ends = text.iter().position(|byte| !(byte.is_ascii_whitespace() || matches!(byte, 0x1e | b',')));
    &text[ends.unwrap_or(text.len())..]
}

/// The head cut behind its last whole member or element, and closed there.
fn closed(head: &[u8]) -> Vec<u8> {
    let mut text = head[..OpenEnd::of(head).last_comma].to_vec();
    let closing = OpenEnd::of(&text).closing;
    text.extend(closing.iter().rev());
    text
}

/// What is open at the end of a text that was cut off.
#[derive(Default)]
struct OpenEnd {
    /// The place of the last comma outside strings.
    last_comma: usize,
    /// What closes the lists and objects, outermost first.
    closing: Vec<u8>,
}

impl OpenEnd {
    fn of(text: &[u8]) -> OpenEnd {
        let mut end = OpenEnd::default();
        let mut inside = false;
        let mut escaped = false;
        for (at, byte) in text.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                _ if inside => {}
                b'{' => end.closing.push(b'}'),
                b'[' => end.closing.push(b']'),
                b'}' | b']' => drop(end.closing.pop()),
                b',' => end.last_comma = at,
                _ => {}
            }
        }
        end
    }
}
