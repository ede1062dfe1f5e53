//! `ai`: what the AI agent took on, solved, handed over and sold.

use super::volume::AI_MESSAGES;
use crate::facts::dimension::{CHANNEL, TAG};
use crate::facts::*;
use crate::kpi::axis::{Axis, Classes, Classing};
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::layout::{GroupNames, Layout};
use crate::kpi::section::{Family, Section};
use crate::kpi::shapes::{grouped, head};
use crate::kpi::table::Run;
use crate::report::Theme::Ai;
use crate::report::{Cell, ClassName, Table};
use anyhow::Result;

const fn started(among: &'static Flag, fold: Fold) -> Calculation {
    over(Grain::Ai, among, &AT_AI_START, fold)
}

const fn stars(among: &'static Flag) -> Calculation {
    over(Grain::Rating, among, &AT_RATING, Fold::Mean(&SCORE))
}

kpis! {
    AI_CONVERSATIONS = "ai_conversations", ["AI conversations", "AI-gesprekken", "Rozmowy z AI", "KI-samtaler", "KI-Konversationen"], "K", Ai 0, started(&ALL, Fold::Count),
        "Conversations that an AI agent took part in." needs Source::AiParts;
    RESOLVED = "ai_resolved", ["Resolved by AI", "Opgelost door AI", "Rozwiązane przez AI", "Løst av KI", "Von KI gelöst"], "K", Ai 0, started(&AI_RESOLVED, Fold::Count),
        "AI conversations that are resolved: the AI agent had the last word, nobody took over, and it is closed or has been silent for 48 hours." needs Source::AiParts;
    RESOLVED_RATE = "ai_resolved_rate", ["Resolved by AI, rate", "Oplospercentage AI", "Odsetek rozwiązań AI", "Løsningsgrad for KI", "KI-Lösungsquote"], "K", Ai 0, started(&ALL, Fold::Share(&AI_RESOLVED)),
        "Resolved AI conversations divided by all AI conversations."
        better Up needs Source::AiParts;
    RESOLVED_OF_INVOLVED = "ai_resolved_of_involved_rate", ["Resolved of answered by AI", "Opgelost van beantwoord door AI", "Rozwiązane z obsłużonych przez AI", "Løst av de besvarte av KI", "Gelöst von KI-beantworteten"], "K", Ai 3,
        started(&AI_INVOLVED, Fold::Share(&AI_RESOLVED)),
        "Resolved AI conversations divided by AI conversations, both only of those in which the AI agent answered a customer."
        better Up needs Source::AiParts;
    ROUTED = "ai_routed", ["Routed by AI", "Doorgezet door AI", "Przekazane przez AI", "Videresendt av KI", "Von KI weitergeleitet"], "K", Ai 1, started(&AI_ROUTED, Fold::Count),
        "AI conversations with a hand-off to a person or a ticket." needs Source::AiParts, Source::Handovers;
    CLOSED_BY_AI = "ai_closed", ["Closed by AI", "Gesloten door AI", "Zamknięte przez AI", "Lukket av KI", "Von KI geschlossen"], "K", Ai 2, started(&AI_CLOSED, Fold::Count),
        "AI conversations whose hand-offs were all answered with the closing message only." needs Source::AiParts, Source::Handovers;
    STILL_OPEN = "ai_open", ["Open with AI", "Open bij AI", "Otwarte u AI", "Åpne hos KI", "Offen bei KI"], "K", Ai 2, started(&AI_OPEN, Fold::Count),
        "AI conversations that are neither resolved nor routed nor closed." needs Source::AiParts;
    HANDOFFS = "ai_handoffs", ["Hand-offs", "Overdrachten", "Przekazania", "Overleveringer", "Übergaben"], "K", Ai 2, over(Grain::Ai, &ALL, &AT_HANDOFF, Fold::Count),
        "AI conversations with a hand-off; counted at the first one." needs Source::AiParts, Source::Table(TableName::Events);
    FIRST_AI_RESPONSE = "ai_first_response", ["First response of the AI", "Eerste reactietijd AI", "Czas 1. odpowiedzi AI", "Første svartid KI", "Erstantwortzeit der KI"], "K", Ai 3,
        over(Grain::Ai, &ALL, &AT_AI_ANSWER, Fold::Duration(&AI_FIRST_RESPONSE)),
        "From the first customer message to the AI agent's first message after it; all directions."
        better Down;
    AI_SATISFACTION = "ai_satisfaction", ["Satisfaction with the AI", "Tevredenheid over AI", "Satysfakcja z AI", "Tilfredshet med KI", "Zufriedenheit mit KI"], "K", Ai 2, stars(&AI_RATED),
        "Mean of star ratings 1–5 in AI conversations without any message by a human agent, assigned or not."
        better Up;
    HUMAN_SATISFACTION = "human_satisfaction", ["Satisfaction with people", "Tevredenheid over mensen", "Satysfakcja z obsługi ludzi", "Tilfredshet med mennesker", "Zufriedenheit mit Menschen"], "K", Ai 3, stars(&HUMAN_RATED),
        "Mean of the star ratings that count in conversations with a message by a human agent."
        better Up;
    AI_ORDERS = "ai_orders", ["Orders after AI", "Bestellingen na AI", "Zamówienia po AI", "Ordrer etter KI", "Bestellungen nach KI"], "K", Ai 2, over(Grain::Order, &ALL, &AT_ORDER, Fold::Count),
        "Orders by the same customer within 24 hours of a product click or text message, or 5 days of a click in one; cancelled ones do not count."
        better Up;
    AI_SALES = "ai_sales", ["Sales after AI", "Omzet na AI", "Sprzedaż po AI", "Salg etter KI", "Umsatz nach KI"], "K", Ai 1, over(Grain::Order, &ALL, &AT_ORDER, Fold::PerValue(&CURRENCY, &NET)),
        "Amount of these orders per currency, each once at its latest touch; what was paid back is taken off."
        better Up;
    AI_SALES_PER_CONVERSATION = "ai_sales_per_conversation", ["Sales per AI conversation", "Omzet per AI-gesprek", "Sprzedaż na rozmowę z AI", "Salg per KI-samtale", "Umsatz je KI-Konversation"], "K", Ai 4,
        Of(Combine::MoneyEach, &[&AI_SALES, &AI_CONVERSATIONS]),
        "Sales after AI per currency, divided by AI conversations."
        better Up;
}

