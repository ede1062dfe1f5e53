//! The values that filters name, against those there are: which codes are meant, and what is said of one that nobody knows.

use crate::advice::Advised;
use crate::facts::dimension::Place;
use crate::facts::{folded, is_folded, Dimension, Domain, Facts};
use crate::fitting::numbered;
use crate::nearest::nearest;
use anyhow::{bail, Result};

/// The values there are of a dimension.
pub struct KnownValues<'a> {
    dimension: &'static Dimension,
    facts: &'a Facts,
}

impl<'a> KnownValues<'a> {
    /// Those of the facts at hand.
    pub fn of(dimension: &'static Dimension, facts: &'a Facts) -> KnownValues<'a> {
        KnownValues { dimension, facts }
    }

    /// The codes of all values together, as a set; one that is known but that no row has is noted.
    ///
    /// # Errors
    /// If one neither belongs to the vocabulary nor occurs.
    pub fn wanted(&self, values: &[String], absent: &mut Vec<Advised>) -> Result<Vec<bool>> {
        let mut set = self.none();
        for value in values {
            if self.mark(value, &mut set) {
                continue;
            }
            if !self.dimension.vocabulary.contains(&self.comparable(value).as_str()) {
                bail!(self.unknown(value, ""));
            }
            absent.push(Advised::new(format!("the files have no {} \"{value}\"", self.dimension.id), ""));
        }
        Ok(set)
    }

    /// As `wanted`, of values to leave out: there need not be any today, but what is not known may be mistyped.
    pub fn ruled_out(&self, values: &[String], absent: &mut Vec<Advised>) -> Vec<bool> {
        let mut set = self.none();
        for value in values {
            let is_met = self.mark(value, &mut set);
            if !is_met && !self.dimension.vocabulary.contains(&self.comparable(value).as_str()) {
                absent.push(self.unknown(value, ", so nothing is left out by it"));
            }
        }
        set
    }

    fn none(&self) -> Vec<bool> {
        vec![false; self.facts.dictionary(self.dimension.domain).len()]
    }

    /// Puts the codes of a value, and of those below it, into the set; whether there are any.
    fn mark(&self, value: &str, set: &mut [bool]) -> bool {
        let wanted = self.comparable(value);
        let under = format!("{wanted} > ");
        let is_path = matches!(self.dimension.place, Place::Path(_));
        let mut is_met = false;
        for (code, text) in self.facts.dictionary(self.dimension.domain).texts().enumerate() {
            let text = self.comparable(text);
            if text == wanted || (is_path && text.starts_with(&under)) {
                set[code] = true;
                is_met = true;
                let name = self.facts.people.get(&numbered(code));
                if let (Domain::Person, Some(&name)) = (self.dimension.domain, name) {
                    set[name as usize] = true;
                }
            }
        }
        is_met
    }

    fn comparable(&self, text: &str) -> String {
        if is_folded(self.dimension.domain) {
            folded(text.trim())
        } else {
            text.trim().to_lowercase()
        }
    }

    fn unknown(&self, value: &str, consequence: &str) -> Advised {
        let id = self.dimension.id;
        let met = self.facts.dictionary(self.dimension.domain).texts();
        // A customer who was not asked for is not shown.
        let met =
            met.filter(|_| id != "direction" && id != "status" && self.dimension.domain != Domain::Customer);
        let nearest = nearest(value, met.chain(self.dimension.vocabulary.iter().copied()));
        let advice = if self.dimension.domain == Domain::Source
            && self.facts.dictionary(Domain::Source).is_empty()
        {
            "[[source]] in insights.toml names sources; files named on the command line are one".to_owned()
        } else if nearest.is_empty() {
            format!("`--by {id}` lists the values there are")
        } else {
            format!("did you mean {}?", nearest.join(", "))
        };
        Advised::new(format!("no {id} is called \"{value}\"{consequence}"), advice)
    }
}
