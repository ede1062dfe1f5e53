//! Facts made part by part and brought together: every report is the same as of the exports themselves.

use super::archive::import;
use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};
use std::path::{Path, PathBuf};

const SCOPE: [&str; 4] = ["--as-of", "2026-09-30", "--tz", "Europe/Amsterdam"];

/// Every family, filters, dimensions, anchors, comparisons; facts of every way in which they come about.
const QUESTIONS: [&str; 36] = [
    "summary --since 90d --every week --by channel",
    "summary --since 400d --by brand,team --every month",
    "summary --period 2026-Q3 --compare previous",
    "summary --since 90d --by language,priority --anchor created",
    "summary --since 60d --anchor closed --by agent",
    "summary --since 60d --anchor answered --channel email,whatsapp --tag !vip",
    "summary --since 2y",
    "agents --since 90d",
    "agents --since 180d --section by_channel",
    "agents --since 90d --section by_tag",
    "agents --since 1y --section by_month",
    "channels --since 90d",
    "channels --since 1y --section subchannels",
    "channels --since 12w --every week --by team",
    "tags --since 90d --limit 0",
    "tags --since 1y --section categories",
    "times --since 1y",
    "times --since 90d --section first_response_groups --by channel",
    "times --since 90d --section response --every day",
    "quality --since 90d",
    "quality --since 1y --by agent",
    "quality --since 1y --every month --by brand",
    "quality --since 1y --section inactivity",
    "quality --since 1y --section engagement",
    "phone --since 90d",
    "phone --since 1y --section hours",
    "ai --since 90d",
    "ai --since 1y --every month",
    "ai --since 1y --section by_tag",
    "faq --since 90d",
    "faq --since 1y --section before_contact",
    "faq --since 1y --every month",
    "faq --since 90d --section searches",
    "phone --since 1y --list calls",
    "faq --since 1y --list views",
    "report summary channels --since 90d",
];

/// The bundled exports as lines of JSON, and their conversations divided into folders by the CRC-32 of their ids.
struct Divided {
    sandbox: Sandbox,
    names: Vec<String>,
}

impl Divided {
    fn into(many: u32) -> Divided {
        let sandbox = Sandbox::new();
        for (name, bytes) in &Exports::bundled().0 {
            let table = name.strip_suffix(".csv").unwrap();
            let rows = rows(bytes);
            sandbox.write(&format!("whole/{table}.jsonl"), &lines(rows.iter()));
            let mut rows = rows;
            for (number, row) in (1..).zip(&mut rows) {
                row.insert("seq".to_owned(), number.into());
            }
            if !["conversations", "messages", "events", "ratings"].contains(&table) {
                sandbox.write(&format!("cut/rest/{table}.jsonl"), &lines(rows.iter()));
                continue;
            }
            let mut cut: Vec<Vec<Row>> = vec![Vec::new(); many as usize];
            for row in rows {
                let id = row.get("conversation_id").and_then(|id| id.as_str()).unwrap_or_default();
                cut[bucket(id.as_bytes(), many)].push(row);
            }
            for (place, rows) in cut.iter().enumerate() {
                sandbox.write(&format!("cut/{place}/{table}.jsonl"), &lines(rows.iter()));
            }
        }
        let names = (0..many).map(|place| place.to_string()).chain(["rest".to_owned()]).collect();
        let divided = Divided { sandbox, names };
        let buckets = many.to_string();
        divided.sandbox.write("parts/.keep", b"");
        let plan = [&["parts", "plan", "whole", "--buckets", &buckets, "-o", "parts/plan.json"], &SCOPE[..]];
        fine(divided.sandbox.run(&plan.concat()));
        divided
    }

    /// Makes a part in the folder of its rows, as a worker would.
    fn make(&self, name: &str, more: &[&str]) -> Ran {
        let part = self.part(name).display().to_string();
        let arguments = [&["facts", ".", "--part", &part, "--quiet"], more].concat();
        let mut command = self.sandbox.command(&arguments);
        Ran::of(command.current_dir(self.sandbox.path().join("cut").join(name)).output().unwrap())
    }

    fn make_planned(&self, name: &str) -> Ran {
        let plan = self.sandbox.path().join("parts/plan.json").display().to_string();
        self.make(name, &["--plan", &plan, "--bucket", name, "--row-key", "seq"])
    }

    fn make_all(&self) {
        self.names.iter().for_each(|name| fine(self.make_planned(name)));
    }

    fn part(&self, name: &str) -> PathBuf {
        self.sandbox.path().join(format!("parts/{name}.part"))
    }

