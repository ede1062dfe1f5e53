//! New rows united with those of an archive: the parts they touch are read, merged as several files of a run are, and
//! written anew where that changed them.

use super::apart::{ApartRows, AsideRows, WrittenApart};
use super::folder::{Archive, Writer};
use super::home::{self, is_of_conversations, Homes};
use super::manifest::{ArchiveFile, ImportedFile, Manifest};
use super::meeting::RepeatedRow;
use super::part_files::PartRows;
use super::sorted::{Ranks, Rows};
use super::stored::{holding, unite, whole_file};
use crate::dataset::{Dataset, Domain, TableName};
use crate::threads::side_by_side;
use anyhow::Result;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What came of an import.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ImportOutcome {
    /// Files written anew.
    pub written: u64,
    /// Files that stay as they are.
    pub unchanged: u64,
    /// Rows of the archive now, by table.
    pub rows: BTreeMap<String, u64>,
    /// Of the rows put aside those that stood in the exports more than once.
    pub repeated: Vec<RepeatedRow>,
}

/// Rows to be added, and the exports that they come from.
pub struct Incoming {
    /// The rows; a row stands there once, and what counts of equal ones is decided among them.
    pub dataset: Dataset,
    /// Rows of conversations that there was no room for among them.
    pub aside: Option<AsideRows>,
    /// The exports.
    pub imported: Vec<ImportedFile>,
    /// What tells the key apart by which customers go under pseudonyms, where they do.
    pub pseudonyms: Option<String>,
    /// The zone whose midnights dates without a time of day are.
    pub zone: Tz,
    /// Threads that write parts; at least one.
    pub threads: usize,
}

/// Adds rows to an archive.
///
/// # Errors
/// If a part that is needed is damaged, or anything can't be written; the archive is then as it was.
pub fn add(writer: &mut Writer, incoming: Incoming) -> Result<ImportOutcome> {
    added(writer, incoming).map_err(|error| {
        writer.give_up();
        writer.told(error)
    })
}

fn added(writer: &mut Writer, incoming: Incoming) -> Result<ImportOutcome> {
    let Incoming { dataset: mut new, aside, mut imported, pseudonyms, zone, threads } = incoming;
    let mut manifest = writer.archive.manifest.clone();
    let has_aside = aside.is_some();
    let apart = match aside {
        Some(aside) => ApartRows { writer, zone, threads }.written(aside, &mut new, &mut manifest)?,
        None => WrittenApart::default(),
    };
    let touched = touched(&writer.archive, &new, has_aside)?;
    let mut read = to_read(&writer.archive.manifest, &touched, &new);
    let mut dataset = united(&writer.archive, &read, new, zone)?;
    read.extend(apart.read);
    note_columns(&dataset, &mut manifest);
    let homes = loop {
        let homes = home::settle(&dataset, &mut manifest);
        let split = split_months(&writer.archive.manifest, &manifest);
        let more = others_of(&writer.archive.manifest, &split, &read);
        if more.is_empty() {
            break homes;
        }
        // A month that needs more part files is read as a whole; what was not touched holds no row of an id that is new.
        for file in writer.archive.manifest.files.iter().filter(|file| more.contains(&file.path)) {
            let Some(table) = TableName::from_name(&file.table) else { continue };
            let rows = whole_file(&writer.archive, file, (table, zone), &mut dataset)?;
            dataset.tables[table as usize].append(table, rows);
        }
        read.extend(more);
    };
    manifest.imported.append(&mut imported);
    manifest.pseudonyms = pseudonyms;
    let changed = Changed { dataset: &dataset, homes, read, zone, threads };
    let mut written = written_parts(writer, &changed)?;
    written.extend(apart.files);
    let outcome = conclude(writer, manifest, (&changed.read, written))?;
    Ok(ImportOutcome { repeated: apart.repeated, ..outcome })
}

/// Months whose conversations are spread over more part files than before.
fn split_months(before: &Manifest, now: &Manifest) -> Vec<String> {
    let grown = now.buckets.iter().filter(|(month, buckets)| before.buckets(month) != **buckets);
    grown.map(|(month, _)| format!("{month}/")).collect()
}

/// The paths of the files of conversations of some months that were not read yet.
fn others_of(manifest: &Manifest, months: &[String], read: &BTreeSet<String>) -> BTreeSet<String> {
    let is_meant = |file: &&ArchiveFile| {
        is_of_conversations(&file.part) && months.iter().any(|month| file.part.starts_with(month))
    };
    let paths = manifest.files.iter().filter(is_meant).map(|file| file.path.clone());
    paths.filter(|path| !read.contains(path)).collect()
}

