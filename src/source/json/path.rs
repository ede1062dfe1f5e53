//! Paths into a record as profiles write them: `author.username`, `labels[].name`, `.`, `parent.id`.

use super::tape::{Node, NodeKind};
use super::text::unescape;

/// A compiled path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The path begins at the record around the element.
    pub of_parent: bool,
    steps: Vec<PathStep>,
    /// The whole path as one key: flattened exports write keys with dots in them.
    literal: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PathStep {
    Key(String),
    Each,
}

/// A record's nodes and bytes.
#[derive(Clone, Copy)]
pub struct Doc<'a> {
    /// Its nodes, itself first.
    pub nodes: &'a [Node],
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Path {
    /// Compiles a path; `parent.` means the record around only where the rows are elements of a list.
    pub fn new(path: &str, exploded: bool) -> Path {
        let (of_parent, path) = match path.strip_prefix("parent.") {
            Some(rest) if exploded => (true, rest),
            _ => (false, path),
        };
        let mut steps = Vec::new();
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let name = part.trim_end_matches("[]");
            if !name.is_empty() {
                steps.push(PathStep::Key(name.to_string()));
            }
            steps.extend((0..(part.len() - name.len()) / 2).map(|_| PathStep::Each));
        }
        let literal = (steps.len() > 1 && !path.contains("[]")).then(|| path.to_string());
        Path { of_parent, steps, literal }
    }

    /// The key that is the whole path, of the row's own object.
    pub fn own_key(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [PathStep::Key(key)] if !self.of_parent => Some(key),
            _ => None,
        }
    }

    /// The first node the path leads to from `from`.
    pub fn first(&self, doc: Doc, from: usize) -> Option<usize> {
        let mut at = from;
        for step in &self.steps {
            let next = match step {
                PathStep::Key(key) => doc.child(at, key),
                PathStep::Each => doc.each(at).next(),
            };
            match next {
                Some(next) => at = next,
                None => return self.literal.as_ref().and_then(|literal| doc.child(from, literal)),
            }
        }
        Some(at)
    }

    /// Calls `each` with every node the path leads to; lists at its end are gone through.
    pub fn all(&self, doc: Doc, from: usize, each: &mut dyn FnMut(usize)) {
        if follow(doc, from, &self.steps, each) {
            return;
        }
        if let Some(node) = self.literal.as_ref().and_then(|literal| doc.child(from, literal)) {
            each(node);
        }
    }
}

/// Calls `each` with every node that the steps lead to; `false` where the first key is not there.
fn follow(doc: Doc, at: usize, steps: &[PathStep], each: &mut dyn FnMut(usize)) -> bool {
    match steps {
        [] => {
            for node in doc.each(at) {
                each(node);
            }
        }
        [PathStep::Key(key), rest @ ..] => match doc.child(at, key) {
            Some(child) => return follow(doc, child, rest, each),
            // Each object of a list, where the path does not say so.
            None if doc.nodes[at].kind == NodeKind::List => {
                for element in doc.elements(at) {
                    follow(doc, element, steps, each);
                }
            }
            None => return false,
        },
        [PathStep::Each, rest @ ..] => {
            for element in doc.each(at) {
                follow(doc, element, rest, each);
            }
        }
    }
    true
}

/// Bytes of the longest escape, which stands for one byte of text at least: `\u0041`.
const ESCAPE: usize = 6;

/// Whether text with escapes is of a length that can spell a key: what is megabytes long is not resolved to find out.
fn may_spell(raw: &[u8], key: &str) -> bool {
    raw.len() >= key.len() && raw.len() <= ESCAPE * key.len()
}

impl<'a> Doc<'a> {
    /// The value of a key of the object at `at`.
    pub fn child(self, at: usize, key: &str) -> Option<usize> {
        let node = self.nodes[at];
        if node.kind != NodeKind::Object {
            return None;
        }
        let end = node.behind();
        let mut at = at + 1;
        while at < end {
            if self.is_key(at, key) {
                return Some(at + 1);
            }
            at = self.nodes[at].behind();
        }
        None
    }

    /// Whether the key of an object at `at` is that one, and counts.
    pub fn is_key(self, at: usize, key: &str) -> bool {
        let raw = self.raw(at);
        match self.nodes[at].kind {
            NodeKind::Text => raw == key.as_bytes(),
            NodeKind::Escaped => may_spell(raw, key) && self.unescaped(raw) == key.as_bytes(),
            NodeKind::Null | NodeKind::Plain | NodeKind::List | NodeKind::Object | NodeKind::Repeated => {
                false
            }
        }
    }

    /// The keys and values of the object at `at`.
    pub fn members(self, at: usize) -> impl Iterator<Item = (String, usize)> + 'a {
        self.inside(at, NodeKind::Object).filter(move |key| self.nodes[*key].kind != NodeKind::Repeated).map(
            move |key| {
                let name = self.unescaped(self.raw(key));
                (String::from_utf8_lossy(&name).into_owned(), key + 1)
            },
        )
    }

    /// The key nodes of the object at `at`, repeated ones too; the value stands behind its key.
    pub fn keys(self, at: usize) -> impl Iterator<Item = usize> + 'a {
        self.inside(at, NodeKind::Object)
    }

    /// The only member of an object: its key's node.
    pub fn only_key(self, at: usize) -> Option<usize> {
        let mut keys = self.keys(at);
        keys.next().filter(|_| keys.next().is_none())
    }

    /// The text of a key or string.
    pub fn text(self, at: usize) -> String {
        String::from_utf8_lossy(&self.unescaped(self.raw(at))).into_owned()
    }

    /// Whether a node is a string.
    pub fn is_text(self, at: usize) -> bool {
        matches!(self.nodes[at].kind, NodeKind::Text | NodeKind::Escaped)
    }

    /// Adds a node as JSON, just as it stands in the file.
    pub fn copy(self, at: usize, into: &mut Vec<u8>) {
        let node = &self.nodes[at];
        match node.kind {
            NodeKind::Text | NodeKind::Escaped | NodeKind::Repeated => {
                into.push(b'"');
                into.extend_from_slice(self.raw(at));
                into.push(b'"');
            }
            NodeKind::Null | NodeKind::Plain | NodeKind::List | NodeKind::Object => {
                into.extend_from_slice(self.raw(at));
            }
        }
    }

    /// The elements of the list at `at`; nothing of anything else.
    pub fn elements(self, at: usize) -> impl Iterator<Item = usize> + 'a {
        self.inside(at, NodeKind::List)
    }

    /// The elements or keys of the node at `at`, if it is of that kind.
    fn inside(self, at: usize, kind: NodeKind) -> impl Iterator<Item = usize> + 'a {
        let end = if self.nodes[at].kind == kind { self.nodes[at].behind() } else { 0 };
        let places = std::iter::successors(Some(at + 1), move |at| Some(self.nodes.get(*at)?.behind()));
        places.take_while(move |at| *at < end)
    }

    /// The elements of the list at `at`; anything else stands for itself, as where an export writes a list of one.
    fn each(self, at: usize) -> impl Iterator<Item = usize> + 'a {
        let itself = (self.nodes[at].kind != NodeKind::List).then_some(at);
        self.elements(at).chain(itself)
    }

    /// The bytes of a node.
    pub fn raw(self, at: usize) -> &'a [u8] {
        &self.bytes[self.nodes[at].span()]
    }

    fn unescaped(self, raw: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        unescape(raw, &mut text);
        text
    }
}
