//! The whole way in: files found, recognised, read into typed columns, merged and accounted for.

use super::file::{Form, Known};
use super::fill::Filler;
use super::gather::{add, adopt, Counts, Gather, Store};
use super::model::Profile;
use super::plan::Plan;
use super::read::Task;
use super::recognise::Recognised;
use super::{merge, order, people, toml};
use crate::dataset::{Dataset, Domain, TableName};
use crate::problem::{Kind, Outcome, Place, Problems};
use crate::source::blocks::BLOCK;
use crate::source::grid::Grid;
use crate::source::inputs::{read_text, Inputs};
use crate::source::json;
use crate::source::packed::{Progress, Stream};
use anyhow::{anyhow, bail, Context, Result};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How to load.
pub struct LoadOptions {
    /// Profile files of the person's own, beside those that come with the program.
    pub profile_files: Vec<PathBuf>,
    /// The only profile to use: its name, or its file.
    pub profile: Option<String>,
    /// Zone of instants that name none.
    pub source_zone: Tz,
    /// Which optional columns are asked for; required ones and keys are always read.
    pub wanted: Arc<dyn Fn(TableName, &str) -> bool + Send + Sync>,
    /// Threads that read; at least one.
    pub threads: usize,
    /// Told how many more bytes were read.
    pub progress: Progress,
    /// Bytes a block; what is loaded does not depend on it.
    pub block: usize,
}

impl Default for LoadOptions {
    /// Everything, in UTC, with one thread.
    fn default() -> Self {
        LoadOptions {
            profile_files: Vec::new(),
            profile: None,
            source_zone: Tz::UTC,
            wanted: Arc::new(|_, _| true),
            threads: 1,
            progress: Arc::new(|_| {}),
            block: BLOCK,
        }
    }
}

/// What was loaded.
pub struct Loaded {
    /// The canonical tables.
    pub dataset: Dataset,
    /// What went wrong, and what was noted.
    pub problems: Problems,
    /// What became of the rows.
    pub counts: Counts,
    /// Files in folders that were not looked at: their endings are none of the known ones.
    pub ignored: Vec<String>,
    /// What each file was taken for, in the order read.
    pub files: Vec<FileRecord>,
    /// Code of the name by code of the id, for agents that `people` names.
    pub names: BTreeMap<u32, u32>,
}

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// Its display name.
    pub name: String,
    /// The tables it feeds, each with the profile that says so; `None`: names and synonyms alone.
    pub tables: Vec<(TableName, Option<String>)>,
}

/// Loads all inputs. Errors: a path that is not there, a named file that can't be read or is not recognised, no file
/// recognised at all, a faulty profile.
pub fn load(mut inputs: Inputs, options: &LoadOptions) -> Result<Loaded> {
    let found = inputs.find()?;
    let mut loader = Loader {
        options,
        profiles: profiles(options)?,
        store: Store::default(),
        dataset: Dataset::default(),
    };
    for name in &found.repeated {
        loader.set_file_aside(name, "named twice; it is read once".to_owned());
    }
    let mut files = Vec::new();
    for file in found.files {
        let (name, named) = (file.name.clone(), file.named);
        match Known::new(file, &mut inputs.stdin, &options.progress).and_then(|known| {
            let recognised = known.recognise(&loader.profiles)?;
            Ok((known, recognised))
        }) {
            Ok(pair) => files.push(pair),
            Err(error) if named => return Err(error),
            Err(error) => loader.set_file_aside(&name, cause(&error, &name)),
        }
    }
    if files.is_empty() {
        bail!("nothing recognised\nhint: name the export files or their folder; insights inspect FILE shows what a file holds");
    }
    let records = loader.read_all(files)?;
    Ok(loader.finish(found.ignored, records))
}

/// The profiles that may apply: all, or the one that is forced.
fn profiles(options: &LoadOptions) -> Result<Vec<Profile>> {
    let mut profiles = Vec::new();
    for path in &options.profile_files {
        profiles.push(toml::parse(&read_text(path)?, &path.display().to_string())?);
    }
    let Some(forced) = &options.profile else {
        profiles.extend_from_slice(toml::builtin());
        return Ok(profiles);
    };
    if forced.ends_with(".toml") {
        return Ok(vec![toml::parse(&read_text(Path::new(forced))?, forced)?]);
    }
    let named =
        profiles.iter().chain(toml::builtin()).find(|profile| profile.name.eq_ignore_ascii_case(forced));
    let names =
        || profiles.iter().chain(toml::builtin()).map(|profile| profile.name.as_str()).collect::<Vec<_>>();
    let missing =
        || anyhow!("no profile {forced:?}\nhint: known are {}; a file ends in .toml", names().join(", "));
    Ok(vec![named.cloned().ok_or_else(missing)?])
}

