//! One set of exports in many forms, and one report in every format: the figures stay the same.

use super::exports::{written, Exports, SCOPE};
use super::sandbox::{Report, Sandbox};
use serde_json::Value;
use std::collections::BTreeMap;

const COMMANDS: [&str; 7] = ["summary", "agents", "channels", "tags", "times", "quality", "phone"];

/// Every report over what lies in `exports`, without the account of what was read.
#[track_caller]
fn sections(exports: &Exports) -> Vec<Value> {
    let sandbox = Sandbox::new();
    exports.write_to(&sandbox, "exports");
    let report = |command| sandbox.run(&[&[command, "--format", "json"], &SCOPE[..]].concat()).report();
    COMMANDS.iter().map(|command| report(command).0["sections"].take()).collect()
}

#[test]
fn a_dialect_changes_no_figure() {
    let plain = sections(&Exports::bundled());
    assert!(plain[0][0]["rows"][0]["first_response_n"].as_i64().unwrap() > 100);
    for (name, delimiter, line_end, start) in [
        ("semicolon", b';', &b"\n"[..], &b""[..]),
        ("tab", b'\t', b"\n", b""),
        ("pipe", b'|', b"\n", b""),
        ("byte-order mark", b',', b"\n", b"\xef\xbb\xbf"),
        ("CRLF", b',', b"\r\n", b""),
        ("all at once", b';', b"\r\n", b"\xef\xbb\xbf"),
    ] {
        let form = |records: &[csv::ByteRecord]| [start, &written(delimiter, line_end, records)].concat();
        assert!(sections(&Exports::bundled().rewritten(form)) == plain, "{name}");
    }
}

#[test]
fn packed_split_and_overlapping_files_change_no_figure() {
    let bundled = Exports::bundled();
    let plain = sections(&bundled);
    assert!(sections(&bundled.compressed()) == plain, "gzip");
    assert!(sections(&bundled.halved(5, 5)) == plain, "two halves");
    assert!(sections(&bundled.halved(7, 3)) == plain, "two parts that overlap");
    assert!(sections(&bundled.halved(10, 0)) == plain, "everything twice");
}

#[test]
fn what_stands_there_twice_is_accounted_for() {
    let sandbox = Sandbox::new();
    Exports::bundled().halved(10, 0).write_to(&sandbox, "exports");
    let twice = sandbox.run(&[&["summary", "--format", "json"], &SCOPE[..]].concat()).report();
    let once = Exports::bundled();
    for table in ["events", "ratings"] {
        let rows = once.table(table).len() as u64;
        let found = ["rows", "used", "duplicates"].map(|what| twice.input(what, table));
        assert_eq!(found, [2 * rows, rows, rows], "{table}");
    }
    let conversations = once.table("conversations");
    let spam: Vec<&str> = conversations
        .iter()
        .filter(|row| row["status"] == "spam")
        .map(|row| row["conversation_id"].as_str())
        .collect();
    let (rows, left_out) = (conversations.len() as u64, spam.len() as u64);
    let found = ["rows", "used", "duplicates"].map(|what| twice.input(what, "conversations"));
    assert_eq!(found, [2 * rows, rows - left_out, rows]);
    assert_eq!(twice.input("excluded", "spam"), left_out);
    let rows = once.table("messages").len() as u64;
    let [read, used, duplicates] = ["rows", "used", "duplicates"].map(|what| twice.input(what, "messages"));
    assert_eq!((read, used + duplicates), (2 * rows, 2 * rows));
    // Messages of spam are left out before anyone looks whether they came twice.
    let of_spam = |row: &&BTreeMap<String, String>| spam.contains(&row["conversation_id"].as_str());
    let left_out = once.table("messages").iter().filter(of_spam).count();
    assert_eq!(duplicates, rows - left_out as u64);
}

#[test]
fn files_folders_and_standard_input_are_the_same() {
    let sandbox = Sandbox::new();
    let exports = Exports::bundled();
    exports.write_to(&sandbox, "exports");
    let files: Vec<String> = exports.0.keys().map(|name| format!("exports/{name}")).collect();
    let flags = [&["--format", "json"], &SCOPE[..]].concat();
    let run =
        |paths: &[&str]| sandbox.run(&[&["summary"], paths, &flags].concat()).report().0["sections"].take();
    let folder = run(&["exports"]);
    assert_eq!(run(&files.iter().map(String::as_str).collect::<Vec<_>>()), folder);
    assert_eq!(run(&["exports/*.csv"]), folder);
    let without: Vec<&str> =
        files.iter().map(String::as_str).filter(|f| !f.ends_with("/messages.csv")).collect();
    let fed = [&["summary", "-"], &without[..], &flags].concat();
    let messages = &exports.0["messages.csv"];
    assert_eq!(sandbox.run_fed(&fed, messages).report().0["sections"], folder);
    let packed = &exports.compressed().0["messages.csv.gz"];
    assert_eq!(sandbox.run_fed(&fed, packed).report().0["sections"], folder, "gzip on standard input");
}

