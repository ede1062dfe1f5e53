//! Records that stand as text in a cell of another record: `{"_airbyte_data": "{\"id\": 1, …}"}`.

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

/// The object that a text is, as JSON.
fn record_in(doc: Doc, at: usize) -> Option<Vec<u8>> {
    if !doc.is_text(at) || !doc.raw(at).trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let mut text = Vec::new();
    unescape(doc.raw(at), &mut text);
    let length = Tape::default().read(&text, true).ok()?;
    text[length..].trim_ascii().is_empty().then_some(text)
}

/// Adds a value with the texts of a key as the records they are.
pub struct ValueWriter<'d, 'k> {
    /// The value.
    pub doc: Doc<'d>,
    /// The key.
    pub key: &'k str,
    /// What could not be understood.
    pub trouble: Option<String>,
}

impl ValueWriter<'_, '_> {
    /// Adds the node at `at`.
    pub fn write(&mut self, at: usize, level: usize, into: &mut Vec<u8>) {
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
        if self.doc.raw(key) != self.key.as_bytes() {
            return self.write(value, level + 1, into);
        }
        match record_in(self.doc, value) {
            Some(record) => into.extend_from_slice(&record),
            None => {
                if self.doc.is_text(value) {
                    let name = super::place::shown(self.key);
                    self.trouble = Some(format!("the text of {name:?} is no JSON record"));
                }
                self.doc.copy(value, into);
            }
        }
    }
}
