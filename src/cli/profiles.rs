//! `profiles`: the exports that are recognised.

use super::output::to_stdout;
use super::stage::Stage;
use super::Ending;
use crate::profile::toml::builtin;
use anyhow::Result;

/// Lists the profiles that come with the program, each with its tables.
///
/// # Errors
/// If standard output cannot be written.
pub fn perform(stage: &mut Stage) -> Result<Ending> {
    to_stdout(stage.out, |out| {
        for profile in builtin() {
            let tables: Vec<&str> = profile.tables.iter().map(|table| table.into.schema().name).collect();
            writeln!(out, "{}\n  {}\n  {}", profile.name, profile.about, tables.join(", "))?;
        }
        writeln!(
            out,
            "\nFiles with the canonical column names, or words for them in English, Dutch, Polish,"
        )?;
        writeln!(out, "Norwegian and German, need no profile. Your own: --profile FILE.toml")
    })?;
    Ok(Ending::Complete)
}
