//! Sections of reports, and the commands they belong to.

use super::definition::Kpi;
use super::table::Run;
use crate::facts::table::FactTable;
use crate::facts::{Dimension, Grain};
use crate::report::Table;
use anyhow::Result;

/// One section of a report.
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// Whether people see it without asking for it by name.
    pub at_first_sight: bool,
    /// The figures it shows.
    pub kpis: &'static [&'static Kpi],
    /// Makes it.
    pub build: fn(&Run, &Section) -> Result<Table>,
}

/// A command and the sections of its report; the first is what formats of one table show.
pub struct Family {
    /// The command.
    pub name: &'static str,
    /// What it reports, in one line.
    pub about: &'static str,
    /// Dimensions its sections are told apart by and that are not always read.
    pub dimensions: &'static [&'static str],
    /// Whether it has rankings: then `--limit` cuts them alone.
    pub has_rankings: bool,
    /// Its sections.
    pub sections: &'static [Section],
}

impl std::fmt::Debug for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Family {
    /// What its rows are.
    pub fn table(&self) -> &'static FactTable {
        let first = self.sections.iter().flat_map(|section| section.kpis).next();
        first.map_or(Grain::Conversation, |kpi| kpi.grain()).table()
    }

    /// Whether its rows belong to conversations: then they can be anchored and told apart by all dimensions.
    pub fn is_of_conversations(&self) -> bool {
        self.table().is_of_conversations()
    }

    /// Whether its rows have a dimension, so that they can be filtered by it.
    pub fn has(&self, dimension: &Dimension) -> bool {
        self.table().has(dimension)
    }

    /// The figures of these sections, each once.
    pub fn kpis(&self) -> Vec<&'static Kpi> {
        unique(self.sections.iter().flat_map(|section| section.kpis.iter().copied()))
    }
}

/// Figures without those that came before.
pub fn unique(kpis: impl Iterator<Item = &'static Kpi>) -> Vec<&'static Kpi> {
    let mut met: Vec<&'static Kpi> = Vec::new();
    for kpi in kpis {
        if !met.contains(&kpi) {
            met.push(kpi);
        }
    }
    met
}
