//! The file of a part: named blocks, compressed and with checksums, and a directory of them at the end.
#![allow(clippy::disallowed_methods)] // The room that opens files of parts.

use super::numbers::{pack, unpack, Number};
use crate::advice::Advised;
use crate::dataset::empty_for;
use crate::fitting::index;
use crate::threads::lock;
use anyhow::{bail, Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use zstd::bulk::Decompressor;
use zstd::stream::read::Decoder;

/// What a part ends with.
const MARK: &[u8; 8] = b"INSIPART";
/// The directory's length and checksum, and the mark.
const FOOTER: usize = 8 + 4 + MARK.len();
/// How much work goes into making blocks small.
const LEVEL: i32 = 1;
/// A piece of so many bytes is made room for before they come.
const BELIEVED: u64 = 16 << 20;
/// All pieces of a block.
const ALL: Range<usize> = 0..usize::MAX;
/// A directory is no longer.
const MOST: u64 = 1 << 30;

thread_local! {
    /// It takes as long to make as a small piece to unpack.
    static UNPACKER: RefCell<std::io::Result<Decompressor<'static>>> = RefCell::new(Decompressor::new());

    /// The file read last, with its number: blocks are read one after the other, and there may be more files than a
    /// process may have open.
    static OPENED: RefCell<Option<(u64, File)>> = const { RefCell::new(None) };

    /// The bytes read last, whose room is used again.
    static STRETCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Where a piece of a block stands: the first byte, bytes in the file, bytes that they become, their checksum.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place(u64, u64, u64, u32);

/// What stands at the end of the file.
#[derive(Serialize, Deserialize)]
struct Directory<H> {
    head: H,
    blocks: BTreeMap<String, Vec<Place>>,
}

/// A file of blocks that is being written.
pub struct BlockWriter<W> {
    out: W,
    at: u64,
    blocks: BTreeMap<String, Vec<Place>>,
}

impl<W: Write> BlockWriter<W> {
    /// Begins a file.
    pub fn new(out: W) -> BlockWriter<W> {
        BlockWriter { out, at: 0, blocks: BTreeMap::new() }
    }

    /// Writes a block of bytes in one piece; one of nothing is none.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn put(&mut self, name: impl Into<String>, bytes: &[u8]) -> std::io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.add(name, (&zstd::bulk::compress(bytes, LEVEL)?, bytes.len()))
    }

    /// Writes a block of numbers in one piece; one of nothing is none.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn put_numbers<N: Number>(&mut self, name: impl Into<String>, numbers: &[N]) -> std::io::Result<()> {
        if numbers.is_empty() {
            return Ok(());
        }
        self.add_numbers(name, numbers)
    }

    /// Writes a piece of numbers behind the others of a block.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn add_numbers<N: Number>(&mut self, name: impl Into<String>, numbers: &[N]) -> std::io::Result<()> {
        self.add(name, (&pack(numbers), size_of_val(numbers)))
    }

    /// Writes a piece as it stands in the file, which becomes so many bytes.
    fn add(&mut self, name: impl Into<String>, (packed, bytes): (&[u8], usize)) -> std::io::Result<()> {
        self.out.write_all(packed)?;
        let size = packed.len() as u64;
        let place = Place(self.at, size, bytes as u64, crc_of(packed));
        self.blocks.entry(name.into()).or_default().push(place);
        self.at += size;
        Ok(())
    }

    /// Ends the file with what it says of itself.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn finish<H: Serialize>(mut self, head: &H) -> std::io::Result<()> {
        let directory = serde_json::to_vec(&Directory { head, blocks: self.blocks })?;
        self.out.write_all(&directory)?;
        self.out.write_all(&(directory.len() as u64).to_le_bytes())?;
        self.out.write_all(&crc_of(&directory).to_le_bytes())?;
        self.out.write_all(MARK)
    }
}

