//! By which a file is known again: the checksum of its bytes.
#![allow(clippy::disallowed_methods)] // The room that opens files.

use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// What a file held when it was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Fingerprint {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    changed: Option<SystemTime>,
}

impl Fingerprint {
    /// Reads a file through. Errors: it can't be read.
    pub fn of(path: &Path) -> io::Result<Fingerprint> {
        let changed = fs::metadata(path)?.modified().ok();
        let mut file = File::open(path)?;
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 1 << 18];
        let mut bytes = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(Fingerprint { sha256: hexadecimal(&digest.finalize()), bytes, changed });
            }
            digest.update(&buffer[..read]);
            bytes += read as u64;
        }
    }

    /// Whether the file has not been written to since.
    pub fn still_holds(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|now| now.len() == self.bytes && now.modified().ok() == self.changed)
    }
}

/// SHA-256 in hexadecimal digits.
pub fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_bytes_and_a_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "abc").unwrap();
        let print = Fingerprint::of(&path).unwrap();
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((print.sha256.as_str(), print.bytes, checksum(b"abc").as_str()), (known, 3, known));
        assert!(print.still_holds(&path));
        fs::write(&path, "abcd").unwrap();
        assert!(!print.still_holds(&path));
    }
}
