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
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn what_is_known_is_said_in_each_language_and_anything_else_as_it_is() {
        let said = LANGUAGES.map(|language| Words::of(language).problem("not an instant").to_owned());
        let expected =
            ["not an instant", "geen tijdstip", "to nie jest chwila", "ikke et tidspunkt", "kein Zeitpunkt"];
        assert_eq!(said, expected);
        assert_eq!(Words::of(Language::Nl).problem("not JSON at byte 7"), "not JSON at byte 7");
    }

    /// The sources without their tests.
    fn sources(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if !path.to_string_lossy().contains("problem_words") {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                into.push_str(text.split("#[cfg(test)]").next().unwrap_or_default());
            }
        }
    }

    /// The texts that follow a piece of source.
    fn texts_behind<'s>(source: &'s str, piece: &str) -> BTreeSet<&'s str> {
        let behind = source.split(piece).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        behind.filter_map(|rest| rest.split_once('"')).map(|(text, _)| text).collect()
    }

    #[test]
    fn every_trouble_that_is_a_text_of_its_own_is_known_and_none_is_left_from_before() {
        let mut source = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
        let known: BTreeSet<&str> = known().map(|[english, ..]| *english).collect();
        let mut said = texts_behind(&source, "Trouble::new(");
        said.extend(texts_behind(&source, "Trouble::plain("));
        said.extend(texts_behind(&source, "Wrong::new("));
        assert!(said.len() > 40, "{}", said.len());
        let unknown: Vec<&&str> = said.difference(&known).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let gone: Vec<&&str> = known.iter().filter(|text| !source.contains(&format!("\"{text}\""))).collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
