//! What a JSON file holds, told by its head: where records may lie, and their keys.

use super::path::Doc;
use super::tape::{NodeKind, Stop, Tape};

/// What the head of a JSON file holds: for each place where records may lie its path (empty: the file's own lines or
/// elements) and the union of its records' keys, nested ones as paths. The file's own come first, then the largest.
pub fn survey(head: &[u8]) -> Vec<(String, Vec<String>)> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut places = Places::default();
    let mut tape = Tape::default();
    let mut rest = head;
    for place in 0..RECORDS {
        places.many |= place > PAGES;
        let between = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1e || *byte == b',';
        rest = &rest[rest.iter().take_while(|byte| between(byte)).count()..];
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
    path: String,
    keys: Vec<String>,
    bytes: usize,
    /// Lists on the way to it.
    lists: usize,
    /// Whether its records are the elements of a list.
    listed: bool,
}

/// More values than this are no pages with records inside, but the records.
const PAGES: usize = 20;

impl Places {
    /// A value of the file itself: a record, or a list of them.
    fn root(&mut self, doc: Doc) {
        match doc.nodes[0].kind {
            NodeKind::List => {
                self.many |= doc.elements(0).nth(PAGES).is_some();
                doc.elements(0).take(RECORDS).for_each(|element| self.record(doc, element, "", (0, false)));
            }
            _ => self.record(doc, 0, "", (0, false)),
        }
    }

    /// An object that may be a record, and the lists inside it that may hold records too.
    fn record(&mut self, doc: Doc, at: usize, path: &str, (lists, listed): (usize, bool)) {
        if doc.nodes[at].kind != NodeKind::Object {
            return;
        }
        let place = self.place(path);
        place.bytes += doc.raw(at).len();
        (place.lists, place.listed) = (lists, listed);
        keys(doc, at, "", 0, &mut place.keys);
        if path.split('.').count() <= 3 {
            self.inside(doc, at, path, lists);
        }
    }

    fn inside(&mut self, doc: Doc, at: usize, path: &str, lists: usize) {
        for (key, value) in doc.members(at).take(KEYS) {
            let inner = joined(path, &key);
            match doc.nodes[value].kind {
                NodeKind::List => {
                    doc.elements(value).take(ELEMENTS).for_each(|element| {
                        self.record(doc, element, &inner, (lists + 1, true));
                    });
                }
                NodeKind::Object => self.record(doc, value, &inner, (lists, false)),
                _ => {}
            }
        }
    }

    fn place(&mut self, path: &str) -> &mut RecordPlace {
        let known = self.found.iter().position(|place| place.path == path);
        let at = known.unwrap_or_else(|| {
            self.found.push(RecordPlace {
                path: path.to_string(),
                keys: Vec::new(),
                bytes: 0,
                lists: 0,
                listed: false,
            });
            self.found.len() - 1
        });
        &mut self.found[at]
    }

    /// The places, without those that lie inside records: in a list of a record, or in an object that is a minor part.
    fn sorted(mut self) -> Vec<(String, Vec<String>)> {
        let own = self.found.iter().find(|place| place.path.is_empty()).map_or(0, |place| place.bytes);
        let most = 1 - usize::from(self.many);
        self.found.retain(|place| {
            place.path.is_empty() || (place.lists <= most && (place.listed || place.bytes * 2 > own))
        });
        self.found.sort_by_key(|place| (!place.path.is_empty(), std::cmp::Reverse(place.bytes)));
        self.found.into_iter().map(|place| (place.path, place.keys)).collect()
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    }
}

/// Adds the paths of all values inside an object: `author.name`, `tags[]`, `comments[].id`.
fn keys(doc: Doc, at: usize, path: &str, level: usize, found: &mut Vec<String>) {
    for (key, value) in doc.members(at) {
        let path = joined(path, &key);
        match doc.nodes[value].kind {
            NodeKind::Object if level < LEVELS && doc.nodes[value].next as usize > value + 1 => {
                keys(doc, value, &path, level + 1, found);
            }
            NodeKind::List => list_keys(doc, value, &path, level, found),
            _ => add(path, found),
        }
    }
}

fn list_keys(doc: Doc, at: usize, path: &str, level: usize, found: &mut Vec<String>) {
    let mut elements = doc.elements(at).peekable();
    if elements.peek().is_none() {
        return add(path.to_string(), found);
    }
    let path = format!("{path}[]");
    for element in elements.take(ELEMENTS) {
        match doc.nodes[element].kind {
            NodeKind::Object if level < LEVELS => keys(doc, element, &path, level + 1, found),
            _ => add(path.clone(), found),
        }
    }
}

fn add(path: String, found: &mut Vec<String>) {
    if found.len() < KEYS && !found.contains(&path) {
        found.push(path);
    }
}

/// The head cut behind its last whole member or element, and closed there.
fn closed(head: &[u8]) -> Vec<u8> {
    let (cut, _) = open(head);
    let mut text = head[..cut].to_vec();
    let (_, stack) = open(&text);
    text.extend(stack.iter().rev());
    text
}

/// The place of the last comma outside texts, and what closes the lists and objects open at the end.
fn open(text: &[u8]) -> (usize, Vec<u8>) {
    let (mut stack, mut cut, mut inside, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => {}
            b'{' => stack.push(b'}'),
            b'[' => stack.push(b']'),
            b'}' | b']' => drop(stack.pop()),
            b',' => cut = at,
            _ => {}
        }
    }
    (cut, stack)
}
