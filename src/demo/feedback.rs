//! Ratings: stars, thumbs, three faces, likelihood to recommend, and words.

use super::calendar::MINUTE;
use super::filling::{fill, Filling};
use super::story::Story;
use crate::dataset::TableName;
use std::io;

/// A rating as it is written.
struct GivenRating {
    at: i64,
    kind: &'static str,
    score: Option<u64>,
    scale: Option<u64>,
    comment: String,
    /// Whom it is for; empty where the export leaves that open.
    agent: &'static str,
}

impl GivenRating {
    /// A score without a word.
    fn scored(at: i64, kind: &'static str, score: u64, scale: u64) -> GivenRating {
        GivenRating { at, kind, score: Some(score), scale: Some(scale), comment: String::new(), agent: "" }
    }
}

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
        62..=73 => write(story, &GivenRating::scored(at, "thumbs", if mood >= 3 { 2 } else { 1 }, 2))?,
        74..=81 => write(story, &GivenRating::scored(at, "three", u64::from(mood).div_ceil(2).max(1), 3))?,
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
    let agent = if story.chance(300) { story.agent_name() } else { "" };
    write(story, &GivenRating { comment, agent, ..GivenRating::scored(at, "stars", u64::from(mood), 5) })
}

fn nps(story: &mut Story, at: i64, mood: u8) -> io::Result<()> {
    let least = [0, 0, 2, 5, 7, 8][usize::from(mood)];
    let score = least + story.world.random.below(3);
    write(story, &GivenRating::scored(at, "nps", score.min(10), 10))
}

fn words(story: &mut Story, at: i64, mood: u8) -> io::Result<()> {
    let comment = sentence(story, mood);
    write(story, &GivenRating { at, kind: "feedback", score: None, scale: None, comment, agent: "" })
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

fn write(story: &mut Story, rating: &GivenRating) -> io::Result<()> {
    if !story.world.holds(rating.at) {
        return Ok(());
    }
    let conversation = story.chance(985).then_some(story.id);
    let assigned = story.chance(250).then_some(story.agent.is_some());
    let ratings = story.world.sheets.of(TableName::Ratings);
    ratings.id("C", conversation).instant(rating.at).text(rating.kind);
    ratings.number(rating.score).number(rating.scale).text(&rating.comment).text(rating.agent);
    ratings.flag(assigned).end()
}
