//! Objects of one place of a file nearly always have the same keys in the same order: what was found out of the last one's
//! keys then holds of the next one's too.

use super::shapes::hash;

/// Depths and keys of an object that are remembered.
const DEPTHS: usize = 4;
const KEYS: usize = 256;

/// The objects of each depth that were read last.
#[derive(Debug, Default)]
pub struct AlikeObjects([AlikeObject; DEPTHS]);

/// The keys of an object, as they were written.
#[derive(Debug, Default)]
pub struct AlikeObject {
    place: u64,
    texts: Vec<u8>,
    /// Where each ends among the texts, and its hash.
    keys: Vec<(usize, u64)>,
    /// Whether no key came more than once.
    is_plain: bool,
    /// Whether all keys so far of the object at hand are the last one's.
    is_same: bool,
}

impl AlikeObjects {
    /// Takes out what is known of the last object of a depth, for one at a place of the file.
    pub fn take(&mut self, depth: usize, place: u64) -> AlikeObject {
        let mut last = self.0.get_mut(depth).map(std::mem::take).unwrap_or_default();
        last.is_same = last.place == place;
        last.place = place;
        last
    }

    /// Puts back what is known now.
    pub fn put(&mut self, depth: usize, last: AlikeObject) {
        if let Some(own) = self.0.get_mut(depth) {
            *own = last;
        }
    }
}

impl AlikeObject {
    /// The hash of a key, the one at that place of its object.
    #[inline]
    pub fn hash(&mut self, at: usize, key: &[u8]) -> u64 {
        if self.is_same {
            let begins = if at == 0 { 0 } else { self.keys[at - 1].0 };
            match self.keys.get(at) {
                Some(&(ends, hash)) if self.texts[begins..ends] == *key => return hash,
                Some(_) | None => self.cut(at),
            }
        } else if at == 0 {
            self.cut(0);
        }
        let hash = hash(key);
        if self.keys.len() == at && at < KEYS {
            self.texts.extend_from_slice(key);
            self.keys.push((self.texts.len(), hash));
        }
        hash
    }

    /// Forgets the keys from one on.
    fn cut(&mut self, at: usize) {
        self.is_same = false;
        self.texts.truncate(if at == 0 { 0 } else { self.keys[at - 1].0 });
        self.keys.truncate(at);
    }

    /// Whether an object of so many keys has those of the last one, and neither of them one twice.
    pub fn is_like_the_last(&self, keys: usize) -> bool {
        self.is_same && self.is_plain && self.keys.len() == keys
    }

    /// Tells whether no key of the object came more than once.
    pub fn settle(&mut self, keys: usize, is_plain: bool) {
        self.is_plain = is_plain;
        // The last one had more: those are not this one's.
        if self.keys.len() > keys {
            self.cut(keys);
        }
    }
}
