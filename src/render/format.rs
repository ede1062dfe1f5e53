//! What is true of a form that a report can take; names, help and what is shown follow from it.

use super::{Manuscript, WriteReport, FORMATS};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// All that is true of one format.
pub(super) struct FormatRules {
    /// Its name on the command line.
    pub name: &'static str,
    /// Names it goes by as well, on the command line and as endings of files.
    pub other_names: &'static [&'static str],
    /// Endings of its files without the dot; the first is the one it gives.
    pub endings: &'static [&'static str],
    /// Who reads it.
    pub audience: Audience,
    /// Which sections stand in it where none is asked for.
    pub shows: Shows,
    /// Bytes of any kind, in many small pieces. A format that has to seek does so in memory, as standard output cannot.
    pub write: fn(&Manuscript, &mut dyn Write) -> io::Result<WriteReport>,
    /// Whether a terminal can show it.
    pub is_text: bool,
    /// Whether it draws charts over sections that have a row a stretch of time, and of others none.
    pub is_charted: bool,
}

/// Who reads a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// People at a terminal: drawings, lines as wide as it is.
    Terminal,
    /// People who read a document.
    Documents,
    /// People who look at a page: drawings of any size.
    Pages,
    /// Programs, spreadsheets among them: every value as it is.
    Programs,
}

/// Which sections stand in a report where none is asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// The first alone: the format holds one table.
    First,
    /// Those that people see without asking.
    AtFirstSight,
    /// Every one.
    All,
}

/// A form a report can take.
#[derive(Clone, Copy)]
pub struct Format(pub(super) &'static FormatRules);

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Names it goes by as well.
    pub fn other_names(self) -> &'static [&'static str] {
        self.0.other_names
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        self.0.endings.first().unwrap_or(&self.0.name)
    }

    /// Whether a terminal can show it.
    pub fn is_text(self) -> bool {
        self.0.is_text
    }

    /// Whether it draws charts over sections that have a row a stretch of time, and of others none.
    pub fn is_charted(self) -> bool {
        self.0.is_charted
    }

    /// Who reads it.
    pub fn audience(self) -> Audience {
        self.0.audience
    }

    /// The format of that name, or of another that it goes by.
    pub fn named(name: &str) -> Option<Format> {
        FORMATS.iter().copied().find(|format| format.name() == name || format.other_names().contains(&name))
    }

    /// The format a file's ending asks for, case aside.
    pub fn from_path(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS.iter().copied().find(|format| {
            let rules = format.0;
            rules.name == ending || rules.other_names.iter().chain(rules.endings).any(|name| *name == ending)
        })
    }

    /// The format of a folder's files where nothing is asked for: one that holds a single table.
    pub fn of_folders() -> Format {
        FORMATS.iter().copied().find(|format| format.0.shows == Shows::First).unwrap_or_default()
    }

    /// All names as help lists them: `a, b or c`.
    pub fn names() -> String {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        match names.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
            _ => names.concat(),
        }
    }

    /// Whether it holds a single table.
    pub fn is_of_one_table(self) -> bool {
        self.0.shows == Shows::First
    }

    /// The sections it shows where none is asked for by name.
    pub fn shown<S>(self, sections: &[S], at_first_sight: impl Fn(&S) -> bool) -> Vec<&S> {
        match self.0.shows {
            Shows::First => sections.iter().take(1).collect(),
            Shows::AtFirstSight => sections.iter().filter(|section| at_first_sight(section)).collect(),
            Shows::All => sections.iter().collect(),
        }
    }

    /// Writes what is given in it.
    pub(super) fn write(self, manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
        (self.0.write)(manuscript, out)
    }
}

impl Default for Format {
    fn default() -> Format {
        FORMATS[0]
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The format of that name, for tests.
#[cfg(test)]
pub(crate) fn format(name: &str) -> Format {
    *FORMATS.iter().find(|format| format.name() == name).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_endings() {
        let known = |path: &str| Format::from_path(Path::new(path)).map(Format::name);
        for written in FORMATS {
            assert_eq!(known(&format!("report.{}", written.ending())), Some(written.name()));
            assert_eq!(known(&format!("report.{}", written.name())), Some(written.name()));
        }
        assert_eq!(known("out/weekly.MD"), Some("markdown"));
        assert_eq!(known("out/rows.jsonl"), Some("ndjson"));
        assert_eq!(known("out/rows.JSON"), Some("json"));
        assert_eq!(known("weekly"), None);
        assert_eq!(known("weekly.docx"), None);
    }

    #[test]
    fn each_format_shows_its_sections() {
        let shown = |name: &str| format(name).shown(&[false, true, true], |seen| *seen).len();
        assert_eq!([shown("table"), shown("csv"), shown("json"), shown("markdown")], [2, 1, 3, 2]);
        assert_eq!(Format::of_folders().name(), "csv");
        assert_eq!(Format::default().name(), "table");
        assert!(Format::names().starts_with("table, csv, tsv, json, "));
        assert_eq!(Format::names().replace(" or ", ", ").split(", ").count(), FORMATS.len());
    }
}
