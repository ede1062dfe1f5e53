//! The whole report as one JSON document, or one section as a JSON object a row; labels are English in every language.

use super::{escape, number, Manuscript, WriteReport, ENGLISH};
use crate::report::{Cell, Coverage, Input, Scope, Table, Unit, PIECE};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the document's shape.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct ColumnHead<'a> {
    name: &'a str,
    label: String,
    unit: Unit,
}

/// Writes the document: schema, report, scope, input and sections, one row a line.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let Manuscript { report, sections, .. } = manuscript;
    let scope: &Scope = &report.scope;
    let input: &Input = &report.input;
    writeln!(out, "{{\n  \"schema\": {SCHEMA},\n  \"report\": {},", text(&report.name)?)?;
    writeln!(out, "  \"scope\": {},\n  \"input\": {},", text(scope)?, text(input)?)?;
    out.write_all(b"  \"sections\": [")?;
    for (place, table) in sections.iter().enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        write_table(table, out)?;
    }
    out.write_all(if sections.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })?;
    Ok(WriteReport::default())
}

/// Writes the rows alone, an object a line.
pub fn write_rows(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    for table in &manuscript.sections {
        each_object(table, &mut |object| {
            out.write_all(object.as_bytes())?;
            out.write_all(b"\n")
        })?;
    }
    Ok(WriteReport::default())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut heads = Vec::new();
    for column in &table.columns {
        let (name, label) = (&column.name(), ENGLISH.heading(column));
        heads.push(text(&ColumnHead { name, label, unit: column.unit })?);
    }
    writeln!(out, "    {{")?;
    if let Some(report) = table.report {
        writeln!(out, "      \"report\": {},", text(&report)?)?;
    }
    writeln!(out, "      \"name\": {},", text(&table.name)?)?;
    write_lines("columns", |line| heads.iter().try_for_each(|head| line(head)), out)?;
    out.write_all(b",\n")?;
    if let Some(Coverage { covered, all }) = table.coverage {
        writeln!(out, "      \"coverage\": {{\"messages\": [{covered}, {all}]}},")?;
    }
    write_lines("rows", |line| each_object(table, line), out)?;
    out.write_all(b"\n    }")
}

/// Takes one line after the other.
type TakeLine<'t> = dyn FnMut(&str) -> io::Result<()> + 't;

/// An array under `key` with one entry a line.
fn write_lines(
    key: &str,
    entries: impl FnOnce(&mut TakeLine) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "      \"{key}\": [")?;
    let mut any = false;
    entries(&mut |entry| {
        out.write_all(if any { b",\n        " } else { b"\n        " })?;
        any = true;
        out.write_all(entry.as_bytes())
    })?;
    out.write_all(if any { b"\n      ]" } else { b"]" })
}

/// Gives the rows as objects.
fn each_object(table: &Table, take: &mut TakeLine) -> io::Result<()> {
    let keys: Vec<String> =
        table.columns.iter().map(|column| text(&column.name())).collect::<io::Result<_>>()?;
    let mut line = String::new();
    for piece in table.pieces(PIECE) {
        for row in piece.iter() {
            line.clear();
            object(&keys, row, &mut line)?;
            take(&line)?;
        }
    }
    Ok(())
}

fn object(keys: &[String], row: &[Cell], line: &mut String) -> io::Result<()> {
    line.push('{');
    for (key, cell) in keys.iter().zip(row) {
        if line.len() > 1 {
            line.push(',');
        }
        line.push_str(key);
        line.push(':');
        match cell {
            Cell::Missing | Cell::New => line.push_str("null"),
            Cell::Whole(whole) => line.push_str(&whole.to_string()),
            Cell::Number(value) => line.push_str(number::machine(*value).as_deref().unwrap_or("null")),
            Cell::Flag(flag) => line.push_str(if *flag { "true" } else { "false" }),
            Cell::Text(_) | Cell::Interval(_) | Cell::Row(_) | Cell::Class(_) => {
                push_text(&cell.text().unwrap_or_default(), line)?;
            }
        }
    }
    line.push('}');
    Ok(())
}

/// Adds a text; most need no look at each character.
fn push_text(own: &str, line: &mut String) -> io::Result<()> {
    if own.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\')) {
        line.push('"');
        line.push_str(own);
        line.push('"');
    } else {
        line.push_str(&text(own)?);
    }
    Ok(())
}

/// Anything serialisable as JSON, hidden characters as `\u….`: the same data, safe to look at.
fn text(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    if !json.chars().any(escape::is_hidden) {
        return Ok(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if escape::is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn hidden_characters_are_escaped_and_read_back() {
        let hostile = "\u{9b}31m \u{202e}x \u{e0041} ok ł";
        let json = text(hostile).unwrap();
        assert_eq!(json, "\"\\u009b31m \\u202ex \\udb40\\udc41 ok ł\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), hostile);
    }
}