/// The first line of an error, without the file's name.
fn cause(error: &anyhow::Error, name: &str) -> String {
    let text = format!("{error:#}");
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(line).to_owned()
}

struct Loader<'a> {
    options: &'a LoadOptions,
    profiles: Vec<Profile>,
    store: Store,
    dataset: Dataset,
}

impl Loader<'_> {
    fn set_file_aside(&mut self, name: &str, what: String) {
        self.note_file(Outcome::SetAside, name, "", "", what);
        add(&mut self.store.counts.set_aside, "files", 1);
    }

    fn note_file(&mut self, outcome: Outcome, file: &str, table: &'static str, column: &str, what: String) {
        let kind = Kind { outcome, table, column: column.to_owned(), what };
        self.store.problems.note(kind, Place { file: file.to_owned(), row: 0, value: None });
    }

    /// Reads the files, those with conversations first: the others then find their ids known.
    fn read_all(&mut self, files: Vec<(Known, Vec<Recognised>)>) -> Result<Vec<FileRecord>> {
        let mut feeding = [0; TableName::ALL.len()];
        for recognised in files.iter().map(|(_, recognised)| recognised) {
            TableName::ALL.into_iter().filter(|table| feeds(recognised, *table)).for_each(|table| {
                feeding[table as usize] += 1;
            });
        }
        self.dataset.files = files.iter().map(|(known, _)| known.file.name.clone()).collect();
        let mut files: Vec<_> = files.into_iter().enumerate().collect();
        files.sort_by_key(|(_, (_, recognised))| !feeds(recognised, TableName::Conversations));
        let mut records = Vec::new();
        for (place, (known, recognised)) in files {
            let name = known.file.name.clone();
            let tables = recognised.iter().map(|one| (one.mapping.into, one.profile.clone())).collect();
            let plans = self.plans(&known, recognised, &feeding).with_context(|| name.clone())?;
            self.read(place as u32, known, plans)?;
            self.store.counts.files += 1;
            records.push(FileRecord { name, tables });
        }
        Ok(records)
    }

    fn plans(&mut self, known: &Known, recognised: Vec<Recognised>, feeding: &[usize]) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        self.note_unknown(known, &recognised)?;
        for one in recognised {
            let table = one.mapping.into;
            let whole = table.schema().key.is_none() && feeding[table as usize] > 1;
            let wanted = |column: &str| whole || (self.options.wanted)(table, column);
            let mut plan = Plan::new(one, &wanted, self.options.source_zone)?;
            if let Form::Csv(dialect) = &known.form {
                let fields = plan.selection.fields.iter();
                let has: Vec<bool> = fields.map(|field| dialect.header.contains(field)).collect();
                plan.leave_out(&has);
            }
            plans.push(plan);
        }
        plans.sort_by_key(|plan| plan.table);
        Ok(plans)
    }

    /// Notes the columns that nothing is made of, where no profile knows the file.
    fn note_unknown(&mut self, known: &Known, recognised: &[Recognised]) -> Result<()> {
        let Form::Csv(dialect) = &known.form else { return Ok(()) };
        let mut used = Vec::new();
        for one in recognised {
            used.extend(Plan::new(one.clone(), &|_| true, self.options.source_zone)?.selection.fields);
        }
        let Some(first) = recognised.first().filter(|one| one.profile.is_none()) else { return Ok(()) };
        let table = first.mapping.into.schema().name;
        for header in dialect.header.iter().filter(|header| !header.is_empty() && !used.contains(header)) {
            let what = "a column that means nothing here; it is not used".to_owned();
            self.note_file(Outcome::Noted, &known.file.name, table, header, what);
        }
        Ok(())
    }

    fn read(&mut self, place: u32, mut known: Known, mut plans: Vec<Plan>) -> Result<()> {
        let name = known.file.name.clone();
        let cut = match &known.form {
            Form::Csv(_) => self.read_csv(place, &mut known, &mut plans)?,
            Form::Json(_) => self.read_json(place, &mut known, &mut plans)?,
        };
        if let Some(what) = cut {
            let table = plans.first().map_or("", |plan| plan.table.schema().name);
            let what = format!("{what}; the rows before are used");
            self.note_file(Outcome::Repaired, &name, table, "", what);
        }
        Ok(())
    }

    fn read_csv(&mut self, place: u32, known: &mut Known, plans: &mut [Plan]) -> Result<Option<String>> {
        let name = known.file.name.clone();
        let mut end = None;
        let silent: Progress = Arc::new(|_| {});
        let several = plans.len() > 1;
        for at in 0..plans.len() {
            let (mut head, mut stream) = known.open(&self.options.progress, several)?;
            let Form::Csv(dialect) = &known.form else { return Ok(None) };
            let dialect = dialect.clone();
            if order::by_csv_head(&mut plans[at], &dialect, &head, &name)? {
                if known.once() {
                    let rest = std::io::Read::read_to_end(&mut stream, &mut head);
                    rest.with_context(|| format!("cannot read {name}"))?;
                    order::by_whole_csv(&mut plans[at], &dialect, &head, std::io::empty(), &name)?;
                } else {
                    order::by_whole_csv(&mut plans[at], &dialect, &head, stream, &name)?;
                    stream = known.open(&silent, several)?.1;
                }
            }
            let cut = stream.cut.clone();
            let task = Task {
                dialect: &dialect,
                plans: &plans[at..=at],
                file: (place, &name),
                base: &self.dataset.dictionaries,
                threads: self.options.threads,
                block: self.options.block,
                faults: at == 0,
            };
            let added = task.read(head, stream, &mut self.store)?;
            adopt(&mut self.dataset, added);
            end = reason(&cut);
        }
        Ok(end)
    }

    fn read_json(&mut self, place: u32, known: &mut Known, plans: &mut [Plan]) -> Result<Option<String>> {
        let name = known.file.name.clone();
        let (head, stream) = known.open(&self.options.progress, false)?;
        for plan in plans.iter_mut() {
            order::by_json_head(plan, &head, &name)?;
        }
        let cut = stream.cut.clone();
        let mut target = JsonTarget::new(plans, &self.dataset.dictionaries, (place, &name), &mut self.store);
        let faults = target.read(head, stream).with_context(|| format!("cannot read {name}"))?;
        let added = target.finish();
        adopt(&mut self.dataset, added);
        let table = plans.first().map_or("", |plan| plan.table.schema().name);
        for fault in faults {
            let kind = Kind { outcome: fault.outcome, table, column: String::new(), what: fault.what };
            let counts = &mut self.store.counts;
            if fault.outcome == Outcome::Rejected {
                add(&mut counts.rows, table, 1);
                add(&mut counts.rejected, table, 1);
            }
            self.store.problems.note(kind, Place { file: name.clone(), row: fault.record, value: None });
        }
        Ok(reason(&cut))
    }

    fn finish(mut self, ignored: Vec<String>, files: Vec<FileRecord>) -> Loaded {
        merge::merge(&mut self.store, self.dataset.dictionary(Domain::Conversation).len());
        self.dataset.tables = self.store.tables;
        let names = people::name_people(&mut self.dataset);
        let (problems, counts) = (self.store.problems, self.store.counts);
        Loaded { dataset: self.dataset, problems, counts, ignored, files, names }
    }
}

