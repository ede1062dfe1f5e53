//! `[[source]]` and `[customers]`: what is read where several products' exports are, and how their customers are told.

use super::Config;
use crate::advice::Advised;
use chrono_tz::Tz;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// `[[source]]`: exports of one product, whose ids mean nothing in the others.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceRules {
    /// What it is called.
    pub name: String,
    /// Files, folders and globs, as [`super::Config::data`].
    #[serde(deserialize_with = "super::one_or_many")]
    pub paths: Vec<PathBuf>,
    /// Name or file of the profile to read all of it with.
    pub profile: Option<String>,
    /// Zone of instants that are written without one.
    #[serde(deserialize_with = "super::zone")]
    pub tz: Option<Tz>,
    /// The brand of conversations that have none.
    pub brand: Option<String>,
}

/// `[customers]`: which customers are one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerRules {
    /// By what customers of different ids are one.
    pub join: Option<CustomerJoin>,
}

/// What makes one customer of several ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CustomerJoin {
    /// The same e-mail address.
    Email,
}

/// Whether the sources of the file at `path` can be told apart and found.
///
/// # Errors
/// Names the file and the key at fault.
pub fn check(config: &Config, path: &Path) -> Result<(), Advised> {
    let sources = &config.source;
    let fault = |what: String, advice: &str| Err(Advised::new(format!("{}, {what}", path.display()), advice));
    for (place, source) in sources.iter().enumerate() {
        let name = source.name.as_str();
        if name.is_empty() {
            let what = format!("[[source]] number {}: key \"name\" is missing or empty", place + 1);
            return fault(what, "name = \"shop\"");
        }
        if sources[..place].iter().any(|other| other.name.eq_ignore_ascii_case(name)) {
            let what = format!("key \"name\": two sources are called {name:?}");
            return fault(what, "give each [[source]] a name of its own, or list all paths under one");
        }
        if source.paths.is_empty() {
            let what = format!("[[source]] {name:?}: key \"paths\" is missing or empty");
            return fault(what, "paths = [\"exports/shop\"] names its files, folders or globs");
        }
    }
    let others = [("data", !config.data.is_empty()), ("archive", config.archive.is_some())];
    if let Some((key, _)) = others.iter().find(|(_, is_said)| *is_said && !sources.is_empty()) {
        let what = format!("key {key:?}: both {key} and [[source]] say what to read");
        return fault(what, "make it one of the paths of a [[source]] of its own, or leave it out");
    }
    Ok(())
}
