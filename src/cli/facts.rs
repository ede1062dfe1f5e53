//! `facts`: the fact tables themselves, so that any figure can be worked out again elsewhere.

use super::args::{ReportArgs, TalkArgs};
use super::dimensions::filter_help;
use super::evidence::Evidence;
use super::gathering::gather;
use super::part::{self, PartArgs};
use super::report::{check_filters, finish, Findings};
use super::silence::{say_absent, say_nothing, Matter};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::advice::Advised;
use crate::dataset::NUMBER_SCALE;
use crate::facts::listing::{conversation_id, number, of_conversation, text, HandedColumn, HandedValues};
use crate::facts::{Asks, Facts, Grain, Wanted, DIMENSIONS};
use crate::language::Caption;
use crate::report::{Cell, Column, MakeRows, RowSource, Table, Theme, Unit};
use crate::scope::as_of::AsOf;
use crate::scope::filter::{Filters, Sieve};
use crate::scope::period::Period;
use crate::time::face::iso;
use anyhow::{bail, Result};
use chrono_tz::Tz;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::Args;
use std::ops::Range;
use std::sync::Arc;

/// Flags of `facts`.
#[derive(Debug, Clone, Args)]
#[command(after_help = grain_help() + &filter_help())]
pub struct FactsArgs {
    /// What one row is [default: conversation]
    #[arg(
        long,
        value_name = "GRAIN,…",
        value_parser = grains(),
        value_delimiter = ',',
        default_value = "conversation",
        hide_possible_values = true,
        help_heading = "Facts",
        hide_default_value = true
    )]
    pub grain: Vec<Grain>,
    /// As a part, to be brought together with others.
    #[command(flatten)]
    pub part: PartArgs,
    /// All that reports take, too.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// The kinds of facts by name.
fn grains() -> impl TypedValueParser<Value = Grain> {
    let names = Grain::ALL.iter().map(|grain| grain.table().name);
    PossibleValuesParser::new(names).map(|name| Grain::named(&name).unwrap_or_default())
}

/// The kinds of facts, as many a line as fit into 80 columns.
fn grain_help() -> String {
    let mut help = "Grains:".to_string();
    let mut width = help.len();
    for name in Grain::ALL.iter().map(|grain| grain.table().name) {
        if width + name.len() + 1 > 80 {
            help.push_str("\n ");
            width = 1;
        }
        help.push_str(&format!(" {name}"));
        width += name.len() + 1;
    }
    help + "\n\n"
}

impl Act for FactsArgs {
    fn talk(&self) -> &TalkArgs {
        &self.report.output.talk
    }

    /// Prints fact tables: every row that passes the filters and has an instant in the period.
    ///
    /// # Errors
    /// As for reports; also if several tables are to become one.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let order = &Order::resolve("facts", &self.report, stage.around)?;
        if let Some(path) = &self.part.part {
            return part::make(order, &self.part, path, stage);
        }
        let grains = self.grains(order)?;
        let mut evidence = gather(order, stage, wanted(&grains, order))?;
        let chosen_rows = chosen_rows(&grains, order, &evidence, stage)?;
        let is_empty = chosen_rows.iter().all(|(_, rows)| rows.is_empty());
        if is_empty {
            let subject = Matter { own: &grains, things: "facts of this kind" };
            say_nothing(subject, &evidence, order, stage.ui);
        }
        // Rows are made while they are written, and nothing else needs the facts then.
        let facts = Arc::new(std::mem::take(&mut evidence.facts));
        let is_alone = grains.len() == 1;
        let mut sections = Vec::new();
        for (grain, rows) in chosen_rows {
            let name = if is_alone { "facts" } else { grain.table().name };
            let zone = order.scope.question.zone;
            sections.push(table(name, FactRows { facts: facts.clone(), grain, rows, zone }));
        }
        let findings = Findings { sections, is_empty, ..Findings::default() }.of_section(order)?;
        finish(order, &evidence, findings, stage)
    }
}

impl FactsArgs {
    /// The kinds of facts asked for, each once.
    ///
    /// # Errors
    /// If one has not what is filtered by, or where they go takes one table only.
    fn grains(&self, order: &Order) -> Result<Vec<Grain>> {
        let mut grains: Vec<Grain> = Vec::new();
        for &grain in &self.grain {
            let kind = grain.table();
            check_filters(order, &format!("facts --grain {}", kind.name), kind)?;
            if !grains.contains(&grain) {
                grains.push(grain);
            }
        }
        let output = &order.output;
        if grains.len() > 1 && output.format.is_of_one_table() && !output.to.is_a_file_a_section() {
            let what = format!("{} holds one kind of facts, and several are asked for", output.format.name());
            bail!(Advised::new(what, "write a file of each into a folder: -o DIR/"));
        }
        Ok(grains)
    }
}

