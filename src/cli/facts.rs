//! `facts`: the fact tables themselves, so that any figure can be worked out again elsewhere.

use super::commands::Grain as Asked;
use super::evidence::gather;
use super::report::{check_filters, finish};
use super::{Ending, Order, Surroundings};
use crate::dataset::{MISSING, NONE, NUMBER_SCALE};
use crate::facts::calls::CALL_FLAGS;
use crate::facts::faq::{FAQ_SEARCH_FLAGS, FAQ_VIEW_FLAGS};
use crate::facts::table::{Listed, Values};
use crate::facts::{
    Facts, Flag, Grain, Wanted, CONVERSATION_FLAGS, DIMENSIONS, EXCHANGE_FLAGS, MESSAGE_FLAGS, RATING_FLAGS,
};
use crate::report::{Cell, Column, Part, Report, Table, Theme, Unit};
use crate::scope::filter::Sieve;
use crate::time::face::iso;
use crate::ui::Ui;
use anyhow::Result;
use chrono_tz::Tz;
use clap::ValueEnum;
use std::io::Write;

/// Prints one fact table: every row that passes the filters and has an instant in the period.
///
/// # Errors
/// As for reports.
pub fn perform(
    order: &Order,
    asked: Asked,
    around: &Surroundings,
    ui: &Ui,
    out: &mut dyn Write,
) -> Result<Ending> {
    let grain = match asked {
        Asked::Conversation => Grain::Conversation,
        Asked::Case => Grain::Case,
        Asked::Message => Grain::Message,
        Asked::Exchange => Grain::Exchange,
        Asked::Rating => Grain::Rating,
        Asked::Call => Grain::Call,
        Asked::FaqView => Grain::FaqView,
        Asked::FaqSearch => Grain::FaqSearch,
    };
    let name = asked.to_possible_value().map(|value| format!("facts --grain {}", value.get_name()));
    check_filters(order, &name.unwrap_or_default(), |dimension| grain.has(dimension))?;
    let wanted = Wanted {
        grains: grain.made_from().iter().copied().chain([grain]).collect(),
        dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
        sentiment: grain == Grain::Message,
        every_instant: order.scope.as_of == crate::scope::as_of::AsOf::Latest,
        ..Wanted::default()
    };
    let evidence = gather(order, around, ui, wanted)?;
    let sieve = Sieve::new(&order.scope.filters, &evidence.facts)?;
    let period = &evidence.time.period;
    let inside = |row: usize| placed(&evidence.facts, grain)[row];
    let rows: Vec<usize> = (0..evidence.facts.rows(grain))
        .filter(|&row| period.contains(inside(row)) && passes(&evidence.facts, grain, row, &sieve))
        .collect();
    let table = table(&evidence.facts, grain, &rows, order.scope.zone);
    let report = Report {
        name: "facts".to_string(),
        scope: order.scope.described(&evidence.time),
        input: evidence.input.clone(),
        sections: vec![table],
    };
    finish(order, report, &evidence.book, &[], ui, out)
}

/// The instant that places a row of a fact table.
fn placed(facts: &Facts, grain: Grain) -> &[i64] {
    match grain {
        Grain::Case => &facts.cases.started_at,
        Grain::Message => &facts.messages.at,
        Grain::Exchange => &facts.exchanges.last_asked_at,
        Grain::Rating => &facts.ratings.at,
        Grain::Call => &facts.calls.started_at,
        Grain::FaqView => &facts.faq_views.at,
        Grain::FaqSearch => &facts.faq_searches.at,
        _ => &facts.conversations.created_at,
    }
}

fn passes(facts: &Facts, grain: Grain, row: usize, sieve: &Sieve) -> bool {
    let conversation = facts.conversation_at(grain, row);
    let agent = match grain {
        Grain::Case => facts.cases.agent[row],
        Grain::Message => facts.messages.agent[row],
        Grain::Exchange => facts.exchanges.agent[row],
        Grain::Rating => facts.ratings.agent[row],
        Grain::Call => return sieve.passes_call(row, facts.calls.agent[row]),
        Grain::FaqView | Grain::FaqSearch => NONE,
        _ => facts.conversations.agent.get(row).copied().unwrap_or(NONE),
    };
    sieve.passes(conversation, agent)
}

