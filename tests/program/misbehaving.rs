//! Files, folders and machines that misbehave: each is said, none is waited for, and the rest is read.
#![cfg(target_os = "linux")]

use super::sandbox::{Ran, Sandbox};
use std::os::unix::fs::symlink;
use std::process::Command;

const ROW: &str = "conversation_id,created_at\n1,2026-03-02T09:00:00Z\n";
const SCOPE: [&str; 4] = ["--period", "2026-03", "--as-of", "2026-04-01"];

/// A folder `in` with one export.
fn with_export() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.csv", ROW.as_bytes());
    sandbox
}

fn summary(sandbox: &Sandbox, path: &str) -> Ran {
    sandbox.run(&[&["summary", path, "--format", "json"], &SCOPE[..]].concat())
}

#[test]
fn what_is_no_file_in_a_folder_is_named_and_not_waited_for() {
    let sandbox = with_export();
    let at = |name: &str| sandbox.path().join("in").join(name);
    assert!(Command::new("mkfifo").arg(at("pipe.csv")).status().unwrap().success());
    symlink("nowhere.csv", at("dangling.csv")).unwrap();
    symlink("self.csv", at("self.csv")).unwrap();
    let ran = summary(&sandbox, "in");
    ran.says(&["pipe.csv", "dangling.csv", "self.csv"]);
    ran.report().holds(&[("conversations", 1.0)]);
}

#[test]
fn links_in_circles_are_gone_round_once() {
    let sandbox = with_export();
    for name in ["x", "y", "z"] {
        symlink(".", sandbox.path().join("in").join(name)).unwrap();
    }
    summary(&sandbox, "in").report().holds(&[("conversations", 1.0)]);
}

#[test]
fn more_memory_than_allowed_ends_the_run_with_a_word() {
    let sandbox = Sandbox::new();
    let rows: String = (0..300_000).map(|n| format!("{n},2026-03-02T09:00:00Z,agent {n}\n")).collect();
    sandbox.write("a.csv", format!("conversation_id,created_at,agent\n{rows}").as_bytes());
    let ran = sandbox.run(&["summary", "a.csv", "--memory", "30MB", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    ran.says(&["of memory are needed", "and 30 MB may be taken\nhint: --memory "]);
    assert!(!sandbox.path().join("out.csv").exists());
}

#[test]
fn names_of_columns_and_lists_of_tags_take_time_by_their_length() {
    let sandbox = Sandbox::new();
    sandbox.write("long.csv", format!("{}\n1\n", "x".repeat(1_000_000)).as_bytes());
    let ran = summary(&sandbox, "long.csv");
    assert!(ran.code == Some(2) && ran.err.len() < 2_000, "{}", ran.err.len());
    let tags: Vec<String> = (0..20_000).map(|n| format!("t{n}")).collect();
    let row = format!("conversation_id,created_at,tags\n1,2026-03-02T09:00:00Z,{}\n", tags.join(";"));
    sandbox.write("tags.csv", row.as_bytes());
    summary(&sandbox, "tags.csv").report().holds(&[("conversations", 1.0)]);
}

#[test]
fn names_full_of_brackets_and_escapes_take_time_by_their_length() {
    let sandbox = Sandbox::new();
    let brackets =
        format!("conversation_id,{},created_at\n1,x,2026-03-02T09:00:00Z\n", "[2J.".repeat(100_000));
    sandbox.write("a.csv", brackets.as_bytes());
    summary(&sandbox, "a.csv").report().holds(&[("conversations", 1.0)]);
    let escapes = "\\ud800".repeat(60_000);
    let record =
        format!("[{{\"conversation_id\":1,\"created_at\":\"2026-03-02T09:00:00Z\",\"{escapes}\":1}}]");
    sandbox.write("b.json", record.as_bytes());
    summary(&sandbox, "b.json").report().holds(&[("conversations", 1.0)]);
}
