//! What people read around a list: what its rows come to, and how many a limit left out.

use super::number;
use super::Words;
use crate::report::{Cell, ListHead, Unit};

impl Words {
    /// What the things behind a figure come to: `Backlog: 103 · oldest 2026-08-12 09:30 · median age 12d 4h`.
    pub fn list_head(&self, head: &ListHead) -> String {
        let count = number::whole(head.count as i64, Unit::Count, &self.numbers);
        let label = head.label.of(crate::language::Language::En);
        let first = match head.counted {
            Some(counted) => {
                let counted = number::whole(counted, Unit::Count, &self.numbers);
                format!("{label}: {counted} of {count}")
            }
            None => format!("{label}: {count}"),
        };
        let oldest = head.oldest.as_ref().map(|at| format!("oldest {}", number::instant(at)));
        let median = head.median.map(|(median, unit)| {
            let of = if head.is_of_ages { "median age" } else { "median" };
            format!("{of} {}", self.cell(&Cell::Number(median), unit))
        });
        [Some(first), oldest, median].into_iter().flatten().collect::<Vec<String>>().join(" · ")
    }

    /// How many rows a limit left out, and how to see them.
    pub fn rest(&self, rows: usize) -> String {
        let count = number::whole(rows as i64, Unit::Count, &self.numbers);
        let noun = if rows == 1 { "row" } else { "rows" };
        format!("{count} more {noun}: --limit 0 shows all")
    }
}
