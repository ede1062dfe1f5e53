//! From the bytes of files to records: texts in slots, with their row numbers.

use std::ops::Range;

pub mod blocks;
pub mod cells;
pub mod csv;
pub mod dialect;
pub mod encoding;
mod field_ends;
pub mod fingerprint;
pub mod found;
mod handed;
pub mod inputs;
pub mod json;
pub mod limit;
pub mod line_blocks;
pub mod members;
pub mod open;
pub mod packed;
mod places;
mod quotes;
pub mod store;
mod tidy;
mod tidy_field;
mod unpacked;
mod watch;
mod western;
mod whole_read;
mod windows;

/// One record: the texts of the fields that were asked for, by slot.
///
/// A slot is a place in [`FieldSelection::fields`]. Texts are UTF-8 without quotes, escapes or delimiters around them.
pub trait Fields {
    /// The text in a slot; `None` where the record has no such field or it is null.
    fn get(&self, slot: usize) -> Option<&[u8]>;

    /// Every text of a slot: one, unless the field is a list of the format itself (a JSON array).
    fn list(&self, slot: usize, each: &mut dyn FnMut(&[u8])) {
        if let Some(text) = self.get(slot) {
            each(text);
        }
    }

    /// Where the text in a slot stands in the record's own bytes, if it does as it is.
    fn span(&self, _slot: usize) -> Option<Range<usize>> {
        None
    }

    /// The record itself as it stands in the file, where that is at hand.
    fn whole(&self) -> Option<&[u8]> {
        None
    }

    /// The record's place in the list of the record around it, from 0.
    fn index(&self) -> usize {
        0
    }
}

/// Which records of a file are wanted, and which of their fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldSelection {
    /// JSON path of the records; `None`: the file's lines or largest array of objects.
    pub records: Option<String>,
    /// JSON path, inside a record, of a list whose elements are the rows.
    pub explode: Option<String>,
    /// Headers or JSON paths of the fields, without doubles; a slot is a place in this list.
    pub fields: Vec<String>,
}

impl FieldSelection {
    /// The slot of a field, which is added if it is new.
    pub fn slot(&mut self, field: &str) -> usize {
        self.fields.iter().position(|known| known == field).unwrap_or_else(|| {
            self.fields.push(field.to_owned());
            self.fields.len() - 1
        })
    }
}

/// A place in a file where records may lie, and what they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyedRecords {
    /// JSON path of the records; empty: the file's own lines or elements.
    pub path: String,
    /// Headers, or the JSON paths of all values: `author.username`, `labels[].name`.
    pub keys: Vec<String>,
}

impl KeyedRecords {
    /// The file's own lines or elements.
    pub fn of_file(keys: Vec<String>) -> KeyedRecords {
        KeyedRecords { path: String::new(), keys }
    }
}

/// Takes one record: place of its selection, row number in the file (from 1), fields.
pub type Sink<'a> = dyn FnMut(usize, u64, &dyn Fields) + 'a;
