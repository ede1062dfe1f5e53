//! Records written as RFC 4180 asks, and lines out of the quotes around them.

use super::records::RecordCells;
use super::Shape;
use std::borrow::Cow;

/// A line without the quotes around it.
pub fn unwrap(line: &str) -> String {
    match line.trim_end().strip_prefix('"').and_then(|line| line.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => line.to_owned(),
    }
}

/// The whole lines of a text, those in quotes unwrapped.
pub fn unwrapped<'a>(text: &'a str, shape: &Shape) -> Cow<'a, str> {
    if !shape.wrapped {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.lines().map(|line| unwrap(line) + "\n").collect())
}

/// Writes `width` cells as RFC 4180 asks, and ends the line.
pub fn write_record(out: &mut Vec<u8>, cells: &RecordCells<'_>, width: usize) {
    for at in 0..width {
        if at > 0 {
            out.push(b',');
        }
        write_cell(out, cells.get(at).map_or("", |cell| cell), at == 0 && width == 1);
    }
    out.push(b'\n');
}

fn write_cell(out: &mut Vec<u8>, cell: &str, alone: bool) {
    let special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    let is_quoted = alone && cell.is_empty() || cell.as_bytes().iter().any(special);
    if !is_quoted {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    for part in cell.split_inclusive('"') {
        out.extend_from_slice(part.as_bytes());
        if part.ends_with('"') {
            out.push(b'"');
        }
    }
    out.push(b'"');
}
