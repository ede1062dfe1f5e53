//! `--rejects FILE`: every row that could not be used, where it stood, why, and as it stood there.

use super::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::collections::BTreeMap;

const SCOPE: [&str; 6] = ["--period", "2026-01", "--as-of", "2026-02-01", "--tz", "UTC"];

/// Row 3 has no instant, rows 4 and 5 are one record of two lines, row 6 has no id.
const CONVERSATIONS: &str = "conversation_id,created_at,channel,team,subject\n\
    1,2026-01-05 09:00:00,email,Sales,\"hello, world\"\n\
    2,never ever,chat,Sales,\"He said \"\"no\"\"\"\n\
    3,2026-01-06 09:00:00,chat,\"Line\ntwo\",x\n\
    ,2026-01-06 10:00:00,chat,Sales,no id\n";

/// Row 3 belongs to nobody, row 4 has no instant.
const MESSAGES: &str = "message_id,conversation_id,at,author_type,body\n\
    m1,1,2026-01-05 09:00:00,customer,hi\n\
    m2,9,2026-01-05 09:01:00,agent,lost\n\
    m3,1,never ever,agent,x\n";

fn with_exports() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("in/conversations.csv", CONVERSATIONS.as_bytes());
    sandbox.write("in/messages.csv", MESSAGES.as_bytes());
    sandbox
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[arguments, &SCOPE[..]].concat())
}

/// File, row, table, column and reason of each row, and its record.
fn rows(text: &str) -> Vec<(String, BTreeMap<String, Value>)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["file", "row", "table", "column", "reason", "record"]);
    let mut found = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let place: Vec<&str> = row.iter().take(5).collect();
        let record = Some(&row[5]).filter(|record| !record.is_empty());
        let record = record.map(|record| serde_json::from_str(record).unwrap()).unwrap_or_default();
        found.push((place.join(" | "), record));
    }
    found
}

#[test]
fn each_row_that_could_not_be_used_is_there_as_it_stood() {
    let sandbox = with_exports();
    let ran = run(&sandbox, &["summary", "in", "--rejects", "r.csv", "--format", "json"]);
    let report = ran.report();
    assert_eq!((report.input("rejected", "conversations"), report.input("rejected", "messages")), (2, 2));
    ran.says(&["4 rows that could not be used: r.csv\n"]);
    let found = rows(&sandbox.read("r.csv"));
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "in/conversations.csv | 3 | conversations | created_at | not an instant",
            "in/conversations.csv | 5 | conversations | conversation_id | no value, and a row needs one",
            "in/messages.csv | 4 | messages | at | not an instant",
            "in/messages.csv | 3 | messages | conversation_id | no such conversation among those loaded",
        ]
    );
    let of = |at: usize, name: &str| found[at].1[name].as_str().unwrap().to_owned();
    assert_eq!([of(0, "conversation_id"), of(0, "subject")], ["2", "He said \"no\""]);
    assert_eq!([of(1, "created_at"), of(1, "subject")], ["2026-01-06 10:00:00", "no id"]);
    assert_eq!([of(2, "message_id"), of(2, "body")], ["m3", "x"]);
    assert!(found[3].1.is_empty(), "{found:?}");
    for threads in ["1", "3"] {
        run(&sandbox, &["summary", "in", "--rejects", "other.csv", "--threads", threads]);
        assert_eq!(sandbox.read("other.csv"), sandbox.read("r.csv"), "{threads} threads");
    }
}

