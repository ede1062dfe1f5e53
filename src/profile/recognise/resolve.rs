//! The fields of a profile's mapping → the headers of one file: `*`, other case, zones and units in headers.

use crate::dataset::ColumnKind;
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::fold;
use crate::time::zone::{bracketed, zone_named};
use crate::values::SpanUnit;
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

    /// The name of a list as the file writes it.
    fn find_list(&self, list: &str) -> String {
        let lists = || self.names.iter().filter_map(|name| name.split_once("[]")).map(|(list, _)| list);
        let folded = fold(list);
        let spelled = || lists().find(|other| fold(other) == folded);
        lists().find(|other| *other == list).or_else(spelled).unwrap_or(list).to_string()
    }

    /// The field that a field of a list's elements means; inside a list the paths do not begin at the record.
    fn find_inside(&self, list: &str, field: &str) -> Option<String> {
        if let Some(outer) = field.strip_prefix("parent.") {
            return self.find(outer).map(|found| format!("parent.{found}"));
        }
        let inner = self.find(&format!("{list}[].{field}"))?;
        inner.strip_prefix(list)?.strip_prefix("[].").map(str::to_string)
    }
}

/// The mapping with every field named as the file names it.
pub fn mapping(mapping: &Mapping, headers: &Headers) -> Mapping {
    let mut resolved = mapping.clone();
    let list = mapping.explode.as_deref().map(|list| headers.find_list(list));
    let mut rename = |field: &mut String| {
        let found = match &list {
            None => headers.find(field).map(str::to_string),
            Some(list) => headers.find_inside(list, field),
        };
        if let Some(header) = found {
            *field = header;
        }
    };
    for (column, rule) in &mut resolved.columns {
        let kind = mapping.into.schema().columns.get(*column).map(|column| column.kind);
        fields(rule, &mut rename);
        from_header(rule, kind);
    }
    resolved.filter.iter_mut().for_each(|condition| rename(&mut condition.field));
    resolved.explode = list;
    resolved
}

fn fields(rule: &mut Rule, rename: &mut dyn FnMut(&mut String)) {
    match &mut rule.take {
        Take::Field(field) | Take::Role(field) | Take::Exists { field, .. } => rename(field),
        Take::Equal { fields, .. } => fields.iter_mut().for_each(rename),
        Take::Joined { fields, .. } => fields.iter_mut().for_each(rename),
        Take::FirstOf(rules) => rules.iter_mut().for_each(|rule| fields(rule, rename)),
        Take::Constant(_) | Take::Index | Take::FileDate => {}
    }
}

/// Fills in the zone and the unit that stand in the rule's header.
pub fn from_header(rule: &mut Rule, kind: Option<ColumnKind>) {
    if let Take::FirstOf(rules) = &mut rule.take {
        rules.iter_mut().for_each(|rule| from_header(rule, kind));
    }
    let header = match &rule.take {
        Take::Field(header) => header.as_str(),
        _ => "",
    };
    match kind {
        Some(ColumnKind::Instant) if rule.zone.as_deref().is_none_or(|zone| zone == "header") => {
            rule.zone = bracketed(header).and_then(zone_named).map(|zone| zone.name().to_string());
        }
        Some(ColumnKind::Duration) if rule.unit.is_none() => {
            rule.unit = SpanUnit::in_header(header).map(|unit| unit.name().to_string());
        }
        _ => {}
    }
}
