//! Small random worlds and questions, full of borders: period edges, clock changes, limits to the millisecond.

use crate::oracle::calendar::day_start;
use crate::oracle::facts::{know, Known, INACTIVITY};
use crate::oracle::rows::{Conversation, Event, Message, Rating, World};
use crate::oracle::setting::{Anchor, Compare, Dimension, Every, Setting};
use crate::oracle::tables::values;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use chrono_tz::Tz;

/// A small generator (splitmix64): the same seed, the same world.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True once in `n`.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    fn maybe(&mut self, list: &[&str], missing: usize) -> Option<String> {
        (!self.one_in(missing)).then(|| self.pick(list).to_string())
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

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

/// Instants (UTC) at which clocks of these zones change.
const CHANGES: [i64; 8] = [
    1_774_746_000_000,
    1_761_440_400_000,
    1_772_953_200_000,
    1_762_063_200_000,
    1_775_311_200_000,
    1_758_981_600_000,
    1_776_981_600_000,
    1_761_858_000_000,
];

const AGENTS: [&str; 4] = ["Ann", "Bob", "Cy Dee", "Eve"];
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
const STATUSES: [&str; 11] =
    ["open", "open", "pending", "bot", "closed", "closed", "resolved", "spam", "deleted", "merged", "test"];
const TAGS: [&str; 13] =
    ["bug", "refund", "late", "a", "b", "c", "d", "e", "f", "g", "h", "size, fit", "ünïcode"];
