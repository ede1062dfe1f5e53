//! A stream of bytes, packed or plain, that remembers how it ended.

use super::limit::Limited;
use super::unpacked::Unpacked;
pub use super::whole_read::EarlyEnd;
use super::whole_read::WholeRead;
use anyhow::Result;
use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

/// Told how many more bytes were taken from the disk.
pub type ReadProgress = Arc<dyn Fn(u64) + Send + Sync>;

/// A stream of unpacked bytes.
pub struct Stream {
    inner: Box<dyn Read + Send>,
    /// Why the stream ended before its end, if it did.
    pub early_end: EarlyEnd,
    /// Bytes to come, where the file is not packed.
    pub length: Option<u64>,
    /// Whether the bytes came packed.
    pub is_packed: bool,
}

impl Stream {
    /// The stream with a stage over it; that it ended early is known as before.
    pub fn through(self, stage: impl FnOnce(Box<dyn Read + Send>) -> Box<dyn Read + Send>) -> Stream {
        Stream { inner: stage(self.inner), ..self }
    }

    /// A stream made of another one.
    pub fn of(inner: impl Read + Send + 'static, early_end: EarlyEnd) -> Stream {
        Stream { inner: Box::new(inner), early_end, length: None, is_packed: true }
    }

    /// A stream at its end, which came as `other` did.
    pub fn ended(other: &Stream) -> Stream {
        Stream { early_end: other.early_end.clone(), ..Stream::plain(Box::new(io::empty()), None) }
    }

    /// A stream of bytes as they are.
    pub fn plain(inner: Box<dyn Read + Send>, length: Option<u64>) -> Stream {
        Stream { inner, early_end: EarlyEnd::default(), length, is_packed: false }
    }

    /// The same stream with bytes in front that were read of it already.
    pub fn behind(self, start: Vec<u8>) -> Stream {
        Stream { inner: Box::new(Cursor::new(start).chain(self.inner)), ..self }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

/// A member that is itself packed, unpacked.
pub fn packed_twice(mut stream: Stream, most: Option<u64>) -> Result<Stream> {
    let mut start = Vec::with_capacity(MAGIC);
    stream.by_ref().take(MAGIC as u64).read_to_end(&mut start)?;
    let packing = Packing::of(&start);
    let stream = stream.behind(start);
    let Some(packing) = packing else { return Ok(stream) };
    let packed = Arc::new(AtomicU64::new(0));
    let counted = CountedRead::new(stream, Arc::new(|_| {}), packed.clone());
    let inner = packing.decoder(Box::new(BufReader::with_capacity(1 << 16, counted)))?;
    Ok(unpacked(Limited::unpacked(inner, packed, most)))
}

/// Makes a stream of any bytes; packed ones are known by their first.
pub fn unpack(
    input: Box<dyn Read + Send>,
    length: Option<u64>,
    most: Option<u64>,
    progress: ReadProgress,
) -> Result<Stream> {
    let packed = Arc::new(AtomicU64::new(0));
    let mut counted = CountedRead { input, progress, packed: packed.clone() };
    let mut start = Vec::with_capacity(MAGIC);
    counted.by_ref().take(MAGIC as u64).read_to_end(&mut start)?;
    let packing = Packing::of(&start);
    let whole = Cursor::new(start).chain(counted);
    let Some(packing) = packing else {
        let inner: Box<dyn Read + Send> = match most {
            Some(_) => Box::new(Limited::plain(whole, most)),
            None => Box::new(whole),
        };
        let Some(length) = length else { return Ok(Stream::plain(inner, None)) };
        let early_end = EarlyEnd::default();
        let inner = Box::new(WholeRead::new(inner, length, early_end.clone()));
        return Ok(Stream { inner, early_end, length: Some(length), is_packed: false });
    };
    let inner = packing.decoder(Box::new(BufReader::with_capacity(1 << 18, whole)))?;
    Ok(unpacked(Limited::unpacked(inner, packed, most)))
}

/// A stream of what a decoder gives, which ends where the packed data is damaged.
pub fn unpacked(inner: Limited<Box<dyn Read + Send>>) -> Stream {
    let early_end = EarlyEnd::default();
    let inner = Unpacked::new(inner, early_end.clone());
    Stream { inner: Box::new(inner), early_end, length: None, is_packed: true }
}

/// First bytes by which packed data is known.
const MAGIC: usize = 6;

/// Ways of packing a single stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Packing {
    /// gzip, of several members too.
    Gzip,
    /// Zstandard, of several frames too.
    Zstd,
    /// xz, of several streams too.
    Xz,
    /// bzip2, of several streams too.
    Bzip2,
}

/// First bytes of each.
const PACKINGS: [(&[u8], Packing); 5] = [
    (b"\x1f\x8b", Packing::Gzip),
    (b"\x28\xb5\x2f\xfd", Packing::Zstd),
    // A frame to skip, as parallel packers put in front.
    (b"\x50\x2a\x4d\x18", Packing::Zstd),
    (b"\xfd7zXZ\0", Packing::Xz),
    (b"BZh", Packing::Bzip2),
];

impl Packing {
    /// How bytes that begin like this are packed.
    pub fn of(start: &[u8]) -> Option<Packing> {
        let known = PACKINGS.iter().find(|(magic, _)| start.starts_with(magic));
        // Text may begin with these letters too.
        known.map(|(_, packing)| *packing).filter(|packing| {
            *packing != Packing::Bzip2 || matches!(start.get(3..5), Some([b'1'..=b'9', b'1' | 0x17]))
        })
    }

