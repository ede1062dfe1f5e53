//! The flags that every report command shares, as they are typed.

use super::dimensions::{grouping, groupings, FilterArgs};
use super::size::parse_size;
use crate::advice::Advised;
use crate::archive::PseudonymKey;
use crate::facts::Dimension;
use crate::language::{parse_language, Language, LANGUAGES};
use crate::render::{CsvDialect, Format, FORMATS};
use crate::scope::as_of::AsOf;
use crate::scope::bucket::Every;
use crate::scope::compare::Comparison;
use crate::scope::period::{parse_date, Named, Since};
use crate::scope::question::Anchor;
use crate::time::weekday::parse_week_start;
use crate::time::zone::parse_zone;
use crate::values::DayOrder;
use anyhow::Result;
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Flags of a report.
#[derive(Debug, Clone, Default, Args)]
pub struct ReportArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// What to look at.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The order of a name: `dmy`, `mdy`, `ymd`.
fn date_order(name: &str) -> Result<DayOrder, String> {
    DayOrder::from_name(name).ok_or_else(|| "write dmy, mdy or ymd".to_owned())
}

/// Languages by their names, which shells can offer.
fn language_parser() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(LANGUAGES.map(Language::name)).try_map(|name| parse_language(&name))
}

/// Which files are read, and how.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files, folders, globs or - [default: exports]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder of facts made by `facts --part`, not exports
    #[arg(long, value_name = "FOLDER", hide_short_help = true)]
    pub parts: Option<PathBuf>,
    /// Read all as this export (see `insights profiles`)
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    /// Zone of instants that are written without one
    #[arg(long, value_name = "ZONE", value_parser = parse_zone)]
    pub source_tz: Option<Tz>,
    /// Day and month where dates leave it open: dmy, mdy
    #[arg(long, value_name = "ORDER", value_parser = date_order)]
    pub date_order: Option<DayOrder>,
    /// Configuration [default: insights.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Most that may come out of one file: 500MB, 2GB [default: any]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_input: Option<u64>,
    /// Most memory to take: 500MB, 2GB [default: 3/4 of all]; rows beyond it go to TMPDIR meanwhile
    #[arg(long, value_name = "SIZE", value_parser = parse_size, hide_short_help = true)]
    pub memory: Option<u64>,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Put rows that could not be used here: .csv, .jsonl
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub rejects: Option<PathBuf>,
    /// How CSV files are written.
    #[command(flatten)]
    pub form: FormArgs,
}

/// How CSV files are written, where it is not to be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "CSV as found")]
pub struct FormArgs {
    /// What stands between cells, or tab
    #[arg(long, value_name = "TEXT")]
    pub delimiter: Option<String>,
    /// What stands around cells, or none
    #[arg(long, value_name = "CHAR")]
    pub quote: Option<String>,
    /// utf-8, windows-1252, iso-8859-2, utf-16le…
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Lines of the header; 0: there is none
    #[arg(long, value_name = "N")]
    pub header_rows: Option<usize>,
    /// Lines above the header
    #[arg(long, value_name = "N")]
    pub skip: Option<usize>,
}

/// What is looked at, and in which shape.
#[derive(Debug, Clone, Default, Args)]
pub struct ScopeArgs {
    /// Which days.
    #[command(flatten)]
    pub period: PeriodArgs,
    /// Which conversations.
    #[command(flatten)]
    pub filters: FilterArgs,
    /// In which rows.
    #[command(flatten)]
    pub shape: ShapeArgs,
}

/// Which days, of which clock.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Period")]
pub struct PeriodArgs {
    /// From: 90d, 12w, 3m, 1y or a date [default: 30d]
    #[arg(long, value_name = "START", value_parser = str::parse::<Since>)]
    pub since: Option<Since>,
    /// Last day, inclusive [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<NaiveDate>,
    /// today, last-week, this-year, 2026-W12, 2026-03, 2026…
    #[arg(long, value_name = "NAME", value_parser = str::parse::<Named>, conflicts_with_all = ["since", "until"])]
    pub period: Option<Named>,
    /// Zone of days and hours [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone)]
    pub tz: Option<Tz>,
    /// First day of the week [default: monday]
    #[arg(long, value_name = "DAY", value_parser = parse_week_start)]
    pub week_start: Option<Weekday>,
    /// The "now": an instant, a date (its end) or latest
    #[arg(long, value_name = "INSTANT", value_parser = str::parse::<AsOf>)]
    pub as_of: Option<AsOf>,
}

