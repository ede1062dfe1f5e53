//! A mapping compiled against a file: for each canonical column that is wanted its source and how it is read.

use super::cleaning::Cleaning;
use super::mark_field::{mark_fields, MarkField};
use super::row_filter::RowFilter;
use crate::advice::Advised;
use crate::dataset::schema::{conversations, people, ratings};
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::{ColumnKind, ColumnSchema, Domain, TableName};
use crate::profile::model::{Rule, Take, Writing};
use crate::profile::recognise::Recognised;
use crate::source::FieldSelection;
use crate::values::{
    zone_of, zone_text_in_header, BareNumbers, ClockForm, DayOrder, DecimalMark, InstantReader, SpanReader,
    SpanUnit, Zone,
};
use crate::verdicts::TextScorer;
use anyhow::Result;
use chrono_tz::Tz;

/// How records of one file become rows of one table.
#[derive(Debug)]
pub struct Plan {
    /// The table fed.
    pub table: TableName,
    /// The fields that are read.
    pub selection: FieldSelection,
    /// A record must fulfil all of these to be a row.
    pub filter: Vec<RowFilter>,
    /// The columns that are filled; neighbours of one group are filled row by row, together.
    pub columns: Vec<PlannedColumn>,
    /// Whether nothing but its scores tells of what kind a rating is.
    pub has_open_kind: bool,
    /// The place in the schema of the column whose texts are links of chains until the file is read.
    pub chained: Option<usize>,
    /// Judges texts instead of keeping them.
    pub scorer: Option<TextScorer>,
    /// Whether only texts are kept that may be first questions.
    pub first_questions: bool,
    /// Whether the roles of people say who wrote.
    pub asks_roles: bool,
    /// Whether somebody wants to see each row that could not be used.
    pub lists_rejected: bool,
    /// Fields that mark rows, and whose texts must therefore be understood.
    pub marks: Vec<MarkField>,
    /// The slot that says which row of the data as a whole a record is.
    pub row_slot: Option<usize>,
}

/// The zones that a file leaves open.
#[derive(Debug, Clone, Copy)]
pub struct Zones {
    /// Of instants that name none.
    pub source: Zone,
    /// Of the run: dates without a time are days of it.
    pub run: Tz,
}

/// One canonical column.
#[derive(Debug)]
pub struct PlannedColumn {
    /// Its place in the schema.
    pub place: usize,
    /// What the file calls it.
    pub header: String,
    /// Whether a row without it can't be used.
    pub required: bool,
    /// Whether its values stay; else they are only judged.
    pub is_kept: bool,
    /// Whether a spreadsheet rounded its ids.
    pub is_rounded: bool,
    /// Where its text comes from.
    pub cleaning: Cleaning,
    /// What its text becomes.
    pub reader: ValueReader,
    /// Whether it is a part of a value that is put together later.
    pub part: ColumnPart,
}

/// What a column of a plan is to the canonical column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnPart {
    /// All of it.
    Whole,
    /// One of several ends, of which the earliest counts.
    End,
    /// The instant from which on ends count.
    Since,
}

/// What a text becomes.
#[derive(Debug, Clone)]
pub enum ValueReader {
    /// An instant.
    Instant(InstantReader),
    /// A duration.
    Duration(SpanReader),
    /// A number, with what stands before its decimals if the column tells.
    Number(Option<DecimalMark>),
    /// A score, which may be a word.
    Score(Option<DecimalMark>),
    /// A value of a closed list.
    Choice(&'static Vocabulary),
    /// Yes or no.
    Flag,
    /// A channel.
    Channel,
    /// A code.
    Code(Domain),
    /// A list of codes, by this separator if the profile names one.
    List(Domain, Option<String>),
    /// A text; `-`, `null`… mean that it is missing.
    Text,
    /// A text for people, which is missing only if it is empty.
    Prose,
}

impl ValueReader {
    /// The dictionary it writes to.
    pub fn domain(&self) -> Option<Domain> {
        match self {
            ValueReader::Channel => Some(Domain::Channel),
            ValueReader::Code(domain) | ValueReader::List(domain, _) => Some(*domain),
            _ => None,
        }
    }
}

/// Columns that are read even if nobody asks for them: rows can't be checked or merged without.
const ALWAYS: [(TableName, &str); 5] = [
    (TableName::Conversations, conversations::UPDATED_AT),
    (TableName::Conversations, conversations::CLOSED_AT),
    (TableName::Ratings, ratings::SCORE),
    (TableName::Ratings, ratings::SCALE),
    (TableName::People, people::NAME),
];

/// Whether a column is read whoever asks: the row can't be checked, merged or used without.
pub fn is_always_read(table: TableName, name: &str) -> bool {
    let schema = table.schema();
    let is_required = schema.column(name).is_some_and(|place| schema.columns[place].required);
    is_required || schema.key == Some(name) || ALWAYS.contains(&(table, name))
}

impl Plan {
    /// Compiles a mapping; `wanted` says which optional columns are asked for. Errors: a zone or unit that does not exist.
    pub fn new(recognised: Recognised, wanted: &dyn Fn(&str) -> bool, zones: Zones) -> Result<Plan> {
        Plan::over(Vec::new(), recognised, wanted, zones)
    }

