//! `insights report`: several reports as one document, made from one reading of the input.

use super::args::{ReportArgs, TalkArgs};
use super::dimensions::filter_help;
use super::evidence::Evidence;
use super::gathering::gather_folded;
use super::mail::MailArgs;
use super::making::{definitions, run, wanted};
use super::output;
use super::post::MailChoice;
use super::report::{built, check_filters, finish, Findings, Remarks};
use super::silence::{say_absent, say_nothing, Matter};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::advice::Advised;
use crate::kpi::document::{DocumentPart, DOCUMENT};
use crate::kpi::{self, Kpi, Run, Section};
use crate::nearest;
use crate::render::Audience;
use crate::report::{Cell, Table, PIECE};
use crate::scope::bucket::Every;
use crate::scope::compare::Comparison;
use crate::scope::filter::Filters;
use anyhow::{bail, Result};
use clap::Args;
use std::borrow::Cow;
use std::path::PathBuf;

/// Rows of a ranking where nobody asks for more.
const RANKED: usize = 10;

/// Flags of `report`.
#[derive(Debug, Clone, Args)]
#[command(after_help = names_help() + &filter_help())]
pub struct DocumentArgs {
    /// What every report takes; names of reports stand among the paths.
    #[command(flatten)]
    pub report: ReportArgs,
    /// Who gets it by mail.
    #[command(flatten)]
    pub mail: MailArgs,
}

fn names_help() -> String {
    let names: Vec<&str> = DOCUMENT.iter().map(|part| part.family.name).collect();
    format!("Reports: {}\n\n", names.join(", "))
}

impl Act for DocumentArgs {
    fn talk(&self) -> &TalkArgs {
        &self.report.output.talk
    }

    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let (names, paths) = told_apart(&self.report.input.paths);
        let mut args = self.report.clone();
        args.input.paths = paths;
        check_names(&args.input.paths)?;
        let kept = self.mail.kept(&args.output);
        args.output.output = args.output.output.or_else(|| kept.clone());
        let mut order = Order::resolve("report", &args, stage.around)?;
        if kept.is_some() {
            order.output.to = order.output.to.unless_mailed();
        }
        order.mail = MailChoice::resolve(&self.mail, &order.config, stage.around)?;
        refuse(&order)?;
        let document = Document::of(&names, &mut order, stage)?;
        document.perform(&order, stage)
    }
}

/// Names of reports, and paths: a folder that is called like a report is written `./agents`.
fn told_apart(given: &[PathBuf]) -> (Vec<&'static DocumentPart>, Vec<PathBuf>) {
    let (mut names, mut paths) = (Vec::new(), Vec::new());
    for path in given {
        match path.to_str().and_then(DocumentPart::named) {
            Some(part) => names.push(part),
            None => paths.push(path.clone()),
        }
    }
    (names, paths)
}

/// A path that is nowhere may be the name of a report that was meant.
///
/// # Errors
/// If it is near one.
fn check_names(paths: &[PathBuf]) -> Result<()> {
    let names = DOCUMENT.iter().map(|part| part.family.name);
    for path in paths.iter().filter(|path| !output::exists(path)) {
        let word = path.to_str().filter(|word| !word.contains(['/', '\\', '.', '*']));
        let Some(word) = word.filter(|word| !nearest::nearest(word, names.clone()).is_empty()) else {
            continue;
        };
        bail!(Advised::new(format!("there is no report \"{word}\""), nearest::advice(word, names)));
    }
    Ok(())
}

/// What a document is told apart by is settled.
fn refuse(order: &Order) -> Result<()> {
    let (scope, output) = (&order.scope, &order.output);
    let asked = if !scope.question.by.is_empty() {
        "--by"
    } else if scope.list.is_some() {
        "--list"
    } else if output.section.is_some() {
        "--section"
    } else {
        let is_one_file = !output.to.is_a_file_a_section();
        if output.format.is_of_one_table() && is_one_file {
            let what = format!("{} holds one table, and a document has several", output.format.name());
            bail!(Advised::new(
                what,
                "-o FOLDER/ writes a file a section; .html, .md and .json hold them all"
            ));
        }
        return Ok(());
    };
    let advice = format!("a single report has it: `insights agents {asked} …`");
    bail!(Advised::new(format!("`insights report` takes no {asked}"), advice));
}

/// What a document is to hold.
struct Document {
    parts: Vec<&'static DocumentPart>,
    /// The size of the buckets of its charts, if it was asked for.
    every: Option<Every>,
    /// Whether it has the sections that charts are drawn over.
    is_followed: bool,
}

