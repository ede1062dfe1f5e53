//! The columns of a list: what each thing is, when, whose, how much, and what belongs to it.

use super::things::{unit_of_values, Identity, Thing};
use crate::facts::dimension::{ARTICLE, CALLER, CHANNEL, CUSTOMER, FOLDED, QUEUE, SOURCE};
use crate::facts::table::FactTable;
use crate::facts::{Dimension, Domain, Facts, Grain, NONE, UNDATED};
use crate::kpi::definition::{Calculation, Combine, Fold, Kpi};
use crate::kpi::table::Run;
use crate::language::{Caption, Labels};
use crate::report::{Cell, Column, Theme, Unit};
use crate::time::face::iso;
use chrono_tz::Tz;

/// The columns of the list of one figure, and what they are read from.
pub struct ListColumns<'a> {
    /// The figure.
    pub kpi: &'static Kpi,
    /// What the values count in, if things have any.
    pub unit: Option<Unit>,
    facts: &'a Facts,
    zone: Tz,
    /// The instant that ages are counted up to.
    until: i64,
    id: &'static str,
    /// Whether the rows belong to conversations.
    is_of_conversations: bool,
    /// What belongs to a thing, besides.
    beside: Vec<&'static Dimension>,
    /// Whether several figures make up the one asked for.
    has_parts: bool,
}

const ID: Labels = ["Id", "Id", "Id", "Id", "ID"];
const AT: Labels = ["At", "Tijdstip", "Czas", "Tidspunkt", "Zeitpunkt"];
const AGENT: Labels = ["Agent", "Medewerker", "Konsultant", "Kundebehandler", "Agent"];
const VALUE: Labels = ["Value", "Waarde", "Wartość", "Verdi", "Wert"];
const CURRENCY: Labels = ["Currency", "Valuta", "Waluta", "Valuta", "Währung"];
const CONVERSATION: Labels = ["Conversation", "Gesprek", "Rozmowa", "Samtale", "Konversation"];
const COUNTED_IN: Labels = ["Counted in", "Geteld in", "Liczone w", "Talt i", "Gezählt in"];
const AGE: Labels = ["Age", "Ouderdom", "Wiek", "Alder", "Alter"];

