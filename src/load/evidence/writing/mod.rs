//! How the columns of a file are written: day and month, decimals, clocks, bare numbers, guards – put down in its rules.

mod lengths;

use super::portrait::Portrait;
use super::rows::order_by_rows;
use super::survey::Survey;
use super::{whole, Decisions};
use crate::account::Outcome;
use crate::load::file::{FileForm, KnownFile};
use crate::load::options::LoadOptions;
use crate::load::plan::{Plan, PlannedColumn, ValueReader};
use crate::profile::model::{Rule, Take, Writing};
use crate::profile::recognise::Recognised;
use crate::values::{both, BareNumbers, DayOrder, DecimalMark};
use anyhow::Result;

/// The columns of one table of a file, and what is known of each.
struct JudgedColumns<'a> {
    plan: Plan,
    portraits: Vec<Portrait>,
    survey: &'a Survey,
    decisions: &'a mut Decisions,
}

/// Settles how the columns of one table are written.
pub fn settle(
    known: &mut KnownFile,
    one: &mut Recognised,
    survey: &Survey,
    (options, decisions): (&LoadOptions, &mut Decisions),
) -> Result<()> {
    let plan = Plan::over(survey.fields.clone(), one.clone(), &|_| true, options.zones())?;
    let portraits: Vec<Portrait> = plan.columns.iter().map(|column| portrait(column, survey)).collect();
    let mut columns = JudgedColumns { plan, portraits, survey, decisions };
    columns.numbers_and_guards(one);
    columns.day_order(one, options.date_order);
    let marks = columns.decimals(one, semicolons(&known.form));
    if survey.goes_on && (columns.has_undecided(one) || marks) {
        let portraits = whole::portraits(known, &columns.plan)?;
        for (own, seen) in columns.portraits.iter_mut().zip(portraits) {
            own.order = seen.order;
            own.decimal = own.decimal.and(seen.decimal);
        }
        columns.day_order(one, options.date_order);
        columns.decimals(one, semicolons(&known.form));
    }
    columns.say_order(one);
    columns.say_decimals(one);
    columns.plan = Plan::over(survey.fields.clone(), one.clone(), &|_| true, options.zones())?;
    columns.clocks_and_units(one);
    columns.say_brackets();
    Ok(())
}

/// Whether semicolons stand between fields: where a comma can not, because it stands before decimals.
fn semicolons(form: &FileForm) -> bool {
    matches!(form, FileForm::Csv(dialect) if dialect.marks.delimiter == b';')
}

fn portrait(column: &PlannedColumn, survey: &Survey) -> Portrait {
    let look_at: fn(&mut Portrait, &str) = match column.reader {
        ValueReader::Instant(_)
        | ValueReader::Duration(_)
        | ValueReader::Number(_)
        | ValueReader::Score(_) => {
            if let Some(slot) = column.cleaning.plain_slot() {
                return survey.portrait(&survey.fields[slot]);
            }
            Portrait::look_at
        }
        ValueReader::Code(_) | ValueReader::Text => Portrait::look_at_id,
        ValueReader::Choice(_)
        | ValueReader::Flag
        | ValueReader::Channel
        | ValueReader::List(..)
        | ValueReader::Prose => return Portrait::default(),
    };
    let mut portrait = Portrait::default();
    let rows = survey.rows();
    for row in 0..rows.len() {
        if let Some(text) = column.cleaning.text(rows, row) {
            look_at(&mut portrait, &text);
        }
    }
    portrait
}

/// The rule of a plan's column.
fn rule_at<'r>(one: &'r mut Recognised, column: &PlannedColumn) -> Option<&'r mut Rule> {
    let (_, rule) = one.mapping.columns.iter_mut().find(|(place, _)| *place == column.place)?;
    // Of several ends each is written in its own way.
    let is_own = |end: &Rule| end.take.fields().first().is_some_and(|field| *field == column.header);
    let own = match &rule.take {
        Take::EarliestOf { ends, .. } => ends.iter().position(is_own),
        _ => None,
    };
    if let Some(own) = own {
        return rule.take.choices_mut().get_mut(own);
    }
    Some(rule)
}

fn writing_at<'r>(one: &'r mut Recognised, column: &PlannedColumn) -> Option<&'r mut Writing> {
    rule_at(one, column).map(|rule| &mut rule.writing)
}

