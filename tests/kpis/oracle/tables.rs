//! Tables: which rows there are, which facts fall into each, and what they are compared with.

use super::calendar::{self, Bucket};
use super::facts::{Fact, Known, KnownConversation};
use super::figures::{Cells, GatheredFacts};
use super::setting::{Anchor, Dimension, Every, Setting};
use super::spelling::folded;
use super::unread::with_gaps;

/// One row: dimensions, then figures.
#[derive(Clone, Debug)]
pub struct Row {
    pub dimensions: Vec<(String, Option<String>)>,
    pub cells: Cells,
}

/// One section of a report.
#[derive(Clone, Debug)]
pub struct Section {
    pub name: &'static str,
    pub rows: Vec<Row>,
    /// Whether the law fixes the order of these rows.
    pub ordered: bool,
}

/// One value for each dimension of a table.
pub type Group = Vec<Option<String>>;
/// What is computed of the facts of one row.
pub type Figures<'f> = &'f dyn Fn(&GatheredFacts) -> Cells;
/// How a section's rows are told apart.
pub struct SectionShape {
    pub name: &'static str,
    pub dimensions: Vec<Dimension>,
    pub every: Option<Every>,
    /// `(team)` for nobody and a `(total)` row.
    pub people: bool,
    /// A row for facts without a value of the last dimension.
    pub nobody: bool,
    /// Adds the share of all conversations in scope.
    pub share: bool,
    /// Only figures with names that begin so make a row.
    pub deciding: &'static str,
}

/// Everything one run looks at.
pub struct KnownRun<'a> {
    pub known: &'a Known,
    pub setting: &'a Setting,
}

fn levels(path: &str) -> Vec<Option<String>> {
    let parts: Vec<&str> = path.split(" > ").collect();
    (1..=parts.len()).map(|depth| Some(parts[..depth].join(" > "))).collect()
}

/// The values of one dimension that a fact or conversation has; a missing value is one too.
pub fn values(
    dimension: Dimension,
    conversation: Option<&KnownConversation>,
    agent: &Option<String>,
) -> Group {
    let Some(conversation) = conversation else {
        return vec![agent.clone().filter(|_| dimension == Dimension::Agent)];
    };
    let row = &conversation.row;
    let one = match dimension {
        Dimension::Channel => row.channel.as_ref().map(|name| name.to_lowercase()),
        Dimension::Subchannel => row.subchannel.clone(),
        Dimension::Brand => row.brand.clone(),
        Dimension::Team => row.team.clone(),
        Dimension::Agent => agent.clone(),
        Dimension::Category => row.category.clone(),
        Dimension::Direction => Some(conversation.direction.clone()),
        Dimension::Status => row.status.clone(),
        Dimension::Customer => row.customer.clone(),
        Dimension::Language => row.language.clone(),
        Dimension::Priority => row.priority.clone(),
        Dimension::AiStatus => conversation.ai.map(|status| status.trim_start_matches("ai_").to_string()),
        Dimension::CategoryLevel => return row.category.as_deref().map_or(vec![None], levels),
        Dimension::Tag => {
            let mut tags: Group = row.tags.iter().cloned().map(Some).collect();
            tags.sort();
            tags.dedup();
            return if tags.is_empty() { vec![None] } else { tags };
        }
    };
    vec![one]
}

/// Whether one of the values a thing has is the one wanted.
pub fn matches(dimension: Dimension, has: &Group, wanted: &str) -> bool {
    let spelled = [Dimension::Agent, Dimension::Team, Dimension::Brand].contains(&dimension);
    let plain = |text: &str| if spelled { folded(text) } else { text.to_lowercase() };
    let wanted = plain(wanted);
    has.iter().flatten().any(|value| {
        let value = plain(value);
        value == wanted || (dimension == Dimension::Category && value.starts_with(&format!("{wanted} > ")))
    })
}

/// Whether facts of this agent in this conversation pass the filters.
fn passes(setting: &Setting, conversation: Option<&KnownConversation>, agent: &Option<String>) -> bool {
    let tags = values(Dimension::Tag, conversation, agent);
    let all_tags = setting.tag_all.iter().all(|tag| matches(Dimension::Tag, &tags, tag));
    all_tags
        && setting.filters.iter().all(|(dimension, wanted)| {
            let has = values(*dimension, conversation, agent);
            let (negated, wished): (Vec<&String>, Vec<&String>) =
                wanted.iter().partition(|value| value.starts_with('!'));
            (wished.is_empty() || wished.iter().any(|value| matches(*dimension, &has, value)))
                && !negated.iter().any(|value| matches(*dimension, &has, &value[1..]))
        })
}

