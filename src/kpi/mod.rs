//! Key figures as data: which facts, folded how, placed when; and the reports they make up.

mod agents;
mod ai;
mod channels;
mod columns;
mod compare;
pub mod faq;
mod fold;
mod grid;
pub mod list;
pub mod phone;
mod quality;
mod query;
mod sentiment;
mod shapes;
mod speed;
mod summary;
mod table;
mod tags;
mod targets;
mod times;
mod volume;

pub use query::{Anchor, View, AXES as MOST_DIMENSIONS};
pub use table::{Run, Side};
pub use times::default_groups;

use crate::facts::{Dimension, Facts, Flag, Grain, Measure, Moment, Split};
use crate::report::{Table, Theme, Unit};
use anyhow::Result;
use std::collections::BTreeSet;

/// One key figure.
pub struct Kpi {
    /// Its column name in machine formats; durations add `_n`, `_mean_s`, `_median_s`, `_p90_s`.
    pub id: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Its definition.
    pub about: &'static str,
    /// Whose reporting page has it.
    pub source: &'static str,
    /// Where it stands among the cards.
    pub theme: Theme,
    /// 0 is shown first, 9 is left out first.
    pub importance: u8,
    /// How it comes about.
    pub calculation: Calculation,
}

/// How a figure comes about.
pub enum Calculation {
    /// From the rows of one fact table.
    Fold {
        /// Which fact table.
        over: Grain,
        /// Which of its rows.
        among: &'static Flag,
        /// When a row counts, and whose it is.
        moment: &'static Moment,
        /// What becomes of the rows.
        fold: Fold,
    },
    /// From other figures, after folding.
    Of(Combine, &'static [&'static Kpi]),
}