    /// The same for records whose first slots are `fields`.
    pub fn over(
        fields: Vec<String>,
        recognised: Recognised,
        wanted: &dyn Fn(&str) -> bool,
        zones: Zones,
    ) -> Result<Plan> {
        let Recognised { zone, mapping, .. } = recognised;
        let source = zone.as_deref().map(named_zone).transpose()?.unwrap_or(zones.source);
        let zones = Zones { source, ..zones };
        let schema = mapping.into.schema();
        let has_open_kind = mapping.columns.iter().any(|(_, rule)| rule.writing.is_derived);
        let mut selection = FieldSelection { records: mapping.records, explode: mapping.explode, fields };
        let (mut columns, mut marks) = (Vec::new(), Vec::new());
        for (place, rule) in &mapping.columns {
            let column = &schema.columns[*place];
            if !(is_always_read(mapping.into, column.name) || wanted(column.name)) {
                continue;
            }
            mark_fields(column, rule, &mut selection, &mut marks);
            for (part, rule) in parts(rule) {
                let mut planned = planned(*place, column, (&rule, zones), &mut selection)?;
                planned.is_kept = part == ColumnPart::Whole;
                planned.part = part;
                columns.push(planned);
            }
        }
        columns.sort_by_key(|column| column.place);
        keep_first_end(&mut columns);
        let is_chain = |(_, rule): &&(usize, Rule)| matches!(rule.take, Take::Chain(_));
        let chained = mapping.columns.iter().find(is_chain).map(|(place, _)| *place);
        let filter = RowFilter::all(&mapping.filter, &mut selection);
        let table = mapping.into;
        Ok(Plan {
            table,
            selection,
            filter,
            columns,
            has_open_kind,
            chained,
            scorer: None,
            first_questions: false,
            asks_roles: false,
            lists_rejected: false,
            marks,
            row_slot: None,
        })
    }

    /// The place in [`Self::columns`] of a canonical column.
    pub fn find(&self, name: &str) -> Option<usize> {
        let schema = self.table.schema();
        self.columns.iter().position(|column| schema.columns[column.place].name == name)
    }

    /// The place in the schema of the column that tells the table's rows apart.
    pub fn key_place(&self) -> Option<usize> {
        let schema = self.table.schema();
        schema.key.and_then(|key| schema.column(key))
    }

    /// Whether what rows say is put right when all of the file are read.
    pub fn is_settled_at_end(&self) -> bool {
        let key = self.key_place();
        let has_rounded_key =
            self.columns.iter().any(|column| column.is_rounded && Some(column.place) == key);
        self.chained.is_some() || has_rounded_key || self.asks_roles || self.table == TableName::Ratings
    }

    /// Leaves out optional columns of which a file has no field; `has` tells by slot.
    pub fn leave_out(&mut self, has: &[bool]) {
        self.columns.retain(|column| {
            let mut slots = Vec::new();
            column.cleaning.slots(&mut slots);
            column.required || slots.is_empty() || slots.iter().any(|&slot| has[slot])
        });
        keep_first_end(&mut self.columns);
        self.marks.retain(|mark| has[mark.slot]);
    }

    /// What the file calls a column, or the mark behind the last column.
    pub fn header(&self, at: usize) -> &str {
        let marks = self.marks.get(at.wrapping_sub(self.columns.len())).map(|mark| mark.header.as_str());
        self.columns.get(at).map(|column| column.header.as_str()).or(marks).unwrap_or_default()
    }

    /// Which slots hold lists.
    pub fn list_slots(&self) -> Vec<bool> {
        let mut lists = vec![false; self.selection.fields.len()];
        for column in self.columns.iter().filter(|column| matches!(column.reader, ValueReader::List(..))) {
            if let Some(slot) = column.cleaning.list_slot() {
                lists[slot] = true;
            }
        }
        let mut held = Vec::new();
        self.columns.iter().for_each(|column| column.cleaning.held_lists(&mut held));
        held.into_iter().for_each(|slot| lists[slot] = true);
        lists
    }

    /// The places in [`Self::columns`] grouped by dictionary: columns that share one are filled row by row, so that its
    /// codes are given in the order of the file.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let domain = column.reader.domain();
            let group = groups.iter_mut().find(|group| self.columns[group[0]].reader.domain() == domain);
            match group.filter(|_| domain.is_some()) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups
    }
}

