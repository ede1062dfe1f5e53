//! Texts told apart by a small number: every id, name and free dimension value is stored once.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// The code of "no value".
pub const NONE: u32 = u32::MAX;

/// Distinct texts in the order they were first met; a code is the place of a text in that order.
#[derive(Default, Clone)]
pub struct Dictionary {
    bytes: String,
    ends: Vec<usize>,
    index: HashTable<u32>,
}

impl Dictionary {
    /// The code of `text`, which is added if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        let hash = hash_of(text);
        if let Some(&code) = self.index.find(hash, |&code| self.text(code) == text) {
            return code;
        }
        let code = self.ends.len() as u32;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.index.insert_unique(hash, code, |&code| hash_of(slice(bytes, ends, code)));
        code
    }

    /// The code of `text`, if it was met.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.index.find(hash_of(text), |&code| self.text(code) == text).copied()
    }

    /// The text of a code given out by this dictionary; empty for [`NONE`].
    pub fn text(&self, code: u32) -> &str {
        if code == NONE {
            return "";
        }
        slice(&self.bytes, &self.ends, code)
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
        (0..self.len() as u32).map(|code| self.text(code))
    }
}

fn slice<'a>(bytes: &'a str, ends: &[usize], code: u32) -> &'a str {
    let code = code as usize;
    let start = if code == 0 { 0 } else { ends[code - 1] };
    &bytes[start..ends[code]]
}

/// A fixed seed: the same input fills the table alike on every run.
fn hash_of(text: &str) -> u64 {
    FixedState::with_seed(0).hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
