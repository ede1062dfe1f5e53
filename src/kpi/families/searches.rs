//! What readers of the help centre searched for: how often each, and one by one.

use crate::facts::dimension::FOLDED;
use crate::facts::*;
use crate::kpi::layout::{Cut, GroupNames, Layout};
use crate::kpi::section::Section;
use crate::kpi::shapes::{cut, rank};
use crate::kpi::table::Run;
use crate::report::Theme::Volume;
use crate::report::{Cell, Column, MakeRows, RowSource, Table, Unit};
use crate::time::face::iso;
use anyhow::Result;
use chrono_tz::Tz;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// A row a search, the most first.
///
/// # Errors
/// As [`Run::table`].
pub fn searches(run: &Run, section: &Section) -> Result<Table> {
    let spellings = spellings(run);
    let layout = Layout::of(&[&FOLDED]).named(GroupNames::Spelled(&spellings)).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    rank(&mut table, run.limit.unwrap_or(0));
    Ok(table)
}

/// How each search is spelled most: in the period, else in the one compared with.
fn spellings(run: &Run) -> BTreeMap<String, String> {
    let names = run.facts.dictionary(Domain::Query);
    let mut spellings = BTreeMap::new();
    for side in run.before.iter().chain([&run.now]) {
        let period = side.period.from..side.period.to;
        for (folded, shown) in run.facts.faq_searches.spellings(period, run.facts) {
            spellings.insert(names.text(folded).to_string(), names.text(shown).to_string());
        }
    }
    spellings
}

/// The searches themselves, newest first.
///
/// # Errors
/// None; it is a section as the others are.
pub fn live(run: &Run, section: &Section) -> Result<Table> {
    let (searches, names) = (&run.facts.faq_searches, run.facts.dictionary(Domain::Query));
    let sieve = run.sieve.of(Grain::FaqSearch);
    let is_asked = |row: &usize| run.now.period.contains(searches.at[*row]) && sieve.passes(*row, NONE, NONE);
    let mut rows: Vec<usize> = (0..searches.at.len()).filter(is_asked).collect();
    rows.sort_by_key(|&row| {
        let results = searches.results[row];
        (Reverse(searches.at[row]), names.text(searches.query[row]), results == MISSING, results)
    });
    let rest = cut(&mut rows, run.limit.unwrap_or(0));
    let mut made = LiveSearches { zone: run.now.period.zone, names: Dictionary::default(), rows: Vec::new() };
    made.rows.reserve_exact(rows.len());
    let mut own = vec![NONE; names.len()];
    for row in rows {
        let query = &mut own[searches.query[row] as usize];
        if *query == NONE {
            *query = made.names.add(names.text(searches.query[row]));
        }
        made.rows.push(LiveSearch { at: searches.at[row], results: searches.results[row], query: *query });
    }
    let table = Table::new(
        section.name,
        vec![
            Column::dimension("at", ["At", "Tijdstip", "Czas", "Tidspunkt", "Zeitpunkt"], Unit::Instant),
            Column::dimension(
                "query",
                ["Search", "Zoekterm", "Szukana fraza", "Søketekst", "Suchbegriff"],
                Unit::Text,
            ),
            Column::of_figure(
                "results",
                ["Results", "Resultaten", "Wyniki", "Treff", "Treffer"],
                Unit::Count,
                Volume,
            ),
        ],
        Vec::new(),
    );
    Ok(Table { later: Some(RowSource::new(made)), rest, ..table })
}

/// Searches one by one, by which texts their codes stand for; as cells they would take several times the room.
struct LiveSearches {
    zone: Tz,
    names: Dictionary,
    rows: Vec<LiveSearch>,
}

struct LiveSearch {
    at: i64,
    results: i64,
    query: u32,
}

impl MakeRows for LiveSearches {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let row = |&LiveSearch { at, results, query }: &LiveSearch| {
            let results = known(results).map_or(Cell::Missing, |results| Cell::Whole(results / NUMBER_SCALE));
            vec![Cell::Text(iso(self.zone, at)), Cell::Text(self.names.text(query).to_owned()), results]
        };
        self.rows[which].iter().map(row).collect()
    }
}
