//! Facts kept beside an archive: whether they are still of what its files hold, and who may put them there.
#![allow(clippy::disallowed_methods)] // The room that owns the files of an archive.

use super::fact_names::{fact_folders, name, CUSTOMERS, DIGITS, FACTS};
use super::folder::{put, Archive};
use super::manifest::ArchiveFile;
use crate::source::inputs::ARCHIVE_LOCK;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Facts under so many rules are kept at once.
const MOST_RULES: usize = 4;

/// Facts of an archive under certain rules.
#[derive(Debug)]
pub struct FactFiles<'a> {
    archive: &'a Archive,
    folder: PathBuf,
}

/// Whoever has it may put facts beside an archive: nobody changes the archive meanwhile.
pub struct FactsLock {
    _lock: File,
}

impl Archive {
    /// The names of its parts.
    pub fn parts(&self) -> BTreeSet<&str> {
        self.manifest.files.iter().map(|file| file.part.as_str()).collect()
    }

    /// Those that hold rows of a table.
    pub fn parts_of(&self, table: &str) -> BTreeSet<&str> {
        let files = self.manifest.files.iter().filter(|file| file.table == table);
        files.map(|file| file.part.as_str()).collect()
    }

    /// The bytes of the files of a part.
    pub fn bytes_of(&self, part: &str) -> u64 {
        self.manifest.files.iter().filter(|file| file.part == part).map(|file| file.bytes).sum()
    }

    /// The lock that facts are put beside the archive under; `None` where it can't be had, or the archive is another by
    /// now.
    pub fn lock_facts(&self) -> Option<FactsLock> {
        let lock = OpenOptions::new().write(true).open(self.folder.join(ARCHIVE_LOCK)).ok()?;
        lock.try_lock().ok()?;
        (!self.has_changed()).then_some(FactsLock { _lock: lock })
    }

    /// Facts under rules that are told from others by `key`.
    pub fn facts(&self, key: &str) -> FactFiles<'_> {
        let folder = self.folder.join(FACTS).join(&key[..DIGITS.min(key.len())]);
        FactFiles { archive: self, folder }
    }
}

impl FactFiles<'_> {
    /// Where the facts of a part lie.
    pub fn path(&self, part: &str) -> PathBuf {
        self.folder.join(name(part, &self.archive.manifest))
    }

    /// Where the customers of all parts lie.
    pub fn customers(&self) -> PathBuf {
        self.folder.join(CUSTOMERS)
    }

    /// Whether what lies there was made of the files that the part has now.
    pub fn are_current(&self, part: &str) -> bool {
        let changed = |path: &Path| fs::metadata(path).and_then(|about| Ok((about.len(), about.modified()?)));
        let Ok((_, made)) = changed(&self.path(part)) else { return false };
        let is_as_it_was = |file: &ArchiveFile| {
            changed(&self.archive.path(file)).is_ok_and(|(bytes, at)| bytes == file.bytes && at <= made)
        };
        self.archive.manifest.files.iter().filter(|file| file.part == part).all(is_as_it_was)
    }

    /// Puts the facts of a part there.
    ///
    /// # Errors
    /// If they can't be written.
    pub fn keep(&self, part: &str, bytes: &[u8], _: &FactsLock) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        put(&self.path(part), bytes)
    }

    /// Puts the customers of all parts there.
    ///
    /// # Errors
    /// If they can't be written.
    pub fn keep_customers(&self, bytes: &[u8], _: &FactsLock) -> io::Result<()> {
        put(&self.customers(), bytes)
    }

    /// Removes the facts under rules that were used least lately.
    pub fn clear_others(&self, _: &FactsLock) {
        let used = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
        let mut others: Vec<(Option<SystemTime>, PathBuf)> =
            fact_folders(&self.archive.folder).into_iter().map(|path| (used(&path), path)).collect();
        others.retain(|(_, path)| *path != self.folder);
        others.sort();
        others.reverse();
        for (_, path) in others.iter().skip(MOST_RULES - 1) {
            let _ = fs::remove_dir_all(path);
        }
    }
}
