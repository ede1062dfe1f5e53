//! How conversations go: over which channel, who begins, and who answers.

use super::cast::{channel_named, CHANNELS};
use super::story::{Story, StoryOpening};
use super::world::World;
use super::{assistant, faq, feedback, openings, turns};
use std::io;

/// Tells one conversation from beginning to end.
pub(super) fn tell(world: &mut World, id: u64, created: i64) -> io::Result<()> {
    let shares: [u32; 14] = std::array::from_fn(|place| CHANNELS[place].share);
    let mut channel = &CHANNELS[world.random.weighted(&shares)];
    let mut customer = world.somebody(if channel.live { 80 } else { 12 });
    // Only the first shop sells on that marketplace.
    if channel.name == "bol.com" && customer.brand != 0 {
        channel = channel_named("email");
    }
    if channel.name == "phone" && customer.number.is_none() {
        customer = world.somebody(0);
    }
    if world.random.chance(260) {
        faq::before(world, created, &customer)?;
    }
    let mut story = Story::begin(world, StoryOpening { id, created, channel, customer });
    match (channel.name, story.world.random.below(1000)) {
        ("phone", _) => openings::after_call(&mut story)?,
        ("bol.com" | "review", _) => openings::summed_up(&mut story)?,
        (_, 0..=21) => openings::discarded(&mut story)?,
        ("chat" | "email" | "whatsapp" | "sms" | "messenger", 22..=75) => openings::ours(&mut story)?,
        ("chat" | "whatsapp" | "sms", 76..=135) => openings::proactive(&mut story)?,
        ("email", 76..=110) => openings::forwarded(&mut story)?,
        ("sms", 136..=500) => assistant::campaign(&mut story)?,
        _ => incoming(&mut story)?,
    }
    story.end()
}

/// A customer asks; the AI agent, an agent, or nobody answers.
fn incoming(story: &mut Story) -> io::Result<()> {
    if story.channel.name == "web form" {
        story.event(story.created, "created", "form")?;
    }
    turns::open(story)?;
    let met = story.channel.ai;
    if story.chance(met) && !assistant::greet(story)? {
        return feedback::give(story);
    }
    let night = story.channel.live && story.world.calendar.closed(story.now, story.channel.hours);
    let ignored = if night { 700 } else { story.channel.unanswered };
    if story.chance(ignored) {
        return turns::unanswered(story);
    }
    turns::answer(story)?;
    turns::converse(story)?;
    if story.channel.thread {
        turns::come_back(story)?;
    }
    turns::finish(story)
}