/// The parts that new rows may change, and no others; `has_aside`: rows of conversations are not among them.
fn touched(archive: &Archive, new: &Dataset, has_aside: bool) -> Result<BTreeSet<String>> {
    let mut touched = home::of_rows(new, &archive.manifest);
    if !has_aside {
        touched.append(&mut holding(archive, new.dictionary(Domain::Conversation))?);
    }
    Ok(touched)
}

/// The paths of the files to be read for a change of some parts: those of the parts, and of a table whose rows may move
/// from month to month all.
fn to_read(manifest: &Manifest, touched: &BTreeSet<String>, new: &Dataset) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    for file in &manifest.files {
        let Some(table) = TableName::from_name(&file.table) else { continue };
        let may_move = !is_of_conversations(&file.part) && table.schema().key.is_some();
        if touched.contains(&file.part) || may_move && new.table(table).rows > 0 {
            read.insert(file.path.clone());
        }
    }
    read
}

/// The rows of these files with the new rows behind them, each row once.
pub fn united(archive: &Archive, read: &BTreeSet<String>, new: Dataset, zone: Tz) -> Result<Dataset> {
    let mut dataset = Dataset { dictionaries: new.dictionaries, ..Dataset::default() };
    for file in &archive.manifest.files {
        let Some(table) = TableName::from_name(&file.table).filter(|_| read.contains(&file.path)) else {
            continue;
        };
        let rows = whole_file(archive, file, (table, zone), &mut dataset)?;
        dataset.tables[table as usize].append(table, rows);
    }
    for (table, given) in TableName::ALL.into_iter().zip(new.tables) {
        unite(table, &mut dataset.tables[table as usize], given);
    }
    Ok(dataset)
}

fn note_columns(dataset: &Dataset, manifest: &mut Manifest) {
    for table in TableName::ALL {
        let own = dataset.table(table);
        let columns = table.schema().columns.iter().zip(&own.columns);
        let given = columns.filter(|(_, data)| data.is_some()).map(|(column, _)| column.name.to_owned());
        let name = table.schema().name.to_owned();
        manifest.columns.entry(name).or_default().extend(given);
    }
    manifest.columns.retain(|_, columns| !columns.is_empty());
}

/// Rows in their homes, instead of those of some files.
pub struct Changed<'a> {
    /// The rows.
    pub dataset: &'a Dataset,
    /// Their parts.
    pub homes: Homes,
    /// The paths of the files that they stand for.
    pub read: BTreeSet<String>,
    /// The zone whose midnights dates without a time of day are.
    pub zone: Tz,
    /// Threads that write parts; at least one.
    pub threads: usize,
}

/// Writes changed parts and puts them into force.
pub fn put(writer: &mut Writer, manifest: Manifest, changed: &Changed) -> Result<ImportOutcome> {
    match written_parts(writer, changed) {
        Ok(written) => conclude(writer, manifest, (&changed.read, written)),
        Err(error) => {
            writer.give_up();
            Err(error)
        }
    }
}

/// Puts files that were written into force instead of those that were read.
fn conclude(
    writer: &mut Writer,
    manifest: Manifest,
    (read, written): (&BTreeSet<String>, Vec<ArchiveFile>),
) -> Result<ImportOutcome> {
    let before = &writer.archive.manifest;
    let mut files: Vec<ArchiveFile> =
        before.files.iter().filter(|file| !read.contains(&file.path)).cloned().collect();
    let count = written.iter().filter(|file| !before.files.contains(file)).count() as u64;
    files.extend(written);
    let unchanged = files.len() as u64 - count;
    writer.commit(Manifest { files, ..manifest })?;
    let now = &writer.archive.manifest;
    let tables = TableName::ALL.iter().map(|table| table.schema().name);
    let rows = tables.map(|name| (name.to_owned(), now.rows(name))).filter(|(_, rows)| *rows > 0).collect();
    Ok(ImportOutcome { written: count, unchanged, rows, repeated: Vec::new() })
}

/// Writes the files of all parts that are not there already, a part a thread; they count from the commit on.
fn written_parts(writer: &Writer, changed: &Changed) -> Result<Vec<ArchiveFile>> {
    let rows = Rows::of(changed.dataset, changed.zone);
    let (last, languages) = (rows.last_moments(), rows.languages());
    let parts: Vec<_> = changed.homes.iter().collect();
    let next = AtomicUsize::new(0);
    let work = |_| {
        let (mut ranks, mut files) = (Ranks::default(), Vec::new());
        while let Some((part, of_part)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let part = PartRows { part, rows, of_part, last: &last, languages: &languages };
            files.extend(part.written(writer, &mut ranks)?);
        }
        Ok(files)
    };
    let jobs = (0..changed.threads.clamp(1, parts.len().max(1))).collect();
    let written: Result<Vec<Vec<ArchiveFile>>> = side_by_side(jobs, work).into_iter().collect();
    Ok(written?.concat())
}
