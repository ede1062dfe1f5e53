//! `parts`: the plan by which facts are derived part by part, on any machine, and its parts.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ReportArgs, ScopeArgs, TalkArgs};
use super::output::{to_file, to_stdout};
use super::stage::{begin_reading, Act, Stage};
use super::{Ending, Order};
use crate::advice::Advised;
use crate::archive::{is_archive, Archive};
use crate::dataset::TableName;
use crate::facts::{Rules, Wanted};
use crate::load::LoadOptions;
use crate::parts::{Division, Plan, Terms};
use crate::scope::as_of::AsOf;
use crate::source::inputs::read_text;
use crate::time::zone::parse_zone;
use anyhow::{bail, Result};
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Parts that are planned where nobody says how many.
const BUCKETS: u32 = 16;

const STEPS: &str = "\
Steps:
  insights parts plan archive --as-of 2026-10-31 -o parts/plan.json
  insights parts list parts/plan.json
  insights facts archive --part parts/1.part --plan parts/plan.json --bucket NAME
  insights summary --parts parts --period 2026-10

";

/// Flags of `parts`.
#[derive(Debug, Clone, Args)]
#[command(after_help = STEPS)]
pub struct PartsArgs {
    /// What to do
    #[arg(value_enum, value_name = "WHAT")]
    pub what: PartsTask,
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// How many parts, unless an archive is divided already [default: 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=65_536), help_heading = "Plan")]
    pub buckets: Option<u32>,
    /// Zone of days and hours [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone, help_heading = "Plan")]
    pub tz: Option<Tz>,
    /// The "now" of all parts: an instant, a date (its end) or latest
    #[arg(long, value_name = "INSTANT", value_parser = str::parse::<AsOf>, help_heading = "Plan")]
    pub as_of: Option<AsOf>,
    /// Texts stay where they are: parts do not tell how they sound
    #[arg(long, help_heading = "Plan")]
    pub no_texts: bool,
    /// Where the plan goes [default: standard output]
    #[arg(short, long, value_name = "FILE", help_heading = "Plan")]
    pub output: Option<PathBuf>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// What there is to do with parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PartsTask {
    /// Write what belongs to all parts: rules, "now", zone, people, how rows are divided
    Plan,
    /// The names of the parts of a plan, one a line
    List,
}

impl Act for PartsArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Does what was asked.
    ///
    /// # Errors
    /// If the exports or the plan can't be read, or the plan can't be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        match self.what {
            PartsTask::Plan => self.plan(stage)?,
            PartsTask::List => self.list(stage)?,
        }
        Ok(Ending::Complete)
    }
}

impl PartsArgs {
    fn list(&self, stage: &mut Stage) -> Result<()> {
        let [path] = self.input.paths.as_slice() else {
            bail!(Advised::new("the parts of which plan?", "insights parts list PLAN"));
        };
        let plan = Plan::parse(&read_text(path)?, &path.display().to_string())?;
        to_stdout(stage.out, |out| plan.parts().iter().try_for_each(|name| writeln!(out, "{name}")))
    }

    fn plan(&self, stage: &mut Stage) -> Result<()> {
        let period = PeriodArgs { tz: self.tz, as_of: self.as_of, ..PeriodArgs::default() };
        let scope = ScopeArgs { period, ..ScopeArgs::default() };
        let args = ReportArgs { input: self.input.clone(), scope, output: OutputArgs::default() };
        let order = &Order::resolve("parts", &args, stage.around)?;
        let is_latest = order.scope.as_of == AsOf::Latest;
        let instants = Wanted { every_instant: is_latest, ..Wanted::default() };
        let wanted = move |table: TableName, column: &str| {
            table == TableName::People || instants.needs_instant(table, column)
        };
        let zone = order.scope.question.zone;
        let options = LoadOptions { zone, wanted: Arc::new(wanted), ..order.input.load_options() };
        begin_reading(&order.input, stage)?;
        let loaded = order.input.load(&options, stage.around.standard_input())?;
        stage.ui.left_out(&loaded.book);
        let as_of = order.scope.time(if is_latest { loaded.dataset.latest() } else { None })?.as_of;
        let rules = Rules { zone, ..order.config.rules(as_of) };
        let mut plan = Plan::new(Terms::new(rules), self.division(order)?, &loaded.dataset);
        plan.has_sentiment = !self.no_texts;
        let text = plan.text()?;
        match &self.output {
            Some(path) => to_file(path, &order.spared, |out| out.write_all(text.as_bytes())),
            None => to_stdout(stage.out, |out| out.write_all(text.as_bytes())),
        }
    }

    /// By the parts of an archive, if that is all there is to read.
    fn division(&self, order: &Order) -> Result<Division> {
        let folder = match order.input.paths.as_slice() {
            [folder] if is_archive(folder) => folder,
            _ => return Ok(Division::Buckets(self.buckets.unwrap_or(BUCKETS))),
        };
        if self.buckets.is_some() {
            bail!(Advised::new("an archive is divided already", "leave --buckets out"));
        }
        let archive = Archive::open(folder)?;
        let names: BTreeSet<String> = archive.manifest.files.iter().map(|file| file.part.clone()).collect();
        Ok(Division::Archive(names.into_iter().collect()))
    }
}
