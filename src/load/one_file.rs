//! Reads one file into the store: for each table that it feeds, or of JSON all at once.

use super::file::{FileForm, KnownFile};
use super::intake::PlannedFile;
use super::late_keys::LearntKeys;
use super::loader::{fed_by, named, FileAtHand, Loader};
use super::options::FedTable;
use super::plan::Plan;
use super::read_csv::Task;
use super::read_json::JsonTarget;
use super::read_lines::{are_lines, LinesTask, RestOfLines};
use super::{chains, passed, rounded, scales, unknown_authors};
use crate::account::RowSet;
use crate::profile::recognise::Recognised;
use crate::source::dialect::CleanStream;
use crate::source::json::{self, ReadSoFar};
use crate::source::packed::EarlyEnd;
use anyhow::{bail, Context, Result};

impl<'a> Loader<'a> {
    /// Reads a file; the tables that it feeds.
    pub(super) fn read(
        &mut self,
        file: &FileAtHand,
        mut known: KnownFile,
        recognised: Vec<Recognised>,
    ) -> Result<Vec<FedTable>> {
        let mut plans = named(file.name, self.plans(&known.form, recognised.clone(), file.feeding))?;
        let mut recognised = recognised;
        let mut early_end = None;
        if !plans.is_empty() {
            early_end = match &known.form {
                FileForm::Csv(dialect) => {
                    self.note_found(file.name, &dialect.clone());
                    self.note_unnumbered(file.name);
                    self.read_csv(file.place, &mut known, &plans, recognised.len())?
                }
                FileForm::Json(_) => {
                    let (end, learnt) = self.read_json(file, &mut known, recognised, plans)?;
                    recognised = learnt.recognised;
                    known.form = FileForm::Json(learnt.places);
                    plans = named(file.name, self.plans(&known.form, recognised.clone(), file.feeding))?;
                    end
                }
            };
        }
        self.note_unknown(&known, &recognised);
        if let Some(what) = early_end {
            let table = plans.first().map_or("", |plan| plan.table.schema().name);
            self.note_early_end(file.name, table, what);
        }
        let mut fed: Vec<FedTable> = Vec::new();
        for mut table in recognised.iter().map(fed_by) {
            table.is_read = plans.iter().any(|plan| plan.table == table.table);
            if !fed.contains(&table) {
                fed.push(table);
            }
        }
        Ok(fed)
    }

    /// Reads a CSV file for each of its plans, of which it could have `tables`: why it ended early, if it did.
    fn read_csv(
        &mut self,
        place: u32,
        known: &mut KnownFile,
        plans: &[Plan],
        tables: usize,
    ) -> Result<Option<String>> {
        let name = known.file.name.clone();
        let mut end = None;
        let several = plans.len() > 1;
        let mut passed = Vec::new();
        for at in 0..plans.len() {
            let FileForm::Csv(dialect) = &known.form else { return Ok(None) };
            let dialect = dialect.clone();
            let CleanStream { head, stream, findings } = known.open_clean(&self.options.progress, several)?;
            let early_end = stream.early_end.clone();
            let task = Task {
                dialect: &dialect,
                file: PlannedFile {
                    place,
                    name: &name,
                    plans: &plans[at..=at],
                    dictionaries: &self.dictionaries,
                },
                threads: self.options.threads,
                block: self.options.block,
                faults: at == 0,
                findings,
            };
            task.read(head, stream, &mut self.store)?;
            rounded::part(&mut self.store, &self.dictionaries, &plans[at], (place, &name));
            scales::settle(&mut self.store, &plans[at], (place, &name));
            chains::settle(&mut self.store, &self.dictionaries, &plans[at], place);
            unknown_authors::settle(&mut self.store, &self.dictionaries, &plans[at], (place, &name));
            passed.push((&plans[at], std::mem::take(&mut self.store.passed).pop().unwrap_or_default()));
            end = reason(&early_end);
        }
        if plans.len() == tables {
            passed::settle(&mut self.store.book, &name, &passed);
        }
        Ok(end)
    }

    /// Reads a JSON file: why it ended early, if it did, and what is known of it at its end.
    fn read_json(
        &mut self,
        file: &FileAtHand,
        known: &mut KnownFile,
        recognised: Vec<Recognised>,
        mut plans: Vec<Plan>,
    ) -> Result<(Option<String>, LearntKeys<'a>)> {
        let name = file.name;
        let (head, stream) = known.open(&self.options.progress, false)?;
        let early_end = stream.early_end.clone();
        let FileForm::Json(places) = &known.form else { bail!("{name}: no JSON") };
        let mut learnt = LearntKeys { catalog: self.catalog, places: places.clone(), recognised };
        let mut rest = RestOfLines { head, stream, before: ReadSoFar::default() };
        if are_lines(&rest.head, &plans) && !known.has_streams() {
            let file =
                PlannedFile { place: file.place, name, plans: &plans, dictionaries: &self.dictionaries };
            let (threads, block) = (self.options.threads, self.options.block);
            let task = LinesTask { file, known: places, threads, block };
            rest = task.read(rest.head, rest.stream, &mut self.store)?;
        }
        let mut input = std::io::Read::chain(&rest.head[..], rest.stream);
        let mut is_relearnt = false;
        let mut walk =
            json::Walk::new(&mut input, &[]).noticing(places, known.has_streams()).behind(rest.before);
        loop {
            let selections: Vec<_> = plans.iter().map(|plan| plan.selection.clone()).collect();
            walk.select(&selections);
            let place = file.place;
            let planned = PlannedFile { place, name, plans: &plans, dictionaries: &self.dictionaries };
            let mut target = JsonTarget::new(planned, &mut self.store);
            let has_news = target.read(&mut walk, &mut |late| learnt.learn(late));
            target.finish();
            if !has_news.with_context(|| format!("cannot read {name}"))? {
                break;
            }
            is_relearnt = true;
            plans = named(name, self.plans(&known.form, learnt.recognised.clone(), file.feeding))?;
        }
        for plan in &plans {
            rounded::part(&mut self.store, &self.dictionaries, plan, (file.place, name));
            scales::settle(&mut self.store, plan, (file.place, name));
            chains::settle(&mut self.store, &self.dictionaries, plan, file.place);
            unknown_authors::settle(&mut self.store, &self.dictionaries, plan, (file.place, name));
        }
        let mut passed = std::mem::take(&mut self.store.passed);
        passed.resize_with(plans.len(), RowSet::default);
        // Late keys change the plans: what was passed over before may be a row now.
        if plans.len() == learnt.recognised.len() && !is_relearnt {
            passed::settle(&mut self.store.book, name, &plans.iter().zip(passed).collect::<Vec<_>>());
        }
        let mut faults = std::mem::take(&mut walk.faults);
        if let Ok(mut peeled) = known.peeled.lock() {
            faults.append(&mut peeled);
        }
        self.note_json_faults(name, plans.first().map_or("", |plan| plan.table.schema().name), faults);
        Ok((reason(&early_end), learnt))
    }
}

fn reason(early_end: &EarlyEnd) -> Option<String> {
    early_end.lock().ok().and_then(|early_end| early_end.clone())
}
