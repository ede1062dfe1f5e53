//! What a command found, before it is arranged and written.

use super::choice::OutputChoice;
use super::Order;
use crate::advice::Advised;
use crate::render::Audience;
use crate::report::{Definition, Table};
use anyhow::{bail, Result};

/// What a command found, before it is arranged and written.
#[derive(Default)]
pub struct Findings {
    /// The sections; the first is what formats of one table show.
    pub sections: Vec<Table>,
    /// Whether `--limit` was heeded where it applies, so that nothing more is cut.
    pub is_cut: bool,
    /// Whether people at a terminal are shown no more rows than it has, unless they ask.
    pub is_long: bool,
    /// Sections that people are not shown unless they ask.
    pub others: Vec<&'static str>,
    /// Whether nothing of what the report is about falls into its period and passes its filters.
    pub is_empty: bool,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
}

impl Findings {
    /// One table, to be cut as asked.
    pub fn one(table: Table) -> Findings {
        let is_empty = table.row_count() == 0;
        Findings { sections: vec![table], is_empty, ..Findings::default() }
    }

    /// One table that may have any number of rows.
    pub fn long(table: Table) -> Findings {
        Findings { is_long: true, ..Findings::one(table) }
    }

    /// The section alone that is asked for, where one is.
    ///
    /// # Errors
    /// If there is none of that name; it names those there are.
    pub fn of_section(mut self, order: &Order) -> Result<Findings> {
        let Some(name) = &order.output.section else { return Ok(self) };
        let names: Vec<String> = self.sections.iter().map(|table| table.name.clone()).collect();
        self.sections.retain(|table| table.name == *name);
        if self.sections.is_empty() {
            let what = format!("`insights {}` has no section \"{name}\"", order.name);
            bail!(Advised::new(what, format!("it has {}", names.join(", "))));
        }
        Ok(self)
    }

    /// Most rows of a section.
    pub fn limit(&self, output: &OutputChoice) -> Option<usize> {
        let of_screen =
            output.screen.filter(|_| self.is_long && output.format.audience() == Audience::Terminal);
        output.limit.or(of_screen).filter(|_| !self.is_cut)
    }
}
