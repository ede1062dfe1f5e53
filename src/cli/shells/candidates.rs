//! The names that can follow on a command line that is being typed: those of a filter out of the data that it names,
//! columns, time zones, reports of a document.

use super::known;
use super::name_to_find::{Kind, NameToFind};
use super::typed_line::TypedLine;
use crate::cli::args::InputArgs;
use crate::cli::choice::InputChoice;
use crate::cli::environment::Surroundings;
use crate::cli::output::exists;
use crate::dataset::schema::messages::AUTHOR_TYPE;
use crate::dataset::vocabulary::author;
use crate::dataset::{ColumnKind, Data, Dataset, Domain, TableName, NONE};
use crate::facts::dimension::{AGENT, SOURCE};
use crate::facts::{name_people, Dimension};
use crate::kpi::document::DOCUMENT;
use crate::load::LoadOptions;
use crate::source::inputs::Inputs;
use crate::time::DAY;
use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of exports that are looked through, so that nobody waits; the last files by name go first.
const READ: u64 = 64_000_000;
/// Names that are offered at once.
const OFFERED: usize = 500;
/// Days of an archive that are looked through for who did something.
const DAYS: i64 = 90;

/// What can stand in the place of the last word of a line, for that shell; nothing where no name is called for or none
/// can be found, whatever the reason.
pub fn candidates(line: &str, shell: Shell, around: &Surroundings, program: &Command) -> Vec<String> {
    let typed = TypedLine::of(line);
    let Some(value) = NameToFind::of(&typed) else { return Vec::new() };
    let names = match value.kind {
        Kind::Of(dimension) => names(&typed, dimension, around, program).unwrap_or_default(),
        Kind::Column => columns(&typed),
        Kind::Zone => chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect(),
        Kind::Report => DOCUMENT.iter().map(|part| part.family.name.to_owned()).collect(),
        Kind::Order => {
            columns(&typed).iter().flat_map(|name| [name.clone(), format!("{name}:desc")]).collect()
        }
    };
    let mut offered: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| value.begins(name)) {
        let finished = format!("{}{}", value.before, value.written(name));
        offered.extend(typed.last.finished(&finished, value.own, shell));
        if offered.len() == OFFERED {
            break;
        }
    }
    offered
}

/// The columns of the report that a line asks for, and its figures, which stand for their main column; in order.
fn columns(typed: &TypedLine) -> BTreeSet<String> {
    typed
        .command()
        .map(|(command, _)| known::values("columns", command).into_iter().collect())
        .unwrap_or_default()
}

/// The names of a dimension in the data that a line names, else in those of the configuration; in order.
fn names(
    typed: &TypedLine,
    dimension: &'static Dimension,
    around: &Surroundings,
    program: &Command,
) -> Result<BTreeSet<String>> {
    let args = named_inputs(typed, around, program);
    let config = around.config(args.config.as_deref())?;
    if *dimension == SOURCE {
        return Ok(config.source.into_iter().map(|source| source.name).collect());
    }
    let mut choice = InputChoice::resolve(&args, &config, around)?;
    choice.paths = shortened(&choice.paths)?;
    for source in &mut choice.sources {
        source.paths = shortened(&source.paths)?;
    }
    let options = LoadOptions {
        wanted: Arc::new(|table, column| is_read(dimension, table, column)),
        since: Some(around.now - DAYS * DAY),
        threads: std::thread::available_parallelism().map_or(1, |cores| cores.get()),
        ..choice.load_options()
    };
    let mut dataset = choice.load(&options, None)?.dataset;
    if dimension.domain == Domain::Person {
        name_people(&mut dataset);
    }
    let dictionary = dataset.dictionary(dimension.domain);
    let met = codes(&dataset, dimension);
    let names =
        met.into_iter().filter(|code| *code != NONE).map(|code| dictionary.text(code).trim().to_owned());
    Ok(names.filter(|name| !name.is_empty()).collect())
}

