//! Cases worked out by hand (`fixtures/kpis/*.toml`): the program must give them, and so must the naive computation.

use crate::fixtures::{setting, world};
use crate::harness;
use crate::oracle::sections::report;
use crate::oracle::tables::{Row, Section};
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
    let Some(table) = value.and_then(|v| v.as_table()) else { return BTreeMap::new() };
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
    let file_table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{file}: {e}"));
    assert!(file_table["about"].is_str(), "{file}: about");
    let list = file_table["case"].as_array().unwrap_or_else(|| panic!("{file}: no [[case]]"));
    let case = |case: &toml::Value| {
        let mut tables_of_case = tables(file_table.get("tables"));
        tables_of_case.extend(tables(case.get("tables")));
        let line = case["run"].as_str().unwrap().to_string();
        let usual = file_table.get("usual").map_or("", |v| v.as_str().unwrap());
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
                .map(|e| e.as_table().unwrap().clone())
                .collect(),
            files: tables(case.get("files")),
            scored: case.get("scored").is_some_and(|v| v.as_bool().unwrap()),
            rows: case.get("rows").map(|n| n.as_integer().unwrap() as usize),
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
    let named = expect.get("where").and_then(|w| w.as_table()).cloned().unwrap_or_default();
    let missing = names(expect, "nobody");
    let equal = |name: &str, value: &toml::Value| {
        harness::key(name, harness::text(&row[name])) == harness::key(name, Some(plain(value)))
    };
    named.iter().all(|(name, value)| equal(name, value)) && missing.iter().all(|name| row[name].is_null())
}

fn names(expect: &toml::Table, key: &str) -> Vec<String> {
    let list = expect.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
    list.iter().map(plain).collect()
}

/// Each column of an expectation with its value; those under `missing` have none.
fn wanted(expect: &toml::Table) -> Vec<(String, Option<f64>)> {
    let own =
        expect.iter().filter(|(name, _)| !["where", "missing", "nobody", "absent"].contains(&name.as_str()));
    let mut wanted: Vec<(String, Option<f64>)> = own
        .map(|(name, value)| {
            let number = value.as_float().or(value.as_integer().map(|n| n as f64));
            (name.clone(), Some(number.unwrap_or_else(|| panic!("{name} is no number"))))
        })
        .collect();
    wanted.extend(names(expect, "missing").into_iter().map(|name| (name, None)));
    wanted
}

fn check(case: &Case, report: &Value) -> Result<(), String> {
    let rows = harness::rows(report, &case.section)?;
    if case.rows.is_some_and(|n| n != rows.len()) {
        return Err(format!("{} rows, expected {:?}", rows.len(), case.rows));
    }
    for expect in &case.expect {
        let found: Vec<&Value> = rows.iter().filter(|row| is_meant(row, expect)).collect();
        if expect.get("absent").is_some() {
            match found.is_empty() {
                true => continue,
                false => return Err(format!("a row {:?}", expect.get("where"))),
            }
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
        wrong.extend(outcome.err().map(|e| format!("{} {}: {e}", case.file, case.id)));
    }
    assert_none(wrong);
}

#[test]
fn the_naive_computation_gives_them_too() {
    let mut wrong = Vec::new();
    for case in all().iter().filter(|case| !case.scored) {
        let outcome =
            check(case, &as_json(&report(&case.words[0], &world(&case.tables), &setting(&case.words))));
        wrong.extend(outcome.err().map(|e| format!("{} {}: {e}", case.file, case.id)));
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

const DURATION: [&str; 4] = ["n", "mean_s", "median_s", "p90_s"];

/// The columns that each report must have a case for, durations by their first word.
const COLUMNS: [(&[&str], &str, &str); 11] = [
    (
        &["summary", "channels", "tags"],
        "conversations incoming outgoing answered closed reopened backlog messages customer_messages agent_messages \
         ai_messages customers new_customers customers_helped tagged cases customer_replies inquiries replies_per_case \
         customer_replies_per_case repeat_customers repeat_rate unanswered unanswered_open unanswered_closed \
         within_optimal_rate within_acceptable_rate late_rate response_within_optimal_rate \
         response_within_acceptable_rate response_late_rate window_missed window_missed_rate window_closing \
         satisfaction ratings share",
        "first_response first_response_after_handoff response waiting resolution first_resolution handle",
    ),
    (
        &["agents"],
        "conversations handled replies closed satisfaction ratings fcr_rate within_acceptable_rate",
        "first_response response resolution",
    ),
    (&["times heatmap"], "cases cases_mean", ""),
    (&["times first_response_groups"], "first_response_n share", ""),
    (&["times response"], "", "response"),
    (
        &["quality quality"],
        "satisfaction ratings csat_rate rating_1 rating_2 rating_3 rating_4 rating_5 feedback unanswered_live \
         unanswered_ended inactivity_actions offline_reassigned offline_unassignable fcr fcr_rate votes_up votes_down \
         vote_rate",
        "",
    ),
    (&["quality inactivity"], "inactivity_actions", ""),
    (
        &["quality sentiment"],
        "sentiment_positive sentiment_neutral sentiment_negative sentiment_unscored",
        "",
    ),
    (
        &["quality engagement"],
        "engagement post_sentiment_positive post_sentiment_neutral post_sentiment_negative post_sentiment_unscored",
        "",
    ),
    (
        &["ai"],
        "ai_conversations ai_resolved ai_resolved_rate ai_resolved_of_involved_rate ai_routed ai_closed ai_open \
         ai_handoffs ai_messages ai_satisfaction human_satisfaction ai_orders ai_sales_EUR \
         ai_sales_per_conversation_EUR",
        "ai_first_response",
    ),
    (&["quality nps"], "nps nps_promoters nps_passives nps_detractors nps_n", ""),
];

#[test]
fn every_figure_has_a_case() {
    let mut given: BTreeSet<String> = BTreeSet::new();
    for case in all() {
        for (name, value) in case.expect.iter().flat_map(wanted) {
            if value.is_some_and(|v| v != 0.0) {
                given.insert(format!("{} {name}", case.words[0]));
                given.insert(format!("{} {} {name}", case.words[0], case.section));
            }
        }
    }
    let mut missing = Vec::new();
    for (reports, single, durations) in COLUMNS {
        let parts =
            durations.split_whitespace().flat_map(|name| DURATION.map(|part| format!("{name}_{part}")));
        let columns = single.split_whitespace().map(str::to_string).chain(parts);
        missing.extend(
            columns.filter(|column| !reports.iter().any(|r| given.contains(&format!("{r} {column}")))),
        );
    }
    assert!(missing.is_empty(), "no case with a value for {missing:?}");
}
