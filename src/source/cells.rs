//! A few records at a time, column by column: where the text of each wanted field stands.

use super::Fields;
use crate::fitting::numbered;

/// Records of full cells, as a power of two: few enough that their places stay in the processor's nearest memory.
const ROWS: u32 = 10;

/// Most spans of all slots together, as a power of two: records of very many fields come a few at a time.
const SPANS: u32 = 22;

/// Separates the texts of a list that the file itself holds as one.
pub const LIST_SEPARATOR: char = '\u{1f}';

/// Where a field's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSpan {
    start: u32,
    end: u32,
}

/// Marks the start of a text that stands in the own store.
const OWN: u32 = 1 << 31;

impl CellSpan {
    /// No such field.
    pub const ABSENT: CellSpan = CellSpan { start: u32::MAX, end: u32::MAX };

    /// A text of the block; positions lie below 2 GiB.
    pub fn of_block(start: usize, end: usize) -> CellSpan {
        CellSpan { start: numbered(start), end: numbered(end) }
    }

    /// A text of the block, by its places.
    #[inline(always)]
    pub fn of_places(start: u32, end: u32) -> CellSpan {
        CellSpan { start, end }
    }

    /// A text of the own store; positions lie below 2 GiB.
    fn of_store(start: usize, end: usize) -> CellSpan {
        CellSpan { start: numbered(start) | OWN, end: numbered(end) }
    }
}

/// A few records.
#[derive(Debug, Default)]
pub struct Cells {
    /// Slot after slot, as many spans each as there is room for rows.
    spans: Vec<CellSpan>,
    /// Room for rows, as a power of two.
    rows: u32,
    /// Record number of each row, from 0 at the start of the block.
    numbers: Vec<u64>,
    /// Place of each row in its parent's list; empty where all are 0.
    indexes: Vec<usize>,
    /// Texts that do not stand in the block as they are.
    store: String,
}

impl Cells {
    /// No cells yet, for records of that many slots.
    pub fn new(slots: usize) -> Cells {
        let rows = SPANS.saturating_sub(slots.max(1).ilog2() + 1).min(ROWS);
        Cells { spans: vec![CellSpan::ABSENT; slots << rows], rows, ..Cells::default() }
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.indexes.clear();
        self.store.clear();
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether there is no room for another row.
    pub fn is_full(&self) -> bool {
        self.numbers.len() >> self.rows > 0
    }

    /// Puts a field into the row that [`Self::finish_row`] will finish.
    #[inline]
    pub fn put(&mut self, slot: usize, span: CellSpan) {
        self.open_row().put(slot, span);
    }

    /// The row that [`Self::finish_row`] will finish, to put many fields into.
    #[inline]
    pub fn open_row(&mut self) -> OpenRow<'_> {
        OpenRow { spans: &mut self.spans, row: self.numbers.len(), rows: self.rows }
    }

    /// Keeps a text that does not stand in the block.
    pub fn keep(&mut self, text: impl Iterator<Item = char>) -> CellSpan {
        let start = self.store.len();
        self.store.extend(text);
        CellSpan::of_store(start, self.store.len())
    }

    /// Ends the row begun by [`Self::put`].
    #[inline]
    pub fn finish_row(&mut self, number: u64) {
        self.numbers.push(number);
    }

    /// Copies a record in; `lists` says of each slot whether all its texts are wanted or the first alone. Of a record that
    /// stands in the block at `begins` only those texts are copied that do not stand there.
    pub fn copy(&mut self, number: u64, record: &dyn Fields, lists: &[bool], begins: Option<usize>) {
        for (slot, &list) in lists.iter().enumerate() {
            let span = match begins.and_then(|begins| Some((begins, record.span(slot)?))) {
                _ if list => self.copy_list(record, slot),
                Some((begins, span)) => CellSpan::of_block(begins + span.start, begins + span.end),
                None => self.copy_text(record.get(slot)),
            };
            self.put(slot, span);
        }
        self.indexes.push(record.index());
        self.finish_row(number);
    }

    fn copy_text(&mut self, text: Option<&[u8]>) -> CellSpan {
        let Some(text) = text else { return CellSpan::ABSENT };
        let start = self.store.len();
        push_text(&mut self.store, text);
        CellSpan::of_store(start, self.store.len())
    }

    fn copy_list(&mut self, record: &dyn Fields, slot: usize) -> CellSpan {
        let start = self.store.len();
        let mut is_first = true;
        record.list(slot, &mut |text| {
            if !std::mem::take(&mut is_first) {
                self.store.push(LIST_SEPARATOR);
            }
            push_text(&mut self.store, text);
        });
        if is_first {
            return CellSpan::ABSENT;
        }
        CellSpan::of_store(start, self.store.len())
    }

