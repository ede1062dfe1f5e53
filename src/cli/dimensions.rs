//! The dimensions people filter and group by: each makes its own flag and a value of `--by`.

use super::message::mistake;
use crate::advice::Advised;
use crate::facts::dimension::TAG;
use crate::facts::{Dimension, DIMENSIONS};
use crate::scope::filter::Clause;
use anyhow::{anyhow, Result};
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// The flag that wants every one of its tags.
const TAG_ALL: &str = "tag-all";

/// The filter flags of a command, generated from [`DIMENSIONS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterArgs {
    /// One entry a dimension asked for, in the order of [`DIMENSIONS`].
    pub filters: Vec<Clause>,
}

/// A list on the command line: parts between commas, `\,` for a comma inside one.
pub fn list(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&',') => {
                characters.next();
                parts.last_mut().into_iter().for_each(|part| part.push(','));
            }
            ',' => parts.push(String::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(character)),
        }
    }
    parts.iter().map(|part| part.trim().to_string()).collect()
}

/// What was given to a flag, list by list.
fn given<'a>(matches: &'a ArgMatches, flag: &str) -> impl Iterator<Item = String> + 'a {
    matches.get_many::<String>(flag).into_iter().flatten().flat_map(|text| list(text))
}

fn add(clause: &mut Clause, values: impl Iterator<Item = String>) -> Result<(), Advised> {
    for value in values {
        let (values, value) = match value.strip_prefix('!') {
            Some(unwanted) => (&mut clause.none, unwanted.trim()),
            None => {
                let literal = value.strip_prefix('\\').filter(|value| value.starts_with('!'));
                (&mut clause.any, literal.unwrap_or(&value))
            }
        };
        let name = clause.dimension.id;
        if value.is_empty() {
            let advice = format!("--{name} VALUE, or --{name} '!VALUE'");
            return Err(Advised::new(format!("--{name} has an empty value"), advice));
        }
        values.push(value.to_string());
    }
    Ok(())
}

fn add_all(clause: &mut Clause, values: impl Iterator<Item = String>) -> Result<(), Advised> {
    clause.all.extend(values);
    let plain = clause.all.iter().all(|value| !value.is_empty() && !value.starts_with('!'));
    if !plain {
        let what = format!("--{TAG_ALL} takes tags without ! and none empty");
        return Err(Advised::new(what, "rule a tag out with --tag '!VALUE'"));
    }
    Ok(())
}

impl clap::FromArgMatches for FilterArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filters = Vec::new();
        for flag in DIMENSIONS {
            let mut clause = Clause::on(flag);
            add(&mut clause, given(matches, flag.id)).map_err(mistake)?;
            if **flag == TAG {
                add_all(&mut clause, given(matches, TAG_ALL)).map_err(mistake)?;
            }
            if !(clause.as_given().is_empty() && clause.all.is_empty()) {
                filters.push(clause);
            }
        }
        Ok(FilterArgs { filters })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for FilterArgs {
    fn augment_args(command: Command) -> Command {
        let flags = DIMENSIONS.iter().map(|flag| (flag.id, flag.alias));
        flags.chain([(TAG_ALL, None)]).fold(command, |command, (name, alias)| {
            let help = if name == TAG_ALL { "All of these tags" } else { "Only these; '!VALUE' leaves out" };
            let flag = Arg::new(name).long(name).value_name("VALUE").action(ArgAction::Append).help(help);
            let flag = flag.hide_short_help(true).hide_long_help(true).help_heading("Filters");
            command.arg(alias.into_iter().fold(flag, |flag, alias| flag.visible_alias(alias)))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The values of `--by`.
pub fn groupings() -> Vec<PossibleValue> {
    DIMENSIONS.iter().map(|flag| PossibleValue::new(flag.id).aliases(flag.alias)).collect()
}

/// The dimension of a value of `--by`.
///
/// # Errors
/// If there is none of that name.
pub fn grouping(word: String) -> Result<&'static Dimension> {
    Dimension::named(&word).ok_or_else(|| anyhow!("there is no dimension \"{word}\""))
}

/// What stands at the end of the help of a command that filters.
pub fn filter_help() -> String {
    format!("Filters:\n{}", help(80))
}

/// The filter flags for help, in a few lines of at most `width`.
fn help(width: usize) -> String {
    let mut lines = vec![String::from(" ")];
    let flags = DIMENSIONS.iter().map(|flag| match flag.alias {
        Some(alias) => format!("--{} (--{alias})", flag.id),
        None => format!("--{}", flag.id),
    });
    for flag in flags.chain([format!("--{TAG_ALL}")]) {
        if lines.last().is_some_and(|line| line.len() + 1 + flag.len() > width) {
            lines.push(String::from(" "));
        }
        lines.last_mut().into_iter().for_each(|line| *line += &format!(" {flag}"));
    }
    let rule = "  VALUE or a list A,B; repeatable; '!spam' leaves out; \\, is a comma in a value";
    format!("{}\n{rule}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::dimension;
    use clap::{Args, FromArgMatches};

    fn filters(arguments: &[&str]) -> Result<Vec<Clause>, clap::Error> {
        let command = FilterArgs::augment_args(Command::new("x").no_binary_name(true));
        FilterArgs::from_arg_matches(&command.try_get_matches_from(arguments)?).map(|args| args.filters)
    }

    #[test]
    fn lists_repetitions_and_negations_make_one_filter() {
        let given = [
            "--channel",
            "whatsapp, email",
            "--group=!Sales\\, EU",
            "--channel",
            "!chat",
            "--tag-all",
            "a,b",
        ];
        let found = filters(&given).unwrap();
        let texts = |values: &[&str]| values.iter().map(|value| value.to_string()).collect::<Vec<_>>();
        let expected = [
            Clause {
                any: texts(&["whatsapp", "email"]),
                none: texts(&["chat"]),
                ..Clause::on(&dimension::CHANNEL)
            },
            Clause { none: texts(&["Sales, EU"]), ..Clause::on(&dimension::TEAM) },
            Clause { all: texts(&["a", "b"]), ..Clause::on(&TAG) },
        ];
        assert_eq!(found, expected);
        assert_eq!(found[0].as_given(), ["whatsapp", "email", "!chat"]);
        assert_eq!(filters(&["--tag", "\\!wow"]).unwrap()[0].any, ["!wow"]);
        assert!(filters(&[]).unwrap().is_empty());
    }

    #[test]
    fn empty_values_are_refused() {
        for given in [["--channel", ""], ["--channel", "a,,b"], ["--channel", "!"], ["--tag-all", "!a"]] {
            assert_eq!(filters(&given).unwrap_err().exit_code(), 2, "{given:?}");
        }
    }

    #[test]
    fn every_dimension_is_a_flag_and_a_grouping() {
        for flag in DIMENSIONS {
            for word in std::iter::once(flag.id).chain(flag.alias) {
                assert_eq!(filters(&[&format!("--{word}"), "v"]).unwrap()[0].dimension, *flag);
                assert_eq!(grouping(word.to_string()).unwrap(), *flag);
                assert!(groupings().iter().any(|value| value.matches(word, false)));
            }
        }
        assert!(help(80).lines().all(|line| line.len() <= 80), "{}", help(80));
    }
}
