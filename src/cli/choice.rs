//! Flags, configuration and surroundings resolved into one validated value each.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ScopeArgs, Sort};
use super::environment::Surroundings;
use super::output::Destination;
use super::rejects::RejectsChoice;
use super::sources::SourceChoice;
use crate::advice::Advised;
use crate::config::{Config, CustomerJoin};
use crate::facts::Rules;
use crate::kpi::MOST_DIMENSIONS;
use crate::language::Language;
use crate::load::LoadOptions;
use crate::render::{CsvDialect, Format, FORMATS};
use crate::report;
use crate::scope::as_of::AsOf;
use crate::scope::bucket::Buckets;
use crate::scope::period::{Period, Request};
use crate::scope::question::Question;
use crate::source::found::Forced;
use crate::time::face::iso;
use crate::time::weekday::weekday_name;
use crate::values::DayOrder;
use anyhow::{bail, Result};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The clock that durations are measured by, as reports name it.
const CLOCK: &str = "calendar";

/// Lines of a terminal that stand around the rows of a table: what it covers and stands on, heads, feet, the prompt.
const AROUND: usize = 16;
/// Rows that are shown however low a terminal is.
const LEAST: usize = 10;

/// More threads than this are of no use to anybody.
const MOST_THREADS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);

/// What to read, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct InputChoice {
    /// Files, folders and globs; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// A folder of parts, instead of all others.
    pub parts: Option<PathBuf>,
    /// Where the configuration names several sources and nothing else says what to read: these, all of the paths being
    /// theirs; else none.
    pub sources: Vec<SourceChoice>,
    /// By what customers of different ids are one.
    pub customers: Option<CustomerJoin>,
    /// Name or file of a profile to read everything with.
    pub profile: Option<String>,
    /// Zone of instants that are written without one; `None`: UTC, unless the profile says more.
    pub source_zone: Option<Tz>,
    /// Bytes that may come out of one file; `None`: any number.
    pub max_input: Option<u64>,
    /// Bytes of memory that reading and working out may take; `None`: three quarters of what there is.
    pub memory: Option<u64>,
    /// Order of day and month in dates that leave it open.
    pub date_order: Option<DayOrder>,
    /// Threads; `None`: as many as there are cores.
    pub threads: Option<NonZeroUsize>,
    /// How CSV files are written, as far as it was said.
    pub forced: Forced,
    /// Where rows go that could not be used, if somebody wants to see them.
    pub rejects: Option<RejectsChoice>,
}

/// What to look at; instants wait for the as-of, which `latest` leaves to the data.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeChoice {
    /// What is asked of the facts.
    pub question: Question,
    /// The "now".
    pub as_of: AsOf,
    /// The clock, for [`AsOf::Latest`] without data; milliseconds.
    pub now: i64,
    /// The days asked for.
    pub request: Request,
    /// Whether nobody asked for days or a "now": then the period may move to where the data end.
    pub may_move: bool,
    /// The KPI whose rows are wanted instead of the report.
    pub list: Option<String>,
}

/// The time of a run, once the as-of is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// The "now", milliseconds.
    pub as_of: i64,
    /// The days looked at.
    pub period: Period,
    /// Whether they were moved to where the data end.
    pub is_moved: bool,
    /// Their buckets; one for all of them without `--every`.
    pub buckets: Buckets,
    /// The period compared with, and its buckets.
    pub compared: Option<(Period, Buckets)>,
}

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

impl InputChoice {
    /// Flags before variables before configuration.
    ///
    /// # Errors
    /// If nothing says where the data are.
    pub fn resolve(args: &InputArgs, config: &Config, surroundings: &Surroundings) -> Result<Self> {
        if let Some(parts) = &args.parts {
            if let Some(path) = args.paths.first() {
                let what = format!("--parts and {} are two things to read", path.display());
                bail!(Advised::new(
                    what,
                    "a report is made of parts alone: tables without conversations are in one too"
                ));
            }
            return Ok(InputChoice {
                parts: Some(parts.clone()),
                ..InputChoice::of(Vec::new(), args, config)?
            });
        }
        let choice = InputChoice::of(surroundings.data(args, config)?, args, config)?;
        let sources =
            if surroundings.names_data(args) { Vec::new() } else { SourceChoice::all(args, config)? };
        let choice = InputChoice { sources, ..choice };
        choice.check_rejects(config)?;
        Ok(choice)
    }

