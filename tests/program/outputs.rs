//! Where results may go, and what is left of a run that was ended: nothing that is read is written over.

use super::exports::{Exports, SCOPE};
use super::sandbox::{Ran, Sandbox};
use std::path::Path;

const CONVERSATIONS: &[u8] =
    b"conversation_id,created_at,closed_at\n1,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z\n2,2026-03-03T09:00:00Z,\n";

/// A folder of one export, and a run on it that must refuse to write there.
#[track_caller]
fn refuses(sandbox: &Sandbox, arguments: &[&str], target: &str) {
    let before = sandbox.read(target);
    let ran = sandbox.run(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.err);
    ran.says(&[" is read, so it is not overwritten\nhint: choose another --output"]);
    assert_eq!(sandbox.read(target), before, "{arguments:?}");
}

fn with_export(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(name, CONVERSATIONS);
    sandbox
}

#[test]
fn nothing_that_a_folder_pattern_or_configuration_reads_is_written_over() {
    let sandbox = with_export("in/a.csv");
    refuses(&sandbox, &["summary", "in", "-o", "in/a.csv"], "in/a.csv");
    refuses(&sandbox, &["summary", "in/*.csv", "-o", "in/a.csv"], "in/a.csv");
    refuses(&sandbox, &["facts", "in", "-o", "./in/../in/a.csv"], "in/a.csv");
    refuses(&sandbox, &["inspect", "in", "--save-profile", "in/a.csv"], "in/a.csv");
    refuses(&sandbox, &["inspect", "--raw", "in/a.csv", "-o", "in/a.csv"], "in/a.csv");
    sandbox.write("insights.toml", b"data = \"in\"\n");
    refuses(&sandbox, &["summary", "-o", "in/a.csv"], "in/a.csv");
    refuses(&sandbox, &["summary", "-o", "insights.toml", "--format", "csv"], "insights.toml");
    refuses(&sandbox, &["init", "--force", "--yes", "-o", "in/a.csv"], "in/a.csv");
    sandbox.write("in/summary-totals.csv", CONVERSATIONS);
    refuses(&sandbox, &["summary", "-o", "in/"], "in/summary-totals.csv");
}

#[cfg(unix)]
#[test]
fn links_lead_to_no_other_answer() {
    let sandbox = with_export("in/a.csv");
    let path = |name: &str| sandbox.path().join(name);
    std::fs::hard_link(path("in/a.csv"), path("hard.csv")).unwrap();
    std::os::unix::fs::symlink(path("in/a.csv"), path("soft.csv")).unwrap();
    std::os::unix::fs::symlink(path("in"), path("other")).unwrap();
    for target in ["hard.csv", "soft.csv", "other/a.csv"] {
        refuses(&sandbox, &["summary", "in", "-o", target], target);
    }
    let mut fed = sandbox.command(&["summary", "-", "-o", "in/a.csv"]);
    fed.stdin(std::fs::File::open(path("in/a.csv")).unwrap());
    assert_eq!(Ran::of(fed.output().unwrap()).code, Some(2));
    assert_eq!(sandbox.read("in/a.csv").as_bytes(), CONVERSATIONS);
}

