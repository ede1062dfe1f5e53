//! Whole exports with one of their files damaged: what is found out of one file with the help of the others, such as who
//! wrote, what a conversation began with, and which ratings count.

use super::{begin, LARGE};
use crate::load::{load, LoadOptions};
use crate::source::inputs::Inputs;
use std::path::Path;

/// The names and bytes of the files of an export.
type Export = Vec<(String, Vec<u8>)>;

/// The exports among the fixtures that are of few and small files.
fn exports() -> Vec<Export> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        folders
    };
    let cases = folders(&fixtures.join("cases")).into_iter().map(|case| case.join("in"));
    let all = folders(&fixtures.join("profiles")).into_iter().chain(cases).map(|folder| {
        let files = folders(&folder).into_iter().filter(|path| path.is_file());
        let named = files.filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            std::fs::read(&path).ok().map(|bytes| (name, bytes))
        });
        named.collect::<Export>()
    });
    let is_small = |export: &Export| export.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() < LARGE;
    all.filter(|export| !export.is_empty() && is_small(export)).collect()
}

#[test]
fn exports_with_a_damaged_file() {
    let exports = exports();
    let (mut dice, executions) = begin("together");
    for _ in 0..executions {
        let folder = tempfile::tempdir().unwrap();
        let export = &exports[dice.roll(exports.len())];
        let damaged = dice.roll(export.len());
        let mut paths = Vec::new();
        for (place, (name, bytes)) in export.iter().enumerate() {
            let mut bytes = bytes.clone();
            if place == damaged {
                dice.damage(&mut bytes);
            }
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            paths.push(path);
        }
        let _ = load(Inputs { paths, stdin: None }, &LoadOptions::default());
    }
}
