//! Cases worked out by hand (`fixtures/kpis/*.toml`): the program must give them, and so must the naive computation.

use crate::fixtures::{setting, world};
use crate::harness;
use crate::oracle::sections::report;
use crate::oracle::tables::{Row, Section};
use insights::catalogue::{figures, Kpi, REPORTS};
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One command line over the tables of its file, with the rows it must print.
struct Case {
    id: String,
    file: String,
    words: Vec<String>,
    section: String,
    tables: BTreeMap<String, String>,
    expect: Vec<toml::Table>,
    rows: Option<usize>,
    /// Files beside the data, such as a configuration.
    files: BTreeMap<String, String>,
    /// Texts are scored, which the naive computation cannot do.
    scored: bool,
}

fn tables(value: Option<&toml::Value>) -> BTreeMap<String, String> {
    let Some(table) = value.and_then(|value| value.as_table()) else { return BTreeMap::new() };
    table
        .iter()
        .map(|(name, text)| (name.clone(), text.as_str().unwrap().trim().to_string() + "\n"))
        .collect()
}

/// Words as a shell would split them; only single quotes are known.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars().chain([' ']) {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            _ => word.push(letter),
        }
    }
    words
}

fn read(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).unwrap();
    let file = path.file_name().unwrap().to_string_lossy().to_string();
    let file_table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(file_table["about"].is_str(), "{file}: about");
    let list = file_table["case"].as_array().unwrap_or_else(|| panic!("{file}: no [[case]]"));
    let case = |case: &toml::Value| {
        let mut tables_of_case = tables(file_table.get("tables"));
        tables_of_case.extend(tables(case.get("tables")));
        let line = case["run"].as_str().unwrap().to_string();
        let usual = file_table.get("usual").map_or("", |value| value.as_str().unwrap());
        Case {
            id: case["id"].as_str().unwrap().to_string(),
            file: file.clone(),
            words: words(&format!("{line} {usual}")),
            section: case["section"].as_str().unwrap().to_string(),
            tables: tables_of_case,
            expect: case["expect"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row.as_table().unwrap().clone())
                .collect(),
            files: tables(case.get("files")),
            scored: case.get("scored").is_some_and(|value| value.as_bool().unwrap()),
            rows: case.get("rows").map(|count| count.as_integer().unwrap() as usize),
        }
    };
    list.iter().map(case).collect()
}

fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/kpis");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let cases: Vec<Case> = paths.iter().flat_map(|path| read(path)).collect();
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len(), "an id stands twice");
    cases
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// Whether a row is the one an expectation is about: `where` names values, `nobody` dimensions without one.
fn is_meant(row: &Value, expect: &toml::Table) -> bool {
    let named = expect.get("where").and_then(|named| named.as_table()).cloned().unwrap_or_default();
    let missing = names(expect, "nobody");
    let equal = |name: &str, value: &toml::Value| {
        harness::key(name, harness::text(&row[name])) == harness::key(name, Some(plain(value)))
    };
    named.iter().all(|(name, value)| equal(name, value)) && missing.iter().all(|name| row[name].is_null())
}

fn names(expect: &toml::Table, key: &str) -> Vec<String> {
    let list = expect.get(key).and_then(|value| value.as_array()).cloned().unwrap_or_default();
    list.iter().map(plain).collect()
}

/// Each column of an expectation with its value; those under `missing` have none.
fn wanted(expect: &toml::Table) -> Vec<(String, Option<f64>)> {
    let own =
        expect.iter().filter(|(name, _)| !["where", "missing", "nobody", "absent"].contains(&name.as_str()));
    let mut wanted: Vec<(String, Option<f64>)> = own
        .map(|(name, value)| {
            let number = value.as_float().or(value.as_integer().map(|whole| whole as f64));
            (name.clone(), Some(number.unwrap_or_else(|| panic!("{name} is no number"))))
        })
        .collect();
    wanted.extend(names(expect, "missing").into_iter().map(|name| (name, None)));
    wanted
}

