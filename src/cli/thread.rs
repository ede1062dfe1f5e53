//! `thread`: one conversation, message by message.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ReportArgs, ScopeArgs, TalkArgs};
use super::evidence::Evidence;
use super::gathering::gather_with;
use super::reading::{reading_table, MessageRows, Reading};
use super::report::{finish, Findings};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::advice::Advised;
use crate::dataset::Domain;
use crate::facts::dimension::SOURCE;
use crate::facts::listing::text;
use crate::facts::{Facts, Wanted};
use crate::language::Labels;
use crate::nearest;
use crate::render::{escape, Audience};
use crate::report::{Cell, Column, Table, Unit};
use crate::scope::as_of::AsOf;
use crate::scope::period::{Request, Since};
use crate::time::face::{day_of, iso};
use crate::time::zone::parse_zone;
use anyhow::Result;
use chrono_tz::Tz;
use clap::Args;
use std::cmp::Reverse;

/// Flags of `thread`.
#[derive(Debug, Clone, Args)]
pub struct ThreadArgs {
    /// The conversation's id
    pub id: String,
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Of several sources that have a conversation of that id, the one meant
    #[arg(long, value_name = "NAME", help_heading = "Filter")]
    pub source: Option<String>,
    /// Zone of days and hours [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone, help_heading = "Period")]
    pub tz: Option<Tz>,
    /// The "now": an instant, a date (its end) or latest
    #[arg(long, value_name = "INSTANT", value_parser = str::parse::<AsOf>, help_heading = "Period")]
    pub as_of: Option<AsOf>,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl ThreadArgs {
    /// The same as flags of a report.
    fn as_report(&self) -> ReportArgs {
        let period = PeriodArgs { tz: self.tz, as_of: self.as_of, ..PeriodArgs::default() };
        let scope = ScopeArgs { period, ..ScopeArgs::default() };
        ReportArgs { input: self.input.clone(), scope, output: self.output.clone() }
    }
}

impl Act for ThreadArgs {
    fn talk(&self) -> &TalkArgs {
        &self.output.talk
    }

    /// Prints every message of a conversation up to as-of, notes and activity lines among them, oldest first.
    ///
    /// # Errors
    /// As for reports; also if there is no conversation of that id.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let mut order = Order::resolve("thread", &self.as_report(), stage.around)?;
        order.scope.may_move = false;
        let wanted = Wanted {
            reading: true,
            every_instant: order.scope.as_of == AsOf::Latest,
            figures: Some(Default::default()),
            ..Wanted::default()
        };
        let (mut evidence, reading) = gather_with(&order, stage, wanted, Reading::keep)?;
        let mut threads = Vec::new();
        for row in find(&evidence.facts, &self.id, self.source.as_deref())? {
            let texts = ThreadTexts { facts: &evidence.facts, reading: &reading, row };
            threads.push((texts, messages(&evidence, &reading.messages, row)));
        }
        let instants = threads.iter().flat_map(|(_, own)| own).map(|&message| reading.messages.at(message));
        if let (Some(first), Some(last)) = (instants.clone().min(), instants.max()) {
            let zone = order.scope.question.zone;
            let [first, last] = [first, last].map(|at| day_of(zone, at));
            order.scope.request = Request::Range(Some(Since::Date(first)), Some(last));
            evidence.time = order.scope.time(Some(evidence.time.as_of))?;
        } else {
            stage.ui.note("no message of this conversation is loaded");
        }
        let table = table(&order, &threads);
        finish(&order, &evidence, Findings::one(table).of_section(&order)?, stage)
    }
}

/// The row of a conversation, whatever its status; several, if sources have one of that id each and none is named.
fn find(facts: &Facts, id: &str, source: Option<&str>) -> Result<Vec<usize>> {
    let ids = facts.dictionary(Domain::Conversation);
    let codes = &facts.conversations.conversation_id;
    let rows: Vec<usize> = (0..codes.len()).filter(|&row| ids.text(codes[row]) == id).collect();
    if let Some(source) = source.filter(|_| !rows.is_empty()) {
        return of_source(facts, rows, source);
    }
    if !rows.is_empty() {
        return Ok(rows);
    }
    let near = nearest::nearest(id, codes.iter().map(|&code| ids.text(code)));
    let advice = if near.is_empty() {
        "`insights conversations` lists the ids there are".to_string()
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    Err(Advised::new(format!("there is no conversation \"{id}\""), advice).into())
}

/// Those of some rows that are of a source.
fn of_source(facts: &Facts, rows: Vec<usize>, source: &str) -> Result<Vec<usize>> {
    let names = facts.dictionary(Domain::Source);
    let named = |row: &usize| text(&facts.sources, names, *row);
    let of = |row: &usize| named(row).is_some_and(|name| name.eq_ignore_ascii_case(source.trim()));
    let own: Vec<usize> = rows.iter().copied().filter(of).collect();
    if own.is_empty() {
        let known: Vec<&str> = rows.iter().filter_map(named).collect();
        let what = format!("no source \"{source}\" has a conversation of that id");
        let advice = if known.is_empty() {
            "[[source]] in insights.toml names sources; files named on the command line are one".to_owned()
        } else {
            format!("it is in {}", known.join(", "))
        };
        return Err(Advised::new(what, advice).into());
    }
    Ok(own)
}

/// Its message rows in order; of those with one id the last one read.
fn messages(evidence: &Evidence, written: &MessageRows, row: usize) -> Vec<usize> {
    let code = evidence.facts.conversations.conversation_id[row];
    let own = (0..written.len()).filter(|&message| written.conversation(message) == code);
    let mut messages: Vec<usize> = own.collect();
    messages.sort_by_key(|&message| (written.id(message), Reverse(message)));
    messages.dedup_by_key(|message| written.id(*message));
    messages.retain(|&message| written.at(message) <= evidence.time.as_of);
    messages.sort_by_key(|&message| (written.at(message), written.rank(message), written.id(message)));
    messages
}

/// A conversation by its row, and what was written in it.
struct ThreadTexts<'a> {
    facts: &'a Facts,
    reading: &'a Reading,
    row: usize,
}

