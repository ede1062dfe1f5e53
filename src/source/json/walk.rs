//! The way through a JSON file: down to the lists of records, record by record, past everything else.

use super::path::Doc;
use super::row::RecordPlan;
use super::stream::JsonWindow;
use super::tape::{NodeKind, Stop, Tape};
use super::JsonFault;
use crate::account::{Outcome, Trouble};
use crate::source::{FieldSelection, Sink};
use std::io::{self, Read};

/// The walk over one file.
pub struct Walk<'a, 's> {
    stream: JsonWindow<&'a mut dyn Read>,
    tape: Tape,
    plans: Vec<RecordPlan>,
    sink: &'a mut Sink<'s>,
    note: &'a mut dyn FnMut(JsonFault),
    record: u64,
}

/// Whether the walk can go on behind a value.
type WalkStep = io::Result<Result<(), Stop>>;

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

impl<'a, 's> Walk<'a, 's> {
    /// A walk that gives the records of `selections` to `sink`.
    pub fn new(
        input: &'a mut dyn Read,
        selections: &[FieldSelection],
        sink: &'a mut Sink<'s>,
        note: &'a mut dyn FnMut(JsonFault),
    ) -> Walk<'a, 's> {
        let plans = selections.iter().map(RecordPlan::new).collect();
        Walk { stream: JsonWindow::new(input), tape: Tape::default(), plans, sink, note, record: 0 }
    }

    /// Walks to the end of the file, or as far as it can be read.
    pub fn file(mut self) -> io::Result<()> {
        self.stream.skip_mark()?;
        if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = self.stream.bytes() {
            self.fault(
                Outcome::Rejected,
                Trouble::new("written in UTF-16, which JSON is not", "save the file as UTF-8"),
            );
            return Ok(());
        }
        let mut values = 0u64;
        while let Some(byte) = self.stream.peek()? {
            let result = match byte {
                // RFC 7464 puts a record separator before every text; a comma between lines is a slip of hand-made files.
                0x1e => {
                    self.stream.skip(1);
                    Ok(())
                }
                b',' if values > 0 => {
                    self.fault(
                        Outcome::Repaired,
                        Trouble::plain("a comma between records that are not in a list"),
                    );
                    self.stream.skip(1);
                    Ok(())
                }
                b'[' => {
                    if values == 1 {
                        self.fault(
                            Outcome::Noted,
                            Trouble::new("several JSON texts, one after the other", "all of them were read"),
                        );
                    }
                    self.elements(&mut Vec::new())?
                }
                _ => self.any(&mut Vec::new())?,
            };
            values += 1;
            if let Err(stop) = result {
                let last = stop == Stop::End;
                self.broken(stop);
                if last || byte != b'{' || !self.stream.skip_to_object_line()? {
                    return Ok(());
                }
            }
        }
        if values == 0 {
            self.fault(Outcome::Noted, Trouble::plain("an empty file"));
        }
        Ok(())
    }

    fn here(&self, path: &[String]) -> Here {
        let mut here = Here::Nothing;
        for plan in self.plans.iter().filter(|plan| plan.records.starts_with(path)) {
            if plan.records.len() == path.len() {
                return Here::Records;
            }
            here = Here::Above;
        }
        here
    }

    /// One value of any kind, at a path.
    fn any(&mut self, path: &mut Vec<String>) -> WalkStep {
        let byte = self.stream.peek()?;
        match (self.here(path), byte) {
            (_, None) => Ok(Err(Stop::End)),
            (Here::Records, Some(b'[')) if !path.is_empty() => self.elements(path),
            (Here::Records, _) => self.record(path),
            (Here::Above, Some(b'{')) => self.members(path),
            (Here::Above, Some(b'[')) => self.elements(path),
            (Here::Nothing, Some(b'[')) if path.len() < PIECEWISE => self.elements(path),
            (Here::Nothing, Some(b'{')) if path.len() < PIECEWISE => self.members(path),
            _ => self.passed(),
        }
    }

