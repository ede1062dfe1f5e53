//! How many each agent handled, bucket by bucket: what pages and paper draw for each of them.

use super::words::Words;
use crate::report::{Cell, Column, Report, Table, PIECE};
use std::borrow::Cow;
use std::collections::HashMap;

/// The figure that agents are followed by.
pub const FOLLOWED: &str = "handled";

/// The report of agents.
const AGENTS: &str = "agents";

/// What each agent did in each bucket.
pub struct Followed {
    /// By the name of each agent that is asked for.
    values: HashMap<String, Vec<Option<f64>>>,
    /// The greatest value of all agents, whoever is asked for.
    pub greatest: f64,
    /// What it is.
    pub label: String,
    /// The column of the buckets.
    pub bucket: Column,
    /// The buckets, in order.
    pub buckets: Vec<Cell>,
}

impl Followed {
    /// Those agents in the section of agents over time; `None` where it is not there, or of a single bucket.
    pub fn of<'r>(
        report: &Report,
        agents: impl Iterator<Item = &'r Vec<Cell>>,
        words: &Words,
    ) -> Option<Followed> {
        let mut tables = report.sections.iter();
        let of = |table: &Table| table.report.map_or(report.name == AGENTS, |of| of == AGENTS);
        let table = tables.find(|table| of(table) && table.name == "over_time")?;
        let (bucket, agent, value) = (table.place("bucket")?, table.place("agent")?, table.place(FOLLOWED)?);
        let names = agents.filter_map(|row| row.first()?.text().map(Cow::into_owned));
        let mut values: HashMap<String, Vec<Option<f64>>> = names.map(|name| (name, Vec::new())).collect();
        let (mut buckets, mut greatest): (Vec<Cell>, f64) = (Vec::new(), 0.0);
        for row in table.pieces(PIECE).flat_map(Cow::into_owned) {
            if buckets.last() != Some(&row[bucket]) {
                buckets.push(row[bucket].clone());
            }
            let (Cell::Text(name), amount) = (&row[agent], row[value].amount()) else { continue };
            greatest = amount.map_or(greatest, |amount| greatest.max(amount));
            if let Some(of_agent) = values.get_mut(name) {
                of_agent.resize(buckets.len() - 1, None);
                of_agent.push(amount);
            }
        }
        values.retain(|_, of_agent| !of_agent.is_empty());
        values.values_mut().for_each(|of_agent| of_agent.resize(buckets.len(), None));
        let label = words.label(&table.columns[value]);
        let bucket = table.columns[bucket].clone();
        (buckets.len() > 1).then_some(Followed { values, greatest, label, bucket, buckets })
    }

    /// The values of the agent of that name.
    pub fn values(&self, name: &Cell) -> Option<&[Option<f64>]> {
        let Cell::Text(name) = name else { return None };
        self.values.get(name).map(Vec::as_slice)
    }
}

/// The rows of agents by how many they handled, at most so many, the most first; the team and the total are none of them.
pub fn busiest(table: &Table, most: usize) -> Vec<Vec<Cell>> {
    let place = table.place(FOLLOWED);
    let handled = |row: &Vec<Cell>| place.and_then(|place| row[place].amount()).unwrap_or(0.0);
    let mut busiest: Vec<Vec<Cell>> = Vec::new();
    for piece in table.pieces(PIECE) {
        busiest.extend(piece.iter().filter(|row| matches!(row.first(), Some(Cell::Text(_)))).cloned());
        busiest.sort_by(|a, b| handled(b).total_cmp(&handled(a)));
        busiest.truncate(most);
    }
    busiest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, ENGLISH};
    use crate::report::RowName;

    #[test]
    fn each_agent_has_a_value_a_bucket_and_gaps_stay_gaps() {
        let report = sample::report("agents", vec![sample::agents(), sample::agents_by_week()]);
        let agents = [sample::text("Ana Lima"), sample::text("Nobody")].map(|name| vec![name]);
        let followed = Followed::of(&report, agents.iter(), &ENGLISH).unwrap();
        assert_eq!(followed.label, "Handled");
        assert_eq!(followed.buckets, ["2026-W36", "2026-W37", "2026-W38"].map(sample::text));
        assert_eq!(followed.values(&sample::text("Ana Lima")), Some(&[Some(12.0), None, Some(6.0)][..]));
        assert_eq!(followed.values(&sample::text("Eva")), None);
        assert_eq!(followed.values(&sample::text("Nobody")), None);
        assert_eq!(followed.values(&Cell::Row(RowName::Team)), None);
        assert_eq!(followed.greatest, 20.0);
    }

    #[test]
    fn only_agents_over_several_buckets_are_followed() {
        let of = |report: &Report| Followed::of(report, [].iter(), &ENGLISH).is_some();
        assert!(!of(&sample::report("agents", vec![sample::agents()])));
        assert!(!of(&sample::report("summary", vec![sample::agents_by_week()])));
        let in_document = Table { report: Some("agents"), ..sample::agents_by_week() };
        assert!(of(&sample::report("report", vec![in_document.clone()])));
        let mut alone = in_document;
        alone.rows.truncate(1);
        assert!(!of(&sample::report("report", vec![alone])));
    }

    #[test]
    fn the_busiest_stand_first_and_neither_team_nor_total_is_one() {
        let table = sample::agents();
        assert_eq!(busiest(&table, 20).len(), 12);
        let busiest = busiest(&table, 3);
        assert_eq!(busiest.len(), 3);
        assert_eq!((&busiest[0][0], &busiest[0][2]), (&sample::text("Ana Lima"), &Cell::Whole(980)));
    }
}
