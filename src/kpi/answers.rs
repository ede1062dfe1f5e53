//! What a report asks of the facts, and the answers: at once where all facts are at hand, else for all questions together.
//!
//! Where figures alone are wanted, facts of conversations are made portion by portion, folded and dropped. A report is
//! then made twice: the first time what it asks is taken down, and once everything is folded it is made of the answers.

use super::asked::Asked;
use super::axis::Axis;
use super::fold::{GroupFigures, Round, Tally};
use super::select::{is_met, RowChoice, View};
use crate::facts::{Conversations, Facts};
use crate::scope::bucket::Buckets;
use crate::scope::filter::{Filters, Sieve};
use crate::scope::question::Anchor;
use anyhow::Result;
use std::cell::RefCell;
use std::sync::Arc;

/// One thing asked of the facts.
#[derive(Clone, PartialEq)]
pub struct Query {
    /// What of them.
    pub sought: Sought,
    /// The buckets of time.
    pub buckets: Buckets,
    /// What places facts.
    pub anchor: Anchor,
    /// Whether the filters of the run bear on it.
    pub is_filtered: bool,
}

/// What is asked of facts.
#[derive(Clone, PartialEq)]
pub enum Sought {
    /// Figures by bucket and group.
    Figures {
        /// What tells groups apart.
        axes: Vec<Axis>,
        /// The figures.
        figures: Vec<Asked>,
    },
    /// Whether there is any row that counts.
    Any(RowChoice),
}

/// What a query comes to.
pub enum QueryAnswer {
    /// The figures of every group met.
    Figures(GroupFigures),
    /// Whether there is any row.
    Any(bool),
}

/// The answers known so far, and the queries that have none yet.
#[derive(Default)]
pub struct Answers {
    pace: Pace,
    met: RefCell<Vec<(Query, Option<Arc<QueryAnswer>>)>>,
}

/// When queries are answered.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// As they are asked: all facts are at hand.
    #[default]
    AtOnce,
    /// All that wait together, when facts are folded.
    Together,
    /// One at a time and few of its figures: facts are folded again and again, in less memory.
    InTurn,
}

/// So many figures that are made of values are gathered at once where queries are answered in turn.
const FIGURES_AT_ONCE: usize = 3;

impl Query {
    /// These facts as it looks at them.
    fn view<'a>(&'a self, facts: &'a Facts, sieve: &'a Sieve<'a>) -> View<'a> {
        let sieve = if self.is_filtered { sieve } else { Sieve::OPEN };
        View { facts, buckets: &self.buckets, sieve, anchor: self.anchor }
    }

    /// Whether its answer takes room that grows with the facts.
    fn is_of_figures(&self) -> bool {
        matches!(self.sought, Sought::Figures { .. })
    }

    /// What it comes to before any fact is looked at.
    fn nothing(&self) -> PartialAnswer {
        self.begin(Round::WHOLE, None)
    }

    /// How often facts are folded for it where so many figures are gathered at once.
    fn rounds(&self, at_once: usize) -> usize {
        match &self.sought {
            Sought::Figures { figures, .. } => Tally::rounds(figures, at_once),
            Sought::Any(_) => 1,
        }
    }

    /// What it comes to before any fact is looked at in a round, after what the rounds before came to.
    fn begin(&self, round: Round, before: Option<&QueryAnswer>) -> PartialAnswer {
        match &self.sought {
            Sought::Figures { figures, .. } => {
                let met = match before {
                    Some(QueryAnswer::Figures(before)) => before.keys.as_slice(),
                    Some(QueryAnswer::Any(_)) | None => &[],
                };
                PartialAnswer::Figures(Tally::of_round(figures, round, met))
            }
            Sought::Any(_) => PartialAnswer::Any(false),
        }
    }
}

/// What a query came to so far.
enum PartialAnswer {
    Figures(Tally),
    Any(bool),
}

impl PartialAnswer {
    /// Looks at more facts, before which there were so many conversations.
    fn add(&mut self, query: &Query, view: &View, before: u32) {
        match (self, &query.sought) {
            (PartialAnswer::Figures(tally), Sought::Figures { axes, .. }) => tally.add(view, axes, before),
            (PartialAnswer::Any(met), Sought::Any(source)) => *met = *met || is_met(*source, view),
            (PartialAnswer::Figures(_) | PartialAnswer::Any(_), _) => {}
        }
    }

    /// What it comes to, with what others came to for the same query.
    fn finish(self, others: Vec<PartialAnswer>) -> QueryAnswer {
        match self {
            PartialAnswer::Figures(tally) => {
                let tallies = others.into_iter().filter_map(|other| match other {
                    PartialAnswer::Figures(tally) => Some(tally),
                    PartialAnswer::Any(_) => None,
                });
                QueryAnswer::Figures(tally.finish(tallies.collect()))
            }
            PartialAnswer::Any(met) => {
                QueryAnswer::Any(met || others.iter().any(|other| matches!(other, PartialAnswer::Any(true))))
            }
        }
    }
}

