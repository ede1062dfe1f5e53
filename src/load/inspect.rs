//! What files are taken for and why, without reading their rows.

use super::file::{FileForm, KnownFile};
use super::opened::{opened, Opened};
use super::options::LoadOptions;
use crate::profile::catalog::Catalog;
use crate::profile::model::{Mapping, Profile};
use crate::profile::recognise::{nearest_table, Recognised};
use crate::source::inputs::Inputs;
use anyhow::{anyhow, Result};
use std::path::{Path, PathBuf};

/// One file looked at.
#[derive(Debug)]
pub struct Inspection {
    /// Its display name.
    pub name: String,
    /// The file on the disk that it is or lies in, to be read again; `None` where it can be read once only.
    pub path: Option<PathBuf>,
    /// Its headers, or the keys of its records.
    pub columns: Vec<String>,
    /// The tables it feeds; empty where it is not recognised.
    pub tables: Vec<Recognised>,
    /// Why it is not recognised: the cause, then `hint:` lines.
    pub why: Option<String>,
    /// The nearest table, with what was found of it, where the file is not recognised.
    pub near: Option<Mapping>,
}

/// Looks at all inputs. Errors: a path that is not there, a named file that can't be read, a faulty profile.
pub fn inspect(inputs: &mut Inputs, options: &LoadOptions) -> Result<Vec<Inspection>> {
    let catalog = Catalog::new(&options.profile_files, options.profile.as_deref())?;
    let mut inspections = Vec::new();
    let files = inputs.find()?.files;
    let Opened { known, left_out } = opened(files, &mut inputs.stdin)?;
    for known in known {
        inspections.push(one(&known, &catalog));
    }
    if let ([], [only]) = (&inspections[..], &left_out[..]) {
        return Err(anyhow!("{}", only.message()));
    }
    for input in left_out {
        let hint = if input.trouble.advice.is_empty() { "" } else { "\nhint: " };
        let why = format!("{}{hint}{}", input.trouble.what, input.trouble.advice);
        inspections.push(Inspection {
            name: input.file,
            path: None,
            columns: Vec::new(),
            tables: Vec::new(),
            why: Some(why),
            near: None,
        });
    }
    Ok(inspections)
}

fn one(known: &KnownFile, catalog: &Catalog) -> Inspection {
    let name = known.file.name.clone();
    let path = known.file.path().filter(|_| !known.once()).map(Path::to_path_buf);
    let columns = match &known.form {
        FileForm::Csv(dialect) => dialect.header.clone(),
        FileForm::Json(places) => places.iter().flat_map(|place| place.keys.clone()).collect(),
    };
    match known.recognise(catalog) {
        Ok(tables) => Inspection { name, path, columns, tables, why: None, near: None },
        Err(why) => {
            let why = format!("{why:#}");
            let why = why.strip_prefix(&format!("{name}: ")).unwrap_or(&why).to_owned();
            let near = nearest_table(&columns);
            Inspection { name, path, columns, tables: Vec::new(), why: Some(why), near }
        }
    }
}

impl Inspection {
    /// The columns that none of its tables reads.
    pub fn unused(&self) -> Vec<&str> {
        let mut used = Vec::new();
        for mapping in self.tables.iter().map(|one| &one.mapping).chain(&self.near) {
            let list = mapping.explode.as_deref();
            used.extend(mapping.fields().into_iter().map(|field| key_of(field, list)));
        }
        let is_used =
            |name: &String| used.iter().any(|used| without_brackets(used) == without_brackets(name));
        self.columns.iter().filter(|name| !is_used(name)).map(String::as_str).collect()
    }
}

/// The key of a record that a field means; in the elements of a list paths begin at the element.
fn key_of(field: &str, list: Option<&str>) -> String {
    match (field.strip_prefix("parent."), list) {
        (Some(outer), Some(_)) => outer.to_owned(),
        (None, Some(list)) if field == "." => list.to_owned(),
        (None, Some(list)) => format!("{list}[].{field}"),
        (_, None) => field.to_owned(),
    }
}

fn without_brackets(key: &str) -> &str {
    key.trim_end_matches("[]")
}

/// Most headers by which a file is told again.
const TELLING: usize = 8;

/// A profile that reads the files as they were recognised, to be edited.
pub fn profile_of(inspections: &[Inspection], name: &str) -> Profile {
    let mut tables: Vec<Mapping> = Vec::new();
    for inspection in inspections {
        let recognised = inspection.tables.iter().map(|one| &one.mapping);
        for mapping in recognised.chain(&inspection.near) {
            let mut mapping = mapping.clone();
            if mapping.recognise.is_empty() && mapping.explode.is_none() {
                let fields = mapping.fields().into_iter().take(TELLING);
                mapping.recognise = fields.map(str::to_owned).collect();
            }
            if !tables.contains(&mapping) {
                tables.push(mapping);
            }
        }
    }
    let zone = inspections.iter().flat_map(|one| &one.tables).find_map(|one| one.zone.clone());
    Profile { name: name.to_owned(), about: "My export".to_owned(), zone, tables, refusals: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::toml::{parse, write};

    fn inspected(text: &'static str) -> Inspection {
        let stdin: Box<dyn std::io::Read + Send> = Box::new(text.as_bytes());
        let mut inputs = Inputs { paths: vec!["-".into()], stdin: Some(stdin) };
        inspect(&mut inputs, &LoadOptions::default()).unwrap().remove(0)
    }

    #[test]
    fn the_profile_written_reads_the_file_alike() {
        let one = inspected("Gesprek-ID,Aangemaakt op,Kanał,Weer\n1,2026-03-02 10:00:00,chat,zon\n");
        assert_eq!(one.unused(), ["Weer"]);
        let text = write(&profile_of(std::slice::from_ref(&one), "mine"));
        let again = parse(&text, "mine.toml").unwrap();
        assert_eq!(again.tables[0].columns, one.tables[0].mapping.columns);
        assert_eq!(again.tables[0].recognise, ["Gesprek-ID", "Aangemaakt op", "Kanał"]);
    }

    #[test]
    fn what_is_not_recognised_shows_what_it_comes_near_to() {
        let one = inspected("message_id,conversation_id,sent_at,body\n1,2,2026-03-02,x\n");
        assert!(one.tables.is_empty());
        assert!(one.why.unwrap().starts_with("the file looks like messages, but no column says author_type"));
        assert_eq!(one.near.unwrap().into, crate::dataset::TableName::Messages);
    }
}
