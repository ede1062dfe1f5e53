//! The report as a letter: a small page for mail programs, the same in plain text, and a subject.

mod html;
mod plain;

use super::figures::{self, ShownFigure};
use super::page_phrases::filled;
use super::paint::Tone;
use super::verdict::Verdict;
use super::{escape, number, Words};
use crate::fitting::signed;
use crate::report::{Cell, Report, Table, Unit, Versus};

/// What goes into a mail, besides files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The report and its days.
    pub subject: String,
    /// The page, under 100 kB: some mail programs cut longer ones.
    pub html: String,
    /// The same for those who read text.
    pub plain: String,
}

impl Letter {
    /// Of a report: its main figures, its channels and its agents.
    pub fn of(report: &Report, words: &Words) -> Letter {
        let digest = Digest::of(report, words);
        Letter { subject: digest.subject(), html: html::page(&digest), plain: plain::text(&digest) }
    }
}

/// Most figures on cards.
const CARDS: usize = 12;
/// Sections that are told row by row.
const LISTED: [&str; 2] = ["channels", "agents"];
/// Most rows of one of them.
const ROWS: usize = 25;
/// Most figures of a row.
const FIGURES: usize = 4;
/// Most characters of a name.
const NAME: usize = 36;

/// What a letter tells, in words.
struct Digest {
    language: &'static str,
    title: String,
    /// The days, the zone, and what else the report covers.
    scope: Vec<String>,
    cards: Vec<Card>,
    /// Of how many conversations figures of messages are.
    coverage: Option<String>,
    listings: Vec<LetterSection>,
}

/// A figure.
struct Card {
    label: String,
    value: String,
    /// How it moved, and whether that is good.
    change: Option<(String, Tone)>,
    /// What it was before, in words.
    before: Option<String>,
}

/// A section, row by row.
struct LetterSection {
    title: String,
    headings: Vec<String>,
    rows: Vec<ListedRow>,
    /// The place of the cells that tell how the figure before them changed, if there is one.
    change: Option<usize>,
    /// How many rows found no room, if any.
    more: Option<String>,
}

/// A row of a section; the first cell is its name.
struct ListedRow {
    cells: Vec<String>,
    /// Its first figure as a part of the greatest of all rows; `None`: a sum, or no number.
    share: Option<f64>,
}

impl Digest {
    fn of(report: &Report, words: &Words) -> Digest {
        let head = report.sections.iter().find(|table| figures::is_single(table));
        let listed = report.sections.iter().filter(|table| LISTED.contains(&table.name.as_str()));
        Digest {
            language: words.language.name(),
            title: words.title(&report.name),
            scope: words.scope(&report.scope),
            cards: head.map(|table| cards(table, words)).unwrap_or_default(),
            coverage: head.and_then(|table| table.coverage).map(|coverage| words.coverage(coverage)),
            listings: listed.filter_map(|table| LetterSection::of(table, words)).collect(),
        }
    }

    fn subject(&self) -> String {
        match self.scope.first() {
            Some(days) => format!("{} · {days}", self.title),
            None => self.title.clone(),
        }
    }
}

/// The figures that head the table; where none are named, its first ones.
fn cards(table: &Table, words: &Words) -> Vec<Card> {
    let Some(row) = table.rows.first() else { return Vec::new() };
    let mut shown = figures::of(table);
    shown.retain(|figure| row[figure.main] != Cell::Missing && table.columns[figure.main].is_main());
    let place = |figure: &ShownFigure| {
        let id = &table.columns[figure.main].figure;
        table.headline.iter().position(|heading| heading == id)
    };
    if !table.headline.is_empty() {
        shown.retain(|figure| place(figure).is_some());
        shown.sort_by_key(place);
    }
    shown.truncate(CARDS);
    shown.iter().map(|figure| card(table, row, figure, words)).collect()
}

