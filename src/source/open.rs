//! Opens what is to be read: a file, a member of one, or standard input.
#![allow(clippy::disallowed_methods)] // The room that opens files.

use super::inputs::{InputFile, Origin};
use super::members::{parquet, zip};
use super::packed::{packed_twice, unpack, ReadProgress, Stream};
use super::store::Store;
use anyhow::{anyhow, Context, Result};
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

/// Opens an input; packed content is unpacked whatever its name. `most` bytes may come out of it. Errors name what is
/// wrong with the file.
pub fn open(file: &InputFile, progress: ReadProgress) -> Result<Stream> {
    let name = &file.name;
    let stream = match &file.origin {
        Origin::Stdin => Err(anyhow!("standard input can not be read here")),
        Origin::Whole(Store::Disk(path)) => open_file(path, file, progress),
        Origin::Whole(Store::Held(bytes)) => {
            let length = bytes.len() as u64;
            unpack(Box::new(Cursor::new(bytes.clone())), Some(length), file.most, progress)
        }
        Origin::Sheet(store) => {
            store.reader().map(|reader| Stream::plain(Box::new(reader), None)).map_err(anyhow::Error::from)
        }
        Origin::ZipEntry(store, entry) => {
            zip::open(store, entry, file.most, progress).and_then(|stream| packed_twice(stream, file.most))
        }
        Origin::Parquet(store) => parquet::open(store),
    };
    stream.with_context(|| format!("cannot read {name}"))
}

fn open_file(path: &Path, input: &InputFile, progress: ReadProgress) -> Result<Stream> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let length = file.metadata().ok().filter(|data| data.is_file()).map(|data| data.len());
    // What was longer when it was found has been cut since.
    unpack(Box::new(file), length.map(|length| length.max(input.size)), input.most, progress)
}
