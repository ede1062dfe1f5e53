//! The columns of a table that headers stand for, by canonical names and synonyms.

use super::found::{FoundColumn, FoundColumns};
use super::inside::named_inside;
use super::marks::{apply, is_joint, mark};
use super::numbers;
use super::resolve::from_header;
use super::wording::{bare, meaning, ANY_NUMBER};
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::{fold, unwrapped};
use crate::values::beginning;
use std::collections::HashSet;

/// Headers that are looked at; what stands behind so many others means nothing to anybody.
const MOST_HEADERS: usize = 20_000;

/// The columns of a table that headers stand for: for each the header with the best rank, the first of equals.
pub fn columns(table: TableName, headers: &[String]) -> FoundColumns {
    let (mut columns, mut more): (Vec<FoundColumn>, Vec<FoundColumn>) = (Vec::new(), Vec::new());
    let mut marks = Vec::new();
    let (around, lists) = (objects(headers), lists(headers));
    for header in headers.iter().take(MOST_HEADERS).filter(|header| !around.contains(header.as_str())) {
        let Some(mut found) = column(table, header) else {
            marks.extend(mark(table, header));
            continue;
        };
        // An empty list is no number of what it holds elsewhere.
        let is_number = matches!(table.schema().columns[found.place].kind, ColumnKind::Number);
        if is_number && lists.contains(header.as_str()) {
            continue;
        }
        match columns.iter_mut().find(|other| other.place == found.place) {
            Some(other) => {
                if found.rank < other.rank {
                    std::mem::swap(other, &mut found);
                }
                more.extend(Some(found).filter(|found| is_joint(table, found.place)));
            }
            None => columns.push(found),
        }
    }
    if table == TableName::Calls {
        numbers::tell_apart(headers, column, &mut columns);
    }
    columns.sort();
    more.sort();
    FoundColumns { table, columns, more, marks }
}

/// Keys that hold an object in some records: what is in it has keys of its own.
fn objects(headers: &[String]) -> HashSet<&str> {
    let mut objects = HashSet::new();
    for header in headers {
        objects.extend(beginning(header).match_indices('.').map(|(at, _)| &header[..at]));
    }
    objects
}

/// Keys that hold a list of objects in some records.
fn lists(headers: &[String]) -> HashSet<&str> {
    headers.iter().filter_map(|header| header.split_once("[].")).map(|(list, _)| list).collect()
}

/// The column a header stands for.
pub fn column(table: TableName, header: &str) -> Option<FoundColumn> {
    // Objects that only wrap the fields, ids of related records, and the names inside a list of tags.
    let related = header.strip_prefix("relationships.").and_then(|rest| rest.strip_suffix(".data.id"));
    let own = related.map(|name| format!("{name}.id"));
    let name = beginning(own.as_deref().unwrap_or_else(|| unwrapped(header)));
    let (name, is_list) = match name.split_once("[]") {
        Some((name, "" | ".name" | ".title" | ".label")) => (name, true),
        Some(_) => return None,
        None => (name, false),
    };
    let folded = fold(name);
    let plain = meaning(table, &folded).or_else(|| bare(table, name, &folded));
    let (place, mut rank) = plain.into_iter().chain(named_inside(table, name)).min_by_key(|found| found.1)?;
    if table == TableName::Conversations && is_bare_number(header) {
        rank += ANY_NUMBER;
    }
    let fits = !is_list || matches!(table.schema().columns[place].kind, ColumnKind::List(_));
    fits.then(|| FoundColumn { place, rank, header: header.to_owned() })
}

/// Whether a header says number and not of what: it may count the rows, and goes behind one that names tickets.
pub fn is_bare_number(header: &str) -> bool {
    const WORDS: [&str; 10] =
        ["number", "nr", "no", "nº", "#", "nummer", "numer", "numéro", "numero", "número"];
    WORDS.contains(&fold(header).as_str())
}

/// The mapping of the columns found.
pub fn mapping(found: FoundColumns) -> Mapping {
    let schema = found.table.schema();
    let plain =
        found.columns.iter().map(|column| (column.place, Rule::plain(Take::Field(column.header.clone()))));
    let mut mapping = Mapping::plain(found.table, plain.collect());
    apply(&mut mapping, &found);
    for (place, rule) in &mut mapping.columns {
        from_header(rule, Some(schema.columns[*place].kind));
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_has_no_more_objects_than_its_beginning() {
        let bytes = |parts| objects(&["x.".repeat(parts)]).iter().map(|name| name.len()).sum::<usize>();
        // 1 + 3 + … + 9, and as much for each name that is longer than any should be.
        assert_eq!((bytes(5), bytes(4_000)), (25, bytes(16_000)));
    }
}
