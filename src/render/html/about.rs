//! What the figures stand on: scope, rows read, what was left out or repaired, and what each figure means.

use super::figure::{frame, pairs, Frame};
use super::HtmlPage;
use crate::fitting::signed;
use crate::render::escape;
use crate::render::number;
use crate::render::page_phrases::filled;
use crate::render::words::Words;
use crate::report::{Cell, Input, Unit};
use maud::{html, Markup};

/// Kinds of problems that are listed; how many more there are is said.
const LISTED: usize = 50;
/// Terminal columns of a text of the input.
const TEXT: usize = 200;

/// The blocks of the last chapter.
pub fn blocks(page: &HtmlPage) -> Vec<Markup> {
    let mut blocks = vec![scope(page), rows(page), problems(page)];
    blocks.extend(definitions(page));
    let version = env!("CARGO_PKG_VERSION");
    blocks.push(html! { p .fine .full { (filled(page.words.page.about.made_by, version)) } });
    blocks
}

fn scope(page: &HtmlPage) -> Markup {
    let (words, about, scope) = (page.words, &page.words.page.about, &page.report.scope);
    let visible = |text: &str| escape::visible(text).into_owned();
    let mut facets: Vec<(usize, String)> = vec![
        (0, words.period(&scope.from, &scope.to)),
        (1, visible(&scope.tz)),
        (2, number::instant(&scope.as_of, &words.numbers)),
    ];
    facets.extend(scope.compared_with.as_ref().map(|(from, to)| (3, words.period(from, to))));
    facets.push((4, visible(&words.counted_at(scope))));
    facets.push((5, visible(&words.clock(scope))));
    facets.push((6, visible(&words.first_weekday(scope))));
    for (dimension, values) in &scope.filters {
        facets.push((7, visible(&format!("{dimension}: {}", values.join(", ")))));
    }
    let mut listed: Vec<(String, Markup)> = Vec::new();
    for (name, value) in facets {
        listed.push((about.facets[name].to_owned(), html! { (escape::cut(&value, TEXT)) }));
    }
    for export in &page.report.input.exports {
        let pieces = words.export(export);
        let (name, rest) =
            pieces.split_first().map(|(name, rest)| (name.clone(), rest.join(" · "))).unwrap_or_default();
        listed.push((escape::cut(&name, TEXT).into_owned(), html! { (rest) }));
    }
    frame(&Frame { title: about.scope, below: "", is_full: false }, &pairs("", &listed))
}

fn rows(page: &HtmlPage) -> Markup {
    let (words, about, input) = (page.words, &page.words.page.about, &page.report.input);
    let count = |rows: u64| words.cell(&Cell::Whole(signed(rows)), Unit::Count);
    let of = |counts: &std::collections::BTreeMap<&'static str, u64>, table: &str| {
        counts.get(table).copied().unwrap_or(0)
    };
    let body = html! {
        div .tw tabindex="0" role="region" aria-label=(about.rows[0]) {
            table {
                thead { tr {
                    th .tx scope="col" { (about.rows[1]) }
                    @for head in &about.rows[2..] { th .nu scope="col" { (head) } }
                } }
                tbody { @for (&table, &found) in &input.rows {
                    tr {
                        th scope="row" { (words.title(table)) }
                        td .nu { (count(found)) }
                        td .nu { (count(of(&input.used, table))) }
                        td .nu { (count(of(&input.duplicates, table) + of(&input.rejected, table))) }
                    }
                } }
            }
        }
    };
    frame(&Frame { title: about.rows[0], below: "", is_full: false }, &body)
}

fn problems(page: &HtmlPage) -> Markup {
    let (words, about) = (page.words, &page.words.page.about);
    let lines = lines(&page.report.input, words);
    let more = lines.len().saturating_sub(LISTED);
    let body = html! {
        @if lines.is_empty() { p .fine { (about.no_problems) } }
        @else {
            div .tw tabindex="0" role="region" aria-label=(about.problems[0]) {
                table {
                    thead { tr { @for head in &about.problems[1..4] { th .tx scope="col" { (head) } } th .nu scope="col" { (about.problems[4]) } } }
                    tbody { @for line in lines.iter().take(LISTED) {
                        tr {
                            th scope="row" { (line[0]) }
                            td .tx { (line[1]) }
                            td .tx { (line[2]) }
                            td .nu { (line[3]) }
                        }
                    } }
                }
            }
            @if more > 0 { p .fine { (filled(words.page.left_out_rows, &more.to_string())) } }
        }
    };
    frame(&Frame { title: about.problems[0], below: "", is_full: true }, &body)
}

/// Inputs and conversations left out, then every kind of trouble; what is merely worth a word is none.
fn lines(input: &Input, words: &Words) -> Vec<[String; 4]> {
    let shown = |text: &str| escape::cut(&escape::visible(text), TEXT).into_owned();
    let count = |cases: u64| words.cell(&Cell::Whole(signed(cases)), Unit::Count);
    let mut lines = Vec::new();
    for file in &input.left_out {
        lines.push([
            words.title("left_out"),
            shown(words.problem(&file.what)),
            shown(&file.file),
            String::new(),
        ]);
    }
    for (reason, &cases) in &input.excluded {
        lines.push([
            words.title("excluded"),
            words.title(reason),
            words.title("conversations"),
            count(cases),
        ]);
    }
    for problem in input.problems.iter().filter(|problem| problem.outcome != "noted") {
        let table = if problem.table.is_empty() { String::new() } else { words.title(problem.table) };
        let place = [table.as_str(), problem.column.as_str(), problem.file.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|piece| !piece.is_empty()).collect();
        lines.push([
            words.title(problem.outcome),
            shown(words.problem(&problem.what)),
            shown(&place.join(" · ")),
            count(problem.cases),
        ]);
    }
    lines
}

/// What each figure of the page means.
fn definitions(page: &HtmlPage) -> Option<Markup> {
    let definitions = &page.report.definitions;
    let body = html! {
        dl .means {
            @for definition in definitions {
                div { dt { (definition.label.of(page.words.language)) } dd { (page.words.language.of(&definition.about)) } }
            }
        }
    };
    let frame = frame(&Frame { title: page.words.page.about.definitions, below: "", is_full: true }, &body);
    (!definitions.is_empty()).then_some(frame)
}
