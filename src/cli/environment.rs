//! What surrounds a run – arguments, variables, clock, zone, terminal – as plain values, and what follows from it.
#![allow(clippy::disallowed_methods)] // Looks for the configuration and the data.

use super::args::{Color, InputArgs};
use crate::advice::Advised;
use crate::archive::is_archive;
use crate::config::{self, Config};
use crate::facts::Dimension;
use crate::language::Language;
use crate::time::zone::parse_zone;
use anyhow::{Context, Result};
use chrono_tz::Tz;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// Everything a run learns from the machine it runs on.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The command line, the program's name first.
    pub arguments: Vec<OsString>,
    /// Environment variables.
    pub variables: Vec<(OsString, OsString)>,
    /// The folder that default places are looked for in; empty: the current one.
    pub folder: PathBuf,
    /// Milliseconds since 1970, UTC.
    pub now: i64,
    /// IANA name of the system's zone.
    pub zone: Option<String>,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Columns of the terminal that standard output is.
    pub width: Option<usize>,
    /// Lines of the terminal that standard output is.
    pub height: Option<usize>,
    /// Ends the program at once; `None` where that is not this run's to do.
    pub end: Option<fn(u8)>,
    /// Has the allocator return to the system what it keeps of memory that was let go; `None` where it can't be told.
    pub give_back: Option<fn()>,
}

/// Folder of exports that is read where nobody names one.
const EXPORTS: &str = "exports";
/// Folder that exports are imported into where nobody names one.
const ARCHIVE: &str = "insights-archive";
/// The path that means the archive, wherever it lies.
const THE_ARCHIVE: &str = "archive:";
/// Variable that names the data.
const DATA: &str = "INSIGHTS_DATA";

impl Surroundings {
    /// Standard input, for the path `-`.
    pub fn standard_input(&self) -> Option<Box<dyn std::io::Read + Send>> {
        Some(Box::new(std::io::stdin()))
    }

    /// What to say where the value of a filter was typed without quotes, so that its other words were taken for files
    /// which are not there.
    pub fn unquoted(&self) -> Option<String> {
        let words: Vec<&str> = self.arguments.iter().filter_map(|word| word.to_str()).collect();
        let is_filter = |word: &str| {
            let flag = word.strip_prefix("--").filter(|flag| !flag.contains('='));
            flag.is_some_and(|flag| Dimension::named(flag).is_some())
        };
        let flag = words.iter().position(|word| is_filter(word))?;
        let value = words.get(flag + 1)?;
        let is_loose = |word: &&&str| !word.starts_with('-') && !self.folder.join(**word).exists();
        let loose: Vec<&str> = words[flag + 2..].iter().take_while(is_loose).copied().collect();
        if loose.is_empty() || loose.iter().any(|word| word.contains(['/', '\\', '*'])) {
            return None;
        }
        let quoted = format!("{} '{value} {}'", words[flag], loose.join(" "));
        Some(format!("names with blanks stand in quotes: {quoted}"))
    }