impl<'a> ListColumns<'a> {
    /// The columns for the things of a figure, which are as old as they are at `as_of`, or where the period ends before.
    pub fn of(run: &Run<'a>, kpi: &'static Kpi, as_of: i64) -> ListColumns<'a> {
        let table = kpi.grain().table();
        let id = id_column(kpi);
        let is_of_conversations = table.is_of_conversations();
        let beside: &[&'static Dimension] = match kpi.grain() {
            Grain::Call => &[&CALLER, &QUEUE],
            _ if is_of_conversations => &[&CHANNEL, &CUSTOMER],
            _ => &[],
        };
        let mut own = beside.to_vec();
        own.retain(|dimension| dimension.id != id);
        // ids of two sources may be alike
        own.extend((is_of_conversations && !run.facts.sources.is_empty()).then_some(&SOURCE));
        ListColumns {
            kpi,
            unit: unit_of_values(kpi),
            facts: run.facts,
            zone: run.now.period.zone,
            until: run.now.period.to.min(as_of),
            id,
            is_of_conversations,
            beside: own,
            has_parts: !parts_of(kpi).is_empty(),
        }
    }

    /// Their heads: those that were always there, then what came later.
    pub fn heads(&self) -> Vec<Column> {
        let unit = self.unit.unwrap_or(Unit::Ratio);
        let of_value = if self.unit.is_some() { 0 } else { 9 };
        // Programs find a 1 for what is in the numerator of a rate.
        let unit = if unit == Unit::Rate { Unit::Count } else { unit };
        let label = if self.id == FOLDED.id { FOLDED.label } else { ID };
        let mut heads = vec![Column::dimension(self.id, label, Unit::Text), head("at", AT, Unit::Instant, 0)];
        heads.push(head("agent", AGENT, Unit::Text, 3));
        heads.push(head("value", VALUE, unit, of_value));
        if self.kpi.split().is_some() {
            heads.push(head("currency", CURRENCY, Unit::Text, 0));
        }
        if self.is_of_conversations && self.id != "conversation_id" {
            heads.push(head("conversation_id", CONVERSATION, Unit::Text, 5));
        }
        for dimension in &self.beside {
            let importance = if **dimension == CUSTOMER {
                6
            } else if **dimension == SOURCE {
                1
            } else {
                3
            };
            heads.push(head(dimension.id, dimension.label, Unit::Text, importance));
        }
        if self.has_parts {
            heads.push(head("counted_in", COUNTED_IN, Unit::Text, 2));
        }
        if self.is_of_articles() {
            heads.push(Column::title());
        }
        let of_age = if self.unit.is_some() { 7 } else { 1 };
        heads.push(head("age_s", AGE, Unit::Seconds, of_age));
        heads
    }

    /// The cells of a thing with that id.
    pub fn cells(&self, id: String, thing: &Thing) -> Vec<Cell> {
        let at = match thing.at {
            UNDATED => Cell::Missing,
            at => Cell::Text(iso(self.zone, at)),
        };
        let of_id = Some(id.as_str()).filter(|id| !id.is_empty());
        let mut cells = vec![of_id.into(), at, self.named(Domain::Person, thing.agent), thing.value.clone()];
        if let Some(split) = self.kpi.split() {
            cells.push(self.named(split.domain, thing.currency));
        }
        if self.is_of_conversations && self.id != "conversation_id" {
            let conversation = self.facts.conversation_id(thing.conversation);
            cells.push(Some(conversation).filter(|id| !id.is_empty()).into());
        }
        let row = match thing.of {
            Identity::Row(_, row) => row as usize,
            Identity::Value(..) | Identity::Conversation(_) | Identity::Handled(..) => usize::MAX,
        };
        for dimension in &self.beside {
            let code = dimension.codes(self.facts).at(row, thing.conversation, &thing.agent).first().copied();
            cells.push(self.named(dimension.domain, code.unwrap_or(NONE)));
        }
        if self.has_parts {
            cells.push(thing.part.map(|part| part.id).into());
        }
        if self.is_of_articles() {
            cells.push(self.title(thing).into());
        }
        cells.push(self.age(thing).map_or(Cell::Missing, Cell::Number));
        cells
    }

    /// The id of a thing, whatever its column is called; one that has none has an empty one.
    pub fn id(&self, thing: &Thing) -> String {
        let id = match thing.of {
            Identity::Value(domain, code) => self.facts.dictionary(domain).text(code),
            Identity::Conversation(place) | Identity::Handled(place, _) => self.facts.conversation_id(place),
            Identity::Row(grain, row) => {
                let table = grain.table();
                let shows_own = |column: &str| column == self.id || !table.is_of_conversations();
                match table.id.as_ref().filter(|id| shows_own(id.column)) {
                    Some(own) => self.facts.dictionary(own.domain).text((own.of)(self.facts)[row as usize]),
                    None => self.facts.conversation_id(thing.conversation),
                }
            }
        };
        id.to_owned()
    }

    /// Whether each thing is a view of a help article.
    fn is_of_articles(&self) -> bool {
        self.id == ARTICLE.id
    }

    /// What the article that was read is called.
    fn title(&self, thing: &Thing) -> Option<&str> {
        let Identity::Row(Grain::FaqView, row) = thing.of else { return None };
        let article = self.facts.faq_views.article.get(row as usize)?;
        self.facts.titles.get(article).map(String::as_str)
    }

    /// How many seconds before the end a thing was; none where that is not known, or it came later.
    pub fn age(&self, thing: &Thing) -> Option<f64> {
        let is_told = thing.at != UNDATED && thing.at <= self.until;
        is_told.then(|| (self.until - thing.at) as f64 / 1000.0)
    }

    /// An instant as reports write it.
    pub fn instant(&self, at: i64) -> String {
        iso(self.zone, at)
    }

    fn named(&self, domain: Domain, code: u32) -> Cell {
        match code {
            NONE => Cell::Missing,
            code => Cell::Text(self.facts.dictionary(domain).text(code).to_string()),
        }
    }
}

/// A column that a narrow terminal may leave out.
fn head(name: &str, label: impl Into<Caption>, unit: Unit, importance: u8) -> Column {
    Column { importance, ..Column::of_figure(name, label, unit, Theme::Volume) }
}

/// The figures that make up another one side by side, so that each thing says which of them counts it.
fn parts_of(kpi: &Kpi) -> &'static [&'static Kpi] {
    match &kpi.calculation {
        Calculation::Of(Combine::Sum | Combine::Ratio | Combine::MoneyEach, parts) => parts,
        Calculation::Of(Combine::Rate | Combine::Rest | Combine::Nps, _) | Calculation::Fold { .. } => &[],
    }
}

/// What the ids of the things behind a figure are; things of several kinds go by their conversations, else by `id`.
fn id_column(kpi: &Kpi) -> &'static str {
    match &kpi.calculation {
        Calculation::Fold { over, fold, .. } => match fold {
            Fold::Distinct(dimension) | Fold::Repeated(dimension) => id_of_values(dimension),
            Fold::DistinctConversations | Fold::Stock(_) => "conversation_id",
            Fold::Count
            | Fold::Duration(_)
            | Fold::Sum(_)
            | Fold::Mean(_)
            | Fold::Share(_)
            | Fold::PerValue(..) => id_of_rows(over.table()),
        },
        Calculation::Of(_, parts) => {
            let mut names: Vec<&'static str> = parts.iter().map(|part| id_column(part)).collect();
            names.dedup();
            let are_of_conversations = || parts.iter().all(|part| part.grain().table().is_of_conversations());
            match names[..] {
                [name] => name,
                _ if are_of_conversations() => "conversation_id",
                _ => "id",
            }
        }
    }
}

/// What the ids of a dimension's values are called.
fn id_of_values(dimension: &Dimension) -> &'static str {
    match dimension.id {
        "customer" => "customer_id",
        "visitor" => "visitor_id",
        id => id,
    }
}

fn id_of_rows(table: &FactTable) -> &'static str {
    table.id.as_ref().map_or("conversation_id", |id| id.column)
}
