//! What a report stands on where facts were derived before: the parts of a folder, brought together.

use super::bygone::over_before;
use super::choice::Time;
use super::evidence::{Evidence, FactPortions};
use super::exports::exports;
use super::judging::is_asked;
use super::stage::Stage;
use super::Order;
use crate::advice::Advised;
use crate::dataset::TableName;
use crate::facts::{
    put_people, shown_people, unite_spellings, FactsBeside, Rules, Source, StoredConversations, Wanted,
};
use crate::kpi::Answers;
use crate::parts::{GreatestInstant, OpenPart, PartFolder, Terms};
use crate::report::Input;
use crate::time::face::day_of;
use anyhow::{bail, Result};
use std::sync::Arc;

/// Parts, and what is wanted of them.
pub struct WantedParts<'a> {
    /// The parts.
    pub parts: &'a Arc<PartFolder>,
    /// The time that is looked at.
    pub time: Time,
    /// What is wanted.
    pub wanted: Wanted,
}

/// Brings the parts of a folder together.
///
/// # Errors
/// If texts are to be read, which parts do not hold; if the parts were made under other rules; if one is damaged.
pub fn gather(order: &Order, stage: &Stage, (parts, wanted): (&Arc<PartFolder>, Wanted)) -> Result<Evidence> {
    refuse(order, (parts, &wanted))?;
    let time = order.scope.time(None)?;
    Terms::new(rules(order, &time)).check(&parts.terms, ("the report", "each part"))?;
    unite(order, stage, WantedParts { parts, time, wanted })
}

fn rules(order: &Order, time: &Time) -> Rules {
    Rules { zone: order.scope.question.zone, ..order.config.rules(time.as_of) }
}

/// The time that is looked at: where nobody chose days, those up to where the data end.
///
/// # Errors
/// If the period is impossible.
pub fn time_of(order: &Order, as_of: i64, (parts, wanted): (&[OpenPart], &Wanted)) -> Result<Time> {
    let scope = &order.scope;
    let time = scope.time(Some(as_of))?;
    let own = wanted.first.table();
    let is_meant = |greatest: &&GreatestInstant| match own.covers {
        [] => greatest.table != TableName::People && wanted.needs(greatest.table, &greatest.column),
        covers => covers
            .iter()
            .any(|(table, column)| (*table, *column) == (greatest.table, greatest.column.as_str())),
    };
    let all = parts.iter().flat_map(|part| &part.head.origin.greatest);
    let newest = all.filter(is_meant).filter_map(|greatest| greatest.so_far).max();
    match newest.filter(|&newest| scope.may_move && !time.period.contains(newest)) {
        Some(newest) => scope.moved_to(day_of(scope.question.zone, newest), time.as_of),
        None => Ok(time),
    }
}

/// Brings parts together that are of the run's rules.
///
/// # Errors
/// If one is damaged.
pub fn unite(order: &Order, stage: &Stage, wanted_parts: WantedParts) -> Result<Evidence> {
    let WantedParts { parts, time, wanted } = wanted_parts;
    let rules = rules(order, &time);
    let account = parts.account(|table| wanted.every_instant || wanted.reads_of(table));
    stage.ui.left_out(&account.book);
    for file in &account.files {
        stage.ui.detail(&file.to_string());
    }
    let (mut dataset, names, mut united) = parts.unite(&wanted)?;
    let people = put_people(&mut dataset);
    let spellings = unite_spellings(&mut dataset, &names);
    united.show(&spellings);
    let beside = parts.beside();
    let since = if wanted.is_folded { over_before(order, &wanted, &time) } else { None };
    let (mut facts, stored) = StoredConversations::begin(united, dataset, (&rules, &wanted), since)?;
    let pending = if wanted.is_folded {
        Some(FactPortions::Read(Box::new(stored)))
    } else {
        stored.add_to(&mut facts)?;
        None
    };
    let files: Vec<String> = account.files.iter().map(|file| file.name.clone()).collect();
    facts.hear_of(&beside, (&wanted, &files));
    facts.untold = FactsBeside::untold_in_all(&beside);
    facts.untold.retain(|source| match source {
        Source::Table(table) => account.absent.contains(table),
        Source::Answers | Source::AiParts | Source::Handovers | Source::LiveLimits => true,
    });
    facts.people = shown_people(people, &spellings);
    let answers = if pending.is_some() { Answers::waiting() } else { Answers::default() };
    let exports = exports(&account.files, &account.spans, order.scope.question.zone);
    let absent = account.absent.iter().map(|table| table.schema().name).collect();
    let input = Input { absent, exports, ..Input::default() };
    let mut evidence = Evidence { facts, time, input, book: account.book, answers, pending };
    evidence.tell();
    Ok(evidence)
}

/// What parts do not hold.
fn refuse(order: &Order, (parts, wanted): (&PartFolder, &Wanted)) -> Result<()> {
    if wanted.reading {
        let what = format!("parts hold no texts to read, and `insights {}` shows some", order.name);
        bail!(Advised::new(what, "name the exports or the archive instead of --parts"));
    }
    if is_asked(wanted) && !parts.tell_sentiment() {
        let what =
            format!("the parts do not tell how texts sound, and `insights {}` asks for it", order.name);
        bail!(Advised::new(what, "plan them without --no-texts, or ask for other sections with --section"));
    }
    if order.pseudonyms.is_some() {
        let advice = "make the parts with it: insights facts PATH --part FILE --pseudonymise";
        bail!(Advised::new("--pseudonymise comes too late for parts", advice));
    }
    Ok(())
}
