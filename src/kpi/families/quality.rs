//! `quality`: satisfaction, unanswered conversations, inactivity, first-contact resolution, votes, NPS, sentiment, engagement.

use super::inactivity::inactivity;
use super::sentiment;
use super::targets::{RATINGS, SATISFACTION};
use crate::facts::*;
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::grouped;
use crate::report::Theme::Quality;

const fn rated(among: &'static Flag) -> Calculation {
    over(Grain::Rating, among, &AT_RATING, Fold::Count)
}

const fn acted(among: &'static Flag) -> Calculation {
    over(Grain::Action, among, &AT_ACTION, Fold::Count)
}

const fn lapsed(among: &'static Flag) -> Calculation {
    over(Grain::Lapse, among, &AT_LAPSE, Fold::Count)
}

kpis! {
    CSAT_RATE = "csat_rate", ["CSAT", "CSAT", "CSAT", "CSAT", "CSAT"], "–", Quality 1, over(Grain::Rating, &JUDGED, &AT_RATING, Fold::Share(&SATISFIED)),
        [
            "Ratings of 4 or 5 stars, thumbs up and best of three, divided by all stars, thumbs and threes that count.",
            "Beoordelingen van 4 of 5 sterren, duim omhoog en beste van drie, gedeeld door alle meetellende sterren, duimen en drietallen.",
            "Oceny 4 lub 5 gwiazdek, kciuki w górę i najlepsze z trzech, podzielone przez wszystkie liczące się gwiazdki, kciuki i oceny trójstopniowe.",
            "Vurderinger på 4 eller 5 stjerner, tommel opp og best av tre, delt på alle stjerner, tomler og tredelte vurderinger som teller med.",
            "Bewertungen mit 4 oder 5 Sternen, Daumen hoch und beste von drei, geteilt durch alle zählenden Sterne, Daumen und Dreierskalen.",
        ]
        better Up;
    RATED_1 = "rating_1", ["1 star", "1 ster", "1 gwiazdka", "1 stjerne", "1 Stern"], "U E", Quality 5, rated(&STARS_1),
        [
            "Ratings of 1 star.",
            "Beoordelingen van 1 ster.",
            "Oceny: 1 gwiazdka.",
            "Vurderinger på 1 stjerne.",
            "Bewertungen mit 1 Stern.",
        ];
    RATED_2 = "rating_2", ["2 stars", "2 sterren", "2 gwiazdki", "2 stjerner", "2 Sterne"], "U E", Quality 5, rated(&STARS_2),
        [
            "Ratings of 2 stars.",
            "Beoordelingen van 2 sterren.",
            "Oceny: 2 gwiazdki.",
            "Vurderinger på 2 stjerner.",
            "Bewertungen mit 2 Sternen.",
        ];
    RATED_3 = "rating_3", ["3 stars", "3 sterren", "3 gwiazdki", "3 stjerner", "3 Sterne"], "U E", Quality 5, rated(&STARS_3),
        [
            "Ratings of 3 stars.",
            "Beoordelingen van 3 sterren.",
            "Oceny: 3 gwiazdki.",
            "Vurderinger på 3 stjerner.",
            "Bewertungen mit 3 Sternen.",
        ];
    RATED_4 = "rating_4", ["4 stars", "4 sterren", "4 gwiazdki", "4 stjerner", "4 Sterne"], "U E", Quality 5, rated(&STARS_4),
        [
            "Ratings of 4 stars.",
            "Beoordelingen van 4 sterren.",
            "Oceny: 4 gwiazdki.",
            "Vurderinger på 4 stjerner.",
            "Bewertungen mit 4 Sternen.",
        ];
    RATED_5 = "rating_5", ["5 stars", "5 sterren", "5 gwiazdek", "5 stjerner", "5 Sterne"], "U E", Quality 5, rated(&STARS_5),
        [
            "Ratings of 5 stars.",
            "Beoordelingen van 5 sterren.",
            "Oceny: 5 gwiazdek.",
            "Vurderinger på 5 stjerner.",
            "Bewertungen mit 5 Sternen.",
        ];
    FEEDBACK_PIECES = "feedback", ["Feedback", "Feedback", "Opinie", "Tilbakemeldinger", "Feedback"], "U", Quality 3, rated(&FEEDBACK),
        [
            "Pieces of feedback text; several per conversation count, none while no agent was assigned.",
            "Stukken feedbacktekst; meerdere per gesprek tellen, geen zolang er geen medewerker was toegewezen.",
            "Teksty opinii; liczą się wszystkie w rozmowie, lecz żadne, dopóki nie było przypisanego konsultanta.",
            "Tilbakemeldinger med tekst; flere per samtale teller, ingen så lenge ingen kundebehandler var tildelt.",
            "Feedbacktexte; mehrere je Konversation zählen, keiner, solange kein Agent zugewiesen war.",
        ];
    UNANSWERED_LIVE_COUNT = "unanswered_live", ["Unanswered, live", "Onbeantwoord, live", "Bez odpowiedzi, na żywo", "Ubesvart, live", "Unbeantwortet, live"], "U", Quality 2, lapsed(&UNANSWERED_LIVE),
        [
            "Live conversations that reached the reply time limit without an agent's message; stays counted if an agent answers later.",
            "Live gesprekken die de antwoordlimiet bereikten zonder bericht van een medewerker; blijft geteld als een medewerker later antwoordt.",
            "Rozmowy na żywo, które osiągnęły limit czasu odpowiedzi bez wiadomości konsultanta; liczą się nadal, gdy konsultant odpowie później.",
            "Direktesamtaler som nådde svarfristen uten melding fra en kundebehandler; forblir telt om en kundebehandler svarer senere.",
            "Live-Konversationen, die das Antwortlimit ohne Nachricht eines Agenten erreichten; bleiben gezählt, wenn später ein Agent antwortet.",
        ]
        better Down needs Source::Answers, Source::LiveLimits;
    UNANSWERED_ENDED_COUNT = "unanswered_ended", ["Unanswered, ended", "Onbeantwoord, beëindigd", "Bez odpowiedzi, zakończone", "Ubesvart, avsluttet", "Unbeantwortet, beendet"], "U", Quality 2, lapsed(&UNANSWERED_ENDED),
        [
            "Conversations that ended for the first time without any agent's message; stays counted if answered or resumed later.",
            "Gesprekken die voor het eerst eindigden zonder bericht van een medewerker; blijft geteld bij later antwoord of hervatten.",
            "Rozmowy, które po raz pierwszy zakończyły się bez wiadomości konsultanta; liczą się nadal po późniejszej odpowiedzi lub wznowieniu.",
            "Samtaler som ble avsluttet første gang uten melding fra en kundebehandler; forblir telt om de besvares eller gjenopptas senere.",
            "Konversationen, die erstmals ohne Nachricht eines Agenten endeten; bleiben gezählt, wenn sie später beantwortet oder wieder aufgenommen werden.",
        ]
        better Down needs Source::Answers;
    INACTIVITY_ACTIONS = "inactivity_actions", ["Inactivity actions", "Inactiviteitsacties", "Akcje przy nieaktywności", "Inaktivitetstiltak", "Inaktivitätsaktionen"], "U", Quality 3, acted(&ACTED),
        [
            "Actions of the inactivity protection, done or failed, of all eight kinds.",
            "Acties van de inactiviteitsbeveiliging, gelukt of mislukt, van alle acht soorten.",
            "Działania ochrony przed nieaktywnością, udane i nieudane, wszystkich ośmiu rodzajów.",
            "Tiltak fra inaktivitetsvernet, utført eller mislykket, av alle åtte typer.",
            "Aktionen des Inaktivitätsschutzes, gelungen oder gescheitert, aller acht Arten.",
        ];
    OFFLINE_REASSIGNED_COUNT = "offline_reassigned", ["Offline, reassigned", "Offline, herverdeeld", "Offline, przydzielone innemu", "Offline, omfordelt", "Offline, neu zugewiesen"], "U", Quality 4, acted(&OFFLINE_REASSIGNED),
        [
            "Returning contacts whose agent was away and who were given to an available one.",
            "Terugkerende contacten van wie de medewerker afwezig was en die een beschikbare medewerker kregen.",
            "Powracające kontakty, których konsultant był nieobecny i które przydzielono dostępnemu.",
            "Tilbakevendende kontakter der kundebehandleren var borte, og som ble gitt til en ledig.",
            "Wiederkehrende Kontakte, deren Agent abwesend war und die einem verfügbaren gegeben wurden.",
        ]
        better Down;
    OFFLINE_UNASSIGNABLE_COUNT = "offline_unassignable", ["Offline, nobody free", "Offline, niemand vrij", "Offline, brak wolnych osób", "Offline, ingen ledig", "Offline, niemand frei"], "U", Quality 4, acted(&OFFLINE_UNASSIGNABLE),
        [
            "Returning contacts whose agent was away while nobody was available.",
            "Terugkerende contacten van wie de medewerker afwezig was terwijl niemand beschikbaar was.",
            "Powracające kontakty, których konsultant był nieobecny, gdy nikt nie był dostępny.",
            "Tilbakevendende kontakter der kundebehandleren var borte mens ingen var ledig.",
            "Wiederkehrende Kontakte, deren Agent abwesend war, während niemand verfügbar war.",
        ]
        better Down;
    FIRST_CONTACT_COUNT = "fcr", ["Resolved at first contact", "Opgelost bij eerste contact", "Rozwiązane w 1. kontakcie", "Løst ved første kontakt", "Im Erstkontakt gelöst"], "S", Quality 2,
        over(Grain::Conversation, &FIRST_CONTACT, &AT_CLOSE, Fold::Count),
        [
            "Incoming conversations that are closed, with exactly one agent message and never reopened.",
            "Inkomende gesprekken die gesloten zijn, met precies één bericht van een medewerker en nooit heropend.",
            "Rozmowy przychodzące, które są zamknięte, z dokładnie jedną wiadomością konsultanta i nigdy nie otwarte ponownie.",
            "Innkommende samtaler som er lukket, med nøyaktig én melding fra en kundebehandler, og aldri gjenåpnet.",
            "Eingehende Konversationen, die geschlossen sind, mit genau einer Nachricht eines Agenten und nie wiedereröffnet.",
        ] needs Source::Answers;
    FIRST_CONTACT_RATE = "fcr_rate", ["First-contact resolution", "First-time-fix", "Wskaźnik FCR", "Førstegangsløsning", "Erstlösungsquote"], "S", Quality 2,
        over(Grain::Conversation, &CLOSED_INCOMING, &AT_CLOSE, Fold::Share(&FIRST_CONTACT)),
        [
            "Conversations resolved at first contact divided by closed incoming conversations.",
            "Gesprekken opgelost bij eerste contact, gedeeld door gesloten inkomende gesprekken.",
            "Rozmowy rozwiązane w pierwszym kontakcie podzielone przez zamknięte rozmowy przychodzące.",
            "Samtaler løst ved første kontakt, delt på lukkede innkommende samtaler.",
            "Im Erstkontakt gelöste Konversationen geteilt durch geschlossene eingehende Konversationen.",
        ]
        better Up needs Source::Answers;
    VOTES_UP = "votes_up", ["Thumbs up", "Duim omhoog", "Kciuki w górę", "Tommel opp", "Daumen hoch"], "S", Quality 4, rated(&VOTE_UP),
        ["Thumbs up.", "Duimen omhoog.", "Kciuki w górę.", "Tommel opp.", "Daumen hoch."];
    VOTES_DOWN = "votes_down", ["Thumbs down", "Duim omlaag", "Kciuki w dół", "Tommel ned", "Daumen runter"], "S", Quality 4, rated(&VOTE_DOWN),
        ["Thumbs down.", "Duimen omlaag.", "Kciuki w dół.", "Tommel ned.", "Daumen runter."];
    VOTE_RATE = "vote_rate", ["Thumbs up rate", "Duim omhoog, aandeel", "Kciuki w górę, odsetek", "Tommel opp, andel", "Daumen hoch, Anteil"], "S", Quality 3, over(Grain::Rating, &VOTE, &AT_RATING, Fold::Share(&VOTE_UP)),
        [
            "Thumbs up divided by all thumbs.",
            "Duimen omhoog gedeeld door alle duimen.",
            "Kciuki w górę podzielone przez wszystkie kciuki.",
            "Tommel opp delt på alle tomler.",
            "Daumen hoch geteilt durch alle Daumen.",
        ]
        better Up;
    NPS_SCORE = "nps", ["NPS", "NPS", "NPS", "NPS", "NPS"], "S", Quality 1, Of(Combine::Nps, &[&NPS_PROMOTERS, &NPS_DETRACTORS, &NPS_ANSWERS]),
        [
            "Promoters (9–10) less detractors (0–6) in percent of all answers from 0 to 10.",
            "Promotors (9–10) min criticasters (0–6) in procenten van alle antwoorden van 0 tot en met 10.",
            "Promotorzy (9–10) minus krytycy (0–6) jako procent wszystkich odpowiedzi od 0 do 10.",
            "Promotører (9–10) minus kritikere (0–6) i prosent av alle svar fra 0 til 10.",
            "Promotoren (9–10) minus Kritiker (0–6) in Prozent aller Antworten von 0 bis 10.",
        ]
        better Up;
    NPS_PROMOTERS = "nps_promoters", ["Promoters", "Promotors", "Promotorzy", "Promotører", "Promotoren"], "S", Quality 3, rated(&PROMOTER),
        [
            "Answers of 9 or 10.",
            "Antwoorden van 9 of 10.",
            "Odpowiedzi 9 lub 10.",
            "Svar på 9 eller 10.",
            "Antworten mit 9 oder 10.",
        ];
    NPS_PASSIVES = "nps_passives", ["Passives", "Passief", "Pasywni", "Passive", "Passive"], "S", Quality 4, rated(&PASSIVE),
        [
            "Answers of 7 or 8.",
            "Antwoorden van 7 of 8.",
            "Odpowiedzi 7 lub 8.",
            "Svar på 7 eller 8.",
            "Antworten mit 7 oder 8.",
        ];
    NPS_DETRACTORS = "nps_detractors", ["Detractors", "Criticasters", "Krytycy", "Kritikere", "Kritiker"], "S", Quality 3, rated(&DETRACTOR),
        [
            "Answers from 0 to 6.",
            "Antwoorden van 0 tot en met 6.",
            "Odpowiedzi od 0 do 6.",
            "Svar fra 0 til 6.",
            "Antworten von 0 bis 6.",
        ];
    NPS_ANSWERS = "nps_n", ["Answers", "Antwoorden", "Odpowiedzi", "Svar", "Antworten"], "S", Quality 3, rated(&NPS),
        [
            "Answers from 0 to 10.",
            "Antwoorden van 0 tot en met 10.",
            "Odpowiedzi od 0 do 10.",
            "Svar fra 0 til 10.",
            "Antworten von 0 bis 10.",
        ];
}

