//! What keys mean that first appear behind the head of a file: columns and tables beside those known already.

use super::columns::{columns, mapping};
use super::fitting::{fit, needed, places};
use super::names::guess;
use super::{beside, nested, rated, Recognised};
use crate::dataset::TableName;
use crate::profile::model::{Mapping, Profile};
use crate::source::KeyedRecords;

/// Adds to the tables of a file what its late keys mean; `candidates` hold them already. Whether anything was added.
///
/// What is read stays as it is: a late key never takes the place of another.
pub fn extend(
    found: &mut Vec<Recognised>,
    late: &KeyedRecords,
    candidates: &[KeyedRecords],
    profiles: &[Profile],
) -> bool {
    let before = found.clone();
    if let Some(profile) = found.first().and_then(|one| one.profile.clone()) {
        if let Some(profile) = profiles.iter().find(|known| known.name == profile) {
            add_tables(found, profile, late, candidates);
        }
        return *found != before;
    }
    let records = (!late.path.is_empty()).then(|| late.path.clone());
    let mut own = None;
    for one in found.iter_mut().filter(|one| one.mapping.records == records && one.mapping.explode.is_none())
    {
        let more = mapping(columns(one.mapping.into, &late.keys));
        add_columns(&mut one.mapping, more);
        own = Some(one.clone());
    }
    let candidate = candidates.iter().find(|one| one.path == late.path && one.keys.len() < MANY);
    let Some(candidate) = candidate else { return *found != before };
    match own {
        Some(own) if late.keys.iter().any(|key| key.contains("[].")) => {
            for inside in nested::mappings(&own.mapping, &candidate.keys) {
                add_inside(
                    found,
                    Recognised { mapping: Mapping { records: records.clone(), ..inside }, ..own.clone() },
                );
            }
        }
        Some(own) => {
            let is_rated = found.iter().any(|one| one.mapping.into == TableName::Ratings);
            let ratings = rated::beside(&own.mapping, &candidate.keys).filter(|_| !is_rated);
            found.extend(ratings.map(|mapping| Recognised {
                mapping: Mapping { records: records.clone(), ..mapping },
                ..own
            }));
        }
        None => {
            let guesses = [guess(&candidate.keys, "")];
            beside::add(found, &guesses, std::slice::from_ref(candidate));
        }
    }
    *found != before
}

/// More keys than these are named by data; no list inside records is looked for among them.
const MANY: usize = 2_000;

/// Adds the tables of a profile for which the late keys were missing.
fn add_tables(
    found: &mut Vec<Recognised>,
    profile: &Profile,
    late: &KeyedRecords,
    candidates: &[KeyedRecords],
) {
    let needs = |mapping: &Mapping| {
        let mut needed = needed(mapping).into_iter();
        needed.any(|field| late.keys.iter().any(|key| key.starts_with(field)))
    };
    if !profile.tables.iter().any(needs) {
        return;
    }
    for one in fit(profile, &places(candidates)).tables {
        if !found.iter().any(|other| is_same_table(&one.mapping, &other.mapping)) {
            found.push(one);
        }
    }
}

/// Whether two mappings of a profile are the same table of it.
fn is_same_table(one: &Mapping, other: &Mapping) -> bool {
    let same_rows = one.into == other.into && one.explode == other.explode && one.filter == other.filter;
    same_rows && one.records == other.records
}

/// Adds the columns that a mapping does not have yet.
fn add_columns(mapping: &mut Mapping, more: Mapping) {
    for (place, rule) in more.columns {
        if !mapping.columns.iter().any(|(known, _)| *known == place) {
            mapping.columns.push((place, rule));
        }
    }
}

/// Adds a list inside the records, or its late columns.
fn add_inside(found: &mut Vec<Recognised>, inside: Recognised) {
    let list = inside.mapping.explode.clone();
    let same_list =
        |one: &&mut Recognised| one.mapping.explode == list && one.mapping.records == inside.mapping.records;
    match found.iter_mut().find(same_list) {
        Some(known) if known.mapping.into == inside.mapping.into => {
            add_columns(&mut known.mapping, inside.mapping)
        }
        Some(_) => {}
        None => found.push(inside),
    }
}
