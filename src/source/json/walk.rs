//! The way through a JSON file: down to the lists of records, record by record, past everything else.

use super::late::{KnownKeys, LateKeys};
use super::path::Doc;
use super::row::RecordPlan;
use super::shapes::{hash, mixed, Shapes};
use super::stream::JsonWindow;
use super::tape::{NodeKind, Stop, Tape};
use super::JsonFault;
use crate::account::{Outcome, Trouble};
use crate::source::{FieldSelection, KeyedRecords, Sink};
use std::io::{self, Read};

/// The walk over one file.
pub struct Walk<'a> {
    stream: JsonWindow<&'a mut dyn Read>,
    tape: Tape,
    plans: Vec<RecordPlan>,
    /// What is odd about the file so far, for whoever walks to take.
    pub faults: Vec<JsonFault>,
    record: u64,
    open: Vec<OpenList>,
    path: Vec<String>,
    /// Values of the file itself that have been read.
    values: u64,
    /// The byte that the value of the file itself at hand begins with.
    first: u8,
    /// What the walk stands at, and how many bytes it has.
    at: Standing,
    length: usize,
    /// Keys that are no news; `None`: nobody asks for news.
    known: Option<KnownKeys>,
    has_streams: bool,
}

/// Whether the walk stands at a record now.
type WalkStep = io::Result<Result<bool, Stop>>;

/// What the walk stands at.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    /// Something not looked at yet.
    Before,
    /// A record.
    Record,
    /// An object that may be a record nobody asked for.
    Stranger,
}

/// An object or list whose end has not been met.
struct OpenList {
    /// What closes it.
    close: u8,
    /// Whether a value of it has been read.
    begun: bool,
}

/// What waits at a place of the file.
#[derive(Clone, Copy, PartialEq)]
enum Here {
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

/// Bytes in which the end of a faulty record is looked for.
const FAULTY: usize = 16 << 20;

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
            return self.value(byte, true);
        }
        match self.key(byte)? {
            Ok(key) => self.path.push(key),
            Err(stop) => return Ok(Err(stop)),
        }
        match self.stream.peek()? {
            Some(byte) => self.value(byte, false),
            None => Ok(Err(Stop::End)),
        }
    }

    fn here(&self) -> Here {
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
    fn done(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.begun = true;
            if open.close == b'}' {
                self.path.pop();
            }
        }
    }

    /// A key and its colon.
    fn key(&mut self, byte: u8) -> io::Result<Result<String, Stop>> {
        if byte != b'"' {
            return Ok(Err(Stop::Bad(0, "a key in double quotes was expected")));
        }
        let length = match self.stream.value(&mut self.tape)? {
            Ok(length) => length,
            Err(stop) => return Ok(Err(stop)),
        };
        let mut key = Vec::new();
        super::text::unescape(&self.stream.bytes()[1..length - 1], &mut key);
        self.stream.skip(length);
        match self.stream.peek()? {
            Some(b':') => self.stream.skip(1),
            Some(_) => return Ok(Err(Stop::Bad(0, "a colon was expected behind the key"))),
            None => return Ok(Err(Stop::End)),
        }
        Ok(Ok(String::from_utf8_lossy(&key).into_owned()))
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

    /// The keys of the value that the walk stands at that are news.
    pub fn late_keys(&mut self) -> Vec<LateKeys> {
        let doc = Doc { nodes: &self.tape.nodes, bytes: &self.stream.bytes()[..self.length] };
        match &mut self.known {
            Some(known) if self.tape.unfamiliar > 0 => known.news(doc, &self.path, &self.plans),
            _ => Vec::new(),
        }
    }

    /// Gives the record that the walk stands at to `sink`, once for each selection it belongs to, and goes behind it.
    pub fn give(&mut self, sink: &mut Sink<'_>) {
        self.tape.unfamiliar = 0;
        let is_record = self.here() == Here::Records;
        self.record += u64::from(is_record && self.at == Standing::Stranger);
        if is_record {
            self.give_rows(sink);
            self.remarks();
        }
        self.at = Standing::Before;
        self.stream.skip(self.length);
        self.done();
    }

    fn give_rows(&mut self, sink: &mut Sink<'_>) {
        let held;
        let mut bytes = &self.stream.bytes()[..self.length];
        if std::str::from_utf8(bytes).is_err() {
            held = String::from_utf8_lossy(bytes).into_owned();
            bytes = held.as_bytes();
            let trouble = Trouble::plain("bytes that are no UTF-8, read as �");
            self.faults.push(JsonFault { outcome: Outcome::Repaired, record: self.record, trouble });
            // Inside strings one character stands for another: the record stays as valid as it was.
            if self.tape.read(bytes, true).is_err() {
                return;
            }
        }
        let doc = Doc { nodes: &self.tape.nodes, bytes };
        if doc.nodes[0].kind == NodeKind::Object {
            for (place, plan) in self.plans.iter_mut().enumerate() {
                let record = self.record;
                plan.within(doc, &self.path, &mut |fields| sink(place, record, fields));
            }
        }
    }

    /// What is odd about the record just read.
    fn remarks(&mut self) {
        if self.tape.nodes[0].kind != NodeKind::Object {
            self.fault(Outcome::Rejected, Trouble::plain("not an object with keys"));
        }
        if self.tape.repeated > 0 {
            let trouble = Trouble::new("a key that comes twice in one object", "the last one counts");
            self.fault(Outcome::Noted, trouble);
        }
        if self.tape.lone_surrogates > 0 {
            self.fault(Outcome::Repaired, Trouble::plain("half a character (a lone surrogate), read as �"));
        }
    }

    fn fault(&mut self, outcome: Outcome, trouble: Trouble) {
        self.faults.push(JsonFault { outcome, record: self.record, trouble });
    }

    /// The file can't be read on, at least not here.
    fn broken(&mut self, stop: Stop) {
        let trouble = stop.trouble(&self.stream);
        self.fault(Outcome::Rejected, trouble);
    }

    /// Notes what is wrong and goes on behind it: behind the faulty element of a list, else at the next line that begins
    /// an object. False where neither can be found.
    fn recovers(&mut self, stop: Stop) -> io::Result<bool> {
        let is_cut = stop == Stop::End;
        let at = if let Stop::Bad(at, _) = stop { at } else { 0 };
        self.broken(stop);
        if is_cut {
            return Ok(false);
        }
        let in_list = self.open.last().is_some_and(|open| open.close == b']');
        if in_list && self.stream.skip_faulty(at, FAULTY)? {
            self.done();
            return Ok(true);
        }
        if self.first != b'{' || !self.stream.skip_to_object_line()? {
            return Ok(false);
        }
        self.open.clear();
        self.path.clear();
        Ok(true)
    }
}
