//! The rows a run is given: the canonical columns that matter, written as canonical CSV.

use super::dates::Dates;
use super::lines::{self, ArticleView, Call, Search};
use chrono::{DateTime, SecondsFormat};
use std::collections::BTreeMap;
use std::path::Path;

/// A row of `conversations`; instants and durations in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    pub id: String,
    pub created: i64,
    pub channel: Option<String>,
    pub subchannel: Option<String>,
    pub brand: Option<String>,
    pub team: Option<String>,
    pub agent: Option<String>,
    pub customer: Option<String>,
    pub direction: Option<String>,
    pub status: Option<String>,
    pub language: Option<String>,
    pub priority: Option<String>,
    pub closed: Option<i64>,
    pub first_reply: Option<i64>,
    pub updated: Option<i64>,
    pub tags: Vec<String>,
    pub category: Option<String>,
    pub reopens: Option<i64>,
    pub replies: Option<i64>,
    pub first_response: Option<i64>,
    pub resolution: Option<i64>,
    pub handle: Option<i64>,
    pub ai_status: Option<String>,
    pub email: Option<String>,
}

/// A row of `messages`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub id: String,
    pub conversation: String,
    pub at: i64,
    pub author_type: String,
    pub author: Option<String>,
    pub private: Option<bool>,
    pub automated: Option<bool>,
    pub template: Option<bool>,
    pub body: Option<String>,
    pub sentiment: Option<String>,
}

/// A row of `events`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub conversation: String,
    pub at: i64,
    pub kind: String,
    pub agent: Option<String>,
    pub value: Option<String>,
}

/// A row of `ratings`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rating {
    pub conversation: Option<String>,
    pub at: i64,
    pub kind: String,
    pub score: Option<i64>,
    pub scale: Option<i64>,
    pub comment: Option<String>,
    pub agent: Option<String>,
    pub assigned: Option<bool>,
}

/// A row of `comments`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comment {
    pub id: String,
    pub post: String,
    pub at: i64,
    pub ours: Option<bool>,
    pub body: Option<String>,
    pub sentiment: Option<String>,
}

/// A row of `orders`; money in ten-thousandths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    pub id: String,
    pub at: i64,
    pub customer: Option<String>,
    pub conversation: Option<String>,
    pub email: Option<String>,
    pub amount: i64,
    pub refunded: Option<i64>,
    pub currency: Option<String>,
    pub status: Option<String>,
}

/// All the data of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    pub conversations: Vec<Conversation>,
    pub messages: Vec<Message>,
    pub events: Vec<Event>,
    pub ratings: Vec<Rating>,
    pub comments: Vec<Comment>,
    pub orders: Vec<Order>,
    pub calls: Vec<Call>,
    pub views: Vec<ArticleView>,
    pub searches: Vec<Search>,
    /// Which instants are written as dates.
    pub dates: Dates,
}

/// An instant as the canonical files hold it.
pub fn instant(at: i64) -> String {
    DateTime::from_timestamp_millis(at).unwrap().to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(super) fn optional_instant(at: Option<i64>) -> String {
    at.map(instant).unwrap_or_default()
}

pub(super) fn seconds(ms: Option<i64>) -> String {
    let text = |ms: i64| {
        let sign = if ms < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", ms.abs() / 1000, ms.abs() % 1000)
    };
    ms.map(text).unwrap_or_default()
}

pub(super) fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

pub(super) fn shown<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(T::to_string).unwrap_or_default()
}

/// A list in a cell; as JSON where a value holds the separator.
pub(super) fn list(values: &[String]) -> String {
    if values.iter().any(|value| value.contains(',')) {
        serde_json::to_string(values).unwrap()
    } else {
        values.join(",")
    }
}

/// `waiting_s`, `messages` and `first_assigned_at` are decoys: no figure uses them.
const CONVERSATIONS: &str = "conversation_id,created_at,channel,subchannel,brand,team,agent,customer_id,direction,status,language,\
priority,closed_at,first_reply_at,updated_at,tags,category,reopens,replies,first_response_s,resolution_s,handle_s,waiting_s,\
messages,first_assigned_at,ai_status,customer_email";

