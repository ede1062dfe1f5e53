//! What the files of a run were taken for, and which days their rows cover: an entry an export.

use crate::dataset::{ColumnKind, Dataset, TableName, MISSING};
use crate::load::FileRecord;
use crate::report::Export;
use crate::time::face::day_of;
use chrono_tz::Tz;

/// First and last instant of something.
type Covered = Option<(i64, i64)>;

/// The files of one profile are one export, and so are all files that are told by their columns alone.
pub fn exports(files: &[FileRecord], dataset: &Dataset, zone: Tz) -> Vec<Export> {
    let covered = covered(dataset);
    let mut exports: Vec<(Export, Covered)> = Vec::new();
    for file in files {
        let profile = file.tables.first().and_then(|fed| fed.profile.clone());
        let at = match exports.iter().position(|(export, _)| export.profile == profile) {
            Some(at) => at,
            None => {
                let rows = Default::default();
                let export = Export { profile, files: Vec::new(), rows, from: None, to: None };
                exports.push((export, None));
                exports.len() - 1
            }
        };
        let (export, days) = &mut exports[at];
        export.files.push(file.name.clone());
        for fed in file.tables.iter().filter(|fed| fed.rows > 0) {
            *export.rows.entry(fed.table.schema().name).or_default() += fed.rows;
        }
        let place = dataset.files.iter().position(|name| *name == file.name);
        *days = both(*days, place.and_then(|place| covered[place]));
    }
    for (export, days) in &mut exports {
        export.from = days.map(|(first, _)| day_of(zone, first).to_string());
        export.to = days.map(|(_, last)| day_of(zone, last).to_string());
    }
    exports.into_iter().map(|(export, _)| export).collect()
}

/// The days of each file's rows, by the instant that every row of a table must have.
fn covered(dataset: &Dataset) -> Vec<Covered> {
    let mut covered = vec![None; dataset.files.len()];
    for table in TableName::ALL {
        let columns = table.schema().columns.iter();
        let mut instants =
            columns.filter(|column| column.required && matches!(column.kind, ColumnKind::Instant));
        let Some(column) = instants.next() else { continue };
        let instants = dataset.whole(table, column.name);
        for (rows, file) in dataset.table(table).origins.files(instants.len()) {
            for &at in instants[rows].iter().filter(|&&at| at != MISSING) {
                let days: &mut Covered = &mut covered[file as usize];
                *days = both(*days, Some((at, at)));
            }
        }
    }
    covered
}

/// From the earlier beginning to the later end.
fn both(one: Covered, other: Covered) -> Covered {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}
