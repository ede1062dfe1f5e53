//! The rows of one part in their order, and the files that they become.

use super::folder::Writer;
use super::form::is_judged;
use super::manifest::ArchiveFile;
use super::moments::MomentSpan;
use super::sorted::{HomeRows, Ranks, Rows, OPEN};
use super::write::{file, PartSource};
use crate::dataset::{ColumnKind, ConversationCodes, TableName};
use crate::source::fingerprint::checksum;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

/// The rows of one part.
pub struct PartRows<'a> {
    /// Its name.
    pub part: &'a str,
    /// The tables that hold them.
    pub rows: Rows<'a>,
    /// Which rows of them.
    pub of_part: &'a BTreeMap<TableName, Vec<u32>>,
    /// As [`PartSource::last`].
    pub last: &'a [i64],
    /// Which language its conversations are said to be in.
    pub languages: &'a ConversationCodes,
}

impl PartRows<'_> {
    /// Writes the files of the part that are not there already. Errors: they can't be written.
    pub fn written(&self, writer: &Writer, ranks: &mut Ranks) -> Result<Vec<ArchiveFile>> {
        let arranged = self.rows.arrange(self.of_part, self.last, ranks);
        let judge = writer.scorer.as_ref().map(|scorer| (scorer, self.languages));
        let source = PartSource { rows: self.rows, last: self.last, ranks, judge };
        let mut files = Vec::new();
        for (table, grouped) in arranged {
            let (file, bytes) = next_file(&source, table, (self.part, &grouped))?;
            if !writer.archive.manifest.files.contains(&file) {
                writer.stage(&file, &bytes)?;
            }
            files.push(file);
        }
        Ok(files)
    }
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
        judged_by: source.judge.filter(|_| is_judged(table)).map(|(scorer, _)| scorer.mark().to_owned()),
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
