//! The charts of a page: main figures over the period, calls by the hour, what became of AI conversations, the week.

use super::figure::{folded, frame, key, Frame};
use super::grid::PageTable;
use super::svg::{self, KeySign, Plot};
use super::{main_place, HtmlPage};
use crate::render::chart::axis::{TimeAxis, ValueScale};
use crate::render::chart::{heat, lines, point, rect, ChartShape, Role, Series};
use crate::render::heatmap::HeatMap;
use crate::render::page_words::BucketUnit;
use crate::render::sums::{sums, title};
use crate::render::words::Words;
use crate::report::{Cell, Table, Unit};
use maud::{html, Markup};

/// Px of the plot area of a chart over time.
const HEIGHT: u32 = 180;
/// Px of a row of the week.
const HEAT_ROW: u32 = 26;

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// Lines from 0.
    Lines,
    /// Columns on each other.
    Stack,
    /// A line of stars from 1 to 5.
    Score,
    /// A line that may start elsewhere.
    Level,
}

/// A chart of a table with a row a bucket.
pub struct Timeline<'a> {
    /// The table.
    pub table: &'a Table,
    /// The figures drawn, and what they stand for.
    pub figures: &'a [(&'a str, Role)],
    /// How.
    pub style: Drawing,
    /// Whether it is as wide as the page.
    pub is_full: bool,
    /// The table that has the figures of the whole period, if there is one.
    pub totals: Option<&'a Table>,
}

/// Conversations that came in and that were answered.
pub fn conversations(page: &HtmlPage) -> Option<Markup> {
    by_day(page, &[("conversations", Role::First), ("answered", Role::Second)], Drawing::Lines)
}

/// Messages by customers, agents and the AI.
pub fn messages(page: &HtmlPage) -> Option<Markup> {
    let figures =
        [("customer_messages", Role::First), ("agent_messages", Role::Third), ("ai_messages", Role::Fourth)];
    by_day(page, &figures, Drawing::Stack)
}

/// Customers, and those who are new.
pub fn customers(page: &HtmlPage) -> Option<Markup> {
    by_day(page, &[("customers", Role::First), ("new_customers", Role::Fourth)], Drawing::Lines)
}

/// Stars.
pub fn rating(page: &HtmlPage) -> Option<Markup> {
    by_day(page, &[("satisfaction", Role::First)], Drawing::Score)
}

fn by_day(page: &HtmlPage, figures: &[(&str, Role)], style: Drawing) -> Option<Markup> {
    let table = page.table("summary", "over_time")?;
    let totals = page.table("summary", "totals");
    timeline(&Timeline { table, figures, style, is_full: false, totals }, page.words)
}

/// What became of the conversations that the AI took on.
pub fn outcome(page: &HtmlPage) -> Option<Markup> {
    let table = page.table("ai", "over_time")?;
    let figures = [
        ("ai_resolved", Role::Third),
        ("ai_routed", Role::First),
        ("ai_closed", Role::Neutral),
        ("ai_open", Role::Second),
    ];
    let totals = page.table("ai", "totals");
    let chart = Timeline { table, figures: &figures, style: Drawing::Stack, is_full: false, totals };
    timeline(&chart, page.words)
}

/// A chart over time, with its table; nothing where there are no two values.
pub fn timeline(chart: &Timeline, words: &Words) -> Option<Markup> {
    let Timeline { table, figures, style, .. } = *chart;
    let (series, places) = series(table, figures, words);
    let first = *places.first().filter(|_| series.iter().any(Series::is_drawable))?;
    let labels: Vec<String> =
        table.rows.iter().filter_map(|row| row[0].text().map(|text| text.into_owned())).collect();
    let axis = TimeAxis::of(&labels, &table.aside.spans, words);
    let unit = table.columns[first].unit;
    let title = words.series(&title(table, &places, words), axis.unit);
    let about = about(chart.totals, (table, &places), &series, words);
    let shapes = drawn(&series, style, unit, &axis, words);
    let id = format!("{}-{}", table.report.unwrap_or("chart"), table.columns[first].figure);
    let plotted =
        svg::plot(&Plot { id: &id, title: &title, about: &about, height: HEIGHT, class: "" }, &shapes);
    let mut grid = PageTable::over(table, title.clone());
    grid.is_sortable = false;
    for place in std::iter::once(0).chain(places) {
        grid.push(table, place, words);
    }
    let sign = if style == Drawing::Stack { KeySign::Box } else { KeySign::Line };
    let body = html! { (key(&series, sign)) (plotted) (folded(&grid.markup(words), words)) };
    Some(frame(&Frame { title: &title, below: &about, is_full: chart.is_full }, &body))
}

/// The series of figures that have any value but 0, and their columns; the first stands in any case.
fn series(table: &Table, figures: &[(&str, Role)], words: &Words) -> (Vec<Series>, Vec<usize>) {
    let (mut series, mut places) = (Vec::new(), Vec::new());
    for &(figure, role) in figures {
        let Some(place) = main_place(table, figure) else { continue };
        let values: Vec<Option<f64>> = table.rows.iter().map(|row| row[place].amount()).collect();
        let one = Series { name: words.label(&table.columns[place]), values, role };
        if one.greatest() > 0.0 {
            series.push(one);
            places.push(place);
        }
    }
    (series, places)
}

/// What the figures come to over the period where that is known, else from where to where they go.
fn about(
    totals: Option<&Table>,
    (table, places): (&Table, &[usize]),
    series: &[Series],
    words: &Words,
) -> String {
    let figures: Vec<&str> = places.iter().map(|&place| table.columns[place].figure.as_str()).collect();
    let summed = totals.and_then(|totals| sums(totals, &figures, words));
    summed.unwrap_or_else(|| range(series, table.columns[places[0]].unit, words))
}

