//! JSON that a program is written around: `export default […];`, `window.data = […]`, `callback({…})`.

use crate::source::handed::hand_out;
use std::io::{self, Read};

/// Bytes in which the words before the JSON stand.
const LONGEST: usize = 200;

/// No statement ends with more bytes than these.
const LONGEST_END: usize = 1 << 20;

/// How many bytes stand before the JSON that a program assigns, exports or hands to a function; `None` where the head is
/// anything else.
pub fn words_before(head: &[u8]) -> Option<usize> {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mark = head.len() - start.len();
    let length = start.iter().take(LONGEST).position(|byte| matches!(byte, b'[' | b'{'))?;
    let words = std::str::from_utf8(&start[..length]).ok()?.trim();
    let is_name = |name: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte);
        name.starts_with(|first: char| first.is_ascii_alphabetic() || "_$".contains(first))
            && name.bytes().all(is_part)
    };
    let is_script = if let Some(name) = words.strip_suffix('=') {
        let name = name.trim();
        let bare = ["var ", "let ", "const "].iter().find_map(|word| name.strip_prefix(word));
        is_name(bare.unwrap_or(name).trim())
    } else if let Some(name) = words.strip_suffix('(') {
        is_name(name.trim())
    } else {
        words == "export default"
    };
    is_script.then_some(mark + length)
}

/// A head with blanks where the words stood, so that every byte keeps its place.
pub fn without_words(mut head: Vec<u8>, length: usize) -> Vec<u8> {
    head.iter_mut().take(length).for_each(|byte| *byte = b' ');
    head
}

/// A stream without what ends a statement: `;` and `)` behind the JSON.
pub struct Unended<R> {
    input: R,
    /// What was read and not given out.
    held: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Unended<R> {
    /// Takes the end off `input`.
    pub fn new(input: R) -> Unended<R> {
        Unended { input, held: Vec::new(), given: 0, ended: false }
    }

    /// Where that begins in what is held which may be the end of the statement.
    fn end(&self) -> usize {
        if self.held.len() > LONGEST_END {
            return self.held.len();
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b';' | b')');
        self.held.iter().rposition(|byte| !ends(byte)).map_or(0, |last| last + 1)
    }
}

impl<R: Read> Read for Unended<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.end() && !self.ended {
            self.held.drain(..self.given);
            self.given = 0;
            let from = self.held.len();
            self.held.resize(from + (1 << 16), 0);
            let read = self.input.read(&mut self.held[from..])?;
            self.held.truncate(from + read);
            self.ended = read == 0;
        }
        let end = self.end();
        Ok(hand_out(&self.held[..end], &mut self.given, into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_anything_else() {
        for (head, length) in [
            ("export default [1]", Some(15)),
            ("window.YTD.tickets.part0 = [ {", Some(27)),
            ("const rows={", Some(11)),
            ("module.exports = {", Some(17)),
            ("loaded([", Some(7)),
            ("\u{feff}var a = [", Some(11)),
            ("[1]", None),
            ("{\"a\": [1]}", None),
            ("id,created {at}", None),
            ("2026 = [", None),
            ("a b = [", None),
            ("nothing", None),
        ] {
            assert_eq!(words_before(head.as_bytes()), length, "{head}");
        }
    }

    #[test]
    fn the_end_of_a_statement_is_no_json() {
        for (text, expected) in [("[1, 2]);\n", "[1, 2]"), ("[\";)\"] ; [2] ;;", "[\";)\"] ; [2]"), ("", "")]
        {
            for size in [1, 3, 100] {
                let mut found = Vec::new();
                let mut stream = Unended::new(text.as_bytes());
                let mut piece = vec![0; size];
                while let Ok(count @ 1..) = stream.read(&mut piece) {
                    found.extend_from_slice(&piece[..count]);
                }
                assert_eq!(String::from_utf8(found).unwrap(), expected, "{size}");
            }
        }
    }
}
