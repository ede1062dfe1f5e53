//! The profiles of a run, read when a file first needs them: canonical files never do.

use super::layout::ColumnLayout;
use super::model::{Profile, Rule, Take};
use super::recognise::{canonical, extend, recognise, with_profile, Recognised};
use super::toml;
use crate::advice::Advised;
use crate::source::inputs::read_text;
use crate::source::KeyedRecords;
use anyhow::{anyhow, Result};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// What tells of a file besides its records.
#[derive(Debug, Clone, Copy)]
pub struct AroundRecords<'a> {
    /// Its name without folders and endings.
    pub stem: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The lines above its table.
    pub above: &'a [String],
}

/// All profiles that may apply, or the one that is forced.
pub struct Catalog {
    own: Vec<Profile>,
    forced: Option<Profile>,
    all: OnceCell<Vec<Profile>>,
}

impl Catalog {
    /// Reads the person's own files; those that come with the program wait. Errors: a faulty file, no profile of the
    /// name that is forced.
    pub fn new(files: &[PathBuf], forced: Option<&str>) -> Result<Catalog> {
        let own = files.iter().map(|path| read_profile(path)).collect::<Result<Vec<_>>>()?;
        let forced = match forced {
            Some(file) if file.ends_with(".toml") => Some(read_profile(Path::new(file))?),
            Some(name) => Some(named(name, &own)?),
            None => None,
        };
        Ok(Catalog { own, forced, all: OnceCell::new() })
    }

    /// What a file is, by the places of its records and what stands around them, but of no profile in `except`.
    pub fn recognise(
        &self,
        candidates: &[KeyedRecords],
        around: &AroundRecords,
        except: &[String],
    ) -> Result<Vec<Recognised>, Advised> {
        let stem = around.stem;
        let mut found = match (&self.forced, canonical(candidates, stem)) {
            (Some(profile), _) => with_profile(profile, candidates)?,
            (None, Some(found)) => found,
            (None, None) if except.is_empty() => recognise(self.all(), candidates, stem)?,
            (None, None) => {
                let others = self.all().iter().filter(|profile| !except.contains(&profile.name));
                recognise(&others.cloned().collect::<Vec<_>>(), candidates, stem)?
            }
        };
        date(&mut found, candidates, around)?;
        Ok(found)
    }

    /// Whether a person says which profile it is.
    pub fn is_forced(&self) -> bool {
        self.forced.is_some()
    }

    /// What a file without a header is, by its first rows.
    pub fn layout(&self, rows: &[Vec<String>]) -> Option<&ColumnLayout> {
        let profiles = self.forced.as_ref().map_or_else(|| self.all(), std::slice::from_ref);
        profiles.iter().flat_map(|profile| &profile.layouts).find(|layout| layout.is_of(rows))
    }

    /// Adds to the tables of a file what keys mean that appear late in it; whether anything was added.
    pub fn extend(
        &self,
        found: &mut Vec<Recognised>,
        late: &KeyedRecords,
        candidates: &[KeyedRecords],
    ) -> bool {
        let profiles = match &self.forced {
            Some(profile) => std::slice::from_ref(profile),
            None if found.iter().any(|one| one.profile.is_some()) => self.all(),
            None => &[],
        };
        extend(found, late, candidates, profiles)
    }

    fn all(&self) -> &[Profile] {
        self.all.get_or_init(|| known(&self.own).cloned().collect())
    }
}

fn read_profile(path: &Path) -> Result<Profile> {
    toml::parse(&read_text(path)?, &path.display().to_string())
}

/// The person's own profiles, then those that come with the program.
fn known(own: &[Profile]) -> impl Iterator<Item = &Profile> {
    own.iter().chain(toml::builtin())
}

fn named(name: &str, own: &[Profile]) -> Result<Profile> {
    let found = known(own).find(|profile| profile.name.eq_ignore_ascii_case(name)).cloned();
    found.ok_or_else(|| {
        let names: Vec<&str> = known(own).map(|profile| profile.name.as_str()).collect();
        let advice = format!("known are {}; a file ends in .toml", names.join(", "));
        anyhow!(Advised::new(format!("no profile {name:?}"), advice))
    })
}

