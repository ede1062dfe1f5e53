//! What is wrong with a configuration file: where, what, and what to do.

use crate::advice::Advised;
use crate::nearest;
use serde::de;
use std::path::Path;

/// Stands before each advice in the one text that an error of the TOML reader has; values are quoted with it escaped.
const BEFORE_ADVICE: char = '\u{1f}';

/// The error of a value on its way through the TOML reader, to be taken apart by [`explain`].
pub fn carried<E: de::Error>(error: Advised) -> E {
    let parts: Vec<String> = std::iter::once(error.what).chain(error.advice).collect();
    E::custom(parts.join(&BEFORE_ADVICE.to_string()))
}

/// The fault of a file with its line and key.
pub fn explain(text: &str, path: &Path, error: &toml::de::Error) -> Advised {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let place = format!("{}, line {line}", path.display());
    let message = error.message();
    if let Some(named) = message.strip_prefix("unknown field `") {
        let mut words = named.split('`').step_by(2);
        let unknown = words.next().unwrap_or_default();
        let known: Vec<&str> = named.split('`').skip(2).step_by(2).collect();
        let what = format!("{place}: there is no key {unknown:?}");
        return Advised::new(what, nearest::advice(unknown, known));
    }
    let mut parts = message.split(BEFORE_ADVICE);
    let cause = parts.next().unwrap_or_default();
    let key = text.lines().nth(line - 1).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim());
    let what = match key {
        Some(key) => format!("{place}, key {key:?}: {cause}"),
        None => format!("{place}: {cause}"),
    };
    parts.fold(Advised::new(what, ""), Advised::and)
}
