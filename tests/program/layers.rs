//! Who may use whom: every room of the crate imports only from the rooms it stands on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may use; `*` is all of them.
const MAY_USE: &[(&str, &[&str])] = &[
    ("nearest", &[]),
    ("report", &[]),
    ("account", &[]),
    ("dataset", &[]),
    ("demo", &[]),
    ("time", &["nearest"]),
    ("source", &["account"]),
    ("values", &["time", "dataset"]),
    ("profile", &["values", "source", "dataset"]),
    ("load", &["profile", "values", "time", "source", "dataset", "account"]),
    ("facts", &["dataset", "time"]),
    ("scope", &["facts", "dataset", "time", "nearest"]),
    ("kpi", &["facts", "dataset", "scope", "report", "time"]),
    ("render", &["report"]),
    ("ui", &["account", "render"]),
    ("config", &["scope", "facts", "time", "nearest"]),
    ("cli", &["*"]),
    ("lib", &[]),
    ("main", &["cli"]),
];

/// Crates that stay in a few rooms.
const KEPT_IN: &[(&str, &[&str])] = &[("clap", &["cli"]), ("polars", &["kpi"])];

#[test]
fn rooms_use_only_what_they_stand_on() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 10, "the source files were not found");
    let faults: Vec<String> = files
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .flat_map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            faults(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn wrong_imports_are_found_in_every_form() {
    assert_eq!(faults("render/csv.rs", "use crate::report::Table;\nuse crate::facts::Facts;\n").len(), 1);
    assert_eq!(
        faults("render/csv.rs", "use crate::{\n    report::{Table, Cell},\n    kpi,\n    facts,\n};\n").len(),
        2
    );
    assert_eq!(
        faults("dataset/mod.rs", "fn x() { crate::source::open() }\n"),
        ["dataset/mod.rs uses source"]
    );
    assert_eq!(faults("main.rs", "use insights::cli::run;\nuse insights::facts;\n"), ["main.rs uses facts"]);
    assert_eq!(faults("report/mod.rs", "use clap::Parser;\n"), ["report/mod.rs uses clap"]);
    assert_eq!(faults("attic.rs", ""), ["attic.rs is in no room of the table"]);
    for fine in [
        "pub(crate) fn x() {}\n",
        "//! crate::cli\n",
        "use crate::dataset::DataTable;\n",
        "#[cfg(test)]\nmod tests {\n    use crate::cli::run;\n}\n",
    ] {
        assert_eq!(faults("dataset/mod.rs", fine), [""; 0], "{fine}");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// What a file, named from `src`, imports against the table.
fn faults(name: &str, text: &str) -> Vec<String> {
    let room = name.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == room) else {
        return vec![format!("{name} is in no room of the table")];
    };
    let code = code(text);
    let mut used = words_after(&code, "crate::");
    used.extend(words_after(&code, "insights::"));
    used.retain(|word| word != room && !allowed.contains(&"*") && !allowed.contains(&word.as_str()));
    used.retain(|word| MAY_USE.iter().any(|(room, _)| room == word));
    let strangers = KEPT_IN.iter().filter(|(stranger, rooms)| {
        !rooms.contains(&room) && !words_after(&code, &format!("{stranger}::")).is_empty()
    });
    used.extend(strangers.map(|(stranger, _)| stranger.to_string()));
    used.into_iter().map(|word| format!("{name} uses {word}")).collect()
}

/// The text without comments, the derive that flags are made from, and the tests at its end.
fn code(text: &str) -> String {
    let text = &text.replace("clap::ValueEnum", "");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first word of every path that starts with `root`, also of each path in `root{…}`.
fn words_after(code: &str, root: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (at, _) in code.match_indices(root) {
        let inside_word = code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
        if inside_word || code[..at].ends_with(':') {
            continue;
        }
        let rest = &code[at + root.len()..];
        match rest.strip_prefix('{') {
            Some(group) => words.extend(group_heads(group)),
            None => words.extend([head(rest)]),
        }
    }
    words
}

/// The first word of each path of a group, of which the opening brace is gone.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut heads = vec![head(group)];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => heads.push(head(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

fn head(path: &str) -> String {
    let path = path.trim_start();
    path.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}
