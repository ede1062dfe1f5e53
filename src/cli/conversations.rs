//! `conversations`: the list to look through, searched, filtered and sorted.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ReportArgs, ScopeArgs, ShapeArgs, TalkArgs};
use super::dimensions::{filter_help, FilterArgs};
use super::evidence::Evidence;
use super::gathering::gather_with;
use super::needle::Needle;
use super::questions::{passing, question, talks, Talk, FIRST_QUESTION};
use super::reading::{in_one_line, Reading};
use super::report::{finish, Findings};
use super::silence::{say_absent, say_nothing, Matter};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::advice::Advised;
use crate::dataset::{Domain, NONE, NUMBER_SCALE};
use crate::facts::dimension::SOURCE;
use crate::facts::listing::text;
use crate::facts::{Facts, Grain, Wanted, AI_STATUSES};
use crate::fitting::numbered;
use crate::language::Labels;
use crate::render::Audience;
use crate::report::{Cell, Column, MakeRows, RowSource, Table, Theme, Unit};
use crate::scope::as_of::AsOf;
use crate::scope::filter::{Filters, Sieve};
use crate::time::face::iso;
use anyhow::Result;
use chrono_tz::Tz;
use clap::Args;
use std::cmp::Reverse;
use std::ops::Range;

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
                .ok_or_else(|| Advised::new("--search has an empty text", "--search 'order 1234'"))
        });
        let needle = needle.transpose()?;
        let wanted = Wanted {
            grains: [Grain::Message, Grain::Ai].into_iter().collect(),
            dimensions: order.scope.question.filters.iter().map(|clause| clause.dimension.id).collect(),
            reading: true,
            first_questions: needle.is_none(),
            figures: Some(Default::default()),
            every_instant: order.scope.as_of == AsOf::Latest,
            ..Wanted::default()
        };
        // Other messages are only looked at for a text in them.
        let keep = if needle.is_some() { Reading::keep } else { Reading::keep_questions };
        let (mut evidence, reading) = gather_with(order, stage, wanted, keep)?;
        let (rows, talks) = found((order, stage), &evidence, &reading, needle)?;
        let is_empty = rows.is_empty();
        if is_empty && self.search.is_some() {
            stage.ui.note("no conversation of the period and filters holds that text");
        } else if is_empty {
            let subject = Matter { own: &[Grain::Conversation], things: "conversations" };
            say_nothing(subject, &evidence, order, stage.ui);
        }
        let shown = ShownRows {
            statuses: statuses(&evidence.facts),
            // Nothing else needs the facts from here on.
            facts: std::mem::take(&mut evidence.facts),
            reading,
            talks,
            as_of: evidence.time.as_of,
            rows,
            zone: order.scope.question.zone,
            is_for_people: order.output.format.audience() != Audience::Programs,
        };
        finish(order, &evidence, Findings::long(table(order, shown)).of_section(order)?, stage)
    }
}

/// The conversations to show, in their order, and how the messages of all begin and end.
fn found(
    (order, stage): (&Order, &Stage),
    evidence: &Evidence,
    reading: &Reading,
    needle: Option<Needle>,
) -> Result<(Vec<usize>, Vec<Talk>)> {
    let filters = Filters::new(&order.scope.question.filters, &evidence.facts)?;
    let sieve = filters.over(&evidence.facts);
    say_absent(filters.absent(), stage.ui);
    let mut found = Found::new(&sieve, evidence, reading);
    if let Some(needle) = needle {
        found.search(needle);
    }
    Ok((found.sorted(), found.talks))
}

const COLUMNS: &[(&str, Labels, Unit)] = &[
    ("conversation_id", ["Conversation", "Gesprek", "Rozmowa", "Samtale", "Konversation"], Unit::Text),
    ("first_question", FIRST_QUESTION, Unit::Text),
    ("profile", ["Profile", "Profiel", "Profil", "Profil", "Profil"], Unit::Text),
    ("channel", ["Channel", "Kanaal", "Kanał", "Kanal", "Kanal"], Unit::Text),
    ("status", ["Status", "Status", "Status", "Status", "Status"], Unit::Text),
    ("ai_status", ["AI status", "AI-status", "Status AI", "KI-status", "KI-Status"], Unit::Text),
    ("tags", ["Tags", "Tags", "Tagi", "Tagger", "Schlagwörter"], Unit::Text),
    ("messages", ["Messages", "Berichten", "Wiadomości", "Meldinger", "Nachrichten"], Unit::Count),
    ("agent", ["Agent", "Medewerker", "Konsultant", "Kundebehandler", "Agent"], Unit::Text),
    ("created_at", ["Created", "Aangemaakt", "Utworzono", "Opprettet", "Erstellt"], Unit::Instant),
    (
        "updated_at",
        ["Last update", "Laatst gewijzigd", "Ostatnia zmiana", "Sist endret", "Letzte Änderung"],
        Unit::Instant,
    ),
];

/// What a narrow terminal leaves out, the first before all others; of each that stays, nothing but words is cut.
const LEAVES_FIRST: [&str; 10] = [
    "ai_status",
    "tags",
    "created_at",
    "messages",
    "profile",
    "agent",
    "channel",
    "status",
    "updated_at",
    "first_question",
];

/// The conversations to show; vectors have an entry a conversation.
struct Found<'a> {
    evidence: &'a Evidence,
    reading: &'a Reading,
    passes: Vec<bool>,
    talks: Vec<Talk>,
}