fn table(facts: &Facts, grain: Grain, rows: &[usize], zone: Tz) -> Table {
    let (listed, flags): (Vec<Listed>, &[&Flag]) = match grain {
        Grain::Case => (facts.cases.columns(), &[]),
        Grain::Message => (facts.messages.columns(), MESSAGE_FLAGS),
        Grain::Exchange => (facts.exchanges.columns(), EXCHANGE_FLAGS),
        Grain::Rating => (facts.ratings.columns(), RATING_FLAGS),
        Grain::Call => (facts.calls.columns(), CALL_FLAGS),
        Grain::FaqView => (facts.faq_views.columns(), FAQ_VIEW_FLAGS),
        Grain::FaqSearch => (facts.faq_searches.columns(), FAQ_SEARCH_FLAGS),
        _ => (facts.conversations.columns(), CONVERSATION_FLAGS),
    };
    let mut columns = Vec::new();
    let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); rows.len()];
    for column in &listed {
        columns.extend(heads(column, flags));
        for (cells, &row) in cells.iter_mut().zip(rows) {
            push_cells(facts, column, flags, row, zone, cells);
        }
    }
    if grain == Grain::Conversation {
        columns.push(head("tags", Unit::Text));
        for (cells, &row) in cells.iter_mut().zip(rows) {
            cells.push(tags(facts, row));
        }
    }
    Table::new("facts", columns, cells)
}

fn head(name: &str, unit: Unit) -> Column {
    let importance = if unit == Unit::Flag { 8 } else { 2 };
    let label = name.replace('_', " ");
    Column { name: name.to_string(), label, unit, theme: Theme::Volume, part: Part::Own, importance }
}

fn heads(column: &Listed, flags: &[&Flag]) -> Vec<Column> {
    let name = column.name;
    match column.values {
        Values::Instants(_) => vec![head(name, Unit::Instant)],
        Values::Durations(_) => vec![head(&format!("{name}_s"), Unit::Seconds)],
        Values::Numbers(_) => vec![head(name, Unit::Ratio)],
        Values::Codes(..) => vec![head(name, Unit::Text)],
        Values::Conversations(_) => vec![head("conversation_id", Unit::Text)],
        Values::Flags(_) => flags.iter().map(|flag| head(flag.name, Unit::Flag)).collect(),
    }
}

fn push_cells(facts: &Facts, column: &Listed, flags: &[&Flag], row: usize, zone: Tz, cells: &mut Vec<Cell>) {
    let text = |text: &str| Cell::Text(text.to_string());
    cells.push(match &column.values {
        Values::Instants(values) => match values[row] {
            MISSING => Cell::Missing,
            at => Cell::Text(iso(zone, at)),
        },
        Values::Durations(values) => match values[row] {
            MISSING => Cell::Missing,
            lasted => Cell::Number(lasted as f64 / 1000.0),
        },
        Values::Numbers(values) => match values[row] {
            MISSING => Cell::Missing,
            number => Cell::Number(number as f64 / NUMBER_SCALE as f64),
        },
        Values::Codes(codes, domain) => match codes.get(row) {
            None | Some(&NONE) => Cell::Missing,
            Some(&code) => text(facts.dictionary(*domain).text(code)),
        },
        Values::Conversations(places) => match places[row] {
            NONE => Cell::Missing,
            place => {
                let code = facts.conversations.conversation_id[place as usize];
                text(facts.dictionary(crate::dataset::Domain::Conversation).text(code))
            }
        },
        Values::Flags(held) => {
            return cells.extend(flags.iter().map(|flag| Cell::Flag(flag.holds(held[row]))));
        }
    });
}

fn tags(facts: &Facts, row: usize) -> Cell {
    let names = facts.dictionary(crate::dataset::Domain::Tag);
    match facts.tags.get(row) {
        [] => Cell::Missing,
        tags => Cell::Text(tags.iter().map(|&tag| names.text(tag)).collect::<Vec<_>>().join(";")),
    }
}
