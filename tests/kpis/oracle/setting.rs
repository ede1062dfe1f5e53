//! What a run is asked: period, zone, now, anchor, groups, buckets, filters – and the flags that say so.

use super::rows::instant;
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use insights::catalogue::DIMENSIONS;

/// A dimension rows can be filtered and grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Channel,
    Subchannel,
    Brand,
    Team,
    Agent,
    Tag,
    Category,
    /// Every level of the category path.
    CategoryLevel,
    Direction,
    Status,
    Customer,
    Language,
    Priority,
    /// How the AI agent's part ended.
    AiStatus,
}

/// The flag and column of each dimension.
const NAMES: [(Dimension, &str); 14] = [
    (Dimension::Channel, "channel"),
    (Dimension::Subchannel, "subchannel"),
    (Dimension::Brand, "brand"),
    (Dimension::Team, "team"),
    (Dimension::Agent, "agent"),
    (Dimension::Tag, "tag"),
    (Dimension::Category, "category"),
    (Dimension::CategoryLevel, "category"),
    (Dimension::Direction, "direction"),
    (Dimension::Status, "status"),
    (Dimension::Customer, "customer"),
    (Dimension::Language, "language"),
    (Dimension::Priority, "priority"),
    (Dimension::AiStatus, "ai_status"),
];

impl Dimension {
    /// All that the program takes as flags, by its own list: a new one has to be known here too. Random data come from
    /// one source, which has no name.
    pub fn all() -> Vec<Dimension> {
        let of_data = DIMENSIONS.iter().filter(|dimension| dimension.id != "source");
        of_data.map(|dimension| Dimension::named(dimension.id)).collect()
    }

    /// The dimension of a flag.
    pub fn named(name: &str) -> Dimension {
        let found = NAMES.iter().find(|(_, known)| *known == name);
        found.unwrap_or_else(|| panic!("the naive computation knows no --{name}")).0
    }

    /// The name of its flag and of its column.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(known, _)| *known == self).unwrap().1
    }
}

/// Which instant places a conversation in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Event,
    Created,
    Closed,
    Answered,
}

/// The size of buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What the period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Previous,
    Year,
}

/// One run's question; `from` and `to` are both inclusive.
#[derive(Clone, Debug)]
pub struct Setting {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub tz: Tz,
    pub as_of: i64,
    pub anchor: Anchor,
    pub by: Vec<Dimension>,
    pub every: Option<Every>,
    pub week_start: Weekday,
    /// A value that begins with `!` negates.
    pub filters: Vec<(Dimension, Vec<String>)>,
    /// Tags that a conversation must have all together.
    pub tag_all: Vec<String>,
    pub compare: Option<Compare>,
    /// `--limit`; the law's 10 where none is given.
    pub limit: Option<usize>,
}

fn lower(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

impl Setting {
    /// A plain question: event anchor, no groups, no buckets, weeks from Monday.
    pub fn new(from: NaiveDate, to: NaiveDate, tz: Tz, as_of: i64) -> Self {
        Setting {
            from,
            to,
            tz,
            as_of,
            anchor: Anchor::Event,
            by: Vec::new(),
            every: None,
            week_start: Weekday::Mon,
            filters: Vec::new(),
            tag_all: Vec::new(),
            compare: None,
            limit: None,
        }
    }

    /// The flags of the command line.
    pub fn arguments(&self) -> Vec<String> {
        let mut words =
            vec!["--since".to_string(), self.from.to_string(), "--until".into(), self.to.to_string()];
        let mut flag = |name: &str, value: String| words.extend([format!("--{name}"), value]);
        flag("tz", self.tz.name().into());
        flag("as-of", instant(self.as_of));
        flag("anchor", lower(self.anchor));
        if !self.by.is_empty() {
            flag("by", self.by.iter().map(|dimension| dimension.name()).collect::<Vec<_>>().join(","));
        }
        if let Some(every) = self.every {
            flag("every", lower(every));
        }
        if self.week_start != Weekday::Mon {
            flag("week-start", if self.week_start == Weekday::Sun { "sunday" } else { "saturday" }.into());
        }
        if let Some(compare) = self.compare {
            flag("compare", lower(compare));
        }
        if let Some(limit) = self.limit {
            flag("limit", limit.to_string());
        }
        if !self.tag_all.is_empty() {
            flag(
                "tag-all",
                self.tag_all.iter().map(|tag| tag.replace(',', "\\,")).collect::<Vec<_>>().join(","),
            );
        }
        for (dimension, values) in &self.filters {
            for value in values {
                flag(dimension.name(), value.replace(',', "\\,"));
            }
        }
        words
    }
}
