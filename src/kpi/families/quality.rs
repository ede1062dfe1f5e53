//! `quality`: satisfaction, unanswered conversations, inactivity, first-contact resolution, votes, NPS, sentiment, engagement.

use super::sentiment;
use super::targets::{RATINGS, SATISFACTION};
use crate::facts::quality::INACTIVITY;
use crate::facts::*;
use crate::kpi::axis::{Classes, Classing};
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::{classified, grouped, NamedClasses};
use crate::kpi::table::Run;
use crate::language::Labels;
use crate::report::Theme::Quality;
use crate::report::{Cell, ClassName, Table};
use anyhow::Result;

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
        "Ratings of 4 or 5 stars, thumbs up and best of three, divided by all stars, thumbs and threes that count."
        better Up;
    RATED_1 = "rating_1", ["1 star", "1 ster", "1 gwiazdka", "1 stjerne", "1 Stern"], "U E", Quality 5, rated(&STARS_1), "Ratings of 1 star.";
    RATED_2 = "rating_2", ["2 stars", "2 sterren", "2 gwiazdki", "2 stjerner", "2 Sterne"], "U E", Quality 5, rated(&STARS_2), "Ratings of 2 stars.";
    RATED_3 = "rating_3", ["3 stars", "3 sterren", "3 gwiazdki", "3 stjerner", "3 Sterne"], "U E", Quality 5, rated(&STARS_3), "Ratings of 3 stars.";
    RATED_4 = "rating_4", ["4 stars", "4 sterren", "4 gwiazdki", "4 stjerner", "4 Sterne"], "U E", Quality 5, rated(&STARS_4), "Ratings of 4 stars.";
    RATED_5 = "rating_5", ["5 stars", "5 sterren", "5 gwiazdek", "5 stjerner", "5 Sterne"], "U E", Quality 5, rated(&STARS_5), "Ratings of 5 stars.";
    FEEDBACK_PIECES = "feedback", ["Feedback", "Feedback", "Opinie", "Tilbakemeldinger", "Feedback"], "U", Quality 3, rated(&FEEDBACK),
        "Pieces of feedback text; several per conversation count, none while no agent was assigned.";
    UNANSWERED_LIVE_COUNT = "unanswered_live", ["Unanswered, live", "Onbeantwoord, live", "Bez odpowiedzi, na żywo", "Ubesvart, live", "Unbeantwortet, live"], "U", Quality 2, lapsed(&UNANSWERED_LIVE),
        "Live conversations that reached the reply time limit without an agent's message; stays counted if an agent answers later."
        better Down needs Source::Answers, Source::LiveLimits;
    UNANSWERED_ENDED_COUNT = "unanswered_ended", ["Unanswered, ended", "Onbeantwoord, beëindigd", "Bez odpowiedzi, zakończone", "Ubesvart, avsluttet", "Unbeantwortet, beendet"], "U", Quality 2, lapsed(&UNANSWERED_ENDED),
        "Conversations that ended for the first time without any agent's message; stays counted if answered or resumed later."
        better Down needs Source::Answers;
    INACTIVITY_ACTIONS = "inactivity_actions", ["Inactivity actions", "Inactiviteitsacties", "Akcje przy nieaktywności", "Inaktivitetstiltak", "Inaktivitätsaktionen"], "U", Quality 3, acted(&ACTED),
        "Actions of the inactivity protection, done or failed, of all eight kinds.";
    OFFLINE_REASSIGNED_COUNT = "offline_reassigned", ["Offline, reassigned", "Offline, herverdeeld", "Offline, przydzielone innemu", "Offline, omfordelt", "Offline, neu zugewiesen"], "U", Quality 4, acted(&OFFLINE_REASSIGNED),
        "Returning contacts whose agent was away and who were given to an available one."
        better Down;
    OFFLINE_UNASSIGNABLE_COUNT = "offline_unassignable", ["Offline, nobody free", "Offline, niemand vrij", "Offline, brak wolnych osób", "Offline, ingen ledig", "Offline, niemand frei"], "U", Quality 4, acted(&OFFLINE_UNASSIGNABLE),
        "Returning contacts whose agent was away while nobody was available."
        better Down;
    FIRST_CONTACT_COUNT = "fcr", ["Resolved at first contact", "Opgelost bij eerste contact", "Rozwiązane w 1. kontakcie", "Løst ved første kontakt", "Im Erstkontakt gelöst"], "S", Quality 2,
        over(Grain::Conversation, &FIRST_CONTACT, &AT_CLOSE, Fold::Count),
        "Incoming conversations that are closed, with exactly one agent message and never reopened." needs Source::Answers;
    FIRST_CONTACT_RATE = "fcr_rate", ["First-contact resolution", "First-time-fix", "Wskaźnik FCR", "Førstegangsløsning", "Erstlösungsquote"], "S", Quality 2,
        over(Grain::Conversation, &CLOSED_INCOMING, &AT_CLOSE, Fold::Share(&FIRST_CONTACT)),
        "Conversations resolved at first contact divided by closed incoming conversations."
        better Up needs Source::Answers;
    VOTES_UP = "votes_up", ["Thumbs up", "Duim omhoog", "Kciuki w górę", "Tommel opp", "Daumen hoch"], "S", Quality 4, rated(&VOTE_UP), "Thumbs up.";
    VOTES_DOWN = "votes_down", ["Thumbs down", "Duim omlaag", "Kciuki w dół", "Tommel ned", "Daumen runter"], "S", Quality 4, rated(&VOTE_DOWN), "Thumbs down.";
    VOTE_RATE = "vote_rate", ["Thumbs up rate", "Duim omhoog, aandeel", "Kciuki w górę, odsetek", "Tommel opp, andel", "Daumen hoch, Anteil"], "S", Quality 3, over(Grain::Rating, &VOTE, &AT_RATING, Fold::Share(&VOTE_UP)),
        "Thumbs up divided by all thumbs."
        better Up;
    NPS_SCORE = "nps", ["NPS", "NPS", "NPS", "NPS", "NPS"], "S", Quality 1, Of(Combine::Nps, &[&NPS_PROMOTERS, &NPS_DETRACTORS, &NPS_ANSWERS]),
        "Promoters (9–10) less detractors (0–6) in percent of all answers from 0 to 10."
        better Up;
    NPS_PROMOTERS = "nps_promoters", ["Promoters", "Promotors", "Promotorzy", "Promotører", "Promotoren"], "S", Quality 3, rated(&PROMOTER), "Answers of 9 or 10.";
    NPS_PASSIVES = "nps_passives", ["Passives", "Passief", "Pasywni", "Passive", "Passive"], "S", Quality 4, rated(&PASSIVE), "Answers of 7 or 8.";
    NPS_DETRACTORS = "nps_detractors", ["Detractors", "Criticasters", "Krytycy", "Kritikere", "Kritiker"], "S", Quality 3, rated(&DETRACTOR), "Answers from 0 to 6.";
    NPS_ANSWERS = "nps_n", ["Answers", "Antwoorden", "Odpowiedzi", "Svar", "Antworten"], "S", Quality 3, rated(&NPS), "Answers from 0 to 10.";
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

