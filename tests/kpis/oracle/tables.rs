//! Sections: which rows there are, which facts fall into each, and what they are compared with.

use super::calendar::{self, Bucket};
use super::facts::{know, Fact, Known, Story, INACTIVITY};
use super::figures::{Cells, Pile};
use super::rows::World;
use super::setting::{Anchor, Dimension, Every, Setting};
use chrono::{Datelike, NaiveDate, Timelike};

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

type Group = Vec<Option<String>>;
type Figures<'f> = &'f dyn Fn(&Pile) -> Cells;
/// One value of a dimension with a fixed list, and its figures.
type Part<'p> = (&'p str, Figures<'p>);

/// How a section's rows are told apart.
struct Shape {
    name: &'static str,
    dimensions: Vec<Dimension>,
    every: Option<Every>,
    /// `(team)` for nobody and a `(total)` row.
    people: bool,
    /// A row for facts without a value of the last dimension.
    nobody: bool,
    /// Adds the share of all conversations in scope.
    share: bool,
}

/// Everything one run looks at.
struct View<'a> {
    known: &'a Known,
    setting: &'a Setting,
}

fn levels(path: &str) -> Vec<Option<String>> {
    let parts: Vec<&str> = path.split(" > ").collect();
    (1..=parts.len()).map(|n| Some(parts[..n].join(" > "))).collect()
}

