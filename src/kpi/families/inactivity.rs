//! The section `inactivity`: what the protection against inactive agents and customers did, by kind.

use crate::facts::quality::INACTIVITY;
use crate::facts::*;
use crate::fitting::numbered;
use crate::kpi::axis::{Classes, Classing};
use crate::kpi::section::Section;
use crate::kpi::shapes::{classified, NamedClasses};
use crate::kpi::table::Run;
use crate::language::Labels;
use crate::report::{Cell, ClassName, Table};
use anyhow::Result;

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

/// A row a kind of action.
///
/// # Errors
/// As [`classified`].
pub fn inactivity(run: &Run, section: &Section) -> Result<Table> {
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
    INACTIVITY.iter().position(|(_, flag)| flag.holds(flags)).map_or(NONE, numbered)
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
