//! What a figure counts: rows of a fact table, or what they have in common.

use crate::facts::{
    Dimension, Domain, Facts, Flag, Grain, Measure, Moment, MISSING, NONE, NUMBER_SCALE, SCORE,
};
use crate::kpi::definition::{Calculation, Combine, Fold, Kpi};
use crate::kpi::select::{select, Groups, RowChoice, Selection};
use crate::kpi::table::Run;
use crate::report::{Cell, Unit};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// One thing that a figure counts.
pub struct Thing {
    /// What it is.
    pub of: Identity,
    /// When it counts; of several rows, the first of them.
    pub at: i64,
    /// The place of its conversation; `NONE`: it has none.
    pub conversation: u32,
    /// Whose it is; `NONE`: nobody's.
    pub agent: u32,
    /// Its value.
    pub value: Cell,
    /// The code of the currency of a value that has one.
    pub currency: u32,
    /// The figure that counts it, where several make up the one asked for.
    pub part: Option<&'static Kpi>,
}

/// What makes a thing one thing.
#[derive(Clone, Copy)]
pub enum Identity {
    /// A row of a fact table.
    Row(Grain, u32),
    /// A value of a domain, by its code.
    Value(Domain, u32),
    /// A conversation at that place.
    Conversation(u32),
    /// A conversation at that place, and an agent.
    Handled(u32, u32),
}

/// Everything a figure counts, each once.
pub fn things(run: &Run, kpi: &'static Kpi) -> Vec<Thing> {
    match &kpi.calculation {
        Calculation::Fold { over, among, moment, fold } => {
            let folded = FoldedRows { over: *over, among, moment, fold: *fold };
            if over.table().is_of_conversations() || !over.table().dimensions.is_empty() {
                folded.things(run)
            } else {
                folded.things(&run.without_conversations())
            }
        }
        Calculation::Of(Combine::Sum | Combine::Ratio | Combine::MoneyEach, parts) => all_of(run, parts),
        Calculation::Of(Combine::Rate, parts) => parted(run, parts, true),
        Calculation::Of(Combine::Rest, parts) => parted(run, parts, false),
        Calculation::Of(Combine::Nps, parts) => {
            parts.last().map_or_else(Vec::new, |answers| things(run, answers))
        }
    }
}

