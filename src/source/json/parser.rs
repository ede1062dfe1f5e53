//! Strict JSON (RFC 8259) → the nodes of a tape.

use super::shapes::mixed;
use super::tape::{Node, NodeKind, Stop, Tape};
use crate::fitting::numbered;
use wide::u8x16;

/// Levels of lists and objects inside each other.
const DEPTH: usize = 128;

/// Bytes of one record.
const LONGEST: usize = 1 << 30;

impl Tape {
    /// Reads the value that `bytes` begin with (blanks aside) and gives the place behind it. Without `last` more bytes
    /// may follow these.
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<usize, Stop> {
        self.nodes.clear();
        self.repeated = 0;
        self.lone_surrogates = 0;
        let place = self.place;
        let mut parser = Parser { bytes, at: 0, last, tape: self };
        parser.value(0, place)?;
        if parser.at > LONGEST {
            return Err(Stop::Bad(LONGEST, "a record longer than 1 GiB"));
        }
        Ok(parser.at)
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    last: bool,
    tape: &'a mut Tape,
}

/// The bytes inside strings that need a look: quote, backslash, control characters.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        stops[byte] = true;
        byte += 1;
    }
    stops[b'"' as usize] = true;
    stops[b'\\' as usize] = true;
    stops
};

/// The last control character.
const LAST_CONTROL: u8 = 0x1f;

/// The place of the first byte that needs a look.
#[inline]
pub(super) fn stop_in(bytes: &[u8]) -> Option<usize> {
    let [quote, escape, last_control] = [b'"', b'\\', LAST_CONTROL].map(u8x16::splat);
    let (parts, rest) = bytes.as_chunks::<16>();
    for (place, part) in parts.iter().enumerate() {
        let part = u8x16::new(*part);
        let stops = part.simd_eq(quote) | part.simd_eq(escape) | part.min(last_control).simd_eq(part);
        let stops = stops.to_bitmask();
        if stops != 0 {
            return Some(place * 16 + stops.trailing_zeros() as usize);
        }
    }
    let place = rest.iter().position(|byte| STOPS[*byte as usize])?;
    Some(parts.len() * 16 + place)
}

