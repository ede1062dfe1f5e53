//! A profile as the TOML that [`super::parse`] reads.

use crate::dataset::ColumnSchema;
use crate::profile::model::{Condition, Mapping, Profile, Rule, Take};
use crate::values::DecimalMark;
use toml::{Table, Value};

/// Characters that a line has at most, its end included, where its value can be broken.
const LINE: usize = 60;

/// The text of a profile file.
pub fn write(profile: &Profile) -> String {
    let mut text = String::new();
    line(&mut text, "name", Value::from(profile.name.as_str()));
    line(&mut text, "about", Value::from(profile.about.as_str()));
    if let Some(zone) = &profile.zone {
        line(&mut text, "zone", Value::from(zone.as_str()));
    }
    let page = &profile.page;
    let told = [("from", &page.from), ("lacks", &page.lacks), ("note", &page.note)];
    let told: Vec<_> = told.into_iter().filter_map(|(key, said)| Some((key, said.as_deref()?))).collect();
    if !told.is_empty() {
        text.push_str("\n[page]\n");
    }
    for (key, said) in told {
        line(&mut text, key, Value::from(said));
    }
    for mapping in &profile.tables {
        table(&mut text, mapping);
    }
    for layout in &profile.layouts {
        text.push_str("\n[[layout]]\n");
        line(&mut text, "columns", texts(&layout.columns));
        let tell = layout.tell.iter().map(|(column, held)| (column.clone(), texts(held)));
        line(&mut text, "tell", Value::Table(tell.collect()));
    }
    for refusal in &profile.refusals {
        text.push_str("\n[[refuse]]\n");
        line(&mut text, "recognise", texts(&refusal.recognise));
        line(&mut text, "holds", Value::from(refusal.holds.as_str()));
        line(&mut text, "instead", Value::from(refusal.instead.as_str()));
    }
    text
}

fn line(text: &mut String, key: &str, value: Value) {
    assign(text, &bare_or_quoted(key), &value);
}

/// What is too long for a line goes on in the next ones, as far as TOML knows how.
fn assign(text: &mut String, key: &str, value: &Value) {
    let whole = format!("{key} = {value}\n");
    match value {
        Value::Table(keys) if whole.chars().count() > LINE => {
            for (own, value) in keys {
                assign(text, &format!("{key}.{}", bare_or_quoted(own)), value);
            }
        }
        Value::Array(items) if whole.chars().count() > LINE => {
            text.push_str(&format!("{key} = [\n{}]\n", filled(items)));
        }
        _ => text.push_str(&whole),
    }
}

/// The items of a list, as many in a line as fit.
fn filled(items: &[Value]) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for item in items {
        let item = format!(" {item},");
        if !line.is_empty() && line.chars().count() + item.chars().count() + "   \n".len() > LINE {
            lines.push_str(&format!("   {line}\n"));
            line.clear();
        }
        line.push_str(&item);
    }
    lines + "   " + &line + "\n"
}

fn bare_or_quoted(key: &str) -> String {
    let is_bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare && !key.is_empty() {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    }
}

fn texts(list: &[String]) -> Value {
    Value::Array(list.iter().map(|text| Value::from(text.as_str())).collect())
}

fn table(text: &mut String, mapping: &Mapping) {
    let schema = mapping.into.schema();
    text.push_str("\n[[table]]\n");
    line(text, "into", Value::from(schema.name));
    for (key, headers) in [("recognise", &mapping.recognise), ("unless", &mapping.unless)] {
        if !headers.is_empty() {
            line(text, key, texts(headers));
        }
    }
    for (key, path) in [("records", &mapping.records), ("explode", &mapping.explode)] {
        if let Some(path) = path {
            line(text, key, Value::from(path.as_str()));
        }
    }
    let flags = [
        ("legs", mapping.legs),
        ("once", mapping.once),
        ("parts", mapping.parts),
        ("opening", mapping.opening),
    ];
    for (key, is_set) in flags {
        if is_set {
            line(text, key, Value::from(true));
        }
    }
    if !mapping.filter.is_empty() {
        line(text, "where", conditions(&mapping.filter));
    }
    text.push_str("[table.columns]\n");
    for (column, given) in &mapping.columns {
        if let Some(ColumnSchema { name, .. }) = schema.columns.get(*column) {
            line(text, name, rule(given));
        }
    }
}

fn conditions(all: &[Condition]) -> Value {
    Value::Table(all.iter().map(|one| (one.field.clone(), condition(one))).collect())
}

fn condition(condition: &Condition) -> Value {
    let is = texts(&condition.is);
    let key = if condition.negated { "not" } else { "is" };
    match condition.of {
        Some(of) => {
            let of = ("of".to_owned(), Value::from(of.name));
            Value::Table(Table::from_iter([(key.to_owned(), is), of]))
        }
        None if condition.negated => Value::Table(Table::from_iter([(key.to_owned(), is)])),
        None => is,
    }
}

