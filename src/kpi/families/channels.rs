//! `channels`: volume, speed, targets and messaging window per channel and sub-channel.

use super::summary::FIGURES;
use crate::facts::dimension::{CHANNEL, SUBCHANNEL};
use crate::kpi::layout::Layout;
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::grouped;
use crate::kpi::table::Run;
use crate::report::{RowName, Table};
use anyhow::Result;

/// The report.
pub static FAMILY: Family = Family {
    name: "channels",
    about: "Volume, speed, targets and messaging window per channel",
    dimensions: &["subchannel"],
    has_rankings: false,
    own: OF_CONVERSATIONS,
    things: "conversations",
    sections: &[
        Section { name: "channels", at_first_sight: true, kpis: FIGURES, build: channels },
        Section {
            name: "subchannels",
            at_first_sight: false,
            kpis: FIGURES,
            build: |run, section| grouped(run, section, &[&CHANNEL, &SUBCHANNEL]),
        },
    ],
};

/// A row a channel, with all of them at the end for those who read and do not add up.
fn channels(run: &Run, section: &Section) -> Result<Table> {
    let dimensions = run.dimensions(&[&CHANNEL])?;
    let mut layout = Layout::of(&dimensions);
    if run.totals && dimensions.len() == 1 {
        layout.total = Some(RowName::Total);
    }
    run.table(section.name, &layout, section.kpis)
}
