//! Texts told apart by a small number: every id, name and free dimension value is stored once.

use super::{enlarged, make_room};
use crate::fitting::numbered;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

/// The code of "no value".
pub const NONE: u32 = u32::MAX;

/// Distinct texts in the order they were first met; a code is the place of a text in that order.
#[derive(Default, Clone)]
pub struct Dictionary {
    bytes: String,
    ends: Vec<usize>,
    index: HashTable<TaggedCode>,
}

/// A code beside a part of its text's hash: other texts are told apart without looking at them.
#[derive(Clone, Copy)]
struct TaggedCode {
    tag: u32,
    code: u32,
}

impl Dictionary {
    /// The code of `text`, which is added if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_hashed(hash_of(text.as_bytes()), text)
    }

    /// Like [`Self::intern`], for a text whose [`hash_of`] is known.
    pub fn intern_hashed(&mut self, hash: u64, text: &str) -> u32 {
        if let Some(code) = self.find_hashed(hash, text.as_bytes()) {
            return code;
        }
        self.push(hash, text)
    }

    /// The code of one more text: if an equal one has a code already, it means something else.
    pub fn add(&mut self, text: &str) -> u32 {
        self.push(hash_of(text.as_bytes()), text)
    }

    /// The code of one more text of a closed dictionary.
    pub fn add_closed(&mut self, text: &str) -> u32 {
        let code = numbered(self.ends.len());
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        code
    }

    #[inline]
    fn push(&mut self, hash: u64, text: &str) -> u32 {
        let code = self.add_closed(text);
        let tag = tag_of(hash);
        self.index.insert_unique(place_of(tag), TaggedCode { tag, code }, |entry| place_of(entry.tag));
        code
    }

    /// Makes room for `times` times the texts of `sample`, so that nothing has to move while texts are added.
    pub fn reserve(&mut self, sample: &Dictionary, times: f64) {
        let _ = self.bytes.try_reserve_exact(enlarged(sample.bytes.len(), times));
        make_room(&mut self.ends, enlarged(sample.ends.len(), times));
        let _ = self.index.try_reserve(enlarged(sample.ends.len(), times), |entry| place_of(entry.tag));
    }

    /// The code of `text`, if it was met; of several that were added, one.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(hash_of(text.as_bytes()), text.as_bytes())
    }

    /// Like [`Self::find`], for a text whose [`hash_of`] is known.
    #[inline]
    pub fn find_hashed(&self, hash: u64, text: &[u8]) -> Option<u32> {
        let tag = tag_of(hash);
        self.index
            .find(place_of(tag), |entry| entry.tag == tag && self.is(entry.code, text))
            .map(|entry| entry.code)
    }

    /// The code that a text of this hash most probably has; whether it does, [`Self::is`] tells.
    #[inline]
    pub fn candidate(&self, hash: u64) -> Option<u32> {
        let tag = tag_of(hash);
        self.index.find(place_of(tag), |entry| entry.tag == tag).map(|entry| entry.code)
    }

    /// Whether `code` stands for `text`.
    #[inline]
    pub fn is(&self, code: u32, text: &[u8]) -> bool {
        slice(&self.bytes, &self.ends, code).as_bytes() == text
    }

    /// The text of a code given out by this dictionary; empty for [`NONE`].
    pub fn text(&self, code: u32) -> &str {
        if code == NONE {
            return "";
        }
        slice(&self.bytes, &self.ends, code)
    }

    /// The texts of these codes with `;` between; `None` of none.
    pub fn joined(&self, codes: &[u32]) -> Option<String> {
        let texts: Vec<&str> = codes.iter().map(|&code| self.text(code)).collect();
        (!texts.is_empty()).then(|| texts.join(";"))
    }

    /// How many distinct texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no text was met yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts in the order of their codes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..numbered(self.len())).map(|code| self.text(code))
    }

    /// Keeps nothing but the texts: none will be looked up or added.
    pub fn close(&mut self) {
        self.index = HashTable::new();
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.index.clear();
    }
}

#[inline]
fn slice<'a>(bytes: &'a str, ends: &[usize], code: u32) -> &'a str {
    let code = code as usize;
    let start = if code == 0 { 0 } else { ends[code - 1] };
    &bytes[start..ends[code]]
}

/// Another one each run, so that nobody can write texts whose hashes are equal. Codes go by the order of texts: no output
/// depends on it.
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// What makes the hashes by which equal texts are found.
#[inline]
pub fn text_hasher() -> impl Hasher {
    SEED.build_hasher()
}

/// The hash by which dictionaries find a text, within one run.
#[inline]
pub fn hash_of(text: &[u8]) -> u64 {
    let mut hasher = SEED.build_hasher();
    hasher.write(text);
    hasher.finish()
}

/// The part of a hash that is kept.
#[inline]
fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// What the table takes for the hash: all of it follows from the tag, so that the table grows without reading texts.
#[inline]
fn place_of(tag: u32) -> u64 {
    u64::from(tag).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use foldhash::fast::FixedState;
    use std::collections::HashSet;
    use std::hash::Hash;

    #[test]
    fn a_text_keeps_its_code_when_room_is_made() {
        let mut names = Dictionary::default();
        let texts: Vec<String> = (0..100).map(|number| format!("name {number}")).collect();
        let codes: Vec<u32> = texts.iter().map(|text| names.intern(text)).collect();
        names.reserve(&names.clone(), 50.0);
        assert_eq!(texts.iter().map(|text| names.intern(text)).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn a_text_keeps_its_code() {
        let mut names = Dictionary::default();
        assert_eq!(names.intern("Anna"), 0);
        assert_eq!(names.intern(""), 1);
        assert_eq!(names.intern("Anna"), 0);
        assert_eq!(names.text(1), "");
        assert_eq!(names.find("Bob"), None);
        assert_eq!(names.texts().collect::<Vec<_>>(), ["Anna", ""]);
    }

    /// The hashes of texts written so that they are all equal where the seed is known.
    fn hashes(hash: impl Fn(&[u8]) -> u64) -> HashSet<u64> {
        let text = |number: u32| {
            let mut text = format!("{:032}{number:07}", 0).into_bytes();
            text[8..16].copy_from_slice(&[0x0c, 0x67, 0x57, 0xc7, 0x8e, 0x72, 0x5d, 0x71]);
            hash(&text)
        };
        (0..1_000).map(text).collect()
    }

    #[test]
    fn nobody_can_write_texts_that_collide() {
        assert_eq!(hashes(|text| FixedState::default().hash_one(Bytes(text))).len(), 1);
        assert_eq!(hashes(hash_of).len(), 1_000);
    }

    /// Hashed without its length, as texts are here.
    struct Bytes<'t>(&'t [u8]);

    impl Hash for Bytes<'_> {
        fn hash<H: Hasher>(&self, to: &mut H) {
            to.write(self.0);
        }
    }

    #[test]
    fn equal_texts_can_mean_different_things() {
        let mut ids = Dictionary::default();
        assert_eq!((ids.add("17"), ids.add("17"), ids.intern("18")), (0, 1, 2));
        assert_eq!(ids.texts().collect::<Vec<_>>(), ["17", "17", "18"]);
        assert!(ids.find("17").is_some_and(|code| code < 2));
    }

    #[test]
    fn room_for_more_moves_no_text_out_of_reach() {
        let mut names = Dictionary::default();
        let texts: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
        for text in &texts[..20] {
            assert_ne!(names.intern(text), NONE);
        }
        let sample = names.clone();
        names.reserve(&sample, 50.0);
        for (code, text) in texts.iter().enumerate() {
            assert_eq!(names.intern(text), numbered(code));
        }
    }
}
