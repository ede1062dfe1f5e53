//! Keys and places of records that first appear behind the head of a file.

use super::path::{Doc, Path};
use super::row::RecordPlan;
use super::survey::KeyPaths;
use super::tape::NodeKind;
use crate::source::KeyedRecords;
use std::collections::{HashMap, HashSet};

/// Keys that were news, at the place of records where they stand.
pub type LateKeys = KeyedRecords;

/// Keys remembered at all.
const MOST: usize = 10_000;

/// The keys of each place so far.
#[derive(Debug)]
pub struct KnownKeys {
    places: HashMap<String, HashSet<String>>,
    count: usize,
}

impl KnownKeys {
    /// The keys that the head of the file told.
    pub fn new(known: &[KeyedRecords]) -> KnownKeys {
        let mut places = HashMap::new();
        for place in known {
            places.insert(place.path.clone(), place.keys.iter().cloned().collect());
        }
        KnownKeys { places, count: 0 }
    }

    /// The keys of a value at `path` that are news, there and at the places inside it where records are read.
    pub fn news(&mut self, doc: Doc, path: &[String], plans: &[RecordPlan]) -> Vec<LateKeys> {
        let mut news = Vec::new();
        let own = path.join(".");
        let mut inner: Vec<&[String]> =
            plans.iter().filter_map(|plan| plan.records.strip_prefix(path)).collect();
        inner.sort();
        inner.dedup();
        if inner.is_empty() {
            inner.push(&[]);
        }
        for rest in inner {
            let mut place = own.clone();
            for key in rest {
                place = super::survey::joined(&place, key);
            }
            let mut keys = KeyPaths::default();
            Path::new(&rest.join("."), false).all(doc, 0, &mut |at| {
                if doc.nodes[at].kind == NodeKind::Object {
                    keys.object(doc, at, "", 0);
                }
            });
            let keys = self.learn(&place, keys.found);
            if !keys.is_empty() {
                news.push(KeyedRecords { path: place, keys });
            }
        }
        news
    }

    fn learn(&mut self, place: &str, keys: Vec<String>) -> Vec<String> {
        let known = self.places.entry(place.to_owned()).or_default();
        let mut late = Vec::new();
        for key in keys {
            if self.count < MOST && !known.contains(&key) {
                self.count += 1;
                known.insert(key.clone());
                late.push(key);
            }
        }
        late
    }
}
