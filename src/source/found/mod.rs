//! CSV files as they are found: how one is written, and a stage that makes clean records of it while it streams.

mod blanks;
mod fields;
pub mod findings;
mod head;
mod kinds;
mod marks;
mod normalise;
mod records;
mod table;
mod totals;
mod written;

pub use head::{first_rows, form_of};
pub use normalise::Normaliser;
pub use totals::{is_no_row, is_odd, starts};

use kinds::ColumnLook;
use std::borrow::Cow;

#[cfg(test)]
mod tests;

/// How a quote inside quotes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Twice.
    Doubled,
    /// Behind a backslash.
    Backslash,
    /// As it is: the quote before a delimiter closes.
    Bare,
}

/// Where lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// At LF, with a CR before it or without.
    Lf,
    /// At CR.
    Cr,
    /// At either.
    Any,
}

/// The characters that give records their shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Stands between cells; one character or several.
    pub delimiter: String,
    /// Opens and closes cells; none in files that know no quotes.
    pub quote: Option<u8>,
    /// How a quote inside quotes is written.
    pub escape: Escape,
    /// Where lines end.
    pub line_end: LineEnd,
    /// Whether whole lines stand in quotes.
    pub wrapped: bool,
}

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

/// How a file is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its marks.
    pub shape: Shape,
    /// Lines above the header.
    pub skip: usize,
    /// The numbers of the lines above the header that hold anything.
    pub titles: Vec<u64>,
    /// Their beginnings, of the first few.
    pub above: Vec<String>,
    /// Lines of the header: 0 where the first line holds data.
    pub header_rows: usize,
    /// The cells of each of those lines.
    pub header: Vec<Vec<String>>,
    /// Bytes up to the first record behind the header.
    pub start: usize,
    /// Lines up to there, of which each record of the header is one.
    pub lines: u64,
    /// Cells of a row.
    pub width: usize,
    /// What the columns look like.
    pub kinds: Vec<ColumnLook>,
    /// Whether the fast path reads it as it is.
    pub plain: bool,
    /// Whether rows may have fewer cells: what is missing is empty.
    pub is_ragged: bool,
}

impl Form {
    /// The form of the same file where it is known to have no header and rows of up to `width` cells.
    pub fn without_header(&self, width: usize) -> Form {
        Form {
            skip: 0,
            titles: Vec::new(),
            above: Vec::new(),
            start: 0,
            lines: 0,
            width,
            kinds: vec![None; width],
            plain: false,
            is_ragged: true,
            ..self.clone()
        }
    }

    /// The names of the columns: the header's lines joined, without the same word twice; a place name where there is
    /// no header.
    pub fn names(&self) -> Vec<String> {
        if self.header_rows == 0 {
            return (1..=self.width).map(|place| format!("column {place}")).collect();
        }
        let rows: Vec<Vec<&str>> =
            self.header.iter().map(|row| table::header_cells(row, self.width)).collect();
        let mut names = Vec::with_capacity(self.width);
        for column in 0..self.width {
            let mut parts: Vec<&str> = Vec::new();
            for row in &rows {
                let part = row.get(column).copied().unwrap_or_default();
                if !part.is_empty() && !parts.contains(&part) {
                    parts.push(part);
                }
            }
            names.push(parts.join(" "));
        }
        names
    }

    /// The header as one line of CSV, its lines joined; empty where there is none.
    pub fn header_line(&self) -> Vec<u8> {
        let mut line = Vec::new();
        if self.header_rows == 0 {
            return line;
        }
        let widest = self.header.iter().map(Vec::len).max().unwrap_or(0).max(self.width);
        let mut cells = Vec::with_capacity(widest);
        for column in 0..widest {
            let mut parts: Vec<&str> =
                self.header.iter().filter_map(|row| row.get(column)).map(String::as_str).collect();
            if parts.len() > 1 {
                parts.retain(|part| !part.trim().is_empty());
            }
            cells.push(Cow::Owned(parts.join(" ")));
        }
        written::write_record(&mut line, &cells, widest);
        line
    }
}