/// A file of blocks.
#[derive(Debug)]
pub struct Blocks {
    path: PathBuf,
    /// The file itself, where it has no name that others could find.
    held: Option<Mutex<File>>,
    /// What tells it from the other files of the run.
    number: u64,
    blocks: BTreeMap<String, Vec<Place>>,
}

impl Blocks {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// If it can't be read, is no part, was cut, or is damaged.
    pub fn open<H: DeserializeOwned>(path: &Path) -> Result<(Blocks, H)> {
        let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let Directory { head, blocks } = directory(&mut file, path)?;
        Ok((Blocks { path: path.to_path_buf(), held: None, number: next_number(), blocks }, head))
    }

    /// Takes over a file without a name, which goes with the run; it is called so.
    ///
    /// # Errors
    /// As [`Blocks::open`].
    pub fn hold<H: DeserializeOwned>(mut file: File, name: &str) -> Result<(Blocks, H)> {
        let path = PathBuf::from(name);
        let Directory { head, blocks } = directory(&mut file, &path)?;
        Ok((Blocks { path, held: Some(Mutex::new(file)), number: next_number(), blocks }, head))
    }

    /// What tells a block from one that holds something else.
    pub fn print_of(&self, name: &str) -> String {
        let places = self.blocks.get(name).map_or(&[][..], Vec::as_slice);
        places.iter().map(|Place(_, size, bytes, crc)| format!("{size} {bytes} {crc};")).collect()
    }

    /// The bytes of a block; none of one that is not there.
    ///
    /// # Errors
    /// If it can't be read, or is damaged.
    pub fn get(&self, name: &str) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        self.each_piece((name, &ALL), |packed, bytes| unpack_bytes(packed, bytes, &mut all))?;
        Ok(all)
    }

    /// The numbers of a block: as they were put there, of the same size.
    ///
    /// # Errors
    /// As [`Blocks::get`].
    pub fn numbers<N: Number>(&self, name: &str) -> Result<Vec<N>> {
        let mut all = Vec::new();
        self.fill((name, &ALL), &mut all)?;
        Ok(all)
    }

    /// Puts the numbers in some pieces of a block in the place of others, whose room is used again.
    ///
    /// # Errors
    /// As [`Blocks::get`].
    pub fn fill<N: Number>(&self, (name, pieces): (&str, &Range<usize>), numbers: &mut Vec<N>) -> Result<()> {
        // A number takes no less than a bit.
        let count = |Place(_, size, bytes, _): &Place| index((bytes / size_of::<N>() as u64).min(8 * size));
        empty_for(self.places(name, pieces).iter().map(count).sum(), numbers);
        self.each_piece((name, pieces), |packed, bytes| {
            let bytes = usize::try_from(bytes).ok()?;
            let is_whole = bytes.is_multiple_of(size_of::<N>());
            is_whole.then(|| unpack(packed, bytes / size_of::<N>(), numbers))?
        })
    }

    /// Reads all blocks, whether they are needed or not.
    ///
    /// # Errors
    /// If one can't be read, or is damaged.
    pub fn verify(&self) -> Result<()> {
        self.blocks.keys().try_for_each(|name| self.each_piece((name, &ALL), |_, _| Some(())))
    }

    /// Some pieces of a block, as far as it has them.
    fn places(&self, name: &str, pieces: &Range<usize>) -> &[Place] {
        let Some(places) = self.blocks.get(name) else { return &[] };
        places.get(pieces.start..pieces.end.min(places.len())).unwrap_or_default()
    }

    /// Takes each of some pieces of a block: as it stands in the file, and the bytes it becomes; `None` is damage.
    fn each_piece(
        &self,
        (name, pieces): (&str, &Range<usize>),
        mut take: impl FnMut(&[u8], u64) -> Option<()>,
    ) -> Result<()> {
        let places = self.places(name, pieces);
        let Some(Place(start, ..)) = places.first() else { return Ok(()) };
        let mut end = *start;
        for &Place(at, size, ..) in places {
            let next = end.checked_add(size).filter(|_| at == end);
            end = next.with_context(|| self.damaged())?;
        }
        let mut stretch = STRETCH.take();
        self.read_stretch((*start, end - start), &mut stretch)?;
        let mut rest = stretch.as_slice();
        for Place(_, size, bytes, crc) in places {
            let (piece, behind) = rest.split_at_checked(index(*size)).with_context(|| self.damaged())?;
            if crc_of(piece) != *crc || take(piece, *bytes).is_none() {
                bail!(self.damaged());
            }
            rest = behind;
        }
        STRETCH.set(stretch);
        Ok(())
    }

    /// Puts bytes of the file in the place of others: from one on so many, or none where it ends before.
    fn read_stretch(&self, place: (u64, u64), bytes: &mut Vec<u8>) -> Result<()> {
        let read = match &self.held {
            Some(file) => read_stretch(&mut lock(file), place, bytes),
            None => OPENED.with_borrow_mut(|opened| read_stretch(self.opened(opened)?, place, bytes)),
        };
        read.with_context(|| format!("cannot read {}", self.path.display()))
    }

    fn opened<'a>(&self, opened: &'a mut Option<(u64, File)>) -> std::io::Result<&'a mut File> {
        let kept = opened.take().filter(|(number, _)| *number == self.number);
        let own = match kept {
            Some(own) => own,
            None => (self.number, File::open(&self.path)?),
        };
        Ok(&mut opened.insert(own).1)
    }

    /// What is said of a file that does not hold what it says.
    pub fn damaged(&self) -> Advised {
        damaged(&self.path)
    }
}

fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Adds the bytes of a piece; `None`: they are not as many as were said.
fn unpack_bytes(packed: &[u8], bytes: u64, all: &mut Vec<u8>) -> Option<()> {
    let before = all.len();
    if bytes <= BELIEVED {
        let unpack = |unpacker: &mut Decompressor| unpacker.decompress(packed, index(bytes)).ok();
        let mut piece = UNPACKER.with_borrow_mut(|unpacker| unpack(unpacker.as_mut().ok()?))?;
        all.append(&mut piece);
    } else {
        // What a directory says of so much is not believed: room is taken as bytes come.
        let packed = Decoder::with_buffer(packed).ok()?;
        packed.take(bytes.saturating_add(1)).read_to_end(all).ok()?;
    }
    ((all.len() - before) as u64 == bytes).then_some(())
}

fn read_stretch(file: &mut File, (start, size): (u64, u64), bytes: &mut Vec<u8>) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    bytes.resize(size.min(BELIEVED) as usize, 0);
    match file.read_exact(bytes) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => bytes.clear(),
        read => read?,
    }
    // What a directory says of more is not believed: room is taken as bytes come.
    Read::by_ref(file).take(size.saturating_sub(BELIEVED)).read_to_end(bytes)?;
    Ok(())
}

/// What stands at the end of a file.
fn directory<H: DeserializeOwned>(file: &mut File, path: &Path) -> Result<Directory<H>> {
    let size = file.seek(SeekFrom::End(0))?;
    let mut footer = [0; FOOTER];
    let Some(directory_end) = size.checked_sub(FOOTER as u64) else { bail!(cut(path)) };
    file.seek(SeekFrom::Start(directory_end))?;
    file.read_exact(&mut footer)?;
    let (length, rest) = footer.split_at(8);
    let (crc, mark) = rest.split_at(4);
    if mark != MARK {
        bail!(cut(path));
    }
    let length = u64::from_le_bytes(length.try_into()?);
    let crc = u32::from_le_bytes(crc.try_into()?);
    let Some(start) = directory_end.checked_sub(length).filter(|_| length <= MOST) else {
        bail!(damaged(path));
    };
    file.seek(SeekFrom::Start(start))?;
    let mut directory = vec![0; index(length)];
    file.read_exact(&mut directory)?;
    if crc_of(&directory) != crc {
        bail!(damaged(path));
    }
    let of_other = |error| {
        let what = format!("{} is a part of another version ({error})", path.display());
        Advised::new(what, "make it anew with this program")
    };
    Ok(serde_json::from_slice(&directory).map_err(of_other)?)
}

