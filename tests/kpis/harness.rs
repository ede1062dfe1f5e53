//! Runs the real program on canonical files and compares its JSON with expected sections, cell by cell.

use crate::oracle::tables::{Row, Section};
use insights::Surroundings;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// The program under test: `INSIGHTS_BIN`, else the one built with these tests.
pub fn program() -> PathBuf {
    std::env::var_os("INSIGHTS_BIN").map_or_else(|| env!("CARGO_BIN_EXE_insights").into(), PathBuf::from)
}

/// What a run printed on stdout; an error with its words where it failed.
pub fn output(folder: &Path, words: &[String]) -> Result<Vec<u8>, String> {
    let (command, flags) = words.split_first().ok_or("no command")?;
    let mut run = Command::new(program());
    run.env_clear().current_dir(folder.parent().ok_or("no parent folder")?);
    run.arg(command).arg(folder).args(flags);
    let done = run.output().map_err(|error| format!("{}: {error}", program().display()))?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    Err(format!("{}: {}", done.status, String::from_utf8_lossy(&done.stderr)))
}

/// The JSON report of a run.
pub fn report(folder: &Path, words: &[String]) -> Result<Value, String> {
    let mut words = words.to_vec();
    words.extend(["--format".to_string(), "json".to_string()]);
    let bytes = output(folder, &words)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| format!("no JSON: {error}: {}", String::from_utf8_lossy(&bytes)))
}

/// The JSON report of a run of the library that is allowed no memory for rows, so that all of them go to the disk.
pub fn report_without_room(folder: &Path, words: &[String]) -> Result<Value, String> {
    let out = library(folder, words, &["--format", "json", "--memory", "1KB"])?;
    serde_json::from_slice(&out).map_err(|error| format!("no JSON: {error}"))
}

/// The JSON report of a run of the library on an archive of the same rows, exported month by month.
pub fn report_of_archive(folder: &Path, words: &[String]) -> Result<Value, String> {
    let (archive, months) = (folder.with_extension("archive"), folder.with_extension("months"));
    for old in [&archive, &months] {
        let _ = std::fs::remove_dir_all(old);
    }
    let is_flat =
        std::fs::read_dir(folder).into_iter().flatten().flatten().all(|entry| entry.path().is_file());
    let files =
        if is_flat { write_months(folder, &months).map(|()| months) } else { Ok(folder.to_path_buf()) };
    let files = files.map_err(|error| error.to_string())?;
    let target = archive.to_str().ok_or("no text")?;
    library(&files, &["import".to_string()], &["--archive", target, "--tz", "Asia/Kolkata"])?;
    let out = library(&archive, words, &["--format", "json"])?;
    serde_json::from_slice(&out).map_err(|error| format!("no JSON: {error}"))
}

/// The files that are exported month by month, with the instant of their rows; of others all rows are looked at together.
const MONTHLY: [(&str, &str); 5] = [
    ("conversations.csv", "created_at"),
    ("messages.csv", "at"),
    ("events.csv", "at"),
    ("orders.csv", "at"),
    ("calls.csv", "started_at"),
];

/// Writes a file a month, with no column in which that month has nothing.
fn write_months(folder: &Path, months: &Path) -> csv::Result<()> {
    std::fs::create_dir_all(months)?;
    for entry in std::fs::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let Some((_, instant)) = MONTHLY.iter().find(|(monthly, _)| name == *monthly) else {
            std::fs::copy(path, months.join(name))?;
            continue;
        };
        let mut reader = csv::Reader::from_path(&path)?;
        let head = reader.headers()?.clone();
        let instant = head.iter().position(|column| column == *instant).unwrap();
        let mut of_months: BTreeMap<String, Vec<csv::StringRecord>> = BTreeMap::new();
        for row in reader.records() {
            let row = row?;
            let month: String = row[instant].chars().take("2026-01".len()).collect();
            of_months.entry(month).or_default().push(row);
        }
        for (number, rows) in of_months.values().enumerate() {
            let stays = |place: &usize| {
                let is_known = rows.iter().any(|row| !row[*place].is_empty());
                is_known || *place == instant || head[*place].ends_with("_id")
            };
            let places: Vec<usize> = (0..head.len()).filter(stays).collect();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let mut writer = csv::Writer::from_path(months.join(format!("{stem}-{number}.csv")))?;
            for row in std::iter::once(&head).chain(rows) {
                writer.write_record(places.iter().map(|&place| &row[place]))?;
            }
            writer.flush()?;
        }
    }
    Ok(())
}

/// What a run of the library prints.
fn library(folder: &Path, words: &[String], flags: &[&str]) -> Result<Vec<u8>, String> {
    let (command, own) = words.split_first().ok_or("no command")?;
    let mut arguments: Vec<OsString> = vec!["insights".into(), command.into(), folder.into()];
    arguments.extend(own.iter().map(OsString::from));
    arguments.extend(flags.iter().map(OsString::from));
    let surroundings = Surroundings {
        arguments,
        folder: folder.parent().ok_or("no parent folder")?.to_path_buf(),
        ..Surroundings::default()
    };
    let (mut out, said) = (Vec::new(), Said::default());
    match insights::run(&surroundings, &mut out, Box::new(said.clone())) {
        0 => Ok(out),
        code => Err(format!("exit status: {code}: {}", said.text())),
    }
}

/// What a run of the library says on standard error.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Said {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A cell of any kind as text; missing is `None`.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// The rows of one section.
pub fn rows<'a>(report: &'a Value, section: &str) -> Result<&'a Vec<Value>, String> {
    let sections = report["sections"].as_array().ok_or("no sections")?;
    let found = sections.iter().find(|known| known["name"] == section);
    found.and_then(|section| section["rows"].as_array()).ok_or(format!("no section {section}"))
}

