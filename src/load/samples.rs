//! Every profile that comes with the program has a sample, and the rows it must become.

// The samples are files of this repository.
#![allow(clippy::disallowed_methods)]

use super::{load, LoadOptions};
use crate::dataset::{self, Data, Dataset, TableName, MISSING, NONE, NUMBER_SCALE, UNKNOWN};
use crate::profile::toml::builtin;
use crate::source::inputs::Inputs;
use std::path::{Path, PathBuf};

/// A value as text; `None` where it is missing.
fn text(dataset: &Dataset, kind: dataset::ColumnKind, data: &Data, row: usize) -> Option<String> {
    match (kind, data) {
        (dataset::ColumnKind::Instant, Data::Whole(values)) => (values[row] != MISSING).then(|| {
            let at = chrono::DateTime::from_timestamp_millis(values[row]).unwrap();
            at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
        }),
        (dataset::ColumnKind::Number, Data::Whole(values)) => {
            (values[row] != MISSING).then(|| (values[row] as f64 / NUMBER_SCALE as f64).to_string())
        }
        (_, Data::Whole(values)) => (values[row] != MISSING).then(|| format!("{}ms", values[row])),
        (dataset::ColumnKind::Choice(choices), Data::Bytes(values)) => {
            (values[row] != UNKNOWN).then(|| choices.value(values[row]).to_string())
        }
        (_, Data::Bytes(values)) => (values[row] != UNKNOWN).then(|| (values[row] == 1).to_string()),
        (dataset::ColumnKind::Code(domain), Data::Codes(codes)) => {
            (codes[row] != NONE).then(|| dataset.dictionary(domain).text(codes[row]).to_string())
        }
        (dataset::ColumnKind::List(domain), Data::Lists(lists)) => {
            let names: Vec<_> =
                lists.get(row).iter().map(|code| dataset.dictionary(domain).text(*code)).collect();
            (!names.is_empty()).then(|| names.join(","))
        }
        (_, Data::Texts(texts)) => texts.get(row).map(|text| format!("{text:?}")),
        _ => None,
    }
}

/// All rows as `table column=value…`, sorted.
fn rows(dataset: &Dataset) -> Vec<String> {
    let mut lines = Vec::new();
    for table in TableName::ALL {
        let schema = table.schema();
        for row in 0..dataset.table(table).rows {
            let mut line = schema.name.to_string();
            for column in schema.columns {
                let data = dataset.column(table, column.name);
                if let Some(text) = data.and_then(|data| text(dataset, column.kind, data, row)) {
                    line.push_str(&format!(" {}={text}", column.name));
                }
            }
            lines.push(line);
        }
    }
    lines.sort();
    lines
}

/// What is wrong with the sample of a profile; empty if it becomes the rows expected.
fn differences(profile: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/profiles").join(profile);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("no sample in {}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "expected.txt"));
    let loaded = match load(Inputs { paths, stdin: None }, &LoadOptions::default()) {
        Ok(loaded) => loaded,
        Err(error) => return format!("{profile}: {error:#}\n"),
    };
    let others = loaded
        .files
        .iter()
        .filter(|file| file.tables.iter().any(|fed| fed.profile.as_deref() != Some(profile)));
    let mut wrong: String = others.map(|file| format!("{profile}: {file:?}\n")).collect();
    let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
    let mut expected: Vec<String> = expected.lines().map(str::to_string).collect();
    expected.sort();
    let mut found = rows(&loaded.dataset);
    found
        .extend(loaded.book.counts.rejected.iter().map(|(table, count)| format!("rejected {table} {count}")));
    found
        .iter()
        .filter(|row| !expected.contains(row))
        .for_each(|row| wrong.push_str(&format!("{profile}: + {row}\n")));
    expected
        .iter()
        .filter(|row| !found.contains(row))
        .for_each(|row| wrong.push_str(&format!("{profile}: - {row}\n")));
    if wrong.is_empty() && found.len() != expected.len() {
        wrong = format!("{profile}: {} rows instead of {}: {found:#?}\n", found.len(), expected.len());
    }
    wrong
}

#[test]
fn every_profile_turns_its_sample_into_the_rows_expected() {
    let wrong: String = builtin().iter().map(|profile| differences(&profile.name)).collect();
    assert!(wrong.is_empty(), "\n{wrong}");
}
