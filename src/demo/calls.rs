//! Telephone calls with their legs; those with a follow-up belong to a conversation.

use super::calendar::{OpeningHours, HOUR, MINUTE};
use super::cast::{channel_named, somebody, Agent, BRANDS};
use super::customers::Customer;
use super::world::World;
use crate::dataset::TableName;
use std::io;

const QUEUES: [&str; 3] = ["Orders", "Returns", "Advice"];

/// One leg as it is written.
#[derive(Debug, Clone)]
struct Leg {
    parent: Option<u64>,
    start: i64,
    agent: Option<&'static Agent>,
    outcome: &'static str,
    wait: i64,
    /// If somebody talked.
    talked: Option<TalkTimes>,
}

impl Leg {
    /// A leg that nobody picked up.
    fn unanswered(start: i64, outcome: &'static str, wait: i64) -> Leg {
        Leg { parent: None, start, agent: None, outcome, wait, talked: None }
    }
}

/// How long somebody talked, held and wrote it up, milliseconds.
#[derive(Debug, Clone, Copy, Default)]
struct TalkTimes {
    talk: i64,
    hold: i64,
    wrap: i64,
}

/// What the legs of one call share.
struct PhoneCall {
    customer: Customer,
    direction: &'static str,
    queue: Option<&'static str>,
    conversation: Option<u64>,
}

/// A call of which no conversation was made; unanswered ones are often called back.
pub(super) fn ring(world: &mut World, at: i64) -> io::Result<()> {
    let customer = world.somebody(80);
    if world.random.chance(120) {
        let call = PhoneCall { customer, direction: "outgoing", queue: None, conversation: None };
        return dial(world, at, &call);
    }
    let queue = Some(world.random.pick(&QUEUES));
    let call = PhoneCall { customer, direction: "incoming", queue, conversation: None };
    let mut leg = Leg::unanswered(at, "missed", 0);
    let closed = world.calendar.closed(at, OpeningHours::Extended);
    match if closed { 90 + world.random.below(6) } else { world.random.below(100) } {
        0..=80 => return answered(world, at, &call).map(drop),
        81..=84 => (leg.outcome, leg.wait) = ("abandoned", world.random.between(900, 5_001)),
        85..=89 => (leg.outcome, leg.wait) = ("abandoned", world.random.skewed(95_000, 1.0)),
        90..=94 => (leg.outcome, leg.wait) = ("voicemail", world.random.between(15_000, 70_000)),
        95..=97 => leg.wait = world.random.between(20_000, 90_000),
        98 => leg.outcome = "busy",
        _ => leg.outcome = "failed",
    }
    write(world, &call, &leg)?;
    if world.random.chance(450) {
        let wanted = at + world.random.skewed(70 * MINUTE, 1.5);
        let back = world.calendar.staffed(wanted, OpeningHours::Extended, &mut world.random);
        let call = PhoneCall { direction: "outgoing", queue: None, ..call };
        dial(world, back, &call)?;
    }
    Ok(())
}

/// A call that a conversation was made of; gives back who talked.
pub(super) fn follow_up(
    world: &mut World,
    at: i64,
    customer: &Customer,
    conversation: u64,
) -> io::Result<Option<&'static Agent>> {
    let queue = Some(world.random.pick(&QUEUES));
    let call =
        PhoneCall { customer: *customer, direction: "incoming", queue, conversation: Some(conversation) };
    if !world.random.chance(120) {
        return answered(world, at, &call);
    }
    let wait = world.random.between(20_000, 60_000);
    write(world, &call, &Leg::unanswered(at, "voicemail", wait))?;
    Ok(None)
}

/// We call a customer.
fn dial(world: &mut World, at: i64, call: &PhoneCall) -> io::Result<()> {
    let agent = Some(somebody(&mut world.random, call.customer.brand, channel_named("phone"), None));
    let reached = world.random.chance(680);
    let talked = reached.then(|| talk(world));
    let wait = world.random.between(4_000, 30_000);
    let outcome = if reached { "answered" } else { "missed" };
    write(world, call, &Leg { parent: None, start: at, agent, outcome, wait, talked }).map(drop)
}

/// A call that is picked up, now and then by the second or through a transfer.
fn answered(world: &mut World, at: i64, call: &PhoneCall) -> io::Result<Option<&'static Agent>> {
    let phone = channel_named("phone");
    let first = somebody(&mut world.random, call.customer.brand, phone, None);
    let wait = world.random.skewed(24_000, 1.7).min(20 * MINUTE);
    let talked = Some(talk(world));
    let whole = Leg { parent: None, start: at, agent: Some(first), outcome: "answered", wait, talked };
    let second = somebody(&mut world.random, call.customer.brand, phone, Some(first));
    match world.random.below(100) {
        0..=11 => {
            let rang = Leg { outcome: "missed", talked: None, wait: 15_000, ..whole.clone() };
            let parent = write(world, call, &rang)?;
            let leg = Leg { parent, start: at + 15_000, agent: Some(second), ..whole };
            write(world, call, &leg)?;
            Ok(Some(second))
        }
        12..=19 => {
            let asked = TalkTimes { talk: world.random.between(20_000, 90_000), ..TalkTimes::default() };
            let passed = Leg { outcome: "transferred", talked: Some(asked), ..whole.clone() };
            let parent = write(world, call, &passed)?;
            let rest = world.random.between(3_000, 40_000);
            let start = at + wait + asked.talk;
            write(world, call, &Leg { parent, start, agent: Some(second), wait: rest, ..whole })?;
            Ok(Some(first))
        }
        _ => {
            write(world, call, &whole)?;
            Ok(Some(first))
        }
    }
}

fn talk(world: &mut World) -> TalkTimes {
    let random = &mut world.random;
    let hold = if random.chance(180) { random.skewed(50_000, 0.9) } else { 0 };
    TalkTimes { talk: random.skewed(200_000, 1.0).min(2 * HOUR), hold, wrap: random.skewed(45_000, 0.9) }
}

/// Writes a leg and gives its number back; `None` if it lies outside the days.
fn write(world: &mut World, call: &PhoneCall, leg: &Leg) -> io::Result<Option<u64>> {
    let answered = leg.start + leg.wait;
    let ended = answered + leg.talked.map_or(0, |times| times.talk + times.hold);
    if !world.holds(leg.start) || !world.holds(ended) {
        return Ok(None);
    }
    world.numbers.call += 1;
    let number = world.numbers.call;
    let brand = &BRANDS[call.customer.brand];
    let tag = if world.random.chance(200) { world.random.pick(&["complaint", "b2b", "vip"]) } else { "" };
    let calls = world.sheets.of(TableName::Calls);
    calls.id("T", number).id("T", leg.parent);
    calls.instant(leg.start).text(call.direction).text(brand.telephone);
    calls.id(brand.dialling, call.customer.telephone);
    calls.text(leg.agent.map_or("", |agent| agent.name)).text(call.queue.unwrap_or_default());
    calls.text(leg.agent.map_or("", |agent| agent.team));
    calls.instant(leg.talked.map(|_| answered)).instant(ended).seconds(leg.wait);
    calls.seconds(leg.talked.map(|times| times.talk)).seconds(leg.talked.map(|times| times.hold));
    calls.seconds(leg.talked.map(|times| times.wrap));
    calls.text(leg.outcome).id("C", call.conversation).text(tag).end()?;
    Ok(Some(number))
}