fn crc_of(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

fn cut(path: &Path) -> Advised {
    let what = format!("{} is no part of facts, or was cut before its end", path.display());
    Advised::new(what, "make it anew with `insights facts --part`, or take it out of the folder")
}

fn damaged(path: &Path) -> Advised {
    let what = format!("{} is damaged: it does not hold what was written", path.display());
    Advised::new(what, "make it anew with `insights facts --part`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &Path) -> PathBuf {
        let path = folder.join("a.part");
        let mut blocks = BlockWriter::new(File::create(&path).unwrap());
        blocks.add_numbers("numbers", &[1, i64::MIN]).unwrap();
        blocks.add_numbers::<i64>("numbers", &[]).unwrap();
        blocks.add_numbers("numbers", &[-7i64]).unwrap();
        blocks.put_numbers("codes", &[3, u32::MAX]).unwrap();
        blocks.put("bytes", b"nine bytes").unwrap();
        blocks.finish(&"head").unwrap();
        path
    }

    #[test]
    fn blocks_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let (blocks, head): (Blocks, String) = Blocks::open(&written(folder.path())).unwrap();
        assert_eq!(head, "head");
        assert_eq!(blocks.numbers::<i64>("numbers").unwrap(), [1, i64::MIN, -7]);
        for (pieces, numbers) in
            [(0..1, &[1, i64::MIN][..]), (0..2, &[1, i64::MIN]), (1..3, &[-7]), (2..9, &[-7]), (3..9, &[])]
        {
            let mut own = vec![9i64; 3];
            blocks.fill(("numbers", &pieces), &mut own).unwrap();
            assert_eq!(own, numbers, "{pieces:?}");
        }
        assert_eq!(blocks.numbers::<u32>("codes").unwrap(), [3, u32::MAX]);
        assert_eq!(blocks.get("bytes").unwrap(), b"nine bytes");
        assert_eq!(blocks.get("others").unwrap(), Vec::<u8>::new());
    }

    /// A directory with a checksum of its own may say anything.
    #[test]
    fn a_block_that_is_said_to_be_as_long_as_no_memory_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        for bytes in [0, 23, 25, 1 << 50, u64::MAX] {
            let mut blocks = BlockWriter::new(File::create(&path).unwrap());
            blocks.put_numbers("numbers", &[1, i64::MIN, -7]).unwrap();
            blocks.put("bytes", &[7; 24]).unwrap();
            blocks.blocks.values_mut().for_each(|places| places[0].2 = bytes);
            blocks.finish(&"head").unwrap();
            let (blocks, _): (Blocks, String) = Blocks::open(&path).unwrap();
            let numbers = blocks.numbers::<i64>("numbers").map(|_| ());
            for read in [numbers, blocks.get("bytes").map(|_| ())] {
                assert!(read.unwrap_err().to_string().contains("damaged"), "{bytes}");
            }
        }
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path());
        let whole = std::fs::read(&path).unwrap();
        let reads = |bytes: &[u8]| -> Result<Vec<i64>> {
            std::fs::write(&path, bytes).unwrap();
            let (blocks, _): (Blocks, String) = Blocks::open(&path)?;
            blocks.numbers::<u32>("codes")?;
            blocks.get("bytes")?;
            blocks.numbers("numbers")
        };
        for length in 0..whole.len() {
            assert!(reads(&whole[..length]).is_err(), "cut to {length}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x20;
            assert!(reads(&changed).is_err(), "changed at {at}");
        }
        assert!(reads(&whole).is_ok());
    }
}
