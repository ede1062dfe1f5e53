//! Every profile that comes with the program has a sample, and the rows it must become.

// The samples are files of this repository.
#![allow(clippy::disallowed_methods)]

use super::builtin;
use crate::dataset::{Data, Dataset, Kind, TableName, MISSING, NONE, NUMBER_SCALE, UNKNOWN};
use crate::profile::{load, LoadOptions};
use crate::source::inputs::Inputs;
use std::path::{Path, PathBuf};

/// A value as text; `None` where it is missing.
fn text(dataset: &Dataset, kind: Kind, data: &Data, row: usize) -> Option<String> {
    match (kind, data) {
        (Kind::Instant, Data::Whole(values)) => (values[row] != MISSING).then(|| {
            let at = chrono::DateTime::from_timestamp_millis(values[row]).unwrap();
            at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
        }),
        (Kind::Number, Data::Whole(values)) => {
            (values[row] != MISSING).then(|| (values[row] as f64 / NUMBER_SCALE as f64).to_string())
        }
        (_, Data::Whole(values)) => (values[row] != MISSING).then(|| format!("{}ms", values[row])),
        (Kind::Choice(choices), Data::Bytes(values)) => {
            (values[row] != UNKNOWN).then(|| choices.value(values[row]).to_string())
        }
        (_, Data::Bytes(values)) => (values[row] != UNKNOWN).then(|| (values[row] == 1).to_string()),
        (Kind::Code(domain), Data::Codes(codes)) => {
            (codes[row] != NONE).then(|| dataset.dictionary(domain).text(codes[row]).to_string())
        }
        (Kind::List(domain), Data::Lists(lists)) => {
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

#[test]
fn every_profile_turns_its_sample_into_the_rows_expected() {
    for profile in builtin() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/profiles").join(&profile.name);
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("no sample in {}", folder.display()));
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.retain(|path| path.file_name().is_some_and(|name| name != "expected.txt"));
        let loaded = load(Inputs { paths, stdin: None }, &LoadOptions::default()).unwrap();
        let profiles: Vec<_> =
            loaded.files.iter().flat_map(|file| &file.tables).map(|table| &table.1).collect();
        assert!(profiles.iter().all(|name| name.as_ref() == Some(&profile.name)), "{profiles:?}");
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        let mut expected: Vec<&str> = expected.lines().collect();
        expected.sort();
        assert_eq!(rows(&loaded.dataset), expected, "{}", profile.name);
    }
}
