//! What is known of a JSON file while it is read: its keys so far and the tables they feed.

use crate::profile::catalog::Catalog;
use crate::profile::recognise::Recognised;
use crate::source::json::LateKeys;
use crate::source::KeyedRecords;

/// The places of records with their keys so far, and the tables.
pub struct LearntKeys<'c> {
    /// What keys mean.
    pub catalog: &'c Catalog,
    /// The places.
    pub places: Vec<KeyedRecords>,
    /// The tables.
    pub recognised: Vec<Recognised>,
}

impl LearntKeys<'_> {
    /// Learns late keys; whether they add a column or a table.
    pub fn learn(&mut self, late: Vec<LateKeys>) -> bool {
        let mut has_more = false;
        for LateKeys { path, keys } in late {
            match self.places.iter_mut().find(|place| place.path == path) {
                Some(place) => place.keys.extend(keys.iter().cloned()),
                None => self.places.push(KeyedRecords { path: path.clone(), keys: keys.clone() }),
            }
            has_more |= self.catalog.extend(&mut self.recognised, &LateKeys { path, keys }, &self.places);
        }
        has_more
    }
}