impl Parser<'_> {
    fn peek(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::End)
    }

    /// The next byte that is no blank.
    fn peek_token(&mut self) -> Result<u8, Stop> {
        loop {
            match self.peek()? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Ok(byte),
            }
        }
    }

    fn bad<T>(&self, why: &'static str) -> Result<T, Stop> {
        Err(Stop::Bad(self.at, why))
    }

    fn push(&mut self, kind: NodeKind, start: usize, end: usize) {
        let next = numbered(self.tape.nodes.len() + 1);
        self.tape.nodes.push(Node { kind, start: numbered(start), end: numbered(end), next });
    }

    fn value(&mut self, depth: usize, place: u64) -> Result<(), Stop> {
        match self.peek_token()? {
            b'"' => self.text(),
            b'{' | b'[' if depth == DEPTH => self.bad("nested deeper than 128 levels"),
            b'{' => self.object(depth, place),
            b'[' => self.list(depth, place),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal(b"true", NodeKind::Plain),
            b'f' => self.literal(b"false", NodeKind::Plain),
            b'n' => self.literal(b"null", NodeKind::Null),
            b'N' => self.bad("NaN is no JSON value"),
            b'I' => self.bad("Infinity is no JSON value"),
            _ => self.bad("no JSON value begins like this"),
        }
    }

    fn object(&mut self, depth: usize, place: u64) -> Result<(), Stop> {
        let own = self.open(NodeKind::Object);
        if self.peek_token()? == b'}' {
            return self.close(own);
        }
        let mut keys = 0;
        let mut shape = place;
        let mut alike = self.tape.alike.take(depth, place);
        loop {
            if self.peek_token()? != b'"' {
                return self.bad("a key in double quotes was expected");
            }
            let key = self.tape.nodes.len();
            self.text()?;
            if self.peek_token()? != b':' {
                return self.bad("a colon was expected behind the key");
            }
            self.at += 1;
            let node = self.tape.nodes[key];
            let name = self.bytes.get(node.span()).unwrap_or_default();
            let key_hash = alike.hash(keys, name);
            shape = mixed(shape, key_hash);
            self.value(depth + 1, mixed(place, key_hash))?;
            self.tape.nodes[key].next = numbered(self.tape.nodes.len());
            keys += 1;
            match self.peek_token()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return self.bad("a comma or } was expected"),
            }
        }
        self.close(own)?;
        if !alike.is_like_the_last(keys) {
            if let Some(shapes) = &mut self.tape.shapes {
                self.tape.unfamiliar += u32::from(shapes.meet(shape));
            }
            let repeated = super::repeated::mark(&mut self.tape.nodes, own, self.bytes);
            self.tape.repeated += repeated;
            alike.settle(keys, repeated == 0);
        }
        self.tape.alike.put(depth, alike);
        Ok(())
    }

    fn list(&mut self, depth: usize, place: u64) -> Result<(), Stop> {
        let own = self.open(NodeKind::List);
        if self.peek_token()? == b']' {
            return self.close(own);
        }
        loop {
            self.value(depth + 1, place)?;
            match self.peek_token()? {
                b',' => self.at += 1,
                b']' => return self.close(own),
                _ => return self.bad("a comma or ] was expected"),
            }
        }
    }

    fn open(&mut self, kind: NodeKind) -> usize {
        self.push(kind, self.at, self.at);
        self.at += 1;
        self.tape.nodes.len() - 1
    }

    fn close(&mut self, place: usize) -> Result<(), Stop> {
        self.at += 1;
        let next = numbered(self.tape.nodes.len());
        let node = &mut self.tape.nodes[place];
        node.end = numbered(self.at);
        node.next = next;
        Ok(())
    }

    fn text(&mut self) -> Result<(), Stop> {
        self.at += 1;
        let start = self.at;
        let mut kind = NodeKind::Text;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(length) = stop_in(rest) else { return Err(Stop::End) };
            self.at += length;
            match self.bytes[self.at] {
                b'"' => break,
                b'\\' => {
                    kind = NodeKind::Escaped;
                    self.escape()?;
                }
                _ => return self.bad("a control character inside a text"),
            }
        }
        self.push(kind, start, self.at);
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Stop> {
        match self.bytes.get(self.at + 1).ok_or(Stop::End)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            b'u' => {
                let unit = self.unit()?;
                self.at += 6;
                let pair =
                    (0xd800..0xdc00).contains(&unit) && self.bytes.get(self.at..self.at + 2) == Some(b"\\u");
                let low = if pair { self.unit()? } else { 0 };
                if (0xdc00..0xe000).contains(&low) {
                    self.at += 6;
                } else if (0xd800..0xe000).contains(&unit) {
                    self.tape.lone_surrogates += 1;
                }
            }
            _ => return self.bad("an escape that JSON does not know"),
        }
        Ok(())
    }

    /// The code unit of the `\uXXXX` that stands here.
    fn unit(&self) -> Result<u16, Stop> {
        let hex = self.bytes.get(self.at + 2..self.at + 6).ok_or(Stop::End)?;
        match super::text::unit(hex) {
            Some(unit) => Ok(unit),
            None => self.bad("an escape that JSON does not know"),
        }
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if rest.is_empty() {
            return Err(Stop::End);
        }
        if length == 0 {
            return self.bad("a digit was expected");
        }
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if self.peek()? == b'-' {
            self.at += 1;
            if self.peek()? == b'I' {
                return self.bad("Infinity is no JSON value");
            }
        }
        match self.peek()? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Ok(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Ok(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let b'+' | b'-' = self.peek()? {
                self.at += 1;
            }
            self.digits()?;
        }
        match self.peek() {
            // The number may go on in the bytes that follow.
            Err(_) if !self.last => return Err(Stop::End),
            Ok(b'0'..=b'9') => return self.bad("a number does not begin with 0"),
            _ => {}
        }
        self.push(NodeKind::Plain, start, self.at);
        Ok(())
    }

    fn literal(&mut self, word: &'static [u8], kind: NodeKind) -> Result<(), Stop> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(word) {
            self.push(kind, self.at, self.at + word.len());
            self.at += word.len();
            return Ok(());
        }
        if word.starts_with(rest) {
            return Err(Stop::End);
        }
        self.bad("no JSON value begins like this")
    }
}