const CATEGORIES: [&str; 5] = ["A", "A > B", "A > B > C", "A > D", "E"];
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
        let closing = row.status.as_deref().is_none_or(|s| s == "closed" || s == "resolved");
        row.closed = after(dice, if closing { 4 } else { 2 }).map(|ms| row.created + ms);
        row.resolution = after(dice, 2);
        row.handle = after(dice, 2);
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
        for n in 0..self.dice.below(13) {
            let dice = &mut *self.dice;
            let kind =
                dice.pick(&["customer", "customer", "customer", "agent", "agent", "agent", "ai", "system"]);
            let flag = |dice: &mut Dice, chance: usize| match dice.below(chance) {
                0 => Some(true),
                1 | 2 => None,
                _ => Some(false),
            };
            let message = Message {
                id: format!("m{}", if dice.one_in(4) { 20 - n } else { n }),
                conversation: row.id.clone(),
                at,
                author_type: kind.into(),
                author: if kind == "agent" { dice.maybe(&AGENTS, 5) } else { dice.maybe(&["someone"], 2) },
                private: flag(dice, 8),
                automated: flag(dice, 8),
                template: flag(dice, 8),
            };
            at += limits(dice);
            if !self.world.messages.iter().any(|m| m.conversation == row.id && m.id == message.id) {
                self.world.messages.push(message);
            }
        }
    }

    fn events(&mut self, row: &Conversation) {
        let said: Vec<i64> =
            self.world.messages.iter().filter(|m| m.conversation == row.id).map(|m| m.at).collect();
        let mut at = row.created;
        for _ in 0..self.dice.below(9) {
            let dice = &mut *self.dice;
            if !said.is_empty() && dice.one_in(3) {
                at = dice.pick(&said);
            }
            at += limits(dice);
            let kind = match dice.pick(&KINDS) {
                "inactivity" => dice.pick(&INACTIVITY),
                kind => kind,
            };
            let value = match kind {
                "handoff" => dice.maybe(&["human", "ticket", "closing_message"], 3),
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
        let ids: Vec<String> = self.world.conversations.iter().map(|c| c.id.clone()).collect();
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
            scale: if kind == "feedback" || dice.one_in(2) { None } else { Some(high) },
            comment: dice.maybe(&["good", "bad"], 2),
            agent,
            assigned,
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

/// Takes out what the definitions do not decide, so that every difference is a fault.
fn settle(world: &mut World, as_of: i64) {
    let newest = |id: &str| {
        let rows = world.conversations.iter().filter(|c| c.id == id);
        rows.max_by_key(|c| c.updated).cloned()
    };
    let ahead = |id: &Option<String>| id.as_deref().and_then(newest).is_some_and(|c| c.created > as_of);
    let early: Vec<bool> = world.ratings.iter().map(|r| r.at <= as_of && ahead(&r.conversation)).collect();
    let mut early = early.into_iter();
    world.ratings.retain(|_| !early.next().unwrap());
    for row in &mut world.conversations {
        let events: Vec<&Event> = world.events.iter().filter(|e| e.conversation == row.id).collect();
        if events.iter().all(|e| e.at > as_of) && !events.is_empty() {
            row.reopens = None;
        }
        let closing =
            |e: &&&Event| e.at > as_of && ["closed", "ended", "autoclose"].contains(&e.kind.as_str());
        if let (None, Some(close)) = (row.closed, events.iter().find(closing)) {
            row.closed = Some(close.at);
        }
        if row.first_reply.is_some_and(|at| at > as_of) {
            row.first_response = None;
        }
    }
    let usable = know(world, as_of).facts.iter().any(|f| f.what.ends_with("_messages"));
    if !usable {
        world.messages.clear();
    }
}

/// A now at which a messaging window is about to close.
fn near_the_window(dice: &mut Dice, world: &World) -> Option<i64> {
    let windowed = |id: &str| {
        let row = world.conversations.iter().find(|c| c.id == id);
        row.and_then(|c| c.channel.as_deref()).is_some_and(|c| c == "whatsapp" || c == "messenger")
    };
    let waiting =
        |m: &&Message| m.author_type == "customer" && m.private != Some(true) && windowed(&m.conversation);
    let last = world.messages.iter().rev().find(waiting)?;
    Some(last.at + DAY - dice.pick(&[0, HOUR, 4 * HOUR - 1, 4 * HOUR, -1]))
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
    let mut edges: Vec<i64> = (0..6).map(|n| day_start(middle - Days::new(3) + Days::new(n), tz)).collect();
    edges.extend(CHANGES.iter().filter(|at| (*at - noon).abs() < 4 * DAY));
    let mut making = Making { dice, edges, middle: noon, world: World::default() };
    let bare = making.dice.one_in(6);
    for n in 0..1 + making.dice.below(12) {
        let silent = bare || making.dice.one_in(5);
        let row = making.conversation(format!("k{n}"), silent);
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
    making.copies();
    let mut world = making.world;
    let mut setting = setting;
    if dice.one_in(3) {
        setting.as_of = near_the_window(dice, &world).unwrap_or(setting.as_of);
    }
    settle(&mut world, setting.as_of);
    (world, setting)
}

fn period(dice: &mut Dice, middle: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = middle.with_day(1).unwrap();
    match dice.below(7) {
        0 => (first, first + Months::new(1) - Days::new(1)),
        1 => {
            let quarter = first.with_month((middle.month() - 1) / 3 * 3 + 1).unwrap();
            (quarter, quarter + Months::new(3) - Days::new(1))
        }
        2 => {
            let monday = middle.week(Weekday::Mon).first_day();
            (monday, monday + Days::new(6))
        }
        _ => {
            let from = middle - Days::new(dice.below(5) as u64);
            (from, from + Days::new(dice.below(9) as u64))
        }
    }
}

fn filters(dice: &mut Dice, known: &Known) -> Vec<(Dimension, Vec<String>)> {
    let all = [
        Dimension::Channel,
        Dimension::Subchannel,
        Dimension::Brand,
        Dimension::Team,
        Dimension::Agent,
        Dimension::Agent,
        Dimension::Tag,
        Dimension::Category,
        Dimension::Direction,
        Dimension::Status,
        Dimension::Customer,
        Dimension::Language,
        Dimension::Priority,
    ];
    let mut found: Vec<(Dimension, Vec<String>)> = Vec::new();
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
        let dimension = dice.pick(&all);
        let mut wanted = Vec::new();
        for _ in 0..1 + dice.below(2) {
            if known.facts.is_empty() {
                continue;
            }
            let fact = dice.pick(&known.facts);
            let story = fact.story.map(|place| &known.stories[place]);
            let Some(value) = dice.pick(&values(dimension, story, &fact.agent)) else { continue };
            let value = if dice.one_in(4) { value.to_uppercase() } else { value };
            wanted.push(if dice.one_in(3) { format!("!{value}") } else { value });
        }
        if !wanted.is_empty() && !found.iter().any(|(d, _)| *d == dimension) {
            found.push((dimension, wanted));
        }
    }
    found
}

/// A random question about a world; `plain` is the one it was made around.
pub fn question(dice: &mut Dice, world: &World, plain: &Setting, report: &str) -> Setting {
    let known = know(world, plain.as_of);
    let mut setting = plain.clone();
    (setting.from, setting.to) = period(dice, plain.from + Days::new(3));
    let days = (setting.to - setting.from).num_days();
    let timeless = known.stories.iter().any(|s| s.history.closes.iter().any(|c| c.at.is_none()));
    if !timeless {
        let anchors =
            [Anchor::Event, Anchor::Event, Anchor::Event, Anchor::Created, Anchor::Closed, Anchor::Answered];
        setting.anchor = dice.pick(&anchors);
    }
    setting.every = match dice.below(9) {
        0 if days < 4 && setting.tz != Tz::Pacific__Chatham => Some(Every::Hour),
        1 | 2 if days < 32 => Some(Every::Day),
        3 => Some(Every::Week),
        4 => Some(dice.pick(&[Every::Month, Every::Quarter, Every::Year])),
        _ => None,
    };
    setting.week_start = dice.pick(&[Weekday::Mon, Weekday::Mon, Weekday::Sun, Weekday::Sat]);
    let groups = [
        Dimension::Channel,
        Dimension::Subchannel,
        Dimension::Brand,
        Dimension::Team,
        Dimension::Agent,
        Dimension::Tag,
        Dimension::Category,
        Dimension::Direction,
        Dimension::Status,
        Dimension::Customer,
        Dimension::Language,
        Dimension::Priority,
    ];
    let most = match report {
        "summary" | "times" => 2,
        "channels" | "agents" | "quality" => 1,
        _ => 0,
    };
    for _ in 0..dice.below(most + 1) {
        let dimension = dice.pick(&groups);
        if !setting.by.contains(&dimension) {
            setting.by.push(dimension);
        }
    }
    setting.filters = filters(dice, &known);
    if dice.one_in(8) {
        setting.tag_all = (0..2)
            .map(|_| dice.pick(&TAGS).to_string())
            .filter(|t| {
                known.facts.iter().any(|f| f.story.is_some_and(|s| known.stories[s].row.tags.contains(t)))
            })
            .collect();
    }
    setting.compare = dice.pick(&[None, None, None, Some(Compare::Previous), Some(Compare::Year)]);
    if ["summary", "tags"].contains(&report) {
        setting.limit = dice.pick(&[None, None, Some(0), Some(2)]);
    }
    setting
}