impl Conversation {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            instant(self.created),
            text(&self.channel),
            text(&self.subchannel),
            text(&self.brand),
            text(&self.team),
            text(&self.agent),
            text(&self.customer),
            text(&self.direction),
            text(&self.status),
            text(&self.language),
            text(&self.priority),
            optional_instant(self.closed),
            optional_instant(self.first_reply),
            optional_instant(self.updated),
            list(&self.tags),
            text(&self.category),
            shown(&self.reopens),
            shown(&self.replies),
            seconds(self.first_response),
            seconds(self.resolution),
            seconds(self.handle),
            "77".into(),
            "9".into(),
            instant(self.created),
            text(&self.ai_status),
            text(&self.email),
        ]
    }
}

impl Message {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.conversation.clone(),
            instant(self.at),
            self.author_type.clone(),
            text(&self.author),
            shown(&self.private),
            shown(&self.automated),
            shown(&self.template),
            text(&self.body),
            text(&self.sentiment),
        ]
    }
}

impl Event {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        let agent = text(&self.agent);
        vec![self.conversation.clone(), instant(self.at), self.kind.clone(), agent, text(&self.value)]
    }
}

impl Rating {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            text(&self.conversation),
            instant(self.at),
            self.kind.clone(),
            shown(&self.score),
            shown(&self.scale),
            text(&self.comment),
            text(&self.agent),
            shown(&self.assigned),
        ]
    }
}

impl Comment {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        let (body, sentiment) = (text(&self.body), text(&self.sentiment));
        vec![self.id.clone(), self.post.clone(), instant(self.at), shown(&self.ours), body, sentiment]
    }
}

fn money(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", amount.abs() / 10_000, amount.abs() % 10_000)
}

impl Order {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            instant(self.at),
            text(&self.customer),
            text(&self.conversation),
            text(&self.email),
            money(self.amount),
            self.refunded.map(money).unwrap_or_default(),
            text(&self.currency),
            text(&self.status),
        ]
    }
}

impl World {
    /// The tables: name, header, rows.
    pub fn tables(&self) -> [(&'static str, &'static str, Vec<Vec<String>>); 9] {
        let mut tables: [(&'static str, &'static str, Vec<Vec<String>>); 9] = [
            ("conversations", CONVERSATIONS, self.conversations.iter().map(Conversation::cells).collect()),
            (
                "messages",
                "message_id,conversation_id,at,author_type,author,private,automated,template,body,sentiment",
                self.messages.iter().map(Message::cells).collect(),
            ),
            ("events", "conversation_id,at,kind,agent,value", self.events.iter().map(Event::cells).collect()),
            (
                "ratings",
                "conversation_id,at,kind,score,scale,comment,agent,assigned",
                self.ratings.iter().map(Rating::cells).collect(),
            ),
            (
                "comments",
                "comment_id,post_id,at,ours,body,sentiment",
                self.comments.iter().map(Comment::cells).collect(),
            ),
            (
                "orders",
                "order_id,at,customer_id,conversation_id,customer_email,amount,refunded,currency,status",
                self.orders.iter().map(Order::cells).collect(),
            ),
            ("calls", lines::CALLS, self.calls.iter().map(Call::cells).collect()),
            ("faq_views", lines::VIEWS, self.views.iter().map(ArticleView::cells).collect()),
            ("faq_searches", lines::SEARCHES, self.searches.iter().map(Search::cells).collect()),
        ];
        for (.., rows) in &mut tables {
            self.write_dates(rows);
        }
        tables
    }

    /// Leaves the time of day out of the instants that are dates.
    fn write_dates(&self, rows: &mut [Vec<String>]) {
        let midnights = self.dates.midnights.iter();
        let dates: BTreeMap<String, String> =
            midnights.map(|&at| (instant(at), self.dates.day(at).to_string())).collect();
        for cell in rows.iter_mut().flatten() {
            if let Some(date) = dates.get(cell) {
                cell.clone_from(date);
            }
        }
    }

    /// Writes the tables that have rows as canonical CSV files into a folder.
    pub fn write(&self, folder: &Path) {
        for (name, header, rows) in self.tables() {
            if !rows.is_empty() {
                write_table(&folder.join(format!("{name}.csv")), header, &rows);
            }
        }
    }

    /// The rows of one conversation, or of ratings without one, for a message to people.
    pub fn dump(&self) -> String {
        let mut lines = Vec::new();
        for (name, header, rows) in self.tables() {
            if !rows.is_empty() {
                lines.push(format!("# {name}\n{header}"));
                lines.extend(rows.iter().map(|row| row.join(",")));
            }
        }
        lines.join("\n")
    }
}

/// Writes one CSV file.
pub fn write_table(path: &Path, header: &str, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(header.split(',')).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}
