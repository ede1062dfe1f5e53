//! `phone`: calls per number, agent, queue and hour, with or without a follow-up.

use crate::facts::dimension::{AGENT, CALLER, NUMBER, QUEUE};
use crate::facts::*;
use crate::kpi::axis::Axis;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::kpi::layout::Layout;
use crate::kpi::section::{Family, Section};
use crate::kpi::table::Run;
use crate::report::Table;
use crate::report::Theme::{Speed, Targets, Volume};
use anyhow::Result;

const fn counted(among: &'static Flag) -> Calculation {
    over(Grain::Call, among, &AT_CALL, Fold::Count)
}

const fn share(among: &'static Flag, part: &'static Flag) -> Calculation {
    over(Grain::Call, among, &AT_CALL, Fold::Share(part))
}

const fn lasting(measure: &'static Measure) -> Calculation {
    over(Grain::Call, &ALL, &AT_CALL, Fold::Duration(measure))
}

const CALLERS_AGAIN: Calculation = over(Grain::Call, &CALL_IN, &AT_CALL, Fold::Repeated(&CALLER));

kpis! {
    CALLS = "calls", ["Calls", "Oproepen", "Połączenia", "Anrop", "Anrufe"], "B", Volume 0, counted(&ALL),
        "Calls, in and out; the legs of one call count as one.";
    CALLS_IN = "calls_in", ["Calls in", "Oproepen in", "Połączenia przychodzące", "Innkommende anrop", "Eingehende Anrufe"], "B", Volume 1, counted(&CALL_IN), "Calls by customers.";
    CALLS_OUT = "calls_out", ["Calls out", "Oproepen uit", "Połączenia wychodzące", "Utgående anrop", "Ausgehende Anrufe"], "B", Volume 3, counted(&CALL_OUT), "Calls by us.";
    CALLS_ANSWERED = "answered_in", ["Answered", "Opgenomen", "Odebrane", "Besvart", "Angenommen"], "B", Volume 1, counted(&ANSWERED_IN),
        "Incoming calls that a person picked up; a voicemail box is none.";
    CALLS_MISSED = "missed", ["Missed", "Gemist", "Nieodebrane", "Tapt", "Verpasst"], "B", Volume 1, counted(&MISSED_IN),
        "Incoming calls that nobody picked up and that left no voicemail, those hung up among them."
        better Down;
    CALLS_ABANDONED = "abandoned", ["Abandoned", "Opgehangen", "Porzucone", "Lagt på", "Aufgelegt"], "B", Volume 3, counted(&ABANDONED_IN),
        "Incoming calls in which the caller hung up while waiting."
        better Down;
    CALLS_SHORT = "short_abandoned", ["Abandoned at once", "Direct opgehangen", "Porzucone od razu", "Lagt på straks", "Sofort aufgelegt"], "B", Volume 5, counted(&SHORT_ABANDONED),
        "Abandoned calls that lasted 5 seconds at most; `[phone] short_abandoned` changes it. No rate counts them.";
    VOICEMAILS = "voicemail", ["Voicemail", "Voicemail", "Poczta głosowa", "Telefonsvarer", "Voicemail"], "B", Volume 3, counted(&VOICEMAIL_IN),
        "Incoming calls that nobody picked up and that ended in voicemail.";
    ANSWER_RATE = "answer_rate", ["Answer rate", "Bereikbaarheid", "Odsetek odebranych", "Svarprosent", "Annahmequote"], "B", Volume 1, share(&OFFERED, &ANSWERED_IN),
        "Answered calls divided by incoming calls that were not abandoned at once."
        better Up;
    WAIT_TIME = "wait", ["Wait", "Wachttijd", "Czas oczekiwania", "Ventetid", "Wartezeit"], "B", Speed 0, lasting(&CALL_WAIT),
        "Speed of answer: from the start of the call until a person picks up; answered incoming calls. The wait the export gives goes before timestamps."
        better Down;
    TALK_TIME = "talk", ["Talk", "Gesprekstijd", "Czas rozmowy", "Samtaletid", "Gesprächszeit"], "B", Speed 1, lasting(&CALL_TALK),
        "Talk of all legs that were picked up; calls in and out.";
    WRAP_TIME = "wrap", ["After-call work", "Nawerktijd", "Praca po rozmowie", "Etterarbeid", "Nachbearbeitungszeit"], "B", Speed 4, lasting(&CALL_WRAP),
        "After-call work of all legs that were picked up; calls in and out.";
    CALL_HANDLE_TIME = "handle", ["Handle time", "Afhandeltijd", "Czas obsługi", "Behandlingstid", "Bearbeitungszeit"], "B", Speed 2, lasting(&CALL_HANDLE),
        "Talk, hold and after-call work together; calls picked up, in and out, whose talk is known.";
    CALL_OPTIMAL_RATE = "within_optimal_rate", ["Within optimal", "Binnen optimale tijd", "W czasie optymalnym", "Innen optimal tid", "In optimaler Zeit"], "B", Targets 3,
        share(&OFFERED_OPTIMAL, &CALL_WITHIN_OPTIMAL),
        "Calls answered within 2 minutes, divided by incoming calls that were not abandoned at once; [targets.phone] changes the limit."
        better Up;
    CALL_ACCEPTABLE_RATE = "within_acceptable_rate", ["Within acceptable", "Binnen acceptabele tijd", "W czasie akceptowalnym", "Innen akseptabel tid", "In akzeptabler Zeit"], "B", Targets 2,
        share(&OFFERED_ACCEPTABLE, &CALL_WITHIN_ACCEPTABLE),
        "Calls answered within 5 minutes, divided by incoming calls that were not abandoned at once; [targets.phone] changes the limit."
        better Up;
    SERVICE_LEVEL = "service_level", ["Service level", "Servicelevel", "Poziom obsługi", "Servicegrad", "Servicelevel"], "B", Targets 1, share(&OFFERED, &WITHIN_SERVICE_LEVEL),
        "Calls answered within 20 seconds, divided by incoming calls that were not abandoned at once; `[phone] service_level` changes the limit."
        better Up;
    CALLS_FOLLOWED_UP = "followed_up", ["Followed up", "Opgevolgd", "Z kontynuacją", "Fulgt opp", "Nachverfolgt"], "B", Volume 4, counted(&FOLLOWED_UP),
        "Calls of which a conversation was made.";
    CALLBACKS = "callbacks", ["Called back", "Teruggebeld", "Oddzwonione", "Ringt tilbake", "Zurückgerufen"], "B", Volume 4, counted(&CALLED_BACK),
        "Missed calls followed within 24 hours by a call to that number, answered or not; `[phone] callback` changes the limit.";
    REPEAT_CALLERS = "repeat_callers", ["Repeat callers", "Herhaalbellers", "Dzwoniący ponownie", "Gjentatte innringere", "Mehrfachanrufer"], "B", Volume 5, CALLERS_AGAIN,
        "Numbers that called more than once.";
    FOLLOW_UP_RATE = "follow_up_rate", ["Follow-up rate", "Opgevolgd, aandeel", "Z kontynuacją, odsetek", "Fulgt opp, andel", "Nachverfolgt, Anteil"], "B", Volume 5, share(&ALL, &FOLLOWED_UP),
        "Calls followed up divided by calls."
        better Up;
}

