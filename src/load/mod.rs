//! The whole way in: files found, recognised, read into typed columns, merged and accounted for.

mod batch;
mod cleaning;
mod column;
mod day_order;
mod dictionaries;
mod ends;
mod file;
mod filler;
pub mod inspect;
mod intake;
mod late_keys;
mod list;
mod loader;
mod marks;
mod merge;
mod options;
mod pending;
mod plan;
mod read_csv;
mod read_json;
mod recent;
mod roles;
mod row_rules;
pub mod scorer;
mod scoring;
mod taken_for;
mod unused;
mod word;

pub use options::{FileRecord, LoadOptions, Loaded};

use crate::profile::catalog::Catalog;
use crate::source::inputs::Inputs;
use anyhow::{bail, Result};
use file::KnownFile;
use loader::{Loader, RecognisedFile};

/// Loads all inputs. Errors: a path that is not there, a named file that can't be read or is not recognised, no file
/// recognised at all, a faulty profile.
pub fn load(mut inputs: Inputs, options: &LoadOptions) -> Result<Loaded> {
    let found = inputs.find()?;
    let catalog = Catalog::new(&options.profile_files, options.profile.as_deref())?;
    let mut loader = Loader::new(options, &catalog);
    for name in &found.repeated {
        loader.set_file_aside(name, "named twice; it is read once".to_owned());
    }
    let mut files = Vec::new();
    for file in found.files {
        let (name, named) = (file.name.clone(), file.named);
        match KnownFile::new(file, &mut inputs.stdin, &options.progress).and_then(|known| {
            let recognised = known.recognise(&catalog)?;
            Ok(RecognisedFile { known, recognised })
        }) {
            Ok(file) => files.push(file),
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
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendor;
