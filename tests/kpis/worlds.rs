//! Small random worlds, full of borders: period edges, clock changes, limits to the millisecond.

use crate::dice::Dice;
use crate::fixtures::instant;
use crate::oracle::calendar::day_start;
use crate::oracle::dates::Dates;
use crate::oracle::facts::INACTIVITY;
use crate::oracle::rows::{Comment, Conversation, Event, Message, Order, Rating, World};
use crate::oracle::setting::Setting;
use crate::undecided::settle;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Zones either side of UTC, with hours cut in halves and quarters, and one whose clock jumps over midnight.
const ZONES: [Tz; 6] = [
    Tz::Europe__Amsterdam,
    Tz::America__New_York,
    Tz::Asia__Kolkata,
    Tz::UTC,
    Tz::Pacific__Chatham,
    Tz::Africa__Cairo,
];

/// Days near which clocks change, months and years end.
const DAYS: [(i32, u32, u32); 10] = [
    (2026, 3, 29),
    (2025, 10, 26),
    (2026, 3, 8),
    (2025, 11, 2),
    (2026, 4, 5),
    (2025, 9, 28),
    (2025, 12, 31),
    (2024, 2, 29),
    (2026, 4, 24),
    (2026, 6, 30),
];

/// Instants at which the clocks of these zones change.
const CHANGES: [&str; 8] = [
    "2026-03-29T01:00:00Z", // Amsterdam, an hour less
    "2025-10-26T01:00:00Z", // Amsterdam, an hour more
    "2026-03-08T07:00:00Z", // New York, an hour less
    "2025-11-02T06:00:00Z", // New York, an hour more
    "2026-04-04T14:00:00Z", // Chatham, an hour more
    "2025-09-27T14:00:00Z", // Chatham, an hour less
    "2026-04-23T22:00:00Z", // Cairo, no midnight
    "2025-10-30T21:00:00Z", // Cairo, an hour twice
];

/// Few, so that they meet in one conversation; one name holds a blank.
const AGENTS: [&str; 4] = ["Ann", "Bob", "Cy Dee", "Eve"];
/// Every channel with a rule of its own, those with a messaging window twice, and one that is not known.
const CHANNELS: [&str; 14] = [
    "chat",
    "email",
    "phone",
    "whatsapp",
    "whatsapp",
    "messenger",
    "messenger",
    "instagram",
    "telegram",
    "x",
    "facebook",
    "web form",
    "sms",
    "WeChat",
];
/// What opens and closes twice as often as what leaves a conversation out.
const STATUSES: [&str; 11] =
    ["open", "open", "pending", "bot", "closed", "closed", "resolved", "spam", "deleted", "merged", "test"];
/// More than the ten that a list shows; one holds the separator of lists, one is not ASCII.
pub const TAGS: [&str; 13] =
    ["bug", "refund", "late", "a", "b", "c", "d", "e", "f", "g", "h", "size, fit", "ünïcode"];
/// All three, one of them more often, so that no two counts agree by chance.
const SENTIMENTS: [&str; 4] = ["positive", "neutral", "negative", "negative"];
/// Paths three levels deep: a parent alone, two children of one parent, and one that shares nothing.
const CATEGORIES: [&str; 5] = ["A", "A > B", "A > B > C", "A > D", "E"];
/// Kinds of events, the likelier the more figures hang on them; `inactivity` is any of its eight.
const KINDS: [&str; 26] = [
    "created",
    "assigned",
    "assigned",
    "assigned",
    "team_changed",
    "reopened",
    "reopened",
    "resumed",
    "handoff",
    "handoff",
    "forwarded",
    "forwarded",
    "live_timeout",
    "snoozed",
    "product_click",
    "sms_touch",
    "closed",
    "closed",
    "closed",
    "closed",
    "ended",
    "autoclose",
    "merged",
    "offline_reassigned",
    "offline_unassignable",
    "inactivity",
];

/// A world on its way: its data and the instants it likes.
struct Making<'d> {
    dice: &'d mut Dice,
    edges: Vec<i64>,
    middle: i64,
    world: World,
}

