//! Reads what a report stands on and has its facts derived.

use super::beside_archive;
use super::bygone::over_before;
use super::choice::Time;
use super::divided;
use super::evidence::{threads, Evidence, FactPortions};
use super::exports::{exports, spans};
use super::stage::{begin_reading, lasting_bytes, Stage};
use super::Order;
use crate::account::Book;
use crate::archive::{is_archive, AsideOptions};
use crate::config::CustomerJoin;
use crate::dataset::schema::conversations::{CUSTOMER_EMAIL, UPDATED_AT};
use crate::dataset::{ColumnKind, Dataset, TableName, MISSING};
use crate::facts::{derive, name_people, Derivation, Rules, Wanted};
use crate::kpi::Answers;
use crate::load::{DividedRows, FileRecord, LoadOptions, Loaded};
use crate::report::Input;
use crate::scope::question::Anchor;
use crate::time::face::day_of;
use anyhow::Result;
use std::path::Path;
use std::sync::Arc;

/// Reads the input and derives its facts.
///
/// # Errors
/// As [`super::choice::InputChoice::load`]; also if the period is impossible.
pub fn gather(order: &Order, stage: &Stage, wanted: Wanted) -> Result<Evidence> {
    Ok(gather_with(order, stage, wanted, |_| ())?.0)
}

/// As [`gather`], for figures alone: facts of conversations go once they are folded, where that can be.
///
/// # Errors
/// As [`gather`].
pub fn gather_folded(order: &Order, stage: &Stage, wanted: Wanted) -> Result<Evidence> {
    let wanted = Wanted { is_folded: true, ..wanted };
    if let Some(archive) = archive_alone(order, &wanted) {
        if let Some(evidence) = beside_archive::gather(order, stage, (archive, wanted.clone()))? {
            return Ok(evidence);
        }
    }
    let Some(aside) = divided::aside(order, stage, &wanted) else { return gather(order, stage, wanted) };
    let reading = ReadOptions { threads: threads(order), since: None, aside: Some(aside.clone()) };
    let mut loaded = read(order, stage, &wanted, reading)?;
    match DividedRows::take(&mut loaded).map_err(|fault| aside.refused(&fault))? {
        Some(rows) => {
            say_ignored(stage, &loaded.ignored);
            divided::gather(order, stage, (loaded, rows, &aside), wanted)
        }
        None => Ok(work_out(order, stage, (loaded, wanted), |_| ())?.0),
    }
}

/// The archive that is all there is to read, where its facts are those of its rows as they stand.
fn archive_alone<'a>(order: &'a Order, wanted: &Wanted) -> Option<&'a Path> {
    match order.input.paths.as_slice() {
        [folder] if divided::are_facts_apart(order, wanted) && is_archive(folder) => Some(folder),
        _ => None,
    }
}

/// As [`gather`], with what `keep` takes out of the dataset before it is gone.
///
/// # Errors
/// As [`gather`].
pub fn gather_with<T>(
    order: &Order,
    stage: &Stage,
    mut wanted: Wanted,
    keep: impl FnOnce(&mut Dataset) -> T,
) -> Result<(Evidence, T)> {
    if let Some(parts) = &order.parts {
        let evidence = super::united::gather(order, stage, (parts, wanted))?;
        return Ok((evidence, keep(&mut Dataset::default())));
    }
    wanted.each_rejected = order.input.rejects.is_some();
    let since = since(order, &wanted);
    let reading = ReadOptions { threads: threads(order), since, aside: None };
    let mut loaded = read(order, stage, &wanted, reading.clone())?;
    if since.is_some() && order.scope.may_move {
        let time = order.scope.time(None)?;
        let is_bare = loaded.dataset.table(TableName::Conversations).rows == 0;
        if is_bare || newest(&loaded.dataset, &wanted, &time).is_some() {
            // The period moves to where the data end, and what happened there was perhaps not read.
            loaded = read(order, stage, &wanted, ReadOptions { since: None, ..reading })?;
        }
    }
    work_out(order, stage, (loaded, wanted), keep)
}

