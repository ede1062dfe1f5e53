//! Calls: legs gathered under their root, how each call ended, how long it took, who called back.

use super::legs::{code, given, Legs};
use super::order::ByConversation;
use super::rules::Rules;
use super::tables::*;
use super::{known, known_code, stored, Facts, Flag, Wanted};
use crate::dataset::vocabulary::{direction, outcome};
use crate::dataset::{Dataset, Domain, MISSING, NONE};

/// The channel that all calls have.
pub const CHANNEL: &str = "phone";

/// Adds the calls of a dataset to the facts, if they are wanted.
pub fn add(dataset: &Dataset, rules: &Rules, wanted: &Wanted, facts: &mut Facts) {
    if !wanted.grains.contains(&super::Grain::Call) {
        return;
    }
    let legs = Legs::of(dataset, rules);
    let roots = legs.roots(dataset.dictionary(Domain::Call).len());
    legs.find_faults(dataset, &roots, facts);
    let all: Vec<u32> = (0..roots.len() as u32).collect();
    let mut legs_of = ByConversation::new(&roots, &all, roots.len());
    let ids = dataset.dictionary(Domain::Call);
    legs_of.arrange(1, |rows| legs.sort(ids, rows));
    facts.calls.reserve(roots.iter().zip(0..).filter(|(root, row)| **root == *row).count());
    for (row, _) in roots.iter().enumerate().filter(|(row, root)| **root == *row as u32) {
        legs.push(row, legs_of.of(row), facts);
    }
    mark_callbacks(rules.callback, &mut facts.calls);
}

/// The durations of one call.
struct Lengths {
    wait: i64,
    talk: i64,
    wrap: i64,
    handle: i64,
}

impl Legs<'_> {
    /// Adds the call whose root stands in row `root`, with its legs in order.
    fn push(&self, root: usize, legs: &[u32], facts: &mut Facts) {
        let legs = || legs.iter().map(|&leg| leg as usize);
        let start = legs().map(|leg| self.started_at[leg]).min().unwrap_or(self.started_at[root]);
        let picked = legs().find(|&leg| self.is_picked_up(leg));
        let lengths = self.lengths(start, picked, legs);
        let incoming = self.direction.get(root) == Some(&direction::INCOMING);
        let wait = if incoming { lengths.wait } else { MISSING };
        let mut flags = match incoming {
            true => self.fate(root, start, wait, picked.is_some(), legs),
            false => CALL_OUT.mask,
        };
        if legs().any(|leg| code(self.conversation, leg) != NONE) {
            flags |= FOLLOWED_UP.mask;
        }
        let table = &mut facts.calls;
        table.call_id.push(self.id[root]);
        table.started_at.push(start);
        table.number.push(code(self.number, root));
        table.caller.push(code(self.caller, root));
        table.queue.push(code(self.queue, root));
        table.team.push(code(self.team, root));
        table.agent.push(code(self.agent, picked.unwrap_or(root)));
        table.wait.push(wait);
        table.talk.push(lengths.talk);
        table.wrap.push(lengths.wrap);
        table.handle.push(lengths.handle);
        table.flags.push(flags);
        if let Some(tags) = self.tags {
            facts.call_tags.push(tags.get(root));
        }
    }

    fn lengths<I: Iterator<Item = usize>>(
        &self,
        start: i64,
        picked: Option<usize>,
        legs: impl Fn() -> I,
    ) -> Lengths {
        let Some(picked) = picked else {
            return Lengths { wait: MISSING, talk: MISSING, wrap: MISSING, handle: MISSING };
        };
        let answered = self.answered_at.get(picked).copied().and_then(known).filter(|&at| at >= start);
        let sum = |column: &[i64]| {
            let lasted = legs().filter(|&leg| self.is_picked_up(leg)).filter_map(|leg| given(column, leg));
            lasted.fold(None, |sum: Option<i64>, lasted| Some(sum.unwrap_or(0) + lasted))
        };
        let (talk, hold, wrap) = (sum(self.talk), sum(self.hold), sum(self.wrap));
        Lengths {
            wait: stored(given(self.wait, picked).or_else(|| answered.map(|at| at - start))),
            talk: stored(talk),
            wrap: stored(wrap),
            handle: stored(talk.map(|talk| talk + hold.unwrap_or(0) + wrap.unwrap_or(0))),
        }
    }

    /// The flags of an incoming call.
    fn fate<I: Iterator<Item = usize>>(
        &self,
        root: usize,
        start: i64,
        wait: i64,
        picked_up: bool,
        legs: impl Fn() -> I,
    ) -> u32 {
        let first = |what: u8| legs().find(|&leg| self.ended(leg, what));
        let (mut flags, mut short) = (CALL_IN.mask, false);
        if picked_up {
            flags |= ANSWERED_IN.mask;
        } else if first(outcome::VOICEMAIL).is_some() {
            flags |= VOICEMAIL_IN.mask;
        } else if let Some(leg) = first(outcome::ABANDONED) {
            flags |= MISSED_IN.mask | ABANDONED_IN.mask;
            let ended = self.ended_at.get(leg).copied().and_then(known).filter(|&end| end >= start);
            let waited = given(self.wait, leg).or_else(|| ended.map(|end| end - start));
            short = waited.is_some_and(|waited| waited <= self.rules.short_abandoned);
        } else {
            flags |= MISSED_IN.mask;
        }
        if short {
            return flags | SHORT_ABANDONED.mask;
        }
        flags | OFFERED.mask | self.against_target(root, known(wait))
    }

    fn against_target(&self, root: usize, wait: Option<i64>) -> u32 {
        let team = known_code(code(self.team, root)).and_then(|team| self.targets.get(team as usize));
        let target = team.unwrap_or(&self.rules.call_target);
        let within = |limit: i64| wait.is_some_and(|wait| wait <= limit);
        let judged = |limit: Option<i64>, has: &Flag, holds: &Flag| {
            limit.map_or(0, |limit| has.mask | if within(limit) { holds.mask } else { 0 })
        };
        judged(target.optimal, &OFFERED_OPTIMAL, &CALL_WITHIN_OPTIMAL)
            | judged(target.acceptable, &OFFERED_ACCEPTABLE, &CALL_WITHIN_ACCEPTABLE)
            | if within(self.rules.service_level) { WITHIN_SERVICE_LEVEL.mask } else { 0 }
    }
}

/// Marks missed calls that were followed in time by a call to that number.
fn mark_callbacks(within: i64, calls: &mut CallFacts) {
    let rows =
        || calls.flags.iter().zip(&calls.caller).zip(&calls.started_at).filter(|((_, c), _)| **c != NONE);
    let mut made: Vec<(u32, i64)> =
        rows().filter(|((flags, _), _)| CALL_OUT.holds(**flags)).map(|((_, &to), &at)| (to, at)).collect();
    made.sort_unstable();
    let is_called_back = |caller: u32, at: i64| {
        let next = made.get(made.partition_point(|&call| call < (caller, at)));
        next.is_some_and(|&(to, back)| to == caller && back - at <= within)
    };
    for ((flags, &caller), &at) in calls.flags.iter_mut().zip(&calls.caller).zip(&calls.started_at) {
        if MISSED_IN.holds(*flags) && caller != NONE && is_called_back(caller, at) {
            *flags |= CALLED_BACK.mask;
        }
    }
}
