//! The rules that hold for every report, as `explain` tells them.

use crate::facts::{calls, Rules, Target};
use crate::time::{HOUR, MINUTE, SECOND};

/// A rule that holds for every report.
pub struct GeneralRule {
    /// What it is called.
    pub name: &'static str,
    /// What it says, but for limits.
    pub about: &'static str,
}

/// The rule whose limits are those of the run's configuration.
const TARGETS: &str = "targets";

/// All of them, in the order in which they are listed.
pub static RULES: &[GeneralRule] = &[
    GeneralRule { name: "messages", about: "Only public messages by customers, human agents and AI agents count. Notes, automated replies by agents and system lines never start or stop a clock." },
    GeneralRule { name: "period", about: "Dates include both ends; days begin at midnight in the one zone of the run. Today is part of \"the last 7 days\". Where nobody asks for a period or a \"now\" and the last 30 days hold nothing, it is the 30 days up to the newest of the data." },
    GeneralRule { name: "anchor", about: "event: each figure counts at its own moment. created, closed, answered: first the conversations created, closed or answered in the period are chosen, then every figure is computed over exactly those." },
    GeneralRule { name: "as-of", about: "Nothing later than --as-of is read. Open or closed is replayed from events; without closing events, status and closed_at decide." },
    GeneralRule { name: "durations", about: "Seconds in machine formats: n, mean, median and 90th percentile (linear interpolation). A duration that would be negative is not used. Between two dates without a time of day lie whole days, between a date and a moment nothing." },
    GeneralRule { name: "rates", about: "Fractions from 0 to 1 in machine formats. Nothing divided by nothing is empty, never 0." },
    GeneralRule { name: "unread", about: "What was not read is empty, never 0: messages where no file holds any, ratings, reopens without events, answers where nothing tells of them. A filter or a period that leaves none of what was read gives 0. Figures of messages that only some conversations have say of how many they are." },
    GeneralRule { name: "cases", about: "In messenger, whatsapp, instagram and telegram a customer message more than 24 hours after the message before starts a new case; [cases] in insights.toml changes hours and channels." },
    GeneralRule { name: TARGETS, about: "On the limit is within. [targets] in insights.toml changes them per channel and team." },
    GeneralRule { name: "window", about: "On whatsapp and messenger an answer is due within 24 hours of the customer's last message, unless the conversation was closed in that time." },
    GeneralRule { name: "ai", about: "An AI conversation with a hand-off is routed, or closed where the closing message answered every one of them. Without one, and without any message by a person, it is resolved once the AI agent had the last word and it is closed or 48 hours have passed; else it is open. Without messages the status of the export counts. [ai] in insights.toml: autoclose." },
    GeneralRule { name: "sales", about: "An order counts once, at the latest touch of an AI conversation before it: within 24 hours of a product click or a text message, within 5 days of a click in one; joined by the first of customer, conversation and e-mail address by which any conversation is found. [ai] in insights.toml: product_click, sms_click, sms_message." },
    GeneralRule { name: "excluded", about: "Conversations with status spam, deleted, merged or test, with everything that belongs to them; -v and JSON say how many." },
    GeneralRule { name: "derivation", about: "Figures come from messages and events; for a conversation without messages from the timestamps of its row; else from durations the product gives." },
    GeneralRule { name: "sentiment", about: "The export's own label (positive, neutral, negative) wins. Else the first that finds anything to go by: [sentiment.lexicons] of the text's language, [sentiment] lexicon for any language (the mean score of the words found), VADER for English. From 0.05 positive, from -0.05 negative. A language counts only where it can be told reliably from the text; what cannot be scored is unscored, never neutral. The first 2,000 characters are read." },
    GeneralRule { name: "credit", about: "A reply belongs to its author, a close to who closed, a rating to who was assigned at that moment, everything else to the assignee. --agent X is the row X of --by agent." },
];

impl GeneralRule {
    /// What it says to a team with these rules.
    pub fn told(&self, rules: &Rules) -> String {
        if self.name == TARGETS {
            format!("optimal / acceptable: {}. {}", limits(rules), self.about)
        } else {
            self.about.to_string()
        }
    }
}

/// All targets; channels that share one stand together, and teams come last.
fn limits(rules: &Rules) -> String {
    let channels = rules.targets.iter().map(|(channel, target)| (channel.as_str(), target));
    let mut shared: Vec<(Vec<&str>, &Target)> = Vec::new();
    for (channel, target) in channels.chain([(calls::CHANNEL, &rules.call_target)]) {
        match shared.iter_mut().find(|(_, other)| *other == target) {
            Some((names, _)) => names.push(channel),
            None => shared.push((vec![channel], target)),
        }
    }
    let mut texts: Vec<String> =
        shared.iter().map(|(names, target)| format!("{} {}", names.join(" and "), both(target))).collect();
    for (team, target) in &rules.team_targets {
        texts.push(format!("team {team} {}", both(target)));
    }
    for (team, target) in &rules.team_call_targets {
        texts.push(format!("calls of team {team} {}", both(target)));
    }
    texts.join(", ")
}

fn both(target: &Target) -> String {
    [target.optimal, target.acceptable].map(limit).join(" / ")
}

/// A limit in milliseconds, exactly and in as few units as that takes; `–`: there is none.
fn limit(limit: Option<i64>) -> String {
    let Some(mut rest) = limit else { return "–".to_string() };
    let mut parts = Vec::new();
    for (unit, name) in [(HOUR, "h"), (MINUTE, "min"), (SECOND, "s")] {
        if rest >= unit {
            parts.push(format!("{} {name}", rest / unit));
            rest %= unit;
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_those_of_the_rules() {
        let mut rules = Rules::at(0);
        rules.targets.insert("chat".into(), Target { optimal: None, acceptable: Some(5_400_000) });
        rules.team_targets.insert("Sales".into(), Target { optimal: Some(90_000), acceptable: None });
        rules.team_call_targets.insert("Sales".into(), Target { optimal: None, acceptable: Some(20_000) });
        let expected =
            "chat – / 1 h 30 min, email and web form 24 h / 48 h, facebook and messenger 15 min / 1 h, \
                        whatsapp 5 min / 30 min, x – / 1 h, phone 2 min / 5 min, team Sales 1 min 30 s / –, \
                        calls of team Sales – / 20 s";
        assert_eq!(limits(&rules), expected);
    }
}
