//! New rows united with those of an archive: the parts they touch are read, merged as several files of a run are, and
//! written anew where that changed them.

use super::folder::{Archive, NextFile, Writer};
use super::home::{self, is_of_conversations, is_stray, Homes};
use super::manifest::{ArchiveFile, ImportedFile, Manifest};
use super::moments::MomentSpan;
use super::read::{rows, RowSelection};
use super::sorted::{HomeRows, Rows, OPEN};
use super::write::{file, PartSource};
use crate::dataset::merge::{kept_messages, kept_rows};
use crate::dataset::{ColumnKind, DataTable, Dataset, Domain, Origins, TableName, NONE};
use crate::source::fingerprint::checksum;
use anyhow::{Context, Result};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
}

/// Adds rows to an archive.
///
/// # Errors
/// If a part that is needed is damaged, or anything can't be written; the archive is then as it was.
pub fn add(writer: &mut Writer, mut incoming: Incoming) -> Result<ImportOutcome> {
    let zone = incoming.zone;
    let mut touched = touched(&writer.archive, &incoming.dataset)?;
    loop {
        let mut manifest = writer.archive.manifest.clone();
        let read = to_read(&writer.archive.manifest, &touched, &incoming.dataset);
        let dataset = united(&writer.archive, &read, &incoming.dataset, zone)?;
        note_columns(&dataset, &mut manifest);
        let homes = home::settle(&dataset, &mut manifest);
        let split = split_months(&writer.archive.manifest, &manifest);
        let whole =
            parts_of(&writer.archive.manifest, |part| split.iter().any(|month| part.starts_with(month)));
        if whole.is_subset(&touched) {
            manifest.imported.append(&mut incoming.imported);
            manifest.pseudonyms = incoming.pseudonyms;
            return put(writer, manifest, &Changed { dataset: &dataset, homes, read, zone });
        }
        // A month that needs more part files is read as a whole.
        touched.extend(whole);
    }
}

/// Months whose conversations are spread over more part files than before.
fn split_months(before: &Manifest, now: &Manifest) -> Vec<String> {
    let grown = now.buckets.iter().filter(|(month, buckets)| before.buckets(month) != **buckets);
    grown.map(|(month, _)| format!("{month}/")).collect()
}

fn parts_of(manifest: &Manifest, is_meant: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let parts = manifest.files.iter().map(|file| file.part.clone());
    parts.filter(|part| is_of_conversations(part) && is_meant(part)).collect()
}

/// The parts that new rows may change, and no others.
fn touched(archive: &Archive, new: &Dataset) -> Result<BTreeSet<String>> {
    let manifest = &archive.manifest;
    let mut touched = parts_of(manifest, is_stray);
    let ids = new.dictionary(Domain::Conversation);
    let texts: HashSet<&str> = ids.texts().collect();
    for file in manifest.files.iter().filter(|file| file.table == "conversations") {
        if !touched.contains(&file.part) && holds_any(archive, file, &texts)? {
            touched.insert(file.part.clone());
        }
    }
    let created = new.whole(TableName::Conversations, "created_at");
    for (&code, &at) in new.codes(TableName::Conversations, "conversation_id").iter().zip(created) {
        let month = home::month(at);
        touched.insert(home::of_conversation(&month, ids.text(code), manifest.buckets(&month)));
    }
    for table in TableName::ALL {
        let is_apart = !table.is_of_conversations();
        let conversations = new.codes(table, "conversation_id");
        for row in 0..new.table(table).rows {
            let is_alone = conversations.get(row).is_none_or(|&code| code == NONE);
            if is_apart || is_alone {
                touched.insert(home::alone(new, table, row));
            }
        }
    }
    Ok(touched)
}

