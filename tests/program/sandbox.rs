//! Runs the program in a folder of its own, with an empty environment.

use insights::Surroundings;
use serde_json::Value;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that is gone after the test.
pub struct Sandbox(tempfile::TempDir);

/// What one run said, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Sandbox {
    pub fn new() -> Self {
        Sandbox(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and the folders it stands in.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The program, to be started in this folder without any variable set.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_insights"));
        command.env_clear().current_dir(self.path()).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs the library to its end, which is allowed no memory for rows, so that all of them go to the disk; paths are
    /// whole ones, and what it says on standard error is dropped.
    pub fn run_without_room(&self, arguments: &[&str]) -> Ran {
        let words = ["insights"].iter().chain(arguments).chain(&["--memory", "1KB"]);
        let surroundings = Surroundings {
            arguments: words.map(OsString::from).collect(),
            folder: self.path().to_path_buf(),
            ..Surroundings::default()
        };
        let mut out = Vec::new();
        let code = insights::run(&surroundings, &mut out, Box::new(std::io::sink()));
        Ran { code: Some(i32::from(code)), out: String::from_utf8(out).unwrap(), err: String::new() }
    }

    /// Runs the program to its end with these bytes on standard input.
    pub fn run_fed(&self, arguments: &[&str], bytes: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Ran {
    pub fn of(output: std::process::Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The report in JSON, after checking that the run succeeded.
    #[track_caller]
    pub fn report(&self) -> Report {
        assert_eq!(self.code, Some(0), "{}", self.err);
        Report(serde_json::from_str(&self.out).unwrap())
    }

    /// Fails unless standard error holds each of these texts.
    #[track_caller]
    pub fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.err.contains(text), "{text:?} is not said in:\n{}", self.err);
        }
    }
}

/// A report as JSON.
#[derive(Debug, PartialEq)]
pub struct Report(pub Value);

impl Report {
    /// The rows of a section.
    #[track_caller]
    pub fn rows(&self, section: &str) -> &[Value] {
        let sections = self.0["sections"].as_array().unwrap();
        let found = sections.iter().find(|found| found["name"] == section);
        found.unwrap_or_else(|| panic!("no section {section}"))["rows"].as_array().unwrap()
    }

    /// A figure of the first section's only row; `None` where it has no value.
    #[track_caller]
    pub fn figure(&self, column: &str) -> Option<f64> {
        let rows = self.0["sections"][0]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 1, "one row expected");
        let cell = rows[0].get(column).unwrap_or_else(|| panic!("no column {column}"));
        cell.as_f64()
    }

    /// Fails unless the first section's only row holds these figures.
    #[track_caller]
    pub fn holds(&self, figures: &[(&str, f64)]) {
        for (column, expected) in figures {
            let found = self.figure(column).unwrap_or_else(|| panic!("{column} has no value"));
            let near = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
            assert!(near, "{column} is {found}, not {expected}");
        }
    }

    /// A number of the account of what was read; 0 where it is not mentioned.
    pub fn input(&self, what: &str, table: &str) -> u64 {
        self.0["input"][what][table].as_u64().unwrap_or(0)
    }
}
