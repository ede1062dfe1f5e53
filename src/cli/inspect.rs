//! `inspect`: what files are taken for, column by column, and a profile to edit.

use super::args::{InputArgs, TalkArgs};
use super::choice::InputChoice;
use super::mapping_words::{first_values, source, told_by};
use super::output::{to_file, to_stdout};
use super::raw::RawArgs;
use super::stage::{begin_reading, Act, Stage};
use super::Ending;
use crate::account::{Problem, Problems, RejectSink};
use crate::load::inspect::{profile_of, Inspection};
use crate::load::LoadOptions;
use crate::profile::model::Mapping;
use crate::profile::toml::write;
use crate::render::escape::{cut, visible};
use crate::render::prose::folded;
use crate::source::inputs::Inputs;
use anyhow::Result;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Columns that are not used are named up to so many,
const NAMED: usize = 1_000;
/// each up to so many columns of a terminal.
const NAME_WIDTH: usize = 200;

/// Flags of `inspect`.
#[derive(Debug, Clone, Args)]
pub struct InspectArgs {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArgs,
    /// Write the profile here instead of printing it
    #[arg(long = "save-profile", alias = "profile-out", value_name = "FILE", help_heading = "Output")]
    pub profile_out: Option<PathBuf>,
    /// The table itself instead.
    #[command(flatten)]
    pub table: RawArgs,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for InspectArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Prints what each file is taken for, what its values could not be read as, and a profile; or writes the profile.
    ///
    /// # Errors
    /// If an input is missing or a named file is not readable, or output cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let around = stage.around;
        let config = around.config(self.input.config.as_deref())?;
        let choice = InputChoice::resolve(&self.input, &config, around)?;
        let options = choice.load_options();
        let spared = choice.all_spared(&config).and_written(choice.rejects_path());
        if let Some(path) = &self.profile_out {
            spared.check(path)?;
        }
        let rejects = begin_reading(&choice, stage)?;
        if self.table.is_asked() {
            let mut inputs = Inputs { paths: choice.paths, stdin: around.standard_input() };
            let table = crate::load::raw::open(&mut inputs, &options)?;
            return self.table.write(table, (&options, &spared), stage);
        }
        let inspections = choice.inspect(&options, around.standard_input())?;
        let problems = values(&inspections, &choice, rejects)?;
        let profile = profile_text(&inspections);
        let mut found = Vec::new();
        inspections.iter().try_for_each(|one| file(&mut found, one))?;
        trouble(&mut found, &problems)?;
        let width = around.columns().unwrap_or(usize::MAX);
        to_stdout(stage.out, |out| {
            for line in String::from_utf8_lossy(&found).lines() {
                folded(line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            }
            match (&self.profile_out, inspections.iter().any(has_profile)) {
                (None, true) => {
                    writeln!(out, "Profile, to save as mine.toml and edit:\n")?;
                    profile.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
                }
                _ => Ok(()),
            }
        })?;
        if let Some(path) = &self.profile_out {
            to_file(path, &spared, |file| file.write_all(profile.as_bytes()))?;
            stage.ui.hint(&format!("insights summary --profile {}", path.display()));
        }
        if !inspections.iter().any(|one| one.is_archive || has_profile(one)) {
            return Ok(Ending::Unrecognised);
        }
        Ok(Ending::Complete)
    }
}

/// Whether there is anything to write a profile of.
fn has_profile(one: &Inspection) -> bool {
    !one.tables.is_empty() || one.near.is_some()
}

/// What goes wrong when the rows of recognised files are read; standard input can be read only once and is left out.
fn values(inspections: &[Inspection], choice: &InputChoice, rejects: Option<RejectSink>) -> Result<Problems> {
    let mut problems = Problems::default();
    let mut read = choice.clone();
    read.paths = recognised(inspections, None);
    for source in &mut read.sources {
        source.paths = recognised(inspections, Some(&source.name));
        read.paths.extend(source.paths.iter().cloned());
    }
    read.sources.retain(|source| !source.paths.is_empty());
    if !read.paths.is_empty() {
        problems = read.load(&LoadOptions { rejects, ..read.load_options() }, None)?.book.problems;
    }
    Ok(problems)
}

/// The files of a source that can be read again.
fn recognised(inspections: &[Inspection], source: Option<&str>) -> Vec<PathBuf> {
    let own = inspections.iter().filter(|one| one.source.as_deref() == source && !one.tables.is_empty());
    own.filter_map(|one| one.path.clone()).collect()
}

