//! Folds a list of facts into the columns of a section.

use super::facts::{Fact, KnownConversation, INACTIVITY};
use std::collections::BTreeMap;

/// Column → value; missing is `None`.
pub type Cells = Vec<(String, Option<f64>)>;

/// The facts of one row and the conversations they are of.
pub struct GatheredFacts<'a> {
    pub facts: Vec<&'a Fact>,
    pub conversations: &'a [KnownConversation],
    /// Conversations open at the end of the bucket.
    pub backlog: usize,
}

/// Optimal and acceptable limits in seconds, per channel.
fn targets(channel: &str) -> Option<(Option<i64>, i64)> {
    Some(match channel {
        "chat" => (Some(30), 120),
        "email" | "web form" => (Some(86_400), 172_800),
        "whatsapp" => (Some(300), 1800),
        "messenger" | "facebook" => (Some(900), 3600),
        "x" => (None, 3600),
        _ => return None,
    })
}

/// A quotient; nothing where it would be divided by 0.
pub fn ratio(above: f64, below: f64) -> Option<f64> {
    (below != 0.0).then(|| above / below)
}

/// PERCENTILE_CONT at `tenths`/10, in milliseconds.
fn percentile(sorted: &[i64], tenths: i64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)? as i64;
    let (low, part) = (last * tenths / 10, last * tenths % 10);
    let below = sorted[low as usize];
    let above = sorted[(low + i64::from(part > 0)) as usize];
    Some((below * 10 + (above - below) * part) as f64 / 10.0)
}

/// The four columns of durations in milliseconds.
pub fn durations(cells: &mut Cells, name: &str, mut values: Vec<i64>) {
    values.sort_unstable();
    let sum: i64 = values.iter().sum();
    let count = values.len() as f64;
    cells.push((format!("{name}_n"), Some(count)));
    cells.push((format!("{name}_mean_s"), ratio(sum as f64, count * 1000.0)));
    cells.push((format!("{name}_median_s"), percentile(&values, 5).map(|ms| ms / 1000.0)));
    cells.push((format!("{name}_p90_s"), percentile(&values, 9).map(|ms| ms / 1000.0)));
}

