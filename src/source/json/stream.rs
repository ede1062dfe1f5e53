//! The bytes of a JSON file, held only as far as the value at hand needs them.

use super::faulty::FaultyValue;
use super::tape::{Stop, Tape};
use crate::account::Trouble;
use std::io::Read;

/// A window over the file.
pub struct JsonWindow<R> {
    input: R,
    buffer: Vec<u8>,
    /// The bytes before this place are done with.
    at: usize,
    filled: usize,
    ended: bool,
    /// Bytes and lines of the file before the window.
    bytes_before: u64,
    lines_before: u64,
}

const WINDOW: usize = 1 << 18;

/// Bytes kept before the current place.
const BEFORE: usize = 64;

impl<R: Read> JsonWindow<R> {
    /// A window over `input`.
    pub fn new(input: R) -> JsonWindow<R> {
        JsonWindow {
            input,
            buffer: vec![0; WINDOW],
            at: 0,
            filled: 0,
            ended: false,
            bytes_before: 0,
            lines_before: 0,
        }
    }

    /// What is given stands behind so many bytes and ends of lines of the file.
    pub fn begin_behind(&mut self, bytes: u64, lines: u64) {
        (self.bytes_before, self.lines_before) = (bytes, lines);
    }

    /// Byte and line (from 1) of the place `offset` behind the current one.
    pub fn position(&self, offset: usize) -> (u64, u64) {
        let place = (self.at + offset).min(self.filled);
        let lines = memchr::memchr_iter(b'\n', &self.buffer[..place]).count() as u64;
        (self.bytes_before + place as u64, self.lines_before + lines + 1)
    }

