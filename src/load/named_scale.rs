//! The scale that the name of a column of scores says: `Rating (1-10)`, `Note (1 = sehr gut, 6 = ungenügend)`.

use super::score_words::end_with_praise;
use crate::profile::synonyms::fold;
use crate::values::beginning;

/// What the name of a column says of its scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedScores {
    /// How much effort it was, which is no satisfaction.
    Effort,
    /// Their scale.
    Scale(NamedScale),
}

/// The two ends of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedScale {
    /// The lowest score.
    pub least: i64,
    /// The highest.
    pub most: i64,
    /// Whether the lowest is the best.
    pub is_upside_down: bool,
}

/// What a header says of the scores below it; `None` where it says nothing.
pub fn named_scores(header: &str) -> Option<NamedScores> {
    if asks_for_effort(header) {
        return Some(NamedScores::Effort);
    }
    named_scale(header).map(NamedScores::Scale)
}

impl NamedScores {
    /// Why scores from 1 to `most` can not be these.
    pub fn contradicts(self, most: i64) -> String {
        match self {
            NamedScores::Effort => {
                "the name of the column says how much effort it was, which is no satisfaction; none counts"
                    .to_owned()
            }
            NamedScores::Scale(NamedScale { least, most: own, is_upside_down }) => {
                let best = if is_upside_down { ", and the lowest is the best" } else { "" };
                format!(
                    "the name of the column says a scale from {least} to {own}{best}: read are 1 to {most}; none counts"
                )
            }
        }
    }
}

fn asks_for_effort(header: &str) -> bool {
    let folded = fold(beginning(header));
    let mut words = folded.split(' ');
    words.any(|word| {
        word == "ces" || word == "effort" || word.starts_with("esfuerz") || word.starts_with("esforç")
    })
}

/// Words between the two ends of a scale.
const TO: &[&str] =
    &["to", "bis", "à", "a", "tot", "till", "til", "do", "až", "t", "m", "al", "ad", "through", "and", "und"];
/// Words before the highest score.
const OUT_OF: &[&str] = &["of", "von", "sur", "van", "av", "su", "sobre", "z"];

/// The scale that a header names; `None` where it names none.
fn named_scale(header: &str) -> Option<NamedScale> {
    let folded = fold(beginning(header));
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.parse::<i64>().ok().filter(|number| (0..=100).contains(number));
    let numbers: Vec<(usize, i64)> =
        words.iter().enumerate().filter_map(|(at, word)| Some((at, number(word)?))).collect();
    for (place, &(at, least)) in numbers.iter().enumerate() {
        let Some(&(end, most)) = numbers.get(place + 1) else { break };
        let between = &words[at + 1..end];
        let is_range = (0..=1).contains(&least) && most > least + 1;
        // `1 = sehr gut, 6 = ungenügend`: words tell what the ends mean.
        let is_named = header.contains('=') || between.iter().all(|word| TO.contains(word));
        if is_range && is_named && is_written_as_range(header, between) {
            return Some(NamedScale { least, most, is_upside_down: end_with_praise(&between.join(" ")) });
        }
    }
    let (at, most) = numbers.last().copied().filter(|(at, most)| *at > 0 && *most > 2)?;
    let out_of = OUT_OF.contains(&words[at - 1]) || header.contains(&format!("/{most}"));
    out_of.then_some(NamedScale { least: 1, most, is_upside_down: false })
}

/// Whether marks stand between two numbers that make a range of them, where no word does.
fn is_written_as_range(header: &str, between: &[&str]) -> bool {
    !between.is_empty() || header.contains(['-', '–', '—', '…', '~', '〜', '～']) || header.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_scales() {
        for (header, expected) in [
            ("Rating (1-10)", Some((1, 10, false))),
            ("Note (1 = sehr gut, 6 = ungenügend)", Some((1, 6, true))),
            ("Score (1 = poor, 5 = excellent)", Some((1, 5, false))),
            ("On a scale of 1 to 7, how satisfied are you?", Some((1, 7, false))),
            ("Zufriedenheit (1 bis 5)", Some((1, 5, false))),
            ("Score 0–100", Some((0, 100, false))),
            ("Rating out of 10", Some((1, 10, false))),
            ("Rating/10", Some((1, 10, false))),
            ("Q1 rating", None),
            ("Rating", None),
            ("Rating 2", None),
            ("csat_1", None),
        ] {
            let found = named_scale(header).map(|named| (named.least, named.most, named.is_upside_down));
            assert_eq!(found, expected, "{header}");
        }
    }
}
