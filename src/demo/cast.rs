//! Who and what takes part: channels, shops, teams, agents, subjects and tags.

use super::calendar::{OpeningHours, MINUTE, SECOND};
use super::random::Random;

/// How a channel behaves.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) name: &'static str,
    pub(super) subchannels: &'static [&'static str],
    /// How many of a thousand conversations come over it.
    pub(super) share: u32,
    /// Median of the first reply, milliseconds.
    pub(super) first_reply: i64,
    /// Median of later replies, milliseconds.
    pub(super) reply: i64,
    /// Median of the customer's answers, milliseconds.
    pub(super) answer: i64,
    /// Most rounds of question and answer.
    pub(super) rounds: u64,
    pub(super) hours: OpeningHours,
    pub(super) live: bool,
    /// The conversation never really ends: the customer comes back to the same thread.
    pub(super) thread: bool,
    /// How many of a thousand get no answer.
    pub(super) unanswered: u32,
    /// How many of a thousand are first met by the AI agent.
    pub(super) ai: u32,
}

const fn channel(name: &'static str, share: u32, first_reply: i64, rounds: u64) -> Channel {
    Channel {
        name,
        subchannels: &[],
        share,
        first_reply,
        reply: first_reply,
        answer: first_reply,
        rounds,
        hours: OpeningHours::Extended,
        live: false,
        thread: false,
        unanswered: 60,
        ai: 0,
    }
}

/// All channels; `trustpilot` is none that reports know by name.
pub(super) static CHANNELS: &[Channel] = &[
    Channel {
        subchannels: &["Website", "Website", "Website", "App"],
        reply: 45 * SECOND,
        answer: 35 * SECOND,
        live: true,
        unanswered: 45,
        ai: 320,
        ..channel("chat", 315, 34 * SECOND, 7)
    },
    Channel {
        reply: 100 * MINUTE,
        answer: 300 * MINUTE,
        hours: OpeningHours::Office,
        unanswered: 70,
        ..channel("email", 285, 130 * MINUTE, 4)
    },
    Channel {
        reply: 4 * MINUTE,
        answer: 5 * MINUTE,
        thread: true,
        unanswered: 40,
        ai: 110,
        ..channel("whatsapp", 145, 6 * MINUTE, 5)
    },
    Channel {
        subchannels: &["Messenger"],
        reply: 12 * MINUTE,
        answer: 9 * MINUTE,
        thread: true,
        ai: 60,
        ..channel("messenger", 55, 17 * MINUTE, 5)
    },
    Channel { hours: OpeningHours::Office, answer: 400 * MINUTE, ..channel("web form", 55, 380 * MINUTE, 3) },
    Channel {
        subchannels: &["Direct messages", "Direct messages", "Mentions"],
        thread: true,
        unanswered: 110,
        ..channel("instagram", 38, 42 * MINUTE, 5)
    },
    Channel {
        subchannels: &["Wall", "Comments", "Comments"],
        unanswered: 140,
        ..channel("facebook", 26, 50 * MINUTE, 3)
    },
    Channel {
        subchannels: &["Direct messages", "Mentions"],
        unanswered: 150,
        ..channel("x", 18, 34 * MINUTE, 4)
    },
    Channel { ai: 420, answer: 6 * MINUTE, ..channel("sms", 14, 15 * MINUTE, 3) },
    Channel { thread: true, ..channel("telegram", 6, 8 * MINUTE, 5) },
    Channel { unanswered: 0, ..channel("phone", 20, 3 * MINUTE, 1) },
    Channel { hours: OpeningHours::Office, ..channel("bol.com", 14, 300 * MINUTE, 2) },
    Channel { hours: OpeningHours::Office, unanswered: 300, ..channel("review", 6, 900 * MINUTE, 1) },
    Channel { hours: OpeningHours::Office, unanswered: 200, ..channel("trustpilot", 3, 1500 * MINUTE, 2) },
];

/// The channel of that name, chat if there is none.
pub(super) fn channel_named(name: &str) -> &'static Channel {
    CHANNELS.iter().find(|channel| channel.name == name).unwrap_or(&CHANNELS[0])
}

/// A shop with its own currency and languages.
#[derive(Debug)]
pub(super) struct Brand {
    pub(super) name: &'static str,
    pub(super) share: u32,
    pub(super) currency: &'static str,
    /// What an order costs at most, in the currency.
    pub(super) dearest: u64,
    /// Places in the list of languages with their weights.
    pub(super) languages: &'static [(usize, u32)],
    pub(super) telephone: &'static str,
    pub(super) dialling: &'static str,
}

/// The shops.
pub(super) static BRANDS: [Brand; 3] = [
    Brand {
        name: "Noorderlicht",
        share: 52,
        currency: "EUR",
        dearest: 240,
        languages: &[(1, 70), (0, 13), (4, 17)],
        telephone: "+31201234500",
        dialling: "+316",
    },
    Brand {
        name: "Bałtyk Dom",
        share: 28,
        currency: "PLN",
        dearest: 900,
        languages: &[(2, 92), (0, 8)],
        telephone: "+48221234500",
        dialling: "+485",
    },
    Brand {
        name: "Fjordhus",
        share: 20,
        currency: "NOK",
        dearest: 2600,
        languages: &[(3, 86), (0, 14)],
        telephone: "+4721234500",
        dialling: "+479",
    },
];

/// Name of the AI agent.
pub(super) const AI_AGENT: &str = "Iris (AI)";

