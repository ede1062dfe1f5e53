//! `archive`: what an archive holds, whether it is whole, and what is done to it as a whole.

use super::args::TalkArgs;
use super::import::key_of;
use super::judging::judge_by;
use super::output::to_stdout;
use super::stage::{Act, Stage};
use super::Ending;
use crate::advice::Advised;
use crate::archive::{compact, count_facts, forget, verify, Archive, PseudonymKey, Writer};
use crate::dataset::TableName;
use crate::fitting::signed;
use crate::render::{escape, number, ENGLISH};
use anyhow::{bail, Result};
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::PathBuf;

/// Flags of `archive`.
#[derive(Debug, Clone, Args)]
pub struct ArchiveArgs {
    /// What to do
    #[arg(value_enum, value_name = "WHAT")]
    pub what: Upkeep,
    /// Folder of the archive [default: insights-archive]
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// The customer to forget, by id
    #[arg(long, value_name = "ID")]
    pub customer: Option<String>,
    /// Key of the pseudonyms, where customers go under them [default: DIR.key]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Configuration [default: insights.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// What there is to do with an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Upkeep {
    /// Rows and days of each table, and how many exports were imported
    Info,
    /// Read every file to its end: exit code 1 if one is damaged
    Verify,
    /// The paths of the files that count, one a line, for other programs
    Files,
    /// Write all parts anew, in as few files as are needed
    Compact,
    /// Erase a customer and all that belongs to them
    Forget,
}

impl Act for ArchiveArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Does what was asked.
    ///
    /// # Errors
    /// If there is no archive, or it can't be read or written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let config = stage.around.config(self.config.as_deref())?;
        let folder = self.archive.clone().unwrap_or_else(|| stage.around.archive(&config));
        if self.customer.is_some() && self.what != Upkeep::Forget {
            bail!(Advised::new("--customer goes with forget alone", "insights archive forget --customer ID"));
        }
        let archive = Archive::open(&folder).map_err(|error| {
            let Advised { what, .. } = Advised::of(&error);
            Advised::new(what, "name the folder with --archive; insights import makes one")
        })?;
        let waits = || stage.ui.note("waiting for another who writes to this archive");
        let begin = || -> Result<Writer> {
            let mut writer = Writer::begin(&folder, waits)?;
            writer.scorer = Some(judge_by(&config.sentiment, None, 1)?);
            Ok(writer)
        };
        match self.what {
            Upkeep::Info => to_stdout(stage.out, |out| info(&archive, out))?,
            Upkeep::Files => to_stdout(stage.out, |out| {
                archive
                    .manifest
                    .files
                    .iter()
                    .try_for_each(|file| writeln!(out, "{}", archive.path(file).display()))
            })?,
            Upkeep::Verify => return Ok(looked_through(&archive, stage)),
            Upkeep::Compact => {
                let outcome = compact(&mut begin()?)?;
                let (written, unchanged) = (outcome.written, outcome.unchanged);
                stage.ui.note(&format!("{written} files written, {unchanged} unchanged"));
            }
            Upkeep::Forget => {
                let Some(customer) = &self.customer else {
                    bail!(Advised::new("forget whom?", "insights archive forget --customer ID"));
                };
                let customer = match &archive.manifest.pseudonyms {
                    Some(_) => {
                        let beside = key_of(&folder);
                        PseudonymKey::of_file(self.key.as_ref().unwrap_or(&beside))?.pseudonym(customer)
                    }
                    None => customer.clone(),
                };
                let erased = forget(&mut begin()?, &customer)?;
                let rows: Vec<String> =
                    erased.iter().map(|(table, rows)| format!("{rows} {}", table.schema().name)).collect();
                let what = if rows.is_empty() { "nothing bears that id".to_owned() } else { rows.join(", ") };
                stage.ui.note(&format!("erased: {what}"));
            }
        }
        Ok(Ending::Complete)
    }
}

/// Says which files are damaged.
fn looked_through(archive: &Archive, stage: &Stage) -> Ending {
    let faults = verify(archive);
    for (file, error) in &faults {
        let Advised { what, advice } = Advised::of(error);
        let path = archive.path(file).display().to_string();
        let what = if what.contains(&path) { what } else { format!("{path}: {what}") };
        stage.ui.warn(&what, &advice.join("; "));
    }
    let files = archive.manifest.files.len();
    if faults.is_empty() {
        stage.ui.note(&format!("{files} files are whole"));
        Ending::Complete
    } else {
        stage.ui.note(&format!("{} of {files} files are damaged", faults.len()));
        Ending::Problems
    }
}

/// Writes what the archive holds, a line a table.
fn info(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    let grouped = |count: u64| number::grouped(signed(count), &ENGLISH.numbers);
    let manifest = &archive.manifest;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    writeln!(out, "{}", escape::visible(&archive.folder.to_string_lossy()))?;
    let (files, exports) = (grouped(manifest.files.len() as u64), grouped(manifest.imported.len() as u64));
    let kibibytes = grouped(bytes.div_ceil(1024));
    writeln!(
        out,
        "{files} files, {kibibytes} KiB; {exports} exports imported in {} runs",
        manifest.generation
    )?;
    let (facts, bytes) = count_facts(&archive.folder);
    if facts > 0 {
        let kibibytes = grouped(bytes.div_ceil(1024));
        writeln!(out, "{} files of facts kept for reports, {kibibytes} KiB", grouped(facts as u64))?;
    }
    for table in TableName::ALL.iter().map(|table| table.schema()) {
        let rows = manifest.rows(table.name);
        if rows == 0 {
            continue;
        }
        let moment = table.columns.iter().find(|column| column.required && column.name.ends_with("at"));
        let days = moment.and_then(|column| archive.days(table.name, column.name));
        let days = days.map_or(String::new(), |(from, to)| format!("  {from} to {to}"));
        writeln!(out, "  {}{} rows{days}", escape::left(table.name, 14), escape::right(&grouped(rows), 12))?;
    }
    Ok(())
}
