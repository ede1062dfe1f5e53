//! The AI agent's part: status, hand-offs, first response, ratings and the orders that follow its touches.

use super::conversation::{AuthorKind, CountedMessage};
use super::dates::Dates;
use super::facts::{Fact, Known, KnownConversation};
use super::figures::{ratio, Cells, GatheredFacts};
use super::history::History;
use super::rows::{Conversation, Order, Rating, World};
use super::sections::shape;
use super::setting::Dimension;
use super::tables::{KnownRun, Section, SectionShape};

const HOUR: i64 = 3_600_000;
const STATUSES: [&str; 4] = ["ai_resolved", "ai_routed", "ai_closed", "ai_open"];

/// The status at as-of of a conversation that the AI took part in; nothing of one that it did not.
pub fn status(
    row: &Conversation,
    talk: &[CountedMessage],
    talked: bool,
    history: &History,
    (as_of, dates): (i64, &Dates),
) -> Option<&'static str> {
    if !talked {
        let given = row.ai_status.as_deref()?;
        return STATUSES.into_iter().find(|status| status.strip_prefix("ai_") == Some(given));
    }
    if !talk.iter().any(|message| message.by == AuthorKind::Ai) {
        return None;
    }
    let handoffs: Vec<Option<&str>> = history
        .events
        .iter()
        .filter(|event| event.kind == "handoff")
        .map(|event| event.value.as_deref())
        .collect();
    if !handoffs.is_empty() {
        let only_closing = handoffs.iter().all(|value| *value == Some("closing_message"));
        return Some(if only_closing { "ai_closed" } else { "ai_routed" });
    }
    let human = talk.iter().any(|message| message.by == AuthorKind::Human);
    let last = talk.last()?;
    let over = history.closed || dates.further(last.at, as_of, 48 * HOUR - 1);
    Some(if !human && last.by == AuthorKind::Ai && over { "ai_resolved" } else { "ai_open" })
}

/// The AI's first message after the customer's: when, and how long after the first one of these.
fn answer(talk: &[CountedMessage], dates: &Dates) -> Option<(i64, Option<i64>)> {
    let first = talk.iter().position(|message| message.by == AuthorKind::Customer)?;
    let answer = talk[first..].iter().find(|message| message.by == AuthorKind::Ai)?;
    Some((answer.at, dates.lasted(talk[first].at, answer.at)))
}

/// The facts of one conversation that the AI took part in, at this place in the list.
pub fn facts(
    place: usize,
    conversation: &KnownConversation,
    talk: &[CountedMessage],
    talked: bool,
    dates: &Dates,
) -> Vec<Fact> {
    let Some(status) = conversation.ai else { return Vec::new() };
    let row = &conversation.row;
    let fact = |what, at, value| Fact {
        what,
        at: Some(at),
        conversation: Some(place),
        agent: row.agent.clone(),
        value,
        who: None,
    };
    let mut facts = vec![fact("ai_conversations", row.created, 0), fact(status, row.created, 0)];
    let answer = answer(talk, dates);
    if !talked || answer.is_some() {
        facts.push(fact("ai_involved", row.created, 0));
        if status == "ai_resolved" {
            facts.push(fact("ai_resolved_of_involved", row.created, 0));
        }
    }
    let lasted = answer.and_then(|(at, lasted)| Some((at, lasted?)));
    facts.extend(lasted.map(|(at, lasted)| fact("ai_first_response", at, lasted)));
    facts.extend(conversation.history.first("handoff").map(|event| fact("ai_handoffs", event.at, 0)));
    facts
}

/// Stars as the AI's or a human's; `counted` says whether they count among all ratings.
pub fn rating(
    rating: &Rating,
    agent: &Option<String>,
    conversation: Option<(usize, &KnownConversation)>,
    counted: bool,
) -> Option<Fact> {
    let (place, conversation) = conversation?;
    let score = rating
        .score
        .filter(|score| (1..=5).contains(score) && rating.scale.is_none_or(|scale| scale == 5))?;
    let what = match (rating.kind.as_str(), conversation.human) {
        ("stars", false) if conversation.ai.is_some() => "ai_stars",
        ("stars", true) if counted => "human_stars",
        _ => return None,
    };
    Some(Fact {
        what,
        at: Some(rating.at),
        conversation: Some(place),
        agent: agent.clone(),
        value: score,
        who: None,
    })
}

/// A product shown or a text message in an AI conversation, and how long an order may follow it.
struct Touch {
    conversation: usize,
    at: i64,
    window: i64,
}

fn touches(conversations: &[KnownConversation]) -> Vec<Touch> {
    let mut found = Vec::new();
    for (place, conversation) in
        conversations.iter().enumerate().filter(|(_, conversation)| conversation.ai.is_some())
    {
        for event in &conversation.history.events {
            let window = match (event.kind.as_str(), event.value.as_deref()) {
                ("product_click", _) => 24 * HOUR,
                ("sms_touch", Some("click")) => 5 * 24 * HOUR,
                ("sms_touch", _) => 24 * HOUR,
                _ => continue,
            };
            found.push(Touch { conversation: place, at: event.at, window });
        }
    }
    found
}

/// Ten-thousandths of the currency's unit, what was paid back taken off.
fn net(order: &Order) -> i64 {
    match (order.refunded, order.status.as_deref()) {
        (Some(refunded), _) => order.amount - refunded,
        (None, Some("refunded")) => 0,
        _ => order.amount,
    }
}

