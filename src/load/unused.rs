//! Columns and keys of a file that no table is made of.

use super::file::FileForm;
use crate::dataset::TableName;
use crate::profile::model::Mapping;
use crate::source::KeyedRecords;
use std::collections::HashSet;

/// The columns, or keys of records, that no table takes, each with the first table that takes others from beside it; lists
/// of records beside those read end in `[]`.
pub fn columns<'t>(
    form: &FileForm,
    tables: impl Iterator<Item = &'t Mapping>,
) -> Vec<(Option<TableName>, String)> {
    let mappings: Vec<&Mapping> = tables.collect();
    let first = mappings.first().map(|mapping| mapping.into);
    match form {
        FileForm::Csv(dialect) => {
            let used: HashSet<&str> = mappings.iter().flat_map(|mapping| mapping.fields()).collect();
            let names =
                dialect.header.iter().filter(|name| !name.is_empty() && !used.contains(&name.as_str()));
            names.map(|name| (first, name.clone())).collect()
        }
        FileForm::Json(places) => {
            let mut unused = Vec::new();
            for place in places {
                let own = |mapping: &&&Mapping| mapping.records.as_deref().unwrap_or_default() == place.path;
                let taking: Vec<&Mapping> = mappings.iter().filter(own).copied().collect();
                if !taking.is_empty() {
                    let table = Some(taking[0].into);
                    unused.extend(in_place(place, &taking).into_iter().map(|key| (table, key)));
                } else if is_beside(&place.path, &mappings) {
                    unused.push((first, format!("{}[]", place.path)));
                }
            }
            unused
        }
    }
}

/// Whether an entry of [`columns`] is a list of records beside those read.
pub fn is_place(form: &FileForm, column: &str) -> bool {
    match form {
        FileForm::Csv(_) => false,
        FileForm::Json(places) => places.iter().any(|place| place.path == without_brackets(column)),
    }
}

/// Whether a place lies neither around nor inside any that is read.
fn is_beside(path: &str, mappings: &[&Mapping]) -> bool {
    let path = format!("{path}.");
    mappings.iter().all(|mapping| {
        let read = format!("{}.", mapping.records.as_deref().unwrap_or_default());
        path != "." && read != "." && !path.starts_with(&read) && !read.starts_with(&path)
    })
}

/// The keys of a place that none of the mappings there takes; of an object of which nothing is taken its own key alone.
fn in_place(place: &KeyedRecords, mappings: &[&Mapping]) -> Vec<String> {
    let mut used = Vec::new();
    for mapping in mappings {
        let list = mapping.explode.as_deref();
        used.extend(mapping.fields().into_iter().map(|field| key_of(field, list)));
        used.extend(list.map(str::to_owned));
    }
    let mut unused: Vec<String> = Vec::new();
    for key in &place.keys {
        if used.iter().any(|used| is_covered(key, used)) {
            continue;
        }
        let shown = outermost(key, &used);
        if !unused.iter().any(|other| other == shown) {
            unused.push(shown.to_owned());
        }
    }
    unused
}

/// Whether a key is the one used, or one inside it.
fn is_covered(key: &str, used: &str) -> bool {
    without_brackets(key).replace("[]", "") == without_brackets(used).replace("[]", "")
}

/// The outermost key around a key of which nothing is used.
fn outermost<'k>(key: &'k str, used: &[String]) -> &'k str {
    for (at, _) in key.match_indices('.') {
        let outer = &key[..at];
        let bare = without_brackets(outer);
        let is_used = used.iter().any(|used| {
            without_brackets(used) == bare
                || used.strip_prefix(bare).is_some_and(|rest| rest.starts_with('.') || rest.starts_with("[]"))
        });
        if !is_used {
            return bare;
        }
    }
    key
}

/// The key of a record that a field means; in the elements of a list paths begin at the element.
fn key_of(field: &str, list: Option<&str>) -> String {
    match (field.strip_prefix("parent."), list) {
        (Some(outer), Some(_)) => outer.to_owned(),
        (None, Some(list)) if field == "." => list.to_owned(),
        (None, Some(list)) => format!("{list}[].{field}"),
        (_, None) => field.to_owned(),
    }
}

fn without_brackets(key: &str) -> &str {
    key.trim_end_matches("[]")
}
