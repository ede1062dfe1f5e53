//! The same table written in many ways comes down to the same rows.

use super::findings::{Finding, Findings};
use super::{form_of, Forced, Form, Normaliser};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// A text made clean: its names, its rows, and what was found.
fn read(text: &str) -> (Vec<String>, Vec<String>, Vec<(Finding, u64)>) {
    let form = form_of(text, &Forced::default());
    let (names, form) = (form.names(), Arc::new(form));
    let (rows, findings) = cleaned(text, form);
    (names, rows, findings)
}

fn cleaned(text: &str, form: Arc<Form>) -> (Vec<String>, Vec<(Finding, u64)>) {
    let findings = Arc::new(Mutex::new(Findings::default()));
    let mut out = String::new();
    Normaliser::new(text.as_bytes(), form, findings.clone()).read_to_string(&mut out).unwrap();
    let rows = out.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let found = findings.lock().unwrap().take_before(u64::MAX);
    (rows, found)
}

const ROWS: &str = "1,2026-09-01 08:00:00,Mia,00:02:00\n2,2026-09-02 09:00:00,Jo,00:01:00\n3,2026-09-03 10:00:00,Mia,00:03:00\n";
const HEADER: &str = "Call ID,Start,Agent,Talk\n";
const NAMES: [&str; 4] = ["Call ID", "Start", "Agent", "Talk"];

/// The rows every variation of the table must come down to.
fn plain() -> Vec<String> {
    ROWS.lines().map(str::to_owned).collect()
}

#[test]
fn what_stands_around_and_between_the_rows_is_named_and_no_row() {
    let second = ROWS.lines().next().unwrap();
    let cases: [(String, &[(Finding, u64)]); 9] = [
        (format!("Report\nPeriod: September\n\n{HEADER}{ROWS}"), &[]),
        (format!("Report,,,\nPeriod,September,,\n,,,\n{HEADER}{ROWS}"), &[]),
        (format!("sep=,\n{HEADER}{ROWS}"), &[]),
        (format!("{HEADER}{ROWS}Total,,3,00:06:00\n"), &[(Finding::Total, 5)]),
        (format!("{HEADER}{ROWS}Razem:,2026-09-30 23:59:59,Mia,00:06:00\n"), &[(Finding::Total, 5)]),
        (
            format!("{HEADER}{ROWS}\nExported by Mia on a Monday\n"),
            &[(Finding::Blank, 5), (Finding::Footer, 6)],
        ),
        (format!("{HEADER}{ROWS}\u{feff}{HEADER}"), &[(Finding::Header, 5)]),
        (format!("{HEADER}# rows of September\n{ROWS}"), &[(Finding::Comment, 2)]),
        (
            format!("{HEADER}{ROWS}\nAgent,Calls\nMia,2\nJo,1\n"),
            &[
                (Finding::Blank, 5),
                (Finding::OtherTable, 6),
                (Finding::OtherTable, 7),
                (Finding::OtherTable, 8),
            ],
        ),
    ];
    for (text, expected) in cases {
        let (names, rows, mut found) = read(&text);
        found.sort_by_key(|(_, row)| *row);
        assert_eq!(names, NAMES, "{text}");
        assert_eq!(rows, plain(), "{text}");
        let lead = form_of(&text, &Forced::default()).skip as u64;
        let expected: Vec<_> = expected.iter().map(|(finding, row)| (*finding, row + lead)).collect();
        assert_eq!(found, expected, "{text}\n{second}");
    }
}

#[test]
fn marks_of_all_kinds_lead_to_the_same_rows() {
    let with =
        |delimiter: &str, end: &str| (HEADER.to_owned() + ROWS).replace(',', delimiter).replace('\n', end);
    let mut cases = Vec::new();
    for delimiter in [";", "\t", "|", ", ", "; ", "||", ";;", "\u{1f}", "^", "~"] {
        for end in ["\n", "\r\n", "\r"] {
            cases.push(with(delimiter, end));
        }
    }
    // Some programs end some lines in one way and others in another.
    cases.push(with(",", "\r\n").replacen("\r\n", "\n", 2));
    cases.push(with(",", "\n").replacen('\n', "\r", 2));
    let quoted = |quote: &str| {
        let line = |line: &str| {
            line.split(',').map(|cell| format!("{quote}{cell}{quote}")).collect::<Vec<_>>().join(",")
        };
        (HEADER.to_owned() + ROWS).lines().map(|text| line(text) + "\n").collect::<String>()
    };
    cases.extend([quoted("\""), quoted("'")]);
    cases.push((HEADER.to_owned() + ROWS).lines().map(|line| format!("\"{line}\"\n")).collect());
    for text in cases {
        let (names, rows, found) = read(&text);
        assert_eq!(names, NAMES, "{text:?}");
        assert_eq!(rows, plain(), "{text:?}");
        assert_eq!(found, [], "{text:?}");
    }
}

