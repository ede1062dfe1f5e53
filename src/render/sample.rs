//! Small and realistic reports that every format is tested on.

use crate::report::{Cell, Column, Input, Part, Report, Scope, Table, Theme, Trend, Unit};
use std::collections::BTreeMap;

/// September 2026, WhatsApp only.
pub fn scope() -> Scope {
    Scope {
        from: "2026-09-01".into(),
        to: "2026-09-30".into(),
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
    let rows = BTreeMap::from([("conversations".to_owned(), 1203)]);
    let input = Input { files: 2, rows, ..Input::default() };
    Report { name: name.into(), scope: scope(), input, sections }
}

pub fn column(name: &str, label: &str, unit: Unit, theme: Theme, part: Part, importance: u8) -> Column {
    Column { name: name.into(), label: label.into(), unit, theme, part, importance }
}

fn plain(name: &str, label: &str, unit: Unit, theme: Theme, importance: u8) -> Column {
    column(name, label, unit, theme, Part::Own, importance)
}

pub fn dimension(name: &str, label: &str) -> Column {
    plain(name, label, Unit::Text, Theme::Dimension, 0)
}

fn duration(name: &str, label: &str, importance: u8) -> [Column; 4] {
    let part = |ending: &str, word: &str, unit, part| {
        column(&format!("{name}_{ending}"), &format!("{label}, {word}"), unit, Theme::Speed, part, importance)
    };
    [
        part("n", "number", Unit::Count, Part::Count),
        part("mean_s", "mean", Unit::Seconds, Part::Mean),
        part("median_s", "median", Unit::Seconds, Part::Median),
        part("p90_s", "p90", Unit::Seconds, Part::P90),
    ]
}

pub fn table(name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table { name: name.into(), columns, rows, trends: Vec::new(), headline: Vec::new() }
}

pub fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// One row: conversations compared with before, first response, and a satisfaction nobody gave.
pub fn totals() -> Table {
    let mut columns = vec![
        plain("conversations", "Conversations", Unit::Count, Theme::Volume, 0),
        column(
            "conversations_previous",
            "Conversations, previous",
            Unit::Count,
            Theme::Volume,
            Part::Previous,
            5,
        ),
        column("conversations_change", "Conversations, change", Unit::Change, Theme::Volume, Part::Change, 2),
    ];
    columns.extend(duration("first_response", "First response", 0));
    columns.push(plain("satisfaction", "Satisfaction", Unit::Score, Theme::Quality, 1));
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
        plain("conversations", "Conversations", Unit::Count, Theme::Volume, 0),
        plain("share", "Share", Unit::Rate, Theme::Volume, 1),
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
        plain("weekday", "Weekday", Unit::Count, Theme::Dimension, 0),
        plain("hour", "Hour", Unit::Count, Theme::Dimension, 0),
        plain("cases", "Cases", Unit::Count, Theme::Volume, 0),
        plain("cases_mean", "Cases, mean", Unit::Ratio, Theme::Volume, 1),
    ];
    let cases = |day: i64, hour: i64| match (day, hour) {
        (1..=5, 9..=10) => hour * 2,
        (1..=5, 11..=16) => 8,
        (6, 10..=13) => 3,
        _ => 0,
    } - i64::from(day != 1 && hour == 10);
    let row = |day: i64, hour: i64| {
        let cases = cases(day, hour).max(0);
        vec![Cell::Whole(day), Cell::Whole(hour), Cell::Whole(cases), Cell::Number(cases as f64 / 4.0)]
    };
    let rows = (1..=7).flat_map(|day| (0..24).map(move |hour| row(day, hour))).collect();
    table("heatmap", columns, rows)
}

