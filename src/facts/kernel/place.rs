//! What channels and teams mean for their conversations, and durations against targets.

use crate::facts::known;
use crate::facts::rules::{Rules, Target};
use crate::facts::tables::*;
use crate::time::clock::Clock;

/// What a channel or team means for a conversation.
#[derive(Clone, Copy)]
pub struct ChannelRules {
    /// A long silence before a customer message starts a new case.
    pub splits: bool,
    /// It has a messaging window.
    pub windowed: bool,
    /// How long people took is measured by it.
    pub clock: Clock,
    /// Time limits.
    pub target: Option<Target>,
    /// Reply time limit of live conversations (ms).
    pub live_limit: Option<i64>,
}

/// What a channel of that name means.
pub fn place_of(channel: &str, rules: &Rules) -> ChannelRules {
    ChannelRules {
        splits: rules.case_channels.iter().any(|name| name == channel),
        windowed: rules.window_channels.iter().any(|name| name == channel),
        clock: rules.clock,
        target: rules.targets.get(channel).copied(),
        live_limit: rules.live_limits.get(channel).copied(),
    }
}

/// The flags of one kind of target.
pub struct TargetFlags {
    has_optimal: u32,
    within_optimal: u32,
    has_acceptable: u32,
    within_acceptable: u32,
    late: u32,
}

/// Those of first responses.
pub static FIRST_RESPONSE_TARGET: TargetFlags = TargetFlags {
    has_optimal: HAS_OPTIMAL.mask,
    within_optimal: WITHIN_OPTIMAL.mask,
    has_acceptable: HAS_ACCEPTABLE.mask,
    within_acceptable: WITHIN_ACCEPTABLE.mask,
    late: LATE.mask,
};

/// Those of all responses.
pub static RESPONSE_TARGET: TargetFlags = TargetFlags {
    has_optimal: RESPONSE_HAS_OPTIMAL.mask,
    within_optimal: RESPONSE_WITHIN_OPTIMAL.mask,
    has_acceptable: RESPONSE_HAS_ACCEPTABLE.mask,
    within_acceptable: RESPONSE_WITHIN_ACCEPTABLE.mask,
    late: RESPONSE_LATE.mask,
};

/// The flags of a duration held against a target.
pub fn against_target(lasted: i64, target: Option<Target>, flags: &TargetFlags) -> u32 {
    let Some((lasted, target)) = known(lasted).zip(target) else { return 0 };
    let optimal = target
        .optimal
        .map_or(0, |limit| flags.has_optimal | if lasted <= limit { flags.within_optimal } else { 0 });
    let acceptable = target.acceptable.map_or(0, |limit| {
        flags.has_acceptable | if lasted <= limit { flags.within_acceptable } else { flags.late }
    });
    optimal | acceptable
}
