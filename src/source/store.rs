//! Where bytes lie that can be read as often as needed.
#![allow(clippy::disallowed_methods)] // The room that opens files.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Where a file's bytes lie, to be read as often as needed.
#[derive(Debug, Clone, PartialEq)]
pub enum Store {
    /// On the disk.
    Disk(PathBuf),
    /// In memory.
    Held(Arc<[u8]>),
}

impl Store {
    /// A reader at the start of the bytes.
    pub fn reader(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Store::Disk(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
            Store::Held(bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }
}
