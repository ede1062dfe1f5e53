//! One page to forward: a file that loads nothing, is read without script, and is sharp from a phone to A4.

mod about;
mod cards;
mod chapters;
mod charts;
mod csp;
mod figure;
mod grid;
mod parts;
mod people;
mod plain;
mod svg;
mod voices;

use super::followed::Followed;
use super::words::Words;
use super::{Manuscript, WriteReport};
use crate::report::{Column, Part, Report, Table, Versus};
use chapters::Drawn;
use maud::{html, Markup, PreEscaped, DOCTYPE};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{self, Write};

/// The bytes that the policy knows by their hashes; no other text is put in as it stands.
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Where the scope says what places figures: that each counts at its own moment goes without saying here.
const ANCHOR: usize = 2;

/// What a page is made from.
struct HtmlPage<'a> {
    report: &'a Report,
    tables: Vec<PageSection<'a>>,
    /// How agents are followed over the period, if they are.
    followed: OnceCell<Option<Followed>>,
    words: &'static Words,
    /// Whether every column is shown that there is, as it was asked for.
    all_columns: bool,
}

/// A section, of which only those rows are made that the page shows or is drawn by.
struct PageSection<'a> {
    whole: &'a Table,
    excerpt: OnceCell<Cow<'a, Table>>,
}

impl PageSection<'_> {
    fn table(&self) -> &Table {
        self.excerpt.get_or_init(|| self.whole.excerpt(grid::MOST))
    }
}

/// Writes the page.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, style } = manuscript;
    let sections = sections.iter().map(|whole| PageSection { whole, excerpt: OnceCell::new() });
    let page = HtmlPage {
        report,
        tables: sections.collect(),
        followed: OnceCell::new(),
        words: style.words,
        all_columns: style.all_columns,
    };
    out.write_all(page.markup().into_string().as_bytes())?;
    Ok(WriteReport::default())
}

impl HtmlPage<'_> {
    fn markup(&self) -> Markup {
        let words = self.words;
        let chapters = chapters::of(self);
        let title = self.words.title(&self.report.name);
        let period = words.period_in_full(&self.report.scope.from, &self.report.scope.to);
        let name = format!("{title}, {period}");
        html! {
            (DOCTYPE)
            html lang=(words.language.name()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(csp::policy(STYLE, SCRIPT));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content="insights";
                    title { (name) }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    @if let Some(first) = chapters.first() {
                        a .skip href={ "#" (first.id) } { (words.page.skip) }
                    }
                    (self.header(&title, &period))
                    (links(&chapters, words))
                    main { @for chapter in &chapters { (chapter.markup()) } }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    /// Whether it is made of several reports.
    fn is_document(&self) -> bool {
        self.tables.iter().any(|section| section.whole.report.is_some())
    }

    fn header(&self, title: &str, period: &str) -> Markup {
        let mut pieces = self.words.scope(&self.report.scope);
        if self.report.scope.anchor == "event" && pieces.len() > ANCHOR {
            pieces.remove(ANCHOR);
        }
        html! {
            header {
                div {
                    h1 { (title) }
                    p .period { (period) }
                    p .scope { (pieces.get(1..).unwrap_or_default().join(" · ")) }
                }
                button type="button" #theme hidden { (self.words.page.theme) }
            }
        }
    }

    /// The report that a table belongs to.
    fn report_of<'t>(&'t self, table: &'t Table) -> &'t str {
        table.report.unwrap_or(&self.report.name)
    }

    /// The section of a report, if the page has it.
    fn table(&self, report: &str, section: &str) -> Option<&Table> {
        let is_it = |table: &Table| table.name == section && self.report_of(table) == report;
        self.tables.iter().find(|section| is_it(section.whole)).map(PageSection::table)
    }

    /// How the agents of a table went over the period.
    fn followed(&self, agents: &Table) -> Option<&Followed> {
        self.followed.get_or_init(|| Followed::of(self.report, agents.rows.iter(), self.words)).as_ref()
    }
}

/// Links to the chapters; one alone needs none.
fn links(chapters: &[Drawn], words: &Words) -> Markup {
    html! {
        @if chapters.len() > 1 {
            nav aria-label=(words.page.sections) {
                @for chapter in chapters { a href={ "#" (chapter.id) } { (chapter.title) } }
            }
        }
    }
}

/// The place of a figure's own number or median.
fn main_place(table: &Table, figure: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.figure == figure && column.is_main())
}

/// The place of a part of a figure.
fn part_place(table: &Table, figure: &str, part: Part) -> Option<usize> {
    let is_it =
        |column: &Column| column.figure == figure && column.part == part && column.versus == Versus::Now;
    table.columns.iter().position(is_it)
}

/// The place of what the main number of a figure is set against.
fn versus_place(table: &Table, figure: &str, versus: Versus) -> Option<usize> {
    let is_it = |column: &Column| {
        column.figure == figure && column.versus == versus && matches!(column.part, Part::Own | Part::Median)
    };
    table.columns.iter().position(is_it)
}

#[cfg(test)]
mod tests;
