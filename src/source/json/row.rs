//! One row of a JSON file: the texts of a selection's fields, found once and then given by slot.

use super::path::{Doc, Path};
use super::tape::NodeKind;
use super::text::unescape;
use crate::source::{FieldSelection, Fields};

/// A selection compiled for JSON.
pub struct RecordPlan {
    /// Keys that lead to its records.
    pub records: Vec<String>,
    explode: Option<Path>,
    fields: Vec<Path>,
    slots: Vec<Slot>,
    scratch: Vec<u8>,
}

/// Where a slot's text is.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Absent,
    /// In the record.
    Raw(u32, u32),
    /// Among the texts whose escapes were resolved.
    Resolved(u32, u32),
}

impl RecordPlan {
    /// Compiles a selection.
    pub fn new(selection: &FieldSelection) -> RecordPlan {
        let exploded = selection.explode.is_some();
        let records = selection.records.as_deref().unwrap_or_default();
        RecordPlan {
            records: records.split('.').filter(|key| !key.is_empty()).map(str::to_string).collect(),
            explode: selection.explode.as_deref().map(|path| Path::new(path, false)),
            fields: selection.fields.iter().map(|path| Path::new(path, exploded)).collect(),
            slots: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Gives every row of the object at `path`: of itself, if the records are there, else of the records inside it.
    pub fn within(&mut self, doc: Doc, path: &[String], each: &mut dyn FnMut(&dyn Fields)) {
        match self.records.strip_prefix(path) {
            Some([]) => self.rows(doc, 0, each),
            Some(inner) => {
                let inner = Path::new(&inner.join("."), false);
                inner.all(doc, 0, &mut |record| self.rows(doc, record, each));
            }
            None => {}
        }
    }

    /// Gives every row of the record at `root`.
    fn rows(&mut self, doc: Doc, root: usize, each: &mut dyn FnMut(&dyn Fields)) {
        let Some(explode) = self.explode.take() else { return self.row(doc, root, root, 0, each) };
        let mut index = 0;
        explode.all(doc, root, &mut |element| {
            if doc.nodes[element].kind != NodeKind::Null {
                self.row(doc, root, element, index, each);
            }
            index += 1;
        });
        self.explode = Some(explode);
    }

    fn row(
        &mut self,
        doc: Doc,
        root: usize,
        element: usize,
        index: usize,
        each: &mut dyn FnMut(&dyn Fields),
    ) {
        self.slots.clear();
        self.scratch.clear();
        for path in &self.fields {
            let from = if path.of_parent { root } else { element };
            let slot = match path.first(doc, from) {
                Some(node) => slot(doc, node, &mut self.scratch),
                None => Slot::Absent,
            };
            self.slots.push(slot);
        }
        let row = Row {
            doc,
            root,
            element,
            index,
            fields: &self.fields,
            slots: &self.slots,
            scratch: &self.scratch,
        };
        each(&row);
    }
}

/// Where the text of a node is; lists and objects give their JSON text, empty ones nothing.
fn slot(doc: Doc, node: usize, scratch: &mut Vec<u8>) -> Slot {
    let found = doc.nodes[node];
    match found.kind {
        NodeKind::Null => Slot::Absent,
        NodeKind::List | NodeKind::Object if found.next as usize == node + 1 => Slot::Absent,
        NodeKind::Escaped => {
            let start = scratch.len();
            unescape(doc.raw(node), scratch);
            Slot::Resolved(start as u32, scratch.len() as u32)
        }
        _ => Slot::Raw(found.start, found.end),
    }
}

struct Row<'a> {
    doc: Doc<'a>,
    root: usize,
    element: usize,
    index: usize,
    fields: &'a [Path],
    slots: &'a [Slot],
    scratch: &'a [u8],
}

impl Fields for Row<'_> {
    fn get(&self, slot: usize) -> Option<&[u8]> {
        match *self.slots.get(slot)? {
            Slot::Absent => None,
            Slot::Raw(start, end) => self.doc.bytes.get(start as usize..end as usize),
            Slot::Resolved(start, end) => self.scratch.get(start as usize..end as usize),
        }
    }

    fn list(&self, slot: usize, each: &mut dyn FnMut(&[u8])) {
        let Some(path) = self.fields.get(slot) else { return };
        let from = if path.of_parent { self.root } else { self.element };
        let mut text = Vec::new();
        path.all(self.doc, from, &mut |node| match self.doc.nodes[node].kind {
            NodeKind::Null => {}
            NodeKind::Escaped => {
                text.clear();
                unescape(self.doc.raw(node), &mut text);
                each(&text);
            }
            _ => each(self.doc.raw(node)),
        });
    }

    fn index(&self) -> usize {
        self.index
    }
}