    /// The bytes unpacked.
    pub fn decoder(self, packed: Box<dyn BufRead + Send>) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
            Packing::Xz => Box::new(lzma_rust2::XzReader::new(packed, true)),
            Packing::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(packed)),
        })
    }
}

/// Reports the bytes that pass.
pub struct CountedRead<R> {
    input: R,
    progress: ReadProgress,
    packed: Arc<AtomicU64>,
}

impl<R: Read> CountedRead<R> {
    /// Counts what is read of `input` in `packed` and tells `progress`.
    pub fn new(input: R, progress: ReadProgress, packed: Arc<AtomicU64>) -> CountedRead<R> {
        CountedRead { input, progress, packed }
    }
}

impl<R: Read> Read for CountedRead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.packed.fetch_add(count as u64, Ordering::Relaxed);
        (self.progress)(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &[u8] = b"id,created_at\n1,2026-01-16T13:01:55Z\n";

    #[test]
    fn damage_anywhere_ends_the_stream() {
        for whole in [gzip(), zstd(), bzip2(), xz()] {
            assert_eq!(read_on(&whole), (TEXT.to_vec(), None));
            for (place, bit) in (MAGIC..whole.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
                let mut damaged = whole.clone();
                damaged[place] ^= 1 << bit;
                read_on(&damaged);
            }
            for end in MAGIC..whole.len() {
                let (_, why) = read_on(&whole[..end]);
                assert!(why.is_some(), "cut at {end} of {whole:x?}");
            }
        }
    }

    fn why(stream: &Stream) -> Option<String> {
        stream.early_end.lock().unwrap().clone()
    }

    /// What comes out of packed bytes, asked for beyond the end, and why they ended early.
    fn read_on(packed: &[u8]) -> (Vec<u8>, Option<String>) {
        let input = Box::new(Cursor::new(packed.to_vec()));
        let mut stream = unpack(input, None, None, Arc::new(|_| {})).unwrap();
        let mut bytes = Vec::new();
        for _ in 0..3 {
            stream.read_to_end(&mut bytes).unwrap();
        }
        let why = why(&stream);
        (bytes, why)
    }

    fn gzip() -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(TEXT).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd() -> Vec<u8> {
        zstd::stream::encode_all(TEXT, 1).unwrap()
    }

    fn bzip2() -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(TEXT).unwrap();
        encoder.finish().unwrap()
    }

    /// The text as one block of one chunk that is not compressed.
    fn xz() -> Vec<u8> {
        let length = u8::try_from(TEXT.len()).unwrap();
        let summed = |bytes: &[u8]| [bytes, &crc32fast::hash(bytes).to_le_bytes()].concat();
        let chunks = [&[1, 0, length - 1], TEXT, &[0]].concat();
        // Header, chunks and sum of the block, without what fills it up to four bytes.
        let block_length = 12 + chunks.len() + 4;
        let footer = [1, 0, 0, 0, 0, 1];
        let mut packed = [b"\xfd7zXZ\0", &summed(&[0, 1])[..]].concat();
        packed.extend(summed(&[2, 0, 0x21, 1, 0x16, 0, 0, 0]));
        packed.extend(&chunks);
        packed.resize(packed.len().next_multiple_of(4), 0);
        packed.extend(crc32fast::hash(TEXT).to_le_bytes());
        packed.extend(summed(&[0, 1, u8::try_from(block_length).unwrap(), length]));
        packed.extend(crc32fast::hash(&footer).to_le_bytes());
        packed.extend(footer);
        packed.extend(b"YZ");
        packed
    }
}
