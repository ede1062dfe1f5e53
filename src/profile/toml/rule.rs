//! One column of a profile: `created_at = { from = "Created", zone = "header" }` → its rule.

use super::keys::{scalars, Keys};
use crate::dataset::vocabulary::{Vocabulary, VOCABULARIES};
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::{Rule, Take, Writing};
use crate::profile::synonyms;
use crate::values::{zone_of, ClockForm, DayOrder, DecimalMark, SpanUnit};
use anyhow::Result;
use toml::{Table, Value};

/// The keys of a column.
pub const RULE_KEYS: &[&str] = &[
    "from",
    "values",
    "only_values",
    "list",
    "zone",
    "unit",
    "decimal",
    "date_order",
    "lists",
    "const",
    "first_of",
    "exists",
    "equal",
    "equals_parent",
    "then",
    "joined",
    "with",
    "index",
    "zero_is_null",
    "after",
    "before",
    "role_of",
    "file_date",
    "earliest_of",
    "since",
    "any_of",
    "flag",
    "otherwise",
    "opposite_of",
    "holds",
    "any",
    "word",
    "of",
    "passage",
    "chain",
    "when",
];

/// The place of a canonical column and its rule.
pub fn column(origin: &str, table: TableName, name: &str, value: &Value) -> Result<(usize, Rule)> {
    let schema = table.schema();
    let nothing = Table::new();
    let keys = Keys::new(&nothing, origin, &format!("columns of {}", schema.name), &[])?;
    let names: Vec<&str> = schema.columns.iter().map(|column| column.name).collect();
    let place = schema.column(name).ok_or_else(|| keys.unknown("", name, ("column", &names)))?;
    let rule = rule(origin, &format!("{}.{name}", schema.name), value)?;
    check_values(&keys, name, schema.columns[place].kind, &rule)?;
    Ok((place, rule))
}

fn rule(origin: &str, place: &str, value: &Value) -> Result<Rule> {
    let nothing = Table::new();
    let table = match value {
        Value::String(field) => return Ok(Rule::plain(Take::Field(field.clone()))),
        Value::Table(table) => table,
        _ => {
            let keys = Keys::new(&nothing, origin, "", &[])?;
            return Err(keys.wrong(place, "the header in quotes or { from = … }"));
        }
    };
    let keys = Keys::new(table, origin, place, RULE_KEYS)?;
    let rule = Rule {
        take: take(origin, place, &keys)?,
        values: values(&keys)?,
        only_values: keys.flag("only_values")?,
        list: keys.text("list")?,
        zone: keys.text("zone")?,
        unit: keys.text("unit")?,
        zero_is_null: keys.flag("zero_is_null")?,
        after: keys.text("after")?,
        before: keys.text("before")?,
        when: keys.conditions("when")?,
        writing: writing(&keys)?,
    };
    if let Some(zone) = &rule.zone {
        check_zone(&keys, "zone", zone)?;
    }
    match &rule.unit {
        Some(unit) if SpanUnit::from_name(unit).is_none() && ClockForm::in_header(unit).is_none() => {
            Err(keys.unknown("unit", unit, ("unit", &["ms", "s", "min", "h", "d", "mm:ss", "hh:mm"])))
        }
        _ => Ok(rule),
    }
}

/// How the column is written, as far as the profile says it.
fn writing(keys: &Keys) -> Result<Writing> {
    let mut writing = Writing::default();
    if let Some(name) = keys.text("date_order")? {
        writing.date_order = DayOrder::from_name(&name);
        if writing.date_order.is_none() {
            return Err(keys.unknown("date_order", &name, ("order", &["dmy", "mdy", "ymd"])));
        }
    }
    if let Some(name) = keys.text("decimal")? {
        writing.decimal = DecimalMark::from_name(&name);
        if writing.decimal.is_none() {
            return Err(keys.unknown("decimal", &name, ("mark", &["comma", "point"])));
        }
    }
    writing.clock = keys.text("unit")?.and_then(|unit| ClockForm::in_header(&unit));
    Ok(writing)
}

const SOURCES: &[&str] = &[
    "from",
    "const",
    "first_of",
    "exists",
    "equal",
    "equals_parent",
    "joined",
    "index",
    "role_of",
    "file_date",
    "earliest_of",
    "any_of",
    "flag",
    "opposite_of",
    "holds",
    "word",
    "passage",
    "lists",
    "chain",
];

