//! Random calls, article views and searches beside a random world, full of borders to the millisecond.

use crate::dice::Dice;
use crate::oracle::calendar::day_start;
use crate::oracle::lines::{ArticleView, Call, Search};
use crate::oracle::rows::World;
use crate::oracle::setting::Setting;
use crate::worlds::TAGS;
use chrono::Days;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// One name holds a blank, one is not ASCII.
const AGENTS: [&str; 4] = ["Ann", "Bob", "Cy Dee", "Zoë"];
/// What figures hang on more often; `busy` is missed as well.
const OUTCOMES: [&str; 9] = [
    "answered",
    "answered",
    "answered",
    "transferred",
    "missed",
    "abandoned",
    "abandoned",
    "voicemail",
    "busy",
];

/// Two numbers in several spellings, one that looks like the first, a name and a number withheld.
const NUMBERS: [&str; 8] =
    ["+4791", "0047-91", "+47 (0)91", "+4792", "4792", "091", "client:ann2", "Anonymous"];

/// A short time, often on a limit that means something or a millisecond beside it; now and then negative.
fn short(dice: &mut Dice) -> i64 {
    let limit = dice.pick(&[5 * SECOND, 20 * SECOND, 2 * MINUTE, 5 * MINUTE]);
    match dice.below(9) {
        0 => 0,
        1 => -1 - dice.below(5000) as i64,
        2 => dice.below(10 * MINUTE as usize) as i64,
        _ => limit + dice.pick(&[-1, 0, 0, 1]),
    }
}

fn perhaps(dice: &mut Dice, missing: usize) -> Option<i64> {
    let lasted = short(dice);
    (!dice.one_in(missing)).then_some(lasted)
}

/// An instant near the middle of the period, often at the edge of a day, an hour or the period.
fn instant(dice: &mut Dice, setting: &Setting) -> i64 {
    let day = day_start(setting.from + Days::new(dice.below(8) as u64), setting.tz);
    match dice.below(4) {
        0 => day + dice.pick(&[-1, 0, 1, HOUR, HOUR - 1]),
        1 => day + dice.below(24) as i64 * HOUR,
        _ => day + dice.below(DAY as usize) as i64,
    }
}

fn leg(dice: &mut Dice, id: String, started: i64) -> Call {
    Call {
        id,
        parent: None,
        started,
        direction: dice.pick(&["incoming", "incoming", "incoming", "outgoing", "proactive"]).into(),
        number: dice.maybe(&["+31201", "+31202"], 6),
        customer_number: dice.maybe(&NUMBERS, 6),
        agent: dice.maybe(&AGENTS, 4),
        queue: dice.maybe(&["sales", "Support"], 4),
        team: dice.maybe(&["first line", "second line"], 4),
        answered: perhaps(dice, 3).map(|ms| started + ms),
        ended: perhaps(dice, 4).map(|ms| started + ms),
        wait: perhaps(dice, 2),
        talk: perhaps(dice, 3),
        hold: perhaps(dice, 2),
        wrap: perhaps(dice, 2),
        outcome: dice.maybe(&OUTCOMES, 4),
        conversation: dice.maybe(&["k0", "k1", "nowhere"], 2),
        tags: (0..dice.below(3)).map(|_| dice.pick(&TAGS).to_string()).collect(),
    }
}

/// A call of one leg or several, some of them odd.
fn call(dice: &mut Dice, place: usize, started: i64, world: &mut World, as_of: i64) {
    let root = leg(dice, format!("t{place}"), started);
    let mut above = root.id.clone();
    for number in 0..dice.pick(&[0, 0, 0, 1, 2, 3]) {
        let started = match dice.below(8) {
            0 => root.started - MINUTE,
            1 => as_of + dice.pick(&[0, 1]),
            2 => root.started,
            _ => root.started + short(dice).abs(),
        };
        let mut next = leg(dice, format!("t{place}-{number}"), started);
        next.parent = Some(match dice.below(9) {
            0 => "missing".into(),
            1 => next.id.clone(),
            2..=4 => root.id.clone(),
            _ => above.clone(),
        });
        above.clone_from(&next.id);
        world.calls.push(next);
    }
    let parent = match dice.below(12) {
        0 => Some(root.id.clone()),
        1 => Some(above),
        _ => None,
    };
    world.calls.push(Call { parent, ..root });
}

