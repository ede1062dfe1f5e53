//! How many each agent handled, bucket by bucket: what pages and paper draw for each of them.

use super::words::Words;
use crate::report::{Cell, Report, Table};
use std::collections::HashMap;

/// The figure that agents are followed by.
pub const FOLLOWED: &str = "handled";

/// What each agent did in each bucket.
pub struct Followed {
    /// By the agent's name.
    values: HashMap<String, Vec<Option<f64>>>,
    /// What it is.
    pub label: String,
}

impl Followed {
    /// The section of agents over time; `None` where it is not there, or of a single bucket.
    pub fn of(report: &Report, words: &Words) -> Option<Followed> {
        let mut tables = report.sections.iter();
        let table = tables.find(|table| table.report == Some("agents") && table.name == "over_time")?;
        let (bucket, agent, value) = (table.place("bucket")?, table.place("agent")?, table.place(FOLLOWED)?);
        let mut buckets: Vec<&Cell> = table.rows.iter().map(|row| &row[bucket]).collect();
        buckets.dedup();
        let mut values: HashMap<String, Vec<Option<f64>>> = HashMap::new();
        let mut place = 0;
        for row in &table.rows {
            if row[bucket] != *buckets[place] {
                place += 1;
            }
            if let Cell::Text(name) = &row[agent] {
                let of_agent = values.entry(name.clone()).or_insert_with(|| vec![None; buckets.len()]);
                of_agent[place] = row[value].amount();
            }
        }
        let label = words.label(&table.columns[value]);
        (buckets.len() > 1).then_some(Followed { values, label })
    }

    /// The values of the agent of that name.
    pub fn values(&self, name: &Cell) -> Option<&[Option<f64>]> {
        let Cell::Text(name) = name else { return None };
        self.values.get(name).map(Vec::as_slice)
    }

    /// The greatest value of all agents.
    pub fn greatest(&self) -> f64 {
        self.values.values().flatten().flatten().copied().fold(0.0, f64::max)
    }
}

/// The rows of agents by how many they handled, the most first; the team and the total are none of them.
pub fn busiest(table: &Table) -> Vec<&Vec<Cell>> {
    let place = table.place(FOLLOWED);
    let handled = |row: &Vec<Cell>| place.and_then(|place| row[place].amount()).unwrap_or(0.0);
    let mut rows: Vec<&Vec<Cell>> =
        table.rows.iter().filter(|row| matches!(row.first(), Some(Cell::Text(_)))).collect();
    rows.sort_by(|a, b| handled(b).total_cmp(&handled(a)));
    rows
}
