//! What the derivation of facts depends on besides the data: the "now", case splitting, targets, the messaging window.

use super::spelling::folded;
use crate::time::clock::Clock;
use crate::time::{HOUR, MINUTE};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Time limits of a channel, in milliseconds; on the limit is within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Better than expected.
    pub optimal: Option<i64>,
    /// Still in time; beyond is late.
    pub acceptable: Option<i64>,
}

/// The target of a team, whatever the case and white space of its name.
pub fn of_team(targets: &BTreeMap<String, Target>, team: &str) -> Option<Target> {
    let name = folded(team);
    targets.iter().find(|(own, _)| folded(own) == name).map(|(_, target)| *target)
}

/// Everything the kernel must be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Nothing later than this instant (UTC ms) is read.
    pub as_of: i64,
    /// The zone that dates without a time of day are dates of.
    #[serde(with = "crate::time::zone::by_name")]
    pub zone: Tz,
    /// How long people took to do their work is measured by it, whatever the channel and the team.
    pub clock: Clock,
    /// A customer message later than this after the message before starts a new case (ms).
    pub case_gap: i64,
    /// Channels whose threads are split into cases.
    pub case_channels: Vec<String>,
    /// Targets by channel.
    pub targets: BTreeMap<String, Target>,
    /// Targets by team; they go before those of the channel.
    pub team_targets: BTreeMap<String, Target>,
    /// Reply time limit of live conversations by channel (ms), for exports that do not tell when it passed.
    pub live_limits: BTreeMap<String, i64>,
    /// Channels with a messaging window.
    pub window_channels: Vec<String>,
    /// Length of the messaging window (ms).
    pub window: i64,
    /// A window that ends within this time is closing (ms).
    pub window_closing: i64,
    /// An AI agent's last word unanswered for this time closes a conversation (ms).
    pub ai_autoclose: i64,
    /// How long an order may follow a product click in an AI conversation (ms).
    pub product_click: i64,
    /// How long an order may follow a click in a text message (ms).
    pub sms_click: i64,
    /// How long an order may follow a text message (ms).
    pub sms_message: i64,
    /// Targets of calls: on the wait until a person picks up.
    pub call_target: Target,
    /// Targets of the calls of teams that have their own; they go before those of all calls.
    pub team_call_targets: BTreeMap<String, Target>,
    /// A caller who hangs up within this time did not really call (ms).
    pub short_abandoned: i64,
    /// The wait that the service level allows (ms).
    pub service_level: i64,
    /// How soon a missed call has to be called back (ms).
    pub callback: i64,
    /// How soon a case has to follow the reading of an article (ms).
    pub faq_window: i64,
}

impl Rules {
    /// The defaults, judged at `as_of`.
    pub fn at(as_of: i64) -> Rules {
        Rules {
            as_of,
            zone: Tz::UTC,
            clock: Clock::Calendar,
            case_gap: 24 * HOUR,
            case_channels: texts(["messenger", "whatsapp", "instagram", "telegram"]),
            targets: default_targets(),
            team_targets: BTreeMap::new(),
            live_limits: BTreeMap::new(),
            window_channels: texts(["whatsapp", "messenger"]),
            window: 24 * HOUR,
            window_closing: 4 * HOUR,
            ai_autoclose: 48 * HOUR,
            product_click: 24 * HOUR,
            sms_click: 5 * 24 * HOUR,
            sms_message: 24 * HOUR,
            call_target: Target { optimal: Some(2 * MINUTE), acceptable: Some(5 * MINUTE) },
            team_call_targets: BTreeMap::new(),
            short_abandoned: 5_000,
            service_level: 20_000,
            callback: 24 * HOUR,
            faq_window: 24 * HOUR,
        }
    }
}

fn texts<const N: usize>(names: [&str; N]) -> Vec<String> {
    Vec::from(names.map(str::to_owned))
}

fn default_targets() -> BTreeMap<String, Target> {
    let limits: [(&str, Option<i64>, i64); 7] = [
        ("chat", Some(30_000), 2 * MINUTE),
        ("email", Some(24 * HOUR), 48 * HOUR),
        ("whatsapp", Some(5 * MINUTE), 30 * MINUTE),
        ("messenger", Some(15 * MINUTE), HOUR),
        ("facebook", Some(15 * MINUTE), HOUR),
        ("x", None, HOUR),
        ("web form", Some(24 * HOUR), 48 * HOUR),
    ];
    limits
        .into_iter()
        .map(|(channel, optimal, acceptable)| {
            (channel.to_string(), Target { optimal, acceptable: Some(acceptable) })
        })
        .collect()
}