/// Somebody who answers.
#[derive(Debug)]
pub(super) struct Agent {
    pub(super) name: &'static str,
    pub(super) team: &'static str,
    /// Place of the shop; `None`: all of them.
    pub(super) brand: Option<usize>,
    /// How much they take on.
    weight: u32,
    /// Percent of the usual time they need.
    pub(super) pace: i64,
    /// Thousandths of their customers who rate better than usual; negative: worse.
    pub(super) warmth: i64,
    /// Channels they like: others are half as likely.
    likes: &'static [&'static str],
}

impl Agent {
    /// How likely they serve a shop over a channel.
    fn weight_for(&self, brand: usize, channel: &Channel) -> u32 {
        match self.brand {
            Some(own) if own != brand => 0,
            _ if self.likes.contains(&channel.name) => self.weight * 2,
            None => self.weight / 3,
            Some(_) => self.weight,
        }
    }
}

const WRITTEN: &[&str] = &["email", "web form", "bol.com", "review"];
const LIVE: &[&str] = &["chat", "phone", "whatsapp"];
const SOCIAL: &[&str] = &["instagram", "facebook", "x", "messenger", "telegram", "trustpilot"];
const NL: (&str, Option<usize>) = ("Klantenservice", Some(0));
const PL: (&str, Option<usize>) = ("Zespół Obsługi Klienta", Some(1));
const NO: (&str, Option<usize>) = ("Kundeservice", Some(2));
const ALL: (&str, Option<usize>) = ("Social & Marketplaces", None);

const fn agent(
    name: &'static str,
    (team, brand): (&'static str, Option<usize>),
    (weight, pace, warmth): (u32, i64, i64),
    likes: &'static [&'static str],
) -> Agent {
    Agent { name, team, brand, weight, pace, warmth, likes }
}

/// The agents: share of the work, pace and warmth in brackets.
pub(super) static AGENTS: &[Agent] = &[
    agent("Sanne de Vries", NL, (14, 70, 60), LIVE),
    agent("Daan Bakker", NL, (12, 95, 0), LIVE),
    agent("Femke Visser", NL, (11, 110, 90), WRITTEN),
    agent("Youssef El Amrani", NL, (13, 80, 30), LIVE),
    agent("Lotte Jansen", NL, (8, 150, -40), WRITTEN),
    agent("Bram van den Berg", NL, (5, 190, -110), WRITTEN),
    agent("Aylin Yıldız", NL, (9, 88, 50), LIVE),
    agent("Jonas Schäfer", NL, (6, 105, 10), WRITTEN),
    agent("Agnieszka Kowalska", PL, (13, 78, 70), LIVE),
    agent("Piotr Wiśniewski", PL, (11, 100, -10), WRITTEN),
    agent("Zofia Wójcik", PL, (9, 92, 40), LIVE),
    agent("Michał Lewandowski", PL, (7, 135, -60), WRITTEN),
    agent("Katarzyna Zielińska", PL, (6, 115, 20), WRITTEN),
    agent("Ingrid Haugen", NO, (12, 82, 55), LIVE),
    agent("Lars Øverland", NO, (10, 98, 0), WRITTEN),
    agent("Nora Bråten", NO, (8, 90, 35), LIVE),
    agent("Henrik Dahl", NO, (5, 160, -80), WRITTEN),
    agent("Priya Sharma", ALL, (9, 75, 45), SOCIAL),
    agent("Tom O'Brien", ALL, (7, 120, -20), SOCIAL),
    agent("Mila Novák", ALL, (6, 100, 15), SOCIAL),
];

/// Somebody who serves a shop over a channel, another than `besides`.
pub(super) fn somebody(
    random: &mut Random,
    brand: usize,
    channel: &Channel,
    besides: Option<&Agent>,
) -> &'static Agent {
    let mut weights = [0; 32];
    for (place, agent) in AGENTS.iter().enumerate() {
        let same = besides.is_some_and(|other| other.name == agent.name);
        weights[place] = if same { 0 } else { agent.weight_for(brand, channel) };
    }
    &AGENTS[random.weighted(&weights[..AGENTS.len()])]
}

/// What customers write about.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) share: u32,
    pub(super) categories: &'static [&'static str],
    pub(super) tags: &'static [&'static str],
    pub(super) sentiment: &'static str,
}

const fn topic(
    share: u32,
    categories: &'static [&'static str],
    tags: &'static [&'static str],
    sentiment: &'static str,
) -> Topic {
    Topic { share, categories, tags, sentiment }
}

/// The topics, in the order of the opening sentences of each language.
pub(super) static TOPICS: [Topic; 10] = [
    topic(
        22,
        &["Delivery > Late", "Delivery > Late", "Delivery > Late > Lost parcel", "Delivery > Tracking"],
        &["late delivery", "tracking", "lost parcel"],
        "negative",
    ),
    topic(15, &["Returns > Label", "Returns > Period"], &["return", "return label", "exchange"], "neutral"),
    topic(
        9,
        &["Product > Damaged", "Product > Damaged > In transit"],
        &["damaged", "photo needed"],
        "negative",
    ),
    topic(12, &["Returns > Refund", "Payment > Refund"], &["refund", "payment"], "negative"),
    topic(13, &["Product > Advice > Size", "Product > Stock"], &["advice", "stock", "pre-sale"], "neutral"),
    topic(7, &["Payment > Discount code"], &["discount code", "payment"], "neutral"),
    topic(8, &["Delivery > Address"], &["address change", "tracking"], "neutral"),
    topic(5, &["Payment > Invoice"], &["invoice", "b2b"], "neutral"),
    topic(5, &["Product > Defect > Warranty", "Product > Defect"], &["warranty", "complaint"], "negative"),
    topic(4, &["Account > Login", "Account"], &["account", "password"], "neutral"),
];

/// Tags of any topic, the usual ones first.
pub(super) static TAGS: [&str; 6] = ["follow-up", "vip", "compensation", "escalated", "newsletter", "bug"];
