//! The few colours used: bold, dim and basic ANSI colours that read on dark and light grounds.

/// Puts text in colour, or leaves it plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    /// Whether colours and weights are written at all.
    pub color: bool,
}

/// What the colour of a change says; none of it is said by colour alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// For the better.
    Good,
    /// For the worse.
    Bad,
    /// Neither.
    #[default]
    Plain,
    /// Too little to say anything.
    Muted,
}

impl Paint {
    /// A change.
    pub fn tone(self, tone: Tone, text: &str) -> String {
        match tone {
            Tone::Good => self.wrap("32", text),
            Tone::Bad => self.wrap("31", text),
            Tone::Plain => text.to_owned(),
            Tone::Muted => self.dim(text),
        }
    }

    /// Values and titles.
    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// Small print and rules.
    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// Drawings: sparklines, bars, shades.
    pub fn drawing(self, text: &str) -> String {
        self.wrap("36", text)
    }

    /// The word `error:`.
    pub fn error(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    /// The word `warning:`.
    pub fn warning(self, text: &str) -> String {
        self.wrap("1;33", text)
    }

    /// The word `hint:`.
    pub fn hint(self, text: &str) -> String {
        self.wrap("1;36", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Paint;

    #[test]
    fn colour_is_written_only_when_asked_for() {
        assert_eq!(Paint { color: true }.bold("a"), "\x1b[1ma\x1b[0m");
        assert_eq!(Paint { color: false }.bold("a"), "a");
        assert_eq!(Paint { color: true }.dim(""), "");
    }
}