fn card(table: &Table, row: &[Cell], figure: &ShownFigure, words: &Words) -> Card {
    let text = |place: usize| words.cell(&row[place], table.columns[place].unit);
    let is_there = |place: &usize| row[*place] != Cell::Missing;
    let main = &table.columns[figure.main];
    Card {
        label: words.heading(main),
        value: text(figure.main),
        change: figure.change.and_then(|place| {
            let verdict = Verdict::of(table, row, place)?;
            let size = words.change_size(&row[place], table.columns[place].unit);
            Some((format!("{} {size}", verdict.way.arrow()), verdict.tone))
        }),
        before: figure.previous.filter(is_there).map(|place| filled(words.page.was, &text(place))),
    }
}

impl LetterSection {
    /// Of a section whose rows have a name, the greatest first; `None` where it has no row.
    fn of(table: &Table, words: &Words) -> Option<LetterSection> {
        let name = table.columns.iter().position(|column| column.is_dimension() && !column.is_bucket())?;
        let figures = shown_columns(table);
        let first = *figures.first()?;
        let greatest = table.rows.iter().filter(|row| !is_sum(row)).filter_map(|row| row[first].amount());
        let greatest = greatest.fold(0.0, f64::max);
        let (sums, mut own): (Vec<_>, Vec<_>) = table.rows.iter().partition(|row| is_sum(row));
        if own.is_empty() {
            return None;
        }
        let amount = |row: &[Cell]| row[first].amount().unwrap_or(-1.0);
        // A row of nobody without anything is none to look at.
        own.retain(|row| row[name] != Cell::Missing || amount(row) > 0.0);
        own.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
        let mut rows = Vec::new();
        for row in own.iter().take(ROWS).chain(&sums) {
            let mut cells = vec![escape::cut(&named(table, row, name, words), NAME).into_owned()];
            cells.extend(figures.iter().map(|&place| words.cell(&row[place], table.columns[place].unit)));
            let share = row[first].amount().filter(|_| greatest > 0.0 && !is_sum(row));
            rows.push(ListedRow { cells, share: share.map(|amount| amount / greatest) });
        }
        let is_change = |place: &usize| table.columns[*place].versus == Versus::Change;
        let change = figures.iter().position(is_change).map(|place| place + 1);
        let headings = std::iter::once(name).chain(figures).map(|place| words.above(&table.columns[place]));
        let more = signed(own.len().saturating_sub(ROWS));
        let more = (more > 0).then(|| format!("+ {}", number::grouped(more, &words.numbers)));
        Some(LetterSection {
            title: words.title(&table.name),
            headings: headings.collect(),
            rows,
            change,
            more,
        })
    }
}

/// What a row is called, also where it is of all that have no value of the dimension.
fn named(table: &Table, row: &[Cell], place: usize, words: &Words) -> String {
    let column = &table.columns[place];
    if row[place] == Cell::Missing && table.aside.groups.contains(&column.figure) {
        return words.nobody(column);
    }
    words.cell(&row[place], Unit::Text)
}

/// The figures of rows that people ask for first, in this order.
const WANTED: [&str; 6] =
    ["conversations", "handled", "first_response", "resolution", "within_acceptable_rate", "satisfaction"];

/// The wanted figures that any row has, then the most important others; behind the first its change.
fn shown_columns(table: &Table) -> Vec<usize> {
    let is_known = |place: &usize| table.rows.iter().any(|row| row[*place] != Cell::Missing);
    let known: Vec<usize> = (0..table.columns.len()).filter(is_known).collect();
    let mut places = known.clone();
    places.retain(|&place| table.columns[place].is_main() && !table.columns[place].is_dimension());
    places.sort_by_key(|&place| {
        let column = &table.columns[place];
        let wanted = WANTED.iter().position(|wanted| column.figure == *wanted);
        (wanted.unwrap_or(WANTED.len()), column.importance, place)
    });
    places.truncate(FIGURES);
    let Some(&first) = places.first() else { return places };
    let change = known.iter().find(|&&place| {
        let column = &table.columns[place];
        column.versus == Versus::Change && column.figure == table.columns[first].figure
    });
    if let Some(&change) = change {
        places.insert(1, change);
    }
    places
}

