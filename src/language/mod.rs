//! The languages for people, and words that are there in each of them.

use crate::advice::Advised;

mod plural;

pub use plural::Counted;

/// A language that reports are written in; ids, errors and machine formats are the same in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
    /// Polish.
    Pl,
    /// Norwegian, Bokmål.
    Nb,
    /// German.
    De,
}

/// One text in every language, in the order of [`LANGUAGES`]: one too few does not compile.
pub type Labels = [&'static str; LANGUAGES.len()];

/// All languages.
pub const LANGUAGES: [Language; 5] = [Language::En, Language::Nl, Language::Pl, Language::Nb, Language::De];

impl Language {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.of(&["en", "nl", "pl", "nb", "de"])
    }

    /// The text that is its own.
    pub fn of(self, labels: &Labels) -> &'static str {
        let [en, nl, pl, nb, de] = labels;
        match self {
            Language::En => en,
            Language::Nl => nl,
            Language::Pl => pl,
            Language::Nb => nb,
            Language::De => de,
        }
    }

    /// The language of that name.
    pub fn named(name: &str) -> Option<Language> {
        LANGUAGES.into_iter().find(|language| language.name() == name)
    }

    /// The language that a locale such as `nl_BE.UTF-8` speaks; all forms of Norwegian are read as Bokmål, and a
    /// language that there is not as English.
    pub fn of_locale(locale: &str) -> Language {
        let name = locale.split(['_', '-', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "no" | "nn" => Language::Nb,
            name => Language::named(name).unwrap_or_default(),
        }
    }
}

/// The language of that name.
///
/// # Errors
/// If it is none of the five.
pub fn parse_language(name: &str) -> Result<Language, Advised> {
    let names = LANGUAGES.map(Language::name).join(", ");
    Language::named(name)
        .ok_or_else(|| Advised::new(format!("{name:?} is no language that reports are written in"), names))
}

/// What people call something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caption {
    /// A word of ours, in every language.
    Said(Labels),
    /// A name of its own, such as that of a column of a fact table: the same in every language.
    Named(String),
}

impl Caption {
    /// What it is called in that language.
    pub fn of(&self, language: Language) -> &str {
        match self {
            Caption::Said(labels) => language.of(labels),
            Caption::Named(name) => name,
        }
    }
}

impl From<Labels> for Caption {
    fn from(labels: Labels) -> Caption {
        Caption::Said(labels)
    }
}

#[cfg(test)]
mod tests;