/// Orders until as-of, each id once.
fn orders(world: &World, as_of: i64) -> Vec<&Order> {
    let mut kept: Vec<&Order> = Vec::new();
    for order in world.orders.iter().filter(|order| order.at <= as_of) {
        if !kept.iter().any(|other| other.id == order.id) {
            kept.push(order);
        }
    }
    kept
}

/// The currencies of the data in their order; orders without one last.
pub fn currencies(world: &World, as_of: i64) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> =
        orders(world, as_of).iter().map(|order| order.currency.clone()).collect();
    found.sort_by_key(|currency| (currency.is_none(), currency.clone()));
    found.dedup();
    found
}

/// What an order and a conversation can have in common (rulings 46).
#[derive(Clone, Copy)]
enum Join {
    Customer,
    Conversation,
    Email,
}

fn is_same(join: Join, order: &Order, row: &Conversation) -> bool {
    let address = |email: &Option<String>| email.as_ref().map(|email| email.trim().to_lowercase());
    match join {
        Join::Customer => order.customer.is_some() && order.customer == row.customer,
        Join::Conversation => order.conversation.as_ref() == Some(&row.id),
        Join::Email => order.email.is_some() && address(&order.email) == address(&row.email),
    }
}

/// The first by which a conversation of the data is found at all.
fn join(order: &Order, conversations: &[KnownConversation]) -> Option<Join> {
    [Join::Customer, Join::Conversation, Join::Email]
        .into_iter()
        .find(|join| conversations.iter().any(|conversation| is_same(*join, order, &conversation.row)))
}

/// Each order at the latest touch that it may follow from.
pub fn sales(world: &World, conversations: &[KnownConversation], as_of: i64) -> Vec<Fact> {
    let touches = touches(conversations);
    let mut facts = Vec::new();
    for order in orders(world, as_of).into_iter().filter(|order| order.status.as_deref() != Some("cancelled"))
    {
        let Some(join) = join(order, conversations) else { continue };
        let same = |touch: &&Touch| is_same(join, order, &conversations[touch.conversation].row);
        let after = |touch: &Touch| world.dates.lasted(touch.at, order.at);
        let in_time = |touch: &&Touch| after(touch).is_some_and(|after| after <= touch.window);
        let possible = touches.iter().filter(same).filter(in_time);
        let Some(touch) = possible.max_by_key(|touch| (touch.at, &conversations[touch.conversation].row.id))
        else {
            continue;
        };
        facts.push(Fact {
            what: "ai_orders",
            at: Some(order.at),
            conversation: Some(touch.conversation),
            agent: conversations[touch.conversation].row.agent.clone(),
            value: net(order),
            who: order.currency.clone(),
        });
    }
    facts
}

fn mean(gathered: &GatheredFacts, what: &str) -> Option<f64> {
    let stars = gathered.all(what);
    ratio(stars.iter().map(|fact| fact.value).sum::<i64>() as f64, stars.len() as f64)
}

/// `ai.*`.
fn figures(gathered: &GatheredFacts, currencies: &[Option<String>]) -> Cells {
    let mut cells = Cells::new();
    let conversations = gathered.count("ai_conversations");
    let resolved = ratio(gathered.count("ai_resolved"), conversations);
    let of_involved = ratio(gathered.count("ai_resolved_of_involved"), gathered.count("ai_involved"));
    gathered.counts(&mut cells, &["ai_conversations", "ai_resolved"]);
    cells.push(("ai_resolved_rate".into(), resolved));
    cells.push(("ai_resolved_of_involved_rate".into(), of_involved));
    gathered.counts(&mut cells, &["ai_routed", "ai_closed", "ai_open", "ai_handoffs"]);
    gathered.durations(&mut cells, &["ai_first_response"]);
    gathered.counts(&mut cells, &["ai_messages"]);
    cells.push(("ai_satisfaction".into(), mean(gathered, "ai_stars")));
    cells.push(("human_satisfaction".into(), mean(gathered, "human_stars")));
    gathered.counts(&mut cells, &["ai_orders"]);
    for currency in currencies {
        let orders = gathered.all("ai_orders");
        let sum: i64 = orders.iter().filter(|fact| fact.who == *currency).map(|fact| fact.value).sum();
        let sales = sum as f64 / 10_000.0;
        let ending = currency.as_ref().map(|currency| format!("_{currency}")).unwrap_or_default();
        cells.push((format!("ai_sales{ending}"), Some(sales)));
        cells.push((format!("ai_sales_per_conversation{ending}"), ratio(sales, conversations)));
    }
    cells
}

/// The sections of `ai`; in all but the first only the AI's figures make a row.
pub fn sections(run: &KnownRun) -> Vec<Section> {
    let known: &Known = run.known;
    let figures = |gathered: &GatheredFacts| figures(gathered, &known.currencies);
    let by = |name, dimension| SectionShape {
        deciding: "ai_",
        nobody: dimension != Dimension::AiStatus,
        ..shape(name, &[dimension], run.setting)
    };
    let shapes = [
        shape("totals", &[], run.setting),
        by("by_channel", Dimension::Channel),
        by("by_status", Dimension::AiStatus),
        by("by_tag", Dimension::Tag),
    ];
    shapes.iter().map(|shape| run.table(shape, &figures)).collect()
}
