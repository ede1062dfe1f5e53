//! A file that is there whole or not at all: it is written beside its place and moved there when it is on the disk.
#![allow(clippy::disallowed_methods)] // The room that writes files.

mod unfinished;
mod whole_folder;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};
use unfinished::UNFINISHED;
pub use unfinished::{abandon_all, is_unfinished};
pub use whole_folder::publish_together;

/// A file on its way to its place; dropped before it is published, it leaves nothing behind.
pub struct WholeFile {
    /// `None` once it is published.
    out: Option<BufWriter<NamedTempFile>>,
    target: PathBuf,
}

impl WholeFile {
    /// Begins the file that is to stand at `target`, with the permissions of the one that stands there.
    ///
    /// # Errors
    /// If the folder is missing or may not be written.
    pub fn begin(target: &Path) -> io::Result<WholeFile> {
        let permissions = fs::metadata(target).ok().map(|old| old.permissions());
        let folder = folder_of(target);
        unfinished::tidy(folder);
        let mut builder = Builder::new();
        builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        // A temporary file is its owner's alone; this one is to become as open as any other.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = loop {
            let file = unfinished::begin(|| {
                let file = builder.tempfile_in(folder)?;
                let path = file.path().to_path_buf();
                Ok((file, path))
            })?;
            let file = WholeFile::of(file, target);
            // Another run may have taken it for what a dead one left, in the moment before it was claimed.
            if file.file().is_some_and(unfinished::claim) {
                break file;
            }
        };
        if let (Some(permissions), Some(file)) = (permissions, file.file()) {
            file.set_permissions(permissions)?;
        }
        Ok(file)
    }

    /// The same for a file that is its owner's alone, whatever stands there.
    ///
    /// # Errors
    /// As [`WholeFile::begin`].
    pub fn begin_private(target: &Path) -> io::Result<WholeFile> {
        let file = WholeFile::begin(target)?;
        #[cfg(unix)]
        if let Some(file) = file.file() {
            file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        }
        Ok(file)
    }

    fn of(file: NamedTempFile, target: &Path) -> WholeFile {
        WholeFile { out: Some(BufWriter::with_capacity(1 << 16, file)), target: target.to_path_buf() }
    }

    fn file(&self) -> Option<&File> {
        self.out.as_ref().map(|out| out.get_ref().as_file())
    }

    /// Makes sure that everything written so far is on the disk.
    ///
    /// # Errors
    /// If it cannot be written, for instance because the disk is full.
    pub fn complete(&mut self) -> io::Result<()> {
        self.flush()?;
        self.file().map_or(Ok(()), File::sync_all)
    }

    /// Moves the file, completed, to its place, and gives that back.
    ///
    /// # Errors
    /// As [`WholeFile::complete`], or if it can not be moved; what stood there is then as it was.
    pub fn publish(self) -> io::Result<PathBuf> {
        let target = self.target.clone();
        self.publish_at(&target)?;
        Ok(target)
    }

    /// Moves the file, completed, to another place than the one it was begun for.
    ///
    /// # Errors
    /// As [`WholeFile::publish`].
    fn publish_at(mut self, target: &Path) -> io::Result<()> {
        self.complete()?;
        let Some(out) = self.out.take() else { return Ok(()) };
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let path = file.path().to_path_buf();
        unfinished::finish(&path, || file.persist(target)).map_err(|error| error.error)?;
        sync_folder(folder_of(target));
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(out) = self.out.take() {
            // Nothing more is written: the buffer goes with the file.
            let (file, _) = out.into_parts();
            let path = file.path().to_path_buf();
            unfinished::finish(&path, || drop(file));
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(0), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Not every system lets a folder be opened; the file itself is safe.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
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
