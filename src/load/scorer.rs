//! Says how texts sound, for those that the export itself says nothing about.

use crate::dataset::UNKNOWN;
use crate::threads::side_by_side;
use std::sync::Arc;

/// Says how a text of that instant (UTC ms) sounds, as a code of [`crate::dataset::vocabulary::SENTIMENT`]; `None`
/// where it can't tell.
type ScoreText = dyn Fn(i64, &str) -> Option<u8> + Send + Sync;

/// Judges texts that the export itself says nothing about.
#[derive(Clone)]
pub struct TextScorer {
    verdict: Arc<ScoreText>,
    threads: usize,
}

impl std::fmt::Debug for TextScorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextScorer")
    }
}

/// Fewer texts than these are not worth a thread of their own.
const PORTION: usize = 32;

impl TextScorer {
    /// A scorer that is asked by up to `threads` threads at once.
    pub fn new(
        threads: usize,
        verdict: impl Fn(i64, &str) -> Option<u8> + Send + Sync + 'static,
    ) -> TextScorer {
        TextScorer { verdict: Arc::new(verdict), threads: threads.max(1) }
    }

    /// The verdicts on texts, in their order.
    pub fn ask(&self, texts: &[UnlabelledText<'_>]) -> Vec<u8> {
        let size = texts.len().div_ceil(self.threads).max(PORTION);
        if texts.len() <= size {
            return self.ask_one_by_one(texts);
        }
        side_by_side(texts.chunks(size).collect(), |portion| self.ask_one_by_one(portion)).concat()
    }

    fn ask_one_by_one(&self, texts: &[UnlabelledText<'_>]) -> Vec<u8> {
        texts.iter().map(|text| (self.verdict)(text.at, text.text).unwrap_or(UNKNOWN)).collect()
    }
}

/// A text that the export says nothing about.
pub struct UnlabelledText<'t> {
    /// Its row of the batch.
    pub row: usize,
    /// Its instant.
    pub at: i64,
    /// The text.
    pub text: &'t str,
}