    /// The elements of a list: records, places above records, or nothing that was asked for.
    fn elements(&mut self, path: &mut Vec<String>) -> WalkStep {
        self.stream.skip(1);
        if self.stream.peek()? == Some(b']') {
            self.stream.skip(1);
            return Ok(Ok(()));
        }
        loop {
            let step = match (self.here(path), self.stream.peek()?) {
                (_, None) => Err(Stop::End),
                (Here::Records, _) => self.record(path)?,
                (Here::Above, Some(b'{')) => self.members(path)?,
                _ => self.passed()?,
            };
            if step.is_err() {
                return Ok(step);
            }
            match self.behind(b']')? {
                Ok(true) => {}
                Ok(false) => return Ok(Ok(())),
                Err(stop) => return Ok(Err(stop)),
            }
        }
    }

    /// Takes the comma behind a member or element, or what closes the object or list; whether there are more.
    fn behind(&mut self, close: u8) -> io::Result<Result<bool, Stop>> {
        let step = match self.stream.peek()? {
            Some(b',') => Ok(true),
            Some(byte) if byte == close => Ok(false),
            Some(_) if close == b']' => Err(Stop::Bad(0, "a comma or ] was expected")),
            Some(_) => Err(Stop::Bad(0, "a comma or } was expected")),
            None => Err(Stop::End),
        };
        if step.is_ok() {
            self.stream.skip(1);
        }
        Ok(step)
    }

    /// The members of an object that records are in.
    fn members(&mut self, path: &mut Vec<String>) -> WalkStep {
        self.stream.skip(1);
        if self.stream.peek()? == Some(b'}') {
            self.stream.skip(1);
            return Ok(Ok(()));
        }
        loop {
            let key = match self.key()? {
                Ok(key) => key,
                Err(stop) => return Ok(Err(stop)),
            };
            path.push(key);
            let step = self.any(path)?;
            path.pop();
            if step.is_err() {
                return Ok(step);
            }
            match self.behind(b'}')? {
                Ok(true) => {}
                Ok(false) => return Ok(Ok(())),
                Err(stop) => return Ok(Err(stop)),
            }
        }
    }

    /// A key and its colon.
    fn key(&mut self) -> io::Result<Result<String, Stop>> {
        if self.stream.peek()?.is_some_and(|byte| byte != b'"') {
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
        let length = self.stream.value(&mut self.tape)?;
        Ok(length.map(|length| self.stream.skip(length)))
    }

    /// A record for all selections whose records are at this path.
    fn record(&mut self, path: &[String]) -> WalkStep {
        self.record += 1;
        let length = match self.stream.value(&mut self.tape)? {
            Ok(length) => length,
            Err(stop) => return Ok(Err(stop)),
        };
        let held;
        let mut bytes = &self.stream.bytes()[..length];
        if std::str::from_utf8(bytes).is_err() {
            held = String::from_utf8_lossy(bytes).into_owned();
            bytes = held.as_bytes();
            if let Err(stop) = self.tape.read(bytes, true) {
                return Ok(Err(stop));
            }
            let trouble = Trouble::plain("bytes that are no UTF-8, read as �");
            (self.note)(JsonFault { outcome: Outcome::Repaired, record: self.record, trouble });
        }
        let doc = Doc { nodes: &self.tape.nodes, bytes };
        if doc.nodes[0].kind == NodeKind::Object {
            for (place, plan) in self.plans.iter_mut().enumerate() {
                let (sink, record) = (&mut *self.sink, self.record);
                plan.within(doc, path, &mut |fields| sink(place, record, fields));
            }
        }
        self.remarks(self.tape.nodes[0].kind);
        self.stream.skip(length);
        Ok(Ok(()))
    }

    /// What is odd about the record just read.
    fn remarks(&mut self, kind: NodeKind) {
        if kind != NodeKind::Object {
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
        (self.note)(JsonFault { outcome, record: self.record, trouble });
    }

    /// The file can't be read on, at least not here.
    fn broken(&mut self, stop: Stop) {
        let trouble = stop.trouble(&self.stream);
        self.fault(Outcome::Rejected, trouble);
    }
}
