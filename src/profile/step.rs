//! Where the text of a canonical value comes from, as slots of the records being read.

use super::convert::is_null;
use super::model::{Rule, Take};
use crate::source::grid::Rows;
use std::borrow::Cow;

/// A rule whose fields have become slots.
#[derive(Debug)]
pub struct Step {
    source: Source,
    values: Vec<(String, String)>,
    only_values: bool,
}

#[derive(Debug)]
enum Source {
    Slot(usize),
    Constant(String),
    FirstOf(Vec<Step>),
    Exists { slot: usize, then: String },
    Equal { slots: [usize; 2], then: String },
    Joined { slots: Vec<usize>, with: String },
    Index,
}

impl Step {
    /// Compiles a rule; `slot` gives the slot of a field.
    pub fn new(rule: &Rule, slot: &mut dyn FnMut(&str) -> usize) -> Step {
        let source = match &rule.take {
            Take::Field(field) => Source::Slot(slot(field)),
            Take::Constant(text) => Source::Constant(text.clone()),
            Take::FirstOf(rules) => Source::FirstOf(rules.iter().map(|rule| Step::new(rule, slot)).collect()),
            Take::Exists { field, then } => Source::Exists { slot: slot(field), then: then.clone() },
            Take::Equal { fields: [a, b], then } => {
                Source::Equal { slots: [slot(a), slot(b)], then: then.clone() }
            }
            Take::Joined { fields, with } => {
                Source::Joined { slots: fields.iter().map(|field| slot(field)).collect(), with: with.clone() }
            }
            Take::Index => Source::Index,
        };
        Step { source, values: rule.values.clone(), only_values: rule.only_values }
    }

    /// A step that gives no value.
    pub fn nothing() -> Step {
        Step { source: Source::FirstOf(Vec::new()), values: Vec::new(), only_values: false }
    }

    /// The slot, if the value is nothing but the text in it.
    pub fn plain_slot(&self) -> Option<usize> {
        match self.source {
            Source::Slot(slot) if self.values.is_empty() && !self.only_values => Some(slot),
            _ => None,
        }
    }

    /// Adds the slots it reads.
    pub fn slots(&self, slots: &mut Vec<usize>) {
        match &self.source {
            Source::Slot(slot) | Source::Exists { slot, .. } => slots.push(*slot),
            Source::FirstOf(steps) => steps.iter().for_each(|step| step.slots(slots)),
            Source::Equal { slots: own, .. } => slots.extend(own),
            Source::Joined { slots: own, .. } => slots.extend(own),
            Source::Constant(_) | Source::Index => {}
        }
    }

    /// The slot that holds the texts of a list.
    pub fn list_slot(&self) -> Option<usize> {
        match self.source {
            Source::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// The text in one row.
    pub fn text<'a>(&'a self, rows: Rows<'a>, row: usize) -> Option<Cow<'a, str>> {
        let text = self.raw(rows, row)?;
        if self.values.is_empty() && !self.only_values {
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
        let named = self.values.iter().find(|(from, _)| from == trimmed);
        let named = named.or_else(|| self.values.iter().find(|(from, _)| from.eq_ignore_ascii_case(trimmed)));
        match named {
            Some((_, to)) => Some(to),
            None => (!self.only_values).then_some(text),
        }
    }

    /// The text in one row before `values` are applied.
    pub fn raw<'a>(&'a self, rows: Rows<'a>, row: usize) -> Option<Cow<'a, str>> {
        match &self.source {
            Source::Slot(slot) => rows.text(*slot, row).map(Cow::Borrowed),
            Source::Constant(text) => Some(Cow::Borrowed(text)),
            Source::FirstOf(steps) => {
                steps.iter().filter_map(|step| step.text(rows, row)).find(|text| !is_null(text.as_bytes()))
            }
            Source::Exists { slot, then } => {
                rows.text(*slot, row).filter(|text| !is_null(text.as_bytes())).map(|_| Cow::Borrowed(&**then))
            }
            Source::Equal { slots: [a, b], then } => {
                let (a, b) = (rows.text(*a, row)?, rows.text(*b, row)?);
                (a == b && !is_null(a.as_bytes())).then_some(Cow::Borrowed(&**then))
            }
            Source::Joined { slots, with } => joined(slots, with, rows, row).map(Cow::Owned),
            Source::Index => Some(Cow::Owned(rows.index(row).to_string())),
        }
    }
}

fn joined(slots: &[usize], with: &str, rows: Rows<'_>, row: usize) -> Option<String> {
    let mut texts = Vec::with_capacity(slots.len());
    for &slot in slots {
        texts.push(rows.text(slot, row).filter(|text| !is_null(text.as_bytes()))?.trim());
    }
    Some(texts.join(with))
}