    fn refused(&self, says: &[&str]) {
        let ran = self.sandbox.run(&["summary", "--parts", "parts"]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        ran.says(says);
    }
}

type Row = serde_json::Map<String, serde_json::Value>;

/// The rows of a CSV file, without what is empty.
fn rows(bytes: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cells = header.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(column, cell)| (column.to_owned(), cell.into())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn lines<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<u8> {
    rows.map(|row| serde_json::to_string(row).unwrap() + "\n").collect::<String>().into_bytes()
}

fn bucket(id: &[u8], many: u32) -> usize {
    let mut crc = flate2::Crc::new();
    crc.update(id);
    (crc.sum() % many) as usize
}

#[track_caller]
fn fine(ran: Ran) {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn every_report_of_parts_is_that_of_the_whole() {
    for many in [1, 2, 7] {
        let divided = Divided::into(many);
        divided.make_all();
        for question in QUESTIONS {
            let words: Vec<&str> = question.split(' ').collect();
            let json = ["--format", "json", "--quiet"];
            let mut whole = divided.sandbox.command(&[words.as_slice(), &["."], &SCOPE[..], &json].concat());
            let whole = Ran::of(whole.current_dir(divided.sandbox.path().join("whole")).output().unwrap());
            let parts = divided.sandbox.run(&[words.as_slice(), &["--parts", "parts"], &json[..]].concat());
            fine(Ran { code: parts.code, out: String::new(), err: parts.err.clone() });
            let differing = parts.out.lines().zip(whole.out.lines()).find(|(own, other)| own != other);
            assert!(parts.out == whole.out, "{question}, {many} parts: {differing:?}");
        }
    }
}

#[test]
fn facts_of_parts_are_those_of_the_whole_in_another_order() {
    let divided = Divided::into(3);
    divided.make_all();
    for grain in ["conversation", "case", "message", "rating", "ai", "order", "faq-case", "call", "faq-view"]
    {
        let asked = ["facts", "--grain", grain, "--since", "400d", "--format", "csv", "--quiet"];
        let whole = divided.sandbox.run(&[&asked[..], &["whole"], &SCOPE].concat());
        let parts = divided.sandbox.run(&[&asked[..], &["--parts", "parts"]].concat());
        let sorted = |out: &str| {
            let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
            lines[1..].sort();
            lines
        };
        // No order of the bundled exports follows a touch.
        assert!(grain == "order" || whole.out.lines().count() > 1, "{grain}: {}", whole.err);
        assert_eq!(sorted(&parts.out), sorted(&whole.out), "{grain}");
    }
}

#[test]
fn the_parts_of_an_archive_are_made_from_it_one_by_one() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    sandbox.write("parts/.keep", b"");
    fine(sandbox.run(&[&["parts", "plan", "kept", "-o", "parts/plan.json"], &SCOPE[..]].concat()));
    let names = sandbox.run(&["parts", "list", "parts/plan.json"]).out;
    assert!(names.lines().count() > 8, "{names}");
    for (place, name) in names.lines().enumerate() {
        let part = format!("parts/{place}.part");
        fine(sandbox.run(&[
            "facts",
            "kept",
            "--part",
            &part,
            "--plan",
            "parts/plan.json",
            "--bucket",
            name,
            "--quiet",
        ]));
    }
    for question in QUESTIONS {
        let words: Vec<&str> = question.split(' ').collect();
        let json = ["--format", "json", "--quiet"];
        let whole = sandbox.run(&[words.as_slice(), &["kept"], &SCOPE[..], &json].concat());
        let parts = sandbox.run(&[words.as_slice(), &["--parts", "parts"], &json[..]].concat());
        assert_eq!((parts.code, parts.out), (Some(0), whole.out), "{question}: {}", parts.err);
    }
}

#[test]
fn the_first_conversation_of_a_customer_is_found_over_all_parts() {
    // Of three conversations of one customer the second is the first by time; of the other two customers each has one.
    let sandbox = Sandbox::new();
    let rows = [
        ("a", "c1", "2026-03-05T10:00:00Z"),
        ("b", "c1", "2026-03-02T10:00:00Z"),
        ("c", "c1", "2026-03-02T10:00:00Z"),
        ("d", "c2", "2026-03-03T10:00:00Z"),
        ("e", "c3", "2026-03-04T10:00:00Z"),
    ];
    for (id, customer, at) in rows {
        let text = format!("conversation_id,customer_id,created_at,channel\n{id},{customer},{at},chat\n");
        sandbox.write(&format!("{id}/conversations.csv"), text.as_bytes());
        let part = format!("parts/{id}.part");
        sandbox.write("parts/.keep", b"");
        fine(sandbox.run(&["facts", id, "--part", &part, "--as-of", "2026-03-31", "--tz", "UTC"]));
    }
    let report = sandbox.run(&["summary", "--parts", "parts", "--since", "90d", "--format", "json"]).report();
    report.holds(&[("conversations", 5.0), ("customers", 3.0), ("new_customers", 3.0)]);
    let facts = sandbox.run(&["facts", "--parts", "parts", "--since", "90d", "--format", "csv"]).out;
    let mut reader = csv::Reader::from_reader(facts.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (id, new) = (place("conversation_id"), place("new_customer"));
    let records = reader.records().map(|record| record.unwrap());
    let mut first: Vec<String> =
        records.filter(|record| &record[new] == "true").map(|record| record[id].to_owned()).collect();
    first.sort();
    // b and c were opened at one instant: the smaller id is the first.
    assert_eq!(first, ["b", "d", "e"]);
}

#[test]
fn parts_that_do_not_go_together_are_named() {
    let divided = Divided::into(2);
    divided.make_all();
    let (first, second) = (divided.part("0"), divided.part("1"));
    let whole = std::fs::read(&second).unwrap();

    std::fs::remove_file(&second).unwrap();
    divided.refused(&["part 1 of the plan is missing (1 of 3)", "hint: "]);

    std::fs::write(&second, &whole[..whole.len() - 1]).unwrap();
    divided.refused(&["1.part is no part of facts, or was cut before its end"]);

    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    std::fs::write(&second, &changed).unwrap();
    divided.refused(&["1.part is damaged"]);

    std::fs::copy(&first, divided.sandbox.path().join("parts/again.part")).unwrap();
    std::fs::write(&second, &whole).unwrap();
    divided.refused(&["0.part and again.part are both part 0"]);
    std::fs::remove_file(divided.sandbox.path().join("parts/again.part")).unwrap();

    fine(divided.make("1", &SCOPE));
    divided.refused(&["0.part and 1.part are parts of different plans"]);
    fine(divided.make("1", &["--as-of", "2026-09-29", "--tz", "Europe/Amsterdam"]));
    divided.refused(&["1.part was made with as_of", "--as-of"]);
    fine(divided.make_planned("1"));
    fine(divided.sandbox.run(&["summary", "--parts", "parts", "--quiet"]));

    let plan = divided.sandbox.path().join("parts/plan.json");
    std::fs::remove_file(&plan).unwrap();
    divided.refused(&["plan.json, the plan that says which parts there are"]);
}

/// Makes a part that of another version: what it says of itself stands at its end, with its length and checksum.
fn put_version(part: &Path, from: &str, to: &str) {
    let mut bytes = std::fs::read(part).unwrap();
    let footer = bytes.len() - 20;
    let length = u64::from_le_bytes(bytes[footer..footer + 8].try_into().unwrap()) as usize;
    let own = String::from_utf8(bytes[footer - length..footer].to_vec()).unwrap();
    let other = own.replacen(from, to, 1);
    assert!(other != own && other.len() == own.len(), "{from}");
    bytes[footer - length..footer].copy_from_slice(other.as_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(other.as_bytes());
    bytes[footer + 8..footer + 12].copy_from_slice(&crc.sum().to_le_bytes());
    std::fs::write(part, bytes).unwrap();
}

#[test]
fn parts_of_another_version_are_named() {
    let divided = Divided::into(1);
    divided.make_all();
    let own = env!("CARGO_PKG_VERSION");
    let other: String = own.chars().map(|one| if one.is_ascii_digit() { '9' } else { one }).collect();
    let program = |version: &str| format!("\"program\":\"{version}\"");
    let by_other = format!("part was made by version {other} (form ");
    put_version(&divided.part("rest"), &program(own), &program(&other));
    divided.refused(&["rest.", &by_other, "make all parts with one version of the program"]);
    put_version(&divided.part("0"), &program(own), &program(&other));
    divided.refused(&[
        "the report was made by version ",
        &format!(", each {by_other}").replace("was made ", ""),
    ]);
}

#[test]
fn parts_without_texts_tell_all_but_how_they_sound() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "whole");
    let plan = ["parts", "plan", "whole", "--buckets", "1", "--no-texts", "-o", "plan.json"];
    fine(sandbox.run(&[&plan, &SCOPE[..]].concat()));
    sandbox.write("parts/.keep", b"");
    std::fs::copy(sandbox.path().join("plan.json"), sandbox.path().join("parts/plan.json")).unwrap();
    let mut exports = Exports::bundled();
    let apart = ["conversations.csv", "messages.csv", "events.csv", "ratings.csv"];
    exports.0.retain(|name, _| apart.contains(&name.as_str()));
    exports.write_to(&sandbox, "of-conversations");
    let mut exports = Exports::bundled();
    exports.0.retain(|name, _| !apart.contains(&name.as_str()));
    exports.write_to(&sandbox, "others");
    for (folder, name) in [("of-conversations", "0"), ("others", "rest")] {
        let part = format!("parts/{name}.part");
        let make = ["facts", folder, "--part", &part, "--plan", "plan.json", "--bucket", name, "--quiet"];
        fine(sandbox.run(&make));
    }
    let figures = |from: &[&str]| {
        let question = ["summary", "--since", "90d", "--format", "json", "--quiet"];
        sandbox.run(&[&question, from].concat()).report().0["sections"].take()
    };
    assert!(figures(&["--parts", "parts"]) == figures(&[&["whole"], &SCOPE[..]].concat()));
    let refused = sandbox.run(&["quality", "--section", "sentiment", "--parts", "parts"]);
    assert_eq!(refused.code, Some(2), "{}", refused.out);
    refused.says(&["the parts do not tell how texts sound", "--no-texts"]);
}

#[test]
fn a_conversation_in_two_parts_is_named() {
    let divided = Divided::into(2);
    for name in ["0", "1"] {
        fine(divided.make(name, &SCOPE));
    }
    std::fs::remove_file(divided.sandbox.path().join("parts/plan.json")).unwrap();
    fine(divided.sandbox.run(&["summary", "--parts", "parts", "--quiet"]));
    let part = divided.sandbox.path().join("parts/2.part").display().to_string();
    fine(divided.sandbox.run(&[&["facts", "whole", "--part", &part, "--quiet"], &SCOPE[..]].concat()));
    divided.refused(&["stands in two parts"]);
}

#[test]
fn rows_of_another_part_are_refused_where_the_part_is_made() {
    let divided = Divided::into(2);
    let plan = divided.sandbox.path().join("parts/plan.json").display().to_string();
    let ran = divided.make("0", &["--plan", &plan, "--bucket", "1"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["a conversation of part 0 is among those of part 1", "modulo 2"]);
    let ran = divided.make("0", &["--plan", &plan, "--bucket", "rest"]);
    ran.says(&["rows of conversations are in the part of what is about none"]);
    let ran = divided.make("0", &["--plan", &plan, "--bucket", "9"]);
    ran.says(&["the plan has no part \"9\"", "insights parts list"]);
    assert!(!divided.part("0").exists());
}

#[test]
fn reports_of_parts_keep_to_what_they_were_made_under() {
    let divided = Divided::into(1);
    divided.make_all();
    let refused = |arguments: &[&str], says: &[&str]| {
        let ran = divided.sandbox.run(&[&["summary", "--parts", "parts"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.out);
        ran.says(says);
    };
    refused(&["--tz", "UTC"], &["made in the zone Europe/Amsterdam, not in UTC"]);
    refused(&["--as-of", "2026-09-01"], &["made as of 2026-09-30"]);
    refused(&["whole"], &["--parts and whole are two things to read"]);
    divided.sandbox.write("insights.toml", b"[cases]\nhours = 12\n");
    refused(&[], &["the report was made with case_gap 43200000, each part with 86400000"]);
    std::fs::remove_file(divided.sandbox.path().join("insights.toml")).unwrap();
    let ran = divided.sandbox.run(&["conversations", "--parts", "parts"]);
    ran.says(&["parts hold no texts to read"]);
    let ran = divided.sandbox.run(&["summary", "--parts", "whole"]);
    ran.says(&["whole holds no parts of facts"]);
    fine(divided.sandbox.run(&["summary", "--parts", "parts", "--as-of", "2026-09-30", "--quiet"]));
}

#[test]
fn rows_that_have_no_number_of_their_own_or_that_of_another_are_said() {
    let sandbox = Sandbox::new();
    let numbers =
        ["1", "2", "\"3\"", "2", "null", "\"x\"", "-4", "1.5", "1000000000000000000000000000000", "\"\""];
    let mut lines = String::new();
    for (id, number) in numbers.iter().enumerate() {
        lines += &format!(
            "{{\"conversation_id\":{id},\"created_at\":\"2026-01-05T09:00:00Z\",\"seq\":{number}}}\n"
        );
    }
    sandbox.write("a.jsonl", lines.as_bytes());
    sandbox.write("b.csv", b"conversation_id,created_at,seq\nb,2026-01-05T09:00:00Z,1\n");
    let asked = ["--part", "a.part", "--row-key", "seq", "--as-of", "2026-01-31", "--tz", "UTC"];
    let ran = sandbox.run(&[&["facts", "a.jsonl", "b.csv"], &asked[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // Numbers 1, 2 and 3, then 2 again; behind it six that are none from 0 on.
    ran.says(&[
        "a.jsonl row 5: a record whose --row-key is no number from 0 on; it goes by its place in the file (and 5 more)",
        "a.jsonl row 4: a record whose --row-key another one has, too; number the rows of the whole, each once\n",
        "b.csv: CSV, whose rows no --row-key numbers",
    ]);
    let strict = sandbox.run(&[&["facts", "a.jsonl", "--strict"], &asked[..]].concat());
    assert_eq!(strict.code, Some(1), "{}", strict.err);
    assert!(sandbox.path().join("a.part").exists());
}
