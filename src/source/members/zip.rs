//! The members of a zip archive, each opened as a stream of its own; nothing is written to the disk.

use crate::account::Trouble;
use crate::source::limit::Limited;
use crate::source::packed::{unpacked, CountedRead, Packing, ReadProgress, Stream};
use crate::source::store::Store;
use anyhow::{bail, Result};
use crc32fast::Hasher;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::atomic::AtomicU64;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// One member of an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct ZipEntry {
    /// Its name, with folders.
    pub name: String,
    /// Why it can not be read; `None` where it can.
    pub closed: Option<Trouble>,
    /// Where its bytes begin…
    start: u64,
    /// …and how many they are.
    length: u64,
    method: ZipMethod,
    checksum: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum ZipMethod {
    Stored,
    Deflated,
    Packed(Packing),
}

/// The members of an archive, without folders. Errors: it is damaged or cut off.
pub fn entries(store: &Store) -> Result<Vec<ZipEntry>> {
    let Ok(mut archive) = ZipArchive::new(store.reader()?) else {
        bail!("the zip archive is damaged or cut off");
    };
    let mut entries = Vec::new();
    for place in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(place) else { bail!("the zip archive is damaged") };
        if member.is_dir() {
            continue;
        }
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
        };
        let method = method(member.compression());
        let closed = match (member.encrypted(), method) {
            (true, _) => Some(Trouble::new("it is encrypted", "unpack it with its password first")),
            (_, None) => {
                Some(Trouble::new("it is packed by a method that is not known here", "unpack it first"))
            }
            _ => None,
        };
        entries.push(ZipEntry {
            name,
            closed,
            start: member.data_start().unwrap_or_default(),
            length: member.compressed_size(),
            method: method.unwrap_or(ZipMethod::Stored),
            checksum: member.crc32(),
        });
    }
    entries.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    Ok(entries)
}

/// Ways of packing a member, by their numbers in the format's description.
fn method(method: CompressionMethod) -> Option<ZipMethod> {
    Some(match method {
        CompressionMethod::Stored => ZipMethod::Stored,
        CompressionMethod::Deflated => ZipMethod::Deflated,
        CompressionMethod::BZIP2 => ZipMethod::Packed(Packing::Bzip2),
        CompressionMethod::ZSTD => ZipMethod::Packed(Packing::Zstd),
        CompressionMethod::XZ => ZipMethod::Packed(Packing::Xz),
        _ => return None,
    })
}

/// Opens a member.
pub fn open(store: &Store, entry: &ZipEntry, most: Option<u64>, progress: ReadProgress) -> Result<Stream> {
    if let Some(why) = &entry.closed {
        bail!("{}", why.what);
    }
    let mut reader = store.reader()?;
    reader.seek(SeekFrom::Start(entry.start))?;
    let packed = Arc::new(AtomicU64::new(0));
    let counted = CountedRead::new(reader.take(entry.length), progress, packed.clone());
    let buffered = BufReader::with_capacity(1 << 16, counted);
    let inner: Box<dyn Read + Send> = match entry.method {
        ZipMethod::Stored => Box::new(buffered),
        ZipMethod::Deflated => Box::new(DeflateDecoder::new(buffered)),
        ZipMethod::Packed(packing) => packing.decoder(Box::new(buffered))?,
    };
    let checked = Checked { inner, sum: Hasher::new(), expected: entry.checksum };
    Ok(unpacked(Limited::unpacked(Box::new(checked), packed, most)))
}

/// Compares the checksum once all is read.
struct Checked<R> {
    inner: R,
    sum: Hasher,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sum.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && self.sum.clone().finalize() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "checksum"));
        }
        Ok(count)
    }
}
