//! Blocks of a page that stand on one table: tags, first-response groups, durations, channels, phone, AI, help centre.

use super::cards;
use super::figure::{frame, key, Frame};
use super::grid::{cell, PageColumn, PageColumnKind, PageTable};
use super::svg::{self, KeySign};
use super::{main_place, part_place, versus_place, HtmlPage};
use crate::fitting::signed;
use crate::render::chart::bars::{self, DurationScale};
use crate::render::chart::Role;
use crate::render::figures::{self, ShownFigure};
use crate::render::page_phrases::{capital, filled};
use crate::render::ranked::by_greatest;
use crate::render::target_shares;
use crate::render::words::Words;
use crate::report::{Cell, Part, Table, Unit, Versus, TITLE};
use maud::{html, Markup};

/// Figures of a list that are seen at once.
const LISTED: usize = 10;

/// The tags used most.
pub fn tags(page: &HtmlPage) -> Option<Markup> {
    let table = page.table("summary", "top_tags").filter(|table| has_values(table))?;
    Some(counted(page, table, "conversations"))
}

/// First responses by how long they took; with an overview they stand there, else in their own chapter.
pub fn groups(page: &HtmlPage) -> Option<Markup> {
    page.table("summary", "totals")?;
    groups_of(page)
}

/// The same in the chapter of times.
pub fn groups_here(page: &HtmlPage) -> Option<Markup> {
    if page.table("summary", "totals").is_some() {
        return None;
    }
    groups_of(page)
}

fn groups_of(page: &HtmlPage) -> Option<Markup> {
    let table = page.table("times", "first_response_groups").filter(|table| has_values(table))?;
    (table.columns.iter().filter(|column| column.is_dimension()).count() == 1)
        .then(|| counted(page, table, "first_response_n"))
}

/// A table of one count with bars, its share and change.
pub fn counted(page: &HtmlPage, table: &Table, figure: &str) -> Markup {
    let words = page.words;
    let title = words.title(&table.name);
    let mut grid = PageTable::over(table, title.clone());
    grid.push(table, 0, words);
    if let Some(place) = main_place(table, TITLE) {
        grid.push(table, place, words);
    }
    if let Some(place) = main_place(table, figure) {
        grid.push(table, place, words);
        grid.push_bars(table, place, Role::First);
    }
    if let Some(place) = main_place(table, "share") {
        grid.push(table, place, words);
    }
    push_change(&mut grid, table, figure, words);
    frame(&Frame { title: &title, below: "", is_full: false }, &grid.markup(words))
}

/// Adds how a figure changed, if that is known.
pub fn push_change(grid: &mut PageTable, table: &Table, figure: &str, words: &Words) {
    let Some(place) = versus_place(table, figure, Versus::Change) else { return };
    let column = &table.columns[place];
    let mut cells = Vec::new();
    for row in &table.rows {
        let plain = cell(&row[place], column.unit, words);
        let shown = match row[place] {
            Cell::Missing => html! { (words.cell(&Cell::Missing, column.unit)) },
            _ => cards::change(table, row, place, words),
        };
        cells.push(super::grid::PageCell { shown, ..plain });
    }
    let head = html! { (capital(&words.above(column))) };
    grid.columns.push(PageColumn { head, kind: PageColumnKind::Number, is_minor: false, cells });
}

/// Durations from median to 90th percentile on a scale of multiples.
pub fn durations(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let table = page.table("summary", "totals").filter(|table| figures::is_single(table))?;
    let row = &table.rows[0];
    let mut lasting = figures::of(table);
    lasting.retain(|figure| {
        table.columns[figure.main].unit == Unit::Seconds && row[figure.main].amount().is_some()
    });
    if lasting.is_empty() {
        return None;
    }
    let amount = |place: Option<usize>| place.and_then(|place| row[place].amount());
    let all = lasting.iter().flat_map(|figure| [amount(Some(figure.main)), amount(figure.p90)]);
    let scale = DurationScale::over(all.flatten());
    let shown = |place: Option<usize>| match place {
        Some(place) => words.cell(&row[place], table.columns[place].unit),
        None => words.numbers.missing.to_owned(),
    };
    let names = svg::small("names", &scale.names(&|seconds| words.tick(seconds, Unit::Seconds)));
    let body = html! {
        div .tw tabindex="0" role="region" aria-label=(charts.durations[0]) {
            table {
                thead { tr {
                    th scope="col" .tx { (charts.duration) }
                    th scope="col" .nu .minor { (words.count) }
                    th scope="col" .nu { (capital(words.median)) }
                    td .dr .wide { (names) }
                    th scope="col" .nu { (words.p90) }
                    th scope="col" .nu .minor { (capital(words.mean)) }
                } }
                tbody { @for figure in &lasting {
                    @let (median, p90) = (amount(Some(figure.main)), amount(figure.p90));
                    tr {
                        th scope="row" { (words.label(&table.columns[figure.main])) }
                        td .nu .minor { (shown(figure.count)) }
                        td .nu { (shown(Some(figure.main))) }
                        td .dr .wide { @if let (Some(median), Some(p90)) = (median, p90) {
                            (svg::small("rg", &scale.range(median, p90)))
                        } }
                        td .nu { (shown(figure.p90)) }
                        td .nu .minor { (shown(figure.mean)) }
                    }
                } }
            }
        }
    };
    Some(frame(&Frame { title: charts.durations[0], below: charts.durations[1], is_full: true }, &body))
}

