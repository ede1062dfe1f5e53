//! `[targets]`: how soon customers are to be answered.

use super::lengths::length;
use crate::facts::Target;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Response targets; a channel or team named here loses its default ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets {
    /// By channel, in lower case.
    pub channels: BTreeMap<String, Target>,
    /// By team; they go before those of the channel.
    pub teams: BTreeMap<String, Target>,
    /// By team, for the wait of its calls: `[targets.teams.NAME.phone]`; a team's other limits do not rule calls.
    pub team_calls: BTreeMap<String, Target>,
}

/// A target as people write it.
struct TargetRule(Target);

impl<'de> Deserialize<'de> for TargetRule {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct WrittenTarget {
            #[serde(deserialize_with = "length")]
            optimal: Option<i64>,
            #[serde(deserialize_with = "length")]
            acceptable: Option<i64>,
        }
        let WrittenTarget { optimal, acceptable } = WrittenTarget::deserialize(from)?;
        target(optimal, acceptable).map(TargetRule).map_err(D::Error::custom)
    }
}

/// At least one limit is given, and the first is not longer than the second.
fn target(optimal: Option<i64>, acceptable: Option<i64>) -> Result<Target, &'static str> {
    if optimal.or(acceptable).is_none() {
        return Err("a target needs optimal or acceptable, or both");
    }
    if acceptable.is_some_and(|acceptable| optimal > Some(acceptable)) {
        return Err("optimal is longer than acceptable");
    }
    Ok(Target { optimal, acceptable })
}

/// The targets of one team: those of its conversations, those of its calls, or both.
struct TeamTargets {
    conversations: Option<Target>,
    calls: Option<Target>,
}

impl<'de> Deserialize<'de> for TeamTargets {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct WrittenTeam {
            #[serde(deserialize_with = "length")]
            optimal: Option<i64>,
            #[serde(deserialize_with = "length")]
            acceptable: Option<i64>,
            phone: Option<TargetRule>,
        }
        let WrittenTeam { optimal, acceptable, phone } = WrittenTeam::deserialize(from)?;
        let phone = phone.map(|rule| rule.0);
        if phone.is_some() && optimal.or(acceptable).is_none() {
            return Ok(TeamTargets { conversations: None, calls: phone });
        }
        let conversations = target(optimal, acceptable).map_err(D::Error::custom)?;
        Ok(TeamTargets { conversations: Some(conversations), calls: phone })
    }
}

impl Targets {
    fn of_teams(&mut self, teams: BTreeMap<String, TeamTargets>) {
        for (team, own) in teams {
            self.teams.extend(own.conversations.map(|target| (team.clone(), target)));
            self.team_calls.extend(own.calls.map(|target| (team, target)));
        }
    }
}

/// Reads by hand what `flatten` would read without keeping the places of errors.
impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct TargetsVisitor;
        impl<'de> Visitor<'de> for TargetsVisitor {
            type Value = Targets;

            fn expecting(&self, form: &mut std::fmt::Formatter) -> std::fmt::Result {
                form.write_str("tables such as [targets.chat] and [targets.teams.NAME]")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Targets, M::Error> {
                let mut targets = Targets::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "teams" {
                        targets.of_teams(map.next_value()?);
                    } else {
                        let TargetRule(target) = map.next_value()?;
                        targets.channels.insert(key.to_lowercase(), target);
                    }
                }
                Ok(targets)
            }
        }
        from.deserialize_map(TargetsVisitor)
    }
}