fn file(out: &mut dyn Write, one: &Inspection) -> io::Result<()> {
    match &one.source {
        Some(source) => writeln!(out, "{} of {}", visible(&one.name), visible(source))?,
        None => writeln!(out, "{}", visible(&one.name))?,
    }
    if let Some(form) = &one.form {
        writeln!(out, "  {}", visible(form))?;
    }
    if let Some(why) = &one.why {
        why.text().lines().try_for_each(|line| writeln!(out, "  {}", visible(line)))?;
    }
    for recognised in &one.tables {
        let table = recognised.mapping.into.schema().name;
        writeln!(out, "  {table} ({})", visible(&told_by(recognised)))?;
        mapping(out, &recognised.mapping, &one.samples)?;
    }
    for (column, what) in &one.decided {
        writeln!(out, "  {}: {}", visible(column), visible(what))?;
    }
    if let Some(near) = &one.near {
        writeln!(out, "  nearest: {}", near.into.schema().name)?;
        mapping(out, near, &[])?;
        for name in missing(near) {
            writeln!(out, "    {name:<18} – missing, and a row needs it")?;
        }
    }
    let unused = one.unused.iter().filter(|name| !name.is_empty());
    let mut named: Vec<_> =
        unused.clone().take(NAMED).map(|name| cut(&visible(name), NAME_WIDTH).into_owned()).collect();
    if unused.clone().count() > NAMED {
        named.push(format!("and {} more", unused.count() - NAMED));
    }
    if !named.is_empty() {
        writeln!(out, "  not used: {}", named.join(", "))?;
    }
    writeln!(out)
}

fn missing(mapping: &Mapping) -> impl Iterator<Item = &'static str> + '_ {
    let columns = mapping.into.schema().columns.iter().enumerate();
    let required = columns.filter(|(_, column)| column.required);
    let lacking = required.filter(|(place, _)| !mapping.columns.iter().any(|(mapped, _)| mapped == place));
    lacking.map(|(_, column)| column.name)
}

fn mapping(out: &mut dyn Write, mapping: &Mapping, samples: &[(String, Vec<String>)]) -> io::Result<()> {
    if let Some(list) = &mapping.explode {
        writeln!(out, "    {:<18} {}", "(a row each of)", visible(list))?;
    }
    for (column, rule) in &mapping.columns {
        let name = mapping.into.schema().columns.get(*column).map_or("", |column| column.name);
        let values = first_values(rule, samples);
        writeln!(out, "    {name:<18} {}{}", visible(&source(rule)), visible(&values))?;
    }
    Ok(())
}

/// Values that could not be read, and what else is worth knowing.
fn trouble(out: &mut dyn Write, problems: &Problems) -> io::Result<()> {
    // Columns that are not used are listed with their file.
    let problems = problems.iter().filter(|problem| problem.spots.iter().any(|spot| spot.row > 0));
    let problems: Vec<Problem> = problems.collect();
    if problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "Values:")?;
    for Problem { kind, cases, spots } in problems {
        let mut seen: Vec<&str> = spots.iter().filter_map(|place| place.value.as_deref()).collect();
        seen.dedup();
        let shown = if seen.is_empty() { String::new() } else { format!(": {}", seen.join(", ")) };
        let place = [kind.table, kind.column.as_str()].into_iter().filter(|part| !part.is_empty());
        let place = place.collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "  {cases} × {} – {}{}",
            visible(&place),
            visible(&kind.trouble.to_string()),
            visible(&shown)
        )?;
    }
    writeln!(out)
}

/// A profile of the files as recognised; what is missing stands in it as a comment.
fn profile_text(inspections: &[Inspection]) -> String {
    let mut text = write(&profile_of(inspections, "mine"));
    let lacking = inspections.iter().filter_map(|one| one.near.as_ref());
    for near in lacking {
        missing(near).for_each(|name| {
            text.push_str(&format!("# {} needs {name} = \"…\"\n", near.into.schema().name));
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::TableName;
    use crate::profile::model::{Rule, Take};
    use crate::profile::recognise::Recognised;

    #[test]
    fn hostile_headers_are_shown_but_do_nothing() {
        let rule = Rule::plain(Take::Field("Opened \u{1b}[2J\u{202e}".into()));
        let mapping = Mapping::plain(TableName::Conversations, vec![(1, rule)]);
        let one = Inspection {
            name: "a\u{7}.csv".into(),
            unused: ["x\u{1b}]0;y".into(), "y".repeat(300)]
                .into_iter()
                .chain(vec!["z".into(); 1_500])
                .collect(),
            tables: vec![Recognised { profile: None, zone: None, mapping }],
            ..Inspection::default()
        };
        let mut out = Vec::new();
        file(&mut out, &one).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
        assert!(text.contains("    created_at         Opened \\u{1b}[2J\\u{202e}\n"), "{text}");
        assert!(text.contains(&format!("  not used: x\\u{{1b}}]0;y, {}…, z, z", "y".repeat(199))), "{text}");
        assert!(text.ends_with(", z, and 502 more\n\n"), "{text}");
    }
}