    /// The same for paths that are settled, as one source.
    ///
    /// # Errors
    /// If it is not understood how CSV files are said to be written.
    pub fn of(paths: Vec<PathBuf>, args: &InputArgs, config: &Config) -> Result<Self> {
        Ok(InputChoice {
            paths,
            parts: None,
            sources: Vec::new(),
            customers: config.customers.join,
            profile: args.profile.clone().or_else(|| config.profile.clone()),
            source_zone: args.source_tz.or(config.source_tz),
            max_input: args.max_input,
            memory: args.memory,
            date_order: args.date_order,
            threads: args.threads.map(|threads| threads.min(MOST_THREADS)),
            forced: args.form.forced()?,
            rejects: args.rejects.as_deref().map(RejectsChoice::of).transpose()?,
        })
    }

    /// The file for rows that could not be used.
    pub fn rejects_path(&self) -> Option<&Path> {
        self.rejects.as_ref().map(RejectsChoice::path)
    }

    /// Refuses to write rejected rows over anything that is read.
    ///
    /// # Errors
    /// If they would be.
    pub fn check_rejects(&self, config: &Config) -> Result<()> {
        self.rejects.as_ref().map_or(Ok(()), |rejects| rejects.check(&self.all_spared(config)))
    }

    /// What it says about loading; the rest is as by default.
    pub fn load_options(&self) -> LoadOptions {
        LoadOptions {
            profile: self.profile.clone(),
            source_zone: self.source_zone.unwrap_or(Tz::UTC),
            date_order: self.date_order,
            max_input: self.max_input,
            forced: self.forced.clone(),
            ..LoadOptions::default()
        }
    }
}

impl ScopeChoice {
    /// Flags before configuration before surroundings.
    ///
    /// # Errors
    /// If too many dimensions are asked for.
    pub fn resolve(args: &ScopeArgs, config: &Config, surroundings: &Surroundings) -> Result<Self> {
        let (period, shape) = (&args.period, &args.shape);
        let mut by = Vec::new();
        for &dimension in &shape.by {
            if !by.contains(&dimension) {
                by.push(dimension);
            }
        }
        if by.len() > MOST_DIMENSIONS {
            let advice = format!("{MOST_DIMENSIONS} in all, the command's own among them");
            bail!(Advised::new(format!("--by has {} dimensions", by.len()), advice));
        }
        let question = Question {
            zone: period.tz.or(config.tz).unwrap_or_else(|| surroundings.system_zone()),
            week_start: period.week_start.or(config.week_start).unwrap_or(Weekday::Mon),
            anchor: shape.anchor,
            by,
            every: shape.every,
            compare: shape.compare,
            filters: args.filters.filters.clone(),
        };
        Ok(ScopeChoice {
            question,
            as_of: period.as_of.or(config.as_of).unwrap_or(AsOf::Instant(surroundings.now)),
            now: surroundings.now,
            request: period.period.map_or(Request::Range(period.since, period.until), Request::Named),
            may_move: period.period.is_none()
                && period.since.is_none()
                && period.until.is_none()
                && period.as_of.or(config.as_of).is_none(),
            list: shape.list.clone(),
        })
    }

    /// Takes the "now" and the zone of facts that were derived before.
    ///
    /// # Errors
    /// If others were asked for.
    pub fn settle_on(
        &mut self,
        rules: &Rules,
        (period, config): (&PeriodArgs, &Config),
    ) -> Result<(), Advised> {
        if let Some(zone) = period.tz.or(config.tz).filter(|zone| *zone != rules.zone) {
            let what = format!("the parts were made in the zone {}, not in {zone}", rules.zone);
            return Err(Advised::new(what, "leave --tz out, or make the parts anew"));
        }
        self.question.zone = rules.zone;
        let asked = period.as_of.or(config.as_of).map(|as_of| as_of.instant(rules.zone));
        if asked.is_some_and(|asked| asked != Some(rules.as_of)) {
            let what = format!("the parts were made as of {}", iso(rules.zone, rules.as_of));
            return Err(Advised::new(what, "leave --as-of out, or make the parts anew"));
        }
        self.as_of = AsOf::Instant(rules.as_of);
        self.may_move = false;
        Ok(())
    }

