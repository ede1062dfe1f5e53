//! How fast: responses, waiting, resolution, handling; every duration is in seconds.

use crate::facts::*;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::report::Theme::Speed;

const fn lasting(measure: &'static Measure, moment: &'static Moment) -> Calculation {
    over(Grain::Conversation, &ALL, moment, Fold::Duration(measure))
}

kpis! {
    FIRST_RESPONSE_TIME = "first_response", ["First response", "Eerste reactietijd", "Czas 1. odpowiedzi", "Første svartid", "Erstantwortzeit"], "B E S", Speed 0, lasting(&FIRST_RESPONSE, &AT_ANSWER),
        [
            "From the first customer message to the first human agent's message after it; incoming only, a bot in between stops nothing.",
            "Van het eerste klantbericht tot het eerste bericht van een medewerker daarna; alleen inkomend, een bot ertussen stopt niets.",
            "Od pierwszej wiadomości klienta do pierwszej późniejszej wiadomości konsultanta; tylko przychodzące, bot pomiędzy niczego nie zatrzymuje.",
            "Fra den første kundemeldingen til den første meldingen fra en kundebehandler etter den; bare innkommende, en bot imellom stopper ingenting.",
            "Von der ersten Kundennachricht bis zur ersten Nachricht eines menschlichen Agenten danach; nur eingehend, ein Bot dazwischen hält nichts an.",
        ]
        better Down;
    FIRST_RESPONSE_AFTER_HANDOFF = "first_response_after_handoff", ["First response after hand-off", "Eerste reactietijd na overdracht", "Czas 1. odpowiedzi po przekazaniu", "Første svartid etter overlevering", "Erstantwortzeit nach Übergabe"], "–", Speed 5,
        lasting(&AFTER_HANDOFF, &AT_HANDED),
        [
            "From the first hand-off to the first human agent's message at or after it; incoming only.",
            "Van de eerste overdracht tot het eerste bericht van een medewerker op of na dat moment; alleen inkomend.",
            "Od pierwszego przekazania do pierwszej wiadomości konsultanta w tej chwili lub później; tylko przychodzące.",
            "Fra den første overleveringen til den første meldingen fra en kundebehandler da eller senere; bare innkommende.",
            "Von der ersten Übergabe bis zur ersten Nachricht eines menschlichen Agenten zu diesem Zeitpunkt oder danach; nur eingehend.",
        ]
        better Down;
    RESPONSE_TIME = "response", ["Response", "Reactietijd", "Czas odpowiedzi", "Svartid", "Antwortzeit"], "S", Speed 1,
        over(Grain::Exchange, &ALL, &AT_RESPONSE, Fold::Duration(&RESPONSE)),
        [
            "Every exchange: from the first message of a run of customer messages to the human agent's message that ends it.",
            "Elke uitwisseling: van het eerste bericht van een reeks klantberichten tot het bericht van een medewerker dat die beëindigt.",
            "Każda wymiana: od pierwszej wiadomości w serii wiadomości klienta do wiadomości konsultanta, która ją kończy.",
            "Hver veksling: fra den første meldingen i en rekke kundemeldinger til meldingen fra en kundebehandler som avslutter den.",
            "Jeder Austausch: von der ersten einer Folge von Kundennachrichten bis zur Nachricht eines menschlichen Agenten, die sie beendet.",
        ]
        better Down;
    WAITING_TIME = "waiting", ["Waiting", "Wachttijd", "Czas oczekiwania", "Ventetid", "Wartezeit"], "S", Speed 3, lasting(&WAITING, &AT_WAITED),
        [
            "Per conversation, the sum of its finished exchanges: how long the customer waited in all.",
            "Per gesprek de som van de afgeronde uitwisselingen: hoe lang de klant in totaal wachtte.",
            "Na rozmowę suma zakończonych wymian: jak długo klient czekał łącznie.",
            "Per samtale summen av de avsluttede vekslingene: hvor lenge kunden ventet i alt.",
            "Je Konversation die Summe der abgeschlossenen Austausche: wie lange der Kunde insgesamt wartete.",
        ]
        better Down;
    RESOLUTION_TIME = "resolution", ["Resolution", "Oplostijd", "Czas rozwiązania", "Løsningstid", "Lösungszeit"], "B E S", Speed 1, lasting(&RESOLUTION, &AT_CLOSE),
        [
            "From creation to the last close; conversations closed at as-of only.",
            "Van aanmaken tot de laatste sluiting; alleen gesprekken die op het peilmoment gesloten zijn.",
            "Od utworzenia do ostatniego zamknięcia; tylko rozmowy zamknięte na moment raportu.",
            "Fra opprettelse til siste lukking; bare samtaler som er lukket på rapporttidspunktet.",
            "Von der Erstellung bis zur letzten Schließung; nur zum Stand des Berichts geschlossene Konversationen.",
        ]
        better Down;
    FIRST_RESOLUTION_TIME = "first_resolution", ["First resolution", "Eerste oplostijd", "Czas 1. rozwiązania", "Første løsningstid", "Erstlösungszeit"], "–", Speed 5, lasting(&FIRST_RESOLUTION, &AT_FIRST_CLOSE),
        [
            "From creation to the first close.",
            "Van aanmaken tot de eerste sluiting.",
            "Od utworzenia do pierwszego zamknięcia.",
            "Fra opprettelse til første lukking.",
            "Von der Erstellung bis zur ersten Schließung.",
        ]
        better Down;
    HANDLE_TIME = "handle", ["Handle time", "Afhandeltijd", "Czas obsługi", "Behandlingstid", "Bearbeitungszeit"], "B", Speed 4, lasting(&HANDLE, &AT_CLOSE),
        [
            "Per closed conversation, the working time that the export gives.",
            "Per gesloten gesprek de werktijd die de export geeft.",
            "Na zamkniętą rozmowę czas pracy podany w eksporcie.",
            "Per lukket samtale arbeidstiden som eksporten oppgir.",
            "Je geschlossene Konversation die Arbeitszeit, die der Export angibt.",
        ];
}
