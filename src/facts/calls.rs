//! Calls: legs gathered under their root, how each call ended, how long it took, who called back.

use super::legs::{code, given, Legs};
use super::occasion::Occasion;
use super::order::ByConversation;
use super::rules::Rules;
use super::tables::*;
use super::{known, known_code, stored, Facts, Flag, Wanted};
use crate::dataset::vocabulary::{direction, outcome};
use crate::dataset::{Dataset, DateRows, Domain, NONE};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;

/// The channel that all calls have.
pub const CHANNEL: &str = "phone";

/// Gives that channel a code, whether or not anything else is of it.
pub fn name_channel(facts: &mut Facts) {
    facts.dictionaries[Domain::Channel as usize].intern(CHANNEL);
}

/// Adds the calls of a dataset to the facts, if they are wanted.
pub fn add(dataset: &Dataset, rules: &Rules, wanted: &Wanted, facts: &mut Facts) {
    if !wanted.grains.contains(super::Grain::Call) {
        return;
    }
    let legs = Legs::of(dataset, rules);
    let roots = legs.roots(dataset.dictionary(Domain::Call).len());
    legs.find_faults(dataset, &roots, facts);
    let all: Vec<u32> = (0..numbered(roots.len())).collect();
    let mut legs_of = ByConversation::new(&roots, &all, roots.len());
    let ids = dataset.dictionary(Domain::Call);
    legs_of.arrange(1, |rows| legs.sort(ids, rows));
    facts.calls.reserve(roots.iter().zip(0..).filter(|(root, row)| **root == *row).count());
    for (row, _) in roots.iter().enumerate().filter(|(row, root)| **root == numbered(*row)) {
        legs.push(row, legs_of.of(row), facts);
    }
    let dates = facts.dates_of(&AT_CALL).cloned();
    mark_callbacks(rules.callback, (&facts.callers, dates.as_ref()), &mut facts.calls);
}

/// One call: its root, and its legs in order.
struct WholeCall<'a> {
    root: usize,
    legs: &'a [u32],
    /// Start of its earliest leg.
    start: Occasion,
    /// The legs that people took.
    picked: Vec<usize>,
}

impl WholeCall<'_> {
    fn legs(&self) -> impl Iterator<Item = usize> + '_ {
        self.legs.iter().map(|&leg| leg as usize)
    }

    /// The sum of what is given of a duration for the legs picked up.
    fn sum(&self, column: &[i64]) -> Option<i64> {
        let mut given = self.picked.iter().filter_map(|&leg| given(column, leg)).peekable();
        given.peek()?;
        i64::try_from(given.map(i128::from).sum::<i128>()).ok()
    }
}

