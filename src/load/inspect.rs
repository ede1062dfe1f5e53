//! What files are taken for and why, without reading their rows.

use super::file::{FileForm, KnownFile};
use super::opened::{nothing_recognised, opened, Opened};
use super::options::LoadOptions;
use super::{evidence, tried, unused};
use crate::advice::Advised;
use crate::profile::catalog::Catalog;
use crate::profile::model::{Mapping, Page, Profile};
use crate::profile::recognise::{nearest_table, Recognised};
use crate::source::inputs::{FoundFiles, Inputs};
use crate::values::DayOrder;
use anyhow::Result;
use std::path::PathBuf;

/// One file looked at.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Its display name.
    pub name: String,
    /// The source it belongs to; `None` where all files are one.
    pub source: Option<String>,
    /// The file on the disk that it is or lies in, to be read again; `None` where it can be read once only.
    pub path: Option<PathBuf>,
    /// How a CSV file is written; `None` for others.
    pub form: Option<String>,
    /// The tables it feeds; empty where it is not recognised.
    pub tables: Vec<Recognised>,
    /// Some values of the fields that its tables read.
    pub samples: Vec<(String, Vec<String>)>,
    /// What the values decided about the columns: the column, and what.
    pub decided: Vec<(String, String)>,
    /// Why it is not recognised, and what to do.
    pub why: Option<Advised>,
    /// The columns and keys that none of its tables reads.
    pub unused: Vec<String>,
    /// The nearest table, with what was found of it, where the file is not recognised.
    pub near: Option<Mapping>,
    /// Whether it is an archive, which needs nobody to recognise it.
    pub is_archive: bool,
}

/// Looks at all inputs. Errors: a path that is not there, a named file that can't be read, folders without any file, a faulty
/// profile.
pub fn inspect(inputs: &mut Inputs, options: &LoadOptions) -> Result<Vec<Inspection>> {
    let catalog = Catalog::new(&options.profile_files, options.profile.as_deref())?;
    let mut inspections = Vec::new();
    let FoundFiles { files, archives, .. } = inputs.find()?;
    let Opened { known, empty, left_out, .. } = opened(files, &mut inputs.stdin, options)?;
    for archive in archives {
        let name = archive.display().to_string();
        let why = Advised::new(
            "an archive",
            format!("`insights archive info --archive {name}` tells what it holds"),
        );
        inspections.push(Inspection { name, why: Some(why), is_archive: true, ..Inspection::default() });
    }
    for known in known {
        let form = known.described();
        inspections.push(Inspection { form, ..one(known, &catalog, options)? });
    }
    for file in empty {
        let why = Some(Advised::new("an empty list: an export of no rows", ""));
        inspections.push(Inspection { name: file.name, why, ..Inspection::default() });
    }
    match (&inspections[..], &left_out[..]) {
        ([], []) => return Err(nothing_recognised(&[])),
        ([], [only]) => return Err(only.error().into()),
        _ => {}
    }
    for input in left_out {
        let why = Some(Advised::new(&input.trouble.what, &input.trouble.advice));
        inspections.push(Inspection { name: input.file, why, ..Inspection::default() });
    }
    Ok(inspections)
}

fn one(mut known: KnownFile, catalog: &Catalog, options: &LoadOptions) -> Result<Inspection> {
    let name = known.file.name.clone();
    let path = known.file.disk.clone().filter(|_| !known.once());
    let columns = match &known.form {
        FileForm::Csv(dialect) => dialect.header.clone(),
        FileForm::Json(places) => places.iter().flat_map(|place| place.keys.clone()).collect(),
    };
    match tried::recognised(&mut known, catalog) {
        Ok(mut tables) => {
            let decisions = evidence::decide(&mut known, &mut tables, options)?;
            let undecided = evidence::take_day_order(&mut tables, DayOrder::Iso);
            let made = decisions.made.into_iter().chain(undecided.made);
            let decided = made.map(|one| (one.column, one.trouble.to_string())).collect();
            let mut samples = Vec::new();
            for table in &tables {
                samples.extend(evidence::samples(&mut known, table)?);
            }
            let unused = unused_names(&known.form, tables.iter().map(|one| &one.mapping));
            Ok(Inspection { name, path, unused, tables, samples, decided, ..Inspection::default() })
        }
        Err(error) => {
            let why = Advised::of(&error);
            let near = nearest_table(&columns);
            let unused = unused_names(&known.form, near.iter());
            let why = Some(why);
            Ok(Inspection { name, path, unused, why, near, ..Inspection::default() })
        }
    }
}

/// The columns that no table takes.
fn unused_names<'t>(form: &FileForm, tables: impl Iterator<Item = &'t Mapping>) -> Vec<String> {
    unused::columns(form, tables).into_iter().map(|(_, name)| name).collect()
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
    Profile {
        name: name.to_owned(),
        about: "My export".to_owned(),
        zone,
        page: Page::default(),
        tables,
        refusals: Vec::new(),
        layouts: Vec::new(),
    }
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
        assert_eq!(one.unused, ["Weer"]);
        let text = write(&profile_of(std::slice::from_ref(&one), "mine"));
        let again = parse(&text, "mine.toml").unwrap();
        assert_eq!(again.tables[0].columns, one.tables[0].mapping.columns);
        assert_eq!(again.tables[0].recognise, ["Gesprek-ID", "Aangemaakt op", "Kanał"]);
    }

    /// A number since 1970 is shown, and a number by which somebody is called is not.
    #[test]
    fn moments_are_shown_and_phone_numbers_are_not() {
        let one = inspected("Ticket ID,Created,Customer phone\n1,1772442000,0612345678\n");
        let samples = |field: &str| one.samples.iter().find(|(name, _)| name == field).unwrap().1.clone();
        assert_eq!(samples("Created"), ["1772442000"]);
        assert_eq!(samples("Customer phone"), [""; 0]);
    }

    #[test]
    fn what_is_not_recognised_shows_what_it_comes_near_to() {
        let one = inspected("message_id,conversation_id,sent_at,body\n1,2,2026-03-02,x\n");
        assert!(one.tables.is_empty());
        assert!(one
            .why
            .unwrap()
            .what
            .starts_with("the file looks like messages, but no column says author_type"));
        assert_eq!(one.near.unwrap().into, crate::dataset::TableName::Messages);
    }
}