/// A wait, often on a limit that means something or a millisecond beside it.
fn limits(dice: &mut Dice) -> i64 {
    let short = [30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR];
    let round = [&short[..], &[4 * HOUR, 8 * HOUR, 20 * HOUR, DAY, DAY, 2 * DAY]].concat();
    match dice.below(6) {
        0 => 0,
        1 => dice.below(5) as i64,
        2 | 3 => dice.below(3_600_000) as i64,
        _ => (dice.pick(&round) + dice.pick(&[-1, 0, 0, 1])).max(0),
    }
}

impl Making<'_> {
    fn instant(&mut self) -> i64 {
        match self.dice.below(4) {
            0 => self.dice.pick(&self.edges.clone()) + self.dice.pick(&[-1, 0, 1, -HOUR, HOUR, 30 * MINUTE]),
            1 => self.middle + (self.dice.below(192) as i64 - 96) * HOUR,
            _ => self.middle + self.dice.below(10 * DAY as usize) as i64 - 5 * DAY,
        }
    }

    fn conversation(&mut self, id: String, bare: bool) -> Conversation {
        let created = self.instant();
        let dice = &mut *self.dice;
        let mut tags: Vec<String> = (0..dice.below(4)).map(|_| dice.pick(&TAGS).to_string()).collect();
        tags.dedup();
        let mut row = Conversation {
            id,
            created,
            channel: dice.maybe(&CHANNELS, 12),
            subchannel: dice.maybe(&["wall", "mention", "dm"], 2),
            brand: dice.maybe(&["north", "south"], 3),
            team: dice.maybe(&["first line", "second line"], 4),
            agent: dice.maybe(&AGENTS, 4),
            customer: dice.maybe(&["c1", "c2", "c3", "C4"], 6),
            direction: dice.maybe(&["incoming", "incoming", "incoming", "outgoing", "proactive"], 3),
            status: dice.maybe(&STATUSES, 4),
            language: dice.maybe(&["nl", "en"], 2),
            priority: dice.maybe(&["high", "low"], 2),
            tags,
            category: dice.maybe(&CATEGORIES, 3),
            ..Conversation::default()
        };
        let after = |dice: &mut Dice, chance: usize| {
            (!dice.one_in(chance)).then(|| limits(dice) - if dice.one_in(8) { DAY } else { 0 })
        };
        let closing = row.status.as_deref().is_none_or(|status| status == "closed" || status == "resolved");
        row.closed = after(dice, if closing { 4 } else { 2 }).map(|ms| row.created + ms);
        row.resolution = after(dice, 2);
        row.handle = after(dice, 2);
        row.email = dice.maybe(&["ann@shop.nl", "Bob@Shop.nl", "cy@shop.nl"], 3);
        row.ai_status = dice.maybe(&["resolved", "routed", "closed", "open"], 2);
        row.reopens = dice.one_in(4).then(|| dice.below(3) as i64);
        if bare || dice.one_in(3) {
            row.first_reply = after(dice, 2).map(|ms| row.created + ms);
            row.first_response = after(dice, 2);
            row.replies = (!dice.one_in(3)).then(|| dice.below(3) as i64);
        }
        row
    }

    fn messages(&mut self, row: &Conversation) {
        let mut at = row.created + if self.dice.one_in(6) { limits(self.dice) - DAY } else { 0 };
        let voices: &[&str] = match self.dice.below(3) {
            0 => &["customer", "customer", "ai", "ai", "ai", "system"],
            _ => &["customer", "customer", "customer", "agent", "agent", "agent", "ai", "system"],
        };
        for number in 0..self.dice.below(13) {
            let dice = &mut *self.dice;
            let kind = dice.pick(voices);
            let flag = |dice: &mut Dice, chance: usize| match dice.below(chance) {
                0 => Some(true),
                1 | 2 => None,
                _ => Some(false),
            };
            let message = Message {
                id: format!("m{}", if dice.one_in(4) { 20 - number } else { number }),
                conversation: row.id.clone(),
                at,
                author_type: kind.into(),
                author: if kind == "agent" { dice.maybe(&AGENTS, 5) } else { dice.maybe(&["someone"], 2) },
                private: flag(dice, 8),
                automated: flag(dice, 8),
                template: flag(dice, 8),
                body: None,
                sentiment: dice.maybe(&SENTIMENTS, 4),
            };
            at += limits(dice);
            if !self.world.messages.iter().any(|known| known.conversation == row.id && known.id == message.id)
            {
                self.world.messages.push(message);
            }
        }
    }

    fn events(&mut self, row: &Conversation) {
        let said: Vec<i64> = self
            .world
            .messages
            .iter()
            .filter(|message| message.conversation == row.id)
            .map(|message| message.at)
            .collect();
        let mut at = row.created;
        for _ in 0..self.dice.below(9) {
            let dice = &mut *self.dice;
            if !said.is_empty() && dice.one_in(3) {
                at = dice.pick(&said);
            }
            at += limits(dice);
            let touches = ["product_click", "sms_touch"];
            let kind = match if dice.one_in(5) { dice.pick(&touches) } else { dice.pick(&KINDS) } {
                "inactivity" => dice.pick(&INACTIVITY),
                kind => kind,
            };
            let value = match kind {
                "handoff" => dice
                    .maybe(&["human", "ticket", "closing_message", "closing_message", "closing_message"], 6),
                "sms_touch" => dice.maybe(&["click", "click", "message", "view"], 4),
                "product_click" => dice.maybe(&["lamp"], 2),
                _ => None,
            };
            let agent = dice.maybe(&AGENTS, 2);
            self.world.events.push(Event {
                conversation: row.id.clone(),
                at,
                kind: kind.into(),
                agent,
                value,
            });
        }
        if self.dice.one_in(4) {
            if let Some(again) = self.world.events.last().cloned() {
                self.world.events.push(again);
            }
        }
    }

    fn rating(&mut self) {
        let at = self.instant();
        let dice = &mut *self.dice;
        let ids: Vec<String> = self.world.conversations.iter().map(|row| row.id.clone()).collect();
        let conversation = match dice.below(6) {
            0 => None,
            1 => Some("nowhere".to_string()),
            _ => Some(dice.pick(&ids)),
        };
        let kind = dice.pick(&["stars", "stars", "stars", "thumbs", "three", "nps", "nps", "feedback"]);
        let (low, high) = match kind {
            "stars" => (1, 5),
            "thumbs" => (1, 2),
            "three" => (1, 3),
            _ => (0, 10),
        };
        let beyond = dice.one_in(10);
        let score = if beyond { high + 1 } else { low + dice.below((high - low + 1) as usize) as i64 };
        let agent = dice.maybe(&AGENTS, 2);
        let assigned = if dice.one_in(2) { None } else { Some(agent.is_some() || dice.one_in(2)) };
        self.world.ratings.push(Rating {
            conversation,
            at,
            kind: kind.into(),
            score: (kind != "feedback").then_some(score),
            // Scores without a scale are judged together: one beyond it would take the others along.
            scale: if kind == "feedback" || (dice.one_in(2) && !beyond) { None } else { Some(high) },
            comment: dice.maybe(&["good", "bad"], 2),
            agent,
            assigned,
        });
    }

    fn comment(&mut self, number: usize) {
        let at = self.instant();
        let dice = &mut *self.dice;
        let comment = Comment {
            id: format!("r{number}"),
            post: dice.pick(&["p1", "p2", "P 3"]).to_string(),
            at,
            ours: dice.pick(&[None, Some(false), Some(false), Some(true)]),
            body: None,
            sentiment: dice.maybe(&SENTIMENTS, 4),
        };
        if dice.one_in(6) {
            self.world.comments.push(comment.clone());
        }
        self.world.comments.push(comment);
    }

    /// An order, mostly soon after a touch or on the limit of its window.
    fn order(&mut self, number: usize) {
        let touches = self
            .world
            .events
            .iter()
            .filter(|event| ["product_click", "sms_touch"].contains(&event.kind.as_str()));
        let touches: Vec<Event> = touches.cloned().collect();
        let now = self.instant();
        let dice = &mut *self.dice;
        let row = if touches.is_empty() {
            dice.pick(&self.world.conversations)
        } else {
            let touched = dice.pick(&touches).conversation;
            self.world.conversations.iter().find(|row| row.id == touched).cloned().unwrap()
        };
        let near: Vec<&Event> = touches.iter().filter(|event| event.conversation == row.id).collect();
        let at = if near.is_empty() || dice.one_in(5) {
            now
        } else {
            // A click on a text counts for five days, everything else for one.
            let limit = [0, 0, HOUR, DAY, DAY, 5 * DAY, 5 * DAY, 3 * DAY];
            dice.pick(&near).at + dice.pick(&limit) + dice.pick(&[-1, 0, 0, 1])
        };
        let anybody = dice.maybe(&["c1", "c2", "c3", "C4", "stranger", "stranger"], 3);
        let customer = if dice.one_in(4) { anybody } else { row.customer.clone() };
        let amount = dice.pick(&[0, 199_900, 1_000_001, 333_300, 123_456_700]);
        self.world.orders.push(Order {
            id: format!("o{number}"),
            at,
            customer,
            conversation: (!dice.one_in(3)).then(|| {
                if dice.one_in(4) {
                    "elsewhere".to_string()
                } else {
                    row.id.clone()
                }
            }),
            email: dice.maybe(&["ANN@shop.nl", "bob@shop.nl", "cy@shop.nl", "who@shop.nl"], 3),
            amount,
            refunded: dice.one_in(3).then(|| dice.pick(&[0, 100, amount, amount + 10_000])),
            currency: dice.maybe(&["EUR", "EUR", "PLN", "NOK"], 9),
            status: dice.maybe(&["paid", "paid", "cancelled", "refunded", "shipped"], 4),
        });
    }

    /// Older and equal copies of rows, which must not count.
    fn copies(&mut self) {
        for mut row in std::mem::take(&mut self.world.conversations) {
            if self.dice.one_in(8) {
                row.updated = Some(self.middle + DAY);
                let status = self.dice.maybe(&STATUSES, 3);
                let older = Conversation { updated: Some(self.middle), status, agent: None, ..row.clone() };
                self.world.conversations.push(older);
            }
            self.world.conversations.push(row);
        }
        self.dice.shuffle(&mut self.world.conversations);
        if self.dice.one_in(3) && !self.world.messages.is_empty() {
            let copy = self.dice.pick(&self.world.messages);
            self.world.messages.push(copy);
        }
    }
}

