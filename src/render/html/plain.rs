//! A section that no chapter knows: by its shape it becomes cards, a week, charts over time, or a table with bars.

use super::cards;
use super::charts::{timeline, Drawing, Timeline};
use super::figure::{frame, Frame};
use super::grid::PageTable;
use super::parts::{has_values, is_by_one, is_known, list};
use super::HtmlPage;
use crate::render::chart::Role;
use crate::render::figures;
use crate::render::ranked::by_greatest;
use crate::report::{Table, Unit};
use maud::{html, Markup};

/// Columns of a table where nobody asked for more.
const COLUMNS: usize = 10;
/// Columns that have room in half a page.
const NARROW: usize = 6;
/// Charts above a table of buckets.
const CHARTS: usize = 4;

/// The section; nothing in a document where it has no values.
pub fn block(page: &HtmlPage, table: &Table) -> Option<Markup> {
    let words = page.words;
    let is_empty = !has_values(table);
    if page.is_document() && is_empty && !table.columns.iter().all(|column| column.is_dimension()) {
        return None;
    }
    let title = words.title(&table.name);
    if table.rows.is_empty() {
        return Some(frame(&Frame { title: &title, below: words.no_rows, is_full: true }, &html! {}));
    }
    if figures::is_single(table) {
        return Some(single(page, table, &title));
    }
    let is_by_bucket = table.columns.iter().filter(|column| column.is_dimension()).count() == 1
        && table.columns[0].figure == "bucket";
    let below = table.coverage.map(|coverage| words.coverage(coverage)).unwrap_or_default();
    let grid = grid(page, table);
    let is_full = grid.columns.len() > NARROW || !page.is_document();
    let framed = frame(&Frame { title: &title, below: &below, is_full }, &grid.markup(words));
    Some(html! {
        @if is_by_bucket { @for chart in over_time(page, table) { (chart) } }
        (framed)
    })
}

fn single(page: &HtmlPage, table: &Table, title: &str) -> Markup {
    if table.headline.is_empty() {
        return list(page, table, title);
    }
    html! {
        div .cards .full { @for card in cards::cards(table, page.words, table.headline.len()) { (card) } }
        (list(page, table, title))
    }
}

/// The most important figures as charts.
fn over_time(page: &HtmlPage, table: &Table) -> Vec<Markup> {
    let mut drawn: Vec<usize> = (0..table.columns.len()).filter(|&place| is_figure(table, place)).collect();
    drawn.sort_by_key(|&place| table.columns[place].importance);
    drawn.truncate(CHARTS);
    let mut charts = Vec::new();
    for place in drawn {
        let column = &table.columns[place];
        let style = match column.unit {
            Unit::Score => Drawing::Score,
            Unit::Seconds | Unit::Nps => Drawing::Level,
            Unit::Count
            | Unit::Rate
            | Unit::Ratio
            | Unit::Money
            | Unit::Change
            | Unit::Points
            | Unit::Difference
            | Unit::Instant
            | Unit::Flag
            | Unit::Text => Drawing::Lines,
        };
        let figures = [(column.figure.as_str(), Role::First)];
        let chart = Timeline { table, figures: &figures, style, is_full: false, totals: None };
        charts.extend(timeline(&chart, page.words));
    }
    charts
}

fn is_figure(table: &Table, place: usize) -> bool {
    let column = &table.columns[place];
    !column.is_dimension() && column.is_main() && column.of.is_none() && is_known(table, place)
}

/// The table with its most important columns, bars beside the first count.
fn grid(page: &HtmlPage, table: &Table) -> PageTable {
    let words = page.words;
    let columns = &table.columns;
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    if !page.all_columns {
        shown.retain(|&place| {
            !columns[place].is_dimension() && columns[place].is_main() && has_any(table, place)
        });
        shown.sort_by_key(|&place| columns[place].importance);
        shown.truncate(COLUMNS);
        shown.extend((0..columns.len()).filter(|&place| columns[place].is_dimension()));
        shown.sort_unstable();
    }
    let first_count = shown
        .iter()
        .copied()
        .find(|&place| !columns[place].is_dimension() && columns[place].unit == Unit::Count);
    let is_counted = is_by_one(table) && !page.all_columns;
    let sorted = first_count.filter(|_| is_counted && columns[0].unit == Unit::Text && page.is_document());
    let table = sorted.map_or_else(|| table.clone(), |place| by_greatest(table, &columns[place].figure));
    let mut grid = PageTable::over(&table, words.title(&table.name));
    for place in shown {
        grid.push(&table, place, words);
        if Some(place) == first_count && is_counted {
            grid.push_bars(&table, place, Role::First);
        }
    }
    grid
}

/// Whether any row has something there.
fn has_any(table: &Table, place: usize) -> bool {
    table.rows.iter().any(|row| row[place] != crate::report::Cell::Missing)
}
