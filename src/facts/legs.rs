//! Legs of calls: which call each belongs to, in which order, and what can't be right about them.

use super::accounting::ColumnTrouble;
use super::numbers::same_numbers;
use super::rules::{of_team, Rules};
use super::{known, unused, Facts};
use crate::account::{Outcome, Trouble};
use crate::dataset::vocabulary::outcome;
use crate::dataset::{Dataset, DateRows, Dictionary, Domain, Lists, TableName, MISSING, NONE, UNKNOWN};
use crate::fitting::numbered;
use std::borrow::Cow;

const NO_PARENT: Trouble = Trouble::new(
    "no such call among those loaded, so this leg belongs to none",
    "add the file that holds it",
);
const CIRCLE: Trouble =
    Trouble::new("the parents of this leg go round in a circle, so it belongs to no call", "");
const ENDS_EARLY: Trouble = Trouble::new("the call ends before it starts", "its end is not used");
const ANSWERED_EARLY: Trouble =
    Trouble::new("the call is answered before it starts", "the instant is not used for waiting");
const NEGATIVE: Trouble = Trouble::new("a negative duration", "it is not used");

/// The legs, column by column.
pub struct Legs<'a> {
    pub rules: &'a Rules,
    pub id: &'a [u32],
    /// Which of the legs with its id each is, counting from 1; empty: all are 1.
    pub of_id: &'a [u32],
    pub parent: &'a [u32],
    pub started_at: &'a [i64],
    pub started_dates: Option<&'a DateRows>,
    pub answered_dates: Option<&'a DateRows>,
    pub ended_dates: Option<&'a DateRows>,
    pub answered_at: &'a [i64],
    pub ended_at: &'a [i64],
    pub wait: &'a [i64],
    pub talk: &'a [i64],
    pub hold: &'a [i64],
    pub wrap: &'a [i64],
    pub direction: &'a [u8],
    pub outcome: &'a [u8],
    pub number: &'a [u32],
    pub caller: &'a [u32],
    pub queue: &'a [u32],
    pub team: &'a [u32],
    pub agent: &'a [u32],
    pub conversation: &'a [u32],
    /// By code of a number the code that all spellings of it share; [`NONE`]: nobody's.
    pub same_numbers: Vec<u32>,
    pub tags: Option<&'a Lists>,
    /// Empty where all files are one source.
    pub source: Vec<u32>,
    pub targets: Vec<super::Target>,
}

/// A duration that is used: given, and not negative.
pub fn given(column: &[i64], row: usize) -> Option<i64> {
    column.get(row).copied().and_then(known).filter(|&lasted| lasted >= 0)
}

/// A code; none where the column was not loaded.
pub fn code(column: &[u32], row: usize) -> u32 {
    column.get(row).copied().unwrap_or(NONE)
}

