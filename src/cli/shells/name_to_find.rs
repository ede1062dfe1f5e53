//! The name that the last word of a line waits for: which kind, after which flag, how it begins.

use super::typed_line::TypedLine;
use crate::facts::dimension::TAG;
use crate::facts::Dimension;

/// What a name is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of a dimension, out of the data.
    Of(&'static Dimension),
    /// A column or a figure, which stands for its main one.
    Column,
    /// A column, and which way it is sorted.
    Order,
    /// A time zone.
    Zone,
    /// A report of a document.
    Report,
}

impl Kind {
    /// What the values of a flag are.
    fn of(flag: &str) -> Option<Kind> {
        match flag {
            "tag-all" => Some(Kind::Of(&TAG)),
            "columns" => Some(Kind::Column),
            "sort" => Some(Kind::Order),
            "tz" | "source-tz" => Some(Kind::Zone),
            _ => Dimension::named(flag).map(Kind::Of),
        }
    }

    /// What may stand before a name and is no part of it.
    fn mark(self) -> Option<char> {
        match self {
            Kind::Of(_) => Some('!'),
            Kind::Column => Some('+'),
            Kind::Order | Kind::Zone | Kind::Report => None,
        }
    }
}

/// The name that a flag waits for.
pub struct NameToFind<'t> {
    /// What it is one of.
    pub kind: Kind,
    /// What of the last word stands before it: the flag, other values of a list, `!` or `+`.
    pub before: &'t str,
    /// Bytes of the flag itself in the last word.
    pub own: usize,
    /// Its beginning, as typed.
    begun: &'t str,
}

impl<'t> NameToFind<'t> {
    /// The one that the last word is, if it follows a flag of names or stands among the reports of a document.
    pub fn of(typed: &'t TypedLine) -> Option<NameToFind<'t>> {
        NameToFind::behind_flag(typed).or_else(|| NameToFind::of_report(typed))
    }

    /// What follows a flag may be its value.
    fn of_report(typed: &'t TypedLine) -> Option<NameToFind<'t>> {
        let (command, rest) = typed.command()?;
        let is_free = rest.last().is_none_or(|word| !word.starts_with('-'));
        let begun = typed.last.text.as_str();
        (command == "report" && is_free && !begun.starts_with('-')).then_some(NameToFind {
            kind: Kind::Report,
            before: "",
            own: 0,
            begun,
        })
    }

    fn behind_flag(typed: &'t TypedLine) -> Option<NameToFind<'t>> {
        let last = typed.last.text.as_str();
        let (flag, own) = match last.split_once('=').filter(|(flag, _)| flag.starts_with("--")) {
            Some((flag, _)) => (flag, flag.len() + 1),
            None => (typed.words.last()?.as_str(), 0),
        };
        let kind = Kind::of(flag.strip_prefix("--")?)?;
        let value = &last[own..];
        let mut ends = value.match_indices(',').filter(|(at, _)| !value[..*at].ends_with('\\'));
        let mut start = own + ends.next_back().map_or(0, |(at, _)| at + 1);
        if kind.mark().is_some_and(|mark| last[start..].starts_with(mark)) {
            start += 1;
        }
        Some(NameToFind { kind, before: &last[..start], own, begun: &last[start..] })
    }

    /// Whether a name begins as typed, case aside.
    pub fn begins(&self, name: &str) -> bool {
        name.to_lowercase().starts_with(&self.begun.replace("\\,", ",").to_lowercase())
    }

    /// A name as the filter takes it.
    pub fn written(&self, name: &str) -> String {
        let name = name.replace(',', "\\,");
        if name.starts_with('!') && !self.before.ends_with('!') {
            return format!("\\{name}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(line: &str) -> Option<(String, String, String)> {
        let typed = TypedLine::of(line);
        let value = NameToFind::of(&typed)?;
        let kind = match value.kind {
            Kind::Of(dimension) => dimension.id,
            Kind::Column => "a column",
            Kind::Order => "an order",
            Kind::Zone => "a zone",
            Kind::Report => "a report",
        };
        Some((kind.to_owned(), value.before.to_owned(), value.begun.to_owned()))
    }

    #[test]
    fn the_flag_and_what_is_begun_are_found() {
        let is = |line, id: &str, before: &str, begun: &str| {
            assert_eq!(wanted(line), Some((id.into(), before.into(), begun.into())), "{line}");
        };
        is("insights agents --channel ", "channel", "", "");
        is("insights agents --shop 'No", "brand", "", "No");
        is("insights agents --tag-all a,b", "tag", "a,", "b");
        is("insights agents --tag=a\\\\,b,!c", "tag", "--tag=a\\,b,!", "c");
        is("insights agents --tag '!sp", "tag", "!", "sp");
        is("insights agents --columns closed,+la", "a column", "closed,+", "la");
        is("insights agents --sort=clo", "an order", "--sort=", "clo");
        is("insights report --tz eur", "a zone", "", "eur");
        is("insights report agents ph", "a report", "", "ph");
        is("x; insights report ", "a report", "", "");
        for line in [
            "insights agents ",
            "insights agents --channel x ",
            "insights agents --limit ",
            "insights report --limit ",
            "insights report -",
            "",
            "--",
        ] {
            assert_eq!(wanted(line), None, "{line}");
        }
    }

    #[test]
    fn names_are_written_as_filters_take_them() {
        let typed = TypedLine::of("x --tag ");
        let plain = NameToFind::of(&typed).unwrap();
        assert_eq!(plain.written("a, b"), "a\\, b");
        assert_eq!(plain.written("!wow"), "\\!wow");
        let typed = TypedLine::of("x --tag '!a\\, B");
        let negated = NameToFind::of(&typed).unwrap();
        assert_eq!(negated.written("!wow"), "!wow");
        assert!(negated.begins("A, bc") && !negated.begins("ab"));
    }
}