static FIGURES: &[&Kpi] = &[
    &SATISFACTION,
    &RATINGS,
    &CSAT_RATE,
    &RATED_1,
    &RATED_2,
    &RATED_3,
    &RATED_4,
    &RATED_5,
    &FEEDBACK_PIECES,
    &UNANSWERED_LIVE_COUNT,
    &UNANSWERED_ENDED_COUNT,
    &INACTIVITY_ACTIONS,
    &OFFLINE_REASSIGNED_COUNT,
    &OFFLINE_UNASSIGNABLE_COUNT,
    &FIRST_CONTACT_COUNT,
    &FIRST_CONTACT_RATE,
    &VOTES_UP,
    &VOTES_DOWN,
    &VOTE_RATE,
];

static NPS_FIGURES: &[&Kpi] = &[&NPS_SCORE, &NPS_PROMOTERS, &NPS_PASSIVES, &NPS_DETRACTORS, &NPS_ANSWERS];

/// The report.
pub static FAMILY: Family = Family {
    name: "quality",
    about: "Satisfaction, unanswered, inactivity, first-contact resolution, NPS, sentiment",
    dimensions: &[],
    has_rankings: false,
    own: OF_CONVERSATIONS,
    things: "conversations or ratings",
    sections: &[
        Section {
            name: "quality",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| grouped(run, section, &[]),
        },
        Section { name: "inactivity", at_first_sight: true, kpis: &[&INACTIVITY_ACTIONS], build: inactivity },
        Section {
            name: "nps",
            at_first_sight: true,
            kpis: NPS_FIGURES,
            build: |run, section| grouped(run, section, &[]),
        },
        // texts are read and scored for those who ask
        Section {
            name: "sentiment",
            at_first_sight: false,
            kpis: sentiment::FIGURES,
            build: |run, section| grouped(run, section, &[]),
        },
        Section {
            name: "engagement",
            at_first_sight: false,
            kpis: sentiment::POST_FIGURES,
            build: sentiment::engagement,
        },
    ],
};
