//! Tables of many rows: what is yet to be made of them is made where it is shown, and nothing else comes of it.

use super::*;
use crate::fitting::signed;
use crate::report::{Cell, MakeRows, RowName, RowSource};
use std::ops::Range;

/// Rows that are made, given out as if they were made then.
struct MadeRows(Vec<Vec<Cell>>);

impl MakeRows for MadeRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        self.0[which].to_vec()
    }
}

const AGENTS: i64 = 2_500;

/// Many agents, the team and the total, the busiest and those with ratings far down; then what some of them did by week.
fn report() -> Report {
    let mut agents = sample::agents();
    let names = (0..AGENTS).map(|agent| sample::text(&format!("Agent {agent}")));
    let rows = names.chain([RowName::Team, RowName::Total].map(Cell::Row)).zip(0..).map(|(name, agent)| {
        let mut row = vec![name];
        for place in 1..signed(agents.columns.len()) {
            let count = (agent * 7_919 + place * 131) % 997;
            let is_known = place < 4 || agent > 2_300 + place;
            row.push(if is_known { Cell::Whole(count) } else { Cell::Missing });
        }
        row
    });
    agents.rows = rows.collect();
    let mut weeks = sample::agents_by_week();
    weeks.rows.clear();
    for (week, name) in ["2026-W36", "2026-W37", "2026-W38"].into_iter().enumerate() {
        for agent in (0..AGENTS).filter(|agent| agent % 3 != signed(week)) {
            let handled = Cell::Whole((agent * 7_919 + 262) % 997 / 3);
            weeks.rows.push(vec![sample::text(name), sample::text(&format!("Agent {agent}")), handled]);
        }
    }
    sample::report("agents", vec![agents, weeks])
}

/// The same report as one of a document, or alone.
fn reports() -> [Report; 2] {
    let alone = report();
    let mut document = Report { name: "report".into(), ..report() };
    document.sections.iter_mut().for_each(|table| table.report = Some("agents"));
    [alone, document]
}

#[test]
fn a_page_is_the_same_whether_or_not_all_rows_were_made() {
    for made in reports() {
        let mut unmade = made.clone();
        for table in &mut unmade.sections {
            table.later = Some(RowSource::new(MadeRows(std::mem::take(&mut table.rows))));
        }
        for name in ["html", "pdf", "markdown", "csv", "xlsx"] {
            let of = |report: &Report| {
                let mut bytes = Vec::new();
                write(report, format(name), &Style::default(), &mut bytes).unwrap();
                bytes
            };
            assert!(of(&unmade) == of(&made), "{name} of {}", made.name);
        }
    }
}
