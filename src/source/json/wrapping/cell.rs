//! Records that stand as text in a cell of another record: `{"_airbyte_data": "{\"id\": 1, …}"}`, or parts of one in several:
//! `{"id": "1", "source": "{\"type\": …}", "parts": "[{…}]"}`.

use crate::source::json::path::Doc;
use crate::source::json::tape::{NodeKind, Tape};
use crate::source::json::text::unescape;

/// Levels at which such cells are looked for.
const LEVELS: usize = 4;

/// The key of the texts that are records, if they are most of what the first record of a file holds.
pub fn key(docs: &[Doc]) -> Option<String> {
    docs.first().and_then(|doc| key_in(*doc, 0, 0))
}

/// The same of the value at `at`: of an object itself, else of the first object in its lists.
fn key_in(doc: Doc, at: usize, level: usize) -> Option<String> {
    if level > LEVELS {
        return None;
    }
    if doc.nodes[at].kind == NodeKind::List {
        return key_in(doc, doc.elements(at).next()?, level + 1);
    }
    let own = doc.raw(at).len();
    for (key, value) in doc.members(at) {
        let is_most = doc.raw(value).len() * 2 > own;
        if is_most && record_in(doc, value).is_some() {
            return Some(key);
        }
        if is_most && !doc.is_text(value) {
            return key_in(doc, value, level + 1);
        }
    }
    None
}

/// The keys of texts that are objects or lists wherever they are given, if an object is among them. What the head of a
/// file cuts off is not looked at.
pub fn keys(docs: &[Doc]) -> Option<Vec<String>> {
    let whole = if docs.len() > 1 { &docs[..docs.len() - 1] } else { docs };
    let names = whole.first()?.members(0).map(|(key, _)| key);
    let texts = |key: &str| -> Vec<(Doc, usize)> {
        let given = whole.iter().filter_map(|doc| Some((*doc, doc.child(0, key)?)));
        given.filter(|(doc, value)| doc.is_text(*value)).collect()
    };
    let mut has_object = false;
    let keys = names.filter(|key| {
        let texts = texts(key);
        has_object |= texts.iter().any(|(doc, at)| record_in(*doc, *at).is_some());
        !texts.is_empty() && texts.iter().all(|(doc, at)| value_in(*doc, *at, b"{[").is_some())
    });
    let keys: Vec<String> = keys.collect();
    (has_object && !keys.is_empty()).then_some(keys)
}

/// The object that a text is, as JSON.
fn record_in(doc: Doc, at: usize) -> Option<Vec<u8>> {
    value_in(doc, at, b"{")
}

/// The value that a text is, as JSON, where it begins with one of these.
fn value_in(doc: Doc, at: usize, openings: &[u8]) -> Option<Vec<u8>> {
    let begins = doc.raw(at).trim_ascii_start().first().is_some_and(|first| openings.contains(first));
    if !doc.is_text(at) || !begins {
        return None;
    }
    let mut text = Vec::new();
    unescape(doc.raw(at), &mut text);
    let length = Tape::default().read(&text, true).ok()?;
    text[length..].trim_ascii().is_empty().then_some(text)
}

/// Adds a value with the texts of some keys as the records, or the parts of one, that they are.
pub struct ValueWriter<'d, 'k> {
    doc: Doc<'d>,
    keys: &'k [String],
    openings: &'static [u8],
    trouble: Option<String>,
}

impl<'d, 'k> ValueWriter<'d, 'k> {
    /// Of a value, texts of these keys that begin with one of these bytes.
    pub fn new(doc: Doc<'d>, keys: &'k [String], openings: &'static [u8]) -> ValueWriter<'d, 'k> {
        ValueWriter { doc, keys, openings, trouble: None }
    }

    /// Adds the value; what could not be understood.
    pub fn taken(mut self, into: &mut Vec<u8>) -> Option<String> {
        self.write(0, 0, into);
        self.trouble
    }

    fn write(&mut self, at: usize, level: usize, into: &mut Vec<u8>) {
        let doc = self.doc;
        match doc.nodes[at].kind {
            NodeKind::List if level <= LEVELS => {
                into.push(b'[');
                for (place, element) in doc.elements(at).enumerate() {
                    if place > 0 {
                        into.push(b',');
                    }
                    self.write(element, level + 1, into);
                }
                into.push(b']');
            }
            NodeKind::Object if level <= LEVELS => {
                into.push(b'{');
                for (place, key) in doc.keys(at).enumerate() {
                    if place > 0 {
                        into.push(b',');
                    }
                    doc.copy(key, into);
                    into.push(b':');
                    self.member(key, level, into);
                }
                into.push(b'}');
            }
            _ => doc.copy(at, into),
        }
    }

    fn member(&mut self, key: usize, level: usize, into: &mut Vec<u8>) {
        let value = key + 1;
        let raw = self.doc.raw(key);
        let Some(key) = self.keys.iter().find(|own| own.as_bytes() == raw) else {
            return self.write(value, level + 1, into);
        };
        match value_in(self.doc, value, self.openings) {
            Some(record) => into.extend_from_slice(&record),
            None => {
                if self.doc.is_text(value) {
                    let name = super::place::shown(key);
                    self.trouble = Some(format!("the text of {name:?} is no JSON record"));
                }
                self.doc.copy(value, into);
            }
        }
    }
}
