//! Opens what is to be read – a file or standard input, packed or plain – as one stream that remembers how it ended.
#![allow(clippy::disallowed_methods)] // The room that opens files.

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Told how many more bytes were taken from the disk.
pub type ReadProgress = Arc<dyn Fn(u64) + Send + Sync>;

/// A stream of unpacked bytes.
pub struct Stream {
    inner: Box<dyn Read + Send>,
    /// Why the stream ended before its end, if it did.
    pub early_end: EarlyEnd,
    /// Bytes to come, where the file is not packed.
    pub length: Option<u64>,
}

/// Why a stream ended early; shared with its reader.
pub type EarlyEnd = Arc<Mutex<Option<String>>>;

impl Stream {
    /// The stream with a stage over it; that it ended early is known as before.
    pub fn through(self, stage: impl FnOnce(Box<dyn Read + Send>) -> Box<dyn Read + Send>) -> Stream {
        Stream { inner: stage(self.inner), ..self }
    }

    /// A stream made of another one.
    pub fn of(inner: impl Read + Send + 'static, early_end: EarlyEnd) -> Stream {
        Stream { inner: Box::new(inner), early_end, length: None }
    }

    /// A stream at its end, which came as `other` did.
    pub fn ended(other: &Stream) -> Stream {
        Stream { inner: Box::new(io::empty()), early_end: other.early_end.clone(), length: None }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

/// Opens a file; `.gz` content is unpacked whatever its name. Errors name what is wrong with the file.
pub fn open(path: &Path, progress: ReadProgress) -> Result<Stream> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let length = file.metadata().ok().filter(|data| data.is_file()).map(|data| data.len());
    unpack(Box::new(file), length, progress).with_context(|| format!("cannot read {}", path.display()))
}

/// Makes a stream of any bytes; gzip is known by its first two.
pub fn unpack(input: Box<dyn Read + Send>, length: Option<u64>, progress: ReadProgress) -> Result<Stream> {
    let mut counted = Counted { input, progress };
    let mut start = Vec::with_capacity(2);
    counted.by_ref().take(2).read_to_end(&mut start)?;
    let packed = start == [0x1f, 0x8b];
    let whole = Cursor::new(start).chain(counted);
    let early_end = EarlyEnd::default();
    if !packed {
        return Ok(Stream { inner: Box::new(whole), early_end, length });
    }
    let unpacked = Unpacked {
        inner: MultiGzDecoder::new(io::BufReader::with_capacity(1 << 18, whole)),
        early_end: early_end.clone(),
    };
    Ok(Stream { inner: Box::new(unpacked), early_end, length: None })
}

/// Reports the bytes that pass.
struct Counted {
    input: Box<dyn Read + Send>,
    progress: ReadProgress,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        (self.progress)(count as u64);
        Ok(count)
    }
}

/// Ends where packed data is damaged, and remembers why.
struct Unpacked<R> {
    inner: R,
    early_end: EarlyEnd,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let error = match self.inner.read(buffer) {
            Ok(count) => return Ok(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => error,
        };
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the packed file ends too early".to_owned(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                "the packed data is damaged".to_owned()
            }
            _ => return Err(error),
        };
        if let Ok(mut early_end) = self.early_end.lock() {
            *early_end = Some(why);
        }
        Ok(0)
    }
}
