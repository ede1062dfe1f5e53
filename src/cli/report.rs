//! From an order to its report: load, derive, scope, fold, arrange, write.

use super::arrange::arrange;
use super::delivery::deliver;
use super::evidence::Evidence;
pub use super::findings::Findings;
use super::following;
use super::gathering::{gather_folded, gather_with};
use super::listing::{has_conversations, Listing};
use super::making::{definitions, run, wanted};
use super::reading::Reading;
use super::silence::{say_absent, say_moved, say_nothing, say_unheard, say_without_hour, Matter};
use super::stage::Stage;
use super::{Ending, Order};
use crate::advice::Advised;
use crate::facts::table::FactTable;
use crate::facts::DIMENSIONS;
use crate::kpi::{self, Family, HeadlinePlace, Kpi, Run, Section};
use crate::render::Audience;
use crate::report::{Report, Table, PIECE};
use crate::scope::bucket::Every;
use crate::scope::filter::{Filters, Sieve};
use anyhow::{bail, Result};
use std::borrow::Cow;

/// Makes the report of a family, or the list behind a figure, and writes it.
///
/// # Errors
/// If input cannot be read or recognised, a name is unknown, or output cannot be written.
pub fn perform(order: &Order, family: &'static Family, stage: &mut Stage) -> Result<Ending> {
    check_filters(order, family.name, family.table())?;
    let contents = Contents::of(order, family)?;
    if let Some(listing) = &contents.listed {
        return list(order, &contents, listing, stage);
    }
    let mut evidence = gather_folded(order, stage, wanted(order, &contents.kpis(), family.dimensions))?;
    let (sections, heard) = evidence.answer(order, |evidence| contents.tables(order, evidence))?;
    let findings = Findings {
        sections,
        // A ranking that is sorted anew is cut after that.
        is_cut: family.has_rankings && (order.output.sort.is_none() || order.output.limit.is_none()),
        others: contents.others(order),
        is_empty: !heard.is_met,
        definitions: definitions(&contents.kpis()),
        ..Findings::default()
    };
    say_absent(&heard.absent, stage.ui);
    say_unheard(family, order, stage.ui);
    say_without_hour(heard.without_hour, stage.ui);
    if !heard.is_met {
        say_nothing(Matter::of(family), &evidence, order, stage.ui);
    }
    finish(order, &evidence, findings, stage)
}

/// Lists the things behind a figure instead of the report.
fn list(order: &Order, contents: &Contents, listing: &Listing, stage: &mut Stage) -> Result<Ending> {
    let family = contents.family;
    let mut wanted = wanted(order, &contents.needed(order), family.dimensions);
    wanted.reading = listing.is_read(order);
    let is_read = wanted.reading;
    wanted.first_questions = is_read;
    let keep = |data: &mut _| is_read.then(|| Reading::keep_questions(data));
    let (evidence, reading) = gather_with(order, stage, wanted, keep)?;
    let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
    let sieve = filters.over(&evidence.facts);
    let run = contents.run(order, &evidence, &sieve);
    let table = listing.table(&run, &evidence, reading.as_ref(), order);
    say_absent(filters.absent(), stage.ui);
    say_unheard(family, order, stage.ui);
    let is_met = family.happens(&run, &contents.needed(order)) || has_conversations(family, &evidence);
    if table.rows.is_empty() && !listing.is_narrowed() && !is_met {
        say_nothing(Matter::of(family), &evidence, order, stage.ui);
    }
    let has_threads = !table.rows.is_empty() && table.place("conversation_id").is_some();
    let ending = finish(order, &evidence, Findings::long(table), stage)?;
    if has_threads && is_for_terminal(order) && order.output.width.is_some() {
        stage.ui.hint("`insights thread ID` shows one conversation, message by message");
    }
    Ok(ending)
}

/// Writes the report of what was found and says what there is to say about it.
///
/// # Errors
/// If a name is unknown or output cannot be written.
pub fn finish(order: &Order, evidence: &Evidence, findings: Findings, stage: &mut Stage) -> Result<Ending> {
    let limit = findings.limit(&order.output);
    let mut report = Report {
        name: order.name.to_string(),
        scope: order.scope.described(&evidence.time),
        input: evidence.input.clone(),
        sections: findings.sections,
        definitions: findings.definitions,
    };
    let is_mailed = order.mail.is_some();
    for table in report.sections.iter_mut().filter(|table| is_mailed || table.row_count() <= PIECE) {
        table.settle(usize::MAX);
    }
    arrange(&mut report.sections, &order.output, limit)?;
    say_moved(evidence, stage.ui);
    deliver(order, &report, stage)?;
    if !findings.others.is_empty() {
        stage.ui.hint(&format!("more sections with --section: {}", findings.others.join(", ")));
    }
    stage.ui.problems(&evidence.book);
    let is_stale = order.output.fail_if_empty && (findings.is_empty || evidence.time.is_moved);
    match &order.mail {
        Some(_) if is_stale => stage.ui.note("not mailed, as nothing falls into the period"),
        Some(mail) => mail.send(order, &report, stage)?,
        None => {}
    }
    Ok(if evidence.book.is_damaged() {
        Ending::Problems
    } else if is_stale {
        Ending::Empty
    } else if order.output.strict && evidence.book.has_faults() {
        Ending::Problems
    } else {
        Ending::Complete
    })
}

