//! Tables as a connector delivers them (data at `INSIGHTS_REAL_DATA`), against the figures of their SOURCE.md.

// The data are files of the person who runs the test; where there are none it says so.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use super::{load, LoadOptions, Loaded};
use crate::dataset::{vocabulary, Dataset, TableName};
use crate::source::inputs::Inputs;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything in one folder of vendor-export-shapes; `None` where the data are not there.
fn loaded(folder: &str) -> Option<Loaded> {
    let Some(root) = std::env::var_os("INSIGHTS_REAL_DATA") else {
        println!("skipped: INSIGHTS_REAL_DATA does not name the folder of the real data");
        return None;
    };
    let path = PathBuf::from(root).join("vendor-export-shapes").join(folder);
    Some(load(Inputs { paths: vec![path], stdin: None }, &LoadOptions::default()).unwrap())
}

fn counted<'a>(values: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    values.into_iter().for_each(|value| *counts.entry(value.to_owned()).or_default() += 1);
    counts
}

fn expected(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn choices(
    dataset: &Dataset,
    table: TableName,
    name: &str,
    of: &vocabulary::Vocabulary,
) -> BTreeMap<String, usize> {
    counted(dataset.bytes(table, name).iter().map(|code| of.value(*code)))
}

fn rows(loaded: &Loaded) -> BTreeMap<String, usize> {
    let named =
        TableName::ALL.into_iter().map(|table| (table.schema().name, loaded.dataset.table(table).rows));
    named.filter(|(_, rows)| *rows > 0).map(|(name, rows)| (name.to_owned(), rows)).collect()
}

#[test]
fn zendesk() {
    let Some(loaded) = loaded("zendesk") else { return };
    let dataset = &loaded.dataset;
    // closed 7, deleted 2, solved 1; by email 9, on the web 1; 20 comments; 10 users; the scores are hashed
    assert_eq!(rows(&loaded), expected(&[("conversations", 10), ("messages", 20), ("people", 10)]));
    let status = choices(dataset, TableName::Conversations, "status", &vocabulary::STATUS);
    assert_eq!(status, expected(&[("closed", 7), ("deleted", 2), ("resolved", 1)]));
    let channels = dataset.dictionary(crate::dataset::Domain::Channel);
    let channel = dataset.codes(TableName::Conversations, "channel").iter().map(|code| channels.text(*code));
    assert_eq!(counted(channel), expected(&[("email", 9), ("web form", 1)]));
    assert!(loaded.book.counts.rejected.is_empty(), "{:?}", loaded.book.counts);
}

#[test]
fn intercom() {
    let Some(loaded) = loaded("intercom") else { return };
    let dataset = &loaded.dataset;
    // 9 versions of 2 conversations, one active each, without ratings; 8 closes and a note by admins
    assert_eq!(
        rows(&loaded),
        expected(&[("conversations", 2), ("messages", 3), ("events", 8), ("people", 4)])
    );
    let status = choices(dataset, TableName::Conversations, "status", &vocabulary::STATUS);
    assert_eq!(status, expected(&[("closed", 2)]));
    let kinds = choices(dataset, TableName::Events, "kind", &vocabulary::EVENT);
    assert_eq!(kinds, expected(&[("closed", 8)]));
    let private =
        dataset.bytes(TableName::Messages, "private").iter().filter(|private| **private == 1).count();
    assert_eq!(private, 1);
    assert!(loaded.book.counts.rejected.is_empty(), "{:?}", loaded.book.counts);
}

#[test]
fn twilio() {
    let Some(loaded) = loaded("twilio") else { return };
    // 2 canceled and 7 completed, all inbound; one of the completed began on the 30th of February
    assert_eq!(rows(&loaded), expected(&[("calls", 8)]));
    let outcome = choices(&loaded.dataset, TableName::Calls, "outcome", &vocabulary::OUTCOME);
    assert_eq!(outcome, expected(&[("abandoned", 2), ("answered", 6)]));
    let direction = choices(&loaded.dataset, TableName::Calls, "direction", &vocabulary::DIRECTION);
    assert_eq!(direction, expected(&[("incoming", 8)]));
    assert_eq!(loaded.book.counts.rejected.get("calls"), Some(&1));
}
