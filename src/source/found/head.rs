//! Reads the form of a file off its head: marks, lines above the table, header, width and the looks of its columns.

use super::blanks::Grouping;
use super::fields::{line_at, readings, split};
use super::kinds::{column_kind, fits, kind_of, CellKind, ColumnKind};
use super::marks::{fit, shape_of};
use super::records::RecordReader;
use super::totals::is_blank;
use super::written::unwrapped;
use super::{Form, Shape};
use std::borrow::Cow;

/// What a person says about a file; what is not said is found out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forced {
    /// The delimiter.
    pub delimiter: Option<String>,
    /// The quote; the inner none: there are no quotes.
    pub quote: Option<Option<u8>>,
    /// The name of the encoding.
    pub encoding: Option<String>,
    /// Lines of the header.
    pub header_rows: Option<usize>,
    /// Lines above the header.
    pub skip: Option<usize>,
}

/// Text that is looked at to find the marks.
const SAMPLE: usize = 1 << 15;
/// Records that are looked at to find header and columns.
const RECORDS: usize = 300;
/// Most lines of a header.
const HEADER_ROWS: usize = 3;

/// A record of the head, with where it stands.
struct Row<'a> {
    cells: Vec<Cow<'a, str>>,
    start: usize,
    end: usize,
    /// Whether its quotes were taken as text.
    is_bare: bool,
}

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
    let mut table = Table::of(&rows, width, forced);
    if let Some(blanks) = blanks {
        table.kinds = blanks.kinds();
    }
    let mut form = Form {
        plain: false,
        skip: 0,
        titles: Vec::new(),
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
    let lines = head.lines().take(form.skip).zip(1..);
    form.titles = lines
        .filter(|(line, _)| !line.trim_matches(['\u{feff}', ' ', ',', ';']).is_empty())
        .map(|(_, number)| number)
        .collect();
    // Wrapped lines are shorter inside than they stand in the file.
    form.start = if form.shape.wrapped { after_lines(head, form.lines as usize) } else { first + behind };
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
    memchr::memrchr2(b'\n', b'\r', bytes)
        .map_or_else(|| text.len().min(1 << 20), |found| found + 1)
        .min(text.len())
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

fn rows_of<'a>(text: &'a str, shape: &Shape) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut at = 0;
    let bare = Shape { quote: None, ..shape.clone() };
    while at < text.len() && rows.len() < RECORDS {
        let rest = &text[at..];
        let mut record = split(rest, shape);
        let is_bare = record.open || record.is_long && record.loose;
        if is_bare {
            let line = line_at(rest, 0, shape.line_end);
            record = split(&rest[..line.content], &bare);
            record.end = line.next;
        }
        let end = at + record.end.max(1);
        if !is_blank(&record.cells) {
            rows.push(Row { cells: record.cells, start: at, end, is_bare });
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
        let mut found = readings(content, shape, width);
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

/// The table in the rows of a head.
struct Table {
    width: usize,
    kinds: Vec<ColumnKind>,
    /// The first row of the header, or of the data where there is none.
    first: usize,
    header: Vec<Vec<String>>,
}

impl Table {
    fn of(rows: &[Row<'_>], mut width: usize, forced: &Forced) -> Table {
        let first = if forced.skip.is_some() { 0 } else { first_of(rows, width) };
        let named = rows.get(first).filter(|row| row.cells.len() > width && is_named(&row.cells));
        // Programs that leave out empty cells at the end of rows do not do so in the header.
        if let Some(row) = named.filter(|row| {
            rows.iter()
                .skip(first + 1)
                .any(|other| other.cells.len() > width && other.cells.len() <= row.cells.len())
        }) {
            width = row.cells.len();
        }
        let behind = rows.iter().skip(first + 1).filter(|row| row.cells.len() == width);
        let behind: Vec<&Row<'_>> = behind.collect();
        let sure = if behind.len() > 2 * HEADER_ROWS { &behind[HEADER_ROWS - 1..] } else { &behind[..] };
        let mut kinds: Vec<ColumnKind> =
            (0..width).map(|at| column_kind(sure.iter().map(|row| row.cells[at].as_ref()))).collect();
        let count = forced
            .header_rows
            .unwrap_or_else(|| header_rows(&rows[first.min(rows.len())..], &kinds, sure.len()));
        let mut header: Vec<Vec<String>> = Vec::new();
        for row in rows.iter().skip(first).take(count) {
            header.push(row.cells.iter().map(|cell| cell.to_string()).collect());
        }
        width = header.iter().map(|row| header_cells(row, width).len()).fold(width, usize::max);
        kinds.resize(width, None);
        Table { width, kinds, first, header }
    }
}

/// The cells of a line of the header; empty ones that are too many are left out.
pub fn header_cells(row: &[String], width: usize) -> Vec<&str> {
    let mut cells: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
    while cells.len() > width {
        let Some(empty) = cells.iter().rposition(|cell| cell.is_empty()) else { break };
        cells.remove(empty);
    }
    cells
}

/// The number of cells by which most of the text is held together; of about equal ones the first.
fn width(rows: &[Row<'_>]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(count, _)| *count == row.cells.len()) {
            Some((_, times)) => *times += 1,
            None => counts.push((row.cells.len(), 1)),
        }
    }
    // Where no two rows in a row are alike, the first one says how many cells there are.
    let is_even = |pair: &[Row<'_>]| pair[0].cells.len() == pair[1].cells.len() && pair[0].cells.len() > 1;
    if rows.len() > 1 && !rows.windows(2).any(is_even) {
        return rows[0].cells.len();
    }
    let weight = |(count, times): (usize, usize)| count * count * times;
    let most = counts.iter().map(|one| weight(*one)).max().unwrap_or(1);
    let lone = rows.len() > 3;
    let fitting = counts.iter().find(|one| weight(**one) * 2 >= most && (one.1 > 1 || !lone));
    fitting.or(counts.iter().max_by_key(|one| weight(**one))).map_or(1, |(count, _)| *count)
}

/// Whether a row holds names: no data, nothing empty.
fn is_named(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| !cell.trim().is_empty() && !kind_of(cell).is_data())
}

/// Whether a row can be part of a header: at least half of it names, none of it data.
fn is_like_names(cells: &[Cow<'_, str>]) -> bool {
    let named = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    named * 2 >= cells.len() && !cells.iter().any(|cell| kind_of(cell).is_data())
}

/// The first row of the table: the first of its width that is more than a word or two, or names of nearly as many
/// columns right above.
fn first_of(rows: &[Row<'_>], width: usize) -> usize {
    let filled = |row: &Row<'_>| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_full = |row: &&Row<'_>| row.cells.len() == width && (width < 3 || filled(row) * 2 >= width);
    let Some(mut first) = rows.iter().position(|row| is_full(&row)) else {
        return rows.iter().position(|row| row.cells.len() == width).unwrap_or(0);
    };
    // A few words at the left are no names if names of more columns follow.
    while rows.get(first + 1).is_some_and(|next| is_words_above(&rows[first], next)) {
        first += 1;
    }
    let above = first.checked_sub(1).map(|at| &rows[at]).filter(|row| row.cells.len() != width);
    let is_header = above.is_some_and(|row| {
        let count = row.cells.len();
        let names = count > 1 && count * 3 >= width * 2 && is_like_names(&row.cells);
        names && (kinds_differ(rows, first) || count > width)
    });
    first - usize::from(is_header)
}

/// Whether a row is a few words at the left above one of names.
fn is_words_above(row: &Row<'_>, next: &Row<'_>) -> bool {
    let filled = |row: &Row<'_>| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let left = row.cells.iter().take_while(|cell| !cell.trim().is_empty()).count();
    left == filled(row)
        && next.cells.len() == row.cells.len()
        && left < filled(next)
        && is_like_names(&next.cells)
}

/// Whether a row holds data, so that it is no header itself.
fn kinds_differ(rows: &[Row<'_>], at: usize) -> bool {
    rows.get(at).is_some_and(|row| row.cells.iter().any(|cell| kind_of(cell).is_data()))
}

/// How many rows at the start of a table are its header.
fn header_rows(rows: &[Row<'_>], kinds: &[ColumnKind], known: usize) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let data: Vec<(&Cow<'_, str>, &ColumnKind)> =
        first.cells.iter().zip(kinds).filter(|(_, kind)| kind.is_some_and(CellKind::is_data)).collect();
    let alike = data.iter().filter(|(cell, kind)| !cell.trim().is_empty() && fits(cell, **kind)).count();
    let against = data.iter().filter(|(cell, kind)| !fits(cell, **kind)).count();
    let is_data = first.cells.iter().filter(|cell| kind_of(cell).is_data()).count();
    if known > 0 && against == 0 && alike > 0 || known == 0 && is_data * 2 > first.cells.len() {
        return 0;
    }
    let is_more = |row: &&Row<'_>| {
        let against = row.cells.iter().zip(kinds).filter(|(cell, kind)| !fits(cell, **kind)).count();
        row.cells.len() == first.cells.len()
            && is_like_names(&row.cells)
            && (against >= 2 || row.cells == first.cells)
    };
    1 + rows.iter().skip(1).take(HEADER_ROWS - 1).take_while(is_more).count()
}

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
