//! One CSV file as a table of texts, just as it was read: for who wants to see or use that.

use super::file::{FileForm, KnownFile};
use super::opened::{nothing_recognised, opened, Opened};
use super::options::LoadOptions;
use crate::advice::Advised;
use crate::source::dialect::Dialect;
use crate::source::found::findings::{Finding, Findings};
use crate::source::inputs::Inputs;
use crate::threads::lock;
use anyhow::{bail, Result};
use std::io::{self, Write};

/// A CSV file whose form is known.
pub struct RawTable {
    known: KnownFile,
    dialect: Dialect,
}

/// Opens the one file of the inputs; `None` if there is nothing in it. Errors: more files than one, none that can be
/// read, or no CSV.
pub fn open(inputs: &mut Inputs, options: &LoadOptions) -> Result<Option<RawTable>> {
    let files = inputs.find()?.files;
    if files.len() == 1 && files.iter().all(|file| file.lasting && file.size == 0) {
        return Ok(None);
    }
    let Opened { mut known, left_out, .. } = opened(files, &mut inputs.stdin, options)?;
    let Some(known) = known.pop().filter(|_| known.is_empty()) else {
        if known.is_empty() {
            return Err(nothing_recognised(&left_out));
        }
        bail!(Advised::new("one table is written as it is read", "insights inspect --raw FILE -o OUT.csv"));
    };
    let FileForm::Csv(dialect) = &known.form else {
        bail!(Advised::new(
            format!("{}: no CSV file", known.file.name),
            "--raw and --dialect are for delimited text"
        ));
    };
    let dialect = dialect.clone();
    Ok(Some(RawTable { known, dialect }))
}

impl RawTable {
    /// How the file is written, as JSON.
    pub fn dialect(&self) -> String {
        self.dialect.described_as_json()
    }

    /// Writes all rows, and tells what was not simply a row: how many of each kind, and the first.
    pub fn write(
        mut self,
        options: &LoadOptions,
        out: &mut dyn Write,
    ) -> io::Result<Vec<(Finding, usize, u64)>> {
        let (head, stream) = self.known.open(&options.progress, false).map_err(io::Error::other)?;
        let (mut table, findings) = self.dialect.open_raw(head, stream);
        io::copy(&mut table, out)?;
        let findings: Findings = lock(&findings).clone();
        Ok(findings.summed_up())
    }
}
