//! Who may use whom: every room of the crate imports only from the rooms it stands on.

use crate::imports::{paths, sources, SourceFile};
use std::collections::BTreeSet;

/// Each room and the rooms it may use; `*` is all of them.
const MAY_USE: &[(&str, &[&str])] = &[
    ("advice", &[]),
    ("fitting", &[]),
    ("nearest", &[]),
    ("language", &["advice"]),
    ("report", &["account", "language", "time"]),
    ("account", &["advice", "threads"]),
    ("dataset", &["fitting"]),
    ("check", &["account", "dataset", "fitting", "time"]),
    ("whole_file", &["threads"]),
    ("signals", &["whole_file"]),
    ("threads", &[]),
    ("guarded", &[]),
    ("verdicts", &["dataset", "threads"]),
    ("memory", &["whole_file"]),
    (
        "archive",
        &["advice", "dataset", "fitting", "guarded", "source", "threads", "time", "verdicts", "whole_file"],
    ),
    ("demo", &["advice", "dataset", "fitting", "whole_file"]),
    ("time", &["advice", "fitting", "nearest"]),
    ("source", &["advice", "account", "guarded", "threads", "fitting"]),
    ("values", &["time", "dataset", "fitting"]),
    ("profile", &["advice", "values", "source", "dataset", "nearest"]),
    (
        "load",
        &[
            "advice", "archive", "profile", "values", "time", "source", "dataset", "account", "threads",
            "verdicts", "fitting",
        ],
    ),
    ("facts", &["advice", "account", "dataset", "language", "threads", "time", "fitting"]),
    ("parts", &["advice", "account", "archive", "dataset", "facts", "load", "source", "threads", "fitting"]),
    ("fuzz", &["*"]),
    ("frames", &["advice", "dataset", "facts", "load", "nearest", "source"]),
    ("scope", &["advice", "facts", "time", "nearest", "fitting"]),
    ("kpi", &["advice", "facts", "language", "scope", "report", "threads", "time", "fitting"]),
    ("render", &["fitting", "language", "report"]),
    ("mail", &["advice", "render"]),
    ("ui", &["advice", "account", "render", "threads"]),
    ("config", &["advice", "language", "render", "scope", "facts", "values", "time", "nearest", "fitting"]),
    ("cli", &["*"]),
    ("lib", &["cli", "dataset", "facts", "kpi"]),
    ("closed_stdout", &[]),
    ("large_blocks", &[]),
    ("main", &["closed_stdout", "large_blocks"]),
];

/// Crates that stay in a few rooms.
const KEPT_IN: &[(&str, &[&str])] =
    &[("clap", &["cli"]), ("lettre", &["mail"]), ("polars", &["dataset", "facts", "frames"])];

#[test]
fn rooms_use_only_what_they_stand_on() {
    let faults: Vec<String> = sources().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn nothing_is_allowed_that_no_file_makes_use_of() {
    let unused = unused(&sources());
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

#[test]
fn wrong_imports_are_found_in_every_form() {
    let faults = |name: &str, text: &str| faults(&SourceFile::new(name, text));
    assert_eq!(faults("render/csv.rs", "use crate::report::Table;\nuse crate::facts::Facts;\n").len(), 1);
    assert_eq!(
        faults("render/csv.rs", "use crate::{\n    report::{Table, Cell},\n    kpi,\n    facts,\n};\n").len(),
        2
    );
    assert_eq!(
        faults("dataset/mod.rs", "fn x() { crate::source::open() }\n"),
        ["dataset/mod.rs uses source"]
    );
    assert_eq!(faults("main.rs", "use insights::run;\nuse insights::facts;\n"), ["main.rs uses facts"]);
    assert_eq!(faults("report/mod.rs", "use clap::Parser;\n"), ["report/mod.rs uses clap"]);
    assert_eq!(faults("attic.rs", ""), ["attic.rs is in no room of the table"]);
    for fine in [
        "pub(crate) fn x() {}\n",
        "//! crate::cli\n",
        "use crate::dataset::Table;\n",
        "#[cfg(test)]\nmod tests {\n    use crate::cli::run;\n}\n",
    ] {
        assert_eq!(faults("dataset/mod.rs", fine), [""; 0], "{fine}");
    }
}

#[test]
fn an_allowance_without_an_import_is_named() {
    let unused = unused(&[SourceFile::new("render/csv.rs", "use crate::report::Table;\n")]);
    assert!(!unused.contains(&"render does not use report".to_string()), "{unused:?}");
    assert!(unused.contains(&"ui does not use render".to_string()), "{unused:?}");
    assert!(unused.contains(&"cli does not use clap".to_string()), "{unused:?}");
}

/// What a file imports against the table.
fn faults(file: &SourceFile) -> Vec<String> {
    let Some((room, allowed)) = MAY_USE.iter().find(|(known, _)| *known == file.room()) else {
        return vec![format!("{} is in no room of the table", file.name)];
    };
    let mut used = rooms_used(file);
    used.retain(|other| !allowed.contains(&"*") && !allowed.contains(other));
    let strangers = KEPT_IN.iter().filter(|(stranger, rooms)| !rooms.contains(room) && has(file, stranger));
    used.extend(strangers.map(|(stranger, _)| *stranger));
    used.into_iter().map(|used| format!("{} uses {used}", file.name)).collect()
}

/// Every allowance of both tables that no file of the room makes use of.
fn unused(files: &[SourceFile]) -> Vec<String> {
    let of = |room: &'static str| files.iter().filter(move |file| file.room() == room);
    let mut unused = Vec::new();
    for (room, allowed) in MAY_USE {
        for other in allowed.iter().filter(|other| **other != "*") {
            if !of(room).any(|file| rooms_used(file).contains(other)) {
                unused.push(format!("{room} does not use {other}"));
            }
        }
    }
    for (stranger, rooms) in KEPT_IN {
        for room in *rooms {
            if !of(room).any(|file| has(file, stranger)) {
                unused.push(format!("{room} does not use {stranger}"));
            }
        }
    }
    unused
}

/// The other rooms of the table that a file names.
fn rooms_used(file: &SourceFile) -> BTreeSet<&str> {
    let paths = paths(&file.code).into_iter().filter(|path| ["crate", "insights"].contains(&path[0]));
    let rooms = paths.map(|path| path[1]).filter(|word| MAY_USE.iter().any(|(room, _)| room == word));
    rooms.filter(|room| *room != file.room()).collect()
}

/// Whether a file names anything of a foreign crate.
fn has(file: &SourceFile, stranger: &str) -> bool {
    paths(&file.code).iter().any(|path| path[0] == stranger)
}
