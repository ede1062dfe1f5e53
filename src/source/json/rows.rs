//! A CSV file whose cells hold whole records as JSON, as lines of JSON: an object a row, with its columns as keys.

use crate::source::handed::hand_out;
use std::io::{self, Read};

/// The stream; what it reads is CSV as RFC 4180 has it, with a header and lines that end at LF.
pub struct RowsAsJson<R> {
    input: R,
    header: Option<Vec<String>>,
    row: Vec<String>,
    cell: Vec<u8>,
    is_quoted: bool,
    /// A quote inside quotes was met, which closes the cell or is doubled.
    at_quote: bool,
    /// Bytes ready to be read; those before `given` are.
    out: Vec<u8>,
    given: usize,
    ended: bool,
}

/// Bytes read at a time.
const PORTION: usize = 1 << 16;

impl<R: Read> RowsAsJson<R> {
    /// The lines of a file.
    pub fn new(input: R) -> RowsAsJson<R> {
        RowsAsJson {
            input,
            header: None,
            row: Vec::new(),
            cell: Vec::new(),
            is_quoted: false,
            at_quote: false,
            out: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn byte(&mut self, byte: u8) {
        let closes = std::mem::take(&mut self.at_quote);
        match byte {
            b'"' if closes => self.cell.push(b'"'),
            b'"' if self.is_quoted => self.at_quote = true,
            b'"' => self.is_quoted = true,
            b',' | b'\n' if closes || !self.is_quoted => {
                self.end_cell();
                if byte == b'\n' {
                    self.end_row();
                }
            }
            _ => self.cell.push(byte),
        }
    }

    fn end_cell(&mut self) {
        self.row.push(String::from_utf8_lossy(&self.cell).into_owned());
        self.cell.clear();
        self.is_quoted = false;
    }

    /// Writes a row, or keeps the header. A cell without anything in it is null.
    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        let Some(header) = &self.header else {
            self.header = Some(row);
            return;
        };
        let members = header.iter().zip(row).map(|(name, cell)| {
            let value = if cell.is_empty() { serde_json::Value::Null } else { cell.into() };
            (name.clone(), value)
        });
        let record: serde_json::Map<String, serde_json::Value> = members.collect();
        self.out.extend_from_slice(serde_json::Value::Object(record).to_string().as_bytes());
        self.out.push(b'\n');
    }

    fn produce(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let mut portion = Vec::with_capacity(PORTION);
        while self.out.is_empty() && !self.ended {
            portion.clear();
            self.ended = (&mut self.input).take(PORTION as u64).read_to_end(&mut portion)? == 0;
            portion.iter().for_each(|byte| self.byte(*byte));
            if self.ended && !(self.cell.is_empty() && self.row.is_empty()) {
                self.end_cell();
                self.end_row();
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for RowsAsJson<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.out.len() {
            self.produce()?;
        }
        Ok(hand_out(&self.out, &mut self.given, buffer))
    }
}

/// Columns of a table whose records stand in one of them, at most: the others say when and from where a record came.
const COLUMNS: usize = 6;

/// Whether a table, its header first, is little more than a column of JSON objects; in a wider one they are details.
pub fn hold_records(rows: &[Vec<String>]) -> bool {
    let [header, rows @ ..] = rows else { return false };
    if header.len() > COLUMNS {
        return false;
    }
    (0..header.len()).any(|place| {
        let cells = || rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.trim());
        let filled = cells().filter(|cell| !cell.is_empty()).count();
        filled > 0 && cells().filter(|cell| is_object(cell)).count() == filled
    })
}

fn is_object(cell: &str) -> bool {
    cell.starts_with('{') && cell.ends_with('}') && cell.contains(':')
}

/// Whether any cell of a table, its header first, is a JSON object.
pub fn hold_details(rows: &[Vec<String>]) -> bool {
    rows.iter().skip(1).flatten().any(|cell| is_object(cell.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_an_object_of_its_cells() {
        let text = "id,data\n1,\"{\"\"a\"\": \"\"x, y\"\"}\"\n2,\n\"3\n4\",{}";
        let mut lines = String::new();
        RowsAsJson::new(text.as_bytes()).read_to_string(&mut lines).unwrap();
        let found: Vec<&str> = lines.lines().collect();
        assert_eq!(
            found,
            [
                r#"{"id":"1","data":"{\"a\": \"x, y\"}"}"#,
                r#"{"id":"2","data":null}"#,
                r#"{"id":"3\n4","data":"{}"}"#
            ]
        );
    }

    #[test]
    fn a_column_holds_records_if_each_of_its_cells_does() {
        let table = |cells: &[&str]| cells.iter().map(|cell| vec![cell.to_string()]).collect::<Vec<_>>();
        assert!(hold_records(&table(&["data", "{\"a\":1}", "", " {\"b\":2}"])));
        assert!(!hold_records(&table(&["data", "{\"a\":1}", "{x}"])));
        assert!(!hold_records(&table(&["data", ""])) && !hold_records(&[]));
        let mut wide = table(&["data", "{\"a\":1}"]);
        wide[0].extend(["a"; COLUMNS].map(str::to_owned));
        assert!(!hold_records(&wide));
    }
}
