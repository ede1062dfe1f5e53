//! The way through a JSON file: down to the lists of records, record by record, past everything else.

use super::late::KnownKeys;
use super::lines::ReadSoFar;
use super::row::RecordPlan;
use super::shapes::{hash, mixed, Shapes};
use super::stream::JsonWindow;
use super::tape::{Stop, Tape};
use super::text::unquoted;
use super::JsonFault;
use crate::account::{Outcome, Trouble};
use crate::source::{FieldSelection, KeyedRecords};
use std::io::{self, Read};

/// The walk over one file.
pub struct Walk<'a> {
    pub(super) stream: JsonWindow<&'a mut dyn Read>,
    pub(super) tape: Tape,
    pub(super) plans: Vec<RecordPlan>,
    /// What is odd about the file so far, for whoever walks to take.
    pub faults: Vec<JsonFault>,
    pub(super) record: u64,
    pub(super) open: Vec<OpenList>,
    pub(super) path: Vec<String>,
    /// Values of the file itself that have been read.
    pub(super) values: u64,
    /// The byte that the value of the file itself at hand begins with.
    pub(super) first: u8,
    /// What the walk stands at, and how many bytes it has.
    pub(super) at: Standing,
    pub(super) length: usize,
    /// Keys that are no news; `None`: nobody asks for news.
    pub(super) known: Option<KnownKeys>,
    has_streams: bool,
    /// Whether the walk is at a key whose value it has not come to.
    pub(super) at_key: bool,
}

/// Whether the walk stands at a record now.
type WalkStep = io::Result<Result<bool, Stop>>;

/// What the walk stands at.
#[derive(Clone, Copy, PartialEq)]
pub enum Standing {
    /// Something not looked at yet.
    Before,
    /// A record.
    Record,
    /// An object that may be a record nobody asked for.
    Stranger,
}

/// An object or list whose end has not been met.
pub struct OpenList {
    /// What closes it.
    pub close: u8,
    /// Whether a value of it has been read.
    begun: bool,
}

/// What waits at a place of the file.
#[derive(Clone, Copy, PartialEq)]
pub enum Here {
    /// Records.
    Records,
    /// Something that records are in.
    Above,
    /// Nothing that was asked for.
    Nothing,
}

/// Levels that are passed over piece by piece, not as one value: no export has large values deeper down.
const PIECEWISE: usize = 4;

/// Bytes of an object that may be a record nobody asked for.
const STRANGER: usize = 1 << 20;

impl<'a> Walk<'a> {
    /// A walk to the records of `selections`.
    pub fn new(input: &'a mut dyn Read, selections: &[FieldSelection]) -> Walk<'a> {
        let plans = selections.iter().map(RecordPlan::new).collect();
        Walk {
            stream: JsonWindow::new(input),
            tape: Tape::default(),
            plans,
            faults: Vec::new(),
            record: 0,
            open: Vec::new(),
            path: Vec::new(),
            values: 0,
            first: 0,
            at: Standing::Before,
            length: 0,
            known: None,
            has_streams: false,
            at_key: false,
        }
    }

    /// A walk that notices keys and places that are none of `known`.
    /// Of a file with streams every value is a record under the name of its stream.
    pub fn noticing(mut self, known: &[KeyedRecords], has_streams: bool) -> Walk<'a> {
        self.has_streams = has_streams;
        self.tape.shapes = Some(Shapes::default());
        self.known = Some(KnownKeys::new(known));
        self
    }

