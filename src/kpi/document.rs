//! What a document of several reports is made of: which sections of each, and what it adds to them over time.

use super::families::{agents, ai, channels, faq, phone, quality, summary, tags, times, volume};
use super::layout::Layout;
use super::section::{Family, Section};
use super::shapes::grouped;
use super::table::{HeadlinePlace, Run, Side};
use crate::facts::dimension::AGENT;
use crate::kpi::families::targets::SATISFACTION;
use crate::scope::bucket::Every;
use crate::scope::period::Period;
use crate::scope::question::Question;
use anyhow::Result;
use std::borrow::Cow;

/// The part of a document that one report makes up.
pub struct DocumentPart {
    /// The report.
    pub family: &'static Family,
    /// Whether it is there unless others are asked for.
    pub is_usual: bool,
    /// The sections of the report that it has, by name and in order.
    shown: &'static [&'static str],
    /// Sections that only a document has.
    own: &'static [Section],
    /// Sections with a row a bucket, over which it draws its charts.
    pub over_time: &'static [Section],
}

/// All parts, in the order of the document.
pub static DOCUMENT: &[DocumentPart] = &[
    DocumentPart {
        family: &summary::FAMILY,
        is_usual: true,
        shown: &["totals", "top_tags"],
        own: &[],
        over_time: &[Section {
            name: OVER_TIME,
            at_first_sight: false,
            kpis: &[
                &volume::CONVERSATIONS,
                &volume::ANSWERED,
                &volume::CLOSED_CONVERSATIONS,
                &volume::BACKLOG,
                &volume::MESSAGES,
                &volume::CUSTOMER_MESSAGES,
                &volume::AGENT_MESSAGES,
                &volume::AI_MESSAGES,
                &volume::CUSTOMERS,
                &volume::NEW_CUSTOMERS,
                &SATISFACTION,
            ],
            build: |run, section| grouped(run, section, &[]),
        }],
    },
    DocumentPart {
        family: &channels::FAMILY,
        is_usual: true,
        shown: &["channels"],
        own: &[],
        over_time: &[],
    },
    DocumentPart {
        family: &agents::FAMILY,
        is_usual: true,
        shown: &["agents"],
        own: &[],
        over_time: &[Section {
            name: OVER_TIME,
            at_first_sight: false,
            kpis: &[&agents::HANDLED],
            build: |run, section| grouped(run, section, &[&AGENT]),
        }],
    },
    DocumentPart { family: &tags::FAMILY, is_usual: false, shown: &["tags"], own: &[], over_time: &[] },
    DocumentPart {
        family: &times::FAMILY,
        is_usual: true,
        shown: &["heatmap", "first_response_groups"],
        own: &[],
        over_time: &[],
    },
    DocumentPart {
        family: &quality::FAMILY,
        is_usual: true,
        shown: &["quality", "nps", "sentiment"],
        own: &[],
        over_time: &[],
    },
    DocumentPart {
        family: &phone::FAMILY,
        is_usual: true,
        shown: &["numbers", "hours"],
        own: &[Section {
            name: "totals",
            at_first_sight: true,
            kpis: phone::FIGURES,
            build: |run, section| run.table(section.name, &Layout::of(&[]), section.kpis),
        }],
        over_time: &[],
    },
    DocumentPart {
        family: &ai::FAMILY,
        is_usual: true,
        shown: &["totals", "by_channel"],
        own: &[],
        over_time: &[Section {
            name: OVER_TIME,
            at_first_sight: false,
            kpis: &[&ai::RESOLVED, &ai::ROUTED, &ai::CLOSED_BY_AI, &ai::STILL_OPEN],
            build: |run, section| grouped(run, section, &[]),
        }],
    },
    DocumentPart {
        family: &faq::FAMILY,
        is_usual: true,
        shown: &["totals", "articles", "searches", "before_contact"],
        own: &[],
        over_time: &[],
    },
];

/// The name of a section with a row a bucket.
const OVER_TIME: &str = "over_time";

impl DocumentPart {
    /// The part of that report.
    pub fn named(name: &str) -> Option<&'static DocumentPart> {
        DOCUMENT.iter().find(|part| part.family.name == name)
    }

    /// Its sections that are no series, in order.
    pub fn sections(&self) -> Vec<&'static Section> {
        let own = self.own.iter();
        let shown = self.shown.iter();
        let known =
            shown.filter_map(|name| self.family.sections.iter().find(|section| section.name == *name));
        own.chain(known).collect()
    }
}

impl<'a> Run<'a> {
    /// The same bucket by bucket, not compared: as fine as asked for, else as suits the period.
    ///
    /// # Errors
    /// If there would be too many buckets.
    pub fn over_time(&self, every: Option<Every>) -> Result<Run<'a>> {
        let every = every.unwrap_or_else(|| auto_bucket(&self.now.period));
        let question = Question { every: Some(every), ..self.question.clone().into_owned() };
        let now = Side::new(self.now.period, Some(every), question.week_start)?;
        Ok(Run {
            question: Cow::Owned(question),
            now,
            before: None,
            drawn: HeadlinePlace::Nowhere,
            ..self.clone()
        })
    }
}

/// Bucket size of a chart: days up to 45 of them, weeks up to a year, else months.
fn auto_bucket(period: &Period) -> Every {
    match period.days() {
        0..=45 => Every::Day,
        46..=366 => Every::Week,
        _ => Every::Month,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::FAMILIES;

    #[test]
    fn every_report_is_a_part_and_every_section_named_is_one() {
        assert_eq!(DOCUMENT.len(), FAMILIES.len());
        for part in DOCUMENT {
            assert_eq!(part.sections().len(), part.own.len() + part.shown.len(), "{}", part.family.name);
            assert!(DocumentPart::named(part.family.name).is_some());
        }
    }
}
