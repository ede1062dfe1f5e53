//! Whether the cells of an old workbook (XLS) lie near enough to each other: the library that reads it makes room for all
//! that could stand between the first and the last of a sheet.

/// Cells of the largest sheet that there can be.
const LARGEST: u64 = 65_536 * 256;
/// So many cells may be empty for each that is not, beyond a sheet of that size.
const EMPTY: u64 = 64;
/// A stream is gone through so often at most: the sheets of a workbook share none of it.
const TIMES: usize = 4;

/// Kinds of records.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const TEXT_OF_FORMULA: u16 = 0x0207;
const SEVERAL_NUMBERS: u16 = 0x00BD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00D6;
const TRUTH: u16 = 0x0205;
const PACKED_NUMBER: u16 = 0x027E;
const LABEL_BY_PLACE: u16 = 0x00FD;

/// The cells of a sheet: how many, and in which rows and columns.
#[derive(Default)]
struct Spread {
    cells: u64,
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Spread {
    fn meet(&mut self, row: u64, columns: (u64, u64)) {
        let widen = |own: &mut Option<(u64, u64)>, (first, last): (u64, u64)| {
            let (least, greatest) = own.unwrap_or((first, last));
            *own = Some((least.min(first), greatest.max(last)));
        };
        widen(&mut self.rows, (row, row));
        widen(&mut self.columns, columns);
        self.cells += 1;
    }

    fn area(&self) -> u64 {
        let length = |range: Option<(u64, u64)>| range.map_or(0, |(first, last)| last - first + 1);
        length(self.rows) * length(self.columns)
    }
}

/// Whether the sheets of a workbook, given as its stream of records, take no more room than such sheets may.
pub fn is_dense(book: &[u8]) -> bool {
    let globals = records(book).take_while(|(kind, _)| *kind != END);
    let starts = globals.filter(|(kind, _)| *kind == SHEET).filter_map(|(_, data)| number(data, 0, 4));
    let (mut area, mut cells, mut left) = (0u64, 0u64, book.len().saturating_mul(TIMES));
    for start in starts {
        let Some(sheet) = usize::try_from(start).ok().and_then(|start| book.get(start..)) else { continue };
        let Some(spread) = spread(sheet, &mut left) else { return false };
        area = area.saturating_add(spread.area());
        cells += spread.cells;
    }
    area <= LARGEST + EMPTY * cells
}

/// The cells of a sheet; `None` if it claims more than there can be, or more is looked at than is `left`.
fn spread(sheet: &[u8], left: &mut usize) -> Option<Spread> {
    let (mut spread, mut formula, mut begun, mut nested) = (Spread::default(), (0, 0), false, 0u32);
    for (kind, data) in records(sheet) {
        *left = left.checked_sub(data.len() + 4)?;
        match kind {
            BEGIN if begun => nested += 1,
            BEGIN => begun = true,
            END if nested == 0 => break,
            END => nested -= 1,
            // What is drawn in a sheet has cells of its own, which are none of it.
            _ if nested > 0 => {}
            DIMENSIONS if claimed(data) > LARGEST => return None,
            TEXT_OF_FORMULA => spread.meet(formula.0, (formula.1, formula.1)),
            FORMULA | SEVERAL_NUMBERS | NUMBER | LABEL | RICH_LABEL | TRUTH | PACKED_NUMBER
            | LABEL_BY_PLACE => {
                let (Some(row), Some(column)) = (number(data, 0, 2), number(data, 2, 2)) else { continue };
                let more = if kind == SEVERAL_NUMBERS { data.len() as u64 / 6 } else { 0 };
                spread.meet(row, (column, column + more));
                if kind == FORMULA {
                    formula = (row, column);
                }
            }
            _ => {}
        }
    }
    Some(spread)
}

/// How many cells a sheet says it has, as the library takes it.
fn claimed(data: &[u8]) -> u64 {
    let wide = if data.len() == 10 { 2 } else { 4 };
    let at = |place: usize, bytes: usize| number(data, place, bytes).unwrap_or_default();
    let (first, end) = (at(0, wide), at(wide, wide));
    let (left, right) = (at(2 * wide, 2), at(2 * wide + 2, 2));
    let left = if left > 0xFF || right < left { 0 } else { left };
    if end == 0 || right == 0 {
        return 1;
    }
    // A first row behind the last is as many rows as there are numbers.
    let rows = end.checked_sub(first).unwrap_or(u64::from(u32::MAX));
    rows * right.saturating_sub(left).max(1)
}

/// The records of a stream, each with its kind, as far as they are whole.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (number(stream, 0, 2)?, number(stream, 2, 2)?);
        let end = 4 + usize::try_from(length).ok()?;
        let data = stream.get(4..end)?;
        stream = &stream[end..];
        Some((u16::try_from(kind).ok()?, data))
    })
}

/// A number of so many bytes, the least first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes()[..], data].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
        record(NUMBER, &[place, vec![0; 10]].concat())
    }

    /// A workbook whose sheets, so many, are all the same one of these records.
    fn book(sheets: usize, cells: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let start = u32::try_from(begin.len() + sheets * 12 + 4).unwrap();
        let named = record(SHEET, &[&start.to_le_bytes()[..], &[0; 4]].concat());
        let globals = [begin.clone(), named.repeat(sheets), record(END, &[])].concat();
        [globals, begin, cells.concat(), record(END, &[])].concat()
    }

    #[test]
    fn cells_as_far_apart_as_in_the_largest_sheet_are_near_enough() {
        let corners = [cell(0, 0), cell(65_535, 255)];
        assert!(is_dense(&book(1, &corners)));
        // Two sheets of that size have hardly a cell.
        assert!(!is_dense(&book(2, &corners)));
        assert!(!is_dense(&book(1, &[cell(0, 0), cell(65_535, 256)])));
        assert!(!is_dense(&book(1, &[cell(0, 0), record(FORMULA, &[0xFF, 0xFF, 0xFF, 0xFF])])));
        assert!(is_dense(&book(1, &[cell(9, 9)])) && is_dense(&book(0, &[])) && is_dense(&[]));
    }

    #[test]
    fn sheets_that_claim_more_than_there_can_be_are_not_dense() {
        let claim = |first: u32, end: u32, columns: u16| {
            let rows = [first.to_le_bytes(), end.to_le_bytes()].concat();
            let columns = [[0, 0], columns.to_le_bytes(), [0, 0]].concat();
            book(1, &[record(DIMENSIONS, &[rows, columns].concat()), cell(0, 0)])
        };
        assert!(is_dense(&claim(0, 65_536, 256)));
        assert!(!is_dense(&claim(0, 65_537, 256)));
        assert!(!is_dense(&claim(5, 2, 1)));
        // Cells of a chart in the sheet are none of the sheet.
        let chart = [record(BEGIN, &[0, 6, 0x20, 0]), cell(65_535, 65_535), record(END, &[])].concat();
        assert!(is_dense(&book(1, &[cell(0, 0), chart, cell(1, 1)])));
        // Many sheets that are all the same one would be gone through again and again.
        let rows: Vec<Vec<u8>> = (0..2_000).map(|row| cell(row, 0)).collect();
        assert!(is_dense(&book(3, &rows)) && !is_dense(&book(9, &rows)));
    }
}
