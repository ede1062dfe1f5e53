//! Tables that stand beside the one chosen in the same file: other lists of an envelope, other streams.

use super::names::Guess;
use super::{from_names, Recognised};
use crate::source::KeyedRecords;

/// Adds what the places beside those read hold, each by its names: other tables, and other lists of the same one.
pub fn add(found: &mut Vec<Recognised>, guesses: &[Guess], candidates: &[KeyedRecords]) {
    let mut taken: Vec<String> =
        found.iter().map(|one| one.mapping.records.clone().unwrap_or_default()).collect();
    for (guess, candidate) in guesses.iter().zip(candidates) {
        let is_apart = taken.iter().all(|path| are_apart(path, &candidate.path));
        let Some(table) = guess.table.filter(|_| is_apart && !guess.is_doubtful()) else { continue };
        let same = found.iter().find(|one| one.mapping.into == table && one.mapping.explode.is_none());
        let is_new = !found.iter().any(|one| one.mapping.into == table);
        let is_alike = same.is_some_and(|same| is_like(same, guess));
        if is_new || is_alike {
            found.extend(from_names(guess, candidate));
            taken.push(candidate.path.clone());
        }
    }
}

/// Whether neither of two places lies inside the other.
fn are_apart(one: &str, other: &str) -> bool {
    let inside = |inner: &str, outer: &str| {
        outer.is_empty()
            || inner == outer
            || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
    };
    !inside(one, other) && !inside(other, one)
}

/// Whether a guess takes its columns from the same keys as a table that is read already.
fn is_like(found: &Recognised, guess: &Guess) -> bool {
    let Some(mapping) = &guess.mapping else { return false };
    let own = found.mapping.fields();
    mapping.fields().iter().filter(|field| own.contains(field)).count() * 2 > own.len()
}
