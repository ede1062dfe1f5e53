//! Libraries at work on files that may hold anything: where one breaks down over a file, that is the file's fault.

use std::cell::Cell;
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether this thread does work that may break down.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What some work comes to; `None`: it broke down, of which nothing but this is said. What it had at hand then may be half
/// done, and has to be let go.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    keep_silent_where_guarded();
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(before);
    done.ok()
}

fn keep_silent_where_guarded() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                others(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_breaks_down_comes_to_nothing() {
        let numbers = Vec::from([1, 2]);
        assert_eq!(guarded(|| numbers.iter().sum::<i32>()), Some(3));
        assert_eq!(guarded(|| numbers[numbers.len()]), None);
        assert_eq!(guarded(|| guarded(|| numbers[9]).unwrap_or(7)), Some(7));
        assert!(!IS_GUARDED.get());
    }
}