impl GatheredFacts<'_> {
    pub(super) fn all(&self, what: &str) -> Vec<&Fact> {
        self.facts.iter().copied().filter(|fact| fact.what == what).collect()
    }

    pub(super) fn count(&self, what: &str) -> f64 {
        self.all(what).len() as f64
    }

    /// How often each customer or conversation occurs.
    fn tally(&self, what: &str) -> BTreeMap<&str, usize> {
        let mut tally = BTreeMap::new();
        for fact in self.all(what) {
            *tally.entry(fact.who.as_deref().unwrap()).or_default() += 1;
        }
        tally
    }

    pub(super) fn counts(&self, cells: &mut Cells, names: &[&str]) {
        for name in names {
            cells.push((name.to_string(), Some(self.count(name))));
        }
    }

    pub(super) fn durations(&self, cells: &mut Cells, names: &[&str]) {
        for name in names {
            durations(cells, name, self.all(name).iter().map(|fact| fact.value).collect());
        }
    }

    /// Shares within the optimal limit, within the acceptable one and beyond, of values in channels with that limit.
    fn within(&self, what: &str) -> [Option<f64>; 3] {
        let (mut optimal, mut acceptable) = ((0.0, 0.0), (0.0, 0.0));
        for fact in self.all(what) {
            let channel = fact
                .conversation
                .and_then(|place| self.conversations[place].row.channel.clone())
                .unwrap_or_default();
            let Some((best, good)) = targets(&channel.to_lowercase()) else { continue };
            if let Some(best) = best {
                optimal.1 += 1.0;
                optimal.0 += f64::from(fact.value <= best * 1000);
            }
            acceptable.1 += 1.0;
            acceptable.0 += f64::from(fact.value <= good * 1000);
        }
        let late = ratio(acceptable.1 - acceptable.0, acceptable.1);
        [ratio(optimal.0, optimal.1), ratio(acceptable.0, acceptable.1), late]
    }

    /// How customers' messages sound.
    pub fn sentiment(&self) -> Cells {
        let mut cells = Cells::new();
        let names = ["sentiment_positive", "sentiment_neutral", "sentiment_negative", "sentiment_unscored"];
        self.counts(&mut cells, &names);
        cells
    }

    fn satisfaction(&self, cells: &mut Cells) {
        let stars = self.all("stars");
        let sum: i64 = stars.iter().map(|fact| fact.value).sum();
        cells.push(("satisfaction".into(), ratio(sum as f64, stars.len() as f64)));
        cells.push(("ratings".into(), Some(stars.len() as f64)));
    }

    fn volume(&self, cells: &mut Cells) {
        self.counts(cells, &["conversations", "incoming", "outgoing", "answered", "closed", "reopened"]);
        let (customer, agent) = (self.count("customer_messages"), self.count("agent_messages"));
        let (cases, replies) = (self.count("cases"), self.count("customer_replies"));
        let talked = self.count("cases of conversations with messages");
        let with_case = self.tally("case");
        let repeating = with_case.values().filter(|cases| **cases > 1).count() as f64;
        let mut one = |name: &str, value: Option<f64>| cells.push((name.into(), value));
        one("backlog", Some(self.backlog as f64));
        one("messages", Some(customer + agent));
        one("customer_messages", Some(customer));
        one("agent_messages", Some(agent));
        one("ai_messages", Some(self.count("ai_messages")));
        one("customers", Some(self.tally("customers").len() as f64));
        one("new_customers", Some(self.count("new_customers")));
        one("customers_helped", Some(self.tally("customers_helped").len() as f64));
        one("tagged", Some(self.count("tagged")));
        one("cases", Some(cases));
        one("customer_replies", Some(replies));
        one("inquiries", Some(cases + replies));
        one("replies_per_case", ratio(agent, talked));
        one("customer_replies_per_case", ratio(replies, talked));
        one("repeat_customers", Some(repeating));
        one("repeat_rate", ratio(repeating, with_case.len() as f64));
        self.counts(cells, &["unanswered", "unanswered_open", "unanswered_closed"]);
    }

    fn target_rates(&self, cells: &mut Cells) {
        for (prefix, what) in [("", "first_response"), ("response_", "response")] {
            let names = ["within_optimal_rate", "within_acceptable_rate", "late_rate"];
            for (name, value) in names.iter().zip(self.within(what)) {
                cells.push((format!("{prefix}{name}"), value));
            }
        }
        let (missed, runs) = (self.count("window_missed"), self.count("window_runs"));
        cells.push(("window_missed".into(), Some(missed)));
        cells.push(("window_missed_rate".into(), ratio(missed, runs)));
        self.counts(cells, &["window_closing"]);
    }

    /// `summary.totals`, `channels.*`, `tags.*`.
    pub fn totals(&self) -> Cells {
        let mut cells = Cells::new();
        self.volume(&mut cells);
        let speed = ["first_response", "first_response_after_handoff", "response", "waiting", "resolution"];
        self.durations(&mut cells, &speed);
        self.durations(&mut cells, &["first_resolution", "handle"]);
        self.target_rates(&mut cells);
        self.satisfaction(&mut cells);
        cells
    }

    /// `summary.top_tags` without the share.
    pub fn top_tags(&self) -> Cells {
        let wanted = ["conversations", "messages"];
        self.totals().into_iter().filter(|(name, _)| wanted.contains(&name.as_str())).collect()
    }

    /// `agents.*`.
    pub fn agents(&self) -> Cells {
        let mut cells = Cells::new();
        self.counts(&mut cells, &["conversations"]);
        cells.push(("handled".into(), Some(self.tally("handled").len() as f64)));
        cells.push(("replies".into(), Some(self.count("agent_messages"))));
        self.counts(&mut cells, &["closed"]);
        self.durations(&mut cells, &["first_response", "response", "resolution"]);
        self.satisfaction(&mut cells);
        cells.push(("fcr_rate".into(), ratio(self.count("fcr"), self.count("closed_incoming"))));
        cells.push(("within_acceptable_rate".into(), self.within("first_response")[1]));
        cells
    }

    /// `times.response`.
    pub fn response(&self) -> Cells {
        let mut cells = Cells::new();
        self.durations(&mut cells, &["response"]);
        cells
    }

    fn scored(&self, what: &str, low: i64, high: i64) -> f64 {
        self.all(what).iter().filter(|fact| (low..=high).contains(&fact.value)).count() as f64
    }

    /// `quality.quality`.
    pub fn quality(&self) -> Cells {
        let mut cells = Cells::new();
        self.satisfaction(&mut cells);
        let good = self.scored("stars", 4, 5) + self.scored("thumbs", 2, 2) + self.scored("three", 3, 3);
        let all = self.count("stars") + self.count("thumbs") + self.count("three");
        cells.push(("csat_rate".into(), ratio(good, all)));
        for star in 1..=5 {
            cells.push((format!("rating_{star}"), Some(self.scored("stars", star, star))));
        }
        self.counts(&mut cells, &["feedback", "unanswered_live", "unanswered_ended"]);
        let actions: f64 = INACTIVITY.iter().map(|kind| self.count(kind)).sum();
        cells.push(("inactivity_actions".into(), Some(actions)));
        self.counts(&mut cells, &["offline_reassigned", "offline_unassignable", "fcr"]);
        cells.push(("fcr_rate".into(), ratio(self.count("fcr"), self.count("closed_incoming"))));
        let (up, down) = (self.scored("thumbs", 2, 2), self.scored("thumbs", 1, 1));
        cells.push(("votes_up".into(), Some(up)));
        cells.push(("votes_down".into(), Some(down)));
        cells.push(("vote_rate".into(), ratio(up, up + down)));
        cells
    }

    /// `quality.nps`.
    pub fn nps(&self) -> Cells {
        let (low, middle, high) =
            (self.scored("nps", 0, 6), self.scored("nps", 7, 8), self.scored("nps", 9, 10));
        let all = low + middle + high;
        let values = [
            ("nps", ratio(100.0 * (high - low), all)),
            ("nps_promoters", Some(high)),
            ("nps_passives", Some(middle)),
            ("nps_detractors", Some(low)),
            ("nps_n", Some(all)),
        ];
        values.map(|(name, value)| (name.to_string(), value)).to_vec()
    }

    /// `quality.inactivity` for one kind.
    pub fn inactivity(&self, kind: &str) -> Cells {
        vec![("inactivity_actions".into(), Some(self.count(kind)))]
    }

    /// `times.first_response_groups` for one group of `[from, to)` seconds.
    pub fn response_group(&self, from: i64, to: i64) -> Cells {
        let values = self.all("first_response");
        let inside =
            values.iter().filter(|fact| (from * 1000..to.saturating_mul(1000)).contains(&fact.value)).count()
                as f64;
        vec![("first_response_n".into(), Some(inside)), ("share".into(), ratio(inside, values.len() as f64))]
    }
}
