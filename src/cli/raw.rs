//! `inspect --raw` and `--dialect`: a CSV file as it is read, and how it is written.

use super::args::FormArgs;
use super::output::{to_file, to_stdout};
use super::spared::Spared;
use super::stage::Stage;
use super::Ending;
use crate::advice::Advised;
use crate::load::raw::RawTable;
use crate::load::LoadOptions;
use crate::source::found::Forced;
use anyhow::{bail, Result};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Flags of `inspect` that ask for the table itself.
#[derive(Debug, Clone, Default, Args)]
pub struct RawArgs {
    /// Write the table of one CSV file just as it is read
    #[arg(long, help_heading = "Output")]
    pub raw: bool,
    /// With --raw: write here
    #[arg(short, long, value_name = "FILE", requires = "raw", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Print how one CSV file is written: json
    #[arg(long, value_name = "FORM", value_parser = ["json"], hide_possible_values = true, help_heading = "Output")]
    pub dialect: Option<String>,
}

impl FormArgs {
    /// What is forced on CSV files.
    ///
    /// # Errors
    /// If a quote is more than one character.
    pub fn forced(&self) -> Result<Forced> {
        let delimiter = self.delimiter.as_deref().map(|name| match name {
            "tab" | "\\t" => "\t".to_owned(),
            "comma" => ",".to_owned(),
            "semicolon" => ";".to_owned(),
            "bar" | "pipe" => "|".to_owned(),
            "blank" | "space" => " ".to_owned(),
            other => other.to_owned(),
        });
        if delimiter.as_deref() == Some("") {
            bail!(Advised::new("--delimiter is empty", "--delimiter ';', or tab"));
        }
        let quote = match self.quote.as_deref() {
            None => None,
            Some("none" | "") => Some(None),
            Some(one) if one.len() == 1 => Some(one.bytes().next()),
            Some(other) => {
                let what = format!("--quote {other:?} is no single character");
                bail!(Advised::new(what, "--quote '\"', or none"))
            }
        };
        let encoding = self.encoding.clone();
        Ok(Forced { delimiter, quote, encoding, header_rows: self.header_rows, skip: self.skip })
    }
}

impl RawArgs {
    /// Whether the table, or how it is written, is asked for.
    pub fn is_asked(&self) -> bool {
        self.raw || self.dialect.is_some()
    }

    /// Writes the table, or its dialect.
    ///
    /// # Errors
    /// If the output cannot be written, or the input not be read.
    pub fn write(
        &self,
        table: Option<RawTable>,
        (options, spared): (&LoadOptions, &Spared),
        stage: &mut Stage,
    ) -> Result<Ending> {
        let Some(table) = table else {
            stage.ui.warn("the file is empty", "");
            if let Some(path) = &self.output {
                to_file(path, spared, |_| Ok(()))?;
            }
            return Ok(Ending::Complete);
        };
        if self.dialect.is_some() {
            let dialect = table.dialect();
            to_stdout(stage.out, |out| writeln!(out, "{dialect}"))?;
            if !self.raw {
                return Ok(Ending::Complete);
            }
        }
        let mut found = Vec::new();
        let copy = |out: &mut dyn Write| {
            found = table.write(options, out)?;
            Ok(())
        };
        match &self.output {
            Some(path) => to_file(path, spared, copy)?,
            None => to_stdout(stage.out, copy)?,
        }
        for (finding, count, first) in found {
            stage.ui.detail(&format!("{count} × {}; the first in row {first}", finding.trouble().what));
        }
        Ok(Ending::Complete)
    }
}
