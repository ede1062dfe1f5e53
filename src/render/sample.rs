//! Small and realistic reports that every format is tested on.

use super::ENGLISH;
use crate::fitting::signed;
use crate::language::Caption;
use crate::report::{Cell, Column, Input, Part, Report, RowName, Scope, Table, Theme, Trend, Unit};
use std::collections::BTreeMap;

/// September 2026, WhatsApp only.
pub fn scope() -> Scope {
    Scope {
        from: "2026-09-01".into(),
        to: "2026-09-30".into(),
        moved: false,
        tz: "Europe/Amsterdam".into(),
        anchor: "event".into(),
        clock: "calendar".into(),
        as_of: "2026-09-30T23:59:59+02:00".into(),
        week_start: "monday".into(),
        by: Vec::new(),
        every: None,
        compare: None,
        compared_with: None,
        filters: BTreeMap::from([("channel".into(), vec!["whatsapp".into()])]),
    }
}

pub fn report(name: &str, sections: Vec<Table>) -> Report {
    let rows = BTreeMap::from([("conversations", 1203)]);
    let input = Input { files: 2, rows, ..Input::default() };
    Report { name: name.into(), scope: scope(), input, sections, definitions: Vec::new() }
}

/// A figure with one number.
pub fn figure((name, label): (&str, &str), unit: Unit, theme: Theme, importance: u8) -> Column {
    Column { importance, ..Column::of_figure(name, Caption::Named(label.to_owned()), unit, theme) }
}

pub fn dimension(name: &str, label: &str) -> Column {
    Column::dimension(name, Caption::Named(label.to_owned()), Unit::Text)
}

/// The four columns of a duration.
pub fn duration(name: &str, label: &str, importance: u8) -> Vec<Column> {
    let column = figure((name, label), Unit::Seconds, Theme::Speed, importance);
    let parts = Part::OF_DURATION.into_iter().map(|part| Column { part, ..column.clone() });
    let mut columns: Vec<Column> = parts.collect();
    columns[0].unit = Unit::Count;
    columns
}

pub fn table(name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table::new(name, columns, rows)
}

pub fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// One row: conversations compared with before, first response, and a satisfaction nobody gave.
pub fn totals() -> Table {
    let conversations = figure(("conversations", "Conversations"), Unit::Count, Theme::Volume, 0);
    let previous = Column { importance: 5, ..conversations.previous() };
    let change = Column { importance: 2, ..conversations.change(Unit::Change) };
    let mut columns = vec![conversations, previous, change];
    columns.extend(duration("first_response", "First response", 0));
    columns.push(figure(("satisfaction", "Satisfaction"), Unit::Score, Theme::Quality, 1));
    let row = vec![
        Cell::Whole(1200),
        Cell::Whole(960),
        Cell::Number(0.25),
        Cell::Whole(1180),
        Cell::Number(723.5),
        Cell::Number(412.0),
        Cell::Number(3900.0),
        Cell::Missing,
    ];
    table("totals", columns, vec![row])
}

/// Two tags, one of them hostile.
pub fn tags() -> Table {
    let columns = vec![
        dimension("tag", "Tag"),
        figure(("conversations", "Conversations"), Unit::Count, Theme::Volume, 0),
        figure(("share", "Share"), Unit::Rate, Theme::Volume, 1),
    ];
    let rows = vec![
        vec![text("=returns|\u{1b}[31m"), Cell::Whole(900), Cell::Number(0.75)],
        vec![text("delivery"), Cell::Whole(300), Cell::Number(0.25)],
        vec![Cell::Missing, Cell::Whole(0), Cell::Missing],
    ];
    table("top_tags", columns, rows)
}

/// The report every format is tested on.
pub fn small() -> Report {
    report("summary", vec![totals(), tags()])
}