/// What a line says about what to read: paths that are there, the configuration and the profile.
fn named_inputs(typed: &TypedLine, around: &Surroundings, program: &Command) -> InputArgs {
    let mut args = InputArgs::default();
    let Some((name, rest)) = typed.command() else { return args };
    let Some(command) = program.find_subcommand(name) else { return args };
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let Some(flag) = word.strip_prefix("--") else {
            let is_short = word.starts_with('-');
            if word == "-o" {
                rest.next();
            } else if !is_short {
                args.paths.extend(path(word, around));
            }
            continue;
        };
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (flag, None),
        };
        let known = command.get_arguments().find(|known| known.get_long() == Some(name));
        let takes_value = known.is_none_or(|known| known.get_action().takes_values());
        let value = if takes_value { value.or_else(|| rest.next().cloned()) } else { None };
        match name {
            "config" => args.config = value.map(PathBuf::from),
            "profile" => args.profile = value,
            _ => {}
        }
    }
    args
}

/// The path of a word, if anything is there.
fn path(word: &str, around: &Surroundings) -> Option<PathBuf> {
    let home = word.strip_prefix("~/").zip(around.variable("HOME"));
    let path = home.map_or_else(|| PathBuf::from(word), |(rest, home)| PathBuf::from(home).join(rest));
    (word.contains(['*', '?']) || exists(&path)).then_some(path)
}

/// Archives and as many files as can be looked through at once.
///
/// # Errors
/// If a path is not there.
fn shortened(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let paths = paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let found = Inputs { paths, stdin: None }.find()?;
    let (mut kept, mut size) = (found.archives, 0);
    for file in found.files.into_iter().rev().filter(|file| file.lasting) {
        size += file.size;
        if size > READ {
            break;
        }
        kept.extend(file.disk);
    }
    Ok(kept)
}

/// Whether a column has names of a dimension.
fn is_read(dimension: &Dimension, table: TableName, column: &str) -> bool {
    let schema = table.schema();
    let Some(place) = schema.column(column) else { return false };
    let is_own = match schema.columns[place].kind {
        ColumnKind::Code(domain) | ColumnKind::List(domain) => domain == dimension.domain,
        _ => false,
    };
    let (is_agent, is_team) = (*dimension == AGENT, dimension.domain == Domain::Team);
    match table {
        TableName::Conversations => is_own,
        TableName::Messages => is_agent && (is_own || column == AUTHOR_TYPE),
        TableName::Events | TableName::Ratings | TableName::Calls => (is_agent || is_team) && is_own,
        TableName::People => (is_agent && (is_own || column == "name")) || (is_team && is_own),
        TableName::FaqViews
        | TableName::FaqSearches
        | TableName::Orders
        | TableName::Posts
        | TableName::Comments => false,
    }
}

/// The codes of a dimension's names in what was read of its columns.
fn codes(dataset: &Dataset, dimension: &Dimension) -> BTreeSet<u32> {
    let mut codes = BTreeSet::new();
    for table in TableName::ALL
        .into_iter()
        .filter(|table| *table != TableName::People || dimension.domain == Domain::Team)
    {
        // Customers write messages, too.
        let kinds = if table == TableName::Messages { dataset.bytes(table, AUTHOR_TYPE) } else { &[] };
        for column in table.schema().columns.iter().filter(|column| is_read(dimension, table, column.name)) {
            match dataset.column(table, column.name) {
                Some(Data::Codes(found)) => {
                    let found = found.iter().enumerate();
                    let is_meant = |row: &usize| kinds.is_empty() || kinds.get(*row) == Some(&author::AGENT);
                    codes.extend(found.filter(|(row, _)| is_meant(row)).map(|(_, code)| *code));
                }
                Some(Data::Lists(lists)) => {
                    (0..dataset.table(table).rows).for_each(|row| codes.extend(lists.get(row)));
                }
                Some(_) | None => {}
            }
        }
    }
    codes
}