impl Legs<'_> {
    /// Adds the call whose root stands in row `root`, with its legs in order.
    fn push(&self, root: usize, legs: &[u32], facts: &mut Facts) {
        let first = legs.iter().map(|&leg| leg as usize).min_by_key(|&leg| self.started_at[leg]);
        let first = first.unwrap_or(root);
        let start = Occasion::of(self.started_at[first], self.started_dates, first);
        let picked = self.to_people(root, legs).filter(|&leg| self.is_picked_up(leg)).collect();
        let call = WholeCall { root, legs, start, picked };
        let is_incoming = self.direction.get(root) == Some(&direction::INCOMING);
        let wait = self.wait(&call).filter(|_| is_incoming);
        let mut flags = if is_incoming { self.fate(&call, wait) } else { CALL_OUT.mask };
        if call.legs().any(|leg| code(self.conversation, leg) != NONE) {
            flags |= FOLLOWED_UP.mask;
        }
        let (talk, wrap) = (call.sum(self.talk), call.sum(self.wrap));
        let handle = talk.map(|talk| talk + call.sum(self.hold).unwrap_or(0) + wrap.unwrap_or(0));
        let caller = code(self.caller, root);
        facts.callers.push(self.same_numbers.get(caller as usize).copied().unwrap_or(NONE));
        let table = &mut facts.calls;
        table.call_id.push(self.id[root]);
        table.started_at.push(start.at);
        table.number.push(code(self.number, root));
        table.caller.push(caller);
        table.queue.push(code(self.queue, root));
        table.team.push(code(self.team, root));
        table.agent.push(code(self.agent, call.picked.first().copied().unwrap_or(root)));
        table.wait.push(stored(wait));
        table.talk.push(stored(talk));
        table.wrap.push(stored(wrap));
        table.handle.push(stored(handle));
        table.flags.push(flags);
        facts.mark_date(&AT_CALL, Some(start));
        facts.call_sources.extend(self.source.get(root));
        if let Some(tags) = self.tags {
            facts.call_tags.push(tags.get(root));
        }
    }

    /// How long the call waited for the first who picked it up.
    fn wait(&self, call: &WholeCall) -> Option<i64> {
        let &leg = call.picked.first()?;
        given(self.wait, leg).or_else(|| since_start(call, (self.answered_at, self.answered_dates), leg))
    }

    /// The flags of an incoming call.
    fn fate(&self, call: &WholeCall, wait: Option<i64>) -> u32 {
        let first = |what: u8| call.legs().find(|&leg| self.outcome(leg) == what);
        let (mut flags, mut short) = (CALL_IN.mask, false);
        if !call.picked.is_empty() {
            flags |= ANSWERED_IN.mask;
        } else if first(outcome::VOICEMAIL).is_some() {
            flags |= VOICEMAIL_IN.mask;
        } else if let Some(leg) = first(outcome::ABANDONED) {
            flags |= MISSED_IN.mask | ABANDONED_IN.mask;
            let waited =
                given(self.wait, leg).or_else(|| since_start(call, (self.ended_at, self.ended_dates), leg));
            short = waited.is_some_and(|waited| waited <= self.rules.short_abandoned);
        } else {
            flags |= MISSED_IN.mask;
        }
        if short {
            return flags | SHORT_ABANDONED.mask;
        }
        flags | OFFERED.mask | self.against_target(call.root, wait)
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

/// From the start of a call to an instant of one of its legs, where that does not lie before it.
fn since_start(call: &WholeCall, column: (&[i64], Option<&DateRows>), leg: usize) -> Option<i64> {
    let (instants, dates) = column;
    let at = instants.get(leg).copied().and_then(known)?;
    call.start.lasted(Occasion::of(at, dates, leg), REAL_TIME)
}

/// Marks missed calls that were followed in time by a call to that number.
fn mark_callbacks(within: i64, (callers, dates): (&[u32], Option<&DateRows>), calls: &mut CallFacts) {
    // between a date and a moment no time is known: each has its own
    let is_date = |row: usize| dates.is_some_and(|dates| dates.is(row));
    let mut made = Vec::new();
    for (row, ((&flags, &to), &at)) in calls.flags.iter().zip(callers).zip(&calls.started_at).enumerate() {
        if CALL_OUT.holds(flags) && to != NONE {
            made.push((to, is_date(row), at));
        }
    }
    made.sort_unstable();
    let is_called_back = |call: (u32, bool, i64)| {
        let next = made.get(made.partition_point(|own| *own < call));
        let (_, is_date, at) = call;
        let missed = Occasion { at, is_date };
        next.filter(|next| (next.0, next.1) == (call.0, call.1)).is_some_and(|&(_, is_date, at)| {
            missed.lasted(Occasion { at, is_date }, REAL_TIME).is_some_and(|lasted| lasted <= within)
        })
    };
    for (row, flags) in calls.flags.iter_mut().enumerate() {
        let caller = callers.get(row).copied().unwrap_or(NONE);
        let is_known = MISSED_IN.holds(*flags) && caller != NONE;
        if is_known && is_called_back((caller, is_date(row), calls.started_at[row])) {
            *flags |= CALLED_BACK.mask;
        }
    }
}