fn feeds(recognised: &[Recognised], table: TableName) -> bool {
    recognised.iter().any(|one| one.mapping.into == table)
}

fn reason(cut: &crate::source::packed::Cut) -> Option<String> {
    cut.lock().ok().and_then(|cut| cut.clone())
}

/// Takes the records of a JSON file, a grid and a filler for each table.
struct JsonTarget<'a> {
    plans: &'a [Plan],
    grids: Vec<Grid>,
    lists: Vec<Vec<bool>>,
    fillers: Vec<Filler<'a>>,
    gather: Gather<'a>,
}

impl<'a> JsonTarget<'a> {
    fn new(
        plans: &'a [Plan],
        base: &'a [crate::dataset::Dictionary],
        file: (u32, &'a str),
        store: &'a mut Store,
    ) -> JsonTarget<'a> {
        JsonTarget {
            plans,
            grids: plans.iter().map(|plan| Grid::new(plan.selection.fields.len())).collect(),
            lists: plans.iter().map(Plan::list_slots).collect(),
            fillers: plans.iter().map(|plan| Filler::new(plan, base)).collect(),
            gather: Gather::new(store, plans, file, base, 0),
        }
    }

    fn read(&mut self, head: Vec<u8>, stream: Stream) -> std::io::Result<Vec<json::Fault>> {
        let selections: Vec<_> = self.plans.iter().map(|plan| plan.selection.clone()).collect();
        let mut faults = Vec::new();
        let mut input = std::io::Read::chain(&head[..], stream);
        let mut sink = |at: usize, number: u64, record: &dyn crate::source::Fields| {
            self.grids[at].copy(number, record, &self.lists[at]);
            if self.grids[at].is_full() {
                self.flush(at);
            }
        };
        json::read(&mut input, &selections, &mut sink, &mut |fault| faults.push(fault))?;
        (0..self.plans.len()).for_each(|at| self.flush(at));
        Ok(faults)
    }

    fn flush(&mut self, at: usize) {
        let filler = &mut self.fillers[at];
        filler.fill(self.grids[at].rows(""));
        filler.batch.finish();
        self.gather.append(at, &mut filler.batch, 0.0);
        filler.batch.clear();
        self.grids[at].clear();
    }

    fn finish(self) -> Vec<crate::dataset::Dictionary> {
        self.gather.finish()
    }
}