/// A now at which a messaging window is about to close.
fn near_the_window(dice: &mut Dice, world: &World) -> Option<i64> {
    let windowed = |id: &str| {
        let row = world.conversations.iter().find(|row| row.id == id);
        row.and_then(|row| row.channel.as_deref())
            .is_some_and(|channel| channel == "whatsapp" || channel == "messenger")
    };
    let waiting = |message: &&Message| {
        message.author_type == "customer" && message.private != Some(true) && windowed(&message.conversation)
    };
    let last = world.messages.iter().rev().find(waiting)?;
    Some(last.at + DAY - dice.pick(&[0, HOUR, 4 * HOUR - 1, 4 * HOUR, -1]))
}

/// A now at which an AI agent's message has gone unanswered for two days.
fn near_the_silence(dice: &mut Dice, world: &World) -> Option<i64> {
    let said: Vec<i64> = world
        .messages
        .iter()
        .filter(|message| message.author_type == "ai")
        .map(|message| message.at)
        .collect();
    let last = if said.is_empty() { return None } else { dice.pick(&said) };
    Some(last + 2 * DAY + dice.pick(&[-1, 0, 0, 1]))
}

/// Spells names in other ways: they stay who they are.
pub fn respell(dice: &mut Dice, world: &mut World) {
    let mut other = |name: &mut Option<String>| {
        let Some(name) = name else { return };
        match dice.below(6) {
            0 => *name = name.to_uppercase(),
            1 => *name = name.to_lowercase(),
            2 => *name = name.replace(' ', "  "),
            _ => {}
        }
    };
    for row in &mut world.conversations {
        other(&mut row.agent);
        other(&mut row.team);
        other(&mut row.brand);
    }
    world.messages.iter_mut().for_each(|row| other(&mut row.author));
    world.events.iter_mut().for_each(|row| other(&mut row.agent));
}

