//! What is read, and how.

use crate::advice::Advised;
use crate::cli::args::InputArgs;
use crate::cli::environment::Surroundings;
use crate::cli::rejects::RejectsChoice;
use crate::cli::sources::SourceChoice;
use crate::config::{Config, CustomerJoin};
use crate::load::LoadOptions;
use crate::source::found::Forced;
use crate::values::DayOrder;
use anyhow::{bail, Result};
use chrono_tz::Tz;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

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
