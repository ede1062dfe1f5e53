//! `profiles`: the exports that are recognised; with a name, what there is to know of one.

use super::args::TalkArgs;
use super::output::to_stdout;
use super::stage::{Act, Stage};
use super::Ending;
use crate::advice::Advised;
use crate::nearest;
use crate::profile::model::{Mapping, Profile};
use crate::profile::toml::builtin;
use crate::render::{escape, prose};
use anyhow::Result;
use clap::Args;
use std::io::{self, Write};

/// Flags of `profiles`.
#[derive(Debug, Clone, Args)]
pub struct ProfilesArgs {
    /// The one to tell about: where its files come from, what they fill and lack
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for ProfilesArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Lists the profiles that come with the program, each with its tables; or tells all about one.
    ///
    /// # Errors
    /// If there is no profile of that name, or standard output cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let width = stage.around.columns().unwrap_or(80);
        let Some(name) = &self.name else {
            to_stdout(stage.out, |out| list(width, out))?;
            return Ok(Ending::Complete);
        };
        let named = builtin().iter().find(|profile| profile.name == *name);
        let profile = named.ok_or_else(|| {
            let advice = nearest::advice(name, builtin().iter().map(|profile| profile.name.as_str()));
            Advised::new(format!("there is no profile \"{name}\""), advice)
        })?;
        to_stdout(stage.out, |out| tell(profile, width, out))?;
        Ok(Ending::Complete)
    }
}

/// Lines are easiest to read up to this.
const WIDEST: usize = 100;

fn list(width: usize, out: &mut dyn Write) -> io::Result<()> {
    for profile in builtin() {
        writeln!(out, "{}", profile.name)?;
        for text in [&profile.about, &tables(profile).join(", ")] {
            write_wrapped("  ", text, width, out)?;
        }
    }
    writeln!(out)?;
    let rest = "Files with the canonical column names, or words for them in English, Dutch, Polish, Norwegian and \
                German, need no profile. Your own: --profile FILE.toml. `insights profiles NAME` says where its \
                files come from, what they fill and lack.";
    write_wrapped("", rest, width, out)
}

/// Writes a text in lines of at most `width` columns; all but the first are as far in as the head is wide.
fn write_wrapped(head: &str, text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = " ".repeat(escape::width(head));
    let room = width.min(WIDEST).saturating_sub(indent.len()).max(20);
    for (place, line) in prose::wrapped(text, room).iter().enumerate() {
        writeln!(out, "{}{line}", if place == 0 { head } else { &indent })?;
    }
    Ok(())
}

/// The canonical tables that a profile fills, each once.
fn tables(profile: &Profile) -> Vec<&'static str> {
    let mut tables = Vec::new();
    for name in profile.tables.iter().map(|table| table.into.schema().name) {
        if !tables.contains(&name) {
            tables.push(name);
        }
    }
    tables
}

fn tell(profile: &Profile, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", profile.name)?;
    write_wrapped("  ", &profile.about, width, out)?;
    writeln!(out)?;
    let page = &profile.page;
    let zone = profile.zone.as_deref().map_or_else(
        || "those without a zone are in UTC, unless --source-tz or a header says another".to_owned(),
        |zone| format!("those without a zone are in {zone}"),
    );
    let lines = [("From", &page.from), ("Lacks", &page.lacks), ("Note", &page.note), ("Times", &Some(zone))];
    for (head, text) in lines {
        if let Some(text) = text {
            write_wrapped(&format!("{head:<6} "), text, width, out)?;
        }
    }
    for refusal in &profile.refusals {
        let text = format!("{}; instead: {}", refusal.holds, refusal.instead);
        write_wrapped(&format!("{:<6} ", "Not"), &text, width, out)?;
    }
    writeln!(out, "\nFills")?;
    for table in tables(profile) {
        let own = profile.tables.iter().filter(|mapping| mapping.into.schema().name == table);
        write_wrapped(&format!("  {table}: "), &columns(own).join(", "), width, out)?;
    }
    Ok(())
}

/// The canonical columns that any of these mappings fills, in the order of the schema.
fn columns<'a>(mappings: impl Iterator<Item = &'a Mapping> + Clone) -> Vec<&'static str> {
    let Some(first) = mappings.clone().next() else { return Vec::new() };
    let schema = first.into.schema().columns.iter().enumerate();
    let is_filled =
        |place| mappings.clone().any(|own| own.columns.iter().any(|(column, _)| *column == place));
    schema.filter(|(place, _)| is_filled(*place)).map(|(_, column)| column.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_says_where_its_files_come_from_and_how_sure_it_is() {
        for profile in builtin() {
            assert!(profile.page.from.is_some() && profile.page.note.is_some(), "{}", profile.name);
        }
    }

    #[test]
    fn tables_and_columns_are_named_once() {
        let aircall = builtin().iter().find(|profile| profile.name == "aircall").unwrap();
        assert!(aircall.tables.len() > 1);
        let mut out = Vec::new();
        tell(aircall, 80, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("call_id").count(), 1, "{text}");
        assert_eq!(tables(aircall), ["calls"]);
    }
}