    /// A variable that is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&OsStr> {
        let found = self.variables.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_os_str()).filter(|value| !value.is_empty())
    }

    /// Columns to write tables for on standard output; `None` where it is no terminal and `COLUMNS` is not set.
    pub fn columns(&self) -> Option<usize> {
        let set = self.variable("COLUMNS").and_then(OsStr::to_str).and_then(|text| text.parse().ok());
        set.filter(|columns| *columns > 0).or(self.width)
    }

    /// Whether a stream gets colour.
    pub fn colour(&self, asked: Color, is_terminal: bool) -> bool {
        match asked {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let dumb = self.variable("TERM").is_some_and(|term| term == "dumb");
                is_terminal && !dumb && self.variable("NO_COLOR").is_none()
            }
        }
    }

    /// The folder for what goes with the run.
    pub fn temporary_folder(&self) -> PathBuf {
        let named = ["TMPDIR", "TEMP", "TMP"].into_iter().find_map(|name| self.variable(name));
        named.map_or_else(|| PathBuf::from(if cfg!(unix) { "/tmp" } else { "." }), PathBuf::from)
    }

    /// The system's zone: the variable `TZ`, else what the system says, else UTC.
    pub fn system_zone(&self) -> Tz {
        let variable = self.variable("TZ").and_then(OsStr::to_str).map(|name| name.trim_start_matches(':'));
        let names = variable.into_iter().chain(self.zone.as_deref());
        names.filter_map(|name| parse_zone(name).ok()).next().unwrap_or(Tz::UTC)
    }

    /// The language that the surroundings speak: `LC_ALL`, else `LC_MESSAGES`, else `LANG`.
    pub fn language(&self) -> Language {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| self.variable(name));
        named.and_then(OsStr::to_str).map_or(Language::En, Language::of_locale)
    }

    /// The configuration: the file asked for, else `insights.toml` here, else the user's, else an empty one.
    ///
    /// # Errors
    /// If the file asked for is missing, or the one found cannot be read or understood.
    pub fn config(&self, asked: Option<&Path>) -> Result<Config> {
        let found = asked.map(Path::to_path_buf);
        let Some(path) = found.or_else(|| self.config_places().find(|path| path.is_file())) else {
            return Ok(Config::default());
        };
        let text = fs::read_to_string(&path);
        let text = text.with_context(|| format!("cannot read the configuration {}", path.display()))?;
        Config::parse(&text, &path)
    }

    /// What a file holds that has a password in its first line.
    ///
    /// # Errors
    /// If it cannot be read or its first line is empty.
    #[cfg(feature = "mail")]
    pub fn secret(&self, path: &Path) -> Result<String> {
        let text = fs::read_to_string(path);
        let text = text.with_context(|| format!("cannot read the password in {}", path.display()))?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            let what = format!("the first line of {} is empty", path.display());
            return Err(Advised::new(what, "write the password there").into());
        }
        Ok(line.to_owned())
    }

    fn config_places(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let home = self.variable("HOME").map(|home| Path::new(home).join(".config"));
        let folder = self.variable("XDG_CONFIG_HOME").map(PathBuf::from).or(home);
        let own = folder.map(|folder| folder.join("insights").join(config::FILE));
        std::iter::once(self.folder.join(config::FILE)).chain(own)
    }

    /// Whether the command line or `INSIGHTS_DATA` says what to read, which goes before the configuration.
    pub fn names_data(&self, args: &InputArgs) -> bool {
        !args.paths.is_empty() || self.variable(DATA).is_some()
    }

    /// The paths to read: those given, else `INSIGHTS_DATA`, else the sources, archive or data of the configuration, else the
    /// archive here, else `exports`.
    ///
    /// # Errors
    /// If there is none of them: says what was looked for and how to try without data.
    pub fn data(&self, args: &InputArgs, config: &Config) -> Result<Vec<PathBuf>> {
        let archive = self.archive(config);
        if !args.paths.is_empty() {
            let meant =
                |path: &PathBuf| if *path == Path::new(THE_ARCHIVE) { &archive } else { path }.clone();
            return Ok(args.paths.iter().map(meant).collect());
        }
        let is_unsaid = self.variable(DATA).is_none()
            && config.source.is_empty()
            && (config.archive.is_some() || config.data.is_empty());
        if is_unsaid && is_archive(&archive) {
            return Ok(vec![archive]);
        }
        self.exports(args, config)
    }

    /// The folder of the archive: that of the configuration, else `insights-archive`.
    pub fn archive(&self, config: &Config) -> PathBuf {
        config.archive.clone().unwrap_or_else(|| self.folder.join(ARCHIVE))
    }

    /// The exports to read: those given, else `INSIGHTS_DATA`, else the configuration's, else `exports`.
    ///
    /// # Errors
    /// As for [`Self::data`].
    pub fn exports(&self, args: &InputArgs, config: &Config) -> Result<Vec<PathBuf>> {
        if !args.paths.is_empty() {
            return Ok(args.paths.clone());
        }
        if let Some(path) = self.variable(DATA) {
            return Ok(vec![PathBuf::from(path)]);
        }
        if !config.data.is_empty() {
            return Ok(config.data.clone());
        }
        if !config.source.is_empty() {
            return Ok(config.source.iter().flat_map(|source| source.paths.iter().cloned()).collect());
        }
        let exports = self.folder.join(EXPORTS);
        exports.exists().then(|| vec![exports]).ok_or_else(|| {
            let what = format!(
                "no data: no PATH given, {DATA} is not set, no `data` in {}, no folder ./{EXPORTS}",
                config::FILE
            );
            Advised::new(what, "name files or folders, as in `insights summary exports.csv`")
                .and("`insights demo` writes made-up exports to try")
                .into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)], folder: &Path) -> Surroundings {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into())).collect();
        Surroundings { variables, folder: folder.to_path_buf(), ..Surroundings::default() }
    }

    #[test]
    fn data_are_looked_for_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = with(&[], folder.path());
        let error = nothing.data(&InputArgs::default(), &Config::default()).unwrap_err();
        let error = Advised::of(&error).text();
        for part in ["INSIGHTS_DATA", "insights.toml", "./exports", "insights demo"] {
            assert!(error.contains(part), "{error}");
        }
        let exports = folder.path().join("exports");
        fs::create_dir(&exports).unwrap();
        assert_eq!(nothing.data(&InputArgs::default(), &Config::default()).unwrap(), [exports]);
        let config = Config { data: vec!["configured".into()], ..Config::default() };
        assert_eq!(nothing.data(&InputArgs::default(), &config).unwrap(), [Path::new("configured")]);
        let variable = with(&[("INSIGHTS_DATA", "named")], folder.path());
        assert_eq!(variable.data(&InputArgs::default(), &config).unwrap(), [Path::new("named")]);
        let given = InputArgs { paths: vec!["given".into()], ..InputArgs::default() };
        assert_eq!(variable.data(&given, &config).unwrap(), [Path::new("given")]);
    }

    #[test]
    fn the_nearest_configuration_wins() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let user = home.join(".config/insights");
        fs::create_dir_all(&user).unwrap();
        let surroundings = with(&[("HOME", home.to_str().unwrap())], folder.path());
        assert_eq!(surroundings.config(None).unwrap(), Config::default());
        fs::write(user.join("insights.toml"), "profile = 'nl'").unwrap();
        assert_eq!(surroundings.config(None).unwrap().profile.unwrap(), "nl");
        fs::write(folder.path().join("insights.toml"), "profile = 'de'").unwrap();
        assert_eq!(surroundings.config(None).unwrap().profile.unwrap(), "de");
        let asked = surroundings.config(Some(Path::new("/nowhere/x.toml"))).unwrap_err();
        assert!(asked.to_string().contains("cannot read the configuration /nowhere/x.toml"), "{asked}");
    }

    #[test]
    fn the_language_follows_the_strongest_variable() {
        let language = |variables: &[(&str, &str)]| with(variables, Path::new("")).language();
        assert_eq!(language(&[]), Language::En);
        assert_eq!(language(&[("LANG", "nl_NL.UTF-8")]), Language::Nl);
        assert_eq!(language(&[("LANG", "nl_NL.UTF-8"), ("LC_MESSAGES", "pl_PL")]), Language::Pl);
        assert_eq!(language(&[("LANG", "nl_NL"), ("LC_ALL", "C.UTF-8")]), Language::En);
        assert_eq!(language(&[("LANG", "nn_NO.UTF-8"), ("LC_ALL", "")]), Language::Nb);
        assert_eq!(language(&[("LANG", "xx")]), Language::En);
    }

    #[test]
    fn zone_and_colour_follow_the_surroundings() {
        let zone = |variable: &str, system: Option<&str>| {
            let surroundings = with(&[("TZ", variable)], Path::new(""));
            Surroundings { zone: system.map(str::to_string), ..surroundings }.system_zone().name()
        };
        assert_eq!(zone(":Europe/Oslo", Some("Asia/Tokyo")), "Europe/Oslo");
        assert_eq!(zone("", Some("Asia/Tokyo")), "Asia/Tokyo");
        assert_eq!(zone("nonsense", None), "UTC");
        let plain = with(&[("NO_COLOR", "1"), ("COLUMNS", "132")], Path::new(""));
        assert!(!plain.colour(Color::Auto, true));
        assert!(plain.colour(Color::Always, false));
        assert!(with(&[], Path::new("")).colour(Color::Auto, true));
        assert!(!with(&[("TERM", "dumb")], Path::new("")).colour(Color::Auto, true));
        assert_eq!(plain.columns(), Some(132));
        assert_eq!(with(&[("COLUMNS", "0")], Path::new("")).columns(), None);
    }
}
