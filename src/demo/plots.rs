//! How conversations go: who begins, who answers, how it ends, and what happens afterwards.

use super::calendar::{Desk, DAY, HOUR, MINUTE};
use super::cast::{channel_named, CHANNELS, TOPICS};
use super::story::{Story, Voice};
use super::world::World;
use super::{calls, faq, feedback, orders};
use std::io;

const SECOND: i64 = 1000;

/// Tells one conversation from beginning to end.
pub(super) fn tell(world: &mut World, id: u64, created: i64) -> io::Result<()> {
    let shares: [u32; 14] = std::array::from_fn(|place| CHANNELS[place].share);
    let mut channel = &CHANNELS[world.random.weighted(&shares)];
    let mut customer = world.somebody(if channel.live { 80 } else { 12 });
    if channel.name == "bol.com" && customer.brand != 0 {
        channel = channel_named("email");
    }
    if channel.name == "phone" && customer.number.is_none() {
        customer = world.somebody(0);
    }
    if world.random.chance(260) {
        faq::before(world, created, &customer)?;
    }
    let mut story = Story::begin(world, id, created, channel, customer);
    match (channel.name, story.world.random.below(1000)) {
        ("phone", _) => after_call(&mut story)?,
        ("bol.com" | "review", _) => summed_up(&mut story)?,
        (_, 0..=21) => discarded(&mut story)?,
        ("chat" | "email" | "whatsapp" | "sms" | "messenger", 22..=75) => ours(&mut story)?,
        ("chat" | "whatsapp" | "sms", 76..=135) => proactive(&mut story)?,
        ("email", 76..=110) => forwarded(&mut story)?,
        ("sms", 136..=500) => campaign(&mut story)?,
        _ => incoming(&mut story)?,
    }
    story.end()
}

/// A customer asks; the AI agent, an agent, or nobody answers.
fn incoming(story: &mut Story) -> io::Result<()> {
    if story.channel.name == "web form" {
        story.event(story.created, "created", "", "form")?;
    }
    open(story)?;
    let met = story.channel.ai;
    if story.chance(met) && !ai(story)? {
        return feedback::give(story);
    }
    let night = story.channel.live && story.world.calendar.closed(story.now, story.channel.desk);
    let ignored = if night { 700 } else { story.channel.unanswered };
    if story.chance(ignored) {
        return unanswered(story);
    }
    answer(story)?;
    converse(story)?;
    if story.channel.thread {
        come_back(story)?;
    }
    finish(story)
}

/// The first question, sometimes in two messages, and a confirmation that is nobody's.
fn open(story: &mut Story) -> io::Result<()> {
    let (topic, sentiment) = (story.topic, TOPICS[story.topic].sentiment);
    story.say(Voice::Customer, story.phrases().openings[topic], sentiment)?;
    let confirmed = story.channel.name == "email" || story.channel.name == "web form";
    if confirmed && story.chance(350) {
        story.now += 3 * SECOND;
        story.say(Voice::System, story.phrases().received, "")?;
    }
    if story.chance(220) {
        story.wait(25 * SECOND, 1.0);
        story.say(Voice::Customer, story.phrases().questions[2], "neutral")?;
    }
    Ok(())
}

/// The first answer by a person, after the conversation was given to somebody.
fn answer(story: &mut Story) -> io::Result<()> {
    let asked = story.now;
    let needed = story.channel.first_reply;
    story.wait_for_agent(needed / 3);
    story.assign()?;
    story.wait_for_agent(needed * 2 / 3);
    if story.channel.live && story.now - asked > 2 * MINUTE {
        story.event(asked + 2 * MINUTE, "live_timeout", "", "")?;
    }
    story.say(Voice::Agent, story.phrases().answers[0], "")
}

/// Question and answer, with notes and changes of hand in between.
fn converse(story: &mut Story) -> io::Result<()> {
    let at_once = if story.channel.desk == Desk::Office { 420 } else { 150 };
    let rounds = if story.chance(at_once) { 0 } else { 1 + story.world.random.below(story.channel.rounds) };
    for _ in 1..=rounds {
        let (phrases, median) = (story.phrases(), story.channel.answer);
        story.wait(median, 1.3);
        let question = story.world.random.pick(&phrases.questions);
        story.say(Voice::Customer, question, "neutral")?;
        if story.chance(180) {
            story.wait(15 * SECOND, 0.8);
            story.say(Voice::Customer, phrases.questions[2], "neutral")?;
        }
        if story.chance(45) {
            story.wait(MINUTE, 1.0);
            story.say(
                Voice::Note,
                "Customer called before, see order {order}. \"Handle with care\", please",
                "",
            )?;
        }
        if story.chance(35) {
            story.assign()?;
        }
        protect(story)?;
        let median = story.channel.reply;
        story.wait_for_agent(median);
        let answer = story.world.random.pick(&phrases.answers);
        story.say(Voice::Agent, answer, "")?;
    }
    Ok(())
}

