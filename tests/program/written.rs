//! What timers rely on: where files go, how open they are, what is said of them and how a run ends.

use super::exports::{Exports, SCOPE};
use super::sandbox::{Ran, Sandbox};
use std::path::Path;

/// A folder with exports and nothing else.
fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    sandbox
}

fn run(desk: &Sandbox, flags: &[&str]) -> Ran {
    desk.run(&[flags, &SCOPE[..]].concat())
}

/// Names of the files in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn places_in_paths_are_filled_and_folders_made() {
    let desk = desk();
    let ran = run(&desk, &["agents", "-o", "weekly/{from}_{to}/"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    let days = names(&desk.path().join("weekly"));
    let [folder] = days.as_slice() else { panic!("one folder expected: {days:?}") };
    let (from, to) = folder.split_once('_').unwrap();
    let report = run(&desk, &["agents", "--format", "json"]).report();
    assert_eq!((&report.0["scope"]["from"], &report.0["scope"]["to"]), (&from.into(), &to.into()));
    let sections = report.0["sections"].as_array().unwrap();
    let files = names(&desk.path().join("weekly").join(folder));
    assert_eq!(files.len(), sections.len());
    assert_eq!(files[0], "agents-agents.csv");
    let rows: usize = sections.iter().map(|section| section["rows"].as_array().unwrap().len()).sum();
    ran.says(&[&format!("wrote weekly/{folder}/: {} files, {rows} rows\n", files.len())]);

    let ran = run(&desk, &["agents", "-o", "made/{report}-{section}-{from}.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let files = names(&desk.path().join("made"));
    assert_eq!((files.len(), &files[0]), (sections.len(), &format!("agents-agents-{from}.csv")));
    let ran = run(&desk, &["agents", "--quiet", "-o", "{report}-{from}.csv"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(desk.read(&format!("agents-{from}.csv")).starts_with("agent,"));
}

#[test]
fn a_place_that_is_unknown_is_refused_before_anything_is_read() {
    let ran = Sandbox::new().run(&["agents", "missing.csv", "-o", "{week}.csv"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["error: --output {week}.csv: there is no {week}\nhint: there are {from}, {to}, {report}"]);
}

#[test]
fn a_filled_path_never_replaces_input() {
    let desk = desk();
    let before = desk.read("exports/conversations.csv");
    desk.write("agents.csv", before.as_bytes());
    let ran = run(&desk, &["agents", "agents.csv", "-o", "{report}.csv"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["agents.csv is read, so it is not overwritten"]);
    assert_eq!(desk.read("agents.csv"), before);
}

#[cfg(unix)]
#[test]
fn files_are_as_open_as_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    desk.write("any", b"");
    run(&desk, &["agents", "-o", "one.csv"]);
    run(&desk, &["agents", "-o", "many/"]);
    let mode = |name: &str| std::fs::metadata(desk.path().join(name)).unwrap().permissions().mode();
    assert_eq!([mode("one.csv"), mode("many/agents-agents.csv")], [mode("any"); 2]);
}

#[test]
fn a_report_over_data_that_ended_before_its_period_says_so_and_can_be_told_by_its_code() {
    let desk = desk();
    let scope = ["--tz", "UTC", "--period", "2026-11", "--as-of", "2026-12-01"];
    for command in [&["summary"][..], &["facts"], &["conversations"], &["summary", "--list", "closed"]] {
        let ran = desk.run(&[command, &scope[..]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let ran = desk.run(&[command, &scope[..], &["--fail-if-empty", "-o", "late.csv"]].concat());
        assert_eq!(ran.code, Some(3), "{command:?}: {}", ran.err);
        ran.says(&["nothing falls into 2026-11-01 to 2026-11-30: the data end on ", ", before it begins"]);
        assert!(desk.path().join("late.csv").exists(), "the report is written all the same");
    }
    let ran = run(&desk, &["summary", "--fail-if-empty"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // Nobody named days, and the last thirty hold nothing: the period moves, but the export is as old as it is.
    assert_eq!(desk.run(&["summary", "--tz", "UTC", "--fail-if-empty"]).code, Some(3));
}

#[test]
fn a_value_that_is_left_out_or_known_may_be_missing_from_the_files() {
    let desk = desk();
    let all = run(&desk, &["summary", "--format", "json"]).report();
    let ran = run(&desk, &["summary", "--format", "json", "--tag", "!refnd"]);
    ran.says(&[
        "warning: no tag is called \"refnd\", so nothing is left out by it\nhint: did you mean refund",
    ]);
    assert_eq!(ran.report().rows("totals"), all.rows("totals"));
    let ran = run(&desk, &["summary", "--format", "json", "--tag", "refnd"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["error: no tag is called \"refnd\"\nhint: did you mean refund"]);
    let ran = run(&desk, &["summary", "--format", "json", "--channel", "telegram"]);
    ran.says(&["warning: the files have no channel \"telegram\""]);
    assert_eq!(ran.report().figure("conversations"), Some(0.0));
    let ran = run(&desk, &["summary", "--format", "json", "--channel", "!telegram"]);
    assert!(!ran.err.contains("telegram"), "{}", ran.err);
}

#[test]
fn shells_and_manuals_are_given_what_the_command_line_knows() {
    let desk = Sandbox::new();
    for (shell, known) in [("bash", "last-week"), ("zsh", "first_response_median_s"), ("fish", "whatsapp")] {
        let ran = desk.run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert!(ran.out.contains(known) && ran.out.contains("fail-if-empty"), "{shell}");
        let languages = ran.out.split("lang").skip(1).any(|rest| {
            let rest: String = rest.chars().take(200).filter(char::is_ascii_alphabetic).collect();
            rest.contains("ennlplnbde")
        });
        assert!(languages, "{shell} offers no languages");
    }
    assert_eq!(desk.run(&["completions", "csh"]).code, Some(2));
    let ran = desk.run(&["man", "--all", "share/man1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let pages = names(&desk.path().join("share/man1"));
    assert!(pages.contains(&"insights.1".to_string()) && pages.contains(&"insights-summary.1".to_string()));
    ran.says(&[&format!("wrote share/man1: {} pages", pages.len())]);
    let page = desk.run(&["man", "summary"]);
    assert_eq!((page.code, &page.out), (Some(0), &desk.read("share/man1/insights-summary.1")));
    // The version stands where manuals name their source, which is behind the date.
    assert!(page.out.contains(".TH insights-summary 1 \" \" \"insights "), "{}", &page.out[..300]);
    let untold =
        page.out.split("\n.TP\n").skip(1).find(|entry| entry.lines().nth(1).is_none_or(str::is_empty));
    assert_eq!(untold, None, "a flag without a word about it");
}
