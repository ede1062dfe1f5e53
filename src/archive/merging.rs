//! New rows united with those of an archive: the parts they touch are read, merged as several files of a run are, and
//! written anew where that changed them.

use super::folder::{Archive, Writer};
use super::home::{self, is_of_conversations, is_stray, Homes};
use super::manifest::{ArchiveFile, ImportedFile, Manifest};
use super::moments::MomentSpan;
use super::read::{rows, RowSelection};
use super::sorted::{HomeRows, Ranks, Rows, OPEN};
use super::write::{file, PartSource};
use crate::dataset::merge::{kept_messages, kept_rows};
use crate::dataset::{ColumnKind, DataTable, Dataset, Dictionary, Domain, Origins, TableName};
use crate::source::fingerprint::checksum;
use crate::threads::side_by_side;
use anyhow::{Context, Result};
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
}

/// Rows to be added, and the exports that they come from.
pub struct Incoming {
    /// The rows; a row stands there once, and what counts of equal ones is decided among them.
    pub dataset: Dataset,
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
    let Incoming { dataset: new, mut imported, pseudonyms, zone, threads } = incoming;
    let touched = touched(&writer.archive, &new)?;
    let mut read = to_read(&writer.archive.manifest, &touched, &new);
    let mut dataset = united(&writer.archive, &read, new, zone)?;
    let mut manifest = writer.archive.manifest.clone();
    note_columns(&dataset, &mut manifest);
    loop {
        let homes = home::settle(&dataset, &mut manifest);
        let split = split_months(&writer.archive.manifest, &manifest);
        let more = others_of(&writer.archive.manifest, &split, &read);
        if more.is_empty() {
            manifest.imported.append(&mut imported);
            manifest.pseudonyms = pseudonyms;
            return put(writer, manifest, &Changed { dataset: &dataset, homes, read, zone, threads });
        }
        // A month that needs more part files is read as a whole; what was not touched holds no row of an id that is new.
        for file in writer.archive.manifest.files.iter().filter(|file| more.contains(&file.path)) {
            let Some(table) = TableName::from_name(&file.table) else { continue };
            let rows = whole_file(&writer.archive, file, (table, zone), &mut dataset)?;
            dataset.tables[table as usize].append(table, rows);
        }
        read.extend(more);
    }
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

/// The parts that new rows may change, and no others.
fn touched(archive: &Archive, new: &Dataset) -> Result<BTreeSet<String>> {
    let manifest = &archive.manifest;
    let mut touched = home::of_rows(new, manifest);
    touched.extend(manifest.files.iter().map(|file| file.part.clone()).filter(|part| is_stray(part)));
    let ids = new.dictionary(Domain::Conversation);
    for file in manifest.files.iter().filter(|file| file.table == "conversations") {
        if !touched.contains(&file.part) && holds_any(archive, file, ids)? {
            touched.insert(file.part.clone());
        }
    }
    Ok(touched)
}

/// Whether a file of conversations holds one of these ids.
fn holds_any(archive: &Archive, file: &ArchiveFile, ids: &Dictionary) -> Result<bool> {
    let table = TableName::Conversations;
    let wanted = |column: &'static str| column == "conversation_id";
    let selection = RowSelection { table, wanted: &wanted, groups: None, conversations: None, zone: Tz::UTC };
    let mut found = false;
    rows(archive.bytes(file)?, &selection, &mut |_, text| {
        found |= ids.find(text).is_some();
        0
    })
    .with_context(|| file.path.clone())?;
    Ok(found)
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
    for (table, mut given) in TableName::ALL.into_iter().zip(new.tables) {
        let own = &mut dataset.tables[table as usize];
        own.origins = if own.rows == 0 { Origins::default() } else { Origins::of_one_file(0) };
        given.origins = Origins::of_one_file(1);
        if own.rows == 0 {
            // Nothing is copied that stands there alone.
            *own = given;
        } else if given.rows > 0 {
            own.append(table, given);
        }
        unite(table, own);
    }
    Ok(dataset)
}

/// All rows of a file.
pub fn whole_file(
    archive: &Archive,
    file: &ArchiveFile,
    (table, zone): (TableName, Tz),
    dataset: &mut Dataset,
) -> Result<DataTable> {
    let given = |column: &'static str| archive.manifest.has_column(&file.table, column);
    let selection = RowSelection { table, wanted: &given, groups: None, conversations: None, zone };
    let dictionaries = &mut dataset.dictionaries;
    rows(archive.bytes(file)?, &selection, &mut |domain, text| dictionaries[domain as usize].intern(text))
        .with_context(|| archive.path(file).display().to_string())
}

/// Drops rows that stand there more than once, by the rules that hold for several files of a run.
fn unite(table: TableName, own: &mut DataTable) {
    let keep = match table {
        TableName::Messages => kept_messages(own),
        TableName::Conversations
        | TableName::Events
        | TableName::Ratings
        | TableName::Calls
        | TableName::FaqViews
        | TableName::FaqSearches
        | TableName::Orders
        | TableName::Posts
        | TableName::Comments
        | TableName::People => kept_rows(table, own, &[]),
    };
    if let Some(keep) = keep {
        own.retain(&keep);
    }
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
    let written = match written_parts(writer, changed) {
        Ok(written) => written,
        Err(error) => {
            writer.give_up();
            return Err(error);
        }
    };
    let before = &writer.archive.manifest;
    let kept = before.files.iter().filter(|file| !changed.read.contains(&file.path)).cloned();
    let mut files: Vec<ArchiveFile> = kept.collect();
    let is_new = |file: &&ArchiveFile| !before.files.contains(file);
    let count = written.iter().filter(is_new).count() as u64;
    files.extend(written);
    let unchanged = files.len() as u64 - count;
    writer.commit(Manifest { files, ..manifest })?;
    let now = &writer.archive.manifest;
    let tables = TableName::ALL.iter().map(|table| table.schema().name);
    let rows = tables.map(|name| (name.to_owned(), now.rows(name))).filter(|(_, rows)| *rows > 0).collect();
    Ok(ImportOutcome { written: count, unchanged, rows })
}

/// Writes the files of all parts that are not there already, a part a thread; they count from the commit on.
fn written_parts(writer: &Writer, changed: &Changed) -> Result<Vec<ArchiveFile>> {
    let rows = Rows { dataset: changed.dataset, zone: changed.zone };
    let last = rows.last_moments();
    let parts: Vec<_> = changed.homes.iter().collect();
    let next = AtomicUsize::new(0);
    let work = |_| {
        let (mut ranks, mut files) = (Ranks::default(), Vec::new());
        while let Some((part, of_part)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let arranged = rows.arrange(of_part, &last, &mut ranks);
            let source = PartSource { rows, last: &last, ranks: &ranks };
            for (table, grouped) in arranged {
                let (file, bytes) = next_file(&source, table, (part, &grouped))?;
                if !writer.archive.manifest.files.contains(&file) {
                    writer.stage(&file, &bytes)?;
                }
                files.push(file);
            }
        }
        Ok(files)
    };
    let jobs = (0..changed.threads.clamp(1, parts.len().max(1))).collect();
    let written: Result<Vec<Vec<ArchiveFile>>> = side_by_side(jobs, work).into_iter().collect();
    Ok(written?.concat())
}

/// The file of a table of a part, its name telling what it holds.
fn next_file(
    source: &PartSource,
    table: TableName,
    (part, grouped): (&str, &HomeRows),
) -> Result<(ArchiveFile, Vec<u8>)> {
    let name = table.schema().name;
    let bytes = file(source, table, &grouped.groups).with_context(|| format!("{name} of {part}"))?;
    let sha256 = checksum(&bytes);
    let file = ArchiveFile {
        path: format!("{name}/{part}-{}.parquet", &sha256[..16]),
        table: name.to_owned(),
        part: part.to_owned(),
        rows: grouped.groups.iter().map(|group| group.len() as u64).sum(),
        bytes: bytes.len() as u64,
        sha256,
        chunks: grouped.chunks.clone(),
        moments: spans(source, table, &grouped.groups),
    };
    Ok((file, bytes))
}

/// The least and greatest moment of each column.
fn spans(source: &PartSource, table: TableName, groups: &[Vec<u32>]) -> BTreeMap<String, MomentSpan> {
    let mut spans = BTreeMap::new();
    for (place, column) in table.schema().columns.iter().enumerate() {
        if !matches!(column.kind, ColumnKind::Instant) {
            continue;
        }
        let moments = source.rows.moments(table, place);
        let rows = groups.iter().flatten();
        if let Some(span) = MomentSpan::of(rows.filter_map(|&row| moments.at(row as usize))) {
            spans.insert(column.name.to_owned(), span);
        }
    }
    if table == TableName::Conversations {
        let last = groups.iter().flatten().map(|&row| source.last[row as usize]);
        spans.extend(
            MomentSpan::of(last.filter(|&at| at != OPEN)).map(|span| ("last_moment".to_owned(), span)),
        );
    }
    spans
}
