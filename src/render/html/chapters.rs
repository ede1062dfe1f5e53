//! Which chapters a page has, and what stands in each: an entry a chapter.

use super::{about, cards, charts, parts, people, plain, voices, HtmlPage};
use crate::render::page_words::ChapterName;
use crate::report::Table;
use maud::{html, Markup};

/// One chapter of the document.
struct Chapter {
    name: ChapterName,
    /// Where links lead.
    id: &'static str,
    /// The report that its sections belong to.
    report: &'static str,
    /// What it shows, in order.
    parts: &'static [ChapterPart],
}

/// One block of a chapter; nothing where there are no data.
struct ChapterPart {
    /// The sections that it shows, each with its report.
    sections: &'static [(&'static str, &'static str)],
    draw: fn(&HtmlPage) -> Option<Markup>,
}

const fn part(
    sections: &'static [(&'static str, &'static str)],
    draw: fn(&HtmlPage) -> Option<Markup>,
) -> ChapterPart {
    ChapterPart { sections, draw }
}

static CHAPTERS: &[Chapter] = &[
    Chapter {
        name: ChapterName::Overview,
        id: "overview",
        report: "summary",
        parts: &[
            part(&[("summary", "totals")], cards::overview),
            part(&[("summary", "over_time")], charts::conversations),
            part(&[("summary", "over_time")], charts::messages),
            part(&[("summary", "over_time")], charts::customers),
            part(&[("summary", "over_time")], charts::rating),
            part(&[("summary", "top_tags")], parts::tags),
            part(&[("times", "first_response_groups")], parts::groups),
        ],
    },
    Chapter {
        name: ChapterName::Speed,
        id: "speed",
        report: "summary",
        parts: &[part(&[], parts::durations)],
    },
    Chapter {
        name: ChapterName::Channels,
        id: "channels",
        report: "channels",
        parts: &[part(&[("channels", "channels")], parts::channels)],
    },
    Chapter {
        name: ChapterName::Agents,
        id: "agents",
        report: "agents",
        parts: &[
            part(&[("agents", "agents")], people::agents),
            part(&[("agents", "over_time")], people::each),
        ],
    },
    Chapter {
        name: ChapterName::When,
        id: "times",
        report: "times",
        parts: &[
            part(&[("times", "heatmap")], charts::week),
            part(&[("times", "first_response_groups")], parts::groups_here),
        ],
    },
    Chapter {
        name: ChapterName::Quality,
        id: "quality",
        report: "quality",
        parts: &[
            part(&[("quality", "quality")], voices::stars),
            part(&[("quality", "nps"), ("quality", "sentiment"), ("quality", "quality")], voices::voices),
            part(&[("quality", "inactivity")], voices::inactivity),
        ],
    },
    Chapter {
        name: ChapterName::Phone,
        id: "phone",
        report: "phone",
        parts: &[part(&[("phone", "totals")], parts::phone), part(&[("phone", "hours")], charts::calls)],
    },
    Chapter {
        name: ChapterName::Ai,
        id: "ai",
        report: "ai",
        parts: &[part(&[("ai", "over_time")], charts::outcome), part(&[("ai", "totals")], parts::ai)],
    },
    Chapter {
        name: ChapterName::Faq,
        id: "faq",
        report: "faq",
        parts: &[part(&[("faq", "totals")], parts::faq)],
    },
];

/// A chapter as it stands on the page.
pub struct Drawn {
    /// Where links lead.
    pub id: String,
    /// Its title.
    pub title: String,
    blocks: Vec<Markup>,
}

impl Drawn {
    /// The chapter.
    pub fn markup(&self) -> Markup {
        html! {
            section id=(self.id) {
                h2 { (self.title) }
                div .blocks { @for block in &self.blocks { (block) } }
            }
        }
    }
}

/// The chapters that have something to show, those of sections nobody knows plain, what all stands on last.
pub fn of(page: &HtmlPage) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for chapter in CHAPTERS {
        let mut blocks = Vec::new();
        for part in chapter.parts {
            let Some(block) = (part.draw)(page) else { continue };
            blocks.push(block);
            shown.extend(part.sections);
        }
        if !blocks.is_empty() {
            let title = page.words.chapter(chapter.name).to_owned();
            drawn.push(Drawn { id: chapter.id.to_owned(), title, blocks });
        }
    }
    for section in &page.tables {
        if !shown.contains(&(page.report_of(section.whole), section.whole.name.as_str())) {
            add_plain(page, section.table(), &mut drawn);
        }
    }
    let title = page.words.chapter(ChapterName::About).to_owned();
    drawn.push(Drawn { id: "about".to_owned(), title, blocks: about::blocks(page) });
    drawn
}

/// Adds a section to the last chapter of its report, or to a new one.
fn add_plain(page: &HtmlPage, table: &Table, drawn: &mut Vec<Drawn>) {
    let Some(block) = plain::block(page, table) else { return };
    let report = page.report_of(table);
    let known = CHAPTERS.iter().filter(|chapter| chapter.report == report).map(|chapter| chapter.id);
    let ids: Vec<&str> = known.chain([report]).collect();
    if let Some(chapter) = drawn.iter_mut().rev().find(|chapter| ids.contains(&chapter.id.as_str())) {
        chapter.blocks.push(block);
    } else {
        let title = chapter_title(page, report);
        drawn.push(Drawn { id: ids[0].to_owned(), title, blocks: vec![block] });
    }
}

fn chapter_title(page: &HtmlPage, report: &str) -> String {
    let known = CHAPTERS.iter().find(|chapter| chapter.report == report);
    match known {
        Some(chapter) => page.words.chapter(chapter.name).to_owned(),
        None if report == "tags" => page.words.chapter(ChapterName::Tags).to_owned(),
        None => page.words.title(report),
    }
}
