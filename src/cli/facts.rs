//! `facts`: the fact tables themselves, so that any figure can be worked out again elsewhere.

use super::args::{ReportArgs, TalkArgs};
use super::dimensions::filter_help;
use super::gathering::gather;
use super::part::{self, PartArgs};
use super::report::{check_filters, finish, Findings};
use super::silence::{say_absent, say_nothing, Matter};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::dataset::NUMBER_SCALE;
use crate::facts::listing::{conversation_id, number, of_conversation, text, HandedColumn, HandedValues};
use crate::facts::{Asks, Facts, Grain, Wanted, DIMENSIONS};
use crate::language::Caption;
use crate::report::{Cell, Column, Table, Theme, Unit};
use crate::scope::as_of::AsOf;
use crate::scope::filter::{Filters, Sieve};
use crate::scope::period::Period;
use crate::time::face::iso;
use anyhow::Result;
use chrono_tz::Tz;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::Args;

/// Flags of `facts`.
#[derive(Debug, Clone, Args)]
#[command(after_help = grain_help() + &filter_help())]
pub struct FactsArgs {
    /// What one row is [default: conversation]
    #[arg(
        long,
        value_parser = grains(),
        default_value = "conversation",
        hide_possible_values = true,
        help_heading = "Facts",
        hide_default_value = true
    )]
    pub grain: Grain,
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

    /// Prints one fact table: every row that passes the filters and has an instant in the period.
    ///
    /// # Errors
    /// As for reports.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let order = &Order::resolve("facts", &self.report, stage.around)?;
        if let Some(path) = &self.part.part {
            return part::make(order, &self.part, path, stage);
        }
        let kind = self.grain.table();
        check_filters(order, &format!("facts --grain {}", kind.name), kind)?;
        let wanted = Wanted {
            first: self.grain,
            grains: kind.made_from.iter().copied().chain([self.grain]).collect(),
            dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
            sentiment: kind.flags.iter().any(|flag| flag.asks == Asks::Sentiment),
            texts: kind.flags.iter().any(|flag| flag.asks == Asks::Texts),
            every_instant: order.scope.as_of == AsOf::Latest,
            figures: Some(Default::default()),
            ..Wanted::default()
        };
        let evidence = gather(order, stage, wanted)?;
        let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
        let sieve = filters.over(&evidence.facts);
        say_absent(filters.absent(), stage.ui);
        let rows = chosen(&evidence.facts, self.grain, &evidence.time.period, &sieve);
        if rows.is_empty() {
            let subject = Matter { own: &[self.grain], things: "facts of this kind" };
            say_nothing(subject, &evidence, order, stage.ui);
        }
        let table = table(&evidence.facts, self.grain, &rows, order.scope.question.zone);
        finish(order, &evidence, Findings::one(table), stage)
    }
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

fn table(facts: &Facts, grain: Grain, rows: &[usize], zone: Tz) -> Table {
    let columns = grain.table().handed(facts);
    let mut cells: Vec<Vec<Cell>> = rows.iter().map(|_| Vec::with_capacity(columns.len())).collect();
    for column in &columns {
        for (cells, &row) in cells.iter_mut().zip(rows) {
            cells.push(cell(&column.values, row, zone));
        }
    }
    Table::new("facts", columns.iter().map(head).collect(), cells)
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
