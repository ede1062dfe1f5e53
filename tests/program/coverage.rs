//! What five products' reporting pages show is there: each command of the list is run, and each column holds something.

use super::markdown::{code, table};
use super::sandbox::Sandbox;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

const LIST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/coverage.toml"));
const DEMO: &[&str] = &["demo", "--conversations", "3000", "--until", "2026-09-30"];
const PRODUCTS: [&str; 5] = ["Belco", "Userlike", "edrone", "Socialboards", "Klaviyo Customer Agent"];

/// The whole list.
#[derive(Deserialize)]
struct Coverage {
    product: Vec<Product>,
}

/// One product.
#[derive(Deserialize)]
struct Product {
    name: String,
    /// What its reporting pages show.
    shows: Vec<Feature>,
}

/// One thing that a reporting page shows, and where it is here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feature {
    what: String,
    commands: Vec<String>,
    columns: Vec<String>,
    /// Labels of the rows that must be filled; none: any row will do.
    #[serde(default)]
    rows: Vec<String>,
}

/// The rows of a report's first section, by column; or why there are none.
type Rows = Result<Vec<Map<String, Value>>, String>;

#[test]
fn every_feature_of_the_list_is_given() {
    let products = products();
    assert_eq!(products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>(), PRODUCTS);
    let desk = desk();
    let mut reports: BTreeMap<&str, Rows> = BTreeMap::new();
    let mut gaps = Vec::new();
    for product in &products {
        assert!(!product.shows.is_empty(), "{} shows nothing", product.name);
        for feature in &product.shows {
            for command in &feature.commands {
                reports.entry(command).or_insert_with(|| rows(&desk, command));
            }
            gaps.extend(missing(feature, &reports).into_iter().map(|gap| format!("{}, {gap}", product.name)));
        }
    }
    assert!(gaps.is_empty(), "\n{}", gaps.join("\n"));
}

#[test]
fn what_is_not_there_is_missed() {
    let desk = desk();
    let reports = BTreeMap::from([("channels", rows(&desk, "channels"))]);
    let missed = |columns: &[&str], rows: &[&str]| {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        let commands = texts(&["channels"]);
        missing(
            &Feature { what: "F".to_string(), commands, columns: texts(columns), rows: texts(rows) },
            &reports,
        )
    };
    assert!(missed(&["channel", "conversations"], &[]).is_empty());
    assert!(missed(&["late_rate"], &["chat", "email"]).is_empty());
    assert_eq!(missed(&["conversation", "answered"], &[]), ["F: `channels` has no value in conversation"]);
    assert_eq!(
        missed(&["late_rate", "cases"], &["chat", "telegram"]),
        ["F: `channels` has no value in late_rate of row telegram"]
    );
    assert_eq!(missed(&["cases"], &["fax"]), ["F: `channels` has no value in cases of row fax"]);
    let refused = rows(&desk, "chanels").unwrap_err();
    assert!(refused.starts_with("error: "), "{refused}");
}

/// The list as the page shows it, a table a product.
pub fn page() -> String {
    let mut text = String::new();
    for product in products() {
        let rows = product.shows.into_iter().map(|feature| {
            let columns = codes(&feature.columns);
            let rows = if feature.rows.is_empty() {
                String::new()
            } else {
                format!(" of row {}", codes(&feature.rows))
            };
            [feature.what, codes(&feature.commands), columns + &rows]
        });
        text +=
            &format!("\n## {}\n\n{}", product.name, table(["its page shows", "command", "columns"], rows));
    }
    text
}

fn codes(names: &[String]) -> String {
    names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")
}

fn products() -> Vec<Product> {
    let list: Coverage = toml::from_str(LIST).unwrap();
    for feature in list.product.iter().flat_map(|product| &product.shows) {
        assert!(
            !feature.commands.is_empty() && !feature.columns.is_empty(),
            "nothing to find: {}",
            feature.what
        );
    }
    list.product
}

/// A folder with made-up exports whose newest instant is now.
fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(DEMO);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    sandbox.write("insights.toml", b"tz = \"Europe/Amsterdam\"\nas_of = \"latest\"\n");
    sandbox
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
    let mut gaps = Vec::new();
    for command in &feature.commands {
        let named = format!("{}: `{command}`", feature.what);
        match &reports[command.as_str()] {
            Err(reason) => gaps.push(format!("{named} fails: {}", reason.trim_end())),
            Ok(rows) => {
                for column in &feature.columns {
                    let empty = empty(rows, column, &feature.rows);
                    gaps.extend(empty.into_iter().map(|place| format!("{named} has no value in {place}")));
                }
            }
        }
    }
    gaps
}

/// Where a column holds nothing: in rows of these labels or, without any, everywhere.
fn empty(rows: &[Map<String, Value>], column: &str, labels: &[String]) -> Vec<String> {
    let is_filled = |row: &Map<String, Value>| row.get(column).is_some_and(is_value);
    if labels.is_empty() {
        return if rows.iter().any(is_filled) { Vec::new() } else { vec![column.to_string()] };
    }
    let is_empty = |label: &&String| !rows.iter().any(|row| is_called(row, label) && is_filled(row));
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
