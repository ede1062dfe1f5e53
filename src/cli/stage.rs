//! Where a command plays: what surrounds it, who it talks to, and where its answer goes.

use super::environment::Surroundings;
use crate::ui::Ui;
use std::io::Write;

/// What every command is given besides its flags.
pub struct Stage<'a> {
    /// Arguments, variables, clock, zone and terminal.
    pub around: &'a Surroundings,
    /// What is said on standard error.
    pub ui: &'a Ui,
    /// Standard output.
    pub out: &'a mut dyn Write,
}