    /// A walk through the rest of a file of lines of which the beginning was read.
    pub fn behind(mut self, read: ReadSoFar) -> Walk<'a> {
        if read == ReadSoFar::default() {
            return self;
        }
        (self.record, self.values, self.first) = (read.records, read.records, b'{');
        self.stream.begin_behind(read.bytes, read.lines);
        self
    }

    /// Goes on with other selections.
    pub fn select(&mut self, selections: &[FieldSelection]) {
        self.plans = selections.iter().map(RecordPlan::new).collect();
    }

    /// Goes to the next record; false at the end of the file, or where it can't be read on.
    pub fn next(&mut self) -> io::Result<bool> {
        if self.at != Standing::Before {
            return Ok(true);
        }
        if self.values == 0 && self.open.is_empty() {
            self.stream.skip_mark()?;
        }
        loop {
            let Some(byte) = self.stream.peek()? else {
                self.ended();
                return Ok(false);
            };
            let step = match self.open.last() {
                None => self.value_of_file(byte)?,
                Some(_) => self.value_inside(byte)?,
            };
            match step {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(stop) => {
                    if !self.recovers(stop)? {
                        return Ok(false);
                    }
                }
            }
        }
    }

    fn ended(&mut self) {
        if !self.open.is_empty() {
            self.broken(Stop::End);
        } else if self.values == 0 {
            self.fault(Outcome::Noted, Trouble::plain("an empty file"));
        }
    }

    /// A value of the file itself, or what stands between them.
    fn value_of_file(&mut self, byte: u8) -> WalkStep {
        match byte {
            // RFC 7464 puts a record separator before every text; a comma between lines is a slip of hand-made files.
            0x1e => self.stream.skip(1),
            b',' if self.values > 0 => {
                let trouble = Trouble::plain("a comma between records that are not in a list");
                self.fault(Outcome::Repaired, trouble);
                self.stream.skip(1);
            }
            _ => {
                if byte == b'[' && self.values == 1 {
                    let trouble =
                        Trouble::new("several JSON texts, one after the other", "all of them were read");
                    self.fault(Outcome::Noted, trouble);
                }
                self.first = byte;
                self.values += 1;
                return if byte == b'[' { self.enter(byte) } else { self.value(byte, false) };
            }
        }
        Ok(Ok(false))
    }

    /// A member or element, or the end of what is open.
    fn value_inside(&mut self, byte: u8) -> WalkStep {
        let Some(open) = self.open.last() else { return Ok(Ok(false)) };
        let (close, begun) = (open.close, open.begun);
        if byte == close {
            self.stream.skip(1);
            self.open.pop();
            self.done();
            return Ok(Ok(false));
        }
        self.at_key = close == b'}';
        let mut byte = byte;
        if begun {
            if byte != b',' {
                let why =
                    if close == b']' { "a comma or ] was expected" } else { "a comma or } was expected" };
                return Ok(Err(Stop::Bad(0, why)));
            }
            self.stream.skip(1);
            let Some(next) = self.stream.peek()? else { return Ok(Err(Stop::End)) };
            byte = next;
        }
        if close == b']' {
            self.at_key = false;
            return self.value(byte, true);
        }
        match self.stream.key(&mut self.tape)? {
            Ok(key) => self.path.push(unquoted(&key)),
            Err(stop) => return Ok(Err(stop)),
        }
        self.at_key = false;
        match self.stream.peek()? {
            Some(byte) => self.value(byte, false),
            None => Ok(Err(Stop::End)),
        }
    }

    pub(super) fn here(&self) -> Here {
        let mut here = Here::Nothing;
        for plan in self.plans.iter().filter(|plan| plan.records.starts_with(&self.path)) {
            if plan.records.len() == self.path.len() {
                return Here::Records;
            }
            here = Here::Above;
        }
        here
    }

    /// One value of any kind.
    fn value(&mut self, byte: u8, in_list: bool) -> WalkStep {
        let is_open = matches!(byte, b'{' | b'[');
        match self.here() {
            Here::Records if byte == b'[' && !in_list && !self.path.is_empty() => self.enter(byte),
            Here::Records => self.record(),
            Here::Above if byte == b'{' || is_open && !in_list => self.enter(byte),
            Here::Nothing if byte == b'{' && self.may_be_stranger(in_list) => self.stranger(byte, in_list),
            Here::Nothing if is_open && !in_list && self.path.len() < PIECEWISE => self.enter(byte),
            Here::Above | Here::Nothing => self.passed(),
        }
    }

    /// Whether an object nobody asked for may be a record all the same: in a list of its own, or in a stream of its own.
    fn may_be_stranger(&self, in_list: bool) -> bool {
        let is_apart = in_list || self.has_streams && self.path.len() == 1;
        is_apart && !self.path.is_empty() && self.known.is_some()
    }

    /// Opens an object or list.
    fn enter(&mut self, byte: u8) -> WalkStep {
        self.stream.skip(1);
        let close = if byte == b'{' { b'}' } else { b']' };
        self.open.push(OpenList { close, begun: false });
        Ok(Ok(false))
    }

    /// A value has been read to its end.
    pub(super) fn done(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.begun = true;
            if open.close == b'}' {
                self.path.pop();
            }
        }
    }

    /// A value nobody asked for.
    fn passed(&mut self) -> WalkStep {
        let step = self.stream.value(&mut self.tape)?;
        Ok(step.map(|length| {
            self.stream.skip(length);
            self.done();
            false
        }))
    }

    /// An object that may be a record nobody asked for: the walk stops at it where it has keys that are news.
    fn stranger(&mut self, byte: u8, in_list: bool) -> WalkStep {
        self.tape.unfamiliar = 0;
        self.tape.place = self.place();
        let limit = if in_list { usize::MAX } else { STRANGER };
        let Some(step) = self.stream.short_value(limit, &mut self.tape)? else { return self.enter(byte) };
        Ok(step.map(|length| {
            self.length = length;
            if self.tape.unfamiliar > 0 {
                self.at = Standing::Stranger;
                return true;
            }
            self.stream.skip(length);
            self.done();
            false
        }))
    }

    /// What the shapes of values at the path at hand begin with.
    fn place(&self) -> u64 {
        self.path.iter().fold(1, |place, key| mixed(place, hash(key.as_bytes())))
    }

    /// Stops at a record for all selections whose records are at this path.
    fn record(&mut self) -> WalkStep {
        self.record += 1;
        if self.known.is_some() {
            self.tape.unfamiliar = 0;
            self.tape.place = self.place();
        }
        let step = self.stream.value(&mut self.tape)?;
        Ok(step.map(|length| {
            self.length = length;
            self.at = Standing::Record;
            true
        }))
    }

    pub(super) fn fault(&mut self, outcome: Outcome, trouble: Trouble) {
        self.faults.push(JsonFault { outcome, record: self.record, trouble });
    }

    /// The file can't be read on, at least not here.
    pub(super) fn broken(&mut self, stop: Stop) {
        let trouble = stop.trouble(&self.stream);
        self.fault(Outcome::Rejected, trouble);
    }
}