/// Takes the scales off the ratings of some kinds: their scores still fit one, or one of them does not, or they are 0 and 1.
pub fn unscale(dice: &mut Dice, world: &mut World) {
    for kind in ["stars", "thumbs", "three", "nps"] {
        let (bare, beyond, bits) = (dice.one_in(2), dice.one_in(3), kind == "thumbs" && dice.one_in(2));
        let mut last = None;
        for rating in world.ratings.iter_mut().filter(|rating| bare && rating.kind == kind) {
            rating.scale = None;
            if let Some(score) = rating.score.as_mut() {
                *score = if bits { *score % 2 } else { *score };
                last = Some(score);
            }
        }
        if let Some(score) = last.filter(|_| beyond) {
            *score = 11;
        }
    }
}

/// Takes the time of day off some instants.
pub fn date_some(dice: &mut Dice, world: &mut World, setting: &Setting) {
    let mut dates = Dates { zone: setting.tz, ..Dates::default() };
    let often = 2 + dice.below(6);
    let mut date = |at: &mut i64| {
        if dice.one_in(often) {
            *at = day_start(dates.day(*at), dates.zone);
            dates.midnights.insert(*at);
        }
    };
    for row in &mut world.conversations {
        date(&mut row.created);
        row.closed.iter_mut().for_each(&mut date);
        row.first_reply.iter_mut().for_each(&mut date);
    }
    // a message that comes again is the same again: which of two that differ counts, the order of files decides
    let mut dated: BTreeMap<(String, String, i64), i64> = BTreeMap::new();
    for row in &mut world.messages {
        let message = (row.conversation.clone(), row.id.clone(), row.at);
        date(&mut row.at);
        row.at = *dated.entry(message).or_insert(row.at);
    }
    world.events.iter_mut().for_each(|row| date(&mut row.at));
    world.ratings.iter_mut().for_each(|row| date(&mut row.at));
    world.orders.iter_mut().for_each(|row| date(&mut row.at));
    // what lies a given time after a date is a moment, be it a midnight
    for row in &mut world.conversations {
        for given in [&mut row.first_response, &mut row.resolution] {
            if given.is_some_and(|ms| dates.is(row.created + ms)) {
                *given = None;
            }
        }
    }
    world.dates = dates;
    settle(world, setting.as_of);
}

