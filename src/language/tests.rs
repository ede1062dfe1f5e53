use super::*;
use crate::facts::DIMENSIONS;
use crate::kpi::{all, FAMILIES};
use crate::render::Words;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Columns a label may take: a line of cards at 80 columns holds it with four numbers beside it.
const LONGEST: usize = 36;
/// Columns a label of the headline may take: three boxes stand side by side at 80 columns.
const LONGEST_OF_HEADLINES: usize = 23;
/// Columns one word may take: it heads a column of a grid, where labels break at blanks alone.
const LONGEST_WORD: usize = 20;

#[test]
fn locales_speak_a_language() {
    for (locale, language) in [
        ("nl_NL.UTF-8", Language::Nl),
        ("nl_BE@euro", Language::Nl),
        ("pl", Language::Pl),
        ("de-AT", Language::De),
        ("nb_NO.UTF-8", Language::Nb),
        ("nn_NO", Language::Nb),
        ("no", Language::Nb),
        ("NL_nl", Language::Nl),
        ("C.UTF-8", Language::En),
        ("POSIX", Language::En),
        ("fr_FR.UTF-8", Language::En),
        ("", Language::En),
    ] {
        assert_eq!(Language::of_locale(locale), language, "{locale}");
    }
}

#[test]
fn languages_go_by_their_names_alone() {
    assert_eq!(LANGUAGES.map(Language::name), ["en", "nl", "pl", "nb", "de"]);
    assert_eq!(Language::named("nb"), Some(Language::Nb));
    assert_eq!(Language::named("fr"), None);
    let word = Caption::Said(["day", "dag", "dzień", "dag", "Tag"]);
    assert_eq!(LANGUAGES.map(|language| word.of(language).to_owned()), ["day", "dag", "dzień", "dag", "Tag"]);
    assert_eq!(Caption::Named("created_at".to_owned()).of(Language::De), "created_at");
}

/// Every label of the registries, with what it is.
fn labels() -> Vec<(&'static str, &'static Labels)> {
    let mut labels: Vec<(&str, &Labels)> = all().into_iter().map(|kpi| (kpi.id, &kpi.label)).collect();
    labels.extend(DIMENSIONS.iter().map(|dimension| (dimension.id, &dimension.label)));
    labels
}

#[test]
fn every_label_is_there_and_fits_in_every_language() {
    let labels = labels();
    assert!(labels.len() > 100, "{}", labels.len());
    for (id, label) in labels {
        for language in LANGUAGES {
            let text = language.of(label);
            assert!(
                !text.is_empty() && text.trim() == text && !text.contains(['{', '}', '\n']),
                "{id}: {text:?}"
            );
            assert!(text.width() <= LONGEST, "{id}: {text:?} takes {} columns", text.width());
            let longest = text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
            assert!(longest <= LONGEST_WORD, "{id}: a word of {text:?} takes {longest} columns");
        }
    }
}

#[test]
fn no_two_figures_of_a_section_are_called_the_same() {
    for language in LANGUAGES {
        for section in FAMILIES.iter().flat_map(|family| family.sections) {
            let mut named = BTreeMap::new();
            for kpi in section.kpis {
                let label = language.of(&kpi.label);
                let other = named.insert(label, kpi.id);
                assert_eq!(other, None, "{}: {label:?} is {} too", section.name, kpi.id);
            }
        }
    }
}

/// The texts of a debug print, each without what is escaped in it.
fn texts(words: &Words) -> Vec<String> {
    let printed = format!("{words:?}").replace("\\u{a0}", " ").replace("\\u{202f}", " ").replace("\\\"", "");
    printed.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names of the places of a phrase.
fn places(phrase: &str) -> Vec<&str> {
    let parts = phrase.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut places: Vec<&str> = parts.map(|(name, _)| name).collect();
    places.sort_unstable();
    places
}

/// All phrases there are, however deep they stand: a debug print shows them in the order of their fields.
#[test]
fn phrases_have_the_same_places_in_every_language() {
    let english = texts(Words::of(Language::En));
    assert!(english.len() > 150, "{}", english.len());
    for language in LANGUAGES {
        let texts = texts(Words::of(language));
        assert_eq!(texts.len(), english.len());
        for (text, english) in texts.iter().zip(&english) {
            assert_eq!(places(text), places(english), "{language:?}: {text:?} for {english:?}");
            assert!(!text.is_empty() || english.is_empty(), "{language:?}: nothing for {english:?}");
        }
    }
}

#[test]
fn headlines_fit_their_boxes() {
    for label in headlines() {
        for language in LANGUAGES {
            let text = language.of(label);
            assert!(text.width() <= LONGEST_OF_HEADLINES, "{text:?} takes {} columns", text.width());
        }
    }
}

/// What the boxes above the cards of `summary`, `faq` and `ai` are called.
fn headlines() -> Vec<&'static Labels> {
    let ids = [
        "conversations",
        "incoming",
        "answered",
        "closed",
        "customers_helped",
        "first_response",
        "resolution",
        "handle",
        "messages",
        "customers",
        "new_customers",
        "satisfaction",
        "views",
        "visitors",
        "searches",
        "searches_without_result",
        "cases_after_faq",
        "ai_conversations",
        "ai_resolved",
        "ai_resolved_rate",
        "ai_sales",
    ];
    all().into_iter().filter(|kpi| ids.contains(&kpi.id)).map(|kpi| &kpi.label).collect()
}