#[test]
fn a_record_out_of_shape_is_read_in_the_way_that_explains_it() {
    let header = "id,at,subject,agent\n";
    let sound = "1,2026-09-01,Late,Mia\n2,2026-09-02,\"Lost, found\",Jo\n3,2026-09-03,Refund,Mia\n4,2026-09-04,Refund,Jo\n";
    let cases: [(&str, &str, Finding); 9] = [
        ("5,2026-09-05,\"Late, lost\"\n", "5,2026-09-05,\"Late, lost\",", Finding::Short),
        ("5,2026-09-05,\"TV 48\\\"\",Mia\n", "5,2026-09-05,\"TV 48\"\"\",Mia", Finding::LooseQuote),
        ("5,2026-09-05,\"TV 48\"\",Mia\n", "5,2026-09-05,\"TV 48\"\"\",Mia", Finding::LooseQuote),
        ("5,2026-09-05,\"Stray,Mia\n", "5,2026-09-05,\"\"\"Stray\",Mia", Finding::StrayQuote),
        (
            "5,2026-09-05,\"He said\" hello,Mia\n",
            "5,2026-09-05,\"\"\"He said\"\" hello\",Mia",
            Finding::StrayQuote,
        ),
        ("5,2026-09-05,price, please,Ann\n", "5,2026-09-05,\"price, please\",Ann", Finding::LooseDelimiter),
        ("5,,2026-09-05,Late,Ann\n", "5,2026-09-05,Late,Ann", Finding::LooseDelimiter),
        ("5;2026-09-05;Late;Ann\n", "5,2026-09-05,Late,Ann", Finding::OtherDelimiter),
        ("5,2026-09-05\n", "5,2026-09-05,,", Finding::Short),
    ];
    for (record, expected, finding) in cases {
        for text in
            [format!("{header}{sound}{record}6,2026-09-06,Late,Mia\n"), format!("{header}{sound}{record}")]
        {
            let (_, rows, found) = read(&text);
            assert_eq!(rows[4], expected, "{text}");
            assert_eq!(found, [(finding, 6)], "{text}");
        }
    }
    // Nothing tells where the row is shifted: it is not used.
    let (_, rows, found) = read(&format!("{header}{sound}5,Late,2026-09-05,x,Ann\n"));
    assert_eq!((rows.len(), found), (4, vec![(Finding::Shifted, 6)]));
}

#[test]
fn one_stray_quote_swallows_nothing() {
    let mut text = HEADER.to_owned();
    for row in 0..5000 {
        let quote = if row == 0 || row == 3000 { "\"" } else { "" };
        text += &format!("{row},2026-09-01 08:00:00,{quote}Mia,00:02:00\n");
    }
    let (_, rows, found) = read(&text);
    assert_eq!(rows.len(), 5000);
    assert_eq!(found, [(Finding::StrayQuote, 2), (Finding::StrayQuote, 3002)]);
    // A long text in quotes is still one cell, also one that looks like a table of its own.
    let pasted = "a,b\n".repeat(500);
    let (_, rows, found) = read(&format!("{HEADER}{ROWS}4,2026-09-04 08:00:00,\"{pasted}\",00:02:00\n"));
    assert_eq!(rows.len(), 3 + 501);
    assert_eq!(found, []);
}

#[test]
fn a_line_longer_than_is_looked_at_ends_between_two_letters() {
    for letters in ["", "a", "ab"] {
        let long = format!("{letters}{}", "‚".repeat(400_000));
        let form = form_of(&format!("{long},Start,Agent,Talk\n{ROWS}"), &Forced::default());
        assert_eq!(form.names()[1..], NAMES[1..]);
    }
}

#[test]
fn headers_of_several_lines_and_none() {
    let (names, rows, _) = read(&format!("Call,Call,Person,Time\n{HEADER}{ROWS}"));
    assert_eq!(names, ["Call Call ID", "Call Start", "Person Agent", "Time Talk"]);
    assert_eq!(rows, plain());
    assert_eq!(read(&format!("{HEADER}{HEADER}{ROWS}")).0, NAMES);
    let (names, rows, _) = read(ROWS);
    assert_eq!(names[0], "column 1");
    assert_eq!(rows, plain());
    let (names, rows, _) = read("name,city\nAnn,Paris\nBo,Rome\n");
    assert_eq!((names[1].as_str(), rows.len()), ("city", 2));
}
