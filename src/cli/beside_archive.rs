//! A report on an archive: the facts of each part as they were derived before and kept beside it, else derived and kept.

use super::evidence::{threads, Evidence};
use super::judging::{is_asked, judge_within};
use super::part_contents::{everything, PartMaker};
use super::stage::{begin_reading, Stage};
use super::united::{time_of, unite, WantedParts};
use super::Order;
use crate::archive::{this_build, Archive, FactFiles, FactsLock};
use crate::dataset::{Dataset, TableName};
use crate::facts::{Rules, Wanted};
use crate::load::{LoadOptions, Loaded};
use crate::parts::{are_named, write, Division, OpenPart, PartCustomers, PartFolder, PartPlace, Plan, Terms};
use crate::source::fingerprint::checksum;
use crate::source::inputs::{read_text, Inputs};
use crate::threads::side_by_side_on;
use crate::ui::Ui;
use crate::verdicts::TextScorer;
use anyhow::Result;
use std::path::Path;
use std::sync::Arc;

/// How often it is begun anew because somebody changes the archive.
const TRIES: usize = 5;

/// A part of an archive, and what was kept of it.
type KeptPart<'a> = (&'a str, Option<OpenPart>);

/// A report on an archive.
struct ArchiveReport<'a> {
    order: &'a Order,
    ui: &'a Ui,
    archive: &'a Archive,
    /// Who people are; its "now" is none.
    plan: Plan,
    /// What rules, people and program are told from others by.
    key: String,
    scorer: Option<TextScorer>,
}

/// The facts of a report; `None` if they can't be had part by part: a part is damaged, the archive may not be written, or
/// it never comes to rest.
///
/// # Errors
/// If there is no such archive, or the configuration names word lists that can't be read.
pub fn gather(order: &Order, stage: &Stage, (folder, wanted): (&Path, Wanted)) -> Result<Option<Evidence>> {
    begin_reading(&order.input, stage)?;
    for _ in 0..TRIES {
        let archive = Archive::open(folder)?;
        let judge = judge_within(order, None, 1);
        let scorer = if is_asked(&wanted) {
            Some(judge?)
        } else {
            // Who asks how texts sound next needs nothing derived again, where that is known already.
            judge.ok().filter(|scorer| archive.is_judged_by(scorer.mark()))
        };
        let Some(report) = ArchiveReport::begin(order, stage.ui, (&archive, scorer))? else {
            return Ok(None);
        };
        let lock = archive.lock_facts();
        let kept: Vec<KeptPart> = archive.parts().into_iter().map(|part| (part, report.kept(part))).collect();
        let Some(as_of) = report.as_of(&kept)? else { return Ok(None) };
        let Some(parts) = report.parts(kept, as_of, lock.as_ref())? else { return Ok(None) };
        if lock.is_none() && archive.has_changed() {
            continue;
        }
        let time = time_of(order, as_of, (&parts, &wanted))?;
        let terms = Terms::new(report.rules(as_of));
        let customers = if are_named(&wanted) { None } else { report.customers(&parts, lock.as_ref()) };
        let parts = Arc::new(PartFolder::of(terms, parts, customers));
        return unite(order, stage, WantedParts { parts: &parts, time, wanted }).map(Some);
    }
    Ok(None)
}

impl<'a> ArchiveReport<'a> {
    fn begin(
        order: &'a Order,
        ui: &'a Ui,
        (archive, scorer): (&'a Archive, Option<TextScorer>),
    ) -> Result<Option<ArchiveReport<'a>>> {
        let terms = Terms::new(Rules { zone: order.scope.question.zone, ..order.config.rules(0) });
        let plan = Plan::new(terms, Division::Archive(Vec::new()), &Dataset::default());
        let mut report = ArchiveReport { order, ui, archive, plan, key: String::new(), scorer };
        let mut people = None;
        for part in archive.parts_of(TableName::People.schema().name) {
            let loaded = report.load(part, |table, _| table == TableName::People, None)?;
            people = Some(loaded);
        }
        if let Some(loaded) = people {
            if loaded.book.is_damaged() {
                return Ok(None);
            }
            let Plan { terms, division, .. } = report.plan;
            report.plan = Plan::new(terms, division, &loaded.dataset);
        }
        let words = &order.config.sentiment;
        let lists = words.lexicon.iter().chain(words.lexicons.values());
        let lists: Vec<Option<String>> = lists.map(|path| read_text(path).ok()).collect();
        let all = format!("{}{}{words:?}{lists:?}", report.plan.text()?, this_build());
        report.key = checksum(all.as_bytes());
        Ok(Some(report))
    }

    fn rules(&self, as_of: i64) -> Rules {
        Rules { as_of, ..self.plan.terms.rules.clone() }
    }

