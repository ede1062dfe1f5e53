//! One column of a profile: `created_at = { from = "Created", zone = "header" }` → its rule.

use super::keys::{scalars, Keys};
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::{Rule, Take};
use crate::profile::synonyms;
use crate::time::zone::zone_named;
use crate::values::SpanUnit;
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
];

/// The place of a canonical column and its rule.
pub fn column(origin: &str, table: TableName, name: &str, value: &Value) -> Result<(usize, Rule)> {
    let schema = table.schema();
    let nothing = Table::new();
    let keys = Keys::new(&nothing, origin, &format!("columns of {}", schema.name), &[])?;
    let names = schema.columns.iter().map(|column| column.name);
    let place = schema.column(name).ok_or_else(|| keys.unknown("", name, "column", names))?;
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
    let mut keys = Keys::new(table, origin, place, RULE_KEYS)?;
    let rule = Rule {
        take: take(origin, place, &mut keys)?,
        values: values(&keys)?,
        only_values: keys.flag("only_values")?,
        list: keys.text("list")?,
        zone: keys.text("zone")?,
        unit: keys.text("unit")?,
        zero_is_null: keys.flag("zero_is_null")?,
        after: keys.text("after")?,
        before: keys.text("before")?,
    };
    if let Some(zone) = &rule.zone {
        check_zone(&keys, "zone", zone)?;
    }
    match &rule.unit {
        Some(unit) if SpanUnit::from_name(unit).is_none() => {
            Err(keys.unknown("unit", unit, "unit", ["ms", "s", "min", "h", "d"]))
        }
        _ => Ok(rule),
    }
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
];

/// Exactly one of the keys that name a source.
fn take(origin: &str, place: &str, keys: &mut Keys) -> Result<Take> {
    let given: Vec<&str> = SOURCES.iter().copied().filter(|key| keys.value(key).is_some()).collect();
    let [source] = given[..] else {
        return Err(keys.wrong("", &format!("given by exactly one of {}", SOURCES.join(", "))));
    };
    let text = keys.value(source).and_then(scalars).unwrap_or_default();
    let one =
        || text.first().cloned().filter(|_| text.len() == 1).ok_or_else(|| keys.wrong(source, "a text"));
    let then = || match keys.value("then").and_then(scalars).as_deref() {
        Some([then]) => Ok(then.clone()),
        _ => Err(keys.missing("then")),
    };
    Ok(match source {
        "from" => Take::Field(one()?),
        "const" => Take::Constant(one()?),
        "exists" => Take::Exists { field: one()?, then: then()? },
        "equals_parent" => Take::Equal { fields: [one()?, format!("parent.{}", one()?)], then: then()? },
        "equal" => match <[String; 2]>::try_from(text) {
            Ok(fields) => Take::Equal { fields, then: then()? },
            Err(_) => return Err(keys.wrong(source, "a list of two fields")),
        },
        "joined" => {
            Take::Joined { fields: keys.texts(source)?, with: keys.text("with")?.unwrap_or_default() }
        }
        "index" => Take::Index,
        "role_of" => Take::Role(one()?),
        "file_date" => Take::FileDate,
        _ => {
            let list = keys.value(source).and_then(Value::as_array);
            let list = list.ok_or_else(|| keys.wrong(source, "a list of headers or rules"))?;
            Take::FirstOf(list.iter().map(|value| rule(origin, place, value)).collect::<Result<_>>()?)
        }
    })
}

fn values(keys: &Keys) -> Result<Vec<(String, String)>> {
    let Some(table) = keys.table("values")? else { return Ok(Vec::new()) };
    let pair = |(raw, value): (&String, &Value)| {
        let text = scalars(value).filter(|texts| texts.len() == 1).and_then(|texts| texts.into_iter().next());
        text.map(|text| (raw.clone(), text)).ok_or_else(|| keys.wrong(&format!("values.{raw}"), "a text"))
    };
    table.iter().map(pair).collect()
}

/// `header` or a name of the IANA list.
pub fn check_zone(keys: &Keys, key: &str, zone: &str) -> Result<()> {
    if zone == "header" || zone_named(zone).is_some() {
        return Ok(());
    }
    Err(keys.unknown(key, zone, "time zone", chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())))
}

/// The canonical texts of a choice must be values of its vocabulary.
fn check_values(keys: &Keys, column: &str, kind: ColumnKind, rule: &Rule) -> Result<()> {
    let ColumnKind::Choice(vocabulary) = kind else { return Ok(()) };
    let inner = match &rule.take {
        Take::FirstOf(rules) => &rules[..],
        _ => &[],
    };
    for rule in inner {
        check_values(keys, column, kind, rule)?;
    }
    let given = match &rule.take {
        Take::Constant(text) | Take::Exists { then: text, .. } | Take::Equal { then: text, .. } => Some(text),
        _ => None,
    };
    let mut texts = rule.values.iter().map(|(_, text)| text).chain(given);
    match texts.find(|text| !text.is_empty() && synonyms::value(vocabulary, text).is_none()) {
        Some(text) => Err(keys.unknown(column, text, vocabulary.name, vocabulary.values.iter().copied())),
        None => Ok(()),
    }
}
