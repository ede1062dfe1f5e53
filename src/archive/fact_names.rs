//! What files of facts beside an archive are called, and which of them count.
//!
//! ```text
//! facts/5f1c2b7a90d3e846/2026-03-00-1f2e3d4c5b6a7988.part   rules, program and people; the part; its files
//! facts/5f1c2b7a90d3e846/customers                          which customers of which part are the same
//! ```
#![allow(clippy::disallowed_methods)] // The room that owns the files of an archive.

use super::manifest::Manifest;
use crate::source::fingerprint::checksum;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of facts in an archive's.
pub const FACTS: &str = "facts";
/// What is kept of the customers of all parts together.
pub const CUSTOMERS: &str = "customers";
/// The ending of files of facts.
const ENDING: &str = "part";
/// Digits of a checksum that are enough to tell apart what lies in one archive.
pub const DIGITS: usize = 16;

/// The folders of facts beside an archive, one for rules each; what else somebody put beside them is none.
pub fn fact_folders(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder.join(FACTS)).into_iter().flatten().flatten();
    let own = all.filter(|entry| {
        let name = entry.file_name();
        let is_checksum = name.len() == DIGITS && name.as_encoded_bytes().iter().all(u8::is_ascii_hexdigit);
        is_checksum && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    own.map(|entry| entry.path()).collect()
}

/// How many files of facts there are beside an archive, and their bytes.
pub fn count_facts(folder: &Path) -> (usize, u64) {
    let files = fact_folders(folder).into_iter().filter_map(|own| fs::read_dir(own).ok()).flatten().flatten();
    let sizes: Vec<u64> = files.filter_map(|file| file.metadata().ok()).map(|about| about.len()).collect();
    (sizes.len(), sizes.iter().sum())
}

/// What tells this build of the program from others, whose facts may be others.
pub fn this_build() -> String {
    let own = std::env::current_exe().and_then(fs::metadata);
    format!("{:?}", own.and_then(|about| Ok((about.len(), about.modified()?))).ok())
}

/// Removes facts of parts that are no longer what they were.
pub fn clear_facts(folder: &Path, manifest: &Manifest) {
    let parts: BTreeSet<&str> = manifest.files.iter().map(|file| file.part.as_str()).collect();
    let living: BTreeSet<String> = parts.into_iter().map(|part| name(part, manifest)).collect();
    for own in fact_folders(folder) {
        let Ok(files) = fs::read_dir(&own) else { continue };
        for file in files.flatten().filter(|file| !living.contains(&*file.file_name().to_string_lossy())) {
            let _ = fs::remove_file(file.path());
        }
        // It goes only if nothing is left in it.
        let _ = fs::remove_dir(own);
    }
}

/// The name of a file of facts: the part, and what its files hold.
pub fn name(part: &str, manifest: &Manifest) -> String {
    let mut files = String::new();
    for file in manifest.files.iter().filter(|file| file.part == part) {
        files.push_str(&file.path);
        files.push_str(&file.sha256);
    }
    format!("{}-{}.{ENDING}", part.replace('/', "-"), &checksum(files.as_bytes())[..DIGITS])
}
