//! `conversations`: the list to look through, searched, filtered and sorted.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ReportArgs, ScopeArgs, ShapeArgs, TalkArgs};
use super::dimensions::{filter_help, FilterArgs};
use super::evidence::{gather_with, Evidence};
use super::reading::{in_one_line, Needle, Reading};
use super::report::{finish, say_coverage, Findings};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::dataset::{Domain, NONE, NUMBER_SCALE};
use crate::facts::{Facts, Grain, Wanted, AI_STATUSES};
use crate::render::Audience;
use crate::report::{Cell, Column, Table, Unit};
use crate::scope::as_of::AsOf;
use crate::scope::filter::Sieve;
use crate::time::face::iso;
use anyhow::{anyhow, Result};
use clap::Args;

/// Flags of `conversations`.
#[derive(Debug, Clone, Args)]
#[command(after_help = filter_help())]
pub struct ConversationsArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Created on which days.
    #[command(flatten)]
    pub period: PeriodArgs,
    /// Which conversations.
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Only with this text in messages, subject or first question
    #[arg(long, value_name = "TEXT", help_heading = "Search")]
    pub search: Option<String>,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl ConversationsArgs {
    /// The same as flags of a report.
    fn as_report(&self) -> ReportArgs {
        let (period, filters) = (self.period.clone(), self.filters.clone());
        let scope = ScopeArgs { period, filters, shape: ShapeArgs::default() };
        ReportArgs { input: self.input.clone(), scope, output: self.output.clone() }
    }
}

impl Act for ConversationsArgs {
    fn talk(&self) -> &TalkArgs {
        &self.output.talk
    }

    /// Lists the conversations created in the period, the one with the latest message first.
    ///
    /// # Errors
    /// As for reports; also if the text to search for is empty.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let order = &Order::resolve("conversations", &self.as_report(), stage.around)?;
        let needle = self.search.as_deref().map(|text| {
            Needle::new(text)
                .ok_or_else(|| anyhow!("--search has an empty text\nhint: --search 'order 1234'"))
        });
        let needle = needle.transpose()?;
        let wanted = Wanted {
            grains: [Grain::Message, Grain::Ai].into(),
            dimensions: order.scope.question.filters.iter().map(|clause| clause.dimension.id).collect(),
            reading: true,
            every_instant: order.scope.as_of == AsOf::Latest,
            ..Wanted::default()
        };
        let (evidence, reading) = gather_with(order, stage, wanted, Reading::keep)?;
        let sieve = Sieve::new(&order.scope.question.filters, &evidence.facts)?;
        let table = table(order, &evidence, &reading, &sieve, needle);
        let is_empty = table.rows.is_empty();
        if is_empty && self.search.is_some() {
            stage.ui.note("no conversation of the period and filters holds that text");
        } else if is_empty {
            say_coverage(&evidence, order, stage.ui);
        }
        finish(order, &evidence, Findings::one(table), stage)
    }
}

/// What the messages of a conversation tell.
#[derive(Clone, Copy, Default)]
struct Talk {
    messages: i64,
    last_at: Option<i64>,
    /// The row of the first question.
    question: Option<usize>,
    found: bool,
}

