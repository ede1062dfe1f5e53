//! Typed storage of one column, filled value by value while a file is read.

use super::schema::ColumnKind;
use super::{MISSING, NONE, UNKNOWN};

/// The values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Instants and durations in milliseconds, numbers in ten-thousandths.
    Whole(Vec<i64>),
    /// Choices and flags.
    Bytes(Vec<u8>),
    /// Codes of a dictionary.
    Codes(Vec<u32>),
    /// Lists of codes.
    Lists(Lists),
    /// Texts.
    Texts(Texts),
}

impl Data {
    /// An empty column of that kind.
    pub fn new(kind: ColumnKind) -> Data {
        match kind {
            ColumnKind::Instant | ColumnKind::Duration | ColumnKind::Number => Data::Whole(Vec::new()),
            ColumnKind::Choice(_) | ColumnKind::Flag => Data::Bytes(Vec::new()),
            ColumnKind::Code(_) => Data::Codes(Vec::new()),
            ColumnKind::List(_) => Data::Lists(Lists::default()),
            ColumnKind::Text => Data::Texts(Texts::default()),
        }
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        match self {
            Data::Whole(values) => values.len(),
            Data::Bytes(values) => values.len(),
            Data::Codes(values) => values.len(),
            Data::Lists(values) => values.len(),
            Data::Texts(values) => values.len(),
        }
    }

    /// Whether it has no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds all values of `other`, a column of the same kind, behind the own ones; its codes become what `recode` says.
    pub fn append(&mut self, other: &Data, recode: impl Fn(u32) -> u32) {
        match (self, other) {
            (Data::Whole(own), Data::Whole(other)) => own.extend_from_slice(other),
            (Data::Bytes(own), Data::Bytes(other)) => own.extend_from_slice(other),
            (Data::Codes(own), Data::Codes(other)) => own.extend(other.iter().map(|&code| recode(code))),
            (Data::Lists(own), Data::Lists(other)) => own.append(other, recode),
            (Data::Texts(own), Data::Texts(other)) => own.append(other),
            (own, other) => debug_assert_eq!(own, other, "columns of different kinds"),
        }
    }

    /// Adds `count` missing values.
    pub fn pad(&mut self, count: usize) {
        match self {
            Data::Whole(values) => values.resize(values.len() + count, MISSING),
            Data::Bytes(values) => values.resize(values.len() + count, UNKNOWN),
            Data::Codes(values) => values.resize(values.len() + count, NONE),
            _ => (0..count).for_each(|_| self.push_missing()),
        }
    }

    /// Drops every value whose row is not to be kept.
    pub fn retain(&mut self, keep: &[bool]) {
        match self {
            Data::Whole(values) => retain(values, keep),
            Data::Bytes(values) => retain(values, keep),
            Data::Codes(values) => retain(values, keep),
            Data::Lists(values) => values.retain(keep),
            Data::Texts(values) => values.retain(keep),
        }
    }

    /// Drops all values, but not the memory they were in.
    pub fn clear(&mut self) {
        match self {
            Data::Whole(values) => values.clear(),
            Data::Bytes(values) => values.clear(),
            Data::Codes(values) => values.clear(),
            Data::Lists(values) => (values.ends.clear(), values.items.clear()).0,
            Data::Texts(values) => (values.ends.clear(), values.bytes.clear()).0,
        }
    }

    /// Makes room for `times` times the values of `sample`.
    pub fn reserve(&mut self, sample: &Data, times: f64) {
        let room = |length: usize| (length as f64 * times) as usize;
        match (self, sample) {
            (Data::Whole(own), _) => own.reserve_exact(room(sample.len())),
            (Data::Bytes(own), _) => own.reserve_exact(room(sample.len())),
            (Data::Codes(own), _) => own.reserve_exact(room(sample.len())),
            (Data::Lists(own), Data::Lists(sample)) => {
                own.ends.reserve_exact(room(sample.ends.len()));
                own.items.reserve_exact(room(sample.items.len()));
            }
            (Data::Texts(own), Data::Texts(sample)) => {
                own.ends.reserve_exact(room(sample.ends.len()));
                own.bytes.reserve_exact(room(sample.bytes.len()));
            }
            _ => {}
        }
    }

    /// Adds a missing value.
    pub fn push_missing(&mut self) {
        match self {
            Data::Whole(values) => values.push(MISSING),
            Data::Bytes(values) => values.push(UNKNOWN),
            Data::Codes(values) => values.push(NONE),
            Data::Lists(values) => values.push(&[]),
            Data::Texts(values) => values.push(None),
        }
    }
}

fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut row = 0;
    values.retain(|_| {
        row += 1;
        keep[row - 1]
    });
}

/// Lists of codes, end to end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Adds a list; a missing one is empty.
    pub fn push(&mut self, list: &[u32]) {
        self.items.extend_from_slice(list);
        self.ends.push(self.items.len() as u32);
    }

    /// The list of a row; empty past the end.
    pub fn get(&self, row: usize) -> &[u32] {
        let Some(&end) = self.ends.get(row) else { return &[] };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.items[start as usize..end as usize]
    }

    /// Adds all lists of `other` behind the own ones; its codes become what `recode` says.
    pub fn append(&mut self, other: &Lists, recode: impl Fn(u32) -> u32) {
        let shift = self.items.len() as u32;
        self.items.extend(other.items.iter().map(|&code| recode(code)));
        self.ends.extend(other.ends.iter().map(|end| end + shift));
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut kept = Lists::default();
        for row in (0..self.len()).filter(|&row| keep[row]) {
            kept.push(self.get(row));
        }
        *self = kept;
    }

    /// Number of lists.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Texts, end to end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts {
    bytes: Vec<u8>,
    /// End of each text, in bytes; the top bit says that the text is missing.
    ends: Vec<u64>,
}

const ABSENT: u64 = 1 << 63;

impl Texts {
    /// Adds a text.
    #[inline]
    pub fn push(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.bytes.extend_from_slice(text.as_bytes());
                self.ends.push(self.bytes.len() as u64);
            }
            None => self.ends.push(self.bytes.len() as u64 | ABSENT),
        }
    }

    /// The bytes of a row's text; `None` where it is missing.
    pub fn get_bytes(&self, row: usize) -> Option<&[u8]> {
        let end = *self.ends.get(row)?;
        if end & ABSENT != 0 {
            return None;
        }
        let start = if row == 0 { 0 } else { self.ends[row - 1] & !ABSENT };
        Some(&self.bytes[start as usize..end as usize])
    }

    /// A row's text; `None` where it is missing.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.get_bytes(row).map(|bytes| std::str::from_utf8(bytes).unwrap_or_default())
    }

    /// Adds all texts of `other` behind the own ones.
    pub fn append(&mut self, other: &Texts) {
        let shift = self.bytes.len() as u64;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end + shift));
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut kept = Texts::default();
        for row in (0..self.len()).filter(|&row| keep[row]) {
            kept.push(self.get(row));
        }
        *self = kept;
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