/// How figures are cut and compared.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Shape")]
pub struct ShapeArgs {
    /// Split by dimensions, named as the filters below
    #[arg(long, value_name = "DIM,…", value_delimiter = ',', hide_possible_values = true,
          value_parser = PossibleValuesParser::new(groupings()).try_map(grouping))]
    pub by: Vec<&'static Dimension>,
    /// One row an hour, day, week, month, quarter or year
    #[arg(long, value_enum, value_name = "UNIT", hide_possible_values = true)]
    pub every: Option<Every>,
    /// With the previous period, or the year before: previous, year
    #[arg(long, value_enum, value_name = "WITH", hide_possible_values = true)]
    pub compare: Option<Comparison>,
    /// When figures count: event, created, closed, answered
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value = "event",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub anchor: Anchor,
    /// Instead: the things it counts; 'first_response > 4h'
    #[arg(long, value_name = "KPI")]
    pub list: Option<String>,
}

/// Where the result goes and what it looks like.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// The form of the report, one of those that `help` lists.
    #[arg(long, value_enum, hide_possible_values = true, help = Format::names())]
    pub format: Option<Format>,
    /// Write here; FOLDER/ gets one file a section
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only this section
    #[arg(long, value_name = "NAME")]
    pub section: Option<String>,
    /// Only these columns or figures; +NAME: these too
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Sort rows by a column
    #[arg(long, value_name = "COLUMN[:desc]", value_parser = str::parse::<Sort>)]
    pub sort: Option<Sort>,
    /// At most so many rows; 0: all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Language of labels, numbers and dates: en, nl, pl, nb, de
    #[arg(long, value_name = "LANG", value_parser = language_parser(), hide_possible_values = true)]
    pub lang: Option<Language>,
    /// rfc; excel-eu (; and decimal comma), excel-en
    #[arg(long, value_enum, value_name = "NAME", hide_possible_values = true)]
    pub csv_dialect: Option<CsvDialect>,
    /// Exit with 1 if rows were rejected or repaired
    #[arg(long)]
    pub strict: bool,
    /// Exit with 3 if nothing falls into the period
    #[arg(long)]
    pub fail_if_empty: bool,
    /// Customers under pseudonyms, without what was written
    #[arg(long)]
    pub pseudonymise: bool,
    /// Key of the pseudonyms [default: another each run]
    #[arg(long, value_name = "FILE", requires = "pseudonymise", hide_short_help = true)]
    pub key: Option<PathBuf>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl OutputArgs {
    /// The key of the pseudonyms, where they are asked for.
    ///
    /// # Errors
    /// If its file can't be read or made, or none can be made at all.
    pub fn pseudonyms(&self) -> Result<Option<PseudonymKey>> {
        match &self.key {
            _ if !self.pseudonymise => Ok(None),
            Some(file) => PseudonymKey::of_file(file).map(Some),
            None => PseudonymKey::of_this_run().map(Some),
        }
    }
}

/// What is said on stderr.
#[derive(Debug, Clone, Default, Args)]
pub struct TalkArgs {
    /// Say what was read, dropped and why
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
    /// auto, always or never
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: Color,
}

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Order of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// Name of the column.
    pub column: String,
    /// Greatest first.
    pub descending: bool,
}

impl std::str::FromStr for Sort {
    type Err = Advised;

    fn from_str(text: &str) -> Result<Self, Advised> {
        let (column, order) = text.rsplit_once(':').unwrap_or((text, "asc"));
        let descending = match order {
            "asc" => false,
            "desc" => true,
            _ => {
                return Err(Advised::new(
                    format!("{order:?} is no order"),
                    "COLUMN, COLUMN:asc or COLUMN:desc",
                ))
            }
        };
        if column.is_empty() {
            return Err(Advised::new("a column is missing", "--sort COLUMN:desc"));
        }
        Ok(Sort { column: column.to_string(), descending })
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).aliases(self.other_names().iter().copied()))
    }
}

impl ValueEnum for Every {
    fn value_variants<'a>() -> &'a [Self] {
        &[Every::Hour, Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.name().into())
    }
}

impl ValueEnum for Comparison {
    fn value_variants<'a>() -> &'a [Self] {
        &[Comparison::Previous, Comparison::Year]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.name().into())
    }
}

impl ValueEnum for Anchor {
    fn value_variants<'a>() -> &'a [Self] {
        &[Anchor::Event, Anchor::Created, Anchor::Closed, Anchor::Answered]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(self.name().into())
    }
}
