//! `channels`: volume, speed, targets and messaging window per channel and sub-channel.

use super::summary::FIGURES;
use crate::facts::dimension::{CHANNEL, SUBCHANNEL};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::grouped;

/// The report.
pub static FAMILY: Family = Family {
    name: "channels",
    about: "Volume, speed, targets and messaging window per channel",
    dimensions: &["subchannel"],
    has_rankings: false,
    own: OF_CONVERSATIONS,
    things: "conversations",
    sections: &[
        Section {
            name: "channels",
            at_first_sight: true,
            kpis: FIGURES,
            build: |run, section| grouped(run, section, &[&CHANNEL]),
        },
        Section {
            name: "subchannels",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| grouped(run, section, &[&CHANNEL, &SUBCHANNEL]),
        },
    ],
};