/// The parts of a rule that are columns of their own while rows are read.
fn parts(rule: &Rule) -> Vec<(ColumnPart, Rule)> {
    let Take::EarliestOf { ends, since } = &rule.take else { return vec![(ColumnPart::Whole, rule.clone())] };
    let ends = ends.iter().map(|end| (ColumnPart::End, inherited(end, rule)));
    let since = since.iter().map(|since| (ColumnPart::Since, Rule::plain(Take::Field(since.clone()))));
    ends.chain(since.map(|(part, since)| (part, inherited(&since, rule)))).collect()
}

/// A rule with what the rule around it says of zone, zeros and writing.
fn inherited(inner: &Rule, outer: &Rule) -> Rule {
    let mut rule = inner.clone();
    rule.zone = rule.zone.or_else(|| outer.zone.clone());
    rule.zero_is_null |= outer.zero_is_null;
    if rule.writing == Writing::default() {
        rule.writing = outer.writing.clone();
    }
    rule
}

/// Of several ends the first is the column that stays.
fn keep_first_end(columns: &mut [PlannedColumn]) {
    if let Some(first) = columns.iter_mut().find(|column| column.part == ColumnPart::End) {
        first.is_kept = true;
    }
}

fn planned(
    place: usize,
    column: &ColumnSchema,
    (rule, zones): (&Rule, Zones),
    selection: &mut FieldSelection,
) -> Result<PlannedColumn> {
    let header = rule.take.own_field().unwrap_or(column.name).to_owned();
    let reader = reader(column, rule, &header, zones)?;
    let cleaning = Cleaning::new(rule, vocabulary(column), selection);
    let part = ColumnPart::Whole;
    let (required, is_rounded) = (column.required, rule.writing.is_rounded);
    Ok(PlannedColumn { place, header, required, is_kept: true, is_rounded, cleaning, reader, part })
}

/// The closed list of a column.
fn vocabulary(column: &ColumnSchema) -> Option<&'static Vocabulary> {
    match column.kind {
        ColumnKind::Choice(vocabulary) => Some(vocabulary),
        _ => None,
    }
}

fn reader(column: &ColumnSchema, rule: &Rule, header: &str, zones: Zones) -> Result<ValueReader> {
    Ok(match column.kind {
        ColumnKind::Instant => {
            let zone = match setting(rule, |rule| rule.zone.as_deref()) {
                Some("header") => zone_text_in_header(header).map_or(Ok(zones.source), named_zone)?,
                Some(name) => named_zone(name)?,
                None => zones.source,
            };
            let zero_is_null = setting(rule, |rule| rule.zero_is_null.then_some("")).is_some();
            let order = rule.writing.date_order.unwrap_or(DayOrder::Undecided);
            let numbers = rule.writing.numbers.unwrap_or(BareNumbers::Epoch);
            ValueReader::Instant(InstantReader { zone, date_zone: zones.run, order, numbers, zero_is_null })
        }
        ColumnKind::Duration => {
            let unit = match setting(rule, |rule| rule.unit.as_deref()) {
                Some(name) => unit(name).ok_or_else(|| {
                    Advised::new(format!("{header}: no unit {name:?}"), "units are s, ms, min, h and d")
                })?,
                None => SpanUnit::in_header(header).unwrap_or(SpanUnit::Seconds),
            };
            let clock = rule.writing.clock.unwrap_or(ClockForm::HoursMinutes);
            ValueReader::Duration(SpanReader { unit, mark: rule.writing.decimal, clock })
        }
        ColumnKind::Number if column.name == ratings::SCORE => ValueReader::Score(rule.writing.decimal),
        ColumnKind::Number => ValueReader::Number(rule.writing.decimal),
        ColumnKind::Choice(vocabulary) => ValueReader::Choice(vocabulary),
        ColumnKind::Flag => ValueReader::Flag,
        ColumnKind::Code(Domain::Channel) => ValueReader::Channel,
        ColumnKind::Code(domain) => ValueReader::Code(domain),
        ColumnKind::List(domain) => {
            ValueReader::List(domain, setting(rule, |rule| rule.list.as_deref()).map(str::to_owned))
        }
        ColumnKind::Text => ValueReader::Text,
        ColumnKind::Prose => ValueReader::Prose,
    })
}

/// What a rule says, else the first of its alternatives that says anything.
fn setting<'a>(rule: &'a Rule, get: fn(&'a Rule) -> Option<&'a str>) -> Option<&'a str> {
    get(rule).or_else(|| rule.take.choices().iter().find_map(|rule| setting(rule, get)))
}

/// The unit of a name; that of a form of clocks (`mm:ss`) is seconds.
fn unit(name: &str) -> Option<SpanUnit> {
    SpanUnit::from_name(name).or_else(|| ClockForm::in_header(name).map(|_| SpanUnit::Seconds))
}

fn named_zone(name: &str) -> Result<Zone, Advised> {
    let advice = "zones are named like Europe/Amsterdam, UTC or +02:00";
    zone_of(name).ok_or_else(|| Advised::new(format!("no time zone {name:?}"), advice))
}
