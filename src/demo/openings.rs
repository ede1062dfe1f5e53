//! Conversations that begin or go otherwise than with a question that an agent answers.

use super::calendar::{OpeningHours, DAY, HOUR, MINUTE, SECOND};
use super::calls;
use super::cast::somebody;
use super::story::{Speaker, Story};
use super::turns;
use std::io;

/// We write first; about half of the customers answer.
pub(super) fn ours(story: &mut Story) -> io::Result<()> {
    story.direction = "outgoing";
    story.now = story.world.calendar.staffed(story.now, OpeningHours::Extended, &mut story.world.random);
    story.created = story.now.min(story.world.calendar.end - 1);
    story.assign()?;
    story.say(Speaker::Agent, story.phrases().answers[1], "")?;
    if story.chance(20) {
        story.direction = "";
    }
    if story.chance(520) {
        turns::converse(story)?;
    }
    turns::finish(story)
}

/// An automation writes first; who answers gets an agent.
pub(super) fn proactive(story: &mut Story) -> io::Result<()> {
    story.direction = "proactive";
    story.say(Speaker::Automated, story.phrases().template, "")?;
    if !story.chance(300) {
        story.now += 3 * DAY;
        return story.close("autoclose", "");
    }
    story.wait(HOUR, 1.5);
    turns::open(story)?;
    turns::answer(story)?;
    turns::converse(story)?;
    turns::finish(story)
}

/// Passed on to a supplier: handled, but by nobody in particular.
pub(super) fn forwarded(story: &mut Story) -> io::Result<()> {
    turns::open(story)?;
    story.wait(2 * HOUR, 1.2);
    story.event(story.now, "forwarded", "warehouse@example.com")?;
    story.now += 2 * SECOND;
    story.close("closed", "")
}

/// What no report counts.
pub(super) fn discarded(story: &mut Story) -> io::Result<()> {
    turns::open(story)?;
    story.status = ["spam", "merged", "deleted", "test"][story.world.random.weighted(&[12, 5, 3, 2])];
    story.wait(40 * MINUTE, 1.5);
    if story.status == "merged" {
        let other = story.id.saturating_sub(1 + story.world.random.below(20)).max(100_001);
        return story.event(story.now, "merged", &format!("C{other}"));
    }
    Ok(())
}

/// A follow-up of a call: noted by who talked, and done with at once or after a message.
pub(super) fn after_call(story: &mut Story) -> io::Result<()> {
    let begun = story.created - story.world.random.between(3 * MINUTE, 9 * MINUTE);
    match calls::follow_up(story.world, begun, &story.customer, story.id)? {
        Some(agent) => story.assign_to(agent)?,
        None => story.assign()?,
    }
    story.say(Speaker::Note, "Called about order {order}, promised to come back to it", "")?;
    if story.chance(400) {
        story.wait(2 * HOUR, 1.2);
        story.say(Speaker::Agent, story.phrases().answers[3], "")?;
    }
    turns::finish(story)
}

/// Marketplaces and review sites export rows without messages.
pub(super) fn summed_up(story: &mut Story) -> io::Result<()> {
    let ignored = story.channel.unanswered;
    story.agent = Some(somebody(&mut story.world.random, story.customer.brand, story.channel, None));
    if story.chance(ignored) {
        return Ok(());
    }
    let median = story.channel.first_reply;
    story.wait_for_agent(median);
    story.answered_unseen();
    if story.chance(900) {
        story.wait(5 * HOUR, 1.2);
        story.closed = story.world.holds(story.now).then_some(story.now);
    }
    Ok(())
}