impl JudgedColumns<'_> {
    fn say(&mut self, outcome: Outcome, at: usize, what: String, advice: &str) {
        let header = self.plan.columns[at].header.clone();
        self.decisions.add(outcome, self.plan.table, &header, what, advice);
    }

    /// What bare numbers mean among moments, ids that a spreadsheet rounded, and guards against a spreadsheet.
    fn numbers_and_guards(&mut self, one: &mut Recognised) {
        for at in 0..self.plan.columns.len() {
            let column = &self.plan.columns[at];
            let portrait = &self.portraits[at];
            let is_moment = matches!(column.reader, ValueReader::Instant(_));
            let is_id = matches!(column.reader, ValueReader::Code(domain) if domain.holds_ids())
                || Some(column.place) == self.plan.key_place();
            let (rounded, guarded) = (portrait.rounded > 0 && is_id, portrait.guarded > 0);
            let numbers = if !is_moment {
                None
            } else if portrait.are_day_numbers() {
                let whole = portrait.day_fractions == 0;
                Some(if whole { BareNumbers::WholeDayNumbers } else { BareNumbers::DayNumbers })
            } else if portrait.are_short_dates() {
                Some(BareNumbers::ShortDates)
            } else {
                None
            };
            let Some(writing) = writing_at(one, column) else { continue };
            writing.is_guarded = guarded;
            writing.is_rounded = rounded;
            writing.numbers = writing.numbers.or(numbers);
            self.say_numbers(at, numbers);
            if rounded {
                self.say_rounded(at);
            }
            let are_quantities = is_id && self.portraits[at].quantities > 0;
            if are_quantities && self.portraits[at].quantities == self.portraits[at].ids {
                self.take_ids(one, at);
            }
            if guarded {
                let what = "values stand behind a spreadsheet's guard (=\"…\" or '…)";
                self.say(Outcome::Noted, at, what.to_owned(), "it was taken off");
            }
        }
    }

    /// Ids that some program took for quantities: `101.0` is the ticket 101.
    fn take_ids(&mut self, one: &mut Recognised, at: usize) {
        let Some(rule) = rule_at(one, &self.plan.columns[at]) else { return };
        if rule.before.is_none() {
            rule.before = Some(".0".to_owned());
            let what = "its ids are written as quantities (101.0); the .0 was taken off";
            self.say(Outcome::Noted, at, what.to_owned(), "");
        }
    }

    fn say_rounded(&mut self, at: usize) {
        let is_key = Some(self.plan.columns[at].place) == self.plan.key_place();
        let done =
            if is_key { "every row counts as a thing of its own" } else { "those of its rows join nothing" };
        let what = format!("holds ids that a spreadsheet rounded (such as 3.60012E+11): {done}");
        self.say(Outcome::Warned, at, what, "export it again with the column as text");
    }

    fn say_numbers(&mut self, at: usize, numbers: Option<BareNumbers>) {
        let what = match numbers {
            Some(BareNumbers::DayNumbers) => "holds a spreadsheet's day numbers with the time of day",
            Some(BareNumbers::WholeDayNumbers) => {
                "holds a spreadsheet's day numbers (46266 is 2026-09-01), dates without a time of day"
            }
            Some(BareNumbers::ShortDates) => {
                "holds dates of six digits: year, month, day (260901 is 2026-09-01)"
            }
            Some(BareNumbers::Epoch) | None => return,
        };
        let advice = "if that is wrong, format the column as date and time before exporting";
        self.say(Outcome::Noted, at, what.to_owned(), advice);
    }

    /// The order of day and month of every column of moments: as it is forced, as the column tells, as the other columns
    /// of the file tell, or as the rows do.
    fn day_order(&mut self, one: &mut Recognised, forced: Option<DayOrder>) {
        let mut of_file = DayOrder::Iso;
        let mut undecided = Vec::new();
        for at in 0..self.plan.columns.len() {
            let own = self.portraits[at].order.order();
            let in_header = DayOrder::in_header(&self.plan.columns[at].header);
            let ValueReader::Instant(reader) = &mut self.plan.columns[at].reader else { continue };
            // What a profile says holds; what was left open is asked again.
            let said = if reader.order == DayOrder::Undecided { forced } else { Some(reader.order) };
            let named = in_header.filter(|_| own == DayOrder::Undecided);
            let said = said.or(named);
            let own = named.unwrap_or(own);
            reader.order = said.unwrap_or(own);
            if own == DayOrder::Undecided && said.is_none() {
                undecided.push(at);
            } else {
                of_file = both(of_file, own);
            }
        }
        let is_told = matches!(of_file, DayOrder::DayFirst | DayOrder::MonthFirst);
        let by_rows = if undecided.is_empty() || is_told {
            None
        } else {
            order_by_rows(&self.plan, &undecided, self.survey)
        };
        let order = if is_told { Some(of_file) } else { by_rows };
        for &at in &undecided {
            if let (ValueReader::Instant(reader), Some(order)) = (&mut self.plan.columns[at].reader, order) {
                reader.order = order;
            }
        }
        for column in &self.plan.columns {
            let ValueReader::Instant(reader) = column.reader else { continue };
            if let Some(writing) = writing_at(one, column) {
                writing.date_order = Some(reader.order).filter(|order| *order != DayOrder::Iso);
            }
        }
    }

    fn has_undecided(&self, one: &mut Recognised) -> bool {
        self.plan.columns.iter().any(|column| {
            writing_at(one, column).is_some_and(|writing| writing.date_order == Some(DayOrder::Undecided))
        })
    }

    fn say_order(&mut self, one: &mut Recognised) {
        for at in 0..self.plan.columns.len() {
            let own = self.portraits[at].order.order();
            let Some(writing) = writing_at(one, &self.plan.columns[at]) else { continue };
            let Some(order) = writing.date_order else { continue };
            let first = match order {
                DayOrder::DayFirst => "day",
                DayOrder::MonthFirst => "month",
                DayOrder::Iso | DayOrder::Undecided | DayOrder::Contradicted => continue,
            };
            if own == DayOrder::Undecided && DayOrder::in_header(&self.plan.columns[at].header).is_none() {
                let what = format!("its dates do not tell day and month apart; the {first} comes first, as the rest of the file tells");
                self.say(Outcome::Noted, at, what, "--date-order dmy or mdy says it otherwise");
            }
        }
    }

    /// What stands before the decimals of every column of numbers; `true` where all of the file may tell more.
    fn decimals(&mut self, one: &mut Recognised, semicolons: bool) -> bool {
        let mut of_file = None;
        for (column, portrait) in self.plan.columns.iter().zip(&self.portraits) {
            if holds_numbers(column) && of_file != Some(DecimalMark::Comma) {
                of_file = portrait.decimal.mark().or(of_file);
            }
        }
        let mut is_open = false;
        for (column, portrait) in self.plan.columns.iter().zip(&self.portraits) {
            if !holds_numbers(column) {
                continue;
            }
            let Some(writing) = writing_at(one, column) else { continue };
            let open = portrait.decimal.is_open();
            let by_file = if open { of_file.filter(|mark| *mark != DecimalMark::Both) } else { None };
            let by_semicolons = (open && semicolons && by_file.is_none()).then_some(DecimalMark::Comma);
            let found = portrait.decimal.mark().or(by_file).or(by_semicolons);
            writing.decimal = writing.decimal.or(found);
            is_open |= open && writing.decimal.is_none();
        }
        is_open
    }

    fn say_decimals(&mut self, one: &mut Recognised) {
        for at in 0..self.plan.columns.len() {
            let evidence = self.portraits[at].decimal;
            let Some(writing) = writing_at(one, &self.plan.columns[at]) else { continue };
            if !holds_numbers(&self.plan.columns[at]) || !evidence.matters() {
                continue;
            }
            let advice = "decimal = \"comma\" or \"point\" in a profile says it otherwise";
            match writing.decimal {
                Some(DecimalMark::Comma) => {
                    self.say(
                        Outcome::Noted,
                        at,
                        "a comma is its decimal mark: 1,234 is 1.234".to_owned(),
                        advice,
                    );
                }
                Some(DecimalMark::Both) => {
                    let what =
                        "some decimals stand behind a comma, others behind a point: 1,234 could be either";
                    self.say(Outcome::Warned, at, what.to_owned(), advice);
                }
                Some(DecimalMark::Point) => {}
                None => {
                    let what = "no number tells whether a comma is its decimal mark; 1,234 is taken for a thousand and more";
                    self.say(Outcome::Warned, at, what.to_owned(), advice);
                }
            }
        }
    }
}

fn holds_numbers(column: &PlannedColumn) -> bool {
    matches!(column.reader, ValueReader::Duration(_) | ValueReader::Number(_) | ValueReader::Score(_))
}
