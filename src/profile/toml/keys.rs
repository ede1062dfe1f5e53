//! The keys of one TOML table, read with messages that say where and what was expected.

use crate::advice::Advised;
use crate::dataset::vocabulary::VOCABULARIES;
use crate::nearest::nearest;
use crate::profile::model::Condition;
use anyhow::{anyhow, Error, Result};
use toml::{Table, Value};

/// A table of a profile file, with its place for messages.
pub struct Keys<'a> {
    table: &'a Table,
    origin: String,
    place: String,
}

impl<'a> Keys<'a> {
    /// The keys of `table`; an error where one is none of `allowed`.
    pub fn new(table: &'a Table, origin: &str, place: &str, allowed: &[&str]) -> Result<Keys<'a>> {
        let keys = Keys { table, origin: origin.to_string(), place: place.to_string() };
        match table.keys().find(|key| !allowed.contains(&key.as_str())) {
            Some(key) => Err(keys.unknown(key, key, ("key", allowed))),
            None => Ok(keys),
        }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Result<Option<String>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(value) => scalar(value).map(Some).ok_or_else(|| self.wrong(key, "a text")),
        }
    }

    /// A text or a list of texts; empty where the key is missing.
    pub fn texts(&self, key: &str) -> Result<Vec<String>> {
        match self.table.get(key) {
            None => Ok(Vec::new()),
            Some(value) => scalars(value).ok_or_else(|| self.wrong(key, "a list of texts")),
        }
    }

    /// True or false; false where the key is missing.
    pub fn flag(&self, key: &str) -> Result<bool> {
        match self.table.get(key) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| self.wrong(key, "true or false")),
        }
    }

    /// A table inside.
    pub fn table(&self, key: &str) -> Result<Option<&'a Table>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(value) => value.as_table().map(Some).ok_or_else(|| self.wrong(key, "a table")),
        }
    }

    /// What records must be: `state = "closed"`, `kind = ["a", "b"]`, `kind = { not = ["a"] }`,
    /// `type = { is = "outgoing", of = "direction" }`; none where the key is missing.
    pub fn conditions(&self, key: &str) -> Result<Vec<Condition>> {
        let mut conditions = Vec::new();
        for (field, is) in self.table(key)?.into_iter().flatten() {
            let table = is.as_table();
            let inner = |name: &str| table.and_then(|table| table.get(name));
            let of = inner("of").and_then(Value::as_str);
            let of = of.and_then(|of| VOCABULARIES.iter().find(|known| known.name == of).copied());
            let taken = inner("not").or_else(|| inner("is")).unwrap_or(is);
            let keys = [inner("not").or(inner("is")).is_some(), of.is_some()];
            let is_whole = table.is_none_or(|table| table.len() == keys.iter().filter(|key| **key).count());
            let texts = scalars(taken).filter(|_| is_whole);
            let expected = "a text, a list of texts, { not = … } or { is = …, of = … }";
            let is = texts.ok_or_else(|| self.wrong(&format!("{key}.{field}"), expected))?;
            conditions.push(Condition { field: field.clone(), is, of, negated: inner("not").is_some() });
        }
        Ok(conditions)
    }

    /// The tables of a list `[[key]]`.
    pub fn tables(&self, key: &str) -> Result<Vec<&'a Table>> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let tables = value.as_array().and_then(|list| list.iter().map(Value::as_table).collect());
        tables.ok_or_else(|| self.wrong(key, "written as [[table]]"))
    }

    /// The value of a key, of whatever kind.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.table.get(key)
    }

    /// A key that must be there is not.
    pub fn missing(&self, key: &str) -> Error {
        let advice = "the profiles that `insights profiles` lists show the form";
        anyhow!(Advised::new(format!("{}: {key} is missing", self.at("")), advice))
    }

    /// A key holds something of another kind.
    pub fn wrong(&self, key: &str, expected: &str) -> Error {
        anyhow!("{} must be {expected}", self.at(key))
    }

    /// A name that is none of the valid ones; `what` says what it should be the name of.
    pub fn unknown(&self, key: &str, name: &str, (what, valid): (&str, &[&str])) -> Error {
        let advice = match nearest(name, valid.iter().copied()).first() {
            Some(best) => format!("did you mean {best}?"),
            None => format!("valid are {}", valid.join(", ")),
        };
        anyhow!(Advised::new(format!("{}: no {what} is called {name}", self.at(key)), advice))
    }

    fn at(&self, key: &str) -> String {
        let parts = [self.origin.as_str(), self.place.as_str(), key];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A scalar or a list of scalars, as texts.
pub fn scalars(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(list) => list.iter().map(scalar).collect(),
        value => scalar(value).map(|text| vec![text]),
    }
}
