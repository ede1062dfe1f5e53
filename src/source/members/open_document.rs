//! Whether the tables of an OpenDocument spreadsheet come to their ends: the library that reads them looks for an end that is
//! not there for ever.

use super::zip::{self, ZipEntry};
use crate::source::store::Store;
use anyhow::Result;
use quick_xml::events::Event;
use quick_xml::Reader;
use std::io::BufReader;
use std::sync::Arc;

/// What stands in tables: an end of a table before any of it may be one that was passed over.
const INSIDE: [&str; 4] = ["table:table", "table:covered", "text:", "office:annotation"];

/// Whether nothing of a table stands behind the last end of one. What is no XML at all is left to the library, which stops
/// there. Errors: the document can't be read.
pub fn is_whole(store: &Store, entries: &[ZipEntry]) -> Result<bool> {
    let Some(content) = entries.iter().find(|entry| entry.name == "content.xml") else { return Ok(true) };
    let stream = zip::open(store, content, None, Arc::new(|_| {}))?;
    let mut reader = Reader::from_reader(BufReader::new(stream));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let (mut has_ended, mut buffer) = (true, Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::End(end)) if end.name().as_ref() == "table:table" => has_ended = true,
            Ok(Event::Start(start)) => has_ended &= !is_inside(start.name().as_ref()),
            Ok(Event::End(end)) => has_ended &= !is_inside(end.name().as_ref()),
            Ok(Event::Eof) => return Ok(has_ended),
            Ok(_) => {}
            Err(_) => return Ok(true),
        }
    }
}

fn is_inside(name: &str) -> bool {
    INSIDE.iter().any(|own| name.starts_with(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a document with this between its body's tags is whole.
    fn whole(body: &str) -> bool {
        let mut packed = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        packed.start_file("content.xml", ::zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut packed, format!("<o:body>{body}</o:body>").as_bytes()).unwrap();
        let store = Store::Held(packed.finish().unwrap().into_inner().into());
        is_whole(&store, &zip::entries(&store).unwrap()).unwrap()
    }

    #[test]
    fn tables_that_never_end_are_told_from_those_that_do() {
        const ROW: &str = "<table:table-row><table:table-cell/></table:table-row>";
        let table = format!("<table:table>{ROW}</table:table>");
        assert!(whole(""));
        assert!(whole("<table:table/>"));
        assert!(whole(&format!("{table}{table}<table:named-expressions/>")));
        assert!(!whole(&format!("<table:table>{ROW}</taBle:table>")));
        assert!(!whole(&format!("<table:table>{ROW}")));
        assert!(!whole(&format!("{table}<table:table>{ROW}<!-- </table:table> -->")));
        // The end stands in a cell, whose own end the library looks for first.
        assert!(!whole("<table:table><table:table-row><table:table-cell></table:table></table:table-cell></table:table-row>"));
    }
}
