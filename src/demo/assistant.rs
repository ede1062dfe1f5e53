//! The AI agent: it goes first, solves, hands over, shows products and sends offers.

use super::calendar::{DAY, HOUR, MINUTE, SECOND};
use super::orders;
use super::story::{Speaker, Story};
use std::io;

/// The AI agent goes first; true if a person has to go on.
pub(super) fn greet(story: &mut Story) -> io::Result<bool> {
    let phrases = story.phrases();
    for round in 0..=story.world.random.below(3) {
        if round > 0 {
            let median = story.channel.answer;
            story.wait(median, 1.0);
            let question = story.world.random.pick(&phrases.questions);
            story.say(Speaker::Customer, question, "neutral")?;
        }
        story.now += story.world.random.between(1_200, 6_500);
        story.say(Speaker::Ai, phrases.ai[usize::from(round % 2 == 1)], "")?;
        if story.chance(110) {
            click(story)?;
        }
    }
    match story.world.random.below(100) {
        0..=37 => {
            story.ai_status = "resolved";
            let visitor = story.chance(400);
            story.now += if visitor { 6 * MINUTE } else { 48 * HOUR };
            story.close(if visitor { "ended" } else { "autoclose" }, "")?;
            Ok(false)
        }
        38..=45 => {
            story.ai_status = "open";
            story.wait(2 * MINUTE, 1.0);
            story.say(Speaker::Customer, phrases.questions[3], "negative")?;
            if story.chance(850) {
                story.now += 5 * DAY;
                story.close("autoclose", "")?;
            }
            Ok(false)
        }
        roll => hand_over(story, roll),
    }
}

fn hand_over(story: &mut Story, roll: u64) -> io::Result<bool> {
    let (value, status) = match roll {
        46..=52 => ("closing_message", "closed"),
        53..=62 => ("ticket", "routed"),
        _ => ("human", "routed"),
    };
    story.ai_status = status;
    story.wait(20 * SECOND, 0.8);
    story.event(story.now, "handoff", value)?;
    story.now += SECOND;
    story.say(Speaker::Ai, story.phrases().ai[2], "")?;
    if value == "closing_message" {
        story.now += HOUR;
        story.close("autoclose", "")?;
    }
    Ok(value != "closing_message")
}

/// The customer looks at a product that the AI agent showed, and perhaps buys it.
fn click(story: &mut Story) -> io::Result<()> {
    let touch = story.now + story.world.random.between(2_000, 50_000);
    story.event(touch, "product_click", "lamp-grey-small")?;
    if story.chance(380) {
        orders::follow(story.world, touch, &story.customer, story.id)?;
    }
    Ok(())
}

/// A text message by the AI agent with an offer.
pub(super) fn campaign(story: &mut Story) -> io::Result<()> {
    story.direction = "proactive";
    story.ai_status = "resolved";
    story.say(Speaker::Ai, story.phrases().template, "")?;
    story.event(story.now, "sms_touch", "message")?;
    if story.chance(350) {
        story.wait(40 * MINUTE, 1.8);
        story.event(story.now, "sms_touch", "click")?;
    }
    if story.chance(220) {
        orders::follow(story.world, story.now, &story.customer, story.id)?;
    }
    story.now += 48 * HOUR;
    story.close("autoclose", "")
}
