//! The file of a part: named blocks, compressed and with checksums, and a directory of them at the end.
#![allow(clippy::disallowed_methods)] // The room that opens files of parts.

use crate::advice::Advised;
use anyhow::{anyhow, bail, Context, Result};
use flate2::Crc;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
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
/// A directory is no longer.
const MOST: u64 = 1 << 30;

thread_local! {
    /// It takes as long to make as a small piece to unpack.
    static UNPACKER: RefCell<std::io::Result<Decompressor<'static>>> = RefCell::new(Decompressor::new());
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

    /// Writes a block of one piece; one of nothing is none.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn put(&mut self, name: impl Into<String>, bytes: &[u8]) -> std::io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.add(name, bytes)
    }

    /// Writes a piece behind the others of a block.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn add(&mut self, name: impl Into<String>, bytes: &[u8]) -> std::io::Result<()> {
        let packed = zstd::bulk::compress(bytes, LEVEL)?;
        self.out.write_all(&packed)?;
        let size = packed.len() as u64;
        let place = Place(self.at, size, bytes.len() as u64, crc_of(&packed));
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
        Ok((Blocks { path: path.to_path_buf(), held: None, blocks }, head))
    }

    /// Takes over a file without a name, which goes with the run; it is called so.
    ///
    /// # Errors
    /// As [`Blocks::open`].
    pub fn hold<H: DeserializeOwned>(mut file: File, name: &str) -> Result<(Blocks, H)> {
        let path = PathBuf::from(name);
        let Directory { head, blocks } = directory(&mut file, &path)?;
        Ok((Blocks { path, held: Some(Mutex::new(file)), blocks }, head))
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
        self.get_from(name, 0)
    }

    /// The bytes of the pieces of a block from one on.
    ///
    /// # Errors
    /// As [`Blocks::get`].
    pub fn get_from(&self, name: &str, piece: usize) -> Result<Vec<u8>> {
        let places = self.blocks.get(name).and_then(|places| places.get(piece..)).unwrap_or_default();
        let (packed, mut all) = (self.packed(places)?, Vec::new());
        UNPACKER.with_borrow_mut(|unpacker| {
            let unpacker = unpacker.as_mut().map_err(|error| anyhow!("cannot unpack: {error}"))?;
            let mut rest = packed.as_slice();
            for place in places {
                let (piece, behind) = rest.split_at_checked(place.1 as usize).context(self.damaged())?;
                self.unpack((piece, *place), unpacker, &mut all)?;
                rest = behind;
            }
            Ok(all)
        })
    }

    /// Reads all blocks, whether they are needed or not.
    ///
    /// # Errors
    /// If one can't be read, or is damaged.
    pub fn verify(&self) -> Result<()> {
        self.blocks.values().try_for_each(|places| self.packed(places).map(|_| ()))
    }

    /// Adds the bytes of a piece.
    fn unpack(
        &self,
        (packed, Place(_, _, bytes, _)): (&[u8], Place),
        unpacker: &mut Decompressor,
        all: &mut Vec<u8>,
    ) -> Result<()> {
        let before = all.len();
        let unpacked = if bytes <= BELIEVED {
            unpacker.decompress(packed, bytes as usize).map(|mut piece| all.append(&mut piece))
        } else {
            // What a directory says of so much is not believed: room is taken as bytes come.
            Decoder::with_buffer(packed)
                .and_then(|packed| packed.take(bytes.saturating_add(1)).read_to_end(all))
                .map(|_| ())
        };
        if unpacked.is_err() || (all.len() - before) as u64 != bytes {
            bail!(damaged(&self.path));
        }
        Ok(())
    }

    /// The bytes of pieces as they stand in the file, one behind the other.
    fn packed(&self, places: &[Place]) -> Result<Vec<u8>> {
        let Some(Place(start, ..)) = places.first() else { return Ok(Vec::new()) };
        let mut end = *start;
        for &Place(at, size, ..) in places {
            let next = end.checked_add(size).filter(|_| at == end);
            end = next.with_context(|| damaged(&self.path))?;
        }
        let bytes = self.stretch(*start, end - start)?;
        for Place(at, size, _, crc) in places {
            let piece = bytes.get((at - start) as usize..).and_then(|rest| rest.get(..*size as usize));
            if piece.is_none_or(|piece| crc_of(piece) != *crc) {
                bail!(damaged(&self.path));
            }
        }
        Ok(bytes)
    }

    /// So many bytes of the file, or fewer where it ends.
    fn stretch(&self, start: u64, size: u64) -> Result<Vec<u8>> {
        let bytes = match &self.held {
            Some(file) => stretch_of(&mut file.lock().unwrap_or_else(PoisonError::into_inner), start, size),
            None => File::open(&self.path).and_then(|mut file| stretch_of(&mut file, start, size)),
        };
        bytes.with_context(|| format!("cannot read {}", self.path.display()))
    }

    /// The whole numbers in the pieces of a block from one on.
    ///
    /// # Errors
    /// As [`Blocks::get`].
    pub fn wholes(&self, name: &str, piece: usize) -> Result<Vec<i64>> {
        self.numbers((name, piece), i64::from_le_bytes)
    }

    /// The codes, places or flags in the pieces of a block from one on.
    ///
    /// # Errors
    /// As [`Blocks::get`].
    pub fn codes(&self, name: &str, piece: usize) -> Result<Vec<u32>> {
        self.numbers((name, piece), u32::from_le_bytes)
    }

    fn numbers<T, const N: usize>(
        &self,
        (name, piece): (&str, usize),
        number: fn([u8; N]) -> T,
    ) -> Result<Vec<T>> {
        let bytes = self.get_from(name, piece)?;
        let (numbers, rest) = bytes.as_chunks::<N>();
        if !rest.is_empty() {
            bail!(damaged(&self.path));
        }
        Ok(numbers.iter().map(|bytes| number(*bytes)).collect())
    }

    /// What is said of a file that does not hold what it says.
    pub fn damaged(&self) -> Advised {
        damaged(&self.path)
    }
}

