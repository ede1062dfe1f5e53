//! `agents`: one row an agent, what belongs to nobody under `(team)`, everything under `(total)`.

use super::quality::FIRST_CONTACT_RATE;
use super::speed::*;
use super::targets::*;
use super::volume::{CLOSED_CONVERSATIONS, CONVERSATIONS};
use crate::facts::dimension::{AGENT, CHANNEL, TAG};
use crate::facts::*;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::kpi::layout::{Cut, GroupNames, Layout};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::table::Run;
use crate::report::Theme::Volume;
use crate::report::{RowName, Table};
use crate::scope::bucket::Every;
use anyhow::Result;

const HANDLED_FOLD: Calculation = over(Grain::Handling, &ALL, &AT_HANDLING, Fold::DistinctConversations);

kpis! {
    HANDLED = "handled", ["Handled", "Behandeld", "Obsłużone", "Behandlet", "Bearbeitet"], "B", Volume 1, HANDLED_FOLD,
        [
            "Distinct conversations in which the agent wrote, which the agent closed, or which were assigned to the agent and closed; for the team also those answered by a forward.",
            "Verschillende gesprekken waarin de medewerker schreef, die de medewerker sloot, of die aan de medewerker waren toegewezen en gesloten zijn; voor het team ook gesprekken die met doorsturen zijn beantwoord.",
            "Różne rozmowy, w których konsultant pisał, które zamknął albo które były do niego przypisane i zostały zamknięte; dla zespołu także te, na które odpowiedziano przesłaniem dalej.",
            "Ulike samtaler der kundebehandleren skrev, som kundebehandleren lukket, eller som var tildelt kundebehandleren og er lukket; for teamet også de som er besvart ved videresending.",
            "Verschiedene Konversationen, in denen der Agent schrieb, die er schloss oder die ihm zugewiesen waren und geschlossen sind; beim Team auch die durch Weiterleiten beantworteten.",
        ];
    REPLIES = "replies", ["Replies", "Antwoorden", "Odpowiedzi", "Svar", "Antworten"], "B", Volume 2, over(Grain::Message, &FROM_AGENT, &AT_MESSAGE, Fold::Count),
        [
            "Public messages by the agent: how often someone pressed send.",
            "Openbare berichten van de medewerker: hoe vaak er op verzenden is gedrukt.",
            "Publiczne wiadomości konsultanta: ile razy ktoś nacisnął „wyślij”.",
            "Offentlige meldinger fra kundebehandleren: hvor ofte noen trykket på send.",
            "Öffentliche Nachrichten des Agenten: wie oft jemand auf Senden drückte.",
        ];
}

static FIGURES: &[&Kpi] = &[
    &CONVERSATIONS,
    &HANDLED,
    &REPLIES,
    &CLOSED_CONVERSATIONS,
    &FIRST_RESPONSE_TIME,
    &RESPONSE_TIME,
    &RESOLUTION_TIME,
    &SATISFACTION,
    &RATINGS,
    &FIRST_CONTACT_RATE,
    &WITHIN_ACCEPTABLE_RATE,
];

/// The report.
pub static FAMILY: Family = Family {
    name: "agents",
    about: "One row an agent, the team's own and the total last",
    dimensions: &[],
    has_rankings: false,
    own: OF_CONVERSATIONS,
    things: "conversations",
    sections: &[
        Section { name: "agents", at_first_sight: true, kpis: FIGURES, build: agents },
        Section {
            name: "by_channel",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| crossed(run, section, &[&AGENT, &CHANNEL], Cut::Whole),
        },
        Section {
            name: "by_tag",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| crossed(run, section, &[&AGENT, &TAG], Cut::Whole),
        },
        Section {
            name: "by_month",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| crossed(run, section, &[&AGENT], Cut::Into(Every::Month)),
        },
    ],
};

fn agents(run: &Run, section: &Section) -> Result<Table> {
    let dimensions = run.dimensions(&[&AGENT])?;
    let mut layout = Layout::of(&dimensions);
    if dimensions.len() == 1 {
        layout.names = GroupNames::Team;
        layout.total = Some(RowName::Total);
    }
    run.table(section.name, &layout, section.kpis)
}

fn crossed(run: &Run, section: &Section, own: &[&'static Dimension], cut: Cut) -> Result<Table> {
    let layout = Layout::of(&run.dimensions(own)?).cut(cut);
    run.table(section.name, &layout, section.kpis)
}
