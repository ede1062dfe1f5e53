//! Several sources: each is read for itself, by its own profile and zone, before their rows are put together.

use super::options::{LoadOptions, Loaded};
use crate::advice::Advised;
use crate::dataset::schema::conversations::BRAND;
use crate::dataset::{unite, SourceData, TableName};
use crate::source::inputs::Inputs;
use anyhow::{bail, Context, Result};
use std::collections::BTreeMap;

/// One of several sources.
pub struct SourceToLoad {
    /// What the configuration calls it.
    pub name: String,
    /// Its files.
    pub inputs: Inputs,
    /// How they are read.
    pub options: LoadOptions,
    /// The brand of its conversations that have none.
    pub brand: Option<String>,
}

/// Loads all sources. Errors: as [`super::load`], with the source's name; also if two have a file in common.
pub fn load_sources(sources: Vec<SourceToLoad>) -> Result<Loaded> {
    refuse_shared_files(&sources)?;
    let mut read = Vec::new();
    let mut all: Option<Loaded> = None;
    for SourceToLoad { name, inputs, options, brand } in sources {
        let is_brand_asked = (options.wanted)(TableName::Conversations, BRAND);
        let loaded = super::load(inputs, &options).with_context(|| in_source(&name))?;
        let Loaded { dataset, aside, book, ignored, mut files } = loaded;
        for file in &mut files {
            file.source = Some(name.clone());
        }
        read.push(SourceData { name, brand: brand.filter(|_| is_brand_asked), dataset });
        match &mut all {
            None => all = Some(Loaded { dataset: Default::default(), aside, book, ignored, files }),
            Some(all) => {
                all.book.unite(book, &[]);
                all.ignored.extend(ignored);
                all.files.extend(files);
            }
        }
    }
    let Some(all) = all else { bail!("no source is named") };
    Ok(Loaded { dataset: unite(read), ..all })
}

/// Where an error stands.
pub fn in_source(name: &str) -> String {
    format!("source {name:?}")
}

/// A file of two sources would count twice.
fn refuse_shared_files(sources: &[SourceToLoad]) -> Result<()> {
    let mut owners = BTreeMap::new();
    for (place, source) in sources.iter().enumerate() {
        let found = source.inputs.find().with_context(|| in_source(&source.name))?;
        for (real, file) in found.real() {
            let owner = *owners.entry(real).or_insert(place);
            if owner != place {
                let (one, other) = (&sources[owner].name, &source.name);
                let what = format!("{file} belongs to two sources: {one:?} and {other:?}");
                bail!(Advised::new(what, "let the `paths` of only one [[source]] lead to it"));
            }
        }
    }
    Ok(())
}
