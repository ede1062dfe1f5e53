//! Charts on paper: figures over the period two abreast, the week hour by hour.

use super::draw::{self, PlotBox};
use super::is_first;
use super::paper::{Paper, PaperPoint, Type, EDGE, MARGIN, ROOM, SOFT};
use crate::render::chart::axis::{TimeAxis, ValueScale};
use crate::render::chart::{heat, lines, ChartShape, Role, Series};
use crate::render::heatmap::HeatMap;
use crate::render::sums::{self, sums};
use crate::render::words::Words;
use crate::report::{Table, Unit};

/// What is drawn together, by figure: as lines, or as columns upon each other.
const DRAWN: &[(bool, &[(&str, Role)])] = &[
    (false, &[("conversations", Role::First), ("answered", Role::Second)]),
    (
        true,
        &[("customer_messages", Role::First), ("agent_messages", Role::Third), ("ai_messages", Role::Fourth)],
    ),
    (false, &[("customers", Role::First), ("new_customers", Role::Fourth)]),
    (false, &[("satisfaction", Role::First)]),
    (
        true,
        &[
            ("ai_resolved", Role::Third),
            ("ai_routed", Role::First),
            ("ai_closed", Role::Neutral),
            ("ai_open", Role::Second),
        ],
    ),
    (false, &[("first_response", Role::First)]),
    (false, &[("resolution", Role::First)]),
    (false, &[("late_rate", Role::First)]),
];
/// Charts of a section at most.
const MOST: usize = 6;
/// Points between charts.
const GAP: f32 = 10.0;
/// Points of a chart with its title.
const HEIGHT: f32 = 148.0;
/// Points that labels upwards, and those along, take.
const LABELS: (f32, f32) = (40.0, 14.0);
/// Small print.
const SMALL: Type = Type::plain(7.0, SOFT);

/// Whether the rows are stretches of time and nothing else, two at least.
pub fn is_over_time(table: &Table) -> bool {
    let mut dimensions = table.columns.iter().filter(|column| column.is_dimension());
    dimensions.next().is_some_and(|column| column.is_bucket())
        && dimensions.next().is_none()
        && table.rows.len() > 1
        && !charts(table).is_empty()
}

/// One chart: whether columns are stacked, and the places of its figures with what they stand for.
type Chart = (bool, Vec<(usize, Role)>);

/// What there is to draw: the usual figures, else the first columns one by one.
fn charts(table: &Table) -> Vec<Chart> {
    let mut charts = Vec::new();
    for (is_stacked, figures) in DRAWN {
        let mut places = Vec::new();
        for (figure, role) in *figures {
            let place = table.columns.iter().position(|column| column.figure == *figure && is_first(column));
            places.extend(place.filter(|place| has_values(table, *place)).map(|place| (place, *role)));
        }
        if !places.is_empty() {
            charts.push((*is_stacked, places));
        }
    }
    if charts.is_empty() {
        let first = (0..table.columns.len()).filter(|&place| is_first(&table.columns[place]));
        let drawn = first.filter(|&place| has_values(table, place));
        charts = drawn.map(|place| (false, vec![(place, Role::First)])).collect();
    }
    charts.truncate(MOST);
    charts
}

fn has_values(table: &Table, place: usize) -> bool {
    let values = table.rows.iter().filter_map(|row| row[place].amount());
    values.filter(|value| *value != 0.0).count() > 1
}

/// Draws the charts of a section, two abreast, with what they come to by the totals of its report.
pub fn timelines(paper: &mut Paper, (table, totals): (&Table, Option<&Table>), words: &'static Words) {
    let labels: Vec<String> =
        table.rows.iter().map(|row| row[0].text().unwrap_or_default().into_owned()).collect();
    let axis = TimeAxis::of(&labels, &table.aside.spans, words);
    let width = (ROOM - GAP) / 2.0;
    for pair in charts(table).chunks(2) {
        paper.need(HEIGHT);
        let top = paper.y;
        // A chart alone in its row leaves its text the whole of it.
        let room = if pair.len() == 1 { ROOM } else { width };
        for (place, chart) in pair.iter().enumerate() {
            let at = (MARGIN + place as f32 * (width + GAP), top);
            timeline(paper, (at, width, room), (table, totals, chart), (&axis, words));
        }
        paper.y = top + HEIGHT + 4.0;
    }
}

