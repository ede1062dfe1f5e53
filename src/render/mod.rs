//! A finished report as bytes: one file a format, all reached through one match.

pub mod escape;
pub mod number;

mod csv;
mod figures;
mod heading;
mod heatmap;
mod json;
mod markdown;
pub(crate) mod paint;
pub(crate) mod prose;
#[cfg(test)]
pub(crate) mod sample;
mod terminal;

use crate::report::{Report, Table};
use std::io::{self, Write};
use std::path::Path;

/// A form a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Cards, grids and heat maps for people at a terminal.
    Table,
    /// One section, comma separated (or as the dialect says).
    Csv,
    /// One section, tab separated.
    Tsv,
    /// The whole report as one document.
    Json,
    /// One section, a JSON object a row.
    #[value(alias = "jsonl")]
    Ndjson,
    /// All sections as pipe tables.
    #[value(alias = "md")]
    Markdown,
}

/// How CSV is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CsvDialect {
    /// `,`, decimal point, LF; cells as they are.
    #[default]
    Rfc,
    /// `;`, decimal comma, byte-order mark, CRLF, formula guard.
    ExcelEu,
}

/// How a report is to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal written to; `None` where output is piped or goes to a file. On a terminal
    /// hidden characters are written out in every format, elsewhere data stay as they are.
    pub width: Option<usize>,
    /// Whether ANSI colours may be written.
    pub color: bool,
    /// The one section wanted; `None`: the first in formats of one table, all in the others.
    pub section: Option<String>,
    /// The dialect of CSV.
    pub csv_dialect: CsvDialect,
    /// Whether text that a spreadsheet would run as a formula is guarded in `rfc` CSV and TSV too.
    pub formula_guard: bool,
    /// Whether a terminal shows every column though lines grow longer than it is wide.
    pub all_columns: bool,
}

/// What writing did to the data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Text cells that were given a `'` so that no spreadsheet runs them.
    pub guarded: u64,
}

impl Format {
    /// Every format, in the order help shows them.
    pub const ALL: [Format; 6] =
        [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::Ndjson, Format::Markdown];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Markdown => "markdown",
        }
    }

    /// The format of that name, case aside; file endings are names too.
    pub fn from_name(name: &str) -> Option<Format> {
        match name.to_ascii_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "tab" => Some(Format::Tsv),
            "jsonl" => Some(Format::Ndjson),
            "md" => Some(Format::Markdown),
            name => Format::ALL.into_iter().find(|format| format.name() == name),
        }
    }

    /// The format a file's ending asks for.
    pub fn from_path(path: &Path) -> Option<Format> {
        Format::from_name(path.extension()?.to_str()?)
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Table => "txt",
            Format::Markdown => "md",
            other => other.name(),
        }
    }

    /// Whether it holds one section only.
    pub fn is_one_table(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv | Format::Ndjson)
    }
}

/// Writes the report in many small pieces, so the stream should be buffered. A reader that went away is an error of kind `BrokenPipe`, a section that the
/// report does not have one of kind `InvalidInput`.
pub fn write(report: &Report, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<WriteReport> {
    let named = match &style.section {
        Some(name) => Some(section(report, name)?),
        None => None,
    };
    let sections: Vec<&Table> = match (named, format.is_one_table()) {
        (Some(table), _) => vec![table],
        (None, true) => report.sections.iter().take(1).collect(),
        (None, false) => report.sections.iter().collect(),
    };
    write_sections(report, &sections, format, style, out)
}

/// Writes one section alone, as a file of a folder; errors as [`write()`].
pub fn write_section(
    report: &Report,
    table: &Table,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<WriteReport> {
    write_sections(report, &[table], format, style, out)
}

fn write_sections(
    report: &Report,
    sections: &[&Table],
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<WriteReport> {
    let mut written = WriteReport::default();
    match format {
        Format::Table => terminal::write(report, sections, style, out)?,
        Format::Csv => written.guarded = csv::write(sections, &csv::DelimitedForm::csv(style), out)?,
        Format::Tsv => written.guarded = csv::write(sections, &csv::DelimitedForm::tsv(style), out)?,
        Format::Json => json::write(report, sections, out)?,
        Format::Ndjson => json::write_rows(sections, out)?,
        Format::Markdown => markdown::write(report, sections, out)?,
    }
    out.flush()?;
    Ok(written)
}

fn section<'a>(report: &'a Report, name: &str) -> io::Result<&'a Table> {
    report.sections.iter().find(|table| table.name == name).ok_or_else(|| {
        let names: Vec<&str> = report.sections.iter().map(|table| table.name.as_str()).collect();
        let message = format!("no section “{name}” in {}\nhint: it has {}", report.name, names.join(", "));
        io::Error::new(io::ErrorKind::InvalidInput, message)
    })
}

#[cfg(test)]
mod tests;
