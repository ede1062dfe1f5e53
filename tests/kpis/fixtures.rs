//! Reads the tables and the command line of a case as rows and a question.

use crate::oracle::dates::Dates;
use crate::oracle::lines::{ArticleView, Call, Search};
use crate::oracle::rows::{Comment, Conversation, Event, Message, Order, Rating, World};
use crate::oracle::setting::{Anchor, Compare, Dimension, Every, Setting};
use std::collections::BTreeMap;

/// A row of a canonical table by the names of its columns.
struct CsvRow(BTreeMap<String, String>);

impl CsvRow {
    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|text| !text.is_empty()).cloned()
    }

    fn need(&self, name: &str) -> String {
        self.text(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.0))
    }

    fn at(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| instant(&text))
    }

    fn whole(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| text.parse().unwrap())
    }

    fn duration(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| (text.parse::<f64>().unwrap() * 1000.0).round() as i64)
    }

    fn money(&self, name: &str) -> Option<i64> {
        self.text(name).map(|text| (text.parse::<f64>().unwrap() * 10_000.0).round() as i64)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.text(name).map(|text| text.parse().unwrap())
    }
}

/// An instant written as RFC 3339, in milliseconds.
pub fn instant(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .timestamp_millis()
}

fn rows(tables: &BTreeMap<String, String>, name: &str) -> Vec<CsvRow> {
    let text = tables.get(name).map_or("", String::as_str);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_string).collect();
    let cells =
        |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_string)).collect();
    reader.records().map(|record| CsvRow(cells(record.unwrap()))).collect()
}

fn conversation(row: &CsvRow) -> Conversation {
    let tags = row.text("tags").unwrap_or_default();
    Conversation {
        id: row.need("conversation_id"),
        created: row.at("created_at").unwrap(),
        channel: row.text("channel"),
        subchannel: row.text("subchannel"),
        brand: row.text("brand"),
        team: row.text("team"),
        agent: row.text("agent"),
        customer: row.text("customer_id"),
        direction: row.text("direction"),
        status: row.text("status"),
        language: row.text("language"),
        priority: row.text("priority"),
        closed: row.at("closed_at"),
        first_reply: row.at("first_reply_at"),
        updated: row.at("updated_at"),
        tags: tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_string).collect(),
        category: row.text("category"),
        reopens: row.whole("reopens"),
        replies: row.whole("replies"),
        first_response: row.duration("first_response_s"),
        resolution: row.duration("resolution_s"),
        handle: row.duration("handle_s"),
        ai_status: row.text("ai_status"),
        email: row.text("customer_email"),
    }
}

fn message(row: &CsvRow) -> Message {
    Message {
        id: row.need("message_id"),
        conversation: row.need("conversation_id"),
        at: row.at("at").unwrap(),
        author_type: row.need("author_type"),
        author: row.text("author"),
        private: row.flag("private"),
        automated: row.flag("automated"),
        template: row.flag("template"),
        body: row.text("body"),
        sentiment: row.text("sentiment"),
    }
}

fn event(row: &CsvRow) -> Event {
    let conversation = row.need("conversation_id");
    let at = row.at("at").unwrap();
    Event { conversation, at, kind: row.need("kind"), agent: row.text("agent"), value: row.text("value") }
}

fn rating(row: &CsvRow) -> Rating {
    Rating {
        conversation: row.text("conversation_id"),
        at: row.at("at").unwrap(),
        kind: row.need("kind"),
        score: row.whole("score"),
        scale: row.whole("scale"),
        comment: row.text("comment"),
        agent: row.text("agent"),
        assigned: row.flag("assigned"),
    }
}

fn comment(row: &CsvRow) -> Comment {
    Comment {
        id: row.need("comment_id"),
        post: row.need("post_id"),
        at: row.at("at").unwrap(),
        ours: row.flag("ours"),
        body: row.text("body"),
        sentiment: row.text("sentiment"),
    }
}

fn order(row: &CsvRow) -> Order {
    Order {
        id: row.need("order_id"),
        at: row.at("at").unwrap(),
        customer: row.text("customer_id"),
        conversation: row.text("conversation_id"),
        email: row.text("customer_email"),
        amount: row.money("amount").unwrap(),
        refunded: row.money("refunded"),
        currency: row.text("currency"),
        status: row.text("status"),
    }
}

