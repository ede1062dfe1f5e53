//! Takes blocks of CSV apart into records: finds fields without copying them, and says which records are out of shape.

use super::cells::{CellSpan, Cells};
use super::field_ends::FieldEnds;
pub use super::field_ends::Marks;
use super::quotes::closes;
use super::tidy_field::{holds_a_record, undoubled, Tidy};
pub use super::watch::Watch;
use memchr::{memchr, memchr2};
use std::sync::Arc;

/// Which columns of a file go into which slots.
#[derive(Debug, Clone, Default)]
pub struct CsvLayout {
    /// The file's marks.
    pub marks: Marks,
    /// One entry a column of the header: its slot.
    pub slots: Vec<Option<usize>>,
    /// Beginnings of records that are looked at closely.
    pub watch: Option<Arc<Watch>>,
}

/// What is out of shape about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CsvFault {
    /// Nothing in it.
    Blank,
    /// Fewer fields than the header.
    Short,
    /// More fields than the header, and something in them.
    Long,
    /// A quote inside quotes that is not doubled.
    LooseQuote,
    /// A quote that the end of the file leaves open.
    OpenQuote,
    /// Lines inside quotes that look like records.
    Swallowed,
    /// Perhaps no row: totals, a header.
    Suspect,
}

/// One field of a record.
struct Field {
    span: CellSpan,
    /// The position of the mark behind it.
    end: usize,
    /// Whether the record ends with it.
    is_last: bool,
}

/// Takes one block apart.
pub struct Splitter<'a> {
    layout: &'a CsvLayout,
    /// Columns of the header that are wanted and not the last, and their slots.
    wanted: Vec<(usize, usize)>,
    /// The slot of the last column, if it is wanted.
    last: Option<usize>,
    text: &'a str,
    at: usize,
    /// Where fields end, as long as quotes stand as they should.
    ends: Option<FieldEnds>,
    /// Records met so far, blank ones too.
    pub records: u64,
    /// Record number and fault.
    pub faults: Vec<(u64, CsvFault)>,
}

