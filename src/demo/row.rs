//! The row that sums a conversation up.

use super::calendar::{OpeningHours, MINUTE};
use super::cast::{BRANDS, TAGS, TOPICS};
use super::story::Story;
use crate::dataset::TableName;
use crate::fitting::{index, signed};
use std::io;

impl Story<'_> {
    /// Writes the row of the conversation.
    pub(super) fn end(mut self) -> io::Result<()> {
        let status = self.final_status();
        let brand = &BRANDS[self.customer.brand];
        let subchannels = self.channel.subchannels;
        let subchannel = if subchannels.is_empty() { "" } else { self.world.random.pick(subchannels) };
        let (team, agent) = self.agent.map_or(("", ""), |agent| (agent.team, agent.name));
        let row = self.world.sheets.of(TableName::Conversations);
        row.id("C", self.id).instant(self.created).text(self.channel.name).text(subchannel).text(brand.name);
        row.text(team).text(agent);
        self.write_customer();
        let subject = self.channel.hours == OpeningHours::Office;
        let priority = match self.world.random.below(20) {
            0 => "urgent",
            1..=3 => "high",
            4..=5 => "low",
            _ => "normal",
        };
        let phrases = self.phrases();
        let row = self.world.sheets.of(TableName::Conversations);
        row.text(self.direction).text(status);
        row.text(if subject { phrases.subjects[self.topic] } else { "" }).text(&self.question);
        row.text(phrases.language).text(priority);
        // Review sites tell how long it took, not when it was.
        let spans = self.channel.name == "review";
        let (closed, first_reply) = if spans { (None, None) } else { (self.closed, self.first_reply) };
        row.instant(closed).instant(first_reply);
        row.instant(self.first_assigned).instant(self.last);
        self.write_tags();
        let handle = if self.closed.is_some() && self.world.random.chance(800) { self.replies } else { 0 };
        let handle = signed(handle) * self.world.random.skewed(95_000, 0.6);
        let row = self.world.sheets.of(TableName::Conversations);
        row.flag(self.channel.live).text(self.ai_status);
        row.number(self.reopens).number(self.replies).number(self.public);
        for at in [self.first_reply, self.closed] {
            row.seconds(at.filter(|_| spans).map(|at| at - self.created));
        }
        row.seconds((handle > 0).then_some(handle)).end()
    }

    fn final_status(&mut self) -> &'static str {
        let rare = self.world.random.chance(150);
        match (self.status, self.closed) {
            ("", Some(_)) if rare => "resolved",
            ("", Some(_)) => "closed",
            ("", None) if self.agent.is_none() && !self.ai_status.is_empty() => "bot",
            ("", None) if self.replies > 0 && self.now >= self.world.calendar.end - MINUTE => "pending",
            ("", None) => "open",
            (known, _) => known,
        }
    }

    fn write_customer(&mut self) {
        let Some(number) = self.customer.number else {
            self.world.sheets.of(TableName::Conversations).skip(4);
            return;
        };
        let row = self.world.sheets.of(TableName::Conversations);
        self.body.clear();
        self.customer.name(&mut self.body);
        row.id("K", number).text(&self.body);
        self.body.clear();
        if self.channel.hours == OpeningHours::Office || number % 3 == 0 {
            self.customer.email(&mut self.body);
        }
        row.text(&self.body);
        let told = matches!(self.channel.name, "whatsapp" | "sms" | "phone");
        row.id(BRANDS[self.customer.brand].dialling, told.then_some(self.customer.telephone));
    }

    /// None to three different tags, separated by `;`, and the category.
    fn write_tags(&mut self) {
        let topic = &TOPICS[self.topic];
        let random = &mut self.world.random;
        let count = random.weighted(&[22, 46, 23, 9]);
        let first = index(random.below(topic.tags.len() as u64).min(random.below(topic.tags.len() as u64)));
        let general = index(random.below(TAGS.len() as u64).min(random.below(TAGS.len() as u64)));
        let chosen = [topic.tags[first], TAGS[general], topic.tags[(first + 1) % topic.tags.len()]];
        self.body.clear();
        for (place, tag) in chosen.iter().take(count).enumerate() {
            if place > 0 {
                self.body.push(';');
            }
            self.body.push_str(tag);
        }
        let category = if random.chance(830) { random.pick(topic.categories) } else { "" };
        self.world.sheets.of(TableName::Conversations).text(&self.body).text(category);
    }
}
