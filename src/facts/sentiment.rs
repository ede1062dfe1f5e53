//! How a text sounds: by word lists of the team's own, else by VADER where the text is reliably English.

use crate::advice::Advised;
use crate::dataset::vocabulary::sentiment::{NEGATIVE, NEUTRAL, POSITIVE};
use crate::fitting::truncated;
use std::collections::BTreeMap;
use vader_sentimental::SentimentIntensityAnalyzer;
use whatlang::{Detector, Lang};

/// What tells this judgement from that of other programs: whatever changes it stands in this file or comes with a release.
pub const JUDGES: &str = concat!(env!("CARGO_PKG_VERSION"), include_str!("sentiment.rs"));

/// Characters of a text that are read: a long one has said how it sounds by then, and the time stays bounded.
const READ: usize = 2_000;
/// Of those, the ones its language is told by.
const TELLING: usize = 500;
/// A mean this far from 0 on either side is no longer neutral; VADER's authors draw the line there.
const LIMIT: f64 = 0.05;
/// Scores of word lists are kept in these, so that a mean on the limit is on it: 1,000,000 is 1.
const SCORE_SCALE: f64 = 1_000_000.0;
const LIMIT_SCALED: i64 = 50_000;

/// Phrases of which the English scorer takes any one where several stand in a text: such a text has no one score.
const EXCLUSIVE: [&str; 7] =
    ["the shit", "the bomb", "bad ass", "badass", "yeah right", "kiss of death", "to die for"];

/// Languages that are told apart and can have a word list of their own: those that put spaces between words.
static LANGUAGES: &[(&str, Lang)] = &[
    ("en", Lang::Eng),
    ("nl", Lang::Nld),
    ("pl", Lang::Pol),
    ("nb", Lang::Nob),
    ("no", Lang::Nob),
    ("de", Lang::Deu),
    ("af", Lang::Afr),
    ("ar", Lang::Ara),
    ("az", Lang::Aze),
    ("be", Lang::Bel),
    ("bg", Lang::Bul),
    ("bn", Lang::Ben),
    ("ca", Lang::Cat),
    ("cs", Lang::Ces),
    ("cy", Lang::Cym),
    ("da", Lang::Dan),
    ("el", Lang::Ell),
    ("eo", Lang::Epo),
    ("es", Lang::Spa),
    ("et", Lang::Est),
    ("fa", Lang::Pes),
    ("fi", Lang::Fin),
    ("fr", Lang::Fra),
    ("gu", Lang::Guj),
    ("he", Lang::Heb),
    ("hi", Lang::Hin),
    ("hr", Lang::Hrv),
    ("hu", Lang::Hun),
    ("hy", Lang::Hye),
    ("id", Lang::Ind),
    ("it", Lang::Ita),
    ("ka", Lang::Kat),
    ("ko", Lang::Kor),
    ("lt", Lang::Lit),
    ("lv", Lang::Lav),
    ("mk", Lang::Mkd),
    ("pt", Lang::Por),
    ("ro", Lang::Ron),
    ("ru", Lang::Rus),
    ("sk", Lang::Slk),
    ("sl", Lang::Slv),
    ("sr", Lang::Srp),
    ("sv", Lang::Swe),
    ("tr", Lang::Tur),
    ("uk", Lang::Ukr),
    ("ur", Lang::Urd),
    ("vi", Lang::Vie),
];

/// The two-letter codes of the languages that a word list can be for.
pub fn languages() -> impl Iterator<Item = &'static str> + Clone {
    LANGUAGES.iter().map(|(code, _)| *code)
}

fn language_of(code: &str) -> Option<Lang> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, language)| *language)
}

/// Says how texts sound; made once a run and shared by its threads.
pub struct Scorer {
    of_language: Vec<(Lang, Lexicon)>,
    of_any: Option<Lexicon>,
    detector: Detector,
    english: SentimentIntensityAnalyzer<'static>,
}

impl Scorer {
    /// A scorer with word lists by language code (see [`languages`]; others are left out) and one for any language.
    pub fn new(of_language: Vec<(String, Lexicon)>, of_any: Option<Lexicon>) -> Scorer {
        let of_language = of_language.into_iter();
        Scorer {
            of_language: of_language.filter_map(|(code, list)| Some((language_of(&code)?, list))).collect(),
            of_any,
            detector: Detector::new(),
            english: SentimentIntensityAnalyzer::new(),
        }
    }