/// The kinds of inactivity actions, in the order of [`INACTIVITY`].
static KINDS: [ClassName; INACTIVITY.len()] = [
    kind(
        &UNASSIGNED,
        ["Unassigned", "Losgekoppeld", "Odebrane konsultantowi", "Tatt fra behandler", "Entzogen"],
    ),
    kind(&REASSIGNED, ["Reassigned", "Herverdeeld", "Przydzielone innemu", "Omfordelt", "Neu zugewiesen"]),
    kind(
        &REASSIGN_FAILED,
        [
            "Nobody to reassign to",
            "Niemand voor herverdelen",
            "Brak innej osoby",
            "Ingen å omfordele til",
            "Niemand zum Zuweisen",
        ],
    ),
    kind(
        &MESSAGE_SENT,
        ["Message sent", "Bericht gestuurd", "Wysłano wiadomość", "Melding sendt", "Nachricht gesendet"],
    ),
    kind(
        &LIVE_REASSIGNED,
        [
            "Live, reassigned",
            "Live, herverdeeld",
            "Na żywo, przydzielone innemu",
            "Direkte, omfordelt",
            "Live, neu zugewiesen",
        ],
    ),
    kind(
        &LIVE_REASSIGN_FAILED,
        [
            "Live, nobody free",
            "Live, niemand vrij",
            "Na żywo, brak wolnych osób",
            "Direkte, ingen ledig",
            "Live, niemand frei",
        ],
    ),
    kind(
        &RESUMED_REASSIGNED,
        [
            "Resumed, reassigned",
            "Hervat, herverdeeld",
            "Wznowione, przydzielone innemu",
            "Gjenopptatt, omfordelt",
            "Wiederaufgenommen, neu zugewiesen",
        ],
    ),
    kind(
        &RESUMED_REASSIGN_FAILED,
        [
            "Resumed, nobody free",
            "Hervat, niemand vrij",
            "Wznowione, brak wolnych osób",
            "Gjenopptatt, ingen ledig",
            "Wiederaufgenommen, niemand frei",
        ],
    ),
];

const fn kind(flag: &Flag, label: Labels) -> ClassName {
    ClassName { id: flag.name, label }
}

fn inactivity(run: &Run, section: &Section) -> Result<Table> {
    let classing = Classing::new("kind", |facts| {
        Classes::OfRows(facts.actions.flags.iter().map(|&flags| kind_of(flags)).collect())
    });
    let names = KINDS.iter().map(Cell::Class).collect();
    classified(
        run,
        section,
        &NamedClasses { label: ["Kind", "Soort", "Rodzaj", "Type", "Art"], names, classing },
    )
}

/// The place of an action's kind among all.
fn kind_of(flags: u32) -> u32 {
    INACTIVITY.iter().position(|(_, flag)| flag.holds(flags)).map_or(NONE, |kind| kind as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_actions_are_named_in_the_order_of_their_flags() {
        let flags = INACTIVITY.map(|(_, flag)| flag.name);
        assert_eq!(KINDS.map(|kind| kind.id), flags);
    }
}
