//! What is said on standard error: causes and hints, with nothing in them that could steer a terminal.

use crate::advice::Advised;
use crate::render::escape;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::error::Error as _;
use std::num::ParseIntError;

/// An error for people: `error:` and its causes in one line, then its `hint:` lines.
pub fn failure(error: &anyhow::Error) -> String {
    visible(&format!("error: {}\n", Advised::of(error).text()))
}

/// A mistake on the command line in two parts: clap's cause, and its tips with, for its usage line, the help of the
/// command.
pub fn usage(error: &Error) -> Advised {
    let rendered = error.render().to_string();
    let (mut what, mut hints) = (Vec::new(), Vec::new());
    let mut command = String::from("insights");
    for line in rendered.lines() {
        let line = line.trim();
        if let Some(usage) = line.strip_prefix("Usage: ") {
            command = words_before_flags(usage);
            break;
        }
        // How to pass a flag on as a value helps nobody who mistyped one.
        if line.is_empty() || line.starts_with("tip: to pass ") || line.starts_with("For more information") {
            continue;
        }
        if let Some(tip) = line.strip_prefix("tip: ") {
            hints.push(tip.to_owned());
        } else if line.starts_with("[possible values: ") {
            hints.push(line.trim_matches(['[', ']']).to_owned());
        } else {
            what.push(line.strip_prefix("error: ").unwrap_or(line));
        }
    }
    hints.extend(advice_of(error).iter().cloned());
    if error.source().is_some_and(|source| source.is::<ParseIntError>()) {
        hints.push("write a whole number, such as 10".to_owned());
    }
    if hints.is_empty() || error.kind() == ErrorKind::UnknownArgument {
        hints.push(format!("{command} --help shows what is possible"));
    }
    let what = value_of_flag(error).unwrap_or_else(|| what.join("\n"));
    hints.iter().fold(Advised::new(what, ""), Advised::and)
}

/// A value that its flag does not take, said as any other error: `--since: "soon" is no start of a period`.
fn value_of_flag(error: &Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let source = error.source()?;
    let what = if source.is::<ParseIntError>() {
        format!("{:?} is no whole number", text(ContextKind::InvalidValue)?)
    } else {
        source.downcast_ref::<Advised>()?.what.clone()
    };
    let flag = text(ContextKind::InvalidArg)?.split(' ').next()?;
    Some(format!("{flag}: {what}"))
}

/// A mistake in values that are taken together; clap says what is wrong, [`usage`] what to do.
pub fn mistake(error: Advised) -> Error {
    let mut mistake = Error::raw(ErrorKind::ValueValidation, error.what);
    mistake.insert(ContextKind::Custom, ContextValue::Strings(error.advice));
    mistake
}

/// What to do about a mistake of ours: of one value clap keeps the error itself, of several see [`mistake`].
fn advice_of(error: &Error) -> &[String] {
    if let Some(Advised { advice, .. }) = error.source().and_then(|source| source.downcast_ref()) {
        return advice;
    }
    match error.get(ContextKind::Custom) {
        Some(ContextValue::Strings(advice)) => advice,
        _ => &[],
    }
}

/// `insights summary` of `insights summary [OPTIONS] [PATH]...`
fn words_before_flags(usage: &str) -> String {
    let words = usage.split_whitespace();
    let names = words.take_while(|word| word.chars().all(|letter| letter.is_ascii_lowercase()));
    names.collect::<Vec<_>>().join(" ")
}

/// Hidden characters as escapes; line ends stay.
fn visible(text: &str) -> String {
    text.split('\n').map(escape::visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_flag_leads_to_the_help_of_its_command() {
        let command = crate::cli::commands::program(80);
        let error = command.try_get_matches_from(["insights", "summary", "--zzz"]).unwrap_err();
        assert_eq!(
            usage(&error).text(),
            "unexpected argument '--zzz' found\nhint: insights summary --help shows what is possible"
        );
    }

    #[test]
    fn a_value_that_a_flag_does_not_take_is_named_once() {
        for (flag, value, said) in [
            (
                "--since",
                "31-12-2026",
                "--since: \"31-12-2026\" is no start of a period\nhint: try --since 2026-12-31",
            ),
            ("--limit", "ten", "--limit: \"ten\" is no whole number\nhint: write a whole number, such as 10"),
        ] {
            let command = crate::cli::commands::program(80);
            let error = command.try_get_matches_from(["insights", "summary", flag, value]).unwrap_err();
            assert_eq!(usage(&error).text(), said);
        }
    }

    #[test]
    fn causes_stand_in_one_line_and_hints_below() {
        let error = anyhow::anyhow!(Advised::new("no such zone", "UTC")).context("cannot read x\u{1b}[2J");
        assert_eq!(failure(&error), "error: cannot read x\\u{1b}[2J: no such zone\nhint: UTC\n");
    }
}
