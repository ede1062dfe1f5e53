//! Random worlds and questions: the program must agree with the naive computation in every cell.

use crate::dice::Dice;
use crate::harness;
use crate::oracle::facts;
use crate::oracle::rows::World;
use crate::oracle::sections::{coverage, report};
use crate::oracle::setting::{Anchor, Every, Setting};
use crate::oracle::unread::absent;
use crate::questions::question;
use crate::worlds::{date_some, respell, unscale, world};
use insights::catalogue::REPORTS;
use proptest::prelude::{any, Strategy};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The reports that are compared: those in `INSIGHTS_REPORTS` (`summary,tags`), else all of conversations.
fn reports() -> Vec<String> {
    if let Ok(asked) = std::env::var("INSIGHTS_REPORTS") {
        return asked.split(',').map(str::to_string).collect();
    }
    let names = REPORTS.iter().map(|report| report.name);
    names.filter(|name| !["phone", "faq"].contains(name)).map(str::to_string).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs a check for many seeds, or for the one in `INSIGHTS_SEED`; `INSIGHTS_CASES` says how many.
pub fn for_seeds(cases: u32, check: impl Fn(u64) -> Result<(), String>) {
    if let Some(seed) = number("INSIGHTS_SEED") {
        check(seed).unwrap_or_else(|difference| panic!("seed {seed}: {difference}"));
        return;
    }
    let cases = number("INSIGHTS_CASES").map_or(cases, |count| count as u32);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let outcome = TestRunner::new(config).run(&any::<u64>().no_shrink(), |seed| {
        let told = |difference| format!("INSIGHTS_SEED={seed}\n{difference}");
        check(seed).map_err(|difference| TestCaseError::fail(told(difference)))
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Files in one folder, or the same rows spread over two folders that overlap.
pub fn write(world: &World, folder: &Path, spread: Option<&mut Dice>) {
    std::fs::create_dir_all(folder).unwrap();
    let Some(dice) = spread else {
        return world.write(folder);
    };
    let mut part = |keep_all: bool| {
        let mut part = world.clone();
        part.events.retain(|_| keep_all || dice.one_in(2));
        part.ratings.retain(|_| keep_all || dice.one_in(2));
        part.conversations.retain(|_| keep_all || dice.one_in(2));
        part.messages.retain(|_| keep_all || dice.one_in(2));
        part.comments.retain(|_| keep_all || dice.one_in(2));
        part.orders.retain(|_| keep_all || dice.one_in(2));
        part.calls.retain(|_| keep_all || dice.one_in(2));
        part.views.retain(|_| keep_all || dice.one_in(2));
        part.searches.retain(|_| keep_all || dice.one_in(2));
        part
    };
    for (name, keep_all) in [("a", false), ("b", true), ("c", false)] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        part(keep_all).write(&folder);
    }
}

/// The first difference between the program's report and the naive one.
pub fn difference(name: &str, world: &World, setting: &Setting, folder: &Path) -> Result<(), String> {
    let mut words = vec![name.to_string()];
    words.extend(setting.arguments());
    let found = harness::report(folder, &words)?;
    let without_room = harness::report_without_room(folder, &words)?;
    let of_archive = harness::report_of_archive(folder, &words)?;
    for (way, parts, report) in [
        ("with rows put aside on the disk", &["scope", "input", "sections"][..], without_room),
        ("of an archive", &["scope", "sections"], of_archive),
    ] {
        // An archive does not know of rows that were rejected, where these were all of their table, nor how those that
        // came again spell names.
        let none = serde_json::json!({});
        let is_whole = ["rejected", "duplicates"].iter().all(|of| found["input"][*of] == none);
        let is_told = way != "of an archive" || is_whole;
        if let Some(part) = parts.iter().filter(|_| is_told).find(|part| report[**part] != found[**part]) {
            let (one, other) = (&found[part], &report[part]);
            return Err(format!("{way}, {part} is\n{other}\nand not\n{one}"));
        }
    }
    scope(&found["scope"], setting)?;
    // calls have nothing to do with conversations, but for names that these may know
    let asks_names = !(setting.filters.is_empty() && setting.tag_all.is_empty() && setting.by.is_empty());
    let expected =
        if name != "phone" || asks_names { facts::left_out(world, setting.as_of) } else { BTreeMap::new() };
    left_out(&found["input"]["excluded"], &expected)?;
    let absent = serde_json::json!(absent(world));
    if found["input"]["absent"] != absent {
        return Err(format!("input.absent is {}, expected {absent}", found["input"]["absent"]));
    }
    for section in report(name, world, setting) {
        harness::compare(&section, &found)?;
        let covered = serde_json::json!(coverage(name, section.name, world, setting));
        let sections = found["sections"].as_array().ok_or("no sections")?;
        let own = sections.iter().find(|own| own["name"] == section.name).ok_or("no section")?;
        if own["coverage"]["messages"] != covered {
            return Err(format!("{}: coverage {}, expected {covered}", section.name, own["coverage"]));
        }
    }
    Ok(())
}

#[test]
fn the_newest_instant_is_found_among_rows_put_aside() {
    for_seeds(8, |seed| {
        let (world, _) = world(&mut Dice(seed));
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        write(&world, &folder, None);
        for name in ["summary", "quality"] {
            let words = [name, "--as-of", "latest", "--tz", "Europe/Warsaw"].map(str::to_string);
            let (found, aside) =
                (harness::report(&folder, &words), harness::report_without_room(&folder, &words));
            let (found, aside) = (found?, aside?);
            if found != aside {
                return Err(format!("{name} is\n{aside}\nand not\n{found}"));
            }
        }
        Ok(())
    });
}

fn scope(found: &Value, setting: &Setting) -> Result<(), String> {
    let anchor = format!("{:?}", setting.anchor).to_lowercase();
    let expected = [
        ("from", setting.from.to_string()),
        ("to", setting.to.to_string()),
        ("tz", setting.tz.name().to_string()),
        ("anchor", anchor),
    ];
    match expected.iter().find(|(name, value)| found[name] != **value) {
        Some((name, value)) => Err(format!("scope: {name} is {}, expected {value}", found[name])),
        None => Ok(()),
    }
}

/// Excluded conversations are counted whatever the period and the filters.
fn left_out(found: &Value, expected: &BTreeMap<&'static str, u64>) -> Result<(), String> {
    for reason in ["spam", "deleted", "merged", "test"] {
        let (wanted, count) =
            (expected.get(reason).copied().unwrap_or(0), found[reason].as_u64().unwrap_or(0));
        if wanted != count {
            return Err(format!("input.excluded: {reason} is {count}, expected {wanted}"));
        }
    }
    Ok(())
}

/// The difference over fresh files.
pub fn fails(name: &str, world: &World, setting: &Setting) -> Option<String> {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    write(world, &folder, None);
    difference(name, world, setting, &folder).err()
}

fn without(world: &World, table: usize, row: usize) -> Option<World> {
    let mut less = world.clone();
    match table {
        0 if row < less.conversations.len() && less.conversations.len() > 1 => {
            let gone = less.conversations.remove(row).id;
            less.messages.retain(|message| message.conversation != gone);
            less.events.retain(|event| event.conversation != gone);
            less.ratings.retain(|rating| rating.conversation.as_ref() != Some(&gone));
        }
        1 if row < less.messages.len() => drop(less.messages.remove(row)),
        2 if row < less.events.len() => drop(less.events.remove(row)),
        3 if row < less.ratings.len() => drop(less.ratings.remove(row)),
        4 if row < less.comments.len() => drop(less.comments.remove(row)),
        5 if row < less.orders.len() => drop(less.orders.remove(row)),
        _ => return None,
    }
    Some(less)
}

/// Simpler questions that may still fail.
fn simpler(setting: &Setting) -> Vec<Setting> {
    let plain = [
        Setting { filters: Vec::new(), tag_all: Vec::new(), ..setting.clone() },
        Setting { by: Vec::new(), ..setting.clone() },
        Setting { every: None, ..setting.clone() },
        Setting { compare: None, ..setting.clone() },
        Setting { limit: None, ..setting.clone() },
        Setting { anchor: Anchor::Event, ..setting.clone() },
    ];
    plain.into_iter().filter(|question| question.arguments() != setting.arguments()).collect()
}

/// Takes rows and flags away as long as the difference stays; a refusal (of a value no longer there) is another one.
fn smallest(name: &str, world: &World, setting: &Setting, first: String) -> String {
    let refused = |told: &String| told.starts_with("exit status");
    let alike = refused(&first);
    let fails =
        |world: &World, setting: &Setting| fails(name, world, setting).filter(|told| refused(told) == alike);
    let (mut world, mut setting, mut told) = (world.clone(), setting.clone(), first);
    for candidate in simpler(&setting.clone()) {
        let merged = Setting {
            filters: if candidate.filters.is_empty() { Vec::new() } else { setting.filters.clone() },
            tag_all: if candidate.tag_all.is_empty() { Vec::new() } else { setting.tag_all.clone() },
            by: if candidate.by.is_empty() { Vec::new() } else { setting.by.clone() },
            every: candidate.every.and(setting.every),
            compare: candidate.compare.and(setting.compare),
            limit: candidate.limit.and(setting.limit),
            anchor: if candidate.anchor == Anchor::Event { Anchor::Event } else { setting.anchor },
            ..setting.clone()
        };
        if let Some(difference) = fails(&world, &merged) {
            (setting, told) = (merged, difference);
        }
    }
    for table in 0..6 {
        let mut row = 0;
        while let Some(less) = without(&world, table, row) {
            match fails(&less, &setting) {
                Some(difference) => (world, told) = (less, difference),
                None => row += 1,
            }
        }
    }
    format!("{name} {}\n{told}\n{}", setting.arguments().join(" "), world.dump())
}

#[test]
fn every_cell_agrees_with_the_naive_computation() {
    for_seeds(64, |seed| {
        let mut dice = Dice(seed);
        let (mut world, plain) = world(&mut dice);
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        if dice.one_in(3) {
            date_some(&mut dice, &mut world, &plain);
        }
        let spread = dice.one_in(3);
        // files that overlap hold spellings more often than the world does
        if !spread && dice.one_in(2) {
            respell(&mut dice, &mut world);
        }
        // scores are settled file by file
        if !spread && dice.one_in(2) {
            unscale(&mut dice, &mut world);
        }
        write(&world, &folder, spread.then_some(&mut dice));
        for name in &reports() {
            let setting = question(&mut dice, &world, &plain, name);
            if let Err(told) = difference(name, &world, &setting, &folder) {
                return Err(match fails(name, &world, &setting) {
                    Some(told) if told.starts_with("exit status") => {
                        format!("{name} {:?}\n{told}\n{}", setting.arguments(), world.dump())
                    }
                    Some(told) => smallest(name, &world, &setting, told),
                    None => format!(
                        "only with overlapping files: {name} {:?}\n{told}\n{}",
                        setting.arguments(),
                        world.dump()
                    ),
                });
            }
        }
        Ok(())
    });
}

/// The report without the rows in which trouble was seen first: they stand elsewhere after shuffling.
pub fn without_places(report: &[u8]) -> String {
    let text = String::from_utf8_lossy(report);
    let is_place = |line: &&str| !line.trim_start().starts_with("\"input\": ");
    let mut kept: Vec<String> = text.lines().filter(is_place).map(str::to_owned).collect();
    let mut report: Value = serde_json::from_str(&text).unwrap();
    for problem in report["input"]["problems"].as_array_mut().into_iter().flatten() {
        problem["row"] = Value::Null;
    }
    kept.push(report["input"].to_string());
    kept.join("\n")
}

#[test]
fn the_order_of_rows_and_the_number_of_threads_change_no_byte() {
    for_seeds(8, |seed| {
        let mut dice = Dice(seed);
        let (mut world, plain) = world(&mut dice);
        let place = tempfile::tempdir().unwrap();
        let folder: PathBuf = place.path().join("data");
        for name in &reports() {
            let setting = question(&mut dice, &world, &plain, name);
            let mut printed: Vec<String> = Vec::new();
            for threads in ["1", "2", "8"] {
                dice.shuffle(&mut world.conversations);
                dice.shuffle(&mut world.messages);
                dice.shuffle(&mut world.events);
                dice.shuffle(&mut world.ratings);
                dice.shuffle(&mut world.comments);
                dice.shuffle(&mut world.orders);
                write(&world, &folder, None);
                let mut words = vec![name.to_string()];
                words.extend(setting.arguments());
                words.extend(["--threads", threads, "--format", "json"].map(String::from));
                printed.push(without_places(&harness::output(&folder, &words)?));
            }
            if printed.iter().any(|bytes| *bytes != printed[0]) {
                return Err(format!("{name} {:?}: other bytes\n{}", setting.arguments(), world.dump()));
            }
        }
        Ok(())
    });
}

/// Columns whose buckets add up to the total.
const ADDITIVE: [&str; 26] = [
    "conversations",
    "incoming",
    "outgoing",
    "answered",
    "closed",
    "reopened",
    "messages",
    "customer_messages",
    "agent_messages",
    "ai_messages",
    "new_customers",
    "tagged",
    "cases",
    "customer_replies",
    "inquiries",
    "unanswered",
    "unanswered_open",
    "unanswered_closed",
    "first_response_n",
    "first_response_after_handoff_n",
    "response_n",
    "waiting_n",
    "resolution_n",
    "window_missed",
    "window_closing",
    "ratings",
];

#[test]
fn buckets_add_up_to_the_total() {
    for_seeds(8, |seed| {
        let mut dice = Dice(seed);
        let (world, plain) = world(&mut dice);
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        write(&world, &folder, None);
        let run = |every| {
            let setting = Setting { every, ..plain.clone() };
            harness::report(&folder, &[vec!["summary".to_string()], setting.arguments()].concat())
        };
        let total = run(None)?;
        for every in [Every::Hour, Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year] {
            let parts = run(Some(every))?;
            let sum = |column: &str| {
                let rows = harness::rows(&parts, "totals")?;
                // what was not read has no value in any bucket
                let values = rows.iter().filter_map(|row| row[column].as_f64());
                Ok::<Option<f64>, String>(values.reduce(|sum, value| sum + value))
            };
            for column in ADDITIVE {
                let whole = harness::rows(&total, "totals")?[0][column].as_f64();
                if whole != sum(column)? {
                    let dump = world.dump();
                    return Err(format!(
                        "{column} by {every:?}: {whole:?}, parts {:?}\n{dump}",
                        sum(column)?
                    ));
                }
            }
        }
        Ok(())
    });
}