/// The things of several figures.
fn all_of(run: &Run, parts: &[&'static Kpi]) -> Vec<Thing> {
    let mut all = Vec::new();
    for part in parts {
        for thing in things(run, part) {
            all.push(Thing { part: Some(part), ..thing });
        }
    }
    all
}

/// The denominator of a rate; the value of those in the numerator is 1, of the others 0. `counts` says whether the
/// numerator is what the first figure counts, or the rest.
fn parted(run: &Run, parts: &[&'static Kpi], counts: bool) -> Vec<Thing> {
    let [part, whole] = parts else { return Vec::new() };
    let mut held = BTreeSet::new();
    for thing in things(run, part) {
        held.insert(thing.of.code());
    }
    let mut all = things(run, whole);
    for thing in &mut all {
        thing.value = Cell::Whole(i64::from(held.contains(&thing.of.code()) == counts));
    }
    all
}

impl Identity {
    /// Numbers that tell it from others of its kind.
    fn code(self) -> (u32, u32) {
        match self {
            Identity::Row(_, code) | Identity::Value(_, code) | Identity::Conversation(code) => (code, 0),
            Identity::Handled(conversation, agent) => (conversation, agent),
        }
    }
}

/// What the values of a figure's things count in; `None`: they have none.
pub fn unit_of_values(kpi: &Kpi) -> Option<Unit> {
    match &kpi.calculation {
        Calculation::Fold { over, fold, .. } => unit(*over, *fold),
        Calculation::Of(Combine::Rate | Combine::Rest, _) => Some(Unit::Rate),
        Calculation::Of(_, parts) => parts.iter().rev().find_map(|part| unit_of_values(part)),
    }
}

/// What the values of rows folded so count in; `None`: they have none.
fn unit(over: Grain, fold: Fold) -> Option<Unit> {
    match fold {
        Fold::Duration(_) => Some(Unit::Seconds),
        Fold::Share(_) => Some(Unit::Rate),
        Fold::PerValue(..) => Some(Unit::Money),
        Fold::Mean(_) => Some(Unit::Ratio),
        Fold::Count if over == Grain::Rating => Some(Unit::Ratio),
        Fold::Sum(_) | Fold::Distinct(_) | Fold::Repeated(_) | Fold::DistinctConversations => {
            Some(Unit::Count)
        }
        Fold::Count | Fold::Stock(_) => None,
    }
}

/// The rows of one fact table as one figure folds them.
struct FoldedRows {
    over: Grain,
    among: &'static Flag,
    moment: &'static Moment,
    fold: Fold,
}

impl FoldedRows {
    fn things(&self, run: &Run) -> Vec<Thing> {
        let rows = self.rows(run);
        match self.fold {
            Fold::Count if self.over == Grain::Rating => self.each(rows, &|row| Some(score(run.facts, row))),
            Fold::Count => self.each(rows, &|_| Some(Cell::Missing)),
            Fold::Share(part) => {
                let flags = (self.over.table().held)(run.facts);
                self.each(rows, &|row| Some(Cell::Whole(i64::from(part.holds(flags[row])))))
            }
            Fold::Duration(measure) => self.each(rows, &|row| duration(run.facts, measure, row)),
            Fold::Mean(measure) => self.each(rows, &|row| number(run.facts, measure, row)),
            Fold::Sum(measure) => self.each(rows, &|row| counted(run.facts, measure, row)),
            Fold::PerValue(split, measure) => {
                let codes = (split.codes)(run.facts);
                let mut things = self.each(rows, &|row| number(run.facts, measure, row));
                for thing in &mut things {
                    if let Identity::Row(_, row) = thing.of {
                        thing.currency = codes[row as usize];
                    }
                }
                things
            }
            Fold::Distinct(dimension) => self.distinct(run.facts, rows, dimension),
            Fold::Repeated(dimension) => {
                let mut things = self.distinct(run.facts, rows, dimension);
                things.retain(|thing| thing.value != Cell::Whole(1));
                things
            }
            Fold::DistinctConversations => gathered(rows, |_, row| {
                row.is_placed().then_some(Identity::Handled(row.conversation, row.agent))
            }),
            Fold::Stock(measure) => open(rows, (measure.values)(run.facts)),
        }
    }

    /// The rows that count, in any group and bucket.
    fn rows(&self, run: &Run) -> Vec<CountedRow> {
        let (facts, table) = (run.facts, self.over.table());
        let now = run.now.whole();
        let is_stock = matches!(self.fold, Fold::Stock(_));
        let source = RowChoice { grain: self.over, moment: self.moment, is_stock };
        let mut selection = Selection::default();
        select(source, &run.view(&now.buckets), (&[], &mut Groups::default()), &mut selection);
        let (at, credit, flags) =
            ((self.moment.at)(facts), self.moment.credit.of(facts), (table.held)(facts));
        let conversations = table.conversations(facts);
        let mut rows = Vec::with_capacity(selection.rows.len());
        for row in selection.rows {
            let place = row as usize;
            if self.among.mask != 0 && !self.among.holds(flags[place]) {
                continue;
            }
            let conversation = conversations.at(place);
            rows.push(CountedRow { row, at: at[place], conversation, agent: credit(place, conversation) });
        }
        rows
    }

    /// A thing a row; one without a value at all is none.
    fn each(&self, rows: Vec<CountedRow>, value: &dyn Fn(usize) -> Option<Cell>) -> Vec<Thing> {
        let mut things = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(value) = value(row.row as usize) {
                things.push(row.thing(Identity::Row(self.over, row.row), value));
            }
        }
        things
    }

    /// A thing a value of a dimension; its own value is how many rows have it.
    fn distinct(&self, facts: &Facts, rows: Vec<CountedRow>, dimension: &Dimension) -> Vec<Thing> {
        let codes = dimension.codes(facts);
        gathered(rows, |place, row| {
            let code = codes.at(place, row.conversation, &NONE).first().copied()?;
            (code != NONE).then_some(Identity::Value(dimension.domain, code))
        })
    }
}

/// A row that counts.
struct CountedRow {
    row: u32,
    at: i64,
    conversation: u32,
    agent: u32,
}

impl CountedRow {
    /// Whether it belongs to a conversation that is known.
    fn is_placed(&self) -> bool {
        self.conversation != NONE
    }

    fn thing(&self, of: Identity, value: Cell) -> Thing {
        let CountedRow { at, conversation, agent, .. } = *self;
        Thing { of, at, conversation, agent, value, currency: NONE, part: None }
    }
}

/// What rows have in common, each once; the value is how many rows there are, the rest is of the first in time.
fn gathered(rows: Vec<CountedRow>, identity: impl Fn(usize, &CountedRow) -> Option<Identity>) -> Vec<Thing> {
    let mut things: Vec<Thing> = Vec::new();
    let mut met: HashMap<(u32, u32), (usize, i64)> = HashMap::new();
    for row in rows {
        let Some(of) = identity(row.row as usize, &row) else { continue };
        match met.entry(of.code()) {
            Entry::Vacant(new) => {
                new.insert((things.len(), 1));
                things.push(row.thing(of, Cell::Whole(1)));
            }
            Entry::Occupied(mut known) => {
                let (place, times) = known.get_mut();
                *times += 1;
                let thing = &mut things[*place];
                if row.at < thing.at {
                    *thing = row.thing(of, Cell::Missing);
                }
                thing.value = Cell::Whole(*times);
            }
        }
    }
    things
}

/// The conversations whose steps leave them open, since they were opened first.
fn open(rows: Vec<CountedRow>, steps: &[i64]) -> Vec<Thing> {
    let mut sums: HashMap<u32, i64> = HashMap::new();
    for row in &rows {
        *sums.entry(row.conversation).or_default() += steps[row.row as usize];
    }
    let mut things =
        gathered(rows, |_, row| row.is_placed().then_some(Identity::Conversation(row.conversation)));
    things.retain(|thing| sums.get(&thing.conversation).is_some_and(|sum| *sum > 0));
    for thing in &mut things {
        thing.value = Cell::Missing;
    }
    things
}

fn duration(facts: &Facts, measure: &Measure, row: usize) -> Option<Cell> {
    match (measure.values)(facts)[row] {
        MISSING => None,
        value => Some(Cell::Number(value as f64 / 1000.0)),
    }
}

fn number(facts: &Facts, measure: &Measure, row: usize) -> Option<Cell> {
    match (measure.values)(facts)[row] {
        MISSING => None,
        value => Some(Cell::Number(value as f64 / NUMBER_SCALE as f64)),
    }
}

/// The score of a rating, whole where it is; feedback has none.
fn score(facts: &Facts, row: usize) -> Cell {
    match (SCORE.values)(facts)[row] {
        MISSING => Cell::Missing,
        score if score % NUMBER_SCALE == 0 => Cell::Whole(score / NUMBER_SCALE),
        score => Cell::Number(score as f64 / NUMBER_SCALE as f64),
    }
}

/// How many things a row stands for; one that stands for none is no thing.
fn counted(facts: &Facts, measure: &Measure, row: usize) -> Option<Cell> {
    match (measure.values)(facts)[row] {
        MISSING | 0 => None,
        value => Some(Cell::Whole(value / NUMBER_SCALE)),
    }
}
