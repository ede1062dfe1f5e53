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

impl Section {
    /// Whether its rows are hours, whatever the buckets.
    pub fn is_by_hour(&self) -> bool {
        matches!(self.name, "heatmap" | "hours")
    }
}

/// A command and the sections of its report; the first is what formats of one table show.
pub struct Family {
    /// The command.
    pub name: &'static str,
    /// What it reports, in one line.
    pub about: &'static str,
    /// Dimensions and measures that its sections are told apart by and that are not always read.
    pub dimensions: &'static [&'static str],
    /// Whether it has rankings: then `--limit` cuts them alone.
    pub has_rankings: bool,
    /// The facts that it is about: where none of them falls into the period, that is said.
    pub own: &'static [Grain],
    /// What people call these.
    pub things: &'static str,
    /// Its sections.
    pub sections: &'static [Section],
}

/// What reports about conversations are about: all that happens, but not that some stay open.
pub const OF_CONVERSATIONS: &[Grain] = &[
    Grain::Conversation,
    Grain::Case,
    Grain::Message,
    Grain::Exchange,
    Grain::Handling,
    Grain::Contact,
    Grain::Rating,
    Grain::Action,
    Grain::Lapse,
    Grain::Comment,
];

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

    /// Whether any row of what it is about makes one of these figures.
    pub fn happens(&self, run: &Run, kpis: &[&'static Kpi]) -> bool {
        let alone = run.without_conversations();
        kpis.iter().any(|kpi| {
            let run = if self.is_of_conversations() && !kpi.grain().table().is_of_conversations() {
                &alone
            } else {
                run
            };
            let sources = kpi.sources();
            let mut own =
                sources.iter().filter(|source| !source.is_stock && self.own.contains(&source.grain));
            own.any(|source| run.is_met(*source))
        })
    }

    /// How many rows of these figures stand in no hour, as they have a date without a time of day.
    pub fn without_hour(&self, run: &Run, kpis: &[&'static Kpi]) -> usize {
        let mut most = 0;
        for source in kpis.iter().flat_map(|kpi| kpi.sources()).filter(|source| !source.is_stock) {
            let moment = run.question.anchor.moment().unwrap_or(source.moment);
            most = most.max(run.facts.count_dates(moment));
        }
        most
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
