//! Typed storage of one column, filled value by value while a file is read.

use super::kind::ColumnKind;
use super::{enlarged, make_room, MISSING, NONE, UNKNOWN};

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
            ColumnKind::Text | ColumnKind::Prose => Data::Texts(Texts::default()),
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

    /// Bytes that the values take.
    pub fn size(&self) -> usize {
        match self {
            Data::Whole(values) => values.len() * size_of::<i64>(),
            Data::Bytes(values) => values.len(),
            Data::Codes(values) => values.len() * size_of::<u32>(),
            Data::Lists(values) => values.size(),
            Data::Texts(values) => values.size(),
        }
    }

    /// Instants, durations or numbers; nothing of another kind.
    pub fn whole(&self) -> &[i64] {
        match self {
            Data::Whole(values) => values,
            _ => &[],
        }
    }

    /// Choices or flags; nothing of another kind.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Data::Bytes(values) => values,
            _ => &[],
        }
    }

    /// Codes; nothing of another kind.
    pub fn codes(&self) -> &[u32] {
        match self {
            Data::Codes(values) => values,
            _ => &[],
        }
    }

    /// Adds all values of `other`, a column of the same kind, behind the own ones; its codes become what `recode` says.
    pub fn append(&mut self, other: &Data, recode: impl Fn(u32) -> u32) {
        match (self, other) {
            (Data::Whole(own), Data::Whole(other)) => own.extend_from_slice(other),
            (Data::Bytes(own), Data::Bytes(other)) => own.extend_from_slice(other),
            (Data::Codes(own), Data::Codes(other)) => own.extend(other.iter().map(|&code| recode(code))),
            (Data::Lists(own), Data::Lists(other)) => own.append(other, recode),
            (Data::Texts(own), Data::Texts(other)) => own.append(other, |byte| byte),
            (own, other) => debug_assert_eq!(own, other, "columns of different kinds"),
        }
    }

    /// Puts what `recode` says in the place of each code.
    pub fn recode(&mut self, mut recode: impl FnMut(u32) -> u32) {
        let codes = match self {
            Data::Codes(codes) => codes,
            Data::Lists(lists) => &mut lists.items,
            Data::Whole(_) | Data::Bytes(_) | Data::Texts(_) => return,
        };
        for code in codes {
            *code = recode(*code);
        }
    }

    /// Adds `count` missing values.
    pub fn pad(&mut self, count: usize) {
        match self {
            Data::Whole(values) => values.resize(values.len() + count, MISSING),
            Data::Bytes(values) => values.resize(values.len() + count, UNKNOWN),
            Data::Codes(values) => values.resize(values.len() + count, NONE),
            Data::Lists(values) => values.pad(count),
            Data::Texts(values) => values.pad(count),
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
            Data::Lists(values) => values.clear(),
            Data::Texts(values) => values.clear(),
        }
    }

    /// Makes room for `times` times the values of `sample`, a column of the same kind.
    pub fn reserve(&mut self, sample: &Data, times: f64) {
        match (self, sample) {
            (Data::Whole(own), _) => make_room(own, enlarged(sample.len(), times)),
            (Data::Bytes(own), _) => make_room(own, enlarged(sample.len(), times)),
            (Data::Codes(own), _) => make_room(own, enlarged(sample.len(), times)),
            (Data::Lists(own), Data::Lists(sample)) => own.reserve(sample, times),
            (Data::Texts(own), Data::Texts(sample)) => own.reserve(sample, times),
            (Data::Lists(_) | Data::Texts(_), _) => {}
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

/// Lists of codes; a missing one is empty.
pub type Lists = Pieces<u32>;

/// Texts as UTF-8; missing and empty are told apart.
pub type Texts = Pieces<u8>;

/// Pieces of any length, end to end: one allocation for all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pieces<T> {
    items: Vec<T>,
    /// Where each piece ends; the top bit says that it is missing.
    ends: Vec<usize>,
}

const ABSENT: usize = 1 << (usize::BITS - 1);

impl<T: Copy> Pieces<T> {
    #[inline]
    fn push_piece(&mut self, piece: &[T]) {
        self.items.extend_from_slice(piece);
        self.ends.push(self.items.len());
    }

    /// Adds `count` missing pieces.
    fn pad(&mut self, count: usize) {
        self.ends.resize(self.ends.len() + count, self.items.len() | ABSENT);
    }

    fn piece(&self, row: usize) -> Option<&[T]> {
        let end = *self.ends.get(row)?;
        if end & ABSENT != 0 {
            return None;
        }
        let start = if row == 0 { 0 } else { self.ends[row - 1] & !ABSENT };
        Some(&self.items[start..end])
    }

    /// Adds all pieces of `other` behind the own ones; its items become what `change` says.
    pub fn append(&mut self, other: &Pieces<T>, change: impl Fn(T) -> T) {
        let shift = self.items.len();
        self.items.extend(other.items.iter().map(|&item| change(item)));
        self.ends.extend(other.ends.iter().map(|end| end + shift));
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut kept = Pieces { items: Vec::new(), ends: Vec::new() };
        for row in (0..self.len()).filter(|&row| keep[row]) {
            match self.piece(row) {
                Some(piece) => kept.push_piece(piece),
                None => kept.pad(1),
            }
        }
        *self = kept;
    }

    fn reserve(&mut self, sample: &Pieces<T>, times: f64) {
        make_room(&mut self.ends, enlarged(sample.ends.len(), times));
        make_room(&mut self.items, enlarged(sample.items.len(), times));
    }

    fn clear(&mut self) {
        self.ends.clear();
        self.items.clear();
    }

    fn size(&self) -> usize {
        size_of_val(&self.items[..]) + size_of_val(&self.ends[..])
    }

    /// All items end to end, and where each piece ends; the top bit says that it is missing.
    pub fn stored(&self) -> (&[T], &[usize]) {
        (&self.items, &self.ends)
    }

    /// Pieces of what [`Self::stored`] gave; `None` where it is none of theirs.
    pub fn of_stored(items: Vec<T>, ends: Vec<usize>) -> Option<Pieces<T>> {
        let places = ends.iter().map(|end| end & !ABSENT);
        let end = ends.last().map_or(0, |end| end & !ABSENT);
        let is_whole = places.is_sorted() && end == items.len();
        is_whole.then_some(Pieces { items, ends })
    }

    /// Number of pieces, missing ones too.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Lists {
    /// Puts what `recode` says in the place of each code.
    pub fn recode(&mut self, recode: impl Fn(u32) -> u32) {
        self.items.iter_mut().for_each(|code| *code = recode(*code));
    }

    /// Puts those of other rows at a row, with nothing in the rows before it that have none.
    pub fn append_from(&mut self, row: usize, other: &Lists) {
        if other.len() > 0 {
            self.pad(row.saturating_sub(self.len()));
            self.append(other, |code| code);
        }
    }

    /// Adds a list.
    pub fn push(&mut self, list: &[u32]) {
        self.push_piece(list);
    }

    /// The list of a row; empty past the end.
    pub fn get(&self, row: usize) -> &[u32] {
        self.piece(row).unwrap_or_default()
    }
}

impl Texts {
    /// The texts of some rows.
    pub fn of_rows(&self, rows: &[usize]) -> Texts {
        let mut texts = Texts::default();
        rows.iter().for_each(|&row| texts.push_bytes(self.get_bytes(row)));
        texts
    }

    /// Leaves the texts of these rows, which ascend; all others are missing from now on.
    pub fn keep_only(&mut self, rows: &[usize]) {
        let mut kept = Texts { items: Vec::new(), ends: Vec::with_capacity(self.len()) };
        for &row in rows {
            kept.pad(row - kept.len());
            kept.push_bytes(self.get_bytes(row));
        }
        kept.pad(self.len() - kept.len());
        *self = kept;
    }

    /// Adds a text that is known to be one; none: missing.
    pub fn push_bytes(&mut self, text: Option<&[u8]>) {
        match text {
            Some(text) => self.push_piece(text),
            None => self.pad(1),
        }
    }

    /// Adds a text.
    #[inline]
    pub fn push(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push_piece(text.as_bytes()),
            None => self.pad(1),
        }
    }

    /// The bytes of a row's text; `None` where it is missing.
    pub fn get_bytes(&self, row: usize) -> Option<&[u8]> {
        self.piece(row)
    }

    /// A row's text; `None` where it is missing.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.piece(row).map(|bytes| std::str::from_utf8(bytes).unwrap_or_default())
    }
}