/// Exactly one of the keys that name a source.
fn take(origin: &str, place: &str, keys: &Keys) -> Result<Take> {
    let given: Vec<&str> = SOURCES.iter().copied().filter(|key| keys.value(key).is_some()).collect();
    let [source] = given[..] else {
        return Err(keys.wrong("", &format!("given by exactly one of {}", SOURCES.join(", "))));
    };
    Ok(match source {
        "from" => Take::Field(one_text(keys, source)?),
        "const" => Take::Constant(one_text(keys, source)?),
        "exists" => Take::Exists { field: one_text(keys, source)?, then: then(keys)? },
        "equals_parent" => {
            let field = one_text(keys, source)?;
            Take::Equal { fields: [field.clone(), format!("parent.{field}")], then: then(keys)? }
        }
        "equal" => match keys.value(source).and_then(scalars).as_deref() {
            Some([a, b]) => Take::Equal { fields: [a.clone(), b.clone()], then: then(keys)? },
            _ => return Err(keys.wrong(source, "a list of two fields")),
        },
        "chain" => match keys.value(source).and_then(scalars).as_deref() {
            Some([own, answered]) => Take::Chain([own.clone(), answered.clone()]),
            _ => return Err(keys.wrong(source, "a list of two fields: the own id and the one answered")),
        },
        "joined" => {
            Take::Joined { fields: keys.texts(source)?, with: keys.text("with")?.unwrap_or_default() }
        }
        "lists" => Take::Lists(keys.texts(source)?),
        "index" => Take::Index,
        "role_of" => Take::Role(one_text(keys, source)?),
        "file_date" => Take::FileDate,
        "earliest_of" => {
            Take::EarliestOf { ends: rules(origin, place, (keys, source))?, since: keys.text("since")? }
        }
        "any_of" => Take::AnyOf(rules(origin, place, (keys, source))?),
        "flag" => Take::Flag {
            field: one_text(keys, source)?,
            then: then(keys)?,
            otherwise: keys.text("otherwise")?,
        },
        "opposite_of" => Take::OppositeOf(one_text(keys, source)?),
        "holds" => Take::Holds { field: one_text(keys, source)?, any: keys.texts("any")?, then: then(keys)? },
        "word" => Take::Word { field: one_text(keys, source)?, of: vocabulary(keys)? },
        "passage" => Take::Passage(keys.texts(source)?),
        _ => Take::FirstOf(rules(origin, place, (keys, source))?),
    })
}

/// The rules of a list to choose from.
fn rules(origin: &str, place: &str, (keys, source): (&Keys, &str)) -> Result<Vec<Rule>> {
    let list = keys.value(source).and_then(Value::as_array);
    let list = list.ok_or_else(|| keys.wrong(source, "a list of headers or rules"))?;
    list.iter().map(|value| rule(origin, place, value)).collect()
}

/// The closed list that `of` names.
fn vocabulary(keys: &Keys) -> Result<Option<&'static Vocabulary>> {
    let Some(name) = keys.text("of")? else { return Ok(None) };
    let found = VOCABULARIES.iter().find(|vocabulary| vocabulary.name.eq_ignore_ascii_case(&name));
    let names: Vec<&str> = VOCABULARIES.iter().map(|vocabulary| vocabulary.name).collect();
    found.copied().map(Some).ok_or_else(|| keys.unknown("of", &name, ("list of values", &names)))
}

fn one_text(keys: &Keys, key: &str) -> Result<String> {
    let text = keys.value(key).and_then(only_text);
    text.ok_or_else(|| keys.wrong(key, "a text"))
}

/// The text taken where a condition holds.
fn then(keys: &Keys) -> Result<String> {
    let text = keys.value("then").and_then(only_text);
    text.ok_or_else(|| keys.missing("then"))
}

/// A scalar, or that of a list of one.
fn only_text(value: &Value) -> Option<String> {
    match scalars(value)?.as_slice() {
        [text] => Some(text.clone()),
        _ => None,
    }
}

fn values(keys: &Keys) -> Result<Vec<(String, String)>> {
    let mut values = Vec::new();
    for (raw, value) in keys.table("values")?.into_iter().flatten() {
        let text = only_text(value).ok_or_else(|| keys.wrong(&format!("values.{raw}"), "a text"))?;
        values.push((raw.clone(), text));
    }
    Ok(values)
}

/// `header` or a name of the IANA list.
pub fn check_zone(keys: &Keys, key: &str, zone: &str) -> Result<()> {
    if zone == "header" || zone_of(zone).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    Err(keys.unknown(key, zone, ("time zone", &names)))
}

/// The canonical texts of a choice must be values of its vocabulary.
fn check_values(keys: &Keys, column: &str, kind: ColumnKind, rule: &Rule) -> Result<()> {
    let ColumnKind::Choice(vocabulary) = kind else { return Ok(()) };
    for rule in rule.take.choices() {
        check_values(keys, column, kind, rule)?;
    }
    let given = match &rule.take {
        Take::Constant(text)
        | Take::Exists { then: text, .. }
        | Take::Equal { then: text, .. }
        | Take::Flag { then: text, .. }
        | Take::Holds { then: text, .. } => Some(text),
        _ => None,
    };
    let otherwise = match &rule.take {
        Take::Flag { otherwise, .. } => otherwise.as_ref(),
        _ => None,
    };
    let mut texts = rule.values.iter().map(|(_, text)| text).chain(given).chain(otherwise);
    match texts.find(|text| !text.is_empty() && synonyms::value(vocabulary, text).is_none()) {
        Some(text) => Err(keys.unknown(column, text, (vocabulary.name, vocabulary.values))),
        None => Ok(()),
    }
}
