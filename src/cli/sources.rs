//! The sources that the configuration names, with what is said about reading each.

use super::args::InputArgs;
use crate::config::{Config, SourceRules};
use crate::load::LoadOptions;
use crate::profile::catalog::Catalog;
use anyhow::{Context, Result};
use chrono_tz::Tz;
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

    /// How its files are read, where all others are read so.
    pub fn options(&self, options: &LoadOptions) -> LoadOptions {
        let source_zone = self.zone.unwrap_or(Tz::UTC);
        LoadOptions { profile: self.profile.clone(), source_zone, ..options.clone() }
    }
}
