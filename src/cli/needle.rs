//! A text that is looked for among others, however they are written.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::UnicodeNormalization;

/// A text to look for, whatever its case, accents and white space.
pub struct Needle {
    wanted: memchr::memmem::Finder<'static>,
    folded: String,
}

impl Needle {
    /// Folds the text that is looked for; nothing if only white space is left of it.
    pub fn new(text: &str) -> Option<Needle> {
        let mut wanted = String::new();
        fold(text, &mut wanted);
        let wanted = memchr::memmem::Finder::new(wanted.trim()).into_owned();
        (!wanted.needle().is_empty()).then(|| Needle { wanted, folded: String::new() })
    }

    /// Whether a text holds it.
    pub fn is_in(&mut self, text: &str) -> bool {
        fold(text, &mut self.folded);
        self.wanted.find(self.folded.as_bytes()).is_some()
    }
}

/// Lower case, without accents, each run of white space one space.
fn fold(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        return text.chars().for_each(|character| push(character.to_ascii_lowercase(), folded));
    }
    for character in text.chars().flat_map(char::to_lowercase).nfkd() {
        if !is_combining_mark(character) {
            push(character, folded);
        }
    }
}

/// Adds a character, of a run of white space the first as a space.
fn push(character: char, folded: &mut String) {
    if !character.is_whitespace() {
        folded.push(character);
    } else if !folded.ends_with(' ') {
        folded.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_white_space_do_not_matter() {
        let holds = |text: &str, wanted: &str| Needle::new(wanted).unwrap().is_in(text);
        assert!(holds("Où est mon\n\n  COLIS ?", "ou EST mon colis"));
        assert!(holds("Zwrócić zamówienie", "zwrocic"));
        assert!(holds("ﬁne", "FINE"));
        assert!(holds("mail jan@x.nl now", "Jan@X.nl"));
        assert!(!holds("mail jan x nl now", "jan@x.nl"));
        assert!(!holds("", "a"));
        assert!(holds(&"\u{fdfa}".repeat(2), "صلى الله عليه وسلم"));
        assert!(Needle::new(" \n\t").is_none());
    }

    #[test]
    fn a_long_text_is_looked_for_without_fuss() {
        let long = "ab ".repeat(50_000);
        assert!(Needle::new(&long).unwrap().is_in(&format!("x{long}y")));
        assert!(!Needle::new(&long).unwrap().is_in(&long.replace("ab", "ba")));
    }
}