fn check(case: &Case, report: &Value) -> Result<(), String> {
    let rows = harness::rows(report, &case.section)?;
    if case.rows.is_some_and(|count| count != rows.len()) {
        return Err(format!("{} rows, expected {:?}", rows.len(), case.rows));
    }
    for expect in &case.expect {
        let found: Vec<&Value> = rows.iter().filter(|row| is_meant(row, expect)).collect();
        if expect.get("absent").is_some() {
            if found.is_empty() {
                continue;
            }
            return Err(format!("a row {:?}", expect.get("where")));
        }
        let [row] = found[..] else { return Err(format!("{} rows {:?}", found.len(), expect.get("where"))) };
        for (name, value) in wanted(expect) {
            let cell = row.get(&name).ok_or_else(|| format!("no column {name}"))?;
            if (cell.as_f64().is_none() && !cell.is_null()) || !harness::same(&name, value, cell.as_f64()) {
                return Err(format!("{:?}: {name} is {cell}, expected {value:?}", expect.get("where")));
            }
        }
    }
    Ok(())
}

fn assert_none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_program_gives_the_figures_worked_out_by_hand() {
    let mut wrong = Vec::new();
    for case in all() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in &case.tables {
            std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
        }
        for (name, text) in &case.files {
            std::fs::write(place.path().join(name), text).unwrap();
        }
        let outcome = harness::report(&folder, &case.words).and_then(|report| check(&case, &report));
        wrong.extend(outcome.err().map(|error| format!("{} {}: {error}", case.file, case.id)));
    }
    assert_none(wrong);
}

#[test]
fn the_naive_computation_gives_them_too() {
    let mut wrong = Vec::new();
    for case in all().iter().filter(|case| !case.scored) {
        let outcome =
            check(case, &as_json(&report(&case.words[0], &world(&case.tables), &setting(&case.words))));
        wrong.extend(outcome.err().map(|error| format!("{} {}: {error}", case.file, case.id)));
    }
    assert_none(wrong);
}

fn as_json(sections: &[Section]) -> Value {
    let mut list = Vec::new();
    for section in sections {
        let row = |row: &Row| {
            let mut cells: Map<String, Value> =
                row.dimensions.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            cells.extend(row.cells.iter().map(|(name, value)| (name.clone(), json!(value))));
            Value::Object(cells)
        };
        let rows: Vec<Value> = section.rows.iter().map(row).collect();
        list.push(json!({ "name": section.name, "rows": rows }));
    }
    json!({ "sections": list })
}

/// The columns that cases expect a value in, by report and section; always nothing proves nothing.
fn given() -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut given: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for case in all() {
        let columns = case.expect.iter().flat_map(wanted).filter(|(_, value)| value.unwrap_or(0.0) != 0.0);
        given.entry((case.words[0].clone(), case.section)).or_default().extend(columns.map(|(name, _)| name));
    }
    given
}

/// A column that figures stand in; one that is split holds the value too: `ai_sales_EUR`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct FigureColumn {
    name: String,
    is_split: bool,
}

impl FigureColumn {
    fn of(kpis: &[&Kpi]) -> Vec<FigureColumn> {
        let of_one = |kpi: &&Kpi| {
            let is_split = kpi.split().is_some();
            kpi.columns().into_iter().map(move |name| FigureColumn { name, is_split })
        };
        kpis.iter().flat_map(of_one).collect()
    }

    fn is(&self, column: &str) -> bool {
        let value = column.strip_prefix(&self.name).and_then(|rest| rest.strip_prefix('_'));
        column == self.name || (self.is_split && value.is_some_and(|value| !value.contains('_')))
    }
}

#[test]
fn every_figure_has_a_case() {
    let given = given();
    let mut missing = FigureColumn::of(&figures());
    missing.retain(|wanted| !given.values().flatten().any(|column| wanted.is(column)));
    assert!(missing.is_empty(), "no case under fixtures/kpis with a value for {missing:?}");
}

/// Sections that show the same figures work them out in the same way: a case for one of them is enough.
#[test]
fn every_list_of_figures_has_its_cases() {
    let mut lists: BTreeMap<Vec<FigureColumn>, BTreeSet<(String, String)>> = BTreeMap::new();
    for report in REPORTS {
        // The live section lists searches one by one, it counts none.
        for section in report.sections.iter().filter(|section| section.name != "live") {
            let place = (report.name.to_string(), section.name.to_string());
            lists.entry(FigureColumn::of(section.kpis)).or_default().insert(place);
        }
    }
    let given = given();
    let mut without = Vec::new();
    for (mut missing, places) in lists {
        let columns: BTreeSet<&String> =
            places.iter().filter_map(|place| given.get(place)).flatten().collect();
        missing.retain(|wanted| !columns.iter().any(|column| wanted.is(column)));
        if !missing.is_empty() {
            without.push(format!("no case of {places:?} with a value for {missing:?}"));
        }
    }
    assert!(without.is_empty(), "{}", without.join("\n"));
}
