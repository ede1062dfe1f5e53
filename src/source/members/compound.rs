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
const SMALL: u64 = 64;
const LARGE_STREAM: u64 = 4096;

/// Whether every chain of sectors of a document comes to its end. Errors: it can't be read.
pub fn is_whole(store: &Store) -> io::Result<bool> {
    let mut reader = store.reader()?;
    let mut header = [0; HEADER];
    let length = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    if length < header.len() as u64 {
        return Ok(false);
    }
    reader.read_exact(&mut header)?;
    let sector = if header[30] == 9 { 512 } else { 4096 };
    let mut document = CompoundFile { reader, sector, sectors: length / sector };
    Ok(document.follow(&header)?.is_some())
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
    /// Follows all chains; `None` where one leads nowhere or has no end.
    fn follow(&mut self, header: &[u8]) -> io::Result<Option<()>> {
        let Some(table) = self.table(header)? else { return Ok(None) };
        let Some(directory) = chain(&table, number(header, 48), u64::MAX) else { return Ok(None) };
        let directory = self.bytes(&directory)?;
        let Some(small) = chain(&table, number(header, 60), number(header, 64).into()) else {
            return Ok(None);
        };
        let small: Vec<u32> = numbers(&self.bytes(&small)?).collect();
        let whole = directory.chunks_exact(ENTRY).enumerate().all(|(place, entry)| {
            let low = u64::from(number(entry, 120));
            let high = if self.sector == 512 { 0 } else { u64::from(number(entry, 124)) << 32 };
            let (start, bytes) = (number(entry, 116), high | low);
            if place == 0 || bytes >= LARGE_STREAM {
                chain(&table, start, bytes.div_ceil(self.sector)).is_some()
            } else {
                chain(&small, start, bytes.div_ceil(SMALL)).is_some()
            }
        });
        Ok(whole.then_some(()))
    }

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
