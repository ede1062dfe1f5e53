//! `--list`: which figure, on what condition, and what people wrote about the things behind it.

use super::evidence::Evidence;
use super::questions::{question, talks, FIRST_QUESTION};
use super::reading::{in_one_line, Reading};
use super::Order;
use crate::advice::Advised;
use crate::dataset::NONE;
use crate::kpi::list::{list, unit_of_values, FigureCondition, KpiList, Relation};
use crate::kpi::{Family, Kpi, Run, FAMILIES};
use crate::language::Labels;
use crate::nearest;
use crate::render::Audience;
use crate::report::{Cell, Column, Table, Theme, Unit};
use crate::values::span_setting;
use anyhow::{bail, Result};

/// What is listed instead of a report.
pub struct Listing {
    /// The figure.
    pub kpi: &'static Kpi,
    /// What its things are to hold.
    condition: Option<FigureCondition>,
}

/// The columns of what people wrote.
const WRITTEN: [(&str, Labels, u8); 2] = [
    ("profile", ["Customer", "Klant", "Klient", "Kunde", "Kunde"], 4),
    ("first_question", FIRST_QUESTION, 2),
];

impl Listing {
    /// What `--list` asks of a report: a figure of it, alone or with a condition as in `first_response > 4h`.
    ///
    /// # Errors
    /// If the report has no such figure, or the limit is none of the figure's kind.
    pub fn of(family: &'static Family, asked: &str) -> Result<Listing> {
        let Some(at) = asked.find(['<', '>', '=', '≤', '≥']) else {
            return Ok(Listing { kpi: named(family, asked.trim())?, condition: None });
        };
        let kpi = named(family, asked[..at].trim())?;
        let rest = &asked[at..];
        for (written, comparison) in Relation::WRITTEN {
            if let Some(limit) = rest.strip_prefix(written) {
                let limit = limit_of(kpi, limit.trim_start_matches('=').trim())?;
                return Ok(Listing { kpi, condition: Some(FigureCondition { comparison, limit }) });
            }
        }
        bail!(Advised::new(format!("{asked:?} is no condition"), "--list 'first_response > 4h'"));
    }

    /// Whether not all that the figure counts is asked for.
    pub fn is_narrowed(&self) -> bool {
        self.condition.is_some()
    }

    /// Whether what people wrote stands in the list: texts are read for those who look at them.
    pub fn is_read(&self, order: &Order) -> bool {
        let named = &order.output.columns;
        let is_shown =
            |name: &String| WRITTEN.iter().any(|(written, ..)| name.trim_start_matches('+') == *written);
        self.kpi.grain().table().is_of_conversations()
            && (named.iter().all(|name| name.starts_with('+')) || named.iter().any(is_shown))
    }

    /// The things behind the figure, with what people wrote where it was read.
    pub fn table(&self, run: &Run, evidence: &Evidence, reading: Option<&Reading>, order: &Order) -> Table {
        let mut listed = list(run, self.kpi, self.condition.as_ref(), evidence.time.as_of);
        if let Some(reading) = reading {
            add_written(&mut listed, evidence, reading);
        }
        let KpiList { mut table, .. } = listed;
        match order.output.format.audience() {
            Audience::Programs => {}
            Audience::Terminal | Audience::Documents | Audience::Pages => {
                if unit_of_values(self.kpi) == Some(Unit::Rate) {
                    say_yes_or_no(&mut table);
                }
                for_people(&mut table);
            }
        }
        table
    }
}

/// Whether a report is about conversations, and some were opened in its period.
pub fn has_conversations(family: &Family, evidence: &Evidence) -> bool {
    let mut created_at = evidence.facts.conversations.created_at.iter();
    family.is_of_conversations() && created_at.any(|&at| evidence.time.period.contains(at))
}

/// The figure of a report by its name, or the name of one of its columns.
fn named(family: &'static Family, id: &str) -> Result<&'static Kpi> {
    let find = |family: &'static Family| {
        let mut kpis = family.kpis().into_iter();
        kpis.find(|kpi| kpi.id == id || kpi.columns().iter().any(|column| column == id))
    };
    if let Some(kpi) = find(family) {
        return Ok(kpi);
    }
    let what = format!("`insights {}` has no figure \"{id}\"", family.name);
    let others: Vec<&str> =
        FAMILIES.iter().filter(|other| find(other).is_some()).map(|other| other.name).collect();
    if let Some(first) = others.first() {
        let advice = format!("`insights {first} --list {id}`: {} has it", others.join(", "));
        bail!(Advised::new(what, advice));
    }
    bail!(Advised::new(what, nearest::advice(id, family.kpis().iter().map(|kpi| kpi.id))));
}

