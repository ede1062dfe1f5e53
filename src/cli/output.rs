//! Puts bytes where they belong: standard output, or a file that is there whole or not at all.
#![allow(clippy::disallowed_methods)] // The room that writes files.

use super::path_pattern::PathPattern;
use super::spared::Spared;
use crate::advice::Advised;
use crate::whole_file::{publish_together, WholeFile};
use anyhow::{Context, Result};
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where a result goes; paths may wait for what is known once the report is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file, replaced as a whole.
    File(PathPattern),
    /// A folder that gets one file a section.
    Folder(PathPattern),
    /// Nowhere, as it is mailed; a file, where no server takes it.
    Mail(PathPattern),
}

impl Destination {
    /// `None` and `-` are standard output; a folder is one that exists, or ends with a slash.
    ///
    /// # Errors
    /// If the path has a place that is unknown.
    pub fn of(path: Option<&Path>) -> Result<Self> {
        Ok(match path {
            None => Destination::Stdout,
            Some(path) if path == Path::new("-") => Destination::Stdout,
            Some(path) if path.is_dir() => Destination::Folder(PathPattern::plain(path)),
            Some(path) if path.to_string_lossy().ends_with(['/', '\\']) => {
                Destination::Folder(PathPattern::parse(path)?)
            }
            Some(path) => Destination::File(PathPattern::parse(path)?),
        })
    }

    /// A file that is written only if no server takes the mail.
    pub fn unless_mailed(self) -> Destination {
        match self {
            Destination::File(path) => Destination::Mail(path),
            other => other,
        }
    }

    /// Whether each section gets a file of its own.
    pub fn is_a_file_a_section(&self) -> bool {
        match self {
            Destination::Stdout | Destination::Mail(_) => false,
            Destination::File(path) => path.tells_sections_apart(),
            Destination::Folder(_) => true,
        }
    }

    /// Refuses a file that is also read, as far as its path is known before anything is.
    ///
    /// # Errors
    /// As [`Spared::check`].
    pub fn spare(&self, spared: &Spared) -> Result<()> {
        match self {
            Destination::File(path) => path.fixed().map_or(Ok(()), |path| spared.check(&path)),
            Destination::Stdout | Destination::Folder(_) | Destination::Mail(_) => Ok(()),
        }
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
/// If the file is read, its folder is missing or may not be written, or the disk is full; the old file is then as it
/// was.
pub fn to_file(
    path: &Path,
    spared: &Spared,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    spared.check(path)?;
    let target = behind_links(path).map_err(|error| unwritten(path, &error))?;
    let written = if fs::metadata(&target).is_ok_and(|old| !old.is_file()) {
        straight(&target, write)
    } else {
        whole(&target, write).and_then(|file| file.publish().map(drop))
    };
    written.map_err(|error| unwritten(path, &error))
}

/// Makes a folder and those it stands in, where they are missing.
///
/// # Errors
/// If one may not be made.
pub fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        let what = format!("cannot make the folder {}: {error}", folder.display());
        Advised::new(what, "choose another --output").into()
    })
}

/// Files that get their names together: the last one is whole before the first appears.
pub struct FileSet<'a> {
    files: Vec<(PathBuf, WholeFile)>,
    spared: &'a Spared,
}

impl<'a> FileSet<'a> {
    /// An empty set, none of whose files will be one that is read.
    pub fn beside(spared: &'a Spared) -> FileSet<'a> {
        FileSet { files: Vec::new(), spared }
    }

    /// Writes one more.
    ///
    /// # Errors
    /// As [`to_file`]; none of the files appears then.
    pub fn add(&mut self, path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.spared.check(path)?;
        let file = behind_links(path).and_then(|target| whole(&target, write));
        let file = file.map_err(|error| unwritten(path, &error))?;
        self.files.push((path.to_path_buf(), file));
        Ok(())
    }

    /// Gives all of them their names.
    ///
    /// # Errors
    /// If one cannot be moved to its place.
    pub fn publish(self) -> Result<()> {
        for (path, file) in self.files {
            file.publish().map_err(|error| unwritten(&path, &error))?;
        }
        Ok(())
    }

    /// Gives all of them, which lie in that folder, their names at one moment.
    ///
    /// # Errors
    /// As [`FileSet::publish`].
    pub fn publish_in(self, folder: &Path) -> Result<()> {
        if self.files.iter().any(|(path, _)| path.is_symlink()) {
            return self.publish();
        }
        let files = self.files.into_iter().map(|(_, file)| file).collect();
        publish_together(folder, files).map_err(|error| unwritten(folder, &error))
    }
}

/// Links that lead from one to the next at most.
const MOST_LINKS: usize = 40;

/// A link stays a link: what it points to is replaced, or made.
///
/// # Errors
/// If links lead in a circle.
pub fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if !path.is_symlink() {
            return Ok(path.canonicalize().unwrap_or(path));
        }
        let target = fs::read_link(&path)?;
        path = folder_of(&path).join(target);
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// Why a file could not be written, and what to do.
pub fn unwritten(path: &Path, error: &io::Error) -> anyhow::Error {
    let (cause, advice) = match error.kind() {
        ErrorKind::NotFound if folder_of(path).is_dir() => {
            ("no file can be made there".into(), "choose another --output")
        }
        ErrorKind::NotFound => {
            ("its folder does not exist".into(), "make the folder, or choose another --output")
        }
        ErrorKind::PermissionDenied => ("not allowed".into(), "choose a place you may write to"),
        ErrorKind::ReadOnlyFilesystem => ("read only".into(), "choose a place you may write to"),
        ErrorKind::StorageFull => ("the disk is full".into(), "make room, or choose another --output"),
        _ => (error.to_string(), "choose another --output"),
    };
    Advised::new(format!("cannot write {}: {cause}", path.display()), advice).into()
}

/// The folder that a path leads into.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Devices and pipes take the bytes as they come.
fn straight(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(target)?);
    write(&mut out)?;
    out.flush()
}

