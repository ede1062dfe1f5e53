//! Records that stand under their ids instead of in a list: `{"c1": {…}, "c2": {…}}`, or `{"c1": [{…}, …]}`.

use super::place::ValuePlace;
use crate::source::json::path::Doc;
use crate::source::json::tape::NodeKind;

/// Levels at which such an object is looked for.
const LEVELS: usize = 3;

/// Members compared with each other.
const MEMBERS: usize = 50;

/// The paths of the objects whose members are records, if they make up most of a text.
pub fn paths(doc: Doc) -> Vec<Vec<String>> {
    let mut search = KeyedSearch { doc, found: Vec::new(), bytes: 0 };
    search.object(0, &mut Vec::new());
    if search.bytes * 2 > doc.raw(0).len() {
        search.found
    } else {
        Vec::new()
    }
}

struct KeyedSearch<'d> {
    doc: Doc<'d>,
    found: Vec<Vec<String>>,
    /// Bytes of the objects found.
    bytes: usize,
}

impl KeyedSearch<'_> {
    fn object(&mut self, at: usize, path: &mut Vec<String>) {
        if self.doc.nodes[at].kind != NodeKind::Object {
            return;
        }
        if is_keyed(self.doc, at) {
            self.bytes += self.doc.raw(at).len();
            self.found.push(path.clone());
            return;
        }
        if path.len() < LEVELS {
            for (key, value) in self.doc.members(at) {
                path.push(key);
                self.object(value, path);
                path.pop();
            }
        }
    }
}

/// Whether the members of an object are records under their ids, or lists of records under the id of what they belong
/// to: objects alike, under names that are no words of a schema.
fn is_keyed(doc: Doc, at: usize) -> bool {
    let mut records = Vec::new();
    let (mut members, mut lists, mut ids, mut others) = (0, 0, 0, 0);
    for (key, value) in doc.members(at).take(MEMBERS) {
        match doc.nodes[value].kind {
            NodeKind::Object => records.push(keys_of(doc, value)),
            NodeKind::List => {
                let elements = doc.elements(value).take(MEMBERS);
                let objects = elements.filter(|element| doc.nodes[*element].kind == NodeKind::Object);
                records.extend(objects.map(|element| keys_of(doc, element)));
                lists += 1;
            }
            NodeKind::Null => continue,
            _ => {
                others += 1;
                continue;
            }
        }
        members += 1;
        ids += usize::from(is_id(&key));
    }
    let named_by_ids = ids > 0 && ids * 10 >= members * 8;
    let enough = if named_by_ids { 1 } else { 3 };
    let is_one_kind = lists == 0 || lists == members && named_by_ids;
    let is_only = named_by_ids && others <= members / 2 || others == 0;
    members >= enough && is_one_kind && is_only && are_alike(&records)
}

/// Whether a key looks like the id of something rather than the name of a field.
fn is_id(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && (digits * 3 >= key.len() || !key.contains('_') || key.len() >= 16)
}

fn keys_of(doc: Doc, at: usize) -> Vec<String> {
    doc.members(at).map(|(key, _)| key).collect()
}

/// Whether each record shares at least half of its keys with another that has as many or more.
fn are_alike(records: &[Vec<String>]) -> bool {
    let Some(widest) = records.iter().max_by_key(|keys| keys.len()) else { return false };
    let are_numbers = widest.iter().all(|key| key.parse::<u64>().is_ok());
    if widest.len() < 2 || are_numbers {
        return false;
    }
    records.iter().all(|keys| {
        let shared = keys.iter().filter(|key| widest.contains(key)).count();
        shared * 2 >= keys.len() && (shared > 0 || keys.is_empty())
    })
}

/// Names that the id of the conversation around may have in its records.
const AROUND: &str = "conversation_id";

/// Names by which a record says itself which conversation it is of, or is.
const SAYS_WHICH: [&str; 9] = [
    AROUND,
    "conversationId",
    "ticket_id",
    "ticketId",
    "case_id",
    "caseId",
    "chat_id",
    "chatId",
    "thread_id",
];

/// Whether a key is a day or a month, under which records may stand: `2026-03-02`, `2026-03`.
fn is_day(key: &str) -> bool {
    let parts: Vec<&str> = key.split('-').collect();
    let are_numbers = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    are_numbers
        && matches!(parts[..], [year, month] | [year, month, _] if year.len() == 4 && month.len() == 2)
}

/// Adds the record or records that stand under a key; the key is the record's id, or that of the conversation around
/// several, unless they hold it already.
pub fn write(doc: Doc, place: &ValuePlace, into: &mut Vec<u8>) -> Option<String> {
    let key = place.key.unwrap_or_default();
    match doc.nodes[0].kind {
        NodeKind::Object if is_day(key) => doc.copy(0, into),
        NodeKind::Object => write_with(doc, 0, ("id", key), into),
        NodeKind::List => {
            for (number, element) in doc.elements(0).enumerate() {
                if doc.nodes[element].kind != NodeKind::Object {
                    continue;
                }
                if !into.is_empty() {
                    into.push(place.separator);
                }
                write_numbered(doc, element, (key, number), into);
            }
        }
        NodeKind::Null => {}
        _ => return Some(format!("{:?} beside the records is no record", super::place::shown(key))),
    }
    None
}

/// Adds a record of a list under a key, with its place there as its id if it has none.
fn write_numbered(doc: Doc, at: usize, (key, number): (&str, usize), into: &mut Vec<u8>) {
    let has_id =
        doc.members(at).any(|(name, _)| name == "id" || name.ends_with("_id") || name.ends_with("Id"));
    let start = into.len();
    if is_day(key) || doc.members(at).any(|(name, _)| SAYS_WHICH.contains(&name.as_str())) {
        return doc.copy(at, into);
    }
    write_with(doc, at, (AROUND, key), into);
    if !has_id && into.len() > start + 2 {
        let id = format!("{{\"id\":\"{number}\",");
        into.splice(start..=start, id.into_bytes());
    }
}

/// Adds a record with the key under which it stands, if it has neither the name nor the value of it.
fn write_with(doc: Doc, at: usize, (name, key): (&str, &str), into: &mut Vec<u8>) {
    let mut has_own = false;
    for (own, value) in doc.members(at) {
        has_own |= own == name || doc.raw(value) == key.as_bytes();
    }
    if has_own {
        return doc.copy(at, into);
    }
    into.push(b'{');
    super::place::push_text(name, into);
    into.push(b':');
    super::place::push_text(key, into);
    if doc.keys(at).next().is_some() {
        into.push(b',');
    }
    into.extend_from_slice(&doc.raw(at)[1..]);
}
