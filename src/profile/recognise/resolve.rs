//! The fields of a profile's mapping → the headers of one file: `*`, other case, zones and units in headers.

use crate::dataset::ColumnKind;
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::fold;
use crate::values::{beginning, zone_of, zone_text_in_header, ClockForm, SpanUnit, Zone};
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
        let mut places = HashMap::new();
        let mut folded_places = HashMap::new();
        let mut around = HashSet::new();
        for (place, name) in names.iter().enumerate() {
            places.entry(name.as_str()).or_insert(place);
            folded_places.entry(key_of(name)).or_insert(place);
            let inner = beginning(name).match_indices(['.', '[']).map(|(at, _)| &name[..at]);
            around.extend(inner.filter(|outer| !outer.is_empty()));
        }
        Headers { names, folded, places, folded_places, around }
    }

    /// Whether the file has a field, or something inside it.
    pub fn has(&self, field: &str) -> bool {
        self.find(field).is_some() || self.around.contains(field)
    }

    /// Whether the file has all of some fields.
    pub fn have_all(&self, fields: &[impl AsRef<str>]) -> bool {
        fields.iter().all(|field| self.has(field.as_ref()))
    }

    /// The header that a field of a profile means.
    fn find(&self, field: &str) -> Option<&'h str> {
        let place = self.places.get(field).copied().or_else(|| match field.strip_suffix('*') {
            Some(start) => {
                let start = fold(start);
                let is_in_list = field.contains("[]");
                let mut found = self.folded.iter().zip(self.names);
                found.position(|(folded, name)| {
                    folded.starts_with(&start) && name.contains("[]") == is_in_list
                })
            }
            None => self.folded_places.get(&key_of(field)).copied(),
        });
        place.map(|place| self.names[place].as_str())
    }

    /// The name of a list as the file writes it.
    fn find_list(&self, list: &str) -> String {
        let lists: Vec<&str> =
            self.names.iter().filter_map(|name| name.split_once("[]")).map(|(list, _)| list).collect();
        if lists.contains(&list) {
            return list.to_string();
        }
        let folded = fold(list);
        lists.into_iter().find(|other| fold(other) == folded).unwrap_or(list).to_string()
    }

    /// The header that a field means, inside a list or of the record itself.
    fn resolve(&self, list: Option<&str>, field: &str) -> Option<String> {
        match list {
            None => self.find(field).map(str::to_string),
            Some(list) => self.find_inside(list, field),
        }
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

/// What a header is looked up by: `ticket id` is no field of a list of tickets.
fn key_of(name: &str) -> String {
    if name.contains("[]") {
        fold(name) + "[]"
    } else {
        fold(name)
    }
}

/// The mapping with every field named as the file names it.
pub fn mapping(mapping: &Mapping, headers: &Headers) -> Mapping {
    let mut resolved = mapping.clone();
    let list = mapping.explode.as_deref().map(|list| headers.find_list(list));
    let name = &mut |field: &mut String| {
        if let Some(header) = headers.resolve(list.as_deref(), field) {
            *field = header;
        }
    };
    for (_, rule) in &mut resolved.columns {
        rule.take.fields_mut().into_iter().for_each(&mut *name);
        rule.each_mut(&mut |rule| rule.when.iter_mut().for_each(|one| name(&mut one.field)));
    }
    resolved.filter.iter_mut().for_each(|one| name(&mut one.field));
    for (column, rule) in &mut resolved.columns {
        from_header(rule, mapping.into.schema().columns.get(*column).map(|column| column.kind));
    }
    resolved.explode = list;
    resolved
}

/// Fills in the zone and the unit that stand in the rule's header.
pub fn from_header(rule: &mut Rule, kind: Option<ColumnKind>) {
    for rule in rule.take.choices_mut() {
        from_header(rule, kind);
    }
    let header = match &rule.take {
        Take::Field(header) => header.as_str(),
        _ => "",
    };
    match kind {
        Some(ColumnKind::Instant) if rule.zone.as_deref().is_none_or(|zone| zone == "header") => {
            rule.zone = zone_text_in_header(header).map(|text| match zone_of(text) {
                Some(Zone::Named(zone)) => zone.name().to_string(),
                _ => text.to_string(),
            });
        }
        Some(ColumnKind::Duration) if rule.unit.is_none() => {
            rule.unit = SpanUnit::in_header(header).map(|unit| unit.name().to_string());
            rule.writing.clock = rule.writing.clock.or(ClockForm::in_header(header));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_full_of_brackets_has_no_more_around_it_than_its_beginning() {
        let bytes = |brackets| {
            let names = ["x[2J.".repeat(brackets)];
            Headers::new(&names).around.iter().map(|outer| outer.len()).sum::<usize>()
        };
        // 1 + 4 + 6 + 9, and as much for each name that is longer than any should be.
        assert_eq!((bytes(2), bytes(4_000)), (20, bytes(16_000)));
    }
}