    /// The rows, their texts taken from `block`.
    pub fn rows<'a>(&'a self, block: &'a str) -> CellRows<'a> {
        CellRows { cells: self, block }
    }
}

/// Adds a text, which is nearly always UTF-8.
fn push_text(store: &mut String, text: &[u8]) {
    match simdutf8::basic::from_utf8(text) {
        Ok(text) => store.push_str(text),
        Err(_) => store.push_str(&String::from_utf8_lossy(text)),
    }
}

/// A row that is being filled.
pub struct OpenRow<'c> {
    spans: &'c mut [CellSpan],
    row: usize,
    rows: u32,
}

impl OpenRow<'_> {
    /// Puts a field into it.
    #[inline(always)]
    pub fn put(&mut self, slot: usize, span: CellSpan) {
        self.spans[(slot << self.rows) + self.row] = span;
    }
}

/// A text of less than 16 bytes as one number: its bytes, and their count in the highest byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortText(u128);

/// Bytes of the longest short text, and one more.
const SHORT: usize = 16;

/// The bits of the first bytes of 16, by their count.
const FIRST_BYTES: [u128; SHORT] = {
    let (mut masks, mut count) = ([0; SHORT], 0);
    while count < SHORT {
        masks[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    masks
};

impl ShortText {
    /// No text.
    pub const NONE: ShortText = ShortText(u128::MAX);

    /// A number below `places` that is another for most other texts.
    #[inline(always)]
    pub fn place(self, places: usize) -> usize {
        let mixed = ((self.0 & 0xffff_ffff_ffff_ffff) as u64 ^ (self.0 >> 64) as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 48) as usize % places
    }

    /// The first `length` of 16 bytes; `None` of all.
    #[inline(always)]
    fn of(bytes: &[u8; SHORT], length: usize) -> Option<ShortText> {
        let kept = FIRST_BYTES.get(length)?;
        Some(ShortText(u128::from_le_bytes(*bytes) & kept | (length as u128) << 120))
    }
}

/// The rows of cells with the block they stand in.
#[derive(Clone, Copy)]
pub struct CellRows<'a> {
    cells: &'a Cells,
    block: &'a str,
}

impl<'a> CellRows<'a> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.cells.numbers.len()
    }

    /// The text of a field; `None` where the record has none.
    #[inline(always)]
    pub fn text(&self, slot: usize, row: usize) -> Option<&'a str> {
        let span = self.cells.spans[(slot << self.cells.rows) + row];
        if span.start & OWN == 0 {
            return Some(&self.block[span.start as usize..span.end as usize]);
        }
        if span == CellSpan::ABSENT {
            return None;
        }
        Some(&self.cells.store[(span.start & !OWN) as usize..span.end as usize])
    }

    /// The text of a field, if it is short and stands in the block, with as much behind it.
    #[inline(always)]
    pub fn short(&self, slot: usize, row: usize) -> Option<ShortText> {
        let CellSpan { start, end } = self.cells.spans[(slot << self.cells.rows) + row];
        // Texts of the own store and those that are not there begin behind every block.
        let bytes = self.block.as_bytes().get(start as usize..)?.first_chunk()?;
        ShortText::of(bytes, (end - start) as usize)
    }

    /// Record number of a row.
    #[inline]
    pub fn number(&self, row: usize) -> u64 {
        self.cells.numbers[row]
    }

    /// Place of a row in its parent's list.
    pub fn index(&self, row: usize) -> usize {
        self.cells.indexes.get(row).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_many_fields_take_as_much_room_as_many_of_few() {
        let room = |slots| {
            let cells = Cells::new(slots);
            (1_usize << cells.rows, cells.spans.len())
        };
        assert_eq!(room(0).0, 1024);
        assert_eq!(room(30), (1024, 30 * 1024));
        assert_eq!(room(1000), (1024, 1000 * 1024));
        for slots in [1 << 13, 20_000, 100_000, 1_000_000, 5_000_000] {
            let (rows, spans) = room(slots);
            assert_eq!(spans, rows * slots);
            assert!(spans <= slots.max(1 << SPANS), "{slots} fields: {spans}");
        }
    }

    #[test]
    fn records_of_many_fields_keep_their_texts_apart() {
        let mut cells = Cells::new(2_500_000);
        for number in 0..3 {
            cells.clear();
            assert!(!cells.is_full());
            for slot in [0, 1, 2_499_999] {
                let text = format!("{number}.{slot}");
                let span = cells.keep(text.chars());
                cells.put(slot, span);
            }
            cells.finish_row(number);
            assert!(cells.is_full());
            let rows = cells.rows("");
            assert_eq!(rows.text(2_499_999, 0), Some(format!("{number}.2499999").as_str()));
            assert_eq!((rows.text(0, 0), rows.text(2, 0)), (Some(format!("{number}.0").as_str()), None));
        }
    }
}
