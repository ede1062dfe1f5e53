//! Commands as people and timers give them: word for word, in an empty environment, into pipes and full disks.

use super::exports::{Exports, SCOPE};
use super::sandbox::{Ran, Sandbox};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// A folder where someone works: a configuration, and exports that end on 30 September 2026.
fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    sandbox.write("insights.toml", b"data = \"exports\"\ntz = \"UTC\"\nas_of = \"2026-09-30\"\n");
    sandbox
}

/// Conversations of the bundled exports on this channel, created on these days (UTC), counted line by line.
fn created(channel: &str, first: &str, last: &str) -> usize {
    let rows = Exports::bundled().table("conversations");
    let excluded = ["spam", "deleted", "merged", "test"];
    let day = |at: &str| at[..10].to_string();
    let chosen = |row: &&std::collections::BTreeMap<String, String>| {
        row["channel"] == channel
            && !excluded.contains(&row["status"].as_str())
            && (first..=last).contains(&day(&row["created_at"]).as_str())
    };
    rows.iter().filter(chosen).count()
}

#[test]
fn the_summary_of_a_channel_over_ninety_days() {
    let desk = desk();
    // Ninety days: 30 September and the 89 days before it.
    let expected = created("whatsapp", "2026-07-03", "2026-09-30");
    assert!(expected > 10);
    let ran = desk.run(&["summary", "--channel", "whatsapp", "--since", "90d"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut lines = ran.out.lines();
    let head = lines.next().unwrap();
    assert!(head.starts_with("3 Jul – 30 Sep 2026 · UTC · ") && head.contains("whatsapp"), "{head}");
    let values = lines.skip_while(|line| !line.starts_with("│ Conversations")).nth(1).unwrap();
    let first = values.trim_start_matches('│').split_whitespace().next().unwrap();
    assert_eq!(first, expected.to_string());
    let flags = ["summary", "--channel", "whatsapp", "--since", "90d", "--format", "json"];
    desk.run(&flags).report().holds(&[("conversations", expected as f64)]);
}

#[test]
fn agents_into_a_file_from_an_empty_environment() {
    let desk = desk();
    let ran = desk.run(&["agents", "-o", "out.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    let written = desk.read("out.csv");
    assert!(written.starts_with("agent,conversations,handled,replies,closed,first_response_n,"), "{written}");
    let last: Vec<&str> = written.lines().rev().take(2).collect();
    assert!(last[0].starts_with("(total),") && last[1].starts_with("(team),"), "{written}");
    assert_eq!(desk.run(&["agents", "--format", "csv"]).out, written);
    let names: Vec<_> = std::fs::read_dir(desk.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "only out.csv was written: {names:?}");
}

#[test]
fn the_system_zone_is_utc_where_nothing_says_more() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    let mut command = sandbox.command(&["summary", "--as-of", "latest", "--format", "json"]);
    let report = Ran::of(command.env("TZ", "Asia/Tokyo").output().unwrap()).report();
    assert_eq!(report.0["scope"]["tz"], "Asia/Tokyo");
    let report = sandbox.run(&["summary", "--as-of", "latest", "--format", "json"]).report();
    assert!(report.0["scope"]["tz"].is_string());
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let desk = desk();
    let mut command = desk.command(&["facts", "--grain", "message", "--since", "1y", "--format", "csv"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("conversation_id"), "{line}");
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert!(ran.code == Some(0) && !ran.err.contains("error"), "{}", ran.err);
    let whole = desk.run(&["facts", "--grain", "message", "--since", "1y", "--format", "csv"]);
    assert!(whole.out.len() > 1 << 16, "more than a pipe holds: {}", whole.out.len());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let desk = desk();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran = Ran::of(desk.command(&["summary"]).stdout(full()).output().unwrap());
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    ran.says(&["error: cannot write to standard output"]);
    let ran = desk.run(&["summary", "-o", "/dev/full", "--format", "csv"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["error: cannot write /dev/full: the disk is full", "\nhint: make room"]);
}

/// Runs the program with streams as the shell redirects them.
#[cfg(unix)]
fn redirected(desk: &Sandbox, arguments: &[&str], redirections: &str) -> Ran {
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", &format!("exec \"$0\" \"$@\" {redirections}"), env!("CARGO_BIN_EXE_insights")]);
    Ran::of(shell.args(arguments).env_clear().current_dir(desk.path()).output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_report_that_nothing_can_take_is_a_failure() {
    let desk = desk();
    for arguments in
        [&["summary"][..], &["summary", "--format", "json"], &["inspect", "exports"], &["--help"]]
    {
        let ran = redirected(&desk, arguments, ">&-");
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        ran.says(&["error: cannot write to standard output: it is closed\n"]);
    }
    // What was asked to go nowhere goes there, opened for writing alone or, as by other programs, for both.
    for away in [">/dev/null", "1<>/dev/null"] {
        let ran = redirected(&desk, &["summary"], away);
        assert_eq!((ran.code, ran.err.contains("error")), (Some(0), false), "{away}: {}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn closed_streams_are_not_the_files_that_are_written() {
    let desk = desk();
    let flags = ["summary", "--format", "csv"];
    let expected = desk.run(&flags).out;
    for closed in [">&-", "<&-", "2>&-", "<&- >&- 2>&-"] {
        let ran = redirected(&desk, &[&flags[..], &["-o", "out.csv", "-v"]].concat(), closed);
        assert_eq!(ran.code, Some(0), "{closed}: {}", ran.err);
        assert_eq!(desk.read("out.csv"), expected, "{closed}");
    }
}

#[test]
fn output_never_replaces_input() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, ".");
    let before = sandbox.read("conversations.csv");
    let flags = [&["summary", "conversations.csv", "-o", "conversations.csv"], &SCOPE[..]].concat();
    let ran = sandbox.run(&flags);
    assert_eq!(ran.code, Some(2));
    ran.says(&["conversations.csv is read, so it is not overwritten", "\nhint: "]);
    assert_eq!(sandbox.read("conversations.csv"), before);
}

#[test]
fn mistakes_name_what_was_meant() {
    let desk = desk();
    for (arguments, said) in [
        (vec!["sumary"], "'summary'"),
        (vec!["summary", "--channel", "watsapp"], "whatsapp"),
        (vec!["summary", "--section", "total"], "totals"),
        (vec!["summary", "--columns", "conversation"], "conversations"),
        (vec!["agents", "--by", "chanel"], "channel"),
        (vec!["explain", "first_respons"], "first_response"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains("\nhint: "), "{arguments:?}: {}", ran.err);
        ran.says(&[said]);
    }
}
