//! Agents: a row each with how every day went, and a small drawing each on one scale.

use super::figure::{frame, Frame};
use super::grid::PageTable;
use super::parts::{has_values, is_by_one, push_known};
use super::{main_place, svg, HtmlPage};
use crate::render::chart::{lines, Role};
use crate::render::escape;
use crate::render::followed::{busiest, Followed, FOLLOWED};
use crate::render::page_phrases::filled;
use crate::render::ranked::by_greatest;
use crate::report::{Cell, Table, Unit};
use maud::{html, Markup};

/// Agents with a drawing of their own below the table.
const DRAWN: usize = 20;
/// Terminal columns of a name above a drawing.
const NAME: usize = 40;
/// The columns of an agent over the period, up to the greatest of all or of its own.
fn drawn(followed: &Followed, name: &Cell, greatest: Option<f64>) -> Markup {
    let Some(values) = followed.values(name) else { return html! {} };
    let own = values.iter().flatten().copied().fold(0.0, f64::max);
    svg::small("spk", &lines::columns(values, greatest.unwrap_or(own), Role::First))
}

fn of_agents<'p>(page: &'p HtmlPage) -> Option<&'p Table> {
    page.table("agents", "agents").filter(|table| has_values(table) && is_by_one(table))
}

/// A row an agent, the team and the total in the foot.
pub fn agents(page: &HtmlPage) -> Option<Markup> {
    let words = page.words;
    let all = of_agents(page)?;
    let table = &by_greatest(all, FOLLOWED);
    let title = words.title(&table.name);
    let mut grid = PageTable::over(table, title.clone());
    grid.push(table, 0, words);
    if let Some(place) = main_place(table, FOLLOWED) {
        grid.push(table, place, words);
        grid.push_bars(table, place, Role::First);
    }
    let figures = [
        "replies",
        "closed",
        "first_response",
        "response",
        "resolution",
        "satisfaction",
        "fcr_rate",
        "within_acceptable_rate",
    ];
    push_known(&mut grid, table, &figures, words);
    if let Some(followed) = page.followed(all) {
        let drawings = table.rows.iter().map(|row| drawn(followed, &row[0], None)).collect();
        grid.push_drawings(html! { (followed.label) }, "slim", drawings);
        grid.columns.iter_mut().last().into_iter().for_each(|column| column.is_minor = true);
    }
    Some(frame(&Frame { title: &title, below: words.page.charts.agents, is_full: true }, &grid.markup(words)))
}

/// How it went for each of the busiest agents, on one scale.
pub fn each(page: &HtmlPage) -> Option<Markup> {
    let (words, charts) = (page.words, &page.words.page.charts);
    let table = of_agents(page)?;
    let followed = page.followed(table)?;
    let place = main_place(table, FOLLOWED)?;
    let greatest = followed.greatest;
    let mut drawings = Vec::new();
    for row in busiest(table, DRAWN) {
        let name = words.cell(&row[0], Unit::Text);
        let total = words.cell(&row[place], Unit::Count);
        drawings.push(html! {
            div {
                h4 { (escape::cut(&name, NAME)) " " span .n { (total) } }
                (drawn(followed, &row[0], Some(greatest)))
            }
        });
    }
    if drawings.len() < 2 {
        return None;
    }
    let title = filled(charts.each_agent[0], &followed.label);
    let below = filled(charts.each_agent[1], &words.cell(&Cell::Number(greatest), Unit::Count));
    let body = html! { div .minis { @for one in &drawings { (one) } } };
    Some(frame(&Frame { title: &title, below: &below, is_full: true }, &body))
}