impl<'a> Legs<'a> {
    /// The legs of a dataset.
    pub fn of(dataset: &'a Dataset, rules: &'a Rules) -> Legs<'a> {
        let whole = |name| dataset.whole(TableName::Calls, name);
        let bytes = |name| dataset.bytes(TableName::Calls, name);
        let codes = |name| dataset.codes(TableName::Calls, name);
        let teams = dataset.dictionary(Domain::Team).texts();
        Legs {
            rules,
            id: codes("call_id"),
            of_id: &dataset.table(TableName::Calls).legs,
            parent: codes("parent_id"),
            started_at: whole("started_at"),
            started_dates: dataset.dates(TableName::Calls, "started_at"),
            answered_dates: dataset.dates(TableName::Calls, "answered_at"),
            ended_dates: dataset.dates(TableName::Calls, "ended_at"),
            answered_at: whole("answered_at"),
            ended_at: whole("ended_at"),
            wait: whole("wait_s"),
            talk: whole("talk_s"),
            hold: whole("hold_s"),
            wrap: whole("wrap_s"),
            direction: bytes("direction"),
            outcome: bytes("outcome"),
            number: codes("number"),
            caller: codes("customer_number"),
            queue: codes("queue"),
            team: codes("team"),
            agent: codes("agent"),
            conversation: codes("conversation_id"),
            same_numbers: same_numbers(dataset.dictionary(Domain::Number)),
            tags: dataset.lists(TableName::Calls, "tags"),
            source: dataset.sources_of(TableName::Calls),
            targets: teams
                .map(|name| of_team(&rules.team_call_targets, name).unwrap_or(rules.call_target))
                .collect(),
        }
    }

    fn exists(&self, row: usize) -> bool {
        self.started_at[row] <= self.rules.as_of
    }

    fn place_in_id(&self, row: usize) -> u32 {
        self.of_id.get(row).copied().unwrap_or(1)
    }

    /// The id of the call that a leg belongs to: the legs of one id belong to the first of them.
    fn call_above(&self, row: usize) -> u32 {
        if self.place_in_id(row) > 1 {
            return self.id[row];
        }
        code(self.parent, row)
    }

    /// What tells a leg from all others: its id, `id#2` for the second of one id.
    fn name<'n>(&self, ids: &'n Dictionary, row: usize) -> Cow<'n, str> {
        let id = ids.text(self.id[row]);
        match self.place_in_id(row) {
            1 => Cow::Borrowed(id),
            place => Cow::Owned(format!("{id}#{place}")),
        }
    }

    /// The row of the root of each leg; [`NONE`]: it has none, [`CIRCULAR`]: its parents go round, [`LATER`]: it starts
    /// after as-of.
    pub fn roots(&self, calls: usize) -> Vec<u32> {
        let mut place = vec![NONE; calls];
        for (row, &id) in self.id.iter().enumerate() {
            if self.exists(row) && self.place_in_id(row) == 1 {
                place[id as usize] = numbered(row);
            }
        }
        let above = |row: usize| match self.call_above(row) {
            NONE => numbered(row),
            parent => place.get(parent as usize).copied().unwrap_or(NONE),
        };
        let mut roots = vec![UNSEEN; self.id.len()];
        let mut path = Vec::new();
        for row in 0..self.id.len() {
            if !self.exists(row) {
                roots[row] = LATER;
                continue;
            }
            let mut at = numbered(row);
            let root = loop {
                match roots[at as usize] {
                    UNSEEN => roots[at as usize] = CIRCULAR,
                    met => break met,
                }
                path.push(at);
                match above(at as usize) {
                    parent if parent == at => break at,
                    NONE => break NONE,
                    parent => at = parent,
                }
            };
            path.drain(..).for_each(|leg| roots[leg as usize] = root);
        }
        roots
    }

    /// Puts the legs of a call in order: by start, then by name.
    pub fn sort(&self, ids: &Dictionary, rows: &mut [u32]) -> usize {
        if rows.len() > 1 {
            rows.sort_by_cached_key(|&row| (self.started_at[row as usize], self.name(ids, row as usize)));
        }
        0
    }

    /// How a leg ended: as given, else as its instants and durations tell.
    pub fn outcome(&self, row: usize) -> u8 {
        let instant = |column: &[i64]| column.get(row).copied().and_then(known);
        let is_ended = instant(self.ended_at).is_some_and(|at| at >= self.started_at[row]);
        match self.outcome.get(row) {
            Some(&outcome) if outcome != UNKNOWN => outcome,
            _ if instant(self.answered_at).is_some()
                || given(self.talk, row).is_some_and(|talk| talk > 0) =>
            {
                outcome::ANSWERED
            }
            _ if is_ended || given(self.wait, row).is_some() => outcome::ABANDONED,
            _ => outcome::MISSED,
        }
    }

    /// The legs on which people were called, which alone tell whether a call was answered: those that name an agent, else
    /// all but the root, else the root.
    pub fn to_people<'r>(&'r self, root: usize, legs: &'r [u32]) -> impl Iterator<Item = usize> + 'r {
        let names_agent = legs.iter().any(|&leg| code(self.agent, leg as usize) != NONE);
        let legs = legs.iter().map(|&leg| leg as usize);
        let is_alone = legs.len() == 1;
        legs.filter(
            move |&leg| if names_agent { code(self.agent, leg) != NONE } else { is_alone || leg != root },
        )
    }

    /// Whether somebody took a leg.
    pub fn is_picked_up(&self, row: usize) -> bool {
        matches!(self.outcome(row), outcome::ANSWERED | outcome::TRANSFERRED)
    }

    /// Counts and names what can't be right; nothing of it is put right.
    pub fn find_faults(&self, dataset: &Dataset, roots: &[u32], facts: &mut Facts) {
        let of = |kind: u32| move |row: &usize| roots[*row] == kind;
        let early = |column: &'a [i64]| {
            move |row: &usize| column.get(*row).is_some_and(|&at| at != MISSING && at < self.started_at[*row])
        };
        let negative = |column: &'a [i64]| {
            move |row: &usize| column.get(*row).is_some_and(|&lasted| lasted != MISSING && lasted < 0)
        };
        let checks: [Check; 8] = [
            ("parent_id", Outcome::Rejected, NO_PARENT, &of(NONE)),
            ("parent_id", Outcome::Rejected, CIRCLE, &of(CIRCULAR)),
            ("ended_at", Outcome::Repaired, ENDS_EARLY, &early(self.ended_at)),
            ("answered_at", Outcome::Repaired, ANSWERED_EARLY, &early(self.answered_at)),
            ("wait_s", Outcome::Repaired, NEGATIVE, &negative(self.wait)),
            ("talk_s", Outcome::Repaired, NEGATIVE, &negative(self.talk)),
            ("hold_s", Outcome::Repaired, NEGATIVE, &negative(self.hold)),
            ("wrap_s", Outcome::Repaired, NEGATIVE, &negative(self.wrap)),
        ];
        for (column, outcome, trouble, check) in checks {
            let rows: Vec<usize> =
                (0..roots.len()).filter(|&row| roots[row] != LATER).filter(check).collect();
            if let Some(figure) = figure_of(column) {
                facts.count_unused(figure, unused::NEGATIVE, rows.len() as u64);
            }
            let trouble = ColumnTrouble { table: TableName::Calls, column, outcome, trouble };
            facts.note(dataset, trouble, rows.into_iter());
        }
    }
}

