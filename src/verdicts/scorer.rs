//! Says how texts sound, for those that the export itself says nothing about.

use crate::dataset::UNKNOWN;
use crate::threads::{lock, side_by_side};
use hashbrown::HashMap;
use std::sync::{Arc, Mutex};

/// Says how a text sounds, in the language its conversation is said to be in, if any: a code of
/// [`crate::dataset::vocabulary::SENTIMENT`]; `None` where it can't tell.
type ScoreText = dyn Fn(Option<&str>, &str) -> Option<u8> + Send + Sync;

/// Judges texts that the export itself says nothing about.
#[derive(Clone)]
pub struct TextScorer {
    mark: String,
    verdict: Arc<ScoreText>,
    threads: usize,
    /// Instants (UTC ms, half-open) outside of which no text counts.
    range: Option<(i64, i64)>,
    /// Verdicts on texts that are likely to come again, by language and text.
    remembered: Arc<Mutex<HashMap<Box<str>, u8>>>,
}

impl std::fmt::Debug for TextScorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextScorer")
    }
}

/// Fewer texts than these are not worth a thread of their own.
const PORTION: usize = 32;
/// Longer texts, in bytes, hardly come again.
const SHORT: usize = 240;
/// So many short texts are remembered.
const REMEMBERED: usize = 1 << 17;

impl TextScorer {
    /// A scorer that is asked by up to `threads` threads at once, about texts of a range of instants (all of them if
    /// `None`); scorers of one mark say the same of every text.
    pub fn new(
        mark: String,
        (threads, range): (usize, Option<(i64, i64)>),
        verdict: impl Fn(Option<&str>, &str) -> Option<u8> + Send + Sync + 'static,
    ) -> TextScorer {
        let remembered = Arc::default();
        TextScorer { mark, verdict: Arc::new(verdict), threads: threads.max(1), range, remembered }
    }

    /// What tells it from scorers that may say something else.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// The verdicts on texts, in their order; each equal text is judged once.
    pub fn ask(&self, texts: &[UnlabelledText<'_>]) -> Vec<u8> {
        let mut verdicts = vec![UNKNOWN; texts.len()];
        let mut new: Vec<&UnlabelledText> = Vec::new();
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        let mut places: HashMap<(Option<&str>, &str), usize> = HashMap::new();
        let mut remembered = lock(&self.remembered);
        for (at, text) in texts.iter().enumerate() {
            if self.range.is_some_and(|(from, to)| text.at < from || text.at >= to) {
                continue;
            }
            if let Some(&verdict) = text.key().and_then(|key| remembered.get(key.as_str())) {
                verdicts[at] = verdict;
                continue;
            }
            let place = *places.entry((text.language, text.text)).or_insert_with(|| {
                new.push(text);
                new.len() - 1
            });
            waiting.push((at, place));
        }
        drop(remembered);
        let judged = self.judged(&new);
        remembered = lock(&self.remembered);
        for (text, &verdict) in new.iter().zip(&judged) {
            if let Some(key) = text.key().filter(|_| remembered.len() < REMEMBERED) {
                remembered.insert(key.into_boxed_str(), verdict);
            }
        }
        for (at, place) in waiting {
            verdicts[at] = judged[place];
        }
        verdicts
    }

    /// The verdicts on texts of which each is another.
    fn judged(&self, texts: &[&UnlabelledText<'_>]) -> Vec<u8> {
        let size = texts.len().div_ceil(self.threads).max(PORTION);
        if texts.len() <= size {
            return self.one_by_one(texts);
        }
        side_by_side(texts.chunks(size).collect(), |portion| self.one_by_one(portion)).concat()
    }

    fn one_by_one(&self, texts: &[&UnlabelledText<'_>]) -> Vec<u8> {
        texts.iter().map(|text| (self.verdict)(text.language, text.text).unwrap_or(UNKNOWN)).collect()
    }
}

/// A text that the export says nothing about.
pub struct UnlabelledText<'t> {
    /// Its place among those that are asked about.
    pub place: usize,
    /// Its instant.
    pub at: i64,
    /// The language its conversation is said to be in.
    pub language: Option<&'t str>,
    /// The text.
    pub text: &'t str,
}

impl UnlabelledText<'_> {
    /// What it is remembered by; `None`: it is too long to be.
    fn key(&self) -> Option<String> {
        (self.text.len() <= SHORT).then(|| format!("{}\0{}", self.language.unwrap_or_default(), self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn each_equal_text_is_judged_once_in_each_language() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        let scorer = TextScorer::new(String::new(), (2, Some((10, 20))), move |language, text| {
            counter.fetch_add(1, Ordering::Relaxed);
            (language == Some("en")).then_some(u8::try_from(text.len()).unwrap())
        });
        let text = |at, language, text| UnlabelledText { place: 0, at, language, text };
        let texts = [
            text(10, Some("en"), "fine"),
            text(11, Some("nl"), "fine"),
            text(12, Some("en"), "fine"),
            text(20, Some("en"), "late"),
            text(13, None, "fine"),
        ];
        let expected = [4, UNKNOWN, 4, UNKNOWN, UNKNOWN];
        assert_eq!(scorer.ask(&texts), expected);
        assert_eq!(scorer.ask(&texts), expected);
        assert_eq!(asked.load(Ordering::Relaxed), 3);
    }
}
