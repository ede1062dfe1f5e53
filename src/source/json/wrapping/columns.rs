//! Tables as columns: `{"id": ["a", "b"], "created_at": [1, 2]}`, and the same with a number or name for each row.

use crate::source::json::path::Doc;
use crate::source::json::tape::NodeKind;

/// Rows of a column whose values are looked at.
const ROWS: usize = 50;

/// Whether an object is a table whose members are its columns: lists, or objects with the same keys, of single values.
pub fn is_table(doc: Doc) -> bool {
    let mut members = doc.members(0);
    let Some((_, first)) = members.next() else { return false };
    let kind = doc.nodes[first].kind;
    let names = names(doc, first);
    if names.len() < 2 || !holds_values(doc, first) {
        return false;
    }
    let mut columns = 1;
    for (_, value) in members {
        let is_alike = doc.nodes[value].kind == kind && self::names(doc, value) == names;
        if !is_alike || !holds_values(doc, value) {
            return false;
        }
        columns += 1;
    }
    columns > 1 && (kind == NodeKind::List || names.iter().all(|name| name.parse::<u64>().is_ok()))
}

/// What stands for each row in a column: its place in a list, its key in an object.
fn names(doc: Doc, at: usize) -> Vec<String> {
    match doc.nodes[at].kind {
        NodeKind::Object => doc.members(at).map(|(key, _)| key).collect(),
        _ => doc.elements(at).enumerate().map(|(place, _)| place.to_string()).collect(),
    }
}

fn values(doc: Doc, at: usize) -> Vec<usize> {
    match doc.nodes[at].kind {
        NodeKind::Object => doc.members(at).map(|(_, value)| value).collect(),
        _ => doc.elements(at).collect(),
    }
}

/// Whether the first values are neither objects nor lists.
fn holds_values(doc: Doc, at: usize) -> bool {
    let is_single = |value: &usize| !matches!(doc.nodes[*value].kind, NodeKind::Object | NodeKind::List);
    values(doc, at).iter().take(ROWS).all(is_single)
}

/// Adds the rows of a table as a list of records.
pub fn write(doc: Doc, into: &mut Vec<u8>) {
    let keys: Vec<usize> = doc.keys(0).collect();
    let columns: Vec<Vec<usize>> = keys.iter().map(|key| values(doc, key + 1)).collect();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    into.push(b'[');
    for row in 0..rows {
        if row > 0 {
            into.push(b',');
        }
        into.push(b'{');
        let cells = keys.iter().zip(&columns).filter_map(|(key, column)| Some((key, *column.get(row)?)));
        for (place, (key, cell)) in cells.enumerate() {
            if place > 0 {
                into.push(b',');
            }
            doc.copy(*key, into);
            into.push(b':');
            doc.copy(cell, into);
        }
        into.push(b'}');
    }
    into.push(b']');
}