impl ThreadTexts<'_> {
    /// Who wrote a message: its author, else the customer or whoever the conversation is assigned to.
    fn who(&self, message: usize) -> Option<&str> {
        let messages = &self.reading.messages;
        let author = messages.author(message, self.facts);
        match messages.kind(message) {
            "customer" => author.or(Some(self.reading.profile(self.row))),
            "agent" => {
                let assignees = &self.facts.conversations.agent;
                author.or_else(|| text(assignees, self.facts.dictionary(Domain::Person), self.row))
            }
            _ => author,
        }
    }

    fn source(&self) -> Option<&str> {
        text(&self.facts.sources, self.facts.dictionary(Domain::Source), self.row)
    }

    fn cells(&self, message: usize, order: &Order) -> Vec<Cell> {
        let messages = &self.reading.messages;
        vec![
            Cell::Text(iso(order.scope.question.zone, messages.at(message))),
            self.who(message).into(),
            Some(messages.kind(message)).into(),
            messages.body(message).into(),
        ]
    }
}

/// On a terminal texts are whole too, unless rows are sorted or cut: that takes one row a message. Of several
/// conversations each row says whose it is.
fn table(order: &Order, threads: &[(ThreadTexts, Vec<usize>)]) -> Table {
    let mut columns = COLUMNS.to_vec();
    if threads.len() > 1 {
        columns.insert(0, (SOURCE.id, SOURCE.label, Unit::Text));
    }
    let mut rows = Vec::new();
    for (texts, messages) in threads {
        for &message in messages {
            let mut cells = texts.cells(message, order);
            if threads.len() > 1 {
                cells.insert(0, texts.source().into());
            }
            rows.push(cells);
        }
    }
    let in_order = order.output.sort.is_none() && order.output.limit.is_none();
    if in_order && order.output.format.audience() == Audience::Terminal {
        Table::new(order.name, Column::dimensions(&columns), spread(rows, order))
    } else {
        reading_table(order, &columns, rows)
    }
}

const COLUMNS: &[(&str, Labels, Unit)] = &[
    ("at", ["At", "Tijdstip", "Czas", "Tidspunkt", "Zeitpunkt"], Unit::Instant),
    ("who", ["Who", "Wie", "Kto", "Hvem", "Wer"], Unit::Text),
    ("kind", ["Kind", "Soort", "Rodzaj", "Type", "Art"], Unit::Text),
    ("text", ["Text", "Tekst", "Treść", "Tekst", "Text"], Unit::Text),
];

/// Where the texts are not written to a terminal, they are as wide as there.
const PIPED_WIDTH: usize = 120;
/// Terminal columns of an instant, a kind and the gaps.
const BESIDE: usize = 16 + 9 + 3 * 2;
/// Names are not made room for beyond this.
const NAME_WIDTH: usize = 24;
/// Texts are at least so wide.
const NARROWEST: usize = 30;

/// For a terminal: a row a line of text, so that no text has to be cut.
fn spread(rows: Vec<Vec<Cell>>, order: &Order) -> Vec<Vec<Cell>> {
    let limit = order.output.width.unwrap_or(PIPED_WIDTH);
    let limit = limit.saturating_sub(BESIDE + NAME_WIDTH).max(NARROWEST);
    let mut spread = Vec::new();
    for mut row in rows {
        let lines = match row.pop() {
            Some(Cell::Text(text)) => text.lines().flat_map(|line| wrapped(line, limit)).collect(),
            _ => vec![String::new()],
        };
        let blank: Vec<Cell> = row.iter().map(|_| Cell::Text(String::new())).collect();
        for (at, line) in lines.into_iter().enumerate() {
            let beside = if at == 0 { &row } else { &blank };
            spread.push(beside.iter().cloned().chain([Cell::Text(line)]).collect());
        }
    }
    spread
}

/// A line in lines of at most `limit` columns.
fn wrapped(line: &str, limit: usize) -> Vec<String> {
    let words: Vec<String> = line.split_whitespace().map(|word| escape::visible(word).into_owned()).collect();
    let lines = escape::wrap(&words, " ", limit);
    if lines.is_empty() {
        vec![String::new()]
    } else {
        lines
    }
}