impl<'a> Found<'a> {
    /// Those created in the period that the filters let through.
    fn new(sieve: &Sieve, evidence: &'a Evidence, reading: &'a Reading) -> Found<'a> {
        let own = &evidence.facts.conversations;
        let mut passes = Vec::with_capacity(own.created_at.len());
        for (row, &at) in own.created_at.iter().enumerate() {
            let agent = own.agent.get(row).copied().unwrap_or(NONE);
            passes.push(evidence.time.period.contains(at) && sieve.passes(numbered(row), agent));
        }
        let talks = talks(evidence, reading, &passes);
        Found { evidence, reading, passes, talks }
    }

    /// Leaves only those that hold a text: in the subject, the first question or any message.
    fn search(&mut self, mut needle: Needle) {
        let reading = self.reading;
        let mut held = vec![false; self.passes.len()];
        for (row, held) in held.iter_mut().enumerate().filter(|(row, _)| self.passes[*row]) {
            let mut texts = [reading.subject(row), reading.question(row)].into_iter().flatten();
            *held = texts.any(|text| needle.is_in(text));
        }
        for (message, row) in passing(self.evidence, reading, &self.passes) {
            held[row] = held[row] || reading.messages.body(message).is_some_and(|text| needle.is_in(text));
        }
        self.passes = held;
    }

    /// Their rows, the one with the latest message first.
    fn sorted(&self) -> Vec<usize> {
        let facts = &self.evidence.facts;
        let created_at = &facts.conversations.created_at;
        let last = Last { facts, reading: self.reading, talks: &self.talks, as_of: self.evidence.time.as_of };
        let id = |row: usize| facts.conversation_id(numbered(row));
        let shown = (0..self.passes.len()).filter(|&row| self.passes[row]);
        let mut rows: Vec<_> =
            shown.map(|row| (Reverse((last.updated_at(row), created_at[row])), row)).collect();
        rows.sort_unstable_by(|(at, row), (other_at, other)| {
            at.cmp(other_at).then_with(|| id(*row).cmp(id(*other))).then(row.cmp(other))
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// What tells when conversations were last heard of.
struct Last<'a> {
    facts: &'a Facts,
    reading: &'a Reading,
    talks: &'a [Talk],
    as_of: i64,
}

impl Last<'_> {
    /// When its last message was written; without messages, when its row was changed.
    fn updated_at(&self, row: usize) -> i64 {
        let changed = self.reading.updated_at(row).filter(|&at| at <= self.as_of);
        let created_at = self.facts.conversations.created_at[row];
        self.talks[row].last_at.or(changed).unwrap_or(created_at)
    }
}

/// The rows of the list, made while they are written.
struct ShownRows {
    facts: Facts,
    reading: Reading,
    talks: Vec<Talk>,
    statuses: Vec<Option<&'static str>>,
    as_of: i64,
    /// The conversations in their order.
    rows: Vec<usize>,
    zone: Tz,
    is_for_people: bool,
}

impl MakeRows for ShownRows {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = self.rows[which].iter().map(|&row| self.cells(row)).collect();
        if self.is_for_people {
            rows.iter_mut().flatten().for_each(in_one_line);
        }
        rows
    }
}

impl ShownRows {
    fn cells(&self, row: usize) -> Vec<Cell> {
        let (facts, own) = (&self.facts, &self.facts.conversations);
        let last = Last { facts, reading: &self.reading, talks: &self.talks, as_of: self.as_of };
        let mut cells = vec![
            Some(facts.conversation_id(numbered(row))).into(),
            question(&self.reading, &self.talks[row], row).into(),
            Some(self.reading.profile(row)).into(),
            text(&own.channel, facts.dictionary(Domain::Channel), row).into(),
            text(&own.status, facts.dictionary(Domain::Value), row).into(),
            self.statuses[row].into(),
            facts.dictionary(Domain::Tag).joined(facts.tags.get(row)).map_or(Cell::Missing, Cell::Text),
            self.messages(row).map_or(Cell::Missing, Cell::Whole),
            text(&own.agent, facts.dictionary(Domain::Person), row).into(),
            Cell::Text(iso(self.zone, own.created_at[row])),
            Cell::Text(iso(self.zone, last.updated_at(row))),
        ];
        let sources = facts.dictionary(Domain::Source);
        if !sources.is_empty() {
            cells.insert(1, text(&facts.sources, sources, row).into());
        }
        cells
    }

    /// How many messages it has; where none of them is loaded, how many the export says.
    fn messages(&self, row: usize) -> Option<i64> {
        match self.talks[row] {
            Talk { messages, last_at: Some(_), .. } => Some(messages),
            Talk { last_at: None, .. } => self.reading.count(row).map(|count| count / NUMBER_SCALE),
        }
    }
}

fn table(order: &Order, rows: ShownRows) -> Table {
    let mut columns = COLUMNS.to_vec();
    if !rows.facts.dictionary(Domain::Source).is_empty() {
        columns.insert(1, (SOURCE.id, SOURCE.label, Unit::Text));
    }
    let columns = Column::dimensions(&columns);
    let mut table =
        Table { later: Some(RowSource::new(rows)), ..Table::new(order.name, columns, Vec::new()) };
    for (place, name) in LEAVES_FIRST.iter().rev().enumerate() {
        if let Some(column) = table.place(name) {
            table.columns[column].theme = Theme::Volume;
            table.columns[column].importance = u8::try_from(place).unwrap_or(9);
        }
    }
    if let Some(column) = table.place(SOURCE.id) {
        table.columns[column].theme = Theme::Volume;
        table.columns[column].importance = 1;
    }
    table
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
