//! The letter in plain text: the same figures, in columns.

use super::{Card, Digest, LetterSection};
use crate::render::escape;

/// Blanks between columns.
const GAP: &str = "  ";

pub fn text(digest: &Digest) -> String {
    let mut text = format!("{}\n{}\n", digest.title, digest.scope.join(" · "));
    if !digest.cards.is_empty() {
        text.push('\n');
        let rows: Vec<Vec<String>> = digest.cards.iter().map(cells).collect();
        text.push_str(&columns(&rows));
    }
    if let Some(coverage) = &digest.coverage {
        text.push_str(&format!("\n{coverage}\n"));
    }
    for listing in &digest.listings {
        text.push_str(&format!("\n{}\n\n{}", listing.title, rows(listing)));
    }
    text
}

fn cells(card: &Card) -> Vec<String> {
    let change = card.change.as_ref().map(|(change, _)| change.clone()).unwrap_or_default();
    let before = card.before.clone().unwrap_or_default();
    vec![card.label.clone(), card.value.clone(), change, before]
}

fn rows(listing: &LetterSection) -> String {
    let mut rows = vec![listing.headings.clone()];
    rows.extend(listing.rows.iter().map(|row| row.cells.clone()));
    let mut text = columns(&rows);
    if let Some(more) = &listing.more {
        text.push_str(&format!("{more}\n"));
    }
    text
}

/// Rows of as many cells each: the first left, the others right.
fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; count];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = escape::width(cell).max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (place, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            if place == 0 {
                line.push_str(&escape::left(cell, width));
            } else {
                line.push_str(GAP);
                line.push_str(&escape::right(cell, width));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
