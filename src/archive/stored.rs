//! What an archive holds already: its files read, which parts hold what is new, and rows that it has twice then.

use super::folder::Archive;
use super::home::is_stray;
use super::manifest::ArchiveFile;
use super::read::{rows, RowSelection};
use crate::dataset::merge::{kept_messages, kept_rows};
use crate::dataset::{DataTable, Dataset, Dictionary, Origins, TableName};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The parts that hold any of these conversations, or what belongs to some that are not known.
pub fn holding(archive: &Archive, ids: &Dictionary) -> Result<BTreeSet<String>> {
    let manifest = &archive.manifest;
    let parts = manifest.files.iter().map(|file| file.part.clone());
    let mut touched: BTreeSet<String> = parts.filter(|part| is_stray(part)).collect();
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
    let selection = RowSelection::all(table, &wanted, Tz::UTC);
    let mut found = false;
    rows(archive.bytes(file)?, &selection, &mut |_, text| {
        found |= ids.find(text).is_some();
        0
    })
    .with_context(|| file.path.clone())?;
    Ok(found)
}

/// All rows of a file.
pub fn whole_file(
    archive: &Archive,
    file: &ArchiveFile,
    (table, zone): (TableName, Tz),
    dataset: &mut Dataset,
) -> Result<DataTable> {
    let given = |column: &'static str| archive.manifest.has_column(table, column);
    let selection = RowSelection::all(table, &given, zone);
    let dictionaries = &mut dataset.dictionaries;
    rows(archive.bytes(file)?, &selection, &mut |domain, text| dictionaries[domain as usize].intern(text))
        .with_context(|| archive.path(file).display().to_string())
}

/// Puts new rows behind those of an archive, each row once.
pub fn unite(table: TableName, own: &mut DataTable, mut new: DataTable) {
    own.origins = if own.rows == 0 { Origins::default() } else { Origins::of_one_file(0) };
    new.origins = Origins::of_one_file(1);
    if own.rows == 0 {
        // Nothing is copied that stands there alone.
        *own = new;
    } else if new.rows > 0 {
        own.append(table, new);
    }
    drop_equal(table, own);
}

/// Drops rows that stand there more than once, by the rules that hold for several files of a run.
fn drop_equal(table: TableName, own: &mut DataTable) {
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
