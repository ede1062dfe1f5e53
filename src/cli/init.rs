//! `init`: a configuration written from the files found, with questions on a terminal.

use super::args::{InputArgs, TalkArgs};
use super::choice::InputChoice;
use super::output::{exists, to_file};
use super::stage::{begin_reading, Act, Stage};
use super::Ending;
use crate::advice::Advised;
use crate::config::{self, CustomerJoin};
use crate::dataset::{Dataset, Domain, TableName, NONE};
use crate::facts::Rules;
use crate::load::LoadOptions;
use crate::report::length;
use crate::time::weekday::parse_week_start;
use crate::time::zone::parse_zone;
use anyhow::{bail, Result};
use chrono_tz::Tz;
use clap::Args;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;

/// Flags of `init`.
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where to write it
    #[arg(short, long, value_name = "FILE", default_value = config::FILE, help_heading = "Output")]
    pub output: PathBuf,
    /// Ask nothing: take what the machine and the files say
    #[arg(long, help_heading = "Output")]
    pub yes: bool,
    /// Write over a file that is there
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// What a team settles.
struct Settled {
    zone: Tz,
    week_start: String,
    csv_dialect: String,
}

impl Act for InitArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Reads the files, asks on a terminal what they do not say, and writes the configuration.
    ///
    /// # Errors
    /// If there is a configuration already, nothing is recognised, an answer is none, or the file cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let around = stage.around;
        if exists(&self.output) && !self.force {
            let what = format!("{} is there already", self.output.display());
            bail!(Advised::new(what, "--force writes over it; -o FILE writes another"));
        }
        let choice =
            InputChoice::resolve(&self.input, &around.config(self.input.config.as_deref())?, around)?;
        let rejects = begin_reading(&choice, stage)?;
        let loaded = choice.load(&LoadOptions { rejects, ..choice.load_options() }, None)?;
        for file in &loaded.files {
            stage.ui.note(&file.to_string());
        }
        let asks = !self.yes && around.stdout_is_terminal && around.stderr_is_terminal;
        let settled = settle(asks, stage)?;
        let text = configuration(&choice, &settled, &loaded.dataset);
        to_file(&self.output, &choice.spared().and_written(choice.rejects_path()), |file| {
            file.write_all(text.as_bytes())
        })?;
        stage.ui.note(&format!("{} written", self.output.display()));
        stage.ui.hint("insights summary --period last-month");
        Ok(Ending::Complete)
    }
}

/// What is settled where nobody is asked: the system's zone, and what follows from it.
fn settle(asks: bool, stage: &mut Stage) -> Result<Settled> {
    let zone = stage.around.system_zone();
    let default =
        if zone.name().starts_with("Europe/") && zone != Tz::Europe__London { "excel-eu" } else { "rfc" };
    if !asks {
        return Ok(Settled { zone, week_start: "monday".to_owned(), csv_dialect: default.to_owned() });
    }
    let zone = parse_zone(&ask(stage, "Zone of days and hours", zone.name())?)?;
    let week_start = ask(stage, "First day of the week", "monday")?.to_lowercase();
    parse_week_start(&week_start)?;
    let csv_dialect = ask(
        stage,
        "CSV for spreadsheets (excel-eu: decimal comma, excel-en: point), or for machines (rfc)",
        default,
    )?;
    config::csv_dialect(&csv_dialect)?;
    Ok(Settled { zone, week_start, csv_dialect })
}

/// The answer of the person; nothing but Enter is the default.
fn ask(stage: &Stage, question: &str, default: &str) -> Result<String> {
    stage.ui.note(&format!("{question} [{default}]:"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim();
    Ok(if answer.is_empty() { default.to_owned() } else { answer.to_owned() })
}

fn configuration(choice: &InputChoice, settled: &Settled, dataset: &Dataset) -> String {
    let data =
        if choice.sources.is_empty() { format!("data = {}\n", listed(&choice.paths)) } else { String::new() };
    let mut text = format!(
        "# What `insights` reads and how; every key there is stands in examples/insights.toml.\n\n\
         {data}\
         # The zone of days, weeks and hours in reports.\ntz = {}\n\
         week_start = {}\n\
         # The form of CSV: rfc for machines, excel-eu for spreadsheets with a decimal comma, excel-en with a point.\ncsv_dialect = {}\n",
        quoted(settled.zone.name()),
        quoted(&settled.week_start),
        quoted(&settled.csv_dialect)
    );
    text.push_str(&targets(dataset));
    text.push_str(&teams(dataset));
    text.push_str(&sources(choice));
    text
}

/// One path, or several as a list.
fn listed(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| quoted(&path.display().to_string())).collect();
    if let [one] = paths.as_slice() {
        one.clone()
    } else {
        format!("[{}]", paths.join(", "))
    }
}

/// The sources that the configuration had before, and which customers of theirs are one.
fn sources(choice: &InputChoice) -> String {
    let mut text = String::new();
    if let Some(CustomerJoin::Email) = choice.customers {
        text.push_str("\n# Who shares an e-mail address is one customer.\n[customers]\njoin = \"email\"\n");
    }
    for source in &choice.sources {
        let (name, paths) = (quoted(&source.name), listed(&source.paths));
        text.push_str(&format!("\n[[source]]\nname = {name}\npaths = {paths}\n"));
        let zone = source.zone.map(|zone| zone.name().to_owned());
        for (key, value) in [("profile", &source.profile), ("tz", &zone), ("brand", &source.brand)] {
            if let Some(value) = value {
                text.push_str(&format!("{key} = {}\n", quoted(value)));
            }
        }
    }
    text
}

/// A target a channel of the data, with the limits that hold without one.
fn targets(dataset: &Dataset) -> String {
    let defaults = Rules::at(0);
    let mut text = String::new();
    for channel in met(dataset, TableName::Conversations, ("channel", Domain::Channel)) {
        let Some(target) = defaults.targets.get(&channel) else { continue };
        text.push_str(&format!("\n[targets.{}]\n", quoted(&channel)));
        for (key, limit) in [("optimal", target.optimal), ("acceptable", target.acceptable)] {
            if let Some(limit) = limit {
                text.push_str(&format!("{key} = {}\n", quoted(&length(limit))));
            }
        }
    }
    if text.is_empty() {
        return text;
    }
    format!(
        "\n# How soon customers are to be answered, by channel of the files; on the limit is within.{text}"
    )
}

/// The teams of the data, each as a target to be filled in.
fn teams(dataset: &Dataset) -> String {
    let mut text = String::new();
    for team in met(dataset, TableName::Conversations, ("team", Domain::Team)) {
        text.push_str(&format!("# [targets.teams.{}]\n# acceptable = \"4h\"\n", quoted(&team)));
    }
    if text.is_empty() {
        return text;
    }
    format!("\n# A team's own target goes before that of the channel.\n{text}")
}

/// The values of a column, those met most first.
fn met(dataset: &Dataset, table: TableName, (column, domain): (&str, Domain)) -> Vec<String> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for &code in dataset.codes(table, column).iter().filter(|&&code| code != NONE) {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(u32, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts.into_iter().map(|(code, _)| dataset.dictionary(domain).text(code).to_owned()).collect()
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