#[test]
fn lines_of_json_hold_the_record_of_json() {
    let sandbox = Sandbox::new();
    let records = r#"[{"conversation_id": 1, "created_at": "2026-01-05T09:00:00Z", "tags": ["a"]},
        {"conversation_id": 12345678901234567890, "created_at": "soon", "note": "a\nb"},
        {"created_at": "2026-01-06T09:00:00Z"}, 7]"#;
    sandbox.write("in.json", records.as_bytes());
    let ran = run(&sandbox, &["summary", "in.json", "--rejects", "r.jsonl", "--format", "json"]);
    assert_eq!(ran.report().input("rejected", "conversations"), 3);
    let text = sandbox.read("r.jsonl");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<(u64, &str)> =
        lines.iter().map(|line| (line["row"].as_u64().unwrap(), line["reason"].as_str().unwrap())).collect();
    assert_eq!(
        seen,
        [(2, "not an instant"), (3, "no value, and a row needs one"), (4, "not an object with keys")]
    );
    assert_eq!(
        lines[0]["record"],
        r#"{"conversation_id": 12345678901234567890, "created_at": "soon", "note": "a\nb"}"#
    );
    assert_eq!((&lines[0]["table"], &lines[0]["column"]), (&"conversations".into(), &"created_at".into()));
    assert_eq!((&lines[2]["column"], &lines[2]["record"]), (&Value::Null, &Value::Null));
}

#[test]
fn rows_of_a_workbook_go_there_too() {
    let sandbox = Sandbox::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["conversation_id", "created_at", "team"],
        ["1", "2026-01-05 09:00:00", "Sales"],
        ["2", "nobody knows", "Té, \"am\""],
    ]
    .iter()
    .enumerate()
    {
        sheet.write_row(row as u32, 0, *cells).unwrap();
    }
    sandbox.write("in.xlsx", &book.save_to_buffer().unwrap());
    let ran = run(&sandbox, &["summary", "in.xlsx", "--rejects", "r.csv", "--format", "json"]);
    assert_eq!(ran.report().input("rejected", "conversations"), 1);
    let found = rows(&sandbox.read("r.csv"));
    assert_eq!(found.len(), 1);
    assert!(found[0].0.ends_with(" | 3 | conversations | created_at | not an instant"), "{found:?}");
    assert_eq!(found[0].1["team"], "Té, \"am\"");
}

#[test]
fn rows_that_are_no_records_of_the_table_keep_their_line() {
    let sandbox = Sandbox::new();
    let text = "conversation_id,created_at,team\n\
        1,2026-01-05 09:00:00,Sales\n\
        2,2026-01-05 0\0\0\0\0\0\0\0\0\0,Sales\n\
        3,2026-01-05 09:00:00,Sales\n";
    sandbox.write("in.csv", text.as_bytes());
    let ran = run(&sandbox, &["summary", "in.csv", "--rejects", "r.jsonl", "--format", "json"]);
    assert_eq!(ran.report().input("rejected", "conversations"), 1);
    let line: Value = serde_json::from_str(&sandbox.read("r.jsonl")).unwrap();
    assert_eq!((&line["row"], &line["reason"]), (&3.into(), &"a hole of NUL bytes".into()));
    assert_eq!(line["record"], "2,2026-01-05 0\0\0\0\0\0\0\0\0\0,Sales");
}

#[test]
fn every_command_that_reads_takes_it() {
    for command in [
        &["agents", "in"][..],
        &["report", "in"],
        &["facts", "in"],
        &["conversations", "in"],
        &["thread", "1", "in"],
    ] {
        let sandbox = with_exports();
        let ran = sandbox.run(&[command, &["--rejects", "r.csv", "--as-of", "2026-02-01"]].concat());
        assert!(ran.code == Some(0) || ran.code == Some(1), "{command:?}: {}", ran.err);
        assert!(rows(&sandbox.read("r.csv")).len() >= 2, "{command:?}");
    }
    for command in
        [&["check", "in"][..], &["inspect", "in"], &["init", "in", "--yes"], &["import", "in", "--tz", "UTC"]]
    {
        let sandbox = with_exports();
        let ran = sandbox.run(&[command, &["--rejects", "r.csv"]].concat());
        assert!(ran.code == Some(0) || command[0] == "check", "{command:?}: {}", ran.err);
        // Which message belongs to no conversation shows where facts are made.
        let expected = if command[0] == "check" { 4 } else { 3 };
        assert_eq!(rows(&sandbox.read("r.csv")).len(), expected, "{command:?}");
    }
}