/// Adds calls, and calls back on the limit; now and then nothing else is left.
pub fn with_calls(dice: &mut Dice, world: &mut World, setting: &Setting) {
    for place in 0..dice.below(16) {
        let started = instant(dice, setting);
        call(dice, place, started, world, setting.as_of);
        let back = started + dice.pick(&[-1, 0, MINUTE, DAY - 1, DAY, DAY, DAY + 1]);
        if dice.one_in(3) {
            let customer_number = world.calls.last().unwrap().customer_number.clone();
            let made = leg(dice, format!("b{place}"), back);
            world.calls.push(Call { direction: "outgoing".into(), customer_number, ..made });
        }
    }
    dice.shuffle(&mut world.calls);
    if dice.one_in(3) && !world.calls.is_empty() {
        let calls = std::mem::take(&mut world.calls);
        *world = World { calls, ..World::default() };
    }
}

/// Searches, several of them one search in other letters: case, blanks, accents, signs that stand for letters or digits.
const SPELLINGS: [&str; 12] = [
    "Where is my order?",
    "where is my ORDER",
    "where  is my order",
    "retour",
    "Rétour",
    "retour!",
    "zwrot płatność",
    "Zwrot plat",
    "ﬁt ²",
    "FIT 2",
    "???",
    "snake_case",
];

/// The instants of cases, near which articles are read.
fn openings(world: &World) -> Vec<i64> {
    let said =
        world.messages.iter().filter(|message| message.author_type == "customer").map(|message| message.at);
    world.conversations.iter().map(|row| row.created).chain(said).collect()
}

fn article_view(dice: &mut Dice, setting: &Setting, openings: &[i64], joining: bool) -> ArticleView {
    let at = match openings {
        [] => instant(dice, setting),
        _ if dice.one_in(3) => instant(dice, setting),
        all => dice.pick(all) - dice.pick(&[-1, 0, 0, 1, MINUTE, HOUR, DAY - 1, DAY, DAY, DAY + 1]),
    };
    // Ids of customers, so that readers are those who ask; else nobody's.
    let ids = if joining { ["c1", "c2", "C4", "v1", "v2"] } else { ["v1", "v2", "v3", "v4", "v5"] };
    ArticleView {
        at,
        article: dice.pick(&["a1", "a10", "a2", "B"]).into(),
        visitor: dice.maybe(&ids, 3),
        customer: dice.maybe(&ids, 3),
        views: dice.pick(&[None, None, Some(1), Some(3), Some(0)]),
        vote: dice.pick(&[None, None, None, Some("up"), Some("down")]).map(str::to_string),
    }
}

/// Adds views and searches; now and then they are alone, or their ids are nobody's.
pub fn with_faq(dice: &mut Dice, world: &mut World, setting: &Setting) {
    let openings = openings(world);
    let joining = !dice.one_in(5);
    for _ in 0..dice.below(24) {
        let view = article_view(dice, setting, &openings, joining);
        world.views.push(view.clone());
        if dice.one_in(5) {
            world.views.push(ArticleView { article: "a9".into(), ..view.clone() });
        }
        if dice.one_in(8) {
            world.views.push(view);
        }
    }
    for _ in 0..dice.below(16) {
        let search = Search {
            at: instant(dice, setting),
            query: dice.pick(&SPELLINGS).into(),
            results: dice.pick(&[None, Some(0), Some(0), Some(7)]),
            visitor: dice.maybe(&["v1"], 2),
            searches: dice.pick(&[None, None, Some(1), Some(4), Some(0)]),
        };
        world.searches.push(search.clone());
        if dice.one_in(6) {
            world.searches.push(search);
        }
    }
    if dice.one_in(5) {
        let (views, searches) = (std::mem::take(&mut world.views), std::mem::take(&mut world.searches));
        *world = World { views, searches, ..World::default() };
    }
}
