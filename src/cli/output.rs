//! Puts bytes where they belong: standard output, or a file that is there whole or not at all.
#![allow(clippy::disallowed_methods)] // The room that writes files.

use crate::advice::Advised;
use crate::whole_file::WholeFile;
use anyhow::{bail, Context, Result};
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where a result goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file, replaced as a whole.
    File(PathBuf),
    /// A folder that gets one file a section.
    Folder(PathBuf),
}

impl Destination {
    /// `None` and `-` are standard output; a folder is one that exists, or ends with a slash.
    pub fn of(path: Option<&Path>) -> Self {
        match path {
            None => Destination::Stdout,
            Some(path) if path == Path::new("-") => Destination::Stdout,
            Some(path) if path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) => {
                Destination::Folder(path.to_path_buf())
            }
            Some(path) => Destination::File(path.to_path_buf()),
        }
    }

    /// Refuses a file that is also read.
    ///
    /// # Errors
    /// If the destination is one of the inputs.
    pub fn spare(&self, inputs: &[PathBuf]) -> Result<()> {
        let Destination::File(path) = self else { return Ok(()) };
        let Ok(target) = path.canonicalize() else { return Ok(()) };
        if inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == target)) {
            let what = format!("{} is read, so it is not overwritten", path.display());
            bail!(Advised::new(what, "choose another --output"));
        }
        Ok(())
    }
}

/// Writes to standard output; a reader that has gone away is no fault.
///
/// # Errors
/// If it cannot be written for another reason, such as a full disk.
pub fn to_stdout(out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut buffered = BufWriter::with_capacity(1 << 16, out);
    let written = write(&mut buffered).and_then(|()| buffered.flush());
    // What a failed write left in the buffer must not be tried again.
    let _ = buffered.into_parts();
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

/// Whether anything stands at that path.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Writes a file beside its place and moves it there when it is whole and on the disk.
///
/// # Errors
/// If the folder is missing or may not be written, or the disk is full; the old file is then as it was.
pub fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    // A link stays a link: what it points to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let written = if fs::metadata(&target).is_ok_and(|old| !old.is_file()) {
        straight(&target, write)
    } else {
        replaced(&target, write)
    };
    written.map_err(|error| {
        let (cause, advice) = match error.kind() {
            ErrorKind::NotFound => {
                ("its folder does not exist".into(), "make the folder, or choose another --output")
            }
            ErrorKind::PermissionDenied => ("not allowed".into(), "choose a place you may write to"),
            ErrorKind::ReadOnlyFilesystem => ("read only".into(), "choose a place you may write to"),
            ErrorKind::StorageFull => ("the disk is full".into(), "make room, or choose another --output"),
            _ => (error.to_string(), "choose another --output"),
        };
        Advised::new(format!("cannot write {}: {cause}", path.display()), advice).into()
    })
}

/// Writes one file of a folder, which is made if need be.
///
/// # Errors
/// As [`to_file`].
pub fn to_folder(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    to_file(&folder.join(name), write)
}

/// Devices and pipes take the bytes as they come.
fn straight(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(target)?);
    write(&mut out)?;
    out.flush()
}

fn replaced(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = WholeFile::begin(target)?;
    write(&mut file)?;
    file.publish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.csv");
        to_file(&path, |out| out.write_all(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let broken = to_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(broken.unwrap_err().to_string().contains("no more"));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["report.csv"]);
        to_file(&path, |out| out.write_all(b"two")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn a_missing_folder_is_a_clear_error_but_a_folder_of_sections_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let error = to_file(&folder.path().join("no/report.csv"), |_| Ok(())).unwrap_err();
        let error = Advised::of(&error).text();
        assert!(error.contains("no/report.csv: its folder does not exist\nhint: make the folder"), "{error}");
        to_folder(&folder.path().join("new"), "totals.csv", |out| out.write_all(b"x")).unwrap();
        assert_eq!(names(&folder.path().join("new")), ["totals.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_devices_devices() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        to_file(&link, |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        to_file(Path::new("/dev/null"), |out| out.write_all(b"gone")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let full = to_file(Path::new("/dev/full"), |out| out.write_all(b"x"));
        assert!(Advised::of(&full.unwrap_err()).text().contains("/dev/full: the disk is full\nhint: "));
    }

    #[test]
    fn a_reader_that_goes_away_is_no_fault_but_a_full_disk_is() {
        struct Fails(ErrorKind);
        impl Write for Fails {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(to_stdout(&mut Fails(ErrorKind::BrokenPipe), |out| out.write_all(b"x")).is_ok());
        assert!(to_stdout(&mut Fails(ErrorKind::StorageFull), |out| out.write_all(b"x")).is_err());
    }

    #[test]
    fn the_destination_follows_the_path_and_spares_the_input() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export.csv");
        fs::write(&file, "").unwrap();
        assert_eq!(Destination::of(None), Destination::Stdout);
        assert_eq!(Destination::of(Some(Path::new("-"))), Destination::Stdout);
        assert_eq!(Destination::of(Some(folder.path())), Destination::Folder(folder.path().into()));
        assert_eq!(Destination::of(Some(Path::new("out/"))), Destination::Folder("out/".into()));
        let to = Destination::of(Some(&file));
        assert_eq!(to, Destination::File(file.clone()));
        assert!(to.spare(&[file]).unwrap_err().to_string().contains("is not overwritten"));
        assert!(to.spare(&[folder.path().join("other.csv")]).is_ok());
    }
}
