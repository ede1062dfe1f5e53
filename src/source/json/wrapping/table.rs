//! Tables as names and rows: `{"columns": […], "rows": [[…]]}`, lists of lists whose first row holds the names.

use super::place::ValuePlace;
use crate::source::json::path::Doc;
use crate::source::json::tape::NodeKind;
use std::collections::HashSet;

/// Where the names and the rows of a table stand.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePaths {
    /// Path of the list of names; `None`: the first row holds them.
    pub names: Option<Vec<String>>,
    /// Path of the list of rows.
    pub rows: Vec<String>,
    /// Whether the rows are the texts of the file themselves, one a line.
    lines: bool,
    /// The names that hold for the next row.
    current: Vec<String>,
}

/// Levels at which names and rows are looked for.
const LEVELS: usize = 4;

/// Rows whose width is compared.
const ROWS: usize = 50;

/// Keys under which an object that stands for a column has its name, the surest first.
const NAME_KEYS: &[&str] =
    &["name", "field", "key", "id", "label", "title", "column", "columnName", "display_name"];

/// Keys under which an object that stands for a row has its cells.
const ROW_KEYS: &[&str] = &["f", "c", "cells", "values", "row", "Data"];

/// Keys under which an object that stands for a cell has its value.
const VALUE_KEYS: &[&str] = &["v", "value", "val", "VarCharValue"];

impl TablePaths {
    /// The table that the first texts of a file hold, if they hold one.
    pub fn of(docs: &[Doc]) -> Option<TablePaths> {
        let first = *docs.first()?;
        if let Some(table) = lines(docs) {
            return Some(table);
        }
        let mut search = TableSearch { doc: first, names: Vec::new(), rows: Vec::new() };
        search.value(0, &mut Vec::new(), 0);
        search.rows.sort_by_key(|rows| std::cmp::Reverse(rows.bytes));
        // Lists of lists inside records are no tables: a table is most of its file.
        let is_most = |bytes: usize| bytes * 2 > first.raw(0).len();
        for rows in &search.rows {
            let named = search.names.iter().filter(|found| {
                let is_apart = found.path != rows.path && is_most(found.bytes + rows.bytes);
                is_apart && found.names.len() == rows.width
            });
            if let Some(FoundNames { path, names, .. }) =
                named.min_by_key(|found| distance(&found.path, &rows.path))
            {
                let current = distinct(names.clone());
                return Some(TablePaths {
                    names: Some(path.clone()),
                    rows: rows.path.clone(),
                    lines: false,
                    current,
                });
            }
            if rows.has_header && is_most(rows.bytes) {
                let rows = rows.path.clone();
                return Some(TablePaths { names: None, rows, lines: false, current: Vec::new() });
            }
        }
        None
    }

    /// Whether the value at a path must be opened to come to the names and rows.
    pub fn opens(&self, path: &[String], in_list: bool) -> bool {
        if self.lines {
            return false;
        }
        let leads = |target: &[String]| target.len() > path.len() && target.starts_with(path);
        let is_rows = !in_list && self.rows == path;
        is_rows || leads(&self.rows) || self.names.as_deref().is_some_and(leads)
    }

    /// Adds a row as an object; names are kept instead.
    pub fn write(&mut self, doc: Doc, place: &ValuePlace, into: &mut Vec<u8>) -> Option<String> {
        if self.names.as_deref() == Some(place.path) {
            self.current = distinct(names_in(doc, 0).unwrap_or_default());
            return None;
        }
        let is_row = self.rows == place.path && (place.in_list || self.lines);
        if !is_row {
            doc.copy(0, into);
            return None;
        }
        let Some(cells) = cells(doc, 0) else {
            if doc.nodes[0].kind == NodeKind::Object {
                doc.copy(0, into);
                return None;
            }
            return Some("a row that is no list of cells".to_owned());
        };
        if self.names.is_none() && place.number == 0 {
            self.current = distinct(cells.iter().map(|cell| doc.text(*cell)).collect());
            return None;
        }
        if self.current.is_empty() {
            return Some("a row without names: the names of the columns stand behind the rows".to_owned());
        }
        self.write_row(doc, &cells, into);
        None
    }

    fn write_row(&self, doc: Doc, cells: &[usize], into: &mut Vec<u8>) {
        into.push(b'{');
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                into.push(b',');
            }
            match self.current.get(place) {
                Some(name) => super::place::push_text(name, into),
                None => super::place::push_text(&format!("column {}", place + 1), into),
            }
            into.push(b':');
            doc.copy(*cell, into);
        }
        into.push(b'}');
    }
}