/// Has the facts of what was read derived.
fn work_out<T>(
    order: &Order,
    stage: &Stage,
    (loaded, mut wanted): (Loaded, Wanted),
    keep: impl FnOnce(&mut Dataset) -> T,
) -> Result<(Evidence, T)> {
    let threads = threads(order);
    let Loaded { mut dataset, aside: _, book, ignored, files } = loaded;
    if order.input.customers == Some(CustomerJoin::Email) {
        dataset.join_customers_by_email();
    }
    if let Some(key) = &order.pseudonyms {
        key.hide(&mut dataset);
    }
    let people = name_people(&mut dataset);
    say_read(stage, (&ignored, &files), &book);
    let latest = if wanted.every_instant { dataset.latest() } else { None };
    let mut time = order.scope.time(latest)?;
    if let Some(newest) = order.scope.may_move.then(|| newest(&dataset, &wanted, &time)).flatten() {
        time = order.scope.moved_to(day_of(order.scope.question.zone, newest), time.as_of)?;
    }
    // what was read before the period leads to cases in it, and what was read in it to cases after it
    let reaches_beyond = wanted.grains.iter().any(|grain| !grain.table().made_from.is_empty());
    if order.scope.question.anchor == Anchor::Event && !reaches_beyond && !wanted.reading {
        let compared = time
            .compared
            .as_ref()
            .map_or((time.period.from, time.period.to), |(period, _)| (period.from, period.to));
        wanted.range = Some((time.period.from.min(compared.0), time.period.to.max(compared.1)));
    }
    let rules = Rules { zone: order.scope.question.zone, ..order.config.rules(time.as_of) };
    let exports = exports(&files, &spans(&dataset), order.scope.question.zone);
    let kept = keep(&mut dataset);
    let absent = dataset.absent.iter().map(|table| table.schema().name).collect();
    let (mut facts, pending) = if wanted.may_fold() {
        let (facts, derivation) = Derivation::begin(dataset, &rules, &wanted, threads);
        (facts, Some(FactPortions::Derived(Box::new(derivation))))
    } else {
        (derive(dataset, &rules, &wanted, threads), None)
    };
    facts.people = people;
    let answers = if pending.is_some() { Answers::waiting() } else { Answers::default() };
    let input = Input { absent, exports, ..Input::default() };
    let mut evidence = Evidence { facts, time, input, book, answers, pending };
    evidence.tell();
    Ok((evidence, kept))
}

/// Bytes of all files there are to read, where somebody sees how far they have come; unknown where standard input or a
/// pipe is among them.
fn size(order: &Order, stage: &Stage) -> Option<u64> {
    if !stage.around.stderr_is_terminal {
        return None;
    }
    lasting_bytes(order.input.paths.clone())
}

/// Of conversations that ended before this instant a report needs no more than their own rows; `None`: it may need all.
fn since(order: &Order, wanted: &Wanted) -> Option<i64> {
    let is_once = order.input.paths.iter().any(|path| path.as_os_str() == "-");
    if wanted.every_instant || is_once {
        return None;
    }
    // What is the newest instant is known only when all is read.
    order.scope.as_of.instant(order.scope.question.zone)?;
    over_before(order, wanted, &order.scope.time(None).ok()?)
}

/// How files are read.
#[derive(Clone)]
struct ReadOptions {
    threads: usize,
    /// Of conversations of which everything happened before, an archive's own rows are enough.
    since: Option<i64>,
    /// Where rows go that there is no room for.
    aside: Option<AsideOptions>,
}

fn read(order: &Order, stage: &Stage, wanted: &Wanted, reading: ReadOptions) -> Result<Loaded> {
    let ReadOptions { threads, since, aside } = reading;
    let scorer = super::judging::judge(order, wanted, threads)?;
    let first_questions = wanted.first_questions;
    let (wanted, joins) = (wanted.clone(), order.input.customers.is_some());
    let rejects = begin_reading(&order.input, stage)?;
    let progress = stage.ui.progress("reading", size(order, stage));
    let options = LoadOptions {
        zone: order.scope.question.zone,
        wanted: Arc::new(move |table, column| {
            wanted.needs(table, column)
                || joins && (table, column) == (TableName::Conversations, CUSTOMER_EMAIL)
        }),
        since,
        aside,
        scorer,
        first_questions,
        threads,
        rejects,
        progress: Arc::new(move |bytes| progress.bytes(bytes)),
        ..order.input.load_options()
    };
    order.input.load(&options, stage.around.standard_input())
}

/// The newest instant of what the report reads, by its "now", where none falls into the period.
fn newest(dataset: &Dataset, wanted: &Wanted, time: &Time) -> Option<i64> {
    let own = wanted.first.table();
    let mut newest = None;
    for table in TableName::ALL.into_iter().filter(|&table| table != TableName::People) {
        for column in table.schema().columns {
            let is_read = match own.covers {
                [] => wanted.reads_of(table),
                covers => covers.contains(&(table, column.name)),
            };
            let is_instant = matches!(column.kind, ColumnKind::Instant) && column.name != UPDATED_AT;
            if !(is_read && is_instant) {
                continue;
            }
            for &at in dataset.whole(table, column.name).iter().filter(|&&at| at <= time.as_of) {
                if time.period.contains(at) {
                    return None;
                }
                newest = newest.max(Some(at).filter(|&at| at != MISSING));
            }
        }
    }
    newest
}

/// Says what was not looked at.
fn say_ignored(stage: &Stage, ignored: &[String]) {
    for name in ignored {
        stage
            .ui
            .detail(&format!("{name} was not looked at: a hidden file, or one that a system left behind"));
    }
}

/// Says what was read, and what was not looked at.
fn say_read(stage: &Stage, (ignored, files): (&[String], &[FileRecord]), book: &Book) {
    say_ignored(stage, ignored);
    stage.ui.left_out(book);
    for file in files {
        stage.ui.detail(&file.to_string());
    }
}