/// A row a channel: how much, how fast, and how that is against its targets.
pub fn channels(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let table = page.table("channels", "channels").filter(|table| has_values(table))?;
    if !is_by_one(table) {
        return None;
    }
    let table = &by_greatest(table, "conversations");
    let title = words.title(&table.name);
    let mut grid = PageTable::over(table, title.clone());
    grid.push(table, 0, words);
    if let Some(place) = main_place(table, "conversations") {
        grid.push(table, place, words);
        grid.push_bars(table, place, Role::First);
        push_change(&mut grid, table, "conversations", words);
    }
    push_known(&mut grid, table, &["answered", "first_response"], words);
    if let Some(place) = part_place(table, "first_response", Part::P90) {
        grid.push(table, place, words);
        grid.columns.iter_mut().last().into_iter().for_each(|column| column.is_minor = true);
    }
    if let Some(targets) = targets(table, words) {
        grid.push_drawings(html! { (charts.targets[0]) }, "", targets);
    }
    push_known(&mut grid, table, &["within_acceptable_rate", "late_rate", "satisfaction"], words);
    let body = html! { (key(&target_shares::key(words), KeySign::Box)) (grid.markup(words)) };
    Some(frame(&Frame { title: &title, below: charts.channels, is_full: true }, &body))
}

/// Adds the columns of figures that any row has; of how many ratings a mean is, stands beside it where it is known.
pub fn push_known(grid: &mut PageTable, table: &Table, figures: &[&str], words: &Words) {
    for figure in figures {
        let place = main_place(table, figure).filter(|&place| is_known(table, place));
        if let Some(place) = place {
            grid.push(table, place, words);
            let ratings = main_place(table, "ratings").filter(|_| *figure == "satisfaction");
            if let Some(ratings) = ratings {
                grid.count_last(table, ratings, words);
            }
        }
    }
}

/// Optimal, acceptable and late first responses of each row, side by side.
fn targets(table: &Table, words: &Words) -> Option<Vec<Markup>> {
    let drawn = target_shares::of_channels(table, words)?.into_iter().map(|parts| match parts {
        Some(parts) => svg::small("st", &bars::shares(&parts)),
        None => html! { span .no { (words.page.charts.no_target) } },
    });
    Some(drawn.collect())
}

/// The main figures of calls.
pub fn phone(page: &HtmlPage) -> Option<Markup> {
    single(page, "phone", "totals")
}

/// What the AI did.
pub fn ai(page: &HtmlPage) -> Option<Markup> {
    single(page, "ai", "totals")
}

/// What readers of articles did.
pub fn faq(page: &HtmlPage) -> Option<Markup> {
    single(page, "faq", "totals")
}

/// The figures of a section that has a single row, those without a value left out.
fn single(page: &HtmlPage, report: &str, section: &str) -> Option<Markup> {
    let table = page.table(report, section)?;
    (figures::is_single(table) && has_values(table))
        .then(|| list(page, table, page.words.page.charts.key_figures))
}

/// Figures one under the other, each with its change.
pub fn list(page: &HtmlPage, table: &Table, title: &str) -> Markup {
    let (words, row) = (page.words, &table.rows[0]);
    let mut known = figures::of(table);
    known.retain(|figure| row[figure.main] != Cell::Missing);
    let mut ranks: Vec<u8> = known.iter().map(|figure| table.columns[figure.main].importance).collect();
    ranks.sort_unstable();
    let last = ranks.get(LISTED - 1).copied().unwrap_or(u8::MAX);
    let (shown, rest): (Vec<ShownFigure>, Vec<ShownFigure>) =
        known.into_iter().partition(|figure| table.columns[figure.main].importance <= last);
    let more = words.cell(&Cell::Whole(signed(rest.len())), Unit::Count);
    let body = html! {
        (lines(table, &shown, words))
        @if !rest.is_empty() {
            details { summary { (filled(words.page.more_figures, &more)) } (lines(table, &rest, words)) }
        }
    };
    frame(&Frame { title, below: "", is_full: false }, &body)
}

/// A line a figure: name, value, change.
fn lines(table: &Table, figures: &[ShownFigure], words: &Words) -> Markup {
    let row = &table.rows[0];
    let is_compared = figures.iter().any(|figure| figure.change.is_some());
    let mut lines = Vec::new();
    for figure in figures {
        let column = &table.columns[figure.main];
        let change = figure.change.filter(|place| row[*place] != Cell::Missing);
        lines.push(html! {
            tr {
                th scope="row" { (words.label(column)) }
                td .nu .v { (words.cell(&row[figure.main], column.unit)) }
                @if is_compared {
                    td .nu { @if let Some(place) = change {
                        (cards::change(table, row, place, words))
                    } }
                }
            }
        });
    }
    html! { table .list { tbody { @for line in &lines { (line) } } } }
}

/// Whether any figure of a table says something: it is known, and no count of nothing.
pub fn has_values(table: &Table) -> bool {
    let figures = (0..table.columns.len()).filter(|&place| !table.columns[place].is_dimension());
    figures.into_iter().any(|place| is_known(table, place))
}

/// Whether any row has a value there that is not 0.
pub fn is_known(table: &Table, place: usize) -> bool {
    table.rows.iter().any(|row| row[place].amount().is_some_and(|amount| amount != 0.0))
}

/// Whether its rows are told apart by one dimension, which is no bucket.
pub fn is_by_one(table: &Table) -> bool {
    let dimensions: Vec<&str> = table
        .columns
        .iter()
        .filter(|column| column.is_dimension())
        .map(|column| column.figure.as_str())
        .collect();
    dimensions.len() == 1 && dimensions[0] != "bucket"
}
