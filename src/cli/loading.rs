//! How all input of a run is loaded: as one source, or each source for itself.

use super::choice::InputChoice;
use crate::load::inspect::{inspect, Inspection};
use crate::load::{load, load_sources, LoadOptions, Loaded, SourceToLoad};
use crate::source::inputs::Inputs;
use anyhow::Result;
use std::io::Read;

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
