//! What the source files of the crate name of each other, read from their text.

use std::path::{Path, PathBuf};

/// A source file without its tests.
pub struct SourceFile {
    /// Its path from `src`, as `kpi/mod.rs`.
    pub name: String,
    /// Its text without comments and tests.
    pub code: String,
}

impl SourceFile {
    /// The file of that name with that text.
    pub fn new(name: &str, text: &str) -> SourceFile {
        SourceFile { name: name.to_string(), code: code(text) }
    }

    /// The module it is, a word each: `kpi/fold.rs` is `kpi`, `fold`; `kpi/mod.rs` is `kpi`; `lib.rs` is none.
    pub fn module(&self) -> Vec<&str> {
        let path = self.name.trim_end_matches(".rs");
        path.split('/').filter(|word| !["mod", "lib"].contains(word)).collect()
    }

    /// The first word of its module: its room.
    pub fn room(&self) -> &str {
        self.name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
}

/// All files under `src` but those of tests.
pub fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    assert!(paths.len() > 10, "the source files were not found");
    paths.retain(|path| !path.ends_with("tests.rs"));
    let source = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        SourceFile::new(&name, &std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(source).collect()
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

/// The text without comments, the derive that flags are made from, and the tests at its end.
fn code(text: &str) -> String {
    let text = &text.replace("clap::ValueEnum", "");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// A path as its words.
pub type Words<'t> = Vec<&'t str>;

/// Every path of two words or more; groups are taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<Words<'_>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find(is_of_word) {
        rest = path(&rest[start..], &[], &mut found);
    }
    found.retain(|words| words.len() > 1);
    found
}

/// Reads one path and what stands in its braces; gives back the text behind it.
fn path<'t>(text: &'t str, above: &[&'t str], found: &mut Vec<Words<'t>>) -> &'t str {
    let end = text.find(|letter| !is_of_word(letter)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let here = [above, &[word]].concat();
    match rest.strip_prefix("::") {
        Some(below) if below.starts_with('{') => group(&below[1..], &here, found),
        Some(below) if below.starts_with(is_of_word) => path(below, &here, found),
        _ => {
            found.push(here);
            rest
        }
    }
}

/// Reads the paths of a group of which the opening brace is gone.
fn group<'t>(text: &'t str, above: &[&'t str], found: &mut Vec<Words<'t>>) -> &'t str {
    let mut rest = text;
    while let Some(start) = rest.find(|letter| letter == '}' || is_of_word(letter)) {
        if let Some(after) = rest[start..].strip_prefix('}') {
            return after;
        }
        rest = path(&rest[start..], above, found);
        // The new name behind `as` is no path.
        rest = rest.strip_prefix(" as ").map_or(rest, |name| name.trim_start_matches(is_of_word));
    }
    ""
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[test]
fn paths_are_found_in_every_form() {
    let found = |code: &str| paths(code).iter().map(|words| words.join("::")).collect::<Vec<_>>();
    assert_eq!(
        found("use a::{b, c::{d as x, self}, e::*};\nfn f() -> g::H { i::<J>(k) }"),
        ["a::b", "a::c::d", "a::c::self", "a::e", "g::H"]
    );
    assert_eq!(
        SourceFile::new("a.rs", "use b::C; // d::E\n/// f::G\n#[cfg(test)]\nmod tests { use h::I; }").code,
        "use b::C; // d::E"
    );
}