/// `summary.totals` with all its columns, some compared, a headline and trends.
pub fn summary() -> Table {
    let counts = "conversations incoming outgoing answered closed reopened backlog messages customer_messages \
        agent_messages ai_messages customers new_customers customers_helped tagged cases customer_replies inquiries \
        repeat_customers unanswered unanswered_open unanswered_closed window_missed window_closing ratings";
    let mut columns = Vec::new();
    let mut row = Vec::new();
    for (place, name) in counts.split_whitespace().enumerate() {
        let theme = match name {
            "ratings" => Theme::Quality,
            _ if name.starts_with("window") => Theme::Targets,
            _ => Theme::Volume,
        };
        let label = crate::render::heading::title(name);
        columns.push(plain(name, &label, Unit::Count, theme, (place / 3) as u8));
        columns.push(column(
            &format!("{name}_previous"),
            &format!("{label}, previous"),
            Unit::Count,
            theme,
            Part::Previous,
            8,
        ));
        columns.push(column(
            &format!("{name}_change"),
            &format!("{label}, change"),
            Unit::Change,
            theme,
            Part::Change,
            3,
        ));
        row.extend([
            Cell::Whole(9000 / (place as i64 + 1)),
            Cell::Whole(1000),
            Cell::Number(0.08 * (place as f64 - 5.0)),
        ]);
    }
    for (name, label) in [
        ("first_response", "First response"),
        ("first_response_after_handoff", "First response after hand-off"),
        ("response", "Response"),
        ("waiting", "Waiting"),
        ("resolution", "Resolution"),
        ("first_resolution", "First resolution"),
        ("handle", "Handle time"),
    ] {
        columns.extend(duration(name, label, 2));
        let place = columns.len() as f64;
        row.extend(match name {
            "handle" => [Cell::Whole(0), Cell::Missing, Cell::Missing, Cell::Missing],
            _ => [
                Cell::Whole(1180),
                Cell::Number(place * 90.0),
                Cell::Number(place * 33.0),
                Cell::Number(place * 900.0),
            ],
        });
    }
    for name in [
        "within_optimal_rate",
        "within_acceptable_rate",
        "late_rate",
        "response_within_optimal_rate",
        "response_within_acceptable_rate",
        "response_late_rate",
        "window_missed_rate",
        "repeat_rate",
    ] {
        columns.push(plain(
            name,
            &crate::render::heading::title(name.trim_end_matches("_rate")),
            Unit::Rate,
            Theme::Targets,
            3,
        ));
        row.push(if name == "late_rate" { Cell::Missing } else { Cell::Number(0.731) });
    }
    columns.push(plain("satisfaction", "Satisfaction", Unit::Score, Theme::Quality, 1));
    row.push(Cell::Number(4.321));
    let mut made = table("totals", columns, vec![row]);
    made.headline = "conversations incoming answered closed customers_helped first_response_median_s resolution_median_s satisfaction \
        messages customers new_customers tagged response_median_s".split_whitespace().map(str::to_owned).collect();
    made.trends = made
        .headline
        .iter()
        .take(11)
        .enumerate()
        .map(|(place, column)| Trend {
            column: column.clone(),
            values: (0..30)
                .map(|day| (day % 7 != 6).then(|| f64::from((day * (place as i32 + 3)) % 11)))
                .collect(),
        })
        .collect();
    made
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
        columns.push(plain(name, label, Unit::Count, Theme::Volume, importance));
    }
    columns.extend(duration("first_response", "First response", 0));
    columns.extend(duration("response", "Response", 2));
    columns.extend(duration("resolution", "Resolution", 2));
    columns.push(plain("satisfaction", "Satisfaction", Unit::Score, Theme::Quality, 0));
    columns.push(plain("ratings", "Ratings", Unit::Count, Theme::Quality, 3));
    columns.push(plain("fcr_rate", "First-contact resolution", Unit::Rate, Theme::Quality, 1));
    columns.push(plain("within_acceptable_rate", "Within acceptable", Unit::Rate, Theme::Targets, 2));
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
        "(team)",
        "(total)",
    ];
    let rows = names.iter().enumerate().map(|(place, name)| {
        let base = place as i64 + 1;
        let mut row = vec![text(name)];
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
        plain("conversations", "Conversations", Unit::Count, Theme::Volume, 0),
    ];
    columns.extend(duration("first_response", "First response", 1));
    let rows = (0..6).map(|week| {
        let count = [120, 180, 90, 0, 240, 210][week];
        let seconds =
            |scale: f64| if count == 0 { Cell::Missing } else { Cell::Number(count as f64 * scale) };
        vec![
            text(&format!("2026-W{}", 36 + week)),
            Cell::Whole(count),
            Cell::Whole(count),
            seconds(3.0),
            seconds(2.0),
            seconds(9.0),
        ]
    });
    table("totals", columns, rows.collect())
}
