//! Where the result goes, and in which form.

use crate::advice::Advised;
use crate::cli::args::{OutputArgs, Sort};
use crate::cli::environment::Surroundings;
use crate::cli::output::Destination;
use crate::config::Config;
use crate::language::Language;
use crate::render::{CsvDialect, Format, FORMATS};
use anyhow::{bail, Result};
use std::path::Path;

/// Columns of a terminal that the narrowest table and every card fit into.
const NARROWEST: usize = 40;
/// Lines of a terminal that stand around the rows of a table: what it covers and stands on, heads, feet, the prompt.
const AROUND: usize = 16;
/// Rows that are shown however low a terminal is.
const LEAST: usize = 10;

/// Where the result goes, and in which form.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputChoice {
    /// What it is written as.
    pub format: Format,
    /// Where to.
    pub to: Destination,
    /// The one section wanted.
    pub section: Option<String>,
    /// The columns wanted, in order; empty: all.
    pub columns: Vec<String>,
    /// What is shown or sorted by, by name; `None`: all columns.
    pub named: Option<Vec<String>>,
    /// Order of rows.
    pub sort: Option<Sort>,
    /// Most rows of a section; `Some(0)`: all.
    pub limit: Option<usize>,
    /// The language for people.
    pub language: Language,
    /// Form of CSV.
    pub csv_dialect: CsvDialect,
    /// Problems with rows are a failure.
    pub strict: bool,
    /// A report that holds nothing is told apart by the exit code.
    pub fail_if_empty: bool,
    /// Whether what is written for people has colour.
    pub colour: bool,
    /// Columns of the terminal, if it goes to one.
    pub width: Option<usize>,
    /// Rows of a table that the terminal has room for, if it goes to one.
    pub screen: Option<usize>,
}

impl OutputChoice {
    /// The format asked for, else the one of the file's ending, else CSV for a folder and a table for standard output.
    ///
    /// # Errors
    /// If a file's ending names no format, or its path has a place that is unknown.
    pub fn resolve(args: &OutputArgs, config: &Config, surroundings: &Surroundings) -> Result<Self> {
        let path = args.output.as_deref();
        let to = Destination::of(path)?;
        let format = match (&to, args.format) {
            (_, Some(format)) => format,
            (Destination::Stdout, None) => Format::default(),
            (Destination::Folder(_), None) => Format::of_folders(),
            (Destination::File(_) | Destination::Mail(_), None) => format_of(path.unwrap_or(Path::new("")))?,
        };
        let on_stdout = to == Destination::Stdout;
        let terminal = on_stdout && surroundings.stdout_is_terminal;
        if terminal && !format.is_text() {
            let (name, ending) = (format.name(), format.ending());
            let what = format!("{name} is no text that a terminal could show");
            bail!(Advised::new(what, format!("-o report.{ending} writes a file")));
        }
        let width = surroundings.columns().filter(|_| on_stdout);
        let is_too_narrow = |width: &usize| terminal && format == Format::default() && *width < NARROWEST;
        if let Some(width) = width.filter(is_too_narrow) {
            let what = format!("the terminal is {width} columns wide, and tables need {NARROWEST}");
            bail!(Advised::new(what, "make it wider, or give --format csv"));
        }
        let columns: Vec<String> = args.columns.iter().map(|name| name.trim().to_string()).collect();
        Ok(OutputChoice {
            format,
            section: args.section.clone(),
            named: named(&columns, args.sort.as_ref()),
            columns,
            sort: args.sort.clone(),
            limit: args.limit,
            language: args.lang.or(config.lang).unwrap_or_else(|| surroundings.language()),
            csv_dialect: args.csv_dialect.or(config.csv_dialect).unwrap_or_default(),
            strict: args.strict,
            fail_if_empty: args.fail_if_empty,
            colour: on_stdout && surroundings.colour(args.talk.color, terminal),
            width,
            screen: surroundings
                .height
                .filter(|_| on_stdout)
                .map(|height| height.saturating_sub(AROUND).max(LEAST)),
            to,
        })
    }
}

/// What is shown or sorted by where columns are named; `None`: all, as where they are only added to the others.
fn named(columns: &[String], sort: Option<&Sort>) -> Option<Vec<String>> {
    if columns.iter().all(|name| name.starts_with('+')) {
        return None;
    }
    let mut named: Vec<String> =
        columns.iter().map(|name| name.trim_start_matches('+').trim().to_owned()).collect();
    named.extend(sort.map(|sort| sort.column.clone()));
    Some(named)
}

/// The format that a file's ending names.
fn format_of(path: &Path) -> Result<Format> {
    let Some(format) = Format::from_path(path) else {
        let endings: Vec<String> = FORMATS.iter().map(|format| format!(".{}", format.ending())).collect();
        let advice = format!("end it in {}, or give --format", endings.join(", "));
        bail!(Advised::new(format!("the ending of {} names no format", path.display()), advice));
    };
    Ok(format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::format as named;
    use std::path::PathBuf;

    #[test]
    fn the_format_follows_flag_ending_and_destination() {
        let format = |output: Option<&str>, format: Option<Format>| {
            let args = OutputArgs { output: output.map(PathBuf::from), format, ..Default::default() };
            OutputChoice::resolve(&args, &Config::default(), &Surroundings::default())
                .map(|choice| choice.format)
        };
        assert_eq!(format(None, None).unwrap(), named("table"));
        assert_eq!(format(Some("x.JSONL"), None).unwrap(), named("ndjson"));
        assert_eq!(format(Some("x.csv"), Some(named("json"))).unwrap(), named("json"));
        assert_eq!(format(Some("out/"), None).unwrap(), named("csv"));
        assert!(format(Some("x"), None).unwrap_err().to_string().contains("names no format"));
    }

    #[test]
    fn a_terminal_too_narrow_for_tables_is_told() {
        let at = |width: usize, args: OutputArgs| {
            let around = Surroundings { width: Some(width), stdout_is_terminal: true, ..Default::default() };
            OutputChoice::resolve(&args, &Config::default(), &around).map(|choice| choice.width)
        };
        assert_eq!(at(40, OutputArgs::default()).unwrap(), Some(40));
        let told = at(39, OutputArgs::default()).unwrap_err().to_string();
        assert_eq!(told, "the terminal is 39 columns wide, and tables need 40");
        let csv = OutputArgs { format: Some(named("csv")), ..Default::default() };
        assert_eq!(at(39, csv).unwrap(), Some(39));
        let file = OutputArgs { output: Some("x.txt".into()), ..Default::default() };
        assert_eq!(at(39, file).unwrap(), None);
        // Columns that a variable tells of a pipe refuse nothing.
        let pipe = Surroundings { width: Some(1), ..Default::default() };
        assert!(OutputChoice::resolve(&OutputArgs::default(), &Config::default(), &pipe).is_ok());
    }
}
