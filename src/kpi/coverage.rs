//! Of how many conversations the messages are known, where that is not so of all.

use super::definition::{over, Calculation, Fold, Kpi};
use super::families::volume::CONVERSATIONS;
use super::figures::EVERYTHING;
use super::table::Run;
use crate::facts::{Grain, AT_CREATION, WITH_MESSAGES};
use crate::report::{Better, Coverage, Theme};
use crate::scope::question::{Anchor, Question};
use std::borrow::Cow;

/// Conversations whose messages are known; it stands in no report.
static COVERED: Kpi = Kpi {
    id: "conversations_with_messages",
    label: [
        "Conversations with messages",
        "Gesprekken met berichten",
        "Rozmowy z wiadomościami",
        "Samtaler med meldinger",
        "Konversationen mit Nachrichten",
    ],
    about: [
        "Conversations created whose messages are known.",
        "Aangemaakte gesprekken waarvan de berichten bekend zijn.",
        "Utworzone rozmowy, których wiadomości są znane.",
        "Opprettede samtaler der meldingene er kjent.",
        "Erstellte Konversationen, deren Nachrichten bekannt sind.",
    ],
    source: "–",
    theme: Theme::Volume,
    better: Better::Neither,
    importance: 9,
    calculation: over(Grain::Conversation, &WITH_MESSAGES, &AT_CREATION, Fold::Count),
    needs: &[],
};

/// The conversations created in the period that pass the filters, where the messages of some of them are known and of
/// others not.
pub fn of_messages(run: &Run) -> Option<Coverage> {
    let question = Question { anchor: Anchor::Event, ..run.question.clone().into_owned() };
    let run = Run { question: Cow::Owned(question), ..run.clone() };
    let grid = run.grid(&run.now.whole(), &[], &[&COVERED, &CONVERSATIONS]);
    let figures = grid.get(&EVERYTHING, 0);
    let coverage = Coverage { covered: figures[0].count(), all: figures[1].count() };
    (0 < coverage.covered && coverage.covered < coverage.all).then_some(coverage)
}

impl Kpi {
    /// Whether it stands on messages: on what was said, on exchanges, or on cases, which silences split.
    pub fn stands_on_messages(&self) -> bool {
        match self.calculation {
            Calculation::Fold { over: Grain::Message | Grain::Exchange | Grain::Case, .. } => true,
            Calculation::Fold { .. } => false,
            Calculation::Of(_, parts) => parts.iter().any(|part| part.stands_on_messages()),
        }
    }
}
