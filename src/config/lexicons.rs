//! `[sentiment]`: the word lists that say how texts sound.

use super::fault::carried;
use crate::advice::Advised;
use crate::facts::sentiment::languages;
use crate::nearest;
use serde::de::Deserializer;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files with a word, a tab and a score on each line, relative to the configuration's own folder until it is parsed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sentiment {
    /// For texts in any language.
    pub lexicon: Option<PathBuf>,
    /// For texts that are reliably in one language; they go before the one for any.
    pub lexicons: BTreeMap<LexiconLanguage, PathBuf>,
}

impl Sentiment {
    /// All files it names.
    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        self.lexicon.iter_mut().chain(self.lexicons.values_mut())
    }
}

/// The code of a language that a word list can be for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LexiconLanguage(pub String);

impl<'de> Deserialize<'de> for LexiconLanguage {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        if languages().any(|known| known == code) {
            return Ok(LexiconLanguage(code));
        }
        let advice = nearest::advice(&code, languages());
        Err(carried(Advised::new(format!("{code:?} is no language that a word list can be for"), advice)))
    }
}
