//! What is said where a report holds nothing, or leaves a question unheard.

use super::evidence::Evidence;
use super::Order;
use crate::advice::Advised;
use crate::facts::{Facts, Grain};
use crate::kpi::Family;
use crate::time::face::day_of;
use crate::ui::Ui;

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    /// Its facts.
    pub own: &'a [Grain],
    /// What people call them.
    pub things: &'static str,
}

impl Matter<'_> {
    /// What the report of a family is about.
    pub fn of(family: &Family) -> Matter<'static> {
        Matter { own: family.own, things: family.things }
    }
}

/// Says that nothing falls into the period or passes the filters, and which days the data cover.
pub fn say_nothing(subject: Matter, evidence: &Evidence, order: &Order, ui: &Ui) {
    let (asked, zone) = (&evidence.time.period, order.scope.question.zone);
    let Some((first, last)) = covered(subject.own, &evidence.facts) else {
        let was_read =
            evidence.input.used.iter().any(|(table, rows)| {
                *rows > 0 && subject.things.split(" or ").any(|things| things == *table)
            });
        return if was_read {
            let what = format!("nothing of what was read counts among {}", subject.things);
            ui.warn(&what, "-v says what became of it");
        } else {
            ui.warn(&format!("the files hold no {}", subject.things), "");
        };
    };
    let (first, last) = (day_of(zone, first), day_of(zone, last));
    let what = if order.scope.question.filters.is_empty() {
        "nothing falls into"
    } else {
        "nothing passes the filters in"
    };
    let stale = if last < asked.first {
        format!(": the data end on {last}, before it begins")
    } else {
        String::new()
    };
    ui.warn(
        &format!("{what} {} to {}{stale}", asked.first, asked.last),
        &format!("the data cover {first} to {last}: try --since {first} --until {last}, or --as-of latest"),
    );
}

/// Says which values of filters no row has.
pub fn say_absent(absent: &[Advised], ui: &Ui) {
    for Advised { what, advice } in absent {
        ui.warn(what, &advice.join("; "));
    }
}

/// First and last instant of facts of these kinds.
fn covered(grains: &[Grain], facts: &Facts) -> Option<(i64, i64)> {
    let ranges = grains.iter().filter_map(|&grain| facts.covered(grain));
    ranges.reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))
}

/// Says that the period was moved, where nobody asked for one and its days hold nothing.
pub fn say_moved(evidence: &Evidence, ui: &Ui) {
    if evidence.time.is_moved {
        let period = &evidence.time.period;
        let what = format!(
            "the last 30 days hold nothing: this is {} to {}, the 30 days to the newest of the data",
            period.first, period.last
        );
        ui.warn(&what, "choose the days with --period, or --since and --until");
    }
}

/// Says how many dates without a time of day stand in no hour of a report by hours.
pub fn say_without_hour(count: usize, ui: &Ui) {
    match count {
        0 => {}
        1 => ui.warn("1 date without a time of day stands in no hour", ""),
        count => ui.warn(&format!("{count} dates without a time of day stand in no hour"), ""),
    }
}

/// Says that rows without a conversation are not told apart by dimensions of conversations.
pub fn say_unheard(family: &Family, order: &Order, ui: &Ui) {
    let by: Vec<&str> = order.scope.question.by.iter().map(|dimension| dimension.id).collect();
    if !family.is_of_conversations() && !by.is_empty() {
        let what = format!(
            "--by {} is not used: the sections of `insights {}` are told apart in their own ways",
            by.join(","),
            family.name
        );
        ui.warn(&what, "");
    }
}
