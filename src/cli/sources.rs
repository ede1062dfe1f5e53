//! The sources that the configuration names, and how all input of a run is loaded: as one source, or each for itself.

use super::args::InputArgs;
use super::choice::InputChoice;
use crate::config::{Config, SourceRules};
use crate::load::inspect::{inspect, Inspection};
use crate::load::{load, load_sources, LoadOptions, Loaded, SourceToLoad};
use crate::profile::catalog::Catalog;
use crate::source::inputs::Inputs;
use anyhow::{Context, Result};
use chrono_tz::Tz;
use std::io::Read;
use std::path::PathBuf;

/// One of several sources.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceChoice {
    /// What it is called.
    pub name: String,
    /// Files, folders and globs.
    pub paths: Vec<PathBuf>,
    /// Name or file of the profile to read all of it with.
    pub profile: Option<String>,
    /// Zone of instants that are written without one; `None`: UTC, unless the profile says more.
    pub zone: Option<Tz>,
    /// The brand of conversations that have none.
    pub brand: Option<String>,
}

/// Standard input, for the path `-`.
type StandardInput = Option<Box<dyn Read + Send>>;

impl SourceChoice {
    /// The sources of a configuration: flags before what a source says, and that before what is said for all.
    ///
    /// # Errors
    /// If a source has a profile that there is none of.
    pub fn all(args: &InputArgs, config: &Config) -> Result<Vec<SourceChoice>> {
        let mut sources = Vec::with_capacity(config.source.len());
        for SourceRules { name, paths, profile, tz, brand } in config.source.clone() {
            if let (None, Some(profile)) = (&args.profile, &profile) {
                Catalog::new(&[], Some(profile)).with_context(|| {
                    format!("{}, [[source]] {name:?}, key \"profile\"", config.file.display())
                })?;
            }
            let profile = args.profile.clone().or(profile).or_else(|| config.profile.clone());
            let zone = args.source_tz.or(tz).or(config.source_tz);
            sources.push(SourceChoice { name, paths, profile, zone, brand });
        }
        Ok(sources)
    }

    fn options(&self, options: &LoadOptions) -> LoadOptions {
        let source_zone = self.zone.unwrap_or(Tz::UTC);
        LoadOptions { profile: self.profile.clone(), source_zone, ..options.clone() }
    }
}

impl InputChoice {
    /// Loads all that is to be read.
    ///
    /// # Errors
    /// As [`load`] and [`load_sources`].
    pub fn load(&self, options: &LoadOptions, mut stdin: StandardInput) -> Result<Loaded> {
        if self.sources.is_empty() {
            return load(Inputs { paths: self.paths.clone(), stdin }, options);
        }
        let mut sources = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            let is_fed = source.paths.iter().any(|path| path.as_os_str() == "-");
            let stdin = if is_fed { stdin.take() } else { None };
            sources.push(SourceToLoad {
                name: source.name.clone(),
                inputs: Inputs { paths: source.paths.clone(), stdin },
                options: source.options(options),
                brand: source.brand.clone(),
            });
        }
        load_sources(sources)
    }

    /// What every file is taken for.
    ///
    /// # Errors
    /// As [`inspect`].
    pub fn inspect(&self, options: &LoadOptions, mut stdin: StandardInput) -> Result<Vec<Inspection>> {
        if self.sources.is_empty() {
            return inspect(&mut Inputs { paths: self.paths.clone(), stdin }, options);
        }
        let mut inspections = Vec::new();
        for source in &self.sources {
            let mut inputs = Inputs { paths: source.paths.clone(), stdin: stdin.take() };
            for one in inspect(&mut inputs, &source.options(options))? {
                inspections.push(Inspection { source: Some(source.name.clone()), ..one });
            }
            stdin = inputs.stdin;
        }
        Ok(inspections)
    }
}