#[test]
fn what_rows_are_told_apart_by_is_called_unlike_any_figure() {
    use crate::facts::dimension::{ARTICLE, ARTICLE_CATEGORY, FOLDED, NUMBER, QUEUE};
    let own = [&ARTICLE, &ARTICLE_CATEGORY, &FOLDED, &NUMBER, &QUEUE];
    for dimension in DIMENSIONS.iter().copied().chain(own) {
        for (kpi, language) in all().into_iter().flat_map(|kpi| LANGUAGES.map(|language| (kpi, language))) {
            let (one, other) = (language.of(&dimension.label), language.of(&kpi.label));
            assert_ne!(one, other, "{} and {}", dimension.id, kpi.id);
        }
    }
}

/// Characters a definition may take beyond half as many again as its English one.
const WORDIER: usize = 40;
/// Labels that are the same in English and another language on purpose: names of their own, and loan words.
const SAID_ALIKE: &[&str] =
    &["Agent", "CSAT", "Cases", "Feedback", "NPS", "Status", "Tag", "Team", "Voicemail"];

/// Phrases that are, of those with more than three letters and no place for a value.
const PHRASED_ALIKE: &[&str] = &[
    "(team)",
    "April",
    "August",
    "Filters",
    "Neutral",
    "November",
    "Optimal",
    "Sentiment",
    "September",
    "Tags",
    "Volume",
    "median",
    "posts",
];

/// What a definition names that no language has its own word for: numbers, ids, flags, names of the configuration.
fn named(definition: &str) -> Vec<&str> {
    let is_name = |piece: &&str| piece.contains(['_', '[', '`', '0', '1', '2', '4', '5', '6', '7', '8', '9']);
    let pieces = definition.split([' ', ',', ';', ':', '.', '(', ')']);
    let mut names: Vec<&str> = pieces.filter(is_name).collect();
    names.sort_unstable();
    names
}

#[test]
fn definitions_are_sentences_of_their_own_in_every_language() {
    for kpi in all() {
        let [english, others @ ..] = &kpi.about;
        for text in others {
            assert_ne!(text, english, "{}", kpi.id);
            assert_eq!(named(text), named(english), "{}: {text:?}", kpi.id);
            let (length, most) = (text.chars().count(), english.chars().count() * 3 / 2 + WORDIER);
            assert!(length <= most, "{}: {text:?} takes {length} characters of {most}", kpi.id);
        }
        for text in kpi.about {
            assert!(
                text.ends_with('.') && text.trim() == text && !text.contains("  "),
                "{}: {text:?}",
                kpi.id
            );
        }
    }
}

#[test]
fn no_label_is_left_in_english() {
    let mut alike: Vec<&str> = Vec::new();
    for (_, [english, others @ ..]) in labels() {
        if others.contains(english) {
            alike.push(english);
        }
    }
    alike.sort_unstable();
    alike.dedup();
    assert_eq!(alike, SAID_ALIKE);
}

#[test]
fn no_phrase_is_left_in_english() {
    let english = texts(Words::of(Language::En));
    let mut alike: Vec<String> = Vec::new();
    for language in &LANGUAGES[1..] {
        let pairs = english.iter().zip(texts(Words::of(*language)));
        alike.extend(pairs.filter(|(english, text)| *english == text).map(|(_, text)| text));
    }
    alike.retain(|text| text.chars().filter(|c| c.is_alphabetic()).count() > 3 && places(text).is_empty());
    alike.sort_unstable();
    alike.dedup();
    assert_eq!(alike, PHRASED_ALIKE);
}
