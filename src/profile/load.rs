//! The whole way in: files found, recognised, read into typed columns, merged and accounted for.

use super::catalog::Catalog;
use super::file::Known;
use super::gather::Counts;
use super::judge::Judge;
use super::loader::Loader;
use crate::dataset::{Dataset, TableName};
use crate::problem::Problems;
use crate::source::blocks::BLOCK;
use crate::source::inputs::Inputs;
use crate::source::packed::Progress;
use anyhow::{bail, Result};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Whether a column of a table is asked for.
pub type Wanted = Arc<dyn Fn(TableName, &str) -> bool + Send + Sync>;

/// How to load.
pub struct LoadOptions {
    /// Profile files of the person's own, beside those that come with the program.
    pub profile_files: Vec<PathBuf>,
    /// The only profile to use: its name, or its file.
    pub profile: Option<String>,
    /// Zone of instants that name none.
    pub source_zone: Tz,
    /// Which optional columns are asked for; required ones and keys are always read –
    /// but nothing of a table of which no column at all is asked for.
    pub wanted: Wanted,
    /// Judges the texts of customers that carry no label; none of those texts is kept then.
    pub judge: Option<Judge>,
    /// Threads that read; at least one.
    pub threads: usize,
    /// Told how many more bytes were read.
    pub progress: Progress,
    /// Bytes a block; what is loaded does not depend on it.
    pub block: usize,
}

impl Default for LoadOptions {
    /// Everything, in UTC, with one thread.
    fn default() -> Self {
        LoadOptions {
            profile_files: Vec::new(),
            profile: None,
            source_zone: Tz::UTC,
            wanted: Arc::new(|_, _| true),
            judge: None,
            threads: 1,
            progress: Arc::new(|_| {}),
            block: BLOCK,
        }
    }
}

/// What was loaded.
pub struct Loaded {
    /// The canonical tables.
    pub dataset: Dataset,
    /// What went wrong, and what was noted.
    pub problems: Problems,
    /// What became of the rows.
    pub counts: Counts,
    /// Files in folders that were not looked at: their endings are none of the known ones.
    pub ignored: Vec<String>,
    /// What each file was taken for, in the order read.
    pub files: Vec<FileRecord>,
    /// Code of the name by code of the id, for agents that `people` names.
    pub names: BTreeMap<u32, u32>,
}

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// Its display name.
    pub name: String,
    /// The tables it feeds, each with the profile that says so; `None`: names and synonyms alone.
    pub tables: Vec<(TableName, Option<String>)>,
}

/// Loads all inputs. Errors: a path that is not there, a named file that can't be read or is not recognised, no file
/// recognised at all, a faulty profile.
pub fn load(mut inputs: Inputs, options: &LoadOptions) -> Result<Loaded> {
    let found = inputs.find()?;
    let catalog = Catalog::new(&options.profile_files, options.profile.as_deref())?;
    let mut loader = Loader::new(options);
    for name in &found.repeated {
        loader.set_file_aside(name, "named twice; it is read once".to_owned());
    }
    let mut files = Vec::new();
    for file in found.files {
        let (name, named) = (file.name.clone(), file.named);
        match Known::new(file, &mut inputs.stdin, &options.progress).and_then(|known| {
            let recognised = known.recognise(&catalog)?;
            Ok((known, recognised))
        }) {
            Ok(pair) => files.push(pair),
            Err(error) if named => return Err(error),
            Err(error) => loader.set_file_aside(&name, cause(&error, &name)),
        }
    }
    if files.is_empty() {
        bail!("nothing recognised\nhint: name the export files or their folder; insights inspect FILE shows what a file holds");
    }
    let records = loader.read_all(files)?;
    Ok(loader.finish(found.ignored, records))
}

/// The first line of an error, without the file's name.
fn cause(error: &anyhow::Error, name: &str) -> String {
    let text = format!("{error:#}");
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests;
