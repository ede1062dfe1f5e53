//! Columns that are asked for hold what the whole table holds, over many buckets too, where the others are not even made.

use crate::sandbox::Sandbox;
use serde_json::Value;

const EXPORTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/exports");
const SCOPE: [&str; 8] = ["--period", "2026", "--as-of", "latest", "--tz", "UTC", "--format", "json"];

fn table(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let ran = sandbox.run(&[arguments, &SCOPE].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    report["sections"][0].clone()
}

#[test]
fn columns_asked_for_are_those_of_the_whole_table() {
    let sandbox = Sandbox::new();
    for shape in [
        &["summary", EXPORTS, "--every", "month", "--by", "agent"][..],
        &["agents", EXPORTS, "--every", "month", "--compare", "previous"],
        &["channels", EXPORTS, "--every", "quarter", "--by", "tag"],
        &["phone", EXPORTS, "--every", "month"],
        &["ai", EXPORTS, "--section", "by_tag", "--every", "month"],
    ] {
        let whole = table(&sandbox, shape);
        let names: Vec<&str> =
            whole["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        for (at, name) in names.iter().enumerate().filter(|(at, _)| at % 19 == 3) {
            let sorted_by = names[(at * 5 + 1) % names.len()];
            let sort = ["--sort", sorted_by];
            let all = table(&sandbox, &[shape, &sort].concat());
            let some = table(&sandbox, &[shape, &sort, &["--columns", name]].concat());
            let expected: Vec<&Value> =
                all["rows"].as_array().unwrap().iter().map(|row| &row[name]).collect();
            let found: Vec<&Value> = some["rows"].as_array().unwrap().iter().map(|row| &row[name]).collect();
            assert_eq!(found, expected, "{shape:?} {name} by {sorted_by}");
        }
    }
}

#[test]
fn a_column_that_is_none_is_answered_with_the_nearest_of_all() {
    let ran = Sandbox::new().run(&[
        "summary",
        EXPORTS,
        "--every",
        "month",
        "--by",
        "agent",
        "--as-of",
        "latest",
        "--columns",
        "first_respons",
    ]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("first_response"), "{}", ran.err);
}
