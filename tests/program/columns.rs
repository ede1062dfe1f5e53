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

#[test]
fn calls_are_counted_without_reading_conversations_but_for_their_names() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "in/calls.csv",
        b"call_id,direction,started_at,team,agent\nc1,incoming,2026-03-02T09:00:00Z,Front,Ann\n",
    );
    sandbox.write(
        "in/conversations.csv",
        b"conversation_id,created_at,channel,team,status\nk1,2026-03-02T09:00:00Z,email,Back,spam\n",
    );
    let phone = |flags: &[&str]| {
        let period = ["--since", "2026-03-01", "--until", "2026-03-31", "--format", "json"];
        sandbox.run(&[&["phone", "in"], &period[..], flags].concat()).report()
    };
    for (flags, calls, conversations, excluded) in [
        (&[][..], 1, 0, 0),
        (&["--as-of", "latest"], 1, 1, 1),
        // a team without calls, known from a conversation alone
        (&["--team", "Back"], 0, 1, 1),
        (&["--team", "Front"], 1, 1, 1),
    ] {
        let report = phone(flags);
        assert_eq!(report.input("rows", "conversations"), conversations, "{flags:?}");
        assert_eq!(report.input("excluded", "spam"), excluded, "{flags:?}");
        let numbers = report.0["sections"][0]["rows"].as_array().unwrap().clone();
        let counted: u64 = numbers.iter().map(|row| row["calls"].as_u64().unwrap()).sum();
        assert_eq!(counted, calls, "{flags:?}");
    }
}
