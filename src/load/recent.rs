//! What texts that come again and again were found to mean.

use crate::dataset::dictionary::hash_of;
use crate::dataset::Dictionary;
use crate::profile::synonyms;
use crate::source::cells::ShortText;
use crate::values::RecentDays;

/// What is known of the texts of one column.
#[derive(Default)]
pub struct ColumnMemory {
    /// Of choices and flags.
    pub recent: Recent,
    /// Of choices and flags, where there is nothing to say about them.
    pub choices: KnownShort<u8>,
    /// Of instants.
    pub days: RecentDays,
    /// Of durations and numbers.
    pub numbers: KnownShort<i64>,
    /// Of texts that the dataset has codes for.
    pub codes: KnownShort<u32>,
}

/// Short texts that are remembered at once.
const PLACES: usize = 64;

/// Short texts met last and what they mean, where there is nothing to say about them.
pub struct KnownShort<T> {
    texts: Box<[ShortText; PLACES]>,
    meanings: Box<[T; PLACES]>,
}

impl<T: Copy + Default> Default for KnownShort<T> {
    fn default() -> Self {
        KnownShort { texts: Box::new([ShortText::NONE; PLACES]), meanings: Box::new([T::default(); PLACES]) }
    }
}

impl<T: Copy> KnownShort<T> {
    /// What a text means, if that is remembered.
    #[inline(always)]
    pub fn get(&self, text: ShortText) -> Option<T> {
        let place = text.place(PLACES);
        (self.texts[place] == text).then(|| self.meanings[place])
    }

    /// Remembers what a text means, in the place of another.
    #[inline]
    pub fn learn(&mut self, text: ShortText, meaning: T) {
        let place = text.place(PLACES);
        self.texts[place] = text;
        self.meanings[place] = meaning;
    }
}

/// Texts of a closed list and their codes.
#[derive(Default)]
pub struct Recent {
    /// The first texts met, by code: of a closed list most cells hold one of a few.
    first: Vec<Box<[u8]>>,
    texts: Dictionary,
    codes: Vec<Option<u8>>,
}

/// Texts compared one by one before they are hashed.
const FIRST: usize = 6;

/// Texts remembered; a column that has more is no closed list.
const MOST: usize = 4096;

impl Recent {
    /// The code of a text; `read` tells that of a text not met before.
    #[inline]
    pub fn get(&mut self, text: &str, read: impl FnOnce(&str) -> Option<u8>) -> Option<u8> {
        match self.first.iter().position(|known| **known == *text.as_bytes()) {
            Some(code) => self.codes[code],
            None => self.search(text, read),
        }
    }

    #[inline(never)]
    fn search(&mut self, text: &str, read: impl FnOnce(&str) -> Option<u8>) -> Option<u8> {
        let hash = hash_of(text.as_bytes());
        if let Some(code) = self.texts.find_hashed(hash, text.as_bytes()) {
            return self.codes[code as usize];
        }
        let code = read(text);
        if self.codes.len() < MOST {
            self.texts.intern_hashed(hash, text);
            if self.first.len() < FIRST {
                self.first.push(text.as_bytes().into());
            }
            self.codes.push(code);
        }
        code
    }
}

/// Channels as written, and their names.
#[derive(Default)]
pub struct Channels {
    texts: Dictionary,
    names: Vec<(String, bool)>,
}

impl Channels {
    /// The name of a channel, and whether it is one of the known ones.
    pub fn get(&mut self, text: &str) -> (&str, bool) {
        let code = self.texts.intern(text) as usize;
        if code == self.names.len() {
            let known = synonyms::channel(text);
            self.names.push((known.map_or_else(|| text.to_lowercase(), str::to_owned), known.is_some()));
        }
        let (name, known) = &self.names[code];
        (name, *known)
    }
}
