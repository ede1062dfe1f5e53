//! What clocks of two parts and bare numbers of lengths count, and brackets in names that say neither unit nor zone.

use super::{rule_at, JudgedColumns};
use crate::account::Outcome;
use crate::load::evidence::rows::{fitting, Fitting};
use crate::load::plan::ValueReader;
use crate::profile::recognise::Recognised;
use crate::values::{zone_text_in_header, ClockForm, DayOrder, SpanReader, SpanUnit};

impl JudgedColumns<'_> {
    /// What clocks of two parts and bare numbers of lengths count: as the header says, as fits between the moments of the
    /// rows, or as no part over 59 allows otherwise.
    pub(super) fn clocks_and_units(&mut self, one: &mut Recognised) {
        for at in 0..self.plan.columns.len() {
            let column = &self.plan.columns[at];
            let ValueReader::Duration(reader) = column.reader else { continue };
            let Some(rule) = rule_at(one, column) else { continue };
            let (two_parts, says_unit) = (self.portraits[at].two_parts, rule.unit.is_some());
            if two_parts > 0 && rule.writing.clock.is_none() {
                let (form, why) = self.clock(at, reader);
                if let Some(rule) = rule_at(one, &self.plan.columns[at]) {
                    rule.writing.clock = Some(form);
                }
                self.say_clock(at, form, why);
            } else if two_parts == 0 && !says_unit {
                self.unit(one, at, reader);
            }
        }
    }

    /// The unit of a column whose name says none: not seconds, where its numbers are what lies between the moments of
    /// every row in another one.
    fn unit(&mut self, one: &mut Recognised, at: usize, reader: SpanReader) {
        let is_it = |unit: SpanUnit| {
            let found = fitting(&self.plan, at, SpanReader { unit, ..reader }, self.survey);
            found.rows > 1 && found.matches == found.rows
        };
        if is_it(SpanUnit::Seconds) {
            return;
        }
        let others = [SpanUnit::Milliseconds, SpanUnit::Minutes, SpanUnit::Hours, SpanUnit::Days];
        let Some(unit) = others.into_iter().find(|unit| is_it(*unit)) else { return };
        if let Some(rule) = rule_at(one, &self.plan.columns[at]) {
            rule.unit = Some(unit.name().to_owned());
        }
        let what =
            format!("its numbers count {}: that is what lies between the moments of every row", unit.name());
        self.say(Outcome::Noted, at, what, "unit in a profile says it otherwise");
    }

    /// The form of a column's clocks, and why; empty where nothing tells.
    fn clock(&self, at: usize, reader: SpanReader) -> (ClockForm, &'static str) {
        let hours = fitting(&self.plan, at, reader, self.survey);
        let short = SpanReader { clock: ClockForm::MinutesSeconds, ..reader };
        let minutes = fitting(&self.plan, at, short, self.survey);
        let fits = |found: Fitting| found.rows > 0 && found.fits == found.rows;
        if !fits(hours) && fits(minutes) {
            (ClockForm::MinutesSeconds, "as hours they would be longer than their rows last")
        } else if fits(hours) {
            (ClockForm::HoursMinutes, "they fit into their rows")
        } else if self.portraits[at].first_part > 59 {
            (ClockForm::MinutesSeconds, "some have more than 59 in front")
        } else {
            (ClockForm::HoursMinutes, "")
        }
    }

    /// Says what stands in the brackets of a header and is neither a zone nor a unit.
    pub(super) fn say_brackets(&mut self) {
        for at in 0..self.plan.columns.len() {
            let column = &self.plan.columns[at];
            let header = column.header.clone();
            let Some(inside) = bracketed(&header).filter(|inside| !is_plain(inside)) else { continue };
            let what = match column.reader {
                ValueReader::Instant(_) if zone_text_in_header(&header).is_none() => "names no time zone",
                ValueReader::Duration(_)
                    if SpanUnit::in_header(&header).is_none() && ClockForm::in_header(&header).is_none() =>
                {
                    "names no unit"
                }
                _ => continue,
            };
            let advice = "zone or unit in a profile says what is meant";
            self.say(Outcome::Noted, at, format!("({inside}) in its name {what} that is known"), advice);
        }
    }

    fn say_clock(&mut self, at: usize, form: ClockForm, why: &str) {
        let (read, example) = match form {
            ClockForm::HoursMinutes => ("hours and minutes", "02:15 is two hours and a quarter"),
            ClockForm::MinutesSeconds => ("minutes and seconds", "02:15 is 135 seconds"),
        };
        let advice = "unit = \"mm:ss\" or \"hh:mm\" in a profile says it otherwise";
        if why.is_empty() {
            let what = format!("its clocks do not say what they count; taken for {read}: {example}");
            self.say(Outcome::Warned, at, what, advice);
        } else {
            self.say(Outcome::Noted, at, format!("its clocks are {read}, for {why}: {example}"), advice);
        }
    }
}

/// What stands in the last brackets of a header.
fn bracketed(header: &str) -> Option<&str> {
    let inside = header.trim().strip_suffix([')', ']'])?;
    inside.rsplit_once(['(', '[']).map(|(_, inside)| inside.trim()).filter(|inside| !inside.is_empty())
}

/// Whether brackets say nothing of zone or unit: forms that every value shows by itself.
fn is_plain(inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let is_form = lower.chars().all(|c| "hmsdy:.-/ t".contains(c));
    is_form
        || DayOrder::in_header(inside).is_some()
        || ["date", "time", "datum", "business hours", "calendar hours", "calendar"].contains(&lower.as_str())
}
