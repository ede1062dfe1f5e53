//! Rows whose cells are parted by blanks, though texts have blanks too: what columns hold tells the cells apart.

use super::fields::{line_at, tokens, Token};
use super::kinds::{column_kind, fits, ColumnLook};
use super::{LineEnd, Shape};
use std::borrow::Cow;

/// What the columns at both ends hold; those between are texts.
#[derive(Debug)]
pub struct Grouping {
    left: Vec<ColumnLook>,
    right: Vec<ColumnLook>,
    width: usize,
}

/// Lines that are looked at.
const LINES: usize = 60;
/// Columns at both ends that must hold data.
const SURE: usize = 2;

impl Grouping {
    /// By what all columns hold.
    pub fn of(kinds: &[ColumnLook]) -> Grouping {
        let left: Vec<ColumnLook> = kinds.iter().copied().take_while(Option::is_some).collect();
        let rest = &kinds[left.len()..];
        let mut right: Vec<ColumnLook> = rest.iter().rev().copied().skip_while(Option::is_none).collect();
        let empty = rest.len() - right.len();
        right.truncate(right.iter().take_while(|kind| kind.is_some()).count());
        // Columns at the end of which nothing is known hold one token each if the token is empty.
        let mut ends = vec![None; if right.is_empty() { 0 } else { empty }];
        ends.append(&mut right);
        ends.reverse();
        Grouping { left, right: ends, width: kinds.len() }
    }

    /// By a text whose first line names the columns; `None` if it does not fall into columns of data and texts.
    pub fn of_text(text: &str, shape: &Shape) -> Option<Grouping> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < text.len() && rows.len() < LINES {
            let line = line_at(text, at, shape.line_end);
            let content = &text[at..line.content];
            rows.extend((!content.trim().is_empty()).then(|| tokens(content, shape)));
            at = line.next;
        }
        let width = rows.first()?.len();
        let data = rows.get(1..).filter(|data| data.len() > 1 && width > 2)?;
        let column = |place: &dyn Fn(&Vec<Token<'_>>) -> Option<usize>| {
            let texts = data.iter().filter_map(|row| Some(row.get(place(row)?)?.0.as_ref()));
            column_kind(texts)
        };
        let mut kinds = vec![None; width];
        for (at, kind) in kinds.iter_mut().enumerate() {
            *kind = column(&|_| Some(at));
            if kind.is_none() {
                break;
            }
        }
        let is_empty =
            |at: usize| data.iter().all(|row| row.len() > at && row[row.len() - 1 - at].0.trim().is_empty());
        for at in 0..width {
            let kind = column(&|row| row.len().checked_sub(at + 1));
            if kind.is_none() && !is_empty(at) {
                break;
            }
            kinds[width - 1 - at] = kinds[width - 1 - at].or(kind);
        }
        let grouping = Grouping::of(&kinds);
        let sure = grouping.left.len() + grouping.right.iter().flatten().count();
        let grouped = data.iter().filter(|row| grouping.cells(row).is_some()).count();
        (sure >= SURE && grouped * 5 >= data.len() * 3).then_some(grouping)
    }

    /// The kinds of all columns.
    pub fn kinds(&self) -> Vec<ColumnLook> {
        let mut kinds = self.left.clone();
        kinds.resize(self.width - self.right.len(), None);
        kinds.extend_from_slice(&self.right);
        kinds
    }

    /// The only way in which tokens make a row: data at both ends, in quotes whole cells, else one text between two.
    pub fn cells<'a>(&self, tokens: &[Token<'a>]) -> Option<Vec<Cow<'a, str>>> {
        let middle = self.width.checked_sub(self.left.len() + self.right.len())?;
        let spare = tokens.len().checked_sub(self.left.len() + self.right.len())?;
        if spare < middle {
            return None;
        }
        let (left, rest) = tokens.split_at(self.left.len());
        let (between, right) = rest.split_at(spare);
        let fitting = |cells: &[Token<'_>], kinds: &[ColumnLook]| {
            cells.iter().zip(kinds).all(|((cell, _), kind)| fits(cell, *kind))
        };
        if !fitting(left, &self.left) || !fitting(right, &self.right) {
            return None;
        }
        let texts = if spare == middle {
            between.iter().map(|(cell, _)| cell.clone()).collect()
        } else {
            texts(between)
        };
        if texts.len() != middle {
            return None;
        }
        let plain = |(cell, _): &Token<'a>| cell.clone();
        Some(left.iter().map(plain).chain(texts).chain(right.iter().map(plain)).collect())
    }
}

/// Each token in quotes, and each run of others put together.
fn texts<'a>(tokens: &[Token<'a>]) -> Vec<Cow<'a, str>> {
    let mut texts: Vec<Cow<'a, str>> = Vec::new();
    let mut is_open = false;
    for (cell, quoted) in tokens {
        match texts.last_mut() {
            Some(last) if is_open && !quoted => {
                let text = last.to_mut();
                text.push(' ');
                text.push_str(cell);
            }
            _ => texts.push(cell.clone()),
        }
        is_open = !quoted;
    }
    texts
}

/// The shape of a text in which blanks part the cells, if one is.
pub fn blank_shape(text: &str, line_end: LineEnd) -> Option<Shape> {
    let shape = Shape { delimiter: " ".to_owned(), line_end, ..Shape::default() };
    Grouping::of_text(text, &shape).map(|_| shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_part_cells_where_data_stand_at_both_ends() {
        let text = "day at id subject note url\n\
                    2026-01-05 09:00 7 Lost my parcel \"No word, none\" https://a.example/7\n\
                    2026-01-06 10:00 8 Refund \"Twice, please\" https://a.example/8\n\
                    2026-01-07 11:30 9 Broken on arrival \"See the picture\" https://a.example/9\n";
        let shape = blank_shape(text, LineEnd::Lf).unwrap();
        let grouping = Grouping::of_text(text, &shape).unwrap();
        let line = text.lines().nth(1).unwrap();
        let cells = grouping.cells(&tokens(line, &shape)).unwrap();
        assert_eq!(
            cells,
            ["2026-01-05", "09:00", "7", "Lost my parcel", "No word, none", "https://a.example/7"]
        );
        assert!(blank_shape("how when and where\nwhy not\nwho knows that\n", LineEnd::Lf).is_none());
    }
}
