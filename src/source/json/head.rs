//! The JSON texts that the head of a file begins with.

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
            Err(_) => break,
        }
    }
    texts
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