/// Protection against inactivity and absence.
fn protect(story: &mut Story) -> io::Result<()> {
    if !story.chance(12) {
        return Ok(());
    }
    let kinds = [
        "unassigned",
        "reassigned",
        "reassign_failed",
        "message_sent",
        "live_reassigned",
        "live_reassign_failed",
        "resumed_reassigned",
        "resumed_reassign_failed",
        "offline_reassigned",
        "offline_unassignable",
    ];
    let kind = kinds[story.world.random.weighted(&[8, 20, 6, 30, 12, 5, 6, 3, 9, 4])];
    story.wait(5 * MINUTE, 0.5);
    let agent = story.agent.map_or("", |agent| agent.name);
    story.event(story.now, kind, agent, "")?;
    match kind {
        "reassigned" | "live_reassigned" | "resumed_reassigned" | "offline_reassigned" => story.assign(),
        "message_sent" => story.say(Voice::Automated, story.phrases().received, ""),
        "unassigned" => story.event(story.now, "assigned", "", ""),
        _ => Ok(()),
    }
}

/// Threads that never end: the customer is back days later, with something else.
fn come_back(story: &mut Story) -> io::Result<()> {
    let mut times = 0;
    while times < 5 && story.chance(400) {
        times += 1;
        let agent = story.agent.map_or("", |agent| agent.name);
        let shut = story.chance(500);
        if shut {
            story.wait(30 * MINUTE, 1.0);
            story.close("closed", agent)?;
        }
        story.wait(4 * DAY, 1.6);
        if shut {
            story.reopen("resumed")?;
        }
        if story.chance(80) && matches!(story.channel.name, "whatsapp" | "messenger") {
            story.say(Voice::Template, story.phrases().template, "")?;
            story.wait(3 * HOUR, 1.5);
        }
        open(story)?;
        if story.chance(90) {
            return Ok(());
        }
        let median = story.channel.first_reply;
        story.wait_for_agent(median);
        story.say(Voice::Agent, story.phrases().answers[1], "")?;
        converse(story)?;
    }
    Ok(())
}

/// A word of thanks, the close, a rating, and sometimes it is opened again.
fn finish(story: &mut Story) -> io::Result<()> {
    let agent = story.agent.map_or("", |agent| agent.name);
    if story.chance(480) {
        let median = story.channel.answer;
        story.wait(median, 1.2);
        let thanks = story.world.random.pick(&story.phrases().thanks);
        story.say(Voice::Customer, thanks, "positive")?;
    }
    if story.chance(18) {
        return Ok(());
    }
    story.wait(if story.channel.live { 3 * MINUTE } else { 2 * HOUR }, 1.4);
    match story.world.random.below(20) {
        0..=13 => story.close("closed", agent)?,
        14..=15 => story.close("closed", "")?,
        16..=18 => story.close("ended", "")?,
        _ => {
            story.now += DAY;
            story.close("autoclose", "")?;
        }
    }
    feedback::give(story)?;
    if !story.chance(65) {
        return Ok(());
    }
    story.wait(9 * HOUR, 2.0);
    story.reopen("reopened")?;
    story.say(Voice::Customer, story.phrases().questions[4], "negative")?;
    let median = story.channel.first_reply;
    story.wait_for_agent(median);
    story.say(Voice::Agent, story.phrases().answers[3], "")?;
    if story.chance(850) {
        story.wait(HOUR, 1.0);
        story.close("closed", agent)?;
    }
    Ok(())
}

/// Nobody answers: the customer leaves, or it stays open, or it is closed all the same.
fn unanswered(story: &mut Story) -> io::Result<()> {
    if story.channel.live {
        story.event(story.now + 2 * MINUTE, "live_timeout", "", "")?;
        story.wait(4 * MINUTE, 1.0);
        story.close("ended", "")?;
        return feedback::give(story);
    }
    if story.chance(800) {
        story.wait(20 * HOUR, 1.5);
        if story.chance(600) {
            story.assign()?;
        }
        let agent = story.agent.map_or("", |agent| agent.name);
        return story.close("closed", agent);
    }
    Ok(())
}

