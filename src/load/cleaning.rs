//! Where the text of a canonical value comes from, as slots of the records being read.

use super::row_filter::RowFilter;
use super::{list, word};
use crate::dataset::vocabulary::Vocabulary;
use crate::profile::model::{Rule, Take, NTH};
use crate::profile::synonyms::fold;
use crate::source::cells::{CellRows, LIST_SEPARATOR};
use crate::source::FieldSelection;
use crate::values::{flag, is_never, is_null};
use std::borrow::Cow;
use std::collections::HashMap;

/// Stands among values for any other text.
const ANY: &str = "*";

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
    /// Only rows that pass have a value.
    when: Vec<RowFilter>,
    /// Place by raw text, where `values` are too many to be looked through.
    places: HashMap<String, usize>,
}

#[derive(Debug)]
enum TextSource {
    Slot(usize),
    Constant(String),
    FirstOf(Vec<Cleaning>),
    AnyOf(Vec<Cleaning>),
    Exists { slot: usize, then: String, not_if_no: bool },
    Flag { slot: usize, then: String, otherwise: Option<String> },
    OppositeOf(usize),
    Holds { slot: usize, any: Vec<String>, then: String },
    Word { slot: usize, of: Option<&'static Vocabulary> },
    Passage(Vec<usize>),
    Equal { slots: [usize; 2], then: String },
    Joined { slots: Vec<usize>, with: String },
    Lists(Vec<usize>),
    Chain([usize; 2]),
    Index,
}

impl Cleaning {
    /// Compiles a rule for a column, of a closed list if it has one; the fields it reads are selected.
    pub fn new(
        rule: &Rule,
        vocabulary: Option<&'static Vocabulary>,
        selection: &mut FieldSelection,
    ) -> Cleaning {
        let many = rule.values.len() > FEW;
        let places = rule.values.iter().enumerate().filter(|_| many);
        Cleaning {
            source: source(rule, vocabulary, selection),
            values: rule.values.clone(),
            only_values: rule.only_values,
            after: rule.after.clone(),
            before: rule.before.clone(),
            is_guarded: rule.writing.is_guarded,
            when: RowFilter::all(&rule.when, selection),
            places: places.map(|(place, (from, _))| (fold(from), place)).collect(),
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
            when: Vec::new(),
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
        self.values.is_empty() && !self.only_values && self.when.is_empty()
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

    /// Adds the slots it reads its text from.
    pub fn slots(&self, slots: &mut Vec<usize>) {
        match &self.source {
            TextSource::Slot(slot)
            | TextSource::Exists { slot, .. }
            | TextSource::Flag { slot, .. }
            | TextSource::OppositeOf(slot)
            | TextSource::Holds { slot, .. }
            | TextSource::Word { slot, .. } => slots.push(*slot),
            TextSource::FirstOf(cleanings) | TextSource::AnyOf(cleanings) => {
                for cleaning in cleanings {
                    cleaning.slots(slots);
                }
            }
            TextSource::Equal { slots: own, .. } | TextSource::Chain(own) => slots.extend(own),
            TextSource::Joined { slots: own, .. } | TextSource::Passage(own) | TextSource::Lists(own) => {
                slots.extend(own)
            }
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

    /// Adds the slots of lists that are only looked into.
    pub fn held_lists(&self, slots: &mut Vec<usize>) {
        match &self.source {
            TextSource::Holds { slot, .. } => slots.push(*slot),
            TextSource::Lists(own) => slots.extend(own),
            TextSource::FirstOf(cleanings) | TextSource::AnyOf(cleanings) => {
                for cleaning in cleanings {
                    cleaning.held_lists(slots);
                }
            }
            _ => {}
        }
    }

    /// Whether a row without this value is no row of its table, and nothing is wrong with it.
    pub fn picks_rows(&self) -> bool {
        match &self.source {
            TextSource::Passage(_) => true,
            TextSource::FirstOf(cleanings) => cleanings.iter().any(Cleaning::picks_rows),
            _ => false,
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
            let place = self.places.get(&fold(trimmed));
            return place.map(|&place| self.values[place].1.as_str()).or((!self.only_values).then_some(text));
        }
        let named = self.values.iter().find(|(from, _)| from == trimmed);
        let named = named.or_else(|| self.values.iter().find(|(from, _)| from.eq_ignore_ascii_case(trimmed)));
        let any = || self.values.iter().find(|(from, _)| from == ANY);
        match named.or_else(any) {
            Some((_, to)) => Some(to),
            None => (!self.only_values).then_some(text),
        }
    }

    /// The text in one row before `values` are applied.
    pub fn raw<'a>(&'a self, rows: CellRows<'a>, row: usize) -> Option<Cow<'a, str>> {
        if !self.when.iter().all(|filter| filter.passes(rows, row)) {
            return None;
        }
        match &self.source {
            TextSource::Slot(slot) => rows.text(*slot, row).map(Cow::Borrowed),
            TextSource::Constant(text) => Some(Cow::Borrowed(text)),
            TextSource::FirstOf(cleanings) => cleanings
                .iter()
                .filter_map(|cleaning| cleaning.text(rows, row))
                .find(|text| !is_null(text.as_bytes())),
            TextSource::AnyOf(cleanings) => any_of(cleanings, rows, row).map(Cow::Borrowed),
            TextSource::Exists { slot, then, not_if_no } => {
                let is_nothing = |text: &&str| is_null(text.as_bytes()) || is_never(text.as_bytes());
                let text = rows.text(*slot, row).filter(|text| !is_nothing(text))?;
                (!not_if_no || says(text) != Some(false)).then_some(Cow::Borrowed(&**then))
            }
            TextSource::Flag { slot, then, otherwise } => match says(rows.text(*slot, row)?)? {
                true => Some(Cow::Borrowed(&**then)),
                false => otherwise.as_deref().map(Cow::Borrowed),
            },
            TextSource::OppositeOf(slot) => {
                says(rows.text(*slot, row)?).map(|yes| Cow::Borrowed(spelled(!yes)))
            }
            TextSource::Holds { slot, any, then } => {
                let items = list::items(rows.text(*slot, row)?, None);
                // Tags of products are single words, and some lists have nothing but blanks between them.
                let is_any = |text: &str| any.iter().any(|any| any.eq_ignore_ascii_case(text));
                let holds = |item: &str| is_any(item.trim()) || item.split_whitespace().any(is_any);
                items.iter().any(|item| holds(item)).then_some(Cow::Borrowed(&**then))
            }
            TextSource::Word { slot, of } => word::of((*of)?, rows.text(*slot, row)?).map(Cow::Borrowed),
            TextSource::Passage(slots) => passage(slots, rows, row).map(Cow::Borrowed),
            TextSource::Equal { slots: [a, b], then } => {
                let (a, b) = (rows.text(*a, row)?, rows.text(*b, row)?);
                (a == b && !is_null(a.as_bytes())).then_some(Cow::Borrowed(&**then))
            }
            TextSource::Joined { slots, with } => joined(slots, with, rows, row).map(Cow::Owned),
            TextSource::Chain(slots) => link(slots, rows, row).map(Cow::Owned),
            TextSource::Lists(slots) => Some(Cow::Owned(items_of(slots, rows, row))),
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

/// The items of several lists as one list of the file's own.
fn items_of(slots: &[usize], rows: CellRows<'_>, row: usize) -> String {
    let texts = slots.iter().filter_map(|&slot| rows.text(slot, row));
    let items: Vec<String> = texts.flat_map(|text| list::items(text, None)).map(Cow::into_owned).collect();
    items.join(&LIST_SEPARATOR.to_string())
}

fn joined(slots: &[usize], with: &str, rows: CellRows<'_>, row: usize) -> Option<String> {
    let mut texts = Vec::with_capacity(slots.len());
    for &slot in slots {
        texts.push(rows.text(slot, row).filter(|text| !is_null(text.as_bytes()))?.trim());
    }
    Some(texts.join(with))
}

/// The id of a record and that of the one it answers, if it answers any, with [`NTH`] between them.
fn link(slots: &[usize; 2], rows: CellRows<'_>, row: usize) -> Option<String> {
    let [own, answered] = slots.map(|slot| rows.text(slot, row).filter(|text| !is_null(text.as_bytes())));
    Some(format!("{}{NTH}{}", own?.trim(), answered.unwrap_or_default().trim()))
}

/// What a rule compiles to.
fn source(
    rule: &Rule,
    vocabulary: Option<&'static Vocabulary>,
    selection: &mut FieldSelection,
) -> TextSource {
    let inner = |rules: &[Rule], selection: &mut FieldSelection| {
        rules.iter().map(|rule| Cleaning::new(rule, vocabulary, selection)).collect()
    };
    let mut slots = |fields: &[String]| fields.iter().map(|field| selection.slot(field)).collect();
    match &rule.take {
        Take::Field(field) | Take::Role(field) => TextSource::Slot(selection.slot(field)),
        Take::Constant(text) => TextSource::Constant(text.clone()),
        // The plan makes a column of each end; inside another rule the first one counts.
        Take::FirstOf(rules) | Take::EarliestOf { ends: rules, .. } => {
            TextSource::FirstOf(inner(rules, selection))
        }
        Take::AnyOf(rules) => TextSource::AnyOf(inner(rules, selection)),
        Take::Exists { field, then } => TextSource::Exists {
            slot: selection.slot(field),
            then: then.clone(),
            not_if_no: rule.zero_is_null,
        },
        Take::Flag { field, then, otherwise } => {
            TextSource::Flag { slot: selection.slot(field), then: then.clone(), otherwise: otherwise.clone() }
        }
        Take::OppositeOf(field) => TextSource::OppositeOf(selection.slot(field)),
        Take::Holds { field, any, then } => {
            TextSource::Holds { slot: selection.slot(field), any: any.clone(), then: then.clone() }
        }
        Take::Word { field, of } => TextSource::Word { slot: selection.slot(field), of: of.or(vocabulary) },
        Take::Passage(fields) => TextSource::Passage(slots(fields)),
        Take::Equal { fields: [a, b], then } => {
            TextSource::Equal { slots: [selection.slot(a), selection.slot(b)], then: then.clone() }
        }
        Take::Joined { fields, with } => TextSource::Joined { slots: slots(fields), with: with.clone() },
        Take::Lists(fields) => TextSource::Lists(slots(fields)),
        Take::Chain([own, answered]) => TextSource::Chain([selection.slot(own), selection.slot(answered)]),
        Take::Index => TextSource::Index,
        Take::FileDate => TextSource::Constant(String::new()),
    }
}

/// Yes or no, where the text says either.
fn says(text: &str) -> Option<bool> {
    flag(text.as_bytes()).ok().flatten()
}

/// Yes or no as flags are written.
fn spelled(yes: bool) -> &'static str {
    if yes {
        "true"
    } else {
        "false"
    }
}

/// Yes if one says yes, else no if one says no.
fn any_of(cleanings: &[Cleaning], rows: CellRows<'_>, row: usize) -> Option<&'static str> {
    let mut said = cleanings.iter().filter_map(|cleaning| says(&cleaning.text(rows, row)?));
    let mut answer = None;
    loop {
        match said.next() {
            Some(true) => return Some(spelled(true)),
            Some(false) => answer = Some(spelled(false)),
            None => return answer,
        }
    }
}

/// What a change of status means, by the slots of the status before, if there is one, and after.
fn passage(slots: &[usize], rows: CellRows<'_>, row: usize) -> Option<&'static str> {
    let (new, before) = slots.split_last()?;
    let new = word::is_over(rows.text(*new, row)?)?;
    match before.first() {
        Some(&old) => match (word::is_over(rows.text(old, row)?)?, new) {
            (false, true) => Some("closed"),
            (true, false) => Some("reopened"),
            (false, false) | (true, true) => None,
        },
        None if new => Some("closed"),
        None => Some("reopened"),
    }
}