/// The values of one dimension that a fact or conversation has; a missing value is one too.
pub fn values(dimension: Dimension, story: Option<&Story>, agent: &Option<String>) -> Group {
    let Some(story) = story else {
        return vec![agent.clone().filter(|_| dimension == Dimension::Agent)];
    };
    let row = &story.row;
    let one = match dimension {
        Dimension::Channel => row.channel.as_ref().map(|c| c.to_lowercase()),
        Dimension::Subchannel => row.subchannel.clone(),
        Dimension::Brand => row.brand.clone(),
        Dimension::Team => row.team.clone(),
        Dimension::Agent => agent.clone(),
        Dimension::Category => row.category.clone(),
        Dimension::Direction => Some(story.direction.clone()),
        Dimension::Status => row.status.clone(),
        Dimension::Customer => row.customer.clone(),
        Dimension::Language => row.language.clone(),
        Dimension::Priority => row.priority.clone(),
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

fn matches(dimension: Dimension, has: &Group, wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    has.iter().flatten().any(|value| {
        let value = value.to_lowercase();
        value == wanted || (dimension == Dimension::Category && value.starts_with(&format!("{wanted} > ")))
    })
}

/// Whether facts of this agent in this conversation pass the filters.
fn passes(setting: &Setting, story: Option<&Story>, agent: &Option<String>) -> bool {
    let tags = values(Dimension::Tag, story, agent);
    let all_tags = setting.tag_all.iter().all(|tag| matches(Dimension::Tag, &tags, tag));
    all_tags
        && setting.filters.iter().all(|(dimension, wanted)| {
            let has = values(*dimension, story, agent);
            let (negated, wished): (Vec<&String>, Vec<&String>) =
                wanted.iter().partition(|w| w.starts_with('!'));
            (wished.is_empty() || wished.iter().any(|w| matches(*dimension, &has, w)))
                && !negated.iter().any(|w| matches(*dimension, &has, &w[1..]))
        })
}

/// Every combination of the values that one thing has.
fn combinations(dimensions: &[Dimension], story: Option<&Story>, agent: &Option<String>) -> Vec<Group> {
    let mut found: Vec<Group> = vec![Vec::new()];
    for dimension in dimensions {
        let values = values(*dimension, story, agent);
        found = found
            .iter()
            .flat_map(|group| values.iter().map(|value| [group.clone(), vec![value.clone()]].concat()))
            .collect();
    }
    found
}

fn anchored(story: &Story, anchor: Anchor) -> Option<i64> {
    match anchor {
        Anchor::Event => None,
        Anchor::Created => Some(story.row.created),
        Anchor::Closed => story.history.last_close().and_then(|close| close.at),
        Anchor::Answered => story.answered,
    }
}

fn within(at: Option<i64>, bucket: &Bucket) -> bool {
    at.is_some_and(|at| bucket.start <= at && at < bucket.end)
}

impl View<'_> {
    fn placed(&self, fact: &Fact) -> Option<i64> {
        match (self.setting.anchor, fact.story) {
            (Anchor::Event, _) => fact.at,
            (_, None) => None,
            (anchor, Some(story)) => anchored(&self.known.stories[story], anchor),
        }
    }

    fn story(&self, fact: &Fact) -> Option<&Story> {
        fact.story.map(|place| &self.known.stories[place])
    }

    fn open_at_end(&self, story: &Story, bucket: &Bucket) -> bool {
        let chosen =
            self.setting.anchor == Anchor::Event || within(anchored(story, self.setting.anchor), bucket);
        chosen && story.row.created < bucket.end && story.history.open_before(bucket.end)
    }

    /// What falls into a bucket and, unless everything is wanted, a group.
    fn pile(&self, bucket: &Bucket, dimensions: &[Dimension], group: Option<&Group>) -> Pile<'_> {
        let belongs = |story: Option<&Story>, agent: &Option<String>| {
            passes(self.setting, story, agent)
                && group.is_none_or(|group| combinations(dimensions, story, agent).contains(group))
        };
        let facts = self.known.facts.iter();
        let facts =
            facts.filter(|f| within(self.placed(f), bucket) && belongs(self.story(f), &f.agent)).collect();
        let stories = self.known.stories.iter();
        let backlog =
            stories.filter(|s| self.open_at_end(s, bucket) && belongs(Some(s), &s.row.agent)).count();
        Pile { facts, stories: &self.known.stories, backlog }
    }

    /// All groups that any fact has, whenever it happened.
    fn groups(&self, shape: &Shape) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for fact in &self.known.facts {
            groups.extend(combinations(&shape.dimensions, self.story(fact), &fact.agent));
        }
        for story in &self.known.stories {
            groups.extend(combinations(&shape.dimensions, Some(story), &story.row.agent));
        }
        if shape.dimensions.is_empty() {
            groups = vec![Vec::new()];
        }
        groups.retain(|group| shape.nobody || group.last().is_none_or(Option::is_some));
        let missing_last = |group: &Group| group.iter().map(|v| (v.is_none(), v.clone())).collect::<Vec<_>>();
        groups.sort_by_key(missing_last);
        groups.dedup();
        groups
    }

    fn cells(&self, shape: &Shape, bucket: &Bucket, group: Option<&Group>, figures: Figures) -> Cells {
        let mut cells = figures(&self.pile(bucket, &shape.dimensions, group));
        if shape.share {
            let all = self.pile(bucket, &[], None).facts.iter().filter(|f| f.what == "conversations").count();
            let own = cells.iter().find(|(name, _)| name == "conversations").unwrap().1.unwrap();
            cells.push(("share".into(), (all > 0).then(|| own / all as f64)));
        }
        cells
    }

    /// The buckets of the period compared with; they pair with those of the period by their place.
    fn earlier(&self, shape: &Shape) -> Vec<Bucket> {
        let Some(compare) = self.setting.compare else { return Vec::new() };
        let (from, to) = calendar::compared(self.setting, compare);
        calendar::buckets(from, to, shape.every, self.setting)
    }

    fn row(
        &self,
        shape: &Shape,
        buckets: (&Bucket, Option<&Bucket>),
        group: Option<&Group>,
        figures: Figures,
    ) -> Row {
        let (bucket, earlier) = buckets;
        let mut dimensions = Vec::new();
        if shape.every.is_some() {
            dimensions.push(("bucket".to_string(), Some(bucket.label.clone())));
        }
        for (n, dimension) in shape.dimensions.iter().enumerate() {
            let value = match group {
                None => Some("(total)".to_string()),
                Some(group) => group[n].clone().or(shape.people.then(|| "(team)".to_string())),
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
    fn table(&self, shape: &Shape, figures: Figures) -> Section {
        let buckets = calendar::buckets(self.setting.from, self.setting.to, shape.every, self.setting);
        let earlier = self.earlier(shape);
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for group in self.groups(shape) {
            let mut own: Vec<(usize, Row)> = Vec::new();
            for (place, bucket) in buckets.iter().enumerate() {
                own.push((place, self.row(shape, (bucket, earlier.get(place)), Some(&group), figures)));
            }
            let something =
                |row: &Row| row.cells.iter().any(|(name, v)| !is_change(name) && v.unwrap_or(0.0) != 0.0);
            if shape.dimensions.is_empty() || own.iter().any(|(_, row)| something(row)) {
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

fn is_change(name: &str) -> bool {
    name.ends_with("_change")
}

/// Rates and scores change by points, everything else by its fraction.
fn change(name: &str, now: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (now, before) = (now?, before?);
    if before == 0.0 {
        return None;
    }
    let points = name.ends_with("_rate") || ["satisfaction", "share", "nps"].contains(&name);
    Some(if points { now - before } else { (now - before) / before })
}

fn beside(now: Cells, before: Option<Cells>) -> Cells {
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

fn shape(name: &'static str, own: &[Dimension], setting: &Setting) -> Shape {
    let mut dimensions = own.to_vec();
    for dimension in &setting.by {
        if !dimensions.contains(dimension) {
            dimensions.push(*dimension);
        }
    }
    Shape { name, dimensions, every: setting.every, people: false, nobody: true, share: false }
}

fn summary(view: &View) -> Vec<Section> {
    let totals = view.table(&shape("totals", &[], view.setting), &|pile| pile.totals());
    let tags = Shape { name: "top_tags", ..tag_shape("top_tags", Dimension::Tag) };
    vec![totals, top(view.table(&tags, &|pile| pile.top_tags()), view.setting)]
}

fn tag_shape(name: &'static str, dimension: Dimension) -> Shape {
    Shape { name, dimensions: vec![dimension], every: None, people: false, nobody: false, share: true }
}

/// By conversations descending, then name; the first ten.
fn top(mut section: Section, setting: &Setting) -> Section {
    let conversations = |row: &Row| row.cells[0].1.unwrap() as i64;
    section.rows.sort_by(|a, b| {
        conversations(b).cmp(&conversations(a)).then_with(|| a.dimensions.cmp(&b.dimensions))
    });
    let limit = setting.limit.unwrap_or(10);
    if limit > 0 {
        section.rows.truncate(limit);
    }
    section.ordered = true;
    section
}

fn tags(view: &View) -> Vec<Section> {
    let tags = view.table(&tag_shape("tags", Dimension::Tag), &|pile| pile.totals());
    let categories = tag_shape("categories", Dimension::CategoryLevel);
    vec![top(tags, view.setting), view.table(&categories, &|pile| pile.totals())]
}

fn channels(view: &View) -> Vec<Section> {
    let channels = shape("channels", &[Dimension::Channel], view.setting);
    let below = shape("subchannels", &[Dimension::Channel, Dimension::Subchannel], view.setting);
    [channels, below].iter().map(|shape| view.table(shape, &|pile| pile.totals())).collect()
}

fn agents(view: &View) -> Vec<Section> {
    let mut whole = shape("agents", &[Dimension::Agent], view.setting);
    whole.people = whole.dimensions.len() == 1;
    let crossed = |name, other: &[Dimension], every| Shape {
        every,
        ..shape(name, &[&[Dimension::Agent], other].concat(), view.setting)
    };
    let shapes = [
        whole,
        crossed("by_channel", &[Dimension::Channel], None),
        crossed("by_tag", &[Dimension::Tag], None),
        crossed("by_month", &[], Some(Every::Month)),
    ];
    shapes.iter().map(|shape| view.table(shape, &|pile| pile.agents())).collect()
}

const HOUR: i64 = 3600;

/// The groups of first responses: label, from, to (seconds).
const GROUPS: [(&str, i64, i64); 7] = [
    ("[0,5m)", 0, 300),
    ("[5m,15m)", 300, 900),
    ("[15m,1h)", 900, HOUR),
    ("[1h,4h)", HOUR, 4 * HOUR),
    ("[4h,8h)", 4 * HOUR, 8 * HOUR),
    ("[8h,24h)", 8 * HOUR, 24 * HOUR),
    ("[24h,∞)", 24 * HOUR, i64::MAX),
];

/// Several tables with one more dimension that has a fixed list of values.
fn stacked(view: &View, shape: &Shape, name: &str, parts: &[Part]) -> Section {
    let groups: Vec<Row> = {
        let whole = |pile: &Pile| parts.iter().flat_map(|(_, figures)| figures(pile)).collect::<Cells>();
        view.table(shape, &whole).rows
    };
    let mut rows = Vec::new();
    for row in groups {
        let each = row.cells.len() / parts.len();
        for (n, (value, _)) in parts.iter().enumerate() {
            let mut dimensions = row.dimensions.clone();
            let place = usize::from(dimensions.first().is_some_and(|(name, _)| name == "bucket"));
            dimensions.insert(place, (name.to_string(), Some(value.to_string())));
            rows.push(Row { dimensions, cells: row.cells[n * each..(n + 1) * each].to_vec() });
        }
    }
    Section { name: shape.name, rows, ordered: false }
}

fn occurrences(from: NaiveDate, to: NaiveDate, weekday: u32) -> usize {
    from.iter_days().take_while(|d| *d <= to).filter(|d| d.weekday().number_from_monday() == weekday).count()
}

fn heat(view: &View, from: NaiveDate, to: NaiveDate, weekday: u32, hour: u32) -> Cells {
    let bucket = &calendar::buckets(from, to, None, view.setting)[0];
    let pile = view.pile(bucket, &[], None);
    let here = |fact: &&&Fact| {
        let wall = calendar::local(view.placed(fact).unwrap(), view.setting.tz);
        fact.what == "cases" && wall.weekday().number_from_monday() == weekday && wall.hour() == hour
    };
    let cases = pile.facts.iter().filter(here).count() as f64;
    let days = occurrences(from, to, weekday);
    vec![("cases".into(), Some(cases)), ("cases_mean".into(), (days > 0).then(|| cases / days as f64))]
}

fn heatmap(view: &View) -> Section {
    let setting = view.setting;
    let mut rows = Vec::new();
    for (weekday, hour) in (1..=7).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
        let mut cells = heat(view, setting.from, setting.to, weekday, hour);
        if let Some(compare) = setting.compare {
            let (from, to) = calendar::compared(setting, compare);
            cells = beside(cells, Some(heat(view, from, to, weekday, hour)));
        }
        let numbers = [("weekday", weekday), ("hour", hour)];
        let dimensions = numbers.map(|(name, value)| (name.to_string(), Some(value.to_string()))).to_vec();
        rows.push(Row { dimensions, cells });
    }
    Section { name: "heatmap", rows, ordered: false }
}

fn times(view: &View) -> Vec<Section> {
    let figures = GROUPS.map(|(_, from, to)| move |pile: &Pile| pile.response_group(from, to));
    let mut parts: Vec<Part> = Vec::new();
    for ((label, _, _), figure) in GROUPS.iter().zip(&figures) {
        parts.push((label, figure));
    }
    let groups = shape("first_response_groups", &[], view.setting);
    let response = view.table(&shape("response", &[], view.setting), &|pile| pile.response());
    vec![heatmap(view), stacked(view, &groups, "group", &parts), response]
}

fn quality(view: &View) -> Vec<Section> {
    let figures = INACTIVITY.map(|kind| move |pile: &Pile| pile.inactivity(kind));
    let mut parts: Vec<Part> = Vec::new();
    for (kind, figure) in INACTIVITY.iter().zip(&figures) {
        parts.push((kind, figure));
    }
    let inactivity = shape("inactivity", &[], view.setting);
    vec![
        view.table(&shape("quality", &[], view.setting), &|pile| pile.quality()),
        stacked(view, &inactivity, "kind", &parts),
        view.table(&shape("nps", &[], view.setting), &|pile| pile.nps()),
    ]
}

/// The sections of one report that this computation covers.
pub fn report(name: &str, world: &World, setting: &Setting) -> Vec<Section> {
    let known = know(world, setting.as_of);
    let view = View { known: &known, setting };
    match name {
        "summary" => summary(&view),
        "channels" => channels(&view),
        "tags" => tags(&view),
        "agents" => agents(&view),
        "times" => times(&view),
        "quality" => quality(&view),
        _ => panic!("no such report: {name}"),
    }
}
