//! Work handed to threads, as many as can be had: what gets none is done by the caller.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{scope, Builder};

/// Does all jobs side by side, a thread each; what they give, in their order.
pub fn side_by_side<J: Send, T: Send>(jobs: Vec<J>, work: impl Fn(J) -> T + Sync) -> Vec<T> {
    side_by_side_on(jobs.len(), jobs, work)
}

/// The same on up to so many threads, whichever job comes next by whoever is free.
pub fn side_by_side_on<J: Send, T: Send>(
    threads: usize,
    jobs: Vec<J>,
    work: impl Fn(J) -> T + Sync,
) -> Vec<T> {
    let many = jobs.len().min(threads);
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let worker = || {
        let mut done = Vec::new();
        loop {
            let next = lock(&queue).next();
            let Some((at, job)) = next else { return done };
            done.push((at, work(job)));
        }
    };
    let mut done = scope(|scope| {
        let helpers: Vec<_> =
            (1..many).map_while(|_| Builder::new().spawn_scoped(scope, worker).ok()).collect();
        let mut done = worker();
        for helper in helpers {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What a mutex guards, also where a thread broke down that had it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_their_jobs() {
        assert_eq!(
            side_by_side((0..100).collect(), |job: u32| job * 2),
            (0..100).map(|job| job * 2).collect::<Vec<_>>()
        );
        for threads in [0, 1, 3, 200] {
            assert_eq!(
                side_by_side_on(threads, (0..100).collect(), |job: u32| job * 2),
                (0..100).map(|job| job * 2).collect::<Vec<_>>()
            );
        }
        assert!(side_by_side(Vec::<u32>::new(), |job| job).is_empty());
    }
}
