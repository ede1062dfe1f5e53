//! What a run reads – exports, configuration, profiles, word lists – and therefore never writes over, by whatever path.
#![allow(clippy::disallowed_methods)] // Asks the system which file a path leads to.

use crate::advice::Advised;
use crate::source::inputs::Inputs;
use anyhow::{bail, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files and folders that are read.
#[derive(Debug, Clone, Default)]
pub struct Spared {
    /// What tells each file from all others, whatever leads to it.
    files: BTreeSet<FileIdentity>,
    /// Archives: nothing in them is written by others.
    archives: Vec<PathBuf>,
    /// What another flag writes.
    written: Option<PathBuf>,
}

/// Device and number of a file, or where these are not to be had its one true path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum FileIdentity {
    #[cfg(unix)]
    Number(u64, u64),
    #[cfg(not(unix))]
    Path(PathBuf),
}

impl Spared {
    /// The exports that these paths lead to.
    pub fn inputs<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Spared {
        let mut spared = Spared::default();
        for path in paths {
            if path.as_os_str() == "-" {
                spared.add(Path::new("/dev/stdin"));
                continue;
            }
            // A path that leads nowhere is told when it is to be read.
            let Ok(found) = Inputs { paths: vec![path.clone()], stdin: None }.find() else { continue };
            for file in found.files.iter().filter_map(|file| file.disk.as_ref()) {
                spared.add(file);
            }
            spared.archives.extend(found.archives.iter().filter_map(|folder| folder.canonicalize().ok()));
        }
        spared
    }

    /// The same, and another file that is read, if there is one of that path.
    pub fn and(mut self, path: &Path) -> Spared {
        self.add(path);
        self
    }

    /// The same, and an archive that may be made only now.
    pub fn and_archive(mut self, folder: &Path) -> Spared {
        self.archives.push(placed(folder));
        self
    }

    /// The same, and the file that rejected rows go to.
    pub fn and_written(mut self, path: Option<&Path>) -> Spared {
        self.written = path.map(placed);
        self
    }

    /// Files alone: devices, pipes and folders can't be written over.
    fn add(&mut self, path: &Path) {
        self.files.extend(FileIdentity::of(path));
    }

    /// Refuses to write there if that would be over something that is read.
    ///
    /// # Errors
    /// If it would be.
    pub fn check(&self, target: &Path) -> Result<()> {
        let is_read = FileIdentity::of(target).is_some_and(|identity| self.files.contains(&identity));
        if is_read || self.lies_in_an_archive(target) {
            let what = format!("{} is read, so it is not overwritten", target.display());
            bail!(Advised::new(what, "choose another --output, outside of what is read"));
        }
        if self.written.as_ref().is_some_and(|written| *written == placed(target)) {
            let what = format!("{} is where --rejects writes", target.display());
            bail!(Advised::new(what, "choose another --output"));
        }
        Ok(())
    }

    /// Whether a path leads to an archive or into it.
    pub fn lies_in_an_archive(&self, target: &Path) -> bool {
        self.archives.iter().any(|archive| placed(target).starts_with(archive))
    }
}

/// Where a path leads whether or not anything is there: its folder's one true path, and its name there.
fn placed(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (above.canonicalize(), path.file_name()) {
        (Ok(above), Some(name)) => above.join(name),
        (Ok(_) | Err(_), _) => path.to_path_buf(),
    }
}

impl FileIdentity {
    /// `None` where there is no file.
    #[cfg(unix)]
    fn of(path: &Path) -> Option<FileIdentity> {
        use std::os::unix::fs::MetadataExt;
        let data = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(FileIdentity::Number(data.dev(), data.ino()))
    }

    /// `None` where there is no file.
    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<FileIdentity> {
        fs::canonicalize(path).ok().filter(|path| path.is_file()).map(FileIdentity::Path)
    }
}