    /// The code of [`crate::dataset::vocabulary::SENTIMENT`] by the first that finds anything to go by: the word list of
    /// the text's language, the one for any language, VADER for English. The language is the one given, as a code such
    /// as `en` or `nl-BE`, else the one detected. `None` where nobody can tell.
    pub fn judge(&self, given: Option<&str>, text: &str) -> Option<u8> {
        let text = head(text, READ);
        let language = match given.and_then(language_code) {
            Some(code) => language_of(&code),
            None => self.language(text),
        };
        let own = self.of_language.iter().find(|(known, _)| Some(*known) == language);
        own.and_then(|(_, list)| list.judge(text))
            .or_else(|| self.of_any.as_ref().and_then(|list| list.judge(text)))
            .or_else(|| if language == Some(Lang::Eng) { self.in_english(text) } else { None })
    }

    /// The language, where the detector is sure of it.
    fn language(&self, text: &str) -> Option<Lang> {
        let told = self.detector.detect(head(text, TELLING))?;
        told.is_reliable().then(|| told.lang())
    }

    /// The English scorer's word on a whole text, from -1 to 1.
    fn compound(&self, text: &str) -> f64 {
        self.english.polarity_scores(text).compound
    }

    fn in_english(&self, text: &str) -> Option<u8> {
        let lower = text.to_lowercase();
        if EXCLUSIVE.iter().filter(|phrase| lower.contains(**phrase)).count() > 1 {
            return None;
        }
        // exclamation and question marks make a feeling stronger, but are none themselves
        let calm = self.compound(&text.replace(['!', '?'], " "));
        if calm.abs() < 1e-9 {
            return Some(NEUTRAL);
        }
        Some(match self.compound(text) {
            score if score >= LIMIT => POSITIVE,
            score if score <= -LIMIT => NEGATIVE,
            _ => NEUTRAL,
        })
    }
}

/// The language code that a tag such as `en`, `nl-BE` or `pt_BR` begins with; `None` for anything else, such as a name.
fn language_code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next().unwrap_or_default();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_lowercase())
}

/// The first characters of a text.
fn head(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// A word list: words, or phrases of several, each with a score.
#[derive(Debug, Default)]
pub struct Lexicon {
    scores: BTreeMap<String, i64>,
    /// Words of the longest phrase.
    longest: usize,
}

impl Lexicon {
    /// Reads the text of the file called `name`: a word, a tab and a score on each line; blank lines and those that begin
    /// with `#` say nothing.
    ///
    /// # Errors
    /// Names file and line where a line is something else, or a word stands there before with another score.
    pub fn parse(text: &str, name: &str) -> Result<Lexicon, Advised> {
        let mut list = Lexicon::default();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            list.add(line).map_err(|what| {
                let advice = "a line is a word, a tab and a score, such as good<TAB>1.5";
                Advised::new(format!("{name}, line {}: {what}", at + 1), advice)
            })?;
        }
        Ok(list)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let (word, score) = line.split_once('\t').ok_or("there is no tab")?;
        let words: Vec<String> = words(word).collect();
        if words.is_empty() {
            return Err("there is no word before the tab".to_string());
        }
        let number: Option<f64> = score.trim().replace(',', ".").parse().ok();
        let number = number.filter(|number| number.abs() <= 1_000.0);
        let number = number.ok_or_else(|| format!("{:?} is no score from -1000 to 1000", score.trim()))?;
        let scaled = truncated((number * SCORE_SCALE).round());
        self.longest = self.longest.max(words.len());
        match self.scores.insert(words.join(" "), scaled) {
            Some(before) if before != scaled => Err(format!("{:?} has another score above", word.trim())),
            _ => Ok(()),
        }
    }

    /// How a text sounds by the mean score of what is found in it, longer phrases first; `None` if nothing is.
    fn judge(&self, text: &str) -> Option<u8> {
        let words: Vec<String> = words(text).collect();
        let (mut sum, mut found, mut at) = (0i64, 0i64, 0);
        while at < words.len() {
            let lengths = (1..=self.longest.min(words.len() - at)).rev();
            let hit = lengths
                .filter_map(|length| Some((length, self.scores.get(&words[at..at + length].join(" "))?)))
                .next();
            if let Some((_, score)) = hit {
                sum += score;
                found += 1;
            }
            at += hit.map_or(1, |(length, _)| length);
        }
        match sum {
            _ if found == 0 => None,
            sum if sum >= LIMIT_SCALED * found => Some(POSITIVE),
            sum if sum <= -LIMIT_SCALED * found => Some(NEGATIVE),
            _ => Some(NEUTRAL),
        }
    }
}

/// Words in lower case: letters and digits, with the apostrophes and hyphens inside; else signs, such as `:)`.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_whitespace().flat_map(|chunk| {
        let lower = chunk.to_lowercase().replace('’', "'");
        if !lower.contains(char::is_alphanumeric) {
            return vec![lower];
        }
        let parts = lower.split(|character| !is_in_word(character));
        let trimmed = parts.map(|part| part.trim_matches(['\'', '-']).to_string());
        trimmed.filter(|part| !part.is_empty()).collect()
    })
}

