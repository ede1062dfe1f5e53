//! Durations beside the rates that tell how they kept to targets, and the targets of the channels in scope.

use super::axis::Axis;
use super::definition::Kpi;
use super::families::targets::{Bound, JUDGED};
use super::families::volume::ANSWERED;
use super::table::Run;
use crate::facts::dimension::CHANNEL;
use crate::facts::{Target, NONE};
use crate::report::{Judged, Limit};
use std::collections::BTreeMap;

/// Durations with the rates that tell how they kept to targets, and the limits of the channels in scope.
pub fn judged(run: &Run, kpis: &[&'static Kpi]) -> Vec<Judged> {
    let mut judged = Vec::new();
    let mut channels = None;
    for (duration, rate, bound) in JUDGED.iter().filter(|(_, rate, _)| kpis.contains(rate)) {
        let channels = channels.get_or_insert_with(|| channels_in_scope(run));
        let limits = limits(&run.targets, channels, *bound);
        judged.push(Judged { figure: duration.id.to_owned(), rate: rate.id.to_owned(), limits });
    }
    judged
}

/// The channels on which anybody was answered.
fn channels_in_scope(run: &Run) -> Vec<String> {
    if run.targets.is_empty() {
        return Vec::new();
    }
    let grid = run.grid(&run.now.whole(), &[Axis::Dimension(&CHANNEL)], &[&ANSWERED]);
    let names = run.facts.dictionary(CHANNEL.domain);
    let known = grid.known().into_iter().map(|[channel, ..]| channel).filter(|channel| *channel != NONE);
    let mut channels: Vec<String> = known.map(|channel| names.text(channel).to_owned()).collect();
    channels.sort_unstable();
    channels
}

fn limits(targets: &BTreeMap<String, Target>, channels: &[String], bound: Bound) -> Vec<Limit> {
    let mut limits = Vec::new();
    for channel in channels {
        let length = targets.get(channel).and_then(|target| match bound {
            Bound::Optimal => target.optimal,
            Bound::Acceptable => target.acceptable,
        });
        limits.extend(length.map(|length| Limit { channel: channel.clone(), length }));
    }
    limits
}
