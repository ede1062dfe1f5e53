//! Filters: which facts a run looks at, by the values of their dimensions.

use super::known_values::KnownValues;
use crate::advice::Advised;
use crate::facts::dimension::{DimensionCodes, Place};
use crate::facts::table::HeldIn;
use crate::facts::{Dimension, Facts, Grain, NONE};
use crate::fitting::numbered;
use anyhow::Result;
use std::collections::BTreeMap;

/// What was asked of one dimension: any of some values, none of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The dimension.
    pub dimension: &'static Dimension,
    /// One of these must hold; empty: no demand.
    pub any: Vec<String>,
    /// None of these may hold.
    pub none: Vec<String>,
    /// All of these must hold (tags).
    pub all: Vec<String>,
}

impl Clause {
    /// No demand on a dimension yet.
    pub fn on(dimension: &'static Dimension) -> Clause {
        Clause { dimension, any: Vec::new(), none: Vec::new(), all: Vec::new() }
    }

    /// The values as they were given, `!` before those ruled out; without those of `all`.
    pub fn as_given(&self) -> Vec<String> {
        let negated = self.none.iter().map(|value| format!("!{value}"));
        self.any.iter().cloned().chain(negated).collect()
    }
}

/// All filters of a run, resolved against the values that were loaded.
pub struct Filters {
    tests: Vec<Test>,
    /// Values that no row has, which is no mistake.
    absent: Vec<Advised>,
}

/// What filters let through of some facts.
pub struct Sieve<'a> {
    conversations: Option<Vec<bool>>,
    /// Rows of kinds of facts that hold dimensions themselves.
    rows: BTreeMap<Grain, Vec<bool>>,
    /// What becomes of a fact without conversation.
    nobody: bool,
    /// Which of the last ratings pass: those without conversation, whose source is known all the same.
    ratings_of_nobody: Option<RatingsOfNobody>,
    credit: Vec<&'a Test>,
}

/// One filter with codes in place of texts.
struct Test {
    dimension: &'static Dimension,
    any: Option<Vec<bool>>,
    none: Vec<bool>,
    all: Vec<Vec<bool>>,
}

impl Filters {
    /// Resolves filters.
    ///
    /// # Errors
    /// If a value that is wanted neither belongs to its vocabulary nor occurs in the data.
    pub fn new(clauses: &[Clause], facts: &Facts) -> Result<Filters> {
        let (mut tests, mut absent) = (Vec::with_capacity(clauses.len()), Vec::new());
        for clause in clauses {
            tests.push(Test::new(clause, facts, &mut absent)?);
        }
        Ok(Filters { tests, absent })
    }

    /// Values that no row has though they may be asked for, what that means and what may have been meant.
    pub fn absent(&self) -> &[Advised] {
        &self.absent
    }

    /// What they let through of these facts: all of a run, or those of some conversations.
    pub fn over(&self, facts: &Facts) -> Sieve<'_> {
        let mut sieve = Sieve::open();
        for test in &self.tests {
            for &grain in Grain::ALL {
                sieve.narrow_rows(grain, test, facts);
            }
            sieve.narrow_conversations(test, facts);
        }
        sieve.ratings_of_nobody = self.ratings_of_nobody(facts);
        sieve
    }
}

/// Which of the last rows of a table pass: those without conversation.
struct RatingsOfNobody {
    first: usize,
    passing: Vec<bool>,
}

impl Filters {
    /// Which of the ratings without conversation pass, where files have sources: of all that is asked they have nothing but
    /// that and its brand.
    fn ratings_of_nobody(&self, facts: &Facts) -> Option<RatingsOfNobody> {
        let count = facts.sources_of_nobodys.len();
        let is_asked = |test: &Test| matches!(test.dimension.place, Place::Sourced(..));
        if count == 0 || !self.tests.iter().any(is_asked) {
            return None;
        }
        let mut kept = vec![true; count];
        for test in &self.tests {
            match test.dimension.codes(facts) {
                DimensionCodes::Credit | DimensionCodes::Row(_) => {}
                DimensionCodes::Sourced(codes) => {
                    narrow(&mut kept, |row| test.passes_code(codes.of_nobodys[row]));
                }
                DimensionCodes::Conversation(_) | DimensionCodes::Lists(_) => {
                    narrow(&mut kept, |_| test.passes(&[]));
                }
            }
        }
        let first = facts.ratings.at.len() - count;
        Some(RatingsOfNobody { first, passing: kept })
    }
}

impl<'a> Sieve<'a> {
    /// Everything passes.
    pub const OPEN: &'static Sieve<'static> = &Sieve::open();