/// From where to where series go.
fn range(series: &[Series], unit: Unit, words: &Words) -> String {
    let mut said = Vec::new();
    for one in series {
        let known = one.values.iter().flatten().copied();
        let (least, greatest) = known.clone().fold((f64::INFINITY, 0.0f64), |(l, g), v| (l.min(v), g.max(v)));
        let shown = |value: f64| words.cell(&Cell::Number(value), unit);
        said.push(if unit == Unit::Count && series.len() > 1 {
            format!("{} {}–{}", one.name, shown(least), shown(greatest))
        } else {
            format!("{}–{}", shown(least), shown(greatest))
        });
    }
    said.join(", ")
}

fn drawn(series: &[Series], style: Drawing, unit: Unit, axis: &TimeAxis, words: &Words) -> Vec<ChartShape> {
    let is_count = unit == Unit::Count;
    let greatest = series.iter().map(Series::greatest).fold(0.0, f64::max);
    let scale = match style {
        Drawing::Lines => ValueScale::from_zero(greatest, is_count),
        Drawing::Stack => ValueScale::from_zero(lines::greatest_sum(series), is_count),
        Drawing::Score => ValueScale { from: 1.0, to: 5.0, ticks: vec![1.0, 2.0, 3.0, 4.0, 5.0] },
        Drawing::Level => {
            let least = series.iter().flat_map(|one| one.values.iter().flatten()).copied();
            ValueScale::around(least.fold(f64::INFINITY, f64::min), greatest)
        }
    };
    let mut shapes = axis.bands();
    shapes.extend(scale.shapes(&|value| words.tick(value, unit)));
    shapes.extend(axis.shapes());
    shapes.extend(match style {
        Drawing::Stack => lines::stack(series, &scale, axis),
        Drawing::Lines | Drawing::Score | Drawing::Level => lines::lines(series, &scale, axis),
    });
    shapes.extend(axis.targets(&|bucket| {
        let of = |one: &Series| one.values.get(bucket).copied().flatten().map_or(Cell::Missing, Cell::Number);
        let said = series.iter().map(|one| format!("{} {}", one.name, words.cell(&of(one), unit)));
        said.collect::<Vec<_>>().join(", ")
    }));
    shapes
}

/// Calls by the hour of the day.
pub fn calls(page: &HtmlPage) -> Option<Markup> {
    let (words, table) = (page.words, page.table("phone", "hours")?);
    let figures = [("answered_in", Role::First), ("missed", Role::Second), ("voicemail", Role::Neutral)];
    let hour = table.place("hour").filter(|_| table.rows.len() == 24)?;
    let (series, places) = series(table, &figures, words);
    if places.is_empty() {
        return None;
    }
    let named = |row: &Vec<Cell>| row[hour].amount().map_or_else(String::new, |hour| format!("{hour:02}"));
    let names: Vec<String> = table.rows.iter().map(named).collect();
    let ticks = names.iter().cloned().enumerate().step_by(3).collect();
    let axis = TimeAxis { names, ticks, shaded: Vec::new(), unit: BucketUnit::Hour };
    let shapes = drawn(&series, Drawing::Stack, Unit::Count, &axis, words);
    let title = words.page.charts.calls;
    let about = about(page.table("phone", "totals"), (table, &places), &series, words);
    let plotted = svg::plot(&Plot { id: "calls", title, about: &about, height: HEIGHT, class: "" }, &shapes);
    let mut grid = PageTable::over(table, title.to_owned());
    grid.is_sortable = false;
    for place in std::iter::once(hour).chain(places) {
        grid.push(table, place, words);
    }
    let body = html! { (key(&series, KeySign::Box)) (plotted) (folded(&grid.markup(words), words)) };
    Some(frame(&Frame { title, below: &about, is_full: false }, &body))
}

/// The week, hour by hour.
pub fn week(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let map = HeatMap::of(page.table("times", "heatmap")?).filter(|map| map.greatest() > 0.0)?;
    let busiest = map.busiest().map(|(day, hour)| {
        let value = map.days[day][hour].unwrap_or(0.0);
        words.busiest(day, hour, &words.heat_count(value))
    });
    let about = busiest.unwrap_or_default();
    let shapes = heat::heat(&map, words);
    let chart =
        Plot { id: "week", title: charts.when[0], about: &about, height: HEAT_ROW * 7, class: "heat" };
    let shades: Vec<ChartShape> = (0..8u8)
        .map(|shade| rect(point(f64::from(shade) / 8.0, 0.0), 0.125, 1.0, Role::Shade(shade)))
        .collect();
    let body = html! {
        p .shades { span { (charts.shades[0]) } (svg::small("legend", &shades)) span { (charts.shades[1]) } }
        (svg::plot(&chart, &shapes))
        (folded(&week_table(&map, words), words))
    };
    let below =
        if about.is_empty() { charts.when[1].to_owned() } else { format!("{}; {about}", charts.when[1]) };
    Some(frame(&Frame { title: charts.when[0], below: &below, is_full: true }, &body))
}

fn week_table(map: &HeatMap, words: &Words) -> Markup {
    html! {
        div .tw tabindex="0" role="region" aria-label=(words.page.charts.when[0]) {
            table {
                thead { tr { td {} @for hour in 0..24 { th .nu scope="col" { (hour) } } } }
                tbody {
                    @for (day, hours) in map.days.iter().enumerate() {
                        tr {
                            th scope="row" { (words.days[day]) }
                            @for value in hours {
                                td .nu { (words.cell(&value.map_or(Cell::Missing, Cell::Number), Unit::Count)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
