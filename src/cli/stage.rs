//! Where a command plays: what surrounds it, who it talks to, and where its answer goes.

use super::args::TalkArgs;
use super::choice::InputChoice;
use super::environment::Surroundings;
use super::Ending;
use crate::ui::Ui;
use anyhow::Result;
use std::io::Write;

/// What every command is given besides its flags.
pub struct Stage<'a> {
    /// Arguments, variables, clock, zone and terminal.
    pub around: &'a Surroundings,
    /// What is said on standard error.
    pub ui: &'a Ui,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// The whole command line, its help laid out for so many columns.
    pub program: fn(usize) -> clap::Command,
}

/// A command with its flags.
pub trait Act {
    /// How it is said.
    fn talk(&self) -> &TalkArgs;

    /// Does what it is for.
    ///
    /// # Errors
    /// If input cannot be read, output cannot be written, or flags do not go together.
    fn perform(&self, stage: &mut Stage) -> Result<Ending>;
}

/// Before anything is read: the memory that this takes is watched, and at a terminal a person must know that nothing
/// happens before they have typed.
pub fn begin_reading(input: &InputChoice, stage: &Stage) {
    if let Some(end) = stage.around.end {
        crate::memory::watch(input.memory, end);
    }
    if stage.around.stdin_is_terminal && input.paths.iter().any(|path| path.as_os_str() == "-") {
        stage.ui.note("waiting for an export on standard input; Ctrl-D ends it");
    }
}
