//! A profile as the TOML that [`super::parse`] reads.

use crate::dataset::schema::ColumnSchema;
use crate::profile::model::{Condition, Mapping, Profile, Rule, Take};
use toml::{Table, Value};

/// The text of a profile file.
pub fn write(profile: &Profile) -> String {
    let mut text = String::new();
    line(&mut text, "name", Value::from(profile.name.as_str()));
    line(&mut text, "about", Value::from(profile.about.as_str()));
    if let Some(zone) = &profile.zone {
        line(&mut text, "zone", Value::from(zone.as_str()));
    }
    profile.tables.iter().for_each(|mapping| table(&mut text, mapping));
    for refusal in &profile.refusals {
        text.push_str("\n[[refuse]]\n");
        line(&mut text, "recognise", texts(&refusal.recognise));
        line(&mut text, "holds", Value::from(refusal.holds.as_str()));
        line(&mut text, "instead", Value::from(refusal.instead.as_str()));
    }
    text
}

fn line(text: &mut String, key: &str, value: Value) {
    text.push_str(&format!("{} = {value}\n", bare_or_quoted(key)));
}

fn bare_or_quoted(key: &str) -> String {
    let bare = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    match key.is_empty() || !key.chars().all(bare) {
        true => Value::from(key).to_string(),
        false => key.to_owned(),
    }
}

fn texts(list: &[String]) -> Value {
    Value::Array(list.iter().map(|text| Value::from(text.as_str())).collect())
}

fn table(text: &mut String, mapping: &Mapping) {
    let schema = mapping.into.schema();
    text.push_str("\n[[table]]\n");
    line(text, "into", Value::from(schema.name));
    if !mapping.recognise.is_empty() {
        line(text, "recognise", texts(&mapping.recognise));
    }
    for (key, path) in [("records", &mapping.records), ("explode", &mapping.explode)] {
        if let Some(path) = path {
            line(text, key, Value::from(path.as_str()));
        }
    }
    for (key, _) in [("legs", mapping.legs), ("once", mapping.once)].into_iter().filter(|(_, set)| *set) {
        line(text, key, Value::from(true));
    }
    if !mapping.filter.is_empty() {
        let conditions = mapping.filter.iter().map(|one| (one.field.clone(), condition(one)));
        line(text, "where", Value::Table(conditions.collect()));
    }
    text.push_str("[table.columns]\n");
    for (column, given) in &mapping.columns {
        if let Some(ColumnSchema { name, .. }) = schema.columns.get(*column) {
            line(text, name, rule(given));
        }
    }
}

fn condition(condition: &Condition) -> Value {
    let is = texts(&condition.is);
    match condition.negated {
        true => Value::Table(Table::from_iter([("not".to_owned(), is)])),
        false => is,
    }
}

fn rule(given: &Rule) -> Value {
    if let Take::Field(field) = &given.take {
        if *given == Rule::plain(given.take.clone()) {
            return Value::from(field.as_str());
        }
    }
    let mut keys = Table::new();
    let mut put = |key: &str, value: Value| drop(keys.insert(key.to_owned(), value));
    match &given.take {
        Take::Field(field) => put("from", Value::from(field.as_str())),
        Take::Constant(text) => put("const", Value::from(text.as_str())),
        Take::FirstOf(rules) => put("first_of", Value::Array(rules.iter().map(rule).collect())),
        Take::Exists { field, then } => {
            put("exists", Value::from(field.as_str()));
            put("then", Value::from(then.as_str()));
        }
        Take::Equal { fields, then } => {
            put("equal", texts(fields));
            put("then", Value::from(then.as_str()));
        }
        Take::Joined { fields, with } => {
            put("joined", texts(fields));
            put("with", Value::from(with.as_str()));
        }
        Take::Index => put("index", Value::from(true)),
        Take::Role(field) => put("role_of", Value::from(field.as_str())),
        Take::FileDate => put("file_date", Value::from(true)),
    }
    let settings = [
        ("list", &given.list),
        ("zone", &given.zone),
        ("unit", &given.unit),
        ("after", &given.after),
        ("before", &given.before),
    ];
    for (key, value) in settings {
        if let Some(value) = value {
            put(key, Value::from(value.as_str()));
        }
    }
    for (key, _) in [("only_values", given.only_values), ("zero_is_null", given.zero_is_null)]
        .into_iter()
        .filter(|(_, set)| *set)
    {
        put(key, Value::from(true));
    }
    if !given.values.is_empty() {
        let values = given.values.iter().map(|(from, to)| (from.clone(), Value::from(to.as_str())));
        put("values", Value::Table(values.collect()));
    }
    Value::Table(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::toml::{builtin, parse};

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for profile in builtin() {
            let text = write(profile);
            let again = parse(&text, &profile.name).unwrap_or_else(|error| panic!("{error:#}\n{text}"));
            assert_eq!(&again, profile, "{text}");
        }
    }

    #[test]
    fn hostile_names_stay_texts() {
        let text = "name = \"x\"\nabout = \"y\"\n[[table]]\ninto = \"conversations\"\n[table.columns]\nconversation_id = \"a\\\"]\\n[evil]\"\ncreated_at = { from = \"\\u001B[2J\", zone = \"UTC\" }\n";
        let profile = parse(text, "x").unwrap();
        let written = write(&profile);
        assert_eq!(parse(&written, "x").unwrap(), profile);
        assert!(!written.contains('\u{1b}'), "{written:?}");
    }
}
