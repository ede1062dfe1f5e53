//! Synthetic exports of a believable support desk, to try the product and to measure it.

// This room owns the folder that it fills.
#![allow(clippy::disallowed_methods)]

mod assistant;
mod calendar;
mod calls;
mod cast;
mod customers;
mod damage;
mod faq;
mod feedback;
mod filling;
mod openings;
mod orders;
mod phrases;
mod plots;
mod posts;
mod random;
mod row;
mod sheet;
mod story;
mod timeline;
mod turns;
mod world;

#[cfg(test)]
mod tests;

pub use damage::Damage;

use crate::advice::Advised;
use crate::whole_file::is_unfinished;
use anyhow::{bail, Context, Result};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::{fs, io};
use world::World;

/// What is to be made up. The same options give the same bytes on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many conversations; a conversation has about eight messages.
    pub conversations: u64,
    /// Another seed makes other conversations.
    pub seed: u64,
    /// The last day, in Europe/Amsterdam; nothing happens after it.
    pub until: NaiveDate,
    /// How many days, `until` included.
    pub days: u32,
    /// How many damaged rows each file gets ([`Damage`]); `people.csv` gets none.
    pub bad_rows: u32,
}

impl Options {
    /// 2,000 conversations in the 400 days up to and including `until`, without damaged rows.
    pub fn new(until: NaiveDate) -> Options {
        Options { conversations: 2_000, seed: 1, until, days: 400, bad_rows: 0 }
    }
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWritten {
    /// The canonical table it holds.
    pub table: &'static str,
    /// Where it is.
    pub path: PathBuf,
    /// Rows under the header, the damaged ones included.
    pub rows: u64,
    /// How many of them were damaged on purpose, by fault.
    pub damaged: Vec<(Damage, u64)>,
}

/// Writes one canonical CSV file a table into `folder`, which is made if it is not there.
///
/// The files get their names when all of them are complete; until then they are hidden temporary files.
///
/// # Errors
/// If the folder holds anything already, if the days can not be made up, or if the files can not be written.
pub fn write(folder: &Path, options: &Options) -> Result<Vec<FileWritten>> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("can not make the folder {shown}"))?;
    clear(folder)?;
    let mut world = World::new(folder, options)?;
    timeline::happen(&mut world, options.conversations)
        .with_context(|| format!("can not write the exports into {shown}"))?;
    world.sheets.publish().with_context(|| format!("can not finish the exports in {shown}"))
}

/// Only what a killed run left half done may be there; it is taken away.
fn clear(folder: &Path) -> Result<()> {
    let shown = folder.display();
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.with_context(|| format!("can not read the folder {shown}"))?;
    if !entries.iter().all(|entry| is_unfinished(&entry.file_name())) {
        let what = format!("the folder {shown} is not empty");
        bail!(Advised::new(what, "give a new or an empty folder with --out"));
    }
    for entry in entries {
        fs::remove_file(entry.path()).with_context(|| format!("can not clear the folder {shown}"))?;
    }
    Ok(())
}
