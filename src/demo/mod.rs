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
mod world;

#[cfg(test)]
mod tests;

pub use damage::Damage;

use anyhow::{bail, Context, Result};
use chrono::NaiveDate;
use std::fs;
use std::path::{Path, PathBuf};

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

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One entry a canonical table.
    pub files: Vec<FileWritten>,
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

impl Written {
    /// The file of a table.
    pub fn file(&self, table: &str) -> Option<&FileWritten> {
        self.files.iter().find(|file| file.table == table)
    }
}

/// Writes one canonical CSV file a table into `folder`, which is made if it is not there.
///
/// The files get their names when all of them are complete; until then they are hidden temporary files.
///
/// # Errors
/// If the folder holds anything already, if the days can not be made up, or if the files can not be written.
pub fn write(folder: &Path, options: &Options) -> Result<Written> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("can not make the folder {shown}"))?;
    refuse_occupied(folder)?;
    let mut world = world::World::new(folder, options)?;
    world.happen(options.conversations).with_context(|| format!("can not write the exports into {shown}"))?;
    let files =
        world.sheets.publish(folder).with_context(|| format!("can not finish the exports in {shown}"))?;
    Ok(Written { files })
}

/// Only what an earlier run left half done may be there.
fn refuse_occupied(folder: &Path) -> Result<()> {
    let shown = folder.display();
    for entry in fs::read_dir(folder).with_context(|| format!("can not read the folder {shown}"))? {
        let name = entry.with_context(|| format!("can not read the folder {shown}"))?.file_name();
        let own = world::TABLES.iter().any(|(table, _)| name == sheet::partial_name(table).as_str());
        if !own {
            bail!("the folder {shown} is not empty\nhint: give a new or an empty folder with --out");
        }
    }
    Ok(())
}
