//! The folder of an archive: its files read and checked, written and put into force, one writer at a time.
#![allow(clippy::disallowed_methods)] // The room that owns the files of an archive.

use super::fact_names::clear_facts;
use super::form::is_judged;
use super::manifest::{ArchiveFile, Manifest, MANIFEST};
use super::moments::MomentSpan;
use crate::advice::Advised;
use crate::dataset::TableName;
use crate::source::fingerprint::checksum;
use crate::source::inputs::ARCHIVE_LOCK;
use crate::time::face::day_of;
use crate::verdicts::TextScorer;
use crate::whole_file::{is_unfinished, WholeFile};
use anyhow::{bail, Context, Result};
use bytes::Bytes;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An archive as it was when it was opened.
#[derive(Debug, Clone)]
pub struct Archive {
    /// Its folder.
    pub folder: PathBuf,
    /// What it consists of.
    pub manifest: Manifest,
}

/// Whether a folder is an archive.
pub fn is_archive(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

impl Archive {
    /// Opens an archive. Errors: there is none, or its manifest is damaged.
    pub fn open(folder: &Path) -> Result<Archive> {
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let manifest = Manifest::parse(&text).with_context(|| path.display().to_string())?;
        Ok(Archive { folder: folder.to_path_buf(), manifest })
    }

    /// Whether the archive has been changed since it was opened.
    pub fn has_changed(&self) -> bool {
        Archive::open(&self.folder).is_ok_and(|now| now.manifest.generation != self.manifest.generation)
    }

    /// Whether all texts were judged by a scorer of that mark.
    pub fn is_judged_by(&self, mark: &str) -> bool {
        self.manifest.files.iter().all(|file| {
            TableName::from_name(&file.table).is_none_or(|table| !is_judged(table))
                || file.judged_by.as_deref() == Some(mark)
        })
    }

    /// The first and last day of a column of moments, in UTC; `None` where no row has one.
    pub fn days(&self, table: &str, column: &str) -> Option<(NaiveDate, NaiveDate)> {
        let files = self.manifest.files.iter().filter(|file| file.table == table);
        let spans: Vec<MomentSpan> = files.filter_map(|file| file.moments.get(column)).copied().collect();
        let all = MomentSpan::of(spans.iter().flat_map(|span| [span.from, span.to]))?;
        Some((day_of(Tz::UTC, all.from), day_of(Tz::UTC, all.to)))
    }

    /// Where a file lies.
    pub fn path(&self, file: &ArchiveFile) -> PathBuf {
        self.folder.join(&file.path)
    }

    /// The bytes of a file. Errors: it is missing, or not what was written.
    pub fn bytes(&self, file: &ArchiveFile) -> Result<Bytes> {
        let path = self.path(file);
        let unread = || format!("cannot read {}", path.display());
        // A pipe or a device is no file that was written, and reading it might never end.
        let is_of_size = fs::metadata(&path).with_context(unread)?.len() == file.bytes;
        let bytes = if is_of_size { fs::read(&path).with_context(unread)? } else { Vec::new() };
        if !is_of_size || checksum(&bytes) != file.sha256 {
            let advice = "take it from a copy of the archive, or import its exports again into a new folder";
            let what = format!("{}: the file is damaged: its bytes are not those written", path.display());
            bail!(Advised::new(what, advice));
        }
        Ok(bytes.into())
    }
}

/// The only one who changes an archive, as long as it lives.
pub struct Writer {
    /// The archive as it stands.
    pub archive: Archive,
    /// What tells how texts sound, once for all reports; `None`: each judges them for itself.
    pub scorer: Option<TextScorer>,
    _lock: File,
}

impl Writer {
    /// Takes the lock of the archive in a folder, which becomes one if it is not; `waits` is told when another holds it.
    ///
    /// # Errors
    /// If the folder can't be written, or holds files of an archive but no manifest.
    pub fn begin(folder: &Path, waits: impl FnOnce()) -> Result<Writer> {
        let cannot = |error: io::Error| {
            let what = format!("cannot write to the archive {}: {error}", folder.display());
            Advised::new(what, "name another folder with --archive, or see who may write there")
        };
        fs::create_dir_all(folder).map_err(cannot)?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(ARCHIVE_LOCK));
        let lock = lock.map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waits();
                lock.lock().map_err(cannot)?;
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error).into()),
        }
        if !is_archive(folder) {
            if let Some(file) = parts(folder).into_iter().next() {
                let what = format!("{} is missing, but {} is there", MANIFEST, file.display());
                let advice = format!(
                    "take the manifest from a copy, or import the folder itself into a new archive: insights import {} --archive NEW",
                    folder.display()
                );
                bail!(Advised::new(what, advice));
            }
            put(&folder.join(MANIFEST), Manifest::default().text()?.as_bytes()).map_err(cannot)?;
        }
        let archive = Archive::open(folder)?;
        // A writer killed between its commit and its tidying has left files behind that count no more.
        clear(folder, &archive.manifest);
        Ok(Writer { archive, scorer: None, _lock: lock })
    }

    /// Writes a file that counts from the next commit on.
    ///
    /// # Errors
    /// If it can't be written; what was is then to be given up.
    pub fn stage(&self, file: &ArchiveFile, bytes: &[u8]) -> Result<()> {
        write_file(&self.archive.folder, file, bytes).map_err(|error| self.cannot_write(&error).into())
    }

    /// Removes what was written and is not to count.
    pub fn give_up(&self) {
        clear(&self.archive.folder, &self.archive.manifest);
    }

    /// Puts a manifest into force whose files are all written: they are on the disk before, files that count no more go
    /// after. Whatever happens on the way, the archive is what it was or what it is to be.
    ///
    /// # Errors
    /// If anything can't be written; the archive is then what it was.
    pub fn commit(&mut self, mut manifest: Manifest) -> Result<()> {
        let folder = self.archive.folder.clone();
        manifest.generation = self.archive.manifest.generation + 1;
        manifest.files.sort_by(|one, other| one.path.cmp(&other.path));
        if let Err(error) = put(&folder.join(MANIFEST), manifest.text()?.as_bytes()) {
            self.give_up();
            return Err(self.cannot_write(&error).into());
        }
        clear(&folder, &manifest);
        self.archive.manifest = manifest;
        Ok(())
    }

    /// An error as it is told: one of the disk alone comes from rows that were put aside on it.
    pub fn told(&self, error: anyhow::Error) -> anyhow::Error {
        let is_alone = error.chain().count() == 1;
        match error.downcast_ref::<io::Error>().filter(|_| is_alone) {
            Some(fault) => self.cannot_write(fault).into(),
            None => error,
        }
    }

    fn cannot_write(&self, error: &io::Error) -> Advised {
        let what = format!("cannot write to the archive {}: {error}", self.archive.folder.display());
        Advised::new(what, "the archive is as it was; make room or name another folder with --archive")
    }
}