/// What becomes of rows.
#[derive(Clone, Copy)]
pub enum Fold {
    /// Their number.
    Count,
    /// Number of distinct values.
    Distinct(&'static Dimension),
    /// Number of distinct conversations.
    DistinctConversations,
    /// Number of values that occur more than once.
    Repeated(&'static Dimension),
    /// A duration: how many, mean, median, 90th percentile.
    Duration(&'static Measure),
    /// Sum of whole numbers.
    Sum(&'static Measure),
    /// Mean of a score.
    Mean(&'static Measure),
    /// Fraction of the rows that also hold this flag.
    Share(&'static Flag),
    /// Sum of all steps up to the end of the bucket.
    Stock(&'static Measure),
    /// Sum of money, a figure for each value of the split.
    PerValue(&'static Split, &'static Measure),
}

/// How figures make another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// Added up.
    Sum,
    /// The first divided by the second.
    Ratio,
    /// The first as a fraction of the second.
    Rate,
    /// Money: the first divided by the second.
    MoneyEach,
    /// What is left of the second without the first, as a fraction of the second.
    Rest,
    /// Promoters less detractors in percent of all.
    Nps,
}

/// Shorthand for a figure from one fact table.
const fn over(over: Grain, among: &'static Flag, moment: &'static Moment, fold: Fold) -> Calculation {
    Calculation::Fold { over, among, moment, fold }
}

impl Kpi {
    /// What its main column counts in.
    pub fn unit(&self) -> Unit {
        match self.calculation {
            Calculation::Fold { fold, .. } => match fold {
                Fold::Duration(_) => Unit::Seconds,
                Fold::Mean(_) => Unit::Score,
                Fold::Share(_) => Unit::Rate,
                Fold::PerValue(..) => Unit::Money,
                Fold::Count
                | Fold::Sum(_)
                | Fold::Distinct(_)
                | Fold::DistinctConversations
                | Fold::Repeated(_)
                | Fold::Stock(_) => Unit::Count,
            },
            Calculation::Of(Combine::Sum, _) => Unit::Count,
            Calculation::Of(Combine::Ratio, _) => Unit::Ratio,
            Calculation::Of(Combine::Rate | Combine::Rest, _) => Unit::Rate,
            Calculation::Of(Combine::MoneyEach, _) => Unit::Money,
            Calculation::Of(Combine::Nps, _) => Unit::Nps,
        }
    }

    /// Its column names.
    pub fn columns(&self) -> Vec<String> {
        match self.unit() {
            Unit::Seconds => {
                ["n", "mean_s", "median_s", "p90_s"].map(|part| format!("{}_{part}", self.id)).into()
            }
            _ => vec![self.id.to_string()],
        }
    }

    /// Whether it tells texts from no texts.
    pub fn reads_texts(&self) -> bool {
        matches!(&self.calculation, Calculation::Fold { among, .. } if std::ptr::eq(*among, &crate::facts::FEEDBACK))
    }

    /// The grain of its rows; of a figure made from others, that of the first.
    pub fn grain(&self) -> Grain {
        match self.calculation {
            Calculation::Fold { over, .. } => over,
            Calculation::Of(_, parts) => parts.first().map_or(Grain::Conversation, |part| part.grain()),
        }
    }

    /// Whether it tells how customers' messages sound.
    pub fn tells_sentiment(&self) -> bool {
        sentiment::FIGURES.iter().any(|figure| std::ptr::eq(*figure, self))
    }

    /// What it is worked out apart for, each value in a column of its own; its column is then `id` and the value.
    fn split(&self) -> Option<&'static Split> {
        match self.calculation {
            Calculation::Fold { fold: Fold::PerValue(split, _), .. } => Some(split),
            Calculation::Fold { .. } => None,
            Calculation::Of(_, parts) => parts.iter().find_map(|part| part.split()),
        }
    }

    /// The fact tables it is made from.
    pub fn grains(&self, into: &mut BTreeSet<Grain>) {
        match self.calculation {
            Calculation::Fold { over, .. } => {
                into.insert(over);
                into.extend(over.made_from());
            }
            Calculation::Of(_, parts) => parts.iter().for_each(|part| part.grains(into)),
        }
    }
}

/// A figure as it is asked of the data: one that is split is asked once for each value.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The figure.
    pub kpi: &'static Kpi,
    /// The code of the value it is asked for.
    pub value: Option<u32>,
}

impl std::ops::Deref for Asked {
    type Target = Kpi;

    fn deref(&self) -> &Kpi {
        self.kpi
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        std::ptr::eq(self.kpi, other.kpi) && self.value == other.value
    }
}

impl Asked {
    /// The figures to ask, those that are split last, value by value.
    fn all(kpis: &[&'static Kpi], facts: &Facts) -> Vec<Asked> {
        let whole = kpis.iter().filter(|kpi| kpi.split().is_none());
        let mut asked: Vec<Asked> = whole.map(|&kpi| Asked { kpi, value: None }).collect();
        let split: Vec<&'static Kpi> = kpis.iter().copied().filter(|kpi| kpi.split().is_some()).collect();
        let values = split.first().and_then(|kpi| kpi.split()).map_or(&[][..], |split| (split.values)(facts));
        for &value in values {
            asked.extend(split.iter().map(|&kpi| Asked { kpi, value: Some(value) }));
        }
        asked
    }

    /// A figure that this one is made from.
    fn part(&self, kpi: &'static Kpi) -> Asked {
        Asked { kpi, value: kpi.split().and(self.value) }
    }
}

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
    /// Its sections.
    pub sections: &'static [Section],
}

/// All reports.
pub static FAMILIES: &[&Family] = &[
    &summary::FAMILY,
    &agents::FAMILY,
    &channels::FAMILY,
    &tags::FAMILY,
    &times::FAMILY,
    &quality::FAMILY,
    &phone::FAMILY,
    &ai::FAMILY,
    &faq::FAMILY,
];

impl std::fmt::Debug for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Family {
    /// The report of that command.
    pub fn named(name: &str) -> Option<&'static Family> {
        FAMILIES.iter().copied().find(|family| family.name == name)
    }

    /// The grain of its rows.
    fn grain(&self) -> Grain {
        let first = self.sections.iter().flat_map(|section| section.kpis).next();
        first.map_or(Grain::Conversation, |kpi| kpi.grain())
    }

    /// Whether its rows belong to conversations: then they can be anchored and told apart by all dimensions.
    pub fn is_of_conversations(&self) -> bool {
        self.grain().is_of_conversations()
    }

    /// Whether its rows have a dimension, so that they can be filtered by it.
    pub fn has(&self, dimension: &Dimension) -> bool {
        self.grain().has(dimension)
    }

    /// The figures of these sections, each once.
    pub fn kpis(&self) -> Vec<&'static Kpi> {
        unique(self.sections.iter().flat_map(|section| section.kpis.iter().copied()))
    }
}

/// All figures, each once, in the order of the reports.
pub fn all() -> Vec<&'static Kpi> {
    unique(FAMILIES.iter().flat_map(|family| family.kpis()))
}

fn unique(kpis: impl Iterator<Item = &'static Kpi>) -> Vec<&'static Kpi> {
    let mut met: Vec<&'static Kpi> = Vec::new();
    for kpi in kpis {
        if !met.iter().any(|other| std::ptr::eq(*other, kpi)) {
            met.push(kpi);
        }
    }
    met
}
