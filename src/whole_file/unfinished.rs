//! Files and folders that have no name of their own yet: this run knows its own, and removes those of runs that are dead.
#![allow(clippy::disallowed_methods)] // The room that writes files.

use crate::threads::lock;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

/// How the names of files begin and end that are not whole yet; hidden, so that no run reads them.
pub(super) const UNFINISHED: (&str, &str) = (".insights-", ".partial");

/// How the names of folders begin that are about to be removed.
const GONE: &str = ".insights-gone-";
/// How often a folder is tried to be removed.
const ATTEMPTS: usize = 20;

/// What this run has begun, and the folders where it has tidied up after dead runs.
#[derive(Default)]
struct KnownFiles {
    begun: BTreeSet<PathBuf>,
    tidied: BTreeSet<PathBuf>,
}

static KNOWN: Mutex<KnownFiles> = Mutex::new(KnownFiles { begun: BTreeSet::new(), tidied: BTreeSet::new() });

/// What happens while this is held, happens before a signal ends the run or not at all.
fn known() -> MutexGuard<'static, KnownFiles> {
    lock(&KNOWN)
}

/// Whether a file of this name is what a killed run left behind.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
}

/// Makes something unfinished at a path of its own, which is known from then on.
///
/// # Errors
/// As `make`.
pub(super) fn begin<T>(make: impl FnOnce() -> io::Result<(T, PathBuf)>) -> io::Result<T> {
    let mut known = known();
    let (made, path) = make()?;
    known.begun.insert(path);
    Ok(made)
}

/// Does something with what was begun before a signal ends the run, or not at all: else it might fail over what is removed
/// already, and end the run before all is.
pub(super) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _known = known();
    work()
}

/// Finishes what was begun at a path, by giving it its name or by removing it.
pub(super) fn finish<T>(path: &Path, finish: impl FnOnce() -> T) -> T {
    let mut known = known();
    let done = finish();
    known.begun.remove(path);
    done
}

/// Removes all that this run has begun, and lets it begin, name or remove nothing more; for the end of the run.
pub fn abandon_all() {
    let known = known();
    for path in &known.begun {
        remove(path);
    }
    // The run ends before anyone else gets it.
    std::mem::forget(known);
}

/// Marks an unfinished file or folder as one that somebody is at work on, until `file` is closed; whether it is still
/// there. Where the system knows no locks, no run takes it for dead either.
pub(super) fn claim(file: &File) -> bool {
    file.lock().is_err() || is_there(file)
}

#[cfg(unix)]
fn is_there(file: &File) -> bool {
    file.metadata().is_ok_and(|data| std::os::unix::fs::MetadataExt::nlink(&data) > 0)
}

#[cfg(not(unix))]
fn is_there(_: &File) -> bool {
    true
}

/// Removes what runs left behind in a folder that are dead by now; once a run.
pub(super) fn tidy(folder: &Path) {
    if !known().tidied.insert(folder.to_path_buf()) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_unfinished(&entry.file_name())) {
        let is_ours = entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_dir());
        // A living run holds the lock of what it works on.
        let free = File::open(entry.path()).ok().filter(|file| is_ours && file.try_lock().is_ok());
        if free.is_some() {
            remove(&entry.path());
        }
    }
}

/// What can't be removed now will be by a later run.
fn remove(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|data| data.is_dir()) {
        remove_folder(path);
    } else {
        let _ = fs::remove_file(path);
    }
}

/// Removes a folder that a thread may still be putting files into: it finds the folder no more by its name, and only what
/// it had begun with by then comes late.
fn remove_folder(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let gone = path.with_file_name(name.replacen(UNFINISHED.0, GONE, 1));
    let now = if fs::rename(path, &gone).is_ok() { &gone } else { path };
    for _ in 0..ATTEMPTS {
        if fs::remove_dir_all(now).is_ok() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::{scope, yield_now};

    #[test]
    fn a_folder_goes_while_files_are_put_into_it() {
        let place = tempfile::tempdir().unwrap();
        for round in 0..50 {
            let path = place.path().join(format!(".insights-{round}.partial"));
            fs::create_dir(&path).unwrap();
            scope(|scope| {
                let busy = scope.spawn(|| {
                    (0..20_000).take_while(|n| File::create(path.join(n.to_string())).is_ok()).count()
                });
                while fs::read_dir(&path).unwrap().next().is_none() {
                    yield_now();
                }
                remove(&path);
                assert!(busy.join().unwrap() > 0);
            });
            assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "round {round}");
        }
    }
}
