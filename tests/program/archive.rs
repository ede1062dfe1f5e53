//! Exports imported into an archive: the same figures as from the files, however they came in.

use super::exports::{Exports, SCOPE};
use super::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const COMMANDS: [&str; 9] =
    ["summary", "agents", "channels", "tags", "times", "quality", "phone", "ai", "faq"];

/// Numbers that look random and are the same in each run.
pub fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    }
}

#[track_caller]
pub fn import(sandbox: &Sandbox, paths: &[&str]) -> Ran {
    let ran = sandbox.run(&[&["import", "--tz", "UTC", "--archive", "kept"], paths].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

/// The sections of every report, and of the first the account of what became of rows.
#[track_caller]
fn reports(sandbox: &Sandbox, path: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for command in COMMANDS {
        let mut report = sandbox.run(&[&[command, path, "--format", "json"], &SCOPE[..]].concat()).report().0;
        for own in ["files", "exports", "problems"] {
            report["input"].as_object_mut().unwrap().remove(own);
        }
        all.push(report);
    }
    all
}

/// The files of an archive with their bytes; what they are called tells what they hold.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else if entry.path().extension().is_some_and(|ending| ending == "parquet") {
            found.insert(entry.path().display().to_string(), std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// The paths of the files of an archive, from its folder on.
fn paths(sandbox: &Sandbox) -> Vec<String> {
    let start = format!("{}/", sandbox.path().join("kept").display());
    files(&sandbox.path().join("kept")).into_keys().map(|path| path.replace(&start, "")).collect()
}

#[test]
fn reports_over_an_archive_are_those_over_the_files() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]).says(&["kept: ", "300 conversations"]);
    assert!(reports(&sandbox, "kept") == reports(&sandbox, "exports"));
}

#[test]
fn a_known_file_is_skipped_and_equal_rows_change_nothing() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    let before = files(&sandbox.path().join("kept"));
    import(&sandbox, &["exports"]).says(&["11 files imported before and skipped", "nothing new for kept"]);
    // Other bytes, the same rows.
    Exports::bundled().halved(7, 3).write_to(&sandbox, "again");
    import(&sandbox, &["again"]).says(&[" 0 files written"]);
    assert!(files(&sandbox.path().join("kept")) == before);
}

#[test]
fn pieces_in_any_order_give_the_archive_of_the_whole() {
    let whole = Sandbox::new();
    Exports::bundled().write_to(&whole, "exports");
    import(&whole, &["exports"]);
    for seed in 1..=3 {
        let mut random = random(seed);
        let sandbox = Sandbox::new();
        let mut pieces = Exports::bundled().pieces(4, &mut random);
        while !pieces.is_empty() {
            let piece = pieces.remove(random(pieces.len()));
            let folder = format!("piece-{}", pieces.len());
            piece.write_to(&sandbox, &folder);
            import(&sandbox, &[&folder]);
        }
        assert_eq!(paths(&sandbox), paths(&whole), "seed {seed}");
        if seed == 1 {
            assert!(reports(&sandbox, "kept") == reports(&whole, "exports"));
        }
    }
}

/// Every report over the newest month: most of the archive is not opened.
#[test]
fn a_question_of_a_month_is_answered_as_if_all_had_been_read() {
    let sandbox = Sandbox::new();
    let demo = ["demo", "--conversations", "400", "--until", "2026-09-30", "--seed", "5"];
    assert_eq!(sandbox.run(&demo).code, Some(0));
    import(&sandbox, &["exports"]);
    for scope in [
        &["--period", "2026-09", "--compare", "previous", "--as-of", "2026-09-30"][..],
        &["--period", "2026-07", "--by", "agent", "--as-of", "2026-09-30"],
        &["--period", "2026-06", "--anchor", "closed", "--as-of", "2026-06-20"],
        &["--since", "2026-08-15", "--every", "week", "--anchor", "created", "--as-of", "2026-09-30"],
    ] {
        for command in
            COMMANDS.iter().filter(|command| scope.contains(&"--compare") || **command == "summary")
        {
            let report = |path: &str| {
                let words =
                    [&[*command, path, "--tz", "Europe/Amsterdam", "--format", "json"], scope].concat();
                sandbox.run(&words).report().0
            };
            let (archive, exports) = (report("kept"), report("exports"));
            assert!(archive["sections"] == exports["sections"], "{command} {scope:?}");
            for of_all in ["rows", "used", "duplicates", "excluded", "absent"] {
                assert_eq!(archive["input"][of_all], exports["input"][of_all], "{command} {scope:?}");
            }
        }
    }
}

/// Of conversations that ended before the month it is still known whose they were, which were spam, and which days the
/// archive covers.
#[test]
fn what_is_passed_over_still_counts_where_it_must() {
    let sandbox = Sandbox::new();
    let rows = "conversation_id,created_at,closed_at,status,channel,customer_id\n\
        a1,2026-01-05T09:00:00Z,2026-01-06T09:00:00Z,closed,email,ann\n\
        a2,2026-06-10T09:00:00Z,2026-06-10T10:00:00Z,closed,email,ann\n\
        b1,2026-06-11T09:00:00Z,2026-06-11T10:00:00Z,closed,email,bob\n\
        c1,2026-01-07T09:00:00Z,2026-01-07T10:00:00Z,spam,email,cyd\n\
        c2,2026-06-12T09:00:00Z,2026-06-12T10:00:00Z,closed,email,cyd\n";
    sandbox.write("exports/conversations.csv", rows.as_bytes());
    import(&sandbox, &["exports"]);
    let of = |month: &str| {
        sandbox.run(&[
            "summary",
            "kept",
            "--period",
            month,
            "--as-of",
            "2026-09-30",
            "--tz",
            "UTC",
            "--format",
            "json",
        ])
    };
    let june = of("2026-06");
    june.report().holds(&[("conversations", 3.0), ("new_customers", 2.0)]);
    let input = &june.report().0["input"];
    assert_eq!(input["rows"]["conversations"], 5);
    assert_eq!(input["used"]["conversations"], 4);
    assert_eq!(input["excluded"]["spam"], 1);
    assert!(of("2026-08").err.contains("the data cover 2026-01-05 to 2026-06-12"), "{}", of("2026-08").err);
}