/// What is needed for facts of these kinds.
fn wanted(grains: &[Grain], order: &Order) -> Wanted {
    let kinds = || grains.iter().map(|grain| grain.table());
    let asks = |what: Asks| kinds().any(|kind| kind.flags.iter().any(|flag| flag.asks == what));
    Wanted {
        first: grains.first().copied().unwrap_or_default(),
        grains: kinds().flat_map(|kind| kind.made_from).chain(grains).copied().collect(),
        dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
        sentiment: asks(Asks::Sentiment),
        texts: asks(Asks::Texts),
        every_instant: order.scope.as_of == AsOf::Latest,
        figures: Some(Default::default()),
        ..Wanted::default()
    }
}

/// Of each kind the rows that the period and the filters let through.
fn chosen_rows(
    grains: &[Grain],
    order: &Order,
    evidence: &Evidence,
    stage: &Stage,
) -> Result<Vec<(Grain, Vec<usize>)>> {
    let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
    let sieve = filters.over(&evidence.facts);
    say_absent(filters.absent(), stage.ui);
    let chosen = |&grain| (grain, chosen(&evidence.facts, grain, &evidence.time.period, &sieve));
    Ok(grains.iter().map(chosen).collect())
}

/// The rows that the period and the filters let through.
fn chosen(facts: &Facts, grain: Grain, period: &Period, sieve: &Sieve) -> Vec<usize> {
    let kind = grain.table();
    let (at, agent, conversations) = ((kind.at)(facts), kind.credit.of(facts), kind.conversations(facts));
    let sieve = sieve.of(grain);
    let mut rows = Vec::new();
    for (row, &at) in at.iter().enumerate() {
        let conversation = conversations.at(row);
        if period.contains(at) && sieve.passes(row, conversation, agent(row, conversation)) {
            rows.push(row);
        }
    }
    rows
}

/// So many rows are made together.
const AT_ONCE: usize = 128;

/// Rows of one kind of facts, made while they are written.
struct FactRows {
    facts: Arc<Facts>,
    grain: Grain,
    rows: Vec<usize>,
    zone: Tz,
}

impl MakeRows for FactRows {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let columns = self.grain.table().handed(&self.facts);
        let rows = &self.rows[which];
        let mut cells: Vec<Vec<Cell>> = rows.iter().map(|_| Vec::with_capacity(columns.len())).collect();
        // Column by column, of no more rows than find room in a processor's cache.
        for (cells, rows) in cells.chunks_mut(AT_ONCE).zip(rows.chunks(AT_ONCE)) {
            for column in &columns {
                for (cells, &row) in cells.iter_mut().zip(rows) {
                    cells.push(cell(&column.values, row, self.zone));
                }
            }
        }
        cells
    }
}

fn table(name: &str, rows: FactRows) -> Table {
    let columns = rows.grain.table().handed(&rows.facts).iter().map(head).collect();
    Table { later: Some(RowSource::new(rows)), ..Table::new(name, columns, Vec::new()) }
}

fn head(column: &HandedColumn) -> Column {
    let (unit, importance) = match column.values {
        HandedValues::Instants(_) => (Unit::Instant, 2),
        HandedValues::Durations(_) => (Unit::Seconds, 2),
        HandedValues::Numbers(_) => (Unit::Ratio, 2),
        HandedValues::Texts(..)
        | HandedValues::Conversations(..)
        | HandedValues::OfConversations(..)
        | HandedValues::Lists(..) => (Unit::Text, 2),
        HandedValues::Flag(..) => (Unit::Flag, 8),
    };
    let name = column.machine_name();
    let label = Caption::Named(column.name.replace('_', " "));
    Column { importance, ..Column::of_figure(&name, label, unit, Theme::Volume) }
}

fn cell(values: &HandedValues, row: usize, zone: Tz) -> Cell {
    let cell = match values {
        HandedValues::Instants(values) => number(values, row).map(|at| Cell::Text(iso(zone, at))),
        HandedValues::Durations(values) => number(values, row).map(|ms| Cell::Number(ms as f64 / 1000.0)),
        HandedValues::Numbers(values) => {
            number(values, row).map(|number| Cell::Number(number as f64 / NUMBER_SCALE as f64))
        }
        HandedValues::Texts(codes, names) => text(codes, names, row).map(owned),
        HandedValues::Conversations(places, facts) => conversation_id(places, facts, row).map(owned),
        HandedValues::OfConversations(places, codes, names) => {
            of_conversation(places, (*codes, names), row).map(owned)
        }
        HandedValues::Lists(lists, names) => names.joined(lists.get(row)).map(Cell::Text),
        HandedValues::Flag(held, flag) => Some(Cell::Flag(flag.holds(held[row]))),
    };
    cell.unwrap_or(Cell::Missing)
}

fn owned(text: &str) -> Cell {
    Cell::Text(text.to_string())
}
