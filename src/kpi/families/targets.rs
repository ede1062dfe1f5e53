//! Against targets and the messaging window, and the quality figures that stand beside them.

use super::speed::{FIRST_RESPONSE_TIME, RESPONSE_TIME};
use crate::facts::*;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::report::Theme::{Quality, Targets};

const fn first(among: &'static Flag, within: &'static Flag) -> Calculation {
    over(Grain::Conversation, among, &AT_ANSWER, Fold::Share(within))
}

const fn every(among: &'static Flag, within: &'static Flag) -> Calculation {
    over(Grain::Exchange, among, &AT_RESPONSE, Fold::Share(within))
}

const fn window(among: &'static Flag, fold: Fold) -> Calculation {
    over(Grain::Exchange, among, &AT_LAST_ASKED, fold)
}

kpis! {
    WITHIN_OPTIMAL_RATE = "within_optimal_rate", ["Within optimal", "Binnen optimale tijd", "W czasie optymalnym", "Innen optimal tid", "In optimaler Zeit"], "B S", Targets 3, first(&HAS_OPTIMAL, &WITHIN_OPTIMAL),
        [
            "First responses within the channel's optimal target; on the limit is within.",
            "Eerste reacties binnen de optimale streeftijd van het kanaal; precies op de grens is binnen.",
            "Pierwsze odpowiedzi w optymalnym celu kanału; dokładnie na granicy to w czasie.",
            "Første svar innen kanalens optimale mål; på grensen er innenfor.",
            "Erste Antworten innerhalb des optimalen Ziels des Kanals; genau auf der Grenze ist innerhalb.",
        ]
        better Up;
    WITHIN_ACCEPTABLE_RATE = "within_acceptable_rate", ["Within acceptable", "Binnen acceptabele tijd", "W czasie akceptowalnym", "Innen akseptabel tid", "In akzeptabler Zeit"], "B S", Targets 2, first(&HAS_ACCEPTABLE, &WITHIN_ACCEPTABLE),
        [
            "First responses within the channel's acceptable target, optimal ones among them.",
            "Eerste reacties binnen de acceptabele streeftijd van het kanaal, de optimale inbegrepen.",
            "Pierwsze odpowiedzi w akceptowalnym celu kanału, łącznie z optymalnymi.",
            "Første svar innen kanalens akseptable mål, de optimale medregnet.",
            "Erste Antworten innerhalb des akzeptablen Ziels des Kanals, die optimalen eingeschlossen.",
        ]
        better Up;
    LATE_RATE = "late_rate", ["Late", "Te laat", "Spóźnione", "For sent", "Zu spät"], "B S", Targets 5, first(&HAS_ACCEPTABLE, &LATE),
        [
            "First responses beyond the channel's acceptable target; never answered is not late.",
            "Eerste reacties na de acceptabele streeftijd van het kanaal; nooit beantwoord is niet te laat.",
            "Pierwsze odpowiedzi po akceptowalnym celu kanału; bez odpowiedzi to nie spóźnione.",
            "Første svar etter kanalens akseptable mål; aldri besvart er ikke for sent.",
            "Erste Antworten jenseits des akzeptablen Ziels des Kanals; nie beantwortet ist nicht zu spät.",
        ]
        better Down;
    RESPONSE_WITHIN_OPTIMAL_RATE = "response_within_optimal_rate", ["Responses within optimal", "Reacties binnen optimale tijd", "Odpowiedzi w czasie optymalnym", "Svar innen optimal tid", "Antworten in optimaler Zeit"], "S", Targets 7,
        every(&RESPONSE_HAS_OPTIMAL, &RESPONSE_WITHIN_OPTIMAL),
        [
            "All responses within the channel's optimal target.",
            "Alle reacties binnen de optimale streeftijd van het kanaal.",
            "Wszystkie odpowiedzi w optymalnym celu kanału.",
            "Alle svar innen kanalens optimale mål.",
            "Alle Antworten innerhalb des optimalen Ziels des Kanals.",
        ]
        better Up;
    RESPONSE_WITHIN_ACCEPTABLE_RATE = "response_within_acceptable_rate", ["Responses within acceptable", "Reacties binnen acceptabele tijd", "Odpowiedzi w czasie akceptowalnym", "Svar innen akseptabel tid", "Antworten in akzeptabler Zeit"], "S", Targets 6,
        every(&RESPONSE_HAS_ACCEPTABLE, &RESPONSE_WITHIN_ACCEPTABLE),
        [
            "All responses within the channel's acceptable target.",
            "Alle reacties binnen de acceptabele streeftijd van het kanaal.",
            "Wszystkie odpowiedzi w akceptowalnym celu kanału.",
            "Alle svar innen kanalens akseptable mål.",
            "Alle Antworten innerhalb des akzeptablen Ziels des Kanals.",
        ]
        better Up;
    RESPONSE_LATE_RATE = "response_late_rate", ["Responses late", "Reacties te laat", "Odpowiedzi spóźnione", "Svar for sent", "Antworten zu spät"], "S", Targets 7, every(&RESPONSE_HAS_ACCEPTABLE, &RESPONSE_LATE),
        [
            "All responses beyond the channel's acceptable target.",
            "Alle reacties na de acceptabele streeftijd van het kanaal.",
            "Wszystkie odpowiedzi po akceptowalnym celu kanału.",
            "Alle svar etter kanalens akseptable mål.",
            "Alle Antworten jenseits des akzeptablen Ziels des Kanals.",
        ]
        better Down;
    WINDOW_MISSED_COUNT = "window_missed", ["Window missed", "Venster gemist", "Okno przekroczone", "Vindu utløpt", "Fenster verpasst"], "B", Targets 5, window(&WINDOW_MISSED, Fold::Count),
        [
            "Runs of customer messages on whatsapp and messenger without an answer within 24 hours of the last of them.",
            "Reeksen klantberichten op whatsapp en messenger zonder antwoord binnen 24 uur na het laatste bericht ervan.",
            "Serie wiadomości klientów na whatsapp i messenger bez odpowiedzi w ciągu 24 godzin od ostatniej z nich.",
            "Rekker av kundemeldinger på whatsapp og messenger uten svar innen 24 timer etter den siste av dem.",
            "Folgen von Kundennachrichten auf whatsapp und messenger ohne Antwort innerhalb von 24 Stunden nach der letzten davon.",
        ]
        better Down;
    WINDOW_MISSED_RATE = "window_missed_rate", ["Window missed rate", "Venster gemist, aandeel", "Okno przekroczone, odsetek", "Vindu utløpt, andel", "Fenster verpasst, Anteil"], "B", Targets 5, window(&WINDOWED, Fold::Share(&WINDOW_MISSED)),
        [
            "Missed messaging windows divided by all runs of customer messages on those channels.",
            "Gemiste berichtvensters gedeeld door alle reeksen klantberichten op die kanalen.",
            "Przekroczone okna wiadomości podzielone przez wszystkie serie wiadomości klientów na tych kanałach.",
            "Utløpte meldingsvinduer delt på alle rekker av kundemeldinger på disse kanalene.",
            "Verpasste Nachrichtenfenster geteilt durch alle Folgen von Kundennachrichten auf diesen Kanälen.",
        ]
        better Down;
    WINDOW_CLOSING_COUNT = "window_closing", ["Window closing", "Venster sluit bijna", "Okno wkrótce się zamknie", "Vindu utløper snart", "Fenster schließt bald"], "B", Targets 5, window(&WINDOW_CLOSING, Fold::Count),
        [
            "Open conversations whose messaging window ends within four hours of as-of.",
            "Open gesprekken waarvan het berichtvenster binnen vier uur na het peilmoment sluit.",
            "Otwarte rozmowy, których okno wiadomości zamknie się w ciągu czterech godzin od momentu raportu.",
            "Åpne samtaler der meldingsvinduet utløper innen fire timer etter rapporttidspunktet.",
            "Offene Konversationen, deren Nachrichtenfenster innerhalb von vier Stunden nach dem Stand des Berichts schließt.",
        ]
        better Down;
    SATISFACTION = "satisfaction", ["Satisfaction", "Tevredenheid", "Satysfakcja", "Tilfredshet", "Zufriedenheit"], "U E", Quality 0, over(Grain::Rating, &STARS, &AT_RATING, Fold::Mean(&SCORE)),
        [
            "Mean of star ratings 1–5; several per conversation all count, none while no agent was assigned.",
            "Gemiddelde van sterbeoordelingen 1–5; meerdere per gesprek tellen allemaal, geen zolang er geen medewerker was toegewezen.",
            "Średnia ocen w gwiazdkach 1–5; liczą się wszystkie w rozmowie, lecz żadna, dopóki nie było przypisanego konsultanta.",
            "Snitt av stjernevurderinger 1–5; flere per samtale teller alle, ingen så lenge ingen kundebehandler var tildelt.",
            "Mittel der Sternebewertungen 1–5; mehrere je Konversation zählen alle, keine, solange kein Agent zugewiesen war.",
        ]
        better Up;
    RATINGS = "ratings", ["Ratings", "Beoordelingen", "Oceny", "Vurderinger", "Bewertungen"], "U E", Quality 3, over(Grain::Rating, &STARS, &AT_RATING, Fold::Count),
        [
            "Star ratings that count.",
            "Sterbeoordelingen die meetellen.",
            "Liczące się oceny w gwiazdkach.",
            "Stjernevurderinger som teller med.",
            "Sternebewertungen, die zählen.",
        ];
}

/// Which limit of a target a rate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Better than expected.
    Optimal,
    /// Still in time.
    Acceptable,
}

/// Durations, the rates that tell how often they kept to a limit, and which; of a duration the first rate is the one
/// that is told first.
pub static JUDGED: [(&Kpi, &Kpi, Bound); 6] = [
    (&FIRST_RESPONSE_TIME, &WITHIN_ACCEPTABLE_RATE, Bound::Acceptable),
    (&FIRST_RESPONSE_TIME, &WITHIN_OPTIMAL_RATE, Bound::Optimal),
    (&FIRST_RESPONSE_TIME, &LATE_RATE, Bound::Acceptable),
    (&RESPONSE_TIME, &RESPONSE_WITHIN_ACCEPTABLE_RATE, Bound::Acceptable),
    (&RESPONSE_TIME, &RESPONSE_WITHIN_OPTIMAL_RATE, Bound::Optimal),
    (&RESPONSE_TIME, &RESPONSE_LATE_RATE, Bound::Acceptable),
];
