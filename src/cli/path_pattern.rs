//! Paths with places for what is known once a report is made: `weekly/{from}_{to}/`.

use crate::advice::Advised;
use crate::report::Scope;
use anyhow::{bail, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is known of a report when its files get their names.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Name of the report.
    pub report: &'a str,
    /// Name of the section that the file holds; empty where it holds several.
    pub section: &'a str,
    /// What the report covers.
    pub scope: &'a Scope,
}

/// What may stand between braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    From,
    To,
    Report,
    Section,
    AsOf,
}

/// Each with its name.
const PLACEHOLDERS: [(&str, Placeholder); 5] = [
    ("from", Placeholder::From),
    ("to", Placeholder::To),
    ("report", Placeholder::Report),
    ("section", Placeholder::Section),
    ("as_of", Placeholder::AsOf),
];

/// A path, with places or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern(Vec<Piece>);

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(OsString),
    Place(Placeholder),
}

impl PathPattern {
    /// Reads `{from}`, `{to}`, `{report}`, `{section}` and `{as_of}`; `{{` and `}}` are braces. A path that is no text
    /// has no places.
    ///
    /// # Errors
    /// If a name between braces is unknown, or a brace has no partner.
    pub fn parse(path: &Path) -> Result<PathPattern> {
        let Some(mut rest) = path.to_str() else { return Ok(PathPattern::plain(path)) };
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            text.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                text.push_str(&from[..1]);
                rest = after;
                continue;
            }
            let (name, after) = from[1..].split_once('}').filter(|_| from.starts_with('{')).unzip();
            pieces.push(Piece::Text(std::mem::take(&mut text).into()));
            pieces.push(Piece::Place(placeholder(name, path)?));
            rest = after.unwrap_or_default();
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text.into()));
        Ok(PathPattern(pieces))
    }

    /// A path as it is.
    pub fn plain(path: &Path) -> PathPattern {
        PathPattern(vec![Piece::Text(path.into())])
    }

    /// The path, where it has no places.
    pub fn fixed(&self) -> Option<PathBuf> {
        let mut path = OsString::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => path.push(text),
                Piece::Place(_) => return None,
            }
        }
        Some(path.into())
    }

    /// Whether each section gets a path of its own.
    pub fn tells_sections_apart(&self) -> bool {
        self.0.contains(&Piece::Place(Placeholder::Section))
    }

    /// The path of a report or section.
    pub fn filled(&self, known: &Known) -> PathBuf {
        let mut path = OsString::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => path.push(text),
                Piece::Place(place) => path.push(in_a_name(place.value(known))),
            }
        }
        path.into()
    }
}

impl Placeholder {
    fn value<'a>(self, known: &Known<'a>) -> &'a str {
        let scope = known.scope;
        match self {
            Placeholder::From => &scope.from,
            Placeholder::To => &scope.to,
            Placeholder::Report => known.report,
            Placeholder::Section => known.section,
            // Its day alone: no system but one takes colons in names.
            Placeholder::AsOf => scope.as_of.split('T').next().unwrap_or_default(),
        }
    }
}

/// A value as a part of a name: it never leads to another folder.
fn in_a_name(value: &str) -> String {
    value.replace(|c: char| c.is_control() || "/\\:".contains(c), "-")
}

fn placeholder(name: Option<&str>, path: &Path) -> Result<Placeholder> {
    let known = PLACEHOLDERS.iter().find(|(known, _)| Some(*known) == name);
    if let Some((_, placeholder)) = known {
        return Ok(*placeholder);
    }
    let what = match name {
        Some(name) => format!("--output {}: there is no {{{name}}}", path.display()),
        None => format!("--output {}: a brace has no partner", path.display()),
    };
    let names: Vec<String> = PLACEHOLDERS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    bail!(Advised::new(what, format!("there are {}; {{{{ and }}}} are braces", names.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn filled(pattern: &str) -> String {
        let scope = Scope {
            from: "2026-11-16".into(),
            to: "2026-11-22".into(),
            as_of: "2026-11-26T07:06:24+01:00".into(),
            ..sample::scope()
        };
        let known = Known { report: "agents", section: "by_channel", scope: &scope };
        let pattern = PathPattern::parse(Path::new(pattern)).unwrap();
        pattern.filled(&known).to_str().unwrap().to_string()
    }

    #[test]
    fn places_are_filled_and_the_rest_stays() {
        assert_eq!(filled("weekly/{from}_{to}/"), "weekly/2026-11-16_2026-11-22/");
        assert_eq!(filled("{report}-{section}-{as_of}.csv"), "agents-by_channel-2026-11-26.csv");
        assert_eq!(filled("plain.csv"), "plain.csv");
        assert_eq!(filled("{{from}}{from}{from}.csv"), "{from}2026-11-162026-11-16.csv");
    }

    #[test]
    fn what_it_holds_is_known_before_it_is_filled() {
        let pattern = |text: &str| PathPattern::parse(Path::new(text)).unwrap();
        assert!(pattern("{from}.csv").fixed().is_none());
        assert!(!pattern("{from}.csv").tells_sections_apart());
        assert!(pattern("{section}.csv").tells_sections_apart());
        assert_eq!(pattern("{{from}}.csv").fixed().unwrap(), Path::new("{from}.csv"));
    }

    #[test]
    fn unknown_names_and_lone_braces_are_refused() {
        for (text, expected) in [
            (
                "{week}.csv",
                "--output {week}.csv: there is no {week}\nhint: there are {from}, {to}, {report}, ",
            ),
            ("{From}.csv", "there is no {From}"),
            ("{}.csv", "there is no {}"),
            ("a{from.csv", "a brace has no partner\nhint: "),
            ("a}.csv", "a brace has no partner"),
        ] {
            let error = PathPattern::parse(Path::new(text)).unwrap_err();
            let said = Advised::of(&error).text();
            assert!(said.contains(expected), "{said}");
        }
    }

    #[test]
    fn values_never_lead_elsewhere() {
        assert_eq!(in_a_name("../a\\b:c\n"), "..-a-b-c-");
    }
}
