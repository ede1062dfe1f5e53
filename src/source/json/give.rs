//! What the walk through a file gives where it stands, and how it goes on behind a fault.

use super::late::LateKeys;
use super::path::Doc;
use super::tape::{NodeKind, Stop};
use super::walk::{Here, Standing, Walk};
use super::JsonFault;
use crate::account::{Outcome, Trouble};
use crate::source::Sink;
use std::io;

impl Walk<'_> {
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
        if simdutf8::basic::from_utf8(bytes).is_err() {
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

    /// Notes what is wrong and goes on behind it: behind the faulty element of a list, else at the next line that begins
    /// an object. False where neither can be found.
    pub(super) fn recovers(&mut self, stop: Stop) -> io::Result<bool> {
        let is_cut = stop == Stop::End;
        let at = if let Stop::Bad(at, _) = stop { at } else { 0 };
        self.broken(stop);
        if is_cut {
            return Ok(false);
        }
        let close = self.open.last().map_or(0, |open| open.close);
        // In files of lines a fault costs its line.
        let is_inside = close == b']' || close == b'}' && self.values == 1;
        if is_inside && self.stream.skip_faulty(at, close)? {
            if self.at_key {
                self.path.push(String::new());
            }
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