#[test]
fn threads_change_no_byte() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    for command in COMMANDS {
        let run = |threads| {
            let flags = [&[command, "--format", "json", "--threads", threads], &SCOPE[..]].concat();
            sandbox.run(&flags).out
        };
        let one = run("1");
        assert!(one.len() > 1000);
        assert!(run("2") == one && run("7") == one, "{command}");
    }
}

#[test]
fn every_format_holds_the_same_numbers() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    let mut all = String::new();
    for (command, section) in [("summary", "totals"), ("agents", "agents"), ("channels", "channels")] {
        let run = |more: &[&str]| sandbox.run(&[&[command], more, &SCOPE[..]].concat());
        let report = run(&["--format", "json"]).report();
        let rows = texts(&report, section);
        same(&cells(&run(&["--format", "csv"]).out, b','), &rows);
        same(&cells(&run(&["--format", "tsv"]).out, b'\t'), &rows);
        let lines = run(&["--format", "ndjson"]).out;
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, report.rows(section), "{command}: ndjson");
        let mut counts: Vec<String> = rows.iter().map(|row| row["conversations"].clone()).collect();
        if command == "summary" {
            all.clone_from(&counts[0]);
        } else if command == "channels" {
            // People find all channels together below the last of them.
            counts.push(all.clone());
        }
        assert_eq!(
            read_markdown(&run(&["--format", "markdown"]).out, "Conversations"),
            counts,
            "{command}: markdown"
        );
    }
}

#[test]
fn a_file_gets_what_standard_output_gets_and_a_folder_one_file_a_section() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    let run = |more: &[&str]| sandbox.run(&[&["channels"], more, &SCOPE[..]].concat());
    for (ending, format) in
        [("csv", "csv"), ("tsv", "tsv"), ("json", "json"), ("ndjson", "ndjson"), ("md", "markdown")]
    {
        let file = format!("out.{ending}");
        assert_eq!(run(&["-o", &file]).code, Some(0));
        assert_eq!(sandbox.read(&file), run(&["--format", format]).out, "{format}");
    }
    assert_eq!(run(&["-o", "out/"]).code, Some(0));
    for section in ["channels", "subchannels"] {
        let alone = run(&["--section", section, "--format", "csv"]).out;
        assert!(!alone.is_empty());
        assert_eq!(sandbox.read(&format!("out/channels-{section}.csv")), alone);
    }
}

/// The rows of a section with every value as CSV writes it.
fn texts(report: &Report, section: &str) -> Vec<BTreeMap<String, String>> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &Value| {
        row.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect()
    };
    report.rows(section).iter().map(row).collect()
}

/// Fails unless both hold the same cells; the JSON reader of this test may be off in a number's last digit, and CSV has
/// six decimals of seconds.
#[track_caller]
fn same(one: &[BTreeMap<String, String>], other: &[BTreeMap<String, String>]) {
    assert_eq!(one.len(), other.len());
    for (column, text, expected) in one.iter().zip(other).flat_map(|(one, other)| {
        assert!(one.keys().eq(other.keys()), "{one:?}\n{other:?}");
        one.iter().map(|(column, text)| (column, text, &other[column]))
    }) {
        match (text.parse::<f64>(), expected.parse::<f64>()) {
            (Ok(found), Ok(expected)) => {
                let rounded = if column.contains("_s") { 5.1e-7 } else { 0.0 };
                assert!(
                    (found - expected).abs() <= rounded + 1e-15 * expected.abs(),
                    "{column}: {found}, not {expected}"
                );
            }
            _ => assert_eq!(text, expected, "{column}"),
        }
    }
}

fn cells(text: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// One column of the first pipe table, or the value of one figure where figures stand below each other.
fn read_markdown(text: &str, column: &str) -> Vec<String> {
    let table =
        text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let mut rows = table.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let header = rows.next().unwrap();
    if header == ["Figure", "Value"] {
        return vec![rows.find(|row| row[0] == column).unwrap()[1].to_string()];
    }
    let place = header.iter().position(|name| *name == column).unwrap_or_else(|| panic!("{header:?}"));
    rows.skip(1).map(|row| row[place].trim_matches('*').to_string()).collect()
}
