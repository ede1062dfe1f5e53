//! Words of the trade for what goes by another name here, and words of statistics that figures are said in.

/// A word that people know, and what it is here.
pub struct TradeWord {
    /// How it is written, in lower case with blanks between words.
    words: &'static [&'static str],
    /// What it says.
    pub about: &'static str,
    /// The figures and rules that are meant.
    pub names: &'static [&'static str],
}

/// Every word, one an entry.
static TRADE_WORDS: &[TradeWord] = &[
    TradeWord { words: &["frt", "first response time", "first reply time", "first reply", "time to first response"], about: "How long a customer waits for the first answer by a person.", names: &["first_response"] },
    TradeWord { words: &["art", "average response time", "response time", "reply time", "next reply time"], about: "How long a customer waits for each answer.", names: &["response"] },
    TradeWord { words: &["aht", "average handle time", "average handling time", "handle time", "handling time"], about: "How long the work on one conversation or call takes; for calls, talk and wrap-up.", names: &["handle"] },
    TradeWord { words: &["ttr", "mttr", "time to resolution", "time to resolve", "resolution time", "full resolution time"], about: "How long it takes until a conversation is closed.", names: &["resolution", "first_resolution"] },
    TradeWord { words: &["sla", "slo", "service level agreement", "in time"], about: "How many answers keep to the target of their channel or team.", names: &["within_acceptable_rate", "within_optimal_rate", "late_rate", "service_level", "targets"] },
    TradeWord { words: &["csat", "customer satisfaction"], about: "How satisfied customers say they are: the share of good ratings, and the mean of stars.", names: &["csat_rate", "satisfaction"] },
    TradeWord { words: &["net promoter score"], about: "Promoters less detractors.", names: &["nps"] },
    TradeWord { words: &["first contact resolution", "one touch", "one touch resolution", "first call resolution"], about: "What was solved at the first contact.", names: &["fcr", "fcr_rate"] },
    TradeWord { words: &["asa", "average speed of answer", "speed of answer", "wait time"], about: "How long callers wait until a person picks up.", names: &["wait", "service_level"] },
    TradeWord { words: &["abandonment", "abandonment rate", "abandon rate", "hang ups"], about: "Callers who hang up before a person picks up.", names: &["abandoned", "short_abandoned"] },
    TradeWord { words: &["open", "open tickets", "open conversations", "unsolved", "unsolved tickets"], about: "What is open at the end of the period.", names: &["backlog"] },
    TradeWord { words: &["ticket", "tickets", "volume", "new tickets"], about: "Tickets, chats and calls are conversations here; a new question in an old thread is a case.", names: &["conversations", "cases"] },
    TradeWord { words: &["reopen rate", "reopens", "reopened tickets"], about: "What was opened again after it was closed.", names: &["reopened"] },
    TradeWord { words: &["solved", "resolved", "solved tickets"], about: "What was closed in the period.", names: &["closed"] },
    TradeWord { words: &["touches", "replies per ticket", "touches per ticket"], about: "How many messages it takes.", names: &["replies_per_case", "customer_replies_per_case"] },
    TradeWord { words: &["self service", "self service rate", "ticket deflection", "deflection"], about: "Readers of the help centre who did not ask all the same.", names: &["deflection_rate", "case_after_faq_rate"] },
    TradeWord { words: &["containment", "containment rate", "automation rate", "bot resolution rate"], about: "What the AI agent settled alone.", names: &["ai_resolved_rate", "ai_resolved"] },
    TradeWord { words: &["handoff", "hand off", "handover", "escalation", "escalations"], about: "What went from the AI agent to people.", names: &["ai_handoffs", "first_response_after_handoff"] },
    TradeWord { words: &["missed calls", "missed call"], about: "Calls that nobody picked up.", names: &["missed", "followed_up"] },
    TradeWord { words: &["productivity", "replies sent"], about: "How much each person did.", names: &["handled", "replies"] },
    TradeWord { words: &["median", "p50"], about: "The value in the middle: half of all are shorter, half longer. One very old ticket does not move it, as it moves a mean; so durations are told by it.", names: &["durations"] },
    TradeWord { words: &["p90", "percentile", "90th percentile"], about: "Nine of ten are at most so long: what the customers who wait longest go through.", names: &["durations"] },
    TradeWord { words: &["mean", "average", "avg"], about: "The sum divided by the number. Few very long ones move it far: compare it with the median.", names: &["durations"] },
    TradeWord { words: &["n", "sample size"], about: "How many a figure is of. A change of fewer than ten says little and is shown pale.", names: &["durations"] },
    TradeWord { words: &["pp", "percentage points"], about: "The difference of two percentages: from 80% to 84% is 4 pp, or 5%.", names: &["rates"] },
];

/// A name without case, its words set apart by blanks.
pub fn plain(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// The entry of a word, as [`plain`] writes it.
pub fn word(name: &str) -> Option<&'static TradeWord> {
    TRADE_WORDS.iter().find(|entry| entry.words.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::general_rules::RULES;
    use crate::facts::Dimension;
    use crate::kpi;
    use std::collections::BTreeSet;

    #[test]
    fn words_lead_to_what_there_is_and_hide_none_of_it() {
        let mut seen = BTreeSet::new();
        for entry in TRADE_WORDS {
            for name in entry.names {
                let is_known = kpi::all().iter().any(|kpi| kpi.id == *name)
                    || RULES.iter().any(|rule| rule.name == *name);
                assert!(is_known, "{name}");
            }
            for &word in entry.words {
                assert!(seen.insert(word), "{word} twice");
                assert_eq!(plain(word), word);
                let own = word.replace(' ', "_");
                assert!(!kpi::all().iter().any(|kpi| kpi.id == own), "{word} is a figure");
                assert!(Dimension::named(&own).is_none(), "{word} is a dimension");
            }
        }
        assert!(word(&plain("First-Reply Time")).is_some());
        assert!(word("backlog").is_none());
    }
}
