//! One row of a JSON file: the texts of a selection's fields, found once and then given by slot.

use super::keys::KeyOrder;
use super::path::{Doc, Path};
use super::tape::NodeKind;
use super::text::unescape;
use crate::source::{FieldSelection, Fields};
use std::ops::Range;

/// A selection compiled for JSON.
pub struct RecordPlan {
    /// Keys that lead to its records.
    pub records: Vec<String>,
    explode: Option<Path>,
    fields: Vec<Path>,
    keys: KeyOrder,
    slots: Vec<SlotText>,
    scratch: Vec<u8>,
}

/// Where a slot's text is.
#[derive(Debug, Clone, Copy)]
enum SlotText {
    Absent,
    /// In the record, at a node.
    Raw(usize),
    /// Among the texts whose escapes were resolved: start and end.
    Resolved(usize, usize),
}

/// Where a row is found.
#[derive(Clone, Copy)]
struct RowPlace {
    /// The record's node.
    root: usize,
    /// The row's own node: the record's, or that of an element of a list inside it.
    element: usize,
    /// Place in that list.
    index: usize,
}

impl RowPlace {
    /// The node at which a field's path begins.
    fn start_of(&self, field: &Path) -> usize {
        if field.of_parent {
            self.root
        } else {
            self.element
        }
    }
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
            keys: KeyOrder::default(),
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
        let mut place = RowPlace { root, element: root, index: 0 };
        let Some(explode) = self.explode.take() else { return self.row(doc, place, each) };
        explode.all(doc, root, &mut |element| {
            if doc.nodes[element].kind != NodeKind::Null {
                self.row(doc, RowPlace { element, ..place }, each);
            }
            place.index += 1;
        });
        self.explode = Some(explode);
    }

    fn row(&mut self, doc: Doc, place: RowPlace, each: &mut dyn FnMut(&dyn Fields)) {
        self.slots.clear();
        self.scratch.clear();
        self.keys.find(doc, place.element, &self.fields);
        for at in 0..self.fields.len() {
            let slot = match self.node(doc, place, at) {
                Some(node) => slot(doc, node, &mut self.scratch),
                None => SlotText::Absent,
            };
            self.slots.push(slot);
        }
        each(&JsonRow { doc, place, fields: &self.fields, slots: &self.slots, scratch: &self.scratch });
    }

    /// The node that a field's value is, once the keys of the row are found.
    fn node(&self, doc: Doc, place: RowPlace, field: usize) -> Option<usize> {
        let path = &self.fields[field];
        match path.own_key() {
            Some(_) => self.keys.found[field],
            None => path.first(doc, place.start_of(path)),
        }
    }

    /// The node that each field's value is, of the one row that a record is.
    pub fn nodes(&mut self, doc: Doc, into: &mut Vec<Option<usize>>) {
        let place = RowPlace { root: 0, element: 0, index: 0 };
        self.keys.find(doc, 0, &self.fields);
        into.clear();
        into.extend((0..self.fields.len()).map(|field| self.node(doc, place, field)));
    }
}

/// Where the text of a node is; lists and objects give their JSON text, empty ones nothing.
fn slot(doc: Doc, node: usize, scratch: &mut Vec<u8>) -> SlotText {
    match doc.nodes[node].kind {
        NodeKind::Null => SlotText::Absent,
        NodeKind::List | NodeKind::Object if doc.nodes[node].behind() == node + 1 => SlotText::Absent,
        NodeKind::Escaped => {
            let start = scratch.len();
            unescape(doc.raw(node), scratch);
            SlotText::Resolved(start, scratch.len())
        }
        _ => SlotText::Raw(node),
    }
}

struct JsonRow<'a> {
    doc: Doc<'a>,
    place: RowPlace,
    fields: &'a [Path],
    slots: &'a [SlotText],
    scratch: &'a [u8],
}

impl Fields for JsonRow<'_> {
    fn get(&self, slot: usize) -> Option<&[u8]> {
        match *self.slots.get(slot)? {
            SlotText::Absent => None,
            SlotText::Raw(node) => Some(self.doc.raw(node)),
            SlotText::Resolved(start, end) => self.scratch.get(start..end),
        }
    }

    fn list(&self, slot: usize, each: &mut dyn FnMut(&[u8])) {
        let Some(path) = self.fields.get(slot) else { return };
        let mut text = Vec::new();
        path.all(self.doc, self.place.start_of(path), &mut |node| match self.doc.nodes[node].kind {
            NodeKind::Null => {}
            NodeKind::Escaped => {
                text.clear();
                unescape(self.doc.raw(node), &mut text);
                each(&text);
            }
            _ => each(self.doc.raw(node)),
        });
    }

    fn span(&self, slot: usize) -> Option<Range<usize>> {
        match *self.slots.get(slot)? {
            SlotText::Raw(node) => Some(self.doc.nodes[node].span()),
            SlotText::Absent | SlotText::Resolved(..) => None,
        }
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(self.doc.raw(self.place.element))
    }

    fn index(&self) -> usize {
        self.place.index
    }
}
