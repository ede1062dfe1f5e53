//! The main figures as cards: label, value, of how many, change with what was before, and how it went.

use super::{svg, HtmlPage};
use crate::render::chart::lines;
use crate::render::figures::{self, ShownFigure};
use crate::render::page_phrases::filled;
use crate::render::paint::Tone;
use crate::render::verdict::{Verdict, Way};
use crate::render::words::Words;
use crate::report::{Cell, Part, Table, Unit};
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
    let of_how_many = figure.of_how_many(table).map(|count| words.cell(&count, Unit::Count));
    html! {
        article .card .kpi {
            h3 { (label) }
            p .v {
                (shown(figure.main))
                @if let Some(count) = of_how_many { small { (words.count) " " (count) } }
            }
            @if let Some(place) = figure.change { (change(table, row, place, words)) }
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

/// The change at a place of a row with its arrow, and whether that is for the better; of few things it says nothing.
pub fn change(table: &Table, row: &[Cell], place: usize, words: &Words) -> Markup {
    let size = words.change_size(&row[place], table.columns[place].unit);
    let Some(verdict) = Verdict::of(table, row, place) else { return html! { p .change {} } };
    if row[place] == Cell::New {
        return html! { p .change { (size) } };
    }
    let said = match verdict.way {
        Way::Up => words.page.moved[0],
        Way::Down => words.page.moved[1],
        Way::Same => words.page.moved[2],
    };
    let is_better = match verdict.tone {
        Tone::Good => Some(true),
        Tone::Bad => Some(false),
        Tone::Plain | Tone::Muted => None,
    };
    html! {
        p .change .better[is_better == Some(true)] .worse[is_better == Some(false)] {
            span aria-hidden="true" { (verdict.way.arrow()) } " "
            span .vh { (said) " " }
            (size)
            @if let Some(is_better) = is_better {
                span .vh { " (" (words.page.judged[usize::from(!is_better)]) ")" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, ENGLISH};
    use crate::report::{Better, Theme};

    fn said(change: Cell, better: Better) -> String {
        let column = sample::figure(("late", "Late"), Unit::Count, Theme::Targets, 0);
        let columns = vec![column.clone(), crate::report::Column { better, ..column.change(Unit::Change) }];
        let table = sample::table("totals", columns, vec![vec![Cell::Whole(50), change]]);
        super::change(&table, &table.rows[0], 1, &ENGLISH).into_string()
    }

    #[test]
    fn a_change_is_coloured_by_its_own_direction() {
        let [more, less] = [0.25, -0.25].map(Cell::Number);
        assert!(said(more.clone(), Better::Up)
            .starts_with("<p class=\"change better\"><span aria-hidden=\"true\">▲"));
        assert!(said(more.clone(), Better::Down).contains("worse"));
        assert!(
            said(less.clone(), Better::Down).contains("▼") && said(less, Better::Down).contains("(better)")
        );
        assert!(!said(more, Better::Neither).contains("better"));
        assert!(said(Cell::Number(0.000_01), Better::Up).contains("=</span>"));
        assert_eq!(said(Cell::New, Better::Up), "<p class=\"change\">new</p>");
    }
}
