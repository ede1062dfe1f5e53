//! `demo`: made-up exports to try.

use super::args::TalkArgs;
use super::stage::{Act, Stage};
use super::Ending;
use crate::demo::{write, Options};
use crate::fitting::signed;
use crate::render::{escape, number, ENGLISH};
use crate::scope::period::parse_date;
use crate::time::face::day_of;
use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use std::path::{Path, PathBuf};

/// Flags of `demo`.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Folder to write to, made if need be
    #[arg(long, value_name = "DIR", default_value = "exports")]
    pub out: PathBuf,
    /// How many conversations
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub conversations: u32,
    /// The same seed makes the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Days of data
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub days: u32,
    /// Last day of the data [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<NaiveDate>,
    /// Put in rows with faults, as real exports have them
    #[arg(long)]
    pub bad_rows: bool,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for DemoArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Writes the exports and says what was written.
    ///
    /// # Errors
    /// If the folder holds files already or cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let (around, ui) = (stage.around, stage.ui);
        let until = self.until.unwrap_or_else(|| day_of(around.system_zone(), around.now));
        let options = Options {
            conversations: u64::from(self.conversations),
            seed: self.seed,
            days: self.days,
            bad_rows: if self.bad_rows { BAD_ROWS } else { 0 },
            ..Options::new(until)
        };
        let written = write(&self.out, &options)?;
        ui.note(&format!("made-up exports written to {}:", self.out.display()));
        let names: Vec<String> = written.iter().map(|file| name(&file.path)).collect();
        let widest = names.iter().map(|name| escape::width(name)).max().unwrap_or(0);
        for (file, name) in written.iter().zip(&names) {
            let rows = escape::right(&number::grouped(signed(file.rows), &ENGLISH.numbers), 7);
            let faults: u64 = file.damaged.iter().map(|(_, count)| *count).sum();
            let faults = if faults == 0 { String::new() } else { format!(", {faults} with faults") };
            ui.note(&format!("  {}{rows} rows{faults}", escape::left(name, widest)));
        }
        ui.hint(&format!("insights summary {} --as-of latest", self.out.display()));
        Ok(Ending::Complete)
    }
}

/// Damaged rows of each kind that `--bad-rows` puts in.
const BAD_ROWS: u32 = 3;

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    escape::visible(&name).into_owned()
}
