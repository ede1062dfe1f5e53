//! Damaged input in great numbers: whatever stands in a file or on the command line, nothing panics and nothing hangs.
//!
//! `INSIGHTS_FUZZ=1000000 cargo test --release --lib fuzz -- --nocapture` runs so many executions of each target;
//! `INSIGHTS_FUZZ_SEED` repeats a run.

// Writes the files it loads, and says what it did.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

mod together;

use crate::fitting::{index, small};
use crate::load::{load, LoadOptions};
use crate::profile::toml::{builtin, parse};
use crate::scope::as_of::AsOf;
use crate::scope::period::{parse_date, Named, Since};
use crate::source::inputs::Inputs;
use crate::values::{flag, number, BareNumbers, DayOrder, InstantReader, SpanReader, SpanUnit, Zone};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Executions of each target where nobody asks for more.
const FEW: u64 = 300;

/// Files that are no seeds: to read them takes the time of many small ones.
const LARGE: usize = 1 << 16;

/// What is put into inputs: what formats, dialects and values turn on.
const TOKENS: &[&str] = &[
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\r\n",
    "\\",
    "\u{feff}",
    "\0",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "true",
    "-",
    "--",
    "0",
    "-1",
    "1e400",
    "9999-12-31",
    "0000-00-00",
    "1970-01-01",
    "2026-03-29T02:30:00",
    "Z",
    "+99:99",
    "99:99:99",
    "PT",
    "P1D",
    "1h",
    "%",
    "€",
    "١٢٣",
    "\u{202e}",
    "sep=;",
    "Total",
    "{\"$date\":",
    "{\"a\":",
    "[[",
    "=\"1\"",
    "3.6E+11",
    "1,234.5",
    "1.234,5",
    "46266",
    "1772445600000",
];

/// A seeded sequence of numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        index((mixed ^ (mixed >> 31)) % below.max(1) as u64)
    }

    /// One to eight damages: bytes changed, cut out, doubled, tokens put in, the end cut off.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.roll(8) {
            let at = self.roll(bytes.len() + 1);
            let end = (at + self.roll(24)).min(bytes.len());
            match self.roll(6) {
                0 if at < bytes.len() => bytes[at] = small(self.roll(256)),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 if self.roll(8) == 0 => bytes.truncate(at),
                _ => {
                    let token = TOKENS[self.roll(TOKENS.len())].bytes();
                    bytes.splice(at..at, token);
                }
            }
        }
    }
}

/// How a target begins: its dice, and how often it is run.
fn begin(target: &str) -> (Dice, u64) {
    let variable = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let clock = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(0));
    let asked = variable("INSIGHTS_FUZZ");
    // A few executions are the same every time; who asks for many looks for something new.
    let seed = variable("INSIGHTS_FUZZ_SEED").unwrap_or(if asked.is_some() { clock } else { 1 });
    let executions = asked.unwrap_or(FEW);
    println!("{target}: {executions} executions, INSIGHTS_FUZZ_SEED={seed}");
    (Dice(seed), executions)
}

/// Runs a target on damaged seeds, as often as asked for.
fn fuzz(target: &str, seeds: &[Vec<u8>], mut run: impl FnMut(&[u8])) {
    let (mut dice, executions) = begin(target);
    let mut bytes = Vec::new();
    for _ in 0..executions {
        // Damages pile up, now and then from a sound seed again.
        if bytes.is_empty() || bytes.len() > LARGE || dice.roll(4) == 0 {
            bytes.clone_from(&seeds[dice.roll(seeds.len())]);
        }
        dice.damage(&mut bytes);
        run(&bytes);
    }
}

/// The files of the samples, and of the exports as they are found, with one of these endings.
fn samples(endings: &[&str]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders = vec![fixtures.join("profiles"), fixtures.join("cases")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending.as_str()) {
                found.push(std::fs::read(&path).unwrap());
            }
        }
    }
    found.retain(|bytes| bytes.len() < LARGE);
    found.sort();
    assert!(!found.is_empty());
    found
}

/// Loads bytes as a file of that name; whether it succeeds does not matter.
fn load_as(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let _ = load(Inputs { paths: vec![path], stdin: None }, &LoadOptions::default());
}