/// Puts the first day that the lines above the table name, else that of the file's name, where a mapping asks for it; a
/// column of the file goes before.
fn date(
    found: &mut [Recognised],
    candidates: &[KeyedRecords],
    around: &AroundRecords,
) -> Result<(), Advised> {
    let date = around.above.iter().find_map(|line| first_day(line)).or_else(|| date_in(around.name));
    let mut is_missing = false;
    for (_, rule) in found.iter_mut().flat_map(|one| &mut one.mapping.columns) {
        prefer_column(rule, candidates);
        rule.each_mut(&mut |rule| match &date {
            _ if rule.take != Take::FileDate => {}
            Some(date) => rule.take = Take::Constant(date.clone()),
            None => is_missing = true,
        });
    }
    if is_missing {
        return Err(Advised::new(
            "its rows carry no date, and neither do the lines above them or its name",
            "name the file after the first day it covers, such as searches-2026-03-01.csv, or the month, \
             searches-2026-03.csv",
        ));
    }
    Ok(())
}

/// The day with which the period begins that a line names: `# Start date: 20260501`, `Zeitraum: 2026-05-01 - 2026-05-31`.
fn first_day(line: &str) -> Option<String> {
    const BEGINNINGS: [&str; 16] = [
        "start", "begin", "from", "period", "range", "zeitraum", "van", "von", "od", "okres", "fra", "du",
        "début", "desde", "inicio", "période",
    ];
    let lower = line.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| BEGINNINGS.contains(&word) || word.starts_with("start")).then_some(())?;
    let compact = |part: &str| {
        let is_day = part.len() == 8 && (part.starts_with("20") || part.starts_with("19"));
        digits(part, 8).filter(|_| is_day).map(|day| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]))
    };
    date_in(line).or_else(|| line.split(|letter: char| !letter.is_ascii_digit()).find_map(compact))
}

/// Drops the date of the file's name from the rules to choose from, where the file has a column that one of them takes.
fn prefer_column(rule: &mut Rule, candidates: &[KeyedRecords]) {
    let Take::FirstOf(rules) = &mut rule.take else { return };
    let is_there = rules.iter().any(|rule| match &rule.take {
        Take::Field(field) => candidates.iter().any(|candidate| candidate.keys.contains(field)),
        _ => false,
    });
    if is_there {
        rules.retain(|rule| rule.take != Take::FileDate);
    }
}

/// The digits that a text begins with, if there are so many.
fn digits(text: &str, count: usize) -> Option<&str> {
    text.get(..count).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The first `2026-03-01` or `2026-03` in a name, as a day.
fn date_in(name: &str) -> Option<String> {
    name.char_indices().find_map(|(at, _)| {
        let rest = &name[at..];
        let before = name[..at].bytes().last().is_some_and(|byte| byte.is_ascii_digit());
        let year = digits(rest, 4).filter(|_| !before)?;
        let month = digits(rest.get(4..)?.strip_prefix('-')?, 2)?;
        (1..=12).contains(&month.parse::<u8>().ok()?).then_some(())?;
        let day = rest.get(7..).and_then(|rest| digits(rest.strip_prefix('-')?, 2));
        Some(format!("{year}-{month}-{}", day.unwrap_or("01")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_date_of_a_name_counts() {
        for (name, expected) in [
            ("Export _ Site search _ 2026-03-01.csv", Some("2026-03-01")),
            ("searches-2026-03.csv", Some("2026-03-01")),
            ("id 12026-03.csv", None),
            ("2026-13.csv", None),
            ("März 2026.csv", None),
            ("2026", None),
        ] {
            assert_eq!(date_in(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn lines_name_the_day_with_which_their_period_begins() {
        for (line, expected) in [
            ("# Start date: 20260501", Some("2026-05-01")),
            ("Zeitraum: 2026-05-01 - 2026-05-31", Some("2026-05-01")),
            ("# Startdatum;20260501", Some("2026-05-01")),
            ("Period 2026-05", Some("2026-05-01")),
            ("# End date: 20260531", None),
            ("Generated 2026-06-02", None),
            ("Start of report 12345678", None),
        ] {
            assert_eq!(first_day(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_forced_profile_goes_before_canonical_names() {
        let keys = vec!["conversation_id".to_string(), "created_at".to_string()];
        let headers = [KeyedRecords::of_file(keys)];
        let free = Catalog::new(&[], None).unwrap();
        let around = AroundRecords { stem: "x", name: "x.csv", above: &[] };
        assert_eq!(free.recognise(&headers, &around, &[]).unwrap()[0].profile, None);
        assert!(free.all.get().is_none(), "a canonical file needs no profile");
        let forced = Catalog::new(&[], Some("Star-Chats")).unwrap();
        let why = forced.recognise(&headers, &around, &[]).unwrap_err();
        assert!(
            why.what.starts_with("the file does not have the columns of profile star-chats"),
            "{}",
            why.what
        );
        assert!(Catalog::new(&[], Some("nobody")).is_err());
    }
}
