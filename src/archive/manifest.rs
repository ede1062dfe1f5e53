//! The manifest: which files an archive consists of, what they hold, and which exports were imported.

use super::moments::MomentSpan;
use crate::advice::Advised;
use crate::dataset::TableName;
use crate::source::fingerprint::checksum;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// Name of the manifest in the archive's folder.
pub use crate::source::inputs::ARCHIVE as MANIFEST;

/// The form of manifests and files that is written; others are refused.
const VERSION: u32 = 1;
/// No file is larger than this, and so many can be added up.
const MOST_BYTES: u64 = 1 << 48;
/// The conversations of a month never have more part files: a power of two.
pub const MOST_BUCKETS: u32 = 1 << 12;

/// What an archive consists of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub version: u32,
    /// Counts the commits.
    pub generation: u64,
    /// Columns that any export has given, by table.
    pub columns: BTreeMap<String, BTreeSet<String>>,
    /// Part files of the conversations of a month, where those are more than one: a power of two.
    pub buckets: BTreeMap<String, u32>,
    /// What tells the key apart by which customers go under pseudonyms; `None`: they go by their own ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonyms: Option<String>,
    /// The files that count, by path; no other does.
    pub files: Vec<ArchiveFile>,
    /// The exports imported so far, in that order.
    pub imported: Vec<ImportedFile>,
    /// SHA-256 of all else in it, in hexadecimal digits; in its file alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArchiveFile {
    /// Its path in the archive, with `/`.
    pub path: String,
    /// The canonical table.
    pub table: String,
    /// The part it belongs to: `2026-03/00`.
    pub part: String,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Which conversations of the part each row group is about, counted in groups of them; empty where it is about none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chunks: Vec<u32>,
    /// The least and the greatest moment of each column of moments.
    pub moments: BTreeMap<String, MomentSpan>,
    /// What tells apart by which word lists its texts were judged; `None`: they were not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<String>,
}

/// An export that was imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// What it was called.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// What was said about how to read it.
    pub read_as: String,
}

impl Manifest {
    /// Reads a manifest. Errors: it is damaged, or of a later version.
    pub fn parse(text: &str) -> Result<Manifest> {
        let advice = "restore it from a copy of the archive, or import the exports into a new folder";
        let damaged = |error: &str| Advised::new(format!("the manifest is damaged ({error})"), advice);
        let mut manifest: Manifest =
            serde_json::from_str(text).map_err(|error| damaged(&error.to_string()))?;
        if manifest.version != VERSION {
            let what = format!("an archive of version {}, this program reads {VERSION}", manifest.version);
            return Err(Advised::new(what, "use the program that wrote it").into());
        }
        let written = manifest.checksum.take();
        if written.is_some_and(|written| manifest.own_checksum().ok() != Some(written)) {
            return Err(damaged("it does not hold what was written").into());
        }
        let mut met = BTreeSet::new();
        if !manifest.files.iter().all(|file| is_inside(&file.path) && met.insert(&file.path)) {
            return Err(damaged("it names a file twice, or one outside the archive").into());
        }
        if !manifest.has_possible_counts() {
            return Err(damaged("it counts more than there can be").into());
        }
        Ok(manifest)
    }

    /// Whether its numbers are some that can be counted with: whoever changed it may have written any.
    fn has_possible_counts(&self) -> bool {
        let exports = self.imported.iter().map(|file| file.bytes);
        let mut bytes = self.files.iter().map(|file| file.bytes).chain(exports);
        self.generation <= MOST_BYTES
            && bytes.all(|bytes| bytes <= MOST_BYTES)
            && self.files.iter().all(|file| file.rows <= u64::from(u32::MAX))
            && self.buckets.values().all(|buckets| buckets.is_power_of_two() && *buckets <= MOST_BUCKETS)
    }

    /// The manifest as text. Errors: none that a manifest could cause.
    pub fn text(&self) -> Result<String> {
        let mut manifest = Manifest { version: VERSION, checksum: None, ..self.clone() };
        manifest.checksum = Some(manifest.own_checksum()?);
        let mut text = serde_json::to_string_pretty(&manifest)?;
        text.push('\n');
        Ok(text)
    }

