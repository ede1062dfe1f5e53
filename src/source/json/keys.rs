//! The fields of records that are keys of the record itself: records of one file nearly always have theirs in one order.

use super::path::{Doc, Path};
use super::tape::NodeKind;

/// Keys of a record whose places are remembered.
const MOST: usize = 256;

/// Which keys records had in which order, and the values of those that are fields.
#[derive(Debug, Default)]
pub struct KeyOrder {
    /// By their place in the record before.
    known: Vec<KnownKey>,
    /// The node of the value of each field that is a key of the record itself.
    pub found: Vec<Option<usize>>,
}

/// A key as it was written, and the fields it is.
#[derive(Debug, Default)]
struct KnownKey {
    key: Vec<u8>,
    fields: Vec<usize>,
}

impl KeyOrder {
    /// Finds the values of the object at `at`; of anything else there are none.
    pub fn find(&mut self, doc: Doc, at: usize, fields: &[Path]) {
        self.found.clear();
        self.found.resize(fields.len(), None);
        for (place, key) in doc.keys(at).enumerate() {
            let node = &doc.nodes[key];
            if node.kind == NodeKind::Repeated {
                continue;
            }
            let written = &doc.bytes[node.span()];
            if place == self.known.len() && place < MOST {
                self.known.push(KnownKey::default());
                self.known[place].learn(doc, key, fields);
            }
            match self.known.get_mut(place) {
                Some(known) => {
                    if known.key != written {
                        known.learn(doc, key, fields);
                    }
                    for &field in &known.fields {
                        self.found[field] = Some(key + 1);
                    }
                }
                None => {
                    for field in fields_of(doc, key, fields) {
                        self.found[field] = Some(key + 1);
                    }
                }
            }
        }
    }
}

impl KnownKey {
    fn learn(&mut self, doc: Doc, key: usize, fields: &[Path]) {
        self.key.clear();
        self.key.extend_from_slice(&doc.bytes[doc.nodes[key].span()]);
        self.fields.clear();
        self.fields.extend(fields_of(doc, key, fields));
    }
}

/// The fields that a key is.
fn fields_of<'f>(doc: Doc<'f>, key: usize, fields: &'f [Path]) -> impl Iterator<Item = usize> + 'f {
    let is_it = move |path: &Path| path.own_key().is_some_and(|own| doc.is_key(key, own));
    fields.iter().enumerate().filter(move |(_, path)| is_it(path)).map(|(field, _)| field)
}