impl<'a> Splitter<'a> {
    /// A splitter at the start of a block.
    pub fn new(layout: &'a CsvLayout, text: &'a str) -> Splitter<'a> {
        let ends = Some(FieldEnds::new(layout.marks));
        let (last, others) =
            layout.slots.split_last().map_or((None, &[][..]), |(last, others)| (*last, others));
        let columns = others.iter().enumerate();
        let wanted = columns.filter_map(|(column, slot)| slot.map(|slot| (column, slot))).collect();
        Splitter { layout, wanted, last, text, at: 0, ends, records: 0, faults: Vec::new() }
    }

    /// Whether any record was out of shape.
    pub fn is_odd(&self) -> bool {
        self.faults.iter().any(|(_, fault)| *fault != CsvFault::Blank)
    }

    /// Whether all quotes up to here stood as they should.
    pub fn is_tidy(&self) -> bool {
        self.ends.is_some()
    }

    /// The numbers of the blank lines.
    pub fn blank(&self) -> Vec<u64> {
        let blank = self.faults.iter().filter(|(_, fault)| *fault == CsvFault::Blank);
        blank.map(|(number, _)| *number).collect()
    }

    /// Fills the cells with the next records; they stay empty at the end of the block.
    pub fn fill(&mut self, cells: &mut Cells) {
        cells.clear();
        while !cells.is_full() && self.at < self.text.len() {
            if !self.regular_record(cells) {
                self.any_record(cells);
            }
        }
    }

    /// Adds the next record if it is as most are: of as many fields as the header, with nothing to look at closely.
    #[inline(always)]
    fn regular_record(&mut self, cells: &mut Cells) -> bool {
        let Some(ends) = &mut self.ends else { return false };
        let (bytes, width) = (self.text.as_bytes(), self.layout.slots.len());
        if !ends.is_regular(bytes, width) {
            return false;
        }
        if let Some(watch) = &self.layout.watch {
            if watch.finds(&self.text[self.at..]) {
                self.faults.push((self.records, CsvFault::Suspect));
            }
        }
        let edges = ends.take(width);
        let mut row = cells.open_row();
        for &(column, slot) in &self.wanted {
            // One more than the end before the text is its start.
            let (start, end) = (edges[column].wrapping_add(1), edges[column + 1]);
            // A mark is no quote, so that a field which starts with one is not empty.
            let quote = u32::from(bytes.get(start as usize) == Some(&b'"'));
            row.put(slot, CellSpan::of_places(start + quote, end - quote));
        }
        if let Some(slot) = self.last {
            let (start, end) = (edges[width - 1].wrapping_add(1) as usize, edges[width] as usize);
            row.put(slot, Tidy { start, end, is_last: true }.plain_span(bytes));
        }
        self.at = edges[width] as usize + 1;
        cells.finish_row(self.records);
        self.records += 1;
        true
    }

    /// Adds the next record, whatever is in it; a blank line is none.
    #[inline(never)]
    fn any_record(&mut self, cells: &mut Cells) {
        let number = self.records;
        self.records += 1;
        if self.steps_over_blank() {
            self.faults.push((number, CsvFault::Blank));
            return;
        }
        if let Some(watch) = &self.layout.watch {
            if watch.finds(&self.text[self.at..]) {
                self.faults.push((number, CsvFault::Suspect));
            }
        }
        if self.tidy_record(number, cells).is_none() {
            self.ends = None;
            self.record(number, cells);
        }
        cells.finish_row(number);
    }

    /// Steps over a line without anything in it.
    fn steps_over_blank(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let end = self.layout.marks.line_end;
        let length = match bytes[self.at] {
            first if first == end => 1,
            b'\r' if bytes.get(self.at + 1).is_none_or(|&next| next == end) => 2,
            _ => return false,
        };
        self.at += length;
        if self.ends.as_mut().is_some_and(|ends| ends.take_any(bytes).is_none()) {
            self.ends = None;
        }
        true
    }

    /// Reads a record whose quotes stand as they should; nothing is done if they do not.
    fn tidy_record(&mut self, number: u64, cells: &mut Cells) -> Option<()> {
        let (text, layout) = (self.text, self.layout);
        let bytes = text.as_bytes();
        let edges = self.ends.as_mut()?.take_any(bytes)?;
        let columns = edges.len() - 1;
        let (mut extra, mut swallowed) = (false, false);
        for (column, edges) in edges.windows(2).enumerate() {
            let (start, end) = (edges[0].wrapping_add(1) as usize, edges[1] as usize);
            let field = Tidy { start, end, is_last: column + 1 == columns };
            if bytes.get(start) == Some(&b'"') {
                swallowed |= holds_a_record(field.quoted(bytes), layout.marks, layout.slots.len());
            }
            match layout.slots.get(column) {
                Some(&Some(slot)) => {
                    let span = field.span(text, cells);
                    cells.put(slot, span);
                }
                Some(None) => {}
                // What stands behind the columns of the header.
                None => extra |= end > start,
            }
        }
        self.at = edges.last().map_or(text.len(), |&end| end as usize + 1);
        if swallowed {
            self.faults.push((number, CsvFault::Swallowed));
        }
        self.finish(number, columns, extra, cells);
        Some(())
    }

    /// Reads a record field by field, whatever stands in it.
    #[inline(never)]
    fn record(&mut self, number: u64, cells: &mut Cells) {
        let bytes = self.text.as_bytes();
        let marks = self.layout.marks;
        let mut column = 0;
        let mut extra = false;
        loop {
            let start = self.at;
            let slot = self.layout.slots.get(column).copied();
            let field = if bytes.get(start) == Some(&b'"') {
                self.quoted(number, slot.flatten().is_some(), cells)
            } else {
                let found = memchr2(marks.delimiter, marks.line_end, bytes.get(start..).unwrap_or_default());
                let end = found.map_or(bytes.len(), |found| start + found);
                let is_last = end >= bytes.len() || bytes[end] == marks.line_end;
                let cut = is_last && end > start && bytes[end - 1] == b'\r';
                Field { span: CellSpan::of_block(start, end - usize::from(cut)), end, is_last }
            };
            match slot {
                Some(Some(slot)) => cells.put(slot, field.span),
                Some(None) => {}
                // What stands behind the columns of the header.
                None => extra |= field.end > start,
            }
            column += 1;
            self.at = field.end + 1;
            if field.is_last {
                break;
            }
        }
        self.finish(number, column, extra, cells);
    }

    /// Notes what is wrong with the number of a record's fields, and fills up those that it lacks.
    #[inline]
    fn finish(&mut self, number: u64, columns: usize, extra: bool, cells: &mut Cells) {
        if columns < self.layout.slots.len() {
            self.faults.push((number, CsvFault::Short));
            for &slot in self.layout.slots[columns..].iter().flatten() {
                cells.put(slot, CellSpan::ABSENT);
            }
        } else if extra {
            self.faults.push((number, CsvFault::Long));
        }
    }

    /// Reads a quoted field.
    fn quoted(&mut self, number: u64, wanted: bool, cells: &mut Cells) -> Field {
        let bytes = self.text.as_bytes();
        let marks = self.layout.marks;
        let start = self.at + 1;
        let mut at = start;
        let mut doubled = false;
        let close = loop {
            let quote =
                memchr(b'"', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |found| at + found);
            if quote >= bytes.len() {
                self.faults.push((number, CsvFault::OpenQuote));
                break bytes.len();
            }
            if bytes.get(quote + 1) == Some(&b'"') {
                doubled = true;
                at = quote + 2;
            } else if closes(bytes, quote, marks) {
                break quote;
            } else {
                self.faults.push((number, CsvFault::LooseQuote));
                at = quote + 1;
            }
        };
        if holds_a_record(&bytes[start.min(close)..close], marks, self.layout.slots.len()) {
            self.faults.push((number, CsvFault::Swallowed));
        }
        let span = if doubled && wanted {
            cells.keep(undoubled(&self.text[start..close]))
        } else {
            CellSpan::of_block(start.min(close), close)
        };
        let mut end = (close + 1).min(bytes.len());
        if bytes.get(end) == Some(&b'\r') && marks.line_end != b'\r' {
            end += 1;
        }
        Field { span, end, is_last: end >= bytes.len() || bytes[end] == marks.line_end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Record = Vec<Option<String>>;

    fn layout(columns: usize) -> CsvLayout {
        CsvLayout { slots: (0..columns).map(Some).collect(), ..CsvLayout::default() }
    }

    /// All fields of all records, and the faults.
    fn split(text: &str, columns: usize) -> (Vec<Record>, Vec<(u64, CsvFault)>) {
        let layout = layout(columns);
        taken_apart(Splitter::new(&layout, text), columns)
    }

    fn taken_apart(mut splitter: Splitter, columns: usize) -> (Vec<Record>, Vec<(u64, CsvFault)>) {
        let text = splitter.text;
        let mut cells = Cells::new(columns);
        let mut records = Vec::new();
        loop {
            splitter.fill(&mut cells);
            if cells.is_empty() {
                splitter.faults.dedup();
                return (records, splitter.faults);
            }
            let rows = cells.rows(text);
            for row in 0..rows.len() {
                records.push((0..columns).map(|slot| rows.text(slot, row).map(str::to_owned)).collect());
            }
        }
    }

    fn texts(fields: &[&str]) -> Vec<Option<String>> {
        fields.iter().map(|field| Some((*field).to_owned())).collect()
    }

    #[test]
    fn quotes_line_breaks_and_carriage_returns() {
        let text = "1,\"a \"\"b\"\"\r\nc\",x\r\n2,,\"\"\r\n3,a long field of over thirty-two bytes in all,é";
        let (records, faults) = split(text, 3);
        let long = "a long field of over thirty-two bytes in all";
        assert_eq!(
            records,
            [texts(&["1", "a \"b\"\r\nc", "x"]), texts(&["2", "", ""]), texts(&["3", long, "é"])]
        );
        assert_eq!(faults, []);
    }

    #[test]
    fn records_out_of_shape_are_named() {
        let (records, faults) = split("1\n\n2,b,more\n3,c,\n\"4\" 4\",d\n5,\"e", 2);
        assert_eq!(records[0], [Some("1".to_owned()), None]);
        assert_eq!(records[1], texts(&["2", "b"]));
        assert_eq!(records[3], texts(&["4\" 4", "d"]));
        assert_eq!(records[4], texts(&["5", "e"]));
        let expected = [
            (0, CsvFault::Short),
            (1, CsvFault::Blank),
            (2, CsvFault::Long),
            (4, CsvFault::LooseQuote),
            (5, CsvFault::OpenQuote),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_record_of_a_trailing_delimiter_ends_with_an_empty_field() {
        assert_eq!(split("a,", 2).0, [texts(&["a", ""])]);
    }

    proptest::proptest! {
        #[test]
        fn tidy_records_are_what_they_are_field_by_field(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![",", "\n", "\r\n", "\r", "\"", "\"\"", "\",\"", "a", "é ", "a long text of words"]),
                0..60,
            ),
            columns in 1usize..4,
        ) {
            let text = pieces.concat();
            let layout = layout(columns);
            let slow = Splitter { ends: None, ..Splitter::new(&layout, &text) };
            proptest::prop_assert_eq!(split(&text, columns), taken_apart(slow, columns));
        }

        #[test]
        fn tidy_tables_are_what_they_are_field_by_field(
            rows in proptest::collection::vec(
                proptest::collection::vec("(\"([a,\n é]|\"\"){0,90}\"|[a é]{0,70})", 3), 0..8,
            ),
        ) {
            let text: String = rows.iter().map(|row| format!("{}\r\n", row.join(","))).collect();
            let layout = layout(3);
            let slow = Splitter { ends: None, ..Splitter::new(&layout, &text) };
            let fast = Splitter::new(&layout, &text);
            proptest::prop_assert_eq!(taken_apart(fast, 3), taken_apart(slow, 3));
        }
    }
}
