//! One key figure as data: which facts, folded how, placed when.

use crate::facts::{
    Asks, Dimension, Facts, FigureWords, Flag, Grain, GrainSet, Measure, Moment, Source, Split, TableName,
};
use crate::language::Labels;
use crate::report::{Better, Part, Theme, Unit};

/// One key figure.
pub struct Kpi {
    /// Its column name in machine formats; durations have one a part.
    pub id: &'static str,
    /// What people read.
    pub label: Labels,
    /// Its definition.
    pub about: Labels,
    /// Whose reporting page has it.
    pub source: &'static str,
    /// Where it stands among the cards.
    pub theme: Theme,
    /// Which way it moves for the better.
    pub better: Better,
    /// 0 is shown first, 9 is left out first.
    pub importance: u8,
    /// How it comes about.
    pub calculation: Calculation,
    /// Without all of these it is unknown, besides those that its fact table is told by.
    pub needs: &'static [Source],
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

/// A figure from one fact table. Words that are another table's would give wrong numbers: they do not compile.
pub const fn over(over: Grain, among: &'static Flag, moment: &'static Moment, fold: Fold) -> Calculation {
    assert!(among.fits(over), "the flag is another fact table's");
    assert!(moment.of as u8 == over as u8, "the moment is another fact table's");
    assert!(fold.fits(over), "what is folded is another fact table's");
    Calculation::Fold { over, among, moment, fold }
}

impl Fold {
    /// Whether rows of that kind can be folded so.
    const fn fits(&self, grain: Grain) -> bool {
        match self {
            Fold::Count | Fold::DistinctConversations => true,
            Fold::Distinct(dimension) | Fold::Repeated(dimension) => dimension.fits(grain),
            Fold::Duration(measure) | Fold::Sum(measure) | Fold::Mean(measure) | Fold::Stock(measure) => {
                measure.of as u8 == grain as u8
            }
            Fold::Share(part) => part.fits(grain),
            Fold::PerValue(split, measure) => {
                split.of as u8 == grain as u8 && measure.of as u8 == grain as u8
            }
        }
    }
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

    /// The numbers it has, a column each.
    pub fn parts(&self) -> &'static [Part] {
        if self.unit() == Unit::Seconds {
            &Part::OF_DURATION
        } else {
            &[Part::Own]
        }
    }

    /// Its column names.
    pub fn columns(&self) -> Vec<String> {
        self.parts().iter().map(|part| part.name(self.id)).collect()
    }

    /// Whether its flag is told by what is read only where it is asked for.
    pub fn asks(&self, what: Asks) -> bool {
        match &self.calculation {
            Calculation::Fold { among, .. } => among.asks == what,
            Calculation::Of(_, parts) => parts.iter().any(|part| part.asks(what)),
        }
    }

    /// The grain of its rows; of a figure made from others, that of the first.
    pub fn grain(&self) -> Grain {
        match self.calculation {
            Calculation::Fold { over, .. } => over,
            Calculation::Of(_, parts) => parts.first().map_or(Grain::Conversation, |part| part.grain()),
        }
    }

    /// Whether anything was read that it is told by. One made from others is unknown where one of them is.
    pub fn is_told(&self, facts: &Facts) -> bool {
        self.told_by().all(|source| !facts.untold.contains(source))
    }

    fn told_by(&self) -> impl Iterator<Item = &'static Source> {
        let of_table = match self.calculation {
            Calculation::Fold { over, .. } => over.table().told_by,
            Calculation::Of(..) => &[],
        };
        self.needs.iter().chain(of_table)
    }

    /// The tables that it, or what it is made from, is told by or reads.
    pub fn tables(&self) -> Vec<TableName> {
        let mut tables: Vec<TableName> = self.told_by().map(|source| source.table()).collect();
        match self.calculation {
            Calculation::Fold { over, .. } => {
                tables.extend(over.table().reads.iter().map(|(table, _)| table))
            }
            Calculation::Of(_, parts) => tables.extend(parts.iter().flat_map(|part| part.tables())),
        }
        tables
    }

    /// What it is worked out apart for, each value in a column of its own; its column is then `id` and the value.
    pub fn split(&self) -> Option<&'static Split> {
        match self.calculation {
            Calculation::Fold { fold: Fold::PerValue(split, _), .. } => Some(split),
            Calculation::Fold { .. } => None,
            Calculation::Of(_, parts) => parts.iter().find_map(|part| part.split()),
        }
    }

    /// The measures and moments it is made of.
    pub fn words(&self, words: &mut FigureWords) {
        match self.calculation {
            Calculation::Fold { moment, fold, .. } => {
                words.moments.push(moment);
                match fold {
                    Fold::Duration(measure)
                    | Fold::Sum(measure)
                    | Fold::Mean(measure)
                    | Fold::Stock(measure)
                    | Fold::PerValue(_, measure) => words.measures.push(measure),
                    Fold::Count
                    | Fold::Distinct(_)
                    | Fold::DistinctConversations
                    | Fold::Repeated(_)
                    | Fold::Share(_) => {}
                }
            }
            Calculation::Of(_, parts) => parts.iter().for_each(|part| part.words(words)),
        }
    }

    /// The fact tables it is made from.
    pub fn grains(&self, into: &mut GrainSet) {
        match self.calculation {
            Calculation::Fold { over, .. } => {
                into.insert(over);
                into.extend(over.table().made_from.iter().copied());
            }
            Calculation::Of(_, parts) => parts.iter().for_each(|part| part.grains(into)),
        }
    }
}

/// Defines figures, a static each.
/// A figure is told by its id and the kind of fact it is about: calls have a handle time, and conversations too.
impl PartialEq for Kpi {
    fn eq(&self, other: &Kpi) -> bool {
        self.id == other.id && self.grain() == other.grain()
    }
}

/// Declares key figures, and lists them as what their file defines.
macro_rules! kpis {
    (@better) => { $crate::report::Better::Neither };
    (@better $better:ident) => { $crate::report::Better::$better };
    ($($name:ident = $id:literal, $label:expr, $source:literal, $theme:ident $importance:literal, $calculation:expr, [$about:literal $(, $translated:literal)+ $(,)?] $(better $better:ident)? $(needs $($need:expr),+)?;)*) => {
        $(#[doc = $about] pub static $name: Kpi = Kpi {
            id: $id, label: $label, about: [$about $(, $translated)+], source: $source, theme: $theme,
            better: kpis!(@better $($better)?),
            importance: $importance, calculation: $calculation, needs: &[$($($need),+)?],
        };)*

        /// The figures defined here.
        #[cfg(test)]
        pub static DEFINED: &[&Kpi] = &[$(&$name),*];
    };
}
pub(crate) use kpis;