fn timeline(
    paper: &mut Paper,
    ((x, y), width, room): (PaperPoint, f32, f32),
    (table, totals, (is_stacked, places)): (&Table, Option<&Table>, &Chart),
    (axis, words): (&TimeAxis, &'static Words),
) {
    let mut series = Vec::new();
    for &(place, role) in places {
        let values = table.rows.iter().map(|row| row[place].amount()).collect();
        series.push(Series { name: words.label(&table.columns[place]), values, role });
    }
    let unit = table.columns[places[0].0].unit;
    let drawn_places: Vec<usize> = places.iter().map(|&(place, _)| place).collect();
    let title = words.series(&sums::title(table, &drawn_places, words), axis.unit);
    let title = paper.fitted(&title, Type::bold(8.0), room);
    paper.text((x, y + 8.0), &title, Type::bold(8.0));
    let figures: Vec<&str> = places.iter().map(|&(place, _)| table.columns[place].figure.as_str()).collect();
    if let Some(about) = totals.and_then(|totals| sums(totals, &figures, words)) {
        paper.text((x, y + 18.0), &paper.fitted(&about, SMALL, room), SMALL);
    }
    if series.len() > 1 {
        key(paper, (x, y + 29.0), &series, *is_stacked);
    }
    let plot = PlotBox {
        at: (x + LABELS.0, y + 37.0),
        width: width - LABELS.0 - 6.0,
        height: HEIGHT - 37.0 - LABELS.1 - 6.0,
    };
    draw::shapes(paper, plot, &drawn(&series, *is_stacked, unit, (axis, words)));
}

/// What the colours stand for: boxes of columns, or lines.
pub fn key(paper: &mut Paper, (mut x, y): PaperPoint, series: &[Series], is_of_columns: bool) {
    for one in series {
        if is_of_columns {
            paper.fill((x, y - 5.5), (7.0, 6.0), draw::colour(one.role));
        } else {
            paper.line(&[(x, y - 2.5), (x + 7.0, y - 2.5)], 1.5, draw::colour(one.role));
        }
        paper.text((x + 10.0, y), &one.name, SMALL);
        x += 10.0 + paper.width(&one.name, SMALL) + 9.0;
    }
}

fn drawn(
    series: &[Series],
    is_stacked: bool,
    unit: Unit,
    (axis, words): (&TimeAxis, &'static Words),
) -> Vec<ChartShape> {
    let greatest = series.iter().map(Series::greatest).fold(0.0, f64::max);
    let scale = if unit == Unit::Score {
        ValueScale { from: 1.0, to: 5.0, ticks: vec![1.0, 2.0, 3.0, 4.0, 5.0] }
    } else if is_stacked {
        ValueScale::from_zero(lines::greatest_sum(series), unit == Unit::Count)
    } else {
        ValueScale::from_zero(greatest, unit == Unit::Count)
    };
    let mut shapes = axis.bands();
    shapes.extend(scale.shapes(&|value| words.tick(value, unit)));
    shapes.extend(axis.shapes());
    if is_stacked {
        shapes.extend(lines::stack(series, &scale, axis));
    } else {
        shapes.extend(lines::lines(series, &scale, axis));
    }
    shapes
}

/// Draws the week, and says when it is busiest.
pub fn week(paper: &mut Paper, map: &HeatMap, words: &'static Words) {
    let plot = PlotBox { at: (MARGIN + LABELS.0, paper.y), width: ROOM - LABELS.0, height: 126.0 };
    paper.line(&[(MARGIN, paper.y - 3.0), (MARGIN + ROOM, paper.y - 3.0)], 0.5, EDGE);
    draw::shapes(paper, plot, &heat::heat(map, words));
    paper.y += plot.height + 24.0;
    if let Some((day, hour)) = map.busiest() {
        let count = words.heat_count(map.days[day][hour].unwrap_or(0.0));
        paper.text((MARGIN, paper.y), &words.busiest(day, hour, &count), SMALL);
        paper.y += 8.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LANGUAGES;
    use crate::render::sample;
    use crate::report::{Base, Cell, Theme};

    /// The totals of a report: so many of each figure, a mean of so many where it is one.
    fn totals(figures: &[(&str, Role)], each: i64) -> Table {
        let unit = |figure: &str| if figure == "satisfaction" { Unit::Score } else { Unit::Count };
        let columns =
            figures.iter().map(|(name, _)| sample::figure((name, name), unit(name), Theme::Volume, 0));
        let mut totals =
            sample::table("totals", columns.collect(), vec![vec![Cell::Whole(each); figures.len()]]);
        let bases = figures.iter().map(|(name, _)| Base { figure: (*name).into(), now: each, before: None });
        totals.aside.bases = bases.collect();
        totals
    }

    #[test]
    fn what_charts_come_to_has_room_below_their_titles_in_every_language() {
        let paper = Paper::new().unwrap();
        for (_, figures) in &DRAWN[..5] {
            let names: Vec<&str> = figures.iter().map(|(name, _)| *name).collect();
            for language in LANGUAGES {
                let about = sums(&totals(figures, 99_999), &names, Words::of(language)).unwrap();
                let width = paper.width(&about, SMALL);
                // What became of AI conversations is charted alone.
                let room = if names[0] == "ai_resolved" { ROOM } else { (ROOM - GAP) / 2.0 };
                assert!(width <= room, "{about} is {width} points wide");
            }
        }
    }
}