fn is_count(name: &str) -> bool {
    let measured = ["_s", "_rate", "_case", "_mean", "_change", "_visitor"];
    let name = name.trim_end_matches("_previous");
    !measured.iter().any(|end| name.ends_with(end))
        && !name.ends_with("satisfaction")
        && !name.starts_with("ai_sales")
        && !["share", "nps", "service_level"].contains(&name)
}

/// Counts must be equal, everything else to nine digits.
pub fn same(name: &str, expected: Option<f64>, actual: Option<f64>) -> bool {
    match (expected, actual) {
        (None, None) => true,
        (Some(expected), Some(actual)) if is_count(name) => expected == actual,
        (Some(expected), Some(actual)) => {
            (expected - actual).abs() <= 1e-9 * expected.abs().max(actual.abs()).max(1e-3)
        }
        _ => false,
    }
}

/// Hours are compared as instants, whatever their spelling.
pub fn key(name: &str, value: Option<String>) -> Option<String> {
    let value = value?;
    if let ("at", Ok(at)) = (name, chrono::DateTime::parse_from_rfc3339(&value)) {
        return Some(at.timestamp_millis().to_string());
    }
    let parsed = ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M%:z"]
        .iter()
        .find_map(|form| chrono::DateTime::parse_from_str(&value, form).ok());
    Some(match parsed {
        Some(at) if name == "bucket" => at.timestamp().to_string(),
        _ => value,
    })
}

fn keys(names: &[&String], row: &Value) -> Vec<Option<String>> {
    names.iter().map(|name| key(name, text(&row[name.as_str()]))).collect()
}

fn compare_columns(section: &Section, row: &Row, report: &Value) -> Result<(), String> {
    let sections = report["sections"].as_array().ok_or("no sections")?;
    let found = sections.iter().find(|known| known["name"] == section.name).ok_or("no section")?;
    let columns = found["columns"].as_array().ok_or("no columns")?;
    let names: Vec<&str> = columns.iter().filter_map(|column| column["name"].as_str()).collect();
    // A title behind all figures is one of neither kind.
    let names = names.strip_suffix(&["title"]).unwrap_or(&names);
    let (dimensions, figures) = names.split_at(row.dimensions.len().min(names.len()));
    let mut left: Vec<&str> = dimensions.to_vec();
    let mut right: Vec<&str> = row.dimensions.iter().map(|(name, _)| name.as_str()).collect();
    left.sort_unstable();
    right.sort_unstable();
    let expected: Vec<&str> = row.cells.iter().map(|(name, _)| name.as_str()).collect();
    if left != right || figures != expected {
        return Err(format!("{}: columns {names:?}\nexpected {right:?} then {expected:?}", section.name));
    }
    Ok(())
}

fn compare_row(section: &Section, expected: &Row, actual: &Value) -> Result<(), String> {
    for (name, value) in &expected.cells {
        let cell = &actual[name.as_str()];
        let found = cell.as_f64();
        if found.is_none() && !cell.is_null() || !same(name, *value, found) {
            let place = &expected.dimensions;
            return Err(format!("{} {place:?}: {name} is {cell}, expected {value:?}", section.name));
        }
    }
    Ok(())
}

fn last_rows_hold_the_total(section: &Section, actual: &[Value]) -> Result<(), String> {
    for pair in actual.windows(2) {
        let total = pair[0]["agent"] == "(total)" && pair[0]["bucket"] == pair[1]["bucket"];
        let team = pair[0]["agent"] == "(team)" && pair[1]["agent"] != "(total)";
        if section.name == "agents" && (total || team) {
            return Err(format!("agents: {} stands before {}", pair[0]["agent"], pair[1]["agent"]));
        }
    }
    Ok(())
}

/// The first difference between an expected section and the report.
pub fn compare(section: &Section, report: &Value) -> Result<(), String> {
    let actual = rows(report, section.name)?;
    if let Some(row) = section.rows.first() {
        compare_columns(section, row, report)?;
    }
    let names: Vec<&String> =
        section.rows.iter().flat_map(|row| row.dimensions.iter().map(|(name, _)| name)).collect();
    let names = &names[..section.rows.first().map_or(0, |row| row.dimensions.len())];
    let found: Vec<Vec<Option<String>>> = actual.iter().map(|row| keys(names, row)).collect();
    for (place, row) in section.rows.iter().enumerate() {
        let wanted: Vec<Option<String>> =
            row.dimensions.iter().map(|(name, value)| key(name, value.clone())).collect();
        let in_place = section.ordered && found.get(place) == Some(&wanted);
        let at = if in_place { Some(place) } else { found.iter().position(|keys| *keys == wanted) };
        let at = at.ok_or_else(|| {
            let full: Vec<_> = row.cells.iter().filter(|(_, value)| value.unwrap_or(0.0) != 0.0).collect();
            format!("{} {:?}: no such row; it holds {full:?}", section.name, row.dimensions)
        })?;
        if section.ordered && at != place {
            return Err(format!("{} {wanted:?}: row {at}, expected {place}", section.name));
        }
        compare_row(section, row, &actual[at])?;
    }
    if actual.len() != section.rows.len() {
        let wanted: Vec<Vec<Option<String>>> = section
            .rows
            .iter()
            .map(|row| row.dimensions.iter().map(|(name, value)| key(name, value.clone())).collect())
            .collect();
        let extra = found.iter().zip(actual).find(|(keys, _)| !wanted.contains(keys));
        return Err(format!("{}: a row too many: {:?}", section.name, extra.map(|(_, row)| row.to_string())));
    }
    last_rows_hold_the_total(section, actual)
}
