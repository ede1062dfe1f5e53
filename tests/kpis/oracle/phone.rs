//! The phone report, from the written rules alone: legs gathered into calls, calls into rows.

use super::calendar::{self, Bucket};
use super::figures::{durations, ratio, Cells};
use super::lines::Call;
use super::rows::World;
use super::setting::{Dimension, Setting};
use super::tables::{beside, matches, Row, Section};
use super::unread::{unread, with_gaps};
use chrono::Timelike;

const SECOND: i64 = 1000;
const DAY: i64 = 86_400 * SECOND;

/// One call with all its legs, earliest first.
struct WholeCall<'w> {
    root: &'w Call,
    legs: Vec<&'w Call>,
}

/// How a leg ended: as it says, else as what else it says tells.
fn outcome(leg: &Call) -> &str {
    if let Some(outcome) = &leg.outcome {
        return outcome;
    }
    if leg.answered.is_some() || used(leg.talk).is_some_and(|ms| ms > 0) {
        return "answered";
    }
    let hung_up = used(leg.ended.map(|at| at - leg.started)).or(used(leg.wait)).is_some();
    if hung_up {
        "abandoned"
    } else {
        "missed"
    }
}

fn picked_up(leg: &Call) -> bool {
    ["answered", "transferred"].contains(&outcome(leg))
}

/// What a number is known by; nobody's number is none.
fn number(text: &str) -> Option<String> {
    let nobodys = [
        "anonymous",
        "restricted",
        "unknown",
        "private",
        "withheld",
        "blocked",
        "unavailable",
        "+266696687",
        "",
    ];
    if nobodys.contains(&text.to_lowercase().as_str()) {
        return None;
    }
    if text.chars().any(char::is_alphabetic) {
        return Some(text.to_string());
    }
    let digits: String = text.replace("(0)", "").chars().filter(|c| c.is_ascii_digit()).collect();
    Some(digits.strip_prefix("00").unwrap_or(&digits).to_string())
}

/// A duration that is used: given, and not negative.
fn used(lasted: Option<i64>) -> Option<i64> {
    lasted.filter(|ms| *ms >= 0)
}

impl<'w> WholeCall<'w> {
    fn start(&self) -> i64 {
        self.legs.iter().map(|leg| leg.started).min().unwrap()
    }

    fn incoming(&self) -> bool {
        self.root.direction == "incoming"
    }

