//! Whole commands in one process, as `benches/fuzz_commands.py` lays them out: a million of them need no million starts.
#![allow(clippy::print_stdout)] // Answers whoever hands it the rounds.

use insights::{run, Surroundings};
use std::ffi::OsString;
use std::fs::File;
use std::io::{stdin, BufRead, Write};
use std::panic::{catch_unwind, set_hook};
use std::path::{Path, PathBuf};

/// What the clock of every round says: 2026-02-01, UTC.
const NOW: i64 = 1_769_904_000_000;
/// What a round ends with that panicked, as a process of its own would.
const PANICKED: u8 = 101;

/// Reads a line a round, its folder and the arguments, separated by tabs; runs it there, its streams into `.out` and
/// `.err`, and answers with its exit code.
#[test]
#[ignore = "benches/fuzz_commands.py hands it its rounds"]
fn rounds_of_standard_input() {
    set_hook(Box::new(|panic| {
        let said = File::options().create(true).append(true).open(".panic");
        let _ = said.and_then(|mut file| writeln!(file, "{panic}"));
    }));
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let (folder, arguments) = line.split_once('\t').unwrap();
        std::env::set_current_dir(folder).unwrap();
        println!("\nended {}", ending(Path::new(folder), arguments));
    }
}

/// The exit code of one command line in the current folder.
fn ending(folder: &Path, arguments: &str) -> u8 {
    let surroundings = Surroundings {
        arguments: std::iter::once("insights").chain(arguments.split('\t')).map(OsString::from).collect(),
        variables: vec![("HOME".into(), folder.into())],
        folder: PathBuf::new(),
        now: NOW,
        ..Surroundings::default()
    };
    let (mut out, err) = (File::create(".out").unwrap(), File::create(".err").unwrap());
    catch_unwind(move || run(&surroundings, &mut out, Box::new(err))).unwrap_or(PANICKED)
}
