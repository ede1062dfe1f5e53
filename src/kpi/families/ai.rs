//! `ai`: what the AI agent took on, solved, handed over and sold.

use super::volume::AI_MESSAGES;
use crate::facts::dimension::{CHANNEL, TAG};
use crate::facts::*;
use crate::fitting::numbered;
use crate::kpi::axis::{Axis, Classes, Classing};
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::headline::{head, Headline};
use crate::kpi::layout::{GroupNames, Layout};
use crate::kpi::section::{Family, Section};
use crate::kpi::shapes::grouped;
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
        [
            "Conversations that an AI agent took part in.",
            "Gesprekken waaraan een AI-agent deelnam.",
            "Rozmowy, w których brał udział agent AI.",
            "Samtaler som en KI-agent deltok i.",
            "Konversationen, an denen ein KI-Agent beteiligt war.",
        ] needs Source::AiParts;
    RESOLVED = "ai_resolved", ["Resolved by AI", "Opgelost door AI", "Rozwiązane przez AI", "Løst av KI", "Von KI gelöst"], "K", Ai 0, started(&AI_RESOLVED, Fold::Count),
        [
            "AI conversations that are resolved: the AI agent had the last word, nobody took over, and it is closed or has been silent for 48 hours.",
            "AI-gesprekken die zijn opgelost: de AI-agent had het laatste woord, niemand nam het over, en het gesprek is gesloten of al 48 uur stil.",
            "Rozmowy z AI, które są rozwiązane: ostatnie słowo miał agent AI, nikt jej nie przejął, a rozmowa jest zamknięta albo milczy od 48 godzin.",
            "KI-samtaler som er løst: KI-agenten hadde siste ord, ingen tok over, og samtalen er lukket eller har vært stille i 48 timer.",
            "KI-Konversationen, die gelöst sind: Der KI-Agent hatte das letzte Wort, niemand übernahm, und sie ist geschlossen oder seit 48 Stunden still.",
        ] needs Source::AiParts;
    RESOLVED_RATE = "ai_resolved_rate", ["Resolved by AI, rate", "Oplospercentage AI", "Odsetek rozwiązań AI", "Løsningsgrad for KI", "KI-Lösungsquote"], "K", Ai 0, started(&ALL, Fold::Share(&AI_RESOLVED)),
        [
            "Resolved AI conversations divided by all AI conversations.",
            "Door AI opgeloste gesprekken gedeeld door alle AI-gesprekken.",
            "Rozmowy rozwiązane przez AI podzielone przez wszystkie rozmowy z AI.",
            "Samtaler løst av KI delt på alle KI-samtaler.",
            "Von KI gelöste Konversationen geteilt durch alle KI-Konversationen.",
        ]
        better Up needs Source::AiParts;
    RESOLVED_OF_INVOLVED = "ai_resolved_of_involved_rate", ["Resolved of answered by AI", "Opgelost van beantwoord door AI", "Rozwiązane z obsłużonych przez AI", "Løst av de besvarte av KI", "Gelöst von KI-beantworteten"], "K", Ai 3,
        started(&AI_INVOLVED, Fold::Share(&AI_RESOLVED)),
        [
            "Resolved AI conversations divided by AI conversations, both only of those in which the AI agent answered a customer.",
            "Door AI opgeloste gesprekken gedeeld door AI-gesprekken, beide alleen van gesprekken waarin de AI-agent een klant antwoordde.",
            "Rozmowy rozwiązane przez AI podzielone przez rozmowy z AI, w obu przypadkach tylko te, w których agent AI odpowiedział klientowi.",
            "Samtaler løst av KI delt på KI-samtaler, begge bare blant dem der KI-agenten svarte en kunde.",
            "Von KI gelöste Konversationen geteilt durch KI-Konversationen, beides nur unter denen, in denen der KI-Agent einem Kunden antwortete.",
        ]
        better Up needs Source::AiParts;
    ROUTED = "ai_routed", ["Routed by AI", "Doorgezet door AI", "Przekazane przez AI", "Videresendt av KI", "Von KI weitergeleitet"], "K", Ai 1, started(&AI_ROUTED, Fold::Count),
        [
            "AI conversations with a hand-off to a person or a ticket.",
            "AI-gesprekken met een overdracht aan een mens of een ticket.",
            "Rozmowy z AI przekazane człowiekowi lub do zgłoszenia.",
            "KI-samtaler med overlevering til et menneske eller en supportsak.",
            "KI-Konversationen mit einer Übergabe an einen Menschen oder ein Ticket.",
        ] needs Source::AiParts, Source::Handovers;
    CLOSED_BY_AI = "ai_closed", ["Closed by AI", "Gesloten door AI", "Zamknięte przez AI", "Lukket av KI", "Von KI geschlossen"], "K", Ai 2, started(&AI_CLOSED, Fold::Count),
        [
            "AI conversations whose hand-offs were all answered with the closing message only.",
            "AI-gesprekken waarvan elke overdracht alleen met het afsluitende bericht is beantwoord.",
            "Rozmowy z AI, w których na każde przekazanie odpowiedziano tylko wiadomością zamykającą.",
            "KI-samtaler der hver overlevering bare ble besvart med avslutningsmeldingen.",
            "KI-Konversationen, deren Übergaben alle nur mit der Abschlussnachricht beantwortet wurden.",
        ] needs Source::AiParts, Source::Handovers;
    STILL_OPEN = "ai_open", ["Open with AI", "Open bij AI", "Otwarte u AI", "Åpne hos KI", "Offen bei KI"], "K", Ai 2, started(&AI_OPEN, Fold::Count),
        [
            "AI conversations that are neither resolved nor routed nor closed.",
            "AI-gesprekken die niet zijn opgelost, doorgezet of gesloten.",
            "Rozmowy z AI, które nie są ani rozwiązane, ani przekazane, ani zamknięte.",
            "KI-samtaler som verken er løst, videresendt eller lukket.",
            "KI-Konversationen, die weder gelöst noch weitergeleitet noch geschlossen sind.",
        ] needs Source::AiParts;
    HANDOFFS = "ai_handoffs", ["Hand-offs", "Overdrachten", "Przekazania", "Overleveringer", "Übergaben"], "K", Ai 2, over(Grain::Ai, &ALL, &AT_HANDOFF, Fold::Count),
        [
            "AI conversations with a hand-off; counted at the first one.",
            "AI-gesprekken met een overdracht; geteld bij de eerste.",
            "Rozmowy z AI z przekazaniem; liczone przy pierwszym.",
            "KI-samtaler med overlevering; telt ved den første.",
            "KI-Konversationen mit einer Übergabe; gezählt bei der ersten.",
        ] needs Source::AiParts, Source::Table(TableName::Events);
    FIRST_AI_RESPONSE = "ai_first_response", ["First response of the AI", "Eerste reactietijd AI", "Czas 1. odpowiedzi AI", "Første svartid KI", "Erstantwortzeit der KI"], "K", Ai 3,
        over(Grain::Ai, &ALL, &AT_AI_ANSWER, Fold::Duration(&AI_FIRST_RESPONSE)),
        [
            "From the first customer message to the AI agent's first message after it; all directions.",
            "Van het eerste klantbericht tot het eerste bericht van de AI-agent daarna; alle richtingen.",
            "Od pierwszej wiadomości klienta do pierwszej późniejszej wiadomości agenta AI; wszystkie kierunki.",
            "Fra den første kundemeldingen til KI-agentens første melding etter den; alle retninger.",
            "Von der ersten Kundennachricht bis zur ersten Nachricht des KI-Agenten danach; alle Richtungen.",
        ]
        better Down;
    AI_SATISFACTION = "ai_satisfaction", ["Satisfaction with the AI", "Tevredenheid over AI", "Satysfakcja z AI", "Tilfredshet med KI", "Zufriedenheit mit KI"], "K", Ai 2, stars(&AI_RATED),
        [
            "Mean of star ratings 1–5 in AI conversations without any message by a human agent, assigned or not.",
            "Gemiddelde van sterbeoordelingen 1–5 in AI-gesprekken zonder bericht van een medewerker, toegewezen of niet.",
            "Średnia ocen w gwiazdkach 1–5 w rozmowach z AI bez wiadomości konsultanta, przypisanych lub nie.",
            "Snitt av stjernevurderinger 1–5 i KI-samtaler uten melding fra en kundebehandler, tildelt eller ikke.",
            "Mittel der Sternebewertungen 1–5 in KI-Konversationen ohne Nachricht eines menschlichen Agenten, zugewiesen oder nicht.",
        ]
        better Up;
    HUMAN_SATISFACTION = "human_satisfaction", ["Satisfaction with people", "Tevredenheid over mensen", "Satysfakcja z obsługi ludzi", "Tilfredshet med mennesker", "Zufriedenheit mit Menschen"], "K", Ai 3, stars(&HUMAN_RATED),
        [
            "Mean of the star ratings that count in conversations with a message by a human agent.",
            "Gemiddelde van de meetellende sterbeoordelingen in gesprekken met een bericht van een medewerker.",
            "Średnia liczących się ocen w gwiazdkach w rozmowach z wiadomością konsultanta.",
            "Snitt av stjernevurderingene som teller med, i samtaler med en melding fra en kundebehandler.",
            "Mittel der zählenden Sternebewertungen in Konversationen mit einer Nachricht eines menschlichen Agenten.",
        ]
        better Up;
    AI_ORDERS = "ai_orders", ["Orders after AI", "Bestellingen na AI", "Zamówienia po AI", "Ordrer etter KI", "Bestellungen nach KI"], "K", Ai 2, over(Grain::Order, &ALL, &AT_ORDER, Fold::Count),
        [
            "Orders by the same customer within 24 hours of a product click or text message, or 5 days of a click in one; cancelled ones do not count.",
            "Bestellingen van dezelfde klant binnen 24 uur na een productklik of tekstbericht, of 5 dagen na een klik daarin; geannuleerde tellen niet mee.",
            "Zamówienia tego samego klienta w ciągu 24 godzin od kliknięcia produktu lub wiadomości tekstowej albo 5 dni od kliknięcia w niej; anulowane się nie liczą.",
            "Ordrer fra samme kunde innen 24 timer etter et produktklikk eller en tekstmelding, eller 5 dager etter et klikk i en slik; kansellerte teller ikke med.",
            "Bestellungen desselben Kunden innerhalb von 24 Stunden nach einem Produktklick oder einer Textnachricht oder 5 Tagen nach einem Klick darin; stornierte zählen nicht.",
        ]
        better Up;
    AI_SALES = "ai_sales", ["Sales after AI", "Omzet na AI", "Sprzedaż po AI", "Salg etter KI", "Umsatz nach KI"], "K", Ai 1, over(Grain::Order, &ALL, &AT_ORDER, Fold::PerValue(&CURRENCY, &NET)),
        [
            "Amount of these orders per currency, each once at its latest touch; what was paid back is taken off.",
            "Bedrag van deze bestellingen per valuta, elk eenmaal bij het laatste contact; terugbetalingen zijn eraf gehaald.",
            "Kwota tych zamówień według walut, każde raz przy ostatnim kontakcie; zwroty są odjęte.",
            "Beløpet for disse ordrene per valuta, hver én gang ved siste kontakt; tilbakebetalinger er trukket fra.",
            "Betrag dieser Bestellungen je Währung, jede einmal beim letzten Kontakt; Erstattungen sind abgezogen.",
        ]
        better Up;
    AI_SALES_PER_CONVERSATION = "ai_sales_per_conversation", ["Sales per AI conversation", "Omzet per AI-gesprek", "Sprzedaż na rozmowę z AI", "Salg per KI-samtale", "Umsatz je KI-Konversation"], "K", Ai 4,
        Of(Combine::MoneyEach, &[&AI_SALES, &AI_CONVERSATIONS]),
        [
            "Sales after AI per currency, divided by AI conversations.",
            "Omzet na AI per valuta, gedeeld door AI-gesprekken.",
            "Sprzedaż po AI według walut podzielona przez rozmowy z AI.",
            "Salg etter KI per valuta, delt på KI-samtaler.",
            "Umsatz nach KI je Währung, geteilt durch KI-Konversationen.",
        ]
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
static HEADLINE: Headline = Headline::everywhere(&[&AI_CONVERSATIONS, &RESOLVED, &RESOLVED_RATE, &AI_SALES]);

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
    head(run, &mut table, &HEADLINE)?;
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
    AI_STATUSES.iter().position(|status| status.holds(flags)).map_or(NONE, numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_named_in_the_order_of_their_flags() {
        assert_eq!(STATUSES.map(|status| status.id), AI_STATUSES.map(|status| status.name));
    }
}
