//! What a JSON file holds, told by its head: where records may lie, and their keys.

use super::head;
use super::path::Doc;
use super::tape::NodeKind;
use crate::source::KeyedRecords;
use std::collections::HashSet;

/// What the head of a JSON file holds: for each place where records may lie its path (empty: the file's own lines or
/// elements) and the union of its records' keys, nested ones as paths. The file's own come first, then the largest.
pub fn survey(head: &[u8]) -> Vec<KeyedRecords> {
    let mut places = RecordPlaces::default();
    for (place, text) in head::texts(head, RECORDS).iter().enumerate() {
        places.many |= place > PAGES;
        places.root(text.doc());
    }
    places.sorted()
}

/// Records looked at, elements of a list, keys of a place, levels.
const RECORDS: usize = 500;
const ELEMENTS: usize = 50;
const KEYS: usize = 3_000;
const LEVELS: usize = 6;

#[derive(Default)]
struct RecordPlaces {
    found: Vec<RecordPlace>,
    /// Whether the file itself is a list of records.
    many: bool,
    /// Keys under which whole values of the file stand, nothing beside them.
    streams: Vec<String>,
    /// Whether all values of the file are of that kind.
    others: bool,
}

struct RecordPlace {
    way: WayDown,
    keys: KeyPaths,
    bytes: usize,
}

/// The way from the top of the file to records.
#[derive(Clone)]
struct WayDown {
    path: String,
    /// Lists on it.
    lists: usize,
    /// Whether it ends in a list, whose elements are the records.
    listed: bool,
}

/// More values than this are no pages with records inside, but the records.
const PAGES: usize = 20;

impl RecordPlaces {
    /// A value of the file itself: a record, or a list of them.
    fn root(&mut self, doc: Doc) {
        let way = WayDown { path: String::new(), lists: 0, listed: false };
        if doc.nodes[0].kind != NodeKind::List {
            self.note_stream(doc, 0);
            return self.record(doc, 0, &way);
        }
        self.many |= doc.elements(0).nth(PAGES).is_some();
        for element in doc.elements(0).take(RECORDS) {
            self.note_stream(doc, element);
            self.record(doc, element, &way);
        }
    }

    /// Notes a value that is nothing but a record under the name of its stream.
    fn note_stream(&mut self, doc: Doc, at: usize) {
        match doc.only_key(at).filter(|key| doc.nodes[key + 1].kind == NodeKind::Object) {
            Some(key) => {
                let name = doc.text(key);
                if !self.streams.contains(&name) {
                    self.streams.push(name);
                }
            }
            None => self.others = true,
        }
    }

    /// An object that may be a record, and the lists inside it that may hold records too.
    fn record(&mut self, doc: Doc, at: usize, way: &WayDown) {
        if doc.nodes[at].kind != NodeKind::Object {
            return;
        }
        let place = self.place(way);
        place.bytes += doc.raw(at).len();
        place.keys.object(doc, at, "", 0);
        // No export has its records deeper down.
        if way.path.split('.').count() <= 3 {
            self.inside(doc, at, way);
        }
    }

    fn inside(&mut self, doc: Doc, at: usize, way: &WayDown) {
        for (key, value) in doc.members(at).take(KEYS) {
            let path = joined(&way.path, &key);
            match doc.nodes[value].kind {
                NodeKind::List => {
                    let inner = WayDown { path, lists: way.lists + 1, listed: true };
                    for element in doc.elements(value).take(ELEMENTS) {
                        self.record(doc, element, &inner);
                    }
                }
                NodeKind::Object => {
                    self.record(doc, value, &WayDown { path, lists: way.lists, listed: false });
                }
                _ => {}
            }
        }
    }

    /// The place at the end of a way; a path may be met both as a list and as an object, and the last way counts.
    fn place(&mut self, way: &WayDown) -> &mut RecordPlace {
        let known = self.found.iter().position(|place| place.way.path == way.path);
        let at = known.unwrap_or_else(|| {
            self.found.push(RecordPlace { way: way.clone(), keys: KeyPaths::default(), bytes: 0 });
            self.found.len() - 1
        });
        let place = &mut self.found[at];
        place.way.lists = way.lists;
        place.way.listed = way.listed;
        place
    }

    /// The places, without those that lie inside records: in a list of a record, or in an object that is a minor part.
    fn sorted(mut self) -> Vec<KeyedRecords> {
        let own = self.found.iter().find(|place| place.way.path.is_empty()).map_or(0, |place| place.bytes);
        let most = if self.many { 0 } else { 1 };
        self.found.retain(|RecordPlace { way, bytes, .. }| {
            let is_stream = !self.others && self.streams.contains(&way.path);
            way.path.is_empty() || is_stream || (way.lists <= most && (way.listed || bytes * 2 > own))
        });
        self.found.sort_by_key(|place| (!place.way.path.is_empty(), std::cmp::Reverse(place.bytes)));
        self.found
            .into_iter()
            .map(|place| KeyedRecords { path: place.way.path, keys: place.keys.found })
            .collect()
    }
}

/// A path one key longer.
pub fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}

/// Collects the paths of values: `author.name`, `tags[]`, `comments[].id`.
#[derive(Default)]
pub struct KeyPaths {
    /// The paths, each once.
    pub found: Vec<String>,
    seen: HashSet<String>,
}

impl KeyPaths {
    /// Adds the paths of all values inside the object at `at`, which is `path`.
    pub fn object(&mut self, doc: Doc, at: usize, path: &str, level: usize) {
        for (key, value) in doc.members(at) {
            let path = joined(path, &key);
            let node = doc.nodes[value];
            match node.kind {
                NodeKind::Object if level < LEVELS && node.behind() > value + 1 => {
                    self.object(doc, value, &path, level + 1);
                }
                NodeKind::List => self.list(doc, value, path, level),
                _ => self.add(path),
            }
        }
    }

    fn list(&mut self, doc: Doc, at: usize, path: String, level: usize) {
        let mut elements = doc.elements(at).peekable();
        if elements.peek().is_none() {
            return self.add(path);
        }
        let path = format!("{path}[]");
        for element in elements {
            match doc.nodes[element].kind {
                NodeKind::Object if level < LEVELS => self.object(doc, element, &path, level + 1),
                _ => self.add(path.clone()),
            }
        }
    }

    fn add(&mut self, path: String) {
        if self.found.len() < KEYS && !self.seen.contains(&path) {
            self.seen.insert(path.clone());
            self.found.push(path);
        }
    }
}
