//! Several files of one folder that appear together: a new folder is made beside the old one, and the two change places.
#![allow(clippy::disallowed_methods)] // The room that writes files.

use super::unfinished::{self, UNFINISHED};
use super::WholeFile;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{Builder, TempDir};

/// A folder with more than this beside our files is not made anew for them.
const MOST_OTHERS: usize = 10_000;

/// Gives files their names, all of them in one folder: at one moment where the system can do that, else one by one. What
/// else lies in the folder stays.
///
/// # Errors
/// If one cannot be moved to its place.
pub fn publish_together(folder: &Path, files: Vec<WholeFile>) -> io::Result<()> {
    let Some(staged) = Staged::beside(folder, &files) else {
        return files.into_iter().try_for_each(|file| file.publish().map(drop));
    };
    for file in files {
        let name = file.target.file_name().unwrap_or_default().to_owned();
        file.publish_at(&staged.path().join(name))?;
    }
    unfinished::undisturbed(|| staged.exchange().or_else(|_| staged.hand_over()))?;
    staged.remove();
    Ok(())
}

/// A folder beside the one that is to hold the files.
struct Staged {
    folder: TempDir,
    target: PathBuf,
    /// Names of the files that are to appear.
    ours: Vec<OsString>,
    /// Its lock tells other runs that this one lives.
    _lock: File,
}

impl Staged {
    /// Makes the folder; `None` where the two could not change places without harm: something in it is no plain file, it
    /// is where this program or its caller stands, or its owner or rights could not be kept.
    fn beside(folder: &Path, files: &[WholeFile]) -> Option<Staged> {
        let target = fs::canonicalize(folder).ok()?;
        let above = target.parent()?;
        unfinished::tidy(above);
        if fs::canonicalize(".").is_ok_and(|here| here == target) {
            return None;
        }
        let ours: Vec<OsString> =
            files.iter().map(|file| file.target.file_name().unwrap_or_default().to_owned()).collect();
        let is_plain = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        let old: Vec<fs::DirEntry> = fs::read_dir(&target).ok()?.flatten().collect();
        if old.len() > MOST_OTHERS || !old.iter().all(is_plain) || has_lists_of_rights(&target) {
            return None;
        }
        let mut builder = Builder::new();
        builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        let folder = unfinished::begin(|| {
            let folder = builder.tempdir_in(above)?;
            let path = folder.path().to_path_buf();
            Ok((folder, path))
        });
        let folder = folder.ok()?;
        let lock = File::open(folder.path()).ok().filter(unfinished::claim);
        let staged = lock.map(|lock| Staged { folder, target, ours, _lock: lock })?;
        let is_like = staged.is_like_the_target().unwrap_or(false);
        let is_whole = is_like && old.iter().all(|entry| staged.keep(entry).is_ok());
        if is_whole {
            Some(staged)
        } else {
            staged.remove();
            None
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the new folder the rights of the old one; whether it has its owner too.
    fn is_like_the_target(&self) -> io::Result<bool> {
        let old = fs::metadata(&self.target)?;
        fs::set_permissions(self.path(), old.permissions())?;
        Ok(are_of_one_owner(&old, &fs::metadata(self.path())?))
    }

    /// A file of the old folder that is not replaced is in the new one as well.
    fn keep(&self, old: &fs::DirEntry) -> io::Result<()> {
        let name = old.file_name();
        if self.ours.contains(&name) || unfinished::is_unfinished(&name) {
            return Ok(());
        }
        fs::hard_link(old.path(), self.path().join(name))
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self) -> io::Result<()> {
        use rustix::fs::{renameat_with, RenameFlags, CWD};
        renameat_with(CWD, self.path(), CWD, &self.target, RenameFlags::EXCHANGE)?;
        self.follow();
        if let Some(above) = self.target.parent() {
            super::sync_folder(above);
        }
        Ok(())
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// What others put into the old folder before it was exchanged goes into the new one.
    #[cfg(target_os = "linux")]
    fn follow(&self) {
        let Ok(old) = fs::read_dir(self.path()) else { return };
        for entry in old.flatten().filter(|entry| !self.ours.contains(&entry.file_name())) {
            let new = self.target.join(entry.file_name());
            let is_same = match (entry.metadata(), fs::symlink_metadata(&new)) {
                (Ok(old), Ok(new)) => is_one_file(&old, &new),
                _ => false,
            };
            if !is_same && !unfinished::is_unfinished(&entry.file_name()) {
                let _ = fs::rename(entry.path(), new);
            }
        }
    }

    /// Moves the files to their places one by one, where the folders can't change places.
    fn hand_over(&self) -> io::Result<()> {
        self.ours.iter().try_for_each(|name| fs::rename(self.path().join(name), self.target.join(name)))
    }

    fn remove(self) {
        let path = self.folder.path().to_path_buf();
        unfinished::finish(&path, || drop(self.folder));
    }
}

#[cfg(unix)]
fn are_of_one_owner(old: &fs::Metadata, new: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (old.uid(), old.gid(), old.mode()) == (new.uid(), new.gid(), new.mode())
}

#[cfg(not(unix))]
fn are_of_one_owner(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

#[cfg(target_os = "linux")]
fn is_one_file(old: &fs::Metadata, new: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (old.dev(), old.ino()) == (new.dev(), new.ino())
}

/// Whether a folder has rights beyond those of owner, group and others, which a new one would lack.
#[cfg(target_os = "linux")]
fn has_lists_of_rights(folder: &Path) -> bool {
    let mut names = vec![0_u8; 1 << 12];
    match rustix::fs::listxattr(folder, &mut names) {
        Ok(length) => names[..length].split(|&byte| byte == 0).any(|name| name.starts_with(b"system.")),
        Err(_) => false,
    }
}

#[cfg(not(target_os = "linux"))]
fn has_lists_of_rights(_: &Path) -> bool {
    false
}
