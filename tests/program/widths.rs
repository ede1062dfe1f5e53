//! What a person sees fits the terminal: every command at every usual width, with colour and without.

use crate::sandbox::{Ran, Sandbox};

/// Columns of terminals.
const WIDTHS: [&str; 4] = ["60", "80", "120", "200"];

/// What is typed behind `insights`, `EXPORTS` standing for the bundled data and how they are read.
const TYPED: &[&str] = &[
    "summary EXPORTS",
    "summary EXPORTS --compare previous",
    "summary EXPORTS --since 12w --every week",
    "summary EXPORTS --list first_response",
    "agents EXPORTS --compare previous",
    "channels EXPORTS --by agent",
    "tags EXPORTS",
    "times EXPORTS",
    "quality EXPORTS",
    "phone EXPORTS",
    "ai EXPORTS",
    "faq EXPORTS",
    "conversations EXPORTS",
    "explain",
    "profiles",
    "help",
    "help summary",
];

#[test]
fn no_line_is_wider_than_the_terminal() {
    // In a folder whose name no line of the narrowest terminal holds.
    let sandbox = Sandbox::new();
    let folder = "exports-of-all-brands-and-countries-of-the-third-quarter-of-the-year";
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/exports")).unwrap() {
        let file = file.unwrap();
        let name = format!("{folder}/{}", file.file_name().to_str().unwrap());
        sandbox.write(&name, &std::fs::read(file.path()).unwrap());
    }
    let exports = sandbox.path().join(folder);
    let exports = exports.to_str().unwrap();
    for typed in TYPED {
        let mut words: Vec<&str> = typed.split(' ').collect();
        if let Some(place) = words.iter().position(|word| *word == "EXPORTS") {
            words
                .splice(place..=place, [exports, "--as-of", "latest", "--tz", "Europe/Amsterdam", "--quiet"]);
        }
        // Colour changes no width; it is looked at on one of them.
        for (place, width) in WIDTHS.iter().enumerate() {
            let mut words = words.clone();
            if place == 1 && words[0] != "help" {
                words.extend(["--color", "always"]);
            }
            let ran = Ran::of(sandbox.command(&words).env("COLUMNS", width).output().unwrap());
            assert_eq!(ran.code, Some(0), "{typed} at {width}: {}", ran.err);
            for line in ran.out.lines() {
                assert!(columns(line) <= width.parse().unwrap(), "{typed} at {width}: {line}");
            }
        }
    }
}

/// Terminal columns of a line without its colours; every character of the bundled data takes one.
fn columns(line: &str) -> usize {
    let mut parts = line.split('\u{1b}');
    let start = parts.next().map_or(0, |part| part.chars().count());
    start + parts.map(|part| part.split_once('m').map_or(0, |(_, rest)| rest.chars().count())).sum::<usize>()
}
