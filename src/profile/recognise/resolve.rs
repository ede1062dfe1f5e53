//! The fields of a profile's mapping → the headers of one file: `*`, other case, zones and units in headers.

use crate::dataset::Kind;
use crate::profile::convert::Unit;
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::fold;

/// Whether a file has a field, or something inside it.
pub fn has(field: &str, headers: &[String]) -> bool {
    let inside = |header: &String| {
        header.strip_prefix(field).is_some_and(|rest| rest.starts_with('.') || rest.starts_with("[]"))
    };
    find(field, headers).is_some() || headers.iter().any(inside)
}

/// The header that a field of a profile means.
fn find<'h>(field: &str, headers: &'h [String]) -> Option<&'h str> {
    if let Some(header) = headers.iter().find(|header| *header == field) {
        return Some(header);
    }
    let (wanted, open) = match field.strip_suffix('*') {
        Some(start) => (fold(start), true),
        None => (fold(field), false),
    };
    let fits = |header: &&String| {
        let folded = fold(header);
        folded == wanted || (open && folded.starts_with(&wanted))
    };
    headers.iter().find(fits).map(String::as_str)
}

/// The mapping with every field named as the file names it.
pub fn mapping(mapping: &Mapping, headers: &[String]) -> Mapping {
    let mut resolved = mapping.clone();
    for (column, rule) in &mut resolved.columns {
        let kind = mapping.into.schema().columns.get(*column).map(|column| column.kind);
        // Inside a list the paths do not begin at the record.
        if mapping.explode.is_none() {
            fields(rule, headers);
        }
        from_header(rule, kind);
    }
    if mapping.explode.is_none() {
        for condition in &mut resolved.filter {
            rename(&mut condition.field, headers);
        }
    }
    resolved
}

fn rename(field: &mut String, headers: &[String]) {
    if let Some(header) = find(field, headers) {
        *field = header.to_string();
    }
}

fn fields(rule: &mut Rule, headers: &[String]) {
    match &mut rule.take {
        Take::Field(field) | Take::Exists { field, .. } => rename(field, headers),
        Take::Equal { fields, .. } => fields.iter_mut().for_each(|field| rename(field, headers)),
        Take::Joined { fields, .. } => fields.iter_mut().for_each(|field| rename(field, headers)),
        Take::FirstOf(rules) => rules.iter_mut().for_each(|rule| fields(rule, headers)),
        Take::Constant(_) | Take::Index => {}
    }
}

/// Fills in the zone and the unit that stand in the rule's header.
pub fn from_header(rule: &mut Rule, kind: Option<Kind>) {
    if let Take::FirstOf(rules) = &mut rule.take {
        rules.iter_mut().for_each(|rule| from_header(rule, kind));
    }
    let header = match &rule.take {
        Take::Field(header) => header.as_str(),
        _ => "",
    };
    match kind {
        Some(Kind::Instant) if rule.zone.as_deref().is_none_or(|zone| zone == "header") => {
            rule.zone = zone_in(header);
        }
        Some(Kind::Duration) if rule.unit.is_none() => {
            rule.unit = Unit::in_header(header).map(|unit| unit.name().to_string());
        }
        _ => {}
    }
}

/// The zone in a header's brackets: `Created (Europe/Amsterdam)`.
fn zone_in(header: &str) -> Option<String> {
    let inside = header.rsplit_once(['(', '['])?.1.trim_end_matches([')', ']']).trim();
    inside.parse::<chrono_tz::Tz>().ok().map(|zone| zone.name().to_string())
}
