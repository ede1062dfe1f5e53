//! A file that is there whole or not at all: it is written beside its place and moved there when it is on the disk.
#![allow(clippy::disallowed_methods)] // The room that writes files.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// How the names of files begin and end that are not whole yet; hidden, so that no run reads them.
const UNFINISHED: (&str, &str) = (".insights-", ".partial");

/// A file on its way to its place; dropped before it is published, it leaves nothing behind.
pub struct WholeFile {
    out: BufWriter<NamedTempFile>,
    target: PathBuf,
}

impl WholeFile {
    /// Begins the file that is to stand at `target`, with the permissions of the one that stands there.
    ///
    /// # Errors
    /// If the folder is missing or may not be written.
    pub fn begin(target: &Path) -> io::Result<WholeFile> {
        let mut builder = Builder::new();
        builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        // A temporary file is its owner's alone; this one is to become as open as any other.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder_of(target))?;
        if let Ok(old) = fs::metadata(target) {
            file.as_file().set_permissions(old.permissions())?;
        }
        Ok(WholeFile { out: BufWriter::with_capacity(1 << 16, file), target: target.to_path_buf() })
    }

    /// Makes sure that everything written so far is on the disk.
    ///
    /// # Errors
    /// If it cannot be written, for instance because the disk is full.
    pub fn complete(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().as_file().sync_all()
    }

    /// Moves the file, completed, to its place, and gives that back.
    ///
    /// # Errors
    /// As [`WholeFile::complete`], or if it can not be moved; what stood there is then as it was.
    pub fn publish(mut self) -> io::Result<PathBuf> {
        self.complete()?;
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(&self.target).map_err(|error| error.error)?;
        // Not every system lets a folder be opened; the file itself is safe.
        let _ = File::open(folder_of(&self.target)).and_then(|folder| folder.sync_all());
        Ok(self.target)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file of this name is what a killed run left behind.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<std::ffi::OsString> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn a_file_gets_its_name_when_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        let mut file = WholeFile::begin(&target).unwrap();
        file.write_all(b"one").unwrap();
        file.complete().unwrap();
        let on_the_way = names(folder.path());
        assert!(on_the_way.len() == 1 && is_unfinished(&on_the_way[0]), "{on_the_way:?}");
        assert_eq!(file.publish().unwrap(), target);
        assert_eq!(
            (names(folder.path()), fs::read(&target).unwrap()),
            (vec!["a.csv".into()], b"one".to_vec())
        );
    }

    #[test]
    fn a_file_given_up_leaves_nothing_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        fs::write(&target, "old").unwrap();
        WholeFile::begin(&target).unwrap().write_all(b"new").unwrap();
        assert_eq!(
            (names(folder.path()), fs::read(&target).unwrap()),
            (vec!["a.csv".into()], b"old".to_vec())
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_any_new_file_or_of_the_old_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("any"), "").unwrap();
        let target = folder.path().join("ours");
        WholeFile::begin(&target).unwrap().publish().unwrap();
        assert_eq!(mode("ours"), mode("any"));
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        WholeFile::begin(&target).unwrap().publish().unwrap();
        assert_eq!(mode("ours") & 0o777, 0o640);
    }
}
