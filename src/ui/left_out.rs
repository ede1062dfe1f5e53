//! Inputs of which nothing was read, in words: how many and the loudest causes, or each.

use crate::account::{Cause, LeftOut};
use std::collections::BTreeMap;

/// Inputs or kinds of them that one line names.
const NAMED: usize = 3;

/// Letters of a cause in one line.
const CAUSE: usize = 70;

/// A warning about an input that was named itself; what to do stands in its trouble.
pub fn warning(input: &LeftOut) -> String {
    format!("{} is left out: {}", input.file, input.trouble.what)
}

/// `9 files left out: survey.csv: no known export, 2 PDF documents and 6 more; -v names them`; nothing where all were read.
pub fn summed_up(inputs: &[&LeftOut]) -> Vec<String> {
    if inputs.is_empty() {
        return Vec::new();
    }
    let (parts, told) = loudest(inputs);
    let mut line = format!("{} left out: {}", files(inputs.len()), parts.join(", "));
    if told < inputs.len() {
        line.push_str(&format!(" and {} more", inputs.len() - told));
    }
    let them = if inputs.len() == 1 { "it in full" } else { "them" };
    line.push_str(&format!("; -v names {them}"));
    vec![line]
}

/// Each input with its cause and what to do.
pub fn listed(inputs: &[&LeftOut]) -> Vec<String> {
    if inputs.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{} left out:", files(inputs.len()))];
    let mut inputs = inputs.to_vec();
    inputs.sort_by_key(|input| input.cause);
    lines.extend(inputs.iter().map(|input| format!("  {}: {}", input.file, input.trouble)));
    lines
}

/// The loudest causes in words, and how many inputs they tell of.
fn loudest(inputs: &[&LeftOut]) -> (Vec<String>, usize) {
    let mut kinds: BTreeMap<Cause, Vec<&LeftOut>> = BTreeMap::new();
    for input in inputs {
        kinds.entry(input.cause).or_default().push(input);
    }
    let (mut parts, mut told) = (Vec::new(), 0);
    for (cause, inputs) in kinds {
        if let (Cause::Other(_, several), true) = (cause, inputs.len() > 1) {
            if parts.len() < NAMED {
                parts.push(format!("{} {several}", inputs.len()));
                told += inputs.len();
            }
            continue;
        }
        for input in inputs.into_iter().take(NAMED - parts.len()) {
            parts.push(format!("{}: {}", input.file, short(&input.trouble.what)));
            told += 1;
        }
    }
    (parts, told)
}

/// A cause without what stands in brackets or behind its first clause.
fn short(what: &str) -> String {
    let end = what.find([':', ';', '(']).unwrap_or(what.len());
    let clause = what[..end].trim_end();
    let clause = clause.strip_suffix(", not an export").unwrap_or(clause);
    if clause.chars().count() <= CAUSE {
        return clause.to_owned();
    }
    clause.chars().take(CAUSE - 1).chain(['…']).collect()
}

fn files(count: usize) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} file{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Trouble;

    fn input(file: &str, cause: Cause, what: &'static str) -> LeftOut {
        LeftOut { file: file.into(), named: false, cause, trouble: Trouble::new(what, "do it") }
    }

    #[test]
    fn the_loudest_are_named_and_all_are_counted() {
        let picture = Cause::Other("a picture", "pictures");
        let inputs = [
            input("a.png", picture, "a picture, not an export"),
            input("b.png", picture, "a picture, not an export"),
            input("e.json", Cause::Empty, "the file is empty"),
            input("s.csv", Cause::Unrecognised, "no known export: no table has columns like x (columns: x)"),
        ];
        let inputs: Vec<&LeftOut> = inputs.iter().collect();
        let all =
            "4 files left out: s.csv: no known export, e.json: the file is empty, 2 pictures; -v names them";
        assert_eq!(summed_up(&inputs), [all]);
        assert_eq!(summed_up(&[]), [""; 0]);
        let five: Vec<&LeftOut> = [inputs[3]; 5].to_vec();
        assert!(summed_up(&five)[0].ends_with("no known export and 2 more; -v names them"));
        assert_eq!(
            listed(&inputs)[1],
            "  s.csv: no known export: no table has columns like x (columns: x); do it"
        );
    }
}
