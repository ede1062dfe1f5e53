//! Errors in two parts: what is wrong, and what to do about it.

use std::error::Error;
use std::fmt;
use std::io;

/// What is wrong, and what to do. As an error it says what is wrong alone; whoever prints it puts the advice below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advised {
    /// What is wrong, in one line.
    pub what: String,
    /// What to do, an entry each; none where that is plain.
    pub advice: Vec<String>,
}

impl Advised {
    /// What is wrong and what to do about it; empty advice is none.
    pub fn new(what: impl AsRef<str>, advice: impl AsRef<str>) -> Advised {
        Advised { what: in_one_line(what.as_ref()), advice: Vec::new() }.and(advice)
    }

    /// With one more thing to do.
    pub fn and(mut self, advice: impl AsRef<str>) -> Advised {
        let advice = in_one_line(advice.as_ref());
        if !advice.is_empty() && !self.advice.contains(&advice) {
            self.advice.push(advice);
        }
        self
    }

    /// With more words on what is wrong, in the same line.
    pub fn saying(self, more: &str) -> Advised {
        Advised { what: in_one_line(&(self.what + more)), advice: self.advice }
    }

    /// An error with its whole chain of causes: they in one line, none said twice, and what there is to do.
    pub fn of(error: &anyhow::Error) -> Advised {
        let mut all = Advised::default();
        for link in error.chain() {
            let said = in_one_line(&link.to_string());
            if !said.is_empty() && !all.what.ends_with(&said) {
                let joint = if all.what.is_empty() { "" } else { ": " };
                all.what = format!("{}{joint}{said}", all.what);
            }
            if let Some(Advised { advice, .. }) = advised(link) {
                all = advice.iter().fold(all, Advised::and);
            }
        }
        all
    }

    /// What is wrong in a line, and a line `hint: …` for everything to do.
    pub fn text(&self) -> String {
        self.advice.iter().fold(self.what.clone(), |text, advice| format!("{text}\nhint: {advice}"))
    }
}

/// What is wrong alone.
impl fmt::Display for Advised {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.what)
    }
}

impl Error for Advised {}

/// The error itself, or the one that an error of reading was made of: that one stands in no chain.
fn advised<'e>(link: &'e (dyn Error + 'static)) -> Option<&'e Advised> {
    let inner = link.downcast_ref().and_then(io::Error::get_ref);
    link.downcast_ref().or_else(|| inner?.downcast_ref())
}

fn in_one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn a_chain_is_one_line_and_its_advice_stands_below() {
        let root = Advised::new("no such\n  zone", "UTC").and("see --help").and("UTC").and("");
        let error = anyhow!(root).context("tz").context("cannot read x");
        assert_eq!(
            Advised::of(&error).text(),
            "cannot read x: tz: no such zone\nhint: UTC\nhint: see --help"
        );
        assert_eq!(format!("{error:#}"), "cannot read x: tz: no such zone");
    }

    #[test]
    fn advice_comes_through_an_error_of_reading() {
        let error = anyhow!(io::Error::other(Advised::new("damaged", "export it again"))).context("x");
        assert_eq!(Advised::of(&error).text(), "x: damaged\nhint: export it again");
    }

    #[test]
    fn what_a_text_holds_is_never_taken_for_advice() {
        let error = anyhow!("x.csv\nhint: none").context("cannot read x.csv\nhint: none");
        assert_eq!(Advised::of(&error).text(), "cannot read x.csv hint: none");
        let columns = Advised::new("unknown", "").saying(" (columns: a\nhint: b)");
        assert_eq!(columns.text(), "unknown (columns: a hint: b)");
    }
}
