//! How fast: responses, waiting, resolution, handling; every duration is in seconds.

use crate::facts::*;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::report::Theme::Speed;

const fn lasting(measure: &'static Measure, moment: &'static Moment) -> Calculation {
    over(Grain::Conversation, &ALL, moment, Fold::Duration(measure))
}

kpis! {
    FIRST_RESPONSE_TIME = "first_response", ["First response", "Eerste reactietijd", "Czas 1. odpowiedzi", "Første svartid", "Erstantwortzeit"], "B E S", Speed 0, lasting(&FIRST_RESPONSE, &AT_ANSWER),
        "From the first customer message to the first human agent's message after it; incoming only, a bot in between stops nothing."
        better Down;
    FIRST_RESPONSE_AFTER_HANDOFF = "first_response_after_handoff", ["First response after hand-off", "Eerste reactietijd na overdracht", "Czas 1. odpowiedzi po przekazaniu", "Første svartid etter overlevering", "Erstantwortzeit nach Übergabe"], "–", Speed 5,
        lasting(&AFTER_HANDOFF, &AT_HANDED),
        "From the first hand-off to the first human agent's message at or after it; incoming only."
        better Down;
    RESPONSE_TIME = "response", ["Response", "Reactietijd", "Czas odpowiedzi", "Svartid", "Antwortzeit"], "S", Speed 1,
        over(Grain::Exchange, &ALL, &AT_RESPONSE, Fold::Duration(&RESPONSE)),
        "Every exchange: from the first message of a run of customer messages to the human agent's message that ends it."
        better Down;
    WAITING_TIME = "waiting", ["Waiting", "Wachttijd", "Czas oczekiwania", "Ventetid", "Wartezeit"], "S", Speed 3, lasting(&WAITING, &AT_WAITED),
        "Per conversation, the sum of its finished exchanges: how long the customer waited in all."
        better Down;
    RESOLUTION_TIME = "resolution", ["Resolution", "Oplostijd", "Czas rozwiązania", "Løsningstid", "Lösungszeit"], "B E S", Speed 1, lasting(&RESOLUTION, &AT_CLOSE),
        "From creation to the last close; conversations closed at as-of only."
        better Down;
    FIRST_RESOLUTION_TIME = "first_resolution", ["First resolution", "Eerste oplostijd", "Czas 1. rozwiązania", "Første løsningstid", "Erstlösungszeit"], "–", Speed 5, lasting(&FIRST_RESOLUTION, &AT_FIRST_CLOSE),
        "From creation to the first close."
        better Down;
    HANDLE_TIME = "handle", ["Handle time", "Afhandeltijd", "Czas obsługi", "Behandlingstid", "Bearbeitungszeit"], "B", Speed 4, lasting(&HANDLE, &AT_CLOSE),
        "Per closed conversation, the working time that the export gives.";
}