impl Document {
    /// The parts named, else the usual ones whose rows can be filtered as asked.
    fn of(names: &[&'static DocumentPart], order: &mut Order, stage: &Stage) -> Result<Document> {
        let every = order.scope.question.every.take();
        order.scope.question.compare = order.scope.question.compare.or(Some(Comparison::Previous));
        let mut parts = Vec::new();
        for part in DOCUMENT {
            let is_named = names.iter().any(|named| std::ptr::eq(*named, part));
            let is_wanted = is_named || (names.is_empty() && part.is_usual);
            if !is_wanted {
                continue;
            }
            match check_filters(order, part.family.name, part.family.table()) {
                Err(error) if is_named => return Err(error),
                Err(_) => stage
                    .ui
                    .note(&format!("left out: {}, as its rows cannot be filtered so", part.family.name)),
                Ok(()) => parts.push(part),
            }
        }
        let is_followed = match order.output.format.audience() {
            Audience::Terminal | Audience::Documents => false,
            Audience::Pages | Audience::Programs => true,
        };
        Ok(Document { parts, every, is_followed })
    }

    fn perform(&self, order: &Order, stage: &mut Stage) -> Result<Ending> {
        let wanted = wanted(order, &self.kpis(), &self.dimensions());
        let mut evidence = gather_folded(order, stage, wanted)?;
        let (sections, heard) = evidence.answer(order, |evidence| self.tables(order, evidence))?;
        say_absent(&heard.absent, stage.ui);
        if !heard.is_met {
            self.say_nothing(&evidence, order, stage);
        }
        let mut told = Vec::new();
        for part in &self.parts {
            told.extend(known(part, &sections));
        }
        let definitions = definitions(&told);
        let is_empty = !heard.is_met;
        let findings = Findings { sections, is_cut: true, is_empty, definitions, ..Findings::default() };
        finish(order, &evidence, findings, stage)
    }

    /// The tables, and what there is to say of them.
    fn tables(&self, order: &Order, evidence: &Evidence) -> Result<(Vec<Table>, Remarks)> {
        let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
        let sieve = filters.over(&evidence.facts);
        let mut run = run(order, evidence, &sieve);
        run.limit = run.limit.or(Some(RANKED));
        let mut sections = Vec::new();
        for part in &self.parts {
            self.add(part, &run, &mut sections)?;
        }
        let is_met = self.is_met(&run);
        Ok((sections, Remarks { is_met, without_hour: 0, absent: filters.absent().to_vec() }))
    }

    /// The sections of a part.
    fn add(&self, part: &DocumentPart, run: &Run, sections: &mut Vec<Table>) -> Result<()> {
        let family = part.family;
        let mut run = run.clone();
        if !family.is_of_conversations() {
            run.question = Cow::Owned(run.question.of_lone_facts());
        }
        let mut tables = Vec::new();
        for section in part.sections() {
            tables.push(built(family, &run, section)?);
        }
        if self.is_followed {
            let over_time = run.over_time(self.every)?;
            for section in part.over_time {
                tables.push((section.build)(&over_time, section)?);
            }
        }
        for table in &mut tables {
            table.report = Some(family.name);
        }
        sections.extend(tables);
        Ok(())
    }

    fn all_sections(&self) -> Vec<&'static Section> {
        let mut sections = Vec::new();
        for part in &self.parts {
            sections.extend(part.sections());
            sections.extend(part.over_time.iter().filter(|_| self.is_followed));
        }
        sections
    }

    fn kpis(&self) -> Vec<&'static Kpi> {
        kpi::unique(self.all_sections().into_iter().flat_map(|section| section.kpis.iter().copied()))
    }

    fn dimensions(&self) -> Vec<&'static str> {
        self.parts.iter().flat_map(|part| part.family.dimensions.iter().copied()).collect()
    }

    /// Whether anything that any part is about falls into the period.
    fn is_met(&self, run: &Run) -> bool {
        self.parts.iter().any(|part| part.family.happens(run, &part.family.kpis()))
    }

    fn say_nothing(&self, evidence: &Evidence, order: &Order, stage: &Stage) {
        if let Some(part) = self.parts.first() {
            say_nothing(Matter::of(part.family), evidence, order, stage.ui);
        }
    }
}

/// The figures of a part of which any section says something.
fn known(part: &DocumentPart, sections: &[Table]) -> Vec<&'static Kpi> {
    let own: Vec<&Table> = sections.iter().filter(|table| table.report == Some(part.family.name)).collect();
    let mut known = Vec::new();
    for kpi in part.sections().into_iter().flat_map(|section| section.kpis.iter().copied()) {
        let is_known = own.iter().any(|table| {
            let mut places = (0..table.columns.len()).filter(|&place| table.columns[place].figure == kpi.id);
            places.any(|place| {
                let is_something = |row: &Vec<Cell>| row[place].amount().is_some_and(|amount| amount != 0.0);
                table.pieces(PIECE).any(|piece| piece.iter().any(is_something))
            })
        });
        if is_known && !known.contains(&kpi) {
            known.push(kpi);
        }
    }
    known
}
