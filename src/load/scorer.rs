//! Says how texts sound, for those that the export itself says nothing about.

use crate::dataset::UNKNOWN;
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
    pub fn ask(&self, texts: &[(usize, i64, &str)]) -> Vec<u8> {
        let each = |part: &[(usize, i64, &str)]| -> Vec<u8> {
            part.iter().map(|(_, at, text)| (self.verdict)(*at, text).unwrap_or(UNKNOWN)).collect()
        };
        let size = texts.len().div_ceil(self.threads).max(PORTION);
        if texts.len() <= size {
            return each(texts);
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = texts.chunks(size).map(|part| scope.spawn(move || each(part))).collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<u8>>| match worker.join() {
                Ok(verdicts) => verdicts,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            workers.into_iter().flat_map(join).collect()
        })
    }
}