    /// The checksum of a manifest without one.
    fn own_checksum(&self) -> Result<String> {
        Ok(checksum(serde_json::to_string(self)?.as_bytes()))
    }

    /// Rows of a table.
    pub fn rows(&self, table: &str) -> u64 {
        self.files.iter().filter(|file| file.table == table).map(|file| file.rows).sum()
    }

    /// Part files of the conversations of a month.
    pub fn buckets(&self, month: &str) -> u32 {
        self.buckets.get(month).copied().unwrap_or(1)
    }

    /// Whether any export gave that column; those without which there is no row are looked for in any case.
    pub fn has_column(&self, table: TableName, column: &str) -> bool {
        let schema = table.schema();
        let is_required = schema.column(column).is_some_and(|place| schema.columns[place].required);
        is_required || self.columns.get(schema.name).is_some_and(|columns| columns.contains(column))
    }
}

/// Whether a path leads to something within the folder it starts in.
fn is_inside(path: &str) -> bool {
    let mut steps = Path::new(path).components().peekable();
    steps.peek().is_some() && steps.all(|step| matches!(step, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_checksum(text: &str) -> String {
        let mut manifest: serde_json::Value = serde_json::from_str(text).unwrap();
        manifest.as_object_mut().unwrap().remove("checksum").unwrap();
        serde_json::to_string_pretty(&manifest).unwrap()
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written_and_refused_when_cut() {
        let mut manifest = Manifest { version: 1, generation: 3, ..Manifest::default() };
        manifest.files.push(ArchiveFile {
            path: "messages/2026-03/00-ab.parquet".to_owned(),
            table: "messages".to_owned(),
            part: "2026-03/00".to_owned(),
            rows: 2,
            bytes: 10,
            sha256: "ab".to_owned(),
            chunks: vec![0, 2],
            moments: BTreeMap::from([("at".to_owned(), MomentSpan { from: 0, to: 1_772_323_200_123 })]),
            judged_by: None,
        });
        let text = manifest.text().unwrap();
        assert!(text.contains("\"2026-03-01T00:00:00.123Z\""), "{text}");
        assert_eq!(Manifest::parse(&text).unwrap(), manifest);
        let error = Manifest::parse(&text[..text.len() / 2]).unwrap_err();
        assert!(Advised::of(&error).text().contains("the manifest is damaged"));
        let error = Manifest::parse(&text.replace("\"version\": 1", "\"version\": 9")).unwrap_err();
        assert!(error.to_string().contains("version 9"), "{error}");
        // A generation that nobody wrote, and one of a program that wrote no checksum.
        let other = text.replace("\"generation\": 3", "\"generation\": 8");
        let error = Manifest::parse(&other).unwrap_err();
        assert!(error.to_string().contains("does not hold what was written"), "{error}");
        let text = without_checksum(&text);
        assert_eq!(Manifest::parse(&text).unwrap(), manifest);
        for path in ["", "/etc/passwd", "messages/../../ab.parquet"] {
            let error = Manifest::parse(&text.replace("messages/2026-03/00-ab.parquet", path)).unwrap_err();
            assert!(error.to_string().contains("outside the archive"), "{path}: {error}");
        }
        for (written, other) in [
            ("\"rows\": 2", "\"rows\": 18446744073709551615"),
            ("\"bytes\": 10", "\"bytes\": 18446744073709551615"),
            ("\"generation\": 3", "\"generation\": 18446744073709551615"),
            ("\"buckets\": {}", "\"buckets\": {\"2026-03\": 0}"),
            ("\"buckets\": {}", "\"buckets\": {\"2026-03\": 2147483648}"),
        ] {
            assert!(text.contains(written), "{written}: {text}");
            let error = Manifest::parse(&text.replace(written, other)).unwrap_err();
            assert!(error.to_string().contains("more than there can be"), "{other}: {error}");
        }
        manifest.files.push(manifest.files[0].clone());
        let error = Manifest::parse(&without_checksum(&manifest.text().unwrap())).unwrap_err();
        assert!(error.to_string().contains("a file twice"), "{error}");
    }
}
