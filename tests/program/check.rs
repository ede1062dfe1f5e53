//! `check`: holes, overlaps, contradictions and what files can not fill are found and named.

use crate::sandbox::{Ran, Sandbox};
use serde_json::Value;

/// The rows of a section.
fn rows(ran: &Ran, section: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let sections = report["sections"].as_array().unwrap();
    let found = sections.iter().find(|found| found["name"] == section).unwrap();
    found["rows"].as_array().unwrap().clone()
}

/// One conversation a day on these days of March 2026, named by their number.
fn daily(days: impl Iterator<Item = u32>) -> String {
    let mut text = "conversation_id,created_at,channel,status,closed_at\n".to_owned();
    for day in days {
        text.push_str(&format!("d{day},2026-03-{day:02}T09:00:00Z,email,open,\n"));
    }
    text
}

#[test]
fn a_missing_week_and_an_overlap_are_named() {
    let sandbox = Sandbox::new();
    // 1–10 and 9–31 March without 18–25: the 9th and 10th stand in both files, eight days in none.
    sandbox.write("in/a.csv", daily(1..=10).as_bytes());
    sandbox.write("in/b.csv", daily((9..=17).chain(26..=31)).as_bytes());
    let ran = sandbox.run(&["check", "in", "--tz", "UTC", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let problems = rows(&ran, "problems");
    let gap = problems.iter().find(|row| row["kind"] == "gap").unwrap();
    assert_eq!((gap["table"].as_str(), gap["cases"].as_i64()), (Some("conversations"), Some(8)));
    assert!(gap["what"].as_str().unwrap().contains("2026-03-18 to 2026-03-25"), "{gap}");
    let overlap = problems.iter().find(|row| row["kind"] == "overlap").unwrap();
    assert_eq!((overlap["file"].as_str(), overlap["cases"].as_i64()), (Some("in/a.csv"), Some(2)));
    // Ratings would fill what no conversation can.
    let reports = rows(&ran, "reports");
    let phone = reports.iter().find(|row| row["section"] == "numbers").unwrap();
    assert_eq!((phone["filled"].as_i64(), phone["needs"].as_str()), (Some(0), Some("calls")));
}

/// A section that stands on messages alone names them; a file that gave nothing is a file all the same.
#[test]
fn what_would_fill_a_section_and_files_without_rows_are_named() {
    let sandbox = Sandbox::new();
    let rows = daily(1..=5);
    sandbox.write("in/a.csv", rows.as_bytes());
    sandbox.write("in/b.csv", rows.as_bytes());
    sandbox.write("in/c.csv", rows.lines().next().unwrap().as_bytes());
    sandbox.write("in/d.csv", b"conversation_id,created_at\nx,never\n");
    let ran = sandbox.run(&["check", "in", "--tz", "UTC", "--format", "json"]);
    let needs = |section: &str, report: &str| {
        let is_it = |row: &&Value| row["section"] == section && row["report"] == report;
        let found = self::rows(&ran, "reports").iter().find(is_it).unwrap().clone();
        found["needs"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(needs("response", "times"), "messages");
    assert_eq!(needs("sentiment", "quality"), "messages");
    assert_eq!(needs("before_contact", "faq"), "faq_views");
    assert!(needs("totals", "ai").contains("messages"), "{}", ran.out);
    let files = self::rows(&ran, "files");
    let files: Vec<_> =
        files.iter().map(|row| (row["file"].as_str().unwrap(), row["rows"].as_i64())).collect();
    assert_eq!(
        files,
        [("in/b.csv", Some(5)), ("in/a.csv", Some(0)), ("in/c.csv", Some(0)), ("in/d.csv", Some(0))]
    );
}

#[test]
fn one_section_alone_where_it_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("in/conversations.csv", daily(1..=5).as_bytes());
    let ran = sandbox.run(&["check", "in", "--tz", "UTC", "--format", "json", "--section", "reports"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let names: Vec<_> = report["sections"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["reports"]);
    for command in [&["check", "in"][..], &["conversations", "in"], &["facts", "in", "--grain", "case"]] {
        let ran = sandbox.run(&[command, &["--section", "nonsense"]].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.contains("no section \"nonsense\""), "{}", ran.err);
    }
}

#[test]
fn contradictions_name_their_row() {
    let sandbox = Sandbox::new();
    let conversations = "conversation_id,created_at,status,closed_at,first_reply_at\n\
                         a,2026-03-02T09:00:00Z,closed,2026-03-02T10:00:00Z,2026-03-02T08:00:00Z\n\
                         b,2026-03-03T09:00:00Z,open,2026-03-03T10:00:00Z,\n\
                         c,2026-03-04T09:00:00Z,closed,2026-03-04T10:00:00Z,\n";
    sandbox.write("in/conversations.csv", conversations.as_bytes());
    let events = "conversation_id,at,kind\nc,2026-03-04T10:00:00Z,closed\nc,2026-03-05T10:00:00Z,reopened\n";
    sandbox.write("in/events.csv", events.as_bytes());
    let messages = "message_id,conversation_id,at,author_type\n\
                    1,b,2026-03-03T07:00:00Z,customer\n2,b,2026-03-03T09:05:00Z,agent\n";
    sandbox.write("in/messages.csv", messages.as_bytes());
    let ran = sandbox.run(&["check", "in", "--tz", "UTC", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let found = |column: &str, row: i64| {
        let problems = rows(&ran, "problems");
        problems.iter().any(|problem| problem["column"] == column && problem["row"] == row)
    };
    assert!(found("first_reply_at", 2), "{}", ran.out);
    assert!(found("status", 3), "{}", ran.out);
    assert!(found("status", 4), "{}", ran.out);
    assert!(found("at", 2), "{}", ran.out);
}

#[test]
fn sound_files_end_well() {
    let sandbox = Sandbox::new();
    sandbox.write("in/conversations.csv", daily(1..=31).as_bytes());
    let ran = sandbox.run(&["check", "in", "--tz", "UTC"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
