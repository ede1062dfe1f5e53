//! Calls: legs gathered under their root, how each call ended, how long it took, who called back.

use super::conversation::{flags, measures, moments};
use super::order::ByConversation;
use super::rules::Rules;
use super::table::fact_table;
use super::{known, known_code, stored, Credit, Facts, Fault, Flag, Measure, Moment, Wanted};
use crate::dataset::vocabulary::{direction, outcome};
use crate::dataset::{Dataset, Dictionary, Domain, Lists, TableName, MISSING, NONE};

fact_table! {
    /// Calls: one row each, whatever the number of its legs.
    CallFacts {
        call_id: Code(Call), "id of its root leg";
        started_at: Instant, "start of its earliest leg";
        number: Code(Number), "our line";
        caller: Code(Number), "the customer's number";
        queue: Code(Queue), "queue";
        team: Code(Team), "team";
        agent: Code(Person), "who picked it up first, else the agent of the root leg";
        wait: Duration, "until a person picked up (answered incoming calls)";
        talk: Duration, "talk of all legs picked up";
        wrap: Duration, "after-call work of all legs picked up";
        handle: Duration, "talk, hold and wrap together; empty without talk";
        flags: Flags, "how it went";
    }
}

flags! { CALL_FLAGS:
    CALL_IN = 0, "call_in", "the customer called";
    CALL_OUT = 1, "call_out", "we called";
    ANSWERED_IN = 2, "answered_in", "incoming, picked up by a person";
    MISSED_IN = 3, "missed", "incoming, not picked up, no voicemail";
    ABANDONED_IN = 4, "abandoned", "the caller hung up while waiting";
    SHORT_ABANDONED = 5, "short_abandoned", "the caller hung up within a few seconds";
    VOICEMAIL_IN = 6, "voicemail", "incoming, ended in voicemail";
    OFFERED = 7, "offered", "incoming, not hung up within a few seconds";
    OFFERED_OPTIMAL = 8, "has_optimal", "offered, with an optimal target";
    CALL_WITHIN_OPTIMAL = 9, "within_optimal", "answered within the optimal target";
    OFFERED_ACCEPTABLE = 10, "has_acceptable", "offered, with an acceptable target";
    CALL_WITHIN_ACCEPTABLE = 11, "within_acceptable", "answered within the acceptable target";
    WITHIN_SERVICE_LEVEL = 12, "within_service_level", "answered within the time of the service level";
    FOLLOWED_UP = 13, "followed_up", "a conversation was made of it";
    CALLED_BACK = 14, "called_back", "missed, then called back in time";
}

measures! {
    CALL_WAIT = "wait", calls.wait;
    CALL_TALK = "talk", calls.talk;
    CALL_WRAP = "wrap", calls.wrap;
    CALL_HANDLE = "handle", calls.handle;
}

moments! {
    AT_CALL = "call start", calls: started_at, agent;
}

/// The channel that all calls have.
pub const CHANNEL: &str = "phone";

const NO_PARENT: &str =
    "no such call among those loaded, so this leg belongs to none; add the file that holds it";
const CIRCLE: &str = "the parents of this leg go round in a circle, so it belongs to no call";
const ENDS_EARLY: &str = "the call ends before it starts; its end is not used";
const ANSWERED_EARLY: &str = "the call is answered before it starts; the instant is not used for waiting";
const NEGATIVE: &str = "a negative duration; it is not used";

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

/// The legs, column by column.
struct Legs<'a> {
    rules: &'a Rules,
    id: &'a [u32],
    parent: &'a [u32],
    started_at: &'a [i64],
    answered_at: &'a [i64],
    ended_at: &'a [i64],
    wait: &'a [i64],
    talk: &'a [i64],
    hold: &'a [i64],
    wrap: &'a [i64],
    direction: &'a [u8],
    outcome: &'a [u8],
    number: &'a [u32],
    caller: &'a [u32],
    queue: &'a [u32],
    team: &'a [u32],
    agent: &'a [u32],
    conversation: &'a [u32],
    tags: Option<&'a Lists>,
    targets: Vec<super::Target>,
}

/// The durations of one call.
struct Lengths {
    wait: i64,
    talk: i64,
    wrap: i64,
    handle: i64,
}

/// A duration that is used: given, and not negative.
fn given(column: &[i64], row: usize) -> Option<i64> {
    column.get(row).copied().and_then(known).filter(|&lasted| lasted >= 0)
}

