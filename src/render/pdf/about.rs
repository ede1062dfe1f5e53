//! The last part: what the figures cover, what was left out, and what each of them means.

use super::paper::{Paper, Type, DARK, MARGIN, ROOM, SOFT};
use super::{open_chapter, open_section, prose};
use crate::fitting::signed;
use crate::render::page_words::ChapterName;
use crate::render::words::Words;
use crate::render::{escape, number};
use crate::report::{Cell, Input, Report, Unit};

/// Points that a name takes beside what it is.
const NAME: f32 = 130.0;
/// Kinds of problems at most.
const LISTED: usize = 50;
/// Terminal columns of a text of the input.
const TEXT: usize = 300;

/// Writes it.
pub fn write(paper: &mut Paper, report: &Report, words: &Words) {
    let about = &words.page.about;
    open_chapter(paper, words.chapter(ChapterName::About));
    open_section(paper, about.scope, 40.0);
    let scope = &report.scope;
    pair(paper, about.facets[0], &words.period(&scope.from, &scope.to));
    pair(paper, about.facets[1], &scope.tz);
    pair(paper, about.facets[2], &number::instant(&scope.as_of, &words.numbers));
    if let Some((from, to)) = &scope.compared_with {
        pair(paper, about.facets[3], &words.period(from, to));
    }
    for (dimension, values) in &scope.filters {
        pair(paper, about.facets[7], &format!("{dimension}: {}", values.join(", ")));
    }
    open_section(paper, about.rows[0], 40.0);
    rows(paper, &report.input, words);
    problems(paper, &report.input, words);
    if !report.definitions.is_empty() {
        open_section(paper, about.definitions, 40.0);
        for definition in &report.definitions {
            pair(paper, definition.label.of(words.language), words.language.of(&definition.about));
        }
    }
}

/// Rows found and used, by kind.
fn rows(paper: &mut Paper, input: &Input, words: &Words) {
    let about = &words.page.about;
    let count = |rows: u64| words.cell(&Cell::Whole(signed(rows)), Unit::Count);
    for (table, found) in &input.rows {
        let used = input.used.get(table).copied().unwrap_or(0);
        let told = format!("{} {} · {} {}", about.rows[2], count(*found), about.rows[3], count(used));
        pair(paper, &words.title(table), &told);
    }
}

/// Files and conversations left out, then every kind of trouble; what is merely worth a word is none.
fn problems(paper: &mut Paper, input: &Input, words: &Words) {
    let about = &words.page.about;
    let mut lines: Vec<(String, String)> = Vec::new();
    for file in &input.left_out {
        lines.push((words.title("left_out"), format!("{}: {}", file.file, words.problem(&file.what))));
    }
    for (reason, cases) in &input.excluded {
        lines.push((words.title("excluded"), format!("{}: {cases}", words.title(reason))));
    }
    for problem in input.problems.iter().filter(|problem| problem.outcome != "noted") {
        let table = if problem.table.is_empty() { String::new() } else { words.title(problem.table) };
        let place = [table.as_str(), problem.column.as_str(), problem.file.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|piece| !piece.is_empty()).collect();
        lines.push((
            words.title(problem.outcome),
            format!(
                "{} ({} {}; {})",
                words.problem(&problem.what),
                about.problems[4],
                problem.cases,
                place.join(" · ")
            ),
        ));
    }
    open_section(paper, about.problems[0], 30.0);
    if lines.is_empty() {
        prose(paper, about.no_problems, Type::plain(7.5, SOFT));
    }
    for (name, text) in lines.iter().take(LISTED) {
        pair(paper, name, text);
    }
}

/// A name and what it is, in as many lines as that needs.
fn pair(paper: &mut Paper, name: &str, text: &str) {
    let (soft, plain) = (Type::plain(7.5, SOFT), Type::plain(7.5, DARK));
    let names = paper.lines(&escape::visible(name), soft, NAME - 8.0);
    let texts = paper.lines(&escape::cut(&escape::visible(text), TEXT * 3), plain, ROOM - NAME);
    for line in 0..names.len().max(texts.len()) {
        paper.need(11.0);
        paper.y += 11.0;
        if let Some(name) = names.get(line) {
            paper.text((MARGIN, paper.y), name, soft);
        }
        if let Some(text) = texts.get(line) {
            paper.text((MARGIN + NAME, paper.y), text, plain);
        }
    }
    paper.y += 2.0;
}
