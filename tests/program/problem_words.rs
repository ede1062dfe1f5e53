//! Whatever can be wrong with rows and files has its words in every language of reports.

use super::imports::{sources, SourceFile};
use std::collections::BTreeSet;

/// The quoted texts that follow a piece of code.
fn texts_behind<'s>(code: &'s str, piece: &str) -> BTreeSet<&'s str> {
    let behind = code.split(piece).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
    behind.filter_map(|rest| rest.split_once('"')).map(|(text, _)| text).collect()
}

/// A problem whose text is put together as it is told has no words of its own, and none are asked of it here.
#[test]
fn every_problem_has_its_words_and_no_words_are_left_of_one_that_is_gone() {
    let (words, code): (Vec<SourceFile>, Vec<SourceFile>) =
        sources().into_iter().partition(|file| file.name.starts_with("render/problem_words/"));
    let text =
        |files: &[SourceFile]| files.iter().map(|file| file.code.as_str()).collect::<Vec<_>>().concat();
    let (words, code) = (text(&words), text(&code));
    // The first of the languages is the text that a problem goes by.
    let known = texts_behind(&words, "[");
    let mut told = BTreeSet::new();
    for piece in ["Trouble::new(", "Trouble::plain(", "Wrong::new("] {
        told.extend(texts_behind(&code, piece));
    }
    assert!(told.len() > 60, "{}", told.len());
    let unknown: Vec<&&str> = told.difference(&known).collect();
    assert!(unknown.is_empty(), "src/render/problem_words has no words for {unknown:?}");
    let gone: Vec<&&str> = known.iter().filter(|text| !code.contains(&format!("\"{text}\""))).collect();
    assert!(gone.is_empty(), "nobody tells {gone:?}");
}
