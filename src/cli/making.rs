//! What reports need of the facts, and what their sections are made from.

use super::evidence::Evidence;
use super::Order;
use crate::facts::{Asks, FigureWords, Grain, Target, Wanted};
use crate::kpi::{self, HeadlinePlace, Kpi, Run, Side};
use crate::render::Audience;
use crate::report::Definition;
use crate::scope::as_of::AsOf;
use crate::scope::filter::Sieve;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The facts that figures are made from, and what filters and dimensions need.
pub fn wanted(order: &Order, kpis: &[&'static Kpi], dimensions: &[&'static str]) -> Wanted {
    let question = &order.scope.question;
    let filtered = question.filters.iter().map(|clause| clause.dimension);
    let asked = filtered.chain(question.by.iter().copied()).map(|dimension| dimension.id);
    let mut wanted = Wanted {
        first: kpis.first().map_or_else(Grain::default, |kpi| kpi.grain()),
        dimensions: asked.chain(dimensions.iter().copied()).collect(),
        sentiment: kpis.iter().any(|kpi| kpi.asks(Asks::Sentiment)),
        texts: kpis.iter().any(|kpi| kpi.asks(Asks::Texts)),
        every_instant: order.scope.as_of == AsOf::Latest,
        figures: Some(kpis.iter().map(|kpi| kpi.id).collect()),
        ..Wanted::default()
    };
    let mut words =
        FigureWords { moments: question.anchor.moment().into_iter().collect(), ..FigureWords::default() };
    for kpi in kpis {
        kpi.grains(&mut wanted.grains);
        kpi.words(&mut words);
    }
    wanted.words = Some(words);
    wanted
}

/// The targets of channels, unless teams have some that go before them.
fn targets(order: &Order, evidence: &Evidence) -> BTreeMap<String, Target> {
    let rules = order.config.rules(evidence.time.as_of);
    if rules.team_targets.is_empty() {
        rules.targets
    } else {
        BTreeMap::new()
    }
}

/// What figures mean, each once.
pub fn definitions(kpis: &[&'static Kpi]) -> Vec<Definition> {
    let unique = kpi::unique(kpis.iter().copied());
    unique.into_iter().map(|kpi| Definition { label: kpi.label.into(), about: kpi.about }).collect()
}

/// Where main figures are drawn: a mail has a page of its own, whatever goes along.
fn drawn(order: &Order) -> HeadlinePlace {
    match order.output.format.audience() {
        _ if order.mail.is_some() => HeadlinePlace::OnPages,
        Audience::Terminal => HeadlinePlace::AtTerminal,
        Audience::Pages => HeadlinePlace::OnPages,
        Audience::Documents | Audience::Programs => HeadlinePlace::Nowhere,
    }
}

/// What sections are made from.
pub fn run<'a>(order: &'a Order, evidence: &'a Evidence, sieve: &'a Sieve<'a>) -> Run<'a> {
    let time = &evidence.time;
    let groups = order.config.groups.first_response.as_ref();
    Run {
        facts: &evidence.facts,
        sieve,
        answers: &evidence.answers,
        question: Cow::Borrowed(&order.scope.question),
        now: Side { period: time.period, buckets: time.buckets.clone() },
        before: time
            .compared
            .as_ref()
            .map(|(period, buckets)| Side { period: *period, buckets: buckets.clone() }),
        limit: if order.output.sort.is_some() { order.output.limit.and(Some(0)) } else { order.output.limit },
        drawn: drawn(order),
        totals: order.output.format.audience() != Audience::Programs,
        named: order.output.named.as_deref(),
        groups: groups.cloned().unwrap_or_else(kpi::default_groups),
        targets: targets(order, evidence),
    }
}
