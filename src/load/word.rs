//! Values of closed lists as single words in a text: `Missed call`, `Inbound answered`.

use crate::dataset::vocabulary::{direction, outcome, status, Vocabulary, DIRECTION, OUTCOME, STATUS};
use crate::profile::synonyms::{fold, value};

/// Words of a text that are read together at most.
const LONGEST: usize = 4;

/// The value that the whole text stands for, else the one of the longest run of its words that stands for one, the
/// first of equals.
pub fn of(vocabulary: &'static Vocabulary, text: &str) -> Option<&'static str> {
    let code = value(vocabulary, text).or_else(|| within(vocabulary, text))?;
    Some(vocabulary.value(code))
}

/// The value that a text has as a word: one column of calls may say direction and outcome, one of tickets a status and
/// its reason.
pub fn in_text(vocabulary: &Vocabulary, text: &str) -> Option<u8> {
    if vocabulary.name == STATUS.name {
        return of_status(text);
    }
    let is_of_calls = [&DIRECTION, &OUTCOME].iter().any(|of| of.name == vocabulary.name);
    is_of_calls.then(|| within(vocabulary, text)).flatten()
}

/// The status of `Pending - Customer` or `Closed (spam)`: what its first words say, unless a later one leaves it out.
fn of_status(text: &str) -> Option<u8> {
    let folded = fold(text);
    if folded.split(' ').any(|word| NOT.contains(&word)) {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let known = |word: &&str| value(&STATUS, word);
    let first = words.iter().find_map(known)?;
    let over = [status::CLOSED, status::RESOLVED].contains(&first);
    let out = words.iter().filter_map(known).find(|code| *code >= status::SPAM && over);
    Some(out.unwrap_or(first))
}

/// Words that turn a status round.
const NOT: [&str; 10] = ["not", "never", "no", "niet", "nicht", "nie", "ikke", "non", "pas", "não"];

fn within(vocabulary: &Vocabulary, text: &str) -> Option<u8> {
    let folded = fold(text);
    let found = inside(vocabulary, &folded);
    if vocabulary.name != DIRECTION.name {
        return found;
    }
    // Nobody calls a call that goes out missed.
    let missed = [outcome::MISSED, outcome::ABANDONED, outcome::VOICEMAIL];
    let ended = || value(&OUTCOME, text).or_else(|| inside(&OUTCOME, &folded));
    found.or_else(|| ended().filter(|code| missed.contains(code)).map(|_| direction::INCOMING))
}

fn inside(vocabulary: &Vocabulary, folded: &str) -> Option<u8> {
    let words: Vec<&str> = folded.split(' ').collect();
    let longest = LONGEST.min(words.len().saturating_sub(1));
    (1..=longest)
        .rev()
        .find_map(|length| words.windows(length).find_map(|run| value(vocabulary, &run.join(" "))))
}

/// Whether a status means that a conversation is over; `None` for what is no status of an ordinary conversation.
pub fn is_over(text: &str) -> Option<bool> {
    match value(&STATUS, text)? {
        status::CLOSED | status::RESOLVED => Some(true),
        code if code < status::RESOLVED => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_says_direction_and_outcome() {
        for (text, direction, outcome) in [
            ("inbound", Some("incoming"), None),
            ("Inbound answered", Some("incoming"), Some("answered")),
            ("Missed call", Some("incoming"), Some("missed")),
            ("outbound_missed", Some("outgoing"), Some("missed")),
            ("Incoming - no answer", Some("incoming"), Some("missed")),
            ("short_abandoned", Some("incoming"), Some("abandoned")),
            ("Gemiste oproep", Some("incoming"), Some("missed")),
            ("Verpasster Anruf", Some("incoming"), Some("missed")),
            ("Telefonsvarer", Some("incoming"), Some("voicemail")),
            ("Wychodzące nieodebrane", Some("outgoing"), Some("missed")),
            ("conference", None, None),
        ] {
            assert_eq!(of(&DIRECTION, text), direction, "{text}");
            assert_eq!(of(&OUTCOME, text), outcome, "{text}");
        }
    }

    #[test]
    fn a_status_is_over_or_not() {
        assert_eq!(is_over("Solved"), Some(true));
        assert_eq!(is_over("gesloten"), Some(true));
        assert_eq!(is_over("Waiting on customer"), Some(false));
        assert_eq!(is_over("spam"), None);
        assert_eq!(is_over("purple"), None);
    }
}
