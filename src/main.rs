//! The program: real streams, clock, zone and terminal go in, an exit code comes out.
#![allow(clippy::disallowed_methods)] // The one place that looks at the machine.

mod closed_stdout;
mod large_blocks;

use crate::closed_stdout::{was_closed, Closed};
use crate::large_blocks::{give_back, keep_none};
use insights::{run, Surroundings};
use std::io::{stderr, stdin, stdout, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let now = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
    };
    keep_none();
    insights::tidy_on_signals(end);
    let size = terminal_size::terminal_size_of(stdout());
    let surroundings = Surroundings {
        arguments: std::env::args_os().collect(),
        variables: std::env::vars_os().collect(),
        folder: std::path::PathBuf::new(),
        now,
        zone: iana_time_zone::get_timezone().ok(),
        stdin_is_terminal: stdin().is_terminal(),
        stdout_is_terminal: stdout().is_terminal(),
        stderr_is_terminal: stderr().is_terminal(),
        width: size.map(|(width, _)| usize::from(width.0)),
        end: Some(end),
        give_back: Some(give_back),
        height: size.map(|(_, height)| usize::from(height.0)),
    };
    let mut out: Box<dyn Write> = if was_closed() { Box::new(Closed) } else { Box::new(stdout().lock()) };
    ExitCode::from(run(&surroundings, &mut *out, Box::new(stderr())))
}

/// Ends the program with an exit code.
fn end(code: u8) {
    std::process::exit(i32::from(code))
}
