//! What is wrong with rows and files, as a report for people says it. Its English text is what a problem goes by, in JSON
//! and in what archives keep of it; a text that is put together with what stood in the file has no other language.

mod of_facts;
mod of_files;
mod of_rows;

use super::words::Words;
use crate::language::Labels;
use of_facts::OF_FACTS;
use of_files::OF_FILES;
use of_rows::OF_ROWS;

/// All that has words.
fn known() -> impl Iterator<Item = &'static Labels> {
    [OF_ROWS, OF_FACTS, OF_FILES].into_iter().flatten()
}

impl Words {
    /// What is wrong, in this language where that has a word for it.
    pub fn problem<'t>(&self, what: &'t str) -> &'t str {
        known().find(|[english, ..]| *english == what).map_or(what, |labels| self.language.of(labels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, LANGUAGES};

    #[test]
    fn what_is_known_is_said_in_each_language_and_anything_else_as_it_is() {
        let said = LANGUAGES.map(|language| Words::of(language).problem("not an instant").to_owned());
        let expected =
            ["not an instant", "geen tijdstip", "to nie jest chwila", "ikke et tidspunkt", "kein Zeitpunkt"];
        assert_eq!(said, expected);
        assert_eq!(Words::of(Language::Nl).problem("not JSON at byte 7"), "not JSON at byte 7");
    }
}