fn table(
    order: &Order,
    evidence: &Evidence,
    reading: &Reading,
    sieve: &Sieve,
    needle: Option<Needle>,
) -> Table {
    let facts = &evidence.facts;
    let own = &facts.conversations;
    let agent = |row: usize| own.agent.get(row).copied().unwrap_or(NONE);
    let mut passes: Vec<bool> = own.created_at.iter().map(|&at| evidence.time.period.contains(at)).collect();
    for (row, passes) in passes.iter_mut().enumerate() {
        *passes = *passes && sieve.passes(row as u32, agent(row));
    }
    let mut talks = talks(evidence, reading, &passes);
    if let Some(needle) = needle {
        search(evidence, reading, &mut talks, &mut passes, needle);
    }
    let updated_at = |row: usize| {
        let changed = || reading.updated_at(row).filter(|&at| at <= evidence.time.as_of);
        talks[row].last_at.or_else(changed).unwrap_or(own.created_at[row])
    };
    let id = |row: usize| facts.dictionary(Domain::Conversation).text(own.conversation_id[row]);
    let mut rows: Vec<usize> = (0..passes.len()).filter(|&row| passes[row]).collect();
    rows.sort_by(|&a, &b| {
        let newest = |row: usize| (updated_at(row), own.created_at[row]);
        newest(b).cmp(&newest(a)).then_with(|| id(a).cmp(id(b)))
    });
    let statuses = statuses(facts);
    let instant = |at: i64| Cell::Text(iso(order.scope.question.zone, at));
    let cells = |row: usize| {
        let talk = &talks[row];
        let asked = || talk.question.and_then(|message| reading.messages.body(message));
        let question = reading.question(row).or_else(asked).or_else(|| reading.subject(row));
        let counted = reading.count(row).map(|count| count / NUMBER_SCALE);
        let messages = if talk.last_at.is_some() { Some(talk.messages) } else { counted };
        vec![
            Cell::Text(id(row).to_string()),
            text(question),
            text(Some(reading.profile(row))),
            named(facts, Domain::Channel, &own.channel, row),
            named(facts, Domain::Value, &own.status, row),
            text(statuses[row]),
            tags(facts, row),
            messages.map_or(Cell::Missing, Cell::Whole),
            named(facts, Domain::Person, &own.agent, row),
            instant(own.created_at[row]),
            instant(updated_at(row)),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(cells).collect();
    if order.output.format.audience() != Audience::Programs {
        for cell in rows.iter_mut().flatten() {
            if let Cell::Text(text) = cell {
                *text = in_one_line(text);
            }
        }
    }
    Table::new("conversations", columns(), rows)
}

/// How each conversation's messages up to as-of begin, how many there are and when the last one was written.
fn talks(evidence: &Evidence, reading: &Reading, passes: &[bool]) -> Vec<Talk> {
    let facts = &evidence.facts;
    let mut talks = vec![Talk::default(); passes.len()];
    for (&conversation, &at) in facts.messages.conversation.iter().zip(&facts.messages.at) {
        let talk = &mut talks[conversation as usize];
        talk.messages += 1;
        talk.last_at = talk.last_at.max(Some(at));
    }
    let messages = &reading.messages;
    for (message, row) in passing(evidence, reading, passes) {
        let place = |message: usize| (messages.at(message), messages.id(message));
        let question = &mut talks[row].question;
        if messages.is_question(message) && question.is_none_or(|first| place(message) < place(first)) {
            *question = Some(message);
        }
    }
    talks
}

/// The message rows up to as-of of the conversations that pass, each with its conversation's row.
fn passing<'a>(
    evidence: &'a Evidence,
    reading: &'a Reading,
    passes: &'a [bool],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let facts = &evidence.facts;
    let mut rows = vec![NONE; facts.dictionary(Domain::Conversation).len()];
    for (row, &code) in facts.conversations.conversation_id.iter().enumerate() {
        rows[code as usize] = row as u32;
    }
    let messages = &reading.messages;
    let in_time = (0..messages.len()).filter(|&message| messages.at(message) <= evidence.time.as_of);
    in_time.filter_map(move |message| {
        let row = rows.get(messages.conversation(message) as usize).copied()? as usize;
        passes.get(row).copied().unwrap_or(false).then_some((message, row))
    })
}

/// Leaves only conversations that hold a text: in the subject, the first question or any message.
fn search(
    evidence: &Evidence,
    reading: &Reading,
    talks: &mut [Talk],
    passes: &mut [bool],
    mut needle: Needle,
) {
    for (row, talk) in talks.iter_mut().enumerate().filter(|(row, _)| passes[*row]) {
        let mut texts = [reading.subject(row), reading.question(row)].into_iter().flatten();
        talk.found = texts.any(|text| needle.is_in(text));
    }
    for (message, row) in passing(evidence, reading, passes) {
        let talk = &mut talks[row];
        talk.found = talk.found || reading.messages.body(message).is_some_and(|text| needle.is_in(text));
    }
    passes.iter_mut().zip(talks).for_each(|(passes, talk)| *passes = *passes && talk.found);
}

/// How the AI agent's part of each conversation ended.
fn statuses(facts: &Facts) -> Vec<Option<&'static str>> {
    let mut statuses = vec![None; facts.conversations.created_at.len()];
    for (&conversation, &flags) in facts.ai.conversation.iter().zip(&facts.ai.flags) {
        let held = AI_STATUSES.iter().find(|status| status.holds(flags));
        statuses[conversation as usize] = held.map(|status| status.name);
    }
    statuses
}

fn text(text: Option<&str>) -> Cell {
    text.map_or(Cell::Missing, |text| Cell::Text(text.to_string()))
}

fn named(facts: &Facts, domain: Domain, codes: &[u32], row: usize) -> Cell {
    let code = codes.get(row).copied().filter(|&code| code != NONE);
    text(code.map(|code| facts.dictionary(domain).text(code)))
}

fn tags(facts: &Facts, row: usize) -> Cell {
    let names = facts.dictionary(Domain::Tag);
    let tags: Vec<&str> = facts.tags.get(row).iter().map(|&tag| names.text(tag)).collect();
    if tags.is_empty() {
        Cell::Missing
    } else {
        Cell::Text(tags.join(";"))
    }
}

fn columns() -> Vec<Column> {
    let columns = [
        ("conversation_id", "Conversation", Unit::Text),
        ("first_question", "First question", Unit::Text),
        ("profile", "Profile", Unit::Text),
        ("channel", "Channel", Unit::Text),
        ("status", "Status", Unit::Text),
        ("ai_status", "AI status", Unit::Text),
        ("tags", "Tags", Unit::Text),
        ("messages", "Messages", Unit::Count),
        ("agent", "Agent", Unit::Text),
        ("created_at", "Created", Unit::Instant),
        ("updated_at", "Last update", Unit::Instant),
    ];
    columns.map(|(name, label, unit)| Column::dimension(name, label, unit)).into()
}
