//! How far work has come, for a person who waits.

use indicatif::{ProgressBar, ProgressDrawTarget};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Progress is shown only of what takes longer.
const PATIENCE: Duration = Duration::from_millis(500);

/// Work under way; may be shared between threads.
pub struct Progress {
    bar: ProgressBar,
    settled: AtomicBool,
}

impl Progress {
    /// Progress of a bar that is hidden yet, and stays so where it is not wanted.
    pub fn new(bar: ProgressBar, is_wanted: bool) -> Progress {
        Progress { bar, settled: AtomicBool::new(!is_wanted) }
    }

    /// So many bytes more are done.
    pub fn bytes(&self, count: u64) {
        self.bar.inc(count);
        if !self.settled.load(Ordering::Relaxed) && self.bar.elapsed() >= PATIENCE {
            self.settled.store(true, Ordering::Relaxed);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// How many bytes are done, and whether it is shown.
    #[cfg(test)]
    pub fn seen(&self) -> (u64, bool) {
        (self.bar.position(), !self.bar.is_hidden())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