/// A filter on a dimension that the rows of a command do not have would leave nothing or everything.
///
/// # Errors
/// If there is one; it says which reports have the dimension and which filters the command takes.
pub fn check_filters(order: &Order, command: &str, rows: &FactTable) -> Result<()> {
    let mut filtered = order.scope.question.filters.iter().map(|clause| clause.dimension);
    let Some(missing) = filtered.find(|dimension| !rows.has(dimension)) else { return Ok(()) };
    let reports = kpi::FAMILIES.iter().filter(|family| family.has(missing)).map(|family| family.name);
    let own = DIMENSIONS.iter().filter(|dimension| rows.has(dimension));
    let own: Vec<String> = own.map(|dimension| format!("--{}", dimension.id)).collect();
    let own = if own.is_empty() { "no filter".to_string() } else { own.join(", ") };
    let advice = format!("{} have; {command} takes {own}", reports.collect::<Vec<_>>().join(", "));
    bail!(Advised::new(format!("the rows of `insights {command}` have no {}", missing.id), advice));
}

/// The sections to make: the one named, else those the format shows.
fn sections(order: &Order, family: &'static Family) -> Result<Vec<&'static Section>> {
    let all = family.sections;
    if let Some(name) = &order.output.section {
        let named = all.iter().find(|section| section.name == name);
        let names: Vec<&str> = all.iter().map(|section| section.name).collect();
        return named.map(|section| vec![section]).ok_or_else(|| {
            let what = format!("`insights {}` has no section \"{name}\"", family.name);
            Advised::new(what, format!("it has {}", names.join(", "))).into()
        });
    }
    if order.output.to.is_a_file_a_section() {
        return Ok(all.iter().collect());
    }
    Ok(order.output.format.shown(all, |section| section.at_first_sight))
}

/// What there is to say of a report besides its figures.
pub struct Remarks {
    /// Whether anything that it is about falls into the period.
    pub is_met: bool,
    /// How many dates stand in no hour.
    pub without_hour: usize,
    /// Values of filters that no row has.
    pub absent: Vec<Advised>,
}

/// What a report is to hold.
struct Contents {
    family: &'static Family,
    /// What is listed instead of the sections.
    listed: Option<Listing>,
    sections: Vec<&'static Section>,
    /// Sections with a row a stretch of time that charts are drawn over.
    followed: &'static [Section],
}

impl Contents {
    fn of(order: &Order, family: &'static Family) -> Result<Contents> {
        let listed = order.scope.list.as_deref().map(|asked| Listing::of(family, asked)).transpose()?;
        let followed = following::sections(order, family);
        Ok(Contents { family, listed, sections: sections(order, family)?, followed })
    }

    /// The figures of its sections.
    fn kpis(&self) -> Vec<&'static Kpi> {
        let sections = self.sections.iter().copied().chain(self.followed);
        sections.flat_map(|section| section.kpis.iter().copied()).collect()
    }

    /// The figures that facts are needed for. A list is of the report's days: where these depend on what the report
    /// reads, that is read too.
    fn needed(&self, order: &Order) -> Vec<&'static Kpi> {
        match &self.listed {
            None => self.kpis(),
            Some(listing) if order.scope.may_move => {
                let mut kpis = self.kpis();
                kpis.push(listing.kpi);
                kpis
            }
            Some(listing) => vec![listing.kpi],
        }
    }

    /// What its sections are made from.
    fn run<'a>(&self, order: &'a Order, evidence: &'a Evidence, sieve: &'a Sieve<'a>) -> Run<'a> {
        let mut run = run(order, evidence, sieve);
        if !self.family.is_of_conversations() {
            run.question = Cow::Owned(run.question.of_lone_facts());
        }
        run
    }

    /// The tables, and what there is to say of them.
    fn tables(&self, order: &Order, evidence: &Evidence) -> Result<(Vec<Table>, Remarks)> {
        let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
        let sieve = filters.over(&evidence.facts);
        let run = self.run(order, evidence, &sieve);
        let mut tables = Vec::new();
        for section in &self.sections {
            tables.push(built(self.family, &run, section)?);
        }
        tables.extend(following::tables(self.followed, &run)?);
        let is_met = self.family.happens(&run, &self.kpis());
        let by_hour: Vec<&'static Kpi> = match order.scope.question.every {
            Some(Every::Hour) => self.kpis(),
            _ => self
                .sections
                .iter()
                .filter(|section| section.is_by_hour())
                .flat_map(|section| section.kpis.iter().copied())
                .collect(),
        };
        let without_hour = self.family.without_hour(&run, &by_hour);
        Ok((tables, Remarks { is_met, without_hour, absent: filters.absent().to_vec() }))
    }

    /// Sections that people are not shown unless they ask.
    fn others(&self, order: &Order) -> Vec<&'static str> {
        let output = &order.output;
        let is_for_people = is_for_terminal(order) && output.width.is_some();
        if !is_for_people || output.section.is_some() {
            return Vec::new();
        }
        let all = self.family.sections.iter().map(|section| section.name);
        all.filter(|name| !self.sections.iter().any(|shown| shown.name == *name)).collect()
    }
}

/// A section, with the number of conversations that its figures of messages are of.
///
/// # Errors
/// As its own making.
pub fn built(family: &Family, run: &Run, section: &Section) -> Result<Table> {
    let mut table = (section.build)(run, section)?;
    if run.drawn != HeadlinePlace::Nowhere && table.rows.len() == 1 {
        table.aside.judged = kpi::judged::judged(run, section.kpis);
    }
    let of_messages = section.kpis.iter().any(|kpi| kpi.stands_on_messages());
    if family.is_of_conversations() && of_messages {
        table.coverage = kpi::coverage::of_messages(run);
    }
    Ok(table)
}

/// Whether the report is drawn for people at a terminal.
fn is_for_terminal(order: &Order) -> bool {
    order.output.format.audience() == Audience::Terminal
}
