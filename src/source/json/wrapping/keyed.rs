//! Records that stand under their ids instead of in a list: `{"c1": {…}, "c2": {…}}`.

use super::place::ValuePlace;
use crate::source::json::path::Doc;
use crate::source::json::tape::NodeKind;

/// Levels at which such an object is looked for.
const LEVELS: usize = 3;

/// Members compared with each other.
const MEMBERS: usize = 50;

/// The paths of the objects whose members are records, if they make up most of a text.
pub fn paths(doc: Doc) -> Vec<Vec<String>> {
    let mut search = Search { doc, found: Vec::new(), bytes: 0 };
    search.object(0, &mut Vec::new());
    if search.bytes * 2 > doc.raw(0).len() {
        search.found
    } else {
        Vec::new()
    }
}

struct Search<'d> {
    doc: Doc<'d>,
    found: Vec<Vec<String>>,
    /// Bytes of the objects found.
    bytes: usize,
}

impl Search<'_> {
    fn object(&mut self, at: usize, path: &mut Vec<String>) {
        if self.doc.nodes[at].kind != NodeKind::Object {
            return;
        }
        if is_keyed(self.doc, at) {
            self.bytes += self.doc.raw(at).len();
            self.found.push(path.clone());
            return;
        }
        if path.len() < LEVELS {
            for (key, value) in self.doc.members(at) {
                path.push(key);
                self.object(value, path);
                path.pop();
            }
        }
    }
}

/// Whether the members of an object are records under their ids: objects alike, under names that are no words of a
/// schema.
fn is_keyed(doc: Doc, at: usize) -> bool {
    let mut records = Vec::new();
    let (mut ids, mut others) = (0, 0);
    for (key, value) in doc.members(at).take(MEMBERS) {
        match doc.nodes[value].kind {
            NodeKind::Object => {
                records.push(keys_of(doc, value));
                ids += usize::from(is_id(&key));
            }
            NodeKind::Null => {}
            _ => others += 1,
        }
    }
    let named_by_ids = ids > 0 && ids * 10 >= records.len() * 8;
    let enough = if named_by_ids { 1 } else { 3 };
    records.len() >= enough
        && others <= records.len() / 2
        && (named_by_ids || others == 0)
        && are_alike(&records)
}

/// Whether a key looks like the id of something rather than the name of a field.
fn is_id(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && (digits * 3 >= key.len() || !key.contains('_') || key.len() >= 16)
}

fn keys_of(doc: Doc, at: usize) -> Vec<String> {
    doc.members(at).map(|(key, _)| key).collect()
}

/// Whether each record shares at least half of its keys with another that has as many or more.
fn are_alike(records: &[Vec<String>]) -> bool {
    let Some(widest) = records.iter().max_by_key(|keys| keys.len()) else { return false };
    if widest.len() < 2 {
        return false;
    }
    records.iter().all(|keys| {
        let shared = keys.iter().filter(|key| widest.contains(key)).count();
        shared * 2 >= keys.len() && (shared > 0 || keys.is_empty())
    })
}

/// Adds the record that stands under a key; the key is its id unless it holds it already.
pub fn write(doc: Doc, place: &ValuePlace, into: &mut Vec<u8>) -> Option<String> {
    let key = place.key.unwrap_or_default();
    match doc.nodes[0].kind {
        NodeKind::Object => {}
        NodeKind::Null => return None,
        _ => return Some(format!("{:?} beside the records is no record", super::place::shown(key))),
    }
    let mut has_own = false;
    for (name, value) in doc.members(0) {
        has_own |= name == "id" || doc.raw(value) == key.as_bytes();
    }
    if has_own {
        doc.copy(0, into);
        return None;
    }
    into.extend_from_slice(b"{\"id\":");
    super::place::push_text(key, into);
    let inner = &doc.raw(0)[1..];
    if doc.keys(0).next().is_some() {
        into.push(b',');
    }
    into.extend_from_slice(inner);
    None
}