    const fn open() -> Sieve<'a> {
        Sieve {
            conversations: None,
            rows: BTreeMap::new(),
            nobody: true,
            ratings_of_nobody: None,
            credit: Vec::new(),
        }
    }

    /// Whether everything passes.
    pub fn is_open(&self) -> bool {
        self.conversations.is_none() && self.rows.is_empty() && self.credit.is_empty()
    }

    fn narrow_conversations(&mut self, test: &'a Test, facts: &Facts) {
        let codes = test.dimension.codes(facts);
        match codes {
            DimensionCodes::Credit => self.credit.push(test),
            DimensionCodes::Row(_) => {}
            DimensionCodes::Conversation(_) | DimensionCodes::Sourced(_) | DimensionCodes::Lists(_) => {
                self.nobody &= test.passes(&[]);
                let rows = facts.conversations.created_at.len();
                let kept = self.conversations.get_or_insert_with(|| vec![true; rows]);
                narrow(kept, |row| test.passes(codes.at(row, numbered(row), &NONE)));
            }
        }
    }

    /// What a filter means for rows that hold the dimension themselves; one they do not have is refused before.
    fn narrow_rows(&mut self, grain: Grain, test: &Test, facts: &Facts) {
        for own in grain.table().dimensions.iter().filter(|own| own.dimension == test.dimension) {
            match own.held {
                HeldIn::Credit => {}
                HeldIn::Value(value) => {
                    let of_all = test.passes(facts.dictionary(own.dimension.domain).find(value).as_slice());
                    narrow(self.rows_of(grain, facts), |_| of_all);
                }
                HeldIn::Codes(of) => {
                    let codes = of(facts);
                    narrow(self.rows_of(grain, facts), |row| {
                        test.passes_code(codes.get(row).copied().unwrap_or(NONE))
                    });
                }
                HeldIn::Lists(of) => {
                    let lists = of(facts);
                    narrow(self.rows_of(grain, facts), |row| test.passes(lists.get(row)));
                }
            }
        }
    }

    /// Which rows of a kind of fact pass so far.
    fn rows_of(&mut self, grain: Grain, facts: &Facts) -> &mut [bool] {
        self.rows.entry(grain).or_insert_with(|| vec![true; grain.table().rows(facts)])
    }

    /// What it lets through of one kind of fact.
    pub fn of(&self, grain: Grain) -> RowSieve<'_> {
        let own = self.rows.get(&grain);
        let conversations = self.conversations.as_ref().filter(|_| grain.table().dimensions.is_empty());
        RowSieve {
            is_own: own.is_some(),
            passing: own.or(conversations).map(Vec::as_slice),
            nobody: self.nobody,
            of_nobody: self.ratings_of_nobody.as_ref().filter(|_| grain == Grain::Rating),
            credit: &self.credit,
        }
    }

    /// Whether a fact of that conversation ([`NONE`]: of none), credited to that agent, passes.
    #[inline]
    pub fn passes(&self, conversation: u32, agent: u32) -> bool {
        let of_conversation = match &self.conversations {
            Some(passing) => passing.get(conversation as usize).copied().unwrap_or(self.nobody),
            None => true,
        };
        of_conversation && self.credit.iter().all(|test| test.passes_code(agent))
    }
}

/// All filters of a run, as they bear on one kind of fact.
#[derive(Clone, Copy)]
pub struct RowSieve<'a> {
    /// Which rows pass, if they hold dimensions themselves; else which conversations.
    passing: Option<&'a [bool]>,
    is_own: bool,
    nobody: bool,
    /// Which of the last rows pass, those without conversation; nothing where all of them fare alike.
    of_nobody: Option<&'a RatingsOfNobody>,
    credit: &'a [&'a Test],
}

impl RowSieve<'_> {
    /// Whether a row passes that belongs to that conversation ([`NONE`]: to none) and is credited to that agent.
    #[inline]
    pub fn passes(&self, row: usize, conversation: u32, agent: u32) -> bool {
        let place = if self.is_own { row } else { conversation as usize };
        self.passing
            .is_none_or(|passing| passing.get(place).copied().unwrap_or_else(|| self.passes_alone(row)))
            && self.credit.iter().all(|test| test.passes_code(agent))
    }

    /// Whether a row without conversation passes.
    fn passes_alone(&self, row: usize) -> bool {
        let own = self.of_nobody.and_then(|alone| alone.passing.get(row.checked_sub(alone.first)?));
        own.copied().unwrap_or(self.nobody)
    }
}

impl Test {
    fn new(clause: &Clause, facts: &Facts, absent: &mut Vec<Advised>) -> Result<Test> {
        let values = KnownValues::of(clause.dimension, facts);
        let any = if clause.any.is_empty() { None } else { Some(values.wanted(&clause.any, absent)?) };
        let mut all = Vec::new();
        for value in &clause.all {
            all.push(values.wanted(std::slice::from_ref(value), absent)?);
        }
        Ok(Test { dimension: clause.dimension, any, none: values.ruled_out(&clause.none, absent), all })
    }

    /// Whether a row with that value ([`NONE`]: without any) passes.
    fn passes_code(&self, code: u32) -> bool {
        self.passes(if code == NONE { &[] } else { std::slice::from_ref(&code) })
    }

    fn passes(&self, codes: &[u32]) -> bool {
        let holds = |set: &[bool]| codes.iter().any(|&code| set.get(code as usize) == Some(&true));
        self.any.as_ref().is_none_or(|set| holds(set))
            && !holds(&self.none)
            && self.all.iter().all(|set| holds(set))
    }
}

/// Keeps of some rows those that pass.
fn narrow(kept: &mut [bool], passes: impl Fn(usize) -> bool) {
    for (row, kept) in kept.iter_mut().enumerate() {
        *kept = *kept && passes(row);
    }
}
