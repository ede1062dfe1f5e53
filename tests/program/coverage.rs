//! What the README says five products report is there: each command of its table is run, and each column holds something.
//!
//! A row names one or more commands in code, then columns in code; after `of row`, the labels of the rows meant.

use super::sandbox::Sandbox;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
const DEMO: &[&str] = &["demo", "--conversations", "3000", "--until", "2026-09-30"];
const PRODUCTS: [&str; 5] = ["Belco", "Klaviyo Customer Agent", "Socialboards", "Userlike", "edrone"];

/// One row of the README's table.
struct Feature<'a> {
    product: &'a str,
    shown: &'a str,
    commands: Vec<&'a str>,
    columns: Vec<&'a str>,
    /// Labels of the rows that must be filled; none: any row will do.
    labels: Vec<&'a str>,
}

/// The rows of a report's first section, by column; or why there are none.
type Rows = Result<Vec<Map<String, Value>>, String>;

#[test]
fn every_feature_of_the_table_is_given() {
    let features = features(README);
    let products: BTreeSet<&str> = features.iter().map(|feature| feature.product).collect();
    assert_eq!(products, BTreeSet::from(PRODUCTS));
    let desk = desk();
    let commands: BTreeSet<&str> = features.iter().flat_map(|feature| feature.commands.clone()).collect();
    let reports: BTreeMap<&str, Rows> =
        commands.into_iter().map(|command| (command, rows(&desk, command))).collect();
    let missing: Vec<String> = features.iter().flat_map(|feature| missing(feature, &reports)).collect();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn what_is_not_there_is_missed() {
    let desk = desk();
    let reports = BTreeMap::from([("channels", rows(&desk, "channels"))]);
    let missed = |columns: &str| {
        let table =
            format!("<!-- coverage -->\na\nb\n| P | F | `channels` | {columns} |\n<!-- /coverage -->");
        missing(&features(&table)[0], &reports)
    };
    assert!(missed("`channel`, `conversations`").is_empty());
    assert!(missed("`late_rate` of row `chat`, `email`").is_empty());
    assert_eq!(missed("`conversation`, `answered`"), ["P, F: `channels` has no value in conversation"]);
    assert_eq!(
        missed("`late_rate`, `cases` of row `chat`, `telegram`"),
        ["P, F: `channels` has no value in late_rate of row telegram"]
    );
    assert_eq!(missed("`cases` of row `fax`"), ["P, F: `channels` has no value in cases of row fax"]);
    let refused = rows(&desk, "chanels").unwrap_err();
    assert!(refused.starts_with("error: "), "{refused}");
}

/// A folder with made-up exports whose newest instant is now.
fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(DEMO);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    sandbox.write("insights.toml", b"tz = \"Europe/Amsterdam\"\nas_of = \"latest\"\n");
    sandbox
}

fn features(readme: &str) -> Vec<Feature<'_>> {
    let (_, rest) = readme.split_once("<!-- coverage -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- /coverage -->").unwrap();
    let features: Vec<Feature> = table.lines().skip(2).map(feature).collect();
    assert!(!features.is_empty(), "the table is empty");
    features
}

fn feature(line: &str) -> Feature<'_> {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let [product, shown, commands, columns] = cells[..] else { panic!("four cells expected: {line}") };
    let (columns, labels) = columns.split_once(" of row ").unwrap_or((columns, ""));
    let feature =
        Feature { product, shown, commands: code(commands), columns: code(columns), labels: code(labels) };
    assert!(!feature.commands.is_empty() && !feature.columns.is_empty(), "nothing to find: {line}");
    feature
}

/// What stands between backquotes.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The rows that a command prints, of the last year where it names no period.
fn rows(desk: &Sandbox, command: &str) -> Rows {
    let mut arguments = words(command);
    let has = |flag: &str| arguments.iter().any(|word| word == flag);
    let (is_csv, is_dated) = (has("--format"), has("--since") || has("--period"));
    if !is_csv {
        arguments.extend(["--format", "json"].map(String::from));
    }
    if !is_dated && arguments[0] != "thread" {
        arguments.extend(["--since", "1y"].map(String::from));
    }
    let ran = desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    if ran.code != Some(0) {
        return Err(ran.err);
    }
    if is_csv {
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        return Ok(reader.deserialize().map(|row| of_texts(row.unwrap())).collect());
    }
    let sections = &ran.report().0["sections"];
    let rows = sections[0]["rows"].as_array().unwrap();
    Ok(rows.iter().map(|row| row.as_object().unwrap().clone()).collect())
}

fn of_texts(row: BTreeMap<String, String>) -> Map<String, Value> {
    row.into_iter().map(|(column, text)| (column, Value::String(text))).collect()
}

/// The words of a command; those in single quotes are one.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = parts.flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().map(String::from).collect(),
        _ => vec![part.to_string()],
    });
    words.collect()
}

/// What a feature promises and its commands do not print.
fn missing(feature: &Feature, reports: &BTreeMap<&str, Rows>) -> Vec<String> {
    let named = |command: &str| format!("{}, {}: `{command}`", feature.product, feature.shown);
    let of_command = |command: &&str| match &reports[command] {
        Err(reason) => vec![format!("{} fails: {}", named(command), reason.trim_end())],
        Ok(rows) => {
            let empty = feature.columns.iter().flat_map(|column| empty(rows, column, &feature.labels));
            empty.map(|place| format!("{} has no value in {place}", named(command))).collect()
        }
    };
    feature.commands.iter().flat_map(of_command).collect()
}

/// Where a column holds nothing: in rows of these labels or, without any, everywhere.
fn empty(rows: &[Map<String, Value>], column: &str, labels: &[&str]) -> Vec<String> {
    let is_filled = |row: &Map<String, Value>| row.get(column).is_some_and(is_value);
    if labels.is_empty() {
        return if rows.iter().any(is_filled) { Vec::new() } else { vec![column.to_string()] };
    }
    let is_empty = |label: &&&str| !rows.iter().any(|row| is_called(row, label) && is_filled(row));
    labels.iter().filter(is_empty).map(|label| format!("{column} of row {label}")).collect()
}

fn is_called(row: &Map<String, Value>, label: &str) -> bool {
    row.values().any(|value| value == label)
}

/// Something other than nothing and zero.
fn is_value(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty() && text.parse() != Ok(0.0),
        _ => false,
    }
}