impl Answers {
    /// Answers that wait until facts are folded for all of them together.
    pub fn waiting() -> Answers {
        Answers { pace: Pace::Together, ..Answers::default() }
    }

    /// Has facts folded for one of the answers that wait at a time: again and again, in less memory.
    pub fn wait_in_turn(&mut self) {
        self.pace = Pace::InTurn;
    }

    /// The answer to a query over all facts at hand; where it has to wait, the answer of no facts for now.
    pub fn to(&self, query: Query, facts: &Facts, sieve: &Sieve) -> Arc<QueryAnswer> {
        let known = self.met.borrow().iter().find(|(met, _)| *met == query).map(|(_, answer)| answer.clone());
        match known {
            Some(Some(answer)) => return answer,
            Some(None) => return Arc::new(query.nothing().finish(Vec::new())),
            None if self.pace != Pace::AtOnce => {
                let answer = Arc::new(query.nothing().finish(Vec::new()));
                self.met.borrow_mut().push((query, None));
                return answer;
            }
            None => {}
        }
        let mut progress = query.nothing();
        progress.add(&query, &query.view(facts, sieve), 0);
        let answer = Arc::new(progress.finish(Vec::new()));
        self.met.borrow_mut().push((query, Some(Arc::clone(&answer))));
        answer
    }

    /// Whether any query waits for its answer.
    pub fn is_waiting(&self) -> bool {
        self.met.borrow().iter().any(|(_, answer)| answer.is_none())
    }

    /// Answers every query that waits: has the facts of all conversations on up to `threads` threads and folds them
    /// beside the facts at hand, which are of none.
    ///
    /// # Errors
    /// If facts can't be read.
    pub fn settle(
        &mut self,
        conversations: &mut impl Conversations,
        facts: &mut Facts,
        filters: &Filters,
        threads: usize,
    ) -> Result<()> {
        let (at_once, queries) = match self.pace {
            Pace::InTurn => (FIGURES_AT_ONCE, 1),
            Pace::AtOnce | Pace::Together => (usize::MAX, usize::MAX),
        };
        let met = self.met.get_mut();
        let waiting = met.iter_mut().filter(|(_, answer)| answer.is_none());
        let (mut heavy, mut turn): (Vec<_>, Vec<_>) = waiting.partition(|(query, _)| query.is_of_figures());
        while !(heavy.is_empty() && turn.is_empty()) {
            turn.extend(heavy.drain(..heavy.len().min(queries)));
            let open: Vec<Query> = turn.iter().map(|(query, _)| query.clone()).collect();
            let mut answers: Vec<QueryAnswer> = Vec::new();
            for number in 0..open.iter().map(|query| query.rounds(at_once)).max().unwrap_or(1) {
                let round = Round { number, at_once };
                let begin = || -> Vec<PartialAnswer> {
                    let queries = open.iter().enumerate();
                    queries.map(|(place, query)| query.begin(round, answers.get(place))).collect()
                };
                let mut all = begin();
                let mut shares: Vec<Vec<PartialAnswer>> = (0..threads.max(1)).map(|_| begin()).collect();
                fold(&open, facts, filters, 0, &mut all);
                conversations.each(facts, &mut shares, |portion, before, share| {
                    fold(&open, portion, filters, before, share);
                })?;
                let mut shares: Vec<_> = shares.into_iter().map(Vec::into_iter).collect();
                for (place, progress) in all.into_iter().enumerate() {
                    let others = shares.iter_mut().filter_map(Iterator::next).collect();
                    let answer = progress.finish(others);
                    match answers.get_mut(place) {
                        Some(before) => before.extend(answer),
                        None => answers.push(answer),
                    }
                }
            }
            for ((_, slot), answer) in turn.drain(..).zip(answers) {
                *slot = Some(Arc::new(answer));
            }
        }
        Ok(())
    }
}

impl QueryAnswer {
    /// Adds what it came to in a later round, which looked at all facts as well.
    fn extend(&mut self, later: QueryAnswer) {
        match (self, later) {
            (QueryAnswer::Figures(own), QueryAnswer::Figures(later)) => own.extend(later),
            (own, later) => *own = later,
        }
    }
}

/// Adds some facts to what queries came to.
fn fold(queries: &[Query], facts: &Facts, filters: &Filters, before: u32, progress: &mut [PartialAnswer]) {
    let sieve = filters.over(facts);
    for (query, progress) in queries.iter().zip(progress) {
        progress.add(query, &query.view(facts, &sieve), before);
    }
}
