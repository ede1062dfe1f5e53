//! What a run needs of the facts, so that nothing else is derived.

use super::words::FigureWords;
use super::{Domain, Grain, GrainSet, DIMENSIONS};
use std::collections::BTreeSet;

/// Which facts a run needs.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What is counted first of all.
    pub first: Grain,
    /// Fact tables besides the conversations.
    pub grains: GrainSet,
    /// Cases, messages, exchanges, handlings and contacts wholly outside this half-open range of instants may be left
    /// out, and spans of open conversations that end before it.
    pub range: Option<(i64, i64)>,
    /// The figures asked for; `None`: the facts themselves are.
    pub figures: Option<BTreeSet<&'static str>>,
    /// The words that figures are made of; `None`: all.
    pub words: Option<FigureWords>,
    /// Dimensions that rows are filtered by or told apart by, and measures.
    pub dimensions: Vec<&'static str>,
    /// Feedback is to be told from an empty comment.
    pub texts: bool,
    /// Texts are to be read by people: messages, subjects, names of customers.
    pub reading: bool,
    /// Of messages only first questions are to be read.
    pub first_questions: bool,
    /// How customers' messages sound is to be told.
    pub sentiment: bool,
    /// Figures alone are wanted: facts of conversations may go once they are folded.
    pub is_folded: bool,
    /// The greatest instant of all data is to be found.
    pub every_instant: bool,
    /// Each row that can't be used is to be told, not only how many there are.
    pub each_rejected: bool,
}

impl Wanted {
    /// Whether that figure is asked for, or how many values it has.
    pub(super) fn has_figure(&self, figure: &str) -> bool {
        let is_it = |own: &&str| own.strip_suffix("_n").unwrap_or(own) == figure;
        self.figures.as_ref().is_none_or(|figures| figures.iter().any(is_it))
    }

    /// Whether rows are told apart or filtered by a dimension of a domain.
    pub(super) fn tells_apart_by(&self, domain: Domain) -> bool {
        let mut asked = DIMENSIONS.iter().filter(|dimension| self.dimensions.contains(&dimension.id));
        asked.any(|dimension| dimension.domain == domain)
    }

    /// Whether any facts are found by comparing those of all conversations.
    pub fn compares(&self) -> bool {
        self.grains.iter().any(|grain| !grain.table().compares.is_empty())
    }

    /// Whether facts of conversations may go as they are derived: not where others are found by comparing them all.
    pub fn may_fold(&self) -> bool {
        self.is_folded && !self.compares()
    }

    /// Whether the facts of a grain with these instants are needed.
    pub(super) fn has(&self, grain: Grain, instants: &[i64]) -> bool {
        self.grains.contains(grain)
            && self.range.is_none_or(|(from, to)| instants.iter().any(|&at| from <= at && at < to))
    }
}
