//! The sections of each report.

use super::ai;
use super::calendar::{self, Bucket};
use super::facts::{comments, know, sound, Fact, INACTIVITY};
use super::faq::faq;
use super::figures::{Cells, GatheredFacts};
use super::phone::phone;
use super::rows::{Comment, World};
use super::setting::{Anchor, Dimension, Every, Setting};
use super::spelling::united;
use super::tables::{beside, Figures, KnownRun, Row, Section, SectionShape};
use super::unread::with_gaps;
use chrono::{Datelike, NaiveDate, Timelike};
use std::collections::BTreeSet;

/// One value of a dimension with a fixed list, and its figures.
type StackedPart<'p> = (&'p str, Figures<'p>);

pub(super) fn shape(name: &'static str, own: &[Dimension], setting: &Setting) -> SectionShape {
    let mut dimensions = own.to_vec();
    for dimension in &setting.by {
        if !dimensions.contains(dimension) {
            dimensions.push(*dimension);
        }
    }
    SectionShape {
        name,
        dimensions,
        every: setting.every,
        people: false,
        nobody: true,
        share: false,
        deciding: "",
    }
}

fn summary(run: &KnownRun) -> Vec<Section> {
    let totals = run.table(&shape("totals", &[], run.setting), &|gathered| gathered.totals());
    let tags = SectionShape { name: "top_tags", ..tag_shape("top_tags", Dimension::Tag) };
    vec![totals, top(run.table(&tags, &|gathered| gathered.top_tags()), run.setting)]
}