#[test]
fn an_archive_that_is_read_takes_no_reports() {
    let sandbox = with_export("a.csv");
    assert_eq!(sandbox.run(&["import", "a.csv", "--archive", "kept"]).code, Some(0));
    refuses(&sandbox, &["summary", "kept", "-o", "kept/insights-archive.json"], "kept/insights-archive.json");
    let ran = sandbox.run(&["summary", "kept", "-o", "kept/new.csv"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(!sandbox.path().join("kept/new.csv").exists());
}

/// Names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_of_sections_keeps_what_else_lies_in_it() {
    let sandbox = with_export("a.csv");
    let arguments = ["summary", "a.csv", "--as-of", "2026-03-31", "-o", "out/"];
    assert_eq!(sandbox.run(&arguments).code, Some(0));
    let sections = names(&sandbox.path().join("out"));
    for other in ["mine.txt", "sub/deep.txt"] {
        sandbox.write(&format!("out/{other}"), b"mine");
        assert_eq!(sandbox.run(&arguments).code, Some(0));
        assert_eq!(sandbox.read(&format!("out/{other}")), "mine");
    }
    let mut all = sections.clone();
    all.extend(["mine.txt".to_owned(), "sub".to_owned()]);
    all.sort();
    assert_eq!(names(&sandbox.path().join("out")), all);
    assert_eq!(names(sandbox.path()), ["a.csv", "out"]);
}

#[test]
fn what_a_dead_run_left_goes_and_what_a_living_one_works_on_stays() {
    let sandbox = with_export("a.csv");
    let dead = sandbox.write(".insights-dead12.partial", b"half");
    sandbox.write(".insights-folder.partial/summary-totals.csv", b"half");
    let living = sandbox.write(".insights-living.partial", b"half");
    let lock = std::fs::File::open(&living).unwrap();
    lock.lock().unwrap();
    assert_eq!(sandbox.run(&["summary", "a.csv", "-o", "out.csv"]).code, Some(0));
    assert!(!dead.exists() && living.exists());
    assert_eq!(names(sandbox.path()), [".insights-living.partial", "a.csv", "out.csv"]);
}

/// Starts a run that takes a while, sends it a signal, and says how it ended.
#[cfg(unix)]
fn signalled(sandbox: &Sandbox, arguments: &[&str], signal: &str, wait: u64) -> std::process::Output {
    let mut command = sandbox.command(arguments);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(wait));
    let id = child.id().to_string();
    std::process::Command::new("kill").args(["-s", signal, &id]).output().unwrap();
    child.wait_with_output().unwrap()
}

/// Whether a signal is ignored by this process, and so by all that it starts.
#[cfg(unix)]
fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let bits = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    bits.is_some_and(|bits| bits >> (signal - 1) & 1 == 1)
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_with_its_code_and_nothing_is_left_lying() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    // The pipe that nobody fills keeps each run busy.
    for (signal, code, number) in [("INT", 130, 2), ("TERM", 143, 15), ("HUP", 129, 1)] {
        // Whoever runs this test may have one ignored, as nohup does: the program then does not listen to it.
        if is_ignored(number) {
            continue;
        }
        std::process::Command::new("mkfifo").arg(sandbox.path().join(signal)).output().unwrap();
        let ended = signalled(&sandbox, &["summary", signal, "-o", "out.csv"], signal, 300);
        assert_eq!(ended.status.code(), Some(code), "{signal}: {ended:?}");
        std::fs::remove_file(sandbox.path().join(signal)).unwrap();
    }
    let arguments = [&["facts", "exports", "--grain", "message", "-o", "out/"], &SCOPE[..]].concat();
    for wait in [100, 200, 300, 400, 500, 600] {
        let ended = signalled(&sandbox, &arguments, "TERM", wait);
        assert!([Some(0), Some(143)].contains(&ended.status.code()), "{ended:?}");
        let left = names(sandbox.path());
        assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
    }
}

/// Each is what it is alone; where one table is all there is room for, several are refused.
#[test]
fn facts_of_several_kinds_go_into_a_folder_at_once() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "in");
    let facts = |arguments: &[&str]| sandbox.run(&[&["facts", "in"], arguments, &SCOPE[..]].concat());
    let kinds = ["conversation", "rating", "call"];
    let ran = facts(&["--grain", "conversation,rating,call,rating", "-o", "all/"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["wrote all/: 3 files"]);
    for kind in kinds {
        // What goes into a folder is guarded against formulas; nothing of these looks like one.
        let alone = facts(&["--grain", kind, "--format", "csv"]).out;
        assert!(
            alone.lines().count() > 1 && sandbox.read(&format!("all/facts-{kind}.csv")) == alone,
            "{kind}"
        );
    }
    let report = facts(&["--grain", "call,rating", "--format", "json"]).report();
    assert!(!report.rows("call").is_empty() && !report.rows("rating").is_empty());
    let refused = facts(&["--grain", "call,rating", "--format", "csv"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
    refused.says(&["csv holds one kind of facts", "-o DIR/"]);
}
