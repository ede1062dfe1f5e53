//! The fields of a profile's mapping → the headers of one file: `*`, other case, zones and units in headers.

use crate::dataset::Kind;
use crate::profile::convert::Unit;
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::fold;
use std::collections::{HashMap, HashSet};

/// The headers of one file, ready to be looked up many times.
pub struct Headers<'h> {
    names: &'h [String],
    folded: Vec<String>,
    /// Place by name as it stands, then by folded name; the first of equals.
    places: HashMap<&'h str, usize>,
    folded_places: HashMap<String, usize>,
    /// JSON keys that have something inside them.
    around: HashSet<&'h str>,
}

impl<'h> Headers<'h> {
    /// Prepares headers or JSON keys.
    pub fn new(names: &'h [String]) -> Headers<'h> {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let (mut places, mut folded_places, mut around) = (HashMap::new(), HashMap::new(), HashSet::new());
        for (place, name) in names.iter().enumerate() {
            places.entry(name.as_str()).or_insert(place);
            folded_places.entry(folded[place].clone()).or_insert(place);
            let inner = name.match_indices(['.', '[']).map(|(at, _)| &name[..at]);
            around.extend(inner.filter(|outer| !outer.is_empty()));
        }
        Headers { names, folded, places, folded_places, around }
    }

    /// Whether the file has a field, or something inside it.
    pub fn has(&self, field: &str) -> bool {
        self.find(field).is_some() || self.around.contains(field)
    }

    /// The header that a field of a profile means.
    fn find(&self, field: &str) -> Option<&'h str> {
        let place = self.places.get(field).copied().or_else(|| match field.strip_suffix('*') {
            Some(start) => {
                let start = fold(start);
                self.folded.iter().position(|folded| folded.starts_with(&start))
            }
            None => self.folded_places.get(&fold(field)).copied(),
        });
        place.map(|place| self.names[place].as_str())
    }
}

/// The mapping with every field named as the file names it.
pub fn mapping(mapping: &Mapping, headers: &Headers) -> Mapping {
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

fn rename(field: &mut String, headers: &Headers) {
    if let Some(header) = headers.find(field) {
        *field = header.to_string();
    }
}

fn fields(rule: &mut Rule, headers: &Headers) {
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