#[test]
fn what_was_imported_was_rejected_then_and_what_belongs_to_nobody_is_told_each_time() {
    let sandbox = with_exports();
    let ran = sandbox.run(&["import", "in", "--archive", "ar", "--tz", "UTC", "--rejects", "first.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(rows(&sandbox.read("first.csv")).len(), 3);
    let ran = run(&sandbox, &["summary", "ar", "--rejects", "then.csv", "--format", "json"]);
    assert_eq!(ran.report().input("rejected", "messages"), 1);
    let found = rows(&sandbox.read("then.csv"));
    assert_eq!(found.len(), 1);
    assert!(found[0].0.contains("no such conversation"), "{found:?}");
    let refused = sandbox.run(&["import", "in", "--archive", "ar", "--rejects", "ar/r.csv"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
}

#[test]
fn where_all_rows_are_fine_the_file_says_so() {
    let sandbox = Sandbox::new();
    sandbox.write("a.csv", b"conversation_id,created_at\n1,2026-01-05 09:00:00\n");
    let ran = run(&sandbox, &["summary", "a.csv", "--rejects", "r.csv"]);
    ran.says(&["0 rows that could not be used: r.csv"]);
    assert_eq!(sandbox.read("r.csv"), "file,row,table,column,reason,record\n");
}

#[test]
fn who_does_not_know_the_flag_learns_it() {
    let sandbox = with_exports();
    run(&sandbox, &["summary", "in"])
        .says(&["4 rows could not be used; -v shows them, --rejects FILE keeps them\n"]);
    let help = sandbox.run(&["summary", "--help"]).out;
    assert!(help.contains("--rejects <FILE>"), "{help}");
}

#[test]
fn pseudonyms_keep_the_records_out() {
    let sandbox = with_exports();
    let ran = run(&sandbox, &["summary", "in", "--rejects", "r.csv", "--pseudonymise"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found = rows(&sandbox.read("r.csv"));
    assert!(found.len() == 4 && found.iter().all(|(_, record)| record.is_empty()), "{found:?}");
}

#[test]
fn nothing_that_is_read_or_written_otherwise_is_written_over() {
    let sandbox = with_exports();
    sandbox.write("insights.toml", b"tz = \"UTC\"\n");
    for (arguments, said) in [
        (&["summary", "in", "--rejects", "in/messages.csv"][..], " is read, so it is not overwritten"),
        (&["summary", "in", "-o", "x.csv", "--rejects", "./x.csv"], " is where --rejects writes"),
        (&["summary", "in", "--rejects", "r.txt"], "end it in .csv, .jsonl or .ndjson"),
        (&["summary", "in", "--rejects", "in"], "names no form"),
        (&["summary", "in", "--rejects", "no/r.csv"], "its folder does not exist"),
        (&["import", "in", "--rejects", "in/messages.csv"], " is read, so it is not overwritten"),
    ] {
        let ran = sandbox.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.err);
        ran.says(&[said]);
    }
    assert_eq!(sandbox.read("in/messages.csv"), MESSAGES);
}

#[cfg(unix)]
#[test]
fn it_is_its_owners_alone_and_there_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = with_exports();
    let old = sandbox.write("r.csv", b"old");
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = run(&sandbox, &["summary", "nowhere", "--rejects", "r.csv"]);
    assert_eq!((ran.code, sandbox.read("r.csv").as_str()), (Some(2), "old"));
    assert_eq!(run(&sandbox, &["summary", "in", "--rejects", "r.csv"]).code, Some(0));
    assert_eq!(std::fs::metadata(&old).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(rows(&sandbox.read("r.csv")).len(), 4);
    let mut names: Vec<_> =
        std::fs::read_dir(sandbox.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["in", "r.csv"]);
}
