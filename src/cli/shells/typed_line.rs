//! A command line that is still being typed, taken apart as shells do, and words put the way a shell takes them.

use crate::render::escape;
use clap_complete::Shell;

/// A command line up to the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TypedLine {
    /// The words before the last, without their quotes.
    pub words: Vec<String>,
    /// The word that the cursor stands behind; empty after a blank.
    pub last: UnfinishedWord,
}

/// The word that is being typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct UnfinishedWord {
    /// All of it, without quotes.
    pub text: String,
    /// Bytes of it that bash takes for a word of its own and leaves alone.
    settled: usize,
    /// The quote that is open.
    quote: Option<char>,
}

/// Where bash begins another word when it finishes one.
const BREAKS: [char; 2] = ['=', ':'];

impl TypedLine {
    /// Takes a line apart: blanks, backslashes and both kinds of quotes.
    pub fn of(line: &str) -> TypedLine {
        let (mut typed, mut is_word, mut characters) = (TypedLine::default(), false, line.chars());
        while let Some(character) = characters.next() {
            let last = &mut typed.last;
            match (last.quote, character) {
                (None, ' ' | '\t' | '\n') => {
                    if is_word {
                        typed.words.push(std::mem::take(last).text);
                    }
                    is_word = false;
                    continue;
                }
                (None, '\'' | '"') => last.open(character),
                (Some(open), _) if open == character => last.quote = None,
                (None | Some('"'), '\\') => last.text.extend(characters.next()),
                _ => last.add(character),
            }
            is_word = true;
        }
        typed
    }

    /// The command of the line, which may have other programs before this one, and what follows it.
    pub fn command(&self) -> Option<(&str, &[String])> {
        let is_it = |word: &String| word.rsplit(['/', '\\']).next() == Some("insights");
        let start = self.words.iter().rposition(is_it);
        let (command, rest) = self.words.get(start.map_or(0, |at| at + 1)..)?.split_first()?;
        Some((command, rest))
    }
}

impl UnfinishedWord {
    fn open(&mut self, quote: char) {
        self.quote = Some(quote);
        self.settled = self.text.len();
    }

    fn add(&mut self, character: char) {
        self.text.push(character);
        if self.quote.is_none() && BREAKS.contains(&character) {
            self.settled = self.text.len();
        }
    }

    /// What stands in its place if it is to become `finished`; `None` where it cannot be written or continued so, or
    /// would act on the terminal. What follows the first `own` bytes is the value of a flag.
    pub fn finished(&self, finished: &str, own: usize, shell: Shell) -> Option<String> {
        if escape::visible(finished) != finished {
            return None;
        }
        match shell {
            Shell::Bash => self.for_bash(finished),
            Shell::Fish => finished.get(own..).map(str::to_owned),
            Shell::Zsh => Some(finished.to_owned()),
            _ => None,
        }
    }

    /// Bash replaces what stands behind the last quote, `=` or `:` and takes the text as it is.
    fn for_bash(&self, finished: &str) -> Option<String> {
        let rest = finished.strip_prefix(self.text.get(..self.settled)?)?;
        match self.quote {
            Some('"') => (!rest.contains(['"', '$', '`', '\\', '!'])).then(|| rest.to_owned()),
            Some(_) => (!rest.contains('\'')).then(|| rest.to_owned()),
            None => {
                let mut escaped = String::new();
                for character in rest.chars() {
                    if character.is_ascii()
                        && !character.is_ascii_alphanumeric()
                        && !"_@%+,./-:=".contains(character)
                    {
                        escaped.push('\\');
                    }
                    escaped.push(character);
                }
                Some(escaped)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_apart_as_shells_do() {
        let typed = TypedLine::of(r#"insights  agents 'a b' c\ d "e \"f" --tag=x:y"#);
        assert_eq!(typed.words, ["insights", "agents", "a b", "c d", "e \"f"]);
        assert_eq!(typed.last.text, "--tag=x:y");
        assert_eq!(TypedLine::of("a b ").last.text, "");
        assert_eq!(TypedLine::of("a ''").last.text, "");
        assert_eq!(TypedLine::of("a '' b").words, ["a", ""]);
        assert_eq!(TypedLine::of(r"a b\").last.text, "b");
        assert_eq!(TypedLine::of("").words, [""; 0]);
    }

    #[test]
    fn each_shell_gets_what_it_puts_there() {
        let finished = |line: &str, to: &str, shell| TypedLine::of(line).last.finished(to, 0, shell);
        let bash = |line: &str, to: &str| finished(line, to, Shell::Bash);
        assert_eq!(bash("x Sa", "Sanne d'Or").as_deref(), Some(r"Sanne\ d\'Or"));
        assert_eq!(bash("x 'Sa", "Sanne de Vries").as_deref(), Some("Sanne de Vries"));
        assert_eq!(bash("x 'Sa", "Sanne d'Or"), None);
        assert_eq!(bash("x \"Sa", "Sanne $HOME"), None);
        assert_eq!(bash("x topic:re", "topic:refund").as_deref(), Some("refund"));
        assert_eq!(bash("x --tag=re", "--tag=re $(reboot)").as_deref(), Some(r"re\ \$\(reboot\)"));
        assert_eq!(bash("x --tag='re", "--tag=refund & go").as_deref(), Some("refund & go"));
        assert_eq!(bash("x Topic:re", "topic:refund"), None);
        assert_eq!(finished("x Sa", "Sanne de", Shell::Zsh).as_deref(), Some("Sanne de"));
        let typed = TypedLine::of("x --tag=re");
        assert_eq!(typed.last.finished("--tag=refund", 6, Shell::Fish).as_deref(), Some("refund"));
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            assert_eq!(finished("x a", "a\u{1b}[2J", shell), None);
            assert_eq!(finished("x a", "a\nb", shell), None);
        }
    }
}
