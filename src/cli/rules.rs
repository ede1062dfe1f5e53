//! The rules of a run: the defaults, and what the configuration puts in their place.

use super::Order;
use crate::config::{Config, Limits};
use crate::facts::{calls, Rules, Target};
use std::collections::BTreeMap;

/// The rules of a run: the defaults, and what the configuration puts in their place.
pub fn rules(order: &Order, as_of: i64) -> Rules {
    let config = &order.config;
    let mut rules = Rules::at(as_of);
    if let Some(gap) = config.cases.gap {
        rules.case_gap = gap.0;
    }
    if let Some(channels) = &config.cases.channels {
        rules.case_channels = channels.clone();
    }
    rules.live_limits = config.live_timeout.iter().map(|(channel, span)| (channel.clone(), span.0)).collect();
    let target = |limits: &Limits| Target {
        optimal: limits.optimal.map(|span| span.0),
        acceptable: limits.acceptable.map(|span| span.0),
    };
    rules.targets.extend(config.targets.channels.iter().map(|(name, limits)| (name.clone(), target(limits))));
    let by_team = |teams: &BTreeMap<String, Limits>| {
        teams.iter().map(|(name, limits)| (name.clone(), target(limits))).collect()
    };
    rules.team_targets = by_team(&config.targets.teams);
    rules.team_call_targets = by_team(&config.targets.team_calls);
    limit_lines(config, &mut rules);
    rules
}

/// Limits of calls; the target of channel phone is on the wait of calls, no conversation has it.
fn limit_lines(config: &Config, rules: &mut Rules) {
    if let Some(limits) = rules.targets.remove(calls::CHANNEL) {
        rules.call_target = limits;
    }
    let phone = &config.phone;
    for (limit, given) in [
        (&mut rules.short_abandoned, phone.short_abandoned),
        (&mut rules.service_level, phone.service_level),
        (&mut rules.callback, phone.callback),
        (&mut rules.faq_window, config.faq.window),
    ] {
        *limit = given.map_or(*limit, |span| span.0);
    }
    let ai = &config.ai;
    for (rule, own) in [
        (&mut rules.ai_autoclose, ai.autoclose),
        (&mut rules.product_click, ai.product_click),
        (&mut rules.sms_click, ai.sms_click),
        (&mut rules.sms_message, ai.sms_message),
    ] {
        *rule = own.map_or(*rule, |span| span.0);
    }
}