fn write_file(folder: &Path, file: &ArchiveFile, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(&file.path);
    let own = path.parent().unwrap_or(folder);
    if !own.is_dir() {
        fs::create_dir_all(own)?;
        for above in own.ancestors().skip(1).take_while(|above| above.starts_with(folder)) {
            sync_folder(above);
        }
    }
    put(&path, bytes)
}

/// Writes a whole file, on the disk before it has its name.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = WholeFile::begin(path)?;
    file.write_all(bytes)?;
    file.publish().map(|_| ())
}

/// Not every system lets a folder be opened.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Removes the files of an archive that count no more. What can't be removed now will be the next time.
fn clear(folder: &Path, manifest: &Manifest) {
    let living: BTreeSet<PathBuf> = manifest.files.iter().map(|file| folder.join(&file.path)).collect();
    for path in parts(folder) {
        if !living.contains(&path) && fs::remove_file(&path).is_ok() {
            let mut above = path.parent();
            while let Some(own) = above.filter(|own| *own != folder && fs::remove_dir(own).is_ok()) {
                above = own.parent();
            }
        }
    }
    for entry in entries(folder).into_iter().filter(|path| path.file_name().is_some_and(is_unfinished)) {
        let _ = fs::remove_file(entry);
    }
    clear_facts(folder, manifest);
}

/// Every file of a part, whole or not, whether it counts or not: `TABLE/MONTH/PLACE-CHECKSUM.parquet`.
fn parts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for table in TableName::ALL {
        for month in entries(&folder.join(table.schema().name)) {
            let is_part = |path: &PathBuf| {
                let name = path.file_name().unwrap_or_default();
                is_unfinished(name) || path.extension().is_some_and(|ending| ending == "parquet")
            };
            found.extend(entries(&month).into_iter().filter(is_part));
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
