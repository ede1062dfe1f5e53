//! Whether an old document (a compound file, such as an XLS) is whole enough to be followed: its sectors name the ones
//! behind them, and the library that reads workbooks goes wherever they lead, in circles too.

use crate::source::store::{ReadSeek, Store};
use std::io::{self, Read, SeekFrom};

/// Bytes of the header, and where its list of the sectors that hold the table of sectors begins.
const HEADER: usize = 512;
const LIST: usize = 76;
/// From here on numbers are no sectors but say something of them.
const SPECIAL: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
/// Bytes of an entry of the directory, of a small sector, and from which on a stream stands in large ones.
const ENTRY: usize = 128;
const SMALL: usize = 64;
const LARGE_STREAM: u64 = 4096;
/// Units of the name of an entry.
const NAME: usize = 32;

/// A document whose chains are known.
pub struct OldDocument {
    file: CompoundFile,
    /// For every sector, and every small one, the one behind it.
    table: Vec<u32>,
    small: Vec<u32>,
    /// The entries of the directory.
    directory: Vec<u8>,
}

/// A stream of a document.
#[derive(Clone, Copy)]
struct StreamEntry {
    start: u32,
    bytes: u64,
    is_small: bool,
    /// In UTF-16, up to a zero.
    name: [u16; NAME],
}

impl StreamEntry {
    fn is_called(&self, name: &str) -> bool {
        let own = char::decode_utf16(self.name.into_iter().take_while(|&unit| unit != 0));
        own.map(|letter| letter.unwrap_or_default().to_ascii_lowercase())
            .eq(name.to_ascii_lowercase().chars())
    }
}

impl OldDocument {
    /// Reads where the streams of a document are; `None` where the chains that say so lead nowhere or have no end. Errors: it
    /// can't be read.
    pub fn open(store: &Store) -> io::Result<Option<OldDocument>> {
        let mut reader = store.reader()?;
        let mut header = [0; HEADER];
        let length = reader.seek(SeekFrom::End(0))?;
        reader.rewind()?;
        if length < header.len() as u64 {
            return Ok(None);
        }
        reader.read_exact(&mut header)?;
        let sector = if header[30] == 9 { 512 } else { 4096 };
        let mut file = CompoundFile { reader, sector, sectors: length / sector };
        let Some(table) = file.table(&header)? else { return Ok(None) };
        let Some(directory) = chain(&table, number(&header, 48), u64::MAX) else { return Ok(None) };
        let directory = file.bytes(&directory)?;
        let Some(small) = chain(&table, number(&header, 60), number(&header, 64).into()) else {
            return Ok(None);
        };
        let small = numbers(&file.bytes(&small)?).collect();
        Ok(Some(OldDocument { file, table, small, directory }))
    }

    fn entries(&self) -> impl Iterator<Item = StreamEntry> + '_ {
        let sector = self.file.sector;
        self.directory.chunks_exact(ENTRY).enumerate().map(move |(place, entry)| {
            let low = u64::from(number(entry, 120));
            let high = if sector == 512 { 0 } else { u64::from(number(entry, 124)) << 32 };
            let bytes = high | low;
            let is_small = place > 0 && bytes < LARGE_STREAM;
            let name = std::array::from_fn(|unit| u16::from_le_bytes([entry[2 * unit], entry[2 * unit + 1]]));
            StreamEntry { start: number(entry, 116), bytes, is_small, name }
        })
    }

    /// The sectors of a stream, large or small.
    fn chain(&self, entry: StreamEntry) -> Option<Vec<u32>> {
        if entry.is_small {
            chain(&self.small, entry.start, entry.bytes.div_ceil(SMALL as u64))
        } else {
            chain(&self.table, entry.start, entry.bytes.div_ceil(self.file.sector))
        }
    }

    /// Whether every chain of sectors comes to its end.
    pub fn is_whole(&self) -> bool {
        self.entries().all(|entry| self.chain(entry).is_some())
    }

    /// The bytes of the first stream of these names, in any letters; `None` if there is none. Errors: they can't be read.
    pub fn stream(&mut self, names: &[&str]) -> io::Result<Option<Vec<u8>>> {
        let found = names.iter().find_map(|name| self.entries().find(|entry| entry.is_called(name)));
        let Some(entry) = found else { return Ok(None) };
        // Small sectors stand in the stream of the first entry.
        let root = self.entries().next().filter(|_| entry.is_small);
        let (Some(sectors), root) = (self.chain(entry), root.and_then(|root| self.chain(root))) else {
            return Ok(None);
        };
        let mut bytes = match root {
            None => self.file.bytes(&sectors)?,
            Some(root) => {
                let small = self.file.bytes(&root)?;
                let sector = |id: u32| small.chunks(SMALL).nth(id as usize).unwrap_or_default();
                sectors.into_iter().flat_map(sector).copied().collect()
            }
        };
        bytes.truncate(usize::try_from(entry.bytes).unwrap_or(usize::MAX));
        Ok(Some(bytes))
    }
}

