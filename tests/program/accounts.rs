//! No record goes missing: over all of `fixtures/cases`, what became of records adds up to what a plain count finds.

use crate::sandbox::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Cases of which nothing can be used, as they must be.
const REFUSED: &str = "error:";

/// All files below the cases.
fn files() -> Vec<PathBuf> {
    fn below(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => below(&path, files),
                false => files.push(path),
            }
        }
    }
    let mut files = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases"), &mut files);
    files.retain(|path| path.components().any(|part| part.as_os_str() == "in"));
    files.sort();
    files
}

/// What `check` says of an input; `None` where it refuses it.
fn input(path: &Path) -> Option<Value> {
    let run = ["check", &path.display().to_string(), "--format", "json", "--tz", "UTC"];
    let ran = Sandbox::new().run(&run.map(String::from).iter().map(String::as_str).collect::<Vec<_>>());
    if ran.out.is_empty() {
        assert!(ran.err.contains(REFUSED) && ran.code == Some(2), "{}: {ran:?}", path.display());
        return None;
    }
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    Some(report["input"].clone())
}

fn counts(input: &Value, kind: &str) -> BTreeMap<String, u64> {
    let of = input[kind].as_object().unwrap();
    of.iter().map(|(name, count)| (name.clone(), count.as_u64().unwrap())).collect()
}

/// What does not add up in the account of an input.
fn fault(input: &Value) -> Option<String> {
    let of = |kind: &str, table: &str| counts(input, kind).get(table).copied().unwrap_or(0);
    for (table, rows) in counts(input, "rows") {
        let excluded: u64 = counts(input, "excluded").values().sum();
        let excluded = if table == "conversations" { excluded } else { 0 };
        let fates = ["used", "duplicates", "rejected", "set_aside"].map(|kind| of(kind, &table));
        if rows != fates.iter().sum::<u64>() + excluded {
            return Some(format!("{table}: {rows} rows in, {fates:?} and {excluded} excluded out"));
        }
        if of("repaired", &table) > fates[0] + fates[1] + excluded {
            return Some(format!("{table}: more rows are repaired than read"));
        }
    }
    None
}

/// The lines of a text that hold anything, if every record of it is one.
fn lines(path: &Path) -> Option<u64> {
    let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
    let ending = path.extension()?.to_str()?;
    let is_plain = matches!(ending, "csv" | "tsv") && !text.contains("\0");
    let lines =
        || text.split(['\n', '\r']).filter(|line| !line.trim_matches([',', ';', ' ', '\t', '"']).is_empty());
    // A record over several lines leaves a quote open at the end of one.
    let is_one_each = lines().all(|line| line.matches('"').count() % 2 == 0);
    (is_plain && is_one_each).then(|| lines().count() as u64)
}

/// The records of a CSV file that feeds one table, as `check` tells of them; `None` where it feeds none or several.
fn told(path: &Path, input: &Value) -> Option<u64> {
    let rows = counts(input, "rows");
    if rows.len() != 1 || input["files"] != 1 {
        return None;
    }
    let run = ["inspect", "--dialect", "json", &path.display().to_string()];
    let dialect: Value = serde_json::from_str(&Sandbox::new().run(&run).out).ok()?;
    let aside = counts(input, "set_aside");
    let no_rows = aside.iter().filter(|(name, _)| !rows.contains_key(*name) && *name != "blank lines");
    let header = dialect["header_rows"].as_u64()?;
    Some(header + rows.values().sum::<u64>() + no_rows.map(|(_, count)| count).sum::<u64>())
}

#[test]
fn what_became_of_the_records_of_every_case_adds_up() {
    let (mut wrong, mut counted) = (Vec::new(), 0);
    for path in files() {
        let Some(input) = input(&path) else { continue };
        let name = path.display();
        wrong.extend(fault(&input).map(|fault| format!("{name}: {fault}")));
        let (Some(lines), Some(told)) = (lines(&path), told(&path, &input)) else { continue };
        counted += 1;
        if lines != told {
            wrong.push(format!("{name}: {lines} lines, told of {told}: {input}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(counted >= 40, "only {counted} files were counted");
}
