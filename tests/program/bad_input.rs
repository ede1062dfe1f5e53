//! Faulty exports: the exit code, what is said about file, row and column, and the figures of the rows that can be used.

use super::sandbox::{Ran, Report, Sandbox};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/bad");
const SCOPE: [&str; 8] =
    ["--tz", "UTC", "--since", "2026-03-01", "--until", "2026-03-31", "--as-of", "2026-04-30"];

/// Runs a report over files of the folder, every kind of trouble spelled out.
fn run(command: &str, file: &str, flags: &[&str]) -> Ran {
    let sandbox = Sandbox::new();
    let arguments = [&[command, file, "--format", "json", "-v"], &SCOPE[..], flags].concat();
    let mut command = sandbox.command(&arguments);
    Ran::of(command.current_dir(FOLDER).output().unwrap())
}

fn summary(file: &str) -> Ran {
    run("summary", file, &[])
}

/// Fails unless the run was refused: no report, a cause and a hint.
#[track_caller]
fn refused(ran: &Ran, said: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    ran.says(said);
}

#[test]
fn what_holds_no_rows_is_refused() {
    refused(&summary("no-such.csv"), &["no-such.csv: no such file or folder", "\nhint: check the path"]);
    refused(&summary("empty.csv"), &["empty.csv: the file is empty"]);
    refused(&summary("other"), &["nothing recognised", "\nhint: name the export files or their folder"]);
    refused(
        &summary("unknown-columns.csv"),
        &["unknown-columns.csv: no known export", "foo, bar", "\nhint: ", "--profile FILE"],
    );
}

#[test]
fn a_folder_in_which_nothing_is_looked_at_is_refused_by_every_command() {
    let sandbox = Sandbox::new();
    sandbox.write("open/~$week.xlsx", b"\x03Ann");
    for command in ["summary", "inspect", "check", "conversations", "facts"] {
        refused(&sandbox.run(&[command, "open"]), &["nothing recognised", "\nhint: name the export files"]);
    }
}

#[test]
fn a_header_alone_tells_nothing_and_that_is_said() {
    let ran = summary("header-only.csv");
    ran.says(&["warning: the files hold no conversations"]);
    let report = ran.report();
    // No row was read: how many there are is unknown, but of a duration there are none.
    report.holds(&[("resolution_n", 0.0)]);
    for figure in ["conversations", "closed", "resolution_median_s"] {
        assert_eq!(report.figure(figure), None, "{figure}");
    }
}

#[test]
fn short_and_long_rows_are_used_and_named() {
    let ran = summary("ragged.csv");
    ran.says(&[
        "ragged.csv row 3: fewer cells than the header",
        "ragged.csv row 4: more cells than the header",
    ]);
    let report = ran.report();
    // Closed after one hour and after three; the short row has no close and stays open.
    report.holds(&[("conversations", 3.0), ("resolution_n", 2.0), ("resolution_mean_s", 7200.0)]);
    account(&report, [3, 3, 2, 0]);
}

#[test]
fn instants_that_cannot_be_read_are_empty_or_cost_the_row() {
    let ran = summary("unreadable-instants.csv");
    ran.says(&[
        "unreadable-instants.csv row 3, column \"created_at\": a time relative to the day of the export, such as today: \"yesterday\"",
        "unreadable-instants.csv row 4, column \"closed_at\": not an instant: \"soon\"; write it as 2026-",
    ]);
    let report = ran.report();
    // The row without a creation is lost; the one without a close is closed, but in no period.
    report.holds(&[("conversations", 2.0), ("closed", 1.0), ("resolution_mean_s", 3600.0)]);
    account(&report, [3, 2, 1, 1]);
}

#[test]
fn an_end_before_the_start_gives_no_duration() {
    let ran = summary("ends-before-start.csv");
    ran.says(&["ends-before-start.csv row 2, column \"closed_at\": ends before it begins", "is not used"]);
    let report = ran.report();
    report.holds(&[("conversations", 2.0), ("resolution_n", 1.0), ("resolution_mean_s", 7200.0)]);
}

#[test]
fn a_row_without_its_id_cannot_be_used() {
    let ran = summary("no-id.csv");
    ran.says(&["no-id.csv row 2, column \"conversation_id\": no value, and a row needs one; fill it in"]);
    let report = ran.report();
    report.holds(&[("conversations", 1.0), ("resolution_mean_s", 7200.0)]);
    account(&report, [2, 1, 0, 1]);
}

#[test]
fn unknown_words_are_kept_as_channels_and_reported_as_states() {
    let ran = run("channels", "unknown-words.csv", &[]);
    ran.says(&[
        "unknown-words.csv row 2, column \"channel\": a channel of its own: \"Fax Machine\"; a profile can map it",
        "unknown-words.csv row 3, column \"status\": no status that is known: \"weird\"; known are open, pending",
    ]);
    let report = ran.report();
    let rows = report.rows("channels").iter();
    let found: Vec<_> = rows.map(|row| (row["channel"].as_str(), row["conversations"].as_i64())).collect();
    assert_eq!(found, [(Some("chat"), Some(1)), (Some("fax machine"), Some(1))]);
}

#[test]
fn a_document_cut_short_is_read_up_to_the_cut() {
    let ran = summary("cut-short.json");
    ran.says(&["cut-short.json row 2: the file is cut short at byte 142", "what stands before was read"]);
    let report = ran.report();
    report.holds(&[("conversations", 1.0), ("incoming", 1.0)]);
    account(&report, [2, 1, 0, 1]);
}