fn rule(given: &Rule) -> Value {
    if let Take::Field(field) = &given.take {
        if *given == Rule::plain(given.take.clone()) {
            return Value::from(field.as_str());
        }
    }
    let mut keys = Table::new();
    match &given.take {
        Take::Field(field) => put(&mut keys, "from", Value::from(field.as_str())),
        Take::Constant(text) => put(&mut keys, "const", Value::from(text.as_str())),
        Take::FirstOf(rules) => put(&mut keys, "first_of", list(rules)),
        Take::AnyOf(rules) => put(&mut keys, "any_of", list(rules)),
        Take::EarliestOf { ends, since } => {
            put(&mut keys, "earliest_of", list(ends));
            put_text(&mut keys, "since", since.as_ref());
        }
        Take::Flag { field, then, otherwise } => {
            put(&mut keys, "flag", Value::from(field.as_str()));
            put(&mut keys, "then", Value::from(then.as_str()));
            put_text(&mut keys, "otherwise", otherwise.as_ref());
        }
        Take::OppositeOf(field) => put(&mut keys, "opposite_of", Value::from(field.as_str())),
        Take::Holds { field, any, then } => {
            put(&mut keys, "holds", Value::from(field.as_str()));
            put(&mut keys, "any", texts(any));
            put(&mut keys, "then", Value::from(then.as_str()));
        }
        Take::Word { field, of } => {
            put(&mut keys, "word", Value::from(field.as_str()));
            put_text(&mut keys, "of", of.map(|of| of.name.to_owned()).as_ref());
        }
        Take::Passage(fields) => put(&mut keys, "passage", texts(fields)),
        Take::Exists { field, then } => {
            put(&mut keys, "exists", Value::from(field.as_str()));
            put(&mut keys, "then", Value::from(then.as_str()));
        }
        Take::Equal { fields, then } => {
            put(&mut keys, "equal", texts(fields));
            put(&mut keys, "then", Value::from(then.as_str()));
        }
        Take::Joined { fields, with } => {
            put(&mut keys, "joined", texts(fields));
            put(&mut keys, "with", Value::from(with.as_str()));
        }
        Take::Chain(fields) => put(&mut keys, "chain", texts(fields)),
        Take::Lists(fields) => put(&mut keys, "lists", texts(fields)),
        Take::Index => put(&mut keys, "index", Value::from(true)),
        Take::Role(field) => put(&mut keys, "role_of", Value::from(field.as_str())),
        Take::FileDate => put(&mut keys, "file_date", Value::from(true)),
    }
    put_settings(&mut keys, given);
    Value::Table(keys)
}

/// How the texts are read, as far as the rule says it.
fn put_settings(keys: &mut Table, given: &Rule) {
    let settings = [
        ("list", &given.list),
        ("zone", &given.zone),
        ("unit", &given.unit),
        ("after", &given.after),
        ("before", &given.before),
    ];
    for (key, value) in settings {
        put_text(keys, key, value.as_ref());
    }
    let writing = &given.writing;
    if let Some(clock) = writing.clock.filter(|_| given.unit.as_deref().is_none_or(|unit| unit == "s")) {
        put(keys, "unit", Value::from(clock.name()));
    }
    if let Some(order) = writing.date_order.map(|order| order.name()).filter(|name| !name.is_empty()) {
        put(keys, "date_order", Value::from(order));
    }
    if let Some(mark) = writing.decimal.filter(|mark| *mark != DecimalMark::Both) {
        put(keys, "decimal", Value::from(mark.name()));
    }
    for (key, is_set) in [("only_values", given.only_values), ("zero_is_null", given.zero_is_null)] {
        if is_set {
            put(keys, key, Value::from(true));
        }
    }
    if !given.when.is_empty() {
        put(keys, "when", conditions(&given.when));
    }
    if !given.values.is_empty() {
        let values = given.values.iter().map(|(from, to)| (from.clone(), Value::from(to.as_str())));
        put(keys, "values", Value::Table(values.collect()));
    }
}

fn put(keys: &mut Table, key: &str, value: Value) {
    keys.insert(key.to_owned(), value);
}

fn put_text(keys: &mut Table, key: &str, text: Option<&String>) {
    if let Some(text) = text {
        put(keys, key, Value::from(text.as_str()));
    }
}

fn list(rules: &[Rule]) -> Value {
    Value::Array(rules.iter().map(rule).collect())
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
    fn long_lists_and_rules_take_several_lines() {
        let text = "name = \"x\"\nabout = \"y\"\n[[table]]\ninto = \"conversations\"\nrecognise = [\"conversation number\", \"opened at\", \"channel\", \"first answer after\"]\n[table.columns]\nconversation_id = \"conversation number\"\ncreated_at = \"opened at\"\nfirst_response_s = { from = \"first answer after\", unit = \"s\", decimal = \"point\" }\n";
        let profile = parse(text, "x").unwrap();
        let written = write(&profile);
        assert_eq!(parse(&written, "x").unwrap(), profile);
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(
            lines[5..9],
            [
                "recognise = [",
                r#"    "conversation number", "opened at", "channel","#,
                r#"    "first answer after","#,
                "]"
            ]
        );
        assert!(lines.contains(&r#"first_response_s.from = "first answer after""#), "{written}");
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