fn code(column: &[u32], row: usize) -> u32 {
    column.get(row).copied().unwrap_or(NONE)
}

impl<'a> Legs<'a> {
    fn of(dataset: &'a Dataset, rules: &'a Rules) -> Legs<'a> {
        let whole = |name| dataset.whole(TableName::Calls, name);
        let bytes = |name| dataset.bytes(TableName::Calls, name);
        let codes = |name| dataset.codes(TableName::Calls, name);
        let teams = dataset.dictionary(Domain::Team).texts();
        Legs {
            rules,
            id: codes("call_id"),
            parent: codes("parent_id"),
            started_at: whole("started_at"),
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
            tags: dataset.lists(TableName::Calls, "tags"),
            targets: teams
                .map(|name| rules.team_targets.get(name).copied().unwrap_or(rules.call_target))
                .collect(),
        }
    }

    fn exists(&self, row: usize) -> bool {
        self.started_at[row] <= self.rules.as_of
    }

    /// The row of the root of each leg; [`NONE`]: it has none, [`CIRCULAR`]: its parents go round, [`LATER`]: it starts
    /// after as-of.
    fn roots(&self, calls: usize) -> Vec<u32> {
        let mut place = vec![NONE; calls];
        for (row, &id) in self.id.iter().enumerate().filter(|(row, _)| self.exists(*row)) {
            place[id as usize] = row as u32;
        }
        let above = |row: usize| match code(self.parent, row) {
            NONE => row as u32,
            parent => place.get(parent as usize).copied().unwrap_or(NONE),
        };
        let mut roots = vec![UNSEEN; self.id.len()];
        let mut path = Vec::new();
        for row in 0..self.id.len() {
            if !self.exists(row) {
                roots[row] = LATER;
                continue;
            }
            let mut at = row as u32;
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

    fn sort(&self, ids: &Dictionary, rows: &mut [u32]) -> usize {
        if rows.len() > 1 {
            rows.sort_by_key(|&row| (self.started_at[row as usize], ids.text(self.id[row as usize])));
        }
        0
    }

    fn ended(&self, row: usize, what: u8) -> bool {
        self.outcome.get(row) == Some(&what)
    }

    fn is_picked_up(&self, row: usize) -> bool {
        self.ended(row, outcome::ANSWERED) || self.ended(row, outcome::TRANSFERRED)
    }

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

    /// Counts and names what can't be right; nothing of it is put right.
    fn find_faults(&self, dataset: &Dataset, roots: &[u32], facts: &mut Facts) {
        let of = |kind: u32| move |row: &usize| roots[*row] == kind;
        let early = |column: &'a [i64]| {
            move |row: &usize| column.get(*row).is_some_and(|&at| at != MISSING && at < self.started_at[*row])
        };
        let negative = |column: &'a [i64]| {
            move |row: &usize| column.get(*row).is_some_and(|&lasted| lasted != MISSING && lasted < 0)
        };
        let checks: [Check; 8] = [
            ("parent_id", NO_PARENT, true, &of(NONE)),
            ("parent_id", CIRCLE, true, &of(CIRCULAR)),
            ("ended_at", ENDS_EARLY, false, &early(self.ended_at)),
            ("answered_at", ANSWERED_EARLY, false, &early(self.answered_at)),
            ("wait_s", NEGATIVE, false, &negative(self.wait)),
            ("talk_s", NEGATIVE, false, &negative(self.talk)),
            ("hold_s", NEGATIVE, false, &negative(self.hold)),
            ("wrap_s", NEGATIVE, false, &negative(self.wrap)),
        ];
        for (column, what, is_left_out, check) in checks {
            let rows = (0..roots.len()).filter(|&row| roots[row] != LATER).filter(check);
            let fault =
                Fault { table: TableName::Calls, column, what, is_left_out, count: 0, places: Vec::new() };
            facts.note(dataset, fault, rows);
        }
    }
}

/// Column, what is wrong with it, whether the leg is left out, and which legs it is wrong of.
type Check<'a> = (&'static str, &'static str, bool, &'a dyn Fn(&usize) -> bool);

/// A leg whose parents go round in a circle.
const CIRCULAR: u32 = NONE - 1;
/// A leg that starts after as-of.
const LATER: u32 = NONE - 2;
const UNSEEN: u32 = NONE - 3;

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