    /// The bytes held, from the current place on.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.at..self.filled]
    }

    /// Goes on by `count` bytes.
    pub fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.filled);
    }

    /// Whether a byte is a blank of JSON.
    fn is_blank(byte: u8) -> bool {
        matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
    }

    /// The next byte that is no blank, not taken; `None` at the end of the file.
    pub fn peek(&mut self) -> std::io::Result<Option<u8>> {
        loop {
            let blanks = self.bytes().iter().take_while(|byte| Self::is_blank(**byte)).count();
            self.skip(blanks);
            if let Some(byte) = self.bytes().first() {
                return Ok(Some(*byte));
            }
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Takes a byte order mark.
    pub fn skip_mark(&mut self) -> std::io::Result<()> {
        while self.bytes().len() < 3 && self.more()? {}
        if self.bytes().starts_with(b"\xef\xbb\xbf") {
            self.skip(3);
        }
        Ok(())
    }

    /// Reads the value that stands here into `tape`, without going on; its length.
    pub fn value(&mut self, tape: &mut Tape) -> std::io::Result<Result<usize, Stop>> {
        Ok(self.short_value(usize::MAX, tape)?.unwrap_or(Err(Stop::End)))
    }

    /// The same of a value that ends within about `limit` bytes; `None` of a longer one.
    pub fn short_value(
        &mut self,
        limit: usize,
        tape: &mut Tape,
    ) -> std::io::Result<Option<Result<usize, Stop>>> {
        self.whole(limit, |bytes, is_last| tape.read(bytes, is_last))
    }

    /// What `read` makes of the bytes from here on, once they hold all of it.
    fn whole(
        &mut self,
        limit: usize,
        mut read: impl FnMut(&[u8], bool) -> Result<usize, Stop>,
    ) -> std::io::Result<Option<Result<usize, Stop>>> {
        loop {
            let ended = self.ended;
            match read(&self.buffer[self.at..self.filled], ended) {
                Err(Stop::End) if !ended => {
                    // Twice as much before the value is read again: the work stays in proportion to its length.
                    let wanted = self.bytes().len().saturating_mul(2);
                    if wanted >= limit {
                        return Ok(None);
                    }
                    while self.more()? && self.bytes().len() < wanted {}
                }
                result => return Ok(Some(result)),
            }
        }
    }

    /// Takes the key that stands here and the colon behind it: the key as it is written, with its quotes.
    pub fn key(&mut self, tape: &mut Tape) -> std::io::Result<Result<Vec<u8>, Stop>> {
        if self.bytes().first() != Some(&b'"') {
            return Ok(Err(Stop::Bad(0, "a key in double quotes was expected")));
        }
        let length = match self.value(tape)? {
            Ok(length) => length,
            Err(stop) => return Ok(Err(stop)),
        };
        let key = self.bytes()[..length].to_vec();
        self.skip(length);
        match self.peek()? {
            Some(b':') => self.skip(1),
            Some(_) => return Ok(Err(Stop::Bad(0, "a colon was expected behind the key"))),
            None => return Ok(Err(Stop::End)),
        }
        Ok(Ok(key))
    }

    /// Goes behind the faulty element or member that stands here, in what `close` closes, whose fault lies `fault` bytes
    /// on; false where its end is not found within some megabytes.
    pub fn skip_faulty(&mut self, fault: usize, close: u8) -> std::io::Result<bool> {
        let mut held = 0;
        loop {
            let indent = self.indent().filter(|_| close == b']');
            let end = FaultyValue { fault, close, indent, is_whole: self.ended }.end(self.bytes());
            if let Some(length) = end {
                self.skip(length);
                return Ok(true);
            }
            if self.ended || held > FAULTY {
                return Ok(false);
            }
            held = self.bytes().len();
            while self.bytes().len() < held * 2 && self.more()? {}
        }
    }

    /// Blanks before the current place on its line, if there is nothing else before it there.
    fn indent(&self) -> Option<usize> {
        let before = &self.buffer[..self.at];
        let line = &before[memchr::memrchr(b'\n', before)? + 1..];
        line.iter().all(|byte| Self::is_blank(*byte)).then_some(line.len())
    }

    /// Goes to the start of the next line that begins with `{`; false at the end of the file.
    pub fn skip_to_object_line(&mut self) -> std::io::Result<bool> {
        loop {
            match memchr::memchr(b'\n', self.bytes()) {
                Some(length) => self.skip(length + 1),
                None => self.skip(self.bytes().len()),
            }
            if self.bytes().is_empty() && !self.more()? {
                return Ok(false);
            }
            let at_line_start = self.at == 0 || self.buffer[self.at - 1] == b'\n';
            if at_line_start && self.bytes().first() == Some(&b'{') {
                return Ok(true);
            }
        }
    }

    /// Reads on; false at the end of the file.
    fn more(&mut self) -> std::io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        // Some bytes before the current place stay, so that line starts can be told.
        let done = self.at.saturating_sub(BEFORE);
        if done > 0 {
            self.bytes_before += done as u64;
            self.lines_before += memchr::memchr_iter(b'\n', &self.buffer[..done]).count() as u64;
            self.buffer.copy_within(done..self.filled, 0);
            self.filled -= done;
            self.at -= done;
        }
        if self.filled + WINDOW / 2 > self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(count) => {
                    self.filled += count;
                    return Ok(true);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Bytes in which the end of a faulty value is looked for.
const FAULTY: usize = 16 << 20;

impl Stop {
    /// What is wrong with the file whose window stands at the value that could not be read.
    pub fn trouble<R: Read>(self, window: &JsonWindow<R>) -> Trouble {
        match self {
            Stop::End => {
                let (byte, line) = window.position(window.bytes().len());
                Trouble {
                    what: format!("the file is cut short at byte {byte} (line {line})").into(),
                    advice: "what stands before was read".into(),
                }
            }
            Stop::Bad(offset, why) => {
                let (byte, line) = window.position(offset);
                Trouble::plain(format!("not JSON at byte {byte} (line {line}): {why}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes as pipes do, a few at a time.
    struct Pipe(Vec<u8>, usize);

    impl Read for Pipe {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = into.len().min(4_096).min(self.0.len() - self.1);
            into[..count].copy_from_slice(&self.0[self.1..][..count]);
            self.1 += count;
            Ok(count)
        }
    }

    #[test]
    fn a_long_record_by_pipe_is_gone_through_three_times_at_most() {
        for length in [1 << 20, 4 << 20] {
            let record = format!("{{\"a\":\"{}\"}}\n", "x".repeat(length)).into_bytes();
            let mut window = JsonWindow::new(Pipe(record.clone(), 0));
            let (mut tape, mut gone_through) = (Tape::default(), 0);
            let read = window.whole(usize::MAX, |bytes, is_last| {
                gone_through += bytes.len();
                tape.read(bytes, is_last)
            });
            assert_eq!(read.unwrap(), Some(Ok(record.len() - 1)));
            // The whole, nearly the whole before that, and half, a quarter and so on before.
            assert!(gone_through <= 3 * record.len(), "{length}: {gone_through}");
        }
    }
}