/// What every section shows.
pub static FIGURES: &[&Kpi] = &[
    &CALLS,
    &CALLS_IN,
    &CALLS_OUT,
    &CALLS_ANSWERED,
    &CALLS_MISSED,
    &CALLS_ABANDONED,
    &CALLS_SHORT,
    &VOICEMAILS,
    &ANSWER_RATE,
    &WAIT_TIME,
    &TALK_TIME,
    &WRAP_TIME,
    &CALL_HANDLE_TIME,
    &CALL_OPTIMAL_RATE,
    &CALL_ACCEPTABLE_RATE,
    &SERVICE_LEVEL,
    &CALLS_FOLLOWED_UP,
    &CALLBACKS,
    &REPEAT_CALLERS,
    &FOLLOW_UP_RATE,
];

/// The report.
pub static FAMILY: Family = Family {
    name: "phone",
    about: "Calls per number, agent, queue and hour",
    dimensions: &[],
    has_rankings: false,
    own: &[Grain::Call],
    things: "calls",
    sections: &[
        Section {
            name: "numbers",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| run.table(section.name, &Layout::of(&[&NUMBER]), section.kpis),
        },
        Section {
            name: "agents",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| run.table(section.name, &Layout::of(&[&AGENT]), section.kpis),
        },
        Section {
            name: "queues",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| run.table(section.name, &Layout::of(&[&QUEUE]), section.kpis),
        },
        Section { name: "hours", at_first_sight: false, kpis: FIGURES, build: hours },
    ],
};

fn hours(run: &Run, section: &Section) -> Result<Table> {
    let always = (0..24).map(|hour| [hour, NONE, NONE]).collect();
    let layout = Layout {
        always,
        ..Layout::along("hour", ["Hour", "Uur", "Godzina", "Time", "Stunde"], Axis::Hour(run.clock()))
    };
    run.table(section.name, &layout, section.kpis)
}
