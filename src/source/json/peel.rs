//! A JSON file without one of its wrappings, as a stream of JSON again.

use super::path::Doc;
use super::stream::JsonWindow;
use super::tape::{Stop, Tape};
use super::text::unquoted;
use super::wrapping::{OpenForm, ValuePlace, Wrapping};
use super::JsonFault;
use crate::account::{Outcome, Trouble};
use crate::source::handed::hand_out;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// What was met while wrappings were taken off, for whoever reads the stream.
pub type PeelFaults = Arc<Mutex<Vec<JsonFault>>>;

/// The stream.
pub struct Peeled<R> {
    window: JsonWindow<R>,
    tape: Tape,
    wrapping: Wrapping,
    /// Bytes ready to be read; those before `given` are.
    out: Vec<u8>,
    given: usize,
    frames: Vec<OpenValue>,
    /// Keys that lead to the value at hand.
    path: Vec<String>,
    faults: PeelFaults,
    values: u64,
    ended: bool,
    /// Whether a key has been come to, and its value not yet.
    at_key: bool,
    /// A value as it comes out, before it is known whether anything does.
    value: Vec<u8>,
}

/// An object or list whose end has not been met.
struct OpenValue {
    /// What closes it in the file.
    close: u8,
    /// What closes it in the stream; none where its members stand by themselves.
    written_close: Option<u8>,
    /// Whether it stands under a key of the path.
    has_key: bool,
    /// Values met.
    met: u64,
    /// Values written.
    written: u64,
}

impl OpenValue {
    /// Whether it is an object that comes out as the list of its members.
    fn lists_members(&self) -> bool {
        self.close == b'}' && self.written_close != Some(b'}')
    }
}

/// Longer values are passed on piece by piece where they may be.
const LONG: usize = 8 << 20;

/// Levels that are passed on piece by piece.
const PIECEWISE: usize = 5;

/// Bytes made ready at a time.
const PORTION: usize = 1 << 16;

impl<R: Read> Peeled<R> {
    /// The stream of a file without `wrapping`; what is wrong with it goes to `faults`.
    pub fn new(input: R, wrapping: Wrapping, faults: PeelFaults) -> Peeled<R> {
        Peeled {
            window: JsonWindow::new(input),
            tape: Tape::default(),
            wrapping,
            out: Vec::new(),
            given: 0,
            frames: Vec::new(),
            path: Vec::new(),
            faults,
            values: 0,
            ended: false,
            at_key: false,
            value: Vec::new(),
        }
    }

    /// Goes on by one value or bracket.
    fn step(&mut self) -> io::Result<()> {
        let Some(byte) = self.window.peek()? else {
            if !self.frames.is_empty() {
                self.broken(Stop::End);
            }
            return self.end();
        };
        let result = match self.frames.last() {
            None => self.top(byte)?,
            Some(open) if byte == open.close && open.met == 0 => self.close(),
            Some(open) if open.met == 0 => self.member(byte)?,
            Some(open) if byte == open.close => self.close(),
            Some(_) if byte == b',' => {
                self.window.skip(1);
                match self.window.peek()? {
                    Some(byte) => self.member(byte)?,
                    None => Err(Stop::End),
                }
            }
            Some(open) => {
                self.at_key = open.close == b'}';
                let is_list = open.close == b']';
                let why = if is_list { "a comma or ] was expected" } else { "a comma or } was expected" };
                Err(Stop::Bad(0, why))
            }
        };
        let Err(stop) = result else { return Ok(()) };
        if self.recovers(stop)? {
            Ok(())
        } else {
            self.end()
        }
    }

    /// Notes what is wrong and goes on behind it, as the walk does; false where that can't be.
    fn recovers(&mut self, stop: Stop) -> io::Result<bool> {
        let is_cut = stop == Stop::End;
        let at = if let Stop::Bad(at, _) = stop { at } else { 0 };
        self.broken(stop);
        if is_cut {
            return Ok(false);
        }
        let close = self.frames.last().map_or(0, |open| open.close);
        if close == 0 {
            return self.window.skip_to_object_line();
        }
        if self.values > 1 && close == b'}' || !self.window.skip_faulty(at, close)? {
            return Ok(false);
        }
        self.met();
        if close == b'}' && !self.at_key {
            self.path.pop();
        }
        Ok(true)
    }

    /// A value of the file itself, or what stands between them.
    fn top(&mut self, byte: u8) -> io::Result<Result<(), Stop>> {
        if byte == 0x1e || byte == b',' && self.values > 0 {
            self.window.skip(1);
            return Ok(Ok(()));
        }
        self.put(byte, None)
    }

    /// A member of the object or list that is open.
    fn member(&mut self, byte: u8) -> io::Result<Result<(), Stop>> {
        if self.frames.last().is_some_and(|open| open.close == b']') {
            return self.put(byte, None);
        }
        self.at_key = true;
        let raw = match self.window.key(&mut self.tape)? {
            Ok(key) => key,
            Err(stop) => return Ok(Err(stop)),
        };
        self.path.push(unquoted(&raw));
        self.at_key = false;
        let Some(byte) = self.window.peek()? else { return Ok(Err(Stop::End)) };
        self.put(byte, Some(&raw))
    }

