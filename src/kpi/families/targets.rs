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
        "First responses within the channel's optimal target; on the limit is within."
        better Up;
    WITHIN_ACCEPTABLE_RATE = "within_acceptable_rate", ["Within acceptable", "Binnen acceptabele tijd", "W czasie akceptowalnym", "Innen akseptabel tid", "In akzeptabler Zeit"], "B S", Targets 2, first(&HAS_ACCEPTABLE, &WITHIN_ACCEPTABLE),
        "First responses within the channel's acceptable target, optimal ones among them."
        better Up;
    LATE_RATE = "late_rate", ["Late", "Te laat", "Spóźnione", "For sent", "Zu spät"], "B S", Targets 5, first(&HAS_ACCEPTABLE, &LATE),
        "First responses beyond the channel's acceptable target; never answered is not late."
        better Down;
    RESPONSE_WITHIN_OPTIMAL_RATE = "response_within_optimal_rate", ["Responses within optimal", "Reacties binnen optimale tijd", "Odpowiedzi w czasie optymalnym", "Svar innen optimal tid", "Antworten in optimaler Zeit"], "S", Targets 7,
        every(&RESPONSE_HAS_OPTIMAL, &RESPONSE_WITHIN_OPTIMAL),
        "All responses within the channel's optimal target."
        better Up;
    RESPONSE_WITHIN_ACCEPTABLE_RATE = "response_within_acceptable_rate", ["Responses within acceptable", "Reacties binnen acceptabele tijd", "Odpowiedzi w czasie akceptowalnym", "Svar innen akseptabel tid", "Antworten in akzeptabler Zeit"], "S", Targets 6,
        every(&RESPONSE_HAS_ACCEPTABLE, &RESPONSE_WITHIN_ACCEPTABLE),
        "All responses within the channel's acceptable target."
        better Up;
    RESPONSE_LATE_RATE = "response_late_rate", ["Responses late", "Reacties te laat", "Odpowiedzi spóźnione", "Svar for sent", "Antworten zu spät"], "S", Targets 7, every(&RESPONSE_HAS_ACCEPTABLE, &RESPONSE_LATE),
        "All responses beyond the channel's acceptable target."
        better Down;
    WINDOW_MISSED_COUNT = "window_missed", ["Window missed", "Venster gemist", "Okno przekroczone", "Vindu utløpt", "Fenster verpasst"], "B", Targets 5, window(&WINDOW_MISSED, Fold::Count),
        "Runs of customer messages on whatsapp and messenger without an answer within 24 hours of the last of them."
        better Down;
    WINDOW_MISSED_RATE = "window_missed_rate", ["Window missed rate", "Venster gemist, aandeel", "Okno przekroczone, odsetek", "Vindu utløpt, andel", "Fenster verpasst, Anteil"], "B", Targets 5, window(&WINDOWED, Fold::Share(&WINDOW_MISSED)),
        "Missed messaging windows divided by all runs of customer messages on those channels."
        better Down;
    WINDOW_CLOSING_COUNT = "window_closing", ["Window closing", "Venster sluit bijna", "Okno wkrótce się zamknie", "Vindu utløper snart", "Fenster schließt bald"], "B", Targets 5, window(&WINDOW_CLOSING, Fold::Count),
        "Open conversations whose messaging window ends within four hours of as-of."
        better Down;
    SATISFACTION = "satisfaction", ["Satisfaction", "Tevredenheid", "Satysfakcja", "Tilfredshet", "Zufriedenheit"], "U E", Quality 0, over(Grain::Rating, &STARS, &AT_RATING, Fold::Mean(&SCORE)),
        "Mean of star ratings 1–5; several per conversation all count, none while no agent was assigned."
        better Up;
    RATINGS = "ratings", ["Ratings", "Beoordelingen", "Oceny", "Vurderinger", "Bewertungen"], "U E", Quality 3, over(Grain::Rating, &STARS, &AT_RATING, Fold::Count),
        "Star ratings that count.";
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
