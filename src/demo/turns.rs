//! The turns a conversation takes: question and answer, coming back, the end, and what happens afterwards.

use super::calendar::{OpeningHours, DAY, HOUR, MINUTE, SECOND};
use super::cast::TOPICS;
use super::feedback;
use super::story::{Speaker, Story};
use std::io;

/// The first question, sometimes in two messages, and a confirmation that is nobody's.
pub(super) fn open(story: &mut Story) -> io::Result<()> {
    let (topic, sentiment) = (story.topic, TOPICS[story.topic].sentiment);
    story.say(Speaker::Customer, story.phrases().openings[topic], sentiment)?;
    let confirmed = story.channel.name == "email" || story.channel.name == "web form";
    if confirmed && story.chance(350) {
        story.now += 3 * SECOND;
        story.say(Speaker::System, story.phrases().received, "")?;
    }
    if story.chance(220) {
        story.wait(25 * SECOND, 1.0);
        story.say(Speaker::Customer, story.phrases().questions[2], "neutral")?;
    }
    Ok(())
}

/// The first answer by a person, after the conversation was given to somebody.
pub(super) fn answer(story: &mut Story) -> io::Result<()> {
    let asked = story.now;
    let needed = story.channel.first_reply;
    story.wait_for_agent(needed / 3);
    story.assign()?;
    story.wait_for_agent(needed * 2 / 3);
    if story.channel.live && story.now - asked > 2 * MINUTE {
        story.event(asked + 2 * MINUTE, "live_timeout", "")?;
    }
    story.say(Speaker::Agent, story.phrases().answers[0], "")
}

/// Question and answer, with notes and changes of hand in between.
pub(super) fn converse(story: &mut Story) -> io::Result<()> {
    let at_once = if story.channel.hours == OpeningHours::Office { 420 } else { 150 };
    let rounds = if story.chance(at_once) { 0 } else { 1 + story.world.random.below(story.channel.rounds) };
    for _ in 1..=rounds {
        let (phrases, median) = (story.phrases(), story.channel.answer);
        story.wait(median, 1.3);
        let question = story.world.random.pick(&phrases.questions);
        story.say(Speaker::Customer, question, "neutral")?;
        if story.chance(180) {
            story.wait(15 * SECOND, 0.8);
            story.say(Speaker::Customer, phrases.questions[2], "neutral")?;
        }
        if story.chance(45) {
            story.wait(MINUTE, 1.0);
            story.say(
                Speaker::Note,
                "Customer called before, see order {order}. \"Handle with care\", please",
                "",
            )?;
        }
        if story.chance(35) {
            story.assign()?;
        }
        protect(story)?;
        if story.channel.thread && story.chance(25) {
            story.wait(20 * HOUR, 0.5);
        }
        let median = story.channel.reply;
        story.wait_for_agent(median);
        let answer = story.world.random.pick(&phrases.answers);
        story.say(Speaker::Agent, answer, "")?;
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
    let agent = story.agent_name();
    story.act(kind, agent)?;
    match kind {
        "reassigned" | "live_reassigned" | "resumed_reassigned" | "offline_reassigned" => story.assign(),
        "message_sent" => story.say(Speaker::Automated, story.phrases().received, ""),
        "unassigned" => story.act("assigned", ""),
        _ => Ok(()),
    }
}

/// Threads that never end: the customer is back days later, with something else.
pub(super) fn come_back(story: &mut Story) -> io::Result<()> {
    let mut times = 0;
    while times < 5 && story.chance(400) {
        times += 1;
        let agent = story.agent_name();
        let shut = story.chance(500);
        if shut {
            story.wait(30 * MINUTE, 1.0);
            story.close("closed", agent)?;
        }
        let before = story.now;
        story.wait(4 * DAY, 1.6);
        story.now = story.world.calendar.same_day(story.now, &mut story.world.random).max(before + HOUR);
        if shut {
            story.reopen("resumed")?;
        }
        if story.chance(80) && matches!(story.channel.name, "whatsapp" | "messenger") {
            story.say(Speaker::Template, story.phrases().template, "")?;
            story.wait(3 * HOUR, 1.5);
        }
        open(story)?;
        if story.chance(90) {
            return Ok(());
        }
        let median = story.channel.first_reply;
        story.wait_for_agent(median);
        story.say(Speaker::Agent, story.phrases().answers[1], "")?;
        converse(story)?;
    }
    Ok(())
}

/// A word of thanks, the close, a rating, and sometimes it is opened again.
pub(super) fn finish(story: &mut Story) -> io::Result<()> {
    let agent = story.agent_name();
    if story.chance(480) {
        let median = story.channel.answer;
        story.wait(median, 1.2);
        let thanks = story.world.random.pick(&story.phrases().thanks);
        story.say(Speaker::Customer, thanks, "positive")?;
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
    story.say(Speaker::Customer, story.phrases().questions[4], "negative")?;
    let median = story.channel.first_reply;
    story.wait_for_agent(median);
    story.say(Speaker::Agent, story.phrases().answers[3], "")?;
    if story.chance(850) {
        story.wait(HOUR, 1.0);
        story.close("closed", agent)?;
    }
    Ok(())
}

/// Nobody answers: the customer leaves, or it stays open, or it is closed all the same.
pub(super) fn unanswered(story: &mut Story) -> io::Result<()> {
    if story.channel.live {
        story.event(story.now + 2 * MINUTE, "live_timeout", "")?;
        story.wait(4 * MINUTE, 1.0);
        story.close("ended", "")?;
        return feedback::give(story);
    }
    if story.chance(800) {
        story.wait(20 * HOUR, 1.5);
        if story.chance(600) {
            story.assign()?;
        }
        let agent = story.agent_name();
        return story.close("closed", agent);
    }
    Ok(())
}