fn texts(words: &[&str]) -> Vec<Vec<u8>> {
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}

#[test]
fn csv_of_any_dialect() {
    let folder = tempfile::tempdir().unwrap();
    fuzz("csv", &samples(&["csv"]), |bytes| load_as(&folder, "a.csv", bytes));
}

#[test]
fn json_of_any_envelope() {
    let folder = tempfile::tempdir().unwrap();
    fuzz("json", &samples(&["json", "jsonl"]), |bytes| load_as(&folder, "a.json", bytes));
}

/// What is decided over the files of a run, such as how ids are written, is decided with a damaged one among them.
#[test]
fn files_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = samples(&["csv", "json", "jsonl"]);
    let (before, now) = (folder.path().join("a"), folder.path().join("b"));
    fuzz("beside", &seeds, |bytes| {
        std::fs::rename(&now, &before).unwrap_or_default();
        std::fs::write(&now, bytes).unwrap();
        let _ =
            load(Inputs { paths: vec![before.clone(), now.clone()], stdin: None }, &LoadOptions::default());
    });
}

/// The statements of a program around JSON, as exports of one's own data have them.
#[test]
fn json_inside_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut seeds = Vec::new();
    for (before, after) in [("window.YTD.tweets.part0 = ", ""), ("callback(", ");"), ("var a = ", ";\n")] {
        let around = |json: &Vec<u8>| [before.as_bytes(), json, after.as_bytes()].concat();
        seeds.extend(samples(&["json"]).iter().map(around));
    }
    fuzz("program", &seeds, |bytes| load_as(&folder, "a.js", bytes));
}

#[test]
fn bytes_of_no_name() {
    let folder = tempfile::tempdir().unwrap();
    fuzz("any", &samples(&["csv", "json", "zip", "gz", "xlsx", "parquet"]), |bytes| {
        load_as(&folder, "a.dat", bytes)
    });
}

/// A reader of instants in the most eventful zone and order.
fn instants(numbers: BareNumbers) -> InstantReader {
    let zone = chrono_tz::Europe::Amsterdam;
    InstantReader {
        zone: Zone::Named(zone),
        date_zone: zone,
        order: DayOrder::DayFirst,
        numbers,
        zero_is_null: true,
    }
}

#[test]
fn values_of_any_form() {
    let seeds = texts(&[
        "2026-03-01T09:00:00.123Z",
        "14/Sep/26 3:42 PM",
        "Tue, 01 Sep 2026 08:00:00 +0000",
        "1772445600000",
        "46266.35",
        "1.234,50 €",
        "1d 2h 3m",
        "PT1H2M3S",
        "-00:45",
        "26:01:02",
        "yes",
        "Tue Sep 01 08:00:00 +0000 2026",
        "20260301",
    ]);
    fuzz("values", &seeds, |bytes| {
        for numbers in [BareNumbers::Epoch, BareNumbers::DayNumbers, BareNumbers::ShortDates] {
            let _ = instants(numbers).read(bytes);
        }
        let _ = number(bytes, None);
        let _ = flag(bytes);
        for unit in [SpanUnit::Seconds, SpanUnit::Minutes] {
            let _ = SpanReader::plain(unit).read(bytes);
        }
    });
}

#[test]
fn profiles_of_any_text() {
    let seeds: Vec<Vec<u8>> =
        builtin().iter().map(|profile| crate::profile::toml::write(profile).into_bytes()).collect();
    fuzz("profile", &seeds, |bytes| {
        let _ = parse(&String::from_utf8_lossy(bytes), "fuzz.toml");
    });
}

#[test]
fn periods_of_any_text() {
    let seeds = texts(&[
        "90d",
        "12w",
        "3m",
        "1y",
        "2026-W12",
        "2026-03",
        "2026-Q1",
        "last-week",
        "2026-03-01",
        "latest",
    ]);
    fuzz("period", &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let _ = text.parse::<Since>();
        let _ = text.parse::<Named>();
        let _ = text.parse::<AsOf>();
        let _ = parse_date(&text);
    });
}
