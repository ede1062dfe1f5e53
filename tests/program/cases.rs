//! Exports as they are found (`fixtures/cases`): each with the figures, worked out by hand, that it must give, or what must be said of it.

use crate::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What every run of a case is given besides, so that it says the same on any day and machine.
const FIXED: [&str; 4] = ["--tz", "UTC", "--as-of", "2026-12-31T00:00:00Z"];

/// The zones and moments of a case that names none of its own.
fn arguments(run: &str) -> Vec<String> {
    let mut words: Vec<String> = run.split_whitespace().map(str::to_owned).collect();
    for pair in FIXED.chunks(2).filter(|pair| !run.contains(pair[0])) {
        words.extend(pair.iter().map(|word| (*word).to_owned()));
    }
    words
}

/// Every folder with an `expect.toml`, in order.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let entries = std::fs::read_dir(root).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// What was run for a case, with or without room for rows, and what it gave: several figures may be expected of one run.
#[derive(Default)]
struct Runs(Vec<(Vec<String>, bool, Rc<Ran>)>);

impl Runs {
    fn of(&mut self, words: Vec<String>, has_room: bool) -> Rc<Ran> {
        if let Some((.., ran)) = self.0.iter().find(|(known, room, _)| (known, *room) == (&words, has_room)) {
            return Rc::clone(ran);
        }
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let sandbox = Sandbox::new();
        let ran = if has_room { sandbox.run(&arguments) } else { sandbox.run_without_room(&arguments) };
        let ran = Rc::new(ran);
        self.0.push((words, has_room, Rc::clone(&ran)));
        ran
    }
}

/// What does not hold of one expectation.
fn fault(case: &Path, expected: &toml::Table, runs: &mut Runs) -> Option<String> {
    let known = ["run", "figure", "row", "is", "input", "says", "silent_on", "exit"];
    if let Some(key) = expected.keys().find(|key| !known.contains(&key.as_str())) {
        return Some(format!("no key is called {key}"));
    }
    let run = expected["run"].as_str().unwrap();
    let mut words = arguments(run);
    words.insert(1, case.join("in").display().to_string());
    let has_figure = expected.contains_key("figure") || expected.contains_key("input");
    if has_figure {
        words.extend(["--format".to_owned(), "json".to_owned()]);
    }
    let ran = runs.of(words.clone(), true);
    let exit = expected.get("exit").map_or(0, |exit| exit.as_integer().unwrap());
    if ran.code.map(i64::from) != Some(exit) {
        return Some(format!("exit {:?} instead of {exit}: {}", ran.code, ran.err));
    }
    if let Some(fault) = unsaid(expected, &ran) {
        return Some(fault);
    }
    if !has_figure {
        return None;
    }
    let aside = runs.of(words, false);
    misses(&ran, expected)
        .or_else(|| misses(&aside, expected).map(|fault| format!("with rows put aside, {fault}")))
}

/// What is not as expected in a report that was run.
fn misses(ran: &Ran, expected: &toml::Table) -> Option<String> {
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let found = match expected.get("input") {
        Some(path) => {
            path.as_str().unwrap().split('.').fold(&report["input"], |value, key| &value[key]).clone()
        }
        None => match cell(&report, expected) {
            Some(cell) => cell,
            None => return Some(format!("no such cell; said was: {}", ran.err)),
        },
    };
    (!equal(&found, &expected["is"]))
        .then(|| format!("{found} instead of {}; said was: {}", expected["is"], ran.err))
}

/// A text of `says` that is not said, or one of `silent_on` that is; in any case of letters.
fn unsaid(expected: &toml::Table, ran: &Ran) -> Option<String> {
    let said = format!("{}\n{}", ran.out, ran.err).to_lowercase();
    let texts = |key: &str| expected.get(key).map_or(&[][..], |texts| texts.as_array().unwrap()).iter();
    let is_said = |text: &&toml::Value| said.contains(&text.as_str().unwrap().to_lowercase());
    if let Some(text) = texts("says").find(|text| !is_said(text)) {
        return Some(format!("{text} is not said in: {}", ran.err));
    }
    let text = texts("silent_on").find(is_said)?;
    Some(format!("{text} is said in: {}", ran.err))
}

/// The cell of the first row that has the column and the dimensions asked for.
fn cell(report: &Value, expected: &toml::Table) -> Option<Value> {
    let column = expected["figure"].as_str().unwrap();
    let sections = report["sections"].as_array().unwrap();
    let mut rows = sections.iter().flat_map(|section| section["rows"].as_array().unwrap());
    let row = rows.find(|row| {
        let asked = expected.get("row").map(|row| row.as_table().unwrap());
        row.get(column).is_some()
            && asked.iter().flat_map(|asked| *asked).all(|(key, value)| equal(&row[key.as_str()], value))
    })?;
    Some(row[column].clone())
}

fn equal(found: &Value, expected: &toml::Value) -> bool {
    match expected {
        toml::Value::String(none) if none == "none" => found.is_null(),
        toml::Value::String(text) => found == text.as_str(),
        toml::Value::Boolean(is) => found.as_bool() == Some(*is),
        number => {
            let number = number.as_float().or(number.as_integer().map(|whole| whole as f64)).unwrap();
            found.as_f64().is_some_and(|found| (found - number).abs() <= 1e-9 * number.abs().max(1.0))
        }
    }
}

#[test]
fn every_case_gives_the_figures_worked_out_for_it() {
    let cases = cases();
    let mut faults = Vec::new();
    for case in &cases {
        let name = case.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(case.join("expect.toml"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let expectations = table["expect"].as_array().unwrap();
        assert!(!expectations.is_empty(), "{name} expects nothing");
        let mut runs = Runs::default();
        for (place, expected) in expectations.iter().enumerate() {
            if let Some(fault) = fault(case, expected.as_table().unwrap(), &mut runs) {
                faults.push(format!("{name}, expectation {}: {fault}", place + 1));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    assert!(!cases.is_empty());
}
