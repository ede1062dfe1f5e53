//! The rules of a run: the defaults, and what the configuration puts in their place.

use super::Config;
use crate::facts::{calls, Rules};

impl Config {
    /// The rules of a run whose "now" is `as_of` (UTC, milliseconds).
    pub fn rules(&self, as_of: i64) -> Rules {
        let mut rules = Rules::at(as_of);
        if let Some(channels) = &self.cases.channels {
            rules.case_channels = channels.clone();
        }
        rules.live_limits = self.live_timeout.clone();
        rules.targets.extend(self.targets.channels.clone());
        rules.team_targets.extend(self.targets.teams.clone());
        rules.team_call_targets.extend(self.targets.team_calls.clone());
        // No conversation is measured by the target of this channel: it is on the wait of calls.
        if let Some(target) = rules.targets.remove(calls::CHANNEL) {
            rules.call_target = target;
        }
        let (phone, ai) = (&self.phone, &self.ai);
        for (rule, own) in [
            (&mut rules.case_gap, self.cases.gap),
            (&mut rules.short_abandoned, phone.short_abandoned),
            (&mut rules.service_level, phone.service_level),
            (&mut rules.callback, phone.callback),
            (&mut rules.faq_window, self.faq.window),
            (&mut rules.ai_autoclose, ai.autoclose),
            (&mut rules.product_click, ai.product_click),
            (&mut rules.sms_click, ai.sms_click),
            (&mut rules.sms_message, ai.sms_message),
        ] {
            *rule = own.unwrap_or(*rule);
        }
        rules
    }
}
