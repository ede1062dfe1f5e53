//! What a report was made from, and what became of every row of it.

use crate::account::{Book, LeftOut, Outcome, Problem};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was read and what became of it; under `input` in JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Input {
    /// Files read.
    pub files: u64,
    /// Canonical tables of which no row was read, so that figures of theirs are unknown.
    pub absent: Vec<&'static str>,
    /// Records found, by table.
    pub rows: BTreeMap<&'static str, u64>,
    /// Records used, by table.
    pub used: BTreeMap<&'static str, u64>,
    /// Conversations left out by a rule, by reason.
    pub excluded: BTreeMap<&'static str, u64>,
    /// Records that stood in the input before, by table.
    pub duplicates: BTreeMap<&'static str, u64>,
    /// Records used after a repair, by table.
    pub repaired: BTreeMap<&'static str, u64>,
    /// Records that could not be used, by table.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Lines and files that hold no records.
    pub set_aside: BTreeMap<&'static str, u64>,
    /// Conversations by what their figures were derived from.
    pub derivation: BTreeMap<&'static str, u64>,
    /// Values that figures leave out, by figure and reason: negative, undated, unassigned.
    pub unused: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// What the files were taken for, an entry an export.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exports: Vec<Export>,
    /// Inputs of which nothing was read, the loudest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutInput>,
    /// Everything that was wrong or worth a word, an entry a kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<InputProblem>,
}

/// Files of one export.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    /// The profile that knows it; `None`: its columns have the names of the canonical tables, or words for them.
    pub profile: Option<String>,
    /// The source that the configuration counts it to; `None` where all files are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The files, in the order read.
    pub files: Vec<String>,
    /// Records found, by table.
    pub rows: BTreeMap<&'static str, u64>,
    /// The first day of its rows, in the zone of the run; `None` where no row has an instant.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
}

/// An input of which nothing was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOutInput {
    /// Its display name: `export.zip/notes.txt`.
    pub file: String,
    /// Why.
    pub what: String,
    /// What to do; empty where that is plain.
    pub advice: String,
}

/// One kind of trouble with the input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InputProblem {
    /// What became of the rows: rejected, repaired, united (with a row that says the same), set_aside, warned (used, but figures may be others) or noted.
    pub outcome: &'static str,
    /// Canonical table; empty where none is known.
    pub table: &'static str,
    /// Column as the file calls it; empty where no single one is at fault.
    pub column: String,
    /// What is wrong.
    pub what: String,
    /// What to do, or what was done.
    pub advice: String,
    /// How many cases.
    pub cases: u64,
    /// The file of the first one.
    pub file: String,
    /// Its row, from 1; `None`: the file as a whole.
    pub row: Option<u64>,
}

impl Input {
    /// What the book says, and what figures were derived from.
    pub fn of(book: &Book, derivation: &BTreeMap<&'static str, u64>, exports: Vec<Export>) -> Input {
        let counts = book.counts.clone();
        Input {
            files: counts.files,
            absent: Vec::new(),
            rows: counts.rows,
            used: counts.used,
            excluded: counts.excluded,
            duplicates: counts.duplicates,
            repaired: counts.repaired,
            rejected: counts.rejected,
            set_aside: counts.set_aside,
            derivation: derivation.clone(),
            unused: BTreeMap::new(),
            exports,
            left_out: left_out(book),
            problems: InputProblem::all(book),
        }
    }
}

/// Inputs of which nothing was read, the loudest first.
fn left_out(book: &Book) -> Vec<LeftOutInput> {
    let mut inputs: Vec<&LeftOut> = book.left_out.iter().collect();
    inputs.sort_by_key(|input| input.cause);
    let mut listed = Vec::with_capacity(inputs.len());
    for LeftOut { file, trouble, .. } in inputs {
        let (what, advice) = (trouble.what.to_string(), trouble.advice.to_string());
        listed.push(LeftOutInput { file: file.clone(), what, advice });
    }
    listed
}

impl InputProblem {
    /// Every kind of problem in the book.
    pub fn all(book: &Book) -> Vec<InputProblem> {
        book.problems.iter().map(InputProblem::of).collect()
    }

    fn of(problem: Problem<'_>) -> InputProblem {
        let kind = problem.kind;
        let first = problem.spots.first();
        InputProblem {
            outcome: match kind.outcome {
                Outcome::Rejected => "rejected",
                Outcome::Repaired => "repaired",
                Outcome::United => "united",
                Outcome::SetAside => "set_aside",
                Outcome::Warned => "warned",
                Outcome::Noted => "noted",
            },
            table: kind.table,
            column: kind.column.clone(),
            what: kind.trouble.what.to_string(),
            advice: kind.trouble.advice.to_string(),
            cases: problem.cases,
            file: first.map_or_else(String::new, |spot| spot.file.clone()),
            row: first.map(|spot| spot.row).filter(|&row| row > 0),
        }
    }
}
