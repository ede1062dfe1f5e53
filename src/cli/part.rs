//! `facts --part`: the facts of some conversations as a file that reports are made from with `--parts`.

use super::evidence::threads;
use super::judging::judge_within;
use super::output::{to_file, to_stdout};
use super::part_contents::{everything, PartMaker};
use super::stage::{begin_reading, Stage};
use super::{Ending, Order};
use crate::account::Book;
use crate::advice::Advised;
use crate::dataset::{Dataset, TableName};
use crate::facts::{Rules, Wanted};
use crate::load::{LoadOptions, Loaded};
use crate::parts::{write, Division, Plan};
use crate::scope::as_of::AsOf;
use crate::source::inputs::{read_text, Inputs};
use anyhow::{bail, Result};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Flags of a part.
#[derive(Debug, Clone, Args)]
pub struct PartArgs {
    /// All kinds for `REPORT --parts`: see `insights parts`
    #[arg(long, value_name = "FILE", help_heading = "Facts", conflicts_with_all = ["grain", "parts"])]
    pub part: Option<PathBuf>,
    /// The plan of all parts, from `insights parts plan`
    #[arg(long, value_name = "FILE", hide_short_help = true, requires_all = ["part", "bucket"])]
    pub plan: Option<PathBuf>,
    /// Which part of the plan it is
    #[arg(long, value_name = "NAME", hide_short_help = true, requires = "plan")]
    pub bucket: Option<String>,
    /// Key of JSON records that numbers the rows of the whole, ascending
    #[arg(long, value_name = "KEY", hide_short_help = true, requires = "part")]
    pub row_key: Option<String>,
}

/// Which part of which plan is made.
struct PlannedPart<'a> {
    plan: Plan,
    name: &'a str,
}

/// Writes the part.
///
/// # Errors
/// As for reports; also if rows belong to another part of the plan.
pub fn make(order: &Order, args: &PartArgs, path: &Path, stage: &mut Stage) -> Result<Ending> {
    refuse(order)?;
    let planned = match args.plan.as_deref().zip(args.bucket.as_deref()) {
        Some((plan, name)) => {
            Some(PlannedPart { plan: Plan::parse(&read_text(plan)?, &plan.display().to_string())?, name })
        }
        None => None,
    };
    let place = planned.as_ref().map(|planned| planned.plan.place(planned.name)).transpose()?;
    let mut loaded = load(order, args, planned.as_ref(), stage)?;
    if let Some(PlannedPart { plan, name }) = &planned {
        plan.check(name, &loaded.dataset)?;
    }
    if let Some(key) = &order.pseudonyms {
        key.hide(&mut loaded.dataset);
    }
    stage.ui.left_out(&loaded.book);
    let rules = rules(order, planned.as_ref(), &loaded.dataset)?;
    let is_faulty = order.output.strict && loaded.book.has_faults();
    stage.ui.problems(&loaded.book);
    let plan = planned.as_ref().map(|planned| &planned.plan);
    let wanted = everything(tells_sentiment(planned.as_ref()));
    let maker = PartMaker { rules, plan, wanted, threads: threads(order) };
    let contents = maker.make(loaded, place)?;
    if path == Path::new("-") {
        to_stdout(stage.out, |out| write(out, contents))?;
    } else {
        to_file(path, &order.spared, |out| write(out, contents))?;
    }
    Ok(if is_faulty { Ending::Problems } else { Ending::Complete })
}

/// What a part can not be made of, as it takes all conversations to know.
fn refuse(order: &Order) -> Result<()> {
    let what = if !order.input.sources.is_empty() {
        "a part is made of one source, and the configuration names several"
    } else if order.input.customers.is_some() {
        "a part knows its own customers alone, and the configuration joins them by address"
    } else if !order.scope.question.filters.is_empty() {
        "a part holds all that is read, and takes no filters"
    } else {
        return Ok(());
    };
    bail!(Advised::new(what, "reports from parts take filters; make the part without the others"));
}

fn load(order: &Order, args: &PartArgs, planned: Option<&PlannedPart>, stage: &Stage) -> Result<Loaded> {
    let (has_sentiment, threads) = (tells_sentiment(planned), threads(order));
    let wanted = Wanted { every_instant: order.scope.as_of == AsOf::Latest, ..everything(has_sentiment) };
    let scorer = has_sentiment.then(|| judge_within(order, None, threads)).transpose()?;
    let part = planned.and_then(|planned| match planned.plan.division {
        Division::Archive(_) => Some(planned.name.to_owned()),
        Division::Buckets(_) => None,
    });
    let rejects = begin_reading(&order.input, stage)?;
    let inputs = Inputs { paths: order.input.paths.clone(), stdin: None };
    if planned.is_some() && is_empty(inputs)? {
        // A part of a plan may have no rows.
        let dataset = Dataset { absent: TableName::ALL.into(), ..Dataset::default() };
        return Ok(Loaded {
            dataset,
            aside: None,
            book: Book::default(),
            ignored: Vec::new(),
            files: Vec::new(),
        });
    }
    let options = LoadOptions {
        zone: planned.map_or(order.scope.question.zone, |planned| planned.plan.terms.rules.zone),
        wanted: Arc::new(move |table, column| wanted.needs(table, column)),
        part,
        row_key: args.row_key.clone(),
        scorer,
        threads,
        rejects,
        ..order.input.load_options()
    };
    order.input.load(&options, stage.around.standard_input())
}

/// Whether the part tells how texts sound.
fn tells_sentiment(planned: Option<&PlannedPart>) -> bool {
    planned.is_none_or(|planned| planned.plan.has_sentiment)
}

/// Whether there is nothing at all to read.
fn is_empty(inputs: Inputs) -> Result<bool> {
    let found = inputs.find()?;
    Ok(found.files.is_empty() && found.archives.is_empty() && found.irregular.is_empty())
}

/// The rules of the plan, else of the configuration.
fn rules(order: &Order, planned: Option<&PlannedPart>, dataset: &Dataset) -> Result<Rules> {
    if let Some(PlannedPart { plan, .. }) = planned {
        return Ok(plan.terms.rules.clone());
    }
    let latest = if order.scope.as_of == AsOf::Latest { dataset.latest() } else { None };
    let as_of = order.scope.time(latest)?.as_of;
    Ok(Rules { zone: order.scope.question.zone, ..order.config.rules(as_of) })
}