/// Cases by weekday and hour: on weekdays from 9 to 17 as many as twice the hour, two more on Mondays at 10.
pub fn heatmap() -> Table {
    let columns = vec![
        figure(("weekday", "Weekday"), Unit::Count, Theme::Dimension, 0),
        figure(("hour", "Hour"), Unit::Count, Theme::Dimension, 0),
        figure(("cases", "Cases"), Unit::Count, Theme::Volume, 0),
        figure(("cases_mean", "Cases, mean"), Unit::Ratio, Theme::Volume, 1),
    ];
    let mut rows = Vec::new();
    for day in 1..=7 {
        for hour in 0..24 {
            let cases = cases(day, hour);
            let mean = Cell::Number(cases as f64 / 4.0);
            rows.push(vec![Cell::Whole(day), Cell::Whole(hour), Cell::Whole(cases), mean]);
        }
    }
    table("heatmap", columns, rows)
}

fn cases(day: i64, hour: i64) -> i64 {
    let cases = match (day, hour) {
        (1..=5, 9..=10) => hour * 2,
        (1..=5, 11..=16) => 8,
        (6, 10..=13) => 3,
        _ => 0,
    };
    (cases - i64::from(day != 1 && hour == 10)).max(0)
}

const COUNTS: &str = "conversations incoming outgoing answered closed reopened backlog messages \
    customer_messages agent_messages ai_messages customers new_customers customers_helped tagged cases \
    customer_replies inquiries repeat_customers unanswered unanswered_open unanswered_closed window_missed \
    window_closing ratings";
const DURATIONS: [(&str, &str); 7] = [
    ("first_response", "First response"),
    ("first_response_after_handoff", "First response after hand-off"),
    ("response", "Response"),
    ("waiting", "Waiting"),
    ("resolution", "Resolution"),
    ("first_resolution", "First resolution"),
    ("handle", "Handle time"),
];
const RATES: &str =
    "within_optimal within_acceptable late response_within_optimal response_within_acceptable \
    response_late window_missed_share repeat";
const HEADLINE: &str = "conversations incoming answered closed customers_helped first_response \
    resolution satisfaction messages customers new_customers tagged response";

/// `summary.totals` with all its columns, counts compared, a headline and trends.
pub fn summary() -> Table {
    let mut figures: Vec<(Column, Cell)> = Vec::new();
    figures.extend(COUNTS.split_whitespace().enumerate().flat_map(|(place, name)| compared(place, name)));
    figures.extend(DURATIONS.iter().enumerate().flat_map(|(place, (name, label))| timed(place, name, label)));
    figures.extend(RATES.split_whitespace().map(|name| {
        let column = figure((&format!("{name}_rate"), &ENGLISH.title(name)), Unit::Rate, Theme::Targets, 3);
        (column, if name == "late" { Cell::Missing } else { Cell::Number(0.731) })
    }));
    let satisfaction = figure(("satisfaction", "Satisfaction"), Unit::Score, Theme::Quality, 1);
    figures.push((satisfaction, Cell::Number(4.321)));
    let (columns, row) = figures.into_iter().unzip();
    let mut made = table("totals", columns, vec![row]);
    made.headline = HEADLINE.split_whitespace().map(str::to_owned).collect();
    made.trends = made.headline.iter().zip(3..14).map(|(column, pace)| trend(column, pace)).collect();
    made
}

/// Thirty days, each seventh without a value.
fn trend(figure: &str, pace: i32) -> Trend {
    let values = (0..30).map(|day| (day % 7 != 6).then(|| f64::from(day * pace % 11)));
    Trend { figure: figure.into(), values: values.collect() }
}

/// A count, the one before, and the change.
fn compared(place: usize, name: &str) -> [(Column, Cell); 3] {
    let theme = match name {
        "ratings" => Theme::Quality,
        _ if name.starts_with("window") => Theme::Targets,
        _ => Theme::Volume,
    };
    let now = figure((name, &ENGLISH.title(name)), Unit::Count, theme, u8::try_from(place / 3).unwrap());
    let previous = Column { importance: 8, ..now.previous() };
    let change = Column { importance: 3, ..now.change(Unit::Change) };
    [
        (now, Cell::Whole(9000 / (signed(place) + 1))),
        (previous, Cell::Whole(1000)),
        (change, Cell::Number(0.08 * (place as f64 - 5.0))),
    ]
}

