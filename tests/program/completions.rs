//! Shells finish names that stand in the data, whatever these hold.

use super::exports::Exports;
use super::sandbox::Sandbox;
use std::process::Command;

/// Conversations whose agents, teams and tags bear names that shells and terminals would act on.
const HOSTILE: &str = "conversation_id,created_at,channel,agent,team,tags,brand\n\
    1,2026-01-05T09:00:00Z,chat,Sanne de Vries,$(touch hit),late; !wow,Noord\n\
    2,2026-01-06T09:00:00Z,email,Tom O'Brien,`touch hit`,\"a\u{1b}]0;x\u{7}b\",Noord\n\
    3,2026-01-06T09:00:00Z,email,\u{202e}nas,\"Sales, EU\",topic:refund,Zuid; rm -rf x\n";

/// What bash would put in the place of the last word of a line.
fn finished(desk: &Sandbox, line: &str) -> Vec<String> {
    let script = desk.run(&["completions", "bash"]);
    desk.write("insights.bash", script.out.as_bytes());
    let program = env!("CARGO_BIN_EXE_insights");
    let driver = format!(
        "source ./insights.bash; COMP_LINE=$1; COMP_POINT=${{#1}}; COMP_WORDS=($1); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
         _insights_names {program} '' ''; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let ran = Command::new("bash")
        .args(["--norc", "-c", &driver, "bash", line])
        .current_dir(desk.path())
        .output()
        .unwrap();
    String::from_utf8(ran.stdout)
        .unwrap()
        .lines()
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn names_come_out_of_the_data_and_do_no_harm() {
    if Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let desk = Sandbox::new();
    desk.write("exports/tickets.csv", HOSTILE.as_bytes());
    for (line, expected) in [
        ("insights agents --agent san", vec![r"Sanne\ de\ Vries"]),
        ("insights agents --agent 'T", vec![]),
        ("insights agents --agent \"Tom", vec!["Tom O'Brien"]),
        ("insights agents --team ", vec![r"\$\(touch\ hit\)", r"Sales\\,\ EU", r"\`touch\ hit\`"]),
        ("insights agents --tag topic:re", vec!["refund"]),
        ("insights agents --tag ", vec![r"\\\!wow", "late", "topic:refund"]),
        ("insights agents --tag 'late,!to", vec!["late,!topic:refund"]),
        ("insights agents --brand=Z", vec![r"Zuid\;\ rm\ -rf\ x"]),
        ("insights agents exports/tickets.csv --channel=e", vec!["email"]),
        ("insights agents --columns closed,+within_acc", vec!["closed,+within_acceptable_rate"]),
        ("insights agents --columns fcr", vec!["fcr_rate"]),
        ("insights agents --sort closed", vec!["closed", "closed:desc"]),
        ("insights agents --sort closed:d", vec!["desc"]),
        ("insights agents --tz europe/am", vec!["Europe/Amsterdam"]),
        ("insights report agents ch", vec!["channels"]),
    ] {
        assert_eq!(finished(&desk, line), expected, "{line}");
    }
    assert!(!desk.path().join("hit").exists());
    let every = desk.run(&["completions", "zsh", "--line", "insights agents --agent "]);
    assert_eq!(every.out, "Sanne de Vries\nTom O'Brien\n");
}

#[test]
fn names_follow_the_configuration_and_nothing_is_said_where_there_are_none() {
    let desk = Sandbox::new();
    Exports::bundled().write_to(&desk, "kept");
    desk.write("north.toml", b"[[source]]\nname = 'north'\npaths = 'kept'\n");
    let names = |line: &str| {
        let ran = desk.run(&["completions", "fish", "--line", line]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        ran.out
    };
    assert_eq!(names("insights agents --team "), "");
    assert_eq!(names("insights agents --config none.toml --team "), "");
    assert_eq!(names("insights agents --config=north.toml --source "), "north\n");
    assert!(names("insights agents --config north.toml --brand N").contains("Noorderlicht\n"));
    assert!(names("true; /usr/bin/insights agents -o x.csv kept --shop !N").contains("!Noorderlicht\n"));
    assert!(desk.run(&["import", "kept", "--archive", "archive"]).code == Some(0));
    assert!(names("insights agents archive --brand N").contains("Noorderlicht\n"));
    for line in
        ["", "insights", "insights agents --sort ", "insights agents --brand '", "\\", "insights x --tag-all"]
    {
        names(line);
    }
}