/// The figure that leaves out what is negative in a column.
fn figure_of(column: &str) -> Option<&'static str> {
    match column {
        "wait_s" | "answered_at" => Some("wait"),
        "talk_s" => Some("talk"),
        "wrap_s" => Some("wrap"),
        "hold_s" => Some("handle"),
        _ => None,
    }
}

/// Column, what becomes of the leg, what is wrong with it, and which legs it is wrong of.
type Check<'a> = (&'static str, Outcome, Trouble, &'a dyn Fn(&usize) -> bool);

/// A leg whose parents go round in a circle.
const CIRCULAR: u32 = NONE - 1;
/// A leg that starts after as-of.
const LATER: u32 = NONE - 2;
const UNSEEN: u32 = NONE - 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Data;

    #[test]
    fn further_legs_of_an_id_belong_to_the_first_and_are_named_by_number() {
        let mut dataset = Dataset::default();
        let ids = &mut dataset.dictionaries[Domain::Call as usize];
        let (a, b) = (ids.intern("a"), ids.intern("b"));
        let schema = TableName::Calls.schema();
        let calls = &mut dataset.tables[TableName::Calls as usize];
        calls.columns = vec![None; schema.columns.len()];
        // Eleven legs of a, the last row being the first of them; b was put through from a.
        let mut set = |name, data| calls.columns[schema.column(name).unwrap()] = Some(data);
        set("call_id", Data::Codes([vec![a; 10], vec![b, a]].concat()));
        set("parent_id", Data::Codes([vec![NONE; 10], vec![a, NONE]].concat()));
        set("started_at", Data::Whole(vec![5; 12]));
        calls.rows = 12;
        calls.legs = vec![2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 1];
        let rules = Rules::at(10);
        let legs = Legs::of(&dataset, &rules);
        assert_eq!(legs.roots(2), [11; 12]);
        let mut rows: Vec<u32> = (0..12).collect();
        let ids = dataset.dictionary(Domain::Call);
        legs.sort(ids, &mut rows);
        let names: Vec<_> = rows.iter().map(|&row| legs.name(ids, row as usize)).collect();
        assert_eq!(names, ["a", "a#10", "a#11", "a#2", "a#3", "a#4", "a#5", "a#6", "a#7", "a#8", "a#9", "b"]);
    }
}