/// A duration's four columns; nothing was handled.
fn timed(place: usize, name: &str, label: &str) -> Vec<(Column, Cell)> {
    let cells = if name == "handle" {
        [Cell::Whole(0), Cell::Missing, Cell::Missing, Cell::Missing]
    } else {
        let [mean, median, p90] =
            [90.0, 33.0, 900.0].map(|scale| Cell::Number((place as f64 + 20.0) * scale));
        [Cell::Whole(1180), mean, median, p90]
    };
    duration(name, label, 2).into_iter().zip(cells).collect()
}

/// Twelve agents, `(team)` and `(total)`.
pub fn agents() -> Table {
    let mut columns = vec![dimension("agent", "Agent")];
    for (name, label, importance) in [
        ("conversations", "Conversations", 1),
        ("handled", "Handled", 0),
        ("replies", "Replies", 1),
        ("closed", "Closed", 2),
    ] {
        columns.push(figure((name, label), Unit::Count, Theme::Volume, importance));
    }
    columns.extend(duration("first_response", "First response", 0));
    columns.extend(duration("response", "Response", 2));
    columns.extend(duration("resolution", "Resolution", 2));
    columns.push(figure(("satisfaction", "Satisfaction"), Unit::Score, Theme::Quality, 0));
    columns.push(figure(("ratings", "Ratings"), Unit::Count, Theme::Quality, 3));
    columns.push(figure(("fcr_rate", "First-contact resolution"), Unit::Rate, Theme::Quality, 1));
    columns.push(figure(("within_acceptable_rate", "Within acceptable"), Unit::Rate, Theme::Targets, 2));
    let names = [
        "Ana Lima",
        "Bartosz Żółć",
        "Chloé Dupont",
        "Dirk de Vries",
        "Eva",
        "Fatima",
        "Grzegorz Brzęczyszczykiewicz",
        "Hélène",
        "Iris",
        "Jun 日本",
        "Kees",
        "evil\u{202e}name",
    ]
    .map(text);
    let rows = names.into_iter().chain([RowName::Team, RowName::Total].map(Cell::Row));
    let rows = rows.enumerate().map(|(place, name)| {
        let base = signed(place) + 1;
        let mut row = vec![name];
        row.extend([1234, 980, 4321, 77].map(|count| Cell::Whole(count / base)));
        for scale in [1.0, 0.5, 80.0] {
            let seconds = 123.0 * base as f64 * scale;
            row.extend([
                Cell::Whole(40 * base),
                Cell::Number(seconds * 2.0),
                Cell::Number(seconds),
                Cell::Number(seconds * 9.0),
            ]);
        }
        row.push(if place == 4 { Cell::Missing } else { Cell::Number(5.0 - base as f64 / 9.0) });
        row.extend([Cell::Whole(12), Cell::Number(1.0 / base as f64), Cell::Number(0.9)]);
        row
    });
    let rows = rows.collect();
    table("agents", columns, rows)
}

/// Conversations by week, first response beside them.
pub fn weeks() -> Table {
    let mut columns = vec![
        dimension("bucket", "Week"),
        figure(("conversations", "Conversations"), Unit::Count, Theme::Volume, 0),
    ];
    columns.extend(duration("first_response", "First response", 1));
    let rows = (0..6).map(|week| {
        let count = [120, 180, 90, 0, 240, 210][week];
        let mut row = vec![text(&format!("2026-W{}", 36 + week)), Cell::Whole(count), Cell::Whole(count)];
        for scale in [3.0, 2.0, 9.0] {
            row.push(if count == 0 { Cell::Missing } else { Cell::Number(count as f64 * scale) });
        }
        row
    });
    table("totals", columns, rows.collect())
}

/// What two agents handled in three weeks, neither in all of them.
pub fn agents_by_week() -> Table {
    let columns = vec![
        dimension("bucket", "Week"),
        dimension("agent", "Agent"),
        figure(("handled", "Handled"), Unit::Count, Theme::Volume, 0),
    ];
    let rows = [("2026-W36", "Ana Lima", 12), ("2026-W37", "Eva", 20), ("2026-W38", "Ana Lima", 6)];
    let rows = rows.map(|(week, agent, handled)| vec![text(week), text(agent), Cell::Whole(handled)]);
    table("over_time", columns, rows.to_vec())
}
