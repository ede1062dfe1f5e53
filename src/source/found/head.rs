//! Reads the form of a file off its head: marks, lines above the table, header, width and the looks of its columns.

use super::blanks::Grouping;
use super::fields::{line_at, readings, split};
use super::marks::{fit, shape_of};
use super::records::RecordReader;
use super::table::{is_named, kinds_differ, width, FoundTable, Row};
use super::totals::is_blank;
use super::written::unwrapped;
use super::{Forced, Form, Shape};
use crate::fitting::index;

/// Text that is looked at to find the marks.
const SAMPLE: usize = 1 << 15;
/// As much of a line that is longer.
const LONGEST_LINE: usize = 1 << 20;
/// Lines above a table that are kept, and letters of each.
const TITLES: usize = 20;
const TITLE_LETTERS: usize = 200;
/// Records that are looked at to find header and columns.
const RECORDS: usize = 300;

/// The form of a text without a mark at its start; empty texts have the usual one.
pub fn form_of(head: &str, forced: &Forced) -> Form {
    let told = told_delimiter(head);
    let skip = forced.skip.map(|lines| after_lines(head, lines));
    let first = skip.or(told.as_ref().map(|(_, end)| *end)).unwrap_or(0);
    let rest = &head[first..];
    let delimiter = forced.delimiter.clone().or(told.map(|(delimiter, _)| delimiter));
    let sample = &rest[..sample_end(rest)];
    let mut shape = shape_of(sample, delimiter.as_deref(), forced.quote);
    shape.wrapped = is_wrapped(sample, &shape);
    if shape.wrapped {
        let inner = unwrapped(sample, &shape);
        shape = Shape { wrapped: true, ..shape_of(&inner, delimiter.as_deref(), forced.quote) };
    }
    let inner = unwrapped(rest, &shape);
    let mut rows = rows_of(&inner, &shape);
    let blanks = (shape.delimiter == " ").then(|| Grouping::of_text(sample, &shape)).flatten();
    let width = blanks.as_ref().map_or_else(|| width(&rows), |blanks| blanks.kinds().len());
    read_again(&mut rows, &inner, &shape, width);
    let mut table = FoundTable::of(&rows, width, forced);
    if let Some(blanks) = blanks {
        table.kinds = blanks.kinds();
    }
    let mut form = Form {
        plain: false,
        is_ragged: false,
        skip: 0,
        titles: Vec::new(),
        above: Vec::new(),
        header_rows: table.header.len(),
        header: table.header,
        start: 0,
        lines: 0,
        width: table.width,
        kinds: table.kinds,
        shape,
    };
    let (above, behind) = match rows.get(table.first) {
        _ if rows.is_empty() => (0, 0),
        Some(row) => {
            (row.start, rows.get(table.first + form.header_rows).map_or(inner.len(), |row| row.start))
        }
        None => (inner.len(), inner.len()),
    };
    let behind =
        if form.header_rows == 0 { above } else { last_end(&rows, table.first, form.header_rows, behind) };
    form.skip = lines_in(head, first) + lines_in(&inner, above);
    form.lines = (form.skip + form.header_rows) as u64;
    for (line, number) in head.lines().take(form.skip).zip(1..) {
        let title = line.trim_matches(['\u{feff}', ' ', ',', ';', '\t']);
        if title.is_empty() {
            continue;
        }
        form.titles.push(number);
        if form.above.len() < TITLES {
            form.above.push(title.chars().take(TITLE_LETTERS).collect());
        }
    }
    // Wrapped lines are shorter inside than they stand in the file.
    form.start = if form.shape.wrapped { after_lines(head, index(form.lines)) } else { first + behind };
    form
}

