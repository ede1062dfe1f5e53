//! Sentences laid out for a width: wrapped between words, or cut at one.

use super::escape;

/// The text in lines of at most `limit` columns; a word that is wider is broken.
pub fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    escape::wrap(&words, " ", limit)
}

/// A line of at most `limit` columns, and below it what it has no room for, further in; blanks inside stay as they are.
pub fn folded(line: &str, limit: usize) -> Vec<String> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (mut lines, mut rest, mut margin) = (Vec::new(), line.trim_start_matches(' '), indent);
    while margin + escape::width(rest) > limit.max(margin + 10) {
        let room = limit.max(margin + 10) - margin;
        let blanks = rest.match_indices(' ').map(|(place, _)| place);
        let fitting = blanks.take_while(|place| escape::width(&rest[..*place]) <= room);
        // A word that has a line for itself and no room there is broken.
        let broken = rest
            .char_indices()
            .map(|(place, _)| place)
            .take_while(|place| escape::width(&rest[..*place]) <= room);
        let Some(end) = fitting.filter(|place| *place > 0).last().or_else(|| broken.last()) else { break };
        lines.push(format!("{:margin$}{}", "", rest[..end].trim_end()));
        rest = rest[end..].trim_start_matches(' ');
        margin = indent + FURTHER_IN;
    }
    lines.push(format!("{:margin$}{rest}", ""));
    lines
}

/// Columns that the rest of a line stands further in.
const FURTHER_IN: usize = 4;

/// The text in one line of at most `limit` columns: where it is longer, what stands before a semicolon if
/// that fits, else as many words as do, and `…`.
pub fn shortened(text: &str, limit: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = words.join(" ");
    if escape::width(&whole) <= limit {
        return whole;
    }
    let clause = whole.split_once("; ").map(|(clause, _)| clause);
    if let Some(clause) = clause.filter(|clause| escape::width(clause) <= limit) {
        return clause.to_owned();
    }
    let kept = (1..words.len()).rev().map(|count| words[..count].join(" "));
    let mut kept = kept.map(|text| format!("{}…", text.trim_end_matches([',', ';', ':', '.', '…'])));
    kept.find(|text| escape::width(text) <= limit).unwrap_or_else(|| escape::cut(&whole, limit).into_owned())
}

/// The first sentence, without its full stop.
pub fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '…']).map(|(place, end)| (place, place + end.len()));
    let end = ends.into_iter().find(|(_, after)| begins_a_sentence(&text[*after..]));
    let sentence = match end {
        Some((place, after)) if text[place..].starts_with('…') => &text[..after],
        Some((place, _)) => &text[..place],
        None => text,
    };
    sentence.strip_suffix('.').unwrap_or(sentence)
}

/// Whether a capital stands behind a blank.
fn begins_a_sentence(rest: &str) -> bool {
    let mut rest = rest.chars();
    rest.next().is_some_and(char::is_whitespace) && rest.next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_has_no_room_for_stands_below_it() {
        assert_eq!(folded("  a   b", 20), ["  a   b"]);
        assert_eq!(folded("  at   opened – 08:00 | 09:00", 20), ["  at   opened –", "      08:00 | 09:00"]);
        assert_eq!(folded("  abcdefghijklmnopqrst", 12), ["  abcdefghij", "      klmnopqrst"]);
        assert_eq!(folded("", 20), [""]);
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a verylongword b", 6), ["a", "verylo", "ngword", "b"]);
        assert!(wrapped("", 7).is_empty());
    }

    #[test]
    fn a_cut_falls_between_words() {
        assert_eq!(shortened("one two three", 13), "one two three");
        assert_eq!(shortened("one two three", 12), "one two…");
        assert_eq!(shortened("one, two three", 9), "one, two…");
        assert_eq!(shortened("one, two three", 8), "one…");
        assert_eq!(shortened("one two; three", 13), "one two");
        assert_eq!(shortened("one two; three", 6), "one…");
        assert_eq!(shortened("unbreakable", 6), "unbre…");
    }

    #[test]
    fn sentences_end_before_a_capital() {
        assert_eq!(first_sentence("On bol.com e.g. only. Not here."), "On bol.com e.g. only");
        assert_eq!(first_sentence("chat, email… An unknown one too"), "chat, email…");
        assert_eq!(first_sentence("All of it; really."), "All of it; really");
    }
}