static FIGURES: &[&Kpi] = &[
    &AI_CONVERSATIONS,
    &RESOLVED,
    &RESOLVED_RATE,
    &RESOLVED_OF_INVOLVED,
    &ROUTED,
    &CLOSED_BY_AI,
    &STILL_OPEN,
    &HANDOFFS,
    &FIRST_AI_RESPONSE,
    &AI_MESSAGES,
    &AI_SATISFACTION,
    &HUMAN_SATISFACTION,
    &AI_ORDERS,
    &AI_SALES,
    &AI_SALES_PER_CONVERSATION,
];

/// What Klaviyo puts on top of its page, then sales in each currency.
static HEADLINE: &[&Kpi] = &[&AI_CONVERSATIONS, &RESOLVED, &RESOLVED_RATE, &AI_SALES];

/// The report.
pub static FAMILY: Family = Family {
    name: "ai",
    about: "What the AI agent took on, resolved, handed over and sold",
    dimensions: &[],
    has_rankings: false,
    own: &[Grain::Ai, Grain::Order],
    things: "AI conversations",
    sections: &[
        Section { name: "totals", at_first_sight: true, kpis: FIGURES, build: totals },
        Section {
            name: "by_channel",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| by(run, section, &CHANNEL),
        },
        Section { name: "by_status", at_first_sight: true, kpis: FIGURES, build: by_status },
        Section {
            name: "by_tag",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| by(run, section, &TAG),
        },
    ],
};

fn totals(run: &Run, section: &Section) -> Result<Table> {
    let mut table = grouped(run, section, &[])?;
    head(run, &mut table, HEADLINE)?;
    Ok(table)
}

fn by(run: &Run, section: &Section, own: &'static Dimension) -> Result<Table> {
    run.table_of(section.name, &Layout::of(&run.dimensions(&[own])?), section.kpis, &of_ai)
}

/// What people have done makes no row here.
fn of_ai(kpi: &Kpi) -> bool {
    !std::ptr::eq(kpi, &HUMAN_SATISFACTION)
}

/// How the AI agent's part ended, in the order of [`AI_STATUSES`].
static STATUSES: [ClassName; AI_STATUSES.len()] = [
    ClassName { id: AI_RESOLVED.name, label: ["Resolved", "Opgelost", "Rozwiązane", "Løst", "Gelöst"] },
    ClassName {
        id: AI_ROUTED.name,
        label: ["Routed", "Doorgezet", "Przekazane", "Videresendt", "Weitergeleitet"],
    },
    ClassName { id: AI_CLOSED.name, label: ["Closed", "Gesloten", "Zamknięte", "Lukket", "Geschlossen"] },
    ClassName { id: AI_OPEN.name, label: ["Open", "Open", "Otwarte", "Åpne", "Offen"] },
];

fn by_status(run: &Run, section: &Section) -> Result<Table> {
    let classing = Classing::new("ai_status", |facts| {
        let mut status = vec![NONE; facts.conversations.created_at.len()];
        for (&conversation, &flags) in facts.ai.conversation.iter().zip(&facts.ai.flags) {
            status[conversation as usize] = status_of(flags);
        }
        Classes::OfConversations(status)
    });
    let names: Vec<Cell> = STATUSES.iter().map(Cell::Class).collect();
    let status_first = Layout::along(
        "ai_status",
        ["AI status", "AI-status", "Status AI", "KI-status", "KI-Status"],
        Axis::Classed(classing),
    );
    let layout = status_first.and(Layout::of(&run.dimensions(&[])?)).named(GroupNames::Listed(&names));
    run.table_of(section.name, &layout, section.kpis, &of_ai)
}

fn status_of(flags: u32) -> u32 {
    AI_STATUSES.iter().position(|status| status.holds(flags)).map_or(NONE, |place| place as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_named_in_the_order_of_their_flags() {
        assert_eq!(STATUSES.map(|status| status.id), AI_STATUSES.map(|status| status.name));
    }
}