/// Whether a row stands for others.
fn is_sum(row: &[Cell]) -> bool {
    row.iter().any(|cell| matches!(cell, Cell::Row(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, ENGLISH};
    use crate::report::{Better, RowName, Theme};

    fn channels(count: i64) -> Table {
        let conversations = sample::figure(("conversations", "Conversations"), Unit::Count, Theme::Volume, 0);
        let mut columns = vec![sample::dimension("channel", "Channel"), conversations];
        columns.extend(sample::duration("first_response", "First response", 0));
        let row = |name: Cell, count: i64| {
            vec![
                name,
                Cell::Whole(count),
                Cell::Whole(3),
                Cell::Number(90.0),
                Cell::Number(60.0),
                Cell::Missing,
            ]
        };
        let name = |place: i64| Cell::Text(format!("<b onload=x>{place}\u{202e}{}", "x".repeat(10_000)));
        let mut rows: Vec<Vec<Cell>> = (0..count).map(|place| row(name(place), count - place)).collect();
        rows.push(row(Cell::Row(RowName::Total), 999));
        sample::table("channels", columns, rows)
    }

    fn letter(count: i64) -> Letter {
        let mut totals = sample::totals();
        let of_it = |column: &&mut crate::report::Column| column.figure == "conversations";
        totals.columns.iter_mut().filter(of_it).for_each(|column| column.better = Better::Down);
        Letter::of(&sample::report("summary", vec![totals, channels(count)]), &ENGLISH)
    }

    #[test]
    fn cards_tell_value_change_and_what_was_before() {
        let letter = letter(2);
        assert_eq!(letter.subject, "Summary · 1–30 Sep 2026");
        for part in ["Conversations", "1,200", "▲ 25%", "was 960", "First response, median", "6m 52s"] {
            assert!(letter.html.contains(part) && letter.plain.contains(part), "{part}: {}", letter.plain);
        }
        // More conversations were taken for worse; nobody gave a score.
        assert!(letter.html.contains(html::BAD) && !letter.html.contains("Satisfaction"));
    }

    #[test]
    fn rows_are_named_drawn_and_summed_up() {
        let letter = letter(2);
        let lines: Vec<&str> = letter.plain.lines().collect();
        let head = lines.iter().position(|line| line.starts_with("Channel ")).unwrap();
        assert!(lines[head].contains("Conversations") && lines[head].contains("First response"));
        assert!(
            lines[head + 1].starts_with("<b onload=x>0\\u{202e}xxx") && lines[head + 1].contains("1m 00s")
        );
        assert!(lines[head + 3].starts_with("(total)") && lines[head + 3].contains("999"));
        assert!(letter.html.contains("&lt;b onload=x&gt;0") && !letter.html.contains("<b onload"));
        let halves = letter.html.matches("width=\"50%\" height").count();
        assert_eq!(halves, 2, "half of the greatest, and what is left of it");
    }

    #[test]
    fn rows_of_nobody_are_called_so_and_stand_only_where_they_have_something() {
        let mut table = channels(1);
        table.aside.groups.push("channel".to_owned());
        let nobody = |count: i64| {
            let mut row = table.rows[0].clone();
            (row[0], row[1]) = (Cell::Missing, Cell::Whole(count));
            row
        };
        for (count, is_there) in [(0, false), (7, true)] {
            let mut table = table.clone();
            table.rows.insert(0, nobody(count));
            let plain = Letter::of(&sample::report("summary", vec![table]), &ENGLISH).plain;
            assert_eq!(plain.contains("(no channel)"), is_there, "{plain}");
        }
    }

    #[test]
    fn it_stays_small_whatever_the_report_holds() {
        let long = letter(4000);
        assert!(long.html.len() < 100_000 && long.plain.len() < 20_000, "{}", long.html.len());
        assert!(long.plain.contains("+ 3,975") && long.html.contains("+ 3,975"));
        assert!(
            !long.html.contains("<style") && !long.html.contains("<script") && !long.html.contains("http")
        );
    }
}
