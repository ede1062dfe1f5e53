//! Rows of a table as bytes and back, for as long as a run lasts: no form that anything lasting has.

use crate::dataset::{Data, DataTable, DateRows, Lists, Origins, Texts};

/// The length of a text that is not there.
const ABSENT: u32 = u32::MAX;

/// How a column is marked that no file gave.
const NO_COLUMN: u8 = 0;
const WHOLE: u8 = 1;
const BYTES: u8 = 2;
const CODES: u8 = 3;
const LISTS: u8 = 4;
const TEXTS: u8 = 5;

/// Adds rows of a table to bytes, in the order given, which ascends; its columns have a value for each row.
pub fn write(table: &DataTable, rows: &[u32], to: &mut Vec<u8>) {
    put(to, length(rows.len()));
    put(to, length(table.columns.len()));
    for data in &table.columns {
        write_column(data.as_ref(), rows, to);
    }
    put(to, length(table.dates.len()));
    for dates in &table.dates {
        let marked: Vec<u32> =
            (0..).zip(rows).filter(|(_, &row)| dates.is(row as usize)).map(|(at, _)| at).collect();
        put_all(to, &marked);
    }
    let (mut origins, mut walk) = (Origins::default(), table.origins.walk());
    for (at, &row) in rows.iter().enumerate() {
        if let Some((file, number)) = walk(row as usize) {
            origins.note(at, file, number);
        }
    }
    put(to, length(origins.runs().count()));
    for (first, file, number) in origins.runs() {
        put(to, length(first));
        put(to, file);
        to.extend_from_slice(&number.to_le_bytes());
    }
}

fn write_column(data: Option<&Data>, rows: &[u32], to: &mut Vec<u8>) {
    match data {
        None => to.push(NO_COLUMN),
        Some(Data::Whole(values)) => {
            to.push(WHOLE);
            for &row in rows {
                to.extend_from_slice(&values[row as usize].to_le_bytes());
            }
        }
        Some(Data::Bytes(values)) => {
            to.push(BYTES);
            to.extend(rows.iter().map(|&row| values[row as usize]));
        }
        Some(Data::Codes(values)) => {
            to.push(CODES);
            for &row in rows {
                put(to, values[row as usize]);
            }
        }
        Some(Data::Lists(lists)) => {
            to.push(LISTS);
            for &row in rows {
                put_all(to, lists.get(row as usize));
            }
        }
        Some(Data::Texts(texts)) => {
            to.push(TEXTS);
            for &row in rows {
                let text = texts.get_bytes(row as usize);
                put(to, text.map_or(ABSENT, |text| length(text.len())));
                to.extend_from_slice(text.unwrap_or_default());
            }
        }
    }
}

/// A length or place as it is stored; no block of rows is as long as not to fit.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(ABSENT - 1)
}

fn put(to: &mut Vec<u8>, number: u32) {
    to.extend_from_slice(&number.to_le_bytes());
}

fn put_all(to: &mut Vec<u8>, numbers: &[u32]) {
    put(to, length(numbers.len()));
    for &number in numbers {
        put(to, number);
    }
}

/// The rows that bytes hold; `None` if those are not what was written.
pub fn read(bytes: &[u8]) -> Option<DataTable> {
    let mut from = StoredBytes(bytes);
    let mut table = DataTable { rows: from.number()? as usize, ..DataTable::default() };
    for _ in 0..from.number()? {
        let column = from.column(table.rows)?;
        table.columns.push(column);
    }
    for _ in 0..from.number()? {
        let mut dates = DateRows::default();
        for row in from.numbers()? {
            dates.mark(row as usize);
        }
        table.dates.push(dates);
    }
    for _ in 0..from.number()? {
        let (first, file) = (from.number()? as usize, from.number()?);
        table.origins.note(first, file, u64::from_le_bytes(from.take(8)?.try_into().ok()?));
    }
    from.0.is_empty().then_some(table)
}

/// Bytes yet to be read.
struct StoredBytes<'a>(&'a [u8]);

impl<'a> StoredBytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        let count = self.number()? as usize;
        self.codes(count)
    }

    fn codes(&mut self, count: usize) -> Option<Vec<u32>> {
        let bytes = self.take(count.checked_mul(4)?)?;
        Some(bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect())
    }

    /// A column of so many rows; within, `None` for one that no file gave.
    #[allow(clippy::option_option)] // The outer one is how reading ends early.
    fn column(&mut self, rows: usize) -> Option<Option<Data>> {
        let data = match *self.take(1)?.first()? {
            NO_COLUMN => return Some(None),
            WHOLE => {
                let bytes = self.take(rows.checked_mul(8)?)?;
                Data::Whole(bytes.as_chunks().0.iter().map(|eight| i64::from_le_bytes(*eight)).collect())
            }
            BYTES => Data::Bytes(self.take(rows)?.to_vec()),
            CODES => Data::Codes(self.codes(rows)?),
            LISTS => {
                let mut lists = Lists::default();
                for _ in 0..rows {
                    lists.push(&self.numbers()?);
                }
                Data::Lists(lists)
            }
            TEXTS => {
                let mut texts = Texts::default();
                for _ in 0..rows {
                    let length = self.number()?;
                    let text = if length == ABSENT { None } else { Some(self.take(length as usize)?) };
                    texts.push_bytes(text);
                }
                Data::Texts(texts)
            }
            _ => return None,
        };
        Some(Some(data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were() {
        let (mut lists, mut texts, mut dates, mut origins) =
            (Lists::default(), Texts::default(), DateRows::default(), Origins::default());
        for row in 0..4_u32 {
            lists.push(&vec![row; row as usize]);
            texts.push((row != 2).then_some(["", "ł", "-", "z"][row as usize]));
            origins.note(row as usize, row / 2, u64::from(row) + 7);
        }
        dates.mark(3);
        let columns = vec![
            None,
            Some(Data::Whole(vec![1, i64::MIN, 3, -4])),
            Some(Data::Bytes(vec![1, 2, 3, 255])),
            Some(Data::Codes(vec![5, 6, 7, u32::MAX])),
            Some(Data::Lists(lists)),
            Some(Data::Texts(texts)),
        ];
        let dates = vec![DateRows::default(), dates];
        let table = DataTable { rows: 4, columns, origins, dates, ..DataTable::default() };
        let mut bytes = Vec::new();
        write(&table, &[0, 2, 3], &mut bytes);
        let back = read(&bytes).unwrap();
        let mut kept = table.clone();
        kept.retain(&[true, false, true, true]);
        assert_eq!((back.rows, &back.columns), (3, &kept.columns));
        assert!(back.dates[1].is(2) && !back.dates[1].is(1));
        assert_eq!(
            (0..3).map(|row| back.origins.of(row)).collect::<Vec<_>>(),
            [Some((0, 7)), Some((1, 9)), Some((1, 10))]
        );
        assert!(read(&bytes[..bytes.len() - 1]).is_none());
    }
}
