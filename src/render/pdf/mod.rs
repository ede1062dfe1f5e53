//! The report as a document of A4 pages: cards, charts and tables, with a font of its own so that every name can be read.

mod about;
mod agents;
mod cards;
mod draw;
mod face;
mod grid;
mod paper;
mod plots;

use super::figures::is_single;
use super::heatmap::HeatMap;
use super::page_phrases::filled;
use super::page_words::ChapterName;
use super::ranked::{by_greatest, ranked_by};
use super::target_shares;
use super::words::Words;
use super::{Manuscript, WriteReport};
use crate::report::{Column, Report, Table};
use flate2::write::ZlibEncoder;
use flate2::Compression;
use grid::PaperGrid;
use paper::{Paper, Type, DARK, MARGIN, ROOM, SOFT};
use std::borrow::Cow;
use std::io::{self, Write};

/// The title of the document.
const TITLE: Type = Type::bold(19.0);
/// The title of a report in it.
const CHAPTER: Type = Type::bold(14.0);
/// The title of a section.
pub const HEADING: Type = Type::bold(10.0);
/// Small print.
const SMALL: Type = Type::plain(7.5, SOFT);
/// Points that a chapter needs to begin on a page: its title and a week hour by hour, the tallest thing it begins with.
const CHAPTER_ROOM: f32 = 210.0;
/// A section with a row a stretch of time, which charts are drawn from.
const OVER_TIME: &str = "over_time";
/// Rows of a table at most.
const MOST_ROWS: usize = 400;

/// Writes the document.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, style } = manuscript;
    let words = style.words;
    let mut paper = Paper::new()?;
    let is_document = sections.iter().any(|table| table.report.is_some());
    let title = words.title(&report.name);
    let period = words.period(&report.scope.from, &report.scope.to);
    head(&mut paper, &title, report, words);
    let mut chapter = None;
    for table in sections {
        if is_document && chapter != table.report {
            chapter = table.report;
            open_chapter(&mut paper, &chapter_title(table.report.unwrap_or(&report.name), words));
        }
        // A section that is all there is of its report needs no second title.
        let own = words.title(&table.name);
        let is_named = is_document && chapter.is_some_and(|name| words.title(name) == own);
        let cards = beside(sections, table, "totals").filter(|totals| is_single(totals));
        // Charts stand below the cards of their report.
        if table.name == OVER_TIME && cards.is_some() {
            continue;
        }
        let charts = cards.filter(|cards| cards.name == table.name);
        let charts = charts.and_then(|cards| beside(sections, cards, OVER_TIME));
        // What is drawn from all rows is told by charts alone.
        let table = if table.name == OVER_TIME { Cow::Borrowed(*table) } else { table.excerpt(MOST_ROWS) };
        write_section(&mut paper, (&table, charts), if is_named { "" } else { &own }, words);
        if table.report == Some("agents") && table.name == "agents" {
            agents::each(&mut paper, &table, report, words);
        }
    }
    about::write(&mut paper, report, words);
    out.write_all(&paper.finish(&format!("{title} · {period}"))?)?;
    Ok(WriteReport::default())
}

/// The section of that name of the same report of a document.
fn beside<'t>(sections: &[&'t Table], table: &Table, name: &str) -> Option<&'t Table> {
    let is_beside = |other: &&Table| other.report.is_some() && other.report == table.report;
    sections.iter().copied().find(|other| is_beside(other) && other.name == name)
}

/// Bytes packed as streams of the document are.
fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Title, period and scope.
fn head(paper: &mut Paper, title: &str, report: &Report, words: &Words) {
    paper.y += TITLE.size;
    paper.text((MARGIN, paper.y), title, TITLE);
    paper.y += 18.0;
    let pieces = words.scope(&report.scope);
    let (period, rest) = pieces.split_at(pieces.len().min(1));
    paper.text((MARGIN, paper.y), &period.concat(), Type::plain(11.0, DARK));
    paper.y += 4.0;
    prose(paper, &rest.join(" · "), SMALL);
    paper.y += 12.0;
}

