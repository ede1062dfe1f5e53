//! Ratings: stars, thumbs, three faces, likelihood to recommend, and words.

use super::calendar::MINUTE;
use super::filling::{fill, Filling};
use super::story::Story;
use std::io;

/// What the customer thinks of it, if they say so at all.
pub(super) fn give(story: &mut Story) -> io::Result<()> {
    let asked = if story.channel.live { 360 } else { 260 };
    if !story.chance(asked) {
        return Ok(());
    }
    let mut at = story.now + story.world.random.skewed(4 * MINUTE, 1.8);
    let mood = mood(story);
    match story.world.random.below(100) {
        0..=61 => stars(story, at, mood)?,
        62..=73 => write(story, at, "thumbs", Some((if mood >= 3 { 2 } else { 1 }, 2)), "", "")?,
        74..=81 => write(story, at, "three", Some((u64::from(mood).div_ceil(2).max(1), 3)), "", "")?,
        82..=93 => nps(story, at, mood)?,
        _ => words(story, at, mood)?,
    }
    if story.chance(140) {
        at += story.world.random.skewed(2 * MINUTE, 1.0);
        words(story, at, mood)?;
    }
    if story.chance(70) {
        at += story.world.random.skewed(20 * MINUTE, 1.5);
        stars(story, at, (mood + 1).min(5))?;
    }
    Ok(())
}

/// One to five: warm and quick people are liked better.
fn mood(story: &mut Story) -> u8 {
    let warmth = story.agent.map_or(-60, |agent| agent.warmth);
    let waited = story.first_reply.map_or(-80, |at| if at - story.created > 90 * MINUTE { -70 } else { 0 });
    match story.world.random.between(0, 1000) + warmth + waited {
        ..=85 => 1,
        86..=140 => 2,
        141..=240 => 3,
        241..=480 => 4,
        _ => 5,
    }
}

fn stars(story: &mut Story, at: i64, mood: u8) -> io::Result<()> {
    let comment = if story.chance(160) { sentence(story, mood) } else { String::new() };
    let agent = story.agent.map_or("", |agent| agent.name);
    let given = if story.chance(300) { agent } else { "" };
    write(story, at, "stars", Some((u64::from(mood), 5)), &comment, given)
}

fn nps(story: &mut Story, at: i64, mood: u8) -> io::Result<()> {
    let least = [0, 0, 2, 5, 7, 8][usize::from(mood)];
    let score = least + story.world.random.below(3);
    write(story, at, "nps", Some((score.min(10), 10)), "", "")
}

fn words(story: &mut Story, at: i64, mood: u8) -> io::Result<()> {
    let comment = sentence(story, mood);
    write(story, at, "feedback", None, &comment, "")
}

fn sentence(story: &mut Story, mood: u8) -> String {
    let phrases = story.phrases();
    let sentences = if mood >= 4 { &phrases.praise } else { &phrases.blame };
    let sentence = story.world.random.pick(sentences);
    let agent = story.agent.map_or("Iris", |agent| agent.name);
    let mut comment = String::new();
    fill(&mut comment, sentence, &Filling { order: 0, name: story.customer.first_name, agent });
    comment
}

fn write(
    story: &mut Story,
    at: i64,
    kind: &str,
    score: Option<(u64, u64)>,
    comment: &str,
    agent: &str,
) -> io::Result<()> {
    if !story.world.holds(at) {
        return Ok(());
    }
    let known = story.chance(985);
    let told = story.chance(250);
    let assigned = story.agent.is_some();
    let ratings = &mut story.world.sheets.ratings;
    match known {
        true => ratings.id("C", story.id),
        false => ratings.skip(1),
    };
    ratings.instant(at).text(kind);
    match score {
        Some((score, scale)) => ratings.number(score).number(scale),
        None => ratings.skip(2),
    };
    ratings.text(comment).text(agent);
    if told {
        ratings.flag(assigned);
    }
    ratings.end()
}
