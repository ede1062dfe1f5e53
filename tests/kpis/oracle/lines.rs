//! The rows of calls, article views and searches, written as canonical CSV.

use super::rows::{instant, list, optional_instant, seconds, shown, text};

/// A row of `calls`: one leg; durations in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    pub id: String,
    pub parent: Option<String>,
    pub started: i64,
    pub direction: String,
    pub number: Option<String>,
    pub customer_number: Option<String>,
    pub agent: Option<String>,
    pub queue: Option<String>,
    pub team: Option<String>,
    pub answered: Option<i64>,
    pub ended: Option<i64>,
    pub wait: Option<i64>,
    pub talk: Option<i64>,
    pub hold: Option<i64>,
    pub wrap: Option<i64>,
    pub outcome: Option<String>,
    pub conversation: Option<String>,
    pub tags: Vec<String>,
}

/// A row of `faq_views`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleView {
    pub at: i64,
    pub article: String,
    pub visitor: Option<String>,
    pub customer: Option<String>,
    pub views: Option<i64>,
    pub vote: Option<String>,
}

/// A row of `faq_searches`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    pub at: i64,
    pub query: String,
    pub results: Option<i64>,
    pub visitor: Option<String>,
    pub searches: Option<i64>,
}

/// The columns of `calls`.
pub const CALLS: &str =
    "call_id,parent_id,started_at,direction,number,customer_number,agent,queue,team,answered_at,\
ended_at,wait_s,talk_s,hold_s,wrap_s,outcome,conversation_id,tags";
/// The columns of `faq_views`; the title is a decoy.
pub const VIEWS: &str = "at,article_id,title,visitor_id,customer_id,views,vote";
/// The columns of `faq_searches`.
pub const SEARCHES: &str = "at,query,results,visitor_id,searches";

impl Call {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            text(&self.parent),
            instant(self.started),
            self.direction.clone(),
            text(&self.number),
            text(&self.customer_number),
            text(&self.agent),
            text(&self.queue),
            text(&self.team),
            optional_instant(self.answered),
            optional_instant(self.ended),
            seconds(self.wait),
            seconds(self.talk),
            seconds(self.hold),
            seconds(self.wrap),
            text(&self.outcome),
            text(&self.conversation),
            list(&self.tags),
        ]
    }
}

impl ArticleView {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        vec![
            instant(self.at),
            self.article.clone(),
            "A title".into(),
            text(&self.visitor),
            text(&self.customer),
            shown(&self.views),
            text(&self.vote),
        ]
    }
}

impl Search {
    /// The cells in the order of the header.
    pub fn cells(&self) -> Vec<String> {
        let (results, searches) = (shown(&self.results), shown(&self.searches));
        vec![instant(self.at), self.query.clone(), results, text(&self.visitor), searches]
    }
}