/// Takes whole tables or columns away: what was not read is not zero.
fn leave_out(dice: &mut Dice, world: &mut World) {
    for _ in 0..1 + dice.below(3) {
        match dice.below(7) {
            0 | 1 => world.messages.clear(),
            2 => world.events.clear(),
            3 => world.ratings.clear(),
            4 => world.orders.clear(),
            5 => world.conversations.iter_mut().for_each(|row| row.ai_status = None),
            _ => {
                for row in &mut world.conversations {
                    (row.first_reply, row.first_response, row.replies) = (None, None, None);
                }
            }
        }
    }
}

/// A random world around a random day, and a plain question about it.
pub fn world(dice: &mut Dice) -> (World, Setting) {
    let (year, month, day) = dice.pick(&DAYS);
    let middle = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let tz = dice.pick(&ZONES);
    let noon = day_start(middle, tz) + 12 * HOUR;
    let as_of = match dice.below(3) {
        0 => noon + dice.below(6 * DAY as usize) as i64 - 2 * DAY,
        _ => noon + 60 * DAY,
    };
    let setting = Setting::new(middle - Days::new(3), middle + Days::new(3), tz, as_of);
    let mut edges: Vec<i64> =
        (0..6).map(|day| day_start(middle - Days::new(3) + Days::new(day), tz)).collect();
    edges.extend(CHANGES.map(instant).iter().filter(|at| (*at - noon).abs() < 4 * DAY));
    let mut making = Making { dice, edges, middle: noon, world: World::default() };
    let bare = making.dice.one_in(6);
    for number in 0..1 + making.dice.below(12) {
        let silent = bare || making.dice.one_in(5);
        let row = making.conversation(format!("k{number}"), silent);
        if !silent {
            making.messages(&row);
        }
        if !making.dice.one_in(3) {
            making.events(&row);
        }
        making.world.conversations.push(row);
    }
    for _ in 0..making.dice.below(8) {
        making.rating();
    }
    for number in 0..making.dice.below(9) {
        making.comment(number);
    }
    if making.dice.one_in(2) {
        (0..1 + making.dice.below(8)).for_each(|n| making.order(n));
    }
    making.copies();
    let mut world = making.world;
    if dice.one_in(3) {
        leave_out(dice, &mut world);
    }
    let mut setting = setting;
    if dice.one_in(6) {
        setting.as_of = near_the_silence(dice, &world).unwrap_or(setting.as_of);
    } else if dice.one_in(3) {
        setting.as_of = near_the_window(dice, &world).unwrap_or(setting.as_of);
    }
    settle(&mut world, setting.as_of);
    (world, setting)
}