/// What the page calls the chapter of that report.
fn chapter_title(report: &str, words: &Words) -> String {
    let chapter = match report {
        "summary" => ChapterName::Overview,
        "channels" => ChapterName::Channels,
        "agents" => ChapterName::Agents,
        "tags" => ChapterName::Tags,
        "times" => ChapterName::When,
        "quality" => ChapterName::Quality,
        "phone" => ChapterName::Phone,
        "ai" => ChapterName::Ai,
        "faq" => ChapterName::Faq,
        other => return words.title(other),
    };
    words.chapter(chapter).to_owned()
}

/// A text in as many lines as it needs.
fn prose(paper: &mut Paper, text: &str, style: Type) {
    for line in paper.lines(text, style, ROOM) {
        paper.need(style.size * 1.4);
        paper.y += style.size * 1.4;
        paper.text((MARGIN, paper.y), &line, style);
    }
}

fn open_chapter(paper: &mut Paper, title: &str) {
    paper.y += 10.0;
    paper.need(CHAPTER_ROOM);
    paper.y += CHAPTER.size;
    paper.text((MARGIN, paper.y), title, CHAPTER);
    paper.y += 10.0;
}

/// The title of a section, on the page where its first lines stand.
fn open_section(paper: &mut Paper, title: &str, first: f32) {
    paper.need(first + 30.0);
    if title.is_empty() {
        return;
    }
    paper.y += HEADING.size + 8.0;
    paper.text((MARGIN, paper.y), title, HEADING);
    paper.y += 8.0;
}

/// What suits the section: cards with charts of the same report, the week, charts with their table, or a table.
fn write_section(
    paper: &mut Paper,
    (table, charts): (&Table, Option<&Table>),
    title: &str,
    words: &'static Words,
) {
    if is_single(table) {
        open_section(paper, title, 60.0);
        let others = cards::write(paper, table, words);
        if let Some(charts) = charts.filter(|charts| plots::is_over_time(charts)) {
            open_section(paper, "", 150.0);
            plots::timelines(paper, (charts, Some(table)), words);
        }
        if !others.is_empty() {
            PaperGrid::of_figures(paper, table, &others, words).write(paper, usize::MAX);
        }
    } else if let Some(map) = HeatMap::of(table).filter(|map| map.greatest() > 0.0) {
        open_section(paper, title, 140.0);
        plots::week(paper, &map, words);
    } else {
        let is_over_time = plots::is_over_time(table);
        if is_over_time {
            open_section(paper, title, 150.0);
            plots::timelines(paper, (table, None), words);
        }
        // What only charts are drawn from is told by them.
        if table.name != OVER_TIME {
            write_table(paper, table, if is_over_time { "" } else { title }, words);
        }
    }
    if let Some(coverage) = table.coverage {
        prose(paper, &words.coverage(coverage), SMALL);
    }
}

fn write_table(paper: &mut Paper, table: &Table, title: &str, words: &Words) {
    let by = table.report.and_then(|_| ranked_by(&table.name));
    let ranked = by.filter(|_| !table.aside.groups.is_empty()).map(|by| by_greatest(table, by));
    let table = ranked.as_ref().unwrap_or(table);
    let grid = PaperGrid::of(paper, table, words);
    open_section(paper, title, grid.beginning());
    if table.rows.is_empty() {
        return prose(paper, words.no_rows, SMALL);
    }
    if target_shares::of_channels(table, words).is_some() {
        plots::key(paper, (MARGIN, paper.y + 5.0), &target_shares::key(words), true);
        paper.y += 12.0;
    }
    grid.write(paper, MOST_ROWS);
    let more = table.row_count().saturating_sub(MOST_ROWS);
    if more > 0 {
        prose(paper, &filled(words.page.left_out_rows, &more.to_string()), SMALL);
    }
}

/// Whether people look for the column first: a figure's own number or its median.
fn is_first(column: &Column) -> bool {
    !column.is_dimension() && column.is_main()
}

#[cfg(test)]
mod tests;