fn is_in_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\'' | '’' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(text: &str) -> Lexicon {
        Lexicon::parse(text, "words.tsv").unwrap()
    }

    fn plain() -> Scorer {
        Scorer::new(Vec::new(), None)
    }

    #[test]
    fn reliable_english_is_scored() {
        let scorer = plain();
        for (text, expected) in [
            ("I love this product, thank you so much for the wonderful help you gave me yesterday.", Some(POSITIVE)),
            ("This is a terrible service and I am very angry about the broken thing that you sent me.", Some(NEGATIVE)),
            ("When will the parcel that I ordered on the second of the month be at the door of my house", Some(NEUTRAL)),
            ("When will the parcel that I ordered on the second of the month be at the door of my house???", Some(NEUTRAL)),
        ] {
            assert_eq!(scorer.judge(None, text), expected, "{text}");
        }
    }

    #[test]
    fn the_language_given_goes_before_the_one_detected() {
        let scorer = plain();
        let (short, dutch) =
            ("Great, thanks", "Wat een verschrikkelijk slechte dienstverlening van jullie is dit");
        assert_eq!(scorer.judge(None, short), None);
        for (given, text, expected) in [
            ("en", short, Some(POSITIVE)),
            ("EN-gb", short, Some(POSITIVE)),
            ("nl", short, None),
            ("English", short, None),
            ("zh", "I love this product, thank you so much for the wonderful help yesterday.", None),
            ("en", dutch, Some(NEUTRAL)),
        ] {
            assert_eq!(scorer.judge(Some(given), text), expected, "{given} {text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        let scorer = plain();
        for text in [
            "",
            "   ",
            "ok",
            ":(",
            "12345",
            "Das ist wirklich schlecht, ich möchte mein Geld zurück.",
            "Dziękuję bardzo, świetna obsługa!",
            "Yeah right, they said that this new phone would be the bomb and that I would love it every day",
        ] {
            assert_eq!(scorer.judge(None, text), None, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_judged_by_its_beginning() {
        let text = "I love this product and the wonderful people who made it. ".repeat(100_000);
        assert_eq!(plain().judge(None, &text), Some(POSITIVE));
    }

    #[test]
    fn word_lists_go_by_the_mean_of_what_is_found() {
        let list =
            lexicon("\u{feff}# ours\ngoed\t1\r\n\nslecht\t-1,0\nniet goed\t-0.5\nzozo\t0.1\nhm\t0\n:)\t2\n");
        for (text, expected) in [
            ("Goed!", Some(POSITIVE)),
            ("goed en slecht", Some(NEUTRAL)),
            ("Dit is NIET goed.", Some(NEGATIVE)),
            // (0.1 + 0) / 2 is on the limit
            ("zozo, hm", Some(POSITIVE)),
            // (0.1 + 0 + 0) / 3 is within
            ("zozo hm hm", Some(NEUTRAL)),
            ("prima :)", Some(POSITIVE)),
            ("prima", None),
            ("", None),
        ] {
            assert_eq!(list.judge(text), expected, "{text}");
        }
    }

    #[test]
    fn own_lists_go_before_the_general_one_and_that_before_vader() {
        let english = "I love this product, thank you so much for the wonderful help you gave me yesterday.";
        let german = "Das ist wirklich schlecht, ich möchte mein Geld zurück.";
        let own = |text: &str| vec![("de".to_string(), lexicon(text))];
        let scorer = Scorer::new(own("schlecht\t-2"), Some(lexicon("product\t-1\nschlecht\t1\nok\t1")));
        assert_eq!(scorer.judge(None, german), Some(NEGATIVE));
        assert_eq!(scorer.judge(None, english), Some(NEGATIVE));
        assert_eq!(scorer.judge(None, "ok"), Some(POSITIVE));
        let scorer = Scorer::new(own("prima\t2"), Some(lexicon("schlecht\t1")));
        assert_eq!(scorer.judge(None, german), Some(POSITIVE));
        assert_eq!(scorer.judge(None, english), Some(POSITIVE));
        assert_eq!(scorer.judge(None, "prima"), None);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        for (text, expected) in [
            (
                "goed\t1\nslecht -1",
                "words.tsv, line 2: there is no tab\nhint: a line is a word, a tab and a score",
            ),
            ("goed\tveel", "words.tsv, line 1: \"veel\" is no score from -1000 to 1000"),
            ("goed\tNaN", "line 1: \"NaN\" is no score"),
            ("goed\t", "line 1: \"\" is no score"),
            ("\t1", "line 1: there is no word before the tab"),
            ("goed\t1\nGoed\t2", "line 2: \"Goed\" has another score above"),
        ] {
            let error = Lexicon::parse(text, "words.tsv").unwrap_err().text();
            assert!(error.contains(expected), "{error}");
        }
        assert!(Lexicon::parse("goed\t1\ngoed\t1.0", "words.tsv").is_ok());
    }
}
