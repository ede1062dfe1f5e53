//! Sentences laid out for a width: wrapped between words, or cut at one.

use super::escape;

/// The text in lines of at most `limit` columns; a word that is wider is broken.
pub fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    escape::wrap(&words, " ", limit)
}

/// A line of at most `limit` columns, and below it what it has no room for, further in; blanks inside stay as they are.
/// A command between backticks is one word and never broken, as people copy it.
pub fn folded(line: &str, limit: usize) -> Vec<String> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (mut lines, mut rest, mut margin) = (Vec::new(), line.trim_start_matches(' '), indent);
    while margin + escape::width(rest) > limit.max(margin + 10) {
        let room = limit.max(margin + 10) - margin;
        let Some(end) = last_end(rest, room) else { break };
        lines.push(format!("{:margin$}{}", "", rest[..end].trim_end()));
        rest = rest[end..].trim_start_matches(' ');
        margin = indent + FURTHER_IN;
    }
    lines.push(format!("{:margin$}{rest}", ""));
    lines
}

/// Where a line of so many columns ends: behind the last word that fits, else within the first, else, if that is a
/// command, behind it; `None` where nothing follows.
fn last_end(text: &str, room: usize) -> Option<usize> {
    let fits = |place: &usize| escape::width(&text[..*place]) <= room;
    if let Some(end) = ends(text).take_while(fits).last() {
        return Some(end);
    }
    let first = ends(text).next();
    if text[..first.unwrap_or(text.len())].contains(' ') {
        return first;
    }
    text.char_indices().map(|(place, _)| place).take_while(fits).last()
}

/// The blanks behind words.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut is_command = false;
    text.char_indices().filter_map(move |(place, letter)| {
        if letter == COMMANDS {
            is_command = !is_command && text[place + 1..].contains(COMMANDS);
        }
        (letter == ' ' && !is_command && place > 0).then_some(place)
    })
}

/// Begins a command or ends it.
const COMMANDS: char = '`';

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
    fn a_command_stays_in_one_line() {
        assert_eq!(folded("one `two three` four", 16), ["one `two three`", "    four"]);
        assert_eq!(folded("one `two three` four", 14), ["one", "    `two three`", "    four"]);
        assert_eq!(
            folded("so: (`one two three four`) yes", 14),
            ["so:", "    (`one two three four`)", "    yes"]
        );
        assert_eq!(folded("so: `one two three four`", 14), ["so:", "    `one two three four`"]);
        // A sign that ends nothing begins nothing.
        assert_eq!(folded("it`s one two three", 14), ["it`s one two", "    three"]);
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
