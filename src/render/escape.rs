//! Text from strangers made safe to look at: hidden characters shown, widths measured, cells cut.

use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Whether a character steers a terminal or a reader without being seen: C0, DEL, C1, line
/// separators, bidirectional controls, zero-width characters and invisible tags.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every hidden character written out: ESC becomes `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character == JOINER && joins(before, rest.peek().copied()) {
            shown.push(character);
        } else {
            push_visible(&mut shown, character);
        }
        before = Some(character);
    }
    Cow::Owned(shown)
}

/// Joins pictures into one; anywhere else it hides.
const JOINER: char = '\u{200d}';

/// Whether a joiner between these stands between pictures, the first of them with its colour or form behind it.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let is_picture = |character: char| matches!(character, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    before.is_some_and(|before| is_picture(before) || before == '\u{fe0f}') && after.is_some_and(is_picture)
}

fn push_visible(shown: &mut String, character: char) {
    if is_hidden(character) {
        // Writing to a String has no error.
        let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
    } else {
        shown.push(character);
    }
}

/// The text for a Markdown cell or paragraph: nothing in it is taken for markup, a link, a template or HTML, and it
/// stays on one line.
pub fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let inside_word = before.is_some_and(char::is_alphanumeric)
            && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\t' => safe.push(' '),
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '_' if inside_word => safe.push('_'),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '#' | '!' | '$' | '^' | '=' => {
                safe.push('\\');
                safe.push(character);
            }
            _ => push_visible(&mut safe, character),
        }
        before = Some(character);
    }
    safe
}

/// How many terminal columns a text takes that has no hidden characters.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to at most `limit` terminal columns, `…` marking the cut.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit || width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut end = 0;
    for (start, character) in text.char_indices() {
        let next = start + character.len_utf8();
        if width(&text[..next]) + 1 > limit {
            break;
        }
        end = next;
    }
    Cow::Owned(format!("{}…", &text[..end]))
}

/// The text followed by blanks up to `columns`.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text preceded by blanks up to `columns`.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Pieces joined by `joint` into as few lines of at most `limit` columns as they need. Only a piece that is
/// wider than a line is broken: at its blanks, and a word of it that is wider still where the line ends.
pub fn wrap(pieces: &[String], joint: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        if width(piece) <= limit {
            append(&mut lines, joint, piece, limit);
        } else {
            let words = piece.split_whitespace().flat_map(|word| broken(word, limit));
            lines.extend(words.fold(Vec::new(), |mut own, word| {
                append(&mut own, " ", &word, limit);
                own
            }));
        }
    }
    lines
}

/// Puts a text behind the last line, or on a line of its own where it is too wide for that.
fn append(lines: &mut Vec<String>, joint: &str, text: &str, limit: usize) {
    match lines.last_mut() {
        Some(line) if width(line) + width(joint) + width(text) <= limit => {
            line.push_str(joint);
            line.push_str(text);
        }
        _ => lines.push(text.to_owned()),
    }
}

/// A word in parts of at most `limit` columns, a character at least in each.
fn broken(word: &str, limit: usize) -> Vec<String> {
    let (mut parts, mut part, mut room) = (Vec::new(), String::new(), limit);
    for character in word.chars() {
        let columns = width(character.encode_utf8(&mut [0; 4]));
        if columns > room && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            room = limit;
        }
        part.push(character);
        room = room.saturating_sub(columns);
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(visible("a\x1b[31mred"), "a\\u{1b}[31mred");
        assert_eq!(visible("\u{202e}abc\u{200b}\n\u{9b}\u{7f}"), "\\u{202e}abc\\u{200b}\\u{a}\\u{9b}\\u{7f}");
        assert_eq!(
            visible("👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥"),
            "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥"
        );
        assert_eq!(visible("a\u{200d}👩 👩\u{200d}b\u{200d}"), "a\\u{200d}👩 👩\\u{200d}b\\u{200d}");
        assert!(matches!(visible("Żółć ❤️ 日本"), Cow::Borrowed("Żółć ❤️ 日本")));
    }

    #[test]
    fn markdown_takes_no_markup_from_data() {
        assert_eq!(markdown("a|b\r\n<img src=x>\tc"), "a\\|b &lt;img src\\=x&gt; c");
        assert_eq!(markdown("![x](http://t) *b* `c`"), "\\!\\[x\\](http://t) \\*b\\* \\`c\\`");
        assert_eq!(markdown("web_form _x_ a\\b & c"), "web_form \\_x\\_ a\\\\b &amp; c");
        assert_eq!(markdown("{{ x }} ==y==\u{1b}[0m"), "\\{\\{ x \\}\\} \\=\\=y\\=\\=\\u{1b}\\[0m");
    }

    #[test]
    fn widths_count_terminal_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(left("日", 4), "日  ");
        assert_eq!(right("日", 4), "  日");
    }

    #[test]
    fn wrapping_breaks_a_piece_only_where_no_line_holds_it() {
        let pieces = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
        assert_eq!(wrap(&pieces, " · ", 9), ["one · two", "three"]);
        assert_eq!(wrap(&pieces, " · ", 8), ["one", "two", "three"]);
        assert_eq!(wrap(&pieces, " · ", 3), ["one", "two", "thr", "ee"]);
        let path = ["/data/tickets.csv and 3 more files".to_owned(), "30 calls".to_owned()];
        assert_eq!(wrap(&path, " · ", 20), ["/data/tickets.csv", "and 3 more files", "30 calls"]);
        assert_eq!(wrap(&["日本語".to_owned()], " ", 1), ["日", "本", "語"]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_is_visible_and_fits(text in ".{0,40}", limit in 1usize..30) {
            let shown = visible(&text);
            proptest::prop_assert!(!shown.chars().any(|shown| is_hidden(shown) && shown != JOINER));
            proptest::prop_assert!(width(&cut(&shown, limit)) <= limit);
            proptest::prop_assert!(!markdown(&text).contains(['<', '\n']));
        }
    }
}