    /// Passes on the value that stands here, under its key if it has one, or opens it.
    fn put(&mut self, byte: u8, key: Option<&[u8]>) -> io::Result<Result<(), Stop>> {
        let in_list = self.frames.last().is_some_and(|open| open.close == b']');
        let number = self.frames.last().map_or(self.values, |open| open.met);
        let own = key.and(self.path.last()).cloned();
        let is_bare = self.frames.last().is_some_and(|open| open.written_close.is_none());
        let separator = if is_bare { b'\n' } else { b',' };
        let place = ValuePlace { path: &self.path, key: own.as_deref(), in_list, number, separator };
        let is_open = matches!(byte, b'{' | b'[');
        if is_open && self.wrapping.opens(&place, byte) {
            self.open(byte, key);
            return Ok(Ok(()));
        }
        let is_member = self.frames.last().is_some_and(OpenValue::lists_members);
        let needs_whole = is_member || self.wrapping.is_whole();
        let may_open = is_open && self.frames.len() < PIECEWISE && !needs_whole;
        let limit = if may_open { LONG } else { usize::MAX };
        let length = match self.window.short_value(limit, &mut self.tape)? {
            Some(Ok(length)) => length,
            Some(Err(stop)) => return Ok(Err(stop)),
            None => {
                self.open(byte, key);
                return Ok(Ok(()));
            }
        };
        self.value.clear();
        let doc = Doc { nodes: &self.tape.nodes, bytes: &self.window.bytes()[..length] };
        let trouble = self.wrapping.write(doc, &place, &mut self.value);
        self.window.skip(length);
        self.met();
        if let Some(what) = trouble {
            let outcome = if self.value.is_empty() { Outcome::SetAside } else { Outcome::Noted };
            self.note(outcome, Trouble::plain(what), 0);
        }
        self.write_value(key);
        Ok(Ok(()))
    }

    /// Passes on the value that has been made ready, if there is anything of it.
    fn write_value(&mut self, key: Option<&[u8]>) {
        if !self.value.is_empty() {
            self.separate(key);
            self.out.append(&mut self.value);
            if self.frames.is_empty() {
                self.out.push(b'\n');
            }
        }
        if key.is_some() {
            self.path.pop();
        }
    }

    /// Counts a value met in what is open.
    fn met(&mut self) {
        match self.frames.last_mut() {
            Some(open) => open.met += 1,
            None => self.values += 1,
        }
    }

    /// What stands before a value in the stream: a comma, its key.
    fn separate(&mut self, key: Option<&[u8]>) {
        let Some(open) = self.frames.last_mut() else { return };
        let is_first = open.written == 0;
        open.written += 1;
        match open.written_close {
            None if !is_first => self.out.push(b'\n'),
            Some(_) if !is_first => self.out.push(b','),
            _ => {}
        }
        if let (Some(b'}'), Some(key)) = (open.written_close, key) {
            self.out.extend_from_slice(key);
            self.out.push(b':');
        }
    }

    /// Opens an object or list.
    fn open(&mut self, byte: u8, key: Option<&[u8]>) {
        self.met();
        self.separate(key);
        self.window.skip(1);
        let close = if byte == b'{' { b'}' } else { b']' };
        let is_members = byte == b'{' && self.wrapping.open_form(&self.path) == OpenForm::Members;
        let written_close = match (is_members, self.frames.is_empty()) {
            (true, true) => None,
            (true, false) => Some(b']'),
            (false, _) => Some(close),
        };
        match written_close {
            Some(b']') => self.out.push(b'['),
            Some(_) => self.out.push(b'{'),
            None => {}
        }
        let has_key = key.is_some();
        self.frames.push(OpenValue { close, written_close, has_key, met: 0, written: 0 });
    }

    fn close(&mut self) -> Result<(), Stop> {
        self.window.skip(1);
        self.write_close();
        Ok(())
    }

    fn write_close(&mut self) {
        let Some(open) = self.frames.pop() else { return };
        self.out.extend(open.written_close);
        if open.has_key {
            self.path.pop();
        }
        if self.frames.is_empty() {
            self.out.push(b'\n');
        }
    }

    /// Closes what is open: the file can't be read on.
    fn end(&mut self) -> io::Result<()> {
        while !self.frames.is_empty() {
            self.write_close();
        }
        self.ended = true;
        Ok(())
    }

    fn broken(&mut self, stop: Stop) {
        let trouble = stop.trouble(&self.window);
        self.note(Outcome::Rejected, trouble, 1);
    }

    /// Notes trouble with the value `ahead` of those met.
    fn note(&mut self, outcome: Outcome, trouble: Trouble, ahead: u64) {
        if let Ok(mut faults) = self.faults.lock() {
            let record = self.frames.last().map_or(self.values, |open| open.met) + ahead;
            faults.push(JsonFault { outcome, record, trouble });
        }
    }
}

impl<R: Read> Read for Peeled<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.out.len() {
            self.out.clear();
            self.given = 0;
            if self.values == 0 && self.frames.is_empty() {
                self.window.skip_mark()?;
            }
            while !self.ended && self.out.len() < PORTION {
                self.step()?;
            }
        }
        Ok(hand_out(&self.out, &mut self.given, into))
    }
}