    /// Those that name an agent; where none does, the children; where there are none, the only leg.
    fn to_people(&self) -> Vec<&'w Call> {
        let legs = self.legs.iter().copied();
        let agents: Vec<&Call> = legs.clone().filter(|leg| leg.agent.is_some()).collect();
        let children: Vec<&Call> = legs.clone().filter(|leg| leg.id != self.root.id).collect();
        let found = [agents, children].into_iter().find(|found| !found.is_empty());
        found.unwrap_or_else(|| legs.collect())
    }

    fn picked(&self) -> Vec<&'w Call> {
        self.to_people().into_iter().filter(|leg| picked_up(leg)).collect()
    }

    fn caller(&self) -> Option<String> {
        number(self.root.customer_number.as_deref()?)
    }

    fn first(&self, wanted: &str) -> Option<&'w Call> {
        self.legs.iter().copied().find(|leg| outcome(leg) == wanted)
    }

    /// answered > voicemail > abandoned > missed
    fn outcome(&self) -> &'static str {
        if !self.picked().is_empty() {
            "answered"
        } else if self.first("voicemail").is_some() {
            "voicemail"
        } else if self.first("abandoned").is_some() {
            "abandoned"
        } else {
            "missed"
        }
    }

    fn is(&self, outcome: &str) -> bool {
        self.incoming() && self.outcome() == outcome
    }

    fn missed(&self) -> bool {
        self.is("missed") || self.is("abandoned")
    }

    fn short(&self) -> bool {
        let Some(leg) = self.first("abandoned").filter(|_| self.is("abandoned")) else { return false };
        let waited = used(leg.wait).or_else(|| used(leg.ended.map(|end| end - self.start())));
        waited.is_some_and(|ms| ms <= 5 * SECOND)
    }

    fn wait(&self) -> Option<i64> {
        let leg = *self.picked().first().filter(|_| self.incoming())?;
        used(leg.wait).or_else(|| used(leg.answered.map(|at| at - self.start())))
    }

    fn sum(&self, of: fn(&Call) -> Option<i64>) -> Option<i64> {
        let given: Vec<i64> = self.picked().iter().filter_map(|leg| used(of(leg))).collect();
        (!given.is_empty()).then(|| given.iter().sum())
    }

    fn talk(&self) -> Option<i64> {
        self.sum(|leg| leg.talk)
    }

    fn wrap(&self) -> Option<i64> {
        self.sum(|leg| leg.wrap)
    }

    fn handle(&self) -> Option<i64> {
        let hold = self.sum(|leg| leg.hold).unwrap_or(0);
        self.talk().map(|talk| talk + hold + self.wrap().unwrap_or(0))
    }

    fn agent(&self) -> Option<String> {
        self.picked().first().map_or(&self.root.agent, |leg| &leg.agent).clone()
    }

    fn followed_up(&self) -> bool {
        self.legs.iter().any(|leg| leg.conversation.is_some())
    }

    fn called_back(&self, all: &[WholeCall]) -> bool {
        let Some(caller) = self.caller().filter(|_| self.missed()) else { return false };
        let soon = |other: &WholeCall| (0..=DAY).contains(&(other.start() - self.start()));
        all.iter().any(|other| !other.incoming() && other.caller().as_ref() == Some(&caller) && soon(other))
    }

    fn within(&self, limit: i64) -> bool {
        self.wait().is_some_and(|ms| ms <= limit)
    }

    fn passes(&self, setting: &Setting) -> bool {
        let holds = |dimension: Dimension, wanted: &str| {
            let has = match dimension {
                Dimension::Channel => vec![Some("phone".to_string())],
                Dimension::Team => vec![self.root.team.clone()],
                Dimension::Agent => vec![self.agent()],
                Dimension::Tag => self.root.tags.iter().cloned().map(Some).collect(),
                other => panic!("calls have no {other:?}"),
            };
            matches(dimension, &has, wanted)
        };
        setting.tag_all.iter().all(|tag| holds(Dimension::Tag, tag))
            && setting.filters.iter().all(|(dimension, wanted)| {
                let (not, yes): (Vec<&String>, Vec<&String>) =
                    wanted.iter().partition(|value| value.starts_with('!'));
                (yes.is_empty() || yes.iter().any(|value| holds(*dimension, value)))
                    && !not.iter().any(|value| holds(*dimension, &value[1..]))
            })
    }
}

/// The leg at the top of a call; none where a parent is missing or the parents go round in a circle.
fn root<'w>(leg: &'w Call, legs: &[&'w Call]) -> Option<&'w Call> {
    let mut at = leg;
    for _ in 0..=legs.len() {
        match &at.parent {
            Some(parent) if *parent != at.id => {
                at = legs.iter().copied().find(|other| other.id == *parent)?
            }
            _ => return Some(at),
        }
    }
    None
}

/// All calls known at as-of, legs that start later left out.
fn calls(world: &World, as_of: i64) -> Vec<WholeCall<'_>> {
    let mut legs: Vec<&Call> = world.calls.iter().filter(|leg| leg.started <= as_of).collect();
    legs.sort_by_key(|leg| (leg.started, leg.id.clone()));
    legs.dedup_by_key(|leg| leg.id.clone());
    let root_of =
        |leg: &'_ Call| legs.iter().find(|other| other.id == leg.id).and_then(|leg| root(leg, &legs));
    let tops = legs.iter().copied().filter(|leg| root_of(leg).is_some_and(|top| top.id == leg.id));
    let own = |id: &str| -> Vec<&Call> {
        legs.iter().copied().filter(|leg| root_of(leg).is_some_and(|top| top.id == id)).collect()
    };
    tops.map(|top| WholeCall { root: top, legs: own(&top.id) }).collect()
}