/// The AI agent goes first; true if a person has to go on.
fn ai(story: &mut Story) -> io::Result<bool> {
    let phrases = story.phrases();
    for round in 0..=story.world.random.below(3) {
        if round > 0 {
            let median = story.channel.answer;
            story.wait(median, 1.0);
            let question = story.world.random.pick(&phrases.questions);
            story.say(Voice::Customer, question, "neutral")?;
        }
        story.now += story.world.random.between(1_200, 6_500);
        story.say(Voice::Ai, phrases.ai[usize::from(round % 2 == 1)], "")?;
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
            story.say(Voice::Customer, phrases.questions[3], "negative")?;
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
    story.event(story.now, "handoff", "", value)?;
    story.now += SECOND;
    story.say(Voice::Ai, story.phrases().ai[2], "")?;
    if value == "closing_message" {
        story.now += HOUR;
        story.close("autoclose", "")?;
    }
    Ok(value != "closing_message")
}

/// The customer looks at a product that the AI agent showed, and perhaps buys it.
fn click(story: &mut Story) -> io::Result<()> {
    let touch = story.now + story.world.random.between(2_000, 50_000);
    story.event(touch, "product_click", "", "lamp-grey-small")?;
    if story.chance(380) {
        orders::follow(story.world, touch, &story.customer, story.id)?;
    }
    Ok(())
}

/// We write first; about half of the customers answer.
fn ours(story: &mut Story) -> io::Result<()> {
    story.direction = "outgoing";
    story.now = story.world.calendar.staffed(story.now, Desk::Extended, &mut story.world.random);
    story.created = story.now.min(story.world.calendar.end - 1);
    story.assign()?;
    story.say(Voice::Agent, story.phrases().answers[1], "")?;
    if story.chance(20) {
        story.direction = "";
    }
    if story.chance(520) {
        converse(story)?;
    }
    finish(story)
}

/// An automation writes first; who answers gets an agent.
fn proactive(story: &mut Story) -> io::Result<()> {
    story.direction = "proactive";
    story.say(Voice::Automated, story.phrases().template, "")?;
    if !story.chance(300) {
        story.now += 3 * DAY;
        return story.close("autoclose", "");
    }
    story.wait(HOUR, 1.5);
    open(story)?;
    answer(story)?;
    converse(story)?;
    finish(story)
}

/// A text message by the AI agent with an offer.
fn campaign(story: &mut Story) -> io::Result<()> {
    story.direction = "proactive";
    story.ai_status = "resolved";
    story.say(Voice::Ai, story.phrases().template, "")?;
    story.event(story.now, "sms_touch", "", "message")?;
    if story.chance(350) {
        story.wait(40 * MINUTE, 1.8);
        story.event(story.now, "sms_touch", "", "click")?;
    }
    if story.chance(220) {
        orders::follow(story.world, story.now, &story.customer, story.id)?;
    }
    story.now += 48 * HOUR;
    story.close("autoclose", "")
}

/// Passed on to a supplier: handled, but by nobody in particular.
fn forwarded(story: &mut Story) -> io::Result<()> {
    open(story)?;
    story.wait(2 * HOUR, 1.2);
    story.event(story.now, "forwarded", "", "warehouse@example.com")?;
    story.now += 2 * SECOND;
    story.close("closed", "")
}

/// What no report counts.
fn discarded(story: &mut Story) -> io::Result<()> {
    open(story)?;
    story.status = ["spam", "merged", "deleted", "test"][story.world.random.weighted(&[12, 5, 3, 2])];
    story.wait(40 * MINUTE, 1.5);
    if story.status == "merged" {
        let other = story.id.saturating_sub(1 + story.world.random.below(20)).max(100_001);
        return story.event(story.now, "merged", "", &format!("C{other}"));
    }
    Ok(())
}

/// A follow-up of a call: noted by who talked, and done with at once or after a message.
fn after_call(story: &mut Story) -> io::Result<()> {
    let begun = story.created - story.world.random.between(3 * MINUTE, 9 * MINUTE);
    let (customer, id) = (story.customer, story.id);
    match calls::follow_up(story.world, begun, &customer, id)? {
        Some(agent) => story.assign_to(agent)?,
        None => story.assign()?,
    }
    story.say(Voice::Note, "Called about order {order}, promised to come back to it", "")?;
    if story.chance(400) {
        story.wait(2 * HOUR, 1.2);
        story.say(Voice::Agent, story.phrases().answers[3], "")?;
    }
    finish(story)
}

/// Marketplaces and review sites export rows without messages.
fn summed_up(story: &mut Story) -> io::Result<()> {
    let ignored = story.channel.unanswered;
    story.agent =
        Some(super::cast::somebody(&mut story.world.random, story.customer.brand, story.channel, None));
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
