//! How all input of a run is loaded: as one source, or each source for itself.

use super::choice::InputChoice;
use super::spared::Spared;
use crate::config::Config;
use crate::load::inspect::{inspect, Inspection};
use crate::load::{load, load_sources, LoadOptions, Loaded, SourceToLoad};
use crate::source::inputs::Inputs;
use anyhow::Result;
use std::io::Read;
use std::path::Path;

/// Standard input, for the path `-`.
type StandardInput = Option<Box<dyn Read + Send>>;

impl InputChoice {
    /// Loads all that is to be read.
    ///
    /// # Errors
    /// As [`load`] and [`load_sources`].
    pub fn load(&self, options: &LoadOptions, mut stdin: StandardInput) -> Result<Loaded> {
        if self.sources.is_empty() {
            return load(Inputs { paths: self.paths.clone(), stdin }, options);
        }
        let mut sources = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            let is_fed = source.paths.iter().any(|path| path.as_os_str() == "-");
            let stdin = if is_fed { stdin.take() } else { None };
            sources.push(SourceToLoad {
                name: source.name.clone(),
                inputs: Inputs { paths: source.paths.clone(), stdin },
                options: source.options(options),
                brand: source.brand.clone(),
            });
        }
        load_sources(sources)
    }

    /// What is read, and therefore not written over: the exports and the profiles that they are read with.
    pub fn spared(&self) -> Spared {
        let sources = self.sources.iter().flat_map(|source| &source.paths);
        let profiles = self.sources.iter().filter_map(|source| source.profile.as_ref());
        let mut spared = Spared::inputs(sources.chain(&self.paths).chain(&self.parts));
        for profile in profiles.chain(&self.profile) {
            spared = spared.and(Path::new(profile));
        }
        spared
    }

    /// The same, and the configuration with the word lists that it names.
    pub fn all_spared(&self, config: &Config) -> Spared {
        let words = &config.sentiment;
        let mut spared = self.spared().and(&config.file);
        for path in words.lexicon.iter().chain(words.lexicons.values()) {
            spared = spared.and(path);
        }
        spared
    }

    /// What every file is taken for.
    ///
    /// # Errors
    /// As [`inspect`].
    pub fn inspect(&self, options: &LoadOptions, mut stdin: StandardInput) -> Result<Vec<Inspection>> {
        if self.sources.is_empty() {
            return inspect(&mut Inputs { paths: self.paths.clone(), stdin }, options);
        }
        let mut inspections = Vec::new();
        for source in &self.sources {
            let mut inputs = Inputs { paths: source.paths.clone(), stdin: stdin.take() };
            for one in inspect(&mut inputs, &source.options(options))? {
                inspections.push(Inspection { source: Some(source.name.clone()), ..one });
            }
            stdin = inputs.stdin;
        }
        Ok(inspections)
    }
}
