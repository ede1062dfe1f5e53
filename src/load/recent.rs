//! What texts that come again and again were found to mean.

use crate::dataset::dictionary::hash_of;
use crate::dataset::Dictionary;
use crate::profile::synonyms;
use crate::source::cells::ShortText;

/// Texts of a closed list and their codes.
#[derive(Default)]
pub struct Recent {
    /// Short texts of which there is nothing to say, and their codes.
    short: Vec<(ShortText, u8)>,
    /// The first texts met, by code: of a closed list most cells hold one of a few.
    first: Vec<Box<[u8]>>,
    texts: Dictionary,
    codes: Vec<Option<u8>>,
}

/// Short texts remembered.
const SHORT: usize = 12;

/// Texts compared one by one before they are hashed.
const FIRST: usize = 6;

/// Texts remembered; a column that has more is no closed list.
const MOST: usize = 4096;

impl Recent {
    /// The code of a short text that was met, if there is nothing to say about it.
    #[inline(always)]
    pub fn known(&self, text: ShortText) -> Option<u8> {
        self.short.iter().find(|(known, _)| *known == text).map(|&(_, code)| code)
    }

    /// Remembers the code of a short text about which there is nothing to say.
    #[cold]
    pub fn learn(&mut self, text: ShortText, code: u8) {
        if self.short.len() < SHORT {
            self.short.push((text, code));
        }
    }

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