/// Every combination of the values that one thing has.
fn combinations(
    dimensions: &[Dimension],
    conversation: Option<&KnownConversation>,
    agent: &Option<String>,
) -> Vec<Group> {
    let mut found: Vec<Group> = vec![Vec::new()];
    for dimension in dimensions {
        let values = values(*dimension, conversation, agent);
        found = found
            .iter()
            .flat_map(|group| values.iter().map(|value| [group.clone(), vec![value.clone()]].concat()))
            .collect();
    }
    found
}

fn anchored(conversation: &KnownConversation, anchor: Anchor) -> Option<i64> {
    match anchor {
        Anchor::Event => None,
        Anchor::Created => Some(conversation.row.created),
        Anchor::Closed => conversation.history.last_close().and_then(|close| close.at),
        Anchor::Answered => conversation.answered,
    }
}

fn within(at: Option<i64>, bucket: &Bucket) -> bool {
    at.is_some_and(|at| bucket.start <= at && at < bucket.end)
}

impl KnownRun<'_> {
    /// The instant that places a fact: its own, or its conversation's under another anchor.
    pub fn placed(&self, fact: &Fact) -> Option<i64> {
        match (self.setting.anchor, fact.conversation) {
            (Anchor::Event, _) => fact.at,
            (_, None) => None,
            (anchor, Some(conversation)) => anchored(&self.known.conversations[conversation], anchor),
        }
    }

    fn conversation(&self, fact: &Fact) -> Option<&KnownConversation> {
        fact.conversation.map(|place| &self.known.conversations[place])
    }

    fn open_at_end(&self, conversation: &KnownConversation, bucket: &Bucket) -> bool {
        let chosen = self.setting.anchor == Anchor::Event
            || within(anchored(conversation, self.setting.anchor), bucket);
        chosen && conversation.row.created < bucket.end && conversation.history.open_before(bucket.end)
    }

    /// Whether a fact falls into a bucket; where only its date is known, into no hour.
    fn falls(&self, fact: &Fact, bucket: &Bucket) -> bool {
        let hourly = bucket.label.contains('T');
        let is_date = self.placed(fact).is_some_and(|at| self.known.dates.is(at));
        within(self.placed(fact), bucket) && !(hourly && is_date)
    }

    /// What falls into a bucket and, unless everything is wanted, a group.
    pub fn gather(
        &self,
        bucket: &Bucket,
        dimensions: &[Dimension],
        group: Option<&Group>,
    ) -> GatheredFacts<'_> {
        let belongs = |conversation: Option<&KnownConversation>, agent: &Option<String>| {
            passes(self.setting, conversation, agent)
                && group.is_none_or(|group| combinations(dimensions, conversation, agent).contains(group))
        };
        let facts = self.known.facts.iter();
        let facts = facts
            .filter(|fact| self.falls(fact, bucket) && belongs(self.conversation(fact), &fact.agent))
            .collect();
        let conversations = self.known.conversations.iter();
        let backlog = conversations
            .filter(|conversation| {
                self.open_at_end(conversation, bucket) && belongs(Some(conversation), &conversation.row.agent)
            })
            .count();
        GatheredFacts { facts, conversations: &self.known.conversations, backlog }
    }

    /// All groups that any fact has, whenever it happened.
    fn groups(&self, shape: &SectionShape) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for fact in &self.known.facts {
            groups.extend(combinations(&shape.dimensions, self.conversation(fact), &fact.agent));
        }
        for conversation in &self.known.conversations {
            groups.extend(combinations(&shape.dimensions, Some(conversation), &conversation.row.agent));
        }
        if shape.dimensions.is_empty() {
            groups = vec![Vec::new()];
        }
        groups.retain(|group| shape.nobody || group.first().is_none_or(Option::is_some));
        let missing_last =
            |group: &Group| group.iter().map(|value| (value.is_none(), value.clone())).collect::<Vec<_>>();
        groups.sort_by_key(missing_last);
        groups.dedup();
        groups
    }

    fn cells(&self, shape: &SectionShape, bucket: &Bucket, group: Option<&Group>, figures: Figures) -> Cells {
        let mut cells = figures(&self.gather(bucket, &shape.dimensions, group));
        if shape.share {
            let all = self
                .gather(bucket, &[], None)
                .facts
                .iter()
                .filter(|fact| fact.what == "conversations")
                .count();
            let own = cells.iter().find(|(name, _)| name == "conversations").unwrap().1.unwrap();
            cells.push(("share".into(), (all > 0).then(|| own / all as f64)));
        }
        with_gaps(cells, &self.known.unread)
    }

    /// The buckets of the period compared with; they pair with those of the period by their place.
    fn earlier(&self, shape: &SectionShape) -> Vec<Bucket> {
        let Some(compare) = self.setting.compare else { return Vec::new() };
        let (from, to) = calendar::compared(self.setting, compare);
        calendar::buckets(from, to, shape.every, self.setting)
    }

    fn row(
        &self,
        shape: &SectionShape,
        buckets: (&Bucket, Option<&Bucket>),
        group: Option<&Group>,
        figures: Figures,
    ) -> Row {
        let (bucket, earlier) = buckets;
        let mut dimensions = Vec::new();
        if shape.every.is_some() {
            dimensions.push(("bucket".to_string(), Some(bucket.label.clone())));
        }
        for (place, dimension) in shape.dimensions.iter().enumerate() {
            let value = match group {
                None => Some("(total)".to_string()),
                Some(group) => group[place].clone().or(shape.people.then(|| "(team)".to_string())),
            };
            dimensions.push((dimension.name().to_string(), value));
        }
        let mut cells = self.cells(shape, bucket, group, figures);
        if self.setting.compare.is_some() {
            let before = earlier.map(|bucket| self.cells(shape, bucket, group, figures));
            cells = beside(cells, before);
        }
        Row { dimensions, cells }
    }

    /// A row per bucket and group; a group with nothing but zeros and gaps has none.
    pub fn table(&self, shape: &SectionShape, figures: Figures) -> Section {
        let buckets = calendar::buckets(self.setting.from, self.setting.to, shape.every, self.setting);
        let earlier = self.earlier(shape);
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for group in self.groups(shape) {
            let mut own: Vec<(usize, Row)> = Vec::new();
            for (place, bucket) in buckets.iter().enumerate() {
                own.push((place, self.row(shape, (bucket, earlier.get(place)), Some(&group), figures)));
            }
            let unpaired = earlier.iter().skip(buckets.len());
            let mut before = unpaired.map(|bucket| self.cells(shape, bucket, Some(&group), figures));
            let appears = own.iter().any(|(_, row)| something(shape, &row.cells))
                || before.any(|cells| something(shape, &cells));
            if shape.dimensions.is_empty() || appears {
                rows.extend(own);
            }
        }
        if shape.people {
            for (place, bucket) in buckets.iter().enumerate() {
                rows.push((place, self.row(shape, (bucket, earlier.get(place)), None, figures)));
            }
        }
        rows.sort_by_key(|(place, _)| *place);
        Section { name: shape.name, rows: rows.into_iter().map(|(_, row)| row).collect(), ordered: false }
    }
}

/// Whether any figure, of either side of a comparison, is neither zero nor missing.
fn something(shape: &SectionShape, cells: &Cells) -> bool {
    let mut deciding = cells.iter().filter(|(name, _)| name.starts_with(shape.deciding));
    deciding.any(|(name, value)| !name.ends_with("_change") && value.unwrap_or(0.0) != 0.0)
}

/// Rates and scores change by points, everything else by its fraction, which needs something to begin with.
fn change(name: &str, now: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (now, before) = (now?, before?);
    if name.ends_with("_rate")
        || name.ends_with("satisfaction")
        || ["share", "nps", "service_level"].contains(&name)
    {
        return Some(now - before);
    }
    (before != 0.0).then(|| (now - before) / before)
}

/// Each figure with that of the compared period and the change between them.
pub fn beside(now: Cells, before: Option<Cells>) -> Cells {
    let mut cells = Cells::new();
    for (place, (name, value)) in now.into_iter().enumerate() {
        let previous = before.as_ref().and_then(|cells| cells[place].1);
        let change = change(&name, value, previous);
        cells.push((name.clone(), value));
        cells.push((format!("{name}_previous"), previous));
        cells.push((format!("{name}_change"), change));
    }
    cells
}