    /// The instants meant, where `latest` is the greatest one of the data, if there is any.
    ///
    /// # Errors
    /// If the period is empty, or has too many buckets.
    pub fn time(&self, latest: Option<i64>) -> Result<Time> {
        let question = &self.question;
        let as_of = self.as_of.instant(question.zone).or(latest).unwrap_or(self.now);
        let period = self.request.resolve(question.zone, as_of, question.week_start)?;
        let compared = match question.compare.map(|comparison| comparison.period(&period)) {
            Some(other) => Some((other, question.buckets(&other)?)),
            None => None,
        };
        Ok(Time { as_of, period, is_moved: false, buckets: question.buckets(&period)?, compared })
    }

    /// The same "now" with as many days as nobody chose, up to this one.
    ///
    /// # Errors
    /// As [`ScopeChoice::time`].
    pub fn moved_to(&self, last: NaiveDate, as_of: i64) -> Result<Time> {
        let request = Request::Range(None, Some(last));
        let there = ScopeChoice { as_of: AsOf::Instant(as_of), request, ..self.clone() };
        Ok(Time { is_moved: true, ..there.time(None)? })
    }

    /// What the report says about its scope.
    pub fn described(&self, time: &Time) -> report::Scope {
        let question = &self.question;
        let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for clause in &question.filters {
            let name = clause.dimension.id;
            for (name, values) in
                [(name.to_string(), clause.as_given()), (format!("{name}_all"), clause.all.clone())]
            {
                if !values.is_empty() {
                    filters.insert(name, values);
                }
            }
        }
        report::Scope {
            from: time.period.first.to_string(),
            to: time.period.last.to_string(),
            moved: time.is_moved,
            tz: question.zone.name().to_string(),
            anchor: question.anchor.name().to_string(),
            clock: CLOCK.to_string(),
            as_of: iso(question.zone, time.as_of),
            week_start: weekday_name(question.week_start).to_string(),
            by: question.by.iter().map(|dimension| dimension.id.to_string()).collect(),
            every: question.every.map(|every| every.name().to_string()),
            compare: question.compare.map(|comparison| comparison.name().to_string()),
            compared_with: time
                .compared
                .as_ref()
                .map(|(days, _)| (days.first.to_string(), days.last.to_string())),
            filters,
        }
    }
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
            (Destination::File(_), None) => format_of(path.unwrap_or(Path::new("")))?,
        };
        let on_stdout = to == Destination::Stdout;
        let terminal = on_stdout && surroundings.stdout_is_terminal;
        if terminal && !format.is_text() {
            let (name, ending) = (format.name(), format.ending());
            let what = format!("{name} is no text that a terminal could show");
            bail!(Advised::new(what, format!("-o report.{ending} writes a file")));
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
            width: if on_stdout { surroundings.columns() } else { None },
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
    use crate::cli::args::ShapeArgs;
    use crate::facts::dimension;
    use crate::render::format as named;
    use crate::scope::bucket::Every;
    use crate::scope::compare::Comparison;
    use crate::scope::filter::Clause;
    use chrono_tz::Europe::{Amsterdam, Oslo};

    /// 2026-03-31T22:30:00Z, in Amsterdam half past midnight of 1 April.
    const NOW: i64 = 1_774_996_200_000;

    fn surroundings() -> Surroundings {
        Surroundings { now: NOW, zone: Some("Europe/Amsterdam".into()), ..Surroundings::default() }
    }

    #[test]
    fn flags_go_before_the_configuration_and_that_before_the_system() {
        let zone = |flag: Option<Tz>, config: Option<Tz>| {
            let args =
                ScopeArgs { period: PeriodArgs { tz: flag, ..Default::default() }, ..Default::default() };
            let config = Config { tz: config, ..Config::default() };
            ScopeChoice::resolve(&args, &config, &surroundings()).unwrap().question.zone
        };
        assert_eq!(zone(Some(Tz::UTC), Some(Oslo)), Tz::UTC);
        assert_eq!(zone(None, Some(Oslo)), Oslo);
        assert_eq!(zone(None, None), Amsterdam);
    }

    #[test]
    fn the_scope_is_described_as_it_was_asked() {
        let clause = Clause {
            dimension: &dimension::TAG,
            any: vec!["a".into()],
            none: vec!["b".into()],
            all: vec!["c".into()],
        };
        let mut args = ScopeArgs {
            shape: ShapeArgs { every: Some(Every::Week), ..Default::default() },
            ..Default::default()
        };
        args.filters.filters.push(clause);
        args.shape.compare = Some(Comparison::Previous);
        args.shape.by = vec![&dimension::AGENT, &dimension::AGENT];
        let choice = ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap();
        let time = choice.time(None).unwrap();
        let scope = choice.described(&time);
        assert_eq!((scope.from.as_str(), scope.to.as_str()), ("2026-03-03", "2026-04-01"));
        assert_eq!(scope.compared_with, Some(("2026-02-01".to_string(), "2026-03-02".to_string())));
        assert_eq!(scope.as_of, "2026-04-01T00:30:00+02:00");
        assert_eq!((scope.anchor.as_str(), scope.clock.as_str()), ("event", "calendar"));
        assert_eq!((scope.week_start.as_str(), scope.every.as_deref()), ("monday", Some("week")));
        assert_eq!(scope.by, ["agent"]);
        assert_eq!(scope.filters["tag"], ["a", "!b"]);
        assert_eq!(scope.filters["tag_all"], ["c"]);
        assert_eq!(time.buckets.labels, ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]);
    }

    #[test]
    fn latest_waits_for_the_data() {
        let args = ScopeArgs {
            period: PeriodArgs { as_of: Some(AsOf::Latest), ..Default::default() },
            ..Default::default()
        };
        let choice = ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap();
        assert_eq!(choice.time(Some(NOW - 86_400_000)).unwrap().period.last.to_string(), "2026-03-31");
        assert_eq!(choice.time(None).unwrap().period.last.to_string(), "2026-04-01");
    }

    #[test]
    fn only_days_that_nobody_asked_for_move() {
        let choice = |period: PeriodArgs| {
            let args = ScopeArgs { period, ..Default::default() };
            ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap()
        };
        let since = PeriodArgs { since: Some("90d".parse().unwrap()), ..Default::default() };
        let as_of = PeriodArgs { as_of: Some(AsOf::Latest), ..Default::default() };
        assert!(!choice(since).may_move && !choice(as_of).may_move);
        let free = choice(PeriodArgs::default());
        assert!(free.may_move);
        // the thirty days that end with 14 February; the "now" stays
        let time = free.moved_to(NaiveDate::from_ymd_opt(2026, 2, 14).unwrap(), NOW).unwrap();
        let days = (time.period.first.to_string(), time.period.last.to_string());
        assert_eq!(days, ("2026-01-16".to_owned(), "2026-02-14".to_owned()));
        assert_eq!((time.as_of, time.is_moved), (NOW, true));
        assert!(free.described(&time).moved);
    }

    #[test]
    fn the_format_follows_flag_ending_and_destination() {
        let format = |output: Option<&str>, format: Option<Format>| {
            let args = OutputArgs { output: output.map(PathBuf::from), format, ..Default::default() };
            OutputChoice::resolve(&args, &Config::default(), &surroundings()).map(|choice| choice.format)
        };
        assert_eq!(format(None, None).unwrap(), named("table"));
        assert_eq!(format(Some("x.JSONL"), None).unwrap(), named("ndjson"));
        assert_eq!(format(Some("x.csv"), Some(named("json"))).unwrap(), named("json"));
        assert_eq!(format(Some("out/"), None).unwrap(), named("csv"));
        assert!(format(Some("x"), None).unwrap_err().to_string().contains("names no format"));
    }

    #[test]
    fn more_than_three_dimensions_are_refused() {
        let by = vec![&dimension::CHANNEL, &dimension::AGENT, &dimension::TAG, &dimension::TEAM];
        let args = ScopeArgs { shape: ShapeArgs { by, ..Default::default() }, ..Default::default() };
        assert!(ScopeChoice::resolve(&args, &Config::default(), &surroundings()).is_err());
    }
}
