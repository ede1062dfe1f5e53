//! What is said beside a figure: of how many it is, what it was, which limit it is judged by, which days a bucket has.

use super::{Counted, Words};
use crate::language::Language;
use crate::render::fill::fill;
use crate::render::{escape, number};
use crate::report::{BucketSpan, Cell, Column, Limit, Unit};

/// The phrases that stand beside figures.
#[derive(Debug, PartialEq, Eq)]
pub struct BesideWords {
    /// The rows that lack the `{label}` of a dimension.
    pub nobody: &'static str,
    /// A `{kind}` such as a median, and of how many `{n}` it is.
    pub of_many: &'static str,
    /// What a figure was: `{value}`.
    pub was: &'static str,
    /// The same where it moved for the better.
    pub better_than: &'static str,
    /// The same where it moved for the worse.
    pub worse_than: &'static str,
    /// The `{rate}` of what kept to its target.
    pub in_time: &'static str,
    /// The `{days}` of a bucket of `{whole}` days that the period leaves.
    pub cut: &'static str,
    /// How many rows `{n}` of a long table are drawn.
    pub last_drawn: Counted,
}

impl Words {
    /// A value with its currency where it is money of one: `€ 111.95`.
    pub fn valued(&self, cell: &Cell, column: &Column) -> String {
        let text = self.cell(cell, column.unit);
        match (&column.of, cell) {
            (Some(currency), Cell::Whole(_) | Cell::Number(_)) if column.unit == Unit::Money => {
                format!("{} {text}", number::currency_sign(&escape::visible(currency)))
            }
            _ => text,
        }
    }

    /// What people read beside a value that carries its currency itself.
    pub fn card(&self, column: &Column) -> String {
        if column.unit == Unit::Money {
            self.label(&Column { of: None, ..column.clone() })
        } else {
            self.label(column)
        }
    }

    /// What people call the rows that have no value of a dimension: `(no team)`.
    pub fn nobody(&self, column: &Column) -> String {
        let label = self.label(column);
        // German nouns keep their capital.
        let label = if self.language == Language::De { label } else { label.to_lowercase() };
        fill(self.beside.nobody, &[("label", &label)])
    }

    /// A change without its sign: an arrow says which way it went.
    pub fn change_size(&self, cell: &Cell, unit: Unit) -> String {
        cell.amount()
            .map_or_else(|| self.cell(cell, unit), |number| number::size(number, unit, &self.numbers))
    }

    /// The limits that figures are judged by: `email 24h`, or `2m–48h` where channels differ.
    pub fn limits(&self, limits: &[Limit]) -> Option<String> {
        let least = limits.iter().map(|limit| limit.length).min()?;
        let most = limits.iter().map(|limit| limit.length).max()?;
        let length = |millis| number::length(millis, &self.numbers);
        Some(match limits {
            [only] => format!("{} {}", escape::visible(&only.channel), length(only.length)),
            _ if least == most => length(least),
            _ => format!("{}–{}", length(least), length(most)),
        })
    }

    /// A bucket of days as people read it: `2026-W36 (31 Aug)`, and `3 of 7 days` where the period cuts it.
    pub fn dated_bucket(&self, span: &BucketSpan) -> String {
        self.dated(escape::visible(&span.label).into_owned(), span)
    }

    /// The same in full, where there is room: `W36 2026 (31 Aug)`, `1 Sep 2026`.
    pub fn bucket_in_full(&self, span: &BucketSpan) -> String {
        self.dated(self.bucket(&span.label), span)
    }

    fn dated(&self, mut text: String, span: &BucketSpan) -> String {
        let first = span.first.parse().ok().filter(|_| span.whole == 7 && span.label != span.first);
        text.extend(first.map(|day| format!(" ({})", self.day_and_month(day))));
        if span.is_cut() {
            let places = [("days", &*span.days.to_string()), ("whole", &*span.whole.to_string())];
            text.push_str(", ");
            text.push_str(&fill(self.beside.cut, &places));
        }
        text
    }

    /// How many rows of a long table are drawn.
    pub fn last_drawn(&self, rows: usize) -> String {
        fill(self.beside.last_drawn.of(self.language, rows as u64), &[("n", &rows.to_string())])
    }
}