fn tag_shape(name: &'static str, dimension: Dimension) -> SectionShape {
    SectionShape {
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
    section.rows.sort_by(|one, other| {
        conversations(other).cmp(&conversations(one)).then_with(|| one.dimensions.cmp(&other.dimensions))
    });
    let limit = setting.limit.unwrap_or(10);
    if limit > 0 {
        section.rows.truncate(limit);
    }
    section.ordered = true;
    section
}

fn tags(run: &KnownRun) -> Vec<Section> {
    let tags = run.table(&tag_shape("tags", Dimension::Tag), &|gathered| gathered.totals());
    let categories = tag_shape("categories", Dimension::CategoryLevel);
    vec![top(tags, run.setting), run.table(&categories, &|gathered| gathered.totals())]
}

fn channels(run: &KnownRun) -> Vec<Section> {
    let channels = shape("channels", &[Dimension::Channel], run.setting);
    let below = shape("subchannels", &[Dimension::Channel, Dimension::Subchannel], run.setting);
    [channels, below].iter().map(|shape| run.table(shape, &|gathered| gathered.totals())).collect()
}

fn agents(run: &KnownRun) -> Vec<Section> {
    let mut whole = shape("agents", &[Dimension::Agent], run.setting);
    whole.people = whole.dimensions.len() == 1;
    let crossed = |name, other: &[Dimension], every| SectionShape {
        every,
        ..shape(name, &[&[Dimension::Agent], other].concat(), run.setting)
    };
    let shapes = [
        whole,
        crossed("by_channel", &[Dimension::Channel], None),
        crossed("by_tag", &[Dimension::Tag], None),
        crossed("by_month", &[], Some(Every::Month)),
    ];
    shapes.iter().map(|shape| run.table(shape, &|gathered| gathered.agents())).collect()
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
fn stacked(run: &KnownRun, shape: &SectionShape, name: &str, parts: &[StackedPart]) -> Section {
    let groups: Vec<Row> = {
        let whole = |gathered: &GatheredFacts| {
            parts.iter().flat_map(|(_, figures)| figures(gathered)).collect::<Cells>()
        };
        run.table(shape, &whole).rows
    };
    let mut rows = Vec::new();
    for row in groups {
        let each = row.cells.len() / parts.len();
        for (part, (value, _)) in parts.iter().enumerate() {
            let mut dimensions = row.dimensions.clone();
            let place = usize::from(dimensions.first().is_some_and(|(name, _)| name == "bucket"));
            dimensions.insert(place, (name.to_string(), Some(value.to_string())));
            rows.push(Row { dimensions, cells: row.cells[part * each..(part + 1) * each].to_vec() });
        }
    }
    Section { name: shape.name, rows, ordered: false }
}

fn occurrences(from: NaiveDate, to: NaiveDate, weekday: u32) -> usize {
    from.iter_days()
        .take_while(|date| *date <= to)
        .filter(|date| date.weekday().number_from_monday() == weekday)
        .count()
}

fn heat(run: &KnownRun, from: NaiveDate, to: NaiveDate, weekday: u32, hour: u32) -> Cells {
    let bucket = &calendar::buckets(from, to, None, run.setting)[0];
    let gathered = run.gather(bucket, &[], None);
    let here = |fact: &&&Fact| {
        let wall = calendar::local(run.placed(fact).unwrap(), run.setting.tz);
        let is_date = run.known.dates.is(run.placed(fact).unwrap());
        fact.what == "cases"
            && !is_date
            && wall.weekday().number_from_monday() == weekday
            && wall.hour() == hour
    };
    let cases = gathered.facts.iter().filter(here).count() as f64;
    let days = occurrences(from, to, weekday);
    let mean = (days > 0).then(|| cases / days as f64);
    with_gaps(vec![("cases".into(), Some(cases)), ("cases_mean".into(), mean)], &run.known.unread)
}

fn heatmap(run: &KnownRun) -> Section {
    let setting = run.setting;
    let mut rows = Vec::new();
    for (weekday, hour) in (1..=7).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
        let mut cells = heat(run, setting.from, setting.to, weekday, hour);
        if let Some(compare) = setting.compare {
            let (from, to) = calendar::compared(setting, compare);
            cells = beside(cells, Some(heat(run, from, to, weekday, hour)));
        }
        let numbers = [("weekday", weekday), ("hour", hour)];
        let dimensions = numbers.map(|(name, value)| (name.to_string(), Some(value.to_string()))).to_vec();
        rows.push(Row { dimensions, cells });
    }
    Section { name: "heatmap", rows, ordered: false }
}

fn times(run: &KnownRun) -> Vec<Section> {
    let figures =
        GROUPS.map(|(_, from, to)| move |gathered: &GatheredFacts| gathered.response_group(from, to));
    let mut parts: Vec<StackedPart> = Vec::new();
    for ((label, _, _), figure) in GROUPS.iter().zip(&figures) {
        parts.push((label, figure));
    }
    let groups = shape("first_response_groups", &[], run.setting);
    let response = run.table(&shape("response", &[], run.setting), &|gathered| gathered.response());
    vec![heatmap(run), stacked(run, &groups, "group", &parts), response]
}

/// The comments on one post within a stretch of time: all, then by how they sound.
fn on_post(comments: &[Comment], post: &str, bucket: &Bucket) -> Cells {
    let here =
        |comment: &&Comment| comment.post == post && bucket.start <= comment.at && comment.at < bucket.end;
    let sounds: Vec<&str> =
        comments.iter().filter(here).map(|comment| sound(comment.sentiment.as_deref())).collect();
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
    let posts: BTreeSet<&str> = comments.iter().map(|comment| comment.post.as_str()).collect();
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

fn quality(run: &KnownRun, world: &World) -> Vec<Section> {
    let comments = comments(world, run.setting.as_of);
    let figures = INACTIVITY.map(|kind| move |gathered: &GatheredFacts| gathered.inactivity(kind));
    let mut parts: Vec<StackedPart> = Vec::new();
    for (kind, figure) in INACTIVITY.iter().zip(&figures) {
        parts.push((kind, figure));
    }
    let inactivity = shape("inactivity", &[], run.setting);
    vec![
        run.table(&shape("quality", &[], run.setting), &|gathered| gathered.quality()),
        stacked(run, &inactivity, "kind", &parts),
        run.table(&shape("nps", &[], run.setting), &|gathered| gathered.nps()),
        run.table(&shape("sentiment", &[], run.setting), &|gathered| gathered.sentiment()),
        engagement(&comments, run.setting),
    ]
}

/// Sections whose figures stand on messages, exchanges or the splitting of cases (rulings 38).
const OF_MESSAGES: [(&str, &str); 17] = [
    ("summary", "totals"),
    ("summary", "top_tags"),
    ("channels", "channels"),
    ("channels", "subchannels"),
    ("tags", "tags"),
    ("tags", "categories"),
    ("agents", "agents"),
    ("agents", "by_channel"),
    ("agents", "by_tag"),
    ("agents", "by_month"),
    ("times", "heatmap"),
    ("times", "response"),
    ("quality", "sentiment"),
    ("ai", "totals"),
    ("ai", "by_channel"),
    ("ai", "by_status"),
    ("ai", "by_tag"),
];

/// Of how many of the conversations created in the period, as they pass the filters, the messages are known; nothing
/// where that is none or all of them.
pub fn coverage(report: &str, section: &str, world: &World, setting: &Setting) -> Option<[usize; 2]> {
    if !OF_MESSAGES.contains(&(report, section)) {
        return None;
    }
    let known = know(&united(world, true), setting.as_of);
    let setting = Setting { anchor: Anchor::Event, ..setting.clone() };
    let run = KnownRun { known: &known, setting: &setting };
    let bucket = &calendar::buckets(setting.from, setting.to, None, &setting)[0];
    let gathered = run.gather(bucket, &[], None);
    let created = gathered.all("conversations");
    let talked = created.iter().filter(|fact| known.conversations[fact.conversation.unwrap()].talked).count();
    (0 < talked && talked < created.len()).then_some([talked, created.len()])
}

/// The sections of one report that this computation covers.
pub fn report(name: &str, world: &World, setting: &Setting) -> Vec<Section> {
    match name {
        "phone" => return phone(world, setting),
        "faq" => return faq(world, setting),
        _ => {}
    }
    let by_agent = setting.by.contains(&Dimension::Agent)
        || setting.filters.iter().any(|(dimension, _)| *dimension == Dimension::Agent);
    let known = know(&united(world, name != "times" || by_agent), setting.as_of);
    let run = KnownRun { known: &known, setting };
    match name {
        "summary" => summary(&run),
        "channels" => channels(&run),
        "tags" => tags(&run),
        "agents" => agents(&run),
        "times" => times(&run),
        "quality" => quality(&run, world),
        "ai" => ai::sections(&run),
        _ => panic!("no such report: {name}"),
    }
}
