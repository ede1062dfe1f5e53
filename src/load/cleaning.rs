//! Where the text of a canonical value comes from, as slots of the records being read.

use crate::profile::model::{Rule, Take};
use crate::source::cells::CellRows;
use crate::source::FieldSelection;
use crate::values::is_null;
use std::borrow::Cow;
use std::collections::HashMap;

/// So many texts are compared one by one.
const FEW: usize = 32;

/// A rule whose fields have become slots.
#[derive(Debug)]
pub struct Cleaning {
    source: TextSource,
    values: Vec<(String, String)>,
    only_values: bool,
    after: Option<String>,
    before: Option<String>,
    /// Texts may stand behind a spreadsheet's guards.
    is_guarded: bool,
    /// Place by raw text, where `values` are too many to be looked through.
    places: HashMap<String, usize>,
}

#[derive(Debug)]
enum TextSource {
    Slot(usize),
    Constant(String),
    FirstOf(Vec<Cleaning>),
    Exists { slot: usize, then: String },
    Equal { slots: [usize; 2], then: String },
    Joined { slots: Vec<usize>, with: String },
    Index,
}

impl Cleaning {
    /// Compiles a rule; the fields it reads are selected.
    pub fn new(rule: &Rule, selection: &mut FieldSelection) -> Cleaning {
        let source = match &rule.take {
            Take::Field(field) | Take::Role(field) => TextSource::Slot(selection.slot(field)),
            Take::Constant(text) => TextSource::Constant(text.clone()),
            Take::FirstOf(rules) => {
                TextSource::FirstOf(rules.iter().map(|rule| Cleaning::new(rule, selection)).collect())
            }
            Take::Exists { field, then } => {
                TextSource::Exists { slot: selection.slot(field), then: then.clone() }
            }
            Take::Equal { fields: [a, b], then } => {
                TextSource::Equal { slots: [selection.slot(a), selection.slot(b)], then: then.clone() }
            }
            Take::Joined { fields, with } => TextSource::Joined {
                slots: fields.iter().map(|field| selection.slot(field)).collect(),
                with: with.clone(),
            },
            Take::Index => TextSource::Index,
            Take::FileDate => TextSource::Constant(String::new()),
        };
        let many = rule.values.len() > FEW;
        let places = rule.values.iter().enumerate().filter(|_| many);
        Cleaning {
            source,
            values: rule.values.clone(),
            only_values: rule.only_values,
            after: rule.after.clone(),
            before: rule.before.clone(),
            is_guarded: rule.writing.is_guarded,
            places: places.map(|(place, (from, _))| (from.clone(), place)).collect(),
        }
    }

    /// A cleaning that gives no value.
    pub fn nothing() -> Cleaning {
        Cleaning {
            source: TextSource::FirstOf(Vec::new()),
            values: Vec::new(),
            only_values: false,
            after: None,
            before: None,
            is_guarded: false,
            places: HashMap::new(),
        }
    }

    /// The slot, if the value is nothing but the text in it.
    pub fn plain_slot(&self) -> Option<usize> {
        match self.source {
            TextSource::Slot(slot)
                if self.is_plain() && self.after.is_none() && self.before.is_none() && !self.is_guarded =>
            {
                Some(slot)
            }
            _ => None,
        }
    }

    fn is_plain(&self) -> bool {
        self.values.is_empty() && !self.only_values
    }

    /// The part of a text that counts.
    fn part<'a>(&self, text: &'a str) -> Option<&'a str> {
        let text = if self.is_guarded { without_guards(text) } else { text };
        let text = match &self.after {
            Some(mark) => text.split_once(mark.as_str())?.1,
            None => text,
        };
        Some(match &self.before {
            Some(mark) => text.split_once(mark.as_str()).map_or(text, |(front, _)| front),
            None => text,
        })
    }

    /// Adds the slots it reads.
    pub fn slots(&self, slots: &mut Vec<usize>) {
        match &self.source {
            TextSource::Slot(slot) | TextSource::Exists { slot, .. } => slots.push(*slot),
            TextSource::FirstOf(cleanings) => {
                for cleaning in cleanings {
                    cleaning.slots(slots);
                }
            }
            TextSource::Equal { slots: own, .. } => slots.extend(own),
            TextSource::Joined { slots: own, .. } => slots.extend(own),
            TextSource::Constant(_) | TextSource::Index => {}
        }
    }

    /// The slot that holds the texts of a list.
    pub fn list_slot(&self) -> Option<usize> {
        match self.source {
            TextSource::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// The text in one row.
    pub fn text<'a>(&'a self, rows: CellRows<'a>, row: usize) -> Option<Cow<'a, str>> {
        let text = match self.raw(rows, row)? {
            Cow::Borrowed(text) => Cow::Borrowed(self.part(text)?),
            Cow::Owned(text) => Cow::Owned(self.part(&text)?.to_owned()),
        };
        if self.is_plain() {
            return Some(text);
        }
        match text {
            Cow::Borrowed(text) => self.value(text).map(Cow::Borrowed),
            Cow::Owned(text) => self.value(&text).map(|value| Cow::Owned(value.to_owned())),
        }
    }

    /// What `values` makes of a text; other texts go on as they are, unless only those named count.
    pub fn value<'a>(&'a self, text: &'a str) -> Option<&'a str> {
        let trimmed = text.trim();
        if !self.places.is_empty() {
            let place = self.places.get(trimmed);
            return place.map(|&place| self.values[place].1.as_str()).or((!self.only_values).then_some(text));
        }
        let named = self.values.iter().find(|(from, _)| from == trimmed);
        let named = named.or_else(|| self.values.iter().find(|(from, _)| from.eq_ignore_ascii_case(trimmed)));
        match named {
            Some((_, to)) => Some(to),
            None => (!self.only_values).then_some(text),
        }
    }

    /// The text in one row before `values` are applied.
    pub fn raw<'a>(&'a self, rows: CellRows<'a>, row: usize) -> Option<Cow<'a, str>> {
        match &self.source {
            TextSource::Slot(slot) => rows.text(*slot, row).map(Cow::Borrowed),
            TextSource::Constant(text) => Some(Cow::Borrowed(text)),
            TextSource::FirstOf(cleanings) => cleanings
                .iter()
                .filter_map(|cleaning| cleaning.text(rows, row))
                .find(|text| !is_null(text.as_bytes())),
            TextSource::Exists { slot, then } => {
                rows.text(*slot, row).filter(|text| !is_null(text.as_bytes())).map(|_| Cow::Borrowed(&**then))
            }
            TextSource::Equal { slots: [a, b], then } => {
                let (a, b) = (rows.text(*a, row)?, rows.text(*b, row)?);
                (a == b && !is_null(a.as_bytes())).then_some(Cow::Borrowed(&**then))
            }
            TextSource::Joined { slots, with } => joined(slots, with, rows, row).map(Cow::Owned),
            TextSource::Index => Some(Cow::Owned(rows.index(row).to_string())),
        }
    }
}

/// A text without what a spreadsheet is kept from reading it with: `="00123"`, `'+31612345678`.
pub fn without_guards(text: &str) -> &str {
    let trimmed = text.trim();
    if let Some(inner) = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inner;
    }
    match trimmed.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || "+-=@".contains(c)) => rest,
        _ => text,
    }
}

fn joined(slots: &[usize], with: &str, rows: CellRows<'_>, row: usize) -> Option<String> {
    let mut texts = Vec::with_capacity(slots.len());
    for &slot in slots {
        texts.push(rows.text(slot, row).filter(|text| !is_null(text.as_bytes()))?.trim());
    }
    Some(texts.join(with))
}
