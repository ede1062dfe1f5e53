//! Why nothing could be made of a JSON file: it is no JSON, or it is but holds no records.

use super::head;
use super::path::Doc;
use super::tape::{NodeKind, Stop, Tape};
use crate::advice::Advised;

/// The first fault in the head of a file, with its byte and line; `is_whole`: the head is all of the file.
pub fn first_fault(head: &[u8], is_whole: bool) -> Option<String> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut tape = Tape::default();
    let mut at = 0;
    let mut are_objects = true;
    let mut values = 0;
    loop {
        at +=
            text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x1e)).count();
        let byte = *text.get(at)?;
        if values > 0 && !(are_objects && byte == b'{') {
            return Some(not_json(head, text, at, "more stands behind the end of the text"));
        }
        match tape.read(&text[at..], true) {
            Ok(length) => at += length,
            Err(Stop::End) if is_whole => {
                let line = line_of(text, text.len());
                return Some(format!("the file is cut short at byte {} (line {line})", head.len()));
            }
            Err(Stop::End) => return None,
            Err(Stop::Bad(offset, why)) => return Some(not_json(head, text, at + offset, why)),
        }
        are_objects &= byte == b'{';
        values += 1;
    }
}

fn not_json(head: &[u8], text: &[u8], at: usize, why: &str) -> String {
    let byte = head.len() - text.len() + at;
    format!("not JSON at byte {byte} (line {}): {why}", line_of(text, at))
}

fn line_of(text: &[u8], at: usize) -> usize {
    memchr::memchr_iter(b'\n', &text[..at]).count() + 1
}

/// What a file holds instead of records, and what to do; `None` where it holds objects.
pub fn without_records(head: &[u8]) -> Option<Advised> {
    let texts = head::texts(head, 1);
    let doc = texts.first()?.doc();
    match doc.nodes[0].kind {
        NodeKind::Object => None,
        NodeKind::List => of_list(doc),
        NodeKind::Null | NodeKind::Plain | NodeKind::Text | NodeKind::Escaped | NodeKind::Repeated => {
            let what = "the file holds a single JSON value, no records";
            Some(Advised::new(what, "export the records themselves, one object each"))
        }
    }
}

fn of_list(doc: Doc) -> Option<Advised> {
    let Some(first) = doc.elements(0).next() else {
        let what = "the file is an empty list: it holds no records";
        return Some(Advised::new(what, "ask for a period in which there were some"));
    };
    match doc.nodes[first].kind {
        NodeKind::Object => None,
        NodeKind::List => {
            let what = "its rows are lists, and no names of their columns stand above them";
            Some(Advised::new(what, "put a first row of names in, or export objects"))
        }
        NodeKind::Null | NodeKind::Plain | NodeKind::Text | NodeKind::Escaped | NodeKind::Repeated => {
            let what = "the file is a list of single values, not of records";
            Some(Advised::new(what, "export the records themselves, one object each"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_named_with_its_place() {
        for (text, expected) in [
            ("[1,]", Some("not JSON at byte 3 (line 1): no JSON value begins like this")),
            ("\u{feff}{\"a\":\n01}", Some("not JSON at byte 10 (line 2): a number does not begin with 0")),
            ("[1", Some("the file is cut short at byte 2 (line 1)")),
            ("[][]", Some("not JSON at byte 2 (line 1): more stands behind the end of the text")),
            ("{\"a\":1}\n{\"a\":2}", None),
            ("[1]", None),
        ] {
            assert_eq!(first_fault(text.as_bytes(), true).as_deref(), expected, "{text}");
        }
        assert_eq!(first_fault(b"[1", false), None);
        assert!(without_records(b"[[1,2],[3,4]]").is_some_and(|cause| cause.advice[0].contains("names")));
        assert!(without_records(b"[]").is_some_and(|cause| cause.what.contains("empty list")));
        assert_eq!(without_records(b"[{}]"), None);
    }
}