/// Where the last line of the header ends.
fn last_end(rows: &[Row<'_>], first: usize, count: usize, otherwise: usize) -> usize {
    rows.get(first + count - 1).map_or(otherwise, |row| row.end)
}

fn lines_in(text: &str, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let ends = memchr::memchr_iter(b'\n', bytes).count();
    if ends > 0 {
        ends
    } else {
        memchr::memchr_iter(b'\r', bytes).count()
    }
}

/// Behind so many lines.
fn after_lines(text: &str, lines: usize) -> usize {
    let end = super::marks::line_end(&text[..sample_end(text)]);
    (0..lines).fold(0, |at, _| line_at(text, at, end).next)
}

/// The delimiter that a first line `sep=;` tells, and where that line ends.
fn told_delimiter(head: &str) -> Option<(String, usize)> {
    let line = line_at(head, 0, super::LineEnd::Any);
    let told = head[..line.content].trim_matches('"');
    let (name, delimiter) = told.split_once('=')?;
    let is_told = name.trim().eq_ignore_ascii_case("sep") && (1..=3).contains(&delimiter.len());
    let delimiter = if delimiter == "\\t" { "\t" } else { delimiter };
    is_told.then(|| (delimiter.to_owned(), line.next))
}

/// The end of the part by which marks are found: whole lines.
fn sample_end(text: &str) -> usize {
    if text.len() <= SAMPLE {
        return text.len();
    }
    let bytes = &text.as_bytes()[..SAMPLE];
    let end = memchr::memrchr2(b'\n', b'\r', bytes).map(|found| found + 1);
    end.unwrap_or_else(|| text.floor_char_boundary(LONGEST_LINE))
}

/// Whether every line stands in quotes as a whole, with the delimiter inside.
fn is_wrapped(text: &str, shape: &Shape) -> bool {
    let mut lines = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(RECORDS) {
        let line = line.trim_end();
        let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        let one = split(line, shape);
        if inner.is_none() || one.cells.len() != 1 {
            return false;
        }
        lines += 1;
    }
    if lines < 2 {
        return false;
    }
    let inner: String =
        text.lines().map(|line| line.trim_end().trim_matches('"').replace("\"\"", "\"") + "\n").collect();
    let found = fit(&inner, &shape_of(&inner, None, None));
    found.width > 1 && found.agreement > 0.8
}

/// The cells of the first rows of a text, from its first line on.
pub fn first_rows(text: &str, shape: &Shape) -> Vec<Vec<String>> {
    let cells = |row: &Row<'_>| row.cells.iter().map(|cell| cell.to_string()).collect();
    rows_of(&unwrapped(text, shape), shape).iter().map(cells).collect()
}

fn rows_of<'a>(text: &'a str, shape: &Shape) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut at = 0;
    let bare = Shape { quote: None, ..shape.clone() };
    while at < text.len() && rows.len() < RECORDS {
        let rest = &text[at..];
        let mut record = split(rest, shape);
        let is_odd = record.open || record.loose;
        let is_bare = record.open || record.is_long && record.loose;
        if is_bare {
            let line = line_at(rest, 0, shape.line_end);
            record = split(&rest[..line.content], &bare);
            record.end = line.next;
        }
        let end = at + record.end.max(1);
        if !is_blank(&record.cells) {
            rows.push(Row { cells: record.cells, start: at, end, is_odd, is_bare });
        }
        at = end;
    }
    rows
}

/// Reads rows of another width in the one way that gives as many cells as the others have: with a quote as text, or,
/// right above data, with another delimiter.
fn read_again<'a>(rows: &mut [Row<'a>], text: &'a str, shape: &Shape, width: usize) {
    if !(2..=WIDEST).contains(&width) {
        return;
    }
    for at in 0..rows.len() {
        if rows[at].cells.len() == width && !rows[at].is_bare {
            continue;
        }
        let line = line_at(text, rows[at].start, shape.line_end);
        let content = &text[rows[at].start..line.content];
        if line.next != rows[at].end || content.len() > SAMPLE {
            continue;
        }
        let is_first = rows[..at].iter().all(|row| row.cells.len() != width) && !content.starts_with('#');
        let is_above = is_first
            && rows.get(at + 1).is_some_and(|row| row.cells.len() == width)
            && kinds_differ(rows, at + 1);
        let others = OTHERS.iter().filter(|other| is_above && **other != shape.delimiter);
        let mut found = if rows[at].is_odd { readings(content, shape, width) } else { Vec::new() };
        found.truncate(1);
        for other in others {
            let shape = Shape { delimiter: (*other).to_owned(), ..shape.clone() };
            found
                .extend(readings(content, &shape, width).into_iter().take(1).filter(|cells| is_named(cells)));
        }
        if let Some(cells) = found.into_iter().next() {
            rows[at].cells = cells;
        }
    }
}

/// Delimiters that a header may have instead of those of its rows.
const OTHERS: [&str; 5] = [",", ";", "\t", "|", " "];
/// Widest tables whose rows are read in every way.
const WIDEST: usize = 400;

impl Form {
    /// Whether records of this form are what the fast path reads: nothing but commas, semicolons, tabs or bars, doubled
    /// quotes, one line end, and the header in the first line that is not blank.
    pub fn is_usual(&self, head: &str) -> bool {
        let shape = &self.shape;
        let marks = matches!(shape.delimiter.as_str(), "," | ";" | "\t" | "|");
        let quotes = shape.quote == Some(b'"') && shape.escape == super::Escape::Doubled && !shape.wrapped;
        let lines = shape.line_end != super::LineEnd::Any;
        let above = head.get(..self.start).unwrap_or_default();
        let filled = above.lines().filter(|line| !line.trim().is_empty()).count();
        marks
            && quotes
            && lines
            && self.header_rows == 1
            && filled <= 1
            && self.header.iter().all(|row| row.len() == self.width)
    }

    /// Whether all records of the head are as they should be; a last one may be cut off.
    pub fn is_clean(&self, head: &str, whole: bool) -> bool {
        let reader = RecordReader::new(self, true);
        let mut at = self.start;
        while at < head.len() {
            let Some(record) = reader.read(&head[at..], whole) else { return true };
            let is_row = record.findings.is_empty() && !super::totals::is_no_row(&record.cells, self);
            if !is_row && !is_blank(&record.cells) && (whole || at + record.end < head.len()) {
                return false;
            }
            at += record.end;
        }
        true
    }
}