/// A limit in what the figure's values count in; where they have none, their age.
fn limit_of(kpi: &'static Kpi, text: &str) -> Result<f64> {
    let unit = unit_of_values(kpi);
    let limit = match unit {
        None | Some(Unit::Seconds) => span_setting(text).map(|milliseconds| milliseconds as f64 / 1000.0),
        Some(Unit::Rate) => number(text.trim_end_matches('%').trim_end()).map(|number| {
            if text.ends_with('%') {
                number / 100.0
            } else {
                number
            }
        }),
        Some(_) => number(text),
    };
    limit.filter(|_| !text.is_empty()).ok_or_else(|| {
        let (kind, example) = match unit {
            None => ("length of time, and these are told apart by their age", "3d"),
            Some(Unit::Seconds) => ("length of time", "4h"),
            Some(Unit::Rate) => ("rate", "50%"),
            Some(_) => ("number", "3"),
        };
        let advice = format!("--list '{} > {example}'", kpi.id);
        Advised::new(format!("{text:?} is no {kind}"), advice).into()
    })
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Puts customer and first question behind the other columns.
fn add_written(listed: &mut KpiList, evidence: &Evidence, reading: &Reading) {
    let mut passes = vec![false; evidence.facts.conversations.created_at.len()];
    for &conversation in listed.conversations.iter().filter(|&&conversation| conversation != NONE) {
        passes[conversation as usize] = true;
    }
    let talks = talks(evidence, reading, &passes);
    for (name, label, importance) in WRITTEN {
        let column = Column::of_figure(name, label, Unit::Text, Theme::Volume);
        listed.table.columns.push(Column { importance, ..column });
    }
    for (row, &conversation) in listed.table.rows.iter_mut().zip(&listed.conversations) {
        let place = conversation as usize;
        let (profile, asked) = match talks.get(place) {
            Some(talk) => (Some(reading.profile(place)), question(reading, talk, place)),
            None => (None, None),
        };
        row.extend([profile.into(), asked.into()]);
    }
}

/// The 1 and 0 of what is in the numerator of a rate, as people read them.
fn say_yes_or_no(table: &mut Table) {
    let Some(place) = table.place("value") else { return };
    table.columns[place].unit = Unit::Flag;
    for row in &mut table.rows {
        if let Cell::Whole(counts) = row[place] {
            row[place] = Cell::Flag(counts == 1);
        }
    }
}

/// Leaves out what says nothing, and puts each text in one line.
fn for_people(table: &mut Table) {
    table.rows.iter_mut().flatten().for_each(in_one_line);
    let mut kept = Vec::with_capacity(table.columns.len());
    for (place, column) in table.columns.iter().enumerate() {
        let is_told = table.rows.iter().any(|row| row[place] != Cell::Missing);
        // A customer goes by the name where that is there, not by an id of the export.
        let is_named = column.figure == "customer" && table.place("profile").is_some();
        kept.push(column.is_dimension() || table.rows.is_empty() || is_told && !is_named);
    }
    for row in &mut table.rows {
        let mut kept = kept.iter();
        row.retain(|_| kept.next() == Some(&true));
    }
    let mut kept = kept.iter();
    table.columns.retain(|_| kept.next() == Some(&true));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::family;

    fn asked(text: &str) -> Result<(&'static str, Option<FigureCondition>), String> {
        let listing = Listing::of(family("summary").unwrap(), text);
        listing.map(|listing| (listing.kpi.id, listing.condition)).map_err(|error| Advised::of(&error).text())
    }

    #[test]
    fn conditions_are_read_in_the_unit_of_the_figure() {
        let condition = |comparison, limit| Some(FigureCondition { comparison, limit });
        for (text, id, expected) in [
            ("backlog", "backlog", None),
            ("first_response > 4h", "first_response", condition(Relation::Above, 14_400.0)),
            ("first_response_median_s>=1h 30m", "first_response", condition(Relation::AtLeast, 5_400.0)),
            ("satisfaction < 3", "satisfaction", condition(Relation::Below, 3.0)),
            ("satisfaction<=2.5", "satisfaction", condition(Relation::AtMost, 2.5)),
            ("late_rate = 100%", "late_rate", condition(Relation::Equal, 1.0)),
            ("late_rate == 1", "late_rate", condition(Relation::Equal, 1.0)),
            ("backlog > 3d", "backlog", condition(Relation::Above, 259_200.0)),
        ] {
            assert_eq!(asked(text).unwrap(), (id, expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_condition_says_what_to_write() {
        for (text, expected) in [
            ("first_response > 4", "\"4\" is no length of time\nhint: --list 'first_response > 4h'"),
            ("satisfaction < 4h", "\"4h\" is no number\nhint: --list 'satisfaction > 3'"),
            ("backlog > x", "told apart by their age\nhint: --list 'backlog > 3d'"),
            ("late_rate >", "\"\" is no rate\nhint: --list 'late_rate > 50%'"),
            ("nps", "has no figure \"nps\"\nhint: `insights quality --list nps`: quality has it"),
            ("backlogg", "hint: did you mean backlog?"),
        ] {
            assert!(asked(text).unwrap_err().contains(expected), "{:?}", asked(text));
        }
    }
}
