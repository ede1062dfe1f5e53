//! Short lines of aligned fields laid out in as many columns as a width allows, downwards first.

use crate::render::escape;
use crate::render::paint::{Paint, Tone};

/// Blanks between fields of an entry.
const FIELD_GAP: usize = 2;
/// Blanks between columns of entries.
const COLUMN_GAP: usize = 4;

/// How a field stands and looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowField {
    /// What it is: left.
    Label,
    /// The figure: right, bold.
    Value,
    /// How it changed: right.
    Change,
    /// Small print: left, dim.
    Small,
}

/// One line: all entries of a flow have fields of the same kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowEntry {
    /// Its texts.
    pub fields: Vec<String>,
    /// What its change says.
    pub tone: Tone,
}

/// The lines of the flow.
pub fn lines(entries: &[FlowEntry], kinds: &[FlowField], width: usize, paint: Paint) -> Vec<String> {
    let (rows, kinds) = fitting(entries, kinds, width);
    let widths: Vec<Vec<usize>> =
        entries.chunks(rows.max(1)).map(|column| field_widths(column, kinds.len())).collect();
    let mut lines = Vec::with_capacity(rows);
    for row in 0..rows {
        let columns = entries.chunks(rows).zip(&widths);
        let cells = columns.filter_map(|(column, widths)| Some(cell(column.get(row)?, kinds, widths, paint)));
        let line = cells.collect::<Vec<String>>().join(&" ".repeat(COLUMN_GAP));
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The fewest rows that fit, and the fields kept: the last are given up first where one column is too wide.
fn fitting<'a>(entries: &[FlowEntry], kinds: &'a [FlowField], width: usize) -> (usize, &'a [FlowField]) {
    for rows in 1..=entries.len() {
        let columns = entries.chunks(rows).map(|column| entry_width(&field_widths(column, kinds.len())));
        let (count, sum) = columns.fold((0, 0), |(count, sum), columns| (count + 1, sum + columns));
        if sum + (count - 1) * COLUMN_GAP <= width {
            return (rows, kinds);
        }
    }
    for kept in (3..kinds.len()).rev() {
        if entry_width(&field_widths(entries, kept)) <= width {
            return (entries.len(), &kinds[..kept]);
        }
    }
    (entries.len(), &kinds[..kinds.len().min(2)])
}

fn field_widths(entries: &[FlowEntry], fields: usize) -> Vec<usize> {
    (0..fields)
        .map(|field| entries.iter().map(|entry| escape::width(&entry.fields[field])).max().unwrap_or(0))
        .collect()
}

fn entry_width(widths: &[usize]) -> usize {
    let used = widths.iter().filter(|width| **width > 0);
    used.clone().sum::<usize>() + used.count().saturating_sub(1) * FIELD_GAP
}

fn cell(entry: &FlowEntry, kinds: &[FlowField], widths: &[usize], paint: Paint) -> String {
    let fields = entry.fields.iter().zip(kinds).zip(widths).filter(|(_, width)| **width > 0);
    let fields = fields.map(|((text, kind), width)| match kind {
        FlowField::Label => escape::left(text, *width),
        FlowField::Value => paint.bold(&escape::right(text, *width)),
        FlowField::Change => paint.tone(entry.tone, &escape::right(text, *width)),
        FlowField::Small => paint.dim(&escape::left(text, *width)),
    });
    fields.collect::<Vec<String>>().join(&" ".repeat(FIELD_GAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(fields: &[&str]) -> FlowEntry {
        FlowEntry { fields: fields.iter().map(|&field| field.to_owned()).collect(), tone: Tone::Plain }
    }

    fn entries() -> Vec<FlowEntry> {
        [("a", "1"), ("bb", "22"), ("c", "333")].map(|(label, value)| entry(&[label, value])).to_vec()
    }

    #[test]
    fn entries_run_down_then_across() {
        let kinds = [FlowField::Label, FlowField::Value];
        let plain = Paint { color: false };
        assert_eq!(lines(&entries(), &kinds, 24, plain), ["a  1    bb  22    c  333"]);
        assert_eq!(lines(&entries(), &kinds, 23, plain), ["a    1    c  333", "bb  22"]);
        assert_eq!(lines(&entries(), &kinds, 15, plain), ["a     1", "bb   22", "c   333"]);
    }

    #[test]
    fn the_last_fields_go_first() {
        let entries = vec![entry(&["label", "1", "n 12"])];
        let kinds = [FlowField::Label, FlowField::Value, FlowField::Small];
        assert_eq!(lines(&entries, &kinds, 14, Paint { color: false }), ["label  1  n 12"]);
        assert_eq!(lines(&entries, &kinds, 13, Paint { color: false }), ["label  1"]);
    }
}
