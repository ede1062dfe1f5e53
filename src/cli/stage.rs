//! Where a command plays: what surrounds it, who it talks to, and where its answer goes.

use super::args::TalkArgs;
use super::choice::InputChoice;
use super::environment::Surroundings;
use super::rejects::RejectsFile;
use super::Ending;
use crate::account::RejectSink;
use crate::source::inputs::Inputs;
use crate::ui::Ui;
use anyhow::Result;
use std::io::Write;
use std::path::PathBuf;

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
    /// Where rows go that could not be used, once reading has begun.
    pub rejects: RejectsFile,
}

impl<'a> Stage<'a> {
    /// A stage on which nothing has happened yet.
    pub fn new(
        (around, program): (&'a Surroundings, fn(usize) -> clap::Command),
        ui: &'a Ui,
        out: &'a mut dyn Write,
    ) -> Stage<'a> {
        Stage { around, ui, out, program, rejects: RejectsFile::default() }
    }
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

/// Before anything is read: the memory that this takes is watched, the file for rejected rows begun, and at a terminal a
/// person must know that nothing happens before they have typed. What takes each rejected row, if that is asked for.
///
/// # Errors
/// If the file for rejected rows can't be written.
pub fn begin_reading(input: &InputChoice, stage: &Stage) -> Result<Option<RejectSink>> {
    if let Some(end) = stage.around.end {
        let paths = input.paths.clone();
        crate::memory::watch(input.memory, move || lasting_bytes(paths), end);
    }
    if stage.around.stdin_is_terminal && input.paths.iter().any(|path| path.as_os_str() == "-") {
        stage.ui.note("waiting for an export on standard input; Ctrl-D ends it");
    }
    input.rejects.as_ref().map(|choice| stage.rejects.begin(choice)).transpose()
}

/// Bytes of all files there are to read; `None` where standard input or a pipe is among them.
pub fn lasting_bytes(paths: Vec<PathBuf>) -> Option<u64> {
    let found = Inputs { paths, stdin: None }.find().ok()?;
    let are_lasting = found.files.iter().all(|file| file.lasting);
    are_lasting.then(|| found.files.iter().map(|file| file.size).sum())
}
