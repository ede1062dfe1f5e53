//! What is said on standard error: causes and hints, with nothing in them that could steer a terminal.

use clap::error::{Error, ErrorKind};

/// An error for people: `error:` and its causes in one line, then its `hint:` lines.
pub fn failure(error: &anyhow::Error) -> String {
    visible(&format!("error: {error:#}\n"))
}

/// A mistake on the command line in the form of [`failure`]: clap's cause and tips, without its usage line.
pub fn usage(error: &Error) -> String {
    let rendered = error.render().to_string();
    let mut lines = Vec::new();
    for line in rendered.lines() {
        let line = line.trim_end();
        if line.starts_with("Usage:") {
            break;
        }
        match line.trim_start() {
            "" => {}
            trimmed if trimmed.starts_with("tip: ") => lines.push(format!("hint: {}", &trimmed[5..])),
            trimmed if trimmed.starts_with("[possible values: ") => {
                lines.push(format!("hint: {}", trimmed.trim_matches(['[', ']'])));
            }
            _ => lines.push(line.to_string()),
        }
    }
    lines.retain(|line| !line.starts_with("For more information"));
    if !lines.iter().any(|line| line.starts_with("hint:")) || error.kind() == ErrorKind::UnknownArgument {
        lines.push(String::from("hint: --help shows what is possible"));
    }
    visible(&(lines.join("\n") + "\n"))
}

/// Controls, bidirectional and zero-width characters as escapes; line ends stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let steers = character.is_control() && character != '\n';
        let hides = matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
        if steers || hides {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_stand_in_one_line_and_hints_below() {
        let error = anyhow::anyhow!("no such zone\nhint: UTC").context("cannot read x\u{1b}[2J");
        assert_eq!(failure(&error), "error: cannot read x\\u{1b}[2J: no such zone\nhint: UTC\n");
    }
}
