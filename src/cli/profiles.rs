//! `profiles`: the exports that are recognised.

use super::args::TalkArgs;
use super::output::to_stdout;
use super::stage::{Act, Stage};
use super::Ending;
use crate::profile::toml::builtin;
use anyhow::Result;
use clap::Args;

/// Flags of `profiles`.
#[derive(Debug, Clone, Args)]
pub struct ProfilesArgs {
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for ProfilesArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Lists the profiles that come with the program, each with its tables.
    ///
    /// # Errors
    /// If standard output cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
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
}