/// So many bytes of a file, or fewer where it ends.
fn stretch_of(file: &mut File, start: u64, size: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity(size.min(BELIEVED) as usize);
    Read::by_ref(file).take(size).read_to_end(&mut bytes)?;
    Ok(bytes)
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
    let mut directory = Vec::new();
    file.take(length).read_to_end(&mut directory)?;
    if crc_of(&directory) != crc {
        bail!(damaged(path));
    }
    let of_other = |error| {
        let what = format!("{} is a part of another version ({error})", path.display());
        Advised::new(what, "make it anew with this program")
    };
    Ok(serde_json::from_slice(&directory).map_err(of_other)?)
}

/// The bytes of whole numbers.
pub fn of_wholes(values: &[i64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// The bytes of codes, places or flags.
pub fn of_codes(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
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
        blocks.add("numbers", &of_wholes(&[1, i64::MIN])).unwrap();
        blocks.add("numbers", &of_wholes(&[])).unwrap();
        blocks.add("numbers", &of_wholes(&[-7])).unwrap();
        blocks.put("codes", &of_codes(&[3, u32::MAX])).unwrap();
        blocks.finish(&"head").unwrap();
        path
    }

    #[test]
    fn blocks_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let (blocks, head): (Blocks, String) = Blocks::open(&written(folder.path())).unwrap();
        assert_eq!(head, "head");
        assert_eq!(blocks.wholes("numbers", 0).unwrap(), [1, i64::MIN, -7]);
        assert_eq!(blocks.wholes("numbers", 1).unwrap(), [-7]);
        assert!(blocks.wholes("numbers", 3).unwrap().is_empty());
        assert_eq!(blocks.codes("codes", 0).unwrap(), [3, u32::MAX]);
        assert_eq!(blocks.get("others").unwrap(), Vec::<u8>::new());
    }

    /// A directory with a checksum of its own may say anything.
    #[test]
    fn a_block_that_is_said_to_be_as_long_as_no_memory_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        for bytes in [0, 23, 25, 1 << 50, u64::MAX] {
            let mut blocks = BlockWriter::new(File::create(&path).unwrap());
            blocks.put("numbers", &of_wholes(&[1, i64::MIN, -7])).unwrap();
            blocks.blocks.get_mut("numbers").unwrap()[0].2 = bytes;
            blocks.finish(&"head").unwrap();
            let (blocks, _): (Blocks, String) = Blocks::open(&path).unwrap();
            assert!(blocks.wholes("numbers", 0).unwrap_err().to_string().contains("damaged"), "{bytes}");
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
            blocks.codes("codes", 0)?;
            blocks.wholes("numbers", 0)
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