fn call(row: &CsvRow) -> Call {
    let tags = row.text("tags").unwrap_or_default();
    Call {
        id: row.need("call_id"),
        parent: row.text("parent_id"),
        started: row.at("started_at").unwrap(),
        direction: row.need("direction"),
        number: row.text("number"),
        customer_number: row.text("customer_number"),
        agent: row.text("agent"),
        queue: row.text("queue"),
        team: row.text("team"),
        answered: row.at("answered_at"),
        ended: row.at("ended_at"),
        wait: row.duration("wait_s"),
        talk: row.duration("talk_s"),
        hold: row.duration("hold_s"),
        wrap: row.duration("wrap_s"),
        outcome: row.text("outcome"),
        conversation: row.text("conversation_id"),
        tags: tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_string).collect(),
    }
}

fn article_view(row: &CsvRow) -> ArticleView {
    ArticleView {
        at: row.at("at").unwrap(),
        article: row.need("article_id"),
        visitor: row.text("visitor_id"),
        customer: row.text("customer_id"),
        views: row.whole("views"),
        vote: row.text("vote"),
    }
}

fn search(row: &CsvRow) -> Search {
    Search {
        at: row.at("at").unwrap(),
        query: row.need("query"),
        results: row.whole("results"),
        visitor: row.text("visitor_id"),
        searches: row.whole("searches"),
    }
}

/// The rows of all tables, by table name.
pub fn world(tables: &BTreeMap<String, String>) -> World {
    World {
        conversations: rows(tables, "conversations").iter().map(conversation).collect(),
        messages: rows(tables, "messages").iter().map(message).collect(),
        events: rows(tables, "events").iter().map(event).collect(),
        ratings: rows(tables, "ratings").iter().map(rating).collect(),
        comments: rows(tables, "comments").iter().map(comment).collect(),
        orders: rows(tables, "orders").iter().map(order).collect(),
        calls: rows(tables, "calls").iter().map(call).collect(),
        views: rows(tables, "faq_views").iter().map(article_view).collect(),
        searches: rows(tables, "faq_searches").iter().map(search).collect(),
        dates: Dates::default(),
    }
}

/// Values of one dimension are alternatives, however often its flag is given.
fn filter(filters: &mut Vec<(Dimension, Vec<String>)>, dimension: Dimension, list: &str) {
    let values = list.split(',').map(str::to_string);
    match filters.iter_mut().find(|(known, _)| *known == dimension) {
        Some((_, known)) => known.extend(values),
        None => filters.push((dimension, values.collect())),
    }
}

/// The question a command line asks.
pub fn setting(words: &[String]) -> Setting {
    let pairs: Vec<(&str, &str)> =
        words[1..].chunks(2).map(|pair| (pair[0].trim_start_matches("--"), pair[1].as_str())).collect();
    let need = |name: &str| {
        pairs.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no --{name}")).1
    };
    let date = |name: &str| need(name).parse().unwrap();
    let mut setting =
        Setting::new(date("since"), date("until"), need("tz").parse().unwrap(), instant(need("as-of")));
    for (name, value) in pairs {
        match (name, value) {
            ("since" | "until" | "tz" | "as-of", _) | ("anchor", "event") => {}
            ("anchor", "created") => setting.anchor = Anchor::Created,
            ("anchor", "closed") => setting.anchor = Anchor::Closed,
            ("anchor", "answered") => setting.anchor = Anchor::Answered,
            ("every", "hour") => setting.every = Some(Every::Hour),
            ("every", "day") => setting.every = Some(Every::Day),
            ("every", "week") => setting.every = Some(Every::Week),
            ("every", "month") => setting.every = Some(Every::Month),
            ("every", "quarter") => setting.every = Some(Every::Quarter),
            ("every", "year") => setting.every = Some(Every::Year),
            ("compare", "previous") => setting.compare = Some(Compare::Previous),
            ("compare", "year") => setting.compare = Some(Compare::Year),
            ("week-start", "saturday") => setting.week_start = chrono::Weekday::Sat,
            ("week-start", "sunday") => setting.week_start = chrono::Weekday::Sun,
            ("limit", count) => setting.limit = Some(count.parse().unwrap()),
            ("by", list) => setting.by = list.split(',').map(Dimension::named).collect(),
            ("tag-all", list) => setting.tag_all = list.split(',').map(str::to_string).collect(),
            (name, value) => filter(&mut setting.filters, Dimension::named(name), value),
        }
    }
    setting
}