#[test]
fn a_period_without_rows_gives_zeros_and_the_days_the_data_cover() {
    let sandbox = Sandbox::new();
    let flags = ["summary", "ragged.csv", "--tz", "UTC", "--period", "2025-01", "--format", "json"];
    let ran = Ran::of(sandbox.command(&flags).current_dir(FOLDER).output().unwrap());
    ran.says(&["nothing falls into 2025-01-01 to 2025-01-31", "--since 2026-03-01 --until 2026-03-03"]);
    let report = ran.report();
    report.holds(&[("conversations", 0.0), ("backlog", 0.0)]);
    assert_eq!(report.figure("first_response_median_s"), None);
}

#[test]
fn strict_makes_trouble_an_exit_code_but_still_reports() {
    for (file, code) in
        [("unreadable-instants.csv", 1), ("ragged.csv", 1), ("cut-short.json", 1), ("header-only.csv", 0)]
    {
        let ran = run("summary", file, &["--strict"]);
        assert_eq!(ran.code, Some(code), "{file}: {}", ran.err);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["report"], "summary");
    }
}

#[test]
fn without_verbose_what_changes_figures_is_said_and_the_rest_counted() {
    let sandbox = Sandbox::new();
    let arguments = [&["summary", "unreadable-instants.csv"], &SCOPE[..]].concat();
    let ran = Ran::of(sandbox.command(&arguments).current_dir(FOLDER).output().unwrap());
    // The row without a creation is lost, the one without a close is repaired and closed in no period.
    let lines: Vec<&str> = ran.err.lines().collect();
    let (last, said) = lines.split_last().unwrap();
    assert!(
        last.contains("1 could not be used, 1 repaired") && last.contains("; -v shows them, --rejects "),
        "{last}"
    );
    assert!(said.len() == 2 && said.iter().all(|line| line.starts_with("warning: ")), "{}", ran.err);
    ran.says(&["row 3, column \"created_at\"", "closed, but without the instant"]);
}

#[test]
fn a_row_with_four_bad_cells_is_one_row_for_everybody() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "calls.csv",
        b"call_id,direction,started_at,ended_at,wait_s,talk_s,hold_s\n\
          c1,incoming,2026-03-02T09:00:00Z,later,long,some,none yet\n\
          c2,incoming,2026-03-02T10:00:00Z,2026-03-02T10:05:00Z,10,60,5\n",
    );
    let phone = |flags: &[&str]| sandbox.run(&[&["phone", "calls.csv"], &SCOPE[..], flags].concat());
    // Four cells of the first row can not be read; the second is fine.
    let plain = phone(&["--format", "json"]);
    let report = plain.report();
    assert_eq!((report.input("rows", "calls"), report.input("used", "calls")), (2, 2));
    assert_eq!((report.input("repaired", "calls"), report.input("rejected", "calls")), (1, 0));
    assert_eq!(plain.err, "1 row repaired (4 values); -v shows them\n");
    let told = phone(&["--format", "json", "-v"]);
    let lines: Vec<&str> = told.err.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "calls.csv: by its column names, 2 calls (comma, UTF-8, times in UTC)",
            "1 row repaired (4 values):"
        ]
    );
    assert_eq!(lines.len(), 6, "{}", told.err);
    assert!(lines[2..].iter().all(|line| line.starts_with("  calls.csv row 2, column \"")), "{}", told.err);
    assert_eq!(phone(&["--strict"]).code, Some(1));
}

#[test]
fn a_value_wrong_beside_others_is_a_repaired_row_too() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "calls.csv",
        b"call_id,direction,started_at,ended_at,wait_s,talk_s\n\
          c1,incoming,2026-03-02T09:00:00Z,2026-03-02T08:00:00Z,-1,long\n",
    );
    let ran = sandbox.run(&[&["phone", "calls.csv", "--format", "json"], &SCOPE[..]].concat());
    assert_eq!(ran.report().input("repaired", "calls"), 1);
    ran.says(&["ends before it begins", "1 repaired"]);
}

/// Rows of conversations found, used, repaired and rejected.
#[track_caller]
fn account(report: &Report, expected: [u64; 4]) {
    let found = ["rows", "used", "repaired", "rejected"].map(|what| report.input(what, "conversations"));
    assert_eq!(found, expected, "{}", report.0["input"]);
}

#[test]
fn a_file_that_ends_inside_a_letter_of_its_header_is_read_to_there() {
    let sandbox = Sandbox::new();
    let header = "チケットID,作成日時".as_bytes();
    sandbox.write("cut.csv", &header[..header.len() - 2]);
    let ran = sandbox.run(&["inspect", "--raw", "cut.csv"]);
    assert!(ran.code == Some(0) && ran.out.starts_with("チケットID,作成日"), "{} {}", ran.out, ran.err);
}

#[test]
fn a_workbook_whose_sectors_lead_in_a_circle_is_damaged() {
    let sandbox = Sandbox::new();
    let sound = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/13-older-and-open-workbooks/in/may.xls");
    let mut book = std::fs::read(sound).unwrap();
    let number = |at: usize| u32::from_le_bytes(book[at..at + 4].try_into().unwrap());
    // The sectors of the directory, and of the table that says which one follows.
    let (directory, table) = (number(48), number(76));
    let place = (table as usize + 1) * 512 + 4 * directory as usize;
    book[place..place + 4].copy_from_slice(&directory.to_le_bytes());
    sandbox.write("circle.xls", &book);
    refused(&sandbox.run(&["summary", "circle.xls"]), &["circle.xls: the workbook is damaged"]);
}
