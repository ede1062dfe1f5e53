//! What a JSON file holds, told by its head: where records may lie, and their keys.

use super::path::Doc;
use super::tape::{NodeKind, Stop, Tape};
use crate::source::KeyedRecords;

/// What the head of a JSON file holds: for each place where records may lie its path (empty: the file's own lines or
/// elements) and the union of its records' keys, nested ones as paths. The file's own come first, then the largest.
pub fn survey(head: &[u8]) -> Vec<KeyedRecords> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut places = Places::default();
    let mut tape = Tape::default();
    let mut rest = head;
    for place in 0..RECORDS {
        places.many |= place > PAGES;
        rest = behind_separators(rest);
        match tape.read(rest, true) {
            Ok(length) => {
                places.root(Doc { nodes: &tape.nodes, bytes: rest });
                rest = &rest[length..];
            }
            Err(Stop::End) if !rest.is_empty() => {
                let closed = closed(rest);
                if tape.read(&closed, true).is_ok() {
                    places.root(Doc { nodes: &tape.nodes, bytes: &closed });
                }
                break;
            }
            Err(_) => break,
        }
    }
    places.sorted()
}

/// The text behind blanks, commas and the record separators of RFC 7464.
fn behind_separators(text: &[u8]) -> &[u8] {
    let ends = text.iter().position(|byte| !(byte.is_ascii_whitespace() || matches!(byte, 0x1e | b',')));
    &text[ends.unwrap_or(text.len())..]
}

/// Records looked at, elements of a list, keys of a place, levels.
const RECORDS: usize = 500;
const ELEMENTS: usize = 50;
const KEYS: usize = 3_000;
const LEVELS: usize = 6;

#[derive(Default)]
struct Places {
    found: Vec<RecordPlace>,
    /// Whether the file itself is a list of records.
    many: bool,
}

struct RecordPlace {
    way: WayDown,
    keys: Vec<String>,
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

impl Places {
    /// A value of the file itself: a record, or a list of them.
    fn root(&mut self, doc: Doc) {
        let way = WayDown { path: String::new(), lists: 0, listed: false };
        if doc.nodes[0].kind != NodeKind::List {
            return self.record(doc, 0, &way);
        }
        self.many |= doc.elements(0).nth(PAGES).is_some();
        for element in doc.elements(0).take(RECORDS) {
            self.record(doc, element, &way);
        }
    }

    /// An object that may be a record, and the lists inside it that may hold records too.
    fn record(&mut self, doc: Doc, at: usize, way: &WayDown) {
        if doc.nodes[at].kind != NodeKind::Object {
            return;
        }
        let place = self.place(way);
        place.bytes += doc.raw(at).len();
        KeyPaths { doc, found: &mut place.keys }.object(at, "", 0);
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
            self.found.push(RecordPlace { way: way.clone(), keys: Vec::new(), bytes: 0 });
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
            way.path.is_empty() || (way.lists <= most && (way.listed || bytes * 2 > own))
        });
        self.found.sort_by_key(|place| (!place.way.path.is_empty(), std::cmp::Reverse(place.bytes)));
        self.found.into_iter().map(|place| KeyedRecords { path: place.way.path, keys: place.keys }).collect()
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}

/// Collects the paths of values: `author.name`, `tags[]`, `comments[].id`.
struct KeyPaths<'d, 'f> {
    doc: Doc<'d>,
    found: &'f mut Vec<String>,
}

impl KeyPaths<'_, '_> {
    /// Adds the paths of all values inside the object at `at`, which is `path`.
    fn object(&mut self, at: usize, path: &str, level: usize) {
        for (key, value) in self.doc.members(at) {
            let path = joined(path, &key);
            let node = self.doc.nodes[value];
            match node.kind {
                NodeKind::Object if level < LEVELS && node.behind() > value + 1 => {
                    self.object(value, &path, level + 1);
                }
                NodeKind::List => self.list(value, path, level),
                _ => self.add(path),
            }
        }
    }

    fn list(&mut self, at: usize, path: String, level: usize) {
        let mut elements = self.doc.elements(at).peekable();
        if elements.peek().is_none() {
            return self.add(path);
        }
        let path = format!("{path}[]");
        for element in elements.take(ELEMENTS) {
            match self.doc.nodes[element].kind {
                NodeKind::Object if level < LEVELS => self.object(element, &path, level + 1),
                _ => self.add(path.clone()),
            }
        }
    }

    fn add(&mut self, path: String) {
        if self.found.len() < KEYS && !self.found.contains(&path) {
            self.found.push(path);
        }
    }
}

/// The head cut behind its last whole member or element, and closed there.
fn closed(head: &[u8]) -> Vec<u8> {
    let mut text = head[..OpenEnd::of(head).last_comma].to_vec();
    let closing = OpenEnd::of(&text).closing;
    text.extend(closing.iter().rev());
    text
}

/// What is open at the end of a text that was cut off.
#[derive(Default)]
struct OpenEnd {
    /// The place of the last comma outside strings.
    last_comma: usize,
    /// What closes the lists and objects, outermost first.
    closing: Vec<u8>,
}

impl OpenEnd {
    fn of(text: &[u8]) -> OpenEnd {
        let mut end = OpenEnd::default();
        let mut inside = false;
        let mut escaped = false;
        for (at, byte) in text.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                _ if inside => {}
                b'{' => end.closing.push(b'}'),
                b'[' => end.closing.push(b']'),
                b'}' | b']' => drop(end.closing.pop()),
                b',' => end.last_comma = at,
                _ => {}
            }
        }
        end
    }
}
