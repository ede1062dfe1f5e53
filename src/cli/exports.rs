//! What the files of a run were taken for, and which days their rows cover: an entry an export.

use crate::check::covered;
use crate::dataset::Dataset;
use crate::load::FileRecord;
use crate::parts::FileSpan;
use crate::report::Export;
use crate::time::face::day_of;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// First and last instant of something.
type Span = Option<(i64, i64)>;

/// The files of one profile and source are one export, and so are all files of a source that are told by their columns
/// alone.
pub fn exports(files: &[FileRecord], spans: &[FileSpan], zone: Tz) -> Vec<Export> {
    let mut exports: Vec<(Export, Span)> = Vec::new();
    for file in files {
        let profile = file.tables.first().and_then(|fed| fed.profile.clone());
        let source = file.source.clone();
        let known =
            exports.iter().position(|(export, _)| (&export.profile, &export.source) == (&profile, &source));
        let at = match known {
            Some(at) => at,
            None => {
                let rows = Default::default();
                let export = Export { profile, source, files: Vec::new(), rows, from: None, to: None };
                exports.push((export, None));
                exports.len() - 1
            }
        };
        let (export, days) = &mut exports[at];
        export.files.push(file.name.clone());
        // Several mappings may feed one table; each knows of all its rows.
        let rows: BTreeMap<&'static str, u64> =
            file.tables.iter().map(|fed| (fed.table.schema().name, fed.rows)).collect();
        for (table, rows) in rows.into_iter().filter(|(_, rows)| *rows > 0) {
            *export.rows.entry(table).or_default() += rows;
        }
        for one in spans.iter().filter(|one| one.file == file.name) {
            *days = both(*days, Some(one.span));
        }
    }
    for (export, days) in &mut exports {
        export.from = days.map(|(first, _)| day_of(zone, first).to_string());
        export.to = days.map(|(_, last)| day_of(zone, last).to_string());
    }
    exports.into_iter().map(|(export, _)| export).collect()
}

/// First and last instant of the rows of each table of each file.
pub fn spans(dataset: &Dataset) -> Vec<FileSpan> {
    let mut spans = Vec::new();
    for one in covered(dataset) {
        if let (Some(file), Some(span)) = (dataset.files.get(one.file as usize), one.span) {
            spans.push(FileSpan { file: file.clone(), table: one.table, span });
        }
    }
    spans
}

/// From the earlier beginning to the later end.
fn both(one: Span, other: Span) -> Span {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}
