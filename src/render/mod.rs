//! A finished report as bytes: one file a format, all reached through one list.

pub mod escape;
pub mod number;

mod chart;
mod csv;
mod figures;
mod fill;
mod followed;
mod format;
mod heatmap;
mod html;
mod json;
#[cfg(any(test, feature = "mail"))]
pub mod letter;
mod list_words;
#[cfg(test)]
mod many_rows_tests;
mod markdown;
mod page_phrases;
mod page_words;
pub(crate) mod paint;
mod parquet;
mod pdf;
mod problem_words;
pub(crate) mod prose;
mod ranked;
#[cfg(test)]
pub(crate) mod sample;
mod spreadsheet;
mod sums;
mod target_shares;
mod terminal;
mod titles;
mod verdict;
mod words;
mod xlsx;

#[cfg(test)]
pub(crate) use format::format;
pub use format::{Audience, Format};
pub use words::{Words, ENGLISH};

use crate::report::{Report, Table};
use format::{FormatRules, Shows};
use std::io::{self, Write};
use std::ops::AddAssign;

/// Every format, in the order help shows them. The first is written where nothing is asked for.
pub static FORMATS: &[Format] = &[
    Format(&FormatRules {
        name: "table",
        other_names: &[],
        endings: &["txt"],
        audience: Audience::Terminal,
        shows: Shows::AtFirstSight,
        write: terminal::write,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "csv",
        other_names: &[],
        endings: &["csv"],
        audience: Audience::Programs,
        shows: Shows::First,
        write: csv::write_csv,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "tsv",
        other_names: &[],
        endings: &["tsv", "tab"],
        audience: Audience::Programs,
        shows: Shows::First,
        write: csv::write_tsv,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "json",
        other_names: &[],
        endings: &["json"],
        audience: Audience::Programs,
        shows: Shows::All,
        write: json::write,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "ndjson",
        other_names: &["jsonl"],
        endings: &["ndjson"],
        audience: Audience::Programs,
        shows: Shows::First,
        write: json::write_rows,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "markdown",
        other_names: &["md"],
        endings: &["md"],
        audience: Audience::Documents,
        shows: Shows::AtFirstSight,
        write: markdown::write,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "html",
        other_names: &["htm"],
        endings: &["html"],
        audience: Audience::Pages,
        shows: Shows::AtFirstSight,
        write: html::write,
        is_text: true,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "pdf",
        other_names: &[],
        endings: &["pdf"],
        audience: Audience::Pages,
        shows: Shows::AtFirstSight,
        write: pdf::write,
        is_text: false,
        is_charted: false,
    }),
    Format(&FormatRules {
        name: "xlsx",
        other_names: &["excel"],
        endings: &["xlsx"],
        audience: Audience::Programs,
        shows: Shows::All,
        write: xlsx::write,
        is_text: false,
        is_charted: true,
    }),
    Format(&FormatRules {
        name: "parquet",
        other_names: &[],
        endings: &["parquet"],
        audience: Audience::Programs,
        shows: Shows::First,
        write: parquet::write,
        is_text: false,
        is_charted: false,
    }),
];

/// How CSV is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CsvDialect {
    /// `,`, decimal point, LF; cells as they are.
    #[default]
    Rfc,
    /// `;`, decimal comma, byte-order mark, CRLF; dates as spreadsheets read them, text kept as text.
    ExcelEu,
    /// `,`, decimal point, the rest as `excel-eu`.
    ExcelEn,
}

impl CsvDialect {
    /// The form of that name.
    pub fn named(name: &str) -> Option<CsvDialect> {
        match name {
            "rfc" => Some(CsvDialect::Rfc),
            "excel-eu" => Some(CsvDialect::ExcelEu),
            "excel-en" => Some(CsvDialect::ExcelEn),
            _ => None,
        }
    }
}

/// How a report is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// The language for people.
    pub words: &'static Words,
    /// Columns of the terminal written to; `None` where output is piped or goes to a file. On a terminal
    /// hidden characters are written out in every format, elsewhere data stay as they are.
    pub width: Option<usize>,
    /// Whether ANSI colours may be written.
    pub color: bool,
    /// The dialect of CSV.
    pub csv_dialect: CsvDialect,
    /// Whether text that a spreadsheet would run as a formula is guarded in `rfc` CSV and TSV too.
    pub formula_guard: bool,
    /// Whether a terminal shows every column though lines grow longer than it is wide.
    pub all_columns: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            words: &ENGLISH,
            width: None,
            color: false,
            csv_dialect: CsvDialect::default(),
            formula_guard: false,
            all_columns: false,
        }
    }
}

/// What writing did to the data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Text cells that were given a `'` so that no spreadsheet runs or converts them.
    pub guarded: u64,
    /// Texts that a cell of the format could not hold as a whole.
    pub cut: u64,
}

impl AddAssign for WriteReport {
    fn add_assign(&mut self, other: WriteReport) {
        self.guarded += other.guarded;
        self.cut += other.cut;
    }
}

/// What is written: sections of a report, in a style.
struct Manuscript<'a> {
    report: &'a Report,
    sections: Vec<&'a Table>,
    style: &'a Style,
}

/// Writes the report in many small pieces, so the stream should be buffered. A reader that went away is an error of
/// kind `BrokenPipe`.
pub fn write(report: &Report, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<WriteReport> {
    finish(&Manuscript { report, sections: report.sections.iter().collect(), style }, format, out)
}

/// Writes one section alone, as a file of a folder; errors as [`write()`].
pub fn write_section(
    (report, table): (&Report, &Table),
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<WriteReport> {
    finish(&Manuscript { report, sections: vec![table], style }, format, out)
}

fn finish(manuscript: &Manuscript, format: Format, out: &mut dyn Write) -> io::Result<WriteReport> {
    let written = format.write(manuscript, out)?;
    out.flush()?;
    Ok(written)
}

#[cfg(test)]
mod tests;