/// Rows that are the texts of the file themselves.
fn lines(docs: &[Doc]) -> Option<TablePaths> {
    let first = docs.first()?;
    let width = cells(*first, 0)?.len();
    let alike = docs.iter().all(|doc| cells(*doc, 0).is_some_and(|cells| cells.len() == width));
    (docs.len() > 1 && width > 1 && alike && header(*first, 0).is_some()).then(|| TablePaths {
        names: None,
        rows: Vec::new(),
        lines: true,
        current: Vec::new(),
    })
}

/// A list of rows.
struct FoundRows {
    path: Vec<String>,
    width: usize,
    has_header: bool,
    bytes: usize,
}

/// A list of names.
struct FoundNames {
    path: Vec<String>,
    names: Vec<String>,
    bytes: usize,
}

/// Looks for lists of names and lists of rows.
struct TableSearch<'d> {
    doc: Doc<'d>,
    names: Vec<FoundNames>,
    rows: Vec<FoundRows>,
}

impl TableSearch<'_> {
    fn value(&mut self, at: usize, path: &mut Vec<String>, level: usize) {
        if level > LEVELS {
            return;
        }
        match self.doc.nodes[at].kind {
            NodeKind::Object => {
                for (key, value) in self.doc.members(at) {
                    path.push(key);
                    self.value(value, path, level + 1);
                    path.pop();
                }
            }
            NodeKind::List => self.list(at, path, level),
            _ => {}
        }
    }

    fn list(&mut self, at: usize, path: &mut Vec<String>, level: usize) {
        if let Some(rows) = self.rows_in(at, path) {
            return self.rows.push(rows);
        }
        if let Some(names) = names_in(self.doc, at) {
            let bytes = self.doc.raw(at).len();
            return self.names.push(FoundNames { path: path.clone(), names, bytes });
        }
        // The first of several tables in a list.
        if let Some(element) = self.doc.elements(at).next() {
            self.value(element, path, level + 1);
        }
    }

    /// The list at `at` as rows, if its elements are lists of cells, nearly all of one width.
    fn rows_in(&self, at: usize, path: &[String]) -> Option<FoundRows> {
        let mut widths = Vec::new();
        for element in self.doc.elements(at).take(ROWS) {
            widths.push(cells(self.doc, element)?.len());
        }
        let width = widths.iter().max().copied().filter(|width| *width > 1)?;
        let first = self.doc.elements(at).next()?;
        let header = header(self.doc, first).filter(|names| names.len() == width);
        let has_header = header.is_some() && widths.len() > 1;
        Some(FoundRows { path: path.to_vec(), width, has_header, bytes: self.doc.raw(at).len() })
    }
}

/// The cells of a row: the elements of a list, or of the only list in an object; a cell may be an object around its value.
fn cells(doc: Doc, at: usize) -> Option<Vec<usize>> {
    let list = match doc.nodes[at].kind {
        NodeKind::List => at,
        NodeKind::Object => {
            let key = doc.only_key(at).filter(|key| ROW_KEYS.contains(&doc.text(*key).as_str()))?;
            Some(key + 1).filter(|value| doc.nodes[*value].kind == NodeKind::List)?
        }
        _ => return None,
    };
    let mut cells = Vec::new();
    for element in doc.elements(list) {
        if doc.nodes[element].kind == NodeKind::Object {
            let value = VALUE_KEYS.iter().find_map(|key| doc.child(element, key));
            let is_empty = doc.keys(element).next().is_none();
            cells.push(value.or(is_empty.then_some(element))?);
        } else {
            cells.push(element);
        }
    }
    Some(cells)
}

/// The names in a list of names: texts, or objects that have each a name.
fn names_in(doc: Doc, at: usize) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for element in doc.elements(at) {
        let name = match doc.nodes[element].kind {
            NodeKind::Object => NAME_KEYS.iter().find_map(|key| doc.child(element, key))?,
            _ => element,
        };
        doc.is_text(name).then(|| names.push(doc.text(name)))?;
    }
    (names.len() > 1).then_some(names)
}

/// The names that a first row holds: texts, all different, none of which begins like a number or moment.
fn header(doc: Doc, at: usize) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for cell in cells(doc, at)? {
        let name = doc.is_text(cell).then(|| doc.text(cell))?;
        if name.contains('@') || !name.trim().starts_with(char::is_alphabetic) {
            return None;
        }
        names.push(name);
    }
    let once: HashSet<&String> = names.iter().collect();
    (once.len() == names.len()).then_some(names)
}

/// How far apart two paths are.
fn distance(one: &[String], other: &[String]) -> usize {
    let shared = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one.len() + other.len() - 2 * shared
}

/// Names each of which stands once, none empty.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut met = HashSet::new();
    let mut distinct = Vec::with_capacity(names.len());
    for (place, mut name) in names.into_iter().enumerate() {
        if name.is_empty() || met.contains(&name) {
            name = format!("{name} {}", place + 1).trim_start().to_owned();
        }
        met.insert(name.clone());
        distinct.push(name);
    }
    distinct
}
