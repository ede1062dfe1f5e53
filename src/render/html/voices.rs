//! How good it was: stars, what people would say to others, how they sound, and the rest of quality.

use super::figure::{frame, key, pairs, Frame};
use super::parts::has_values;
use super::svg::{self, KeySign};
use super::{main_place, HtmlPage};
use crate::render::chart::bars::{self, Portion};
use crate::render::chart::{Role, Series};
use crate::render::figures;
use crate::render::page_phrases::filled;
use crate::render::words::Words;
use crate::report::{Cell, Table, Unit};
use maud::{html, Markup};

fn single<'p>(page: &'p HtmlPage, section: &str) -> Option<&'p Table> {
    page.table("quality", section).filter(|table| figures::is_single(table) && has_values(table))
}

/// The value of a figure as people read it; nothing where it has none.
fn shown(table: &Table, figure: &str, words: &Words) -> Option<String> {
    let place = main_place(table, figure)?;
    table.rows[0][place].amount().map(|_| words.cell(&table.rows[0][place], table.columns[place].unit))
}

fn amount(table: &Table, figure: &str) -> f64 {
    main_place(table, figure).and_then(|place| table.rows[0][place].amount()).unwrap_or(0.0)
}

/// Ratings by stars, and what else tells of quality.
pub fn stars(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let table = single(page, "quality")?;
    if amount(table, "ratings") == 0.0 {
        return None;
    }
    let counts = [5, 4, 3, 2, 1].map(|stars| (stars, amount(table, &format!("rating_{stars}"))));
    let all: f64 = counts.iter().map(|(_, count)| count).sum();
    let greatest = counts.iter().map(|(_, count)| *count).fold(0.0, f64::max);
    let number = |count: f64| words.cell(&Cell::Number(count), Unit::Count);
    let share = |count: f64| words.cell(&Cell::Number(count / all), Unit::Rate);
    let body = html! {
        @if all > 0.0 {
            table .stars {
                thead { tr { th .tx scope="col" { (charts.stars[1]) } th .nu scope="col" { (words.count) } td .dr {} td {} } }
                tbody { @for (stars, count) in counts {
                    tr {
                        th scope="row" { span aria-hidden="true" { (charts.stars[2].repeat(stars)) } span .vh { (stars) } }
                        td .nu { (number(count)) }
                        td .dr .wide { (svg::small("hb", &bars::bar(count, greatest, Role::First))) }
                        td .nu { (share(count)) }
                    }
                } }
            }
        }
    };
    let below: Vec<String> = ["satisfaction", "csat_rate"]
        .iter()
        .filter_map(|figure| {
            Some(format!("{} {}", name(table, figure, words)?, shown(table, figure, words)?))
        })
        .collect();
    Some(frame(&Frame { title: charts.stars[0], below: &below.join(" · "), is_full: false }, &body))
}

fn name(table: &Table, figure: &str, words: &Words) -> Option<String> {
    main_place(table, figure).map(|place| words.label(&table.columns[place]))
}

/// The figures that are neither stars nor made of them.
fn others(table: &Table, words: &Words) -> Vec<(String, Markup)> {
    let mut others = Vec::new();
    for figure in figures::of(table) {
        let column = &table.columns[figure.main];
        let is_above = column.figure.starts_with("rating_")
            || ["satisfaction", "csat_rate"].contains(&column.figure.as_str());
        if !is_above && table.rows[0][figure.main].amount().is_some_and(|amount| amount != 0.0) {
            let value = words.cell(&table.rows[0][figure.main], column.unit);
            others.push((words.label(column), html! { (value) }));
        }
    }
    others
}

/// Parts of a whole: their figures, names and what they stand for.
struct Voices<'a> {
    names: &'a [&'static str],
    figures: [&'static str; 3],
}

impl Voices<'_> {
    const ROLES: [Role; 3] = [Role::Third, Role::Neutral, Role::Second];

    /// The bar and its key, with the number of each part.
    fn drawn(&self, table: &Table, words: &Words) -> Markup {
        let (mut portions, mut series) = (Vec::new(), Vec::new());
        for ((figure, name), role) in self.figures.iter().zip(self.names).zip(Voices::ROLES) {
            let amount = amount(table, figure);
            let name = format!("{name} {}", words.cell(&Cell::Number(amount), Unit::Count));
            portions.push(Portion { says: name.clone(), amount, role });
            series.push(Series { name, values: Vec::new(), role });
        }
        html! { (svg::small("st", &bars::shares(&portions))) (key(&series, KeySign::Box)) }
    }
}

/// What people would say to others, and how they sound.
pub fn voices(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let (nps, sentiment) = (single(page, "nps"), single(page, "sentiment"));
    let others = single(page, "quality").map(|table| others(table, words)).unwrap_or_default();
    if nps.is_none() && sentiment.is_none() && others.is_empty() {
        return None;
    }
    let of_nps = Voices { names: &charts.nps, figures: ["nps_promoters", "nps_passives", "nps_detractors"] };
    let of_messages = Voices {
        names: &charts.sentiment[1..],
        figures: ["sentiment_positive", "sentiment_neutral", "sentiment_negative"],
    };
    let body = html! {
        @if let Some(table) = nps {
            h4 {
                (words.title(&table.name)) " " b { (shown(table, "nps", words).unwrap_or_default()) }
                span .n { (filled(charts.answers, &shown(table, "nps_n", words).unwrap_or_default())) }
            }
            (of_nps.drawn(table, words))
        }
        @if let Some(table) = sentiment {
            h4 {
                (charts.sentiment[0]) " "
                @if let (Some(name), Some(count)) =
                    (name(table, "sentiment_unscored", words), shown(table, "sentiment_unscored", words)) {
                    span .n { (name) ": " (count) }
                }
            }
            (of_messages.drawn(table, words))
        }
        (pairs("counts", &others))
    };
    let is_voiced = nps.is_some() || sentiment.is_some();
    let title = if is_voiced { charts.voices } else { charts.key_figures };
    Some(frame(&Frame { title, below: "", is_full: false }, &body))
}

/// What the inactivity protection did, if anything.
pub fn inactivity(page: &HtmlPage) -> Option<Markup> {
    let table = page.table("quality", "inactivity").filter(|table| has_values(table))?;
    (table.columns.iter().filter(|column| column.is_dimension()).count() == 1)
        .then(|| super::parts::counted(page, table, "inactivity_actions"))
}