/// The file for that place, on the disk but without its name.
fn whole(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<WholeFile> {
    let mut file = WholeFile::begin(target)?;
    write(&mut file)?;
    file.complete()?;
    Ok(file)
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
        to_file(&path, &Spared::default(), |out| out.write_all(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let broken = to_file(&path, &Spared::default(), |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(broken.unwrap_err().to_string().contains("no more"));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["report.csv"]);
        to_file(&path, &Spared::default(), |out| out.write_all(b"two")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn a_missing_folder_is_a_clear_error() {
        let folder = tempfile::tempdir().unwrap();
        let error =
            to_file(&folder.path().join("no/report.csv"), &Spared::default(), |_| Ok(())).unwrap_err();
        let error = Advised::of(&error).text();
        assert!(error.contains("no/report.csv: its folder does not exist\nhint: make the folder"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_takes_no_files_is_not_called_missing() {
        let error = to_file(Path::new("/proc/x.csv"), &Spared::default(), |_| Ok(())).unwrap_err();
        let error = Advised::of(&error).text();
        assert!(error.starts_with("cannot write /proc/x.csv: no file can be made there\n"), "{error}");
    }

    #[test]
    fn a_set_of_files_appears_at_once_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("new/inner");
        let nothing = Spared::default();
        make_folder(&inner).unwrap();
        let mut set = FileSet::beside(&nothing);
        set.add(&inner.join("a.csv"), |out| out.write_all(b"a")).unwrap();
        assert!(!inner.join("a.csv").exists());
        set.add(&inner.join("b.csv"), |_| Err(io::Error::other("no more"))).unwrap_err();
        drop(set);
        assert_eq!(names(&inner), [""; 0]);
        let mut set = FileSet::beside(&nothing);
        for name in ["a.csv", "b.csv"] {
            set.add(&inner.join(name), |out| out.write_all(b"x")).unwrap();
        }
        set.publish_in(&inner).unwrap();
        let mut found = names(&inner);
        found.sort();
        assert_eq!(found, ["a.csv", "b.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_devices_devices() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let (new, circle) = (folder.path().join("new"), folder.path().join("circle"));
        std::os::unix::fs::symlink("made", &new).unwrap();
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        to_file(&new, &Spared::default(), |out| out.write_all(b"new")).unwrap();
        assert!(new.is_symlink() && fs::read(folder.path().join("made")).unwrap() == b"new");
        let error = to_file(&circle, &Spared::default(), |out| out.write_all(b"x")).unwrap_err();
        assert!(Advised::of(&error).text().contains("circle: its links lead in a circle"));
        to_file(&link, &Spared::default(), |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        to_file(Path::new("/dev/null"), &Spared::default(), |out| out.write_all(b"gone")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let full = to_file(Path::new("/dev/full"), &Spared::default(), |out| out.write_all(b"x"));
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
    fn the_destination_follows_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export.csv");
        fs::write(&file, "").unwrap();
        let of = |path: Option<&Path>| Destination::of(path).unwrap();
        let plain = |path: &Path| PathPattern::plain(path);
        assert_eq!(of(None), Destination::Stdout);
        assert_eq!(of(Some(Path::new("-"))), Destination::Stdout);
        assert_eq!(of(Some(folder.path())), Destination::Folder(plain(folder.path())));
        assert_eq!(of(Some(Path::new("out/"))), Destination::Folder(plain(Path::new("out/"))));
        let to = of(Some(&file));
        assert_eq!(to, Destination::File(plain(&file)));
        assert!(of(Some(Path::new("x-{section}.csv"))).is_a_file_a_section());
        assert!(Destination::of(Some(Path::new("{x}/"))).is_err());
    }
}
