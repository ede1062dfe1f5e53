//! Figures over real exports: those published beside them, and those counted here, line by line, from the raw files.

#![allow(clippy::print_stderr)] // Says what was skipped.

mod github;
mod star;
mod twitter;

use super::sandbox::{Report, Sandbox};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// All of the data, seen from long after.
pub const SCOPE: [&str; 8] =
    ["--tz", "UTC", "--since", "2005-01-01", "--until", "2030-01-01", "--as-of", "2030-01-01"];

/// Cells by column.
type Row = BTreeMap<String, String>;

/// The folder of a data set, where `INSIGHTS_REAL_DATA` names one that has it.
pub fn folder(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("INSIGHTS_REAL_DATA").map(|root| PathBuf::from(root).join(name));
    let found = folder.filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: INSIGHTS_REAL_DATA names no folder with {name}");
    }
    found
}

/// A report in JSON over these files.
#[track_caller]
fn report(command: &str, files: &[PathBuf], flags: &[&str]) -> Report {
    Sandbox::new().run(&arguments(command, files, "json", flags)).report()
}

/// The rows of the first section, as CSV has them.
#[track_caller]
fn rows(command: &str, files: &[PathBuf], flags: &[&str]) -> Vec<Row> {
    let ran = Sandbox::new().run(&arguments(command, files, "csv", flags));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    csv::Reader::from_reader(ran.out.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

fn arguments<'a>(command: &'a str, files: &'a [PathBuf], format: &'a str, flags: &[&'a str]) -> Vec<&'a str> {
    let files = files.iter().map(|file| file.to_str().unwrap());
    let mut arguments = vec![command, "--format", format];
    arguments.extend(files.chain(SCOPE).chain(flags.iter().copied()));
    arguments
}

/// Milliseconds of an instant in ISO 8601.
fn milliseconds(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

/// Number, mean, median and 90th percentile (both interpolated) of durations in milliseconds, in seconds.
fn duration(values: &[i64]) -> [f64; 4] {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let sum: i64 = sorted.iter().sum();
    let rank = |share: f64| {
        let place = share * (sorted.len() - 1) as f64;
        let (low, high) = (sorted[place.floor() as usize] as f64, sorted[place.ceil() as usize] as f64);
        (low + (high - low) * place.fract()) / 1000.0
    };
    let count = sorted.len() as f64;
    [count, sum as f64 / count / 1000.0, rank(0.5), rank(0.9)]
}

/// Fails unless the four columns of a duration hold these values.
#[track_caller]
fn holds_duration(report: &Report, id: &str, expected: [f64; 4]) {
    let columns = ["n", "mean_s", "median_s", "p90_s"].map(|part| format!("{id}_{part}"));
    let figures: Vec<(&str, f64)> = columns.iter().map(String::as_str).zip(expected).collect();
    report.holds(&figures);
}

/// Fails unless a value is the one published, to the digits printed there.
#[track_caller]
fn published(value: Option<f64>, expected: f64, digits: i32) {
    let value = value.expect("a value");
    assert!((value - expected).abs() <= 0.5001 * 10f64.powi(-digits), "{value}, published {expected}");
}
