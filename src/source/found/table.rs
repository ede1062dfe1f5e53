//! The table in the rows of a head: its width, its header, and what its columns look like.

use super::kinds::{column_kind, fits, kind_of, CellKind, ColumnLook};
use super::totals::begins_with_sum;
use super::Forced;
use std::borrow::Cow;
use std::collections::HashSet;

/// Most lines of a header.
const HEADER_ROWS: usize = 3;

/// Rows that tell whether the one above them is data.
const RECORDS_BEHIND: usize = 20;

/// A record of the head, with where it stands.
pub struct Row<'a> {
    /// Its cells.
    pub cells: Vec<Cow<'a, str>>,
    /// Where it begins.
    pub start: usize,
    /// Where the next one does.
    pub end: usize,
    /// Whether a quote stands in it where none should.
    pub is_odd: bool,
    /// Whether its quotes were taken as text.
    pub is_bare: bool,
}

/// The table in the rows of a head.
pub struct FoundTable {
    /// Cells of a row.
    pub width: usize,
    /// What its columns look like.
    pub kinds: Vec<ColumnLook>,
    /// The first row of the header, or of the data where there is none.
    pub first: usize,
    /// The cells of each line of the header.
    pub header: Vec<Vec<String>>,
}

impl FoundTable {
    /// The table in rows of that width, or of a few more cells where the header has them.
    pub fn of(rows: &[Row<'_>], mut width: usize, forced: &Forced) -> FoundTable {
        let first = if forced.skip.is_some() { 0 } else { first_of(rows, width) };
        let named = rows.get(first).filter(|row| row.cells.len() > width && is_named(&row.cells));
        // Programs that leave out empty cells at the end of rows do not do so in the header.
        if let Some(row) = named.filter(|row| {
            rows.iter()
                .skip(first + 1)
                .any(|other| other.cells.len() > width && other.cells.len() <= row.cells.len())
        }) {
            width = row.cells.len();
        }
        let behind = rows.iter().skip(first + 1).filter(|row| row.cells.len() == width);
        // Sums and lines of text among the rows of a short table would hide what its columns hold.
        let behind: Vec<&Row<'_>> =
            behind.filter(|row| !begins_with_sum(&row.cells) && !is_mostly_empty(&row.cells)).collect();
        let sure = if behind.len() > 2 * HEADER_ROWS { &behind[HEADER_ROWS - 1..] } else { &behind[..] };
        let mut kinds: Vec<ColumnLook> =
            (0..width).map(|at| column_kind(sure.iter().map(|row| row.cells[at].as_ref()))).collect();
        let count = forced
            .header_rows
            .unwrap_or_else(|| header_rows(&rows[first.min(rows.len())..], &kinds, sure.len()));
        if count > 1 && sure.len() == behind.len() {
            let sure = behind.get(count - 1..).unwrap_or_default();
            kinds = (0..width).map(|at| column_kind(sure.iter().map(|row| row.cells[at].as_ref()))).collect();
        }
        let mut header: Vec<Vec<String>> = Vec::new();
        for row in rows.iter().skip(first).take(count) {
            header.push(row.cells.iter().map(|cell| cell.to_string()).collect());
        }
        width = header.iter().map(|row| header_cells(row, width).len()).fold(width, usize::max);
        kinds.resize(width, None);
        FoundTable { width, kinds, first, header }
    }
}

/// Whether a row of many cells holds two at most, and words in the first.
fn is_mostly_empty(cells: &[Cow<'_, str>]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let begins_with_words = cells.first().is_some_and(|cell| kind_of(cell) == CellKind::Words);
    cells.len() > 4 && filled <= 2 && begins_with_words
}

/// The cells of a line of the header; empty ones that are too many are left out.
pub fn header_cells(row: &[String], width: usize) -> Vec<&str> {
    let mut cells: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
    while cells.len() > width {
        let Some(empty) = cells.iter().rposition(|cell| cell.is_empty()) else { break };
        cells.remove(empty);
    }
    cells
}

/// The number of cells by which most of the text is held together; of about equal ones the first.
pub fn width(rows: &[Row<'_>]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(count, _)| *count == row.cells.len()) {
            Some((_, times)) => *times += 1,
            None => counts.push((row.cells.len(), 1)),
        }
    }
    // Where no two rows in a row are alike, the first one says how many cells there are.
    let is_even = |pair: &[Row<'_>]| pair[0].cells.len() == pair[1].cells.len() && pair[0].cells.len() > 1;
    if rows.len() > 1 && !rows.windows(2).any(is_even) {
        return rows[0].cells.len();
    }
    let weight = |(count, times): (usize, usize)| count * count * times;
    let most = counts.iter().map(|one| weight(*one)).max().unwrap_or(1);
    let lone = rows.len() > 3;
    let fitting = counts.iter().find(|one| weight(**one) * 2 >= most && (one.1 > 1 || !lone));
    fitting.or(counts.iter().max_by_key(|one| weight(**one))).map_or(1, |(count, _)| *count)
}

/// Whether a row holds names: no data, nothing empty.
pub fn is_named(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| !cell.trim().is_empty() && !kind_of(cell).is_data())
}

/// Whether a row can be part of a header: at least half of it names, none of it data.
fn is_like_names(cells: &[Cow<'_, str>]) -> bool {
    let named = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    named * 2 >= cells.len() && !cells.iter().any(|cell| kind_of(cell).is_data())
}

/// The first row of the table: the first of its width that is more than a word or two, or names of nearly as many
/// columns right above.
fn first_of(rows: &[Row<'_>], width: usize) -> usize {
    let filled = |row: &Row<'_>| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_full = |row: &&Row<'_>| row.cells.len() == width && (width < 3 || filled(row) * 2 >= width);
    let Some(mut first) = rows.iter().position(|row| is_full(&row)) else {
        return rows.iter().position(|row| row.cells.len() == width).unwrap_or(0);
    };
    // A few words at the left are no names if names of more columns follow.
    while rows.get(first + 1).is_some_and(|next| is_words_above(&rows[first], next)) {
        first += 1;
    }
    first += usize::from(is_groups_above(rows, first));
    let above = first.checked_sub(1).map(|at| &rows[at]).filter(|row| row.cells.len() != width);
    let is_header = above.is_some_and(|row| {
        let count = row.cells.len();
        let names = count > 1 && count * 3 >= width * 2 && is_like_names(&row.cells);
        names && (kinds_differ(rows, first) || count > width)
    });
    first - usize::from(is_header)
}

/// Whether a row is a few words at the left above one of names.
fn is_words_above(row: &Row<'_>, next: &Row<'_>) -> bool {
    let filled = |row: &Row<'_>| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let left = row.cells.iter().take_while(|cell| !cell.trim().is_empty()).count();
    left == filled(row)
        && next.cells.len() == row.cells.len()
        && left < filled(next)
        && is_like_names(&next.cells)
}

/// Whether a row with holes names groups of the columns that the next row names, each once, above rows of data.
fn is_groups_above(rows: &[Row<'_>], at: usize) -> bool {
    let (Some(groups), Some(names)) = (rows.get(at), rows.get(at + 1)) else { return false };
    let same = groups.cells.len() == names.cells.len() && names.cells.len() > 2;
    let different: HashSet<&str> = names.cells.iter().map(|cell| cell.trim()).collect();
    let has_holes = groups.cells.iter().any(|cell| cell.trim().is_empty());
    let data = |row: &Row<'_>| row.cells.iter().filter(|cell| kind_of(cell).is_data()).count();
    let behind = rows.get(at + 2..).unwrap_or_default();
    same && has_holes
        && is_like_names(&groups.cells)
        && is_named(&names.cells)
        && different.len() == names.cells.len()
        && !behind.is_empty()
        && behind.iter().take(HEADER_ROWS).all(|row| data(row) >= 2)
}

/// Whether a row holds data, so that it is no header itself.
pub fn kinds_differ(rows: &[Row<'_>], at: usize) -> bool {
    rows.get(at).is_some_and(|row| row.cells.iter().any(|cell| kind_of(cell).is_data()))
}

/// How many rows at the start of a table are its header.
fn header_rows(rows: &[Row<'_>], kinds: &[ColumnLook], known: usize) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let data: Vec<(&Cow<'_, str>, &ColumnLook)> =
        first.cells.iter().zip(kinds).filter(|(_, kind)| kind.is_some_and(CellKind::is_data)).collect();
    let alike = data.iter().filter(|(cell, kind)| !cell.trim().is_empty() && fits(cell, **kind)).count();
    let against = data.iter().filter(|(cell, kind)| !fits(cell, **kind)).count();
    let is_data = first.cells.iter().filter(|cell| kind_of(cell).is_data()).count();
    if known > 0 && against == 0 && alike > 0 || known == 0 && is_data * 2 > first.cells.len() {
        return 0;
    }
    let is_more = |row: &&Row<'_>| {
        let against = row.cells.iter().zip(kinds).filter(|(cell, kind)| !fits(cell, **kind)).count();
        row.cells.len() == first.cells.len()
            && is_like_names(&row.cells)
            && (against >= 2 || row.cells == first.cells)
    };
    let more = rows.iter().skip(1).take(HEADER_ROWS - 1).take_while(is_more).count();
    1 + if more == 0 { usize::from(explains_columns(rows)) } else { more }
}

/// Whether the row behind the first names what some columns hold, and is empty where every row of data has something:
/// the kinds of answers below the questions of a survey, units.
fn explains_columns(rows: &[Row<'_>]) -> bool {
    let (Some(first), Some(row)) = (rows.first(), rows.get(1)) else { return false };
    let width = first.cells.len();
    let behind = rows.iter().skip(2).filter(|other| other.cells.len() == width).take(RECORDS_BEHIND);
    let data: Vec<&Row<'_>> = behind.filter(|other| !begins_with_sum(&other.cells)).collect();
    let is_empty = |row: &Row<'_>, at: usize| row.cells[at].trim().is_empty();
    if row.cells.len() != width || width < 3 || data.len() < 2 || !is_empty(row, 0) {
        return false;
    }
    let are_names = row.cells.iter().all(|cell| cell.trim().is_empty() || !kind_of(cell).is_data());
    let holds_data = |at: usize| {
        let cells = data.iter().map(|other| other.cells[at].as_ref()).filter(|cell| !cell.trim().is_empty());
        let kinds: Vec<CellKind> = cells.map(kind_of).collect();
        !kinds.is_empty() && kinds.into_iter().all(CellKind::is_data)
    };
    let names = (0..width).any(|at| !is_empty(row, at) && (holds_data(at) || is_empty(first, at)));
    are_names && names && data.iter().all(|other| !is_empty(other, 0))
}