#[test]
fn customers_go_under_pseudonyms_and_figures_stay() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports", "--pseudonymise"]);
    let conversations = Exports::bundled().table("conversations");
    for command in
        [&["facts", "kept"][..], &["facts", "kept", "--grain", "order"], &["conversations", "kept"]]
    {
        let ran = sandbox.run(&[command, &["--format", "csv", "--limit", "0"], &SCOPE[..]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for row in &conversations {
            for column in ["customer_id", "customer_name", "customer_email", "first_question"] {
                let text = row.get(column).map_or("", String::as_str);
                assert!(text.len() < 4 || !ran.out.contains(text), "{command:?} {column} {text}");
            }
        }
    }
    let sounds = "quality --section sentiment";
    for question in ["summary", "agents", "phone", "faq", "ai", sounds, "quality --section engagement"] {
        let report = |path: &str| {
            let words: Vec<&str> = question.split(' ').collect();
            let words = [words.as_slice(), &[path, "--format", "json"], &SCOPE[..]].concat();
            sandbox.run(&words).report().0["sections"].take()
        };
        assert!(report("kept") == report("exports"), "{question}");
    }
    let refused = sandbox.run(&["import", "exports", "--archive", "kept"]);
    assert_eq!(refused.code, Some(2));
    refused.says(&["go under pseudonyms", "--pseudonymise"]);
    let customer =
        conversations.iter().map(|row| row["customer_id"].clone()).find(|id| !id.is_empty()).unwrap();
    sandbox
        .run(&["archive", "forget", "--customer", &customer, "--archive", "kept"])
        .says(&["conversations"]);
}

#[test]
fn an_archive_that_is_inspected_is_called_one() {
    let sandbox = Sandbox::new();
    sandbox.write("a.csv", b"conversation_id,created_at\n1,2026-01-05T09:00:00Z\n");
    assert_eq!(sandbox.run(&["import", "a.csv", "--archive", "ar", "--tz", "UTC"]).code, Some(0));
    let ran = sandbox.run(&["inspect", "ar"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        ran.out,
        "ar\n  an archive\n  hint: `insights archive info --archive ar` tells what it holds\n\n"
    );
}

#[test]
fn exports_with_other_columns_keep_their_values_apart_in_archives_and_parts() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "old/conversations.csv",
        b"conversation_id,created_at,channel,ai_status\n\
          a1,2025-09-01T10:00:00Z,email,closed\n\
          a2,2025-09-02T10:00:00Z,email,closed\n",
    );
    let new = "conversation_id,created_at,channel,ai_status,subchannel,brand,team,agent,category,language,\
               priority,tags\n\
               b1,2025-10-01T10:00:00Z,chat,closed,dm,north,second,Bob,size,nl,low,early\n\
               b2,2025-11-01T10:00:00Z,chat,closed,wall,south,first,Eve,price,de,high,late\n";
    sandbox.write("new/conversations.csv", new.as_bytes());
    import(&sandbox, &["old", "new"]);
    let now = ["--as-of", "2025-12-01T00:00:00Z", "--tz", "UTC", "--quiet"];
    for folder in ["old", "new"] {
        let part = format!("parts/{folder}.part");
        std::fs::create_dir_all(sandbox.path().join("parts")).unwrap();
        let ran = sandbox.run(&[&["facts", folder, "--part", &part][..], &now].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    for (dimension, first, second) in [
        ("subchannel", "dm", "wall"),
        ("brand", "north", "south"),
        ("team", "second", "first"),
        ("agent", "Bob", "Eve"),
        ("category", "size", "price"),
        ("language", "nl", "de"),
        ("priority", "low", "high"),
        ("tag", "early", "late"),
    ] {
        for way in [&["kept"][..], &["--parts", "parts"], &["old", "new"]] {
            let asked = ["--by", dimension, "--section", "by_channel", "--since", "2025-09-01"];
            let words = [&["ai"], way, &asked, &["--format", "json"], &now].concat();
            let report = sandbox.run(&words).report();
            let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("").to_owned();
            let mut found: Vec<(String, String, u64)> = report
                .rows("by_channel")
                .iter()
                .map(|row| {
                    let count = row["ai_conversations"].as_u64().unwrap();
                    (text(row, "channel"), text(row, dimension), count)
                })
                .collect();
            found.sort();
            let mut rows = vec![("chat", first, 1), ("chat", second, 1), ("email", "", 2)];
            rows.sort_unstable();
            let rows: Vec<_> = rows.into_iter().map(|(a, b, n)| (a.to_owned(), b.to_owned(), n)).collect();
            assert_eq!(found, rows, "{dimension} of {way:?}");
        }
    }
}
