//! The sections of each report.

use super::ai;
use super::calendar::{self, Bucket};
use super::facts::{comments, know, sound, Fact, INACTIVITY};
use super::faq::faq;
use super::figures::{Cells, Pile};
use super::phone::phone;
use super::rows::{Comment, World};
use super::setting::{Dimension, Every, Setting};
use super::tables::{beside, Figures, Row, Section, Shape, View};
use chrono::{Datelike, NaiveDate, Timelike};
use std::collections::BTreeSet;

/// One value of a dimension with a fixed list, and its figures.
type Part<'p> = (&'p str, Figures<'p>);

pub(super) fn shape(name: &'static str, own: &[Dimension], setting: &Setting) -> Shape {
    let mut dimensions = own.to_vec();
    for dimension in &setting.by {
        if !dimensions.contains(dimension) {
            dimensions.push(*dimension);
        }
    }
    Shape { name, dimensions, every: setting.every, people: false, nobody: true, share: false, deciding: "" }
}

fn summary(view: &View) -> Vec<Section> {
    let totals = view.table(&shape("totals", &[], view.setting), &|pile| pile.totals());
    let tags = Shape { name: "top_tags", ..tag_shape("top_tags", Dimension::Tag) };
    vec![totals, top(view.table(&tags, &|pile| pile.top_tags()), view.setting)]
}

fn tag_shape(name: &'static str, dimension: Dimension) -> Shape {
    Shape {
        name,
        dimensions: vec![dimension],
        every: None,
        people: false,
        nobody: false,
        share: true,
        deciding: "",
    }
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

/// The comments on one post within a stretch of time: all, then by how they sound.
fn on_post(comments: &[Comment], post: &str, bucket: &Bucket) -> Cells {
    let here = |c: &&Comment| c.post == post && bucket.start <= c.at && c.at < bucket.end;
    let sounds: Vec<&str> = comments.iter().filter(here).map(|c| sound(c.sentiment.as_deref())).collect();
    let mut cells = vec![("engagement".to_string(), Some(sounds.len() as f64))];
    for how in ["positive", "neutral", "negative", "unscored"] {
        let count = sounds.iter().filter(|sound| sound.ends_with(how)).count();
        cells.push((format!("post_sentiment_{how}"), Some(count as f64)));
    }
    cells
}

/// A row a post with a comment in either period, whatever is filtered, grouped or anchored.
fn engagement(comments: &[Comment], setting: &Setting) -> Section {
    let whole = |(from, to)| calendar::buckets(from, to, None, setting).remove(0);
    let now = whole((setting.from, setting.to));
    let before = setting.compare.map(|compare| whole(calendar::compared(setting, compare)));
    let posts: BTreeSet<&str> = comments.iter().map(|c| c.post.as_str()).collect();
    let mut rows = Vec::new();
    for post in posts {
        let current = on_post(comments, post, &now);
        let earlier = before.as_ref().map(|bucket| on_post(comments, post, bucket));
        if current[0].1 == Some(0.0) && earlier.as_ref().is_none_or(|cells| cells[0].1 == Some(0.0)) {
            continue;
        }
        let cells = if setting.compare.is_some() { beside(current, earlier) } else { current };
        rows.push(Row { dimensions: vec![("post_id".into(), Some(post.into()))], cells });
    }
    Section { name: "engagement", rows, ordered: false }
}

fn quality(view: &View, world: &World) -> Vec<Section> {
    let comments = comments(world, view.setting.as_of);
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
        view.table(&shape("sentiment", &[], view.setting), &|pile| pile.sentiment()),
        engagement(&comments, view.setting),
    ]
}

/// The sections of one report that this computation covers.
pub fn report(name: &str, world: &World, setting: &Setting) -> Vec<Section> {
    match name {
        "phone" => return phone(world, setting),
        "faq" => return faq(world, setting),
        _ => {}
    }
    let known = know(world, setting.as_of);
    let view = View { known: &known, setting };
    match name {
        "summary" => summary(&view),
        "channels" => channels(&view),
        "tags" => tags(&view),
        "agents" => agents(&view),
        "times" => times(&view),
        "quality" => quality(&view, world),
        "ai" => ai::sections(&view),
        _ => panic!("no such report: {name}"),
    }
}