/// Whether a file of conversations holds one of these ids.
fn holds_any(archive: &Archive, file: &ArchiveFile, ids: &HashSet<&str>) -> Result<bool> {
    let table = TableName::Conversations;
    let wanted = |column: &'static str| column == "conversation_id";
    let selection = RowSelection { table, wanted: &wanted, groups: None, conversations: None, zone: Tz::UTC };
    let mut found = false;
    rows(archive.bytes(file)?, &selection, &mut |_, text| {
        found |= ids.contains(text);
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
pub fn united(archive: &Archive, read: &BTreeSet<String>, new: &Dataset, zone: Tz) -> Result<Dataset> {
    let mut dataset = Dataset { dictionaries: new.dictionaries.clone(), ..Dataset::default() };
    for file in &archive.manifest.files {
        let Some(table) = TableName::from_name(&file.table).filter(|_| read.contains(&file.path)) else {
            continue;
        };
        let rows = whole_file(archive, file, (table, zone), &mut dataset)?;
        dataset.tables[table as usize].append(table, rows);
    }
    for table in TableName::ALL {
        let own = &mut dataset.tables[table as usize];
        own.origins = if own.rows == 0 { Origins::default() } else { Origins::of_one_file(0) };
        let given = DataTable { origins: Origins::of_one_file(1), ..new.table(table).clone() };
        if given.rows > 0 {
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
}

/// Writes changed parts and puts them into force.
pub fn put(writer: &mut Writer, manifest: Manifest, changed: &Changed) -> Result<ImportOutcome> {
    let dataset = changed.dataset;
    let rows = Rows { dataset, zone: changed.zone };
    let last = rows.last_moments();
    let before = &writer.archive.manifest;
    let mut files: Vec<NextFile> = Vec::new();
    for file in before.files.iter().filter(|file| !changed.read.contains(&file.path)) {
        files.push(NextFile { file: file.clone(), bytes: None });
    }
    for (part, of_part) in &changed.homes {
        let arranged = rows.arrange(of_part, &last);
        let ranks = ranks(dataset, arranged.get(&TableName::Conversations));
        let source = PartSource { rows, last: &last, ranks: &ranks };
        for (table, grouped) in arranged {
            let next = next_file(&source, table, (part, &grouped))?;
            let is_there = before.files.contains(&next.file);
            files.push(NextFile { bytes: next.bytes.filter(|_| !is_there), ..next });
        }
    }
    let written = files.iter().filter(|next| next.bytes.is_some()).count() as u64;
    let unchanged = files.len() as u64 - written;
    writer.commit(manifest, files)?;
    let now = &writer.archive.manifest;
    let tables = TableName::ALL.iter().map(|table| table.schema().name);
    let rows = tables.map(|name| (name.to_owned(), now.rows(name))).filter(|(_, rows)| *rows > 0).collect();
    Ok(ImportOutcome { written, unchanged, rows })
}

/// The row of each conversation of a part, by its code.
fn ranks(dataset: &Dataset, conversations: Option<&HomeRows>) -> HashMap<u32, u32> {
    let codes = dataset.codes(TableName::Conversations, "conversation_id");
    let rows = conversations.into_iter().flat_map(|own| own.groups.iter().flatten());
    rows.map(|&row| codes[row as usize]).zip(0..).collect()
}

/// The file of a table of a part, its name telling what it holds.
fn next_file(source: &PartSource, table: TableName, (part, grouped): (&str, &HomeRows)) -> Result<NextFile> {
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
    Ok(NextFile { file, bytes: Some(bytes) })
}

/// The least and greatest moment of each column.
fn spans(source: &PartSource, table: TableName, groups: &[Vec<u32>]) -> BTreeMap<String, MomentSpan> {
    let mut spans = BTreeMap::new();
    for (place, column) in table.schema().columns.iter().enumerate() {
        if !matches!(column.kind, ColumnKind::Instant) {
            continue;
        }
        let moments =
            groups.iter().flatten().filter_map(|&row| source.rows.moment(table, place, row as usize));
        if let Some(span) = MomentSpan::of(moments) {
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