/// A document that is gone through.
struct CompoundFile {
    reader: Box<dyn ReadSeek>,
    /// Bytes of a sector.
    sector: u64,
    /// How many there may be.
    sectors: u64,
}

impl CompoundFile {
    /// For every sector the one behind it; `None` where the list of the sectors that say so has no end.
    fn table(&mut self, header: &[u8]) -> io::Result<Option<Vec<u32>>> {
        let mut list: Vec<u32> = numbers(&header[LIST..]).collect();
        let mut more = number(header, 68);
        while more < SPECIAL {
            if list.len() as u64 > self.sectors + HEADER as u64 {
                return Ok(None);
            }
            list.extend(numbers(&self.bytes(&[more])?));
            let Some(next) = list.pop() else { return Ok(None) };
            more = next;
        }
        list.retain(|&id| id < SPECIAL);
        if list.len() as u64 > self.sectors {
            return Ok(None);
        }
        Ok(Some(numbers(&self.bytes(&list)?).collect()))
    }

    /// The bytes of some sectors; the last of the file may be cut.
    fn bytes(&mut self, sectors: &[u32]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for &id in sectors {
            self.reader.seek(SeekFrom::Start((u64::from(id) + 1) * self.sector))?;
            self.reader.by_ref().take(self.sector).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}

/// The sectors from one on, as many as are needed; `None` where they lead out of the table or in a circle.
fn chain(table: &[u32], start: u32, needed: u64) -> Option<Vec<u32>> {
    let (mut met, mut at) = (Vec::new(), start);
    while at != END && (met.len() as u64) < needed {
        if met.len() == table.len() {
            return None;
        }
        met.push(at);
        at = *table.get(usize::try_from(at).ok()?)?;
    }
    Some(met)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    numbers(&bytes[at..]).next().unwrap_or(END)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_whole(store: &Store) -> io::Result<bool> {
        Ok(OldDocument::open(store)?.is_some_and(|document| document.is_whole()))
    }

    /// A document of five sectors: the table, the directory, and a stream of 1,000 bytes in three.
    fn document(table: [u32; 5]) -> Store {
        let mut bytes = vec![0; HEADER];
        bytes[30] = 9;
        for (at, number) in [(48, 1), (60, END), (68, END), (76, 0)] {
            bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(number));
        }
        bytes[80..HEADER].fill(0xFF);
        let rest = std::iter::repeat_n(u32::MAX, 123);
        bytes.extend(table.into_iter().chain(rest).flat_map(u32::to_le_bytes));
        let mut entry = vec![0; 512];
        entry[116] = 2;
        entry[120..122].copy_from_slice(&1_500_u16.to_le_bytes());
        bytes.extend(entry);
        bytes.resize(bytes.len() + 3 * 512, b'x');
        Store::Held(bytes.into())
    }

    #[test]
    fn chains_that_end_are_whole_and_circles_and_ways_out_are_not() {
        const SOUND: [u32; 5] = [u32::MAX - 2, END, 3, 4, END];
        let is_whole_with = |place: usize, next: u32| {
            let mut table = SOUND;
            table[place] = next;
            is_whole(&document(table)).unwrap()
        };
        assert!(is_whole_with(0, SOUND[0]));
        for (place, next) in [(1, 1), (3, 99_999), (2, u32::MAX)] {
            assert!(!is_whole_with(place, next), "{place} {next}");
        }
        // Nothing asks what is behind the last sector that is needed.
        assert!(is_whole_with(4, 2));
        assert!(!is_whole(&Store::Held(vec![0; 100].into())).unwrap());
    }
}
