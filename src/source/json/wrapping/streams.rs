//! One file with the records of several tables, each record beside the name of its stream: Airbyte, Singer, Debezium,
//! Elasticsearch and others that write `{"stream": "tickets", "data": {…}}`.

use super::place::ValuePlace;
use crate::source::json::path::{Doc, Path};
use crate::source::json::tape::NodeKind;

/// Where a record and the name of its stream stand.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamKeys {
    name: Path,
    record: Path,
}

/// Objects that the two may stand in.
const AROUND: &[&str] = &["", "record.", "message.", "payload.", "value.", "event."];

/// Keys of the name of a stream.
const NAMES: &[&str] = &[
    "stream",
    "_stream",
    "stream_name",
    "_airbyte_stream",
    "table",
    "_table",
    "table_name",
    "tableName",
    "collection",
    "entity",
    "entity_type",
    "object_type",
    "resource",
    "resource_type",
    "model",
    "topic",
    "source.table",
    "_index",
];

/// Those that hold nothing else.
const SURE: &[&str] = &["stream", "_stream", "stream_name", "_airbyte_stream", "source.table", "_index"];

/// Keys of the record itself.
const RECORDS: &[&str] =
    &["data", "record", "_airbyte_data", "_source", "after", "row", "payload", "value", "fields", "document"];

/// Marks of lines that belong to a stream but carry no record.
const MARKS: &[&str] = &["type", "op"];

impl StreamKeys {
    /// The keys that most of the values of a file have; `None` where the records do not stand beside streams.
    pub fn of(docs: &[Doc]) -> Option<StreamKeys> {
        let mut records: Vec<(Doc, usize)> = Vec::new();
        for doc in docs {
            match doc.nodes[0].kind {
                NodeKind::List => records.extend(doc.elements(0).map(|at| (*doc, at))),
                _ => records.push((*doc, 0)),
            }
        }
        for around in AROUND {
            for name in NAMES {
                for record in RECORDS {
                    let keys = StreamKeys {
                        name: Path::new(&format!("{around}{name}"), false),
                        record: Path::new(&format!("{around}{record}"), false),
                    };
                    if keys.are_those_of(&records, SURE.contains(name)) {
                        return Some(keys);
                    }
                }
            }
        }
        None
    }

    /// Whether a third of the values or more have both; unless the name is sure, the records must be a third of them.
    fn are_those_of(&self, values: &[(Doc, usize)], is_sure: bool) -> bool {
        let (mut found, mut all, mut inside) = (0, 0, 0);
        for (doc, at) in values {
            if let Some((_, record)) = self.find(*doc, *at) {
                found += 1;
                all += doc.raw(*at).len();
                inside += doc.raw(record).len();
            }
        }
        found > 0 && found * 3 >= values.len() && (is_sure || inside * 3 >= all)
    }

    /// The name of a record's stream and the record's node.
    fn find(&self, doc: Doc, at: usize) -> Option<(String, usize)> {
        let name = self.name.first(doc, at).filter(|name| doc.is_text(*name))?;
        let record = self.record.first(doc, at)?;
        (doc.nodes[record].kind == NodeKind::Object).then(|| (stream_name(&doc.text(name)), record))
    }

    /// Adds a record under the name of its stream; says what a line is that carries none.
    pub fn write(&self, doc: Doc, place: &ValuePlace, into: &mut Vec<u8>) -> Option<String> {
        if !place.path.is_empty() {
            return None;
        }
        if let Some((name, record)) = self.find(doc, 0) {
            into.extend_from_slice(b"{\"");
            into.extend_from_slice(name.as_bytes());
            into.extend_from_slice(b"\":");
            doc.copy(record, into);
            into.push(b'}');
            return None;
        }
        for mark in MARKS {
            if let Some(mark) = doc.child(0, mark).filter(|mark| doc.is_text(*mark)) {
                return Some(format!("a line of a stream without a record ({})", shown(&doc.text(mark))));
            }
        }
        Some("a line of a stream without a record".to_owned())
    }
}

/// The name of a stream without its schema, as one key of a path.
fn stream_name(name: &str) -> String {
    let last = name.rsplit(['.', '/', ':']).next().unwrap_or(name);
    last.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' }).collect()
}

/// Letters of a mark that are shown.
const SHOWN: usize = 24;

/// A mark, shown if it is a short word.
fn shown(mark: &str) -> &str {
    let is_word = mark.len() <= SHOWN && mark.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_word {
        mark
    } else {
        "…"
    }
}
