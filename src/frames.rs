//! For programs: exports as data frames, canonical tables first, then the facts made from them.
//!
//! Ids, names and choices are texts, flags are booleans, instants (UTC) and durations are whole milliseconds in
//! columns that end in `_ms`, numbers are fractions, several values of a row are one text with `;` between; what is
//! missing is null. `insights explain GRAIN` says what the columns of a kind of fact mean.

use crate::advice::Advised;
use crate::dataset::{Dataset, TableName};
use crate::facts::{derive, name_people, Facts, Grain, Rules, Wanted, DIMENSIONS};
use crate::load::{load, LoadOptions};
use crate::nearest;
use crate::source::inputs::Inputs;
use anyhow::{anyhow, Result};
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub use polars::prelude::DataFrame;

/// What exports hold, in canonical tables.
pub struct Exports {
    dataset: Dataset,
}

/// The facts made from exports.
pub struct FactFrames {
    facts: Facts,
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

impl Exports {
    /// Reads files, folders and patterns, every column of them; instants without a zone are UTC.
    ///
    /// # Errors
    /// If one cannot be read, or nothing is recognised.
    pub fn read(paths: Vec<PathBuf>) -> Result<Exports> {
        let options = LoadOptions { threads: threads(), ..LoadOptions::default() };
        let loaded = load(Inputs { paths, stdin: None }, &options);
        let loaded = loaded.map_err(|error| in_one_text(&Advised::of(&error)))?;
        Ok(Exports { dataset: loaded.dataset })
    }

    /// The names of the canonical tables: `conversations`, `messages`…
    pub fn tables() -> Vec<&'static str> {
        TableName::ALL.iter().map(|table| table.schema().name).collect()
    }

    /// A canonical table: these columns in this order, or without any all that the exports have.
    ///
    /// # Errors
    /// If there is no such table or column.
    pub fn table(&self, name: &str, columns: &[&str]) -> Result<DataFrame> {
        let table = TableName::from_name(name).ok_or_else(|| unknown(name, &Exports::tables()))?;
        Ok(self.dataset.frame(table, columns)?)
    }

    /// The facts as they were at an instant (UTC milliseconds; none: at the latest of all), by the rules that hold
    /// where nothing is configured. How messages sound is known where the exports say so.
    pub fn into_facts(mut self, as_of: Option<i64>) -> FactFrames {
        let wanted = Wanted {
            grains: Grain::ALL.iter().copied().collect(),
            dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
            texts: true,
            sentiment: true,
            ..Wanted::default()
        };
        let as_of = as_of.or_else(|| self.dataset.latest()).unwrap_or(0);
        let people = name_people(&mut self.dataset);
        let mut facts = derive(self.dataset, &Rules::at(as_of), &wanted, threads());
        facts.people = people;
        FactFrames { facts }
    }
}

impl FactFrames {
    /// The names of the kinds of facts: `conversation`, `exchange`…
    pub fn grains() -> Vec<&'static str> {
        Grain::ALL.iter().map(|grain| grain.table().name).collect()
    }

    /// One kind of fact, a row each: these columns in this order, or without any all of them.
    ///
    /// # Errors
    /// If there is no such kind or column.
    pub fn frame(&self, grain: &str, columns: &[&str]) -> Result<DataFrame> {
        let grain = Grain::named(grain).ok_or_else(|| unknown(grain, &FactFrames::grains()))?;
        Ok(self.facts.frame(grain, columns)?)
    }
}

fn unknown(name: &str, names: &[&str]) -> anyhow::Error {
    let advice = nearest::advice(name, names.iter().copied());
    in_one_text(&Advised::new(format!("nothing is called \"{name}\""), advice))
}

/// Programs print an error as it is, so the advice stands in its text.
fn in_one_text(error: &Advised) -> anyhow::Error {
    anyhow!("{}", error.text())
}