    fn facts(&self) -> FactFiles<'a> {
        self.archive.facts(&self.key)
    }

    /// What was kept of a part, if it still is what its files hold.
    fn kept(&self, part: &str) -> Option<OpenPart> {
        let facts = self.facts();
        if !facts.are_current(part) {
            return None;
        }
        let mut kept = OpenPart::open(&facts.path(part)).ok()?;
        if kept.head.origin.place != Some(self.place(part)) {
            return None;
        }
        let name = self.archive.folder.display().to_string();
        let written = kept.head.origin.account.files.first().map(|file| file.name.clone());
        if let Some(written) = written.filter(|written| *written != name) {
            kept.head.rename(&written, &name);
        }
        Some(kept)
    }

    fn place(&self, part: &str) -> PartPlace {
        PartPlace { plan: self.key.clone(), name: part.to_owned() }
    }

    /// The "now" of the report; `None` if a part is damaged.
    fn as_of(&self, kept: &[KeptPart]) -> Result<Option<i64>> {
        let scope = &self.order.scope;
        if let Some(as_of) = scope.as_of.instant(scope.question.zone) {
            return Ok(Some(as_of));
        }
        let mut latest = None;
        for (part, kept) in kept {
            let own = match kept {
                Some(kept) => kept.head.origin.greatest.iter().map(|greatest| greatest.of_all).max(),
                None => {
                    let instants = Wanted { every_instant: true, ..Wanted::default() };
                    let loaded =
                        self.load(part, move |table, column| instants.needs_instant(table, column), None)?;
                    if loaded.book.is_damaged() {
                        return Ok(None);
                    }
                    loaded.dataset.latest()
                }
            };
            latest = latest.max(own);
        }
        scope.time(latest).map(|time| Some(time.as_of))
    }

    /// The facts of all parts; `None` if one is damaged, or facts are missing and can't be kept.
    fn parts(
        &self,
        kept: Vec<KeptPart>,
        as_of: i64,
        lock: Option<&FactsLock>,
    ) -> Result<Option<Vec<OpenPart>>> {
        let has_sentiment = self.scorer.is_some();
        let mut parts: Vec<KeptPart> = Vec::new();
        for (part, kept) in kept {
            let kept = kept.filter(|kept| kept.head.origin.has_sentiment || !has_sentiment);
            parts.push((part, kept.and_then(|mut kept| kept.head.look_from(as_of).then_some(kept))));
        }
        let missing: Vec<&str> =
            parts.iter().filter(|(_, kept)| kept.is_none()).map(|(part, _)| *part).collect();
        let derived = match lock {
            _ if missing.is_empty() => Vec::new(),
            Some(lock) => self.derive(missing, as_of, lock)?,
            // What can't be kept would be derived for nothing, again and again.
            None => return Ok(None),
        };
        let mut derived = derived.into_iter();
        let mut all = Vec::with_capacity(parts.len());
        for (_, kept) in parts {
            let Some(part) = kept.or_else(|| derived.next().flatten()) else { return Ok(None) };
            all.push(part);
        }
        Ok(Some(all))
    }

    /// Derives the facts of parts side by side and keeps them; `None` for one that is damaged or can't be kept.
    fn derive(&self, parts: Vec<&str>, as_of: i64, lock: &FactsLock) -> Result<Vec<Option<OpenPart>>> {
        let bytes = |part: &str| self.archive.bytes_of(part);
        let progress = self.ui.progress("deriving", Some(parts.iter().map(|part| bytes(part)).sum()));
        let derived = side_by_side_on(threads(self.order), parts, |part| {
            let derived = self.derive_one(part, as_of, lock);
            progress.bytes(bytes(part));
            derived
        });
        self.facts().clear_others(lock);
        derived.into_iter().collect()
    }

    fn derive_one(&self, part: &str, as_of: i64, lock: &FactsLock) -> Result<Option<OpenPart>> {
        let has_sentiment = self.scorer.is_some();
        let wanted = Wanted { every_instant: true, ..everything(has_sentiment) };
        let is_wanted = move |table: TableName, column: &str| wanted.needs(table, column);
        let loaded = self.load(part, is_wanted, self.scorer.clone())?;
        if loaded.book.is_damaged() {
            return Ok(None);
        }
        let (rules, wanted) = (self.rules(as_of), everything(has_sentiment));
        let maker = PartMaker { rules, plan: Some(&self.plan), wanted, threads: 1 };
        let mut bytes = Vec::new();
        write(&mut bytes, maker.make(loaded, Some(self.place(part)))?)?;
        let facts = self.facts();
        let is_kept = facts.keep(part, &bytes, lock).is_ok();
        is_kept.then(|| OpenPart::open(&facts.path(part))).transpose()
    }

    /// The customers of all parts, as they were kept or are kept now; `None` if they can't be.
    fn customers(&self, parts: &[OpenPart], lock: Option<&FactsLock>) -> Option<PartCustomers> {
        let facts = self.facts();
        PartCustomers::read(&facts.customers(), parts).or_else(|| {
            let lock = lock?;
            let (customers, mut bytes) = (PartCustomers::of(parts).ok()?, Vec::new());
            customers.write(&mut bytes, parts).ok()?;
            facts.keep_customers(&bytes, lock).ok()?;
            Some(customers)
        })
    }

    fn load(
        &self,
        part: &str,
        wanted: impl Fn(TableName, &str) -> bool + Send + Sync + 'static,
        scorer: Option<TextScorer>,
    ) -> Result<Loaded> {
        let options = LoadOptions {
            zone: self.order.scope.question.zone,
            wanted: Arc::new(wanted),
            part: Some(part.to_owned()),
            scorer,
            threads: 1,
            ..self.order.input.load_options()
        };
        let inputs = Inputs { paths: vec![self.archive.folder.clone()], stdin: None };
        crate::load::load(inputs, &options)
    }
}
