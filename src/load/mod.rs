//! The whole way in: files found, recognised, read into typed columns, merged and accounted for.
//!
//! ```text
//! inputs ─opened─▶ KnownFile ─profile, evidence─▶ Recognised ─plan─▶ Plan: what is wanted, and how it is read
//! block ─read_csv, read_json─▶ cells ─filler─▶ RowBatch ─intake─▶ TableStore ─merge─▶ Dataset
//! ```
//!
//! On this way `cleaning` takes the text of a value out of a record, `column` and `coded` read it, `batch` holds it under
//! the codes of its block, and `intake` gives it those of the dataset.

mod archived;
mod batch;
mod chains;
mod cleaning;
mod coded;
mod column;
mod dictionaries;
mod divided;
mod ends;
mod evidence;
mod file;
mod file_notes;
mod filler;
pub mod inspect;
mod intake;
mod known_texts;
mod late_keys;
mod layout;
mod list;
mod loader;
mod mark_field;
mod marks;
mod merge;
mod name_counts;
mod named_scale;
mod one_file;
mod opened;
mod opening;
mod openings;
mod options;
mod passed;
mod pending;
mod plan;
mod questions;
pub mod raw;
mod read_csv;
mod read_json;
mod read_lines;
mod reading_line;
mod recent;
mod rejected;
mod roles;
mod rounded;
mod row_filter;
mod row_rules;
mod scales;
mod score_words;
mod scoring;
mod sources;
mod taken_for;
mod tried;
mod unknown_authors;
mod unread;
mod unused;
mod word;

pub use divided::DividedRows;
pub use merge::note_repeated;
pub use options::{FileRecord, LoadOptions, Loaded};
pub use sources::{load_sources, SourceToLoad};

use crate::account::{Cause, Outcome, Trouble};
use crate::profile::catalog::Catalog;
use crate::source::inputs::{FoundFiles, Inputs};
use crate::source::members::Remark;
use anyhow::Result;
use loader::{Loader, RecognisedFile};
use opened::{irregular, left_out_by, nothing_recognised, opened, unsearched, Opened};
use std::io::Read;

const WITHOUT_MANIFEST: Trouble = Trouble::new(
    "an archive without its manifest insights-archive.json, which alone says what of it counts",
    "its files are read as exports; restore the manifest from a copy",
);

/// Loads all inputs. Errors: a path that is not there, a named file that can't be read or is not recognised, no file
/// recognised at all, a faulty profile.
pub fn load(mut inputs: Inputs, options: &LoadOptions) -> Result<Loaded> {
    let found = inputs.find()?;
    load_found(found, &mut inputs.stdin, options)
}

/// Loads what was found among inputs; `stdin` is what `-` reads. Errors: as for [`load`].
pub fn load_found(
    found: FoundFiles,
    stdin: &mut Option<Box<dyn Read + Send>>,
    options: &LoadOptions,
) -> Result<Loaded> {
    let catalog = Catalog::new(&options.profile_files, options.profile.as_deref())?;
    let mut loader = Loader::new(options, &catalog);
    for name in &found.repeated {
        loader.set_file_aside(name, "named twice; it is read once".to_owned());
    }
    let Opened { known, empty, mut left_out, remarks } = opened(found.files, stdin, options)?;
    let mut files = Vec::new();
    for mut known in known {
        match tried::recognised(&mut known, &catalog) {
            Ok(recognised) => files.push(RecognisedFile { known, recognised }),
            Err(error) => {
                let trouble = Trouble::of_error(&error, &known.file.name);
                left_out.push(left_out_by(&known.file, Cause::Unrecognised, trouble));
            }
        }
    }
    let archived = archived::read(&mut loader, &found.archives, &files)?;
    if files.is_empty() && empty.is_empty() && archived.is_empty() {
        return Err(nothing_recognised(&left_out));
    }
    for folder in &found.without_manifest {
        loader.remark(Remark { file: folder.clone(), outcome: Outcome::Warned, trouble: WITHOUT_MANIFEST });
    }
    left_out.extend(irregular(found.irregular));
    left_out.extend(unsearched(found.unsearched));
    for file in &empty {
        loader.note_empty(&file.name);
    }
    for input in left_out {
        loader.leave_out(input);
    }
    for remark in remarks {
        if files.iter().any(|file| file.known.file.name == remark.file) {
            loader.remark(remark);
        }
    }
    let mut records = loader.read_all(files)?;
    records.splice(0..0, archived);
    Ok(loader.finish(found.ignored, records))
}

#[cfg(test)]
mod aside_tests;
#[cfg(test)]
mod lines_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendor;
