//! What connectors and databases wrap around records, told by the head of a file, and how each value comes out of it.

mod cell;
mod columns;
mod keyed;
mod place;
mod streams;
mod table;
mod typed;

use super::head;
use super::path::Doc;
pub use place::ValuePlace;

use streams::StreamKeys;
use table::TablePaths;
use typed::TypeFamily;

/// One wrapping of a file. Under it there may be another.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrapping {
    /// Types around the values.
    Typed(TypeFamily),
    /// Records beside the names of their streams.
    Streams(StreamKeys),
    /// Records under their ids, at these paths.
    Keyed(Vec<Vec<String>>),
    /// Names and rows apart.
    Table(TablePaths),
    /// A list for each column instead of a record for each row.
    Columns,
    /// Records as texts of this key.
    Cell(String),
    /// Parts of records as texts of these keys.
    Cells(Vec<String>),
}

/// How an object or list that is opened comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenForm {
    /// As it is.
    AsIs,
    /// An object as the list of its members.
    Members,
}

/// Texts looked at.
const TEXTS: usize = 64;

/// More texts than these are no pages with records inside, but the records.
const PAGES: usize = 20;

impl Wrapping {
    /// The outermost wrapping of a file, told by its head.
    pub fn of(head: &[u8]) -> Option<Wrapping> {
        let texts = head::texts(head, TEXTS);
        let docs: Vec<Doc> = texts.iter().map(head::HeadText::doc).collect();
        if let Some(family) = docs.iter().find_map(|doc| TypeFamily::of(*doc)) {
            return Some(Wrapping::Typed(family));
        }
        if let Some(keys) = StreamKeys::of(&docs) {
            return Some(Wrapping::Streams(keys));
        }
        if let Some(table) = TablePaths::of(&docs) {
            return Some(Wrapping::Table(table));
        }
        if docs.len() == 1 && columns::is_table(docs[0]) {
            return Some(Wrapping::Columns);
        }
        if docs.len() <= PAGES {
            let mut paths: Vec<Vec<String>> = docs.iter().flat_map(|doc| keyed::paths(*doc)).collect();
            paths.sort();
            paths.dedup();
            if !paths.is_empty() {
                return Some(Wrapping::Keyed(paths));
            }
        }
        cell::key(&docs).map(Wrapping::Cell)
    }

    /// Parts of the records of a table, given as lines, that stand as text in its cells.
    pub fn of_cells(head: &[u8]) -> Option<Wrapping> {
        let texts = head::texts(head, TEXTS);
        let docs: Vec<Doc> = texts.iter().map(head::HeadText::doc).collect();
        cell::keys(&docs).map(Wrapping::Cells)
    }

    /// Its name, for people.
    pub fn name(&self) -> &'static str {
        match self {
            Wrapping::Typed(family) => family.name(),
            Wrapping::Streams(_) => "records by stream",
            Wrapping::Keyed(_) => "records by id",
            Wrapping::Table(_) => "names and rows",
            Wrapping::Columns => "column by column",
            Wrapping::Cell(_) => "records as text",
            Wrapping::Cells(_) => "details as text",
        }
    }

    /// Whether the object or list that begins with `byte` is taken piece by piece rather than as one value.
    pub fn opens(&self, place: &ValuePlace, byte: u8) -> bool {
        match self {
            Wrapping::Typed(_) | Wrapping::Columns | Wrapping::Cell(_) | Wrapping::Cells(_) => false,
            Wrapping::Streams(_) => byte == b'[' && place.path.is_empty() && !place.in_list,
            Wrapping::Keyed(paths) => paths.iter().any(|target| target.starts_with(place.path)),
            Wrapping::Table(table) => table.opens(place.path, place.in_list),
        }
    }

    /// Whether long values, too, are needed whole.
    pub fn is_whole(&self) -> bool {
        matches!(self, Wrapping::Columns)
    }

    /// How an object that is opened comes out.
    pub fn open_form(&self, path: &[String]) -> OpenForm {
        match self {
            Wrapping::Keyed(paths) if paths.iter().any(|target| target == path) => OpenForm::Members,
            Wrapping::Typed(_)
            | Wrapping::Streams(_)
            | Wrapping::Keyed(_)
            | Wrapping::Table(_)
            | Wrapping::Columns
            | Wrapping::Cell(_)
            | Wrapping::Cells(_) => OpenForm::AsIs,
        }
    }

    /// Adds what a value is without the wrapping; nothing of one that only belongs to the wrapping. Says what could not
    /// be understood.
    pub fn write(&mut self, doc: Doc, place: &ValuePlace, into: &mut Vec<u8>) -> Option<String> {
        match self {
            Wrapping::Typed(family) => family.write(doc, 0, into),
            Wrapping::Streams(keys) => return keys.write(doc, place, into),
            Wrapping::Keyed(paths) => {
                let around = place.path.split_last().map_or(&[][..], |(_, around)| around);
                if place.key.is_some() && paths.iter().any(|path| path == around) {
                    return keyed::write(doc, place, into);
                }
                doc.copy(0, into);
            }
            Wrapping::Table(table) => return table.write(doc, place, into),
            Wrapping::Columns => columns::write(doc, into),
            Wrapping::Cell(key) => {
                let keys = std::slice::from_ref(key);
                return cell::ValueWriter::new(doc, keys, b"{").taken(into);
            }
            Wrapping::Cells(keys) => return cell::ValueWriter::new(doc, keys, b"{[").taken(into),
        }
        None
    }
}
