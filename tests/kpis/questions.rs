//! Random questions about a world: period, anchor, groups, buckets, filters, comparison.

use crate::dice::Dice;
use crate::oracle::facts::{know, Known};
use crate::oracle::rows::World;
use crate::oracle::setting::{Anchor, Compare, Dimension, Every, Setting};
use crate::oracle::tables::values;
use crate::worlds::TAGS;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use chrono_tz::Tz;

/// A period around a day: whole months and quarters, weeks, or a few days.
pub fn period(dice: &mut Dice, middle: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = middle.with_day(1).unwrap();
    match dice.below(7) {
        0 => (first, first + Months::new(1) - Days::new(1)),
        1 => {
            let quarter = first.with_month((middle.month() - 1) / 3 * 3 + 1).unwrap();
            (quarter, quarter + Months::new(3) - Days::new(1))
        }
        2 => {
            let monday = middle.week(Weekday::Mon).first_day();
            (monday, monday + Days::new(6))
        }
        _ => {
            let from = middle - Days::new(dice.below(5) as u64);
            (from, from + Days::new(dice.below(9) as u64))
        }
    }
}

fn filters(dice: &mut Dice, known: &Known) -> Vec<(Dimension, Vec<String>)> {
    // Agents are the hardest: they differ between facts of one conversation.
    let all = [Dimension::all(), vec![Dimension::Agent]].concat();
    let mut found: Vec<(Dimension, Vec<String>)> = Vec::new();
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
        let dimension = dice.pick(&all);
        let mut wanted = Vec::new();
        for _ in 0..1 + dice.below(2) {
            if known.facts.is_empty() {
                continue;
            }
            let fact = dice.pick(&known.facts);
            if ["stars", "thumbs", "three", "nps", "feedback"].contains(&fact.what) {
                continue; // an agent that only ratings name is no known value where no rating is read
            }
            let conversation = fact.conversation.map(|place| &known.conversations[place]);
            let Some(value) = dice.pick(&values(dimension, conversation, &fact.agent)) else { continue };
            let value = if dice.one_in(4) { value.to_uppercase() } else { value };
            wanted.push(if dice.one_in(3) { format!("!{value}") } else { value });
        }
        if !wanted.is_empty() && !found.iter().any(|(known, _)| *known == dimension) {
            found.push((dimension, wanted));
        }
    }
    found
}

/// A random question about a world; `plain` is the one it was made around.
pub fn question(dice: &mut Dice, world: &World, plain: &Setting, report: &str) -> Setting {
    let known = know(world, plain.as_of);
    let mut setting = plain.clone();
    (setting.from, setting.to) = period(dice, plain.from + Days::new(3));
    let days = (setting.to - setting.from).num_days();
    let anchors =
        [Anchor::Event, Anchor::Event, Anchor::Event, Anchor::Created, Anchor::Closed, Anchor::Answered];
    setting.anchor = dice.pick(&anchors);
    setting.every = match dice.below(9) {
        0 if days < 4 && setting.tz != Tz::Pacific__Chatham => Some(Every::Hour),
        1 | 2 if days < 32 => Some(Every::Day),
        3 => Some(Every::Week),
        4 => Some(dice.pick(&[Every::Month, Every::Quarter, Every::Year])),
        _ => None,
    };
    setting.week_start = dice.pick(&[Weekday::Mon, Weekday::Mon, Weekday::Sun, Weekday::Sat]);
    let groups = Dimension::all();
    let most = match report {
        "summary" | "times" => 2,
        "channels" | "agents" | "quality" => 1,
        "ai" => 2,
        _ => 0,
    };
    for _ in 0..dice.below(most + 1) {
        let dimension = dice.pick(&groups);
        if !setting.by.contains(&dimension) {
            setting.by.push(dimension);
        }
    }
    setting.filters = filters(dice, &known);
    if dice.one_in(8) {
        setting.tag_all = (0..2)
            .map(|_| dice.pick(&TAGS).to_string())
            .filter(|tag| {
                known.facts.iter().any(|fact| {
                    fact.conversation.is_some_and(|place| known.conversations[place].row.tags.contains(tag))
                })
            })
            .collect();
    }
    setting.compare = dice.pick(&[None, None, None, Some(Compare::Previous), Some(Compare::Year)]);
    if ["summary", "tags"].contains(&report) {
        setting.limit = dice.pick(&[None, None, Some(0), Some(2)]);
    }
    setting
}
