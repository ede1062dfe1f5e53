//! The main figures as cards: label, value, of how many, change with what was before, and how it went.

use super::{svg, HtmlPage};
use crate::render::chart::lines;
use crate::render::figures::{self, ShownFigure};
use crate::render::page_phrases::filled;
use crate::render::words::Words;
use crate::report::{Better, Cell, Part, Table, Unit};
use maud::{html, Markup};

/// Cards of an overview.
const CARDS: usize = 12;

/// The overview: the figures that head the summary, then the most important of those that have a value.
pub fn overview(page: &HtmlPage) -> Option<Markup> {
    let table = page.table("summary", "totals").filter(|table| figures::is_single(table))?;
    let cards = cards(table, page.words, CARDS);
    (!cards.is_empty()).then(|| html! { div .cards .full { @for card in &cards { (card) } } })
}

/// A card a figure: the headline first, then by importance.
pub fn cards(table: &Table, words: &Words, most: usize) -> Vec<Markup> {
    let all = figures::of(table);
    let is_head = |figure: &&ShownFigure| table.headline.contains(&table.columns[figure.main].figure);
    let mut heading: Vec<&ShownFigure> = all.iter().filter(is_head).collect();
    heading.sort_by_key(|figure| {
        let id = &table.columns[figure.main].figure;
        table.headline.iter().position(|head| head == id)
    });
    let mut others: Vec<&ShownFigure> = all.iter().filter(|figure| !is_head(figure)).collect();
    others.sort_by_key(|figure| table.columns[figure.main].importance);
    heading.extend(others);
    heading.retain(|figure| table.rows[0][figure.main] != Cell::Missing);
    heading.truncate(most);
    heading.into_iter().map(|figure| card(table, figure, words)).collect()
}

fn card(table: &Table, figure: &ShownFigure, words: &Words) -> Markup {
    let (row, column) = (&table.rows[0], &table.columns[figure.main]);
    let shown = |place: usize| words.cell(&row[place], table.columns[place].unit);
    let label = if column.part == Part::Median { words.heading(column) } else { words.label(column) };
    let trend = table.trends.iter().find(|trend| trend.figure == column.figure);
    let of_how_many = figure.count.filter(|_| column.part == Part::Median);
    html! {
        article .card .kpi {
            h3 { (label) }
            p .v {
                (shown(figure.main))
                @if let Some(count) = of_how_many { small { (words.count) " " (shown(count)) } }
            }
            @if let Some(place) = figure.change { (change(&row[place], table.columns[place].unit, column.better, words)) }
            @if let Some(place) = figure.previous.filter(|place| row[*place] != Cell::Missing) {
                p .was { (filled(words.page.was, &shown(place))) }
            }
            @if let Some(trend) = trend {
                (svg::small("spk", &lines::spark(&trend.values, starts_at_zero(column.unit))))
            }
        }
    }
}

/// Counts and rates stand on 0; a line of durations or scores may start elsewhere.
fn starts_at_zero(unit: Unit) -> bool {
    matches!(unit, Unit::Count | Unit::Rate | Unit::Money | Unit::Ratio)
}

/// A change with its arrow, and whether that is for the better.
pub fn change(cell: &Cell, unit: Unit, better: Better, words: &Words) -> Markup {
    let shown = words.cell(cell, unit);
    let Some(amount) = cell.amount() else {
        return html! { @if *cell == Cell::New { p .change { (shown) } } @else { p .change {} } };
    };
    // What rounds to nothing has moved nowhere.
    let is_still = !shown.contains(|digit: char| ('1'..='9').contains(&digit));
    let (arrow, said) = match (is_still, amount > 0.0) {
        (true, _) => ("=", words.page.moved[2]),
        (false, true) => ("▲", words.page.moved[0]),
        (false, false) => ("▼", words.page.moved[1]),
    };
    let is_better = match better {
        Better::Neither => None,
        Better::Up | Better::Down if is_still => None,
        Better::Up => Some(amount > 0.0),
        Better::Down => Some(amount < 0.0),
    };
    html! {
        p .change .better[is_better == Some(true)] .worse[is_better == Some(false)] {
            span aria-hidden="true" { (arrow) } " "
            span .vh { (said) " " }
            (shown.trim_start_matches(['+', '−']))
            @if let Some(is_better) = is_better {
                span .vh { " (" (words.page.judged[usize::from(!is_better)]) ")" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::ENGLISH;

    #[test]
    fn a_change_is_coloured_by_its_own_direction() {
        let said =
            |amount: f64, better| change(&Cell::Number(amount), Unit::Change, better, &ENGLISH).into_string();
        assert!(said(0.25, Better::Up)
            .starts_with("<p class=\"change better\"><span aria-hidden=\"true\">▲</span>"));
        assert!(said(0.25, Better::Down).contains("worse"));
        assert!(said(-0.25, Better::Down).contains("▼") && said(-0.25, Better::Down).contains("(better)"));
        assert!(!said(0.25, Better::Neither).contains("better"));
        assert!(said(0.000_01, Better::Up).contains("=</span>"), "{}", said(0.000_01, Better::Up));
        let new = change(&Cell::New, Unit::Change, Better::Up, &ENGLISH).into_string();
        assert_eq!(new, "<p class=\"change\">new</p>");
    }
}
