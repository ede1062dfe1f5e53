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
        [
            "Calls, in and out; the legs of one call count as one.",
            "Oproepen, in en uit; de delen van één oproep tellen als één.",
            "Połączenia przychodzące i wychodzące; odcinki jednego połączenia liczą się jako jedno.",
            "Anrop, inn og ut; delene av ett anrop teller som ett.",
            "Anrufe, ein- und ausgehend; die Teile eines Anrufs zählen als einer.",
        ];
    CALLS_IN = "calls_in", ["Calls in", "Oproepen in", "Połączenia przychodzące", "Innkommende anrop", "Eingehende Anrufe"], "B", Volume 1, counted(&CALL_IN),
        [
            "Calls by customers.",
            "Oproepen van klanten.",
            "Połączenia od klientów.",
            "Anrop fra kunder.",
            "Anrufe von Kunden.",
        ];
    CALLS_OUT = "calls_out", ["Calls out", "Oproepen uit", "Połączenia wychodzące", "Utgående anrop", "Ausgehende Anrufe"], "B", Volume 3, counted(&CALL_OUT),
        ["Calls by us.", "Oproepen door ons.", "Połączenia od nas.", "Anrop fra oss.", "Anrufe von uns."];
    CALLS_ANSWERED = "answered_in", ["Answered", "Opgenomen", "Odebrane", "Besvart", "Angenommen"], "B", Volume 1, counted(&ANSWERED_IN),
        [
            "Incoming calls that a person picked up; a voicemail box is none.",
            "Inkomende oproepen die een mens opnam; een voicemailbox is geen mens.",
            "Połączenia przychodzące, które odebrał człowiek; poczta głosowa się nie liczy.",
            "Innkommende anrop som et menneske tok; en telefonsvarer er ikke det.",
            "Eingehende Anrufe, die ein Mensch annahm; eine Mailbox ist keiner.",
        ];
    CALLS_MISSED = "missed", ["Missed", "Gemist", "Nieodebrane", "Tapt", "Verpasst"], "B", Volume 1, counted(&MISSED_IN),
        [
            "Incoming calls that nobody picked up and that left no voicemail, those hung up among them.",
            "Inkomende oproepen die niemand opnam en die geen voicemail achterlieten, ook de opgehangen.",
            "Połączenia przychodzące, których nikt nie odebrał i które nie zostawiły nagrania w poczcie głosowej, także porzucone.",
            "Innkommende anrop som ingen tok, og som ikke la igjen beskjed på telefonsvareren, også de som la på.",
            "Eingehende Anrufe, die niemand annahm und die keine Voicemail hinterließen, auch aufgelegte.",
        ]
        better Down;
    CALLS_ABANDONED = "abandoned", ["Abandoned", "Opgehangen", "Porzucone", "Lagt på", "Aufgelegt"], "B", Volume 3, counted(&ABANDONED_IN),
        [
            "Incoming calls in which the caller hung up while waiting.",
            "Inkomende oproepen waarbij de beller ophing tijdens het wachten.",
            "Połączenia przychodzące, w których dzwoniący rozłączył się podczas oczekiwania.",
            "Innkommende anrop der innringeren la på mens vedkommende ventet.",
            "Eingehende Anrufe, bei denen der Anrufer beim Warten auflegte.",
        ]
        better Down;
    CALLS_SHORT = "short_abandoned", ["Abandoned at once", "Direct opgehangen", "Porzucone od razu", "Lagt på straks", "Sofort aufgelegt"], "B", Volume 5, counted(&SHORT_ABANDONED),
        [
            "Abandoned calls that lasted 5 seconds at most; `[phone] short_abandoned` changes it. No rate counts them.",
            "Opgehangen oproepen van hoogstens 5 seconden; `[phone] short_abandoned` verandert dat. Geen percentage telt ze mee.",
            "Porzucone połączenia trwające najwyżej 5 sekund; zmienia to `[phone] short_abandoned`. Żaden odsetek ich nie liczy.",
            "Anrop der innringeren la på innen 5 sekunder; `[phone] short_abandoned` endrer det. Ingen andel teller dem med.",
            "Aufgelegte Anrufe von höchstens 5 Sekunden; `[phone] short_abandoned` ändert das. Keine Quote zählt sie mit.",
        ];
    VOICEMAILS = "voicemail", ["Voicemail", "Voicemail", "Poczta głosowa", "Telefonsvarer", "Voicemail"], "B", Volume 3, counted(&VOICEMAIL_IN),
        [
            "Incoming calls that nobody picked up and that ended in voicemail.",
            "Inkomende oproepen die niemand opnam en die in de voicemail eindigden.",
            "Połączenia przychodzące, których nikt nie odebrał i które skończyły się w poczcie głosowej.",
            "Innkommende anrop som ingen tok, og som endte på telefonsvareren.",
            "Eingehende Anrufe, die niemand annahm und die in der Voicemail endeten.",
        ];
    ANSWER_RATE = "answer_rate", ["Answer rate", "Bereikbaarheid", "Odsetek odebranych", "Svarprosent", "Annahmequote"], "B", Volume 1, share(&OFFERED, &ANSWERED_IN),
        [
            "Answered calls divided by incoming calls that were not abandoned at once.",
            "Opgenomen oproepen gedeeld door inkomende oproepen die niet direct zijn opgehangen.",
            "Połączenia odebrane podzielone przez połączenia przychodzące, których nie porzucono od razu.",
            "Besvarte anrop delt på innkommende anrop der det ikke ble lagt på straks.",
            "Angenommene Anrufe geteilt durch eingehende Anrufe, die nicht sofort aufgelegt wurden.",
        ]
        better Up;
    WAIT_TIME = "wait", ["Wait", "Wachttijd", "Czas oczekiwania", "Ventetid", "Wartezeit"], "B", Speed 0, lasting(&CALL_WAIT),
        [
            "Speed of answer: from the start of the call until a person picks up; answered incoming calls. The wait the export gives goes before timestamps.",
            "Van het begin van de oproep tot een mens opneemt; opgenomen inkomende oproepen. De wachttijd uit de export gaat voor tijdstippen.",
            "Od początku połączenia do odebrania przez człowieka; odebrane połączenia przychodzące. Czas oczekiwania z eksportu ma pierwszeństwo przed znacznikami czasu.",
            "Fra anropet starter til et menneske tar det; besvarte innkommende anrop. Ventetiden i eksporten går foran tidspunkter.",
            "Vom Beginn des Anrufs, bis ein Mensch annimmt; angenommene eingehende Anrufe. Die Wartezeit aus dem Export geht vor Zeitpunkten.",
        ]
        better Down;
    TALK_TIME = "talk", ["Talk", "Gesprekstijd", "Czas rozmowy", "Samtaletid", "Gesprächszeit"], "B", Speed 1, lasting(&CALL_TALK),
        [
            "Talk of all legs that were picked up; calls in and out.",
            "Gesprekstijd van alle opgenomen delen; oproepen in en uit.",
            "Czas rozmowy we wszystkich odebranych odcinkach; połączenia przychodzące i wychodzące.",
            "Samtaletid i alle deler som ble besvart; anrop inn og ut.",
            "Gesprächszeit aller angenommenen Teile; ein- und ausgehende Anrufe.",
        ];
    WRAP_TIME = "wrap", ["After-call work", "Nawerktijd", "Praca po rozmowie", "Etterarbeid", "Nachbearbeitungszeit"], "B", Speed 4, lasting(&CALL_WRAP),
        [
            "After-call work of all legs that were picked up; calls in and out.",
            "Nawerktijd van alle opgenomen delen; oproepen in en uit.",
            "Praca po rozmowie we wszystkich odebranych odcinkach; połączenia przychodzące i wychodzące.",
            "Etterarbeid for alle deler som ble besvart; anrop inn og ut.",
            "Nachbearbeitungszeit aller angenommenen Teile; ein- und ausgehende Anrufe.",
        ];
    CALL_HANDLE_TIME = "handle", ["Handle time", "Afhandeltijd", "Czas obsługi", "Behandlingstid", "Bearbeitungszeit"], "B", Speed 2, lasting(&CALL_HANDLE),
        [
            "Talk, hold and after-call work together; calls picked up, in and out, whose talk is known.",
            "Gesprekstijd, wachtstand en nawerktijd samen; opgenomen oproepen, in en uit, waarvan de gesprekstijd bekend is.",
            "Rozmowa, zawieszenie i praca po rozmowie razem; odebrane połączenia przychodzące i wychodzące, których czas rozmowy jest znany.",
            "Samtale, parkering og etterarbeid til sammen; besvarte anrop, inn og ut, der samtaletiden er kjent.",
            "Gespräch, Halten und Nachbearbeitung zusammen; angenommene Anrufe, ein- und ausgehend, deren Gesprächszeit bekannt ist.",
        ];
    CALL_OPTIMAL_RATE = "within_optimal_rate", ["Within optimal", "Binnen optimale tijd", "W czasie optymalnym", "Innen optimal tid", "In optimaler Zeit"], "B", Targets 3,
        share(&OFFERED_OPTIMAL, &CALL_WITHIN_OPTIMAL),
        [
            "Calls answered within 2 minutes, divided by incoming calls that were not abandoned at once; [targets.phone] changes the limit.",
            "Oproepen opgenomen binnen 2 minuten, gedeeld door inkomende oproepen die niet direct zijn opgehangen; [targets.phone] verandert de grens.",
            "Połączenia odebrane w ciągu 2 minut podzielone przez połączenia przychodzące, których nie porzucono od razu; granicę zmienia [targets.phone].",
            "Anrop besvart innen 2 minutter, delt på innkommende anrop der det ikke ble lagt på straks; [targets.phone] endrer grensen.",
            "Innerhalb von 2 Minuten angenommene Anrufe, geteilt durch eingehende Anrufe, die nicht sofort aufgelegt wurden; [targets.phone] ändert die Grenze.",
        ]
        better Up;
    CALL_ACCEPTABLE_RATE = "within_acceptable_rate", ["Within acceptable", "Binnen acceptabele tijd", "W czasie akceptowalnym", "Innen akseptabel tid", "In akzeptabler Zeit"], "B", Targets 2,
        share(&OFFERED_ACCEPTABLE, &CALL_WITHIN_ACCEPTABLE),
        [
            "Calls answered within 5 minutes, divided by incoming calls that were not abandoned at once; [targets.phone] changes the limit.",
            "Oproepen opgenomen binnen 5 minuten, gedeeld door inkomende oproepen die niet direct zijn opgehangen; [targets.phone] verandert de grens.",
            "Połączenia odebrane w ciągu 5 minut podzielone przez połączenia przychodzące, których nie porzucono od razu; granicę zmienia [targets.phone].",
            "Anrop besvart innen 5 minutter, delt på innkommende anrop der det ikke ble lagt på straks; [targets.phone] endrer grensen.",
            "Innerhalb von 5 Minuten angenommene Anrufe, geteilt durch eingehende Anrufe, die nicht sofort aufgelegt wurden; [targets.phone] ändert die Grenze.",
        ]
        better Up;
    SERVICE_LEVEL = "service_level", ["Service level", "Servicelevel", "Poziom obsługi", "Servicegrad", "Servicelevel"], "B", Targets 1, share(&OFFERED, &WITHIN_SERVICE_LEVEL),
        [
            "Calls answered within 20 seconds, divided by incoming calls that were not abandoned at once; `[phone] service_level` changes the limit.",
            "Oproepen opgenomen binnen 20 seconden, gedeeld door inkomende oproepen die niet direct zijn opgehangen; `[phone] service_level` verandert de grens.",
            "Połączenia odebrane w ciągu 20 sekund podzielone przez połączenia przychodzące, których nie porzucono od razu; granicę zmienia `[phone] service_level`.",
            "Anrop besvart innen 20 sekunder, delt på innkommende anrop der det ikke ble lagt på straks; `[phone] service_level` endrer grensen.",
            "Innerhalb von 20 Sekunden angenommene Anrufe, geteilt durch eingehende Anrufe, die nicht sofort aufgelegt wurden; `[phone] service_level` ändert die Grenze.",
        ]
        better Up;
    CALLS_FOLLOWED_UP = "followed_up", ["Followed up", "Opgevolgd", "Z kontynuacją", "Fulgt opp", "Nachverfolgt"], "B", Volume 4, counted(&FOLLOWED_UP),
        [
            "Calls of which a conversation was made.",
            "Oproepen waarvan een gesprek is gemaakt.",
            "Połączenia, z których powstała rozmowa w systemie.",
            "Anrop som det ble laget en samtale av.",
            "Anrufe, aus denen eine Konversation wurde.",
        ];
    CALLBACKS = "callbacks", ["Called back", "Teruggebeld", "Oddzwonione", "Ringt tilbake", "Zurückgerufen"], "B", Volume 4, counted(&CALLED_BACK),
        [
            "Missed calls followed within 24 hours by a call to that number, answered or not; `[phone] callback` changes the limit.",
            "Gemiste oproepen waarna dat nummer binnen 24 uur is gebeld, opgenomen of niet; `[phone] callback` verandert de grens.",
            "Nieodebrane połączenia, po których w ciągu 24 godzin zadzwoniono na ten numer, odebrano czy nie; granicę zmienia `[phone] callback`.",
            "Tapte anrop fulgt av et anrop til nummeret innen 24 timer, besvart eller ikke; `[phone] callback` endrer grensen.",
            "Verpasste Anrufe, auf die innerhalb von 24 Stunden ein Anruf an diese Nummer folgte, angenommen oder nicht; `[phone] callback` ändert die Grenze.",
        ];
    REPEAT_CALLERS = "repeat_callers", ["Repeat callers", "Herhaalbellers", "Dzwoniący ponownie", "Gjentatte innringere", "Mehrfachanrufer"], "B", Volume 5, CALLERS_AGAIN,
        [
            "Numbers that called more than once.",
            "Nummers die meer dan één keer belden.",
            "Numery, które dzwoniły więcej niż raz.",
            "Numre som ringte mer enn én gang.",
            "Nummern, die mehr als einmal anriefen.",
        ];
    FOLLOW_UP_RATE = "follow_up_rate", ["Follow-up rate", "Opgevolgd, aandeel", "Z kontynuacją, odsetek", "Fulgt opp, andel", "Nachverfolgt, Anteil"], "B", Volume 5, share(&ALL, &FOLLOWED_UP),
        [
            "Calls followed up divided by calls.",
            "Opgevolgde oproepen gedeeld door oproepen.",
            "Połączenia z kontynuacją podzielone przez połączenia.",
            "Anrop som ble fulgt opp, delt på anrop.",
            "Nachverfolgte Anrufe geteilt durch Anrufe.",
        ]
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
