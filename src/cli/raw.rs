//! `inspect --raw` and `--dialect`: a CSV file as it is read, and how it is written.

use super::args::FormArgs;
use super::inspect::InspectArgs;
use super::output::{to_file, to_stdout};
use super::stage::Stage;
use super::Ending;
use crate::advice::Advised;
use crate::load::raw::RawTable;
use crate::load::LoadOptions;
use crate::source::found::Forced;
use anyhow::{bail, Result};
use std::io::Write;

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

/// Writes the table, or its dialect.
///
/// # Errors
/// If the output cannot be written, or the input not be read.
pub fn write(
    args: &InspectArgs,
    table: Option<RawTable>,
    options: &LoadOptions,
    stage: &mut Stage,
) -> Result<Ending> {
    let Some(table) = table else {
        stage.ui.warn("the file is empty", "");
        if let Some(path) = &args.output {
            to_file(path, |_| Ok(()))?;
        }
        return Ok(Ending::Complete);
    };
    if args.dialect.is_some() {
        let dialect = table.dialect();
        to_stdout(stage.out, |out| writeln!(out, "{dialect}"))?;
        if !args.raw {
            return Ok(Ending::Complete);
        }
    }
    let mut found = Vec::new();
    let copy = |out: &mut dyn Write| {
        found = table.write(options, out)?;
        Ok(())
    };
    match &args.output {
        Some(path) => to_file(path, copy)?,
        None => to_stdout(stage.out, copy)?,
    }
    for (finding, count, first) in found {
        stage.ui.detail(&format!("{count} × {}; the first in row {first}", finding.trouble().what));
    }
    Ok(Ending::Complete)
}