fn figures(rows: &[&WholeCall], all: &[WholeCall]) -> Cells {
    let count = |holds: &dyn Fn(&WholeCall) -> bool| rows.iter().filter(|call| holds(call)).count() as f64;
    let offered = count(&|call| call.incoming() && !call.short());
    let answered = count(&|call| call.is("answered"));
    let mut cells: Cells = [
        ("calls", rows.len() as f64),
        ("calls_in", count(&|call| call.incoming())),
        ("calls_out", count(&|call| !call.incoming())),
        ("answered_in", answered),
        ("missed", count(&|call| call.missed())),
        ("abandoned", count(&|call| call.is("abandoned"))),
        ("short_abandoned", count(&|call| call.short())),
        ("voicemail", count(&|call| call.is("voicemail"))),
    ]
    .map(|(name, value)| (name.to_string(), Some(value)))
    .to_vec();
    cells.push(("answer_rate".into(), ratio(answered, offered)));
    durations(&mut cells, "wait", rows.iter().filter_map(|call| call.wait()).collect());
    durations(&mut cells, "talk", rows.iter().filter_map(|call| call.talk()).collect());
    durations(&mut cells, "wrap", rows.iter().filter_map(|call| call.wrap()).collect());
    durations(&mut cells, "handle", rows.iter().filter_map(|call| call.handle()).collect());
    for (name, limit) in
        [("within_optimal_rate", 120), ("within_acceptable_rate", 300), ("service_level", 20)]
    {
        cells.push((name.into(), ratio(count(&|call| call.within(limit * SECOND)), offered)));
    }
    let followed_up = count(&|call| call.followed_up());
    let callers: Vec<String> =
        rows.iter().filter(|call| call.incoming()).filter_map(|call| call.caller()).collect();
    let mut repeated: Vec<&String> =
        callers.iter().filter(|one| callers.iter().filter(|other| other == one).count() > 1).collect();
    repeated.sort();
    repeated.dedup();
    cells.push(("followed_up".into(), Some(followed_up)));
    cells.push(("callbacks".into(), Some(count(&|call| call.called_back(all)))));
    cells.push(("repeat_callers".into(), Some(repeated.len() as f64)));
    cells.push(("follow_up_rate".into(), ratio(followed_up, rows.len() as f64)));
    cells
}

type CallGroup = Option<String>;

fn table(
    name: &'static str,
    own: &str,
    all: &[WholeCall],
    (setting, unread): (&Setting, &[&str]),
    of: &dyn Fn(&WholeCall) -> CallGroup,
) -> Section {
    let buckets = calendar::buckets(setting.from, setting.to, setting.every, setting);
    let earlier: Vec<Bucket> = setting.compare.map_or(Vec::new(), |compare| {
        let (from, to) = calendar::compared(setting, compare);
        calendar::buckets(from, to, setting.every, setting)
    });
    let chosen: Vec<&WholeCall> = all.iter().filter(|call| call.passes(setting)).collect();
    let inside =
        |bucket: &Bucket, call: &WholeCall| bucket.start <= call.start() && call.start() < bucket.end;
    let mut groups: Vec<CallGroup> = chosen
        .iter()
        .filter(|call| buckets.iter().chain(&earlier).any(|bucket| inside(bucket, call)))
        .map(|call| of(call))
        .collect();
    if own == "hour" {
        groups = (0..24).map(|hour| Some(hour.to_string())).collect();
    }
    groups.sort();
    groups.dedup();
    let mut rows = Vec::new();
    for (place, bucket) in buckets.iter().enumerate() {
        for group in &groups {
            let cells = |bucket: &Bucket| {
                let here = chosen.iter().copied().filter(|call| inside(bucket, call) && of(call) == *group);
                with_gaps(figures(&here.collect::<Vec<_>>(), all), unread)
            };
            let mut dimensions = Vec::new();
            if setting.every.is_some() {
                dimensions.push(("bucket".to_string(), Some(bucket.label.clone())));
            }
            dimensions.push((own.to_string(), group.clone()));
            let now = cells(bucket);
            let cells = match setting.compare {
                Some(_) => beside(now, earlier.get(place).map(cells)),
                None => now,
            };
            rows.push(Row { dimensions, cells });
        }
    }
    Section { name, rows, ordered: false }
}

/// The four sections.
pub fn phone(world: &World, setting: &Setting) -> Vec<Section> {
    let all = calls(world, setting.as_of);
    let asked = (setting, &unread(world)[..]);
    let hour = |call: &WholeCall| Some(calendar::local(call.start(), setting.tz).hour().to_string());
    vec![
        table("numbers", "number", &all, asked, &|call| call.root.number.clone()),
        table("agents", "agent", &all, asked, &|call| call.agent()),
        table("queues", "queue", &all, asked, &|call| call.root.queue.clone()),
        table("hours", "hour", &all, asked, &hour),
    ]
}
